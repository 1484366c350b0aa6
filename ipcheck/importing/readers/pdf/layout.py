"""The layout of PDF pages: lines become paragraphs and rows of tables, as a reader puts them together."""

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

_MARGIN = 0.12  # share of a page's height, at either end, where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-–—－·\s]*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})[-–—－·\s]*|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|[-–—－·\s]*第?\s*[0-9０-９]{1,4}\s*页(?:[\s,，/]*共?\s*[0-9０-９]{1,4}\s*页)?[-–—－·\s]*"
)
_ENDS = "。；：！？）”….;:!?)"


class Page(NamedTuple):
    """The content of a page as it is shown. All sizes are in points."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]


class _Cell:
    """The text of a cell, which grows where the cell continues on the next page."""

    def __init__(self, text: str) -> None:
        self.text = text


class _Table(NamedTuple):
    """The part of a table on one page: its rows, the page (from 1), its upper edge, and which columns have no border
    above and below it."""

    rows: list[list[_Cell]]
    page: int
    top: float
    open_above: Sequence[bool]
    open_below: Sequence[bool]


def pieces(pages: Sequence[Page]) -> list[Piece]:
    """Join the lines of all pages into paragraphs, and the parts of tables into tables, also across page ends."""
    contents = [_lines_and_tables(page, number) for number, page in enumerate(pages, 1)]
    asides = _asides(pages, [lines for lines, _tables in contents])
    content: list[Line | _Table] = []
    for lines, tables in contents:
        rest = [line._replace(aside=True) if id(line) in asides else line for line in lines]
        for table in tables:
            at = next((at for at, line in enumerate(rest) if line.middle < table.top), len(rest))
            content += [*rest[:at], table]
            rest = rest[at:]
        content += rest
    return list(_join(content))


def _lines_and_tables(page: Page, number: int) -> tuple[list[Line], list[_Table]]:
    """The lines of a page in reading order, and its tables from the top. Characters inside tables are not in the
    lines."""
    rest = [glyph for glyph in page.glyphs if not glyph.text.isspace() or glyph.right > glyph.left]
    tables = []
    for grid in grids(page.rules):
        inside: list[list[Glyph]] = [[] for _cell in range(grid.cells)]
        outside: list[Glyph] = []
        for glyph in rest:
            cell = grid.cell_at(*_centre(glyph))
            (outside if cell is None else inside[cell]).append(glyph)
        cells = [_Cell(_cell_text(glyphs, *grid.sides(cell))) for cell, glyphs in enumerate(inside)]
        if sum(bool(cell.text) for cell in cells) < 2 or len(grid.columns) < 3:
            continue  # a frame around text
        rows = [[cells[cell] for cell in row] for row in grid.rows]
        tables.append(_Table(rows, number, grid.top, grid.open_above, grid.open_below))
        rest = outside
    return in_reading_order(lines_of(rest, number)), sorted(tables, key=lambda table: -table.top)


def _centre(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _cell_text(glyphs: Sequence[Glyph], left: float, right: float) -> str:
    """The text of a cell between its left and right side. A line ends a paragraph where the next is far below, or where
    the beginning of the next would have fitted on the line."""
    lines = in_reading_order(lines_of(glyphs))
    if not lines:
        return ""
    widest = max(lines, key=lambda line: line.right - line.left)
    padding = max(0.0, min(6.0, widest.left - left, right - widest.right))
    steps = [before.middle - line.middle for before, line in pairwise(lines)]
    widest_step = 1.4 * min(steps) if len(steps) > 1 else 2.2 * lines[0].em  # between lines of one paragraph
    text = lines[0].text
    for before, line in pairwise(lines):
        free = right - left - 2 * padding - (before.right - before.left)
        is_end = before.middle - line.middle > widest_step or would_fit(line, free)
        text = text + "\n" + line.text if is_end else join_lines(text, line.text)
    return text


def _asides(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[int]:
    """The ids (`id()`) of the lines that are headers, footers or page numbers: at the end of a page, and either a
    number or alike on most pages."""
    outer_lines: list[tuple[Line, tuple[str, int]]] = []
    page_numbers = set()
    for page, group in zip(pages, lines, strict=True):
        if not group:
            continue
        low = min(0.0, *(line.middle for line in group))
        by_height = sorted(group, key=lambda line: line.middle)
        for line in {id(line): line for line in (*by_height[:2], *by_height[-2:])}.values():
            height = (line.middle - low) / page.height
            if _MARGIN < height < 1 - _MARGIN:
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                page_numbers.add(id(line))
            outer_lines.append((line, (re.sub("[0-9]+", "#", line.text), round(line.middle / 4))))
    counts = Counter(key for _line, key in outer_lines)
    return page_numbers | {id(line) for line, key in outer_lines if counts[key] >= 2 and counts[key] > len(pages) / 2}


def _join(content: Sequence[Line | _Table]) -> Iterator[Piece]:
    """Join lines into paragraphs and the parts of tables into tables. Headers and footers in between come behind the
    paragraph or table that they interrupt."""
    text_lines = [line for line in content if isinstance(line, Line) and not line.aside]
    margins = _Margins(
        min((line.left for line in text_lines), default=0.0), _right_margin(text_lines), _pitch(text_lines),
    )  # fmt: skip
    paragraph: list[Line] = []
    tables: list[_Table] = []
    asides: list[Piece] = []
    for part in content:
        if isinstance(part, Line) and part.aside:
            asides.append(Piece(part.text, part.page, aside=True))
            continue
        goes_on = (
            _goes_on(paragraph, part, margins) if isinstance(part, Line) and paragraph else
            isinstance(part, _Table) and bool(tables) and len(part.rows[0]) == len(tables[0].rows[0])
            and part.page == tables[-1].page + 1
        )  # fmt: skip
        if not goes_on:
            yield from (*_paragraph(paragraph), *_rows(tables), *asides)
            paragraph, tables, asides = [], [], []
        if isinstance(part, Line):
            paragraph.append(part)
        else:
            tables.append(part)
    yield from (*_paragraph(paragraph), *_rows(tables), *asides)


def _paragraph(paragraph: Sequence[Line]) -> Iterator[Piece]:
    """The piece of a paragraph's lines, at the page of its first; none where there are no lines."""
    if paragraph:
        text = paragraph[0].text
        for line in paragraph[1:]:
            text = join_lines(text, line.text)
        yield Piece(text, paragraph[0].page)


