"""What a question about last days leaves out: tasks without one, and plans that only have a period."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ipcheck.catalogue.entries import recorded
from ipcheck.catalogue.query import ANY, COUNTED, STATED, Wanted, conditions
from ipcheck.catalogue.store import Catalogue
from ipcheck.tasks import OF_PERIOD, ONLY_ONGOING, RELATIVE, UNDATED, dating


class LeftOut(NamedTuple):
    """How many tasks a question about days could not take in, and the plans that only have a period: {id: tasks}."""

    ongoing: int
    undated: int
    relative: int
    period: dict[str, int]


class _Dated(NamedTuple):
    """How many tasks of a plan are dated how (`ipcheck.tasks.dating`), but for those with a day of their own."""

    plan: str
    of_period: int
    relative: int
    only_ongoing: int
    undated: int


def left_out(catalogue: Catalogue, wanted: Wanted, until: str) -> LeftOut:
    """What a question about last days leaves out of the tasks that its other filters let through; `until` is the day up
    to which events are known."""
    starts = recorded(catalogue).starts(until).keys()
    others = wanted._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)
    if any(others._replace(plans=(), basis="")):
        counts = list(_counted(catalogue, others, starts))
    else:  # of whole plans it is known
        begun = {plan for plan, _event in starts}
        counts = [each for each in _known(catalogue, wanted.plans) if each.plan not in begun]
        if plans := [plan for plan in begun if not wanted.plans or plan in wanted.plans]:
            counts += _counted(catalogue, others._replace(plans=plans), starts)
    return LeftOut(
        sum(each.only_ongoing for each in counts), sum(each.undated for each in counts),
        sum(each.relative for each in counts),
        {each.plan: each.of_period for each in counts if each.of_period} if wanted.basis == STATED else {},
    )  # fmt: skip


def _known(catalogue: Catalogue, plans: Sequence[str]) -> Iterator[_Dated]:
    """Of these plans or of all, in time order."""
    rows = catalogue.select(
        "SELECT plan, of_period, relative, only_ongoing, undated FROM active CROSS JOIN counts USING (file)"
        " ORDER BY rank"
    )
    return (each for each in map(_Dated._make, rows) if not plans or each.plan in plans)


def _counted(catalogue: Catalogue, wanted: Wanted, starts: Collection[tuple[str, str]]) -> Iterator[_Dated]:
    """Of the plans with tasks that the filters let through, counted task by task; what counts from a recorded event has
    its day."""
    where, parameters = conditions(catalogue, wanted)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for plan, basis, has_day, ongoing, event, count in catalogue.select(
        "SELECT p.id, t.deadline_basis, t.due IS NOT NULL, t.ongoing, t.relative_event, count(*)"
        f" {COUNTED} WHERE {where} GROUP BY 1, 2, 3, 4, 5 ORDER BY a.rank",
        parameters,
    ):
        if has_day or (plan, event) not in starts:
            counts[plan][dating(bool(has_day), basis, event, bool(ongoing))] += count
    for plan, dated in counts.items():
        yield _Dated(plan, dated[OF_PERIOD], dated[RELATIVE], dated[ONLY_ONGOING], dated[UNDATED])
