"""Compiling data files into rows. Imported only when a file has changed: it brings pydantic and yaml along."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ipcheck.catalogue.tables import TABLE_OF
from ipcheck.files import AGENCIES, INSTRUMENTS, PLAN, REGISTRIES, DataFile
from ipcheck.findings import Faulty, Finding
from ipcheck.load.plan import load_plan
from ipcheck.load.registries import load_agencies, load_instruments
from ipcheck.load.rows import Row
from ipcheck.registry import Registry
from ipcheck.source import Unreadable, read
from ipcheck.words import Words

_KEPT_CONTEXTS = 3  # of one file: for calls that alternate between registries


def compile_files(
    connection: sqlite3.Connection, files: Sequence[DataFile], todo: Sequence[DataFile],
    contexts: Mapping[str, str], _: Words,
) -> None:  # fmt: skip
    """Replace the rows of the files in `todo`; `contexts` says, by role, what rows depend on beside their own file.

    Registries come first, since plans are read with them. Raises Faulty with every error of every file; the caller
    holds the transaction and rolls it back, so that the old rows stay.
    """
    findings: list[Finding] = []
    plans = [file for file in todo if file.role == PLAN]
    for file in todo:
        if file.role in REGISTRIES:
            _compile(connection, file, contexts[file.role], None, findings, _)
    _raise_errors(findings)
    if plans:
        registry = load_registry(connection, _registry_ids(connection, files, contexts))
        for file in plans:
            _compile(connection, file, contexts[PLAN], registry, findings, _)
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


def _registry_ids(connection: sqlite3.Connection, files: Sequence[DataFile], contexts: Mapping[str, str]) -> list[int]:
    """The row ids of this call's registry files, in their order."""
    rows = connection.execute("SELECT path, context, id FROM files WHERE role IN (?, ?)", REGISTRIES)
    known = {(path, context): own for path, context, own in rows}
    return [known[file.path, contexts[file.role]] for file in files if file.role in REGISTRIES]


def _compile(
    connection: sqlite3.Connection, file: DataFile, context: str, registry: Registry | None,
    findings: list[Finding], _: Words,
) -> None:  # fmt: skip
    rows, found = _rows(file, registry, _)
    findings += found
    if any(finding.level == "error" for finding in found):
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


def _rows(file: DataFile, registry: Registry | None, _: Words) -> tuple[list[Row], list[Finding]]:
    try:
        content, faults = read(Path(file.path), _)
    except Unreadable as error:
        return [], [error.finding]
    if file.role == AGENCIES:
        rows, found = load_agencies(content, file.path, _)
    elif file.role == INSTRUMENTS:
        rows, found = load_instruments(content, file.path, _)
    else:
        rows, found = load_plan(content, file.path, registry or Registry({}, (), {}), _)
    return rows, faults + found


def _insert(connection: sqlite3.Connection, file: int | None, rows: Iterable[Row]) -> None:
    by_table: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_table[TABLE_OF[type(row).__name__]].append(row)
    for table, group in by_table.items():
        fields = group[0]._fields
        marks = ", ".join("?" * (len(fields) + 1))
        connection.executemany(
            f"INSERT OR IGNORE INTO {table} (file, {', '.join(fields)}) VALUES ({marks})",
            [(file, *row) for row in group],
        )


def _raise_errors(findings: Sequence[Finding]) -> None:
    if any(finding.level == "error" for finding in findings):
        raise Faulty([finding for finding in findings if finding.level == "error"])
