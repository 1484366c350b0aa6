"""Characters at places on pages become paragraphs and rows of tables, as a reader puts them together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ipcheck.intake.characters import han, tidy
from ipcheck.intake.numerals import numbers_itself
from ipcheck.intake.pieces import Piece
from ipcheck.intake.ruling import Grid, Rule, grids

__all__ = ["Glyph", "Page", "Rule", "pieces"]

_MARGIN = 0.12  # of a page's height, at either end: where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-–—－·\s]*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})[-–—－·\s]*|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|[-–—－·\s]*第?\s*[0-9０-９]{1,4}\s*页(?:[\s,，/]*共?\s*[0-9０-９]{1,4}\s*页)?[-–—－·\s]*"
)
_ENDS = "。；：！？）”….;:!?)"
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


class Page(NamedTuple):
    """A page as it is shown."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]


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


class _Table(NamedTuple):
    """A table's rows, and where it stands."""

    rows: list[tuple[str, ...]]
    page: int
    top: float


def pieces(pages: Sequence[Page]) -> list[Piece]:
    """The pieces of a document: paragraphs joined over lines and pages, tables joined over pages."""
    taken = [_taken_apart(page, number) for number, page in enumerate(pages, 1)]
    asides = _asides(pages, [lines for lines, _tables in taken])
    content: list[Line | _Table] = []
    for lines, tables in taken:
        marked = [line._replace(aside=True) if id(line) in asides else line for line in lines]
        for table in tables:
            at = next((at for at, line in enumerate(marked) if line.middle < table.top), len(marked))
            content += [*marked[:at], table]
            marked = marked[at:]
        content += marked
    return list(_joined(content))


def _taken_apart(page: Page, number: int) -> tuple[list[Line], list[_Table]]:
    """The lines of a page from the top, and its tables, whose lines are not among them."""
    rest = [glyph for glyph in page.glyphs if not glyph.text.isspace() or glyph.right > glyph.left]
    tables = []
    for grid in grids(page.rules):
        inside = [[glyph for glyph in rest if grid.cell_at(*_center(glyph)) == cell] for cell in range(grid.cells)]
        texts = [_cell(glyphs, grid, cell) for cell, glyphs in enumerate(inside)]
        if sum(map(bool, texts)) < 2 or len(grid.columns) < 3:
            continue  # a frame around text
        rows = [tuple(texts[cell] for cell in row) for row in grid.rows]
        tables.append(_Table([row for row in rows if any(row)], number, grid.top))
        within = {id(glyph) for glyphs in inside for glyph in glyphs}
        rest = [glyph for glyph in rest if id(glyph) not in within]
    return _in_order(_lines(rest, number)), sorted(tables, key=lambda table: -table.top)


