"""The tasks of plans that were published by a given day: nobody could answer for a task before its plan was
published."""

from collections.abc import Iterator

from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.compliance import published_by
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context


def published_tasks(context: Context, query: TaskQuery) -> Iterator[Task]:
    """The tasks that `query` selects, of the plans published by the day of the context."""
    return _find_published(context, query, context.judge)


def published_tasks_on(context: Context, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The tasks that `query` selects, of the plans published by the earlier day of `judge`, with their situations on
    that earlier day. The filters of `query` by state and situation are ignored: they are about the day of the
    context."""
    return _find_published(context, query._replace(states=(), situations=()), judge)


def _find_published(context: Context, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    return (task for task in find_tasks(context.catalogue, query, judge) if published_by(task, judge.on))
