"""Spans of days as people write them: 2025, 2025-12, 2025年12月, 2025-W50, 2025-12-31, 30d."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from ipcheck.base.i18n import N_
from ipcheck.base.text import fold

DAY_FORMS = "7d, 2w"
FORMS = "2025, 2025-12, 2025年12月, 2025-W50, 2025-12-31, 2025年12月31日, 30d, 4w, 3m"

_COMING = r"([1-9][0-9]{0,3})([dwm])"
_WEEK = r"([0-9]{4})-?w([0-9]{2})"
# Something stands between the numbers: 202512 and 2025-111 could be read in two ways.
_CALENDAR = r"([0-9]{4})(?:年|(?:年|[-/.])([0-9]{1,2})(?:月|(?:月|[-/.])([0-9]{1,2})日?)?)?"


class Span(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date


class SpanError(ValueError):
    """The text is no span. `str()` is an untranslated message with `{text}` in it."""


def days_of(text: str) -> int:
    """The days of a span of days or weeks (`7d`, `2w`). Raises SpanError for months, whose days differ, and for
    anything else."""
    found = re.fullmatch(_COMING, fold(text))
    if not found or found[2] == "m":
        raise SpanError(N_("{text} is no number of days or weeks"))
    return int(found[1]) * (7 if found[2] == "w" else 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def read_span(text: str, today: date) -> Span:
    """The span that `text` names; spans to come (`30d`, `4w`, `3m`) begin `today`.

    A bound given by a person covers the whole span that it names: the caller takes `last` for
    "on or before" and `first` for "from". Raises SpanError for anything else, days that do not exist included.
    """
    key = fold(text)
    try:
        if found := re.fullmatch(_COMING, key):
            return Span(today, _later(today, int(found[1]), found[2]))
        if found := re.fullmatch(_WEEK, key):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return Span(monday, monday + timedelta(days=6))
        if found := re.fullmatch(_CALENDAR, key):
            year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
            if found[3]:
                return Span(date(year, month, day), date(year, month, day))
            if found[2]:
                return Span(date(year, month, 1), month_end(year, month))
            return Span(date(year, 1, 1), date(year, 12, 31))
    except (ValueError, OverflowError):
        raise SpanError(N_("{text} is no day, month, week or year of the calendar")) from None
    raise SpanError(N_("{text} is no time that can be read"))


def months_from(day: date, count: int) -> date:
    """The day `count` months after `day` (before it where negative); a month without that day ends on its last.

    As dateutil's relativedelta counts, whose import would cost a tenth of a start. Raises ValueError where the calendar
    ends.
    """
    year, month = divmod(12 * day.year + day.month - 1 + count, 12)
    return day.replace(year, month + 1, min(day.day, month_end(year, month + 1).day))


def after(day: str, count: int, unit: str) -> str:
    """The last day (ISO text) of a span of so many `days`, `months` or `years` after a day, within the calendar."""
    begin = date.fromisoformat(day)
    try:
        if unit == "days":
            return (begin + timedelta(days=count)).isoformat()
        return months_from(begin, count * (12 if unit == "years" else 1)).isoformat()
    except (ValueError, OverflowError):
        return date.max.isoformat()


def days_ahead(day: date, count: int) -> date:
    """The day `count` days after `day`; the last day that can be written where that is later still."""
    return day + timedelta(days=min(count, (date.max - day).days))


def _later(day: date, count: int, unit: str) -> date:
    if unit == "m":
        return months_from(day, count)
    return day + timedelta(days=count * (7 if unit == "w" else 1))
