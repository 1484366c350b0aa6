"""The answer on workbooks that came back: what they would add, or have added, to the ledger, and its values before."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import split_list
from ipcheck.formats.document import Column, Document, Field, Records, Row, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import ENTRY_FIELDS, entry_values
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
    title = title if reading.changes else _("What was returned")
    columns: list[Column[tuple[str, str]]] = [
        Column(_("place"), lambda warning: warning[0]),
        Column(_("what is noted"), lambda warning: warning[1]),
    ]
    remarks = Table(
        columns, reading.warnings, _("Noted"), row_limit=MOST_NOTED,
        left_out_note=_("And {n} more; -f json lists all."),
    )  # fmt: skip
    return Document(
        title, lambda: [Table(_columns(_), list(_differences(reading.changes))), remarks],
        lambda: Records(_FIELDS, _entry_rows(reading.changes)),
        data=lambda: _as_json(outcome, ledger, write), facts=[_reading_line(reading, _), as_of(context)],
        notes=lambda: [
            *_unchanged_line(reading, _), *_searches_line(reading, _), _outcome_line(outcome, ledger, write, _),
        ],
        empty=_("Nothing new."),
    )  # fmt: skip


def _reading_line(reading: ReturnedChanges, _: Translator) -> str:
    files = _.many("{n} file", "{n} files", len(reading.files))
    rows = _.many("{n} row", "{n} rows", reading.rows)
    return _("Read {rows} of {files}: {names}.").format(rows=rows, files=files, names=_.join(list(reading.files)))


def _unchanged_line(reading: ReturnedChanges, _: Translator) -> list[str]:
    parts = [
        (_("{n} unchanged"), reading.same),
        (_("{n} as on an earlier day, or already recorded"), reading.known),
        (_("{n} not filled in"), reading.empty),
    ]
    counts = [template.format(n=n) for template, n in parts if n]
    return [_("Rows that say nothing new: {counts}.").format(counts=_.join(counts))] if counts else []


def _searches_line(reading: ReturnedChanges, _: Translator) -> list[str]:
    searches = sum(change.is_search for change in reading.changes)
    return [_("Searches without result among them: {n}.").format(n=searches)] if searches else []


def _outcome_line(outcome: ReadBackResult, ledger: str, write: bool, _: Translator) -> str:
    count = len(outcome.reading.changes)
    if not count:
        return _("Nothing to add; {path} stays as it is.").format(path=ledger)
    entries = _.many("{n} entry", "{n} entries", count)
    template = (
        _("Added {entries} to {place}.") if write else _("Nothing has been written yet. To add {entries}: --write")
    )
    return template.format(entries=entries, place=f"{ledger}:{outcome.line}")


class _Difference(NamedTuple):
    """A cell that differs from the ledger."""

    change: RowChange
    key: str
    before: str
    after: str


def _columns(_: Translator) -> list[Column[_Difference]]:
    def words(key: str, value: str) -> str:
        return _(STATE_WORDS[value]) if key == "state" and value else value

    return [
        Column(_("task"), lambda row: row.change.share.name, "id"),
        Column(_("day"), lambda row: row.change.after.on, "day"),
        Column(_("column"), lambda row: _(BY_KEY[row.key].label)),
        Column(_("in the ledger"), lambda row: words(row.key, row.before)),
        Column(_("in the workbook"), lambda row: words(row.key, row.after)),
        Column(_("recorded by"), lambda row: row.change.entry.entry.by, optional=True),
        Column(_("place"), lambda row: row.change.row.cell(row.key)),
    ]


def _differences(changes: Iterable[RowChange]) -> Iterator[_Difference]:
    """Each cell that differs from the ledger; the day where only the day of a row is new. Of a search in vain, the day
    of the search before, and what was looked for."""
    for change in changes:
        if change.is_search:
            check = change.entry.entry
            words = "\n".join(split_list(check.searched or ""))
            yield _Difference(change, "none_found", change.share.task.checked or "", str(check.checked))
            yield _Difference(change, "search", "", words)
            if check.note:
                yield _Difference(change, "note", "", check.note)
            continue
        if change.is_figure:
            yield _Difference(change, "actual", "", change.row.text("actual"))
            continue
        cells = [_Difference(change, key, getattr(change.before, key), getattr(change.after, key)) for key in OPEN]
        different = [
            cell for cell in cells
            if cell.key != "on" and cell.before != cell.after and (cell.after or cell.key != "state")
        ]  # fmt: skip
        yield from different or (cell for cell in cells if cell.key == "on")


# What entries have had since later stands last, so that the places of the others stay.
_FIRST = next(at for at, field in enumerate(ENTRY_FIELDS, 1) if field.key == "entry_row")
_FIELDS = (
    Field("place"), Field("task"), *ENTRY_FIELDS[:_FIRST], *(Field(f"before_{key}") for key in OPEN),
    *ENTRY_FIELDS[_FIRST:],
)  # fmt: skip


def _entry_rows(changes: Iterable[RowChange]) -> Iterator[Row]:
    for change in changes:
        before = [getattr(change.before, key) for key in OPEN]
        values = entry_values(change.entry.entry)
        yield change.row.cell("task"), change.share.task.id, *values[:_FIRST], *before, *values[_FIRST:]


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
        "searches": sum(change.is_search for change in reading.changes),
    }  # fmt: skip
