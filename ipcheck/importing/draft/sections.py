"""From the outline of a document to the sections and tasks of a plan: what is a heading, what prose, what a task."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.text import sentences
from ipcheck.importing.draft import tasks
from ipcheck.importing.draft.draft import DraftSection
from ipcheck.importing.draft.item_kinds import (
    BY,
    GOAL,
    HEADING,
    OPENED,
    PROSE,
    TASK,
    is_heading,
    is_opened,
    is_sentence,
    is_short,
    kind_below,
    kinds_of_items,
)
from ipcheck.importing.draft.item_phrases import TakenPhrases, take_phrases
from ipcheck.importing.draft.outline import Item, Outline
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.tables import rows_of

_FEWEST = 3  # unmarked paragraphs, from which it shows that each opens with its heading
_NEARLY_ALL = 0.8
_LONGEST = 2000  # characters of an item with its phrase and the sentence that closes a plan
# The phrase of an item that a text runs on behind, in one without line breaks.
_PHRASE_INSIDE = re.compile(
    "[^（）]*(?:（[^（）]*）[^（）]*)*?。（[^（）]*(?:负责|完成|推进|牵头|配合)）(?=[^（）]{10,}。$)"
)


class PartedSections(NamedTuple):
    """The sections of a plan, what follows the last of them, and the lines that are no part of it."""

    sections: list[DraftSection]
    closing: list[str]
    left_out: list[Line]


def sections_of(
    outline: Outline, heading: str, year: int | None, known: Callable[[str], object], _: Translator
) -> PartedSections:
    """The sections of an outline. `heading` is that of tasks which stand below none; `year` is the plan's, for phrases
    that name none; `known` tells the name of an agency."""
    return _Parting(outline, heading, year, known, _).parted()


class _Parting:
    def __init__(
        self, outline: Outline, heading: str, year: int | None, known: Callable[[str], object], _: Translator
    ) -> None:
        self.outline = outline
        self.heading = heading
        self.year = year
        self.known = known
        self._ = _
        self._taken = cache(lambda text: take_phrases(text, year, known))  # asked again for each thing that it decides
        self.left_out: list[Line] = []
        self.shapes = kinds_of_items(outline, self._has_phrase, lambda text: self._taken(text).text)
        self.closing = self._cut_closing()
        loose = self._loose_lines()
        opened = sum(is_opened(line.text) for line in loose)
        self.opened_paragraphs = len(loose) >= _FEWEST and opened >= len(loose) * _NEARLY_ALL

    def parted(self) -> PartedSections:
        """See `sections_of`."""
        return PartedSections(self._parts(), self.closing, self.left_out)

    def _cut_closing(self) -> list[str]:
        """Take the unmarked lines behind the last item that has a text of its own: they close the document."""
        *_others, last = self.outline.all()
        lines = [line for line in last.body if not line.cells]
        if self.shapes.get(last.marker.style) == TASK and (phrase := _PHRASE_INSIDE.match(last.text[:_LONGEST])):
            lines.insert(0, Line(last.text[phrase.end() :], last.at))
            last.text = phrase[0]
            last.body.insert(0, lines[0])
        whole = self.shapes.get(last.marker.style) != HEADING and is_sentence(self._taken(last.text).text)
        if not lines or len(lines) < len(last.body) or not whole:
            return []
        if any(self._has_phrase(line.text) for line in lines):  # the item goes on below
            return []
        last.body = []
        kept = [line for line in lines if is_sentence(line.text) or re.fullmatch("（.{10,}）", line.text)]
        self.left_out += [line for line in lines if line not in kept]
        return [line.text for line in kept]

    def _loose_lines(self) -> list[Line]:
        """The unmarked lines below headings that hold no items, goals and prose left out."""
        return [
            line for item in self.outline.all()
            if not item.items and self.shapes[item.marker.style] == HEADING and not kind_below(item.text)
            for line in item.body if not line.cells and is_sentence(line.text)
        ]  # fmt: skip

    def _has_phrase(self, text: str) -> bool:
        phrases = self._taken(text)
        return bool(phrases.deadline or phrases.responsible)

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
        section.doubts += tasks.unread(phrases, self._)
        own = kind_below(heading) or kind
        if item.marker.style in ("number", "box"):
            section.role, section.own = ("box" if item.marker.style == "box" else "item"), item.marker.number
        lines = ([Line(rest, item.at)] if rest else []) + item.body
        if item.items:
            section.sub = {each.marker.style for each in item.items} <= {"number-brackets", "circle"}
            if section.role == "item" and not section.sub:
                section.role = ""
            self._introduce(section, lines)
            self._items(section, item.items, own)
        else:
            self._fill(section, lines, own, opened=bool(rest))
        return section

    def _heading(self, item: Item) -> tuple[str, str, TakenPhrases]:
        """(heading, the rest of its line, the phrases at the end of that)."""
        phrases = self._taken(item.text)
        if phrases.deadline is None and phrases.responsible is None:
            phrases = TakenPhrases(item.text)
        first, *others = sentences(phrases.text) or [""]
        if others or self.shapes.get(item.marker.style) == OPENED:
            return first, "".join(others), phrases
        return phrases.text, "", phrases

    def _items(self, section: DraftSection, items: Sequence[Item], kind: str) -> None:
        """The items of a section; where some of them hold others, each is a section, so that they keep their order."""
        single = [not item.items and self._is_single(item) and kind != PROSE for item in items]
        mixed = any(not one and item.marker.style != "box" for one, item in zip(single, items, strict=True))
        for one, item in zip(single, items, strict=True):
            if not one:
                section.contents.append(self._section(item, kind))
            elif mixed:
                section.contents.append(self._part(item))
            else:
                self._task(section, item, kind)
        self._share_phrases(section)

    def _is_single(self, item: Item) -> bool:
        """Whether an item without others in it is one task."""
        shape = self.shapes.get(item.marker.style, HEADING)
        return shape == TASK or (shape == OPENED and not item.body and not is_opened(item.text))

    def _share_phrases(self, section: DraftSection) -> None:
        """Agencies and a day behind the last of several in small numbers (①…；②…。责任单位：…) are those of all."""
        if not section.sub or len(section.tasks) < 2 or section.deadline or section.responsible:
            return
        *others, last = section.tasks
        if any(task.deadline or task.responsible for task in others):
            return
        if last.deadline or last.responsible:
            section.deadline, section.responsible = last.deadline, last.responsible
            last.deadline = last.responsible = None
            section.doubts.append(self._("what stands behind the last of these was taken for all of them"))

    def _task(self, section: DraftSection, item: Item, kind: str) -> None:
        """An item that is a task as a whole, with the phrases at its end; sentences below it go on with it."""
        below = [line for line in item.body if not line.cells]
        more = [line for line in below if is_sentence(line.text) or self._has_phrase(line.text)]
        self.left_out += [line for line in below if line not in more]
        rest = "".join(line.text for line in more)
        phrases = self._taken(item.text)
        if phrases.deadline or phrases.responsible:
            phrases = phrases._replace(text=phrases.text + rest)
        else:
            phrases = self._taken(item.text + rest)
        task = tasks.whole(item.at, kind, phrases, self._)
        task.own = str(item.marker.number)
        task.doubts += item.doubts
        if more:
            task.doubts.append(self._("lines below the item were taken as part of it"))
        section.tasks.append(task)
        self._rows(section, [line for line in item.body if line.cells])

    # what stands below a heading

    def _introduce(self, section: DraftSection, lines: Sequence[Line]) -> None:
        """Prose before the items of a section; a goal in it (到2027年…) is a task of its own."""
        self._rows(section, [line for line in lines if line.cells])
        for line in lines:
            if line.cells or self._leaves_out(line):
                continue
            said = sentences(line.text)
            goals = [sentence for sentence in said if BY.match(sentence)]
            if prose := "".join(sentence for sentence in said if sentence not in goals):
                section.intro.append(prose)
            section.tasks += [tasks.sentence(sentence, line.at, GOAL, self._) for sentence in goals]

    def _fill(self, section: DraftSection, lines: Sequence[Line], kind: str, opened: bool) -> None:
        """The lines of a section without items: prose, rows of a table, or sentences that are its tasks."""
        self._rows(section, [line for line in lines if line.cells])
        lines = _with_lead_ins([line for line in lines if not line.cells and not self._leaves_out(line)])
        if kind == PROSE:
            section.intro += [line.text for line in lines if not any(map(BY.match, sentences(line.text)))]
            lines = [line for line in lines if any(map(BY.match, sentences(line.text)))]
            kind = GOAL
        for line in lines:
            said = sentences(line.text)
            if self._has_phrase(line.text):
                section.tasks.append(tasks.whole(line.at, kind, self._taken(line.text), self._))
            elif self.opened_paragraphs and not opened and not kind and is_opened(line.text):
                below = [tasks.sentence(sentence, line.at, kind, self._) for sentence in said[1:]]
                section.contents.append(DraftSection(said[0], line.at, tasks=below))
            else:
                section.tasks += [tasks.sentence(sentence, line.at, kind, self._) for sentence in said]

    def _rows(self, section: DraftSection, lines: Sequence[Line]) -> None:
        if not lines:
            return
        table = rows_of(lines, self.year, self.known, self._)
        section.tasks += table.tasks
        section.contents += table.sections
        self.left_out += table.left_out

    def _leaves_out(self, line: Line) -> bool:
        """Whether a line is none of the document: short, and no sentence."""
        if is_sentence(line.text) or self._has_phrase(line.text):
            return False
        if not is_short(line.text) or line.text.endswith("："):
            return False
        self.left_out.append(line)
        return True


def _with_lead_ins(lines: Sequence[Line]) -> list[Line]:
    """The lines, with one that leads into the next joined to it: 到2025年，取得明显成效：——质量提升。"""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].text.endswith("："):
            found[-1] = found[-1]._replace(text=found[-1].text + line.text)
        else:
            found.append(line)
    return found


def _headed(item: Item, heading: str) -> str:
    gap = " " if item.head[-1:] not in "、）" else ""
    return f"{item.head}{gap}{heading}".strip()
