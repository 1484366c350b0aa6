"""`ipcheck report`: one week in one screen, then what it rests on; the same bytes for the same inputs."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.reports.report import Week, judged_on, week_of
from ipcheck.reports.report_document import title
from tests.conftest import Run


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], None]:
    """Write ./ledger.yaml, which every call reads."""

    def write(text: str) -> None:
        (tmp_path / "ledger.yaml").write_text(text, encoding="utf-8")

    return write


def report(run: Run, *options: str) -> dict[str, Any]:
    answer = run("report", "-f", "json", *options)
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def ids(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["id"] for task in tasks]


# weeks


def test_the_last_complete_week_is_the_default(run: Run) -> None:
    for day in ("2025-12-15", "2025-12-21"):
        found = report(run, "--as-of", day)
        assert (found["week"], found["from"], found["to"]) == ("2025-W50", "2025-12-08", "2025-12-14")


def test_a_week_that_is_over_is_judged_on_the_day_after_it_whenever_it_is_asked_for(run: Run) -> None:
    monday, later = (
        run("report", "--week", "2025-W50", "-f", "json", "--as-of", day) for day in ("2025-12-15", "2026-11-23")
    )
    assert monday.raw == later.raw
    assert json.loads(later.raw)["as_of"] == "2025-12-15"


def test_a_week_that_goes_on_is_judged_today(run: Run) -> None:
    found = report(run, "--week", "this", "--as-of", "2025-12-10")
    assert (found["week"], found["as_of"]) == ("2025-W50", "2025-12-10")


def test_sunday_evening_in_europe_is_monday_in_china(run: Run) -> None:
    assert report(run, "--as-of", "2025-12-14T16:30:00Z")["week"] == "2025-W50"
    assert report(run, "--as-of", "2025-12-14T15:30:00+00:00")["week"] == "2025-W49"


@pytest.mark.parametrize(
    ("week", "message"),
    [
        ("2025-W54", "--week: cannot read “2025-W54” as a week; write this, last or 2025-W50"),
        ("2026-W53-1", "as a week; write this, last or 2025-W50"),
        ("2025-12", "as a week; write this, last or 2025-W50"),
        ("7d", "as a week; write this, last or 2025-W50"),
        ("", "as a week; write this, last or 2025-W50"),
        ("2027-W01", "--week: 2027-W01 has not begun; today is 2026-11-23"),
    ],
)
def test_what_is_no_week_that_has_begun_is_refused(run: Run, week: str, message: str) -> None:
    answer = run("report", "--week", week)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert message in answer.err


@pytest.mark.parametrize(
    ("first", "chinese"),
    [
        (date(2025, 12, 8), "《知识产权计划落实周报》（2025年第50周，12月8日—12月14日）"),
        (date(2025, 12, 29), "《知识产权计划落实周报》（2026年第1周，2025年12月29日—1月4日）"),
        (date(2026, 12, 28), "《知识产权计划落实周报》（2026年第53周，12月28日—2027年1月3日）"),
    ],
)
def test_the_title_is_that_of_a_weekly_report(first: date, chinese: str) -> None:
    assert title(Week(first, first + timedelta(days=6)), Translator("zh")) == chinese


@given(st.dates(date(1, 1, 1), date(9999, 12, 24)))
def test_every_day_lies_in_the_week_of_it(day: date) -> None:
    week = week_of(day)
    assert week.first <= day <= week.last
    assert (week.first.weekday(), week.last.weekday()) == (0, 6)
    assert week.name == "{}-W{:02}".format(*day.isocalendar()[:2])
    assert judged_on(week, day) == day


# what it holds


def test_what_fell_due_in_the_week_is_new_its_sunday_included(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 一。\ndeadline: 2025年11月底前完成", "text: 二。\ndeadline: 2025年10月底前完成")
    found = report(run, "--plans", str(own), "--plan", "own", "--week", "2025-W48")  # 2025-11-30 is its Sunday
    assert ids(found["fell_due"]) == ["own-1"]
    assert ids(found["open"]) == ["own-2", "own-1"]
    assert found["attention"][0] == {"task": "own-1", "subject": None, "why": "fell_due"}
    assert ids(report(run, "--plans", str(own), "--plan", "own", "--week", "2025-W49")["fell_due"]) == []


def test_what_is_done_in_time_is_not_past_due(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-2, state: done, on: 2025-12-20, evidence: 公告}\n")
    found = report(run, "--week", "2026-W01")
    assert found["fell_due"] == []
    assert [entry["task"] for entry in report(run, "--week", "2025-W51")["new"]] == ["dated-2"]


def test_what_happened_in_the_week_is_new_whenever_it_was_entered(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-3, state: progress, on: 2025-11-01, recorded: 2025-12-10, note: 补录}\n")
    found = report(run, "--week", "2025-W44")
    assert ([entry["note"] for entry in found["new"]], found["entered"]) == (["补录"], 0)
    assert "New this week: entries 1; due within" in found["summary"]["conclusion"]


def test_what_was_only_entered_in_the_week_is_a_count_with_its_tasks(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-3, state: progress, on: 2025-11-01, recorded: 2025-12-10}\n"
        "- {task: dated-3, state: progress, on: 2025-11, recorded: 2025-12-10}\n"
        "- {task: dated-1, state: started, on: 2025-12-07, recorded: 2025-12-08}\n"
        "- {task: dated-2, state: started, on: 2025-12-08}\n"
    )
    found = report(run, "--week", "2025-W50")
    assert ([entry["task"] for entry in found["new"]], found["entered"]) == (["dated-2"], 3)
    assert "New this week: entries 1, entered for earlier days: 3;" in found["summary"]["conclusion"]
    said = run("report", "--week", "2025-W50").out
    assert (
        "Entered this week for earlier days: 3 (on dated-3, dated-1); ipcheck show and ipcheck trace list them."
    ) in said


@pytest.mark.parametrize(("on", "week"), [("2025-11", "2025-W48"), ("2025", "2026-W01")])
def test_what_happened_in_a_month_or_year_is_new_once_in_the_week_of_its_last_day(
    run: Run, ledger: Callable[[str], None], on: str, week: str
) -> None:
    ledger(f"- {{task: dated-3, state: progress, on: {on}, recorded: 2026-02-10}}\n")
    weeks = ("2025-W44", "2025-W47", "2025-W48", "2025-W49", "2026-W01", "2026-W02")
    assert [each for each in weeks if report(run, "--week", each)["new"]] == [week]


def test_what_happened_stands_with_the_text_of_its_task_and_its_summary(run_shipped: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("- {task: 2022-11, state: progress, on: 2025-12-09}\n", encoding="utf-8")
    options = ("--no-public", "--ledger", "own.yaml", "--week", "2025-W50", "--plan", "2022")
    part = run_shipped("report", *options, "-f", "markdown").out.partition("New this week: what happened")[2]
    head, _rule, row = [line for line in part.splitlines() if line.startswith("|")][:3]
    assert [cell.strip() for cell in head.split("|")][1:3] == ["task", "text"]
    assert [cell.strip()[:18] for cell in row.split("|")][1:3] == ["2022-11", "Formulate the Regu"]


# steps of instruments


STEPS = """
- {instrument: 商标法, round: 一, step: 审议通过, on: 2025-12-10, source: 公告}
- {instrument: 商标法, round: 一, step: 施行, on: 2026-01-01, recorded: 2025-12-10, source: 公告}
- {instrument: 商标法, round: 一, step: 公布, on: 2025-11-20, recorded: 2025-12-09, source: 公告}
"""


def steps(found: dict[str, Any], key: str) -> list[tuple[str, str]]:
    return [(each["step"], each["on"]) for each in found[key]]


def test_steps_of_instruments_are_told_when_they_happen_and_four_weeks_before(
    run: Run, ledger: Callable[[str], None]
) -> None:
    ledger(STEPS.replace("公布, on: 2025-11-20", "审议, on: 2025-11-20"))
    found = report(run, "--week", "2025-W50")
    assert (steps(found, "steps"), steps(found, "announced")) == (
        [("审议通过", "2025-12-10")], [("施行", "2026-01-01")]
    )  # fmt: skip
    assert (found["new"], found["entered"]) == ([], 1)
    assert found["summary"]["conclusion"].endswith(
        " New this week: steps of laws and documents 1, entered for earlier days: 1; due within four weeks: 1, "
        "announced: 1."
    )
    said = run("report", "--week", "2025-W50").out
    assert "New this week: steps of laws and documents (1)" in said
    assert "takes effect  2026-01-01" in said.partition("Announced for the next four weeks (1)")[2]
    assert "(on Trademark Law)" in said
    assert steps(report(run, "--week", "2025-W49"), "announced") == []  # nobody knew
    assert steps(report(run, "--week", "2026-W01"), "steps") == [("施行", "2026-01-01")]
    assert [report(run, "--week", "2026-W10")[key] for key in ("steps", "announced")] == [[], []]


def test_only_steps_of_instruments_that_the_tasks_name_are_told(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(STEPS.replace("公布, on: 2025-11-20", "审议, on: 2025-11-20"))
    for options, told in (("--agency", "甲局"), 1), (("--agency", "丙委"), 0):
        found = report(run, "--week", "2025-W50", *options)
        assert [len(found[key]) for key in ("steps", "announced")] == [told, told], options


def test_csv_has_a_row_for_each_step_without_a_task(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(STEPS.replace("公布, on: 2025-11-20", "审议, on: 2025-11-20"))
    rows = list(csv.DictReader(io.StringIO(run("report", "--week", "2025-W50", "-f", "csv").out)))
    told = [(row["part"], row["id"], row["entry_instrument"], row["entry_on"]) for row in rows if row["entry_step"]]
    assert told == [("step", "", "商标法", "2025-12-10"), ("announced", "", "商标法", "2026-01-01")]


def test_work_that_falls_silent_is_new_once(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-3, state: progress, on: 2025-06-10}\n")  # six months later, to the day: 2025-12-10
    assert ids(report(run, "--week", "2025-W50")["stale"]) == ["dated-3"]
    assert [report(run, "--week", week)["stale"] for week in ("2025-W49", "2025-W51")] == [[], []]


def test_the_next_four_weeks_begin_with_the_day_of_the_report(run: Run, plan_file: Callable[..., Path]) -> None:
    days = ("2025年12月15日前", "2026年1月11日前", "2026年1月12日前")
    own = plan_file(*(f"text: 做。\ndeadline: {day}完成" for day in days))
    found = report(run, "--plans", str(own), "--plan", "own", "--week", "2025-W50")
    assert ids(found["upcoming"]) == ["own-1", "own-2"]
    assert found["summary"]["upcoming"] == 2


def test_the_load_is_what_each_agency_leads_that_is_not_over(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None]
) -> None:
    own = plan_file(
        "text: 一。\ndeadline: 2025年6月底前完成\nresponsible: 甲局、乙部负责",
        "text: 二。\ndeadline: 2025年12月底前完成\nresponsible: 甲局负责",
        "text: 三。\ndeadline: 2025年12月底前完成\nresponsible: 乙部负责",
        "text: 四。\ndeadline: 持续推进",
        head="lead: first",
    )
    ledger(
        "- {task: own-2, state: blocked, on: 2025-12-01}\n"
        "- {task: own-3, state: done, on: 2025-12-01, evidence: 公告}\n"
    )
    found = report(run, "--plans", str(own), "--plan", "own", "--week", "2025-W50")
    assert found["load"] == [
        {"agency": "甲局", "tasks": 2, "past_due": 1, "upcoming": 1, "blocked": 1},
        {"agency": None, "tasks": 1, "past_due": 0, "upcoming": 0, "blocked": 0},
    ]
    assert found["progress"] == [found["progress"][0] | {"plan": "own", "due": 1, "done": 0, "unverified": 1}]


def test_attention_goes_first_to_what_can_still_be_helped_and_at_most_to_five(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None]
) -> None:
    own = plan_file(
        *(f"text: 旧{n}。\ndeadline: 2024年{n}月底前完成" for n in range(1, 7)),
        "text: 新。\ndeadline: 2025年12月10日前完成",
        "text: 急。\ndeadline: 2025年12月20日前完成",
        "text: 阻。\ndeadline: 2026年6月底前完成",
    )
    ledger(
        "- {task: own-9, state: blocked, on: 2025-12-01, next: 协调}\n- {task: own-6, state: started, on: 2025-01-01}\n"
    )
    found = report(run, "--plans", str(own), "--plan", "own", "--week", "2025-W50")
    assert [(each["task"], each["why"]) for each in found["attention"]] == [
        ("own-7", "fell_due"), ("own-9", "blocked"), ("own-8", "pressing"), ("own-6", "overdue"),
        ("own-1", "unverified"),
    ]  # fmt: skip
    assert "协调" in run("report", "--plans", str(own), "--plan", "own", "--week", "2025-W50").out


def test_people_get_at_most_twenty_rows_of_a_part_and_the_rest_counted(
    run: Run, plan_file: Callable[..., Path]
) -> None:
    own = plan_file(*(f"text: 第{n}项。\ndeadline: 2025年6月底前完成" for n in range(1, 31)))
    options = ("--plans", str(own), "--plan", "own", "--week", "2025-W50")
    said = run("report", *options).out
    part = said.partition("Still open: own 自己的计划 (30)")[2].partition("The next four weeks")[0]
    above = said.partition("Needs attention")[2].partition("Still open")[0]
    assert (above.count("项。"), part.count("项。")) == (5, 20)
    assert "And 5 more; the page and the workbook of this report list all." in part
    assert "Listed above: own-1, own-2, own-3, own-4, own-5." in part
    assert len(report(run, *options)["open"]) == 30


def test_a_task_that_needs_attention_is_only_named_below(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 做一件事。\ndeadline: 2025-12-10")
    options = ("--plans", str(own), "--plan", "own", "--week", "2025-W50")
    said = run("report", *options).out
    assert said.count("做一件事。") == 1
    assert "New this week: past due (1) – listed above: own-1." in said
    assert "Still open: own 自己的计划 (1) – listed above: own-1." in said
    assert "Nothing newly past due." not in said
    assert run("report", *options, "-o", "weekly.xlsx").code == 0
    book = openpyxl.load_workbook("weekly.xlsx")
    assert [sheet["A2"].value for sheet in book if sheet.title.startswith(("New this", "Still"))] == ["own-1"] * 2


def test_what_stands_in_one_part_is_only_named_in_the_parts_below(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file(*(f"text: 第{n}件事。\ndeadline: 2025-12-10" for n in range(1, 8)))
    said = run("report", "--plans", str(own), "--plan", "own", "--week", "2025-W50").out
    assert [said.count(f"第{n}件事。") for n in range(1, 8)] == [1] * 7
    assert "Still open: own 自己的计划 (7) – listed above: own-1, own-2, own-3, own-4, own-5, own-6, own-7." in said


def test_filters_are_said(run: Run) -> None:
    said = run("report", "--agency", "甲局", "--plan", "yearly", "--kind", "task", "--before", "2025").out
    assert "\nOnly: 《年度计划》, Bureau A, kind task\nDeadline on or before 2025-12-31.\n" in said


def test_of_the_groups_of_an_agency_the_report_names_the_groups_alone(run_shipped: Run) -> None:
    said = run_shipped("report", "--agency", "CNIPA", "--role", "group", "--lang", "zh").out
    assert "\n范围：联席会议办公室、联席会议成员单位、角色：以统称列入\n" in said


def test_the_first_screen_can_be_passed_on_by_itself(run: Run) -> None:
    said = run("report", "--week", "2026-W01").out.splitlines()
    assert said[0] == "Weekly report on the intellectual-property plans (2026, week 1, 2025-12-29 to 2026-01-04)"
    assert said[1] == (
        "Unverified 3 (not searched 3); known to be done: 0 of the 3 due. Period ended 2025-12-31: 3 tasks, done "
        "0, not searched 3. New this week: past due 1; due within four weeks: 0."
    )
    assert said.index("Key figures") < said.index("Needs attention") < 25


def test_a_quiet_week_reads_well(run: Run) -> None:
    said = run("report", "--plan", "yearly", "--week", "2025-W30").out
    assert said.splitlines()[1] == (
        "A quiet week: nothing is overdue, blocked or unverified; no stated deadline has passed. Nothing new "
        "this week; due within four weeks: 0."
    )
    for words in (
        "Nothing needs attention.", "The ledgers record nothing for this week.",
        "No task is unfinished past a stated deadline.",
    ):  # fmt: skip
        assert words in said


# the conclusion


def conclusion(run: Run, plan: Path, *options: str) -> str:
    found = report(run, "--plans", str(plan), "--plan", "own", "--week", "2026-W20", *options)
    said: str = found["summary"]["conclusion"]
    return said


def test_a_team_with_overdue_tasks_never_reads_that_its_week_was_calm(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None]
) -> None:
    own = plan_file(*("text: 做。\ndeadline: 2025年6月底前完成" for _number in range(4)))
    ledger("".join(f"- {{task: own-{n}, state: started, on: 2025-05-01}}\n" for n in range(1, 5)))
    assert conclusion(run, own).startswith("Overdue 4; done: 0 of the 4 due (0 %). Nothing new this week;")
    said = conclusion(run, own, "--lang", "zh")
    assert said == "逾期4项；应完成4项，已完成0项（0%）。本周无新增事项；未来四周到期0项。"


TROUBLES = {
    "overdue": ("text: 做。\ndeadline: 2025年6月底前完成", "{state: started, on: 2025-05-01}"),
    "unverified": ("text: 做。\ndeadline: 2025年6月底前完成", ""),
    "blocked": ("text: 做。\ndeadline: 持续推进", "{state: blocked, on: 2025-05-01}"),
    "a goal past its day": ("kind: goal\ntext: 到2025年，更好。\ndeadline: 到2025年", ""),
    "done": ("text: 做。\ndeadline: 2025年6月底前完成", "{state: done, on: 2025-05-01, evidence: 公告}"),
    "to come": ("text: 做。\ndeadline: 2026年12月底前完成", ""),
    "silent": ("text: 做。\ndeadline: 持续推进", ""),
}


@pytest.mark.parametrize("kinds", [*combinations(TROUBLES, 1), *combinations(TROUBLES, 2)])
def test_a_week_reads_calm_exactly_where_nothing_is_overdue_blocked_or_unverified(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None], kinds: tuple[str, ...]
) -> None:
    own = plan_file(*(TROUBLES[kind][0] for kind in kinds))
    entries = [(number, TROUBLES[kind][1]) for number, kind in enumerate(kinds, 1)]
    ledger("".join(f"- {entry.replace('{', f'{{task: own-{number}, ')}\n" for number, entry in entries if entry))
    calm = set(kinds) <= {"done", "to come", "silent"}
    assert ("quiet" in conclusion(run, own)) == calm
    assert ("平稳" in conclusion(run, own, "--lang", "zh")) == calm


def test_a_report_on_an_ended_period_opens_with_it_and_marks_change_it(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None]
) -> None:
    own = plan_file(*(f"text: 第{n}项。" for n in range(1, 9)), head="period: 2025")
    assert conclusion(run, own).startswith("Period ended 2025-12-31: 8 tasks, done 0, not searched 8. Nothing new")
    marks = "".join(f"- {{task: own-{n}, state: done, on: 2026-02-01, evidence: 公告}}\n" for n in range(1, 6))
    ledger(marks + "- {task: own-6, state: started, on: 2025-02-01}\n")
    assert conclusion(run, own).startswith("Period ended 2025-12-31: 8 tasks, done 5, begun 1, not searched 2.")
    assert conclusion(run, own, "--lang", "zh").startswith(
        "计划期已于2025-12-31届满：共8项任务，已完成5项、有进展未见完成1项、未查2项。"
    )
    found = report(run, "--plans", str(own), "--plan", "own", "--week", "2026-W20")
    assert [found["summary"][f"ended{key}"] for key in ("", "_done", "_begun", "_unknown")] == [8, 5, 1, 2]
    assert (found["progress"][0]["period_ended"], found["summary"]["rate"]) == ("2025-12-31", None)
    said = run("report", "--plans", str(own), "--plan", "own", "--week", "2026-W20").out
    assert "period ended    of which done    blocked" in said
    assert "own     2025-12-31            8       5        1               2" in said


def test_dated_tasks_are_told_before_ended_periods(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 一。\ndeadline: 2025年6月底前完成", "text: 二。", head="period: 2025")
    assert conclusion(run, own).startswith(
        "Unverified 1 (not searched 1); known to be done: 0 of the 1 due. Period ended 2025-12-31: 1 task, done "
        "0, not searched 1."
    )


def test_where_no_task_is_covered_a_report_says_so(run: Run) -> None:
    found = report(run, "--text", "没有这样的")
    assert found["summary"]["conclusion"] == "No task matches."


def test_a_plan_counts_from_its_publication(run: Run) -> None:
    assert [each["plan"] for each in report(run, "--week", "2023-W02")["progress"]] == ["dated"]


@pytest.mark.parametrize("name", ["markdown", "plain", "html", "csv", "json", "rich"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_inputs_give_the_same_bytes(run: Run, name: str, language: str) -> None:
    first, second = (run("report", "-f", name, "--lang", language) for _call in range(2))
    assert first.code == FINE
    assert first.raw == second.raw != b""


def test_csv_has_a_row_for_each_task_and_entry_with_the_part_that_it_stands_in(
    run: Run, ledger: Callable[[str], None]
) -> None:
    ledger("- {task: dated-3, state: progress, on: 2026-01-02, evidence: =1+1}\n")
    rows = list(csv.DictReader(io.StringIO(run("report", "--week", "2026-W01", "-f", "csv").out)))
    assert [(row["part"], row["id"]) for row in rows] == [
        ("new", "dated-3"), ("fell_due", "dated-2"), ("open", "dated-10"), ("open", "dated-1"), ("open", "dated-2"),
    ]  # fmt: skip
    assert [rows[0][f"entry_{key}"] for key in ("on", "state", "evidence")] == ["2026-01-02", "progress", "'=1+1"]


def test_json_has_what_the_design_promises(run: Run) -> None:
    found = report(run)
    promised = ("week", "from", "to", "as_of", "summary", "new", "fell_due", "open", "upcoming", "load", "progress")
    assert [key for key in promised if key not in found] == []


def test_what_is_listed_adds_up_to_the_figures_goals_and_conditions_apart(
    run: Run, plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。\ndeadline: 2025年6月底前完成", "kind: goal\ntext: 到2025年，更好。\ndeadline: 到2025年")
    options = ("--plans", str(own), "--plan", "own", "--week", "2026-W02")
    found = report(run, *options)
    summary = found["summary"]
    assert summary["overdue"] + summary["unverified"] == len(found["open"]) == 1
    assert sum(each["past_due"] for each in found["load"]) == 1
    assert "Goals and conditions past their deadline, not in the rates either: own-2." in run("report", *options).out


def test_work_without_a_stated_day_has_its_progress_too(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: yearly-1, state: done, on: 2025-06-01, evidence: 公告}\n"
        "- {task: yearly-2, state: blocked, on: 2025-06-01}\n"
    )
    [progress] = report(run, "--plan", "yearly", "--week", "2025-W30")["progress"]
    assert (progress["tasks"], progress["states"]) == (4, {"done": 1, "blocked": 1, "unknown": 2})
    assert progress["due"] == 0


def test_what_was_opened_again_in_the_week_is_new_as_check_has_it(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-10, state: done, on: 2022-06-01, evidence: 公告}\n"
        "- {task: dated-10, state: progress, on: 2025-12-10}\n"
    )
    assert ids(report(run, "--week", "2025-W50")["fell_due"]) == ["dated-10"]
    answer = run("check", "--since", "2025-12-08", "--as-of", "2025-12-15", "-f", "json")
    assert ids(json.loads(answer.raw)) == ["dated-10"]


def test_blocked_work_of_a_plan_that_is_over_is_still_a_burden(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: yearly-1, state: blocked, on: 2025-12-01}\n")
    found = report(run, "--plan", "yearly", "--week", "2026-W02")
    assert [each["task"] for each in found["attention"]] == ["yearly-1"]
    assert found["load"] == [{"agency": "甲局", "tasks": 1, "past_due": 0, "upcoming": 0, "blocked": 1}]


def test_an_entry_on_one_city_stands_beside_that_city(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: yearly-4, event: selected, subject: 广州市, on: 2024-03-31}\n"
        "- {task: yearly-4, state: done, subject: 广州市, on: 2025-12-09, source: 验收}\n"
        "- {task: yearly-4, state: blocked, subject: 成都市, on: 2025-06-30}\n"
    )
    rows = list(csv.DictReader(io.StringIO(run("report", "--week", "2025-W50", "-f", "csv").out)))
    assert [(row["subject"], row["state"], row["entry_subject"]) for row in rows if row["part"] == "new"] == [
        ("广州市", "done", "广州市")
    ]
    said = run("report", "--week", "2025-W50").out
    assert "no date yet (成都市)" in said


def test_of_a_week_that_goes_on_only_what_has_happened_so_far_is_new(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-3, state: progress, on: 2025-12-12}\n")
    assert report(run, "--week", "this", "--as-of", "2025-12-10")["new"] == []
    assert len(report(run, "--week", "this", "--as-of", "2025-12-12")["new"]) == 1
