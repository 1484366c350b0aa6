"""From the outline of a document to the sections and tasks of a plan: what is a heading, what prose, what a task."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipcheck.intake.draft import DraftSection, DraftTask
from ipcheck.intake.lines import Line
from ipcheck.intake.outline import Item, Outline
from ipcheck.intake.phrases import Taken, taken
from ipcheck.intake.tables import rows_of
from ipcheck.text import sentences
from ipcheck.words import Words

TASK, OPENED, HEADING = "task", "opened", "heading"  # what the items of a style are

_OPENING = 30  # characters that a sentence may have which is the heading of those behind it
_PROSE = re.compile(
    "总体要求|指导思想|基本原则|工作原则|总体思路|重要意义|工作思路|基本思路|现状"
    "|(?:发展|工作)(?:环境|基础|回顾)|面临的?形势|形势(?:要求|分析|与)"
)
_GOALS = re.compile("目标(?!责任)")
_CONDITIONS = re.compile("(?:创建|申报|认定|建设)条件")
_BY = re.compile("(?:力争)?到(?P<year>[0-9]{4})年底?(?=[，、])")
_SAYS_WHEN = re.compile(
    "每(?:年|季度|半年|月)|(?:[0-9]{4}年)?(?:[0-9]{1,2}月|年)底前|[0-9]{4}年(?:[0-9]{1,2}月)?以?前|(?:建设|有效|试点|示范)(?:有效)?期为?[0-9一二三四五六七八九十]+个?[年月]"
    "|[0-9]+个(?:月|工作日)内"
)
# The phrase of an item that a text runs on behind, in one without line breaks.
_PHRASE_INSIDE = re.compile(
    "[^（）]*(?:（[^（）]*）[^（）]*)*?。（[^（）]*(?:负责|完成|推进|牵头|配合)）(?=[^（）]{10,}。$)"
)
_INSIDE = re.compile("(?<=[。；])（[^（）]*(?:负责|牵头|配合|底前完成|持续推进)）")
_SUBJECT = re.compile("(?:各|有条件的|有关)[^，。]{0,12}?(?:要|应|可|负责)|各地[^，。]{0,8}(?:要|应)")


class Parted(NamedTuple):
    """The sections of a plan, what follows the last of them, and the lines that are no part of it."""

    sections: list[DraftSection]
    closing: list[str]
    left_out: list[Line]


def sections_of(outline: Outline, heading: str, year: int | None, known: Callable[[str], object], _: Words) -> Parted:
    """The sections of an outline. `heading` is that of tasks which stand below none; `year` is the plan's, for phrases
    that name none; `known` tells the name of an agency."""
    return _Parting(outline, heading, year, known, _).parted()


def is_heading(line: Line) -> bool:
    """Whether an unmarked line can be a heading: short, and no sentence."""
    return not line.cells and bool(re.fullmatch(f"[\u4e00-\u9fff“”、，]{{4,{_OPENING}}}", line.text))


class _Parting:
    def __init__(
        self, outline: Outline, heading: str, year: int | None, known: Callable[[str], object], _: Words
    ) -> None:
        self.outline = outline
        self.heading = heading
        self.year = year
        self.known = known
        self._ = _
        self.left_out: list[Line] = []
        self.shapes = self._shapes()
        self.closing = self._cut_closing()
        self.opened_paragraphs = self._are_opened([line.text for line in self._loose_lines()], least=3, share=0.8)

    def parted(self) -> Parted:
        """See `sections_of`."""
        contents = self._parts()
        return Parted(contents, self.closing, self.left_out)

    def _cut_closing(self) -> list[str]:
        """Take the unmarked lines behind the last item that has a text of its own: they close the document."""
        *_others, last = self.outline.all()
        lines = [line for line in last.body if not line.cells]
        if self.shapes.get(last.marker.style) == TASK and (phrase := _PHRASE_INSIDE.match(last.text)):
            lines.insert(0, Line(last.text[phrase.end() :], last.at))
            last.text = phrase[0]
            last.body.insert(0, lines[0])
        whole = self.shapes.get(last.marker.style) != HEADING and _is_sentence(self._taken(last.text).text)
        if not lines or len(lines) < len(last.body) or not whole:
            return []
        if any(self._has_phrase(line.text) for line in lines):  # the item goes on below
            return []
        last.body = []
        kept = [line for line in lines if _is_sentence(line.text) or re.fullmatch("（.{10,}）", line.text)]
        self.left_out += [line for line in lines if line not in kept]
        return [line.text for line in kept]

    def _shapes(self) -> dict[str, str]:
        """What the items of each style are, where they hold no others."""
        leaves: dict[str, list[Item]] = {}
        for item in self.outline.all():
            if not item.items:
                leaves.setdefault(item.marker.style, []).append(item)
        return {style: self._shape(items) for style, items in leaves.items()}

    def _shape(self, items: Sequence[Item]) -> str:
        texts = [item.text for item in items]
        if (
            sum(map(self._has_phrase, texts)) >= len(texts) * 0.3
        ):  # what has its own agencies or day is one commitment, however long
            return TASK
        if self._are_opened([self._taken(text).text for text in texts], least=1, share=0.6):
            return OPENED
        above = sum(any(_is_sentence(line.text) or line.cells for line in item.body) for item in items)
        return TASK if sum(map(_is_sentence, texts)) > len(texts) / 2 >= above else HEADING

    def _are_opened(self, texts: Sequence[str], least: int, share: float) -> bool:
        """Whether texts begin with a short sentence that is the heading of those behind it."""
        opened = sum(_is_opened(text) for text in texts)
        return len(texts) >= least and opened >= len(texts) * share

    def _loose_lines(self) -> list[Line]:
        """The unmarked lines below headings that hold no items, goals and prose left out."""
        return [
            line for item in self.outline.all()
            if not item.items and self.shapes[item.marker.style] == HEADING and not _kind(item.text)
            for line in item.body if not line.cells and _is_sentence(line.text)
        ]  # fmt: skip

    def _has_phrase(self, text: str) -> bool:
        phrases = self._taken(text)
        return bool(phrases.deadline or phrases.responsible)

    def _taken(self, text: str) -> Taken:
        return taken(text, self.year, self.known)

    # sections

    def _parts(self) -> list[DraftSection]:
        """The outermost items as sections. Where all of them are numbered tasks, the short unmarked lines between them
        are their headings."""
        items = self.outline.items
        style = items[0].marker.style
        if style != "number" or self.shapes.get(style) != TASK or any(item.items for item in items):
            return [self._part(item) for item in items]
        sections = [DraftSection(self.heading, items[0].at)]
        for item in items:
            last = item is items[-1]
            heading = item.body.pop() if item.body and not last and is_heading(item.body[-1]) else None
            self._task(sections[-1], item, "")
            if heading:
                sections.append(DraftSection(heading.text, heading.at))
        return sections

    def _part(self, item: Item) -> DraftSection:
        """An outermost item: a section also where it is a task as a whole; then its first sentence is the heading."""
        if item.items or self.shapes[item.marker.style] != TASK:
            return self._section(item, "")
        phrases = self._taken(item.text)
        first, *others = sentences(phrases.text) or [""]
        section = DraftSection(_headed(item, first), item.at)
        if others:
            item.text = "".join(others) + item.text[len(phrases.text) :]
        self._task(section, item, "")
        return section

    def _section(self, item: Item, kind: str) -> DraftSection:
        """An item that is a section, with what it holds. `kind` is that of the tasks of the section around it."""
        heading, rest, phrases = self._heading(item)
        section = DraftSection(_headed(item, heading), item.at, doubts=list(item.doubts))
        section.deadline, section.responsible = phrases.deadline, phrases.responsible
        self._unread(section.doubts, phrases)
        own = _kind(heading) or kind
        if item.marker.style in ("number", "box"):
            section.role, section.own = ("box" if item.marker.style == "box" else "item"), item.marker.number
        lines = ([Line(rest, item.at)] if rest else []) + item.body
        if item.items:
            if section.role == "item":
                section.role = ""
            self._introduce(section, lines, own)
            self._items(section, item.items, own)
        else:
            self._fill(section, lines, own, opened=bool(rest))
        return section

    def _heading(self, item: Item) -> tuple[str, str, Taken]:
        """(heading, the rest of its line, the phrases at the end of that)."""
        phrases = self._taken(item.text)
        if phrases.deadline is None and phrases.responsible is None:
            phrases = Taken(item.text)
        first, *others = sentences(phrases.text) or [""]
        if others or self.shapes.get(item.marker.style) == OPENED:
            return first, "".join(others), phrases
        return phrases.text, "", phrases

    def _items(self, section: DraftSection, items: Sequence[Item], kind: str) -> None:
        for item in items:
            shape = self.shapes.get(item.marker.style, HEADING)
            alone = not item.items and not item.body
            if not item.items and (shape == TASK or (shape == OPENED and alone and not _is_opened(item.text))):
                self._task(section, item, kind)
            else:
                section.contents.append(self._section(item, kind))

    def _task(self, section: DraftSection, item: Item, kind: str) -> None:
        """An item that is a task as a whole, with the phrases at its end; sentences below it go on with it."""
        below = [line for line in item.body if not line.cells]
        more = [line for line in below if _is_sentence(line.text) or self._has_phrase(line.text)]
        self.left_out += [line for line in below if line not in more]
        rest = "".join(line.text for line in more)
        phrases = self._taken(item.text)
        if phrases.deadline or phrases.responsible:
            phrases = phrases._replace(text=phrases.text + rest)
        else:
            phrases = self._taken(item.text + rest)
        task = self._whole(item.at, kind, phrases)
        task.own = str(item.marker.number)
        task.doubts += item.doubts
        if more:
            task.doubts.append(self._("lines below the item were taken as part of it"))
        section.tasks.append(task)
        self._rows(section, [line for line in item.body if line.cells])

    def _whole(self, at: int, kind: str, phrases: Taken) -> DraftTask:
        """A task with phrases of its own."""
        task = DraftTask(phrases.text, at, kind or "task", phrases.deadline, phrases.responsible)
        if not task.deadline and (when := _SAYS_WHEN.search(task.text)):
            task.doubts.append(self._("does {words} set its deadline?").format(words=when[0]))
        self._unread(task.doubts, phrases)
        if inside := _INSIDE.search(task.text):
            said = self._("{phrase} stands inside the text; does it hold for a part of it?")
            task.doubts.append(said.format(phrase=inside[0]))
        self._close(task)
        return task

    def _close(self, task: DraftTask) -> None:
        """The text of a task ends with 。, also where it is one of several in a row with ；."""
        task.text = re.sub("；$", "。", task.text)
        if not _is_sentence(task.text):
            task.text = f"{task.text.rstrip('；，、')}。"
            task.doubts.append(self._("the text had no end; is something missing?"))

    # what stands below a heading

    def _introduce(self, section: DraftSection, lines: Sequence[Line], kind: str) -> None:
        """Prose before the items of a section; a goal in it (到2027年…) is a task of its own."""
        self._rows(section, [line for line in lines if line.cells])
        for line in lines:
            if line.cells or self._leaves_out(line):
                continue
            said = sentences(line.text)
            goals = [sentence for sentence in said if _BY.match(sentence)]
            if prose := "".join(sentence for sentence in said if sentence not in goals):
                section.intro.append(prose)
            section.tasks += [self._sentence(sentence, line.at, kind or "goal") for sentence in goals]

    def _fill(self, section: DraftSection, lines: Sequence[Line], kind: str, opened: bool) -> None:
        """The lines of a section without items: prose, rows of a table, or sentences that are its tasks."""
        self._rows(section, [line for line in lines if line.cells])
        lines = _with_lead_ins([line for line in lines if not line.cells and not self._leaves_out(line)])
        if kind == "prose":
            section.intro += [line.text for line in lines if not any(map(_BY.match, sentences(line.text)))]
            lines = [line for line in lines if any(map(_BY.match, sentences(line.text)))]
            kind = "goal"
        for line in lines:
            said = sentences(line.text)
            if self._has_phrase(line.text):
                section.tasks.append(self._whole(line.at, kind, self._taken(line.text)))
            elif self.opened_paragraphs and not opened and not kind and _is_opened(line.text):
                tasks = [self._sentence(sentence, line.at, kind) for sentence in said[1:]]
                section.contents.append(DraftSection(said[0], line.at, tasks=tasks))
            else:
                section.tasks += [self._sentence(sentence, line.at, kind) for sentence in said]

    def _sentence(self, text: str, at: int, kind: str) -> DraftTask:
        """A sentence that is a task; what it says of time and of who acts is for a person to judge."""
        task = DraftTask(text.strip(), at, kind or "task")
        if by := _BY.match(task.text):
            task.kind, task.deadline = "goal", f"到{by['year']}年"
        elif when := _SAYS_WHEN.search(task.text):
            task.doubts.append(self._("does {words} set its deadline?").format(words=when[0]))
        if subject := _SUBJECT.match(task.text):
            task.doubts.append(self._("who is bound? It begins with {words}").format(words=subject[0]))
        self._close(task)
        return task

    def _rows(self, section: DraftSection, lines: Sequence[Line]) -> None:
        if not lines:
            return
        table = rows_of(lines, self.year, self.known, self._)
        section.tasks += table.tasks
        section.contents += table.sections
        self.left_out += table.left_out

    def _leaves_out(self, line: Line) -> bool:
        """Whether a line is none of the document: short, and no sentence."""
        if _is_sentence(line.text) or self._has_phrase(line.text):
            return False
        if len(line.text) > _OPENING or line.text.endswith("："):
            return False
        self.left_out.append(line)
        return True

    def _unread(self, doubts: list[str], phrases: Taken) -> None:
        doubts += [self._("no rule reads the phrase {phrase}").format(phrase=phrase) for phrase in phrases.unread]


def _is_sentence(text: str) -> bool:
    return bool(re.search("[。！？；…][”’）》】]*$", text))


def _with_lead_ins(lines: Sequence[Line]) -> list[Line]:
    """The lines, with one that leads into the next joined to it: 到2025年，取得明显成效：——质量提升。"""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].text.endswith("："):
            found[-1] = found[-1]._replace(text=found[-1].text + line.text)
        else:
            found.append(line)
    return found


def _is_opened(text: str) -> bool:
    first, *others = sentences(text) or [""]
    return bool(others) and len(first) <= _OPENING and not re.search("[，；：]", first) and not _BY.match(first)


def _kind(heading: str) -> str:
    """The kind of the tasks below a heading: "goal", "condition", "prose" where there are none, "" where it does not
    tell."""
    if _PROSE.search(heading):
        return "prose"
    if _GOALS.search(heading):
        return "goal"
    return "condition" if _CONDITIONS.search(heading) else ""


def _headed(item: Item, heading: str) -> str:
    gap = " " if item.head[-1:] not in "、）" else ""
    return f"{item.head}{gap}{heading}".strip()
