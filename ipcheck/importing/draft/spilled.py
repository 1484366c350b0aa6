"""Tables that a page has spilled into its text: cells between bars, or one cell on a line, without rows and columns.

Where the rows can be told, they are put back; where they cannot, the text below the heads of columns is doubtful.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ipcheck.base.text import HAN
from ipcheck.domain.phrases.responsibility import is_body, names_bodies
from ipcheck.importing.draft.item_phrases import RESPONSIBLE, is_read
from ipcheck.importing.draft.markers import marker_at
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.tables import AGENCIES, TEXTS, kind_of_column, listed

_FEWEST_HEADS = 3
_MOST_HEADS = 9
_LONGEST_HEAD = 12  # characters
_LONGEST_GAP = 6  # lines of one cell
_FEWEST_BARS = 6
_LEAST_FIT = 1.0  # of the cells of a row to their columns, on average
_TIME = re.compile("[0-9]月|年[底内末]|季度|长期|持续|全年|[0-9]{4}年$|每年")
_BARS = re.compile("[|｜]")
_NO_HEAD = re.compile("[：】].|^[（【〔]|[。；，]")  # 责任单位：甲局, （甲局负责）, a sentence
_PERSON = re.compile(f"{HAN}[ ]?{HAN}{{1,2}}(?:[ \n、]+{HAN}[ ]?{HAN}{{1,2}})*")


class Spilled(NamedTuple):
    """The lines of a document with the rows of spilled tables put back, and whether heads of columns are left over
    whose rows could not be told."""

    lines: list[Line]
    is_lost: bool


def with_tables(lines: Sequence[Line]) -> Spilled:
    """Put the cells of spilled tables back into rows. A row has the place of its first cell."""
    lines = _between_bars(lines)
    result: list[Line] = []
    at, lost = 0, False
    while at < len(lines):
        heads = _heads_at(lines, at)
        table, end = _numbered_rows(lines, at, heads) if heads else ([], at)
        if heads and not table:
            table, end = _rows_of_lines(lines, at, heads)
        if table:
            result += table
            at = end
            continue
        kinds = {*map(kind_of_column, heads)}
        lost = lost or (len(heads) > _FEWEST_HEADS and bool(kinds & {*AGENCIES}) and bool(kinds & {"number", "when"}))
        result.append(lines[at])
        at += 1
    return Spilled(result, lost)


# cells between bars


def _between_bars(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each block of cells between bars put into rows, where the cells begin with heads of columns."""
    result: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end_of_block(lines, at)
        rows = _rows_of_block(lines[at:end]) if end > at else []
        if rows:
            result += rows
            at = end
        else:
            result.append(lines[at])
            at += 1
    return result


def _end_of_block(lines: Sequence[Line], at: int) -> int:
    """The index behind the block of cells between bars that begins with the line at `at`, a head of a column; `at`
    where no such block begins."""
    first = _BARS.split(lines[at].text)[0].strip()
    if lines[at].cells or len(first) > _LONGEST_HEAD or kind_of_column(first) is None:
        return at
    last, bars = at, 0
    for n in range(at, len(lines)):
        found = 0 if lines[n].cells else len(_BARS.findall(lines[n].text))
        if found:
            last, bars = n, bars + found
        elif n - last > _LONGEST_GAP or lines[n].cells:
            break
    return last + 1 if bars >= _FEWEST_BARS else at


