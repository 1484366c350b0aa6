"""What Excel makes of values: its days and their formats, the most that a cell holds, the room that a text takes."""

import re
from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from ipcheck.base.width import SHEET, ems
from ipcheck.formats.document import Column, Due

MOST_UNITS = 32_767  # of a text in a cell, as Excel counts
_FIRST_DAY = date(1900, 3, 1)  # before it Excel is a day off, since its 1900 is a leap year
_LONGEST_FORMAT = 255
_RAGGED = 1.1  # lines end before a word or a mark that has no room
# XlsxWriter takes <r>…</r> for markup of its own, and spreadsheets _x0041_ for A, unless a run ends within.
_MISTAKEN = re.compile(r"(?s)(?<=_)(?=x[0-9A-Fa-f]{4}_)|(?<=\A<r)(?=>.*</r>\Z)")


class Day(NamedTuple):
    """A day as Excel knows it, and the number format that says it."""

    day: date
    format: str


def day_in(value: Any, column: Column) -> Day | None:
    """The day that a cell holds; None where it holds none that Excel can count with or show."""
    said = Due(value) if column.kind == "day" and isinstance(value, str) else value
    if not isinstance(said, Due) or said.day is None or "{day}" not in said.form:
        return None
    try:
        day = date.fromisoformat(said.day)
    except ValueError:
        return None
    code = number_format(said.form)
    kept = day >= _FIRST_DAY and day.isoformat() == said.day and len(code) <= _LONGEST_FORMAT
    return Day(day, code) if kept else None


def number_format(form: str) -> str:
    """The format that shows a day as `form` says it: {day} (period) is yyyy-mm-dd" (period)"."""
    return "yyyy-mm-dd".join(map(_literal, form.split("{day}")))


def _literal(text: str) -> str:
    """A text inside a number format; a quotation mark cannot stand between others."""
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))


def cut(text: str, most: int) -> str:
    """At most so many UTF-16 units, which is what Excel counts; … stands for the rest."""
    if 2 * len(text) <= most:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * most else units[: 2 * most - 2].decode("utf-16-le", "ignore") + "…"


def pieces(text: str) -> Iterator[str]:
    """A text in the runs that bring it to the reader unchanged: nearly always one."""
    return filter(None, _MISTAKEN.split(text))


def wide(text: str) -> float:
    """The width of the widest line of a text in digits, each half an em, as Excel measures columns."""
    return max(2 * ems(line, SHEET) for line in text.split("\n"))


def lines(text: str, room: float) -> int:
    """About how many lines a text takes in a column that holds so many Latin letters: rather one too many."""
    widths = map(wide, text.split("\n"))
    return sum(1 if width <= room else ceil(width * _RAGGED / room) for width in widths)