def _center(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _lines(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
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


def _in_order(lines: list[Line]) -> list[Line]:
    """From the top; but columns one after the other, as the file has them."""
    for before, line in pairwise(lines):
        if line.middle > before.middle + before.em and line.left < before.right:
            return sorted(lines, key=lambda line: (-round(line.middle), line.left))
    return lines


def _cell(glyphs: Sequence[Glyph], grid: Grid, cell: int) -> str:
    """A cell's text; lines that end before they would have to are paragraphs of their own."""
    lines = _in_order(_lines(glyphs))
    if not lines:
        return ""
    left, right = grid.sides(cell)
    widest = max(lines, key=lambda line: line.right - line.left)
    padding = max(0.0, min(6.0, widest.left - left, right - widest.right))
    text = lines[0].text
    for before, line in pairwise(lines):
        free = right - left - 2 * padding - (before.right - before.left)
        text = text + "\n" + line.text if _would_fit(line, free) else _put_together(text, line.text)
    return text


def _would_fit(line: Line, free: float) -> bool:
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


def _put_together(text: str, more: str) -> str:
    """Two lines of a paragraph; words of Latin letters keep a space."""
    spaced = text[-1:].isascii() and more[:1].isascii() and (text[-1:].isalpha() or more[:1].isalpha())
    return f"{text} {more}" if spaced else text + more


def _asides(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[int]:
    """The ids of lines that are headers, footers and page numbers: at a page's end, alike on most pages."""
    outer: list[tuple[Line, tuple[str, int]]] = []
    found = set()
    for page, group in zip(pages, lines, strict=True):
        if not group:
            continue
        low = min(0.0, *(line.middle for line in group))
        ends = sorted(group, key=lambda line: line.middle)
        for line in {id(line): line for line in (*ends[:2], *ends[-2:])}.values():
            height = (line.middle - low) / page.height
            if _MARGIN < height < 1 - _MARGIN:
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                found.add(id(line))
            outer.append((line, (re.sub("[0-9]+", "#", line.text), round(line.middle / 4))))
    often = Counter(key for _line, key in outer)
    return found | {id(line) for line, key in outer if often[key] >= 2 and often[key] > len(pages) / 2}


def _joined(content: Sequence[Line | _Table]) -> Iterator[Piece]:
    """Lines become paragraphs; what belongs to the page waits until the paragraph that runs over it has ended."""
    body = [line for line in content if isinstance(line, Line) and not line.aside]
    right = _right_margin(body)
    left = min((line.left for line in body), default=0.0)
    pitch = _pitch(body)
    paragraph: list[Line] = []
    waiting: list[Piece] = []
    table: _Table | None = None

    def ended() -> Iterator[Piece]:
        if paragraph:
            text = paragraph[0].text
            for line in paragraph[1:]:
                text = _put_together(text, line.text)
            yield Piece(text, paragraph[0].page)
            paragraph.clear()
        yield from waiting
        waiting.clear()

    for part in content:
        if isinstance(part, Line) and part.aside:
            waiting.append(Piece(part.text, part.page, aside=True))
        elif isinstance(part, Line):
            if paragraph and not _goes_on(paragraph, part, left, right, pitch):
                yield from ended()
            paragraph.append(part)
            table = None
        else:
            yield from ended()
            rows = part.rows
            if table is not None and rows and rows[0] == table.rows[0]:
                rows = rows[1:]  # the head, repeated on the next page
            yield from (Piece("", part.page, row) for row in rows)
            table = table or part
    yield from ended()


def _right_margin(lines: Sequence[Line]) -> float:
    """Where lines end at the latest; one that alone goes further does not count."""
    ends = sorted((line.right for line in lines), reverse=True)
    em = median(line.em for line in lines) if lines else 1.0
    for end, following in pairwise(ends):
        if end - following < em:
            return end
    return ends[0] if ends else 0.0


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in ems."""
    steps = [
        (before.middle - line.middle) / line.em
        for before, line in pairwise(lines)
        if before.page == line.page and before.middle > line.middle
    ]
    return min(median(steps), 2.5) if steps else 2.0


def _goes_on(paragraph: Sequence[Line], line: Line, left: float, right: float, pitch: float) -> bool:
    """Whether a line continues the paragraph."""
    before, em = paragraph[-1], line.em
    if abs(before.em - em) > 0.15 * em or _would_fit(line, right - before.right):
        return False
    step = (before.middle - line.middle) / em
    if before.page == line.page and (step > pitch * 1.4 or step < 0):
        return False
    closed = before.text[-1] in _ENDS
    if closed and numbers_itself(line.text):
        return False
    if line.left > before.left + em:
        return _hangs(before, line)
    indented = min(line.left, before.left) > left + 1.5 * em
    return not (closed and indented and len(paragraph) == 1)


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line begins below the text after a number."""
    after = [glyph.left for glyph, following in pairwise(first.glyphs) if glyph.text in "、.．)）" or following.apart]
    return any(abs(line.left - begin) < 2.2 * line.em for begin in after[:1])
