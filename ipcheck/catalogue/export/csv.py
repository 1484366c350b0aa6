"""CSV for engines: UTF-8 without a BOM, a header, an empty cell for a missing value, true and false, lists as JSON.

A text that begins with = is written as it is, and spreadsheets would run it; `ipcheck.formats.csv` is for spreadsheets.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any, TextIO

from ipcheck.catalogue.export.layout import TABLES, Table
from ipcheck.catalogue.export.rows import Named

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def write(folder: str, rows: Iterable[Named]) -> None:
    """Write one file for each table into `folder`. Raises OSError."""
    with ExitStack() as files:
        add = {
            table.name: _row_writer(table, files.enter_context(open(path, "w", encoding="utf-8", newline="")))
            for table in TABLES
            for path in [os.path.join(folder, f"{table.name}.csv")]
        }
        for table, row in rows:
            add[table](row)


def _row_writer(table: Table, file: TextIO) -> Callable[[tuple[Any, ...]], None]:
    """Write the header of a table, and return the function that writes a row."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    flags, lists = table.places("boolean"), table.places("list")

    def add(row: tuple[Any, ...]) -> None:
        cells = list(row)
        for place in flags:
            cells[place] = _FLAGS[cells[place]]
        for place in lists:
            cells[place] = as_json_list(cells[place])
        writer.writerow(cells)

    return add


_FLAGS = {True: "true", False: "false", None: ""}


def as_json_list(texts: list[str]) -> str:
    """A list as JSON, because its texts may contain any separator."""
    return _ENCODE(texts) if texts else "[]"
