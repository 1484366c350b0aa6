"""Compiling data files into rows. Imported only when a file has changed."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache, partial
from typing import Any

import ipcheck.datafiles.rows
from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.processes import processors
from ipcheck.catalogue.calls import effective_files
from ipcheck.catalogue.current import Dependencies, dependencies_of, file_ids
from ipcheck.catalogue.tables import INDEXES, TABLE_OF, in_memory
from ipcheck.datafiles.discovery import AGENCIES, BASELINE, INSTRUMENTS, PLAN, REGISTRIES, DataFile, program_stamp
from ipcheck.datafiles.loaders.file import Loaded, load_file, load_plan_file, load_plan_files
from ipcheck.datafiles.rows import Rows
from ipcheck.domain.registry import Registry

_QUOTED = '"{}"'.format  # on and by are words of SQL
# Rules that cannot be answered while a registry has faults: the name may be in that one.
_OF_NAMES = {"unknown-agency": AGENCIES, "unknown-instrument": INSTRUMENTS}
_KEPT_STATES = 3  # of one file: for calls that alternate between registries
_MANY = 4 * 1024 * 1024  # bytes of plans from which it saves time to begin other processes: a second's work
_BULK = 200  # files from which it is sooner to make indexes when all rows are there, unless more were there before
_CACHE = 64 * 1024  # KB of pages that are held while many rows are written

# What else there is to say of a file that could be read (its content, its rows unless it has errors).
Also = Callable[[DataFile, Any, Sequence[Any], Registry], Iterable[Finding]]
# How much is done, and of how much.
Tell = Callable[[int, int], None]


def compile_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], todo: Sequence[DataFile],
    dependencies: Dependencies, _: Translator, tell: Tell,
) -> dict[str, int]:  # fmt: skip
    """Replace the rows of the files in `todo`, and return their row ids by path; `dependencies` says what the rows of a
    file depend on beside itself.

    Raises InvalidDataError with every error of every file; the caller holds the transaction and rolls it back, so that
    the old rows stay.
    """
    # Where the program has changed, what is shipped is compiled anew, too.
    outdated = _outdated(connection) if any(file.shipped for file in todo) else []
    anew = len(todo) >= _BULK and _count(connection) - len(outdated) < len(todo)
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    for name in INDEXES if anew else ():
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    connection.executemany("DELETE FROM files WHERE id = ?", outdated)
    compiling = Compiling(connection, files, dependencies, _, tell=tell)
    if errors := _errors(compiling.compile(todo)):
        raise InvalidDataError(errors)
    for name, columns in INDEXES.items() if anew else ():
        connection.execute(f"CREATE INDEX {name} ON {columns}")
    return compiling.compiled


def _outdated(connection: sqlite3.Connection) -> list[tuple[int]]:
    """The files of which this very package made rows before it was changed: no call will ask for these again."""
    program = program_stamp()
    package = program.rsplit(" ", 2)[0] + " "
    sql = "SELECT id FROM files WHERE substr(dependencies, 1, ?) = ? AND substr(dependencies, 1, ?) != ?"
    return connection.execute(sql, (len(package), package, len(program), program)).fetchall()


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM files").fetchone()[0])


class Compiling:
    """One pass over the files of a call. A file with errors is left out, and so is what only it could tell."""

    def __init__(
        self, connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies, _: Translator,
        also: Also | None = None, tell: Tell = lambda _done, _of: None,
    ) -> None:  # fmt: skip
        """With `also`, which is asked about every file, shipped links and ledgers are checked as the user's are."""
        self.connection = connection
        self._files = files
        self._registries = [file for file in files if file.role in REGISTRIES]
        self._dependencies = dependencies
        self._ = _
        self._also = also
        self._tell = tell
        self._faulty: dict[str, str | None] = {}  # files with errors, and the plan that each says it is
        self.findings: list[Finding] = []
        self.compiled: dict[str, int] = {}  # row ids by path

    def compile(self, todo: Sequence[DataFile]) -> list[Finding]:
        """Compile the files in `todo`, and say what there is to say of them, of whatever level.

        Registries come first, since plans are read with them; links and ledgers last, since they speak of plans.
        """
        self._compile_registries([file for file in todo if file.role in REGISTRIES])
        others = [file for file in todo if file.role not in REGISTRIES]
        if others:
            registry = self._registry()
            self._compile_plans([file for file in others if file.role == PLAN], registry)
            self._compile_what_speaks_of_plans([file for file in others if file.role != PLAN], registry)
        return self.findings

    def _compile_registries(self, todo: Sequence[DataFile]) -> None:
        if not todo:
            return
        from ipcheck.datafiles.loaders.registries import load_agencies, load_instruments

        nothing = Registry({}, (), {})
        for file in todo:
            load = load_agencies if file.role == AGENCIES else load_instruments
            self._take(file, load_file(file.path, partial(load, path=file.path, _=self._), self._), nothing)

    def _compile_plans(self, todo: Sequence[DataFile], registry: Registry) -> None:
        """Plans say nothing of each other, so several processes may read many."""
        if self._also is None and processors() > 1 and sum(file.size for file in todo) > _MANY:
            loaded = load_plan_files([file.path for file in todo], registry, processors(), self._.language)
        else:
            loaded = (load_plan_file(file.path, registry, self._) for file in todo)
        with closing(loaded):
            for done, (file, each) in enumerate(zip(todo, loaded, strict=True), 1):
                self._take(file, each, registry)
                self._tell(done, len(todo))

    def _compile_what_speaks_of_plans(self, todo: Sequence[DataFile], registry: Registry) -> None:
        if not todo:
            return
        from ipcheck.catalogue.reference import reference_loader

        load = reference_loader(self, registry, self._also is not None, self._)
        for file in todo:
            self._take(file, load_file(file.path, partial(load, file), self._), registry)

    def _take(self, file: DataFile, loaded: Loaded, registry: Registry) -> None:
        """Keep the rows of a file, and what there is to say of it."""
        faulty = bool(_errors(loaded.findings))
        told = list(loaded.findings)
        if self._also and loaded.content is not None:
            rows = () if faulty else [row for group in loaded.rows.values() for row in group]
            told += self._also(file, loaded.content, rows, registry)
        unsure = [rule for rule, role in _OF_NAMES.items() if self.is_unsure([role])]
        self.findings += [finding for finding in told if finding.rule not in unsure]
        if faulty:
            self._faulty[file.path] = loaded.id if file.role == PLAN else None
        elif file.role != BASELINE:  # of which no answer asks the catalogue
            self.compiled[file.path] = _replace(self.connection, file, self._dependencies(file), loaded.rows)

    def is_unsure(self, roles: Sequence[str]) -> bool:
        """Whether a registry of these roles has errors."""
        return any(file.path in self._faulty for file in self._registries if file.role in roles)

    def knows_all_plans(self) -> bool:
        """Whether at least the id is known of every plan with errors."""
        return all(self._faulty[file.path] for file in self._files if file.role == PLAN and file.path in self._faulty)

    def ids(self, roles: Sequence[str], shipped_only: bool = False) -> list[int]:
        """The row ids of this call's files of these roles, in their order; none of a file with errors."""
        wanted = (file for file in self._files if file.role in roles and (file.shipped or not shipped_only))
        sql = "SELECT id FROM files WHERE path = ? AND dependencies = ?"
        return [
            self.connection.execute(sql, (file.path, self._dependencies(file))).fetchone()[0]
            for file in wanted
            if file.path not in self._faulty
        ]

    def _registry(self) -> Registry:
        return read_registry(self.connection.execute, self.ids(REGISTRIES))

    def unsure_plans(self) -> set[str]:
        """The plans of which a file has errors, by what it says it is."""
        return {plan for plan in self._faulty.values() if plan}