def _rows(parts: Sequence[_Table]) -> Iterator[Piece]:
    """The rows of a table that continues over pages. A head that a later part repeats is left out."""
    rows: list[tuple[int, list[_Cell]]] = []
    for before, part in pairwise((None, *parts)):
        assert part is not None  # noqa: S101 (only the first of the first pair is None)
        new_rows = part.rows
        head = [cell.text for cell in parts[0].rows[0]]
        repeated = before is not None and [cell.text for cell in new_rows[0]] == head
        new_rows = new_rows[repeated:]
        if before is not None and new_rows:
            open_above = [False] * len(head) if repeated else part.open_above
            new_rows = _carried_on(
                before, new_rows, [a or b for a, b in zip(before.open_below, open_above, strict=True)]
            )
        rows += ((part.page, row) for row in new_rows)
    for page, row in rows:
        texts = tuple(cell.text for cell in row)
        if any(texts):
            yield Piece("", page, texts)


def _carried_on(before: _Table, rows: list[list[_Cell]], is_open: Sequence[bool]) -> list[list[_Cell]]:
    """The rows of a table's next part, in which a cell that the page's end divides is joined to the cell above it.

    Rows that are both numbered are two rows, even where no border is drawn between them; then only an empty lower cell
    is joined to the cell above.
    """
    upper_by_lower = {}
    pairs = list(zip(before.rows[-1], rows[0], strict=True))
    numbered = any(upper.text.isdecimal() and lower.text.isdecimal() for upper, lower in pairs)
    for (upper, lower), divided in zip(pairs, is_open, strict=True):
        if divided and id(lower) not in upper_by_lower and not (numbered and lower.text):
            upper_by_lower[id(lower)] = upper
            if upper.text and lower.text:
                is_sentence_end = upper.text[-1] in _ENDS
                upper.text = f"{upper.text}\n{lower.text}" if is_sentence_end else join_lines(upper.text, lower.text)
            else:
                upper.text += lower.text
    joined_rows = [[upper_by_lower.get(id(cell), cell) for cell in row] for row in rows]
    last_row_before = {id(cell) for cell in before.rows[-1]}
    return joined_rows[1:] if all(id(cell) in last_row_before for cell in joined_rows[0]) else joined_rows


class _Margins(NamedTuple):
    """The leftmost beginning and the right margin of lines, in points, and their usual distance in ems."""

    left: float
    right: float
    pitch: float


def _right_margin(lines: Sequence[Line]) -> float:
    """The place, in points, at which lines end at the latest; lines that reach further alone do not count."""
    ends = sorted((line.seen_to for line in lines), reverse=True)
    em = median(line.em for line in lines) if lines else 1.0
    for end, following in pairwise(ends):
        if end - following < em:
            return end
    return ends[0] if ends else 0.0


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between lines in ems, at most 2.5; 2.0 where no two lines show it."""
    steps = [
        (before.middle - line.middle) / line.em
        for before, line in pairwise(lines)
        if before.page == line.page and before.middle > line.middle
    ]
    return min(median(steps), 2.5) if steps else 2.0


def _goes_on(paragraph: Sequence[Line], line: Line, margins: _Margins) -> bool:
    """Whether a line continues the paragraph: by type size, distance and indentation, and by whether it would have
    fitted on the line before."""
    before, em = paragraph[-1], line.em
    if abs(before.em - em) > 0.15 * em or would_fit(line, margins.right - before.right):
        return False
    step = (before.middle - line.middle) / em
    if before.page == line.page and (step > margins.pitch * 1.4 or step < 0):
        return False
    is_sentence_end = before.text[-1] in _ENDS
    if is_sentence_end and numbers_itself(line.text):
        return False
    if line.left > before.left + em:
        return _hangs(before, line)
    indented = min(line.left, before.left) > margins.left + 1.5 * em
    return not (is_sentence_end and indented and len(paragraph) == 1)


def _hangs(before: Line, line: Line) -> bool:
    """Whether a line begins below the text that stands after a number, which is a hanging indent."""
    text_starts = [
        glyph.left for glyph, following in pairwise(before.glyphs) if glyph.text in "、.．)）" or following.apart
    ]
    return any(abs(line.left - start) < 2.2 * line.em for start in text_starts[:1])
