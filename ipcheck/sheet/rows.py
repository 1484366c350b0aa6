"""The rows of workbooks that came back: columns are found by their headings, unreadable cells are reported."""

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
from ipcheck.reports.shared.labels import STATE_WORDS
from ipcheck.reports.shared.value_words import near, value_meant
from ipcheck.sheet.columns import (
    AS_SENT_OUT,
    BY_KEY,
    CHOICES,
    ENGLISH,
    EXPLANATIONS,
    OPEN,
    RATES,
    SENT_OUT,
    SUMMARY_BEFORE,
    headings_by_spelling,
    spellings,
    words_for_none_found,
)
from ipcheck.sheet.row_state import ON_ONE_LINE, TEXTS, RowState

_NOTHING = "unknown"  # the state of a task of which nothing is recorded
_STATES = (*CHOICES, _NOTHING)
_FIRST_DAY = date(1990, 1, 1)  # no plan of the field is older
_SEARCHED = 50  # rows from the top that are searched for the headings
_WHO = ("office", "person")  # the columns that say who reports
_OF_SEARCH = ("search", "none_found")  # the columns of the worklist that say what was looked for in vain
_FIGURE = "actual"  # the column for a figure that was reached
_DAY_WITHOUT_YEAR = re.compile("([0-9]{1,2})月([0-9]{1,2})日?")


class ReturnedRow(NamedTuple):
    """A row that came back. `values` are its cells by the key of their column. `sheet` is its place as file!sheet,
    `number` its number there, and `columns` holds the number of each column by its key (numbers count from 1)."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[str, Value]

    @property
    def id(self) -> str:
        """The text in the column of ids, with single spaces."""
        return " ".join(self.text("task").split())

    @property
    def file(self) -> str:
        """The file that the row is from."""
        return self.sheet.rpartition("!")[0]

    def cell(self, key: str) -> str:
        """The name of the row's cell in a column: file!sheet!B7. Where the sheet lacks the column, its id's cell."""
        return f"{self.sheet}!{cell_name(self.number, self.columns.get(key, self.columns['task']))}"

    def finding(self, key: str, message: str, rule: str = "sheet") -> CellFinding:
        """An error about the row's cell in a column, or about its id where the sheet lacks the column."""
        column = self.columns.get(key, self.columns["task"])
        return CellFinding(self.sheet, self.number, column, "error", rule, message)

    def text(self, key: str) -> str:
        """The value in a column as a text without spaces around it; columns that hold one line get ； for line ends."""
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
    """A workbook that came back. `sent` holds the rows as they were sent out, by folded id; empty where the workbook
    does not keep them in full. `warnings` holds remarks on its sheets and columns, as (place, message)."""

    path: str
    rows: Sequence[ReturnedRow]
    sent: Mapping[str, ReturnedRow]
    warnings: Sequence[tuple[str, str]]


class _Head(NamedTuple):
    """Where the headings of a sheet are: their row (from 0), and the columns (from 1) by key. `others` are the columns
    whose heading is unknown, a repetition or empty."""

    row: int
    columns: Mapping[str, int]
    others: Sequence[int]


def read_file(path: str, _: Translator) -> ReturnedFile:
    """Read the workbook or CSV file at `path`. Raises UsageError where no visible sheet has the headings."""
    grids = read_grids(path, _)
    heads = {grid.sheet: head for grid in grids if (head := _head(grid))}
    readable = [grid for grid in grids if grid.sheet in heads and not grid.hidden]
    if not readable:
        template = _("{path}: no sheet has the headings {task} and any of {names}; was it made by ipcheck sheet?")
        names = _.join([_(BY_KEY[key].label) for key in OPEN])
        raise UsageError(template.format(path=path, task=_(BY_KEY["task"].label), names=names))
    sent_rows = [row for grid in grids for row in _sent_out(path, grid)]
    complete = all(key in row.columns for row in sent_rows for key in OPEN)
    rows = [row for grid in readable for row in _rows(path, grid, heads[grid.sheet])]
    warnings = [remark for grid in grids for remark in _not_read(path, grid, heads.get(grid.sheet), _)]
    if not complete:
        warnings.append(
            (sent_rows[0].sheet, _("columns are missing here, so the rows are compared with the ledger alone"))
        )
    return ReturnedFile(path, rows, {fold(row.id): row for row in sent_rows} if complete else {}, warnings)


