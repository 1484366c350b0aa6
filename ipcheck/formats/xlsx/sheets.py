"""Which table stands on which sheet of a workbook, and what the sheets are called."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from ipcheck.base.text import fold
from ipcheck.formats.cells import Shown, has_use
from ipcheck.formats.document import Column
from ipcheck.formats.xlsx.values import cut

MOST_PLANS = 100  # sheets that one table is divided into; with more, nobody finds the way through their tabs
_LONGEST_NAME = 31
_EDGES = " '’＇"  # no name may begin or end with them
# What no name may hold. Excel refuses the full-width forms as well, whatever its documentation says.
_FORBIDDEN = str.maketrans(dict.fromkeys(":*?/\\：＊？／＼￥", " ") | dict(zip("[]［］", "()（）", strict=True)))
_RESERVED = ("History", "历史记录")


class Sheet(NamedTuple):
    """A sheet for a table or, under `title`, for a part of one: of its rows, the cells at `places`."""

    name: str
    title: str
    columns: Sequence[Column]
    places: Sequence[int]
    rows: Sequence[Sequence[Any]]
    note: str


def sheets(tables: Sequence[Shown[Any]], title: str, front: str) -> list[Sheet]:
    """The sheets of a document with this title that stand behind the one called `front`."""
    taken = {fold(name) for name in (front, *_RESERVED)}
    found = (part for table in tables for part in _parts(table, title))
    return [part._replace(name=_named(part.title, taken)) for part in found]


def _parts(table: Shown[Any], title: str) -> Iterator[Sheet]:
    """The table, divided by plan where it has no title of its own: a part of a report is short, and stays whole."""
    columns, places = table.columns, range(len(table.columns))
    at = next((place for place in places if columns[place].facet == "plan"), None)
    plans = {} if at is None or table.title else _by_plan(table.rows, at)
    if at is None or not 0 < len(plans) <= MOST_PLANS:
        yield Sheet("", table.title or title, columns, places, table.rows, table.note)
        return
    for plan, rows in plans.items():
        kept = [place for place in places if place != at and has_use(columns[place], (row[place] for row in rows))]
        yield Sheet("", plan or title, [columns[place] for place in kept], kept, rows, table.note)


def _by_plan(rows: Sequence[Sequence[Any]], at: int) -> dict[str, list[Sequence[Any]]]:
    """Rows by the plan in the cell `at`, plans in the order in which they first come."""
    plans: dict[str, list[Sequence[Any]]] = {}
    for row in rows:
        plans.setdefault(row[at] or "", []).append(row)
    return plans


def _named(title: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet with this title, and that is not `taken` yet: now it is.

    Excel compares names without regard to case and width.
    """
    whole = " ".join(title.translate(_FORBIDDEN).split()).strip(_EDGES) or "–"
    for number in count(1):
        end = f" {number}" if number > 1 else ""
        name = cut(whole, _LONGEST_NAME - len(end)) + end
        if (key := fold(name)) not in taken:
            break
    taken.add(key)
    return name
