"""How a table finds room on paper: the size of its letters, and the width of each column."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ipcheck.base.width import LIGHT_MARKS, PAPER, ems
from ipcheck.formats.cells import UNBROKEN, Shown
from ipcheck.formats.document import Column

SIZES = (10.5, 9.0)  # points: 五号, and 小五 where that leaves the texts too little
PADDING = 4.0  # points between a border and the text, left and right
_UNBROKEN = UNBROKEN | {"id"}
_WORD = re.compile(rf"(?:[{LIGHT_MARKS}] )?[!-ɏ]+")  # Latin letters and digits in a run; a light stays with its word
_LONGEST_ID, _LONGEST_WORD = 16.0, 10.0  # em; longer ones, as addresses are, may be broken
_WHOLE, _LEAST = 5.0, 4.0  # em up to which a cell is not broken, and that a longer one must have at least
_MORE = {"situation": 1.2}  # em that a light needs besides
_READABLE = 9.0  # em that a text should have, unless it stands in two lines
_TEXTS = {"text", "gist", "edits"}
_SENTENCE, _CRAMPED = 15.0, 6.0  # em from which texts are sentences, and in which these cannot be read
_BOLD = 1.15  # by so much a head in Latin letters is wider


class Fitted(NamedTuple):
    """The size of the letters in points, the widths of the columns in twentieths of a point, as Word counts, and
    whether sentences have too little room even so."""

    size: float
    widths: list[int]
    cramped: bool


class _Need(NamedTuple):
    """What a column needs, in em: at `least` so much, `wish` to hold every cell in a line, `usual` to hold most."""

    column: Column
    least: float
    wish: float
    usual: float


def fitted(table: Shown[str], room: int) -> Fitted:
    """The largest letters at which the table can be read, and widths that fill the room exactly."""
    needs = [_need(*each) for each in zip(table.columns, zip(*table.rows, strict=True), strict=True)]
    for size in SIZES:
        padding = (2 * PADDING + 1) / size  # the border included
        left = room / 20 / size - len(needs) * padding
        shared = _shared(needs, left)
        if sum(shared) <= left + 0.01 and all(map(_readable, needs, shared)):
            break
    edges = [0.0, *accumulate(each + padding for each in _grown(needs, shared, left))]
    places = [round(edge * room / edges[-1]) for edge in edges]
    return Fitted(size, [right - left for left, right in pairwise(places)], any(map(_cramped, needs, shared)))


def _need(column: Column, cells: Sequence[str]) -> _Need:
    widest = [max(map(on_paper, cell.split("\n"))) for cell in cells]
    longest, label = max(widest), on_paper(column.label) * _BOLD
    chinese = label > len(column.label)
    head = min(len(column.label), 3) if chinese else _longest_word(column.label) * _BOLD
    least = max(min(longest, _LONGEST_ID) if _stays_whole(column, longest) else _least(column, cells), head)
    usual = max((sum(each * each for each in widest) / len(widest)) ** 0.5, label / 2)
    return _Need(column, least, max(longest, label, least), usual)


def _stays_whole(column: Column, longest: float) -> bool:
    return column.kind in _UNBROKEN or longest <= _WHOLE + _MORE.get(column.kind, 0)


def _least(column: Column, cells: Sequence[str]) -> float:
    word = max(min(_longest_word(cell), _LONGEST_WORD) for cell in cells)
    return max(word, _LEAST + _MORE.get(column.kind, 0))


def _readable(need: _Need, width: float) -> bool:
    return need.column.kind not in _TEXTS or width >= min(need.usual / 2, _READABLE)


def _cramped(need: _Need, width: float) -> bool:
    return need.column.kind in _TEXTS and need.usual >= _SENTENCE and width < _CRAMPED


def _grown(needs: Sequence[_Need], shared: Sequence[float], room: float) -> list[float]:
    """The widths with what is left added to the column with the longest text, or in a table of numbers to each."""
    spare = max(room - sum(shared), 0)
    if all(need.column.kind in _UNBROKEN for need in needs):
        return [each + spare / len(shared) for each in shared]
    longest = max(needs, key=lambda need: need.wish)
    return [each + spare * (need is longest) for each, need in zip(shared, needs, strict=True)]


def _longest_word(text: str) -> float:
    return max(map(on_paper, _WORD.findall(text)), default=0.0)


def on_paper(text: str) -> float:
    """The width of a text as the report prints it, in ems."""
    return ems(text, PAPER)


def _shared(needs: Sequence[_Need], room: float) -> list[float]:
    """The width of each column in em: so that usual cells of all columns fill as few lines as the room allows."""
    few, many = 0.01, 100.0
    for _step in range(30):
        lines = (few + many) / 2
        few, many = (lines, many) if sum(_folded(needs, lines)) > room else (few, lines)
    return _folded(needs, many)


def _folded(needs: Sequence[_Need], lines: float) -> list[float]:
    return [min(max(need.usual / lines, need.least), need.wish) for need in needs]
