"""Compiling data files into rows. Imported only when a file has changed: it brings pydantic and yaml along."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ipcheck.catalogue.names import registry
from ipcheck.catalogue.tables import PLAN_DAY, TABLE_OF
from ipcheck.files import AGENCIES, ASSIGNMENTS, BASELINE, GIST, INSTRUMENTS, LEDGER, LINKS, PLAN, REGISTRIES, DataFile
from ipcheck.findings import Faulty, Finding
from ipcheck.load.assignments import load_assignments
from ipcheck.load.baseline import load_baseline, unknown_tasks
from ipcheck.load.gists import KnownTexts, load_gists
from ipcheck.load.known import KNOWN_BY, Known, KnownTask, known_task
from ipcheck.load.ledger import load_ledger
from ipcheck.load.links import KnownPlan, load_links
from ipcheck.load.plan import load_plan
from ipcheck.load.registries import load_agencies, load_instruments
from ipcheck.load.rows import Row
from ipcheck.registry import Registry
from ipcheck.source import Block, Text, Unreadable, read
from ipcheck.words import Words

_QUOTED = '"{}"'.format  # on and by are words of SQL
# Rules that cannot be answered while a registry has faults: the name may be in that one.
_OF_NAMES = {"unknown-agency": AGENCIES, "unknown-instrument": INSTRUMENTS}
_KEPT_CONTEXTS = 3  # of one file: for calls that alternate between registries

# What speaks of tasks.
_OF_TASKS = (LEDGER, BASELINE, ASSIGNMENTS)

Load = Callable[[Any, DataFile], tuple[list[Row], list[Finding]]]
# What else there is to say of a file that could be read (its content, its rows unless it has errors).
Also = Callable[[DataFile, Any, Sequence[Row], Registry], Iterable[Finding]]


def compile_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], todo: Sequence[DataFile],
    context: Callable[[DataFile], str], _: Words,
) -> None:  # fmt: skip
    """Replace the rows of the files in `todo`; `context` says what the rows of a file depend on beside itself.

    Raises Faulty with every error of every file; the caller holds the transaction and rolls it back, so that the old
    rows stay.
    """
    errors = _errors(Compiling(connection, files, context, _).compile(todo))
    if errors:
        raise Faulty(errors)


class Compiling:
    """One pass over the files of a call. A file with errors is left out, and so is what only it could tell."""

    def __init__(
        self, connection: sqlite3.Connection, files: Sequence[DataFile], context: Callable[[DataFile], str], _: Words,
        also: Also | None = None,
    ) -> None:  # fmt: skip
        """With `also`, which is asked about every file, shipped links and ledgers are checked as the user's are."""
        self._connection = connection
        self._files = files
        self._context = context
        self._ = _
        self._also = also
        self._faulty: dict[str, str | None] = {}  # files with errors, and the plan that each says it is
        self.findings: list[Finding] = []

    def compile(self, todo: Sequence[DataFile]) -> list[Finding]:
        """Compile the files in `todo`, and say what there is to say of them, of whatever level.

        Registries come first, since plans are read with them; links and ledgers last, since they speak of plans.
        """
        _ = self._
        nothing = Registry({}, (), {})
        self._compile_each(
            todo, nothing,
            agencies=lambda content, file: load_agencies(content, file.path, _),
            instruments=lambda content, file: load_instruments(content, file.path, _),
        )  # fmt: skip
        registry = self._registry() if any(file.role not in REGISTRIES for file in todo) else nothing
        self._compile_each(todo, registry, plan=lambda content, file: load_plan(content, file.path, registry, _))
        # Of the user's links it is checked that both ends exist. Shipped ones lead between shipped plans, and are
        # checked before they are shipped. So it is with ledgers and summaries.
        checked = {(file.role, file.shipped) for file in todo if self._also or not file.shipped}
        plans = {key[1]: self._known_plans(key[1]) for key in checked if key[0] == LINKS}
        tasks = {key[1]: self._known_tasks(registry, key[1]) for key in checked if key[0] in _OF_TASKS}
        texts = {key[1]: self._known_texts(key[1]) for key in checked if key[0] == GIST}
        whole = self._knows_all_plans()
        self._compile_each(
            todo, registry,
            links=lambda content, file: load_links(content, file.path, plans.get(file.shipped), _, whole),
            gist=lambda content, file: load_gists(content, file.path, texts.get(file.shipped), _, whole),
            ledger=lambda content, file: load_ledger(content, file.path, tasks.get(file.shipped), _),
            assignments=lambda content, file: load_assignments(content, file.path, tasks.get(file.shipped), _),
            baseline=lambda content, file: self._look_at_baseline(content, file, tasks[file.shipped]),
        )  # fmt: skip
        return self.findings

    def _compile_each(self, todo: Sequence[DataFile], registry: Registry, **loads: Load) -> None:
        for file in todo:
            if file.role in loads:
                self._compile(file, loads[file.role], registry)

    def _compile(self, file: DataFile, load: Load, registry: Registry) -> None:
        try:
            content, found = read(Path(file.path), self._)
        except Unreadable as error:
            self.findings.append(error.finding)
            self._faulty[file.path] = None
            return
        rows, of_loader = load(content, file)
        found = found + of_loader
        told = [*found, *(self._also(file, content, () if _errors(found) else rows, registry) if self._also else ())]
        unsure = [rule for rule, role in _OF_NAMES.items() if self._is_unsure([role])]
        self.findings += [finding for finding in told if finding.rule not in unsure]
        if _errors(found):
            said = content.get("id") if isinstance(content, Block) and file.role == PLAN else None
            self._faulty[file.path] = said if isinstance(said, Text) else None
        elif file.role != BASELINE:  # of which no answer asks the catalogue
            _replace(self._connection, file, self._context(file), rows)

    def _look_at_baseline(self, content: Any, file: DataFile, known: Known) -> tuple[list[Row], list[Finding]]:
        accepted, findings = load_baseline(content, file.path, self._)
        missing = [each.task for each in accepted if known.lacks(each.task)]
        return [], findings + unknown_tasks(content, file.path, missing, known.tasks, self._)

    def _is_unsure(self, roles: Sequence[str]) -> bool:
        return any(file.path in self._faulty for file in self._files if file.role in roles)

    def _knows_all_plans(self) -> bool:
        return all(self._faulty[file.path] for file in self._files if file.role == PLAN and file.path in self._faulty)

    def _ids(self, roles: Sequence[str], shipped_only: bool = False) -> list[int]:
        """The row ids of this call's files of these roles, in their order; none of a file with errors."""
        rows = self._connection.execute("SELECT path, context, id FROM files")
        known = {(path, depends): own for path, depends, own in rows}
        wanted = (file for file in self._files if file.role in roles and (file.shipped or not shipped_only))
        return [known[file.path, self._context(file)] for file in wanted if file.path not in self._faulty]

    def _registry(self) -> Registry:
        return registry(self._connection.execute, self._ids(REGISTRIES))

    def _unsure_plans(self) -> set[str]:
        return {plan for plan in self._faulty.values() if plan}

    def _known_plans(self, shipped_only: bool) -> dict[str, KnownPlan]:
        """This call's plans; of two with one id the user's, which stands behind the shipped one."""
        known = {}
        for file in self._ids([PLAN], shipped_only):
            [(plan, day)] = self._connection.execute(f"SELECT id, {PLAN_DAY} FROM plans WHERE file = ?", (file,))
            tasks = self._connection.execute("SELECT id FROM tasks WHERE file = ?", (file,))
            known[plan] = KnownPlan(day, {task for (task,) in tasks})
        return known | {plan: KnownPlan(None, None) for plan in self._unsure_plans()}

    def _known_texts(self, shipped_only: bool) -> dict[str, KnownTexts | None]:
        """What this call's plans say; of two with one id the user's, and nothing of one with errors."""
        known: dict[str, KnownTexts | None] = {}
        for file in self._ids([PLAN], shipped_only):
            [(plan,)] = self._connection.execute("SELECT id FROM plans WHERE file = ?", (file,))
            headings = self._connection.execute("SELECT heading FROM sections WHERE file = ?", (file,))
            tasks = self._connection.execute("SELECT number, text FROM tasks WHERE file = ?", (file,))
            known[plan] = KnownTexts(frozenset(heading for (heading,) in headings), dict(tasks))
        return known | dict.fromkeys(self._unsure_plans())

    def _known_tasks(self, registry: Registry, shipped_only: bool) -> Known:
        """What this call's plans and registries hold, each task looked up when an entry names it."""
        connection = self._connection
        plans = {
            plan: file
            for file in self._ids([PLAN], shipped_only)
            for (plan,) in connection.execute("SELECT id FROM plans WHERE file = ?", (file,))
            if shipped_only or plan not in self._unsure_plans()
        }

        def task(name: str) -> KnownTask | None:
            rows = connection.execute(
                f"SELECT {', '.join(KNOWN_BY)} FROM tasks WHERE id = ? AND file = ?",
                (name, plans.get(name.rpartition("-")[0])),
            )
            return next((known_task(*row) for row in rows), None)

        def tasks(plan: str) -> list[str]:
            rows = connection.execute("SELECT id FROM tasks WHERE file = ? ORDER BY position", (plans.get(plan),))
            return [name for (name,) in rows]

        groups: dict[str, list[str]] = defaultdict(list)
        for file in self._ids(REGISTRIES):
            members = "SELECT agency, agency_group FROM members WHERE file = ?"
            hosts = "SELECT hosted_by, name FROM agencies WHERE file = ? AND hosted_by IS NOT NULL"
            for agency, group in connection.execute(f"{members} UNION {hosts}", (file, file)):
                groups[agency].append(group)
        return Known(
            task, tasks, list(plans), registry.agency, registry.agencies_like, registry.instrument,
            lambda agency: groups.get(agency, ()),
            self._unsure_plans(), self._knows_all_plans(), not self._is_unsure(REGISTRIES),
        )  # fmt: skip


def _replace(connection: sqlite3.Connection, file: DataFile, context: str, rows: Iterable[Row]) -> None:
    connection.execute(
        "DELETE FROM files WHERE path = ? AND (size != ? OR mtime != ? OR context = ? OR id NOT IN"
        " (SELECT id FROM files WHERE path = ? ORDER BY id DESC LIMIT ?))",
        (file.path, file.size, file.mtime, context, file.path, _KEPT_CONTEXTS - 1),
    )
    own = connection.execute(
        "INSERT INTO files (path, role, size, mtime, context) VALUES (?, ?, ?, ?, ?)",
        (file.path, file.role, file.size, file.mtime, context),
    ).lastrowid
    _insert(connection, own, rows)


def _insert(connection: sqlite3.Connection, file: int | None, rows: Iterable[Row]) -> None:
    by_table: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_table[TABLE_OF[type(row).__name__]].append(row)
    for table, group in by_table.items():
        fields = group[0]._fields
        marks = ", ".join("?" * (len(fields) + 1))
        connection.executemany(
            f"INSERT OR IGNORE INTO {table} (file, {', '.join(map(_QUOTED, fields))}) VALUES ({marks})",
            [(file, *row) for row in group],
        )


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "error"]
