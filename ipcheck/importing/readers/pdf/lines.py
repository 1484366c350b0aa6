"""Characters at places on a page become lines, in the order in which they are read."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ipcheck.importing.readers.encoding import han, tidy

_CLOSING = "，。、；：！？）》”’〕】％%,.;:!?)"  # never begin a line
_OPENING = "（《“‘〔【("  # never end one
_WORD = re.compile(r"[^\s\u2010-\u2027\u2e80-\uffff]+")  # what is not cut at a line's end: no Han


class Glyph(NamedTuple):
    """A character and its box in points, upward from the bottom; whether a gap is before it."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    apart: bool = False

    @property
    def em(self) -> float:
        """Its height, which is its width where it is Han."""
        return self.top - self.bottom


class Line(NamedTuple):
    """Characters in a row."""

    glyphs: Sequence[Glyph]
    page: int = 0
    aside: bool = False

    @property
    def text(self) -> str:
        written = ""
        for glyph in self.glyphs:
            gap = glyph.apart and written and (written[-1].isascii() and glyph.text.isascii())
            written += " " * bool(gap) + glyph.text
        return tidy(written)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def seen_to(self) -> float:
        """Where it ends to be seen: the empty half of a last 。 may be beyond the margin."""
        last = self.glyphs[-1]
        half = last.text in _CLOSING and not last.text.isascii()
        return (last.left + last.right) / 2 if half else last.right

    @property
    def middle(self) -> float:
        return median((glyph.top + glyph.bottom) / 2 for glyph in self.glyphs)

    @property
    def em(self) -> float:
        """Its type size: the width of its Han characters, since their boxes' heights differ by font."""
        widths = [glyph.right - glyph.left for glyph in self.glyphs if han(glyph.text)]
        return median(widths or [glyph.em for glyph in self.glyphs]) or 1.0


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """Characters in the order of the file, cut where the next is not to the right on the same height."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and _continues(lines[-1], glyph):
            before = lines[-1][-1]
            lines[-1].insert(len(lines[-1]) - (_ink(glyph) < _ink(before)), glyph)
        elif not glyph.text.isspace():
            lines.append([glyph])
    return [Line(tuple(line), page) for line in lines]


def _ink(glyph: Glyph) -> float:
    """Where a character is seen: brackets are in one half of their box, and the boxes of two may overlap."""
    share = 0.75 if glyph.text in _OPENING else 0.25 if glyph.text in _CLOSING else 0.5
    return glyph.left + share * (glyph.right - glyph.left)


def _continues(line: Sequence[Glyph], glyph: Glyph) -> bool:
    last = line[-1]
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    return overlap > 0.5 * min(last.em, glyph.em) and glyph.left > last.left - 0.3 * last.em


def in_reading_order(lines: list[Line]) -> list[Line]:
    """From the top; but columns one after the other, as the file has them."""
    for before, line in pairwise(lines):
        if line.middle > before.middle + before.em and line.left < before.right:
            return sorted(lines, key=lambda line: (-round(line.middle), line.left))
    return lines


def would_fit(line: Line, free: float) -> bool:
    """Whether a line's beginning would have fitted into the free space of the line before, so that it was not moved
    down for want of space."""
    text = line.text
    unit = _word(text, 0)
    while unit < len(text) and text[unit - 1] in _OPENING:
        unit = _word(text, unit)
    while unit < len(text) and text[unit] in _CLOSING:
        unit += 1
    shown = [glyph for glyph in line.glyphs if not glyph.text.isspace()][:unit]
    return free > shown[-1].right - shown[0].left + 0.35 * line.em


def _word(text: str, at: int) -> int:
    """Where what begins at a place may be cut again."""
    found = _WORD.match(text, at)
    return found.end() if found else at + 1


def join_lines(text: str, more: str) -> str:
    """Two lines of a paragraph; words of Latin letters keep a space."""
    spaced = text[-1:].isascii() and more[:1].isascii() and (text[-1:].isalpha() or more[:1].isalpha())
    return f"{text} {more}" if spaced else text + more
