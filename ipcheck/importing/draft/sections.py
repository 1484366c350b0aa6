"""From the outline of a document to the sections and tasks of a plan: which items are headings, prose or tasks."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.text import sentences
from ipcheck.domain.phrases.responsibility import names_bodies
from ipcheck.importing.draft import tasks
from ipcheck.importing.draft.draft import DraftSection, DraftTask
from ipcheck.importing.draft.item_kinds import (
    GOAL,
    HEADING,
    OPENED,
    PROSE,
    TASK,
    goal_deadline,
    is_heading,
    is_opened,
    is_sentence,
    is_short,
    kind_below,
    kinds_of_items,
)
from ipcheck.importing.draft.item_phrases import PLAIN_LABEL, Stretch, stretches_of
from ipcheck.importing.draft.outline import Item, Outline
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.tables import rows_of

_NOTE = re.compile("（(?:以上|上述|注|说明|备注).*）。?")  # a note on figures above
_CLAUSES = re.compile("[，；].{8}")  # of a sentence; a heading has none
_LABELLED_BELOW = re.compile(
    f"[。；]{PLAIN_LABEL}：[^。]*(?:。{PLAIN_LABEL}|。?[^。]{{0,4}}时限：)"
)  # at least two labels
_ONLY_WHO = re.compile("由?(?P<who>[^。；]+(?:负责|牵头|承办|配合|参与|落实))。?")
_OTHER_YEAR = re.compile("(?<![较比与同])([0-9]{4})(?=年)(?!年(?:相比|以来))")
_FEW_SENTENCES = 4  # of an item that can be one task as well as several
_FEWEST = 3  # unmarked paragraphs, with which it can be seen whether each opens with a heading
_NEARLY_ALL = 0.8  # share of these paragraphs that open with a heading, if that is the rule
_LONGEST = 2000  # characters of an item with its phrase and the sentence that closes a plan
# How the text begins that closes a plan on the line of the last item.
_CLOSES = re.compile("(?:上述|以上|本(?:计划|方案|要点)|各(?!类|项)[^。，]{0,12}(?:要|应)|请)[^（）]{6,}。$")


class PlanSections(NamedTuple):
    """The sections of a plan, the paragraphs that close the plan, and the lines of the document that are in neither."""

    sections: list[DraftSection]
    closing: list[str]
    left_out: list[Line]


def sections_of(
    outline: Outline, heading: str, year: int | None, is_agency: Callable[[str], object], _: Translator
) -> PlanSections:
    """Make the sections of a plan from its outline. `heading` is used for tasks that stand below no heading; `year` is
    the plan's, for phrases that name none; `is_agency` tells by a true value that a name is that of an agency."""
    return _SectionBuilder(outline, heading, year, is_agency, _).build()


