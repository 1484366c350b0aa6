"""Lines of text from the characters at places on a page, in reading order."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ipcheck.importing.readers.encoding import count_han, tidy

_CLOSING = "，。、；：！？）》”’〕】％%,.;:!?)"  # these never begin a line
_OPENING = "（《“‘〔【("  # these never end a line
_WORD = re.compile(r"[^\s\u2010-\u2027\u2e80-\uffff]+")  # no line end breaks it: neither Han nor full-width marks
_DASH = re.compile("—+|…+")
_SLACK = 0.2  # ems by which a character may overlap those on both sides of its gap
_QUOTES = "“”‘’"


class Glyph(NamedTuple):
    """A character and its box in points, measured upwards from the bottom; `apart` says that a gap is before it."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    apart: bool = False

    @property
    def em(self) -> float:
        """The height of the character, which is also the width of a Han character."""
        return self.top - self.bottom


class Line(NamedTuple):
    """Characters in one row on a page. Places are in points; an `aside` is a header, footer or page number."""

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
        """The right end of the ink: the empty half of a final full-width mark (。) may be beyond the margin."""
        last = self.glyphs[-1]
        half = last.text in _CLOSING and not last.text.isascii()
        return (last.left + last.right) / 2 if half else last.right

    @property
    def middle(self) -> float:
        return median((glyph.top + glyph.bottom) / 2 for glyph in self.glyphs)

    @property
    def em(self) -> float:
        """The type size: the width of the Han characters, since the heights of boxes differ by font."""
        widths = [glyph.right - glyph.left for glyph in self.glyphs if count_han(glyph.text)]
        return median(widths or [glyph.em for glyph in self.glyphs]) or 1.0


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """Put characters together in the order of the file; a new line begins where the next character is not to the right
    at the same height. Characters in another font, which files can have behind a line, go into the gaps left there."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and _continues(lines[-1], glyph):
            before = lines[-1][-1]
            lines[-1].insert(len(lines[-1]) - (_ink(glyph) < _ink(before)), glyph)
        elif lines and (gap := _gap_for(glyph, lines[-1])):
            lines[-1].insert(gap, glyph)
        elif not glyph.text.isspace():
            lines.append([glyph])
    return [Line(tuple(line), page) for line in lines]


def _ink(glyph: Glyph) -> float:
    """The place of a character's ink: brackets and marks fill one half of their box, and the boxes of two may
    overlap."""
    share = 0.75 if glyph.text in _OPENING else 0.25 if glyph.text in _CLOSING else 0.5
    return glyph.left + share * (glyph.right - glyph.left)


def _continues(line: Sequence[Glyph], glyph: Glyph) -> bool:
    last = line[-1]
    return _is_level(last, glyph) and glyph.left > last.left - 0.3 * last.em


def _is_level(one: Glyph, other: Glyph) -> bool:
    """Whether two characters stand at the same height."""
    return min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5 * min(one.em, other.em)


def _gap_for(glyph: Glyph, line: Sequence[Glyph]) -> int | None:
    """The index at which a character fits between two others of a line; None where there is no such gap."""
    if not _is_level(line[-1], glyph):
        return None
    for at, (before, after) in enumerate(pairwise(line), 1):
        if before.right - _SLACK * before.em < glyph.left and glyph.right < after.left + _SLACK * after.em:
            return at
    return None


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Sort lines from the top down, unless the file has them in order; columns, which begin with a jump up to the
    right, stay in the order of the file."""
    for before, line in pairwise(lines):
        if line.middle > before.middle + before.em and line.left < before.right:
            return sorted(lines, key=lambda line: (-round(line.middle), line.left))
    return lines


def would_fit(line: Line, free: float) -> bool:
    """Whether the beginning of a line would have fitted into the `free` points behind the line before, so that lack of
    space was not why a new line began."""
    text = line.text
    end = _end_of_unit(text, 0)
    while end < len(text) and text[end - 1] in _OPENING:
        end = _end_of_unit(text, end)
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    glyphs = [glyph for glyph in line.glyphs if not glyph.text.isspace()][:end]
    return free > glyphs[-1].right - glyphs[0].left + 0.35 * line.em


def _end_of_unit(text: str, at: int) -> int:
    """The next index behind `at` at which a line may break: behind a whole word, a dash, or one character. Quotation
    marks hold to the characters on both sides, since programs differ in what they take for an opening one."""
    match = _WORD.match(text, at) or _DASH.match(text, at)
    end = match.end() if match else at + 1
    if end < len(text) and (text[end] in _QUOTES or text[end - 1] in _QUOTES):
        return _end_of_unit(text, end)
    return end


def join_lines(text: str, next_line: str) -> str:
    """Join two lines of a paragraph, with a space where a Latin letter meets another ASCII character."""
    needs_space = text[-1:].isascii() and next_line[:1].isascii() and (text[-1:].isalpha() or next_line[:1].isalpha())
    return f"{text} {next_line}" if needs_space else text + next_line
