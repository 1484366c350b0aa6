"""Measures: what a figure counts that a plan promises or a ledger reports, in which unit, and which way is better."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

LOWER, HIGHER = "lower", "higher"
DIRECTIONS = (LOWER, HIGHER)
# A level holds on its day, and may rise and fall again. A sum of a whole year says nothing of a part of it. A total
# never falls, so that what it has reached it has reached for good.
LEVEL, YEARLY, TOTAL = "level", "yearly", "total"
MEASURE_KINDS = (LEVEL, YEARLY, TOTAL)
PERCENT, POINTS = "%", "个百分点"

_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNIT = re.compile(f"([{''.join(_FACTORS)}]*)(.*)")
_SAME_UNITS = {"月": "个月", "日": "天", "工作日": "个工作日", "小时": "个小时", "百分点": POINTS, "％": PERCENT}


class Measure(NamedTuple):
    """A measure of a registry. `id` is its key, which never changes; `better` is one of DIRECTIONS, `kind` one of
    MEASURE_KINDS. `unit` is written as documents write it (个月), `unit_english` as English texts do (months)."""

    id: str
    name: str
    english: str | None
    unit: str
    unit_english: str | None
    better: str
    kind: str


class Amount(NamedTuple):
    """A number of units, without the 万 and 亿 of a unit: 2.5 万件 is an amount of 25000 件."""

    number: Decimal
    unit: str


_REPORTED = re.compile(
    r"(?P<measure>.+?)\s*[:：=]?\s*(?<![0-9.])(?P<value>-?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^\s0-9,，;；]*)[\s,，;；]+"
    r"(?:截至)?(?P<as_of>[0-9]{4}(?:[-年][0-9]{1,2}(?:[-月][0-9]{1,2})?)?[年月日]?底?)"
)


class Reported(NamedTuple):
    """A figure as people write it on one line: 发明专利审查周期 16.5个月 2022. `unit` is empty where they leave it
    out."""

    measure: str
    value: str
    unit: str
    as_of: str


def read_reported(text: str) -> Reported | None:
    """The figure that a line reports: a measure, a number with its unit, and the day, month or year for which it holds;
    None where the line has another form."""
    match = _REPORTED.fullmatch(text.strip())
    return Reported(match["measure"], match["value"], match["unit"], match["as_of"].rstrip("底")) if match else None


def read_amount(value: str, unit: str) -> Amount | None:
    """The amount that a decimal `value` and its `unit` (万件, 亿元, 月) stand for; None where `value` is no number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    factors, base = _split_unit(unit)
    for factor in factors:
        number *= _FACTORS[factor]
    return Amount(number, base)


def base_unit(unit: str) -> str:
    """A unit without its 万 and 亿, in the form in which all who mean it are compared: 件 for 万件, 个月 for 月."""
    return _split_unit(unit)[1]


def _split_unit(unit: str) -> tuple[str, str]:
    factors, base = _UNIT.fullmatch("".join(unit.split())).groups()  # type: ignore[union-attr]  # matches any text
    return factors, _SAME_UNITS.get(base, base)
