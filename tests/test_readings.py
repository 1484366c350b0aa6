"""A reading: what a person says that a phrase means which no rule reads, marked as such wherever it is shown."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from tests.conftest import Run

PlanFile = Callable[..., Path]

BY = "reading: {by: 张三, why: 办公室答复}"
READ = (
    "text: 做好甲工作。\ndeadline: 适时完成\ndue: 2026-06-30\nresponsible: 大家一起努力\n"
    f"leads: [甲局, 丙委]\nparticipants: [乙部]\n{BY}"
)
WHO = {"by": "张三", "why": "办公室答复"}


@pytest.fixture
def planned(run: Run, plan_file: PlanFile, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Write a plan with these tasks, and give them by their numbers, as programs get them."""

    def plan(*tasks: str, head: str = "") -> dict[str, Any]:
        monkeypatch.setenv("IPCHECK_PLANS", str(plan_file(*tasks, head=head)))
        answer = run("tasks", "--plan", "own", "-f", "json")
        assert answer.code == FINE, answer.err
        return {task["number"]: task for task in json.loads(answer.raw)}

    return plan


Planned = Callable[..., dict[str, Any]]


def faults(run: Run, plan: Path) -> list[str]:
    """The errors of a plan, each without its path."""
    answer = run("validate", str(plan), "--lang", "en")
    return [line.removeprefix(f"{plan}:") for line in answer.out.splitlines() if ": error: " in line]


# What it means


def test_a_reading_gives_the_phrase_its_meaning_and_says_whose_it_is(planned: Planned) -> None:
    task = planned(READ)["1"]
    assert task["deadline"] == {
        "phrase": "适时完成", "due": "2026-06-30", "ongoing": False, "relative": None, "milestones": [],
        "basis": "reading", "reading": WHO,
    }  # fmt: skip
    assert task["responsibility"] == {
        "phrase": "大家一起努力", "lead": "甲局", "leads": ["甲局", "丙委"], "participants": ["乙部"],
        "divided": False, "others": False, "basis": "reading", "reading": WHO,
    }  # fmt: skip


def test_a_phrase_that_a_person_has_read_is_no_fault(run: Run, plan_file: PlanFile) -> None:
    answer = run("validate", str(plan_file(READ)))
    assert (answer.code, "error" in answer.out) == (FINE, False)


def test_a_day_that_a_person_reads_is_the_tasks_own(run: Run, planned: Planned) -> None:
    assert planned(READ)["1"]["situation"] == "unverified"
    assert run("check", "--plan", "own").code == FOUND
    assert json.loads(run("due", "--plan", "own", "--basis", "stated", "-f", "json").raw)
    assert "not recognised" not in run("due", "--plan", "own").out
    assert run("tasks", "--agency", "丙委", "--role", "lead", "-f", "json").out.count('"own-1"') == 1


def test_work_may_be_read_to_go_on(planned: Planned) -> None:
    task = planned(f"text: 做好甲工作。\ndeadline: 有序推开\nongoing: true\n{BY}")["1"]
    assert (task["deadline"]["ongoing"], task["deadline"]["due"]) == (True, None)
    assert task["situation"] == "ongoing"


def test_a_phrase_may_be_read_to_set_no_day(planned: Planned) -> None:
    task = planned(f"text: 做好甲工作。\ndeadline: 适时完成\nongoing: false\n{BY}")["1"]
    assert (task["deadline"]["basis"], task["situation"]) == ("reading", "open")


@pytest.mark.parametrize(
    ("read", "bases"),
    [("due: 2026-06-30", ("reading", "unread")), ("leads: [甲局]", ("unread", "reading"))],
)
def test_of_two_phrases_the_one_that_is_not_read_stays_unread(
    run: Run, planned: Planned, tmp_path: Path, read: str, bases: tuple[str, str]
) -> None:
    task = planned(f"text: 做好甲工作。\ndeadline: 适时完成\nresponsible: 大家一起努力\n{read}\n{BY}")["1"]
    assert (task["deadline"]["basis"], task["responsibility"]["basis"]) == bases
    assert len(faults(run, tmp_path / "own.yaml")) == 1


