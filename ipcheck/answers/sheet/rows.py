"""The rows of workbooks that came back: columns found by their headings, cells understood or complained of."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ipcheck.answers.sheet.columns import (
    BY_KEY,
    CHOICES,
    OPEN,
    SENT_OUT,
    headings_by_spelling,
    spellings,
    states_by_spelling,
)
from ipcheck.answers.sheet.filled import ON_ONE_LINE, TEXTS
from ipcheck.answers.task_table import STATE_WORDS
from ipcheck.findings import Finding, InCell, Refused, cell_name
from ipcheck.readers.workbook import Broken, Grid, Value, read_grids
from ipcheck.spans import BadSpan, read_span
from ipcheck.text import fold, hidden_character
from ipcheck.words import Words

_SEARCHED = 50  # rows from the top in which the headings may stand
_WHO = ("office", "person")  # who says it
_IN_A_YEAR = re.compile("([0-9]{1,2})月([0-9]{1,2})日?")


class Returned(NamedTuple):
    """A row that came back: the values of its cells by the key of their column; where it stands: `sheet` as file!sheet,
    its number, and the number of each column (both from 1)."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[str, Value]

    @property
    def file(self) -> str:
        """The file that it is from."""
        return self.sheet.rpartition("!")[0]

    def cell(self, key: str) -> str:
        """The cell in a column as spreadsheets call it, with its sheet; that of the id where there is no such one."""
        return f"{self.sheet}!{cell_name(self.number, self.columns.get(key, self.columns['task']))}"

    def finding(self, key: str, said: str) -> InCell:
        """A complaint about the cell in a column; about that with the id where there is no such column."""
        column = self.columns.get(key, self.columns["task"])
        return InCell(self.sheet, self.number, column, "error", "sheet", said)

    def text(self, key: str) -> str:
        """What stands in a column as a text, without the spaces around it."""
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        lines = [line.strip() for line in str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        on_one_line = key in (*ON_ONE_LINE, *_WHO)
        return "；".join(filter(None, lines)) if on_one_line else "\n".join(lines).strip("\n")


class File(NamedTuple):
    """A workbook that came back: its rows, the ids of all rows that were sent out in it (empty where nothing says so),
    and what is to be noted: sheets that were not looked at, columns that are gone."""

    path: str
    rows: Sequence[Returned]
    sent_out: Sequence[str]
    noted: Sequence[tuple[str, str]]


def read_file(path: str, _: Words) -> File:
    """The rows of the workbook or CSV file at `path`. Raises Refused where no sheet has the headings."""
    grids = read_grids(path, _)
    heads = [(grid, head) for grid in grids if (head := _head(grid))]
    rows = [row for grid, head in heads if not grid.hidden for row in _rows(path, grid, *head)]
    if all(grid.hidden for grid, _head_of in heads):
        said = _("{path}: no sheet has the headings {task} and any of {names}; is it a workbook of ipcheck sheet?")
        names = _.listed([_(BY_KEY[key].label) for key in OPEN])
        raise Refused(said.format(path=path, task=_(BY_KEY["task"].label), names=names))
    noted = [
        *((_place(path, grid), _("this hidden sheet was not read")) for grid, _head_of in heads if grid.hidden),
        *(
            (_place(path, grid), _("the columns {names} are gone; what they held stays as it is").format(names=gone))
            for grid, (_row, columns) in heads
            if not grid.hidden and (gone := _.listed([_(BY_KEY[key].label) for key in OPEN if key not in columns]))
        ),
    ]
    return File(path, rows, [name for grid in grids for name in _sent_out(grid)], noted)


def _place(path: str, grid: Grid) -> str:
    return f"{path}!{grid.sheet}"


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the headings (from 0) and the column of each (from 1); None where there is none. Of two columns with
    one heading the first counts."""
    known = headings_by_spelling()
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        columns: dict[str, int] = {}
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and (key := known.get(fold(value))):
                columns.setdefault(key, column)
        if "task" in columns and any(key in columns for key in OPEN):
            return number, columns
    return None


def _rows(path: str, grid: Grid, head: int, columns: Mapping[str, int]) -> list[Returned]:
    """The rows below the headings that are about a task, or in which something is filled in."""
    rows = []
    for number, row in enumerate(grid.rows[head + 1 :], head + 2):
        values = {key: row[column - 1] for key, column in columns.items() if column <= len(row)}
        values = {key: None if isinstance(value, str) and not value.strip() else value for key, value in values.items()}
        if fold(str(values.get("task"))) in spellings(BY_KEY["task"].label, "task"):
            continue  # the headings once more, as on every printed page
        if any(values.get(key) is not None for key in ("task", *OPEN)):
            rows.append(Returned(_place(path, grid), number, columns, values))
    return rows


def _sent_out(grid: Grid) -> list[str]:
    """The ids below the words for them, down to the first empty cell."""
    words = spellings(SENT_OUT, SENT_OUT)
    for number, row in enumerate(grid.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and fold(value) in words:
                below = [other[column] if column < len(other) else None for other in grid.rows[number + 1 :]]
                end = next((index for index, each in enumerate(below) if each is None), len(below))
                return [" ".join(str(each).split()) for each in below[:end]]
    return []


class Understood(NamedTuple):
    """The office's columns of a row: texts and state by key (a column that is gone is left out), and the day."""

    values: Mapping[str, str]
    on: str


def understood(row: Returned, today: date, _: Words) -> tuple[Understood, list[Finding]]:
    """The office's columns, and what of them cannot be understood; days without a year are the last such before or on
    `today`."""
    findings: list[Finding] = []
    values: dict[str, str] = {}
    for key in ("state", *TEXTS, *_WHO):
        if said := _fault(key, row, _):
            findings.append(row.finding(key, said))
        if key in row.columns and key not in _WHO:
            values[key] = row.text(key)
    state = values.get("state", "")
    if "state" in values and not findings:
        values["state"] = states_by_spelling()[fold(state)] if state else ""
    day = day_in(row.values.get("on"), today)
    if day is None:
        said = _("{text} is no day that can be read; write 2025-03-01").format(text=row.text("on")[:30])
        findings.append(row.finding("on", said))
    return Understood(values, day or ""), findings


def _fault(key: str, row: Returned, _: Words) -> str | None:
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
        return value.isoformat()
    if not isinstance(value, str) or isinstance(value, Broken):
        return None
    text = fold(value)
    if found := _IN_A_YEAR.fullmatch(text):
        return _latest(int(found[1]), int(found[2]), today)
    try:
        span = read_span(text, today)
    except BadSpan:
        return None
    return span.first.isoformat() if span.first == span.last else None


def _latest(month: int, day: int, today: date) -> str | None:
    for year in range(today.year, today.year - 9, -1):  # two leap years may lie eight years apart
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found.isoformat()
    return None
