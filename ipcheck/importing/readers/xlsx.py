"""Workbooks (.xlsx) as pieces: the tables of tasks in their sheets, each cell as it is shown."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from ipcheck.importing.readers.table_rows import SheetRow, clean_cell, head_of, pieces_of, without_empty
from ipcheck.importing.readers.workbook import Broken, Grid, Value, read_workbook, value_of

# What Excel itself calls sheets.
_DEFAULT_NAME = re.compile("(?i)(?:sheet|工作表|表)[0-9 ()（）]*")
# Formats of days that a file names by number alone (ECMA-376, 18.8.30, for Chinese): months, and days without a year.
_MONTHS, _WITHOUT_YEAR = frozenset((17, 27, 36, 50, 52, 57)), frozenset((16, 28, 29, 51, 53, 54, 58))
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PLACES = re.compile("0\\.(0+)(?:_ ?)?")


def read_xlsx(data: bytes, path: str, _: Translator) -> ReadDocument:
    """Read the visible sheets of a workbook. Where some of them have a head as tables of tasks have, tables without one
    are left out, and the names of several sheets are headings. Raises UsageError as `read_workbook` does, and for a
    workbook without text."""
    grids = read_workbook(data, path, _, value=_shown, across=True)
    numbers = count(1)  # of rows, through all sheets
    sheets = [(grid, without_empty([_row(row, next(numbers)) for row in grid.rows])) for grid in grids]
    hidden = [grid.sheet for grid, rows in sheets if grid.hidden and rows]
    sheets = [(grid, rows) for grid, rows in sheets if rows and not grid.hidden]
    if not sheets:
        message = _("{path}: the workbook contains no text")
        raise UsageError(message.format(path=path))
    tables = [grid.sheet for grid, rows in sheets if head_of(rows) is not None]
    strange = [grid.sheet for grid, rows in sheets if tables and grid.sheet not in tables and not _is_prose(rows)]
    pieces: list[Piece] = []
    for grid, rows in sheets:
        if grid.sheet not in strange:
            names_part = len(tables) > 1 and not _DEFAULT_NAME.fullmatch(grid.sheet.strip())
            pieces += pieces_of(rows, clean_cell(grid.sheet) if names_part else "")
    return ReadDocument(pieces, "row", notes=_notes(grids, hidden, strange, _))


def _row(values: Sequence[Value], at: int) -> SheetRow:
    return SheetRow(tuple(clean_cell(str(value)) if value is not None else "" for value in values), at)


def _is_prose(rows: Sequence[SheetRow]) -> bool:
    """Whether each row of a sheet is a single text."""
    return all(len({cell for cell in row.cells if cell}) == 1 for row in rows)


def _notes(grids: Sequence[Grid], hidden: list[str], strange: list[str], _: Translator) -> list[str]:
    """Remarks for the user: what was left out, and cells that show an error."""
    notes = []
    if hidden:
        notes.append(_("Hidden sheets are left out: {names}.").format(names=_.join_some(hidden)))
    if strange:
        notes.append(
            _("Sheets without a header row (任务, 责任单位 …) are left out: {names}.").format(
                names=_.join_some(strange)
            )
        )
    broken = sum(isinstance(cell, Broken) for grid in grids if not grid.hidden for row in grid.rows for cell in row)
    if broken:
        notes.append(_.many("{n} cell shows an error instead of its value.",
                            "{n} cells show an error instead of their values.", broken))  # fmt: skip
    return notes


def _shown(cell: Any, epoch: datetime) -> str | None:
    """The text that a cell shows. Of a day, what its format shows: a month without a day means its end."""
    value = value_of(cell, epoch)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _shown_day(value, cell)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        places = _PLACES.fullmatch(cell.number_format or "")
        return f"{value:.{len(places[1])}f}" if places else f"{value:.15g}"
    return value if value is None or isinstance(value, str) else str(value)


def _shown_day(day: date, cell: Any) -> str:
    """A day with those of year, month and day that the format of its cell shows."""
    number, pattern = cell._style.numFmtId, _LITERAL.sub("", cell.number_format or "").partition(";")[0].lower()
    if number in _MONTHS or ("d" not in pattern and "m" in pattern and "y" in pattern):
        return f"{day.year}年{day.month}月"
    if number in _WITHOUT_YEAR or ("y" not in pattern and "m" in pattern and "d" in pattern):
        return f"{day.month}月{day.day}日"
    if "y" in pattern and "m" not in pattern and "d" not in pattern:
        return f"{day.year}年"
    return f"{day.year}年{day.month}月{day.day}日"