def _not_read(path: str, grid: Grid, head: _Head | None, _: Translator) -> Iterator[tuple[str, str]]:
    """Remarks, as (place, message), on filled sheets and columns that are not read, and on columns that are gone."""
    place = f"{path}!{grid.sheet}"
    own_names = [form for name in (RATES, EXPLANATIONS, AS_SENT_OUT) for form in spellings(name, name)]
    if head is None:
        if fold(grid.sheet) not in own_names and any(value is not None for row in grid.rows for value in row):
            yield place, _("this sheet was not read")
        return
    if grid.hidden:
        yield place, _("this hidden sheet was not read")
        return
    missing = [_(BY_KEY[key].label) for key in OPEN if key not in head.columns]
    if missing:
        yield (
            place,
            _("columns missing: {names}; what they contained stays as it is").format(names=_.join(missing)),
        )
    for column in head.others:
        if any(column <= len(row) and row[column - 1] is not None for row in grid.rows[head.row + 1 :]):
            template = _("the column {name} does not belong to the ledger, or appears twice; it was not read")
            name, letters = grid.rows[head.row][column - 1], cell_name(1, column)[:-1]
            yield f"{place}!{cell_name(head.row + 1, column)}", template.format(name=visible(str(name or letters)))


def _head(grid: Grid) -> _Head | None:
    """Find the headings of a sheet; None where it has none. Of two columns with one heading the first counts."""
    keys, english_forms = headings_by_spelling(), spellings(ENGLISH, SUMMARY_BEFORE)
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        columns: dict[str, int] = {}
        others = []
        for column, value in enumerate(row, 1):
            form = fold(value) if isinstance(value, str) else ""
            if form in keys and keys[form] not in columns:
                columns[keys[form]] = column
            elif form not in english_forms:
                others.append(column)
        if "task" in columns and any(key in columns for key in OPEN):
            return _Head(number, columns, others)
    return None


def _rows(path: str, grid: Grid, head: _Head) -> list[ReturnedRow]:
    """The rows below the headings that name a task, or in which an office has filled in something."""
    rows = []
    for number, row in enumerate(grid.rows[head.row + 1 :], head.row + 2):
        values = _values(row, head.columns)
        if fold(str(values.get("task"))) in spellings(BY_KEY["task"].label, "task"):
            continue  # the headings again, as at the top of every printed page
        if any(values.get(key) is not None for key in ("task", "state", *TEXTS, "none_found", _FIGURE)):
            rows.append(ReturnedRow(f"{path}!{grid.sheet}", number, head.columns, values))
    return rows


def _values(row: Sequence[Value], columns: Mapping[str, int]) -> dict[str, Value]:
    values = {key: row[column - 1] for key, column in columns.items() if column <= len(row)}
    return {key: None if isinstance(value, str) and not value.strip() else value for key, value in values.items()}


def _sent_out(path: str, grid: Grid) -> Iterator[ReturnedRow]:
    """The rows as they were sent out, from the sheet that keeps them: its column of ids has a heading of its own."""
    heads, keys = spellings(SENT_OUT, SENT_OUT), headings_by_spelling()
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        first = next((at for at, value in enumerate(row) if isinstance(value, str) and fold(value) in heads), None)
        if first is None:
            continue
        columns = {"task": first + 1}
        for column, value in enumerate(row[first + 1 :], first + 2):
            if isinstance(value, str) and (key := keys.get(fold(value))):
                columns[key] = column
        for row_number, values in enumerate(grid.rows[number + 1 :], number + 2):
            cells = _values(values, columns)
            if cells.get("task") is not None:
                yield ReturnedRow(f"{path}!{grid.sheet}", row_number, columns, cells)
        return


class UnderstoodRow(NamedTuple):
    """The office's columns of a row: texts and state by key (missing columns are left out), and the day as ISO text, or
    the month or year that an entry of the ledger may have instead. `none_found` says whether nothing was found, and
    `searched_on` the day (ISO text) that the column gives for the search, where it gives one. `actual` is the text of
    the column for a figure that was reached."""

    values: Mapping[str, str]
    on: str
    none_found: bool = False
    searched_on: str = ""
    actual: str = ""


