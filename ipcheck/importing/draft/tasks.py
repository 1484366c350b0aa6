"""The single tasks of a draft: their text and phrases, and doubts that a person must settle."""

import re
from collections.abc import Callable, Sequence

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.i18n import Translator
from ipcheck.domain.phrases.responsibility import is_body, leads_only_by_helpers, names_bodies, read_responsibility
from ipcheck.importing.draft.draft import DraftTask
from ipcheck.importing.draft.item_kinds import GOAL, goal_deadline, is_sentence
from ipcheck.importing.draft.item_phrases import Stretch, is_deadline

_TWO_NAMES = re.compile("(?:(?<![市省区县党州旗])委|[局厅府办部院行队关道]|[合员协]会)(?:各(?!成员)|[市省区县](?!场))")
# Names without a word of role, and a comma before those who lead: 甲局，乙局牵头.
_RUN_TO_LEAD = re.compile(
    "(?P<names>(?:(?!负责|牵头|配合|协助|参与|会同|落实|实施|推进)[^；：。])+，[^，；：。]+)(?:共同|分别|联合|双)?牵头"
)
_GROUP = re.compile("成员单位$|^各")
_LONGEST_NAME = 24  # characters of the name of an agency, brackets included

# Words that can set a last day: 2025年6月底前, 年底前, 到2027年. 每年 and 100个工作日内 set none.
_WITHIN = "(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬)?|[上下]半年|第?[一二三四]季度)"
_YEAR = "(?:[0-9]{4}年度?|今年|明年|本年度?)"
_BOUND = "(?:[底末]?之?以?前|[底末])"
_WHEN = re.compile(
    f"(?:力争|争取|确保)?(?:(?:到|至|于|在)?(?:{_YEAR}?{_WITHIN}|{_YEAR}|年(?=[底末])){_BOUND}|[到至](?:{_YEAR}{_WITHIN}?|{_WITHIN})"
    "|(?<![0-9一二三四五六七八九十])(?:[0-9]{4}|今|本)?年内)"
)
_LEADS = "(?:负责|牵头|组织实施)"
_OPENS_WITH_WHO = re.compile(f"由(?P<who>[^，。；]+{_LEADS}，[^，。；]+(?:配合|参与|参加|协助))(?=，)")
_OPENS_WITH_LEAD = re.compile(f"由(?P<who>[^，。；]+{_LEADS})(?=，)")
_OTHER_GOAL = re.compile(
    "[，；：。](?P<words>(?:[到至])?(?P<year>[0-9]{4})年[底末]?前?)，"
)  # a clause for another year
_BEGINS_CLAUSE = re.compile("(?:^|[。，；：])$")
_SPAN = re.compile(
    "(?:建设|有效|试点|示范)(?:有效)?期为?[0-9一二三四五六七八九十]+个?[年月]|(?:印发|发布|公布|实施)(?:之日)?(?:起|后)[0-9]{1,3}个?(?:月|工作日|日|天)内"
)
_SAYS_WHO = re.compile("(?:各|有条件的|有关)[^，。]{0,12}?(?:要|应|可|负责)|各地[^，。]{0,8}(?:要|应)")
_WHO_INSIDE = re.compile(
    "[（〔【][^（）〔〕【】]*(?:负责|牵头|配合|责任单位|底前完成|持续推进)[^（）〔〕【】]{0,6}"
    "(?:[，；][^（）〔〕【】]*(?:[0-9]月|年底|长期|持续)[^（）〔〕【】]{0,6})?[）〕】]"
    "|(?:责任|牵头|配合)(?:单位|部门)："
)


def tasks_of_item(
    at: int,
    kind: str,
    stretches: Sequence[Stretch],
    year: int | None,
    is_agency: Callable[[str], object],
    _: Translator,
) -> list[DraftTask]:
    """The tasks that an item or paragraph is: one for each stretch, with the phrases that close the stretch."""
    tasks = []
    for stretch in stretches:
        task = DraftTask(stretch.text, at, kind or "task", stretch.deadline, stretch.responsible)
        if not task.deadline:
            settle_deadline(task, year, _)
        if not task.responsible:
            _settle_responsibility(task)
        task.doubts += phrase_doubts(stretch, is_agency, _)
        _ask_about_inside(task, _)
        if not stretch.has_phrase and len(stretches) > 1:
            task.doubts.append(_("no phrase follows this text; who is responsible for it?"))
        tasks.append(_with_full_stop(task, _))
    return tasks


