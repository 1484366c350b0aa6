"""The rows of a sheet as pieces: the title above the table, its head, headings between its rows, and notes below it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.importing.readers.encoding import tidy
from ipcheck.importing.readers.html.tables import MOST_ACROSS
from ipcheck.importing.readers.pieces import Piece

_HEAD = re.compile(
    "序号|编号|任务|内容|措施|举措|事项|工作|牵头|主办|主责|配合|参与|协办|责任|承办|负责|分工|部门|单位|时限|时间|进度|期限|完成"
)
_GROUP = re.compile("类别|领域|方面|板块|分类")
_NUMBER_OR_GROUP = re.compile(f"序号|编号|^号$|{_GROUP.pattern}")
_LONGEST_HEAD = 15  # characters; a longer cell is no head of a column
_LONGEST_TITLE = 10  # rows above the head at most
_MARKED = re.compile(
    "[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章部节]"
)


class SheetRow(NamedTuple):
    """A row of a sheet: its cells, and its place in the document (`Piece.at`)."""

    cells: tuple[str, ...]
    at: int


def clean_cell(text: str) -> str:
    """The text of a cell with single spaces; line ends part its paragraphs."""
    return "\n".join(filter(None, map(tidy, text.splitlines())))


def without_empty(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows without those and the columns that are empty, all of the same length, at most MOST_ACROSS."""
    filled = [row for row in rows if any(row.cells)]
    width = min(MOST_ACROSS, max((len(row.cells) for row in filled), default=0))
    used = [at for at in range(width) if any(len(row.cells) > at and row.cells[at] for row in filled)]
    return [row._replace(cells=tuple(row.cells[at] if len(row.cells) > at else "" for at in used)) for row in filled]


def head_of(rows: Sequence[SheetRow]) -> int | None:
    """The index of the row that names the columns; None where there is none."""
    return next((at for at, row in enumerate(rows[: _LONGEST_TITLE + 1]) if is_head(row.cells)), None)


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row names the columns of a table of tasks."""
    names = {cell for cell in cells if cell}
    return len(names) > 1 and sum(len(name) <= _LONGEST_HEAD and bool(_HEAD.search(name)) for name in names) > 1


def pieces_of(rows: Sequence[SheetRow], heading: str = "") -> Iterator[Piece]:
    """The pieces of a sheet, whose rows are those that `without_empty` returns.

    Rows above the head, and rows of a single text below the table, are text. A row of a single text between others is
    the heading of those below it, and gets the text in every cell as if it were merged. `heading` is put above the
    first row, unless that is a heading itself.
    """
    head = head_of(rows)
    first = 0 if head is None else head
    while head is None and first < len(rows) and _single(rows[first]):
        first += 1
    end = len(rows)
    while end > first and _single(rows[end - 1]):
        end -= 1
    for row in rows[:first]:
        yield from _as_text(row)
    is_headed = not heading or (head is not None and _has_groups(rows[head].cells))
    for at, row in enumerate(rows[first:end], first):
        text = _single(row)
        if at != head and not (head is not None and is_head(row.cells)) and not is_headed:
            is_headed = True
            if not text:
                yield Piece("", row.at, (heading,) * len(row.cells))
        if text and _is_heading(row, text, rows[first].cells if head is not None else ()):
            row = row._replace(cells=(text,) * len(row.cells))
        yield Piece("", row.at, row.cells)
    for row in rows[end:]:
        yield from _as_text(row)


def _single(row: SheetRow) -> str:
    """The text of a row that has only one, in one cell or merged over several; empty for other rows."""
    texts = {cell for cell in row.cells if cell}
    return texts.pop() if len(texts) == 1 else ""


def _as_text(row: SheetRow) -> Iterator[Piece]:
    for cell in dict.fromkeys(row.cells):
        for line in cell.splitlines():
            yield Piece(line, row.at)


def _is_heading(row: SheetRow, text: str, head: Sequence[str]) -> bool:
    """Whether the only text of a row is a heading: it is merged, or it stands in the first cell, where the tasks do not
    stand or their texts have no such number."""
    if sum(map(bool, row.cells)) > 1:
        return True
    return bool(row.cells[0]) and (bool(_MARKED.match(text)) or bool(head and _NUMBER_OR_GROUP.search(head[0])))


def _has_groups(head: Sequence[str]) -> bool:
    """Whether a column of the table holds the headings."""
    return any(map(_GROUP.search, head))
