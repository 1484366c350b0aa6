"""Days as readers count them: how long ago, or how soon, seen from the day of the answer."""

from datetime import date

from ipcheck.base.i18n import Translator

_DAYS = 60  # up to which days are counted
_MONTHS = 24  # up to which months are counted


def from_day(day: str | None, today: str, _: Translator) -> str:
    """How far a day is from `today` (both ISO text), in whole units: in 12 days, 3 years ago. Empty where `day` is not
    a whole day, or no day of the answer is known."""
    if not day or not today:
        return ""
    try:
        then, now = date.fromisoformat(day), date.fromisoformat(today)
    except ValueError:  # a month or a year
        return ""
    days = (then - now).days
    if not days:
        return _("today")
    if abs(days) < _DAYS:
        return _.many("in {n} day", "in {n} days", days) if days > 0 else _.many("{n} day ago", "{n} days ago", -days)
    months = _months(min(then, now), max(then, now))
    if months < _MONTHS:
        if days > 0:
            return _.many("in {n} month", "in {n} months", months)
        return _.many("{n} month ago", "{n} months ago", months)
    years = months // 12
    return _.many("in {n} year", "in {n} years", years) if days > 0 else _.many("{n} year ago", "{n} years ago", years)


def _months(first: date, last: date) -> int:
    """The whole months from one day to a later one."""
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)