def _rows_of_block(lines: Sequence[Line]) -> list[Line]:
    """The rows of a block, aligned with its heads; empty where the rows cannot be told."""
    cells: list[tuple[str, int, bool]] = []  # text, place, whether the cell begins a line
    text, place, begins = "", lines[0].at, True
    for line in _with_last_bars(lines):
        pieces = _BARS.split(line.text)
        for number, piece in enumerate(pieces):
            if number:
                cells.append((text.strip(), place, begins))
                text, place, begins = "", line.at, False
            if not text.strip():
                begins, place = begins or number == 0, line.at
            text += f"\n{piece}" if text and number == 0 else piece
    if text.strip():
        cells.append((text.strip(), place, begins))
    heads = _heads_of_block([cell for cell, _place, _begins in cells])
    width, kinds = len(heads), [kind_of_column(head) for head in heads]
    if width < _FEWEST_HEADS or not {*TEXTS} & {*kinds} or not {*AGENCIES, "when", "number"} & {*kinds}:
        return []
    if "number" not in kinds and (numbered := _rows_by_numbers(cells, heads)):
        heads, groups = numbered
        width, kinds = len(heads), [kind_of_column(head) for head in heads]
    else:
        groups = max(
            _rows_by_width(cells, width),
            _rows_by_lines(cells, width),
            _rows_by_gaps(cells, width),
            key=lambda rows: _quality(rows, kinds, width),
        )
    if len(groups) < 2:
        return []
    texts = [[cell for cell, _at, _begins in group] for group in groups[1:]]
    main = _main_column(kinds, texts, width)
    aligned = [Line("", cells[0][1], tuple(heads))]
    category = ""
    column = next((at for at in range(main) if kinds[at] != "number"), None)  # of the categories
    for group, row_texts in zip(groups[1:], texts, strict=True):
        row = _aligned(row_texts, kinds, main, width)[0]
        if column is not None and len({*row}) > 1:
            category = row[column] = row[column] or category
        aligned.append(Line("", group[0][1], tuple(row)))
    kept = {text for line in aligned for text in line.cells}
    return [*aligned, *(Line(text.replace("\n", ""), at) for text, at, _begins in cells if text and text not in kept)]