def understand_row(row: ReturnedRow, today: date, _: Translator) -> tuple[UnderstoodRow, list[Finding]]:
    """Read the office's columns of a row, and report the cells that cannot be read. A day without a year is the latest
    such day up to `today`."""
    findings: list[Finding] = []
    values: dict[str, str] = {}
    for key in ("state", *TEXTS, *_WHO, *_OF_SEARCH, _FIGURE):
        if message := _fault(key, row, _):
            findings.append(row.finding(key, message))
        if key in row.columns and key not in (*_WHO, *_OF_SEARCH, _FIGURE):
            values[key] = row.text(key)
    if "state" in values:
        values["state"] = _state(values["state"])
    day = _span_in(row, today)
    if day is None:
        findings.append(row.finding("on", no_day(row, _)))
    said = words_for_none_found().get(fold(row.text("none_found")))
    searched_on = "" if said is not None else day_in(row.values.get("none_found"), today)
    if searched_on is None and not isinstance(row.values.get("none_found"), Broken):
        template = _("“{text}” is neither yes nor a date; if nothing was found, write yes or a date such as 2025-03-01")
        findings.append(row.finding("none_found", template.format(text=row.text("none_found")[:30])))
    none_found, actual = bool(said or searched_on), row.text(_FIGURE)
    return UnderstoodRow(values, day or "", none_found, searched_on or "", actual), findings


def no_day(row: ReturnedRow, _: Translator) -> str:
    """The complaint about a cell that should hold a day."""
    return _("cannot read “{text}” as a date; write 2025-03-01").format(text=row.text("on")[:30])


def as_sent(row: ReturnedRow) -> RowState:
    """What the office's columns held in a row that was sent out."""
    texts = {key: row.text(key) for key in TEXTS}
    return RowState(_state(row.text("state")), **texts, on=_span_in(row, date.min) or "")


def _state(text: str) -> str:
    """The state that a word names, empty for the one that means that nothing is recorded. A word that names none is
    kept as it is, so that a complaint can quote it."""
    state = value_meant(text, _STATES, "state") or text
    return "" if state == _NOTHING else state


def _fault(key: str, row: ReturnedRow, _: Translator) -> str | None:
    value, text = row.values.get(key), row.text(key)
    if isinstance(value, Broken):
        return _("the cell contains an error ({text}) instead of a value").format(text=text)
    if (at := hidden_character(text)) is not None:
        return _("control or bidirectional character U+{code:04X}; remove it").format(code=ord(text[at]))
    if key == "state" and text and not value_meant(text, _STATES, "state"):
        choices = _.join([_(STATE_WORDS[name]) for name in CHOICES])
        nearest = [_(STATE_WORDS[name]) for name in near(text, CHOICES, "state")]
        said = _("cannot read “{text}” as a state; choose from {known}").format(text=text[:30], known=choices)
        return said + _.did_you_mean(nearest)
    return None


def day_in(value: Any, today: date) -> str | None:
    """The day that a cell holds, as ISO text: empty for an empty cell, None for what is no day from 1990 on. A day
    without a year is the latest such day up to `today`."""
    if value is None:
        return ""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return day.isoformat() if day >= _FIRST_DAY else None
    if not isinstance(value, str) or isinstance(value, Broken):
        return None
    text = fold(value)
    if match := _DAY_WITHOUT_YEAR.fullmatch(text):
        return _latest(int(match[1]), int(match[2]), today)
    try:
        span = read_span(text, today)
    except SpanError:
        return None
    return span.first.isoformat() if span.first == span.last and span.first >= _FIRST_DAY else None


def _span_in(row: ReturnedRow, today: date) -> str | None:
    """What `day_in` finds in the column of days, or the month or year there: 2025-12, 2025."""
    day = day_in(row.values.get("on"), today)
    if day is not None or isinstance(row.values.get("on"), Broken):
        return day
    text = fold(row.text("on"))
    try:
        span = read_span(text, today)
    except SpanError:
        return None
    written = span.written
    return written if written and text.startswith(written[:4]) and span.first >= _FIRST_DAY else None


def _latest(month: int, day: int, today: date) -> str | None:
    for year in range(today.year, today.year - 9, -1):  # two leap years may lie eight years apart
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= today:
            return candidate.isoformat()
    return None
