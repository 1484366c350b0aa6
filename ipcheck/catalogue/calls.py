"""Calls that the catalogue remembers: which files count, and in which order (`catalogue.effective` decides that).

So the next call with the same files need not look up each file.
"""

import sqlite3
from array import array
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from ipcheck.datafiles.discovery import DataFile, program_stamp

_KEPT = 4  # how many calls are remembered


class Call(NamedTuple):
    """The row ids of a call's files: `files` has all in their order, `ranked` those that count, in the order of rank.

    `replaced` has the ids of the shipped plans that the user's own plans replace.
    """

    files: Sequence[int]
    ranked: Sequence[int]
    replaced: Sequence[str]


class RememberedCall(NamedTuple):
    """A remembered call: its `own` row id, and the row ids of its files, `ids`, as a text separated by spaces."""

    own: int
    ids: str
    replaced: Sequence[str]

    @property
    def files(self) -> Sequence[int]:
        """The row ids of the call's files, in their order."""
        return list(map(int, self.ids.split()))


def find_call(connection: sqlite3.Connection, stamps: bytes) -> RememberedCall | None:
    """The remembered call with exactly these `stamps`; None where there is none."""
    sql = "SELECT id, ids, replaced FROM calls WHERE key = ? AND stamps = ?"
    row = connection.execute(sql, (crc32(stamps), stamps)).fetchone()
    return RememberedCall(row[0], row[1], row[2].split()) if row else None


def remember_call(connection: sqlite3.Connection, stamps: bytes, call: Call) -> None:
    """Store the files of a call and their ranks, and delete all but the newest remembered calls."""
    row_id = connection.execute(
        "INSERT INTO calls (key, stamps, ids, replaced) VALUES (?, ?, ?, ?)",
        (crc32(stamps), stamps, " ".join(map(str, call.files)), " ".join(call.replaced)),
    ).lastrowid
    connection.execute("INSERT INTO ranked SELECT ?, key, value FROM json_each(?)", (row_id, _json_list(call.ranked)))
    connection.execute("DELETE FROM calls WHERE id <= ?", (int(row_id or 0) - _KEPT,))


def forget_stale_calls(connection: sqlite3.Connection) -> None:
    """Delete the remembered calls whose files are no longer all in the catalogue."""
    file_ids = {row_id for (row_id,) in connection.execute("SELECT id FROM files")}
    for row_id, ids in connection.execute("SELECT id, ids FROM calls").fetchall():
        if not file_ids.issuperset(map(int, ids.split())):
            connection.execute("DELETE FROM calls WHERE id = ?", (row_id,))


def stamps_of(files: Sequence[DataFile]) -> bytes:
    """All that decides which rows answer a call, as bytes, which are fast to make and to compare.

    They hold the state of the program, and each file's path, role, time, size, and whether it is shipped.
    """
    texts = [program_stamp(), *(f"{file.path}\0{file.role}" for file in files)]
    numbers = array("q", [file.mtime for file in files])
    numbers.extend(file.size for file in files)
    numbers.extend(file.shipped for file in files)
    return "\0".join(texts).encode(errors="surrogateescape") + b"\0" + numbers.tobytes()


def _json_list(ids: Sequence[int]) -> str:
    """Row ids as a JSON list, because a query cannot have thousands of parameters."""
    return f"[{','.join(map(str, ids))}]"


def activate(connection: sqlite3.Connection, call: Call | RememberedCall) -> None:
    """Create the temporary table `active` (file, rank) with the files that count in this call."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TEMP TABLE active (file INTEGER PRIMARY KEY, rank INTEGER NOT NULL)")
    if isinstance(call, RememberedCall):
        of_call = "SELECT file, rank FROM ranked WHERE call = ? ORDER BY file"
        connection.execute(f"INSERT INTO active {of_call}", (call.own,))
    else:
        connection.execute("INSERT INTO active SELECT value, key FROM json_each(?)", (_json_list(call.ranked),))
