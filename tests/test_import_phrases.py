"""Who answers for a task of a plan of a city or a bureau, and until when: as its documents write it, and as they break
it. What a phrase says is read as everywhere else; what is not certain is asked, and never decided without a word."""

from datetime import date
from typing import NamedTuple

import pytest

from ipcheck.domain.phrases.deadline import read_deadline
from ipcheck.domain.phrases.responsibility import read_responsibility
from tests.test_draft import Draft, drafted

TITLE = "海州市2026年质量工作要点"
SIGNED = ("海州市人民政府办公室", "2026年3月5日")


def in_a_plan(*lines: str) -> Draft:
    """The draft of a plan whose first part has these lines; nothing else in the plan gives rise to a doubt."""
    return drafted(TITLE, "一、任务", *lines, "二、保障", "做好宣传。（市政府办公室负责）", *SIGNED)


class Meaning(NamedTuple):
    """What a task says, as the program understands its phrases."""

    text: str
    leads: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    due: date | None = None


def meanings(draft: Draft) -> list[Meaning]:
    """The meaning of each task but the last."""
    found = []
    for (*_path, text), (deadline, responsible) in list(zip(draft.tasks(), draft.phrases(), strict=True))[:-1]:
        who = read_responsibility(responsible) if responsible else None
        due = read_deadline(deadline, 2026).due if deadline else None
        found.append(Meaning(text, who.leads if who else (), who.participants if who else (), due))
    return found


POLICE, SCHOOLS, MONEY, LAW = "市公安局", "市教育局", "市财政局", "市司法局"
JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)