def task_of_sentence(text: str, at: int, kind: str, year: int | None, _: Translator) -> DraftTask:
    """The task that a sentence is. One that begins with 到2027年 is a goal with that deadline."""
    task = DraftTask(text.strip(), at, kind or "task")
    if by := goal_deadline(task.text, kind):
        task.kind, task.deadline = GOAL, by
        if other := next((year for year in _OTHER_GOAL.finditer(task.text) if year["year"] not in by), None):
            task.doubts.append(_("does {words} set its deadline?").format(words=other["words"]))
    else:
        settle_deadline(task, year, _)
    if subject := _SAYS_WHO.match(task.text):
        task.doubts.append(_("who is responsible? It begins with {words}").format(words=subject[0]))
    _ask_about_inside(task, _)
    return _with_full_stop(task, _)


def _ask_about_inside(task: DraftTask, _: Translator) -> None:
    """Add a doubt where agencies stand inside the text of a task: they may answer for a part of it."""
    if inside := _WHO_INSIDE.search(task.text):
        template = _("{phrase} is inside the text; does it apply to only part of the text?")
        task.doubts.append(template.format(phrase=inside[0]))


def phrase_doubts(stretch: Stretch, is_agency: Callable[[str], object], _: Translator) -> list[str]:
    """Doubts about the phrases of a stretch: those that no rule reads, and names that may be none."""
    doubts = [_("the phrase {phrase} is not recognised").format(phrase=phrase) for phrase in stretch.unread]
    doubts += [
        _("the phrase is followed by: {text}; to whom does it apply?").format(text=text) for text in stretch.remarks
    ]
    if stretch.unclosed:
        doubts.append(_("the phrase is in a bracket that is never closed: {text}").format(text=stretch.unclosed))
    if not stretch.responsible or stretch.responsible in stretch.unread:
        return doubts
    try:
        responsibility = read_responsibility(stretch.responsible)
    except UnknownPhraseError:
        return doubts
    doubts += [
        _("{name} is a group; which member leads?").format(name=name)
        for name in responsibility.leads
        if _GROUP.search(name)
    ]
    for name in responsibility.agencies:
        if not is_agency(name) and not (is_body(name) and 1 < len(name) <= _LONGEST_NAME and not _WHEN.search(name)):
            doubts.append(_("is {name} an agency? It does not end like one").format(name=name))
        elif not is_agency(name) and _TWO_NAMES.search(name):
            doubts.append(_("is {name} one agency, or several?").format(name=name))
    if run := _RUN_TO_LEAD.match(stretch.responsible):
        doubts.append(_("do {names} all lead? The text does not say so").format(names=run["names"]))
    return doubts


def lead_doubts(responsible: str, _: Translator) -> list[str]:
    """A doubt about agencies that lead only because others help them, in a plan that has no rule of the first."""
    try:
        if not leads_only_by_helpers(responsible):
            return []
    except UnknownPhraseError:
        return []
    names = _.join([*read_responsibility(responsible).leads])
    return [_("do {names} all lead? The text does not say so").format(names=names)]


def settle_deadline(task: DraftTask, year: int | None, _: Translator) -> None:
    """Give the task the deadline that its text states, where one clause opens with it; add a doubt where the text names
    times otherwise, since only a person can tell whether one of them is the deadline."""
    found = [when for when in _WHEN.finditer(task.text) if not (year and when[0].endswith("年内"))]  # as the period
    only = found[0] if len({when[0] for when in found}) == 1 else None
    if only and _opens_clause(task.text, only) and is_deadline(only[0], year):
        task.deadline = only[0]
    elif words := found[0] if found else _SPAN.search(task.text):
        task.doubts.append(_("does {words} set its deadline?").format(words=words[0]))


def _settle_responsibility(task: DraftTask) -> None:
    """Give the task the agencies with which its text opens, if it does: 由甲厅负责，乙局配合，建设…"""
    for opening in (_OPENS_WITH_WHO.match(task.text), _OPENS_WITH_LEAD.match(task.text)):
        if opening and names_bodies(opening["who"]):
            task.responsible = opening["who"]
            return


def _opens_clause(text: str, when: re.Match[str]) -> bool:
    """Whether a clause opens with words of time, which then say when its work is done: 2025年底前，出台办法. In
    2025年底前建成的中心 they do not."""
    clause = re.split("[。，；：]", text[when.end() :], maxsplit=1)[0]
    return (
        bool(_BEGINS_CLAUSE.search(text[: when.start()][-1:]))
        and "的" not in clause[:12]
        and not clause.startswith("已")
    )


def _with_full_stop(task: DraftTask, _: Translator) -> DraftTask:
    """The task, its text ended with 。, even where the document has ； because the task is one of a series. A text
    without any end gets a doubt."""
    task.text = re.sub("；$", "。", task.text)
    if not is_sentence(task.text):
        task.text = f"{task.text.rstrip('；，、')}。"
        task.doubts.append(_("the text had no closing mark; is something missing?"))
    return task
