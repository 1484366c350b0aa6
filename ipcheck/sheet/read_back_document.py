"""The answer on workbooks that came back: what they would add, or have added, to the ledger, and its values before."""

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


def read_back_document(context: Context, outcome: ReadBackResult, ledger: str, write: bool) -> Document:
    """The document of what came back: the changes, the remarks, and what became of the changes in the file `ledger`."""
    _ = context.translator
    reading = outcome.reading
    title = _("Added to the ledger") if write else _("To be added to the ledger")
    title = title if reading.changes else _("What came back")
    columns = [
        Column("place", _("place"), shown=1, data=False),
        Column("said", _("what is noted"), shown=2, data=False),
    ]
    remarks = Table(
        columns, reading.warnings, _("Noted"), most=MOST_NOTED, rest=_("And {n} more; -f json holds all."),
    )  # fmt: skip
    return Document(
        title,
        [
            Table(_for_people(_), _differences(reading.changes, _)), remarks,
            Table(_for_programs(), _entry_rows(reading.changes)),
        ],
        data=lambda: _as_json(outcome, ledger, write), facts=[_reading_line(reading, _), as_of(context)],
        notes=lambda: [*_unchanged_line(reading, _), _outcome_line(outcome, ledger, write, _)],
        empty=_("Nothing is new."),
    )  # fmt: skip


def _reading_line(reading: ReturnedChanges, _: Translator) -> str:
    files = _.many("{n} file", "{n} files", len(reading.files))
    rows = _.many("{n} row", "{n} rows", reading.rows)
    return _("Read {rows} of {files}: {names}.").format(rows=rows, files=files, names=_.join(list(reading.files)))


def _unchanged_line(reading: ReturnedChanges, _: Translator) -> list[str]:
    parts = [
        (_("{n} unchanged"), reading.same),
        (_("{n} as it was on an earlier day, or is recorded already"), reading.known),
        (_("{n} not filled in"), reading.empty),
    ]
    counts = [template.format(n=n) for template, n in parts if n]
    return [_("Rows that say nothing new: {counts}.").format(counts=_.join(counts))] if counts else []


def _outcome_line(outcome: ReadBackResult, ledger: str, write: bool, _: Translator) -> str:
    count = len(outcome.reading.changes)
    if not count:
        return _("Nothing to add; {path} stays as it is.").format(path=ledger)
    entries = _.many("{n} entry", "{n} entries", count)
    template = _("Added {entries} to {place}.") if write else _("Nothing has been written. To add {entries}: --write")
    return template.format(entries=entries, place=f"{ledger}:{outcome.line}")


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
    """A row for each cell that differs from the ledger; one for the day where only the day of a row is new."""
    for change in changes:
        pairs = [
            (key, _cell_words(key, change.before, _), _cell_words(key, change.after, _)) for key in OPEN if key != "on"
        ]
        different = [(key, old, new) for key, old, new in pairs if old != new and (new or key != "state")]
        for key, old, new in different or [("on", change.before.on, change.after.on)]:
            yield (
                change.share.name, change.after.on, _(BY_KEY[key].label), old, new, change.entry.entry.by,
                change.row.cell(key),
            )  # fmt: skip


def _cell_words(key: str, state: Any, _: Translator) -> str:
    value: str = getattr(state, key)
    return _(STATE_WORDS[value]) if key == "state" and value else value


def _for_programs() -> list[Column]:
    before = [Column(f"before_{key}", "") for key in OPEN]
    return [Column("place", ""), Column("task", "", "id"), *entry_columns(), *before]


def _entry_rows(changes: Iterable[RowChange]) -> Iterator[Row]:
    for change in changes:
        before = [getattr(change.before, key) for key in OPEN]
        yield change.row.cell("task"), change.share.task.id, *entry_cells(change.entry.entry), *before


def _as_json(outcome: ReadBackResult, ledger: str, write: bool) -> dict[str, Any]:
    reading = outcome.reading
    return {
        "files": list(reading.files), "ledger": ledger, "written": write and bool(reading.changes),
        "rows": reading.rows, "same": reading.same, "known": reading.known, "empty": reading.empty,
        "add": [
            {
                "place": change.row.cell("task"),
                "entry": {key: value for key, value in change.entry.entry.as_json().items() if key != "place"},
                "before": {key: value or None for key, value in change.before._asdict().items()},
            }
            for change in reading.changes
        ],
        "noted": [{"place": place, "message": message} for place, message in reading.warnings],
    }  # fmt: skip
