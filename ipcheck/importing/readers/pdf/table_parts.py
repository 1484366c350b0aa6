"""Tables over pages: the parts that page ends leave of a table become one table, and a divided row one row."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from math import inf
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.pdf.lines import Line, join_lines, would_fit
from ipcheck.importing.readers.pieces import Doubt

SENTENCE_ENDS = "。；：！？）”….;:!?)"
_GOES_ON = "、，（《“‘〔【"  # no cell ends with one of these
_BRACKETS = ("（）", "《》", "“”", "〔〕", "【】")
_NEAR = 3.0  # points by which a column's sides may differ from page to page
_NEARLY_ALL = 0.8  # share of the cells of a column, from which an exception counts
_FEWEST_NUMBERS = 2
_HEAD_ROWS = 2  # rows of a repeated head, at most
SEAM, LONG_SEAM = 8, 30  # characters on either side of a page's end that show it, and that are found again


class Cell:
    """The text of a cell, which grows where the cell goes on on the next page. `first` is its first line, `free` the
    room in points behind its last line."""

    def __init__(self, text: str, first: Line | None = None, free: float = inf) -> None:
        self.text = text
        self.first = first
        self.free = free

    def may_go_on_with(self, other: "Cell") -> bool:
        """Whether lack of room can be why the line that `other` begins with does not stand behind this cell's last."""
        return other.first is None or not would_fit(other.first, self.free)

    def append(self, other: "Cell") -> None:
        """Add the text of the cell below the page's end: in the same paragraph, unless that was at its end."""
        if self.text and other.text:
            is_end = self.text[-1] in SENTENCE_ENDS or (other.first is not None and not self.may_go_on_with(other))
            self.text = f"{self.text}\n{other.text}" if is_end else join_lines(self.text, other.text)
        else:
            self.text += other.text
            self.first = self.first or other.first
        self.free = other.free if other.text else self.free


Row = list[Cell]


class TablePart(NamedTuple):
    """The part of a table on one page (from 1): its rows, the x of its upright lines, its upper edge, and which columns
    have no border above and below it."""

    rows: list[Row]
    page: int
    columns: Sequence[float]
    top: float
    open_above: Sequence[bool]
    open_below: Sequence[bool]

    def goes_on_in(self, part: "TablePart") -> bool:
        """Whether `part` can be the same table on the next page."""
        return part.page == self.page + 1 and len(part.rows[0]) == len(self.rows[0])

    def has_columns(self, columns: Sequence[float]) -> bool:
        """Whether its columns stand in these places."""
        pairs = zip(self.columns, columns, strict=False)
        return len(self.columns) == len(columns) and all(abs(x - other) <= _NEAR for x, other in pairs)


