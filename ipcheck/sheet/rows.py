"""The rows of workbooks that came back: columns found by their headings, cells understood or complained of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ipcheck.base.dates import SpanError, read_span
from ipcheck.base.errors import UsageError
from ipcheck.base.findings import CellFinding, Finding, cell_name
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold, hidden_character, visible
from ipcheck.importing.readers.workbook import Broken, Grid, Value, read_grids
from ipcheck.reports.shared.labels import GIST, STATE_WORDS
from ipcheck.sheet.columns import (
    AS_SENT_OUT,
    BY_KEY,
    CHOICES,
    EXPLANATIONS,
    OPEN,
    RATES,
    SENT_OUT,
    headings_by_spelling,
    spellings,
    states_by_spelling,
)
from ipcheck.sheet.row_state import ON_ONE_LINE, TEXTS, RowState

_FIRST_DAY = date(1990, 1, 1)  # before which no plan of these was made
_SEARCHED = 50  # rows from the top in which the headings may stand
_WHO = ("office", "person")  # who says it
_IN_A_YEAR = re.compile("([0-9]{1,2})月([0-9]{1,2})日?")


class ReturnedRow(NamedTuple):
    """A row that came back: the values of its cells by the key of their column; where it stands: `sheet` as file!sheet,
    its number, and the number of each column (both from 1)."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[str, Value]

    @property
    def id(self) -> str:
        """What stands in the column of ids, with single spaces."""
        return " ".join(self.text("task").split())

    @property
    def file(self) -> str:
        """The file that it is from."""
        return self.sheet.rpartition("!")[0]

    def cell(self, key: str) -> str:
        """The cell in a column as spreadsheets call it, with its sheet; that of the id where there is no such one."""
        return f"{self.sheet}!{cell_name(self.number, self.columns.get(key, self.columns['task']))}"

    def finding(self, key: str, said: str) -> CellFinding:
        """A complaint about the cell in a column; about that with the id where there is no such column."""
        column = self.columns.get(key, self.columns["task"])
        return CellFinding(self.sheet, self.number, column, "error", "sheet", said)

    def text(self, key: str) -> str:
        """What stands in a column as a text, without the spaces around it."""
        value = self.values.get(key)
        if value is None:
            return ""
        if type(value) is str and value.isprintable():  # one line, as nearly all are
            return value.strip()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime):
            value = value.isoformat(" ", "minutes")
        lines = [line.strip() for line in str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        on_one_line = key in (*ON_ONE_LINE, *_WHO)
        return "；".join(filter(None, lines)) if on_one_line else "\n".join(lines).strip("\n")


class ReturnedFile(NamedTuple):
    """A workbook that came back: its rows, the rows as they were sent out by their folded ids (none where nothing says
    so), and what is to be noted of its sheets and columns."""

    path: str
    rows: Sequence[ReturnedRow]
    sent: Mapping[str, ReturnedRow]
    noted: Sequence[tuple[str, str]]


class _Head(NamedTuple):
    """The row of the headings (from 0), the column of each (from 1), and the other columns that have one."""

    row: int
    columns: Mapping[str, int]
    others: Sequence[int]


def read_file(path: str, _: Translator) -> ReturnedFile:
    """The rows of the workbook or CSV file at `path`. Raises UsageError where no sheet has the headings."""
    grids = read_grids(path, _)
    heads = {grid.sheet: head for grid in grids if (head := _head(grid))}
    read = [grid for grid in grids if grid.sheet in heads and not grid.hidden]
    if not read:
        said = _("{path}: no sheet has the headings {task} and any of {names}; is it a workbook of ipcheck sheet?")
        names = _.listed([_(BY_KEY[key].label) for key in OPEN])
        raise UsageError(said.format(path=path, task=_(BY_KEY["task"].label), names=names))
    kept = [row for grid in grids for row in _sent_out(path, grid)]
    whole = all(key in row.columns for row in kept for key in OPEN)
    rows = [row for grid in read for row in _rows(path, grid, heads[grid.sheet])]
    noted = [said for grid in grids for said in _not_read(path, grid, heads.get(grid.sheet), _)]
    if not whole:
        noted.append((kept[0].sheet, _("columns are gone here, so the rows are compared with the ledger alone")))
    return ReturnedFile(path, rows, {fold(row.id): row for row in kept} if whole else {}, noted)


def _not_read(path: str, grid: Grid, head: _Head | None, _: Translator) -> Iterator[tuple[str, str]]:
    """What of a sheet is not read although something stands there, with its place."""
    place = f"{path}!{grid.sheet}"
    ours = [form for name in (RATES, EXPLANATIONS, AS_SENT_OUT) for form in spellings(name, name)]
    if head is None:
        if fold(grid.sheet) not in ours and any(value is not None for row in grid.rows for value in row):
            yield place, _("this sheet was not read")
        return
    if grid.hidden:
        yield place, _("this hidden sheet was not read")
        return
    gone = [_(BY_KEY[key].label) for key in OPEN if key not in head.columns]
    if gone:
        yield place, _("the columns {names} are gone; what they held stays as it is").format(names=_.listed(gone))
    for column in head.others:
        if any(column <= len(row) and row[column - 1] is not None for row in grid.rows[head.row + 1 :]):
            said = _("the column {name} is none of the ledger's, or stands twice; what is in it was not read")
            name, letters = grid.rows[head.row][column - 1], cell_name(1, column)[:-1]
            yield f"{place}!{cell_name(head.row + 1, column)}", said.format(name=visible(str(name or letters)))


def _head(grid: Grid) -> _Head | None:
    """The headings; None where there are none. Of two columns with one heading the first counts."""
    known, ours = headings_by_spelling(), spellings(GIST, GIST)
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        columns: dict[str, int] = {}
        others = []
        for column, value in enumerate(row, 1):
            form = fold(value) if isinstance(value, str) else ""
            if form in known and known[form] not in columns:
                columns[known[form]] = column
            elif form not in ours:
                others.append(column)
        if "task" in columns and any(key in columns for key in OPEN):
            return _Head(number, columns, others)
    return None


def _rows(path: str, grid: Grid, head: _Head) -> list[ReturnedRow]:
    """The rows below the headings that are about a task, or in which something is filled in."""
    rows = []
    for number, row in enumerate(grid.rows[head.row + 1 :], head.row + 2):
        values = _values(row, head.columns)
        if fold(str(values.get("task"))) in spellings(BY_KEY["task"].label, "task"):
            continue  # the headings once more, as on every printed page
        if any(values.get(key) is not None for key in ("task", "state", *TEXTS)):
            rows.append(ReturnedRow(f"{path}!{grid.sheet}", number, head.columns, values))
    return rows


def _values(row: Sequence[Value], columns: Mapping[str, int]) -> dict[str, Value]:
    values = {key: row[column - 1] for key, column in columns.items() if column <= len(row)}
    return {key: None if isinstance(value, str) and not value.strip() else value for key, value in values.items()}


def _sent_out(path: str, grid: Grid) -> Iterator[ReturnedRow]:
    """The rows as they were sent out: below the words for their ids, with the headings beside these."""
    words, known = spellings(SENT_OUT, SENT_OUT), headings_by_spelling()
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        first = next((at for at, value in enumerate(row) if isinstance(value, str) and fold(value) in words), None)
        if first is None:
            continue
        columns = {"task": first + 1}
        for column, value in enumerate(row[first + 1 :], first + 2):
            if isinstance(value, str) and (key := known.get(fold(value))):
                columns[key] = column
        for below, values in enumerate(grid.rows[number + 1 :], number + 2):
            said = _values(values, columns)
            if said.get("task") is not None:
                yield ReturnedRow(f"{path}!{grid.sheet}", below, columns, said)
        return


class UnderstoodRow(NamedTuple):
    """The office's columns of a row: texts and state by key (a column that is gone is left out), and the day."""

    values: Mapping[str, str]
    on: str


def understand_row(row: ReturnedRow, today: date, _: Translator) -> tuple[UnderstoodRow, list[Finding]]:
    """The office's columns, and what of them cannot be understood; days without a year are the last such before or on
    `today`."""
    findings: list[Finding] = []
    values: dict[str, str] = {}
    for key in ("state", *TEXTS, *_WHO):
        if said := _fault(key, row, _):
            findings.append(row.finding(key, said))
        if key in row.columns and key not in _WHO:
            values[key] = row.text(key)
    if "state" in values:
        values["state"] = _state(values["state"])
    day = day_in(row.values.get("on"), today)
    if day is None:
        said = _("{text} is no day that can be read; write 2025-03-01").format(text=row.text("on")[:30])
        findings.append(row.finding("on", said))
    return UnderstoodRow(values, day or ""), findings


def as_sent(row: ReturnedRow) -> RowState:
    """What the office's columns of a row that was sent out said."""
    texts = {key: row.text(key) for key in TEXTS}
    return RowState(_state(row.text("state")), **texts, on=day_in(row.values.get("on"), date.min) or "")


def _state(text: str) -> str:
    """The state that a word means; a word that means none stays, and is complained of."""
    return states_by_spelling().get(fold(text), text) if text else ""


def _fault(key: str, row: ReturnedRow, _: Translator) -> str | None:
    value, text = row.values.get(key), row.text(key)
    if isinstance(value, Broken):
        return _("the cell holds an error ({text}), no value").format(text=text)
    if (at := hidden_character(text)) is not None:
        return _("control or bidirectional character U+{code:04X}; remove it").format(code=ord(text[at]))
    if key == "state" and text and fold(text) not in states_by_spelling():
        known = _.listed([_(STATE_WORDS[name]) for name in CHOICES])
        return _("{text} is no state; there are {known}").format(text=text[:30], known=known)
    return None


def day_in(value: Any, today: date) -> str | None:
    """The day (ISO text) that a cell holds: empty for none, None for what is no day."""
    if value is None:
        return ""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return day.isoformat() if day >= _FIRST_DAY else None
    if not isinstance(value, str) or isinstance(value, Broken):
        return None
    text = fold(value)
    if found := _IN_A_YEAR.fullmatch(text):
        return _latest(int(found[1]), int(found[2]), today)
    try:
        span = read_span(text, today)
    except SpanError:
        return None
    return span.first.isoformat() if span.first == span.last and span.first >= _FIRST_DAY else None


def _latest(month: int, day: int, today: date) -> str | None:
    for year in range(today.year, today.year - 9, -1):  # two leap years may lie eight years apart
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found.isoformat()
    return None
