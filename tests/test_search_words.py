"""The words to look for a task with: on the shapes that the texts of plans have."""

import json
from typing import Any

import pytest

from ipcheck.domain.search_words import Search, lead_of, main_words, searches
from ipcheck.domain.task import Task
from tests.builders import a_task
from tests.conftest import Run

KINDS = {
    "商标法": "law", "条例": "regulation", "办法": "rule", "解释": "interpretation", "规范": "standard",
    "意见": "policy", "议定书": "treaty",
}  # fmt: skip


def promising(*names: str, stage: str = "issued") -> Task:
    return a_task(instruments="\n".join(f"{stage} {name}" for name in names), leads="甲局")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("商标法", "商标法 公布 施行"), ("条例", "条例 公布 施行"), ("办法", "办法 公布"), ("解释", "解释 发布"),
        ("规范", "规范 发布"), ("意见", "意见 印发"), ("议定书", "议定书 生效"), ("无名文件", "无名文件 印发 发布"),
    ],
)  # fmt: skip
def test_a_promised_document_is_looked_for_by_its_title_and_what_happens_to_its_kind(name: str, words: str) -> None:
    assert [search.words for search in searches(promising(name), KINDS)] == [words]


def test_each_promised_document_has_a_search_of_its_own() -> None:
    assert [search.subject for search in searches(promising("商标法", "意见"), KINDS)] == ["商标法", "意见"]


def test_an_engine_gets_the_title_in_quotes_and_the_ledger_does_not() -> None:
    [search] = searches(promising('《关于“十五五”规划的"意见"》'), KINDS)
    assert search.exact == '"关于“十五五”规划的意见" 印发 发布'
    assert search.words == "关于“十五五”规划的意见 印发 发布"


def test_a_document_that_is_only_applied_or_mentioned_is_not_looked_for() -> None:
    task = a_task(text="贯彻实施商标法，加强监管。", instruments="applied 商标法")
    assert not any(search.is_title for search in searches(task, KINDS))


def test_without_a_document_the_main_words_and_the_lead_are_looked_for() -> None:
    task = a_task(text="建立执法人员轮训制度，提高执法专业能力。", leads="国家知识产权局\n乙部")
    assert searches(task, KINDS) == [Search("执法人员轮训制度", "国家知识产权局")]


def test_places_that_lead_are_no_words_to_search_with() -> None:
    assert [lead_of(a_task(leads=name)) for name in ("各地", "有条件的地方", "申报城市（地区）", "")] == [""] * 4
    assert lead_of(a_task(leads="各地\n甲局")) == "甲局"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("加大对集成电路布图设计的保护。", "集成电路布图设计的保护"),
        ("各地要认真落实知识产权保护属地责任，制定配套措施。", "知识产权保护属地责任"),
        ("按照国家有关规定，持续推进对有功人员的表彰奖励。", "有功人员的表彰奖励"),
        ("围绕关键核心技术领域建设一批知识产权专题数据库。", "围绕关键核心技术领域建设一批知识产权专题数据库"),
        ("加强宣传培训，增强全社会意识。", "宣传培训 增强全社会意识"),
        ("要。", "要"),
    ],
)  # fmt: skip
def test_the_main_words_are_those_of_the_first_clause_that_tells(text: str, words: str) -> None:
    assert main_words(text) == words


def test_a_lead_that_begins_a_clause_is_none_of_its_words() -> None:
    assert main_words("甲局负责审查指南修订工作。", "甲局") == "负责审查指南修订工作"
    assert searches(a_task(text="开展审查质量评价甲局。", leads="甲局"), KINDS) == [Search("审查质量评价甲局")]


def test_a_clause_of_six_characters_tells_enough_and_a_circumstance_only_begins_one() -> None:
    assert main_words("开展审查质量评价，形成年度报告。") == "审查质量评价"
    assert main_words("开展商标在线审查，形成年度报告。") == "商标在线审查"


def test_a_title_that_does_not_begin_the_words_does_not_stand_for_them() -> None:
    assert searches(a_task(text="宣传普及《关于甲的解释》的要点。"), KINDS) == [
        Search("宣传普及《关于甲的解释》的要点")
    ]


def test_only_a_pair_of_marks_around_a_title_is_left_out() -> None:
    subjects = [search.subject for search in searches(promising("《甲办法》", "《甲办法》附件", "关于《甲办法》"), {})]
    assert subjects == ["甲办法", "《甲办法》附件", "关于《甲办法》"]


def test_a_document_in_the_text_stands_for_the_text() -> None:
    [search] = searches(a_task(text="指导适用《关于甲的解释》《关于乙的规定》。"), KINDS)
    assert search.exact == '"关于甲的解释"'


def test_words_that_are_too_long_end_between_two_things() -> None:
    text = "召开与驻华使领馆、各类国际组织驻华机构、行业协会、商会、企业、社会团体等的信息沟通会。"
    [search] = searches(a_task(text=text), KINDS)
    assert search.subject == "驻华使领馆、各类国际组织驻华机构、行业协会、商会、企业"


def test_every_shipped_task_that_is_listed_has_words_that_are_short_and_its_own(run_shipped: Run) -> None:
    tasks = json.loads(run_shipped("worklist", "--as-of", "2027-12-01", "-f", "json").out)["tasks"]
    assert len(tasks) > 300
    for task in tasks:
        promised = [each["name"] for each in task["instruments"] if each["stage"] in ("study", "drafting", "issued")]
        assert len(task["search"]) == max(1, len(promised)), task["id"]
        for words, name in zip(task["search"], promised, strict=False):
            assert words.startswith(name), task["id"]
            assert "《" not in words, task["id"]
        if not promised:
            assert all(word in task["text"] or word in task["responsibility"]["leads"] for word in words_of(task))
            assert 2 <= len(" ".join(words_of(task))) <= 60, task["id"]


def words_of(task: dict[str, Any]) -> list[str]:
    [words] = task["search"]
    return str(words).split()
