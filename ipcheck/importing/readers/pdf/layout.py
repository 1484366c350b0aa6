"""Lines on pages become paragraphs and rows of tables, as a reader puts them together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ipcheck.importing.readers.list_numbers import numbers_itself
from ipcheck.importing.readers.pdf.lines import Glyph, Line, in_reading_order, join_lines, lines_of, would_fit
from ipcheck.importing.readers.pdf.ruling import Rule, grids
from ipcheck.importing.readers.pieces import Piece

_MARGIN = 0.12  # of a page's height, at either end: where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-–—－·\s]*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})[-–—－·\s]*|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|[-–—－·\s]*第?\s*[0-9０-９]{1,4}\s*页(?:[\s,，/]*共?\s*[0-9０-９]{1,4}\s*页)?[-–—－·\s]*"
)
_ENDS = "。；：！？）”….;:!?)"


class Page(NamedTuple):
    """A page as it is shown."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]


class _Cell:
    """A cell's text, which grows where the cell goes on on the next page."""

    def __init__(self, text: str) -> None:
        self.text = text


class _Table(NamedTuple):
    """A table's part on one page: its rows, where it stands, and which columns are open above and below."""

    rows: list[list[_Cell]]
    page: int
    top: float
    open_above: Sequence[bool]
    open_below: Sequence[bool]


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
        inside: list[list[Glyph]] = [[] for _cell in range(grid.cells)]
        outside: list[Glyph] = []
        for glyph in rest:
            cell = grid.cell_at(*_center(glyph))
            (outside if cell is None else inside[cell]).append(glyph)
        cells = [_Cell(_cell(glyphs, *grid.sides(cell))) for cell, glyphs in enumerate(inside)]
        if sum(bool(cell.text) for cell in cells) < 2 or len(grid.columns) < 3:
            continue  # a frame around text
        rows = [[cells[cell] for cell in row] for row in grid.rows]
        tables.append(_Table(rows, number, grid.top, grid.open_above, grid.open_below))
        rest = outside
    return in_reading_order(lines_of(rest, number)), sorted(tables, key=lambda table: -table.top)


def _center(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _cell(glyphs: Sequence[Glyph], left: float, right: float) -> str:
    """The text of a cell between two sides; lines that end before they would have to are paragraphs of their own."""
    lines = in_reading_order(lines_of(glyphs))
    if not lines:
        return ""
    widest = max(lines, key=lambda line: line.right - line.left)
    padding = max(0.0, min(6.0, widest.left - left, right - widest.right))
    steps = [before.middle - line.middle for before, line in pairwise(lines)]
    most = 1.4 * min(steps) if len(steps) > 1 else 2.2 * lines[0].em  # between lines of a paragraph
    text = lines[0].text
    for before, line in pairwise(lines):
        free = right - left - 2 * padding - (before.right - before.left)
        ended = before.middle - line.middle > most or would_fit(line, free)
        text = text + "\n" + line.text if ended else join_lines(text, line.text)
    return text


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
    """Lines become paragraphs and the parts of a table one; what belongs to the page waits until either has ended."""
    body = [line for line in content if isinstance(line, Line) and not line.aside]
    margins = _Margins(
        min((line.left for line in body), default=0.0), _right_margin(body), _pitch(body),
    )  # fmt: skip
    paragraph: list[Line] = []
    tables: list[_Table] = []
    waiting: list[Piece] = []
    for part in content:
        if isinstance(part, Line) and part.aside:
            waiting.append(Piece(part.text, part.page, aside=True))
            continue
        goes_on = (
            _goes_on(paragraph, part, margins) if isinstance(part, Line) and paragraph else
            isinstance(part, _Table) and bool(tables) and len(part.rows[0]) == len(tables[0].rows[0])
            and part.page == tables[-1].page + 1
        )  # fmt: skip
        if not goes_on:
            yield from (*_ended(paragraph), *_rows(tables), *waiting)
            paragraph, tables, waiting = [], [], []
        if isinstance(part, Line):
            paragraph.append(part)
        else:
            tables.append(part)
    yield from (*_ended(paragraph), *_rows(tables), *waiting)


def _ended(paragraph: Sequence[Line]) -> Iterator[Piece]:
    if paragraph:
        text = paragraph[0].text
        for line in paragraph[1:]:
            text = join_lines(text, line.text)
        yield Piece(text, paragraph[0].page)


def _rows(parts: Sequence[_Table]) -> Iterator[Piece]:
    """The rows of a table that goes on over pages, each part without the head that repeats the first."""
    rows: list[tuple[int, list[_Cell]]] = []
    for before, part in pairwise((None, *parts)):
        assert part is not None  # noqa: S101 (the first pair's first alone)
        more = part.rows
        head = [cell.text for cell in parts[0].rows[0]]
        repeated = before is not None and [cell.text for cell in more[0]] == head
        more = more[repeated:]
        if before is not None and more:
            above = [False] * len(head) if repeated else part.open_above
            more = _carried_on(before, more, [a or b for a, b in zip(before.open_below, above, strict=True)])
        rows += ((part.page, row) for row in more)
    for page, row in rows:
        texts = tuple(cell.text for cell in row)
        if any(texts):
            yield Piece("", page, texts)


def _carried_on(before: _Table, rows: list[list[_Cell]], is_open: Sequence[bool]) -> list[list[_Cell]]:
    """The rows of a table's next part, in which cells that the page's end divides are those of the part before.

    Two rows that are both numbered are not one, whatever the lines say; only what stands beside both goes on.
    """
    whole = {}
    both = list(zip(before.rows[-1], rows[0], strict=True))
    numbered = any(upper.text.isdecimal() and lower.text.isdecimal() for upper, lower in both)
    for (upper, lower), divided in zip(both, is_open, strict=True):
        if divided and id(lower) not in whole and not (numbered and lower.text):
            whole[id(lower)] = upper
            if upper.text and lower.text:
                closed = upper.text[-1] in _ENDS
                upper.text = f"{upper.text}\n{lower.text}" if closed else join_lines(upper.text, lower.text)
            else:
                upper.text += lower.text
    carried = [[whole.get(id(cell), cell) for cell in row] for row in rows]
    before_last = {id(cell) for cell in before.rows[-1]}
    return carried[1:] if all(id(cell) in before_last for cell in carried[0]) else carried


class _Margins(NamedTuple):
    """Where lines begin and end at the utmost, and their usual distance in ems."""

    left: float
    right: float
    pitch: float


def _right_margin(lines: Sequence[Line]) -> float:
    """Where lines end at the latest; one that alone goes further does not count."""
    ends = sorted((line.seen_to for line in lines), reverse=True)
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


def _goes_on(paragraph: Sequence[Line], line: Line, margins: _Margins) -> bool:
    """Whether a line continues the paragraph."""
    before, em = paragraph[-1], line.em
    if abs(before.em - em) > 0.15 * em or would_fit(line, margins.right - before.right):
        return False
    step = (before.middle - line.middle) / em
    if before.page == line.page and (step > margins.pitch * 1.4 or step < 0):
        return False
    closed = before.text[-1] in _ENDS
    if closed and numbers_itself(line.text):
        return False
    if line.left > before.left + em:
        return _hangs(before, line)
    indented = min(line.left, before.left) > margins.left + 1.5 * em
    return not (closed and indented and len(paragraph) == 1)


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line begins below the text after a number."""
    after = [glyph.left for glyph, following in pairwise(first.glyphs) if glyph.text in "、.．)）" or following.apart]
    return any(abs(line.left - begin) < 2.2 * line.em for begin in after[:1])
