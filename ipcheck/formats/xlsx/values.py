"""Values for the cells of a workbook: days with their number formats, texts that Excel accepts, the room of a text."""

import re
from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from ipcheck.base.width import SHEET, ems
from ipcheck.formats.document import Due, Kind

MOST_UNITS = 32_767  # UTF-16 units of the longest text that a cell can hold
_FIRST_DAY = date(1900, 3, 1)  # Excel counts earlier days wrongly, since it takes 1900 for a leap year
_LONGEST_FORMAT = 255  # characters
_RAGGED = 1.1  # factor for the room of a text, since a line ends before a word or mark that does not fit
# Places where a run must end: XlsxWriter takes a run <r>…</r> for markup, and spreadsheets take _x0041_ in a run for A.
_MISTAKEN = re.compile(r"(?s)(?<=_)(?=x[0-9A-Fa-f]{4}_)|(?<=\A<r)(?=>.*</r>\Z)")


class Day(NamedTuple):
    """A day, and the number format in which Excel shows it."""

    day: date
    format: str


def day_in(value: Any, kind: Kind) -> Day | None:
    """The day in the value of a cell; None where there is none, or none that Excel can count with or show: a day before
    1900-03-01, one that is not in ISO form, or one with too long a format."""
    due = Due(value) if kind == "day" and isinstance(value, str) else value
    if not isinstance(due, Due) or due.day is None or "{day}" not in due.form:
        return None
    try:
        day = date.fromisoformat(due.day)
    except ValueError:
        return None
    code = number_format(due.form)
    is_usable = day >= _FIRST_DAY and day.isoformat() == due.day and len(code) <= _LONGEST_FORMAT
    return Day(day, code) if is_usable else None


def number_format(form: str) -> str:
    """The number format that shows a day in the words of `form`: for {day} (period), yyyy-mm-dd" (period)"."""
    return "yyyy-mm-dd".join(map(_literal, form.split("{day}")))


def _literal(text: str) -> str:
    """A text quoted for a number format. A quotation mark cannot be quoted, so it is escaped between quoted parts."""
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))


def cut(text: str, most: int) -> str:
    """A text of `most` UTF-16 units, as Excel counts, or less. If the text is longer, … replaces its end."""
    if 2 * len(text) <= most:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * most else units[: 2 * most - 2].decode("utf-16-le", "ignore") + "…"


def pieces(text: str) -> Iterator[str]:
    """Divide a text into runs (nearly always one), so that neither XlsxWriter nor a spreadsheet changes any of it."""
    return filter(None, _MISTAKEN.split(text))


def wide(text: str) -> float:
    """The width of the widest line of a text in digits of half an em, the unit of the widths of columns in Excel."""
    return max(2 * ems(line, SHEET) for line in text.split("\n"))


def lines(text: str, room: float) -> int:
    """About how many lines a text takes in a column with room for `room` digits; rather one too many than too few."""
    widths = map(wide, text.split("\n"))
    return sum(1 if width <= room else ceil(width * _RAGGED / room) for width in widths)
