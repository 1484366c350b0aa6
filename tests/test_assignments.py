"""Who in the house does what: read from a file beside the plans, shown beside their days, never in their place."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from ipcheck.cli.completion import names_that_begin
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.assignment import Assignment, first_reminder_day, target_day
from tests.conftest import Run

GIVEN = """\
- task: dated-2
  office: 法规处
  person: 张三
  internal_due: 2025-11-30
  remind: [1w, 30d]
  note: 先报局领导
- {task: dated-1, office: 保护处, person: 李四}
- {task: yearly-2, office: 法规处, internal_due: 2025-10-31}
"""


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """The assignments of the working folder."""
    path = tmp_path / "assignments.yaml"
    path.write_text(GIVEN, encoding="utf-8")
    return path


def an_assignment(**said: Any) -> Assignment:
    nothing = dict.fromkeys(Assignment._fields)
    return Assignment(**{**nothing, "task": "dated-2", "office": "法规处", "remind": "", **said})


# where they are read from


def test_the_file_in_the_working_folder_is_read(run: Run, given: Path) -> None:
    assert "法规处" in run("tasks", "--plan", "dated").out


def test_an_option_beats_the_environment_which_beats_the_policy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("policy", "environment", "option"):
        (tmp_path / f"{name}.yaml").write_text(f"- {{task: dated-2, office: {name}}}\n", encoding="utf-8")
    (tmp_path / "ipcheck.toml").write_text('assignments = ["policy.yaml"]\n', encoding="utf-8")

    def offices(*call: str) -> list[str]:
        found = json.loads(run("tasks", "--plan", "dated", "-f", "json", *call).raw)
        return [each["office"] for task in found for each in task.get("assignments", ())]

    assert offices() == ["policy"]
    monkeypatch.setenv("IPCHECK_ASSIGNMENTS", "environment.yaml")
    assert offices() == ["environment"]
    assert offices("--assignments", "option.yaml") == ["option"]


def test_a_folder_of_plans_may_hold_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "assignments.yaml").write_text(GIVEN, encoding="utf-8")
    assert "法规处" in run("tasks", "--plans", "team").out


def test_a_later_file_gives_a_task_to_the_same_office_anew(run: Run, given: Path, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("- {task: dated-2, office: 法规处, person: 王五}\n", encoding="utf-8")
    both = ("--assignments", str(given), "--assignments", "new.yaml")
    assert run("tasks", *both, "--person", "王五").out.count("dated-2") == 1
    answer = run("tasks", *both, "--person", "张三")
    assert (answer.code, "did you mean" in answer.err) == (UNABLE, False)


@pytest.mark.parametrize("path", ["nowhere.yaml", "."])
def test_a_file_that_is_none_is_refused(run: Run, path: str) -> None:
    answer = run("tasks", "--assignments", path)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert answer.err.startswith(f"Error: {path}")


def test_without_them_nothing_is_said_of_offices(run: Run) -> None:
    head = run("tasks", "-f", "csv").out.splitlines()[0]
    assert head.endswith("evidence,outcome,done_on,late,after_period,checked,leads,english")
    assert "assignments" not in run("tasks", "-f", "json").out
    assert "office" not in run("tasks", "--plan", "dated").out
    assert "Reminders" not in run("report").out


# what a file must hold


FAULTS = {
    "{task: x-9, office: 甲}": "1:10: error: no plan has the id x [assignment-name]",
    "{task: dated-9, office: 甲}": "1:10: error: there is no task dated-9; did you mean dated-1? [assignment-name]",
    "{task: dated-2/2, office: 甲}": "1:10: error: dated-2 has 1 sentence, so there is no part 2 [assignment-name]",
    "{task: dated-2}": "1:3: error: office is missing [schema]",
    "{task: dated-2, office: 甲, due: 2025-01-01}": (
        "1:30: error: unknown key due; did you mean internal_due? [schema]"
    ),
    "{task: dated-2, office: 甲, remind: [1m]}": "1:39: error: item 1: write how long before as 7d or 2w [schema]",
    "{task: dated-2, office: 甲, internal_due: 2026-01-01}": (
        "1:44: error: the internal deadline is later than 2025-12-31, the deadline stated for dated-2 [assignment-day]"
    ),
    "{task: dated-3, office: 甲, remind: [7d]}": (
        "1:38: error: dated-3 has no deadline to count back from; give an internal one: internal_due: 2025-11-30 "
        "[assignment-day]"
    ),
    "{task: dated-2, office: 甲}\n- {task: dated-2, part: 1, office: 甲}\n- {office: 甲, task: dated-2}": (
        "3:3: error: dated-2 is assigned to 甲 twice; first on line 1 [duplicate-assignment]"
    ),
}


@pytest.mark.parametrize(("entry", "complaint"), FAULTS.items())
def test_a_fault_is_told_with_its_place_and_no_answer_is_given(
    run: Run, tmp_path: Path, entry: str, complaint: str
) -> None:
    path = tmp_path / "assignments.yaml"
    path.write_text(f"- {entry}\n", encoding="utf-8")
    answer = run("due")
    assert answer.err.splitlines()[:-1] == [f"{path}:{complaint}"]
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert f"{path}:{complaint}" in run("validate", str(path)).out


def test_an_internal_day_may_lie_beyond_the_plans_period_which_is_no_last_day(run: Run, tmp_path: Path) -> None:
    entry = "- {task: yearly-1, office: 甲, internal_due: 2026-03-31, remind: [7d]}\n"
    (tmp_path / "assignments.yaml").write_text(entry, encoding="utf-8")
    assert run("tasks").code == FINE


def test_reminders_may_count_from_the_end_of_the_period_and_from_an_event(run: Run, tmp_path: Path) -> None:
    entries = "- {task: yearly-1, office: 甲, remind: [7d]}\n- {task: yearly-4, office: 甲, remind: [7d]}\n"
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    assert run("tasks").code == FINE


def test_a_changed_plan_has_its_assignments_checked_anew(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = plan_file("text: 做好工作。\ndeadline: 2025年12月底前完成")
    (tmp_path / "assignments.yaml").write_text(
        "- {task: own-1, office: 甲, internal_due: 2025-11-30}\n", encoding="utf-8"
    )
    assert run("tasks", "--plans", str(path)).code == FINE
    plan_file("text: 做好工作。\ndeadline: 2025年6月底前完成")
    assert "later than 2025-06-30" in run("tasks", "--plans", str(path)).err


def test_validate_knows_such_a_file_by_what_it_holds(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "who-does-what.yaml"
    path.write_text("- {task: dated-2, office: 甲, person: '  '}\n", encoding="utf-8")
    assert run("validate", str(path)).out.startswith(f"{path}:1:38: error: person: empty")


# how they are shown


def test_office_person_and_internal_day_stand_beside_the_last_day(run: Run, given: Path) -> None:
    row = next(line for line in run("due", "--before", "2025-12").out.splitlines() if line.startswith("dated-2"))
    assert row.split() == [
        "dated-2", "2025-12-31", "⚪", "unverified:", "not", "searched", "建立协作机制。",
        "法规处", "张三", "2025-11-30",
    ]  # fmt: skip
    rows = run("due", "--before", "2025-12", "-f", "csv").out.splitlines()
    assert rows[0].endswith(
        ",evidence,office,person,internal_due,outcome,done_on,late,after_period,checked,leads,english"
    )
    assert next(line for line in rows if line.startswith("dated-2")).endswith(
        ",法规处,张三,2025-11-30,unknown,,,false,,,"
    )


def test_json_has_what_is_assigned_of_a_task(run: Run, given: Path) -> None:
    tasks = {task["id"]: task for task in json.loads(run("tasks", "-f", "json").raw)}
    assert tasks["dated-2"]["assignments"] == [
        {
            "part": None, "office": "法规处", "person": "张三", "internal_due": "2025-11-30", "remind": [30, 7],
            "note": "先报局领导",
        }
    ]  # fmt: skip
    assert tasks["dated-2"]["deadline"]["due"] == "2025-12-31"
    assert "assignments" not in tasks["dated-3"]


def test_several_offices_of_a_task_stand_in_a_row(run: Run, tmp_path: Path) -> None:
    entries = (
        "- {task: dated-2, office: 甲处, internal_due: 2025-11-30}\n- {task: dated-2, office: 乙处, person: 张三}\n"
    )
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    row = run("tasks", "--plan", "dated", "-f", "csv").out.splitlines()[2]
    assert row.endswith(",甲处；乙处,张三,2025-11-30,unknown,,,false,,,")


def test_a_page_can_be_narrowed_to_an_office(run: Run, given: Path) -> None:
    page = run("tasks", "-f", "html").out
    select = page.partition('<select name="office"')[2].partition("</select>")[0]
    assert re.findall('value="([^"]+)"', select) == ["保护处", "法规处"]
    assert page.count('data-office="法规处"') == 2


def test_show_tells_who_does_what(run: Run, given: Path) -> None:
    said = run("show", "dated-2").out
    assert "In-house" in said
    assert "30 days before, 7 days before" in said
    assert "先报局领导" in said


# filters


def test_only_what_is_assigned_to_an_office_or_a_person(run: Run, given: Path) -> None:
    def ids(*call: str) -> list[str]:
        return [task["id"] for task in json.loads(run("tasks", "-f", "json", *call).raw)]

    assert ids("--office", "法规处") == ["dated-2", "yearly-2"]
    assert ids("--office", " 法规处 ", "--plan", "dated") == ["dated-2"]
    assert ids("--person", "李四") == ["dated-1"]
    assert ids("--person", "李四", "--office", "法规处") == []
    assert "Left out: 1 only ongoing" not in run("due", "--office", "法规处").out


@pytest.mark.parametrize(
    ("option", "name", "complaint"),
    [
        ("--office", "法规所", "no task is assigned to an office called 法规所; did you mean 法规处?"),
        ("--person", "张四", "no task is assigned to a person called 张四; did you mean 张三, 李四?"),
    ],
)
def test_a_name_that_nobody_has_is_refused_with_the_nearest(
    run: Run, given: Path, option: str, name: str, complaint: str
) -> None:
    answer = run("tasks", option, name)
    assert (answer.code, answer.err) == (UNABLE, f"Error: {complaint}\n")


def test_without_a_file_a_filter_says_which_one_is_lacking(run: Run) -> None:
    answer = run("tasks", "--office", "法规处")
    assert answer.code == UNABLE
    assert "--assignments assignments.yaml" in answer.err


# reminders


def test_an_office_is_reminded_from_the_longest_span_before_its_day() -> None:
    given = an_assignment(internal_due="2025-11-30", remind="30\n7")
    assert (target_day(given, "2025-12-31"), first_reminder_day(given, "2025-12-31")) == ("2025-11-30", "2025-10-31")


def test_without_an_internal_day_reminders_count_from_the_last_day() -> None:
    assert first_reminder_day(an_assignment(remind="7"), "2025-12-31") == "2025-12-24"


def test_without_any_span_only_an_internal_day_is_brought_to_mind() -> None:
    assert first_reminder_day(an_assignment(internal_due="2025-11-30"), None) == "2025-11-23"
    assert first_reminder_day(an_assignment(), "2025-12-31") is None


def test_a_reminder_never_leaves_the_calendar() -> None:
    assert first_reminder_day(an_assignment(internal_due="0001-01-03", remind="30"), None) == "0001-01-01"


@pytest.mark.parametrize(
    ("week", "reminded"),
    [
        ("2025-W41", []),  # judged on Monday, 13 October: until the 19th
        ("2025-W42", [("yearly-2", 11)]),
        ("2025-W43", [("yearly-2", 4), ("dated-2", 34)]),
        ("2025-W44", [("dated-2", 27)]),  # the plan's period is no reason to remind of what has passed
        ("2025-W49", [("dated-2", -8)]),
    ],
)
def test_the_report_reminds_of_what_comes_before_the_next_one(
    run: Run, tmp_path: Path, week: str, reminded: list[tuple[str, int]]
) -> None:
    entries = (
        "- {task: dated-2, office: 法规处, internal_due: 2025-11-30, remind: [30d]}\n"
        "- {task: yearly-2, office: 法规处, internal_due: 2025-10-31}\n"
    )
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    if week == "2025-W44":
        run("mark", "yearly-2", "done", "--on", "2025-10-30", "--evidence", "报告")
    if week == "2025-W49":
        run("mark", "yearly-2", "withdrawn", "--on", "2025-10-30", "--source", "通知")
    found = json.loads(run("report", "--week", week, "-f", "json").raw)["reminders"]
    assert [(each["task"], each["days"]) for each in found] == reminded


def test_the_reports_reminders_say_whom_and_how_soon(run: Run, given: Path) -> None:
    said = run("report", "--week", "2025-W46", "--lang", "zh").out
    part = said.partition("提醒")[2].partition("\n\n")[0]
    assert "法规处" in part
    assert "还有13天" in part
    assert "2025-11-30" in part
    assert "2025-12-31" in part
    assert "先报局领导" in part
    assert "reminder,dated-2," in run("report", "--week", "2025-W46", "-f", "csv").out


def test_a_report_of_an_office_reminds_that_office_alone(run: Run, tmp_path: Path) -> None:
    entries = "".join(f"- {{task: dated-2, office: {name}, internal_due: 2025-11-30}}\n" for name in ("甲处", "乙处"))
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    report = json.loads(run("report", "--week", "2025-W48", "--office", "乙处", "-f", "json").raw)
    assert [each["office"] for each in report["reminders"]] == ["乙处"]


def test_a_sentence_that_is_done_needs_no_reminder(run: Run, plan_file: Callable[..., Path], tmp_path: Path) -> None:
    path = plan_file("text: 起草办法。出台办法。\ndeadline: 2025年12月底前完成", head="published: 2025-01-01")
    entries = "".join(f"- {{task: own-1/{part}, office: 甲处, internal_due: 2025-11-30}}\n" for part in (1, 2))
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    run("mark", "own-1/1", "done", "--on", "2025-11-01", "--evidence", "草案", "--plans", str(path))
    report = json.loads(run("report", "--week", "2025-W48", "--plans", str(path), "--plan", "own", "-f", "json").raw)
    assert [(each["task"], each["part"]) for each in report["reminders"]] == [("own-1", 2)]
    assert report["summary"]["due"] == 0


# the calendar


def events(run: Run, *call: str) -> dict[str, Any]:
    read = vobject.readOne(run("calendar", *call, "-f", "ics").raw.decode())
    return {event.uid.value: event for event in read.vevent_list}


def alarms(event: Any) -> list[int]:
    return [-alarm.trigger.value.days for alarm in getattr(event, "valarm_list", ())]


def test_an_internal_day_is_an_event_beside_that_of_the_last_day(run: Run, given: Path) -> None:
    found = events(run, "--after", "2025", "--as-of", "2025-06-01")
    own = "dated-2.oe6b395e8a784e5a484@ipcheck"
    assert {uid: event.dtstart.value.isoformat() for uid, event in found.items() if uid.startswith("dated-2")} == {
        "dated-2@ipcheck": "2025-12-31", own: "2025-11-30",
    }  # fmt: skip
    assert alarms(found[own]) == [30, 7]
    assert alarms(found["dated-2@ipcheck"]) == []
    assert found[own].summary.value == "dated-2 (internal deadline of 法规处) 建立协作机制。"
    assert "office: 法规处" in found["dated-2@ipcheck"].description.value
    assert found[own].dtstamp.value == datetime(2022, 11, 1, tzinfo=UTC)


def test_without_an_internal_day_the_last_day_rings_as_the_assignment_asks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text("- {task: dated-2, office: 甲, remind: [14d]}\n", encoding="utf-8")
    found = events(run, "--alarm", "7d", "--as-of", "2025-06-01")
    assert alarms(found["dated-2@ipcheck"]) == [14, 7]


def test_only_internal_days_within_the_bounds_and_of_the_office_asked_for(run: Run, given: Path) -> None:
    found = events(run, "--office", "法规处", "--before", "2025-10")
    assert [uid for uid in found if ".o" in uid] == ["yearly-2.oe6b395e8a784e5a484@ipcheck"]


def test_what_is_done_rings_no_more(run: Run, given: Path) -> None:
    run("mark", "dated-2", "done", "--on", "2025-11-01", "--evidence", "公告")
    assert [alarms(event) for uid, event in events(run).items() if uid.startswith("dated-2")] == [[], []]


# days that only a ledger tells


def test_an_internal_day_after_a_last_day_that_counts_from_an_event_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text(
        "- {task: yearly-4, office: 甲处, internal_due: 2027-12-31}\n", encoding="utf-8"
    )
    assert "Correct the assignments" not in run("report", "--week", "2026-W20").out
    for city, day in (("广州市", "2025-06-01"), ("苏州市", "2026-03-01")):
        run("mark", "yearly-4", "--event", "selected", "--subject", city, "--on", day)
    said = "later than the deadline, which counts from an event: yearly-4 (广州市). Correct the assignments."
    assert said in run("report", "--week", "2026-W20").out
    assert said in run("sheet").err


# the shell


@pytest.mark.parametrize(
    ("kind", "typed", "offered"),
    [
        ("office", "", ["法规处", "保护处"]),
        ("office", "保", ["保护处"]),
        ("person", "张", ["张三"]),
    ],
)
def test_the_shell_offers_offices_and_persons(run: Run, given: Path, kind: str, typed: str, offered: list[str]) -> None:
    assert sorted(names_that_begin(kind, typed)) == sorted(offered)


def test_without_assignments_the_shell_offers_none(run: Run) -> None:
    assert names_that_begin("office", "") == []
