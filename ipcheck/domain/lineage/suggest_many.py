"""Suggested links between one plan and many others: in this process for few tasks, in several processes for many."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from ipcheck.base.processes import gc_paused, in_processes, processors
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.lineage.signs import signs_of
from ipcheck.domain.lineage.suggest import suggest
from ipcheck.domain.task import Task

FEW = 5000  # tasks in total; up to this number, other processes take longer to start than they save

_IN_A_BATCH = 500  # the number of tasks from which a batch of whole plans is complete


class OtherPlan(NamedTuple):
    """A plan to compare with the named plan: its tasks, and whether it is the earlier of the two.

    `links` holds the links between the two plans where these are known, so that none are suggested.
    """

    tasks: Sequence[Task]
    earlier: bool = False
    links: list[Link] | None = None


Compare = Callable[[Sequence[OtherPlan]], list[list[Link]]]


def suggest_each(
    named: Sequence[Task], others: Iterable[OtherPlan], processes: int = 1
) -> Generator[list[Link], None, None]:
    """The links that `suggest` finds between the tasks of the named plan and each of `others`, in their order.

    Of `others`, only as many plans are held at a time as the processes need.
    """
    if processes > 1:
        with closing(in_processes(make_comparison, (named,), _batches(others), processes)) as results:
            for batch_links in results:
                yield from batch_links
        return
    compare = make_comparison(named)
    for other in others:
        yield from compare([other])


def processes_for(tasks: int) -> int:
    """The number of processes to use for a total number of tasks."""
    return 1 if tasks <= FEW else processors()


def make_comparison(named: Sequence[Task]) -> Compare:
    """A function that compares plans with the tasks `named`, of which it computes the signs only once."""
    known_signs = {task.id: signs_of(task) for task in named}

    def links_with(other: OtherPlan) -> list[Link]:
        earlier, later = (other.tasks, named) if other.earlier else (named, other.tasks)
        return suggest(earlier, later, known_signs).links

    def compare(batch: Sequence[OtherPlan]) -> list[list[Link]]:
        with gc_paused():
            return [links_with(other) if other.links is None else other.links for other in batch]

    return compare


def _batches(others: Iterable[OtherPlan]) -> Iterator[list[OtherPlan]]:
    batch: list[OtherPlan] = []
    for other in others:
        batch.append(other)
        if sum(len(plan.tasks) for plan in batch) >= _IN_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
