"""What a question about last days leaves out: tasks without one, and plans that only have a period."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import MANY
from ipcheck.catalogue.conditions import ANY, STATED, TaskQuery, from_clause, in_clause, placeholders, where_clause
from ipcheck.catalogue.entries import entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.task import OF_PERIOD, ONLY_ONGOING, RELATIVE, UNDATED, dating


class ExcludedCounts(NamedTuple):
    """How many tasks a question about days could not take in; how many plans only have a period, and the first of
    these, as many as an answer tells: {id: tasks}."""

    ongoing: int
    undated: int
    relative: int
    periods: int
    period: dict[str, int]


def excluded_counts(catalogue: Catalogue, query: TaskQuery, until: str) -> ExcludedCounts:
    """What a question about last days leaves out of the tasks that its other filters let through; `until` is the day up
    to which events are known."""
    starts = entry_index(catalogue).starts(until).keys()
    others = query._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)
    if any(others._replace(plans=(), basis="")):
        left = _counted(catalogue, others, starts)
    else:  # of whole plans it is known, but for those of which events are recorded
        begun = sorted({plan for plan, _event in starts})
        left = _known(catalogue, query.plans, begun)
        if plans := [plan for plan in begun if not query.plans or plan in query.plans]:
            more = _counted(catalogue, others._replace(plans=plans), starts)
            ongoing, undated, relative, periods = map(int.__add__, left[:4], more[:4])
            left = ExcludedCounts(ongoing, undated, relative, periods, left.period | more.period)
    return left if query.basis == STATED else left._replace(periods=0, period={})


def _known(catalogue: Catalogue, plans: Sequence[str], but: Sequence[str]) -> ExcludedCounts:
    """Of these plans or of all, without some."""
    of, named = in_clause("plan", plans) if plans else ("1", [])
    source = f"FROM active CROSS JOIN plan_stats USING (file) WHERE {of} AND plan NOT IN ({placeholders(but)})"
    sums = f"SELECT total(only_ongoing), total(undated), total(relative), total(of_period > 0) {source}"
    ongoing, undated, relative, periods = map(int, next(catalogue.select(sums, [*named, *but])))
    first = f"SELECT plan, of_period {source} AND of_period > 0 ORDER BY rank LIMIT {MANY}"
    return ExcludedCounts(ongoing, undated, relative, periods, dict(catalogue.select(first, [*named, *but])))


def _counted(catalogue: Catalogue, query: TaskQuery, starts: Collection[tuple[str, str]]) -> ExcludedCounts:
    """Of what the filters let through, counted task by task; what counts from a recorded event has its day."""
    where, parameters = where_clause(catalogue, query)
    dated: Counter[str] = Counter()
    period: Counter[str] = Counter()
    for plan, basis, has_day, ongoing, event, count in catalogue.select(
        "SELECT p.plan, t.deadline_basis, t.due IS NOT NULL, t.ongoing, t.relative_event, count(*)"
        f" {from_clause(query)} WHERE {where} GROUP BY 1, 2, 3, 4, 5 ORDER BY a.rank",
        parameters,
    ):
        how = dating(bool(has_day), basis, event, bool(ongoing))
        if how == OF_PERIOD:
            period[plan] += count
        elif (plan, event) not in starts:
            dated[how] += count
    return ExcludedCounts(dated[ONLY_ONGOING], dated[UNDATED], dated[RELATIVE], len(period), dict(period))
