"""The rows of an export, each task read once, so that 300,000 stream."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import curated_links
from ipcheck.catalogue.entries import entry_index
from ipcheck.catalogue.lists import Plan, plan_days, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task, plan_of

# A table's name and one of its rows, in the order of its columns: texts, numbers, flags, ISO days, lists of texts.
Named = tuple[str, tuple[Any, ...]]

_TOLD = 200  # tasks after which progress is told

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


class Content(NamedTuple):
    """What is exported: the plans of `ids` (all if empty), as `judge` sees them on its day."""

    catalogue: Catalogue
    judge: Judge
    ids: Sequence[str] = ()

    def rows(self, tell: Callable[[int, int], None]) -> Iterator[Named]:
        """Every row of every table; `tell` hears how many tasks of how many have been read."""
        found = list(plans(self.catalogue, self.ids))
        days = plan_days(self.catalogue)
        years = {plan.id: _year(days[plan.id]) for plan in found}
        yield from _plans(found, years)
        done, total = 0, sum(plan.tasks for plan in found)
        for row in self._tasks(years):
            if row[0] == "tasks":
                done += 1
                if not done % _TOLD:
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
            if task.id != last:  # else the same for another subject
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
        for position, each in enumerate(entry_index(self.catalogue).entries, 1):
            if each.plan in years:
                yield "entries", (
                    years[each.plan], each.plan, each.task, position, each.part, each.instrument, each.agency,
                    each.subject, each.state, each.step, each.event, each.on, each.recorded, each.evidence,
                    each.source, each.by, each.note, each.problem, each.next, each.row,
                )  # fmt: skip

    def _assignments(self, years: dict[str, int | None]) -> Iterator[Named]:
        for each in chain.from_iterable(assigned(self.catalogue).values()):
            plan = plan_of(each.task)
            if plan in years:
                reminders = list(map(str, each.reminders))
                yield "assignments", (
                    years[plan], plan, each.task, each.part, each.office, each.person, each.internal_due, reminders,
                    each.note,
                )  # fmt: skip

    def _registries(self) -> Iterator[Named]:
        """Agencies and instruments; where two registries name one, the later counts, as when plans are read."""
        for table, sql in (
            ("agencies", _AGENCIES), ("agency_names", _AGENCY_NAMES),
            ("instruments", _INSTRUMENTS), ("instrument_names", _INSTRUMENT_NAMES),
        ):  # fmt: skip
            newest = {row[0]: row for row in self.catalogue.select(sql)}
            yield from ((table, row) for row in newest.values())
        yield from (("members", row) for row in self.catalogue.select(_MEMBERS))


def _plans(found: Sequence[Plan], years: dict[str, int | None]) -> Iterator[Named]:
    for position, plan in enumerate(found, 1):
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
