"""How a table is set in lines of a given width (in cells of a terminal): as columns, with its long texts below them, or
as records. Plain text and the terminal share it; no text is cut."""

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from ipcheck.base.width import cells, wrap
from ipcheck.formats.cells import UNBROKEN
from ipcheck.formats.document import Column

_UNBROKEN = UNBROKEN | {"id"}  # people type ids, so an id stays in one piece
_LEAST, _LEAST_LONGEST = 12, 24  # of a readable column of text; the column with the longest text holds sentences
_LONGEST_WORD = 17  # of an agency's name or the like; longer words may be broken
_SHORT = 18  # cells up to here should stay on one line
_LONG, _COMFORTABLE = 60, 44  # a text from _LONG on stands below its row where its column would be narrower
_TEXTS = ("gist", "original")
_BREAKABLE = (*_TEXTS, "text", "edits", "links", "list", "path", "agencies", "command")  # kinds that may stand below
_LISTED = ("agency", "agencies", "list")
GAP, EDGE = 3, 3  # between columns, and around all of them, which Rich needs
INDENT = 2  # of a text below its row


class Layout(NamedTuple):
    """The places (indexes) of the columns that stand side by side, and their widths; below each row, one under the
    other, the columns at `below`. Without any place, the cells of a row stand below each other, each after its
    label."""

    places: Sequence[int] = ()
    widths: Sequence[int] = ()
    below: Sequence[int] = ()

    def labelled(self, columns: Sequence[Column[Any]]) -> Sequence[int]:
        """The columns below whose cells need their label: what is the text of a row shows by itself, and a single
        column has its label in the head."""
        others = [at for at in self.below if columns[at].kind not in _TEXTS]
        return others if len(others) > 1 or len(others) < len(self.below) else ()


def lay_out(columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], page: int) -> Layout:
    """How a table with these rows, which must be some, is set on a page of this width. The first column, which names
    the row, never stands below."""
    needs = [_Need.of(column, held) for column, held in zip(columns, zip(*rows, strict=True), strict=True)]
    everything = list(range(len(columns)))
    long_texts = [at for at in everything[1:] if needs[at].longest >= _LONG and columns[at].kind in _BREAKABLE]
    widths = _widths(needs, page)
    if widths and all(widths[at] >= min(needs[at].longest, _COMFORTABLE) for at in long_texts):
        return Layout(everything, widths)
    movable = [at for at in everything[1:] if columns[at].kind in _BREAKABLE and needs[at].longest > _SHORT]
    movable.sort(key=lambda at: needs[at].longest, reverse=True)
    for count in range(max(1, len(long_texts)), len(movable) + 1):
        below = movable[:count]
        beside = [at for at in everything if at not in below]
        if narrow := _widths([needs[at] for at in beside], page):
            return Layout(beside, narrow, sorted(below, key=lambda at: (columns[at].kind not in _TEXTS, at)))
    return Layout(everything, widths) if widths else Layout()


def broken(value: str, width: int) -> str:
    """A text broken into lines of at most `width` cells, whose own lines stay; a longer word, such as an address, is
    broken anywhere."""
    if cells(value) <= width and "\n" not in value:
        return value
    lines = (part for line in value.split("\n") for part in wrap(line, width))
    return "\n".join(piece for line in lines for piece in _folded(line, width))


def _folded(line: str, width: int) -> Sequence[str]:
    if cells(line) <= width:
        return [line]
    pieces = [""]
    for character in line:
        if cells(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


class _Need(NamedTuple):
    """The width that a column needs: at `least`, for its `usual` cell, so that every cell stays on one line
    (`longest`), and so that its label does, too (`wanted`). `word` is the width of the longest word of the label; no
    cell of an unbroken column is broken."""

    least: int
    usual: int
    longest: int
    wanted: int
    is_unbroken: bool
    word: int

    @classmethod
    def of(cls, column: Column[Any], held: Sequence[str]) -> "_Need":
        held_cells = list(map(cells, held))
        longest = max(held_cells)
        usual = ceil((sum(width * width for width in held_cells) / len(held_cells)) ** 0.5)
        word = max(map(cells, column.label.split()))
        least = 0
        if column.kind in _LISTED:  # a word such as Administration stays in one piece
            least = max((min(_LONGEST_WORD, cells(part)) for name in held for part in name.split()), default=0)
        return cls(least, usual, longest, max(longest, cells(column.label)), column.kind in _UNBROKEN, word)


def _widths(needs: Sequence[_Need], page: int) -> list[int]:
    """The width of each column on a page of this width; empty if the columns do not fit side by side.

    A column is at least as wide as the longest word of its label, and as its longest cell if that is never broken, else
    wide enough to be readable. What is left goes first to the columns whose cells are all short, then to those that
    need least for their usual cells to stay on one line, then to those that need least for all of them. The widths are
    settled here because Rich crops texts when it shrinks columns with a least width.
    """
    most = max((need.longest for need in needs), default=0)
    widths = []
    for need in needs:
        least = max(need.least, _LEAST_LONGEST if need.longest == most else _LEAST)
        widths.append(max(need.word, need.longest if need.is_unbroken else min(need.longest, least)))
    spare = page - sum(widths) - GAP * (len(widths) - 1) - EDGE
    if spare < 0:
        return []
    for wanted in (
        [min(need.wanted, _SHORT) for need in needs], [need.usual for need in needs], [need.wanted for need in needs],
    ):  # fmt: skip
        for at in sorted(range(len(widths)), key=lambda at: wanted[at] - widths[at]):
            more = min(spare, max(0, wanted[at] - widths[at]))
            widths[at] += more
            spare -= more
    return widths
