"""The rules of the data files as a document: the manual of `ipcheck validate`."""

from collections.abc import Sequence

from ipcheck.base.errors import unknown_name_error
from ipcheck.base.i18n import N_, Translator
from ipcheck.datafiles.rules.manual import Manual
from ipcheck.datafiles.rules.run import MANUALS
from ipcheck.formats.document import Column, Document, Field, Records, Table

LEVEL_WORDS = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}


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
    columns: list[Column[Manual]] = [
        Column(_("rule"), lambda manual: manual.id, "id"),
        Column(_("level"), lambda manual: _(LEVEL_WORDS[manual.level])),
        Column(_("meaning"), lambda manual: _(manual.meaning)),
        Column(_("good"), lambda manual: _(manual.good)),
        Column(_("bad"), lambda manual: _(manual.bad)),
    ]
    fields = [Field(key) for key in ("id", "level", "of", "meaning", "good", "bad")]
    rows = [
        (manual.id, manual.level, manual.file_kind, _(manual.meaning), manual.good, manual.bad) for manual in manuals
    ]
    return Document(title, lambda: [Table(columns, manuals)], lambda: Records(fields, rows))
