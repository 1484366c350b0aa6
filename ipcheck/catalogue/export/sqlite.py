"""One SQLite file, with keys and indexes. Flags are 0 and 1, days are ISO text, lists are JSON."""

import errno
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from ipcheck.catalogue.conditions import placeholders
from ipcheck.catalogue.export.csv import as_json_list
from ipcheck.catalogue.export.layout import BY_NAME, TABLES, VERSION, Table
from ipcheck.catalogue.export.rows import Named

FILE = "ipcheck.sqlite3"

_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN", "date": "DATE", "list": "TEXT"}
_BATCH = 500  # rows that are inserted together


def write(folder: str, rows: Iterable[Named]) -> None:
    """Write the file into `folder`. Raises OSError."""
    path = os.path.join(folder, FILE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with _as_os_error(path):
            # nobody sees the file before it is complete, so no rollback is needed
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            for table in TABLES:
                connection.execute(_create_table(table))
        batches: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for name, row in rows:
            batches[name].append(row)
            if len(batches[name]) == _BATCH:
                _insert(connection, BY_NAME[name], batches.pop(name), path)
        for name, batch in batches.items():
            _insert(connection, BY_NAME[name], batch, path)
        with _as_os_error(path):
            for statement in (sql for table in TABLES for sql in _create_indexes(table)):
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
        cells[place] = as_json_list(cells[place])
    return cells


def _create_table(table: Table) -> str:
    """The statement that creates a table, with its primary key where no column of the key may be empty."""
    columns = [
        f'"{column.name}" {_TYPES[column.kind]}{"" if column.empty else " NOT NULL"}' for column in table.columns
    ]
    key = [] if _has_nullable_key(table) else [f"PRIMARY KEY ({', '.join(table.key)})"]
    return f"CREATE TABLE {table.name} ({', '.join([*columns, *key])})"


def _create_indexes(table: Table) -> Iterator[str]:
    """The statements that create the indexes of a table, with its key where a column of the key may be empty."""
    if _has_nullable_key(table):  # for SQLite, two keys with NULL are never the same
        empty = {column.name for column in table.columns if column.empty}
        parts = [f"ifnull({name}, '')" if name in empty else name for name in table.key]
        yield f"CREATE UNIQUE INDEX {table.name}_key ON {table.name} ({', '.join(parts)})"
    for names in table.indexes:
        yield f"CREATE INDEX {table.name}_by_{'_'.join(names)} ON {table.name} ({', '.join(names)})"


def _has_nullable_key(table: Table) -> bool:
    return any(column.empty for column in table.columns if column.name in table.key)


@contextmanager
def _as_os_error(path: str) -> Iterator[None]:
    """Raise OSError in place of an OperationalError of SQLite: ENOSPC where the disk is full, else EIO."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), path) from None