class Division(Enum):
    """Whether a page's end divides a row: the rows above and below it are two, certainly one, or probably one."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


class JoinedTable(NamedTuple):
    """The rows of a table, each with the page on which it begins, and what a person should check about them."""

    rows: list[tuple[int, Row]]
    doubts: list[Doubt]


def join_parts(parts: Sequence[TablePart], _: Translator) -> JoinedTable:
    """Join the parts of a table. A head that a later part repeats is left out.

    Where no border is drawn at a page's end, the cells beside it are one. Programs also close the borders there; then
    the content decides, and where it does not decide for certain, there is a doubt.
    """
    table = JoinedTable([(parts[0].page, row) for row in parts[0].rows], [])
    repeated = [0, *(_repeated_rows(parts[0].rows, part.rows) for part in parts[1:])]
    numbers = _number_column([part.rows[count:] for part, count in zip(parts, repeated, strict=True)])
    for (before, part), count in zip(pairwise(parts), repeated[1:], strict=True):
        rows = part.rows[count:]
        if not rows:
            continue
        open_above = [False] * len(rows[0]) if count else part.open_above
        is_open = [above or below for above, below in zip(before.open_below, open_above, strict=True)]
        if not any(is_open) and before.has_columns(part.columns):
            rows = _join_closed(table, rows, numbers, _)
        else:
            rows = carried_on(table.rows[-1][1], rows, is_open)
        table.rows.extend((part.page, row) for row in rows)
    return table


def _repeated_rows(first: Sequence[Row], rows: Sequence[Row]) -> int:
    """The number of rows at the beginning of a part in which it repeats the head of the table."""
    for count in range(_HEAD_ROWS, 0, -1):
        if len(first) > count and _texts(first[:count]) == _texts(rows[:count]):
            return count
    return int(_texts(first[:1]) == _texts(rows[:1]))


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def carried_on(upper_row: Row, rows: list[Row], is_open: Sequence[bool]) -> list[Row]:
    """The rows of a table's next part, in which a cell that the page's end divides is joined to the cell above it.

    Rows that are both numbered are two rows, even where no border is drawn between them; then only an empty lower cell
    is joined to the cell above.
    """
    pairs = list(zip(upper_row, rows[0], strict=True))
    numbered = any(upper.text.isdecimal() and lower.text.isdecimal() for upper, lower in pairs)
    return _joined(
        upper_row,
        rows,
        [divided and not (numbered and pair[1].text) for pair, divided in zip(pairs, is_open, strict=True)],
    )


def _joined(upper_row: Row, rows: list[Row], is_one: Sequence[bool]) -> list[Row]:
    """The rows with the cells of the first joined to those above it in the columns in which they are one cell; without
    the first row where nothing else is left in it."""
    upper_by_lower: dict[int, Cell] = {}
    for upper, lower, one in zip(upper_row, rows[0], is_one, strict=True):
        if one and id(lower) not in upper_by_lower:
            upper_by_lower[id(lower)] = upper
            upper.append(lower)
    joined_rows = [[upper_by_lower.get(id(cell), cell) for cell in row] for row in rows]
    cells_above = {id(cell) for cell in upper_row}
    return joined_rows[1:] if all(id(cell) in cells_above for cell in joined_rows[0]) else joined_rows


def _join_closed(table: JoinedTable, rows: list[Row], numbers: int | None, _: Translator) -> list[Row]:
    """The rows of a part whose borders are closed at the page's end, joined to the table where they go on with it."""
    upper_row, lower_row = table.rows[-1][1], rows[0]
    above = [row for _page, row in table.rows]
    division = _division(above, rows, numbers)
    if division != Division.NONE:
        if division == Division.LIKELY:
            question = _("a page break falls inside it, at {text}; is it one task, or two?")
            seam, shown = _seam(upper_row, lower_row, LONG_SEAM), _seam(upper_row, lower_row, SEAM)
            table.doubts.append(Doubt(seam, question.format(text=shown)))
        return _joined(upper_row, rows, [True] * len(lower_row))
    table.doubts.extend(_doubt_end(above, lower_row, _))
    merged = [_spans_page(at, above, rows) for at in range(len(lower_row))]
    for at, is_one in enumerate(merged):
        if is_one and not _spans(lower_row[at], rows):
            question = _("does {text}, above it on the previous page, apply to it too?")
            table.doubts.append(Doubt(_longest(lower_row).text, question.format(text=upper_row[at].text)))
    return _joined(upper_row, rows, merged)


def _division(above: Sequence[Row], rows: Sequence[Row], numbers: int | None) -> Division:
    """Whether the last row above a page's end and the first below are one row, judged by what is in them. `numbers` is
    the column in which each row has its number."""
    upper_row, lower_row = above[-1], rows[0]
    if len(set(map(id, upper_row))) == 1 or len(set(map(id, lower_row))) == 1:  # a heading
        return Division.NONE
    if numbers is not None:
        upper, lower = upper_row[numbers].text, lower_row[numbers].text
        if upper and lower:
            return Division.NONE
        if upper or lower:
            expected = _last_number(above, numbers) + 1
            return Division.CERTAIN if upper or _number(lower) == expected else Division.LIKELY
    return _division_without_numbers(above, rows)


