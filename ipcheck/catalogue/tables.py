"""The catalogue's tables. The rows of a data file are deleted with the file's row in `files`."""

import sqlite3
from typing import Any
from zlib import crc32

from ipcheck.base.rows import stored_fields
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.entry import Entry
from ipcheck.domain.task import Task

_QUOTED = '"{}"'.format  # because `on` and `by` are keywords of SQL
_TYPES: dict[Any, str] = {str: "TEXT NOT NULL", str | None: "TEXT", int: "INTEGER NOT NULL", int | None: "INTEGER"}


def _definitions(row_class: Any) -> str:
    """The columns of a class of rows, as CREATE TABLE defines them."""
    return ", ".join(f"{_QUOTED(name)} {_TYPES[row_class.__annotations__[name]]}" for name in stored_fields(row_class))


# Tables of classes that every call loads are defined by these classes. The others are spelt out, so that no call loads
# a class for its table alone; tests hold their columns against the fields of the classes.
_OWNED = "file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE"

TABLES = f"""
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, role TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, dependencies TEXT NOT NULL, UNIQUE (path, dependencies));
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL, ids TEXT NOT NULL, replaced TEXT NOT NULL,
    stamps BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS calls_by_key ON calls (key);
CREATE TABLE IF NOT EXISTS ranked (
    call INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE, rank INTEGER NOT NULL, file INTEGER NOT NULL,
    PRIMARY KEY (call, rank)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS ranked_by_file ON ranked (call, file);
CREATE TABLE IF NOT EXISTS plans (
    {_OWNED}, id TEXT NOT NULL, title TEXT NOT NULL, document_number TEXT, issuer TEXT, issued TEXT, published TEXT,
    period TEXT, region TEXT, publisher TEXT, via TEXT, url TEXT, retrieved TEXT, preamble TEXT, closing TEXT,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plan_stats (
    {_OWNED}, plan TEXT NOT NULL, day TEXT, period_end TEXT, published TEXT, tasks INTEGER NOT NULL,
    ongoing INTEGER NOT NULL, agencies INTEGER NOT NULL, dated INTEGER NOT NULL, of_period INTEGER NOT NULL,
    relative INTEGER NOT NULL, only_ongoing INTEGER NOT NULL, undated INTEGER NOT NULL,
    unread INTEGER NOT NULL, unread_responsibilities INTEGER NOT NULL,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS plan_stats_by_plan ON plan_stats (plan);
CREATE TABLE IF NOT EXISTS searched (
    file INTEGER PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE, words BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sections (
    {_OWNED}, position INTEGER NOT NULL, parent INTEGER, depth INTEGER NOT NULL, heading TEXT NOT NULL,
    headings TEXT NOT NULL, searched TEXT NOT NULL, intro TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tasks (
    {_OWNED}, {_definitions(Task)}, PRIMARY KEY (file, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS roles (
    {_OWNED}, agency TEXT NOT NULL, role TEXT NOT NULL, tasks INTEGER NOT NULL, positions TEXT NOT NULL,
    PRIMARY KEY (file, agency, role)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS task_instruments (
    {_OWNED}, position INTEGER NOT NULL, instrument TEXT NOT NULL, stage TEXT NOT NULL,
    PRIMARY KEY (file, position, instrument)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agencies (
    {_OWNED}, name TEXT NOT NULL, official TEXT, english TEXT, abbreviation TEXT, kind TEXT NOT NULL,
    hosted_by TEXT, source TEXT, counterpart TEXT, region TEXT, id TEXT, line INTEGER NOT NULL, column INTEGER NOT NULL,
    PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS former_agencies ON agencies (name, counterpart) WHERE kind = 'former';
CREATE TABLE IF NOT EXISTS agency_names (
    {_OWNED}, name TEXT NOT NULL, folded TEXT NOT NULL, agency TEXT NOT NULL, in_texts INTEGER NOT NULL,
    PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS agency_names_folded ON agency_names (folded);
CREATE TABLE IF NOT EXISTS members (
    {_OWNED}, agency_group TEXT NOT NULL, agency TEXT NOT NULL,
    PRIMARY KEY (file, agency_group, agency)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS functions (
    {_OWNED}, name TEXT NOT NULL, shown TEXT NOT NULL, agency TEXT NOT NULL,
    PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS instruments (
    {_OWNED}, name TEXT NOT NULL, title TEXT NOT NULL, english TEXT, kind TEXT NOT NULL, parent TEXT, id TEXT,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS instrument_names (
    {_OWNED}, name TEXT NOT NULL, folded TEXT NOT NULL, instrument TEXT NOT NULL, in_texts INTEGER NOT NULL,
    PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS instrument_names_folded ON instrument_names (folded);
CREATE TABLE IF NOT EXISTS measures (
    {_OWNED}, id TEXT NOT NULL, name TEXT NOT NULL, english TEXT, unit TEXT NOT NULL, unit_english TEXT,
    better TEXT NOT NULL, kind TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL,
    PRIMARY KEY (file, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS measure_names (
    {_OWNED}, name TEXT NOT NULL, folded TEXT NOT NULL, measure TEXT NOT NULL,
    PRIMARY KEY (file, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS targets (
    {_OWNED}, position INTEGER NOT NULL, place INTEGER NOT NULL, words TEXT NOT NULL, subject TEXT NOT NULL,
    measure TEXT, comparison TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, by TEXT,
    day_basis TEXT NOT NULL, base TEXT, yearly INTEGER NOT NULL, since TEXT,
    PRIMARY KEY (file, position, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS traditional (
    {_OWNED}, traditional TEXT NOT NULL, simplified TEXT NOT NULL, PRIMARY KEY (file, traditional)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS linked_plans (
    {_OWNED}, earlier TEXT NOT NULL, later TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL,
    PRIMARY KEY (file)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (
    {_OWNED}, earlier TEXT NOT NULL, later TEXT NOT NULL, grade TEXT NOT NULL, why TEXT NOT NULL, english TEXT,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file, earlier, later)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_by_earlier ON links (earlier);
CREATE INDEX IF NOT EXISTS links_by_later ON links (later);
CREATE TABLE IF NOT EXISTS entries (
    {_OWNED}, {_definitions(Entry)}, PRIMARY KEY (file, line, column)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS assignments (
    {_OWNED}, {_definitions(Assignment)}, PRIMARY KEY (file, line, column)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gists (
    {_OWNED}, plan TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL, seen TEXT, gist TEXT NOT NULL,
    line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (file, name)) WITHOUT ROWID;
"""

