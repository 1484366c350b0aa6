"""Counting the tasks of an answer that have a phrase which no rule reads."""

from typing import NamedTuple

from ipcheck.catalogue.conditions import TaskQuery, in_clause
from ipcheck.catalogue.query import find_published_tasks, find_tasks
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.situation import UNREAD, Judge


class UnreadCounts(NamedTuple):
    """How many tasks have a deadline phrase, and how many a responsibility phrase, that no rule reads."""

    deadlines: int = 0
    responsibilities: int = 0


def undecided(query: TaskQuery) -> TaskQuery:
    """The query for the tasks of which nobody can tell whether `query` selects them, or how they stand, because no rule
    reads a phrase of theirs."""
    return query._replace(basis=UNREAD, situations=(), dated=False, soonest_first=False)


def unread_counts(catalogue: Catalogue, query: TaskQuery, judge: Judge, only_published: bool = False) -> UnreadCounts:
    """Count the tasks with unread phrases that may be among those that `query` asks for, whatever their last days are.

    A task whose responsibility phrase is unread may be one of any agency. `only_published` leaves out plans that were
    published after the day of `judge`.
    """
    others = undecided(query)._replace(before=None, after=None)
    counts = _stored_counts(catalogue, others, judge.on if only_published else None)
    if not any(counts) or not any(others._replace(plans=(), basis="")):
        return counts
    find = find_published_tasks if only_published else find_tasks
    tasks = {task.id: task for task in find(catalogue, others, judge)}.values()
    return UnreadCounts(
        sum(task.deadline_basis == UNREAD for task in tasks),
        sum(task.responsibility_basis == UNREAD for task in tasks),
    )


def _stored_counts(catalogue: Catalogue, query: TaskQuery, published_by: str | None) -> UnreadCounts:
    """The counts of the plans of `query` whole, or of all plans if it names none."""
    where, parameters = in_clause("plan", query.plans) if query.plans else ("1", [])
    if published_by:
        where, parameters = f"{where} AND ifnull(published <= ?, 1)", [*parameters, published_by]
    rows = catalogue.select(
        "SELECT total(unread), total(unread_responsibilities) FROM active CROSS JOIN plan_stats USING (file)"
        f" WHERE {where}",
        parameters,
    )
    return UnreadCounts(*map(int, next(rows)))