def test_agencies_are_known_by_any_name_and_unknown_ones_are_told_of(run: Run, plan_file: PlanFile) -> None:
    plan = plan_file(f"text: 做好甲工作。\nresponsible: 大家一起努力\nleads: [甲局, 天文局]\n{BY}")
    [told] = json.loads(run("validate", str(plan), "-f", "json").raw)
    assert (told["rule"], told["line"], told["column"]) == ("unknown-agency", 8, 21)


def test_a_phrase_of_the_defaults_is_read_in_the_task(run: Run, planned: Planned, tmp_path: Path) -> None:
    reading = f"due: 2026-06-30\n{BY}"
    found = planned(f"text: 做好甲工作。\n{reading}", "text: 做好乙工作。", head="defaults: {deadline: 适时完成}")
    assert [task["deadline"]["basis"] for task in found.values()] == ["reading", "unread"]
    assert faults(run, tmp_path / "own.yaml") == ["3:22: error: unknown deadline phrase 适时完成 [unread-phrase]"]
    planned(f"text: 做好甲工作。\n{reading}", head="defaults: {deadline: 适时完成}")
    assert faults(run, tmp_path / "own.yaml") == []  # read for every task that it governs


def test_a_reading_of_a_goal_holds_for_the_goals_behind_it(planned: Planned) -> None:
    found = planned(
        f"kind: goal\ntext: 近期水平提高。\ndeadline: 近期\ndue: 2027-12-31\n{BY}", "kind: goal\ntext: 能力提高。"
    )
    assert found["2"]["deadline"]["due"] == "2027-12-31"
    assert found["2"]["deadline"]["reading"] == WHO


# Where it is marked


def test_a_reading_is_marked_in_every_answer(run: Run, planned: Planned, tmp_path: Path) -> None:
    planned(READ)
    whole = "适时完成 (interpreted by 张三: 办公室答复)"
    shown = run("show", "own-1", "--lang", "en").out
    assert whole in shown
    assert "大家一起努力 (interpreted by 张三: 办公室答复)" in shown
    for form in ("plain", "markdown", "html"):
        listed = run("tasks", "--plan", "own", "-f", form, "--lang", "en").out
        assert "2026-06-30 (interpreted)" in listed
        assert "大家一起努力 (interpreted by 张三)" in listed
    assert whole in run("calendar", "--plan", "own", "-f", "ics", "--lang", "en").out.replace("\r\n ", "")
    [row] = csv.DictReader(io.StringIO(run("tasks", "--plan", "own", "-f", "csv").out))
    assert (row["deadline_basis"], row["responsible_basis"]) == ("reading", "reading")


