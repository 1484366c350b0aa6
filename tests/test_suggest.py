"""Suggested links: what makes two tasks one work, told from what they say alone."""

import json
import re
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.dates import add_months
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.lineage.reason import Reasons
from ipcheck.domain.lineage.signs import signs_of
from ipcheck.domain.lineage.suggest import LEAST, NEAR, SURE, suggest
from ipcheck.domain.task import Task
from tests.builders import a_task, tasks_of
from tests.conftest import Run

# Tasks that no test is about, of one plan and of another: enough for words to be common or rare.
OTHERS = {
    "a": "推进专利导航工作。 完善地理标志保护制度。 加强植物新品种保护。 推进海外维权援助工作。 推进人才培训工作。"
    " 加强智库建设。 推进质押融资工作。 完善服务体系。 提升审查能力。 推进学科建设。",
    "b": "推进开放许可工作。 完善展会监管机制。 加强中医药传承创新。 推进软件正版化工作。 优化营商环境。"
    " 加强普法宣传。 推进行政裁决工作。 完善信用体系。 提升统计水平。 推进品牌建设。",
}


def plan(name: str, *texts: str) -> list[Task]:
    """The tasks that a test is about, numbered from 1, and others, numbered from 101."""
    others = [a_task(f"{name}-{number}", text) for number, text in enumerate(OTHERS[name].split(), 101)]
    return [*tasks_of(name, *texts), *others]


def suggested(earlier: list[Task], later: list[Task]) -> list[tuple[str, str]]:
    """The suggested links of the tasks that a test is about."""
    links = [(link.earlier, link.later) for link in suggest(earlier, later).links]
    return [link for link in links if not any(int(task.partition("-")[2]) > 100 for task in link)]


def score(earlier: list[Task], later: list[Task]) -> float:
    """The best score of the first task of the earlier plan."""
    found = suggest(earlier, later)
    return max((link.score or 0 for link in (*found.links, *found.near) if link.earlier == "a-1"), default=0)


def test_a_shared_rare_name_is_found_in_other_words() -> None:
    earlier = plan("a", "开展全国商业秘密保护创新试点。", "推进质押融资。")
    later = plan("b", "组织培训。", "深入推进全国商业秘密保护创新试点工作，形成可复制推广的制度成果。")
    assert ("a-1", "b-2") in suggested(earlier, later)
    [link] = [link for link in suggest(earlier, later).links if link.earlier == "a-1"]
    assert (link.why, link.basis, link.grade) == ("全国商业秘密保护创新试点", "suggested", "strong")


def test_words_that_every_task_says_link_nothing() -> None:
    earlier = tasks_of("a", *(f"推进{name}工作。" for name in "甲乙丙丁戊己庚辛壬癸"))
    later = tasks_of("b", *(f"推进{name}工作。" for name in "子丑寅卯辰巳午未申酉"))
    assert suggest(earlier, later) == ([], [])


def test_one_document_links_under_any_title_and_two_documents_do_not_however_alike_they_read() -> None:
    patent, mark = "关于加强专利保护工作的若干意见", "关于加强商标保护工作的若干意见"
    earlier = plan("a", "制定出台甲。", f"制定《{mark}》。")
    earlier[0] = earlier[0]._replace(text="加快甲立法。", instruments="drafting 商标法")
    later = plan("b", "推进修改。", f"制定《{patent}》。")
    later[0] = later[0]._replace(instruments="issued 商标法")
    assert suggested(earlier, later) == [("a-1", "b-1")]


def test_a_document_that_is_only_mentioned_says_little() -> None:
    earlier, later = plan("a", "修改甲。"), plan("b", "纪念乙。")
    one, other = earlier[0]._replace(instruments="drafting 专利法"), later[0]._replace(instruments="mentioned 专利法")
    assert suggested([one, *earlier[1:]], [other, *later[1:]]) == []
    other = other._replace(instruments="drafting 专利法")
    assert suggested([one, *earlier[1:]], [other, *later[1:]]) == [("a-1", "b-1")]


def test_a_campaign_in_quotation_marks_is_found_in_a_long_list_whatever_its_year() -> None:
    listed = "加大打击力度，开展“剑网”、“昆仑”、“龙腾”等专项行动，印发种业监管执法年度活动方案，办理典型案件。"
    earlier, later = plan("a", listed), plan("b", "组织开展“昆仑—2025”“安芯”等专项工作。")
    assert ("a-1", "b-1") in suggested(earlier, later)
    assert signs_of(later[0]).quoted == {"昆仑", "安芯"}
    bare = [[task._replace(text=re.sub("[“”]", "", task.text)) for task in tasks] for tasks in (earlier, later)]
    assert score(earlier, later) > score(*bare)