class _SectionBuilder:
    """The sections of one outline, and the lines that are left out so far."""

    def __init__(
        self, outline: Outline, heading: str, year: int | None, is_agency: Callable[[str], object], _: Translator
    ) -> None:
        self.outline = outline
        self.heading = heading
        self.year = year
        self.is_agency = is_agency
        self._ = _
        # Several decisions ask for the phrases of the same text.
        self._stretches_of = cache(lambda text: stretches_of(text, year, is_agency))
        self.left_out: list[Line] = []
        self.shapes = kinds_of_items(outline, self._has_phrase, self._bare)
        self.closing = self._cut_closing()
        paragraphs = self._loose_lines()
        opened_count = sum(is_opened(line.text) for line in paragraphs)
        self.opened_paragraphs = len(paragraphs) >= _FEWEST and opened_count >= len(paragraphs) * _NEARLY_ALL

    def build(self) -> PlanSections:
        """Build the sections."""
        return PlanSections(self._outermost_sections(), self.closing, self.left_out)

    def _cut_closing(self) -> list[str]:
        """Take the unmarked lines away from the last item, and return those of them that close the document.

        The last item keeps them where it is not complete without them, or where there are agencies, a day or table rows
        among them.
        """
        *_others, last = self.outline.all()
        lines = [line for line in last.body if not line.cells]
        *before, tail = self._stretches_of(last.text[:_LONGEST])
        if before and not tail.has_phrase and _CLOSES.match(tail.text) and last.text.endswith(tail.text):
            lines.insert(0, Line(tail.text, last.at))
            last.text = last.text.removesuffix(tail.text)
            last.body.insert(0, lines[0])
        is_complete = self.shapes.get(last.marker.style) != HEADING and is_sentence(self._bare(last.text))
        if not lines or len(lines) < len(last.body) or not is_complete:
            return []
        if any(self._has_phrase(line.text) for line in lines):  # the item goes on below
            return []
        last.body = []
        kept = [line for line in lines if is_sentence(line.text) or re.fullmatch("（.{10,}）", line.text)]
        self.left_out += [line for line in lines if line not in kept]
        return [line.text for line in kept]

    def _loose_lines(self) -> list[Line]:
        """The unmarked sentences below headings without items, except below headings of goals and prose."""
        return [
            line for item in self.outline.all()
            if not item.items and self.shapes[item.marker.style] == HEADING and not kind_below(item.text)
            for line in item.body if not line.cells and is_sentence(line.text)
        ]  # fmt: skip

    def _has_phrase(self, text: str) -> bool:
        """Whether a text ends with agencies or a deadline."""
        return any(stretch.has_phrase for stretch in self._stretches_of(text))

    def _bare(self, text: str) -> str:
        """A text without the phrases in it."""
        return "".join(stretch.text for stretch in self._stretches_of(text))

    # sections

    def _outermost_sections(self) -> list[DraftSection]:
        """The outermost items as sections. Where all of them are numbered tasks, the short unmarked lines between them
        are the headings."""
        items = self.outline.items
        style = items[0].marker.style
        if style != "number" or self.shapes.get(style) != TASK or any(item.items for item in items):
            return [self._item_as_section(item) for item in items]
        sections = [DraftSection(self.heading, items[0].at)]
        for item in items:
            is_last = item is items[-1]
            heading = item.body.pop() if item.body and not is_last and is_heading(item.body[-1]) else None
            self._add_task(sections[-1], item, "")
            if heading:
                sections.append(DraftSection(heading.text, heading.at))
        return sections

    def _item_as_section(self, item: Item) -> DraftSection:
        """An item as a section, even where the item is a task as a whole: then its first sentence is the heading."""
        if item.items or not self._is_single(item):
            return self._section(item, "")
        first = sentences(self._bare(item.text)) or [""]
        section = DraftSection(_headed(item, first[0]), item.at)
        self._add_task(section, item, "")
        return section

    def _section(self, item: Item, kind: str) -> DraftSection:
        """An item that is a section, with its content. `kind` is the kind of the tasks in the section around it."""
        heading, rest, phrases = self._split_heading(item)
        self._leave_out_persons([phrases], item.at)
        section = DraftSection(_headed(item, heading), item.at, doubts=list(item.doubts))
        section.deadline, section.responsible = phrases.deadline, phrases.responsible
        section.doubts += tasks.phrase_doubts(phrases, self.is_agency, self._)
        own_kind = kind_below(heading) or kind
        if item.marker.style in ("number", "box"):
            section.role, section.own = ("box" if item.marker.style == "box" else "item"), item.marker.number
        lines = ([Line(rest, item.at)] if rest else []) + item.body
        if item.items:
            section.sub = {child.marker.style for child in item.items} <= {"number-brackets", "circle"}
            if section.role == "item" and not section.sub:
                section.role = ""
            self._introduce(section, lines)
            is_task = phrases.has_phrase and any(self._has_phrase(child.text) for child in item.items)
            if is_task:
                self._make_task(section, heading, phrases, item)
            self._add_items(section, item.items, own_kind)
            if is_task and phrases.responsible:
                self._ask_for_agencies(section)
        else:
            self._fill(section, lines, own_kind, opened=bool(rest))
            if rest and not own_kind and len(section.tasks) <= _FEW_SENTENCES:
                for task in {id(task): task for task in (*section.tasks[:1], *section.tasks[-1:])}.values():
                    task.doubts.append(self._("the item is divided into its sentences; is it one task?"))
        if not (section.tasks or section.contents or section.intro):
            section.doubts.append(self._("there is nothing below this heading; is it a task?"))
        return section

    def _make_task(self, section: DraftSection, text: str, phrases: Stretch, item: Item) -> None:
        """Make a heading with agencies of its own a task too, since the items below name theirs themselves."""
        section.deadline = section.responsible = None
        section.doubts = list(item.doubts)
        stretch = phrases._replace(text=text)
        section.tasks += tasks.tasks_of_item(item.at, "", [stretch], self.year, self.is_agency, self._)

    def _ask_for_agencies(self, section: DraftSection) -> None:
        """Ask who answers for the tasks of a section that name nobody, where others and the heading name theirs."""
        for task in (task for part in section.all() if not part.responsible for task in part.tasks):
            if not task.responsible:
                task.doubts.append(self._("no phrase follows this text; who is responsible for it?"))

    def _split_heading(self, item: Item) -> tuple[str, str, Stretch]:
        """(heading, the rest of the item's line, the phrases at the end of the line)."""
        phrases, *more = self._stretches_of(item.text)
        if more:
            heading = sentences(item.text)[0]
            return heading, item.text.removeprefix(heading), Stretch(item.text)
        if not phrases.has_phrase:
            phrases = Stretch(item.text)
        first, *others = sentences(phrases.text) or [""]
        if others or self.shapes.get(item.marker.style) == OPENED:
            return first, "".join(others), phrases
        return phrases.text, "", phrases

    def _add_items(self, section: DraftSection, items: Sequence[Item], kind: str) -> None:
        """Add the items of a section. Where some of them hold other items, all become sections, so that they keep their
        order."""
        are_tasks = [not item.items and self._is_single(item) and kind != PROSE for item in items]
        mixed = any(not is_task and item.marker.style != "box" for is_task, item in zip(are_tasks, items, strict=True))
        for is_task, item in zip(are_tasks, items, strict=True):
            if not is_task:
                section.contents.append(self._section(item, kind))
            elif mixed:
                section.contents.append(self._item_as_section(item))
            else:
                self._add_task(section, item, kind)
        self._share_phrases(section, items)

    def _is_single(self, item: Item) -> bool:
        """Whether an item that holds no others is one task."""
        shape = self.shapes.get(item.marker.style, HEADING)
        if shape == HEADING and not item.body and is_sentence(item.text) and _CLAUSES.search(item.text):
            return True
        return shape == TASK or (shape == OPENED and not item.body and not is_opened(item.text))

    def _share_phrases(self, section: DraftSection, items: Sequence[Item]) -> None:
        """Give the section the agencies and the deadline behind the last of several tasks in small numbers
        (①…；②…。责任单位：…), or behind labels on lines of their own below the last: they hold for all of these."""
        is_below = bool(_LABELLED_BELOW.search(items[-1].text))
        if not (section.sub or is_below) or len(section.tasks) < 2 or section.deadline or section.responsible:
            return
        *others, last = section.tasks
        if any(task.responsible for task in others) or any(task.deadline for task in others if not is_below):
            return
        if last.deadline or last.responsible:
            section.deadline, section.responsible = last.deadline, last.responsible
            last.deadline = last.responsible = None
            section.doubts.append(self._("what follows the last of these was applied to all of them"))

    def _add_task(self, section: DraftSection, item: Item, kind: str) -> None:
        """Add an item that is a task as a whole, with the phrases at its end. Sentences below the item continue it."""
        below = [line for line in item.body if not line.cells]
        continuation = [line for line in below if is_sentence(line.text) or self._has_phrase(line.text)]
        self.left_out += [line for line in below if line not in continuation]
        rest = "".join(line.text for line in continuation)
        stretches = self._stretches_of(item.text)
        is_closed = stretches[-1].has_phrase
        if is_closed and not self._has_phrase(rest):
            stretches = [*stretches[:-1], stretches[-1]._replace(text=stretches[-1].text + rest)]
        else:
            stretches = self._stretches_of(item.text + rest)
            is_closed = False
        self._leave_out_persons(stretches, item.at)
        of_item = tasks.tasks_of_item(item.at, kind, stretches, self.year, self.is_agency, self._)
        for place, task in enumerate(of_item, 1):
            task.own = str(item.marker.number) if len(of_item) == 1 else f"{item.marker.number}.{place}"
        of_item[0].doubts += item.doubts
        for line in below:
            is_rest = line.text[0] in "（【〔—" or names_bodies(line.text)
            if is_rest and line not in continuation:
                template = self._("the line below was left out: {text}; does it belong to this item?")
                of_item[-1].doubts.append(template.format(text=line.text))
        if rest and (is_closed or (len(continuation) > 1 and not stretches[-1].has_phrase)):
            of_item[-1].doubts.append(self._("lines below the item were taken as part of it"))
        self._add_tasks(section, of_item)
        self._add_rows(section, [line for line in item.body if line.cells])

    def _add_tasks(self, section: DraftSection, added: Sequence[DraftTask]) -> None:
        """Add tasks that stand in one paragraph. Asks of a goal without a day of its own whether the day of a goal
        before it holds, unless that is in the same paragraph and the only year named."""
        before = next((task.deadline for task in reversed(section.tasks) if task.kind == GOAL and task.deadline), None)
        for task in added:
            if task.kind == GOAL and not task.deadline:
                inside = next((other.deadline for other in added if other.deadline and other is not task), None)
                words = inside or before or ""
                other_years = {year for year in _OTHER_YEAR.findall(task.text) if year not in words}
                if words and (other_years or not (inside or re.search("[0-9]{4}年", task.text))):
                    template = self._("does {words} of an earlier goal apply to this one too?")
                    task.doubts.append(template.format(words=words))
            section.tasks.append(task)

    def _leave_out_persons(self, stretches: Sequence[Stretch], at: int) -> None:
        """Add the persons whom phrases name to what is left out: they are no agencies."""
        self.left_out += [Line(person, at) for stretch in stretches for person in stretch.persons]

    # what stands below a heading

    def _introduce(self, section: DraftSection, lines: Sequence[Line]) -> None:
        """Add the prose before the items of a section. A goal in it (到2027年…) becomes a task of its own."""
        self._add_rows(section, [line for line in lines if line.cells])
        for line in lines:
            if line.cells or self._leaves_out(line):
                continue
            who = _ONLY_WHO.fullmatch(line.text)
            if who and names_bodies(who["who"]) and not section.responsible:
                section.responsible = who["who"]  # 由甲局承办，乙局配合。 holds for the items below
                continue
            sentences_of_line = sentences(line.text)
            goals = [sentence for sentence in sentences_of_line if goal_deadline(sentence)]
            if prose := "".join(sentence for sentence in sentences_of_line if sentence not in goals):
                section.intro.append(prose)
            self._add_tasks(section, [self._task_of_sentence(sentence, line.at, GOAL) for sentence in goals])

    def _fill(self, section: DraftSection, lines: Sequence[Line], kind: str, opened: bool) -> None:
        """Add the lines of a section without items: prose, rows of a table, or sentences that are its tasks. `opened`
        says that the heading opens the paragraph, so that no sentence below is a heading."""
        self._add_rows(section, [line for line in lines if line.cells])
        lines = _with_lead_ins([line for line in lines if not line.cells and not self._leaves_out(line)])
        if kind == PROSE:
            section.intro += [line.text for line in lines if not self._is_goal(line.text)]
            lines = [line for line in lines if self._is_goal(line.text)]
            kind = GOAL
        for line in lines:
            sentences_of_line = sentences(line.text)
            if self._has_phrase(line.text) or line.text.startswith("——"):
                stretches = self._stretches_of(line.text)
                self._leave_out_persons(stretches, line.at)
                of_line = tasks.tasks_of_item(line.at, kind, stretches, self.year, self.is_agency, self._)
                self._add_tasks(section, of_line)
            elif self.opened_paragraphs and not opened and not kind and is_opened(line.text):
                below = [self._task_of_sentence(sentence, line.at, kind) for sentence in sentences_of_line[1:]]
                section.contents.append(DraftSection(sentences_of_line[0], line.at, tasks=below))
            else:
                below = [self._task_of_sentence(sentence, line.at, kind) for sentence in sentences_of_line]
                self._add_tasks(section, below)

    def _is_goal(self, text: str) -> bool:
        """Whether a paragraph of prose holds a goal: for a year (到2027年…), or, at its beginning, for the plan's own
        year."""
        begins = goal_deadline(text, GOAL)
        return any(map(goal_deadline, sentences(text))) or begins == f"{self.year}年"

    def _task_of_sentence(self, sentence: str, at: int, kind: str) -> DraftTask:
        return tasks.task_of_sentence(sentence, at, kind, self.year, self._)

    def _add_rows(self, section: DraftSection, lines: Sequence[Line]) -> None:
        """Add the tasks and sections in the rows of a table."""
        if not lines:
            return
        table = rows_of(lines, self.year, self.is_agency, self._)
        section.tasks += table.tasks
        section.contents += table.sections
        self.left_out += table.left_out

    def _leaves_out(self, line: Line) -> bool:
        """Whether a line is no part of the document, since it is short and no sentence. Such a line is added to those
        left out."""
        if (is_sentence(line.text) and not _NOTE.fullmatch(line.text)) or self._has_phrase(line.text):
            return False
        if _NOTE.fullmatch(line.text):
            self.left_out.append(line)
            return True
        if not is_short(line.text) or line.text.endswith("："):
            return False
        self.left_out.append(line)
        return True


def _with_lead_ins(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each line that ends with ： joined to the next: 到2025年，取得明显成效：——质量提升。"""
    result: list[Line] = []
    for line in lines:
        if result and result[-1].text.endswith("："):
            result[-1] = result[-1]._replace(text=result[-1].text + line.text)
        else:
            result.append(line)
    return result


def _headed(item: Item, heading: str) -> str:
    """The heading of an item behind its marker as written."""
    gap = " " if item.head[-1:] not in "、）" else ""
    return f"{item.head}{gap}{heading}".strip()
