"""Opening the catalogue and bringing it up to date; in memory where its file cannot be used."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.calls import (
    Call,
    RememberedCall,
    activate,
    find_call,
    forget_stale_calls,
    remember_call,
    stamps_of,
)
from ipcheck.catalogue.current import CATALOGUED, Dependencies, FileComparison, compare_files, dependencies_of, version
from ipcheck.catalogue.tables import TABLES, VERSION, in_memory
from ipcheck.datafiles.discovery import DataFile

PATIENCE = 5.0  # seconds that a call waits for another one that compiles
_BATCH = 500  # rows that are read together

# Errors of the system around the file. Any other error is a fault of this program and must come to light.
_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Result = TypeVar("Result")


class _CatalogueBusyError(Exception):
    """The files or the catalogue changed during every attempt to bring the rows up to date."""


def cache_folder(environ: Mapping[str, str], platform: str) -> str:
    """The folder of the catalogue: IPCHECK_CACHE_DIR, else `ipcheck` in the user's cache folder on this platform."""
    if folder := environ.get("IPCHECK_CACHE_DIR"):
        return folder
    home = environ.get("HOME") or os.path.expanduser("~")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "ipcheck")


class Catalogue:
    """The rows of one call's files. `select` reads from a snapshot that no other process can change.

    `replaced` has the ids of the shipped plans that the user's own plans replace.

    Raises InvalidDataError where a data file has errors.
    """

    def __init__(
        self,
        files: Sequence[DataFile],
        folder: str,
        _: Translator,
        tell: Callable[[int, int], None] = lambda _done, _of: None,
        today: str | None = None,
    ) -> None:
        """`tell` is called with the number of changed plans that are compiled, and the number of all changed plans.

        `today` is the day on which files are read (ISO text): none can tell of a search on a later day.
        """
        self._ = _
        self._tell = tell
        self._today = today
        self._path = os.path.join(folder, f"catalogue-{VERSION}.sqlite3")
        self._statements = 0
        self._set_files(files)
        self._connection = self._opened(self._on_disk)

    def _set_files(self, files: Sequence[DataFile]) -> None:
        self.files = files
        self._catalogued = [file for file in files if file.role in CATALOGUED]
        self._stamps = stamps_of(self._catalogued)
        self._results: dict[Any, Any] = {}
        self._call: Call | RememberedCall = Call((), (), ())
        self._active: Mapping[int, DataFile] = {}
        self.replaced: set[str] = set()

    def reread(self, files: Sequence[DataFile]) -> None:
        """Answer from `files` from now on, as they are now: the command has written one of them.

        Raises InvalidDataError where a data file has errors.
        """
        self._set_files(files)
        self._tell = lambda _done, _of: None
        self._connection.execute("ROLLBACK")  # ends the snapshot, and with it the table `active`
        self._connection = self._opened(lambda: self._connection)

    @property
    def active(self) -> Mapping[int, DataFile]:
        """The files of this call by row id."""
        if not self._active:
            self._active = dict(zip(self._call.files, self._catalogued, strict=True))
        return self._active

    def has(self, role: str) -> bool:
        """Whether this call reads a file with this role, even a file without rows."""
        return any(file.role == role for file in self._catalogued)

    @property
    def statements(self) -> int:
        """The number of SQL queries so far; tests check that it stays small."""
        return self._statements

    def once(self, find: Callable[["Catalogue"], Result]) -> Result:
        """The result of `find` for this snapshot, computed only once."""
        if find not in self._results:
            self._results[find] = find(self)
        return self._results[find]  # type: ignore[no-any-return]

    def select(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, read in batches. If the first batch shows that the file is damaged, rebuild it once."""
        self._statements += 1
        try:
            cursor, batch = self._first_batch(sql, parameters)
        except sqlite3.DatabaseError as error:
            if _code(error) not in _DAMAGED:
                raise
            self._connection.close()
            self._connection = self._rebuilt()
            cursor, batch = self._first_batch(sql, parameters)
        while batch:
            yield from batch
            batch = cursor.fetchmany(_BATCH)

    def index_ranks(self) -> None:
        """Index `active` by rank, for the few questions that read all tasks plan by plan; takes 1 % of their time."""
        self._connection.execute("CREATE INDEX IF NOT EXISTS temp.active_by_rank ON active (rank)")

    def _first_batch(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any]
    ) -> tuple[sqlite3.Cursor, list[tuple[Any, ...]]]:
        cursor = self._connection.execute(sql, parameters)
        return cursor, cursor.fetchmany(_BATCH)

    def close(self) -> None:
        """Close the database, and with it the snapshot."""
        self._connection.close()

    def _opened(self, connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        """Open the catalogue with `connect`: the file, rebuilt where it is damaged; in memory where it cannot be
        used."""
        try:
            return self._refreshed(connect())
        except (_CatalogueBusyError, OSError):
            return self._in_memory()
        except sqlite3.DatabaseError as error:
            if _code(error) in _DAMAGED:
                return self._rebuilt()
            if _code(error) in _UNAVAILABLE:
                return self._in_memory()
            raise

    def _rebuilt(self) -> sqlite3.Connection:
        """Delete a damaged file and compile again; in memory where that fails, too."""
        try:
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(self._path + suffix):
                    os.remove(self._path + suffix)
            return self._refreshed(self._on_disk())
        except (_CatalogueBusyError, sqlite3.DatabaseError, OSError):
            return self._in_memory()

    def _on_disk(self) -> sqlite3.Connection:
        """Open the file of the catalogue, and make it where there is none."""
        if not os.path.exists(self._path):
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
        try:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _create(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _in_memory(self) -> sqlite3.Connection:
        return self._refreshed(in_memory())

    def _refreshed(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Bring the rows up to date, then hold a snapshot in which the table `active` names this call's files.

        Raises _CatalogueBusyError where files or catalogue changed meanwhile in each of three attempts.
        """
        try:
            for _attempt in range(3):
                connection.execute("BEGIN")
                call: Call | RememberedCall | None = find_call(connection, self._stamps)
                if call is None:
                    dependencies = dependencies_of(self.files)
                    seen = compare_files(connection, self._catalogued, dependencies)
                    if not seen.todo:
                        call = self._resolved(connection, seen)
                if call:
                    activate(connection, call)
                    self._call, self._active = call, {}
                    self.replaced = set(call.replaced)
                    return connection
                connection.execute("ROLLBACK")
                self._compile(connection, dependencies, seen)
            raise _CatalogueBusyError
        except BaseException:
            connection.close()
            raise

    def _resolved(self, connection: sqlite3.Connection, seen: FileComparison) -> Call:
        """The decision which of the call's current files count. Raises InvalidDataError where it cannot be made."""
        from ipcheck.catalogue.effective import resolve_call  # imported here because most calls are remembered

        return resolve_call(connection, seen.ids(self._catalogued), self._)

    def _compile(self, connection: sqlite3.Connection, dependencies: Dependencies, seen: FileComparison) -> None:
        """Compile the files that are not current, in one transaction, and remember the call."""
        from ipcheck.base.processes import gc_paused
        from ipcheck.catalogue.compile import compile_files

        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may undo the last commit, which does no harm
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) != seen.version:  # another process may have been faster
                seen = compare_files(connection, self._catalogued, dependencies)
            with gc_paused():
                compiled = compile_files(
                    connection, self.files, seen.todo, dependencies, self._, self._tell, self._today
                )
            forget_stale_calls(connection)
            seen = seen._replace(known=seen.known | compiled)
            with suppress(InvalidDataError):  # raised again, and reported, when the call is resolved
                remember_call(connection, self._stamps, self._resolved(connection, seen))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's primary result code; extended codes carry it in their low byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables. Switching to WAL ignores the busy timeout, so wait here for another first call to finish."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
