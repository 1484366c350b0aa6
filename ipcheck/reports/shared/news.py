"""What the ledgers record of tasks and instruments in some days: what happened, what was entered late, what is to
come."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from ipcheck.base.dates import Span
from ipcheck.catalogue.records import entry_index, recorded_steps
from ipcheck.domain.entry import Entry, announced_steps
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context

Told = tuple[Entry, Task | None]  # a step of an instrument alone has no task


class Recorded(NamedTuple):
    """Entries on tasks, each with its task, then steps of instruments alone, in time order.

    `happened`: in the days, whenever it was entered. `entered_late`: happened before the days, and entered in them.
    `announced`: the steps of instruments, those of tasks among them, that were known on the last day to come later.
    """

    happened: Sequence[Told]
    entered_late: Sequence[Told]
    announced: Sequence[Told]


def recorded_between(
    context: Context, tasks: Sequence[Task], instruments: Collection[str | None], days: Span
) -> Recorded:
    """What the ledgers record in these days of these tasks, and of these instruments (uniform names).

    What happened in a month or year counts by its last day, so that it is told once. An entry on one city comes with
    the task of that city.
    """
    by_key = {(task.id, None): task for task in reversed(tasks)} | {task.key: task for task in tasks}
    first, last = (day.isoformat() for day in days)

    def with_task(entry: Entry) -> Told:
        return entry, by_key.get((entry.task, entry.subject)) or by_key.get((entry.task, None))

    on_tasks = [entry for entry in entry_index(context.catalogue).news() if (entry.task, None) in by_key]
    steps = [
        step for step in recorded_steps(context.catalogue)
        if ((step.task, None) in by_key if step.task else step.instrument in instruments)
    ]  # fmt: skip
    entries = [*on_tasks, *(step for step in steps if not step.task)]  # steps of tasks are among the entries on tasks
    return Recorded(
        [with_task(entry) for entry in entries if first <= entry.on_to <= last],
        [with_task(entry) for entry in entries if first <= entry.recorded <= last and entry.on_to < first],
        [with_task(step) for step in announced_steps(steps, last)],
    )
