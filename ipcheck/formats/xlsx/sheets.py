"""Which table stands on which sheet of a workbook, and what the sheets are called."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from ipcheck.base.text import fold
from ipcheck.formats.cells import Shown, is_shown
from ipcheck.formats.document import Column
from ipcheck.formats.xlsx.values import cut

MOST_PLANS = 100  # most sheets that a table is divided into; nobody finds the way through more tabs
_LONGEST_NAME = 31
_EDGES = " '’＇"  # characters that no name may begin or end with
# Characters that no name may hold. Excel refuses the full-width forms as well, whatever its documentation says.
_FORBIDDEN = str.maketrans(dict.fromkeys(":*?/\\：＊？／＼￥", " ") | dict(zip("[]［］", "()（）", strict=True)))
_RESERVED = ("History", "历史记录")


class Sheet(NamedTuple):
    """A sheet with a table or a part of one, under `title`. Of each row it shows the cells at the indices `places`."""

    name: str
    title: str
    columns: Sequence[Column[Any]]
    places: Sequence[int]
    rows: Sequence[Sequence[Any]]
    note: str


def sheets(tables: Sequence[Shown[Any]], title: str, *others: str) -> list[Sheet]:
    """The sheets for the tables of a document with this title. `others` are the names of the sheets beside them."""
    taken = {fold(name) for name in (*others, *_RESERVED)}
    parts = (part for table in tables for part in _parts(table, title))
    return [part._replace(name=_name_sheet(part.title, taken)) for part in parts]


def _parts(table: Shown[Any], title: str) -> Iterator[Sheet]:
    """Divide a table by plan. A table with a title of its own stays whole: it is a part of a report, and short. So does
    a table of more than MOST_PLANS plans."""
    columns, places = table.columns, range(len(table.columns))
    at = next((place for place in places if columns[place].facet == "plan"), None)
    plans = {} if at is None or table.title else _by_plan(table.rows, at)
    if at is None or not 0 < len(plans) <= MOST_PLANS:
        yield Sheet("", table.title or title, columns, places, table.rows, table.note)
        return
    for plan, rows in plans.items():
        kept = [place for place in places if place != at and is_shown(columns[place], (row[place] for row in rows))]
        yield Sheet("", plan or title, [columns[place] for place in kept], kept, rows, table.note)


def _by_plan(rows: Sequence[Sequence[Any]], at: int) -> dict[str, list[Sequence[Any]]]:
    """The rows of each plan, which the cell at index `at` names; plans in the order of their first rows."""
    plans: dict[str, list[Sequence[Any]]] = {}
    for row in rows:
        plans.setdefault(row[at] or "", []).append(row)
    return plans


def _name_sheet(title: str, taken: set[str]) -> str:
    """A name that Excel accepts for a sheet with this title. It is not in `taken` (folded names) yet, and is added.

    Excel compares names without regard to case and width.
    """
    cleaned = " ".join(title.translate(_FORBIDDEN).split()).strip(_EDGES) or "–"
    for number in count(1):
        end = f" {number}" if number > 1 else ""
        name = cut(cleaned, _LONGEST_NAME - len(end)) + end
        if (key := fold(name)) not in taken:
            break
    taken.add(key)
    return name
