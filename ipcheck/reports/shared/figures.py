"""Figures in words: numbers with their units, and what an entry of a ledger reports."""

from collections.abc import Mapping
from decimal import Decimal

from ipcheck.base.i18n import Translator
from ipcheck.domain.entry import Entry
from ipcheck.domain.measure import PERCENT, Measure, read_amount

_BILLION, _MILLION = Decimal(1_000_000_000), Decimal(1_000_000)
_UNIT_WORDS = {
    "天": "days",
    "个月": "months",
    "个工作日": "working days",
    "个百分点": "percentage points",
    "年": "years",
}


def amount_in_words(value: str, unit: str, measure: Measure | None, _: Translator) -> str:
    """A number and its unit for people: 16.5个月, 16.5 months; 2180亿元, 218 billion yuan. The English unit is that of
    the measure, if it has one."""
    amount = read_amount(value, unit)
    if not _.is_foreign or amount is None:
        return f"{value}{unit}"
    if amount.unit == "元":
        factor, word = (_BILLION, "billion") if abs(amount.number) >= _BILLION else (_MILLION, "million")
        return f"{_plain(amount.number / factor)} {word} yuan"
    if amount.unit == PERCENT:
        return f"{_plain(amount.number)}%"
    of_measure = read_amount("1", measure.unit) if measure else None
    if measure and of_measure and amount.unit == of_measure.unit and measure.unit_english:
        return f"{_plain(amount.number / of_measure.number)} {measure.unit_english}"
    return f"{_plain(amount.number)} {_UNIT_WORDS.get(amount.unit, amount.unit)}"


def _plain(number: Decimal) -> str:
    """A number without needless zeros, its thousands set apart: 7,000, 16.5."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def name_of_measure(measure: Measure, _: Translator) -> str:
    """The name of a measure in the language of the reader, if it has one there."""
    return (measure.english if _.is_foreign else None) or measure.name


def figure_in_words(entry: Entry, measures: Mapping[str, Measure], _: Translator) -> str:
    """The figure that an entry reports: what it counts (one of `measures`, by id), the amount, and for when."""
    measure = measures.get(str(entry.measure))
    name = name_of_measure(measure, _) if measure else entry.measure
    amount = amount_in_words(str(entry.value), str(entry.unit), measure, _)
    return _("{measure}: {amount} ({day})").format(measure=name, amount=amount, day=entry.as_of)