def test_a_long_task_may_be_carried_on_by_several() -> None:
    bundle = "推进大数据中心立项建设。加快推进版权纠纷调解中心建设。"
    earlier = plan("a", bundle)
    later = plan("b", "建成大数据中心。", "优化版权纠纷调解中心布局。")
    assert suggested(earlier, later) == [("a-1", "b-1"), ("a-1", "b-2")]


def test_a_shared_agency_adds_to_what_the_texts_say() -> None:
    earlier, later = plan("a", "发布海关保护状况。"), plan("b", "编写海关保护报告。")

    def led_by(agency: str) -> float:
        one, other = earlier[0]._replace(leads="海关总署"), later[0]._replace(leads=agency)
        return score([one, *earlier[1:]], [other, *later[1:]])

    assert led_by("海关总署") > led_by("文化和旅游部")


def test_a_text_that_stands_in_both_plans_is_that_task_again() -> None:
    texts = ("推进（１）商标法修改。", "推进商标法修改工作。", "推进商标法修改。")
    found = suggest(tasks_of("a", *texts), tasks_of("b", "推进(1)商标法修改。", *texts[1:]))
    assert found.links[0].why == "商标法修改"
    assert [(link.earlier, link.later, link.score) for link in found.links] == [
        ("a-1", "b-1", 1.0),
        ("a-2", "b-2", 1.0),
        ("a-3", "b-3", 1.0),
    ]


def test_of_texts_that_stand_several_times_the_first_goes_with_the_first() -> None:
    found = suggest(tasks_of("a", "同。", "同。", "同。"), tasks_of("b", "同。", "同。"))
    assert [(link.earlier, link.later) for link in found.links] == [("a-1", "b-1"), ("a-2", "b-2")]


PHRASES = st.sampled_from(
    [
        "推进",
        "商标法",
        "《商标法》",
        "“剑网”",
        "保护中心",
        "建设",
        "，",
        "。",
        "试点",
        "专利审查周期",
        "数据",
        "2025",
        "(PCT)",
    ]
)
PLANS = st.lists(st.lists(PHRASES, min_size=1, max_size=8).map("".join), max_size=12)


@given(PLANS)
def test_a_plan_beside_itself_is_carried_on_task_by_task(texts: list[str]) -> None:
    tasks = tasks_of("a", *texts)
    found = suggest(tasks, [task._replace(id=f"b-{task.number}") for task in tasks])
    assert [(link.earlier, link.later) for link in found.links] == [(f"a-{t.number}", f"b-{t.number}") for t in tasks]


@given(PLANS, PLANS)
def test_exchanging_the_plans_turns_every_link_round_and_changes_nothing_else(one: list[str], other: list[str]) -> None:
    earlier, later = tasks_of("a", *one), tasks_of("b", *other)
    there, back = suggest(earlier, later), suggest(later, earlier)

    def ends(links: list[Link], turned: bool = False) -> list[tuple[str, str, float | None, str]]:
        found = [(link.earlier, link.later, link.score, link.grade) for link in links]
        return sorted((b, a, score, grade) if turned else (a, b, score, grade) for a, b, score, grade in found)

    assert ends(there.links) == ends(back.links, turned=True)
    assert ends(there.near) == ends(back.near, turned=True)


@given(PLANS, PLANS)
def test_signs_that_are_known_already_change_nothing(one: list[str], other: list[str]) -> None:
    earlier, later = tasks_of("a", *one), tasks_of("b", *other)
    known = {task.id: signs_of(task) for task in earlier}
    assert suggest(earlier, later, known) == suggest(earlier, later)
    assert suggest(later, earlier, known) == suggest(later, earlier)


@given(PLANS, PLANS)
def test_links_score_at_least_half_near_misses_less_and_each_pair_comes_once(one: list[str], other: list[str]) -> None:
    found = suggest(tasks_of("a", *one), tasks_of("b", *other))
    assert all(LEAST <= (link.score or 0) <= 1 for link in found.links)
    assert all(NEAR <= (link.score or 0) < LEAST for link in found.near)
    pairs = [(link.earlier, link.later) for link in (*found.links, *found.near)]
    assert len(pairs) == len(set(pairs))


