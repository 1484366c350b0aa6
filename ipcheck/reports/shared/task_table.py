"""Tasks as a table: the columns that every list of tasks shares."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.assignments import has_assignments
from ipcheck.catalogue.entries import entry_index
from ipcheck.domain.assignment import internal_days, offices, persons
from ipcheck.domain.situation import LIGHTS, SITUATIONS, Situation, light
from ipcheck.domain.state import NOTHING_RECORDED
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Due, Event, Row, Standing, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import GIST, SITUATION_WORDS
from ipcheck.reports.shared.sources import sources

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview


_NOBODY = ("", "", "", None)  # in the columns of the house


class CountedTasks:
    """Tasks read once, counted on the way; the counts are for the notes that follow the rows."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = tasks
        self.situations: Counter[str] = Counter()
        self.plans: set[str] = set()

    def __iter__(self) -> Iterator[Task]:
        for task in self._tasks:
            self.situations[task.situation.name] += 1
            self.plans.add(task.plan)
            yield task

    @property
    def count(self) -> int:
        """How many tasks have been read."""
        return self.situations.total()


def task_document(
    title: str, facts: list[str], tasks: Iterable[Task], context: Context, notes: Any = None,
    events: Callable[[Iterable[Task]], Iterable[Event]] | None = None,
    overview: "Callable[[], Overview] | None" = None,
) -> Document:  # fmt: skip
    """A list of tasks as a document; `notes` (called after the rows) are added to the counts. `events` makes the days
    of a calendar from the tasks."""
    _ = context.translator
    reading = CountedTasks(tasks)

    def all_notes() -> list[str]:
        return [count_line(reading, _), *(notes() if notes else [])]

    table = Table(task_columns(context), task_rows(reading, _))
    return Document(
        title, [table], data=lambda: (task.as_json() for task in reading), facts=[*facts, as_of(context)],
        notes=all_notes, empty=_("No task matches."), events=(lambda: events(reading)) if events else None,
        overview=overview, sources=lambda: sources(context, reading.plans),
    )  # fmt: skip


def at_a_glance(context: Context, tasks: Iterable[Task]) -> "Overview":
    """What a list of tasks comes to (see `answers.overview`)."""
    from ipcheck.reports.shared.charts import overview  # only for formats that draw

    return overview(context, tasks)


def _has_subjects(context: Context) -> bool:
    """Whether a ledger records an event of a city or the like from which a last day counts: then a task may come once
    for each."""
    starts = entry_index(context.catalogue).starts(context.judge.on)
    return any(subject for begun in starts.values() for subject, _day in begun)


def as_of(context: Context) -> str:
    """The line that says for which day the situations hold."""
    return context.translator("As of {day} (the day in China).").format(day=context.as_of.isoformat())


def count_line(reading: CountedTasks, _: Translator) -> str:
    """How many tasks were read, and how they stand."""
    return situations_in_words(reading.situations, _)


def situations_in_words(situations: Counter[str], _: Translator) -> str:
    """How many tasks, and how they stand: 57 tasks: ⚪ unverified 57."""
    said = _.many("{n} task", "{n} tasks", situations.total())
    standing = [
        f"{LIGHTS.get(name, '–')} {_(SITUATION_WORDS[name])} {situations[name]}"
        for name in SITUATIONS
        if situations[name]
    ]
    return said + (_(": ") + _.listed(standing) if standing else "")


