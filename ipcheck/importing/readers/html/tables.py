"""Tables: rows with their merged cells filled in, and which tables of a page only arrange it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.importing.readers.html.elements import Element

MOST_ACROSS = 100  # columns; more are a mistake or a trap
_MOST_CELLS = 200_000
_PARAGRAPHS = 5  # in one cell, from which a table that mostly consists of it only arranges the page
_SHARE = 0.6


class Cell(NamedTuple):
    """What stands in a cell, and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


class Shape(NamedTuple):
    """What tells of a cell whether its table arranges or holds data: its length, its paragraphs, whether it is the
    head of a row or column, and whether a table stands in it."""

    characters: int
    paragraphs: int
    heads: bool = False
    table: bool = False


def expanded(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """The texts of each row, a merged one in every place that it covers; rows end at the same column."""
    hanging: dict[int, tuple[str, int]] = {}  # column: what comes down from above, for how many more rows
    filled: list[list[str]] = []
    cells = 0
    for row in rows:
        waiting, texts = iter(row), list[str]()
        below: dict[int, tuple[str, int]] = {}
        while len(texts) < MOST_ACROSS:
            at = len(texts)
            if at in hanging:
                text, more = hanging[at]
                texts.append(text)
                if more > 1:
                    below[at] = text, more - 1
                continue
            cell = next(waiting, None)
            if cell is None:
                if any(column > at for column in hanging):
                    texts.append("")
                    continue
                break
            for column in range(at, min(at + max(1, cell.across), MOST_ACROSS)):
                texts.append(cell.text)
                if cell.down > 1:
                    below[column] = cell.text, cell.down - 1
        hanging = below
        filled.append(texts)
        cells += len(texts)
        if cells > _MOST_CELLS:
            break
    width = max(map(len, filled), default=0)
    for texts in filled:
        if any(texts):
            yield (*texts, *[""] * (width - len(texts)))


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a page's table, by row."""
    bodies = [table, *(part for part in table.elements() if part.tag in ("thead", "tbody", "tfoot"))]
    rows = [row for body in bodies for row in body.elements() if row.tag == "tr"]
    return [[cell for cell in row.elements() if cell.tag in ("td", "th")] for row in rows]


def covered(cell: Element, text: str, rows_left: int) -> Cell:
    """A page's cell with its colspan and rowspan; 0 rows are all that are left."""
    down = cell.number("rowspan", 1) or rows_left
    return Cell(text, max(1, cell.number("colspan", 1)), min(max(1, down), rows_left))


def holds_data(rows: Sequence[Sequence[Shape]]) -> bool:
    """Whether rows and columns mean something, or only arrange: boxes are tables of one cell, old pages one as a
    whole."""
    cells = [cell for row in rows for cell in row]
    if any(cell.table for cell in cells):
        return False
    headed = any(cell.heads for cell in cells)
    if all(sum(cell.characters > 0 for cell in row) <= 1 for row in rows) or (len(rows) < 2 and not headed):
        return False
    largest = max(cells)
    share = largest.characters / sum(cell.characters for cell in cells)
    return headed or largest.paragraphs < _PARAGRAPHS or share < _SHARE
