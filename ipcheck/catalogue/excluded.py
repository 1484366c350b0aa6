"""Counting what a question about last days leaves out: tasks without a last day, and plans that only have a period."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import MANY
from ipcheck.catalogue.conditions import ANY, STATED, TaskQuery, from_clause, in_clause, placeholders, where_clause
from ipcheck.catalogue.records import entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.task import OF_PERIOD, ONLY_ONGOING, RELATIVE, UNDATED, dating


class ExcludedCounts(NamedTuple):
    """The numbers of tasks that a question about last days leaves out.

    `ongoing` and `undated` tasks have no last day; `relative` tasks count from an event that no ledger records.
    `periods` is the number of plans with tasks that only have the plan's period. `period` has the number of such tasks
    by plan id, for at least as many plans as an answer lists, the first in time order.
    """

    ongoing: int
    undated: int
    relative: int
    periods: int
    period: dict[str, int]


def excluded_counts(catalogue: Catalogue, query: TaskQuery, until: str) -> ExcludedCounts:
    """Count the tasks that match the other filters of `query` and that its question about last days leaves out.

    Events count up to and including `until` (ISO text). Plans that only have a period are counted only where the query
    asks for stated days.
    """
    starts = entry_index(catalogue).starts(until).keys()
    others = query._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)
    if any(others._replace(plans=(), basis="")):
        counts = _count_tasks(catalogue, others, starts)
    else:  # counts of whole plans are stored; only those with recorded events are counted anew
        with_events = sorted({plan for plan, _event in starts})
        counts = _stored_counts(catalogue, query.plans, with_events)
        if plans := [plan for plan in with_events if not query.plans or plan in query.plans]:
            counted = _count_tasks(catalogue, others._replace(plans=plans), starts)
            ongoing, undated, relative, periods = map(int.__add__, counts[:4], counted[:4])
            counts = ExcludedCounts(ongoing, undated, relative, periods, counts.period | counted.period)
    return counts if query.basis == STATED else counts._replace(periods=0, period={})


def _stored_counts(catalogue: Catalogue, plans: Sequence[str], without: Sequence[str]) -> ExcludedCounts:
    """The stored counts of these plans (all if there are none), except the plans `without`."""
    where, ids = in_clause("plan", plans) if plans else ("1", [])
    source = f"FROM active CROSS JOIN plan_stats USING (file) WHERE {where} AND plan NOT IN ({placeholders(without)})"
    sums = f"SELECT total(only_ongoing), total(undated), total(relative), total(of_period > 0) {source}"
    ongoing, undated, relative, periods = map(int, next(catalogue.select(sums, [*ids, *without])))
    first = f"SELECT plan, of_period {source} AND of_period > 0 ORDER BY rank LIMIT {MANY}"
    return ExcludedCounts(ongoing, undated, relative, periods, dict(catalogue.select(first, [*ids, *without])))


def _count_tasks(catalogue: Catalogue, query: TaskQuery, starts: Collection[tuple[str, str]]) -> ExcludedCounts:
    """Count the tasks that match a query one by one; `starts` are the recorded events, whose tasks have a last day."""
    where, parameters = where_clause(catalogue, query)
    counts: Counter[str] = Counter()
    period: Counter[str] = Counter()
    for plan, basis, has_day, ongoing, event, count in catalogue.select(
        "SELECT p.plan, t.deadline_basis, t.due IS NOT NULL, t.ongoing, t.relative_event, count(*)"
        f" {from_clause(query)} WHERE {where} GROUP BY 1, 2, 3, 4, 5 ORDER BY a.rank",
        parameters,
    ):
        dated_by = dating(bool(has_day), basis, event, bool(ongoing))
        if dated_by == OF_PERIOD:
            period[plan] += count
        elif (plan, event) not in starts:
            counts[dated_by] += count
    return ExcludedCounts(counts[ONLY_ONGOING], counts[UNDATED], counts[RELATIVE], len(period), dict(period))
