"""Tables of tasks: what each column holds, and the tasks in the rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.draft import DraftSection, DraftTask
from ipcheck.importing.draft.item_phrases import DEADLINE, RESPONSIBLE, Stretch, is_read, kind_of
from ipcheck.importing.draft.markers import marker_at
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.tasks import phrase_doubts, settle_deadline

# The head of a column, by what the column holds; the first that matches counts.
_HEADS = {
    "number": re.compile("序号|编号|^号$"),
    "person": re.compile("领导|责任人|负责人|联系人|经办人"),
    "lead": re.compile("牵头"),
    "main": re.compile("主办|主责|主要责任"),
    "help": re.compile("配合|参与|协办|参加|协同|协助"),
    "who": re.compile("责任|承办|负责|分工|部门|单位|科室|处室"),
    "when": re.compile("时限|时间|进度|期限|完成|节点"),
    "section": re.compile("类别|领域|方面|板块|分类|目标任务|[一二三]级"),
    "aim": re.compile("目标(?!任务)|成效"),
    "detail": re.compile("要求|标准"),
    "text": re.compile("任务|内容|措施|举措|事项|工作|项目"),
}
TEXTS = ("text", "detail", "aim", "section")  # the columns of which one holds the tasks
_LABELS = {
    "lead": "牵头单位：", "main": "主责单位：", "who": "责任单位：", "help": "配合单位：",
}  # fmt: skip
AGENCIES = tuple(_LABELS)  # the columns that say who answers
_FIGURES = re.compile("(?<![一二三]级)指标")  # the head of a table of figures
_EMPTY = re.compile("[/／—–-]*|无")  # what stands in a cell that says nothing
_LONGEST_HEAD = 15  # characters; a longer cell is no head of a column


class Table(NamedTuple):
    """The content of a table. Tasks before the first section are in `tasks`; `left_out` are the rows that hold none."""

    tasks: list[DraftTask]
    sections: list[DraftSection]
    left_out: list[Line]

    def all(self) -> list[DraftTask]:
        """All tasks of the table, those in its sections included."""
        return [*self.tasks, *(task for section in self.sections for task in section.tasks)]


def rows_of(lines: Sequence[Line], year: int | None, is_agency: Callable[[str], object], _: Translator) -> Table:
    """Read the tasks in the rows of a table, or of several tables with heads of their own. A column holds what its head
    says, or without a head what most cells are.

    A row that is one merged cell, or a column of categories, gives the heading for the tasks below. `is_agency` tells
    by a true value that a name is that of an agency; `year` is the plan's, for phrases that name none.
    """
    table = Table([], [], [])
    for part in _parts(lines):
        _read_part(table, part, year, is_agency, _)
    return table


def _parts(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The tables among rows that follow one another: each begins with another head, which has two names at least in
    common with the first, since a row of tasks can look like a head too."""
    heads, rows = _split_head(lines)
    names = {cell for head in heads for cell in head.cells if cell}
    known = [head.cells for head in heads]
    begin = 0
    for at in range(len(lines) - len(rows), len(lines)):
        cells = lines[at].cells
        if cells not in known and len(names.intersection(cells)) > 1 and _is_head_row(cells):
            yield lines[begin:at]
            begin = at
            known.append(cells)
    yield lines[begin:]


def _read_part(
    table: Table, lines: Sequence[Line], year: int | None, is_agency: Callable[[str], object], _: Translator
) -> None:
    """Add the rows of one table."""
    heads, rows = _split_head(lines)
    columns = _columns(_join_heads(heads), rows, year, is_agency)
    if (
        not rows or "text" not in columns or any(_FIGURES.search(cell) for cell in lines[0].cells)
    ):  # 指标: figures, not tasks
        table.left_out.extend(lines)
        return
    table.left_out.extend(lines[: len(lines) - len(rows)])
    for line in rows:
        if line.cells in [head.cells for head in heads]:  # a head that is repeated on each page
            table.left_out.append(line)
            continue
        if not any(line.cells):
            continue
        if len(set(line.cells)) == 1:
            table.sections.append(DraftSection(_on_one_line(line.cells[0]), line.at))
            continue
        _add_row(table, line, columns, year, is_agency, _)


