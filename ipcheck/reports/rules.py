"""The rules of the data files as a document: the manual of `ipcheck validate`."""

from collections.abc import Sequence
from typing import Any

from ipcheck.base.errors import unknown_name_error
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.rules.manual import Manual
from ipcheck.datafiles.rules.run import MANUALS
from ipcheck.formats.document import Column, Document, Table


def rules_document(_: Translator) -> Document:
    """Every rule with its level, the kind of file, its meaning, a good example and a bad one."""
    return _document(_("The rules of the data files"), MANUALS, _)


def rule_document(name: str, _: Translator) -> Document:
    """One rule, by its id. Raises UsageError, with the nearest ids, for a rule that does not exist."""
    matches = [manual for manual in MANUALS if manual.id == name]
    if not matches:
        raise unknown_name_error(_("there is no rule {name}"), name, (manual.id for manual in MANUALS), _)
    return _document(name, matches, _)


def _document(title: str, manuals: Sequence[Manual], _: Translator) -> Document:
    columns = [
        Column("id", _("rule"), "id", shown=1),
        Column("level", _("level"), "id", shown=2),
        Column("of", _("file"), "id"),
        Column("meaning", _("meaning"), shown=3),
        Column("good", _("good"), shown=4),
        Column("bad", _("bad"), shown=5),
    ]
    rows = [
        (manual.id, manual.level, manual.file_kind, _(manual.meaning), manual.good, manual.bad) for manual in manuals
    ]
    data: list[dict[str, Any]] = [dict(zip((column.key for column in columns), row, strict=True)) for row in rows]
    return Document(title, [Table(columns, rows)], data=lambda: iter(data))
