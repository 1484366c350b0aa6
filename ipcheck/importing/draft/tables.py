"""Tables of tasks: which column holds what, and the rows as tasks."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.draft import DraftSection, DraftTask
from ipcheck.importing.draft.item_phrases import DEADLINE, RESPONSIBLE, kind_of
from ipcheck.importing.draft.markers import marker_at
from ipcheck.importing.draft.paragraphs import Line

# What heads a column, by what the column holds; the first that fits counts.
_HEADS = {
    "number": re.compile("序号|编号|^号$"),
    "lead": re.compile("牵头|主办|主责"),
    "help": re.compile("配合|参与|协办|参加"),
    "who": re.compile("责任|承办|负责|分工|部门|单位"),
    "when": re.compile("时限|时间|进度|期限|完成"),
    "section": re.compile("类别|领域|方面|板块|分类|目标任务"),
    "text": re.compile("任务|内容|措施|举措|事项|工作"),
}
_LABELS = {"lead": "牵头单位：", "help": "配合单位："}
_LONGEST_HEAD = 15  # characters; longer cells are no heads of columns


class Table(NamedTuple):
    """What the rows of a table become; those before the first section stand in `tasks`."""

    tasks: list[DraftTask]
    sections: list[DraftSection]
    left_out: list[Line]

    def all(self) -> list[DraftTask]:
        """Its tasks, those of its sections among them."""
        return [*self.tasks, *(task for section in self.sections for task in section.tasks)]


def rows_of(lines: Sequence[Line], year: int | None, known: Callable[[str], object], _: Translator) -> Table:
    """The tasks in the rows of a table. Its head says what a column holds; without one, what most cells hold does.

    A row that is one merged cell heads those below it, and so does a column of categories.
    """
    heads, rows = _parted(lines)
    columns = _columns(_one_head(heads), rows, year, known)
    table = Table([], [], list(lines[: len(lines) - len(rows)]))
    if any("指标" in cell for cell in lines[0].cells):  # figures, not tasks
        return table._replace(left_out=list(lines))
    if "text" not in columns:
        return table._replace(left_out=list(lines))
    for line in rows:
        if line.cells in [head.cells for head in heads]:  # again on each page
            table.left_out.append(line)
            continue
        if len(set(line.cells)) == 1:
            table.sections.append(DraftSection(_on_one_line(line.cells[0]), line.at))
            continue
        _add(table, line, columns, _)
    return table


def _parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """(the rows that head a table, at most two, the rows below them)."""
    first = next((at for at, line in enumerate(lines) if _is_head(line.cells)), None)
    if first is None:
        return (), lines
    last = first + 1 if first + 1 < len(lines) and _is_head(lines[first + 1].cells) else first
    return lines[first : last + 1], lines[last + 1 :]


def _one_head(heads: Sequence[Line]) -> Sequence[str]:
    """The heads of the columns; of two rows the lower one says more: 责任分工 above 牵头单位 and 配合单位."""
    return [cells[-1] or cells[0] for cells in zip(*(line.cells for line in heads), strict=False)]


def _add(table: Table, line: Line, columns: Mapping[str, int], _: Translator) -> None:
    def cell(name: str) -> str:
        at = columns.get(name, -1)
        return line.cells[at].strip() if 0 <= at < len(line.cells) else ""

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
    used = {line.cells[at] for name, at in columns.items() if at < len(line.cells) and (name != "number" or number)}
    more = [_on_one_line(each) for each in dict.fromkeys(line.cells) if each and each not in used]
    for place, text in enumerate(texts, 1):
        marker = marker_at(text)
        task = DraftTask(_closed(text[marker.end :] if marker else text), line.at)
        task.deadline = _listed(cell("when")) or None
        task.responsible = _responsible(cell)
        if number:
            task.own = number if len(texts) == 1 else f"{number}.{place}"
        elif marker and marker.style == "number" and len(texts) == 1:
            task.own = str(marker.number)
        task.doubts += [_("the table also says: {text}").format(text=each) for each in more]
        (table.sections[-1].tasks if table.sections else table.tasks).append(task)


def _items(cell: str) -> list[str]:
    """The tasks in a cell: each paragraph that is numbered begins one, in a cell where more than one is."""
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


def _listed(cell: str) -> str:
    """What a cell says on several lines, on one: names below each other are a list."""
    return re.sub("(?<=[^；，、：。])\n", "、", cell).replace("\n", "")


def _responsible(cell: Callable[[str], str]) -> str | None:
    """The cells that say who answers, as one phrase: that of one column as it stands, of several with their labels."""
    named = {name: _listed(cell(name)) for name in ("lead", "who", "help") if cell(name)}
    if not named:
        return None
    if set(named) == {"who"}:
        return named["who"]
    return "；".join(f"{_LABELS.get(name, '责任单位：')}{value}" for name, value in named.items())


def _is_head(cells: Sequence[str]) -> bool:
    named = [_named(cell) for cell in set(cells)]
    return len(set(cells)) > 1 and sum(name is not None for name in named) >= 2


def _named(cell: str) -> str | None:
    """What a column holds whose head is `cell`."""
    cell = _on_one_line(cell)
    if not cell or len(cell) > _LONGEST_HEAD:
        return None
    return next((name for name, pattern in _HEADS.items() if pattern.search(cell)), None)


def _columns(
    head: Sequence[str], rows: Sequence[Line], year: int | None, known: Callable[[str], object]
) -> dict[str, int]:
    """The column of each thing that a row says. Of several that could hold the tasks the one with most text does, and
    the one before it the categories."""
    width = max((len(line.cells) for line in rows), default=0)
    cells = [[line.cells[at] for line in rows if at < len(line.cells)] for at in range(width)]
    names = [_named(cell) for cell in head] or [_guessed(column, year, known) for column in cells]
    columns: dict[str, int] = {}
    for at, name in enumerate(names[:width]):
        if name and name != "text":
            columns.setdefault(name, at)
    texts = [at for at, name in enumerate(names[:width]) if name == "text"]
    if texts:
        columns["text"] = max(texts, key=lambda at: sum(map(len, cells[at])))
        others = [at for at in texts if at < columns["text"]]
        if others:
            columns.setdefault("section", others[0])
    return columns


def _guessed(column: Sequence[str], year: int | None, known: Callable[[str], object]) -> str | None:
    """What most cells of a column hold."""
    kinds = Counter(_kind(cell, year, known) for cell in column if cell)
    kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
    return kind if count * 2 > len(column) else None


def _kind(cell: str, year: int | None, known: Callable[[str], object]) -> str | None:
    if cell.rstrip(".、").isdecimal():
        return "number"
    kind = kind_of(cell, year, known)
    if kind and kind[1]:
        return {DEADLINE: "when", RESPONSIBLE: "who"}[kind[0]]
    return "text" if len(cell) > 1 else None


def _closed(text: str) -> str:
    text = text.rstrip("；，、 ")
    return text if text.endswith(("。", "！", "？", "”", "）", "…")) else f"{text}。"
