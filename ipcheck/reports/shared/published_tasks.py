"""The tasks that anybody can be asked about on a day, which is not always today."""

from collections.abc import Iterator

from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.compliance import published_by
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context


def published_tasks(context: Context, query: TaskQuery) -> Iterator[Task]:
    """The tasks asked for whose plans are published by the day of the question."""
    return _in_force(context, query, context.judge)


def published_tasks_on(context: Context, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The same as they stood on the earlier day of `judge`; what `query` asks of their state and situation is asked of
    the day of the question, not of that day."""
    return _in_force(context, query._replace(states=(), situations=()), judge)


def _in_force(context: Context, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    return (task for task in find_tasks(context.catalogue, query, judge) if published_by(task, judge.on))
