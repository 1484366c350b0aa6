"""Which rows answer a call: the files that count, in their order. It is remembered, so that the next call with the same
files asks nothing of each."""

import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import DataFile, program_stamp

_KEPT = 4  # calls that are remembered


class Call(NamedTuple):
    """The row ids of a call's `files`, in their order; those that count, `ranked`; the shipped plans in whose place the
    user's own stand, `replaced`."""

    files: Sequence[int]
    ranked: Sequence[int]
    replaced: Sequence[str]


class Remembered(NamedTuple):
    """A call that has been answered before, by its row id; `ids` are those of its files, in a text."""

    own: int
    ids: str
    replaced: Sequence[str]

    @property
    def files(self) -> Sequence[int]:
        """The row ids of its files, in their order."""
        return list(map(int, self.ids.split()))


def remembered(connection: sqlite3.Connection, stamps: bytes) -> Remembered | None:
    """What answered the last call with these very `stamps`; None where none did."""
    sql = "SELECT id, ids, replaced FROM calls WHERE key = ? AND stamps = ?"
    found = connection.execute(sql, (crc32(stamps), stamps)).fetchone()
    return Remembered(found[0], found[1], found[2].split()) if found else None


def remember(connection: sqlite3.Connection, stamps: bytes, call: Call) -> None:
    """Keep what answers a call; what answered calls long ago is forgotten."""
    own = connection.execute(
        "INSERT INTO calls (key, stamps, ids, replaced) VALUES (?, ?, ?, ?)",
        (crc32(stamps), stamps, " ".join(map(str, call.files)), " ".join(call.replaced)),
    ).lastrowid
    connection.execute("INSERT INTO ranked SELECT ?, key, value FROM json_each(?)", (own, _list(call.ranked)))
    connection.execute("DELETE FROM calls WHERE id <= ?", (int(own or 0) - _KEPT,))


def forget(connection: sqlite3.Connection) -> None:
    """Let go of the calls of which rows are gone."""
    there = {own for (own,) in connection.execute("SELECT id FROM files")}
    for own, ids in connection.execute("SELECT id, ids FROM calls").fetchall():
        if not there.issuperset(map(int, ids.split())):
            connection.execute("DELETE FROM calls WHERE id = ?", (own,))


def stamps_of(files: Sequence[DataFile]) -> bytes:
    """All that decides which rows answer a call, its files as they are and this very program, as bytes that are made
    and compared in no time."""
    texts = [program_stamp(), *(f"{file.path}\0{file.role}" for file in files)]
    numbers = array("q", [file.mtime for file in files])
    numbers.extend(file.size for file in files)
    numbers.extend(file.shipped for file in files)
    return "\0".join(texts).encode(errors="surrogateescape") + b"\0" + numbers.tobytes()


def _list(ids: Sequence[int]) -> str:
    """As JSON: a query has not parameters enough for thousands."""
    return f"[{','.join(map(str, ids))}]"


def activate(connection: sqlite3.Connection, call: Call | Remembered) -> None:
    """Name the files that count in the table `active` (file, rank)."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TEMP TABLE active (file INTEGER PRIMARY KEY, rank INTEGER NOT NULL)")
    if isinstance(call, Remembered):
        of_call = "SELECT file, rank FROM ranked WHERE call = ? ORDER BY file"
        connection.execute(f"INSERT INTO active {of_call}", (call.own,))
    else:
        connection.execute("INSERT INTO active SELECT value, key FROM json_each(?)", (_list(call.ranked),))


def resolve_call(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> Call:
    """The files that count: plans in time order, those without a day last, behind all else. Raises InvalidDataError
    where two plans have one id.

    Links that are shipped lead between the shipped plans: who replaces one of these brings its links too.
    """
    sole = effective_files(connection, ids, _)
    if sole.findings:
        raise InvalidDataError(sole.findings)
    return Call(list(ids), [*sole.others, *sole.links, *sole.plans], sorted(sole.replaced))


class EffectiveFiles(NamedTuple):
    """The files that count, by row id, where of several with one name one does, plans in time order; and the faults
    where none may."""

    plans: list[int]
    links: list[int]
    others: list[int]
    replaced: set[str]
    findings: list[Finding]


def effective_files(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> EffectiveFiles:
    """Of plans with one id, and of links between the same two plans, the user's, which replace the shipped ones."""
    in_time = "SELECT file, plan, line, column FROM plan_stats ORDER BY coalesce(day, '9999'), plan"
    plans = {file: row for file, *row in connection.execute(in_time)}
    linked = {file: row for file, *row in connection.execute("SELECT * FROM linked_plans")}
    findings: list[Finding] = []
    said = _("the plan id {name} is given twice; also in {path}")
    chosen = _chosen(plans, ids, "duplicate-plan", said, findings)
    replaced = {plan for plan, file in chosen.items() if not ids[file].shipped}
    links = {
        file: (_.listed(sorted((earlier, later))), line, column)
        for file, (earlier, later, line, column) in linked.items()
        if file in ids and not (ids[file].shipped and replaced & {earlier, later})
    }
    said = _("the links between {name} are given twice; also in {path}")
    chosen_links = _chosen(links, ids, "duplicate-links", said, findings)
    summed_up = dict(connection.execute("SELECT DISTINCT file, plan FROM gists"))
    others = [
        file for file in ids
        if file not in plans and file not in linked and not (ids[file].shipped and summed_up.get(file) in replaced)
    ]  # fmt: skip
    counting = set(chosen.values())
    return EffectiveFiles(
        [file for file in plans if file in counting], list(chosen_links.values()), others, replaced, findings
    )


def _chosen(
    named: Mapping[int, Sequence[Any]], ids: Mapping[int, DataFile], rule: str, said: str, findings: list[Finding]
) -> dict[str, int]:
    """The file that counts for each name, of those with (name, line, column): the user's replaces the shipped one. Adds
    a finding where two of the user's, or two shipped ones, have one name."""
    chosen: dict[str, int] = {}
    for file in ids:
        if file not in named:
            continue
        name, line, column = named[file]
        rival = chosen.get(name)
        if rival is not None and ids[rival].shipped == ids[file].shipped:
            complaint = said.format(name=name, path=ids[rival].path)
            findings.append(Finding(ids[file].path, line, column, "error", rule, complaint))
        else:
            chosen[name] = file
    return chosen
