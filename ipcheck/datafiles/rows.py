"""The classes of the rows that loaders make of data files beside plans, tasks, entries and assignments, whose classes
are those of the domain. `ipcheck.base.rows` says how rows are stored. `line` and `column` count from 1."""

from typing import NamedTuple

from ipcheck.domain.assignment import Assignment
from ipcheck.domain.entry import Entry
from ipcheck.domain.plan import Plan
from ipcheck.domain.target import Target
from ipcheck.domain.task import Task


class SectionRow(NamedTuple):
    """A section of a plan. `position` and `parent` are positions of sections, `first` and `last` the positions of its
    first and last task, those of its subsections included (`last` is less than `first` if there are none); all four
    count from 0.

    `headings` are the headings from the top down to its own. `searched` is `heading`, folded for searches.
    """

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


class PlanStatsRow(NamedTuple):
    """The figures of a plan. `day`, by which plans are sorted, is the day of issue, else of publication, else the end
    of the period. `period_end` is the last day of the period, `published` the day of publication, else of issue.
    `tasks` is the number of tasks, `ongoing` how many of them are ongoing, `agencies` how many agencies lead or take
    part in any.

    `dated` to `unread` count the tasks by the source of their last day (`ipcheck.domain.task.dating`) and add up to
    `tasks`; `unread_responsibilities` counts those whose responsibility phrase no rule reads. `line` and `column` are
    the place of the plan's id.
    """

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
    unread: int
    unread_responsibilities: int
    line: int
    column: int


class SearchedRow(NamedTuple):
    """The folded words of a plan for full-text searches, as `ipcheck.base.search.search_block` makes them."""

    words: bytes


class RoleRow(NamedTuple):
    """The tasks of a plan in which an agency has one `role`: lead, participant or mentioned. `positions` is a JSON list
    of the positions of the tasks, `tasks` their number. One row for each task would mean three times as many rows."""

    agency: str
    role: str
    tasks: int
    positions: str


class TaskInstrumentRow(NamedTuple):
    """The stage that the task at `position` promises for an instrument (docs/plans.md): study, drafting, issued …"""

    position: int
    instrument: str
    stage: str


class AgencyRow(NamedTuple):
    """An agency or a group of agencies. `id` is its name in ASCII, which never changes. `counterpart` is the national
    body that a local agency of `region` answers to, or the one that a body of the kind "former" was followed by.

    A registry has them, and a plan those of its local agencies that only the rule of regions names.
    """

    name: str
    official: str | None
    english: str | None
    abbreviation: str | None
    kind: str
    hosted_by: str | None
    source: str | None
    counterpart: str | None
    region: str | None
    id: str | None
    line: int
    column: int


class AgencyNameRow(NamedTuple):
    """A name of an agency. `in_texts` is true if the name is unambiguous in running text."""

    name: str
    folded: str
    agency: str
    in_texts: bool


class MemberRow(NamedTuple):
    """The membership of an agency in a group of agencies."""

    agency_group: str
    agency: str


class FunctionRow(NamedTuple):
    """A function that the local agencies below a national body have: one of its names, and the name that is shown."""

    name: str
    shown: str
    agency: str


class InstrumentRow(NamedTuple):
    """A law or document. `id` is its name in ASCII, which never changes."""

    name: str
    title: str
    english: str | None
    kind: str
    parent: str | None
    id: str | None
    line: int
    column: int


class InstrumentNameRow(NamedTuple):
    """A name of an instrument. `in_texts` is true if running text may hold it."""

    name: str
    folded: str
    instrument: str
    in_texts: bool


class MeasureRow(NamedTuple):
    """A measure (`ipcheck.domain.measure.Measure`), and where it stands."""

    id: str
    name: str
    english: str | None
    unit: str
    unit_english: str | None
    better: str
    kind: str
    line: int
    column: int


class MeasureNameRow(NamedTuple):
    """A name of a measure, its id among them; `folded` for comparison with the words of a text."""

    name: str
    folded: str
    measure: str


class TraditionalRow(NamedTuple):
    """A Traditional character and its Simplified form."""

    traditional: str
    simplified: str


class LinkedPlansRow(NamedTuple):
    """The two plans between whose tasks a links file holds links."""

    earlier: str
    later: str
    line: int
    column: int


class LinkRow(NamedTuple):
    """A link: the task `later` carries on the task `earlier` (docs/links.md)."""

    earlier: str
    later: str
    grade: str
    why: str
    english: str | None
    line: int
    column: int


class GistRow(NamedTuple):
    """A summary of a task, plan or section. `name` is the id of the task or plan, or for a section the id of its plan,
    a space and its heading. `seen` is the digest of the task text that was summed up, if the file gives one."""

    plan: str
    language: str
    name: str
    seen: str | None
    gist: str
    line: int
    column: int


Row = (
    Plan | PlanStatsRow | SearchedRow | SectionRow | Task | RoleRow | TaskInstrumentRow
    | AgencyRow | AgencyNameRow | MemberRow | FunctionRow | InstrumentRow | InstrumentNameRow | TraditionalRow
    | MeasureRow | MeasureNameRow | Target
    | LinkedPlansRow | LinkRow | Entry | Assignment | GistRow
)  # fmt: skip
