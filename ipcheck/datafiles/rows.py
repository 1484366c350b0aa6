"""The rows that a data file becomes; the field names are the catalogue's columns.

Days are ISO text, lists are joined by LINE_SEP (which no value can hold), places count from 1.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

LINE_SEP = "\n"


class PlanRow(NamedTuple):
    """A plan without its sections."""

    id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued: str | None
    published: str | None
    period: str | None
    region: str | None
    publisher: str | None
    via: str | None
    url: str | None
    retrieved: str | None
    preamble: str | None
    closing: str | None
    line: int
    column: int


class SectionRow(NamedTuple):
    """A heading. `position`, `parent` and `first`..`last` (tasks, those of its own sections included) count from 0."""

    position: int
    parent: int | None
    depth: int
    heading: str
    headings: str
    searched: str
    intro: str | None
    first: int
    last: int
    line: int
    column: int


class TaskRow(NamedTuple):
    """A task with what its phrases mean."""

    position: int
    section: int
    id: str
    number: str
    kind: str
    headings: str
    text: str
    deadline_phrase: str | None
    due: str | None
    ongoing: bool
    relative_event: str | None
    relative_count: int | None
    relative_unit: str | None
    deadline_basis: str
    responsibility_phrase: str | None
    lead: str | None
    participants: str
    divided: bool
    others: bool
    responsibility_basis: str
    mentions: str
    instruments: str
    line: int
    column: int


class PlanStatsRow(NamedTuple):
    """A plan at a glance: its id, the day by which it stands in time order, the end of its period, when it became
    public; how many tasks it has, how many go on, how many agencies answer for any; its tasks by how they are dated
    (`ipcheck.domain.task.dating`), which add up to all; the place of its id."""

    plan: str
    day: str | None
    period_end: str | None
    published: str | None
    tasks: int
    ongoing: int
    agencies: int
    dated: int
    of_period: int
    relative: int
    only_ongoing: int
    undated: int
    line: int
    column: int


class SearchedRow(NamedTuple):
    """What a plan says, folded, for searches: see `ipcheck.datafiles.loaders.searched`."""

    words: bytes


class RoleRow(NamedTuple):
    """An agency's part in a plan: in which tasks (a JSON list of their `positions`, and how many) it is lead,
    participant or mentioned. A row for each task would be three times as many."""

    agency: str
    role: str
    tasks: int
    positions: str


class TaskInstrumentRow(NamedTuple):
    """What a task promises for an instrument."""

    position: int
    instrument: str
    stage: str


class AgencyRow(NamedTuple):
    """An agency or a group of agencies."""

    name: str
    official: str | None
    english: str | None
    abbreviation: str | None
    kind: str
    hosted_by: str | None
    source: str | None
    line: int
    column: int


class AgencyNameRow(NamedTuple):
    """A name that means an agency; `in_texts` where it is unmistakable in running text."""

    name: str
    folded: str
    agency: str
    in_texts: bool


class MemberRow(NamedTuple):
    """An agency in a group."""

    agency_group: str
    agency: str


class InstrumentRow(NamedTuple):
    """A law or document."""

    name: str
    title: str
    english: str | None
    kind: str
    parent: str | None
    line: int
    column: int


class InstrumentNameRow(NamedTuple):
    """A name that means an instrument."""

    name: str
    folded: str
    instrument: str


class TraditionalRow(NamedTuple):
    """A Traditional character and its Simplified form."""

    traditional: str
    simplified: str


class LinkedPlansRow(NamedTuple):
    """The two plans whose tasks a links file links."""

    earlier: str
    later: str
    line: int
    column: int


class LinkRow(NamedTuple):
    """A later task that carries on an earlier one."""

    earlier: str
    later: str
    grade: str
    why: str
    line: int
    column: int


class EntryRow(NamedTuple):
    """A dated entry of a ledger (ipcheck.domain.entry.Entry)."""

    plan: str
    task: str
    part: int | None
    instrument: str | None
    agency: str | None
    subject: str | None
    state: str | None
    step: str | None
    event: str | None
    on: str
    recorded: str
    evidence: str | None
    source: str | None
    by: str | None
    note: str | None
    problem: str | None
    next: str | None
    row: str | None
    line: int
    column: int


class AssignmentRow(NamedTuple):
    """A task given to an office (ipcheck.domain.assignment.Assignment)."""

    task: str
    part: int | None
    office: str
    person: str | None
    internal_due: str | None
    remind: str
    note: str | None
    line: int
    column: int


class GistRow(NamedTuple):
    """A summary of what `name` is: the id of a task or plan, or a plan and a heading; `seen` is the digest of the text
    of a task that was summed up."""

    plan: str
    language: str
    name: str
    seen: str | None
    gist: str
    line: int
    column: int


Row = (
    PlanRow | PlanStatsRow | SearchedRow | SectionRow | TaskRow | RoleRow | TaskInstrumentRow
    | AgencyRow | AgencyNameRow | MemberRow | InstrumentRow | InstrumentNameRow | TraditionalRow
    | LinkedPlansRow | LinkRow | EntryRow | AssignmentRow | GistRow
)  # fmt: skip

# By the name of their kind; from another process as plain tuples.
Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def by_kind(rows: Iterable[Row]) -> Rows:
    """Rows in groups of one kind, for one statement each."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[type(row).__name__].append(row)
    return dict(groups)
