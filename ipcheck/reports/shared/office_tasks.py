"""Tasks as the offices of an agency answer for them: whole, or sentence by sentence where sentences are assigned."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.text import sentences
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import task_of_sentence
from ipcheck.domain.assignment import Assignment, filter_assignments, internal_days
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import task_name


class OfficeTask(NamedTuple):
    """A task, or one sentence of a task, that offices answer for. `assigned` holds the assignments of exactly that.

    `part` is the number of the sentence, from 1; None for the task. For a sentence, `task` has the text, state and
    situation of the sentence, while `whole` is the task itself.
    """

    task: Task
    whole: Task
    part: int | None
    assigned: Sequence[Assignment]

    @property
    def id(self) -> str:
        """The id as people write it: 2025-8, or 2022-29/2 for sentence 2."""
        return f"{self.task.id}/{self.part}" if self.part else self.task.id

    @property
    def name(self) -> str:
        """The id and, if the task is for one city or the like, the name of the city: demo-zones-2.1 广州市."""
        return f"{self.id} {self.task.subject}" if self.task.subject else self.id


def office_tasks(context: Context, tasks: Iterable[Task], query: TaskQuery) -> Iterator[OfficeTask]:
    """For each task, in the given order, the task and those of its sentences that are assigned; if nothing is assigned,
    the task alone. If `query` names offices or persons, only what is assigned to them, with their assignments only.

    If all sentences of a task are assigned, the task itself comes only if it is assigned as well: nobody would fill in
    its row of a workbook.
    """
    for task in tasks:
        for office_task in _split_task(context, task):
            assignments = filter_assignments(office_task.assigned, query.offices, query.persons)
            if assignments or not (query.offices or query.persons):
                yield office_task._replace(assigned=assignments)


def late_internal_days(tasks: Iterable[Task], _: Translator) -> list[str]:
    """The line that names tasks with an internal day after a last day that counts from an event; no line if there is no
    such task. A file of assignments with an internal day after a stated last day is refused when it is read, but
    the day of an event is only in the ledger."""
    late = [
        task_name(task, _) for task in tasks
        if task.relative_event and task.due and max(internal_days(task.assigned), default="") > task.due
    ]  # fmt: skip
    template = _(
        "Internal deadlines later than the deadline, which counts from an event: {tasks}. Correct the assignments."
    )
    return [template.format(tasks=_.join(late))] if late else []


def office_task_of(context: Context, task: Task, part: int | None) -> OfficeTask:
    """A task, or its sentence `part`, with the assignments of exactly that."""
    assignments = [assignment for assignment in task.assigned if assignment.part == part]
    if part is None:
        return OfficeTask(task, task, None, assignments)
    sentence = task_of_sentence(context.catalogue, task, part, context.judge)
    return OfficeTask(sentence._replace(assigned=assignments), task, part, assignments)


def _split_task(context: Context, task: Task) -> Iterator[OfficeTask]:
    assigned_parts = {assignment.part for assignment in task.assigned}
    parts = sorted(part for part in assigned_parts if part)
    if None in assigned_parts or len(parts) < len(sentences(task.text)):
        yield office_task_of(context, task, None)
    for part in parts:
        yield office_task_of(context, task, part)
