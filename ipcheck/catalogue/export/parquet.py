"""Parquet by duckdb: a folder for each table; those about plans are partitioned by year as Hive does it."""

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
    # nothing is fetched: what is needed comes with duckdb
    "autoinstall_known_extensions": False, "autoload_known_extensions": False,
}  # fmt: skip
_OLDEST = (1, 5)
_LONGEST_ROW = 64 * 1024 * 1024  # bytes; a data file may have eight million, some of which JSON writes as six


def refuse_without_duckdb(_: Translator) -> None:
    """Raises UsageError where duckdb is not installed, or so old that it names partitions as nobody else does."""
    try:
        import duckdb

        known = tuple(map(int, duckdb.__version__.split(".")[:2]))
    except ImportError:
        known = ()
    if known < _OLDEST:
        said = _("Parquet needs duckdb 1.5 or newer: pip install 'ipcheck[parquet]'; csv and sqlite need nothing more")
        raise UsageError(said)


def write(folder: str, rows: Iterable[Named]) -> None:
    """A folder for each table in `folder`. Raises OSError.

    The rows pass through a file of JSON lines for each table, in which no text can be taken for a missing value, a
    list or the end of a row.
    """
    lines = {table.name: os.path.join(folder, f"{table.name}.jsonl") for table in TABLES}
    filled: set[str] = set()
    with ExitStack() as files:
        add = {
            table.name: _adding(table, files.enter_context(open(lines[table.name], "w", encoding="utf-8")))
            for table in TABLES
        }
        for name, row in rows:
            add[name](row)
            filled.add(name)
    for table in TABLES:
        _convert(table, lines[table.name], folder, table.by_year and table.name in filled)
        os.unlink(lines[table.name])


def _adding(table: Table, file: TextIO) -> Callable[[tuple[Any, ...]], None]:
    names = [column.name for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

    def add(row: tuple[Any, ...]) -> None:
        file.write(encode(dict(zip(names, row, strict=True))) + "\n")

    return add


def _convert(table: Table, lines: str, folder: str, by_year: bool) -> None:
    """Turn the lines of a table into Parquet. One without a row is no partition: its one file holds its columns."""
    import duckdb  # a quarter of a second, and only here

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
        raise KeyboardInterrupt from None  # which duckdb caught to stop its query
    except duckdb.Error as error:
        raise OSError(errno.EIO, str(error).partition("\n")[0], target) from None
