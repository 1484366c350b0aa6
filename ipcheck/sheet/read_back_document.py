"""What workbooks that came back would add, or have added, to the ledger: old and new side by side."""

from collections.abc import Iterable, Iterator
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import entry_cells, entry_columns
from ipcheck.reports.shared.labels import STATE_WORDS
from ipcheck.reports.shared.task_table import as_of
from ipcheck.sheet.columns import BY_KEY, OPEN
from ipcheck.sheet.read_back import ReadBackResult, ReturnedChanges, RowChange

MOST_NOTED = 20


def back_document(context: Context, outcome: ReadBackResult, ledger: str, write: bool) -> Document:
    """The changes of a reading, those that are noted beside them, and what became of them in this ledger."""
    _ = context.translator
    found = outcome.reading
    title = _("Added to the ledger") if write else _("To be added to the ledger")
    title = title if found.changes else _("What came back")
    columns = [
        Column("place", _("place"), shown=1, data=False),
        Column("said", _("what is noted"), shown=2, data=False),
    ]
    noted = Table(
        columns, found.noted, _("Noted"), most=MOST_NOTED, rest=_("And {n} more; -f json holds all."),
    )  # fmt: skip
    return Document(
        title,
        [Table(_for_people(_), _differences(found.changes, _)), noted, Table(_for_machines(), _values(found.changes))],
        data=lambda: _as_json(outcome, ledger, write), facts=[_read(found, _), as_of(context)],
        notes=lambda: [*_not_new(found, _), _end(outcome, ledger, write, _)], empty=_("Nothing is new."),
    )  # fmt: skip


def _read(found: ReturnedChanges, _: Translator) -> str:
    files = _.many("{n} file", "{n} files", len(found.files))
    rows = _.many("{n} row", "{n} rows", found.rows)
    return _("Read {rows} of {files}: {names}.").format(rows=rows, files=files, names=_.listed(list(found.files)))


def _not_new(found: ReturnedChanges, _: Translator) -> list[str]:
    parts = [
        (_("{n} unchanged"), found.same),
        (_("{n} as it was on an earlier day, or is recorded already"), found.known),
        (_("{n} not filled in"), found.empty),
    ]
    said = [form.format(n=n) for form, n in parts if n]
    return [_("Rows that say nothing new: {counts}.").format(counts=_.listed(said))] if said else []


def _end(outcome: ReadBackResult, ledger: str, write: bool, _: Translator) -> str:
    count = len(outcome.reading.changes)
    if not count:
        return _("Nothing to add; {path} stays as it is.").format(path=ledger)
    entries = _.many("{n} entry", "{n} entries", count)
    form = _("Added {entries} to {place}.") if write else _("Nothing has been written. To add {entries}: --write")
    return form.format(entries=entries, place=f"{ledger}:{outcome.line}")


def _for_people(_: Translator) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("on", _("day"), "day", shown=2, data=False),
        Column("column", _("column"), shown=3, data=False),
        Column("before", _("in the ledger"), shown=4, data=False),
        Column("after", _("in the workbook"), shown=5, data=False),
        Column("by", _("by"), shown=6, optional=True, data=False),
        Column("place", _("place"), shown=7, data=False),
    ]


def _differences(changes: Iterable[RowChange], _: Translator) -> Iterator[Row]:
    """A row for each cell that says something else than the ledger; of a row that only has a new day, for that."""
    for change in changes:
        pairs = [(key, _word(key, change.before, _), _word(key, change.after, _)) for key in OPEN if key != "on"]
        different = [(key, old, new) for key, old, new in pairs if old != new and (new or key != "state")]
        for key, old, new in different or [("on", change.before.on, change.after.on)]:
            yield (
                change.share.name, change.after.on, _(BY_KEY[key].label), old, new, change.said.entry.by,
                change.row.cell(key),
            )  # fmt: skip


def _word(key: str, filled: Any, _: Translator) -> str:
    value: str = getattr(filled, key)
    return _(STATE_WORDS[value]) if key == "state" and value else value


def _for_machines() -> list[Column]:
    before = [Column(f"before_{key}", "") for key in OPEN]
    return [Column("place", ""), Column("task", "", "id"), *entry_columns(), *before]


def _values(changes: Iterable[RowChange]) -> Iterator[Row]:
    for change in changes:
        before = [getattr(change.before, key) for key in OPEN]
        yield change.row.cell("task"), change.share.task.id, *entry_cells(change.said.entry), *before


def _as_json(outcome: ReadBackResult, ledger: str, write: bool) -> dict[str, Any]:
    found = outcome.reading
    return {
        "files": list(found.files), "ledger": ledger, "written": write and bool(found.changes), "rows": found.rows,
        "same": found.same, "known": found.known, "empty": found.empty,
        "add": [
            {
                "place": change.row.cell("task"),
                "entry": {key: value for key, value in change.said.entry.as_json().items() if key != "place"},
                "before": {key: value or None for key, value in change.before._asdict().items()},
            }
            for change in found.changes
        ],
        "noted": [{"place": place, "message": said} for place, said in found.noted],
    }  # fmt: skip
