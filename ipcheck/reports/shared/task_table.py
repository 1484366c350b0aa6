"""Tasks as a table: the columns and cells that all lists of tasks share."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.records import entry_index, has_assignments
from ipcheck.domain.assignment import internal_days, offices, persons
from ipcheck.domain.situation import LIGHTS, SITUATIONS, Situation, light
from ipcheck.domain.state import NOTHING_RECORDED
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Due, Event, Row, Standing, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import GIST, SITUATION_WORDS

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview


_NO_ASSIGNMENT = ("", "", "", None)  # the cells of a task without an assignment


class CountedTasks:
    """Tasks that can be read once and are counted while they are read, for notes that follow the rows: `situations`
    counts them by situation, `plans` are the ids of their plans."""

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
        """How many tasks have been read so far."""
        return self.situations.total()


def task_document(
    title: str, facts: list[str], tasks: Iterable[Task], context: Context, notes: Any = None,
    events: Callable[[Iterable[Task]], Iterable[Event]] | None = None,
    overview: "Callable[[], Overview] | None" = None,
) -> Document:  # fmt: skip
    """A list of tasks as a document. `facts` stand before the table. `notes` is called after the rows have been read,
    and its lines follow that of the counts. `events` makes the days of a calendar from the tasks."""
    _ = context.translator
    counted_tasks = CountedTasks(tasks)

    def all_notes() -> list[str]:
        return [count_line(counted_tasks, _), *(notes() if notes else [])]

    table = Table(task_columns(context), task_rows(counted_tasks, _))
    return Document(
        title, [table], data=lambda: (task.as_json() for task in counted_tasks), facts=[*facts, as_of(context)],
        notes=all_notes, empty=_("No task matches."), events=(lambda: events(counted_tasks)) if events else None,
        overview=overview, sources=lambda: cite_plans(context, counted_tasks.plans),
    )  # fmt: skip


def cite_plans(context: Context, plans: Iterable[str]) -> list[str]:
    """The plans with these ids as they are cited, in time order."""
    from ipcheck.reports.shared.sources import sources  # only for formats that are passed on

    return sources(context, plans)


def tasks_overview(context: Context, tasks: Iterable[Task]) -> "Overview":
    """The figures and charts that sum up a list of tasks."""
    from ipcheck.reports.shared.charts import overview  # only for formats that draw

    return overview(context, tasks)


def _has_subjects(context: Context) -> bool:
    """Whether a ledger records, by the day of the context, an event of a city or the like from which a last day counts.
    Only then can a task come once for each subject."""
    starts = entry_index(context.catalogue).starts(context.judge.on)
    return any(subject for subject_days in starts.values() for subject, _day in subject_days)


def as_of(context: Context) -> str:
    """The line that says for which day the situations hold."""
    return context.translator("As of {day} (the day in China).").format(day=context.as_of.isoformat())


def count_line(counted_tasks: CountedTasks, _: Translator) -> str:
    """The line that says how many tasks were read, and how many are in each situation."""
    return situations_in_words(counted_tasks.situations, _)


def situations_in_words(situations: Counter[str], _: Translator) -> str:
    """The number of tasks, and the number in each situation: 57 tasks: ⚪ unverified 57."""
    total = _.many("{n} task", "{n} tasks", situations.total())
    by_situation = [
        f"{LIGHTS.get(name, '–')} {_(SITUATION_WORDS[name])} {situations[name]}"
        for name in SITUATIONS
        if situations[name]
    ]
    return total + (_(": ") + _.join(by_situation) if by_situation else "")


def task_columns(context: Context, role: bool = False) -> list[Column]:
    """The columns of a list of tasks. `role` adds a column, for people, with the role of an agency in each task.

    Data for machines has the column `subject` (the city or the like that a last day is for) only if a ledger
    records an event of one, and the columns of the house's own assignments only if a file of assignments is read.
    """
    _ = context.translator
    with_assignments = has_assignments(context.catalogue)
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
        Column("office", _("office"), "list", shown=8, optional=True, data=with_assignments, facet="office"),
        Column("person", _("person"), "list", shown=9, optional=True, data=with_assignments),
        Column("internal_due", _("internal day"), "list", data=with_assignments),
        Column("internal_day", _("internal day"), "due", shown=10, optional=True, data=False),
        *gist_columns(_, shown=7),
    ]
    return [*columns, Column("role", _("role"), shown=5, data=False)] if role else columns


def gist_columns(_: Translator, shown: int) -> list[Column]:
    """The column of summaries, at the place `shown`, for readers who may know no Chinese; no column for others."""
    return [Column("gist", _(GIST), "gist", shown, optional=True, data=False)] if _.is_foreign else []


def gist_cells(key: str, _: Translator) -> list[str]:
    """The cell of the column of summaries: the key of what is summed up (task id, plan id, or plan and heading). No
    cell for readers of Chinese."""
    return [key] if _.is_foreign else []


def task_rows(tasks: Iterable[Task], _: Translator) -> Iterator[Row]:
    """The row of each task for a table with `task_columns`."""
    for task in tasks:
        yield task_row(task, _)


def task_row(task: Task, _: Translator) -> tuple[Any, ...]:
    """The cells of one task, in the order of `task_columns` (without `role`)."""
    return (
        task.id, task.plan, task.number, task.kind, task.headings, task.text, task.due, task.ongoing,
        task.deadline_phrase, task.deadline_basis, task.lead, task.participants, task.responsibility_phrase,
        task.responsibility_basis, task.state.name, situation_cell(task, _), task.state.evidence,
        last_day_cell(task, _), task.subject, *_assignment_cells(task, _), *gist_cells(task.id, _),
    )  # fmt: skip


def _assignment_cells(task: Task, _: Translator) -> tuple[Any, ...]:
    """The offices, the persons and the internal days of a task, for machines and for people; empty cells without an
    assignment."""
    if not task.assigned:
        return _NO_ASSIGNMENT
    days = internal_days(task.assigned)
    return "\n".join(offices(task.assigned)), "\n".join(persons(task.assigned)), "\n".join(days), internal_day(days, _)


def internal_day(days: Sequence[str], _: Translator) -> Due | None:
    """Internal days as one cell for people; the days of several offices are listed as text."""
    if len(days) > 1:
        return Due(None, _.join(list(days)))
    return Due(days[0]) if days else None


def situation_cell(task: Task, _: Translator) -> Standing:
    """The situation of a task as a cell: the name for machines, light and words for people. The words also say how many
    shares of the task are done, and that it is blocked."""
    if task.state is NOTHING_RECORDED:
        return _standing_without_entries(task.situation, _)
    return _standing_with_entries(task, _)


@lru_cache(maxsize=64)
def _standing_without_entries(situation: Situation, _: Translator) -> Standing:
    """The cell of a task without entries. Most tasks have none, and their cells differ by situation only, so the cells
    are cached."""
    words = _(SITUATION_WORDS[situation.name])
    return Standing(situation.name, light(situation, NOTHING_RECORDED), words, words)


def _standing_with_entries(task: Task, _: Translator) -> Standing:
    label = words = _(SITUATION_WORDS[task.situation.name])
    if task.state.shares:
        words += f" {task.state.finished}/{task.state.shares}"
    if task.state.name == "blocked":
        words += _(" (blocked)")
    return Standing(task.situation.name, light(task.situation, task.state), words, label)


def last_day_cell(task: Task, _: Translator) -> Due | None:
    """The last day of a task as a cell for people; None if the task has neither a last day nor a subject. The
    cell says if the day is only the end of the plan's period, which must not be taken for a day of the task, and for
    which city or the like the day is."""
    if task.due and task.deadline_basis == "plan":
        return Due(task.due, "{day}" + _(" (period)"))
    if task.subject:
        day = "{day}" if task.due else _("no day yet")
        return Due(task.due, _("{day} ({subject})").format(day=day, subject=task.subject))
    return Due(task.due) if task.due else None
