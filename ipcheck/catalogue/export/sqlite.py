"""One SQLite file with keys and indexes; flags are 0 and 1, days ISO text, lists JSON."""

import errno
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from ipcheck.catalogue.conditions import placeholders
from ipcheck.catalogue.export.csv import listed
from ipcheck.catalogue.export.layout import BY_NAME, TABLES, VERSION, Table
from ipcheck.catalogue.export.rows import Named

FILE = "ipcheck.sqlite3"

_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN", "date": "DATE", "list": "TEXT"}
_BATCH = 500  # rows that are inserted at once


def write(folder: str, rows: Iterable[Named]) -> None:
    """The file in `folder`. Raises OSError."""
    path = os.path.join(folder, FILE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with _as_os_error(path):
            # nobody sees the file until it is whole, so there is nothing to roll back to
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            for table in TABLES:
                connection.execute(_created(table))
        waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for name, row in rows:
            waiting[name].append(row)
            if len(waiting[name]) == _BATCH:
                _insert(connection, BY_NAME[name], waiting.pop(name), path)
        for name, batch in waiting.items():
            _insert(connection, BY_NAME[name], batch, path)
        with _as_os_error(path):
            for statement in (each for table in TABLES for each in _indexed(table)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, table: Table, rows: list[tuple[Any, ...]], path: str) -> None:
    lists = table.places("list")
    with _as_os_error(path):
        connection.executemany(
            f"INSERT INTO {table.name} VALUES ({placeholders(table.columns)})", (_cells(row, lists) for row in rows)
        )


def _cells(row: tuple[Any, ...], lists: list[int]) -> list[Any]:
    cells = list(row)
    for place in lists:
        cells[place] = listed(cells[place])
    return cells


def _created(table: Table) -> str:
    columns = [
        f'"{column.name}" {_TYPES[column.kind]}{"" if column.empty else " NOT NULL"}' for column in table.columns
    ]
    key = [] if _keys_may_be_empty(table) else [f"PRIMARY KEY ({', '.join(table.key)})"]
    return f"CREATE TABLE {table.name} ({', '.join([*columns, *key])})"


def _indexed(table: Table) -> Iterator[str]:
    if _keys_may_be_empty(table):  # SQLite takes two keys without a value for different ones
        empty = {column.name for column in table.columns if column.empty}
        parts = [f"ifnull({name}, '')" if name in empty else name for name in table.key]
        yield f"CREATE UNIQUE INDEX {table.name}_key ON {table.name} ({', '.join(parts)})"
    for names in table.indexes:
        yield f"CREATE INDEX {table.name}_by_{'_'.join(names)} ON {table.name} ({', '.join(names)})"


def _keys_may_be_empty(table: Table) -> bool:
    return any(column.empty for column in table.columns if column.name in table.key)


@contextmanager
def _as_os_error(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), path) from None
