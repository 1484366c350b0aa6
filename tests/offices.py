"""What an office does with the workbook that it is sent: fills in cells, in a program that knows nothing of ipcheck."""

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
