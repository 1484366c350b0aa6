"""Counting what a question about last days leaves out: tasks without a last day, and those that only have the period of
their plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import MANY
from ipcheck.catalogue.conditions import ANY, TaskQuery, from_clause, in_clause, placeholders, where_clause
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import OF_PERIOD, ONLY_ONGOING, RELATIVE, UNDATED, dating

# Tasks that only have the period of their plan: how many, of how many plans, and how many of each of the first plans in
# time order, of at least as many as an answer lists.
PeriodCounts = tuple[int, int, Mapping[str, int]]
_NO_PERIOD: PeriodCounts = (0, 0, {})


class ExcludedCounts(NamedTuple):
    """The numbers of tasks that a question about last days leaves out.

    `over` and `running` count the tasks that only have the period of their plan, by whether it is over. `ongoing` and
    `undated` tasks have no last day; `relative` tasks count from an event that no ledger records.
    """

    over: PeriodCounts
    running: PeriodCounts
    ongoing: int
    undated: int
    relative: int


def excluded_counts(catalogue: Catalogue, query: TaskQuery, judge: Judge, with_periods: bool) -> ExcludedCounts:
    """Count the tasks that match the other filters of `query` and that its question about last days leaves out, on the
    day of `judge`.

    Tasks that only have the period of their plan are counted only `with_periods`.
    """
    starts = entry_index(catalogue).starts(judge.on).keys()
    others = query._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)
    if others != others.whatever_became():  # which SQL cannot tell
        counts = _sum(row for row in _judged_rows(catalogue, others, judge) if row[:2] not in starts)
    elif any(others._replace(plans=(), basis="")):
        counts = _sum(row for row in _rows(catalogue, others, judge.on) if row[:2] not in starts)
    else:  # counts of whole plans are stored; only those with recorded events are counted anew
        with_events = sorted({plan for plan, _event in starts})
        counts = _stored_counts(catalogue, query.plans, with_events, judge.on)
        if plans := [plan for plan in with_events if not query.plans or plan in query.plans]:
            rows = _rows(catalogue, others._replace(plans=plans), judge.on)
            counts = _add(counts, _sum(row for row in rows if row[:2] not in starts))
    return counts if with_periods else counts._replace(over=_NO_PERIOD, running=_NO_PERIOD)


def _stored_counts(catalogue: Catalogue, plans: Sequence[str], without: Sequence[str], on: str) -> ExcludedCounts:
    """The stored counts of these plans (all if there are none), except the plans `without`."""
    where, ids = in_clause("plan", plans) if plans else ("1", [])
    source = f"FROM active CROSS JOIN plan_stats USING (file) WHERE {where} AND plan NOT IN ({placeholders(without)})"
    is_over = "ifnull(period_end < ?, 0)"
    sums = ", ".join(
        f"total({value} * ({is_over} = {over}))" for over in (1, 0) for value in ("of_period", "(of_period > 0)")
    )
    others = ", ".join(f"total({column})" for column in ("only_ongoing", "undated", "relative"))
    values = next(catalogue.select(f"SELECT {sums}, {others} {source}", [*[on] * 4, *ids, *without]))
    over, over_plans, running, running_plans, ongoing, undated, relative = map(int, values)
    by_plan = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {value}, plan, of_period {source} AND of_period > 0 AND {is_over} = {value}"
        f" ORDER BY rank LIMIT {MANY})"
        for value in (1, 0)
    )
    first: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for is_of_past, plan, count in catalogue.select(by_plan, [*ids, *without, on] * 2):
        first[not is_of_past][plan] = count
    return ExcludedCounts(
        (over, over_plans, first[0]), (running, running_plans, first[1]), ongoing, undated, relative
    )  # fmt: skip


# How tasks are dated: plan, event from which they count, whether its period is over, one of DATINGS, how many they are.
_Row = tuple[str, str | None, bool, str, int]


def _rows(catalogue: Catalogue, query: TaskQuery, on: str) -> Iterator[_Row]:
    """The tasks that match a query, grouped."""
    where, parameters = where_clause(catalogue, query)
    select = (
        "SELECT p.plan, t.relative_event, ifnull(p.period_end < ?, 0), t.due IS NOT NULL, t.deadline_basis, t.ongoing,"
        f" count(*) {from_clause(query)} WHERE {where} GROUP BY 1, 2, 4, 5, 6 ORDER BY a.rank"
    )
    for plan, event, is_over, has_day, basis, ongoing, count in catalogue.select(select, [on, *parameters]):
        yield plan, event, bool(is_over), dating(bool(has_day), basis, event, bool(ongoing)), count


def _judged_rows(catalogue: Catalogue, query: TaskQuery, judge: Judge) -> Iterator[_Row]:
    """The tasks that match a query with filters that only a judge can apply, one by one."""
    for task in find_tasks(catalogue, query, judge):
        is_over = bool(task.period_end and task.period_end < judge.on)
        dated_by = dating(task.due is not None, task.deadline_basis, task.relative_event, bool(task.ongoing))
        yield task.plan, task.relative_event, is_over, dated_by, 1


def _sum(rows: Iterator[_Row]) -> ExcludedCounts:
    counts: Counter[str] = Counter()
    periods: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for plan, _event, is_over, dated_by, count in rows:
        if dated_by == OF_PERIOD:
            periods[is_over][plan] += count
        else:
            counts[dated_by] += count
    over, running = ((of.total(), len(of), of) for of in (periods[True], periods[False]))
    return ExcludedCounts(over, running, counts[ONLY_ONGOING], counts[UNDATED], counts[RELATIVE])


def _add(stored: ExcludedCounts, counted: ExcludedCounts) -> ExcludedCounts:
    """The sum of two counts of different plans."""
    over, running = (
        (one[0] + other[0], one[1] + other[1], {**one[2], **other[2]})
        for one, other in zip(stored[:2], counted[:2], strict=True)
    )
    return ExcludedCounts(over, running, *map(int.__add__, stored[2:], counted[2:]))