# How documents say who does the work and until when: the lines of an item, and who leads, takes part, and the last day.
WRITTEN: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], date | None]] = {
    "a label of those responsible behind that of the lead": (
        ("1.做好工作。", f"牵头单位：{SCHOOLS}；责任单位：{POLICE}、{MONEY}"), (SCHOOLS,), (POLICE, MONEY), None,
    ),
    "three labels with full stops": (
        (f"1.做好工作。牵头单位：{SCHOOLS}。责任单位：{POLICE}。配合单位：{MONEY}。",),
        (SCHOOLS,), (POLICE, MONEY), None,
    ),
    "labels on lines of their own": (
        ("1.做好工作。", f"牵头单位：{SCHOOLS}", f"责任单位：{POLICE}", "完成时限：2026年6月底前"),
        (SCHOOLS,), (POLICE,), JUNE,
    ),
    "the text without its full stop": (
        ("1.做好工作", f"责任单位：{SCHOOLS}；完成时限：6月底前"), (SCHOOLS,), (), JUNE,
    ),
    "the labels of a ledger": (
        (f"1.做好工作。主责单位：{SCHOOLS}；配合单位：{POLICE}；整改时限：12月底前",),
        (SCHOOLS,), (POLICE,), DECEMBER,
    ),
    "the offices of a bureau": (("1.做好工作。", "责任科室：监督科；完成时间：6月底前"), ("监督科",), (), JUNE),
    "labels in one bracket": (
        (f"1.做好工作。（牵头单位：{SCHOOLS}；配合单位：{POLICE}；完成时限：6月底前）",), (SCHOOLS,), (POLICE,), JUNE,
    ),
    "two brackets": ((f"1.做好工作。（{SCHOOLS}牵头，{POLICE}配合）（6月底前完成）",), (SCHOOLS,), (POLICE,), JUNE),
    "brackets like a tortoise shell": ((f"1.做好工作。〔{SCHOOLS}牵头，{POLICE}配合〕",), (SCHOOLS,), (POLICE,), None),
    "labels in square brackets": (
        (f"1.做好工作。【责任单位】{SCHOOLS}【完成时限】6月底前",), (SCHOOLS,), (), JUNE,
    ),
    "labels in square brackets with colons": (
        (f"1.做好工作。【牵头单位】：{SCHOOLS}【配合单位】：{POLICE}",), (SCHOOLS,), (POLICE,), None,
    ),
    "labels in square brackets on lines of their own": (
        ("1.做好工作。", f"【责任单位】{SCHOOLS}", "【完成时限】6月底前"), (SCHOOLS,), (), JUNE,
    ),
    "behind a dash": ((f"1.做好工作。——{SCHOOLS}负责，2026年6月底前完成",), (SCHOOLS,), (), JUNE),
    "behind a dash on a line of its own": (
        ("1.做好工作。", f"——{SCHOOLS}牵头，{POLICE}配合，年底前完成。"), (SCHOOLS,), (POLICE,), DECEMBER,
    ),
    "names set apart by spaces": (
        (f"1.做好工作。责任单位：{SCHOOLS} {POLICE}　{MONEY}",), (), (SCHOOLS, POLICE, MONEY), None,
    ),
    "names set apart by spaces in brackets": (
        (f"1.做好工作。（{SCHOOLS} {POLICE}负责）",), (), (SCHOOLS, POLICE), None,
    ),
    "a name that ends with brackets": (
        (f"1.做好工作。责任单位：{SCHOOLS}，各县（市、区）政府（管委会）",),
        (), (SCHOOLS, "各县（市、区）政府（管委会）"), None,
    ),
    "others in the name of the state": (
        (f"1.做好工作。（{SCHOOLS}、{POLICE}等国务院相关部门及各地区负责）",),
        (), (SCHOOLS, POLICE, "各地区"), None,
    ),
    "several leads": ((f"1.做好工作。（{SCHOOLS}、{POLICE}牵头，{MONEY}配合）",), (SCHOOLS, POLICE), (MONEY,), None),
    "leads of their own shares": ((f"1.做好工作。（{SCHOOLS}、{POLICE}分别牵头）",), (SCHOOLS, POLICE), (), None),
    "the names of streets and squads": (
        ("1.做好工作。（云台街道、市交警支队）",), (), ("云台街道", "市交警支队"), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN)
def test_each_way_to_write_who_and_when_says_the_same(form: str) -> None:
    lines, leads, participants, due = WRITTEN[form]
    draft = in_a_plan(*lines)
    assert meanings(draft) == [Meaning("做好工作。", leads, participants, due)]
    assert draft.doubts == []


def test_the_phrase_keeps_the_labels_that_say_who_leads_and_what_the_document_says() -> None:
    draft = in_a_plan("1.做好工作。", f"牵头单位：{SCHOOLS}；责任单位：{POLICE}；整改时限：立行立改，长期坚持")
    assert draft.phrases()[0] == ("立行立改，长期坚持", f"牵头单位：{SCHOOLS}；责任单位：{POLICE}")


@pytest.mark.parametrize(
    ("phrase", "person"),
    [
        (f"责任领导：王大明；责任单位：{SCHOOLS}；完成时限：6月底前", "责任领导：王大明"),
        (f"责任单位：{SCHOOLS}；责任人：王大明、李小红；完成时限：6月底前", "责任人：王大明、李小红"),
        (f"（责任单位：{SCHOOLS}，联系人：王大明，完成时限：6月底前）", "联系人：王大明"),
    ],
)
def test_persons_are_no_agencies_and_are_told_as_left_out(phrase: str, person: str) -> None:
    draft = in_a_plan(f"1.做好工作。{phrase}")
    assert meanings(draft) == [Meaning("做好工作。", (SCHOOLS,), (), JUNE)]
    assert person in draft.left_out


def test_each_of_several_brackets_in_an_item_closes_a_task_and_text_without_one_is_asked() -> None:
    draft = in_a_plan(f"1.开展巡查。（{POLICE}负责）加强监管（{LAW}负责，6月底前完成）；做好引导。")
    assert meanings(draft) == [
        Meaning("开展巡查。", (POLICE,)), Meaning("加强监管。", (LAW,), (), JUNE), Meaning("做好引导。"),
    ]  # fmt: skip
    assert draft.doubts == ["no phrase follows this text; who is responsible for it?"]


def test_agencies_for_a_part_of_a_sentence_are_asked() -> None:
    draft = in_a_plan(f"1.开展巡查（{POLICE}负责），加强监管（{LAW}负责）。")
    assert meanings(draft) == [Meaning(f"开展巡查（{POLICE}负责），加强监管。", (LAW,))]
    assert draft.doubts == [f"（{POLICE}负责） is inside the text; does it apply to only part of the text?"]


@pytest.mark.parametrize("bracket", ["（", "【", "〔"])
@pytest.mark.parametrize("label", ["", "责任单位："])
def test_a_bracket_that_is_never_closed_is_asked_and_swallows_nothing(bracket: str, label: str) -> None:
    draft = in_a_plan(f"1.开展巡查。{bracket}{label}{POLICE}、{LAW}", f"2.加强监管。（{LAW}负责）")
    assert meanings(draft) == [Meaning("开展巡查。", (), (POLICE, LAW)), Meaning("加强监管。", (LAW,))]
    assert len(draft.doubts) == 1
    assert draft.doubts[0].startswith("the phrase is in a bracket that is never closed: ")


def test_a_phrase_in_a_bracket_that_is_never_closed_inside_a_sentence_is_asked() -> None:
    draft = in_a_plan(f"1.开展巡查（{POLICE}负责", f"2.加强监管。（{LAW}负责）")
    assert [task.leads for task in meanings(draft)] == [(), (LAW,)]
    assert len(draft.doubts) == 1


def test_a_name_on_the_line_below_a_label_is_never_lost_without_a_question() -> None:
    draft = in_a_plan(f"1.开展巡查。责任单位：{POLICE}", LAW, f"2.加强监管。（{LAW}负责）")
    assert LAW in meanings(draft)[0].participants or draft.doubts


# Phrases that can be read in more than one way: what is asked about each.
DOUBTED = {
    "云上创新论坛负责": "is 云上创新论坛 an agency? It does not end like one",
    f"{POLICE}{LAW}负责": f"is {POLICE}{LAW} one agency, or several?",
    "市市场监管局各区政府负责": "is 市市场监管局各区政府 one agency, or several?",
    f"联席会议成员单位牵头，{LAW}配合": "联席会议成员单位 is a group; which member leads?",
    "各区政府牵头": "各区政府 is a group; which member leads?",
    f"{POLICE}、{LAW}负责，{MONEY}配合": f"do {POLICE}, {LAW} all lead? The text does not say so",
    f"{POLICE}负责，具体任务另行印发": "the phrase is followed by: 具体任务另行印发; to whom does it apply?",
    f"{POLICE}5月32日前完成": f"the phrase {POLICE}5月32日前完成 is not recognised",
}


@pytest.mark.parametrize("phrase", DOUBTED)
def test_a_phrase_that_can_be_read_otherwise_is_asked(phrase: str) -> None:
    assert in_a_plan(f"1.做好工作。（{phrase}）").doubts == [DOUBTED[phrase]]


def test_agencies_that_all_lead_by_a_word_are_not_asked() -> None:
    assert in_a_plan(f"1.做好工作。（{POLICE}、{LAW}牵头，{MONEY}配合）").doubts == []


def test_a_heading_with_agencies_above_items_with_theirs_is_a_task_too() -> None:
    draft = in_a_plan(
        f"（一）加强统筹（{MONEY}牵头，6月底前完成）", f"1.建设平台。（{POLICE}负责）", f"2.建设中心。（{LAW}负责）"
    )
    assert meanings(draft) == [
        Meaning("加强统筹。", (MONEY,), (), JUNE), Meaning("建设平台。", (POLICE,)), Meaning("建设中心。", (LAW,)),
    ]  # fmt: skip
    assert draft.doubts == []


def test_below_a_heading_that_is_a_task_an_item_without_agencies_is_asked() -> None:
    draft = in_a_plan(f"（一）加强统筹（{MONEY}牵头）", f"1.建设平台。（{POLICE}负责）", "2.建设中心。")
    assert [task.leads for task in meanings(draft)] == [(MONEY,), (POLICE,), ()]
    assert len(draft.doubts) == 1


def test_the_agencies_of_a_heading_are_those_of_items_that_name_none() -> None:
    draft = in_a_plan(f"（一）加强统筹（{MONEY}牵头）", "1.建设平台。", "2.建设中心。")
    assert draft.plan["contents"][0]["contents"][0]["defaults"] == {"responsible": f"{MONEY}牵头"}
    assert meanings(draft) == [Meaning("建设平台。"), Meaning("建设中心。")]


# The day of a task without a phrase of its own, as its text names it: whether it is taken.
DAYS = {
    "2026年6月底前，出台办法。": "2026年6月底前",
    "完善制度，6月底前出台办法。": "6月底前",
    "力争2026年底前，建成中心。": "力争2026年底前",
    "于2026年6月30日前出台办法。": "于2026年6月30日前",
}


@pytest.mark.parametrize("text", DAYS)
def test_a_day_that_opens_a_clause_is_the_deadline(text: str) -> None:
    draft = in_a_plan(f"1.{text}（{LAW}负责）")
    assert (draft.phrases()[0], draft.doubts) == ((DAYS[text], f"{LAW}负责"), [])


@pytest.mark.parametrize("text", ["年内，建成平台。", "推进改革，年内建成平台。"])
def test_the_year_of_the_plan_sets_no_other_day_than_its_period(text: str) -> None:
    draft = in_a_plan(f"1.{text}（{LAW}负责）")
    assert (draft.phrases()[0], draft.doubts) == ((None, f"{LAW}负责"), [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("对2026年6月底前建成的平台进行评估。", "2026年6月底前"),
        ("2026年6月底前建成的平台要提升水平。", "2026年6月底前"),
        ("2026年6月底前已建成的平台提升水平。", "2026年6月底前"),
        ("推动平台2026年6月底前建成。", "2026年6月底前"),
        ("6月底前启动，9月底前完成验收。", "6月底前"),
        ("6月底前，启动试点；12月底前，全面推开。", "6月底前"),
        ("方案印发后30个工作日内，出台办法。", "印发后30个工作日内"),
        ("建设期3年，示范带动。", "建设期3年"),
    ],
)
def test_a_day_that_may_be_that_of_something_else_or_one_of_several_is_asked(text: str, words: str) -> None:
    draft = in_a_plan(f"1.{text}（{LAW}负责）")
    assert draft.phrases()[0] == (None, f"{LAW}负责")
    assert draft.doubts == [f"does {words} set its deadline?"]


@pytest.mark.parametrize("text", ["每年开展活动。", "较2025年增长10%。", "落实2026年度预算。", "全年开展活动。"])
def test_a_year_that_sets_no_last_day_is_neither_taken_nor_asked(text: str) -> None:
    draft = in_a_plan(f"1.{text}（{LAW}负责）")
    assert (draft.phrases()[0], draft.doubts) == ((None, f"{LAW}负责"), [])


def goals(*lines: str) -> tuple[list[tuple[str, str | None]], list[str]]:
    """The goals (text, deadline) that these lines are below a heading of goals, and what is asked."""
    draft = in_a_plan("（一）工作目标", *lines, "（二）质量", f"1.做好工作。（{LAW}负责）")
    tasks = list(zip(draft.tasks(), draft.phrases(), strict=True))[:-2]
    assert {path[1] for path, _phrases in tasks} == {"（一）工作目标"}
    return [(path[-1], phrases[0]) for path, phrases in tasks], draft.doubts


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("到2027年，满意度明显提高。", "到2027年"),
        ("总体目标：到2027年，满意度明显提高。", "到2027年"),
        ("具体指标：2026年，满意度达到90%。", "2026年"),
        ("2026年，满意度达到90%。", "2026年"),
        ("2026年底前，满意度达到90%。", "2026年"),
        ("经过三年努力，到2028年，建成强市。", "到2028年"),
        ("力争到2028年底，建成强市。", "到2028年"),
    ],
)
def test_a_goal_has_the_year_with_which_it_begins(text: str, deadline: str) -> None:
    assert goals(text) == ([(text, deadline)], [])


def test_a_goal_never_takes_the_day_of_another_but_asks() -> None:
    found, doubts = goals("到2027年，满意度明显提高。", "培育企业50家。")
    assert found == [("到2027年，满意度明显提高。", "到2027年"), ("培育企业50家。", None)]
    assert doubts == ["does 到2027年 of an earlier goal apply to this one too?"]


def test_goals_of_several_years_keep_their_own() -> None:
    found, doubts = goals("2026年，满意度达到90%。", "到2030年，满意度达到95%。")
    assert ([day for _text, day in found], doubts) == (["2026年", "到2030年"], [])


def test_a_goal_for_two_years_is_asked() -> None:
    assert goals("2026年，满意度达到90%；2027年，达到95%。")[1]
