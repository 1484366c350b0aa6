"""A phrase that no rule reads: its task stays, every answer counts it, and no command but `validate` minds it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND
from ipcheck.domain.lineage.changes import DEADLINE, changes
from tests.builders import a_task
from tests.conftest import Run

PlanFile = Callable[..., Path]

# Tasks of which no rule reads the deadline, who answers, both, and nothing.
TASKS = (
    "text: 做好甲工作。\ndeadline: 适时完成\nresponsible: 甲局负责",
    "text: 做好乙工作。\ndeadline: 2026年6月底前\nresponsible: 大家一起努力",
    "text: 做好丙工作。\ndeadline: 适时完成\nresponsible: 大家一起努力",
    "text: 做好丁工作。\ndeadline: 2027年6月底前\nresponsible: 甲局负责",
)
DEADLINES = "2 tasks have a deadline phrase that is not recognised."
RESPONSIBILITIES = "2 tasks have a responsibility phrase that is not recognised."
LISTED = "List them: ipcheck tasks --basis unread"
BOTH = f"{DEADLINES} {RESPONSIBILITIES} {LISTED}"
# What nobody has read may hide: a plan all of whose other tasks are fine.
CALM = (TASKS[0], TASKS[3])
ONE = "1 task has a deadline phrase that is not recognised."


@pytest.fixture
def unread(plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan with TASKS, which every call reads."""
    path = plan_file(*TASKS, head="published: 2026-01-05")
    monkeypatch.setenv("IPCHECK_PLANS", str(path))
    return path