def test_a_reading_is_marked_in_workbooks_and_word_documents(run: Run, planned: Planned, tmp_path: Path) -> None:
    planned(READ)
    for call in (("tasks", "-o", "tasks.xlsx"), ("sheet", "-o", "sheet.xlsx"), ("report", "-o", "report.docx")):
        assert run(*call, "--plan", "own", "--lang", "en").code == FINE
    for name in ("tasks.xlsx", "sheet.xlsx"):
        sheets = openpyxl.load_workbook(tmp_path / name).worksheets
        formats = [cell.number_format for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert any("(interpreted)" in form for form in formats), name
    word = docx.Document(str(tmp_path / "report.docx"))
    said = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any("2026-06-30 (interpreted)" in text for text in said)
    answer = run("sheet", "--read", "sheet.xlsx", "--lang", "en")
    assert (answer.code, "differs from what was sent out" in answer.out + answer.err) == (FINE, False)


# What is refused


REFUSED = [
    (
        f"text: 做好工作。\ndeadline: 2025年底前完成\ndue: 2025-12-31\n{BY}",
        "9:9: error: 2025年底前完成 is recognised already, as due: 2025-12-31; remove due, reading [reading]",
    ),
    (
        f"text: 做好工作。\nresponsible: 甲局牵头，乙部配合\nleads: [乙部]\n{BY}",
        (
            "9:9: error: 甲局牵头，乙部配合 is recognised already, as leads: 甲局, participants: 乙部;"
            " remove leads, reading [reading]"
        ),
    ),
    (
        f"text: 做好工作。\ndeadline: 印发后3个月内\nongoing: true\n{BY}",
        (
            "9:9: error: 印发后3个月内 is recognised already, as relative: issued + 3 months; remove ongoing, reading "
            "[reading]"
        ),
    ),
    (
        f"text: 做好工作。\ndeadline: 持续推进\nresponsible: 大家一起努力\nongoing: true\nleads: [甲局]\n{BY}",
        "10:9: error: 持续推进 is recognised already, as ongoing: true; remove ongoing [reading]",
    ),
    (
        f"text: 做好工作。\ndue: 2025-12-31\n{BY}",
        "8:9: error: there is no phrase here to read; remove due, reading [reading]",
    ),
    (
        f"text: 做好工作。\ndeadline: 适时完成\nparticipants: [甲局]\ndue: 2025-12-31\n{BY}",
        "9:9: error: there is no phrase here to read; remove participants [reading]",
    ),
    (
        "text: 做好工作。\ndeadline: 适时完成\ndue: 2025-12-31",
        "9:9: error: due: say who reads it so, and why: reading: {by: …, why: …} [reading]",
    ),
    (
        f"text: 做好工作。\ndeadline: 适时完成\n{BY}",
        (
            "9:9: error: reading does not say what was read; give due, ongoing, leads or participants, or remove "
            "reading [reading]"
        ),
    ),
]


@pytest.mark.parametrize(("task", "told"), REFUSED, ids=lambda value: value.rpartition("[")[0][-40:])
def test_a_reading_that_cannot_be_one_is_refused(run: Run, plan_file: PlanFile, task: str, told: str) -> None:
    plan = plan_file(f"number: 1\n{task}")
    errors = [line for line in faults(run, plan) if "[unread-phrase]" not in line]
    assert errors == [told]
    assert run("tasks", "--plans", str(plan)).code == UNABLE


def test_a_reading_beside_what_the_period_says_is_refused(run: Run, plan_file: PlanFile) -> None:
    plan = plan_file(f"text: 做好工作。\ndue: 2025-06-30\n{BY}", head="period: 2025")
    assert "there is no phrase here" in "".join(faults(run, plan))


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("due: 明年", "due: not a day of the calendar; write it as 2025-04-29"),
        ("ongoing: 是", "ongoing: write true or false"),
        ("leads: 甲局", "leads must be a list (lines that begin with -)"),
        ("leads: []", "leads is an empty list; leave the key out instead"),
        ("reading: 张三", "reading must be a mapping (key: value)"),
        ("reading: {by: 张三}", "why is missing"),
    ],
)
def test_a_key_of_the_wrong_form_is_told_of_alone(run: Run, plan_file: PlanFile, key: str, told: str) -> None:
    name = key.partition(":")[0]
    given = {"ongoing": "ongoing: true", "leads": "leads: [甲局]", "reading": BY} | {name: key}
    text = "text: 做好工作。\ndeadline: 适时完成\nresponsible: 大家一起努力\n" + "\n".join(given.values())
    errors = [line.partition("error: ")[2] for line in faults(run, plan_file(text))]
    assert [line for line in errors if "[unread-phrase]" not in line] == [f"{told} [schema]"]


def test_a_fault_elsewhere_does_not_make_a_phrase_unread_that_a_person_has_read(run: Run, plan_file: PlanFile) -> None:
    errors = faults(run, plan_file(READ, "text: 做好工作。\nkind: 其他"))
    assert [line.rpartition("[")[2] for line in errors] == ["schema]"]


def test_the_schema_for_editors_knows_the_keys(run: Run) -> None:
    schema = json.loads(run("schema", "plan").out)
    task = schema["definitions"]["TaskEntry"]["properties"]
    assert {"due", "ongoing", "leads", "participants", "reading"} <= task.keys()
    assert "boolean" in task["ongoing"]["type"]
    assert schema["definitions"]["Reading"]["required"] == ["by", "why"]
