"""Tasks as tables for people and as records for programs: what all lists of tasks share."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.records import entry_index, has_assignments
from ipcheck.domain.assignment import internal_days, offices, persons
from ipcheck.domain.situation import Situation, light
from ipcheck.domain.state import NOTHING_RECORDED
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Due, Field, Records, Row, Standing, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import english_of, section_column, text_columns
from ipcheck.reports.shared.found_tasks import FoundTasks, situations_in_words
from ipcheck.reports.shared.labels import (
    OUTCOME_WORDS,
    SITUATION_WORDS,
    milestones_in_words,
    situation_in_detail,
    situation_with_outcome,
)
from ipcheck.reports.shared.unread import deadline_mark, responsibility_column

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview

# The fields of a task in records, each with the attribute that it holds.
_FIELDS = (
    (Field("id"), "id"), (Field("plan"), "plan"), (Field("number"), "number"), (Field("kind"), "kind"),
    (Field("section", "path"), "headings"), (Field("text"), "text"), (Field("due"), "due"),
    (Field("ongoing", "flag"), "ongoing"), (Field("deadline"), "deadline_phrase"),
    (Field("deadline_basis"), "deadline_basis"), (Field("lead"), "lead"),
    (Field("participants", "list"), "participants"), (Field("responsible"), "responsibility_phrase"),
    (Field("responsible_basis"), "responsibility_basis"), (Field("state"), "state.name"),
    (Field("situation"), "situation.name"), (Field("evidence"), "state.evidence"),
)  # fmt: skip
# These came later: they stand last, so that the places of the others stay.
_LATER_FIELDS = (
    (Field("outcome"), "outcome"), (Field("done_on"), "done_on"), (Field("late", "flag"), "late"),
    (Field("after_period", "flag"), "situation.after_period"), (Field("checked"), "checked"),
    (Field("leads", "list"), "leads"),
)  # fmt: skip
_ENGLISH = Field("english")  # the last of all


def task_document(
    context: Context, title: str, facts: Sequence[str], tasks: FoundTasks, notes: Callable[[bool], Sequence[str]]
) -> Document:
    """A list of tasks as a document: first how many there are, by situation, then `facts`. `notes` say what is not in
    the list, and are told whether it is empty: they stand below it or, if it is, first."""
    _ = context.translator

    def counts() -> list[str]:
        return [situations_in_words(tasks.situations, _), *(() if tasks.situations else notes(True))]

    facts, notes_below = counts_first(
        context, counts, [*facts, as_of(context)], lambda: notes(False) if tasks.situations else ()
    )
    return Document(
        title, lambda: [Table(task_columns(_), list(tasks))], lambda: task_records(context, tasks),
        data=lambda: map(task_json(context), tasks), facts=facts, notes=notes_below,
        overview=lambda: tasks_overview(context, tasks), sources=lambda: cite_plans(context, tasks.plans),
        holds=lambda: tasks.held(_),
    )  # fmt: skip


def counts_first(
    context: Context, counts: Callable[[], Sequence[str]], facts: Sequence[str], notes: Callable[[], Sequence[str]]
) -> tuple[Sequence[str], Callable[[], Sequence[str]]]:
    """The facts and the notes of a list whose `counts` come first. In an answer that streams they are the first notes:
    only after its tasks are they known."""
    if context.streams:
        return facts, lambda: [*counts(), *notes()]
    return [*counts(), *facts], notes


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


def task_columns(_: Translator, role: Callable[[Task], str] | None = None) -> list[Column[Task]]:
    """The columns of a list of tasks; with `role`, one for the role of an agency in each."""
    return [
        Column(_("task"), lambda task: task.id, "id", facet="task"),
        Column(_("deadline"), lambda task: last_day_cell(task, _), "due", optional=True),
        Column(_("status"), lambda task: situation_cell(task, _), "situation", facet="situation"),
        Column(_("lead"), lambda task: task.leads, "agencies", optional=True, facet="agency"),
        responsibility_column(_),
        *([Column(_("role"), role)] if role else ()),
        *text_columns(attrgetter("text"), attrgetter("id"), _),
        Column(_("office"), lambda task: _joined(offices(task.assigned)), "list", optional=True, facet="office"),
        Column(_("person"), lambda task: _joined(persons(task.assigned)), "list", optional=True),
        Column(
            _("internal deadline"), lambda task: internal_day(internal_days(task.assigned), _), "due", optional=True
        ),
        Column(_("plan"), lambda task: task.plan, "id", roomy=True, facet="plan"),
        section_column(lambda task: task, _),
        Column(_("deadline phrase"), lambda task: task.deadline_phrase, roomy=True),
        Column(_("earlier stages"), lambda task: milestones_in_words(task, _), roomy=True),
        Column(_("participants"), lambda task: task.participants, "agencies", roomy=True, facet="agency"),
        Column(_("responsibility phrase"), lambda task: task.responsibility_phrase, roomy=True),
        Column(_("evidence"), lambda task: task.state.evidence, roomy=True),
        Column(_("done on"), lambda task: task.done_on, "day", roomy=True),
        Column(_("searched without result"), lambda task: task.checked, "day", roomy=True),
    ]


def task_records(context: Context, tasks: Iterable[Task]) -> Records:
    """Tasks as records."""
    fields, values = task_fields(context)
    return Records(fields, map(values, tasks))


def task_fields(context: Context) -> tuple[list[Field], Callable[[Task], Row]]:
    """The fields of a task in records, and the function that gives its values.

    `subject` (the city or the like that a last day is for) is among them only if a ledger records an event of one, and
    what the house has assigned only if a file of assignments is read.
    """
    subject = [(Field("subject"), "subject")] if _has_subjects(context) else []
    english = english_of(context)
    if not has_assignments(context.catalogue):
        fields = [*_FIELDS, *subject, *_LATER_FIELDS]
        stored = attrgetter(*(attribute for _field, attribute in fields))
        return [*(field for field, _attribute in fields), _ENGLISH], lambda task: (*stored(task), english(task.id))
    first = attrgetter(*(attribute for _field, attribute in (*_FIELDS, *subject)))
    last = attrgetter(*(attribute for _field, attribute in _LATER_FIELDS))
    of_house = [(Field(name, "list"), "") for name in ("office", "person", "internal_due")]

    def with_assignments(task: Task) -> Row:
        lists = (offices(task.assigned), persons(task.assigned), internal_days(task.assigned))
        return (*first(task), *map(_joined, lists), *last(task), english(task.id))

    keys = [field for field, _attribute in (*_FIELDS, *subject, *of_house, *_LATER_FIELDS)]
    return [*keys, _ENGLISH], with_assignments


def task_json(context: Context) -> Callable[[Task], dict[str, Any]]:
    """The function that gives a task as JSON answers contain it."""
    english = english_of(context)
    return lambda task: task.as_json() | {_ENGLISH.key: english(task.id)}


def _joined(names: Sequence[str]) -> str:
    return "\n".join(names)


def internal_day(days: Sequence[str], _: Translator) -> Due | None:
    """Internal days as one cell for people; the days of several offices are listed as text."""
    if len(days) > 1:
        return Due(None, _.join(list(days)))
    return Due(days[0]) if days else None


def situation_cell(task: Task, _: Translator) -> Standing:
    """The situation of a task as a cell. Its words also tell what is known to have become of the task."""
    if task.state is NOTHING_RECORDED and task.checked is None:
        return _standing_without_entries(task.situation, _)
    label = _(SITUATION_WORDS[task.situation.name])
    return Standing(task.situation.name, light(task.situation, task.state), situation_in_detail(task, _), label)


@lru_cache(maxsize=64)
def _standing_without_entries(situation: Situation, _: Translator) -> Standing:
    """The cell of a task without entries and checks. Most tasks have none, and their cells differ by situation only, so
    the cells are cached."""
    words = situation_with_outcome(situation, _(OUTCOME_WORDS["unknown"]), _)
    return Standing(situation.name, light(situation, NOTHING_RECORDED), words, _(SITUATION_WORDS[situation.name]))


def last_day_cell(task: Task, _: Translator) -> Due | None:
    """The last day of a task as a cell for people; None if the task has neither a last day nor a subject. The
    cell says if the day is only the end of the plan's period, which must not be taken for a day of the task, for which
    city or the like the day is, and if no rule reads the phrase: then it shows that, or marks what a person reads in
    it."""
    if mark := deadline_mark(task, _):
        return Due(task.due, "{day}" + _(" (interpreted)")) if task.due else Due(None, mark)
    if task.due and task.deadline_basis == "plan":
        return Due(task.due, "{day}" + _(" (period)"))
    if task.subject:
        day = "{day}" if task.due else _("no date yet")
        return Due(task.due, _("{day} ({subject})").format(day=day, subject=task.subject))
    return Due(task.due) if task.due else None
