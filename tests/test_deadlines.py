"""Deadline phrases: every phrase of the five plans, and what other plans write."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.dates import span_end
from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.text import fold
from ipcheck.domain.phrases.deadline import Deadline, Milestone, Relative, read_deadline

words = str.split  # of a literal: one word, one case
ONGOING = Deadline(ongoing=True)


def due(day: str) -> Deadline:
    return Deadline(date.fromisoformat(day))


def due_then_ongoing(day: str) -> Deadline:
    return Deadline(date.fromisoformat(day), ongoing=True)


def staged(day: str, *stages: tuple[str | None, str]) -> Deadline:
    earlier = [Milestone(date.fromisoformat(day) if day else None, words) for day, words in stages]
    return Deadline(date.fromisoformat(day), milestones=tuple(earlier))


def after(event: str, length: int, unit: str) -> Deadline:
    return Deadline(relative=Relative(event, length, unit))


AT_ONCE = after("issued", 0, "days")

IN_THE_FIVE_PLANS = [
    ("2022年6月底前完成", due("2022-06-30")),
    ("2022年12月底前完成", due("2022-12-31")),
    ("2022年12月底前完成并持续推进", due_then_ongoing("2022-12-31")),
    ("2023年12月底前完成", due("2023-12-31")),
    ("2023年12月底前完成并持续推进", due_then_ongoing("2023-12-31")),
    ("2024年12月底前完成", due("2024-12-31")),
    ("2025年12月底前完成", due("2025-12-31")),
    ("2025年12月底前完成并持续推进", due_then_ongoing("2025-12-31")),
    ("持续推进", ONGOING),
    ("每年", ONGOING),
    ("到2025年", due("2025-12-31")),
    ("到2027年", due("2027-12-31")),
    ("到2035年", due("2035-12-31")),
    ("建设期为2年", after("selected", 2, "years")),
    ("示范有效期为3年", after("designated", 3, "years")),
]

WITH_A_YEAR = [
    ("2025年", due("2025-12-31")),
    ("2025年度", due("2025-12-31")),
    ("2025年内完成", due("2025-12-31")),
    ("2025年底", due("2025-12-31")),
    ("2025年年底前完成", due("2025-12-31")),
    ("2025年末", due("2025-12-31")),
    ("2025年以前", due("2025-12-31")),
    ("截至2025年底", due("2025-12-31")),
    ("到2027年末", due("2027-12-31")),
    ("2026年3月", due("2026-03-31")),
    ("2026年3月前", due("2026-03-31")),
    ("2026年3月底", due("2026-03-31")),
    ("2026年3月末之前完成", due("2026-03-31")),
    ("2026年3月份前完成", due("2026-03-31")),
    ("2024年2月底前", due("2024-02-29")),
    ("2100年2月底前", due("2100-02-28")),
    ("2026年3月15日前", due("2026-03-15")),
    ("2026年3月15号以前完成", due("2026-03-15")),
    ("至2024年2月29日", due("2024-02-29")),
    ("2026年6月上旬", due("2026-06-10")),
    ("2026年6月中旬前完成", due("2026-06-20")),
    ("2026年2月下旬", due("2026-02-28")),
    ("2026年第一季度", due("2026-03-31")),
    ("2026年2季度前完成", due("2026-06-30")),
    ("2026年三季度末", due("2026-09-30")),
    ("2026年第4季度", due("2026-12-31")),
    ("2026年上半年", due("2026-06-30")),
    ("2026年下半年完成", due("2026-12-31")),
    ("2023—2025年", due("2025-12-31")),
    ("2023年至2025年", due("2025-12-31")),
    ("2023年到2025年底", due("2025-12-31")),
    ("2023-2025年期间完成", due("2025-12-31")),
    ("2023—2025年持续推进", due_then_ongoing("2025-12-31")),
]

CHINESE_NUMERALS = [
    ("二〇二五年底前", due("2025-12-31")),
    ("二○二五年六月底前", due("2025-06-30")),
    ("二零二五年十月", due("2025-10-31")),
    ("2025年十一月底前完成", due("2025-11-30")),
    ("二〇二五年十二月三十一日前", due("2025-12-31")),
    ("到二〇三五年", due("2035-12-31")),
    ("印发后三个月内", after("issued", 3, "months")),
    ("建设期两年", after("selected", 2, "years")),
    ("有效期为三年", after("designated", 3, "years")),
]

# What the tables of tasks of provinces and cities write in the column 完成时限.
IN_TABLES_OF_TASKS = [
    ("完成时限：2025年12月底前", due("2025-12-31")),
    ("时间：2025年12月", due("2025-12-31")),
    ("2025年12月底前完成。", due("2025-12-31")),
    ("2025年12月底前完成.", due("2025-12-31")),
    ("（完成时限：2025年12月底前）", due("2025-12-31")),
    ("2025年12月底前制定出台", due("2025-12-31")),
    ("2025年12月底前印发实施", due("2025-12-31")),
    ("2025年6月底前启动实施", due("2025-06-30")),
    ("2025年12月底前取得积极进展并持续推进", due_then_ongoing("2025-12-31")),
    ("2025年12月底前完成，并长期坚持", due_then_ongoing("2025-12-31")),
    ("2025年12月底前完成；持续推进", due_then_ongoing("2025-12-31")),
    ("2025年全年推进", due_then_ongoing("2025-12-31")),
    ("2025—2025年", due("2025-12-31")),
]

AFTER_AN_EVENT = [
    ("印发后3个月内", after("issued", 3, "months")),
    ("自本方案印发之日起三个月内", after("issued", 3, "months")),
    ("本通知下发后30日内", after("issued", 30, "days")),
    ("实施方案公布后2周内报送", after("issued", 14, "days")),
    ("发布后半年内", after("issued", 6, "months")),
    ("印发后2个季度内", after("issued", 6, "months")),
    ("印发之日起一年之内", after("issued", 1, "years")),
    ("选定后2年内完成", after("selected", 2, "years")),
    ("自入选之日起24个月内", after("selected", 24, "months")),
    ("批复后90天内", after("selected", 90, "days")),
    ("示范区认定后5年内", after("designated", 5, "years")),
    ("建设期限为2年", after("selected", 2, "years")),
    ("创建期：1年", after("selected", 1, "years")),
    ("有效期5年", after("designated", 5, "years")),
]

# What the ledgers of rectifications (整改台账) and of supervised tasks write.
IN_LEDGERS = [
    *(
        (phrase, AT_ONCE)
        for phrase in words("立行立改 即知即改 立知立改 立查立改 即查即改 立即整改 立即整改到位 马上整改")
    ),
    *(
        (f"立行立改{then}", AT_ONCE._replace(ongoing=True))
        for then in words("，长期坚持 、长期坚持 并长期坚持 。长期坚持。")
    ),
    ("立行立改，立即整改到位", AT_ONCE),
    ("立即启动，长期坚持", ONGOING),
    ("立即启动，2026年12月底前完成", due("2026-12-31")),
    ("立行立改，2026年12月底前完成", staged("2026-12-31", (None, "立行立改"))),
    ("长期坚持", ONGOING),
    ("（长期坚持）", ONGOING),
    ("(长期坚持)", ONGOING),
    ("长期坚持并持续推进", ONGOING),
    ("持续整改，常抓不懈", ONGOING),
    ("2026年12月底前（长期坚持）", due_then_ongoing("2026-12-31")),
    ("2018年12月底前完成并持续更新", due_then_ongoing("2018-12-31")),
    ("2026年12月底前完成，动态更新", due_then_ongoing("2026-12-31")),
    ("2026年12月底前完成整改，长期坚持", due_then_ongoing("2026-12-31")),
    ("2026年1—12月", due("2026-12-31")),
    ("2026年1-12月（全年）", due("2026-12-31")),
    ("2026年全年", due("2026-12-31")),
    ("2026年1月至6月", due("2026-06-30")),
    ("2026年3月1日至6月30日", due("2026-06-30")),
    ("2023年3月至2024年6月", due("2024-06-30")),
    ("2026年1月至2027年6月", due("2027-06-30")),
    ("2023.3-2024.6", due("2024-06-30")),
    ("2023-03至2024-06", due("2024-06-30")),
    ("2026年一至三季度", due("2026-09-30")),
    ("2025年第四季度至2026年第一季度", due("2026-03-31")),
    ("即日起至2026年12月31日", due("2026-12-31")),
    ("自印发之日起至2026年12月31日止", due("2026-12-31")),
    ("“十三五”时期", due("2020-12-31")),
    ("十四五期间", due("2025-12-31")),
    ("到“十四五”末", due("2025-12-31")),
    ("“十五五”期末", due("2030-12-31")),
    ("“十五五”规划期末前完成", due("2030-12-31")),
    ("2026.12", due("2026-12-31")),
    ("2026-06", due("2026-06-30")),
    ("2026.6月底前完成", due("2026-06-30")),
    ("2026/12/31", due("2026-12-31")),
    ("2026-12-31", due("2026-12-31")),
    ("2026.12.31", due("2026-12-31")),
    ("2026年Q3", due("2026-09-30")),
    ("2026-Q3前", due("2026-09-30")),
    ("2026年10月底前建成投用", due("2026-10-31")),
    ("2026年10月底前开工建设", due("2026-10-31")),
    ("2026年10月底前完成方案制定并印发实施", due("2026-10-31")),
    ("2026年10月底前完成整改销号，并通过验收", due("2026-10-31")),
    ("2026年10月底前整改任务全部完成", due("2026-10-31")),
    ("2026年12月底前完成80%以上", due("2026-12-31")),
    ("截止2026年底", due("2026-12-31")),
    ("最迟2026年6月底前", due("2026-06-30")),
    ("2026年初", due("2026-01-31")),
    ("2026年年中前", due("2026-06-30")),
    ("2026年6月初", due("2026-06-10")),
    ("2026年6月中旬", due("2026-06-20")),
    ("2026年每季度末", due_then_ongoing("2026-12-31")),
    ("2024—2026年每年", due_then_ongoing("2026-12-31")),
    ("印发后30个工作日内", after("issued", 30, "workdays")),
    ("自本方案印发之日起10个工作日内完成", after("issued", 10, "workdays")),
    ("三个月内", after("issued", 3, "months")),
    ("3个月内完成，并长期坚持", after("issued", 3, "months")._replace(ongoing=True)),
    ("半年内", after("issued", 6, "months")),
    ("两年内", after("issued", 2, "years")),
    ("15个工作日内", after("issued", 15, "workdays")),
]

IN_STAGES = [
    ("2026年6月底前完成起草，12月底前出台", staged("2026-12-31", ("2026-06-30", "2026年6月底前完成起草"))),
    ("2026年6月底前完成起草,12月底前出台", staged("2026-12-31", ("2026-06-30", "2026年6月底前完成起草"))),
    ("2026年启动，2027年底前完成", staged("2027-12-31", ("2026-12-31", "2026年启动"))),
    ("2025年底前完成50%，2026年底前全部完成", staged("2026-12-31", ("2025-12-31", "2025年底前完成50%"))),
    (
        "2025年完成立项；2026年开工；2027年建成投用，并长期坚持",
        staged("2027-12-31", ("2025-12-31", "2025年完成立项"), ("2026-12-31", "2026年开工"))._replace(ongoing=True),
    ),
    (
        "完成时限：2026年3月底前完成起草，并报审，9月底前印发",
        staged("2026-09-30", ("2026-03-31", "2026年3月底前完成起草，并报审")),
    ),
    ("2026年12月底前完成方案制定，年底前完成建设", due("2026-12-31")),  # one day
]

NEEDS_THE_YEAR_OF_THE_PLAN = [
    ("1—12月", due("2025-12-31")),
    ("1-12月", due("2025-12-31")),
    ("1月至6月", due("2025-06-30")),
    ("一至三季度", due("2025-09-30")),
    ("年初", due("2025-01-31")),
    ("年中", due("2025-06-30")),
    ("6月初", due("2025-06-10")),
    ("6月内", due("2025-06-30")),
    ("9月投入使用", due("2025-09-30")),
    ("5月底前动工", due("2025-05-31")),
    ("年内见成效", due("2025-12-31")),
    ("明年", due("2026-12-31")),
    ("明年年底前完成", due("2026-12-31")),
    ("明年6月底前", due("2026-06-30")),
    ("年度内", due("2025-12-31")),
    ("12月底前（2025年）", due("2025-12-31")),
    ("即日起至12月底", due("2025-12-31")),
    ("上半年启动，下半年完成", staged("2025-12-31", ("2025-06-30", "上半年启动"))),
    ("6月底前完成起草，12月底前出台", staged("2025-12-31", ("2025-06-30", "6月底前完成起草"))),
    ("12月底前完成起草，明年6月底前出台", staged("2026-06-30", ("2025-12-31", "12月底前完成起草"))),
    ("年底前", due("2025-12-31")),
    ("年底前完成并持续推进", due_then_ongoing("2025-12-31")),
    ("年内完成", due("2025-12-31")),
    ("年末", due("2025-12-31")),
    ("今年年底前完成", due("2025-12-31")),
    ("本年度内", due("2025-12-31")),
    ("当年底", due("2025-12-31")),
    ("完成期限：本年12月", due("2025-12-31")),
    ("6月底前", due("2025-06-30")),
    ("9月份底前完成", due("2025-09-30")),
    ("十二月底前", due("2025-12-31")),
    ("3月15日前", due("2025-03-15")),
    ("上半年", due("2025-06-30")),
    ("今年上半年", due("2025-06-30")),
    ("下半年完成", due("2025-12-31")),
    ("一季度", due("2025-03-31")),
    ("第三季度末", due("2025-09-30")),
]


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        *IN_THE_FIVE_PLANS,
        *WITH_A_YEAR,
        *CHINESE_NUMERALS,
        *IN_TABLES_OF_TASKS,
        *AFTER_AN_EVENT,
        *IN_LEDGERS,
        *IN_STAGES,
    ],
)
def test_a_phrase_means_the_same_in_every_plan(phrase: str, meaning: Deadline) -> None:
    assert (read_deadline(phrase, None), read_deadline(phrase, 2019)) == (meaning, meaning)


@pytest.mark.parametrize("before", ["", *words("力争 争取 确保 于 在 到 至 截至")])
def test_how_a_day_is_introduced_does_not_change_it(before: str) -> None:
    assert read_deadline(f"{before}2025年6月底前完成", None) == due("2025-06-30")


@pytest.mark.parametrize(
    "verb",
    words(
        "制定 修订 出台 印发 发布 公布 建成 建立 形成 实现 达到 启动 实施 上线 落实 报送 见效 取得成效 "
        "取得明显成效 取得积极进展 取得阶段性成果 力争完成 争取完成 确保完成 基本完成 全部完成 全面建成 初步形成"
    ),
)
def test_what_is_to_happen_by_a_day_does_not_change_it(verb: str) -> None:
    assert read_deadline(f"2025年6月底前{verb}", None) == due("2025-06-30")


@pytest.mark.parametrize(
    "work",
    [
        *(f"{how}推进" for how in words("持续 持续深入 长期 常态化 不断 继续 滚动 逐年 全年")),
        *(f"持续{verb}" for verb in words("推动 实施 开展 坚持 落实 加强 完善 优化 深化 进行")),
    ],
)
def test_work_that_goes_on_has_no_day(work: str) -> None:
    assert read_deadline(work, None) == ONGOING
    assert read_deadline(f"2025年底前完成并{work}", None) == due_then_ongoing("2025-12-31")


@pytest.mark.parametrize(
    "phrase",
    words(
        "持续 长期 常态化 每年 每半年 每季度 每月 逐年 全年 每年举办一次 每年不少于2次 每季度末 每年12月底前 "
        "每月底前 每月10日前报送 每年6月30日前完成 每年6月、12月底前 "
        "每季度首月 每周五前 每半年开展一次 每半年一次 每季度末通报一次 每季度末前通报 每月底前调度 "
        "每年组织2次验收 按季度推进 定期开展 常年坚持 长期任务"
    ),
)
def test_work_that_comes_again_goes_on(phrase: str) -> None:
    assert read_deadline(phrase, None) == ONGOING


@pytest.mark.parametrize(
    "issue",
    [
        *(f"本方案{issued}" for issued in words("印发 发布 公布 下发")),
        *(
            f"{document}印发"
            for document in words("本实施方案 工作方案 建设方案 分工方案 意见 办法 通知 计划 规划 规定")
        ),
        *(f"本{document}印发" for document in words("文件 推进计划 行动计划 任务分工")),
    ],
)
def test_a_span_after_the_issue_of_the_document_itself_counts_from_it(issue: str) -> None:
    assert read_deadline(f"自{issue}之日起3个月内", None) == after("issued", 3, "months")
    assert read_deadline(f"{issue}之后90天以内完成", None) == after("issued", 90, "days")


@pytest.mark.parametrize(
    ("event", "named"),
    [
        *(("selected", named) for named in words("选定 遴选 入选 获批 批复 城市入选")),
        *(("designated", named) for named in words("认定 命名 经评估认定")),
    ],
)
def test_a_span_after_an_event_counts_from_it(event: str, named: str) -> None:
    assert read_deadline(f"从{named}起1000日内", None) == after(event, 1000, "days")


@pytest.mark.parametrize(("phrase", "meaning"), NEEDS_THE_YEAR_OF_THE_PLAN)
def test_a_phrase_without_a_year_counts_in_the_plans_own(phrase: str, meaning: Deadline) -> None:
    assert read_deadline(phrase, 2025) == meaning


@pytest.mark.parametrize("phrase", [phrase for phrase, _meaning in NEEDS_THE_YEAR_OF_THE_PLAN])
def test_a_phrase_without_a_year_is_unknown_in_a_plan_without_one(phrase: str) -> None:
    with pytest.raises(UnknownPhraseError) as unknown:
        read_deadline(phrase, None)
    assert str(unknown.value) == phrase


@pytest.mark.parametrize(
    "label",
    words(
        "整改时限： 时间节点： 办结时限： 完成时限: 完成时间： 时限要求： 责任时限： 推进时限： "
        "完成期限： 时限： 时间： 日期： 实施时间： 进度时限： 时间表： 整改进度安排： 【完成时限】 〔整改时限〕："
    ),
)
def test_a_label_says_no_more_than_that_a_deadline_follows(label: str) -> None:
    assert read_deadline(f"{label}2026年6月底前", None) == due("2026-06-30")
    assert read_deadline(f"{label}立行立改，长期坚持", None) == AT_ONCE._replace(ongoing=True)


def test_the_whole_year_is_the_plans_and_goes_on_where_the_plan_has_none() -> None:
    assert (read_deadline("全年", 2025), read_deadline("全年", None)) == (ONGOING, ONGOING)
    assert (read_deadline("全年推进", 2025), read_deadline("全年持续推进", 2025)) == (ONGOING, ONGOING)
    assert read_deadline("2025年全年推进", None) == due_then_ongoing("2025-12-31")


@pytest.mark.parametrize(
    "phrase",
    [
        *("", " ", "。", "，", "完成", "前", "底前", "到", "年", "月底前", "并持续推进", "完成时限："),
        *("适时", "近期", "远期", "尽快", "立即", "分步实施", "按国家部署推进", "已完成", "待定"),
        *("后年底前完成", "去年", "2025年底前后", "2025年春节前", "到本世纪中叶", "已完成，长期坚持"),
        *("“十四五”", "“十四五”以来", "“十五五”中期", "“十四五”初期", "“十五”期间", "“六五”期末"),
        # words of a deadline without a day, titles, and days without their month
        *(
            "立即启动",
            "即刻开展",
            "开工",
            "建成投用",
            "全年工作",
            "2025年实施方案",
            "2025年工作任务",
            "月初",
            "月底",
            "季度末",
            "10日前",
        ),
        # no day of the calendar
        *("13月底前", "0月底前", "2025年13月", "2025年2月30日前", "2025年2月29日前", "2025年4月31日", "2025年6月0日"),
        *("第五季度", "三十月前", "十十月前", "1948年底前", "2200年底前", "二十五年前", "99999年", f"{'9' * 5000}年"),
        *("1900年至1948年", "2100年至2200年"),
        # no numeral
        *("2026-13", "2026.2.30", "2026/0/1", "2025.12-31", "26.12.31", "202612", "2025年Q5"),
        *("十十年底前", "十十年至2025年", "2023年至十十年", "6月十十日前", "印发后十十日内", "建设期为十十年"),
        # more is said than a rule reads
        *("12月至3月", "2025年10月至次年3月", "2026年6月起", "2026年6月底前（第一阶段）", "2025年（试行）12月"),
        *("12月底前，6月底前", "2025年底前启动，6月底前完成", "12月底前（2026年）", "持续推进，2026年底前完成"),
        *("（长期坚持）2026年底前", "国家知识产权保护示范区建设期为2年", "2026年底前完成，抓紧并报审"),
        *("拟每年一次", "工作即日起至2026年底", "工作2026年底", "即日起2026年底", "2026年初步"),
        *("印发后1个月内制定方案，3个月内完成", "印发后3个月内，2026年底前完成", "2026年底前完成，印发后3个月内"),
        *("2026年底前完成，完成", "2026年底前，并", "2026年底前完成，立行立改", "2026年底前）", "（2026年底前"),
        *("印发后3个月内召开会议", "建设期为2年左右", "2023—2025年分步推进", "持续推进工作"),
        # a destroyed year is not the plan's
        *("年12月底前", "年上半年", "2025年年12月底前", "5年12月底前"),
        # a span that ends before it begins
        *("2025—2023年", "2025年至2024年"),
        # these wait for something that no ledger knows, or could be a year
        *("国家方案印发后3个月内", "修订后的专利法公布后6个月内", "印发后内", "25年内", "受理后15个工作日内"),
        *("印发后0日内", "印发后9999年内", "印发后半个月内", "有效期至2027年12月31日", "2025年底前认定后2年内"),
        *("2025年12月底前完成（暂定）", "2025", "2025年12月底前完成（暂定），持续推进", "每年春节前", "立即", "马上"),
    ],
)
def test_what_no_rule_reads_is_not_guessed(phrase: str) -> None:
    with pytest.raises(UnknownPhraseError) as unknown:
        read_deadline(phrase, 2025)
    assert str(unknown.value) == phrase


@pytest.mark.parametrize(
    ("span", "event", "last"),
    [
        (Relative("issued", 1, "months"), "2025-01-31", "2025-02-28"),
        (Relative("issued", 1, "months"), "2024-01-31", "2024-02-29"),
        (Relative("issued", 1, "months"), "2025-02-28", "2025-03-28"),
        (Relative("issued", 3, "months"), "2022-06-20", "2022-09-20"),
        (Relative("issued", 14, "months"), "2025-12-31", "2027-02-28"),
        (Relative("issued", 30, "days"), "2025-12-02", "2026-01-01"),
        (Relative("selected", 2, "years"), "2022-12-30", "2024-12-30"),
        (Relative("designated", 1, "years"), "2024-02-29", "2025-02-28"),
        (Relative("designated", 4, "years"), "2024-02-29", "2028-02-29"),
        (Relative("designated", 1000, "years"), "9500-01-01", "9999-12-31"),
    ],
)
def test_a_span_ends_on_the_day_of_the_event_or_the_last_of_a_shorter_month(
    span: Relative, event: str, last: str
) -> None:
    assert span.due(date.fromisoformat(event)) == date.fromisoformat(last)
    assert span_end(event, span.length, span.unit) == last  # which answers use, without dateutil


dated = st.sampled_from([phrase for phrase, meaning in IN_THE_FIVE_PLANS + WITH_A_YEAR if meaning.due])
known = st.sampled_from(
    [phrase for phrase, _meaning in [*WITH_A_YEAR, *IN_TABLES_OF_TASKS, *AFTER_AN_EVENT, *NEEDS_THE_YEAR_OF_THE_PLAN]]
)


@given(st.integers(1949, 2199), st.integers(1, 12))
def test_the_end_of_a_month_is_its_last_day(year: int, month: int) -> None:
    last = date(year, month, monthrange(year, month)[1])
    assert read_deadline(f"{year}年{month}月底前完成", None) == Deadline(last)


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_a_day_before_which_something_is_due_counts_itself(day: date) -> None:
    assert read_deadline(f"{day.year}年{day.month}月{day.day}日前", None) == Deadline(day)


@given(known, st.lists(st.integers(0, 20), max_size=4), st.sampled_from(" \t\u3000\u00a0"))
def test_spaces_change_nothing(phrase: str, places: list[int], space: str) -> None:
    spaced = phrase
    for place in places:
        spaced = spaced[:place] + space + spaced[place:]
    assert read_deadline(spaced, 2025) == read_deadline(phrase, 2025)


@given(known, st.booleans(), st.booleans())
def test_the_width_of_digits_and_punctuation_changes_nothing(phrase: str, wide: bool, narrow: bool) -> None:
    typed = phrase.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")) if wide else phrase
    typed = typed.translate(str.maketrans("，；：。—", ",;:.-")) if narrow else typed
    assert _without_words(read_deadline(typed, 2025)) == _without_words(read_deadline(phrase, 2025))


def _without_words(deadline: Deadline) -> Deadline:
    """The deadline without the words of its milestones, which keep the width in which the document has them."""
    return deadline._replace(milestones=tuple(stage._replace(words="") for stage in deadline.milestones))


@given(st.integers(1949, 2198), st.integers(1, 12), st.integers(1, 12), st.sampled_from(["至", "—", "-", "到", "～"]))
def test_a_span_of_months_ends_with_its_last_in_the_same_year(year: int, first: int, last: int, mark: str) -> None:
    for phrase in (f"{year}年{first}月{mark}{last}月", f"{year}年{first}{mark}{last}月"):
        if first <= last:
            assert read_deadline(phrase, None) == read_deadline(f"{year}年{last}月", None)
        else:
            with pytest.raises(UnknownPhraseError):
                read_deadline(phrase, None)
    assert read_deadline(f"{year}年{first}月{mark}{year + 1}年{last}月", None) == read_deadline(
        f"{year + 1}年{last}月", None
    )


@given(st.integers(1949, 2199), st.integers(1, 4))
def test_a_quarter_ends_with_its_third_month(year: int, number: int) -> None:
    month = read_deadline(f"{year}年{3 * number}月底前", None)
    forms = (f"{year}年第{number}季度", f"{year}年{'一二三四'[number - 1]}季度末", f"{year}Q{number}")
    assert [read_deadline(form, None) for form in forms] == [month] * 3
    assert read_deadline(f"第{number}季度", year) == month


@given(st.integers(1, 9))
def test_five_years_of_a_plan_end_with_a_year_that_five_divides(number: int) -> None:
    """The first began in 1953, and since the sixth (1981 to 1985) they follow one another without a gap."""
    last = read_deadline(f"“十{'一二三四五六七八九'[number - 1]}五”期末", None).due
    assert last == date(1985 + 5 * (number + 10 - 6), 12, 31)


@given(st.sampled_from(NEEDS_THE_YEAR_OF_THE_PLAN), st.integers(1950, 2190))
def test_a_phrase_without_a_year_moves_with_the_plans_own(known: tuple[str, Deadline], year: int) -> None:
    phrase, meaning = known
    if "2025年" in phrase:
        return
    read = read_deadline(phrase, year)
    assert meaning.due
    assert read.due
    assert read.due.year - year == meaning.due.year - 2025
    assert (read.due.month, read.due.day) == (meaning.due.month, meaning.due.day)


days = st.dates(date(1949, 1, 1), date(2199, 12, 31))


@given(st.lists(days, min_size=2, max_size=4))
def test_stages_rise_and_the_last_is_the_last_day(stages: list[date]) -> None:
    clauses = [f"{day.year}年{day.month}月{day.day}日前完成" for day in stages]
    phrase = "，".join(clauses)
    if stages != sorted(stages):
        with pytest.raises(UnknownPhraseError):
            read_deadline(phrase, None)
        return
    read = read_deadline(phrase, None)
    assert read.due == stages[-1]
    assert [stage.day for stage in read.milestones] == sorted({*stages} - {stages[-1]})
    assert "，".join([*(stage.words for stage in read.milestones), phrase]).startswith("，".join(clauses[:1]))


staged_or_not = st.sampled_from([phrase for phrase, _meaning in [*IN_LEDGERS, *IN_STAGES, *WITH_A_YEAR]])


@given(staged_or_not)
def test_a_folded_phrase_means_the_same(phrase: str) -> None:
    read, again = read_deadline(phrase, None), read_deadline(fold(phrase), None)
    assert again._replace(milestones=()) == read._replace(milestones=())
    assert [stage.day for stage in again.milestones] == [stage.day for stage in read.milestones]


@given(staged_or_not, st.integers(0, 40), st.sampled_from("某拟若仍"))
def test_a_phrase_with_a_word_that_no_rule_knows_is_not_read(phrase: str, at: int, word: str) -> None:
    with pytest.raises(UnknownPhraseError):
        read_deadline(phrase[:at] + word + phrase[at:], 2025)


@given(dated, st.sampled_from(["（长期坚持）", "(长期坚持)", "，（长期坚持）"]))
def test_what_goes_on_may_stand_in_brackets(phrase: str, continues: str) -> None:
    phrase = phrase.removesuffix("并持续推进").removesuffix("持续推进")
    assert read_deadline(phrase + continues, None) == read_deadline(f"{phrase}，长期坚持", None)


@given(dated, st.sampled_from(["并持续推进", "，并持续推进", "，持续推进", "且长期坚持", "；常态化开展"]))
def test_what_continues_afterwards_keeps_its_day(phrase: str, continues: str) -> None:
    phrase = phrase.removesuffix("并持续推进").removesuffix("持续推进")
    assert read_deadline(phrase + continues, None) == read_deadline(phrase, None)._replace(ongoing=True)


_PIECES = [
    *"0259〇十二两年月日底末内前到至—，；。并每后自为半",
    "持续推进",
    "完成",
    "2025年",
    "12月",
    "印发后",
    "3个月内",
    "建设期",
    *words("1-12月 十四五 期末 立行立改 （长期坚持） 每季度 工作日 2026.12 明年 全年 启动 6月底前 （ ）"),
]


@given(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(_PIECES), max_size=10).map("".join)),
    st.sampled_from([None, 0, 2025, 99999]),
)
def test_any_text_is_read_or_unknown(text: str, year: int | None) -> None:
    try:
        meaning = read_deadline(text, year)
    except UnknownPhraseError:
        return
    assert meaning != Deadline()
    if meaning.relative:
        assert (meaning.relative.due(date(2025, 2, 28)) or date.max) >= date(2025, 2, 28)
    days = [stage.day for stage in meaning.milestones if stage.day]
    assert days == sorted(days)
    assert not meaning.milestones or (meaning.due and all(day < meaning.due for day in days))