@given(PLANS, PLANS)
def test_a_suggestion_is_strong_from_one_score_on_and_where_nothing_else_is_more_alike(
    one: list[str], other: list[str]
) -> None:
    found = suggest(tasks_of("a", *one), tasks_of("b", *other))
    every = [(link, round(link.score or 0, 2)) for link in (*found.links, *found.near)]
    assert {link.grade for link, score in every if score < SURE} <= {"weak"}
    for link, score in every:
        rivals = [other_score for rival, other_score in every if link.earlier == rival.earlier]
        if score >= SURE and score == max(rivals):
            assert link.grade == "strong"


def test_a_link_that_is_just_suggested_is_weak_though_it_is_the_best_of_both_tasks() -> None:
    earlier, later = plan("a", "发布海关保护状况。"), plan("b", "编写海关保护报告。")
    [link] = [link for link in suggest(earlier, later).links if link.earlier == "a-1"]
    assert LEAST <= (link.score or 0) < SURE
    assert (link.later, link.grade) == ("b-1", "weak")


def reason(earlier: str, later: str) -> str:
    """What two tasks are said to share, among others that are unlike both."""
    found = suggest(plan("a", earlier), plan("b", later))
    [link] = [link for link in (*found.links, *found.near) if (link.earlier, link.later) == ("a-1", "b-1")]
    return link.why


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ("开展国内营商环境评价。", "运用世界银行营商环境评估结果。", "营商环境"),  # 评 is half of two words
        (
            "修订出台《商业秘密保护规定》。",
            "加强商业秘密保护规制建设。",
            "商业秘密保护",  # and 规 of the end of a title
        ),
        ("深化检察集中统一履职。", "强化检察职能集中统一履行机制。", "集中统一"),
        ("药品审评时限压减至16个月内。", "药品审评时限稳定在15个月内。", "药品审评时限"),  # 个月 is half of 16个月
        ("实施第十四个海岛振兴规划。", "实施第十五个海岛振兴规划。", "海岛振兴规划"),
        ("完善和谐邻里评议制度。", "推进和谐邻里评议机制。", "和谐邻里评议"),  # 和 is no particle here
        ("Protect geographical indications。", "Protection of geographical names。", "geographical"),
        ("布设5Grid海岛基站。", "联通4Grid海岛基站。", "海岛基站"),  # 5G is one word
        ("推动区块链Blockchain存证。", "推动区块链Blocks存证。", "区块链"),
    ],
)
def test_the_reason_is_never_cut_inside_a_word_a_title_or_a_number(earlier: str, later: str, why: str) -> None:
    assert reason(earlier, later) == why


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ("深入推进海岛灯塔维护工作。", "持续加强海岛灯塔维护工作的宣讲。", "海岛灯塔维护"),  # no verbs, no particles
        ("推进海岛灯塔。", "推进灯塔海岛。", "海岛"),  # of two the first
        ("优化灯塔，加快海岛渔港改造。", "加强海岛渔港改造，爱护灯塔。", "海岛渔港改造"),  # the weightier
        ("推进渔港工作。", "推进渔港工作。在海上。", "渔港"),
        ("开展“海剑”“灯塔”行动。", "加强“灯塔”“海剑”“渔港”行动。", "“海剑”“灯塔”"),  # names before words
        ("办理海岛的渔港。", "扩建海岛的渔港。", "海岛的渔港"),  # a particle inside stays
        ("检测海岛渔港的。", "检测站海岛渔港的。", "海岛渔港"),
        ("爱护第二海岛渔港。", "扩建第三海岛渔港。", "海岛渔港"),
        ("建成灯塔岛。", "扩建一座灯塔和塔灯塔岛。", "灯塔岛"),  # whole at its second place
    ],
)
def test_the_reason_is_the_rarest_that_both_say(earlier: str, later: str, why: str) -> None:
    assert reason(earlier, later) == why


def test_the_reason_names_every_document_of_both() -> None:
    earlier, later = plan("a", "修改甲乙。"), plan("b", "出台丙丁。")
    one = earlier[0]._replace(instruments="drafting 专利法\ndrafting 商标法\ndrafting 海岛法")
    other = later[0]._replace(instruments="issued 商标法\nissued 专利法")
    [link] = [link for link in suggest([one, *earlier[1:]], [other, *later[1:]]).links if link.earlier == "a-1"]
    assert link.why == "《专利法》《商标法》"
    same = other._replace(id="a-1")
    [link] = suggest([same], [other]).links
    assert link.why == "《商标法》《专利法》"


def test_parts_of_words_are_told_where_nothing_else_is_shared() -> None:
    signs = {"评": 2, "估": 1, "价": 1, "灯": 2, "评估": 1, "评价": 1, "灯评": 2}
    reasons = Reasons({"灯评": 1}, signs)
    one, other = a_task("a-1", "灯评价"), a_task("b-1", "灯评估")
    assert reasons.shared(one, signs_of(one), other, signs_of(other)) == "灯评"
    assert reasons.shared(one, signs_of(one), a_task("b-1", "无。"), signs_of(a_task("b-1", "无。"))) == ""


