"""The layout of PDF pages: lines become paragraphs and rows of tables, as a reader puts them together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.list_numbers import numbers_itself
from ipcheck.importing.readers.pdf.lines import Glyph, Line, in_reading_order, join_lines, lines_of, would_fit
from ipcheck.importing.readers.pdf.ruling import Rule, grids
from ipcheck.importing.readers.pdf.table_parts import LONG_SEAM, SEAM, SENTENCE_ENDS, Cell, TablePart, join_parts
from ipcheck.importing.readers.pieces import Doubt, Piece

_MARGIN = 0.12  # share of a page's height, at either end, where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-–—－·\s]*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})[-–—－·\s]*|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|[-–—－·\s]*第?\s*[0-9０-９]{1,4}\s*页(?:[\s,，/]*共?\s*[0-9０-９]{1,4}\s*页)?[-–—－·\s]*"
)
_CONTINUED = re.compile("[（(]?(?:续表|接?上表|续上表|接上页)[0-9一二三四五六七八九十]{0,2}[）)]?")


class Page(NamedTuple):
    """The content of a page as it is shown. All sizes are in points. `is_scan` says that pictures cover the page;
    `lost` is the number of pieces of text that may be lost for want of a font."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    is_scan: bool = False
    lost: int = 0


def pieces(pages: Sequence[Page], _: Translator) -> tuple[list[Piece], list[Doubt]]:
    """Join the lines of all pages into paragraphs, and the parts of tables into tables, also across page ends. The
    doubts are about the joins that are not certain."""
    contents: list[tuple[list[Line], list[TablePart]]] = []
    for number, page in enumerate(pages, 1):
        tables_before = contents[-1][1] if contents else []
        contents.append(_lines_and_tables(page, number, tables_before[-1:]))
    asides = _asides(pages, [lines for lines, _tables in contents])
    content: list[Line | TablePart] = []
    for lines, tables in contents:
        rest = [line._replace(aside=True) if id(line) in asides else line for line in lines]
        for table in tables:
            at = next((at for at, line in enumerate(rest) if line.middle < table.top), len(rest))
            content += [*rest[:at], table]
            rest = rest[at:]
        content += rest
    doubts: list[Doubt] = []
    return list(_join(content, doubts, _)), doubts


def _lines_and_tables(page: Page, number: int, before: Sequence[TablePart]) -> tuple[list[Line], list[TablePart]]:
    """The lines of a page in reading order, and its tables from the top. Characters inside tables are not in the
    lines. `before` is the last table of the page before, if any, of which little more than a line may be left."""
    rest = [glyph for glyph in page.glyphs if not glyph.text.isspace() or glyph.right > glyph.left]
    tables = []
    for grid in grids(page.rules):
        inside: list[list[Glyph]] = [[] for _cell in range(grid.cells)]
        outside: list[Glyph] = []
        for glyph in rest:
            cell = grid.cell_at(*_centre(glyph))
            (outside if cell is None else inside[cell]).append(glyph)
        cells = [_cell(glyphs, *grid.sides(cell)) for cell, glyphs in enumerate(inside)]
        is_rest = any(table.has_columns(grid.columns) for table in before)
        if (sum(bool(cell.text) for cell in cells) < 2 and not is_rest) or len(grid.columns) < 3:
            continue  # a frame around text
        rows = [[cells[cell] for cell in row] for row in grid.rows]
        tables.append(TablePart(rows, number, grid.columns, grid.top, grid.open_above, grid.open_below))
        rest = outside
    return in_reading_order(lines_of(rest, number)), sorted(tables, key=lambda table: -table.top)


def _centre(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _cell(glyphs: Sequence[Glyph], left: float, right: float) -> Cell:
    """The cell between its left and right side. A line ends a paragraph where the next is far below, or where the
    beginning of the next would have fitted on the line."""
    lines = in_reading_order(lines_of(glyphs))
    if not lines:
        return Cell("")
    widest = max(lines, key=lambda line: line.right - line.left)
    padding = max(0.0, min(6.0, widest.left - left, right - widest.right))
    steps = [before.middle - line.middle for before, line in pairwise(lines)]
    widest_step = 1.4 * min(steps) if len(steps) > 1 else 2.2 * lines[0].em  # between lines of one paragraph
    free_behind = [right - left - 2 * padding - (line.right - line.left) for line in lines]
    text = lines[0].text
    for (before, line), free in zip(pairwise(lines), free_behind, strict=False):
        is_end = before.middle - line.middle > widest_step or would_fit(line, free)
        text = text + "\n" + line.text if is_end else join_lines(text, line.text)
    return Cell(text, lines[0], free_behind[-1])


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


def _join(content: Sequence[Line | TablePart], doubts: list[Doubt], _: Translator) -> Iterator[Piece]:
    """Join lines into paragraphs and the parts of tables into tables, and add to `doubts`. Headers and footers in
    between come behind the paragraph or table that they interrupt."""
    text_lines = [line for line in content if isinstance(line, Line) and not line.aside]
    margins = _Margins(
        min((line.left for line in text_lines), default=0.0), _right_margin(text_lines), _pitch(text_lines),
    )  # fmt: skip
    paragraph: list[Line] = []
    tables: list[TablePart] = []
    asides: list[Piece] = []
    for part in content:
        if isinstance(part, Line) and (part.aside or (tables and _CONTINUED.fullmatch(part.text))):
            asides.append(Piece(part.text, part.page, aside=True))
            continue
        goes_on = (
            _goes_on(paragraph, part, margins) if isinstance(part, Line) and paragraph else
            isinstance(part, TablePart) and bool(tables) and tables[-1].goes_on_in(part)
        )  # fmt: skip
        if not goes_on:
            yield from (*_paragraph(paragraph, doubts, _), *_rows(tables, doubts, _), *asides)
            paragraph, tables, asides = [], [], []
        if isinstance(part, Line):
            paragraph.append(part)
        else:
            tables.append(part)
    yield from (*_paragraph(paragraph, doubts, _), *_rows(tables, doubts, _), *asides)


def _paragraph(paragraph: Sequence[Line], doubts: list[Doubt], _: Translator) -> Iterator[Piece]:
    """The piece of a paragraph's lines, at the page of its first; none where there are no lines. Two sentences on two
    pages are a doubt, where no indentation shows that they are one paragraph."""
    if paragraph:
        text = paragraph[0].text
        for before, line in pairwise(paragraph):
            if before.page != line.page and text[-1] in "。！？" and not _is_indented(paragraph[0], line):
                question = _("a page break falls inside it, at {text}; is it one paragraph, or two?")
                shown = f"{text[-SEAM:]}{line.text[:SEAM]}"
                doubts.append(Doubt(f"{text[-LONG_SEAM:]}{line.text[:LONG_SEAM]}", question.format(text=shown)))
            text = join_lines(text, line.text)
        yield Piece(text, paragraph[0].page)


def _is_indented(first: Line, line: Line) -> bool:
    """Whether the first line of a paragraph is indented against the others, or they against it."""
    return abs(first.left - line.left) > line.em


def _rows(parts: Sequence[TablePart], doubts: list[Doubt], _: Translator) -> Iterator[Piece]:
    """The rows of a table that goes on over pages."""
    if not parts:
        return
    table = join_parts(parts, _)
    doubts += table.doubts
    for page, row in table.rows:
        texts = tuple(cell.text for cell in row)
        if any(texts):
            yield Piece("", page, texts)


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
    is_sentence_end = before.text[-1] in SENTENCE_ENDS
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
