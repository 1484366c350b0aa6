"""The rules that data files are held to, as a document: the manual of `validate`."""

from collections.abc import Sequence
from typing import Any

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.base.text import nearest
from ipcheck.datafiles.rules.manual import Manual
from ipcheck.datafiles.rules.run import MANUALS
from ipcheck.formats.document import Column, Document, Table


def rules_document(_: Translator) -> Document:
    """Every rule with its level, what it wants, and an example on either side."""
    return _document(_("The rules of the data files"), MANUALS, _)


def rule_document(name: str, _: Translator) -> Document:
    """One of them. Raises UsageError, with the nearest ids, for a rule that does not exist."""
    found = [each for each in MANUALS if each.id == name]
    if not found:
        said = _("there is no rule {name}").format(name=name)
        raise UsageError(said + _.did_you_mean(nearest(name, (each.id for each in MANUALS))))
    return _document(name, found, _)


def _document(title: str, manuals: Sequence[Manual], _: Translator) -> Document:
    columns = [
        Column("id", _("rule"), "id", shown=1),
        Column("level", _("level"), "id", shown=2),
        Column("of", _("file"), "id"),
        Column("meaning", _("meaning"), shown=3),
        Column("good", _("good"), shown=4),
        Column("bad", _("bad"), shown=5),
    ]
    rows = [(each.id, each.level, each.of, _(each.says), each.good, each.bad) for each in manuals]
    data: list[dict[str, Any]] = [dict(zip((column.key for column in columns), row, strict=True)) for row in rows]
    return Document(title, [Table(columns, rows)], data=lambda: iter(data))