def _split_head(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """(the rows that are the table's head, at most two, the rows below them)."""
    first = next((at for at, line in enumerate(lines) if _is_head_row(line.cells)), None)
    if first is None:
        return (), lines
    below = [cell for cell in lines[first + 1].cells if cell] if first + 1 < len(lines) else []
    is_second = bool(below) and _is_head_row(below) and all(map(kind_of_column, below))
    last = first + is_second
    return lines[first : last + 1], lines[last + 1 :]


def _join_heads(heads: Sequence[Line]) -> Sequence[str]:
    """The head of each column. Of two rows the lower one counts, since it says more: 牵头单位 and 配合单位 below
    责任分工."""
    return [cells[-1] or cells[0] for cells in zip(*(line.cells for line in heads), strict=False)]


def _add_row(
    table: Table,
    line: Line,
    columns: Mapping[str, int],
    year: int | None,
    is_agency: Callable[[str], object],
    _: Translator,
) -> None:
    """Add the tasks in a row of the table, or leave the row out where it has none. A row that is numbered 一, 二 and so
    on, and has neither agencies nor a time, is a heading."""

    def cell(name: str) -> str:
        at = columns.get(name, -1)
        value = line.cells[at].strip() if 0 <= at < len(line.cells) else ""
        return "" if _EMPTY.fullmatch(value) else value

    texts = _items(cell("text"))
    if not texts:
        table.left_out.append(line)
        return
    category = _on_one_line(cell("section"))
    if category and (not table.sections or table.sections[-1].heading != category):
        table.sections.append(DraftSection(category, line.at))
    number = cell("number").rstrip(".、．")
    if re.fullmatch("[一二三四五六七八九十]{1,3}", number) and not (cell("when") or _responsible(cell)):
        table.sections.append(DraftSection(f"{number}、{_on_one_line(cell('text'))}", line.at))
        return
    number = number if number.isdecimal() else ""
    if person := cell("person"):
        table.left_out.append(Line(_on_one_line(person), line.at))
    used_cells = {
        line.cells[at] for name, at in columns.items() if at < len(line.cells) and (name != "number" or number)
    }
    other_cells = [
        _on_one_line(value)
        for value in dict.fromkeys(line.cells)
        if value not in used_cells and not _EMPTY.fullmatch(value)
    ]
    for place, text in enumerate(texts, 1):
        marker = marker_at(text)
        task = DraftTask(_with_full_stop(text[marker.end :] if marker else text), line.at)
        task.deadline = listed(cell("when")) or None
        task.responsible = _responsible(cell)
        if not task.deadline:
            settle_deadline(task, year, _)
        task.doubts += _phrase_doubts(task, year, is_agency, _)
        if number:
            task.own = number if len(texts) == 1 else f"{number}.{place}"
        if marker and marker.style == "number" and len(texts) == 1:
            task.own = str(marker.number)
        if (
            not task.responsible
            and any(name in columns for name in AGENCIES)
            and any(other.responsible for other in table.all())
        ):
            task.doubts.append(_("this row names no agency; do those of the row above apply?"))
        task.doubts += [_("the table also says: {text}").format(text=value) for value in other_cells]
        (table.sections[-1].tasks if table.sections else table.tasks).append(task)


def _items(cell: str) -> list[str]:
    """The tasks in a cell: each numbered paragraph begins one, if there are at least two; otherwise the cell is one
    task."""
    paragraphs = [paragraph for paragraph in cell.split("\n") if paragraph.strip()]
    if sum(marker_at(paragraph) is not None for paragraph in paragraphs) < 2:
        return ["".join(paragraphs)] if paragraphs else []
    items: list[str] = []
    for paragraph in paragraphs:
        if items and not marker_at(paragraph):
            items[-1] += paragraph
        else:
            items.append(paragraph)
    return items


def _on_one_line(cell: str) -> str:
    return cell.replace("\n", "")


def listed(cell: str) -> str:
    """The text of a cell in one line. Names on lines of their own become a list with 、."""
    return re.sub("(?<=[^；，、：。])\n", "、", cell).replace("\n", "")


def _responsible(cell: Callable[[str], str]) -> str | None:
    """The agencies in a row as one phrase: the cell as it is where only one column says who is responsible, else the
    cells with their labels."""
    cells_by_column = {name: listed(cell(name)) for name in _LABELS if cell(name)}
    if not cells_by_column:
        return None
    if set(cells_by_column) == {"who"}:
        return cells_by_column["who"]
    return "；".join(f"{_LABELS[name]}{value}" for name, value in cells_by_column.items())


def _phrase_doubts(task: DraftTask, year: int | None, is_agency: Callable[[str], object], _: Translator) -> list[str]:
    """Doubts about the agencies and the time in a row."""
    kinds = ((DEADLINE, task.deadline), (RESPONSIBLE, task.responsible))
    unread = [phrase for kind, phrase in kinds if phrase and not is_read(kind, phrase, year)]
    return phrase_doubts(Stretch(task.text, task.deadline, task.responsible, unread), is_agency, _)


def _is_head_row(cells: Sequence[str]) -> bool:
    kinds = [kind_of_column(cell) for cell in set(cells)]
    return len(set(cells)) > 1 and sum(name is not None for name in kinds) >= 2


@lru_cache(maxsize=4096)  # each line of a document is asked whether it is a head
def kind_of_column(cell: str) -> str | None:
    """What a column with this head holds, as a key of _HEADS; None where the cell is no known head."""
    cell = _on_one_line(cell)
    if not cell or len(cell) > _LONGEST_HEAD:
        return None
    return next((name for name, pattern in _HEADS.items() if pattern.search(cell)), None)


def _columns(
    head: Sequence[str], rows: Sequence[Line], year: int | None, is_agency: Callable[[str], object]
) -> dict[str, int]:
    """The index of the column for each key of _HEADS. Of several columns that could hold the tasks, the one with most
    text does, and the first before it holds the categories."""
    width = max((len(line.cells) for line in rows), default=0)
    cells = [[line.cells[at] for line in rows if at < len(line.cells)] for at in range(width)]
    names = [kind_of_column(cell) for cell in head] or [_guess_kind(column, year, is_agency) for column in cells]
    columns: dict[str, int] = {}
    for at, name in enumerate(names[:width]):
        if name and name != "text":
            columns.setdefault(name, at)
    texts = [at for at, name in enumerate(names[:width]) if name in TEXTS]
    texts = texts or [at for at, name in enumerate(names[:width]) if name is None]  # 民生实事
    if texts:
        columns["text"] = max(
            texts, key=lambda at: (_is_of_rows(cells[at]) and names[at] in ("text", "detail"), _length(cells[at]))
        )
        columns_before = [at for at in texts if at < columns["text"]]
        for name in ("aim", "detail", "section"):
            columns.pop(name, None)
        if columns_before:
            columns["section"] = columns_before[0]
    return columns


def _is_of_rows(column: Sequence[str]) -> bool:
    """Whether each cell of a column belongs to one row: none is empty, and none like another."""
    return all(column) and len({*column}) == len(column)


def _length(column: Sequence[str]) -> int:
    return sum(map(len, column))


def _guess_kind(column: Sequence[str], year: int | None, is_agency: Callable[[str], object]) -> str | None:
    """What most cells of a column hold; None where no kind is in more than half of them."""
    kinds = Counter(_kind_of_cell(cell, year, is_agency) for cell in column if cell)
    kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
    return kind if count * 2 > len(column) else None


def _kind_of_cell(cell: str, year: int | None, is_agency: Callable[[str], object]) -> str | None:
    """What a cell holds, as a key of _HEADS; None for a single character of no other kind."""
    if cell.rstrip(".、").isdecimal():
        return "number"
    kind = kind_of(cell, year, is_agency)
    if kind and kind[1]:
        return {DEADLINE: "when", RESPONSIBLE: "who"}[kind[0]]
    return "text" if len(cell) > 1 else None


def _with_full_stop(text: str) -> str:
    """The text with 。 at its end, unless another mark ends it."""
    text = text.rstrip("；，、 ")
    return text if text.endswith(("。", "！", "？", "”", "）", "…")) else f"{text}。"