def _with_last_bars(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, with a bar behind the last cell of each row where rows stand on lines with bars only between their
    cells: 序号 | 任务 | 责任单位."""
    bars = len(_BARS.findall(lines[0].text))
    if bars < _FEWEST_HEADS - 1 or _BARS.search(lines[0].text.rstrip()[-1:]):
        return lines
    return [line._replace(text=f"{line.text}|") if len(_BARS.findall(line.text)) == bars else line for line in lines]


_Cell = tuple[str, int, bool]


def _heads_of_block(cells: Sequence[str]) -> list[str]:
    """The heads of columns with which the cells begin. One of no known kind counts where a known one, or the first
    number, follows."""
    heads: list[str] = []
    has_number = kind_of_column(cells[0]) == "number"
    for cell, following in pairwise(cells):
        is_head = len(cell) <= _LONGEST_HEAD and not cell.isdecimal() and cell
        if not is_head or not (
            kind_of_column(cell) or (heads and (kind_of_column(following) or (has_number and following == "1")))
        ):
            break
        heads.append(cell)
    return heads


def _rows_by_width(cells: Sequence[_Cell], width: int) -> list[Sequence[_Cell]]:
    """The cells in rows of `width`, up to the first that begins no line; empty where that is the first below the heads.
    The last row may be cut."""
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    end = next((n for n, row in enumerate(rows) if not row[0][2]), len(rows))
    return rows[:end] if end > 1 else []


def _rows_by_numbers(cells: Sequence[_Cell], heads: Sequence[str]) -> tuple[list[str], list[Sequence[_Cell]]] | None:
    """(the heads with one for numbers, the rows) of cells among which a column of numbers has no head; None where there
    is no such column. A category before the number may be left out, since it reaches over several rows."""
    texts = [cell for cell, _place, _begins in cells]
    numbers: list[int] = []
    for at, text in enumerate(texts):
        if text == str(len(numbers) + 1):
            numbers.append(at)
    if len(numbers) < 2 or numbers[0] not in (len(heads), len(heads) + 1):
        return None
    columns = min(second - first for first, second in pairwise(numbers)) - 1
    before = len(heads) - columns
    if before not in (0, 1) or numbers[0] != len(heads) + before:
        return None
    rows: list[Sequence[_Cell]] = [cells[: len(heads)]]
    category: Sequence[_Cell] = cells[len(heads) : numbers[0]]
    for first, second in pairwise([*numbers, numbers[-1] + columns + 1]):
        row = cells[first : first + columns + 1]
        if len(row) > columns:
            rows.append([*category, *row])
        category = cells[first + columns + 1 : second] or category
    return [*heads[:before], "序号", *heads[before:]], rows


def _rows_by_lines(cells: Sequence[_Cell], width: int) -> list[Sequence[_Cell]]:
    """The cells in rows that each begin a line, the first row having `width` cells; empty where a row has more."""
    rows: list[list[_Cell]] = [list(cells[:width])]
    for cell in cells[width:]:
        if cell[2]:
            rows.append([])
        rows[-1].append(cell)
    return list(rows) if all(len(row) <= width + 1 for row in rows) else []


def _rows_by_gaps(cells: Sequence[_Cell], width: int) -> list[Sequence[_Cell]]:
    """The cells in rows with an empty one between them, as where each row has a bar at both ends; empty where a row has
    more than `width`."""
    rows: list[list[_Cell]] = [[]]
    for cell in cells:
        if cell[0]:
            rows[-1].append(cell)
        elif rows[-1]:
            rows.append([])
    filled = [row for row in rows if row]
    return list(filled) if all(len(row) <= width for row in filled) else []


def _quality(groups: Sequence[Sequence[_Cell]], kinds: Sequence[str | None], width: int) -> float:
    """How well rows fit the heads of their columns, on average of their cells; merged rows do not count."""
    texts = [[cell for cell, _at, _begins in group] for group in groups[1:]]
    if not texts:
        return float("-inf")
    main = _main_column(kinds, texts, width)
    scores = [_aligned(row, kinds, main, width)[1] / len([*filter(None, row)] or [""]) for row in texts]
    return sum(scores) / len(scores)


def _main_column(kinds: Sequence[str | None], rows: Sequence[Sequence[str]], width: int) -> int:
    """The index of the column that holds the tasks: of those for texts, the one with most text in whole rows."""
    whole = [row for row in rows if len(row) == width and row[-1]]
    texts = [at for at in range(width) if kinds[at] in (*TEXTS, None)]
    return max(texts, key=lambda at: (sum(len(row[at]) for row in whole), at), default=0)


def _aligned(cells: Sequence[str], kinds: Sequence[str | None], main: int, width: int) -> tuple[list[str], float]:
    """(the cells of a row in the columns that fit them best, in their order, how well they fit). A merged cell before
    them reaches over several rows, which leaves its row fewer cells, with empty ones at the end."""
    filled = list(cells[:width])
    while filled and not filled[-1]:
        filled.pop()
    fits = [
        [_fit(cell, "text" if column == main else kinds[column], column < main) for column in range(width)]
        for cell in filled
    ]
    if len(filled) == width or not filled:
        return [*filled, *[""] * (width - len(filled))], sum(fits[at][at] for at in range(len(filled)))
    marker = marker_at(filled[0])
    if len(filled) == 1 and (not marker or marker.style not in ("number", "number-brackets")):
        return filled * width, 0.0  # a row that is one merged cell
    best = [[0.0] * (width + 1) for _row in range(len(filled) + 1)]  # the best score of the cells from here on
    for cell in range(len(filled) - 1, -1, -1):
        best[cell][width] = float("-inf")
        for column in range(width - 1, -1, -1):
            here = fits[cell][column] + best[cell + 1][column + 1]
            best[cell][column] = max(here, best[cell][column + 1])
    row, column = [""] * width, 0
    for cell, text in enumerate(filled):
        while best[cell][column] == best[cell][column + 1]:
            column += 1
        row[column] = text
        column += 1
    return row, best[0][0]


def _fit(cell: str, kind: str | None, is_before: bool) -> float:
    """How well a cell fits a column of this kind; `is_before`: the column stands before that of the tasks."""
    is_task = bool(marker_at(cell)) or len(cell) > 2 * _LONGEST_HEAD or cell.endswith("。")
    if not cell:
        return 0.0
    if kind == "number":
        return 3.0 if cell.isdecimal() else -3.0
    if kind == "text" and not is_before:
        return -2.0 if _names_agencies(cell) else 3.0 if is_task else -1.0
    if kind in AGENCIES:
        return 3.0 if _names_agencies(cell) else -2.0
    if kind == "person":
        return 2.0 if _PERSON.fullmatch(cell) and not is_body(cell) else -2.0
    if kind == "when":
        return 3.0 if len(cell) <= 2 * _LONGEST_HEAD and _TIME.search(cell) else -2.0
    return -1.0 if is_task or _names_agencies(cell) else 1.0


def _names_agencies(cell: str) -> bool:
    """Whether a cell is a list of agencies, or says who answers in some other way."""
    phrase = listed(cell)
    if is_read(RESPONSIBLE, phrase, None):
        return names_bodies(phrase)
    return bool(re.search("(?:负责|牵头|配合|落实)(?:$|[，；])", phrase))


# one cell on a line


def _heads_at(lines: Sequence[Line], at: int) -> list[str]:
    """The heads of columns on the lines from `at` on; empty where they are none. One may be of no known kind, and of
    more than four known ones two."""
    if _kind_of_line(lines[at]) is None:
        return []
    cells = lines[at : at + _MOST_HEADS]
    kinds = [_kind_of_line(cell) for cell in cells]
    count = 0
    while count < len(kinds) - 1 and (kinds[count] or (count and kinds[count + 1])):
        count += 1
    known = [kind for kind in kinds[:count] if kind]
    is_table = len({*known}) >= _FEWEST_HEADS and count - len(known) <= 1 + (len(known) > 4)
    return [cell.text for cell in cells[:count]] if is_table else []


def _kind_of_line(line: Line) -> str | None:
    """What a column holds whose head stands alone on a line; None for a line that is no head."""
    if line.cells or len(line.text) > _LONGEST_HEAD or _NO_HEAD.search(line.text) or marker_at(line.text):
        return None
    return kind_of_column(line.text)


def _numbered_rows(lines: Sequence[Line], at: int, heads: Sequence[str]) -> tuple[list[Line], int]:
    """(the rows of the table whose heads stand from `at` on, the index behind the table); no rows where it is none.

    The first column must hold numbers that rise from 1 without a gap. Where a row has more lines than the table has
    columns, the lines between the first and the last column become one cell of several lines.
    """
    cells = lines[at + len(heads) :]
    numbers: list[int] = []  # the index of the number of each row
    for index, cell in enumerate(cells):
        if cell.cells:
            break
        if cell.text == str(len(numbers) + 1):
            numbers.append(index)
    columns = len(heads) - 1
    if len(numbers) < 2 or kind_of_column(heads[0]) != "number" or numbers[0] or columns < 2:
        return [], at
    if any(marker_at(cell.text) and not cell.text.isdecimal() for cell in cells[: numbers[-1]]):
        return [], at  # rows of their own inside the rows
    rows: list[Line] = [Line("", lines[at].at, tuple(heads))]
    kinds = [kind_of_column(head) for head in heads[1:]]
    groups = [[cell.text for cell in cells[a + 1 : b]] for a, b in pairwise(numbers)]
    main = _main_column(kinds, groups, columns)
    end = len(cells)
    for begin, following in pairwise([*numbers, _end_of_last(cells, numbers[-1] + 1, columns, heads[-1])]):
        found = [cell.text for cell in cells[begin + 1 : following]]
        if len(found) < min(columns, 2):
            end = begin
            break
        if len(found) < columns:  # a category above reaches over this row too
            aligned = _aligned(found, kinds, main, columns)[0]
            above = rows[-1].cells[1:]
            filled = [cell or (above[n] if n < main else "") for n, cell in enumerate(aligned)]
            rows.append(Line("", cells[begin].at, (cells[begin].text, *filled)))
            end = following
            continue
        surplus = len(found) - columns
        texts = 1 + next((n for n, cell in enumerate(found[1 : 1 + surplus]) if not _is_sentence(cell)), surplus)
        cut = surplus + 2  # the cells behind the second column are single lines
        joined = ["\n".join(found[:texts]), "\n".join(found[texts:cut]), *found[cut:]] if surplus else found
        rows.append(Line("", cells[begin].at, (cells[begin].text, *joined)))
        end = following
    return rows, at + len(heads) + end


def _rows_of_lines(lines: Sequence[Line], at: int, heads: Sequence[str]) -> tuple[list[Line], int]:
    """(the rows of a table without numbers whose heads stand from `at` on, the index behind the table); no rows where
    it is none. Each row has a line for each column, and a numbered heading may stand between two rows."""
    width, kinds = len(heads), [kind_of_column(head) for head in heads]
    if "number" in kinds or not {*AGENCIES} & {*kinds} or not {*TEXTS} & {*kinds}:
        return [], at
    rows: list[Line] = [Line("", lines[at].at, tuple(heads))]
    here, scores = at + width, []
    while here < len(lines):
        marker = marker_at(lines[here].text)
        if marker and marker.style in ("han", "han-brackets", "part") and not lines[here].text.endswith("。"):
            rows.append(Line("", lines[here].at, (lines[here].text,) * width))
            here += 1
            continue
        cells = [line.text for line in lines[here : here + width] if not line.cells]
        if len(cells) < width:
            break
        main = _main_column(kinds, [cells], width)
        score = _aligned(cells, kinds, main, width)[1] / width
        if score < _LEAST_FIT:
            break
        scores.append(score)
        rows.append(Line("", lines[here].at, tuple(cells)))
        here += width
    return (rows, here) if len(scores) > 1 else ([], at)


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