@pytest.fixture
def calm(plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan in which nothing is wrong but that a phrase is not read."""
    path = plan_file(*CALM, head="published: 2026-01-05")
    monkeypatch.setenv("IPCHECK_PLANS", str(path))
    return path


def tasks(run: Run, *call: str) -> dict[str, Any]:
    """The tasks of the plan by their numbers, as programs get them."""
    answer = run("tasks", "--plan", "own", *call, "-f", "json")
    assert answer.code == FINE, answer.err
    return {task["number"]: task for task in json.loads(answer.raw)}


def lines(run: Run, *call: str) -> list[str]:
    """The lines of an answer for people."""
    answer = run(*call, "--lang", "en")
    assert answer.code in (FINE, FOUND), answer.err
    return answer.out.splitlines()


# The task stays


def test_validate_tells_of_each_phrase_at_its_place(run: Run, unread: Path) -> None:
    answer = run("validate", str(unread))
    assert answer.out.splitlines()[:-1] == [
        f"{unread}:8:19: error: unknown deadline phrase 适时完成 [unread-phrase]",
        f"{unread}:13:22: error: unknown responsibility phrase 大家一起努力 [unread-phrase]",
        f"{unread}:16:19: error: unknown deadline phrase 适时完成 [unread-phrase]",
        f"{unread}:17:22: error: unknown responsibility phrase 大家一起努力 [unread-phrase]",
    ]
    assert answer.code == FOUND


def test_the_task_stays_open_with_its_phrase_and_without_a_meaning(run: Run, unread: Path) -> None:
    task = tasks(run)["3"]
    assert task["deadline"] == {
        "phrase": "适时完成", "due": None, "ongoing": False, "relative": None, "milestones": [], "basis": "unread",
    }  # fmt: skip
    assert task["responsibility"] == {
        "phrase": "大家一起努力", "lead": None, "leads": [], "participants": [], "divided": False, "others": False,
        "basis": "unread",
    }  # fmt: skip
    assert (task["situation"], task["place"]["line"]) == ("open", 15)


def test_only_the_phrase_that_no_rule_reads_is_unread(run: Run, unread: Path) -> None:
    found = tasks(run)
    assert [(task["deadline"]["basis"], task["responsibility"]["basis"]) for task in found.values()] == [
        ("unread", "stated"), ("stated", "unread"), ("unread", "unread"), ("stated", "stated"),
    ]  # fmt: skip
    assert found["2"]["situation"] == "unverified"  # its day is known, and has passed
    assert found["1"]["responsibility"]["leads"] == ["甲局"]


def test_csv_and_an_export_give_the_basis(run: Run, unread: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("tasks", "--plan", "own", "-f", "csv").out)))
    assert [(row["deadline"], row["deadline_basis"], row["responsible_basis"]) for row in rows[:2]] == [
        ("适时完成", "unread", "stated"), ("2026年6月底前", "stated", "unread"),
    ]  # fmt: skip
    assert run("export", "-o", "out", "-f", "csv", "--plan", "own").code == FINE
    [exported] = (tmp_path / "out").rglob("tasks*.csv")
    written = list(csv.DictReader(io.StringIO(exported.read_text(encoding="utf-8-sig"))))
    assert [row["deadline_basis"] for row in written] == ["unread", "stated", "unread", "stated"]


def test_the_end_of_the_period_does_not_stand_in_for_a_phrase_that_nobody_reads(
    run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPCHECK_PLANS", str(plan_file("text: 做好工作。\ndeadline: 适时完成", head="period: 2024")))
    task = tasks(run)["1"]
    assert (task["deadline"]["due"], task["situation"]) == (None, "open")


@pytest.mark.parametrize(("state", "situation"), [("done", "done"), ("withdrawn", "withdrawn"), ("blocked", "open")])
def test_what_the_ledger_says_of_the_task_counts(
    run: Run, unread: Path, tmp_path: Path, state: str, situation: str
) -> None:
    (tmp_path / "ledger.yaml").write_text(
        f"- {{task: own-1, state: {state}, on: 2026-03-01, source: 会议纪要}}\n", encoding="utf-8"
    )
    assert tasks(run)["1"]["situation"] == situation


def test_an_office_may_be_reminded_of_a_task_whose_day_nobody_has_read(run: Run, unread: Path, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text("- {task: own-1, office: 法规处, remind: [7d]}\n", encoding="utf-8")
    assert tasks(run)["1"]["assignments"][0]["office"] == "法规处"


def test_the_faults_of_other_files_are_still_looked_for(run: Run, unread: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text("- {task: own-9, on: 2026-03-01, note: 已开会}\n", encoding="utf-8")
    told = json.loads(run("validate", str(ledger), "-f", "json").raw)
    assert [found["rule"] for found in told] == ["ledger-name"]
    assert "elsewhere" not in run("validate", str(ledger)).out


# No command refuses

COMMANDS = (
    (), ("plans",), ("tasks",), ("due",), ("agency",), ("agency", "甲局"), ("section",), ("section", "任务"),
    ("show", "own-3"), ("show", "own"), ("diff", "yearly", "own"), ("diff", "dated", "yearly", "own"),
    ("diff", "own", "--against", "other.yaml"), ("trace", "工作"), ("report",), ("calendar",),
    ("sheet", "-o", "sheet.xlsx"), ("export", "-f", "csv", "-o", "out"),
    ("mark", "own-1", "progress", "--note", "已开会"), ("check", "--fail-on", "none"),
)  # fmt: skip


@pytest.mark.parametrize("call", COMMANDS, ids=" ".join)
def test_no_command_refuses_the_plan(run: Run, unread: Path, plan_file: PlanFile, call: tuple[str, ...]) -> None:
    plan_file(*TASKS, plan="other", name="other.yaml")
    answer = run(*call)
    assert (answer.code, "error" in answer.err) == (FINE, False), answer.err


@pytest.mark.slow
def test_a_process_of_its_own_answers_and_only_validate_and_check_find_something(unread: Path, tmp_path: Path) -> None:
    def call(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "ipcheck", *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1", "IPCHECK_LANG": "en", "IPCHECK_AS_OF": "2026-11-23"},
            check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    for _time in range(2):  # compiled now, and remembered
        code, said = call("due", "--plan", "own")
        assert (code, f"{BOTH} --plan own" in said) == (FINE, True)
    assert call("validate", str(unread))[0] == FOUND
    assert call("check", "--plan", "own", "--fail-on", "stale")[0] == FINE
    assert call("check", "--plan", "own", "--fail-on", "unread")[0] == FOUND


# Every answer counts it


@pytest.mark.parametrize(
    "call",
    [
        ("due",), ("tasks",), ("tasks", "--before", "2025"), ("plans",), ("agency",), ("report",), ("section", "任务"),
        ("section",),
        ("calendar", "-f", "plain"), ("report", "-f", "markdown"), ("tasks", "--situation", "overdue"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_list_tells_how_many_phrases_are_not_read(run: Run, unread: Path, call: tuple[str, ...]) -> None:
    assert BOTH in "\n".join(lines(run, *call))


@pytest.mark.parametrize("call", [("due",), ("report",), ("plans",)], ids=" ".join)
def test_a_page_tells_it_without_the_command(run: Run, unread: Path, call: tuple[str, ...]) -> None:
    said = "\n".join(lines(run, *call, "-f", "html"))
    assert BOTH.partition(" List them")[0] in said
    assert "--basis" not in said


def test_nothing_is_said_where_every_phrase_is_read(run: Run) -> None:
    for call in (("due",), ("plans",), ("check", "--fail-on", "none"), ("report",), ("agency", "甲局"), ()):
        said = "\n".join(lines(run, *call))
        assert "reads" not in said
        assert "not recognised" not in said


def test_the_command_that_is_named_lists_the_tasks_that_are_counted(run: Run, unread: Path) -> None:
    assert list(tasks(run, "--basis", "unread")) == ["1", "2", "3"]
    assert list(tasks(run, "--basis", "stated")) == ["2", "4"]
    said = lines(run, "due", "--text", "甲工作")
    assert f"{ONE} {LISTED} --text 甲工作" in said
    assert lines(run, "tasks", "--basis", "unread", "--text", "甲工作")[1:3] == ["1 task: 🔵 open 1", ONE]


def test_due_counts_them_apart_from_tasks_without_any_day(run: Run, unread: Path) -> None:
    said = "\n".join(lines(run, "due", "--plan", "own", "--before", "2026"))
    assert "without any day" not in said


def test_due_lists_on_request_what_nobody_has_read(run: Run, unread: Path) -> None:
    answer = run("due", "--plan", "own", "--basis", "unread", "-f", "json")
    assert [task["id"] for task in json.loads(answer.raw)] == ["own-2", "own-1", "own-3"]


def test_tables_show_the_phrase_with_a_mark(run: Run, unread: Path) -> None:
    said = "\n".join(lines(run, "tasks", "--plan", "own"))
    assert "适时完成 (not recognised)" in said
    assert "大家一起努力 (not recognised)" in said


def test_whatever_a_phrase_holds_is_shown_as_it_stands(
    run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = "<b>{day}</b> {phrase} =1"
    plan = plan_file(f'text: 做好工作。\ndeadline: "{phrase}"\nresponsible: "{phrase}"')
    monkeypatch.setenv("IPCHECK_PLANS", str(plan))
    assert "\n".join(lines(run, "tasks", "--plan", "own")).count(f"{phrase} (not recognised)") == 2
    page = run("tasks", "--plan", "own", "-f", "html", "--lang", "en").out
    assert page.count("&lt;b&gt;{day}&lt;/b&gt; {phrase} =1 (not recognised)") == 2
    assert "<b>{day}" not in page


def test_show_says_that_no_rule_reads_the_phrase(run: Run, unread: Path) -> None:
    said = "\n".join(lines(run, "show", "own-3"))
    assert "适时完成 (not recognised)" in said
    assert "大家一起努力 (not recognised)" in said


def test_the_plans_have_their_counts(run: Run, unread: Path) -> None:
    [own] = [plan for plan in json.loads(run("plans", "-f", "json").raw) if plan["id"] == "own"]
    assert (own["dated"], own["unread_deadlines"], own["unread_responsibilities"]) == (2, 2, 2)


def test_a_plan_shown_whole_tells_of_its_own(run: Run, unread: Path) -> None:
    assert lines(run, "show", "own")[-1] == f"{BOTH} --plan own"


def test_the_tour_names_the_command(run: Run, unread: Path) -> None:
    assert any(line.startswith(LISTED.removeprefix("List them: ")) for line in lines(run))


def test_the_workbook_shows_the_phrase_and_comes_back_without_a_remark(run: Run, unread: Path, tmp_path: Path) -> None:
    import openpyxl

    assert run("sheet", "--plan", "own", "-o", "sheet.xlsx", "--lang", "zh").code == FINE
    rows = list(openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets[0].iter_rows(values_only=True))
    assert any("适时完成（无法识别）" in row for row in rows)
    answer = run("sheet", "--read", "sheet.xlsx", "--lang", "en")
    assert (answer.code, "not as it was sent out" in answer.out + answer.err) == (FINE, False)


# Nothing soothes


def test_check_tells_of_it_before_its_verdict(run: Run, calm: Path) -> None:
    _title, first, verdict, *_rest = lines(run, "check", "--plan", "own")
    assert first == f"{ONE} {LISTED} --plan own"
    assert verdict == "Deadline phrases not recognised 1; no stated deadline has passed."
    assert lines(run, "check", "--plan", "own")[-1] == (
        "Exit code 0: nothing found by --fail-on overdue,unverified among the phrases that are recognised; to "
        "fail for the others: --fail-on unread"
    )


def test_a_week_is_not_called_quiet(run: Run, calm: Path) -> None:
    found = json.loads(run("report", "--plan", "own", "-f", "json", "--lang", "en").raw)
    conclusion = found["summary"]["conclusion"]
    assert conclusion.startswith("Deadline phrases not recognised 1; no stated deadline has passed.")
    assert found["summary"]["unread_phrases"] == {"deadlines": 1, "responsibilities": 0}
    assert (found["summary"]["unread"], found["summary"]["undated"]) == (1, 0)


def test_a_question_about_an_agency_without_tasks_is_not_called_empty_alone(run: Run, unread: Path) -> None:
    said = lines(run, "check", "--plan", "own", "--agency", "丙委")
    assert said[1] == (
        f"{ONE} 2 tasks have a responsibility phrase that is not recognised, and may be for Commission C too."
        f" {LISTED} --plan own --agency 丙委"
    )
    assert said[2] == "Deadline phrases not recognised 1, responsibility phrases not recognised 2. No task matches."


def test_formats_for_ci_systems_call_it_neither_passed_nor_failed(run: Run, calm: Path) -> None:
    annotations = run("check", "--plan", "own", "-f", "github").out.splitlines()
    assert [line.partition(" ")[0] for line in annotations] == ["::warning"]
    assert 'failures="0" errors="0" skipped="1"' in run("check", "--plan", "own", "-f", "junit").out


def test_the_load_tells_who_answers_by_no_rule_from_who_is_not_named(run: Run, unread: Path) -> None:
    load = json.loads(run("report", "--plan", "own", "-f", "json").raw)["load"]
    assert load == [
        {"agency": None, "tasks": 2, "past_due": 1, "upcoming": 0, "blocked": 0, "unread": True},
        {"agency": "甲局", "tasks": 2, "past_due": 0, "upcoming": 0, "blocked": 0},
    ]


# check --fail-on unread


def test_check_fails_for_it_where_that_is_asked_for(run: Run, unread: Path, tmp_path: Path) -> None:
    answer = run("check", "--plan", "own", "--fail-on", "unread", "-f", "json")
    assert [task["id"] for task in json.loads(answer.raw)] == ["own-2", "own-1", "own-3"]
    assert answer.code == FOUND
    assert run("check", "--plan", "yearly", "--fail-on", "unread").code == FINE
    (tmp_path / "ipcheck.toml").write_text('fail_on = ["unread"]\n', encoding="utf-8")
    assert run("check", "--plan", "own").code == FOUND
    assert run("validate", str(tmp_path / "ipcheck.toml")).code == FINE


def test_a_finding_of_it_can_be_accepted(run: Run, calm: Path, tmp_path: Path) -> None:
    (tmp_path / "baseline.yaml").write_text("- {task: own-1, finding: unread, reason: 已请示}\n", encoding="utf-8")
    answer = run("check", "--plan", "own", "--fail-on", "unread", "--baseline", "baseline.yaml")
    assert answer.code == FINE


def test_only_what_is_new_since_a_day_fails(run: Run, calm: Path) -> None:
    call = ("check", "--plan", "own", "--fail-on", "unread")
    assert run(*call, "--since", "2026-01-01").code == FOUND  # before the plan was published
    assert run(*call, "--since", "2026-02-01").code == FINE


def test_a_task_that_may_fit_fails_too(run: Run, unread: Path) -> None:
    def found(*filters: str) -> list[str]:
        answer = run("check", "--plan", "own", "--fail-on", "unread", *filters, "-f", "json")
        return [task["id"] for task in json.loads(answer.raw)]

    assert found("--agency", "丙委") == ["own-2", "own-3"]
    assert found("--before", "2025") == ["own-1", "own-3"]
    assert found("--agency", "丙委", "--before", "2025") == ["own-3"]
    said = lines(run, "check", "--plan", "own", "--fail-on", "unverified,unread", "--agency", "丙委", "-f", "github")
    assert len(said) == 2


# An agency


def test_the_answer_about_an_agency_tells_how_many_tasks_may_be_its_too(run: Run, unread: Path) -> None:
    said = "\n".join(lines(run, "agency", "甲局", "--plan", "own"))
    assert DEADLINES in said  # own-1, and own-3, which may be its
    assert "2 tasks have a responsibility phrase that is not recognised, and may be for Bureau A too." in said
    assert "List them: ipcheck agency 甲局 --basis unread --plan own" in said
    listed = lines(run, "agency", "甲局", "--basis", "unread", "--plan", "own")
    rows = [line.split() for line in listed if line.startswith("own-")]
    assert [(row[0], "leads" in row) for row in rows] == [("own-1", True), ("own-2", False), ("own-3", False)]
    assert sum("not recognised" in line and line.startswith("own-") for line in listed) == 3


def test_a_plan_whose_phrases_nobody_has_read_is_not_said_to_name_no_agency(
    run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPCHECK_PLANS", str(plan_file("text: 做好工作。\nresponsible: 大家一起努力")))
    said = lines(run, "agency", "甲局")
    assert not [line for line in said if "Names no agency" in line and "own" in line]


# A later plan


def test_a_deadline_that_nobody_has_read_has_not_changed() -> None:
    stated = a_task("earlier-1", due="2025-12-31")
    unread = a_task("later-1", deadline_phrase="适时完成", deadline_basis="unread")
    assert DEADLINE not in changes(stated, unread).kinds
    assert DEADLINE in changes(stated, a_task("later-1")).kinds


# Defaults


def test_a_phrase_of_the_defaults_is_told_of_once_and_governs_its_tasks(
    run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "period: 2024\ndefaults: {deadline: 适时完成, responsible: 大家一起努力}"
    path = plan_file("text: 做好甲工作。", "text: 做好乙工作。\ndeadline: 2024年6月底前", head=head)
    monkeypatch.setenv("IPCHECK_PLANS", str(path))
    assert [line.removeprefix(f"{path}:") for line in run("validate", str(path)).out.splitlines()[:-1]] == [
        "4:22: error: unknown deadline phrase 适时完成 [unread-phrase]",
        "4:41: error: unknown responsibility phrase 大家一起努力 [unread-phrase]",
    ]
    found = tasks(run)
    assert [task["deadline"]["basis"] for task in found.values()] == ["unread", "stated"]
    assert [task["responsibility"]["phrase"] for task in found.values()] == ["大家一起努力"] * 2
    assert found["1"]["situation"] == "open"


def test_a_phrase_of_an_earlier_goal_holds_for_the_later_ones(
    run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plan_file(
        "kind: goal\ntext: 近期水平提高。\ndeadline: 近期", "kind: goal\ntext: 能力提高。", head="period: 2024"
    )
    monkeypatch.setenv("IPCHECK_PLANS", str(path))
    assert [(task["deadline"]["phrase"], task["deadline"]["basis"]) for task in tasks(run).values()] == [
        ("近期", "unread"),
        ("近期", "unread"),
    ]
    assert run("validate", str(path)).out.count("[unread-phrase]") == 1
