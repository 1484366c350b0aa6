"""Targets, the figures that plans promise, and whether what was reached meets them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ipcheck.base.dates import last_day
from ipcheck.domain.entry import Entry
from ipcheck.domain.measure import LOWER, PERCENT, POINTS, TOTAL, YEARLY, Measure, base_unit, read_amount

AT_MOST, AT_LEAST, STABLE, ABOUT, INCREASE, DECREASE = COMPARISONS = (
    "at-most", "at-least", "stable", "about", "increase", "decrease",
)  # fmt: skip
MET, NOT_MET, NOT_KNOWN = "met", "not-met", "not-known"
RESULTS = (NOT_MET, NOT_KNOWN, MET)  # first what needs a reader most
# Why nobody can say whether a target is met, in the order in which the reasons are looked for.
NOT_EXACT, NO_MEASURE, OTHER_UNIT, NO_DAY, TO_COME, OTHER_DAYS, NO_FIGURE, DIFFERING, NO_BASE = REASONS = (
    "not-exact", "no-measure", "other-unit", "no-day", "to-come", "other-days", "no-figure", "differing", "no-base",
)  # fmt: skip
OF_TEXT, OF_DEADLINE, OF_PLAN, OF_NOTHING = DAY_BASES = ("text", "deadline", "plan", "none")


class Target(NamedTuple):
    """A figure that the task at `position` of a plan promises (rules: docs/targets.md). All fields are stored.

    `place` counts the targets of the task from 0. `words` are those of the document. `subject` is what is counted, in
    its words, `measure` the id of the measure that they name (None: none of the registries). `comparison` is one of
    COMPARISONS, `value` a decimal, `unit` as the document writes it. `by` is the last day (ISO text), and `day_basis`
    (one of DAY_BASES) says whether the text of the figure, the deadline of the task or the period of the plan gives it.
    `base` is the year with which an increase or a decrease compares. A `yearly` target (0 or 1) holds for each year
    from `since`.
    """

    position: int
    place: int
    words: str
    subject: str
    measure: str | None
    comparison: str
    value: str
    unit: str
    by: str | None
    day_basis: str
    base: str | None
    yearly: int
    since: str | None


class Verdict(NamedTuple):
    """Whether a target is met (one of RESULTS), why nobody can say (one of REASONS; None where it can be said), and the
    figures on record that decide it: where it is not known, the one nearest to the day. `change` is that of an increase
    or a decrease, in the unit of the target."""

    result: str
    reason: str | None = None
    figures: Sequence[Entry] = ()
    change: Decimal | None = None


def judge_target(target: Target, measure: Measure | None, figures: Sequence[Entry], on: str) -> Verdict:
    """Whether a target is met on the day `on` (ISO text), by the `figures` on record for its measure and region up to
    that day, in the order of the days for which they hold.

    A figure decides only for the day that is promised: neither a later one, nor an earlier one, which may not have
    lasted – but a total never falls. Nothing decides a target that is not exact (左右).
    """
    if target.comparison == ABOUT:
        return Verdict(NOT_KNOWN, NOT_EXACT, figures[-1:])
    if measure is None:
        return Verdict(NOT_KNOWN, NO_MEASURE)
    if not _comparable(target, measure):
        return Verdict(NOT_KNOWN, OTHER_UNIT)
    if target.yearly:
        return _judge_each_year(target, measure, figures, on)
    if target.by is None:
        return Verdict(NOT_KNOWN, NO_DAY, figures[-1:])
    return _judge_on(target, measure, figures, target.by, target.base, on)


def _comparable(target: Target, measure: Measure) -> bool:
    """Whether the unit of a target is that of its measure, or one of a change of it."""
    unit, of_measure = base_unit(target.unit), base_unit(measure.unit)
    if target.comparison in (INCREASE, DECREASE):
        if of_measure == PERCENT:  # an increase of a share by 5 % could be meant in two ways
            return unit == POINTS
        return unit in (PERCENT, of_measure)
    return unit == of_measure


def _judge_each_year(target: Target, measure: Measure, figures: Sequence[Entry], on: str) -> Verdict:
    """The verdict on a target for each year: not met once a year has missed it, met when all years have come."""
    if target.since is None:
        return Verdict(NOT_KNOWN, NO_DAY, figures[-1:])
    first = int(target.since[:4])
    last = int(target.by[:4]) if target.by else int(on[:4]) + 1  # of what has no end a year is always to come
    ends = [f"{year}-12-31" for year in range(first, last + 1)]
    verdicts = [_judge_on(target, measure, figures, end, str(int(end[:4]) - 1), on) for end in ends]
    missed = next((verdict for verdict in verdicts if verdict.result == NOT_MET), None)
    if missed:
        return missed
    unsure = next((verdict for verdict in verdicts if verdict.result == NOT_KNOWN), None)
    if unsure:
        return unsure._replace(figures=figures[-1:])
    return Verdict(MET, None, [figure for verdict in verdicts for figure in verdict.figures])


def _judge_on(
    target: Target, measure: Measure, figures: Sequence[Entry], by: str, base: str | None, on: str
) -> Verdict:
    """The verdict on a target for the day `by`; an increase or a decrease is one since the end of the year `base`."""
    decisive = _for_day(figures, measure, by)
    if not decisive and measure.kind == TOTAL and target.comparison == AT_LEAST:
        early = [figure for figure in figures if last_day(str(figure.as_of)) <= by]
        reached = [figure for figure in early if _meets(target, measure, _number(figure))]
        if reached:
            return Verdict(MET, None, reached[:1])
    if not decisive:
        nearest = sorted(figures, key=lambda figure: _distance(str(figure.as_of), by))[:1]
        reason = TO_COME if by > on else OTHER_DAYS if nearest else NO_FIGURE
        return Verdict(NOT_KNOWN, reason, nearest)
    if len({_number(figure) for figure in decisive}) > 1:
        return Verdict(NOT_KNOWN, DIFFERING, decisive)
    change: Decimal | None = None
    if target.comparison in (INCREASE, DECREASE):
        before = _for_day(figures, measure, f"{base}-12-31") if base else []
        if len({_number(figure) for figure in before}) != 1:
            return Verdict(NOT_KNOWN, DIFFERING if before else NO_BASE, [*before, *decisive])
        change = _change(_number(before[0]), _number(decisive[0]), base_unit(target.unit))
        decisive = [before[0], decisive[0]]
        if change is None:
            return Verdict(NOT_KNOWN, NO_BASE, decisive)
    met = _meets(target, measure, _number(decisive[-1]) if change is None else change)
    return Verdict(MET if met else NOT_MET, None, decisive, change)


def _for_day(figures: Sequence[Entry], measure: Measure, day: str) -> list[Entry]:
    """The figures that hold for a day (ISO text): of that day, or of a month or year that ends on it. Of a sum of a
    whole year, only one of the year."""
    return [
        figure for figure in figures
        if last_day(str(figure.as_of)) == day and (measure.kind != YEARLY or len(str(figure.as_of)) == 4)
    ]  # fmt: skip


def _meets(target: Target, measure: Measure, number: Decimal) -> bool:
    """Whether a number, of an increase or a decrease the change, meets a target."""
    promised = _number_of(target.value, target.unit)
    if target.comparison == DECREASE:
        return -number >= promised
    if target.comparison == AT_MOST or (target.comparison == STABLE and measure.better == LOWER):
        return number <= promised
    return number >= promised


def _change(before: Decimal, after: Decimal, unit: str) -> Decimal | None:
    """The change from one number to another: in percent of the first, or as their difference in `unit`."""
    if unit != PERCENT:
        return after - before
    return (after - before) / before * 100 if before else None


def _number(figure: Entry) -> Decimal:
    return _number_of(str(figure.value), str(figure.unit))


def _number_of(value: str, unit: str) -> Decimal:
    amount = read_amount(value, unit)
    if amount is None:
        raise ValueError(value)  # both loaders let only numbers through
    return amount.number


def _distance(as_of: str, day: str) -> tuple[int, str]:
    """The sort key that puts the figures of the days nearest to `day` first, of two as near the earlier."""
    return abs((date.fromisoformat(last_day(as_of)) - date.fromisoformat(day)).days), as_of


def known_figures(entries: Sequence[Entry], on: str) -> list[Entry]:
    """Those of `entries` that report a figure and were there on the day `on` (ISO text), in the order of the days for
    which the figures hold. One that was reported in some month or year was surely there at its end."""
    figures = [entry for entry in entries if entry.measure and entry.on_to <= on]
    return sorted(figures, key=lambda entry: (last_day(str(entry.as_of)), entry.on_to))
