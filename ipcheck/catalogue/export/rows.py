"""The rows of an export, as a stream: each task is read once, and 300,000 tasks fit into little memory."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from ipcheck.base.dates import last_day
from ipcheck.base.rows import split_list
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import curated_links
from ipcheck.catalogue.export.layout import BY_NAME
from ipcheck.catalogue.lists import plan_days, plans
from ipcheck.catalogue.measures import targets_by_task
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import assignments_by_task, entry_index, recorded_steps
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.entry import sort_by_day
from ipcheck.domain.situation import Judge
from ipcheck.domain.target import known_figures
from ipcheck.domain.task import Task, plan_of

# The name of a table, and a row in the order of its columns: texts, numbers, flags, ISO days, lists of texts.
Named = tuple[str, tuple[Any, ...]]

# Columns that the last file with the name may leave out: plans tell region and counterpart, too, and an id is for ever.
_KEPT = {
    "counterpart": "max(counterpart) OVER (PARTITION BY name)",
    "region": "max(region) OVER (PARTITION BY name)",
    "id": "first_value(id) OVER (PARTITION BY name ORDER BY id IS NULL, rank DESC)",
}
_TELL_EVERY = 200  # tasks between two reports of progress

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
        for position, plan in enumerate(chosen, 1):
            yield "plans", _PLAN(plan, year=years[plan.id], position=position)
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
        targets = targets_by_task(self.catalogue, self.ids)
        for task in find_tasks(self.catalogue, TaskQuery(plans=self.ids), self.judge):
            year = years[task.plan]
            if task.plan != plan:
                plan, position = task.plan, 0
            if task.id != last:  # else the same task for another subject
                last, position = task.id, position + 1
                for agency, role, rank in _roles(task):
                    yield "responsibilities", (year, plan, task.id, position, agency, role, rank)
                for instrument, stage in task.stages():
                    yield "task_instruments", (year, plan, task.id, position, instrument, stage)
                for target in targets.get(task.id, ()):
                    given = {"year": year, "plan": plan, "task": task.id, "position": position}
                    yield "targets", _TARGET(target, **given, place=target.place + 1)
            yield "tasks", _TASK(task, year=year, position=position, as_of=self.judge.on)

    def _links(self, years: dict[str, int | None]) -> Iterator[Named]:
        for link in curated_links(self.catalogue):
            earlier, later = plan_of(link.earlier), plan_of(link.later)
            if earlier in years and later in years:
                yield "links", _LINK(link, year=years[later], earlier_plan=earlier, later_plan=later)

    def _entries(self, years: dict[str, int | None]) -> Iterator[Named]:
        index = entry_index(self.catalogue)
        for position, entry in enumerate(index.entries, 1):
            if entry.plan in years:
                yield "entries", _ENTRY(entry, year=years[entry.plan], position=position)
        figures = known_figures(index.reported(), self.judge.on)
        for position, entry in enumerate(figures, 1):
            if entry.plan in years:
                yield (
                    "figures",
                    _FIGURE(entry, year=years[entry.plan], position=position, day=last_day(str(entry.as_of))),
                )
        for position, entry in enumerate(recorded_steps(self.catalogue), 1):
            if not entry.task or entry.plan in years:
                yield "steps", _STEP(entry, position=position, task=entry.task or None)
        checks = sort_by_day(list(chain.from_iterable(index.checks.values())))
        for position, entry in enumerate(checks, 1):
            if entry.plan in years:
                yield "checks", _CHECK(entry, year=years[entry.plan], position=position)

    def _assignments(self, years: dict[str, int | None]) -> Iterator[Named]:
        for assignment in chain.from_iterable(assignments_by_task(self.catalogue).values()):
            plan = plan_of(assignment.task)
            if plan in years:
                yield "assignments", _ASSIGNMENT(assignment, year=years[plan], plan=plan)

    def _registries(self) -> Iterator[Named]:
        """The rows of agencies, instruments and measures; of two registries that define one, the later counts. What
        plans add about an agency, its region and counterpart, stands beside what a registry says, and an id stays."""
        for name in (
            "agencies", "agency_names", "instruments", "instrument_names", "measures", "measure_names", "members",
        ):  # fmt: skip
            fields = [_KEPT.get(column.field, column.field) for column in BY_NAME[name].columns]
            order = "1, 2" if name == "members" else "rank, 1"  # a group has members by both registries
            if name == "agencies":
                order = f"file IN (SELECT file FROM plan_stats) DESC, {order}"
            sql = f"SELECT {', '.join(fields)} FROM {name} JOIN active USING (file) ORDER BY {order}"
            newest = {row[: len(BY_NAME[name].key)]: row for row in self.catalogue.select(sql)}
            yield from ((name, row) for row in newest.values())


class _RowMaker:
    """Makes rows of a table from objects, by the names of their fields; the columns `given` have other values."""

    def __init__(self, name: str, *given: str) -> None:
        table = BY_NAME[name]
        self._read = attrgetter(*(column.field for column in table.columns if column.name not in given))
        self._given = [(place, column.name) for place, column in enumerate(table.columns) if column.name in given]
        self._flags, self._lists = table.places("boolean"), table.places("list")

    def __call__(self, item: Any, **given: Any) -> tuple[Any, ...]:
        row = list(self._read(item))
        for place, name in self._given:
            row.insert(place, given[name])
        for place in self._flags:
            row[place] = None if row[place] is None else bool(row[place])
        for place in self._lists:
            row[place] = row[place] if isinstance(row[place], list) else split_list(row[place])
        return tuple(row)


_PLAN = _RowMaker("plans", "year", "position")
_TARGET = _RowMaker("targets", "year", "plan", "task", "position", "place")
_FIGURE = _RowMaker("figures", "year", "position", "day")
_TASK = _RowMaker("tasks", "year", "position", "as_of")
_LINK = _RowMaker("links", "year", "earlier_plan", "later_plan")
_ENTRY = _RowMaker("entries", "year", "position")
_STEP = _RowMaker("steps", "position", "task")
_CHECK = _RowMaker("checks", "year", "position")
_ASSIGNMENT = _RowMaker("assignments", "year", "plan")


def _roles(task: Task) -> Iterator[tuple[str, str, int]]:
    """Each agency of the task with its role, and its rank among those with that role."""
    for role, field in (("lead", "leads"), ("participant", "participants"), ("mentioned", "mentions")):
        yield from ((agency, role, rank) for rank, agency in enumerate(task.listed(field), 1))


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None
