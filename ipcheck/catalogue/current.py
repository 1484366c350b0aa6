"""Finding out which files are current in the catalogue, and what the rows of a file depend on besides the file."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

from ipcheck.datafiles.discovery import ASSIGNMENTS, GIST, LEDGER, LINKS, PLAN, REGISTRIES, DataFile, program_stamp

CATALOGUED = (PLAN, LINKS, LEDGER, GIST, ASSIGNMENTS, *REGISTRIES)
_ABOUT_PLANS = (LINKS, LEDGER, GIST, ASSIGNMENTS)  # the roles of files that name plans or tasks

Dependencies = Callable[[DataFile], str]


class FileComparison(NamedTuple):
    """The result of comparing files with the catalogue.

    `known` has the row ids of the files that are current, by path; `todo` the files to compile. `version` is that of
    the database during the comparison; it changes when another process writes.
    """

    known: dict[str, int]
    todo: Sequence[DataFile]
    version: int

    def ids(self, files: Sequence[DataFile]) -> dict[int, DataFile]:
        """The current ones of `files` by row id, in the order of `files`."""
        return {self.known[file.path]: file for file in files if file.path in self.known}


def dependencies_of(files: Sequence[DataFile]) -> Dependencies:
    """A function that names, as a text, what the rows of a file depend on besides the file.

    All rows depend on this program, and plans also on the registries. The user's links, summaries and assignments also
    depend on the plans, and the user's ledgers on plans and registries, because they are checked against these. Shipped
    files of these roles are checked before a release instead.
    """
    program = program_stamp()
    user = {PLAN: f"{program}; {_stamps(files, REGISTRIES)}"}
    shipped = user.copy()
    if any(file.role in _ABOUT_PLANS and not file.shipped for file in files):
        user[LINKS] = user[GIST] = user[ASSIGNMENTS] = f"{program}; {crc32(_stamps(files, [PLAN]).encode()):08x}"
        user[LEDGER] = f"{program}; {crc32(_stamps(files, [PLAN, *REGISTRIES]).encode()):08x}"
    return lambda file: (shipped if file.shipped else user).get(file.role, program)


def _stamps(files: Sequence[DataFile], roles: Sequence[str]) -> str:
    """The paths, sizes and times of the files with these roles, as one text."""
    return "; ".join(f"{file.path} {file.size} {file.mtime}" for file in files if file.role in roles)


def file_ids(
    connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies
) -> dict[int, DataFile]:
    """The files that are current in the catalogue by row id, in the order of `files`."""
    catalogued = [file for file in files if file.role in CATALOGUED]
    return compare_files(connection, catalogued, dependencies).ids(catalogued)


def compare_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies
) -> FileComparison:
    """Compare `files`, which must all have a role in CATALOGUED, with the catalogue."""
    version_read = version(connection)
    by_dependencies = {
        text: {path: row for path, *row in connection.execute(
            "SELECT path, id, size, mtime FROM files WHERE dependencies = ?", (text,))}
        for text in set(map(dependencies, files))
    }  # fmt: skip
    row_ids: dict[str, int] = {}
    todo: list[DataFile] = []
    for file in files:
        row_id, *stamp = by_dependencies[dependencies(file)].get(file.path, (0, 0, 0))
        if stamp == [file.size, file.mtime]:
            row_ids[file.path] = row_id
        else:
            todo.append(file)
    return FileComparison(row_ids, todo, version_read)


def version(connection: sqlite3.Connection) -> int:
    """A number that changes when another process writes to the database."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
