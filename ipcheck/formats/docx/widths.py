"""The size of letters and the widths of columns with which a table fits on paper."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from ipcheck.base.width import PAPER, ems
from ipcheck.formats.cells import UNBROKEN, Shown
from ipcheck.formats.document import Column

SIZES = (10.5, 9.0)  # points: 五号, or 小五 where texts would have too little room in 五号
PADDING = 4.0  # points between a border and the text, left and right
_UNBROKEN = UNBROKEN | {"id"}
# A day in brackets, such as （2026-11-29查询）, or letters and digits in a row.
_WORD = re.compile(r"（\d{4}-\d\d-\d\d\w{0,2}）|[!-ɏ]+")
_LONGEST_ID, _LONGEST_WORD = 16.0, 10.0  # em; longer ids and words, such as addresses, may be broken
_WHOLE, _LEAST = 5.0, 4.0  # em: cells up to _WHOLE are not broken; a column with longer ones has at least _LEAST
_READABLE = 18.0  # em that a column of texts should have, unless its usual text fits on two lines
_TEXTS = {"text", "gist", "edits", "links"}
_SENTENCE, _CRAMPED = 15.0, 6.0  # em: usual texts from _SENTENCE on are sentences, unreadable in less than _CRAMPED
_RAGGED = 1.2  # factor for the room of a situation
_BOLD = 1.15  # factor for the width of heads, which are bold in Latin letters


class Fitted(NamedTuple):
    """How a table fits: the size of its letters in points, the widths of its columns in twentieths of a point (Word's
    unit), and whether sentences have too little room even so."""

    size: float
    widths: list[int]
    cramped: bool


class _Need(NamedTuple):
    """The width that a column needs, in em: at `least`, for a cell of `usual` length, and for every cell to stay on one
    line (`wish`)."""

    column: Column[Any]
    least: float
    wish: float
    usual: float


def fitted(table: Shown[str], room: int, sizes: Sequence[float] = SIZES) -> Fitted:
    """Find the largest letters of `sizes` in which the table can be read, else the smallest, and widths that fill
    `room` (twentieths of a point) exactly."""
    needs = [_need(*pair) for pair in zip(table.columns, zip(*table.rows, strict=True), strict=True)]
    for size in sizes:
        padding = _padding(size)
        for_text = room / 20 / size - len(needs) * padding
        widths = _share(needs, for_text)
        if sum(widths) <= for_text + 0.01 and all(map(_is_readable, needs, widths)):
            break
    edges = [0.0, *accumulate(width + padding for width in _fill(needs, widths, for_text))]
    rounded_edges = [round(edge * room / edges[-1]) for edge in edges]
    return Fitted(size, [right - left for left, right in pairwise(rounded_edges)], any(map(_is_cramped, needs, widths)))


def _need(column: Column[Any], cells: Sequence[str]) -> _Need:
    """The width that a column with these cells needs. Its head may be broken: a Chinese one into lines of three
    characters, any other between words."""
    cell_widths = [max(map(on_paper, cell.split("\n"))) for cell in cells]
    longest, label_width = max(cell_widths), on_paper(column.label) * _BOLD
    is_chinese = label_width > len(column.label)
    head = min(len(column.label), 3) if is_chinese else _longest_word(column.label) * _BOLD
    least = max(min(longest, _LONGEST_ID) if _stays_whole(column, longest) else _least_width(cells), head)
    return _Need(column, least, max(longest, label_width, least), max(_usual(column, cell_widths), label_width / 2))


def _usual(column: Column[Any], cell_widths: Sequence[float]) -> float:
    """The width of a usual cell: the root mean square; of situations, which are short and break badly, more."""
    if column.kind == "situation":
        return max(cell_widths) * _RAGGED
    return float((sum(width * width for width in cell_widths) / len(cell_widths)) ** 0.5)


def _stays_whole(column: Column[Any], longest: float) -> bool:
    """Whether the cells of a column stay on one line, if the longest has `longest` em."""
    return column.kind in _UNBROKEN or longest <= _WHOLE


def _least_width(cells: Sequence[str]) -> float:
    """The least width of a column whose cells may be broken between words."""
    return max(_LEAST, *(min(_longest_word(cell), _LONGEST_WORD) for cell in cells))


def _is_readable(need: _Need, width: float) -> bool:
    return need.column.kind not in _TEXTS or width >= min(need.usual / 2, _READABLE)


def _is_cramped(need: _Need, width: float) -> bool:
    return need.column.kind in _TEXTS and need.usual >= _SENTENCE and width < _CRAMPED


def _fill(needs: Sequence[_Need], widths: Sequence[float], room: float) -> list[float]:
    """The widths, increased so that they fill `room` (em): the column that wishes for most gets all that is left; in a
    table whose cells are never broken, all columns get the same."""
    spare = max(room - sum(widths), 0)
    if all(need.column.kind in _UNBROKEN for need in needs):
        return [width + spare / len(widths) for width in widths]
    longest = max(needs, key=lambda need: need.wish)
    return [width + spare * (need is longest) for width, need in zip(widths, needs, strict=True)]


def _longest_word(text: str) -> float:
    return max(map(on_paper, _WORD.findall(text)), default=0.0)


def text_room(width: float, size: float) -> float:
    """The room for text in a cell, in em, from its width in twentieths of a point and the size of its letters."""
    return width / 20 / size - _padding(size)


def _padding(size: float) -> float:
    """What the borders of a cell and the room beside them take, in em."""
    return (2 * PADDING + 1) / size


def on_paper(text: str) -> float:
    """The width of a text on a printed page, in em."""
    return ems(text, PAPER)


def _share(needs: Sequence[_Need], room: float) -> list[float]:
    """The widths (em) with which usual cells take as few lines, the same in all columns, as `room` (em) allows."""
    few, many = 0.01, 100.0
    for _step in range(30):
        lines = (few + many) / 2
        few, many = (lines, many) if sum(_widths_for(needs, lines)) > room else (few, lines)
    return _widths_for(needs, many)


def _widths_for(needs: Sequence[_Need], lines: float) -> list[float]:
    """The widths (em) with which usual cells take so many lines, within the least and the wish of each column."""
    return [min(max(need.usual / lines, need.least), need.wish) for need in needs]
