"""Compiling data files into rows. Imported only when a file has changed: it brings pydantic and yaml along."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ipcheck.catalogue.tables import PLAN_DAY, TABLE_OF
from ipcheck.files import LEDGER, LINKS, PLAN, REGISTRIES, DataFile
from ipcheck.findings import Faulty, Finding
from ipcheck.load.ledger import Known, KnownTask, known_task, load_ledger
from ipcheck.load.links import KnownPlan, load_links
from ipcheck.load.plan import load_plan
from ipcheck.load.registries import load_agencies, load_instruments
from ipcheck.load.rows import Row
from ipcheck.registry import Registry
from ipcheck.source import Unreadable, read
from ipcheck.words import Words

_QUOTED = '"{}"'.format  # on and by are words of SQL
_KEPT_CONTEXTS = 3  # of one file: for calls that alternate between registries

Load = Callable[[Any, DataFile], tuple[list[Row], list[Finding]]]


def compile_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], todo: Sequence[DataFile],
    context: Callable[[DataFile], str], _: Words,
) -> None:  # fmt: skip
    """Replace the rows of the files in `todo`; `context` says what the rows of a file depend on beside itself.

    Registries come first, since plans are read with them; links and ledgers last, since they speak of plans. Raises
    Faulty with every error of every file; the caller holds the transaction and rolls it back, so that the old rows
    stay.
    """
    findings: list[Finding] = []

    def compile_each(**loads: Load) -> None:
        for file in todo:
            if file.role in loads:
                _compile(connection, file, context(file), loads[file.role], findings, _)

    compile_each(
        agencies=lambda content, file: load_agencies(content, file.path, _),
        instruments=lambda content, file: load_instruments(content, file.path, _),
    )
    _raise_errors(findings)
    if any(file.role == PLAN for file in todo):
        registry = load_registry(connection, _ids(connection, files, REGISTRIES, context))
        compile_each(plan=lambda content, file: load_plan(content, file.path, registry, _))
    # Shipped links lead between shipped plans, and are checked before they are shipped; of the user's it is checked
    # that both ends exist, unless a fault keeps what the plans hold from being known. So it is with ledgers.
    own = {file.role for file in todo if not file.shipped} if not _errors(findings) else set()
    known_plans = _known_plans(connection, files, context) if LINKS in own else None
    known_tasks = _known_tasks(connection, files, context) if LEDGER in own else None
    compile_each(
        links=lambda content, file: load_links(content, file.path, None if file.shipped else known_plans, _),
        ledger=lambda content, file: load_ledger(content, file.path, None if file.shipped else known_tasks, _),
    )
    _raise_errors(findings)


def load_registry(connection: sqlite3.Connection, ids: Iterable[int]) -> Registry:
    """The registry as compiled from these registry files; where two define a name, the later counts."""
    agencies: dict[str, str] = {}
    in_texts: list[str] = []
    instruments: dict[str, str] = {}
    for file in ids:
        for name, agency, unmistakable in connection.execute(
            "SELECT name, agency, in_texts FROM agency_names WHERE file = ?", (file,)
        ):
            agencies[name] = agency
            if unmistakable:
                in_texts.append(name)
        instruments.update(
            connection.execute("SELECT name, instrument FROM instrument_names WHERE file = ?", (file,)).fetchall()
        )
    return Registry(agencies, in_texts, instruments)


def _ids(
    connection: sqlite3.Connection, files: Sequence[DataFile], roles: Sequence[str], context: Callable[[DataFile], str]
) -> list[int]:
    """The row ids of this call's files of these roles, in their order."""
    rows = connection.execute("SELECT path, context, id FROM files")
    known = {(path, depends): own for path, depends, own in rows}
    return [known[file.path, context(file)] for file in files if file.role in roles]


def _known_plans(
    connection: sqlite3.Connection, files: Sequence[DataFile], context: Callable[[DataFile], str]
) -> dict[str, KnownPlan]:
    """This call's plans; of two with one id the user's, which stands behind the shipped one."""
    known = {}
    for file in _ids(connection, files, [PLAN], context):
        [(plan, day)] = connection.execute(f"SELECT id, {PLAN_DAY} FROM plans WHERE file = ?", (file,))
        tasks = connection.execute("SELECT id FROM tasks WHERE file = ?", (file,))
        known[plan] = KnownPlan(day, {task for (task,) in tasks})
    return known


def _known_tasks(
    connection: sqlite3.Connection, files: Sequence[DataFile], context: Callable[[DataFile], str]
) -> Known:
    """What this call's plans and registries hold, each task looked up when an entry names it."""
    registry = load_registry(connection, _ids(connection, files, REGISTRIES, context))
    plans = {
        plan: file
        for file in _ids(connection, files, [PLAN], context)
        for (plan,) in connection.execute("SELECT id FROM plans WHERE file = ?", (file,))
    }

    def task(name: str) -> KnownTask | None:
        rows = connection.execute(
            "SELECT text, instruments, lead, participants, others FROM tasks WHERE id = ? AND file = ?",
            (name, plans.get(name.rpartition("-")[0])),
        )
        return next((known_task(*row) for row in rows), None)

    def tasks(plan: str) -> list[str]:
        rows = connection.execute("SELECT id FROM tasks WHERE file = ? ORDER BY position", (plans.get(plan),))
        return [name for (name,) in rows]

    groups: dict[str, list[str]] = defaultdict(list)
    for file in _ids(connection, files, REGISTRIES, context):
        members = "SELECT agency, agency_group FROM members WHERE file = ?"
        hosts = "SELECT hosted_by, name FROM agencies WHERE file = ? AND hosted_by IS NOT NULL"
        for agency, group in connection.execute(f"{members} UNION {hosts}", (file, file)):
            groups[agency].append(group)
    return Known(
        task, tasks, list(plans), registry.agency, registry.agencies_like, registry.instrument,
        lambda agency: groups.get(agency, ()),
    )  # fmt: skip


def _compile(
    connection: sqlite3.Connection, file: DataFile, context: str, load: Load, findings: list[Finding], _: Words
) -> None:  # fmt: skip
    try:
        content, faults = read(Path(file.path), _)
    except Unreadable as error:
        findings.append(error.finding)
        return
    rows, found = load(content, file)
    found = faults + found
    findings += found
    if _errors(found):
        return
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


def _raise_errors(findings: Sequence[Finding]) -> None:
    if errors := _errors(findings):
        raise Faulty(errors)
