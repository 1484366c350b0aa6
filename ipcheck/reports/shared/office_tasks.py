"""Tasks as an agency's own offices answer for them: whole, or sentence by sentence where sentences are assigned."""

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
    """What is given to offices as one: a task, or its sentence `part` (from 1), whose text, state and situation `task`
    then has, while `whole` is the task itself. `assigned` are the assignments of just this."""

    task: Task
    whole: Task
    part: int | None
    assigned: Sequence[Assignment]

    @property
    def id(self) -> str:
        """As people write it: 2025-8, or 2022-29/2."""
        return f"{self.task.id}/{self.part}" if self.part else self.task.id

    @property
    def name(self) -> str:
        """The same with the city or the like that it is for: demo-zones-2.1 广州市."""
        return f"{self.id} {self.task.subject}" if self.task.subject else self.id


def office_tasks(context: Context, tasks: Iterable[Task], query: TaskQuery) -> Iterator[OfficeTask]:
    """What is given to offices of each task, in its order, or where nothing is, the task; only what is given to the
    offices and persons that are asked for, and to them alone.

    A task all of whose sentences are given away is not listed as a whole besides: nobody would fill in that line.
    """
    for task in tasks:
        for share in _of_task(context, task):
            mine = filter_assignments(share.assigned, query.offices, query.persons)
            if mine or not (query.offices or query.persons):
                yield share._replace(assigned=mine)


def late_internal_days(tasks: Iterable[Task], _: Translator) -> list[str]:
    """The line that names tasks whose internal day lies after their last day. Where that is stated, the file of
    assignments is refused; where it counts from an event, only the ledger tells."""
    late = [
        task_name(task, _) for task in tasks
        if task.relative_event and task.due and max(internal_days(task.assigned), default="") > task.due
    ]  # fmt: skip
    form = _(
        "Internal days that are later than the last day, which counts from an event: {tasks}. Mend the assignments."
    )
    return [form.format(tasks=_.listed(late))] if late else []


def office_task_of(context: Context, task: Task, part: int | None) -> OfficeTask:
    """A task, or a sentence that it has, with what is assigned of just that."""
    own = [each for each in task.assigned if each.part == part]
    if part is None:
        return OfficeTask(task, task, None, own)
    sentence = task_of_sentence(context.catalogue, task, part, context.judge)
    return OfficeTask(sentence._replace(assigned=own), task, part, own)


def _of_task(context: Context, task: Task) -> Iterator[OfficeTask]:
    given = {each.part for each in task.assigned}
    parts = sorted(part for part in given if part)
    if None in given or len(parts) < len(sentences(task.text)):
        yield office_task_of(context, task, None)
    for part in parts:
        yield office_task_of(context, task, part)
