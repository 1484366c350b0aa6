"""What follows from the phrases of ledgers: stages, what is to be done at once, spans that count from the issue."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

PLAN = """\
id: "2026"
title: 海州市2026年整改台账
period: "2026"
issued: 2026-01-05
contents:
  - heading: 一、整改任务
    tasks:
      - {number: 1, text: 甲。, deadline: 立行立改，长期坚持}
      - {number: 2, text: 乙。, deadline: 三个月内}
      - {number: 3, text: 丙。, deadline: 印发后30个工作日内}
      - {number: 4, text: 丁。, deadline: 2026年6月底前完成起草，12月底前出台}
      - {number: 5, text: 戊。, deadline: 立行立改，2026年12月底前完成}
      - {number: 6, text: 己。, deadline: 每季度末}
"""
NO_DAY_OF_ISSUE = PLAN.replace("issued: 2026-01-05\n", "")
STAGES = {"due": "2026-06-30", "phrase": "2026年6月底前完成起草"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plans" / "2026.yaml"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    return path


def deadlines(run: Run, path: Path, *call: str) -> dict[str, Any]:
    tasks = json.loads(run("tasks", "--plan", "2026", "--plans", str(path), "-f", "json", *call).raw)
    return {task["number"]: task["deadline"] | {"situation": task["situation"]} for task in tasks}


def shown(run: Run, path: Path, number: int, *call: str) -> str:
    return " ".join(run("show", f"2026-{number}", "--plans", str(path), "-f", "plain", *call).out.split())


def test_what_is_to_be_done_at_once_is_due_on_the_day_of_issue(run: Run, plan: Path) -> None:
    read = deadlines(run, plan, "--as-of", "2026-01-05")["1"]
    assert (read["due"], read["ongoing"], read["basis"], read["situation"]) == (
        "2026-01-05", True, "stated", "due-soon",
    )  # fmt: skip
    assert read["relative"] == {"event": "issued", "count": 0, "unit": "days"}
    assert deadlines(run, plan, "--as-of", "2026-01-06")["1"]["situation"] == "unverified"
    assert "立行立改，长期坚持; at once: on the day of its issue; stated in the task" in shown(run, plan, 1)


def test_a_span_from_the_issue_counts_from_the_day_that_the_plan_states(run: Run, plan: Path) -> None:
    assert deadlines(run, plan)["2"]["due"] == "2026-04-05"
    assert "三个月内; 3 month(s) after its issue; stated in the task" in shown(run, plan, 2)


def test_a_day_of_issue_in_the_ledger_takes_the_place_of_the_plans(run: Run, plan: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text("- {task: 2026-2, event: issued, on: 2026-01-31}\n", encoding="utf-8")
    read = deadlines(run, plan, "--ledger", str(ledger))
    assert (read["1"]["due"], read["2"]["due"], read["3"]["due"]) == ("2026-01-31", "2026-04-30", None)


def test_without_a_day_of_issue_the_day_is_unknown_and_validate_says_so(run: Run, plan: Path) -> None:
    plan.write_text(NO_DAY_OF_ISSUE, encoding="utf-8")
    read = deadlines(run, plan)
    assert (read["1"]["due"], read["2"]["due"]) == (None, None)
    assert "which neither the plan nor a ledger gives: the deadline is unknown" in shown(run, plan, 1)
    assert "3 month(s) after its issue, whose date neither the plan nor a ledger gives" in shown(run, plan, 2)
    assert run("validate", str(plan)).out.splitlines()[0] == (
        f"{plan}:7:41: warning: the deadlines of 2 tasks count from the issue of the plan, which does not say when that"
        " was; add issued [issue-day]"
    )
    assert "counted from an event" in run("due", "--plans", str(plan), "--plan", "2026", "-f", "plain").out


def test_no_rule_is_broken_where_the_day_of_issue_is_stated(run: Run, plan: Path) -> None:
    assert run("validate", str(plan)).out.splitlines() == ["No faults in 1 file."]
    plan.write_text(PLAN.replace("2026-01-05\n", "2026-01-05\npublished: 2026-01-09\n"), encoding="utf-8")
    assert "past-day" not in run("validate", str(plan)).out


def test_no_day_is_computed_from_working_days(run: Run, plan: Path) -> None:
    read = deadlines(run, plan)["3"]
    assert (read["due"], read["situation"]) == (None, "open")
    assert read["relative"] == {"event": "issued", "count": 30, "unit": "workdays"}
    said = "30 working day(s) after its issue; working days are not converted to a date: the deadline is unknown"
    assert said in shown(run, plan, 3)


def test_of_stages_the_last_is_the_day_and_the_earlier_are_kept(run: Run, plan: Path) -> None:
    read = deadlines(run, plan)
    assert (read["4"]["due"], read["4"]["milestones"]) == ("2026-12-31", [STAGES])
    assert read["5"]["milestones"] == [{"due": "2026-01-05", "phrase": "立行立改"}]
    assert [read[number]["milestones"] for number in "1236"] == [[]] * 4


def test_a_stage_that_is_past_is_shown_and_never_late(run: Run, plan: Path) -> None:
    assert deadlines(run, plan, "--as-of", "2026-09-01")["4"]["situation"] == "open"
    assert "earlier stages 2026-06-30 2026年6月底前完成起草" in shown(run, plan, 4, "--as-of", "2026-09-01")
    in_june = run(
        "due", "--within", "2026-06", "--plans", str(plan), "--plan", "2026", "--basis", "stated", "-f", "csv"
    )
    assert len(in_june.out.splitlines()) == 1


def test_a_stage_without_a_day_says_so(run: Run, plan: Path) -> None:
    plan.write_text(NO_DAY_OF_ISSUE, encoding="utf-8")
    assert deadlines(run, plan)["5"]["milestones"] == [{"due": None, "phrase": "立行立改"}]
    assert "earlier stages no date yet 立行立改" in shown(run, plan, 5)


def test_stages_stand_on_the_page_in_the_calendar_and_in_an_export(run: Run, plan: Path, tmp_path: Path) -> None:
    call = ("--plans", str(plan), "--plan", "2026")
    page = run("tasks", *call, "-f", "html").raw.decode()
    assert "2026-06-30 2026年6月底前完成起草" in page
    calendar = run("calendar", *call, "-f", "ics").raw.decode().replace("\r\n ", "")
    assert "earlier stages: 2026-06-30 2026年6月底前完成起草" in calendar
    run("export", *call, "-f", "csv", "-o", str(tmp_path / "tables"))
    with (tmp_path / "tables" / "tasks.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["number"]: row["milestones"] for row in csv.DictReader(lines)}
    assert json.loads(rows["4"]) == ["2026-06-30 2026年6月底前完成起草"]
