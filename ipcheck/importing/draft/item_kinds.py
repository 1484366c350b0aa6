"""The kinds of items in an outline: whole tasks, paragraphs that open with a sentence as their heading, or headings."""

import re
from collections.abc import Callable, Sequence

from ipcheck.base.text import sentences
from ipcheck.importing.draft.outline import Item, Outline
from ipcheck.importing.draft.paragraphs import Line

TASK, OPENED, HEADING = "task", "opened", "heading"  # the shape of an item
GOAL, CONDITION, PROSE = "goal", "condition", "prose"  # what stands below a heading, if the heading tells

# The beginning of a goal: 到2027年，…, also behind a label or the way there (总体目标：…, 经过三年努力，…).
_LEAD_IN = "(?:[^，。：；]{0,8}(?:目标|指标)(?:是|为)?[：，]|(?:经过|通过)[^，。：；]{1,16}，)?"
_BY = re.compile(f"{_LEAD_IN}(?:力争|争取|确保)?[到至](?P<year>[0-9]{{4}})年[底末]?(?:前)?(?=[，、\u4e00-\u9fff])")
_BY_FIVE_YEARS = re.compile(f"{_LEAD_IN}(?P<words>[到至]“?十[一二三四五六七]五”?期?末)(?=[，、])")
_IN_YEAR = re.compile(f"{_LEAD_IN}(?P<year>[0-9]{{4}})年[底末]?(?:前)?(?=，)")
_OPENING = 30  # characters, at most, of a sentence that is the heading of the sentences behind it
_PHRASED = 0.3  # share of items with agencies or a day of their own, from which all items are tasks
_MOSTLY = 0.6  # share of items that open with a heading, from which all items do
_PROSE = re.compile(
    "总体要求|指导思想|基本原则|工作原则|总体思路|重要意义|工作思路|基本思路"
    "|^(?:(?:发展|工作|规划)(?:环境|基础|现状|回顾|背景|形势)|面临的?形势|形势(?:要求|分析)|编制(?:依据|背景|目的)|适用范围"
    "|活动(?:时间|主题|地点|宗旨|名称))。?$"
)
_GOALS = re.compile("目标(?!责任)")
_CONDITIONS = re.compile("(?:创建|申报|认定|建设)条件")


def kinds_of_items(outline: Outline, has_phrase: Callable[[str], bool], bare: Callable[[str], str]) -> dict[str, str]:
    """The shape (TASK, OPENED or HEADING) of the items that hold no others, by the style of their markers.

    `has_phrase` tells whether a text has agencies or a day of its own, which makes it one task, however long. `bare`
    returns a text without these phrases.
    """
    leaves: dict[str, list[Item]] = {}
    for item in outline.all():
        if not item.items:
            leaves.setdefault(item.marker.style, []).append(item)
    return {style: _shape(items, has_phrase, bare) for style, items in leaves.items()}


def _shape(items: Sequence[Item], has_phrase: Callable[[str], bool], bare: Callable[[str], str]) -> str:
    texts = [item.text for item in items]
    if sum(map(has_phrase, texts)) >= len(texts) * _PHRASED:
        return TASK
    if sum(is_opened(bare(text)) for text in texts) >= len(texts) * _MOSTLY:
        return OPENED
    headings = sum(any(is_sentence(line.text) or line.cells for line in item.body) for item in items)
    return TASK if sum(map(is_sentence, texts)) > len(texts) / 2 >= headings else HEADING


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return bool(re.search("[。！？；…][”’）》】]*$", text))


def goal_deadline(text: str, kind: str = "") -> str | None:
    """The deadline of a sentence that is a goal for a year (到2027年，…); None for other sentences. Below a heading of
    goals (`kind` is GOAL) the year alone is enough: 2026年，…"""
    if by := _BY.match(text):
        return f"到{by['year']}年"
    if by := _BY_FIVE_YEARS.match(text):
        return by["words"]
    within = _IN_YEAR.match(text) if kind == GOAL else None
    return f"{within['year']}年" if within else None


def is_opened(text: str) -> bool:
    """Whether a text begins with a short sentence that can be the heading of the sentences behind it."""
    first, *others = sentences(text) or [""]
    return bool(others) and len(first) <= _OPENING and not re.search("[，；：]", first) and not goal_deadline(first)


def is_short(text: str) -> bool:
    """Whether a text is as short as headings, signatures and advertisements are."""
    return len(text) <= _OPENING


def is_heading(line: Line) -> bool:
    """Whether an unmarked line can be a heading: it is short, and no sentence or table row."""
    return not line.cells and bool(re.fullmatch(f"[\u4e00-\u9fff“”、，]{{4,{_OPENING}}}", line.text))


def kind_below(heading: str) -> str:
    """The kind of what stands below a heading: GOAL, CONDITION, PROSE (no tasks), or "" where the heading does not
    tell."""
    if _PROSE.search(heading):
        return PROSE
    if _GOALS.search(heading):
        return GOAL
    return CONDITION if _CONDITIONS.search(heading) else ""