def _replace(connection: sqlite3.Connection, file: DataFile, dependencies: str, rows: Rows) -> int:
    """Put rows in the place of those that a file had; its new row id."""
    connection.execute(
        "DELETE FROM files WHERE path = ? AND (size != ? OR mtime != ? OR dependencies = ? OR id NOT IN"
        " (SELECT id FROM files WHERE path = ? ORDER BY id DESC LIMIT ?))",
        (file.path, file.size, file.mtime, dependencies, file.path, _KEPT_STATES - 1),
    )
    own = connection.execute(
        "INSERT INTO files (path, role, size, mtime, dependencies) VALUES (?, ?, ?, ?, ?)",
        (file.path, file.role, file.size, file.mtime, dependencies),
    ).lastrowid
    for kind, group in rows.items():
        connection.executemany(_insertion(kind), [(own, *row) for row in group])
    return int(own or 0)


@cache
def _insertion(kind: str) -> str:
    """The statement that takes the rows of a kind, behind the file that they belong to."""
    fields = getattr(ipcheck.datafiles.rows, kind)._fields
    marks = ", ".join("?" * (len(fields) + 1))
    return f"INSERT OR IGNORE INTO {TABLE_OF[kind]} (file, {', '.join(map(_QUOTED, fields))}) VALUES ({marks})"


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "error"]


def read_registry(
    select: Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]],
    files: Iterable[int],
) -> Registry:
    """The registry with which plans are read, from files by row id; of two that define a name the later counts."""
    agencies: dict[str, str] = {}
    in_texts: list[str] = []
    instruments: dict[str, str] = {}
    for file in files:
        for name, agency, unmistakable in select(
            "SELECT name, agency, in_texts FROM agency_names WHERE file = ?", (file,)
        ):
            agencies[name] = agency
            if unmistakable:
                in_texts.append(name)
        instruments.update(select("SELECT name, instrument FROM instrument_names WHERE file = ?", (file,)))
    return Registry(agencies, in_texts, instruments)


def examine(
    files: Sequence[DataFile], also: Also, _: Translator, tell: Tell = lambda _done, _of: None
) -> list[Finding]:
    """What there is to say of these files, read together, by place; `also` says what rules say of each, `tell` hears
    how many of the plans are read, and of how many.

    What only a file with errors could tell is left open. Shipped files are checked too.
    """
    dependencies = dependencies_of(files)
    connection = in_memory()
    try:
        findings = Compiling(connection, files, dependencies, _, also, tell).compile(files)
        findings += effective_files(connection, file_ids(connection, files, dependencies), _).findings
    finally:
        connection.close()
    return sorted(dict.fromkeys(findings))
