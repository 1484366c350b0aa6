"""What an office does with the workbook that it is sent: fills in cells, with a program that knows nothing of ipcheck.

Tests, and the examples of the documentation, play the office with it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl


def fill_in(path: Path, rows: Mapping[str, Mapping[str, Any]], to: Path | None = None) -> Path:
    """Write values into cells, by the id of the row and the heading of the column, and save the workbook."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    key = next(name for name in ("任务编号", "task id") if name in columns)
    numbers = {sheet.cell(row, columns[key]).value: row for row in range(2, sheet.max_row + 1)}
    for name, values in rows.items():
        for heading, value in values.items():
            sheet.cell(numbers[name], columns[heading]).value = value
    workbook.save(to or path)
    return to or path


def cells(path: Path, sheet: int = 0) -> list[list[Any]]:
    """The values of a sheet, row by row, without empty rows at its end."""
    rows = [[_day(cell.value) for cell in row] for row in openpyxl.load_workbook(path).worksheets[sheet].iter_rows()]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return rows


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def fillings(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """What a document says is filled in: {workbook: {id of the row: {heading: value}}}, of each table of Markdown that
    follows a line <!-- filled in: WORKBOOK -->."""
    found = {}
    for name, table in re.findall(r"<!-- filled in: (\S+) -->\n\n((?:\|.*\n)+)", text):
        head, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        found[name] = {
            row[0]: {heading: value for heading, value in zip(head[1:], row[1:], strict=True) if value} for row in rows
        }
    return found
