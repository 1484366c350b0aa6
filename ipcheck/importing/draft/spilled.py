"""Tables whose cells a page has spilled onto lines of their own: 序号, 任务 and 责任单位 on three lines, and so on."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ipcheck.domain.phrases.responsibility import is_body
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.tables import kind_of_column

_FEWEST_HEADS = 3
_MOST_HEADS = 8
_LONGEST_HEAD = 12  # characters
_TIME = re.compile("[0-9]月|年[底内末]|季度|长期|持续|全年")
_BAR = re.compile(r"[|｜│]+")


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the cells of spilled tables put back into rows. A row has the place of its number.

    A table begins where at least _FEWEST_HEADS lines in a row are heads of columns; the numbers of its rows must rise
    from 1 without a gap. Where a row has more lines than the table has columns, the lines between the first and the
    last column become one cell of several lines.
    """
    result: list[Line] = []
    at = 0
    while at < len(lines):
        heads = _heads_at(lines, at)
        table, end = _table(lines, at, heads) if heads else ([], at)
        if table:
            result += table
            at = end
        else:
            result.append(lines[at])
            at += 1
    return result


def _end_of_last(cells: Sequence[Line], begin: int, columns: int, head: str) -> int:
    """The index behind the last row, whose cells begin at `begin`. Where the last column holds times, the row ends with
    the first cell that is one."""
    end = min(begin + columns, len(cells))
    if kind_of_column(head) == "when":
        times = (at + 1 for at in range(end - 1, min(end + _MOST_HEADS, len(cells))) if _TIME.search(cells[at].text))
        return next(times, end)
    return end


def _is_sentence(cell: str) -> bool:
    """Whether a line belongs to the text of a task rather than to the names of agencies."""
    return cell.endswith("。") or (len(cell) > _LONGEST_HEAD and not is_body(cell))


def _cells(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that are only a bar between two cells."""
    return [line for line in lines if not _BAR.fullmatch(line.text)]


def _heads_at(lines: Sequence[Line], at: int) -> list[str]:
    """The heads of columns on the lines from `at` on, of which one may be of no known kind; empty where they are
    none."""
    cells = _cells(lines[at : at + 2 * _MOST_HEADS])
    kinds = [
        kind_of_column(cell.text) if not cell.cells and len(cell.text) <= _LONGEST_HEAD else None for cell in cells
    ]
    count = 0
    while count < min(_MOST_HEADS, len(kinds) - 1) and (kinds[count] or (count and kinds[count + 1])):
        count += 1
    known = [kind for kind in kinds[:count] if kind]
    is_table = len({*known}) >= _FEWEST_HEADS and count - len(known) <= 1 and kinds[0]
    return [cell.text for cell in cells[:count]] if is_table else []


def _table(lines: Sequence[Line], at: int, heads: Sequence[str]) -> tuple[list[Line], int]:
    """(the rows of the table whose heads stand from `at` on, the index behind the table); no rows where it is none."""
    cells = _cells(lines[at:])[len(heads) :]
    numbers: list[int] = []  # the index of the number of each row
    for index, cell in enumerate(cells):
        if cell.cells:
            break
        if cell.text == str(len(numbers) + 1):
            numbers.append(index)
    if len(numbers) < 2:
        return [], at
    has_number = kind_of_column(heads[0]) == "number"
    columns = len(heads) - 1 if has_number else min(b - a for a, b in pairwise(numbers)) - 1
    before = 0 if has_number else len(heads) - columns  # columns before the number: categories
    if numbers[0] != before or columns < 2 or before not in (0, 1):
        return [], at
    rows: list[tuple[str, ...]] = [tuple(heads)] if has_number else [(*heads[:before], "序号", *heads[before:])]
    places = [lines[at].at]
    category = cells[0].text if before else ""
    end = len(cells)
    for number, begin in enumerate(numbers):
        last = numbers[number + 1] if number + 1 < len(numbers) else _end_of_last(cells, begin + 1, columns, heads[-1])
        found = [cell.text for cell in cells[begin + 1 : last]]
        following = found.pop() if before and number + 1 < len(numbers) and len(found) == columns + 1 else None
        if len(found) < columns:
            end = begin
            break
        surplus = len(found) - columns
        texts = 1 + next((n for n, cell in enumerate(found[1 : 1 + surplus]) if not _is_sentence(cell)), surplus)
        cut = len(found) - columns + 2  # the cells behind the second column are single lines
        joined = ["\n".join(found[:texts]), "\n".join(found[texts:cut]), *found[cut:]] if surplus else found
        rows.append((*([category] if before else []), cells[begin].text, *joined))
        places.append(cells[begin].at)
        category, end = following or category, last
    used = len(heads) + end
    behind = next((n for n in range(at, len(lines)) if len(_cells(lines[at : n + 1])) > used), len(lines))
    return [Line("", place, row) for place, row in zip(places, rows, strict=True)], behind
