"""Deciding which files count in a call, and in which order: the rows of these files answer the call.

The catalogue remembers the decision, so that the next call with the same files need not look up each file.
"""

import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
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


def resolve_call(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> Call:
    """Decide which of the files `ids` count, and their order: other files, then links, then plans in time order, where
    plans without a day come last.

    Shipped links lead only between shipped plans: a user who replaces such a plan must bring its links, too. Raises
    InvalidDataError where two plans have the same id, or two files link the same plans, and neither replaces the other.
    """
    effective = effective_files(connection, ids, _)
    if effective.findings:
        raise InvalidDataError(effective.findings)
    return Call(list(ids), [*effective.others, *effective.links, *effective.plans], sorted(effective.replaced))


class EffectiveFiles(NamedTuple):
    """The row ids of the files that count, of which no two have the same name; plans are in time order.

    `replaced` has the ids of the shipped plans that the user replaces; `findings` the names that are given twice.
    """

    plans: list[int]
    links: list[int]
    others: list[int]
    replaced: set[str]
    findings: list[Finding]


def effective_files(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> EffectiveFiles:
    """The files that count among `ids`. The user's plans and links replace the shipped ones of the same name.

    The name of a plan is its id, that of a links file the pair of its plans. Shipped links and summaries of a replaced
    plan do not count.
    """
    in_time = "SELECT file, plan, line, column FROM plan_stats ORDER BY coalesce(day, '9999'), plan"
    plans = {file: row for file, *row in connection.execute(in_time)}
    linked = {file: row for file, *row in connection.execute("SELECT * FROM linked_plans")}
    findings: list[Finding] = []
    template = _("the plan id {name} is given twice; also in {path}")
    chosen = _chosen(plans, ids, "duplicate-plan", template, findings)
    replaced = {plan for plan, file in chosen.items() if not ids[file].shipped}
    links = {
        file: (_.join(sorted((earlier, later))), line, column)
        for file, (earlier, later, line, column) in linked.items()
        if file in ids and not (ids[file].shipped and replaced & {earlier, later})
    }
    template = _("the links between {name} are given twice; also in {path}")
    chosen_links = _chosen(links, ids, "duplicate-links", template, findings)
    gist_plans = dict(connection.execute("SELECT DISTINCT file, plan FROM gists"))
    others = [
        file for file in ids
        if file not in plans and file not in linked and not (ids[file].shipped and gist_plans.get(file) in replaced)
    ]  # fmt: skip
    plan_files = set(chosen.values())
    return EffectiveFiles(
        [file for file in plans if file in plan_files], list(chosen_links.values()), others, replaced, findings
    )


def _chosen(
    named: Mapping[int, Sequence[Any]], ids: Mapping[int, DataFile], rule: str, template: str, findings: list[Finding]
) -> dict[str, int]:
    """The file that counts for each name, by row id; `named` has (name, line, column) for each file.

    A user's file replaces a shipped one. Two files of the user's, or two shipped ones, with the same name are a fault,
    which is added to `findings` with a message made from `template`.
    """
    chosen: dict[str, int] = {}
    for file in ids:
        if file not in named:
            continue
        name, line, column = named[file]
        rival = chosen.get(name)
        if rival is not None and ids[rival].shipped == ids[file].shipped:
            message = template.format(name=name, path=ids[rival].path)
            findings.append(Finding(ids[file].path, line, column, "error", rule, message))
        else:
            chosen[name] = file
    return chosen
