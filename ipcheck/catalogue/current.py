"""Which files are current in the catalogue, and what their rows depend on beside themselves."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

from ipcheck.datafiles.discovery import ASSIGNMENTS, GIST, LEDGER, LINKS, PLAN, REGISTRIES, DataFile, program_stamp

CATALOGUED = (PLAN, LINKS, LEDGER, GIST, ASSIGNMENTS, *REGISTRIES)
_OF_PLANS = (LINKS, LEDGER, GIST, ASSIGNMENTS)  # which speak of plans

Dependencies = Callable[[DataFile], str]


class FileComparison(NamedTuple):
    """What a look at the catalogue has shown: the row ids of the files that are current, by path; those that must be
    compiled; the version of the file that was seen (it changes when another process writes)."""

    known: dict[str, int]
    todo: Sequence[DataFile]
    version: int

    def ids(self, files: Sequence[DataFile]) -> dict[int, DataFile]:
        """The files by row id, in their order."""
        return {self.known[file.path]: file for file in files if file.path in self.known}


def dependencies_of(files: Sequence[DataFile]) -> Dependencies:
    """What the rows of a file depend on beside itself: this program, of plans also the registries, and of the user's
    links, summaries and ledgers the plans that they speak of (what is shipped is checked before it is shipped)."""
    program = program_stamp()
    own = {PLAN: f"{program}; {_stamps(files, REGISTRIES)}"}
    shipped = own.copy()
    if any(file.role in _OF_PLANS and not file.shipped for file in files):
        own[LINKS] = own[GIST] = own[ASSIGNMENTS] = f"{program}; {crc32(_stamps(files, [PLAN]).encode()):08x}"
        own[LEDGER] = f"{program}; {crc32(_stamps(files, [PLAN, *REGISTRIES]).encode()):08x}"
    return lambda file: (shipped if file.shipped else own).get(file.role, program)


def _stamps(files: Sequence[DataFile], roles: Sequence[str]) -> str:
    return "; ".join(f"{file.path} {file.size} {file.mtime}" for file in files if file.role in roles)


def file_ids(
    connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies
) -> dict[int, DataFile]:
    """The catalogued ones of these files by row id, in the order of `files`."""
    stamped = [file for file in files if file.role in CATALOGUED]
    return compare_files(connection, stamped, dependencies).ids(stamped)


def compare_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies
) -> FileComparison:
    """Compare these files, all of roles that are CATALOGUED, with what the catalogue has."""
    now = version(connection)
    by_dependencies = {
        each: {path: row for path, *row in connection.execute(
            "SELECT path, id, size, mtime FROM files WHERE dependencies = ?", (each,))}
        for each in set(map(dependencies, files))
    }  # fmt: skip
    known: dict[str, int] = {}
    todo: list[DataFile] = []
    for file in files:
        own, *stamp = by_dependencies[dependencies(file)].get(file.path, (0, 0, 0))
        if stamp == [file.size, file.mtime]:
            known[file.path] = own
        else:
            todo.append(file)
    return FileComparison(known, todo, now)


def version(connection: sqlite3.Connection) -> int:
    """A number that changes when another process writes."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
