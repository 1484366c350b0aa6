"""Suggested links between one plan and many others: in this process where they are few, else in several."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from ipcheck.base.processes import in_processes, processors
from ipcheck.base.uncollected import uncollected
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.lineage.signs import signs_of
from ipcheck.domain.lineage.suggest import suggest
from ipcheck.domain.task import Task

FEW = 5000  # tasks in all up to which other processes would take longer to begin than they save

_IN_A_BATCH = 500  # tasks, of whole plans


class OtherPlan(NamedTuple):
    """The tasks of a plan that is compared with the one named, whether it is the earlier of both, and the links between
    them where they need not be suggested."""

    tasks: Sequence[Task]
    earlier: bool = False
    links: list[Link] | None = None


Compare = Callable[[Sequence[OtherPlan]], list[list[Link]]]


def suggest_each(
    named: Sequence[Task], others: Iterable[OtherPlan], processes: int = 1
) -> Generator[list[Link], None, None]:
    """The links that `suggest` gives between the tasks of one plan and those of each other, in the order of `others`,
    of which only so many are held at a time as the processes need."""
    if processes > 1:
        with closing(in_processes(comparing, (named,), _batches(others), processes)) as found:
            for each in found:
                yield from each
        return
    compare = comparing(named)
    for other in others:
        yield from compare([other])


def processes_for(tasks: int) -> int:
    """How many processes so many tasks in all are worth."""
    return 1 if tasks <= FEW else processors()


def comparing(named: Sequence[Task]) -> Compare:
    """A function that compares plans with `named`, whose signs are worked out only once."""
    known = {task.id: signs_of(task) for task in named}

    def links_with(other: OtherPlan) -> list[Link]:
        earlier, later = (other.tasks, named) if other.earlier else (named, other.tasks)
        return suggest(earlier, later, known).links

    def compare(batch: Sequence[OtherPlan]) -> list[list[Link]]:
        with uncollected():
            return [links_with(other) if other.links is None else other.links for other in batch]

    return compare


def _batches(others: Iterable[OtherPlan]) -> Iterator[list[OtherPlan]]:
    batch: list[OtherPlan] = []
    for other in others:
        batch.append(other)
        if sum(len(each.tasks) for each in batch) >= _IN_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
