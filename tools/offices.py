"""What an office does with a workbook of `ipcheck sheet`: fills in cells, by openpyxl, with which ipcheck writes none.

Tests, benchmarks and the examples of the documentation play the part of the office with these functions.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl


def fill_in(path: Path, rows: Mapping[str, Mapping[str, Any]], to: Path | None = None) -> Path:
    """Write values into the cells of a workbook's first sheet, by the id of the row and the heading of the column, and
    save it as `to` (or in its place). Returns the path of the saved workbook."""
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
    """The values of a sheet (counted from 0), row by row, without empty rows at its end."""
    rows = [[_day(cell.value) for cell in row] for row in openpyxl.load_workbook(path).worksheets[sheet].iter_rows()]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return rows


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def fillings(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """What a document shows as filled in: {workbook: {id of the row: {heading: value}}}. It is shown by tables in
    Markdown that follow a line <!-- filled in: WORKBOOK -->."""
    by_workbook = {}
    for name, table in re.findall(r"<!-- filled in: (\S+) -->\n\n((?:\|.*\n)+)", text):
        head, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        by_workbook[name] = {
            row[0]: {heading: value for heading, value in zip(head[1:], row[1:], strict=True) if value} for row in rows
        }
    return by_workbook