# The indexes of the tables that every plan has rows in: {name: table and columns}.
INDEXES = {
    "sections_by_words": "sections (searched, file, first, last)",
    "tasks_by_due": "tasks (due, deadline_basis)",
    "tasks_by_id": "tasks (id)",
    "roles_by_agency": "roles (agency, role)",
    "task_instruments_by_name": "task_instruments (instrument)",
}
TABLES += "".join(f"CREATE INDEX IF NOT EXISTS {name} ON {columns};\n" for name, columns in INDEXES.items())

# Part of the catalogue's file name: a program with other tables keeps its own file beside this one.
VERSION = f"{crc32(TABLES.encode()):08x}"

# The table for each class of rows in ipcheck.datafiles.rows.
TABLE_OF = {
    "Plan": "plans",
    "SectionRow": "sections",
    "Task": "tasks",
    "PlanStatsRow": "plan_stats",
    "SearchedRow": "searched",
    "RoleRow": "roles",
    "TaskInstrumentRow": "task_instruments",
    "AgencyRow": "agencies",
    "AgencyNameRow": "agency_names",
    "MemberRow": "members",
    "FunctionRow": "functions",
    "InstrumentRow": "instruments",
    "InstrumentNameRow": "instrument_names",
    "MeasureRow": "measures",
    "MeasureNameRow": "measure_names",
    "Target": "targets",
    "TraditionalRow": "traditional",
    "LinkedPlansRow": "linked_plans",
    "LinkRow": "links",
    "Entry": "entries",
    "Assignment": "assignments",
    "GistRow": "gists",
}


def insertion(row_class: Any) -> str:
    """The INSERT statement for rows of a class, with the row id of their file first."""
    columns = ("file", *stored_fields(row_class))
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR IGNORE INTO {TABLE_OF[row_class.__name__]} ({', '.join(map(_QUOTED, columns))}) VALUES ({marks})"


def selection(row_class: Any, table: str, **others: str) -> str:
    """The columns of a SELECT that are the fields of a class, in their order: stored ones from `table` (a name or an
    alias), `others` by their expressions. Fields that are left out must be the last ones."""
    columns = others | {name: f"{table}.{_QUOTED(name)}" for name in stored_fields(row_class)}
    return ", ".join(columns[name] for name in row_class._fields[: len(columns)])


def in_memory() -> sqlite3.Connection:
    """Open a new catalogue in memory, without any rows."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    return connection
