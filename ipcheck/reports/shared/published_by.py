"""The tasks that anybody can be asked about on a day, which is not always today."""

from collections.abc import Iterator

from ipcheck.catalogue.conditions import Wanted
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.compliance import in_force
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Asked


def tasks_in_force(asked: Asked, wanted: Wanted) -> Iterator[Task]:
    """The tasks asked for whose plans are published by the day of the question."""
    return _in_force(asked, wanted, asked.judge)


def tasks_before(asked: Asked, wanted: Wanted, judge: Judge) -> Iterator[Task]:
    """The same as they stood on the earlier day of `judge`; what `wanted` asks of their state and situation is asked of
    the day of the question, not of that day."""
    return _in_force(asked, wanted._replace(states=(), situations=()), judge)


def _in_force(asked: Asked, wanted: Wanted, judge: Judge) -> Iterator[Task]:
    return (task for task in find_tasks(asked.catalogue, wanted, judge) if in_force(task, judge.on))
