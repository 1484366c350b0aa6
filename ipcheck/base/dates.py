"""Spans of days as people write them: 2025, 2025-Q4, 2025-12, 2025年12月, 2025-W50, 2025-12-31, 30d, last-week."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from ipcheck.base.i18n import N_
from ipcheck.base.numerals import numeral
from ipcheck.base.text import fold

CHINA = timezone(timedelta(hours=8))  # one zone, no summer time
DAY_FORMS = "7d, 2w"
FORMS = "2025, 2025-Q4, 2025年第四季度, 2025-12, 2025年12月, 2025-W50, 2025-12-31, 2025年12月31日, 30d, 4w, 3m"
SINCE_FORMS = "7d, 4w, 3m, last-week (上周), 2025, 2025-Q4, 2025-12, 2025-W50, 2025-12-31"

_COUNTED = r"([1-9][0-9]{0,3})([dwm])"
_WEEK = r"([0-9]{4})-?w([0-9]{2})"
_QUARTER = r"([0-9]{4})(?:(?:年|-)?q([1-4])|年第?([1-4一二三四])季度)"
_TODAY = "0d"
_LAST_WEEK = ("last-week", "lastweek", "上周")
# The numbers must be separated: 202512 and 2025-111 could be read in two ways.
_CALENDAR = r"([0-9]{4})(?:年|(?:年|[-/.])([0-9]{1,2})(?:月|(?:月|[-/.])([0-9]{1,2})日?)?)?"


class Span(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def written(self) -> str | None:
        """The span as a ledger has it, if it is a day, month or year: 2025-12-20, 2025-12, 2025; else None."""
        first, last = self.first.isoformat(), self.last.isoformat()
        forms = (first, first[:7], first[:4])
        return next((form for form in forms if (first_day(form), last_day(form)) == (first, last)), None)


class SpanError(ValueError):
    """A text is not a span of days. `str()` is an untranslated message with the placeholder `{text}`."""


def days_of(text: str) -> int:
    """The number of days that a text in days or weeks stands for: 7 for `7d`, 14 for `2w`.

    Raises SpanError for anything else, also for months, since their lengths differ.
    """
    match = re.fullmatch(_COUNTED, fold(text))
    if not match or match[2] == "m":
        raise SpanError(N_("cannot read {text} as a number of days or weeks"))
    return int(match[1]) * (7 if match[2] == "w" else 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def quarter(year: int, number: int) -> Span:
    """The three months of a quarter (1 to 4) of a year."""
    return Span(date(year, 3 * number - 2, 1), month_end(year, 3 * number))


def is_day(text: str) -> bool:
    """Whether a day, month or year (2025-12-20, 2025-12, 2025) is a day."""
    return len(text) == len("2025-12-20")


def first_day(text: str) -> str:
    """The first day of a day, month or year (2025-12-20, 2025-12, 2025), as ISO text."""
    return text if is_day(text) else f"{text}-01-01"[:10]


def last_day(text: str) -> str:
    """The last day of a day, month or year (2025-12-20, 2025-12, 2025), as ISO text."""
    if is_day(text):
        return text
    return month_end(int(text[:4]), int(text[5:] or 12)).isoformat()


def day_in_china(moment: datetime) -> date:
    """The day in China (UTC+8) at `moment`, which must have an offset from UTC."""
    return moment.astimezone(CHINA).date()


def read_span(text: str, today: date) -> Span:
    """The span that `text` names; one that is counted in days, weeks or months (`30d`, `4w`, `3m`) begins `today`, and
    `0d` is today alone.

    Callers that need one day as a bound take `last` for "on or before" and `first` for "from", so that the whole span
    is covered. Raises SpanError for any other text, and for days that do not exist.
    """
    key = fold(text)
    try:
        if key == _TODAY:
            return Span(today, today)
        if match := re.fullmatch(_COUNTED, key):
            return Span(today, _add(today, int(match[1]), match[2]))
        if match := re.fullmatch(_WEEK, key):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return Span(monday, monday + timedelta(days=6))
        if match := re.fullmatch(_QUARTER, key):
            return quarter(int(match[1]), int(numeral(match[2] or match[3]) or 0))
        if match := re.fullmatch(_CALENDAR, key):
            year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
            if match[3]:
                return Span(date(year, month, day), date(year, month, day))
            if match[2]:
                return Span(date(year, month, 1), month_end(year, month))
            return Span(date(year, 1, 1), date(year, 12, 31))
    except (ValueError, OverflowError):
        raise SpanError(N_("{text} does not exist in the calendar")) from None
    raise SpanError(N_("cannot read {text} as a date"))


def read_since(text: str, today: date) -> Span:
    """The days since what `text` names: up to `today`, from so many days, weeks or months before it (`7d`, `4w`, `3m`)
    or from the first day of a span of the calendar. `last-week` is the last complete week alone, Monday to Sunday.

    The span ends before it begins if it would begin after `today`. Raises SpanError as `read_span` does.
    """
    key = fold(text)
    try:
        if key in _LAST_WEEK:
            monday = today - timedelta(days=today.weekday() + 7)
            return Span(monday, monday + timedelta(days=6))
        if match := re.fullmatch(_COUNTED, key):
            return Span(_add(today, -int(match[1]), match[2]), today)
    except (ValueError, OverflowError):
        raise SpanError(N_("{text} does not exist in the calendar")) from None
    return Span(read_span(text, today).first, today)


def add_months(day: date, count: int) -> date:
    """The day `count` months after `day`, or before `day` where negative; at most the last day of the month.

    Counts like dateutil's relativedelta, whose import would take a tenth of the start-up time. Raises ValueError
    beyond the years 1 to 9999.
    """
    year, month = divmod(12 * day.year + day.month - 1 + count, 12)
    return day.replace(year, month + 1, min(day.day, month_end(year, month + 1).day))


def span_end(day: str, count: int, unit: str) -> str | None:
    """The last day of a span after `day`, both as ISO text; at most 9999-12-31, the last day of the calendar.

    Counts as `ipcheck.domain.phrases.deadline.Relative` does, which reads phrases; here without dateutil, for answers.
    `unit` is "days", "months" or "years"; None for "workdays", since no rule tells which days will be such.
    """
    if unit == "workdays":
        return None
    begin = date.fromisoformat(day)
    try:
        if unit == "days":
            return (begin + timedelta(days=count)).isoformat()
        return add_months(begin, count * (12 if unit == "years" else 1)).isoformat()
    except (ValueError, OverflowError):
        return date.max.isoformat()


def days_ahead(day: date, count: int) -> date:
    """The day `count` days after `day`; at most 9999-12-31, the last day of the calendar."""
    return day + timedelta(days=min(count, (date.max - day).days))


def _add(day: date, count: int, unit: str) -> date:
    if unit == "m":
        return add_months(day, count)
    return day + timedelta(days=count * (7 if unit == "w" else 1))
