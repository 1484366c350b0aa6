"""Tables of web pages and Word documents: fill in merged cells, and tell whether a table holds data."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.importing.readers.html.elements import Element

MOST_ACROSS = 100  # columns; more are a mistake or a trap
_MOST_CELLS = 200_000
# A table only arranges the page where one cell has as many paragraphs and this share of the table's characters.
_PARAGRAPHS = 5
_SHARE = 0.6


class Cell(NamedTuple):
    """The text of a cell, and how many columns and rows the cell covers."""

    text: str
    across: int = 1
    down: int = 1


class Shape(NamedTuple):
    """The measures of a cell that tell whether its table holds data: characters, paragraphs, and whether the cell is
    the head of a row or column."""

    characters: int
    paragraphs: int
    heads: bool = False


def filled_rows(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """The texts of each row that is not empty, a merged cell repeated in every place that it covers.

    All rows have the same length. Columns beyond MOST_ACROSS and the rows behind _MOST_CELLS cells are cut off.
    """
    from_above: dict[int, tuple[str, int]] = {}  # by column: text, and rows that it still covers
    filled: list[list[str]] = []
    cells = 0
    for row in rows:
        row_cells, texts = iter(row), list[str]()
        to_next: dict[int, tuple[str, int]] = {}
        while len(texts) < MOST_ACROSS:
            at = len(texts)
            if at in from_above:
                text, rows_left = from_above[at]
                texts.append(text)
                if rows_left > 1:
                    to_next[at] = text, rows_left - 1
                continue
            cell = next(row_cells, None)
            if cell is None:
                if any(column > at for column in from_above):
                    texts.append("")
                    continue
                break
            for column in range(at, min(at + max(1, cell.across), MOST_ACROSS)):
                texts.append(cell.text)
                if cell.down > 1:
                    to_next[column] = cell.text, cell.down - 1
        from_above = to_next
        filled.append(texts)
        cells += len(texts)
        if cells > _MOST_CELLS:
            break
    width = max(map(len, filled), default=0)
    for texts in filled:
        if any(texts):
            yield (*texts, *[""] * (width - len(texts)))


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a page's table, by row; the rows of its head, bodies and foot alike."""
    bodies = [table, *(part for part in table.elements() if part.tag in ("thead", "tbody", "tfoot"))]
    rows = [row for body in bodies for row in body.elements() if row.tag == "tr"]
    return [[cell for cell in row.elements() if cell.tag in ("td", "th")] for row in rows]


def spanning_cell(cell: Element, text: str, rows_left: int) -> Cell:
    """A page's cell with its colspan and rowspan. A rowspan of 0 covers all the `rows_left`, and none covers more."""
    down = cell.number("rowspan", 1) or rows_left
    return Cell(text, max(1, cell.number("colspan", 1)), min(max(1, down), rows_left))


def holds_data(rows: Sequence[Sequence[Shape]]) -> bool:
    """Whether the rows and columns of a table mean something. They do not where the table only arranges the page: boxes
    are tables of one cell, and old pages are one table as a whole.

    A table that contains tables only arranges the page as well; that is for the reader to tell before it measures any
    cell, since tables may be nested thousands deep.
    """
    cells = [cell for row in rows for cell in row]
    headed = any(cell.heads for cell in cells)
    if all(sum(cell.characters > 0 for cell in row) <= 1 for row in rows) or (len(rows) < 2 and not headed):
        return False
    largest = max(cells)
    share = largest.characters / sum(cell.characters for cell in cells)
    return headed or largest.paragraphs < _PARAGRAPHS or share < _SHARE