def task_columns(context: Context, role: bool = False) -> list[Column]:
    """The columns of a list of tasks; `role` adds, for people, what an agency does in each. For machines there is one
    for whom a last day is that counts from an event, and those of the house's own assignments, where there are any."""
    _ = context.translator
    in_house = has_assignments(context.catalogue)
    columns = [
        Column("id", _("task"), "id", shown=1),
        Column("plan", _("plan"), "id", roomy=True, facet="plan"),
        Column("number", _("number"), "id"),
        Column("kind", _("kind")),
        Column("section", _("section"), "path", roomy=True, facet="section"),
        Column("text", _("text"), shown=6),
        Column("due", _("last day"), "day"),
        Column("ongoing", _("ongoing"), "flag"),
        Column("deadline", _("deadline phrase"), roomy=True),
        Column("deadline_basis", _("basis of the day")),
        Column("lead", _("lead"), "agency", shown=4, optional=True, facet="agency"),
        Column("participants", _("participants"), "agencies", roomy=True, facet="agency"),
        Column("responsible", _("responsibility phrase"), roomy=True),
        Column("responsible_basis", _("basis of the roles")),
        Column("state", _("state")),
        Column("situation", _("situation"), "situation", shown=3, facet="situation"),
        Column("evidence", _("evidence"), roomy=True),
    ]
    columns.append(Column("last_day", _("last day"), "due", shown=2, optional=True, data=False))
    columns += [
        Column("subject", _("for"), data=_has_subjects(context)),
        Column("office", _("office"), "list", shown=8, optional=True, data=in_house, facet="office"),
        Column("person", _("person"), "list", shown=9, optional=True, data=in_house),
        Column("internal_due", _("internal day"), "list", data=in_house),
        Column("internal_day", _("internal day"), "due", shown=10, optional=True, data=False),
        *gist_columns(_, shown=7),
    ]
    return [*columns, Column("role", _("role"), shown=5, data=False)] if role else columns


def gist_columns(_: Translator, shown: int) -> list[Column]:
    """The column of summaries, for readers who may know no Chinese; no other reader has one."""
    return [Column("gist", _(GIST), "gist", shown, optional=True, data=False)] if _.foreign else []


def gist_cells(of: str, _: Translator) -> list[str]:
    """The cell for `gist_columns`: what is summed up."""
    return [of] if _.foreign else []


def task_rows(tasks: Iterable[Task], _: Translator) -> Iterator[Row]:
    """The rows for `task_columns`."""
    for task in tasks:
        yield task_row(task, _)


def task_row(task: Task, _: Translator) -> tuple[Any, ...]:
    """The row of one task."""
    return (
        task.id, task.plan, task.number, task.kind, task.headings, task.text, task.due, task.ongoing,
        task.deadline_phrase, task.deadline_basis, task.lead, task.participants, task.responsibility_phrase,
        task.responsibility_basis, task.state.name, standing(task, _), task.state.evidence,
        last_day(task, _), task.subject, *_in_house(task, _), *gist_cells(task.id, _),
    )  # fmt: skip


def _in_house(task: Task, _: Translator) -> tuple[Any, ...]:
    """Who answers for a task in the house, and by when; nothing where nobody is named."""
    if not task.assigned:
        return _NOBODY
    days = internal_days(task.assigned)
    return "\n".join(offices(task.assigned)), "\n".join(persons(task.assigned)), "\n".join(days), internal_day(days, _)


def internal_day(days: Sequence[str], _: Translator) -> Due | None:
    """Internal days for people; several differ by office, and stand in a row."""
    if len(days) > 1:
        return Due(None, _.listed(list(days)))
    return Due(days[0]) if days else None


def standing(task: Task, _: Translator) -> Standing:
    """How a task stands: name for machines, light and words for people; what blocks is said beside it."""
    if task.state is NOTHING_RECORDED:
        return _unrecorded(task.situation, _)
    return _standing(task, _)


@lru_cache(maxsize=64)
def _unrecorded(situation: Situation, _: Translator) -> Standing:
    """Of tasks of which nothing is recorded, most of all: they stand in a few ways."""
    words = _(SITUATION_WORDS[situation.name])
    return Standing(situation.name, light(situation, NOTHING_RECORDED), words, words)


def _standing(task: Task, _: Translator) -> Standing:
    label = words = _(SITUATION_WORDS[task.situation.name])
    if task.state.shares:
        words += f" {task.state.finished}/{task.state.shares}"
    if task.state.name == "blocked":
        words += _(" (blocked)")
    return Standing(task.situation.name, light(task.situation, task.state), words, label)


def last_day(task: Task, _: Translator) -> Due | None:
    """The last day for people, who must not take the end of a plan's period for a day of the task."""
    if task.due and task.deadline_basis == "plan":
        return Due(task.due, "{day}" + _(" (period)"))
    if task.subject:
        day = "{day}" if task.due else _("no day yet")
        return Due(task.due, _("{day} ({subject})").format(day=day, subject=task.subject))
    return Due(task.due) if task.due else None
