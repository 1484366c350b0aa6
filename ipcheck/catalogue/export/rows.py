"""The rows of an export, as a stream: each task is read once, and 300,000 tasks fit into little memory."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import curated_links
from ipcheck.catalogue.lists import Plan, plan_days, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import assignments_by_task, entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task, plan_of

# The name of a table, and a row in the order of its columns: texts, numbers, flags, ISO days, lists of texts.
Named = tuple[str, tuple[Any, ...]]

_TELL_EVERY = 200  # tasks between two reports of progress

_AGENCIES = """
    SELECT name, official, english, abbreviation, kind, hosted_by, source
    FROM agencies JOIN active USING (file) ORDER BY rank, name
"""
_AGENCY_NAMES = "SELECT name, agency FROM agency_names JOIN active USING (file) ORDER BY rank, name"
_MEMBERS = "SELECT DISTINCT agency_group, agency FROM members JOIN active USING (file) ORDER BY 1, 2"
_INSTRUMENTS = "SELECT name, title, english, kind, parent FROM instruments JOIN active USING (file) ORDER BY rank, name"
_INSTRUMENT_NAMES = "SELECT name, instrument FROM instrument_names JOIN active USING (file) ORDER BY rank, name"
_SECTIONS = """
    SELECT p.plan, s.position, s.parent, s.depth, s.heading, s.headings, s.intro, s.first, s.last
    FROM sections s JOIN active a ON a.file = s.file JOIN plan_stats p ON p.file = s.file
    ORDER BY a.rank, s.position
"""


class ExportContent(NamedTuple):
    """The content of an export: the plans with these `ids` (all if empty), their tasks judged by `judge` on its day."""

    catalogue: Catalogue
    judge: Judge
    ids: Sequence[str] = ()

    def rows(self, tell: Callable[[int, int], None]) -> Iterator[Named]:
        """Every row of every table. `tell` is called with the number of tasks read so far, and of all tasks."""
        chosen = list(plans(self.catalogue, self.ids))
        days = plan_days(self.catalogue)
        years = {plan.id: _year(days[plan.id]) for plan in chosen}
        yield from _plans(chosen, years)
        done, total = 0, sum(plan.tasks for plan in chosen)
        for row in self._tasks(years):
            if row[0] == "tasks":
                done += 1
                if not done % _TELL_EVERY:
                    tell(done, total)
            yield row
        yield from chain(
            self._sections(years),
            self._links(years),
            self._entries(years),
            self._assignments(years),
            self._registries(),
        )

    def _sections(self, years: dict[str, int | None]) -> Iterator[Named]:
        for plan, position, parent, depth, heading, headings, intro, first, last in self.catalogue.select(_SECTIONS):
            if plan not in years:
                continue
            above = None if parent is None else parent + 1
            numbers = (first + 1, last + 1)
            yield "sections", (
                years[plan], plan, position + 1, above, depth, heading, headings.split("\n"), intro, *numbers
            )  # fmt: skip

    def _tasks(self, years: dict[str, int | None]) -> Iterator[Named]:
        plan, last, position = "", "", 0
        for task in find_tasks(self.catalogue, TaskQuery(plans=self.ids), self.judge):
            year = years[task.plan]
            if task.plan != plan:
                plan, position = task.plan, 0
            if task.id != last:  # else the same task for another subject
                last, position = task.id, position + 1
                for agency, role in _roles(task):
                    yield "responsibilities", (year, plan, task.id, position, agency, role)
                for instrument, stage in task.stages():
                    yield "task_instruments", (year, plan, task.id, position, instrument, stage)
            yield "tasks", _task(task, year, position, self.judge.on)

    def _links(self, years: dict[str, int | None]) -> Iterator[Named]:
        for link in curated_links(self.catalogue):
            earlier, later = plan_of(link.earlier), plan_of(link.later)
            if earlier in years and later in years:
                yield "links", (years[later], earlier, link.earlier, later, link.later, link.grade, link.why)

    def _entries(self, years: dict[str, int | None]) -> Iterator[Named]:
        for position, entry in enumerate(entry_index(self.catalogue).entries, 1):
            if entry.plan in years:
                yield "entries", (
                    years[entry.plan], entry.plan, entry.task, position, entry.part, entry.instrument, entry.agency,
                    entry.subject, entry.state, entry.step, entry.event, entry.on, entry.recorded, entry.evidence,
                    entry.source, entry.by, entry.note, entry.problem, entry.next, entry.row,
                )  # fmt: skip

    def _assignments(self, years: dict[str, int | None]) -> Iterator[Named]:
        for assignment in chain.from_iterable(assignments_by_task(self.catalogue).values()):
            plan = plan_of(assignment.task)
            if plan in years:
                reminders = list(map(str, assignment.reminders))
                yield "assignments", (
                    years[plan], plan, assignment.task, assignment.part, assignment.office, assignment.person,
                    assignment.internal_due, reminders, assignment.note,
                )  # fmt: skip

    def _registries(self) -> Iterator[Named]:
        """The rows of agencies and instruments; of two registries that define one, the later counts."""
        for table, sql in (
            ("agencies", _AGENCIES), ("agency_names", _AGENCY_NAMES),
            ("instruments", _INSTRUMENTS), ("instrument_names", _INSTRUMENT_NAMES),
        ):  # fmt: skip
            newest = {row[0]: row for row in self.catalogue.select(sql)}
            yield from ((table, row) for row in newest.values())
        yield from (("members", row) for row in self.catalogue.select(_MEMBERS))


def _plans(chosen: Sequence[Plan], years: dict[str, int | None]) -> Iterator[Named]:
    for position, plan in enumerate(chosen, 1):
        yield "plans", (
            years[plan.id], plan.id, position, plan.title, plan.document_number, plan.issuer, plan.issued,
            plan.published, plan.period, plan.region, plan.publisher, plan.via, plan.url, plan.retrieved,
            plan.preamble, plan.closing,
        )  # fmt: skip


def _task(task: Task, year: int | None, position: int, as_of: str) -> tuple[Any, ...]:
    return (
        year, task.plan, task.id, task.subject, position, task.number, task.kind, task.listed("headings"), task.text,
        task.deadline_phrase, task.due, bool(task.ongoing), task.relative_event, task.relative_count,
        task.relative_unit, task.deadline_basis, task.responsibility_phrase, task.lead, task.listed("participants"),
        bool(task.divided), bool(task.others), task.responsibility_basis, task.listed("mentions"),
        [name for name, _stage in task.stages()], task.state.name, task.situation.name, task.situation.milestone_met,
        task.state.evidence, as_of,
    )  # fmt: skip


def _roles(task: Task) -> Iterator[tuple[str, str]]:
    if task.lead:
        yield task.lead, "lead"
    yield from ((name, "participant") for name in task.listed("participants"))
    yield from ((name, "mentioned") for name in task.listed("mentions"))


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None
