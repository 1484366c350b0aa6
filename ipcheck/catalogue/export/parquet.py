"""Parquet files, written by duckdb: a folder for each table. Tables about plans are partitioned by year, as in Hive."""

import errno
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any, TextIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.export.layout import TABLES, Table
from ipcheck.catalogue.export.rows import Named

_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "list": "VARCHAR[]"}
_SETTINGS: Mapping[str, str | int | bool] = {
    "memory_limit": "512MB", "threads": 1,  # a second for 300,000 tasks, and the same bytes each time
    # duckdb downloads nothing: all that is needed comes with it
    "autoinstall_known_extensions": False, "autoload_known_extensions": False,
}  # fmt: skip
_OLDEST = (1, 5)
_LONGEST_ROW = 64 * 1024 * 1024  # bytes; a data file may have 8 MB, and JSON writes some of its bytes as six


def refuse_without_duckdb(_: Translator) -> None:
    """Raise UsageError where duckdb is missing, or so old that it names partitions differently from other engines."""
    try:
        import duckdb

        installed = tuple(map(int, duckdb.__version__.split(".")[:2]))
    except ImportError:
        installed = ()
    if installed < _OLDEST:
        text = _("Parquet needs duckdb 1.5 or newer: pip install 'ipcheck[parquet]'; csv and sqlite need nothing more")
        raise UsageError(text)


def write(folder: str, rows: Iterable[Named]) -> None:
    """Write a folder for each table into `folder`. Raises OSError.

    The rows pass through a file of JSON lines for each table: in JSON, no text can be mistaken for a missing value, a
    list or the end of a row.
    """
    lines = {table.name: os.path.join(folder, f"{table.name}.jsonl") for table in TABLES}
    filled: set[str] = set()
    with ExitStack() as files:
        add = {
            table.name: _row_writer(table, files.enter_context(open(lines[table.name], "w", encoding="utf-8")))
            for table in TABLES
        }
        for name, row in rows:
            add[name](row)
            filled.add(name)
    for table in TABLES:
        _convert(table, lines[table.name], folder, table.by_year and table.name in filled)
        os.unlink(lines[table.name])


def _row_writer(table: Table, file: TextIO) -> Callable[[tuple[Any, ...]], None]:
    """The function that writes a row of a table as a line of JSON."""
    names = [column.name for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

    def add(row: tuple[Any, ...]) -> None:
        file.write(encode(dict(zip(names, row, strict=True))) + "\n")

    return add


def _convert(table: Table, lines: str, folder: str, by_year: bool) -> None:
    """Turn the lines of a table into Parquet: into partitions if `by_year`, else into one file.

    A table without rows has no partitions, so it needs the one file to hold its columns.
    """
    import duckdb  # imported here because it takes a quarter of a second

    target = os.path.join(folder, table.name)
    try:
        with duckdb.connect(config={**_SETTINGS, "temp_directory": os.path.join(folder, "spilled")}) as connection:
            rows = connection.read_json(
                lines, columns={column.name: _TYPES[column.kind] for column in table.columns},
                format="newline_delimited", maximum_object_size=_LONGEST_ROW, hive_partitioning=False,
            )  # fmt: skip
            if by_year:
                rows.write_parquet(target, compression="zstd", partition_by=["year"])
            else:
                os.mkdir(target)
                rows.write_parquet(os.path.join(target, "data_0.parquet"), compression="zstd")
    except RuntimeError as error:
        if "interrupted" not in str(error):
            raise
        raise KeyboardInterrupt from None  # duckdb catches Ctrl+C to stop its query
    except duckdb.Error as error:
        raise OSError(errno.EIO, str(error).partition("\n")[0], target) from None
