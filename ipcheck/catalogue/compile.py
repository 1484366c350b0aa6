"""Compiling data files into rows of the catalogue. Imported only when a file has changed."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

import ipcheck.datafiles.rows
from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.processes import processors
from ipcheck.base.rows import Rows, stored_values
from ipcheck.catalogue.current import Dependencies, dependencies_of, file_ids
from ipcheck.catalogue.effective import effective_files
from ipcheck.catalogue.tables import INDEXES, in_memory, insertion
from ipcheck.datafiles.discovery import (
    AGENCIES,
    BASELINE,
    INSTRUMENTS,
    MEASURES,
    PLAN,
    REGISTRIES,
    DataFile,
    program_stamp,
)
from ipcheck.datafiles.loaders.file import Loaded, load_file, load_plan_file, load_plan_files
from ipcheck.domain.registry import Registry

# {rule: role}: findings of the rule are dropped while a registry of the role has errors, since the registry may define
# the name that seems to be missing.
_NAME_RULES = {"unknown-agency": AGENCIES, "unknown-instrument": INSTRUMENTS}
_KEPT_STATES = 3  # the number of states of a file that are kept, for calls that alternate between registries
_MANY = 4 * 1024 * 1024  # bytes of plans above which other processes save time: a second's work
_BULK = 200  # files from which it is faster to make the indexes after the rows, unless as many are there already
_CACHE = 64 * 1024  # KB of pages that SQLite holds in memory while many rows are written

# A function that gives further findings on a file that can be read, from its content and its rows (none if the file has
# errors).
Also = Callable[[DataFile, Any, Sequence[Any], Registry], Iterable[Finding]]
# A function that is called with the number of plans done, and of all plans to do.
Tell = Callable[[int, int], None]


def compile_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], todo: Sequence[DataFile],
    dependencies: Dependencies, _: Translator, tell: Tell, today: str | None = None,
) -> dict[str, int]:  # fmt: skip
    """Replace the rows of the files in `todo`, and return their row ids by path.

    `dependencies` says what the rows of a file depend on besides the file; `tell` is called with the number of plans
    compiled, and of all plans in `todo`. Raises InvalidDataError with every error of every file that is refused.
    The caller holds the transaction and rolls it back after an error, so that the old rows stay.
    """
    # Shipped files change with the program, so look for rows that the program made before it changed.
    outdated = _outdated(connection) if any(file.shipped for file in todo) else []
    rebuild_indexes = len(todo) >= _BULK and _count(connection) - len(outdated) < len(todo)
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    for name in INDEXES if rebuild_indexes else ():
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    connection.executemany("DELETE FROM files WHERE id = ?", outdated)
    compiling = Compilation(connection, files, dependencies, _, tell=tell, today=today)
    findings = compiling.compile(todo)
    refused = {finding.path for finding in findings if finding.refuses}
    if refused:
        raise InvalidDataError([each for each in findings if each.level == "error" and each.path in refused])
    for name, columns in INDEXES.items() if rebuild_indexes else ():
        connection.execute(f"CREATE INDEX {name} ON {columns}")
    return compiling.compiled


def _outdated(connection: sqlite3.Connection) -> list[tuple[int]]:
    """The row ids of files compiled by this same package before it changed; no call will read them again."""
    stamp = program_stamp()
    package = stamp.rsplit(" ", 2)[0] + " "
    sql = "SELECT id FROM files WHERE substr(dependencies, 1, ?) = ? AND substr(dependencies, 1, ?) != ?"
    return connection.execute(sql, (len(package), package, len(stamp), stamp)).fetchall()


def _count(connection: sqlite3.Connection) -> int:
    """The number of files in the catalogue."""
    return int(connection.execute("SELECT count(*) FROM files").fetchone()[0])


class Compilation:
    """One pass over the files of a call. A file with errors is left out, and so is every check that depends on it."""

    def __init__(
        self, connection: sqlite3.Connection, files: Sequence[DataFile], dependencies: Dependencies, _: Translator,
        also: Also | None = None, tell: Tell = lambda _done, _of: None, today: str | None = None,
    ) -> None:  # fmt: skip
        """`also` gives further findings on every file; with it, shipped links and ledgers are checked like the user's.

        `tell` is called with the number of plans compiled, and of all plans to compile. `today` is the day on which the
        files are read (ISO text).
        """
        self.connection = connection
        self._files = files
        self._registries = [file for file in files if file.role in REGISTRIES]
        self._dependencies = dependencies
        self._ = _
        self._also = also
        self._tell = tell
        self._today = today
        self._faulty: dict[str, str | None] = {}  # files with errors by path; for plans, with the id they give
        self.findings: list[Finding] = []
        self.compiled: dict[str, int] = {}  # row ids by path

    def compile(self, todo: Sequence[DataFile]) -> list[Finding]:
        """Compile the files in `todo`, and return their findings of every level.

        Registries come first, since plans are read with them; files that name plans come last.
        """
        self._compile_registries([file for file in todo if file.role in REGISTRIES])
        others = [file for file in todo if file.role not in REGISTRIES]
        if others:
            registry = self._registry()
            self._compile_plans([file for file in others if file.role == PLAN], registry)
            self._compile_files_about_plans([file for file in others if file.role != PLAN], registry)
        return self.findings

    def _compile_registries(self, todo: Sequence[DataFile]) -> None:
        if not todo:
            return
        from ipcheck.datafiles.loaders.registries import load_agencies, load_instruments, load_measures

        loads = {AGENCIES: load_agencies, INSTRUMENTS: load_instruments, MEASURES: load_measures}
        no_names = Registry({}, (), {})
        for file in todo:
            load = partial(loads[file.role], path=file.path, _=self._)
            self._store(file, load_file(file.path, load, self._), no_names)

    def _compile_plans(self, todo: Sequence[DataFile], registry: Registry) -> None:
        """Compile plans. Many are read by several processes, since no plan depends on another."""
        if self._also is None and processors() > 1 and sum(file.size for file in todo) > _MANY:
            results = load_plan_files([file.path for file in todo], registry, processors(), self._.language)
        else:
            results = (load_plan_file(file.path, registry, self._) for file in todo)
        with closing(results):
            for done, (file, loaded) in enumerate(zip(todo, results, strict=True), 1):
                self._store(file, loaded, registry)
                self._tell(done, len(todo))

    def _compile_files_about_plans(self, todo: Sequence[DataFile], registry: Registry) -> None:
        if not todo:
            return
        from ipcheck.catalogue.reference import reference_loader

        load = reference_loader(self, registry, self._also is not None, self._, self._today)
        for file in todo:
            self._store(file, load_file(file.path, partial(load, file), self._), registry)

    def _store(self, file: DataFile, loaded: Loaded, registry: Registry) -> None:
        """Store the rows of a file, unless it has errors, and collect its findings."""
        has_errors = any(finding.refuses for finding in loaded.findings)
        findings = list(loaded.findings)
        if self._also and loaded.content is not None:
            rows = () if has_errors else [row for group in loaded.rows.values() for row in group]
            findings += self._also(file, loaded.content, rows, registry)
        unsure_rules = [rule for rule, role in _NAME_RULES.items() if self.is_unsure([role])]
        self.findings += [finding for finding in findings if finding.rule not in unsure_rules]
        if has_errors:
            self._faulty[file.path] = loaded.id if file.role == PLAN else None
        elif file.role != BASELINE:  # no answer reads baselines from the catalogue
            self.compiled[file.path] = _replace(self.connection, file, self._dependencies(file), loaded.rows)

    def is_unsure(self, roles: Sequence[str]) -> bool:
        """Whether a registry with one of these roles has errors."""
        return any(file.path in self._faulty for file in self._registries if file.role in roles)

    def knows_all_plans(self) -> bool:
        """Whether the id of every plan is known, also of the plans with errors."""
        return all(self._faulty[file.path] for file in self._files if file.role == PLAN and file.path in self._faulty)

    def ids(self, roles: Sequence[str], shipped_only: bool = False) -> list[int]:
        """The row ids of the files with these roles, in the order of the call; files with errors have none."""
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
        """The ids of the plans whose file has errors, as far as the file gives an id."""
        return {plan for plan in self._faulty.values() if plan}


def _replace(connection: sqlite3.Connection, file: DataFile, dependencies: str, rows: Rows) -> int:
    """Store the rows of a file, and return its row id. Rows of an older content of the file are deleted; rows of this
    content with other dependencies stay, up to _KEPT_STATES states together with the new one."""
    connection.execute(
        "DELETE FROM files WHERE path = ? AND (size != ? OR mtime != ? OR dependencies = ? OR id NOT IN"
        " (SELECT id FROM files WHERE path = ? ORDER BY id DESC LIMIT ?))",
        (file.path, file.size, file.mtime, dependencies, file.path, _KEPT_STATES - 1),
    )
    row_id = connection.execute(
        "INSERT INTO files (path, role, size, mtime, dependencies) VALUES (?, ?, ?, ?, ?)",
        (file.path, file.role, file.size, file.mtime, dependencies),
    ).lastrowid
    for kind, group in rows.items():
        row_class = getattr(ipcheck.datafiles.rows, kind)
        stored = stored_values(row_class)
        connection.executemany(insertion(row_class), [(row_id, *stored(row)) for row in group])
    return int(row_id or 0)


def read_registry(
    select: Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]],
    files: Iterable[int],
) -> Registry:
    """The registry to read plans with, from files by row id. Of two files that define a name, the later one counts."""
    agencies: dict[str, str] = {}
    in_texts: list[str] = []
    instruments: dict[str, str] = {}
    only_typed: set[str] = set()
    functions: dict[str, tuple[str, str, str]] = {}
    measures: dict[str, str] = {}
    for file in files:
        for name, agency, unmistakable in select(
            "SELECT name, agency, in_texts FROM agency_names WHERE file = ?", (file,)
        ):
            agencies[name] = agency
            if unmistakable:
                in_texts.append(name)
        for name, instrument, in_running_text in select(
            "SELECT name, instrument, in_texts FROM instrument_names WHERE file = ?", (file,)
        ):
            instruments[name] = instrument
            (only_typed.discard if in_running_text else only_typed.add)(name)
        functions |= {
            row[0]: row for row in select("SELECT name, shown, agency FROM functions WHERE file = ?", (file,))
        }
        measures |= dict(select("SELECT folded, measure FROM measure_names WHERE file = ?", (file,)))
    return Registry(agencies, in_texts, instruments, functions.values(), only_typed, measures)


def examine(
    files: Sequence[DataFile],
    also: Also,
    _: Translator,
    tell: Tell = lambda _done, _of: None,
    today: str | None = None,
) -> list[Finding]:
    """The findings of these files, read together, sorted by place. Shipped files are checked like the user's.

    `also` gives the findings of the rules on each file; `tell` is called with the number of plans read, and of all
    plans; `today` is the day on which they are read (ISO text). Checks that depend on a file with errors are left out.
    """
    dependencies = dependencies_of(files)
    connection = in_memory()
    try:
        findings = Compilation(connection, files, dependencies, _, also, tell, today).compile(files)
        findings += effective_files(connection, file_ids(connection, files, dependencies), _).findings
    finally:
        connection.close()
    return sorted(dict.fromkeys(findings))