def test_where_a_word_ends_is_told_by_which_characters_stand_together_more_often() -> None:
    counts = {"海": 4, "岛": 4, "灯": 4, "塔": 4, "港": 4, "海岛": 4, "岛灯": 1, "灯塔": 2, "灯港": 3}
    reasons = Reasons(dict.fromkeys(counts, 1), counts)
    one, other = a_task("a-1", "海岛灯塔"), a_task("b-1", "海岛灯港")
    assert reasons.shared(one, signs_of(one), other, signs_of(other)) == "海岛"
    turned = Reasons(dict.fromkeys(counts, 1), {**counts, "岛灯": 4})
    assert turned.shared(one, signs_of(one), other, signs_of(other)) == "海岛灯"


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ("海岛，灯塔。", "大海岛，灯塔。", "灯塔"),  # 海岛 is cut out of 大海
        ("海岛，灯塔。", "大海岛，灯塔，海岛。", "海岛"),  # but not at its second place
        ("海岛，灯塔。", "大海岛海岛，灯塔。", "海岛"),
        ("十二岛，灯塔。", "二岛，灯塔。", "灯塔"),  # 二岛 is cut out of 十二
        ("推进，灯塔。", "推进，灯塔。", "灯塔"),  # a verb alone tells nothing
        ("，岛工作。", "办岛工作。", "岛工作"),  # one character would be too few
    ],
)
def test_lighter_words_are_told_where_the_heavier_are_cut_or_tell_nothing(earlier: str, later: str, why: str) -> None:
    weights = {"海岛": 2, "二岛": 2, "推进": 2, "灯塔": 1, "岛工": 1, "工作": 1}
    counts = {"大": 2, "海": 4, "岛": 4, "大海": 2, "海岛": 2, "灯": 1, "塔": 1, "灯塔": 1}
    one, other = a_task("a-1", earlier), a_task("b-1", later)
    assert Reasons(weights, counts).shared(one, signs_of(one), other, signs_of(other)) == why


def test_a_long_reason_ends_with_a_word() -> None:
    long = "海岛振兴规划渔港改造海水养殖码头扩建潮汐发电厂监测灯塔维护"
    assert reason(f"支持{long}项目。", f"完成{long}任务。") == "海岛振兴规划渔港改造海水养殖码头扩建潮汐发电厂"
    same = suggest(tasks_of("a", f"{long}。"), tasks_of("b", f"{long}。"))
    assert [link.why for link in same.links] == ["海岛振兴规划渔港改造海水养殖码头扩建潮汐发电厂"]
    word = "kommunalvermessungsgebühren"
    assert reason(f"erheben {word}", f"senken {word}") == word


@given(PLANS, PLANS)
def test_a_reason_stands_in_both_texts_and_no_word_of_an_alphabet_is_cut(one: list[str], other: list[str]) -> None:
    earlier, later = tasks_of("a", *one), tasks_of("b", *other)
    texts = {task.id: task.text for task in (*earlier, *later)}
    for link in suggest(earlier, later).links:
        words = link.why.strip("《》“”")
        assert words in texts[link.earlier]
        assert words in texts[link.later]
        assert "PCT" in words or not re.search("[PCT]", words)


def test_without_tasks_nothing_is_suggested() -> None:
    assert suggest([], []) == suggest([], tasks_of("b", "甲。")) == suggest([a_task()], []) == ([], [])


@pytest.mark.parametrize(("earlier", "later", "least"), [("2022", "2025", 0.78), ("2020", "2022", 0.68)])
def test_on_curated_plans_the_suggestions_reach_what_the_benchmark_shows(
    run_shipped: Run, earlier: str, later: str, least: float
) -> None:
    def links(*options: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(run_shipped("diff", earlier, later, "-f", "json", *options).raw)[
            "links"
        ]
        return found

    strong = {(link["earlier"], link["later"]) for link in links() if link["grade"] == "strong"}
    made = {(link["earlier"], link["later"]): link["grade"] for link in links("--suggest")}
    assert 2 * len(strong & made.keys()) / (len(strong) + len(made)) >= least
    surest = {pair for pair, grade in made.items() if grade == "strong"}
    assert len(strong & surest) >= 0.94 * len(surest) > 0


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(-1000, 1000))
def test_months_are_counted_as_dateutil_counts_them(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)