def _division_without_numbers(above: Sequence[Row], rows: Sequence[Row]) -> Division:
    """As `_division`, of rows that have no number."""
    pairs = list(zip(above[-1], rows[0], strict=True))
    if any(upper.text and lower.text and _is_unfinished(upper.text) for upper, lower in pairs):
        return Division.CERTAIN
    others = [*above[:-1], *rows[1:]]
    lacks = any(
        upper.text and not lower.text and _is_usual([row[at] for row in others], lambda cell: bool(cell.text))
        and not _spans_page(at, above, rows)
        for at, (upper, lower) in enumerate(pairs)
    )  # fmt: skip
    cut = any(
        upper.text and lower.text and not _has_end(upper)
        and _is_usual([row[at] for row in others if row[at].text], _has_end)
        for at, (upper, lower) in enumerate(pairs)
    )  # fmt: skip
    both = [(upper, lower) for upper, lower in pairs if upper.text and lower.text]
    full = bool(both) and all(upper.may_go_on_with(lower) for upper, lower in both)
    if lacks:
        return Division.CERTAIN if cut else Division.LIKELY
    return Division.LIKELY if full and not all(_has_end(upper) for upper, _lower in both) else Division.NONE


def _doubt_end(above: Sequence[Row], lower_row: Row, _: Translator) -> Iterator[Doubt]:
    """A doubt where the text of the last row above a page's end has no end, as those of the other rows have."""
    if len(set(map(id, above[-1]))) == 1 or len(set(map(id, lower_row))) == 1:
        return
    at = max(range(len(above[-1])), key=lambda at: len(above[-1][at].text))
    cell = above[-1][at]
    if cell.text and not _has_end(cell) and _is_usual([row[at] for row in above[:-1] if row[at].text], _has_end):
        text = cell.text.replace("\n", "")
        question = _("the page ends after {text}; is something missing?")
        yield Doubt(text[-LONG_SEAM:], question.format(text=text[-SEAM:]))


def _spans_page(at: int, above: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the cells of a column beside a page's end are one merged cell: the lower one is empty, and one of them
    covers several rows."""
    upper, lower = above[-1][at], rows[0][at]
    return bool(upper.text) and not lower.text and (_spans(upper, above) or _spans(lower, rows))


def _spans(cell: Cell, rows: Sequence[Row]) -> bool:
    """Whether a cell covers more than one row."""
    return sum(any(other is cell for other in row) for row in rows) > 1


def _number_column(parts: Sequence[Sequence[Row]]) -> int | None:
    """The column in which every row has its number, except those beside a page's end; None where there is none."""
    rows = [row for part in parts for row in part if len(set(map(id, row))) > 1]
    beside = {id(row) for part in parts for row in (*part[:1], *part[-1:])}
    for at in range(len(parts[0][0])):
        cells = [row[at] for row in rows]
        inner = [row[at].text for row in rows if id(row) not in beside]
        counted = sum(_number(cell.text) is not None for cell in cells)
        merged = any(upper is lower and _number(upper.text) is not None for upper, lower in pairwise(cells))
        heads = [text for text in inner if _number(text) is None]
        if counted >= _FEWEST_NUMBERS and not merged and len(heads) <= 1 and all(heads):
            return at
    return None


def _number(text: str) -> int | None:
    digits = text.strip(".、． ")
    return int(digits) if digits.isdecimal() and len(digits) < 5 else None


def _last_number(rows: Sequence[Row], column: int) -> int:
    return next((number for row in reversed(rows) if (number := _number(row[column].text)) is not None), 0)


def _is_usual(cells: Sequence[Cell], holds: Callable[[Cell], bool]) -> bool:
    """Whether something holds of nearly all cells, of which there must be some."""
    return bool(cells) and sum(map(holds, cells)) >= _NEARLY_ALL * len(cells)


def _has_end(cell: Cell) -> bool:
    return cell.text[-1:] in tuple(SENTENCE_ENDS)


def _is_unfinished(text: str) -> bool:
    """Whether a text ends with a mark behind which it must go on, or inside brackets."""
    return text[-1] in _GOES_ON or any(text.rfind(pair[0]) > text.rfind(pair[1]) for pair in _BRACKETS)


def _longest(row: Row) -> Cell:
    return max(row, key=lambda cell: len(cell.text))


def _seam(upper_row: Row, lower_row: Row, length: int) -> str:
    """The text on both sides of a page's end, of the cell with most text."""
    upper, lower = max(
        zip(upper_row, lower_row, strict=True),
        key=lambda pair: (bool(pair[0].text and pair[1].text), len(pair[0].text) + len(pair[1].text)),
    )
    return f"{upper.text[-length:]}{lower.text[:length]}".replace("\n", "")
