"""Any way to write a plan down: a plan that is known is composed as a document, in forms that are drawn at random, and
drafted back. Each task says again what it said, or a person is asked; in the forms of most plans, nobody is."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.i18n import Translator
from ipcheck.domain.phrases.deadline import read_deadline
from ipcheck.domain.phrases.responsibility import read_responsibility
from ipcheck.importing.draft.characters import converter
from ipcheck.importing.draft.draft import DraftSection, DraftTask
from ipcheck.importing.draft.plan import ImportedPlan, read_plan
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from tests.conftest import examples
from tests.test_draft import silent

YEAR = 2026
TITLE = f"海州市{YEAR}年质量工作要点"
SIGNED = ("海州市人民政府办公室", f"{YEAR}年3月5日")
AGENCIES = (
    "市公安局", "市教育局", "市司法局", "市发展改革委", "市政府办公室", "市文化广电和旅游局", "云台街道", "市交警支队",
    "海州海关", "市中级人民法院", "国家税务总局海州市税务局", "市残疾人联合会", "市商务局", "市大数据中心",
)  # fmt: skip
TEXTS = (
    "加强{}工作", "修订《{}条例（试行）》，明确各方责任", "健全{}机制。完善标准体系", "对{}开展专项行动（含网络市场）",
    "推进{}一期、二期项目", "依法查处{}领域负责人的违法行为", "把{}满意度提高到90%以上",
)  # fmt: skip
# A deadline phrase, and the day that it sets; one without a day is work that goes on.
DAYS = {
    "6月底前完成": date(YEAR, 6, 30), f"{YEAR}年9月底前": date(YEAR, 9, 30), "年底前完成": date(YEAR, 12, 31),
    f"{YEAR}年11月15日前": date(YEAR, 11, 15), "长期坚持": None, "持续推进": None,
}  # fmt: skip
NAMES = [f"{a}{b}{c}" for a in "甲乙丙丁" for b in "山水火木" for c in "东西南"]
# A preamble so long that the width shows at which lines are broken.
PROSE = f"为深入贯彻上级部署，{'全面提升全市质量工作的水平和效能，持续增强群众的获得感，' * 12}制定本要点。"
HAN = "一二三四五六七八九"


class Work(NamedTuple):
    """A task of the model. `name` stands in no other task; `when` is a key of DAYS."""

    name: str
    text: str
    leads: tuple[str, ...]
    participants: tuple[str, ...]
    others: bool
    when: str | None


class Form(NamedTuple):
    """How one task is written: its brackets, how its agencies are named, what is between names, where the day stands,
    and whether the phrase has a line of its own or stands before the full stop."""

    brackets: str
    roles: str  # "verbs" or "labels"
    between: str
    day: str  # "with" the agencies or "apart" from them
    own_line: bool = False
    inside: bool = False
    half_width: bool = False


class Numbering(NamedTuple):
    """The markers of the parts, of the sections in them ("" without any), and of the items; whether the numbers of the
    items go on from section to section."""

    part: str
    section: str
    item: str
    runs_on: bool


@st.composite
def works(draw: st.DrawFn, name: str) -> Work:
    """A task whose text has this name."""
    who = draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=4, unique=True))
    others = draw(st.booleans())
    leads = max(draw(st.integers(0, min(2, len(who)))), len(who) == 1 and not others)  # a single one always leads
    text = f"{draw(st.sampled_from(TEXTS)).format(name)}。"
    return Work(name, text, tuple(who[:leads]), tuple(who[leads:]), others, draw(st.sampled_from((None, *DAYS))))


ordinary_forms = st.builds(
    Form, st.sampled_from(("（）", "", "【】")), st.sampled_from(("verbs", "labels")), st.just("、"),
    st.sampled_from(("with", "apart")), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
forms_in_brackets = ordinary_forms.filter(lambda form: form.brackets != "")
forms = st.builds(
    Form, st.sampled_from(("（）", "", "【】", "〔〕", "——", "【label】", "（")), st.sampled_from(("verbs", "labels")),
    st.sampled_from(("、", "，", " ", "　", "、\n")), st.sampled_from(("with", "apart")), st.booleans(), st.booleans(),
    st.booleans(),
)  # fmt: skip
numberings = st.builds(
    Numbering, st.sampled_from(("{han}、", "第{han}章 ", "第{han}部分 ")), st.sampled_from(("", "（{han}）")),
    st.sampled_from(("{n}.", "{n}、", "{n}．", "{n}*.", "{n}. ")), st.booleans(),
)  # fmt: skip


def others_too(names: str, task: Work) -> str:
    """The names of those who take part, with words for others."""
    return names + ("" if not task.others else "等部门" if names else "有关部门")


def who_in_words(task: Work, form: Form) -> str:
    """The agencies in a phrase with verbs: 甲牵头，乙、丙配合."""
    names = others_too(form.between.join(task.participants), task)
    if not task.leads:
        return f"{names}负责"
    leads = form.between.join(task.leads)
    return f"{leads}牵头，{names}配合" if names else f"{leads}{'牵头' if len(task.leads) > 1 else '负责'}"


def who_with_labels(task: Work, form: Form) -> list[tuple[str, str]]:
    """The agencies behind labels, as (label, names)."""
    names = others_too(form.between.join(task.participants), task)
    if not task.leads:
        return [("责任单位", names)]
    return [("牵头单位", form.between.join(task.leads)), *([("配合单位", names)] if names else [])]


def written(task: Work, form: Form) -> list[str]:
    """The lines of a task without its number, the first with its text."""
    labelled = form.roles == "labels" or form.brackets in ("", "【label】")
    parts = who_with_labels(task, form) if labelled else [("", who_in_words(task, form))]
    if task.when:
        parts.append(("完成时限" if labelled else "", task.when))
    if form.brackets == "【label】":
        phrases = ["".join(f"【{label}】{words}" for label, words in parts)]
    else:
        said = [f"{label}：{words}" if label else words for label, words in parts]
        apart = form.day == "apart" and task.when is not None and form.brackets not in ("——", "（")
        groups = [said[:-1], said[-1:]] if apart else [said]
        left, right = (form.brackets[:1], form.brackets[1:]) if len(form.brackets) < 3 else ("", "")
        left, right = ("——", "") if form.brackets == "——" else (left, right)
        phrases = [
            f"{left}{('；' if labelled else '，').join(group)}{right or ('' if left else '。')}" for group in groups
        ]
    if form.half_width:
        phrases = [phrase.translate(str.maketrans("，；：（）", ",;:()")) for phrase in phrases]
    if form.own_line:
        return [task.text, *"\n".join(phrases).split("\n")]
    closes = form.inside and form.brackets in ("（）", "〔〕", "【】")
    line = f"{task.text[:-1]}{''.join(phrases)}。" if closes else task.text + "".join(phrases)
    return line.split("\n")


def document(numbering: Numbering, parts: Sequence[Sequence[tuple[Work, Form]]], in_pairs: bool = False) -> list[str]:
    """The lines of a plan with these tasks in its parts; `in_pairs`: each two of them are one item, where that has
    phrases in brackets."""
    lines = [TITLE]
    count = sections = 0
    for number, tasks in enumerate(parts):
        lines.append(f"{numbering.part.format(han=HAN[number])}完善质量制度")
        if numbering.section:
            sections = sections + 1 if numbering.runs_on else 1
            lines.append(f"{numbering.section.format(han=HAN[sections - 1])}健全工作机制")
        count = count if numbering.runs_on else 0
        behind = False
        for task, form in tasks:
            first, *others = written(task, form)
            if behind and not others:
                lines[-1] += first
                behind = False
                continue
            count += 1
            lines += [numbering.item.format(n=count) + first, *others]
            behind = in_pairs and not others and form.brackets in ("（）", "〔〕")
    return [*lines, *SIGNED]


def broken(lines: Sequence[str], width: int) -> list[str]:
    """The lines, broken at so many characters, none of which begins with a mark."""
    return [part for line in lines for part in re.findall(f".{{1,{width}}}[，。；：、）】〕]*", line)]


def drafted(lines: Sequence[str], wrapped: bool = False) -> ImportedPlan:
    """The draft of a document, for a program that knows the agencies of the model."""
    pieces = [Piece(line, at) for at, line in enumerate(lines, 1)]
    words = Translator("en")
    found = ReadDocument(pieces, "line", None, wrapped)
    return read_plan(found, None, lambda: converter(words), lambda name, _region: name in AGENCIES, silent, words)


def said(section: DraftSection, task: DraftTask) -> tuple[object, ...]:
    """(text, leads, participants, others, day, whether it goes on) of a task; a phrase that no rule reads says
    nothing."""
    who, when = task.responsible or section.responsible, task.deadline or section.deadline
    try:
        answer = read_responsibility(who) if who else None
        due = read_deadline(when, YEAR) if when else None
    except UnknownPhraseError:
        return (task.text,)
    named = (answer.leads, {*answer.participants}, answer.others) if answer else ((), set(), False)
    return (task.text, *named, due.due if due else None, due.ongoing if due else False)


def meant(task: Work) -> tuple[object, ...]:
    """The same of a task of the model."""
    day = DAYS[task.when] if task.when else None
    return (task.text, task.leads, {*task.participants}, task.others, day, task.when is not None and day is None)


def differences(reading: ImportedPlan, parts: Sequence[Sequence[tuple[Work, Form]]]) -> list[object]:
    """The tasks that came back with another meaning, with no question about it."""
    found = [(section, task) for section in reading.plan.sections() for task in section.tasks]
    silent_ones: list[object] = []
    for task, form in (item for part in parts for item in part):
        same = [(section, drafted) for section, drafted in found if task.name in drafted.text]
        asked = any(section.doubts or drafted.doubts for section, drafted in same)
        read = [said(section, drafted) for section, drafted in same]
        if read != [meant(task)] and not asked:
            silent_ones.append((form, meant(task), read))
    return silent_ones


@st.composite
def plans(draw: st.DrawFn, forms: st.SearchStrategy[Form]) -> list[list[tuple[Work, Form]]]:
    """The tasks of a plan in two or three parts, each with the form in which it is written; a plan keeps to one form,
    or has a form for each task."""
    names = iter(NAMES)
    only = draw(st.one_of(st.none(), forms))
    return [
        [(draw(works(next(names))), only or draw(forms)) for _task in range(draw(st.integers(1, 4)))]
        for _part in range(draw(st.integers(2, 3)))
    ]


MANY = settings(max_examples=examples(400), deadline=None)


@MANY
@given(numberings, plans(ordinary_forms), st.booleans())
def test_a_plan_in_the_forms_of_most_plans_comes_back_as_it_was_and_asks_nothing(
    numbering: Numbering, parts: list[list[tuple[Work, Form]]], in_pairs: bool
) -> None:
    reading = drafted(document(numbering, parts, in_pairs))
    assert differences(reading, parts) == []
    doubts = [said for section in reading.plan.sections() for task in section.tasks for said in task.doubts]
    assert [*doubts, *reading.plan.doubts] == []
    assert [line.text for line in reading.left_out] == [*SIGNED]


@pytest.mark.slow
@MANY
@given(numberings, plans(forms), st.booleans())
def test_a_plan_in_any_form_comes_back_as_it_was_or_asks(
    numbering: Numbering, parts: list[list[tuple[Work, Form]]], in_pairs: bool
) -> None:
    assert differences(drafted(document(numbering, parts, in_pairs)), parts) == []


@pytest.mark.slow
@MANY
@given(numberings, plans(forms_in_brackets), st.integers(24, 40))
def test_a_plan_whose_lines_are_broken_at_a_width_comes_back_as_it_was_or_asks(
    numbering: Numbering, parts: list[list[tuple[Work, Form]]], width: int
) -> None:
    title, *lines = document(numbering, parts)
    assert differences(drafted(broken([title, PROSE, *lines], width), wrapped=True), parts) == []
