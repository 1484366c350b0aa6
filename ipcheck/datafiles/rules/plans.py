"""Rules for whole plans. The docstring of a rule is its entry in the manual."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.rows import Row
from ipcheck.datafiles.rules.texts import Complaint, complaint
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText
from ipcheck.domain.registry import Registry
from ipcheck.domain.task import Task

_ENDS_TASK = re.compile("(?s).*[。！？][”’）]?")
_ENDS_PROSE = re.compile("(?s).*[。！？：；…][”’）]?")
_TITLE = re.compile("《([^《》]+)》")
_LONGEST_TITLE = 200  # characters
_DIGIT = "一二三四五六七八九十"
_NUMBERED = re.compile(
    "(?:^|\n|(?<=。))[ \u3000]*"
    f"([0-9]{{1,2}}[.．、)）](?![0-9])|（[0-9{_DIGIT}]{{1,3}}）|[{_DIGIT}]{{1,3}}、(?![{_DIGIT}])|[①-⑳])"
)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CheckedPlan(NamedTuple):
    """A plan to which rules are applied: the content of its file (from `yaml_reader.read_yaml`, possibly with faults),
    the rows that the loader made of the content (none if the file has errors), and the registry of names."""

    content: YamlMapping
    rows: Sequence[Row]
    registry: Registry

    def sections(self) -> Iterator[YamlMapping]:
        """Every section, in document order."""
        yield from _sections_below(self.content)

    def tasks(self) -> Iterator[YamlMapping]:
        """Every task, in document order."""
        for section in self.sections():
            yield from _mappings(section, "tasks")

    def words(self) -> Iterator[YamlText]:
        """Every text of the plan, in document order, except the deadline and responsibility phrases."""
        yield from _texts(self.content, "title", "preamble")
        for section in self.sections():
            yield from _texts(section, "heading", "intro")
            for task in _mappings(section, "tasks"):
                yield from _texts(task, "text")
        yield from _texts(self.content, "closing")


def _sections_below(node: YamlMapping) -> Iterator[YamlMapping]:
    for section in _mappings(node, "contents"):
        yield section
        yield from _sections_below(section)


def _mappings(node: YamlMapping, key: str) -> list[YamlMapping]:
    value = node.get(key)
    return [item for item in value if isinstance(item, YamlMapping)] if isinstance(value, YamlList) else []


def _texts(node: YamlMapping, *keys: str) -> list[YamlText]:
    return [node[key] for key in keys if isinstance(node.get(key), YamlText)]


def full_stop(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """A task's text ends with 。, and prose with 。 or another closing mark.

    Good: text: 做好工作。
    Bad: text: 做好工作；
    """
    for text in (text for task in plan.tasks() for text in _texts(task, "text")):
        # a text without any mark at its end is already an error of its shape (values.Sentence)
        if text.strip() and text.strip()[-1] in "；”’）" and not _ENDS_TASK.fullmatch(text.strip()):
            yield complaint(text, len(text) - 1, _("the text of a task ends with 。"))
    prose = [
        *_texts(plan.content, "preamble"),
        *(text for section in plan.sections() for text in _texts(section, "intro")),
    ]
    for text in prose:
        if text.strip() and not _ENDS_PROSE.fullmatch(text.strip()):
            yield complaint(text, len(text) - 1, _("prose ends with 。; is something missing?"))


def unknown_instrument(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """Every 《…》 is in the registry of instruments, or an abbreviation that the document defines.

    Good: text: 修改《专利审查指南》。
    Bad: text: 修改《专利审查指难》。
    """
    texts = list(plan.words())
    known_titles = {short for text in texts for short in plan.registry.abbreviations_in(text)}
    for text in texts:
        for match in _TITLE.finditer(text):
            title = match[1]
            if title not in known_titles and plan.registry.instrument(title) is None:
                known_titles.add(title)
                suggestions = plan.registry.instruments_like(title[:_LONGEST_TITLE])[:1]
                shortened = match[0] if len(title) <= _LONGEST_TITLE else f"《{title[:_LONGEST_TITLE]}…"
                message = _("no law or document in the registry is called {name}").format(name=shortened)
                yield complaint(text, match.start(), message + _.did_you_mean(suggestions))


def empty_section(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """A section has tasks, sections or an introduction.

    Good: {heading: 二、保障措施, intro: 各部门加强协调。}
    Bad: heading: 二、保障措施
    """
    for section in plan.sections():
        if not any(section.get(key) for key in ("tasks", "contents", "intro")):
            place = section.get("heading")
            place = place if isinstance(place, YamlText) else section
            yield Complaint(place.line, place.column, _("a section without tasks, sections or intro"))


def numbered_intro(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """An introduction contains no numbered item: what the document numbers is a task or a heading.

    Good: intro: 重点做好以下工作。
    Bad: intro: 重点做好以下工作。1. 加强宣传。
    """
    for section in plan.sections():
        for text in _texts(section, "intro"):
            for match in _NUMBERED.finditer(text):
                template = _("a numbered item ({number}) in an introduction; make it a task or a heading")
                yield complaint(text, match.start(1), template.format(number=match[1]))


def day_order(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """A plan is published on the day it is issued, or later, and found after that.

    Good: {issued: 2025-04-29, published: 2025-05-07}
    Bad: {issued: 2025-05-07, published: 2025-04-29}
    """
    source = plan.content.get("source")
    days = [
        *_days(plan.content, "issued", "published"),
        *(_days(source, "retrieved") if isinstance(source, YamlMapping) else []),
    ]
    for (before, first), (after, last) in pairwise(days):
        if last < first:
            template = _("{after} {last} is before {before} {first}")
            yield Complaint(last.line, last.column, template.format(after=after, last=last, before=before, first=first))


def _days(node: YamlMapping, *keys: str) -> list[tuple[str, YamlText]]:
    return [(key, text) for key in keys for text in _texts(node, key) if _DAY.fullmatch(text)]


def issue_day(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """A plan states its day of issue where deadlines count from it.

    Good: {issued: 2026-01-05, deadline: 立行立改}
    Bad: {title: 整改台账, deadline: 立行立改}
    """
    rows = [row for row in plan.rows if isinstance(row, Task)]
    counted = [
        task.get("deadline") or task["text"]
        for row, task in zip(rows, plan.tasks(), strict=bool(rows))
        if row.relative_event == "issued" and row.relative_unit != "workdays" and not row.due
    ]
    if counted:
        message = _.many(
            "the deadline counts from the issue of the plan, which does not say when that was; add issued",
            "the deadlines of {n} tasks count from the issue of the plan, which does not say when that was; add issued",
            len(counted),
        )
        yield Complaint(counted[0].line, counted[0].column, message)


def past_day(plan: CheckedPlan, _: Translator) -> Iterator[Complaint]:
    """A deadline is after the plan's publication; if the document says otherwise, leave it so.

    Good: {published: 2025-05-07, deadline: 2025年12月底前完成}
    Bad: {published: 2025-05-07, deadline: 2025年3月底前完成}
    """
    days = _days(plan.content, "published") or _days(plan.content, "issued")
    rows = [row for row in plan.rows if isinstance(row, Task)]
    if not days or not rows:
        return
    for row, task in zip(rows, plan.tasks(), strict=True):
        deadline: Any = task.get("due") or task.get("deadline")
        if deadline and row.due and not row.relative_event and row.due < days[0][1]:
            template = _("the deadline {day} is before the publication of the plan on {published}")
            yield Complaint(deadline.line, deadline.column, template.format(day=row.due, published=days[0][1]))
