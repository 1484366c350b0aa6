"""What each command answers, on the two small plans of tests/small."""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.cli.exit_codes import FINE, UNABLE
from tests.conftest import SMALL, Run

CSV_HEADER = (
    "id,plan,number,kind,section,text,due,ongoing,deadline,deadline_basis,lead,participants,"
    "responsible,responsible_basis,state,situation,evidence,outcome,done_on,late,after_period,checked,leads,english"
)


def ids(run: Run, *arguments: str) -> list[str]:
    answer = run(*arguments, "-f", "json")
    assert answer.code == FINE, answer.err
    return [task["id"] for task in json.loads(answer.raw)]


def test_plans_are_listed_in_time_order_with_their_counts(run: Run) -> None:
    dated, yearly = json.loads(run("plans", "-f", "json").raw)
    assert dated | {"path": ""} == {
        "id": "dated", "title": "有期限的计划", "issuer": None, "issued": None, "period": None,
        "tasks": 4, "dated": 3, "ongoing": 2, "agencies": 0, "path": "",
        "unread_deadlines": 0, "unread_responsibilities": 0, "english": None,
    }  # fmt: skip
    assert yearly | {"path": ""} == {
        "id": "yearly", "title": "年度计划", "issuer": "联席会议办公室", "issued": "2025-04-29", "period": "2025",
        "tasks": 6, "dated": 2, "ongoing": 0, "agencies": 3, "path": "",
        "unread_deadlines": 0, "unread_responsibilities": 0, "english": None,
    }  # fmt: skip


def test_a_task_is_given_with_all_that_its_phrases_mean(run: Run) -> None:
    task = json.loads(run("tasks", "--plan", "yearly", "--text", "丙委", "-f", "json").raw)[0]
    assert task == {
        "id": "yearly-2", "plan": "yearly", "number": "2", "kind": "task",
        "sections": ["一、制度", "（一）法律"],
        "text": "会同丙委开展研究。",
        "deadline": {
            "phrase": None, "due": "2025-12-31", "ongoing": False, "relative": None, "milestones": [],
            "basis": "plan",
        },
        "responsibility": {
            "phrase": "乙部、甲总局按职责分工负责", "lead": "乙部", "leads": ["乙部"],
            "participants": ["甲局"], "divided": True, "others": False, "basis": "stated",
        },
        "mentions": ["丙委"],
        "instruments": [],
        "state": "unknown", "situation": "period-ended", "milestone_met": False, "evidence": None,
        "place": {"path": str(SMALL / "plans" / "yearly.yaml"), "line": 16, "column": 19},
        "outcome": "unknown", "done_on": None, "late": None, "after_period": False, "checked": None,
        "english": None,
    }  # fmt: skip


def test_csv_has_the_contract_s_columns_iso_days_and_joined_lists(run: Run) -> None:
    answer = run("tasks", "--plan", "dated", "-f", "csv")
    lines = answer.out.split("\r\n")
    assert lines[0] == CSV_HEADER
    assert lines[1] == (
        "dated-1,dated,1,task,一、提高法治化水平,推进《中华人民共和国商标法》修改。,2022-12-31,true,"
        "2022年12月底前完成并持续推进,stated,,,,none,unknown,unverified,,unknown,,,false,,,"
    )
    assert len(lines) == 6  # header, four tasks, the last line end
    rows = list(csv.DictReader(io.StringIO(run("tasks", "--plan", "yearly", "-f", "csv").out)))
    assert (rows[0]["section"], rows[0]["participants"]) == ("一、制度 > （一）法律", "乙部")


def test_due_answers_soonest_first_and_includes_the_whole_span(run: Run) -> None:
    assert ids(run, "due", "--before", "2025-12") == ["dated-10", "dated-1", "dated-2"]
    assert ids(run, "due", "--before", "2025-11") == ["dated-10", "dated-1"]
    for span in ("2025", "2025年12月", "2025-12-31", "２０２５－１２"):
        assert ids(run, "due", "--before", span) == ["dated-10", "dated-1", "dated-2"]


def test_due_without_bounds_takes_what_is_past_and_the_next_90_days(run: Run) -> None:
    assert ids(run, "due", "--as-of", "2025-10-02") == ["dated-10", "dated-1", "dated-2"]
    assert ids(run, "due", "--as-of", "2025-10-01") == ["dated-10", "dated-1"]


def test_due_after_begins_with_the_first_day_of_the_span(run: Run) -> None:
    assert ids(run, "due", "--after", "2022-12") == ["dated-1", "dated-2", "yearly-g1", "yearly-g2"]
    assert ids(run, "due", "--after", "2023") == ["dated-2", "yearly-g1", "yearly-g2"]
    assert ids(run, "due", "--within", "2022-W51", "--basis", "stated") == []
    assert ids(run, "due", "--within", "3m", "--as-of", "2025-10-01") == ["dated-2"]


def test_a_quarter_is_a_bound_like_any_span(run: Run) -> None:
    for quarter in ("2025-Q4", "2025Q4", "2025年第四季度", "2025年四季度"):
        assert ids(run, "due", "--before", quarter) == ["dated-10", "dated-1", "dated-2"]
        assert ids(run, "due", "--after", quarter, "--before", "2025") == ["dated-2"]
        assert ids(run, "due", "--within", quarter) == ["dated-2"]
    assert ids(run, "due", "--before", "2025-Q3") == ["dated-10", "dated-1"]


def test_within_no_days_is_due_today(run: Run) -> None:
    assert ids(run, "due", "--within", "0d", "--as-of", "2025-12-31") == ["dated-2"]
    assert ids(run, "due", "--within", "0d", "--as-of", "2025-12-30") == []


def test_a_plan_that_only_has_a_period_is_summed_up_and_listed_when_it_is_named(run: Run) -> None:
    said = run("due", "--before", "2025-12", "-f", "plain").out
    assert "Left out: 3 of plans whose period has ended (yearly), 1 only ongoing, 1 counted from an event." in said
    assert "List them: ipcheck tasks; those of plans with a period also by --basis any" in said
    assert ids(run, "due", "--before", "2025-12", "--plan", "yearly") == ["yearly-1", "yearly-2", "yearly-3"]
    assert ids(run, "due", "--before", "2025-12", "--basis", "plan") == ["yearly-1", "yearly-2", "yearly-3"]
    assert len(ids(run, "due", "--before", "2025-12", "--basis", "any")) == 6


def test_every_answer_says_its_bound_and_what_it_left_out(run: Run) -> None:
    said = run("due", "--before", "2025-12", "-f", "plain").out
    assert "Deadline on or before 2025-12-31." in said
    assert "As of 2026-11-23 (the day in China)." in said
    assert said.splitlines()[1] == "3 tasks: ⚪ unverified 3 (not searched 3)"
    assert "Left out: 3 of plans whose period has ended (yearly), 1 only ongoing, 1 counted from an event." in said
    beside = run("due", "--before", "2025-12", "-f", "csv")
    assert beside.err.splitlines()[0] == "Deadline on or before 2025-12-31."
    assert beside.err.splitlines()[2] == "3 tasks: ⚪ unverified 3 (not searched 3)"
    assert "Last day" not in beside.out


@pytest.mark.parametrize("name", ["甲局", "国家甲局", "甲总局", "甲總局", "國家甲局", "jia", "ＪＩＡ", " 甲 局 "])
def test_an_agency_is_known_by_any_of_its_names(run: Run, name: str) -> None:
    assert ids(run, "agency", name, "--role", "lead", "--role", "participant") == ["yearly-1", "yearly-2"]


def test_an_agency_s_own_tasks_come_before_those_of_its_groups(run: Run) -> None:
    assert ids(run, "agency", "乙部") == ["yearly-1", "yearly-2", "yearly-3"]
    assert ids(run, "agency", "乙部", "--role", "group") == ["yearly-3"]
    assert ids(run, "agency", "乙部", "--role", "lead") == ["yearly-2"]
    said = run("agency", "乙部", "-f", "plain").out
    assert "Of its groups (Office of the Joint Conference): 1 task: ⚪ period ended 1" in said
    assert "Names no agency for any task, so nothing of it can be here: dated." in said


def test_a_plan_as_csv_is_its_headings_with_their_tasks(run: Run) -> None:
    rows = run("show", "yearly", "-f", "csv").out.splitlines()
    assert rows[0] == "heading,tasks"
    assert len(rows) > 2
    assert run("show", "yearly", "-f", "csv", "--lang", "zh").out == "\r\n".join([*rows, ""])


def test_filters_by_agency_role_and_mention(run: Run) -> None:
    assert ids(run, "tasks", "--agency", "丙委") == []
    assert ids(run, "tasks", "--agency", "丙委", "--role", "mentioned") == ["yearly-2"]
    assert ids(run, "tasks", "--agency", "乙部", "--role", "group") == ["yearly-3"]
    assert ids(run, "tasks", "--agency", "乙部", "--role", "lead", "--role", "group") == ["yearly-2", "yearly-3"]


def test_agencies_without_a_name_lists_all_with_their_load(run: Run) -> None:
    national = {"counterpart": None, "region": None, "id": None}
    assert json.loads(run("agency", "-f", "json").raw) == [
        {"name": "乙部", "leads": 1, "participates": 1, "mentioned": 0, **national},
        {"name": "甲局", "leads": 1, "participates": 1, "mentioned": 0, **national},
        {"name": "联席会议办公室", "leads": 1, "participates": 0, "mentioned": 0, **national},
        {"name": "丙委", "leads": 0, "participates": 0, "mentioned": 1, **national},
    ]


def test_sections_hold_the_tasks_of_their_own_sections(run: Run) -> None:
    assert ids(run, "section", "制度") == ["yearly-1", "yearly-2", "yearly-3"]
    assert ids(run, "section", "法律") == ["yearly-1", "yearly-2", "yearly-3"]
    assert ids(run, "section", "制度", "--plan", "dated") == []  # such a heading exists, though not in this plan
    assert json.loads(run("section", "--plan", "yearly", "-f", "json").raw) == [
        {"plan": "yearly", "heading": "一、制度", "tasks": 3, "children": [
            {"plan": "yearly", "heading": "（一）法律", "tasks": 3, "children": [], "english": None}],
         "english": None},
        {"plan": "yearly", "heading": "二、目标", "tasks": 3, "children": [], "english": None},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("商标", ["dated-1", "yearly-1"]),
        ("商標", ["dated-1", "yearly-1"]),
        ("标", ["dated-1", "yearly-1", "yearly-g1", "yearly-g2", "yearly-4"]),
        ("法治", ["dated-1", "dated-2"]),  # in the heading
        ("协同", ["dated-3", "dated-10"]),  # in the introduction
        ("到 ２０２７ 年", ["yearly-g1"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE tasks; --", []),
    ],
)
def test_text_is_found_in_any_width_and_script_in_text_heading_and_introduction(
    run: Run, text: str, found: list[str]
) -> None:
    assert ids(run, "tasks", "--text", text) == found


def test_filters_by_kind_situation_state_and_section_work_together(run: Run) -> None:
    assert ids(run, "tasks", "--kind", "goal") == ["yearly-g1", "yearly-g2"]
    assert ids(run, "tasks", "--situation", "unverified", "--section", "法治") == ["dated-1", "dated-2"]
    neither = ids(run, "tasks", "--situation", "stale", "--situation", "open")
    assert neither == [
        "dated-3",
        "yearly-g1",
        "yearly-g2",
    ]
    assert ids(run, "tasks", "--state", "done") == []
    assert len(ids(run, "tasks", "--state", "unknown")) == 10


def test_a_goal_takes_the_year_of_its_paragraph(run: Run) -> None:
    second = json.loads(run("show", "yearly-g2", "-f", "json").raw)["deadline"]
    assert second == {
        "phrase": None,
        "due": "2027-12-31",
        "ongoing": False,
        "relative": None,
        "milestones": [],
        "basis": "paragraph",
    }


def test_a_span_after_an_event_has_no_day_until_the_event_is_known(run: Run) -> None:
    shown = json.loads(run("show", "yearly-4", "-f", "json").raw)
    assert shown["deadline"]["relative"] == {"event": "selected", "count": 2, "unit": "years"}
    assert (shown["deadline"]["due"], shown["situation"]) == (None, "period-ended")
    assert "the deadline is unknown" in run("show", "yearly-4").out


def test_show_gives_a_task_whole(run: Run) -> None:
    shown = json.loads(run("show", "dated-2", "-f", "json").raw)
    assert (shown["earlier"], shown["later"], shown["entries"]) == ([], [], [])
    said = run("show", "dated-3", "--both").out
    for words in ("开展专项行动。", "重点是协同。", "二、强化保护", "持续推进", "《有期限的计划》", "dated.yaml:17:15"):
        assert words in said


def test_show_begins_with_how_the_task_stands(run_shipped: Run) -> None:
    first = run_shipped("show", "2022-11").out.splitlines()[1]
    assert first == "🔴 overdue; deadline: 2022-12-31; carried on by 2025-6."
    first = run_shipped("show", "2025-8", "--lang", "zh").out.splitlines()[1]
    assert first == "🟢 已完成（计划期后）；完成时限：2025-12-31（计划期）。"


def test_show_gives_a_plan_whole(run: Run) -> None:
    shown = json.loads(run("show", "yearly", "-f", "json").raw)
    assert (shown["title"], shown["tasks"], [s["heading"] for s in shown["sections"]]) == (
        "年度计划",
        6,
        ["一、制度", "二、目标"],
    )


def test_the_bare_call_is_a_tour_with_real_figures(run: Run) -> None:
    said = run().out
    assert "the plans: 2, with 10 tasks" in said
    assert "deadlines passed: 3, known to be done: 0; in the next 90 days: 0" in said
    assert "what is overdue or unverified today: ⚪ unverified 3 (not searched 3)" in said
    assert "On record: tasks with entries 0, steps of laws and documents 0, tasks searched without result 0." in said


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("tasks", "--plan", "datd"), "no plan has the id datd; did you mean dated?"),
        (("agency", "甲居"), "no agency is called 甲居"),
        (("show", "dated-11"), "no task or plan has the id dated-11; did you mean dated-1, dated-10"),
        (("section", "制渡"), "no heading contains 制渡; did you mean 一、制度?"),
        (("tasks", "--agency", "没有"), "no agency is called 没有"),
        (("tasks", "--section", "制渡"), "no heading contains 制渡; did you mean 一、制度?"),
        (("tasks", "--ledger", "none.yaml"), "none.yaml: there is no such ledger; ipcheck mark creates one"),
        (("due", "--before", "2025-13"), "--before: “2025-13” does not exist in the calendar; "),
        (("due", "--before", "2025-02-30"), "“2025-02-30” does not exist in the calendar"),
        (("due", "--before", "2025-W54"), "“2025-W54” does not exist in the calendar"),
        (("due", "--before", "昨天"), "cannot read “昨天” as a date"),
        (("due", "--before", ""), "cannot read “” as a date"),
        (("due", "--after", "2026", "--before", "2025"), "are the bounds the wrong way round?"),
        (("due", "--as-of", "2025-12"), "--as-of: cannot read “2025-12” as a single day; write 2025-12-31"),
        (("due", "-f", "xml"), "-f / --format cannot be xml; choose from rich, plain, markdown, html, csv"),
        (("due", "-o", "due.doc"), "no format is known for due.doc; use one of .txt, .md, .html, .csv"),
        (("due", "--plans", "nowhere"), "nowhere: there is no such file or folder"),
        (("duo",), "there is no command duo; did you mean due?"),
        (("show",), "ID is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_what_to_try(run: Run, call: tuple[str, ...], said: str) -> None:
    answer = run(*call)
    assert said in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


@pytest.mark.parametrize(
    ("form", "empty"),
    [("json", "[]\n"), ("csv", CSV_HEADER + "\r\n"), ("plain", None), ("markdown", None), ("rich", None)],
)
def test_a_search_without_a_match_is_fine_and_valid_in_every_format(run: Run, form: str, empty: str | None) -> None:
    answer = run("tasks", "--text", "没有这样的话", "-f", form)
    assert answer.code == FINE
    if empty is None:
        assert "No task matches." in answer.out
    else:
        assert answer.out == empty


def test_an_id_given_with_plans_replaces_the_shipped_one(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 换了。", plan="dated")
    assert [
        task["text"] for task in json.loads(run("tasks", "--plan", "dated", "--plans", str(own), "-f", "json").raw)
    ] == ["换了。"]
    assert len(ids(run, "tasks", "--plan", "dated")) == 4


def test_a_plan_id_given_twice_is_refused(run: Run, plan_file: Callable[..., Path]) -> None:
    one, two = plan_file(name="one.yaml"), plan_file(name="two.yaml")
    answer = run("plans", "--plans", str(one), "--plans", str(two))
    assert f"{two}:1:5: error: the plan id own is given twice; also in {one} [duplicate-plan]" in answer.err
    assert answer.code == UNABLE


def test_a_folder_of_plans_is_read_at_any_depth_and_may_extend_the_registry(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "省" / "市"
    folder.mkdir(parents=True)
    plan_file("text: 做好工作。\nresponsible: 省局负责").rename(folder / "own.yaml")
    (tmp_path / "省" / "agencies.yaml").write_text(
        "agencies:\n  - name: 某省知识产权局\n    aliases: [省局]\n    kind: local\n"
    )
    tasks: list[dict[str, Any]] = json.loads(
        run("agency", "某省知识产权局", "--plans", str(tmp_path / "省"), "-f", "json").raw
    )
    assert [task["responsibility"]["lead"] for task in tasks] == ["某省知识产权局"]
    assert run("agency", "省局").code == UNABLE


def test_an_empty_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = run("plans", "--plans", str(tmp_path / "empty"))
    assert (answer.code, answer.err) == (UNABLE, f"Error: {tmp_path / 'empty'} contains no .yaml file\n")


def link_to(link: Path, target: str) -> None:
    try:
        link.symlink_to(target, target_is_directory=not target.endswith(".yaml"))
    except OSError:
        pytest.skip("this system lets nobody make links")


@pytest.mark.parametrize(
    ("name", "target", "why"),
    [
        ("lost.yaml", "nowhere.yaml", "there is no such file or folder"),
        ("loop.yaml", "loop.yaml", "the link leads back to itself"),
        ("self", ".", "the link leads to a folder that contains it"),
        ("up", "..", "the link leads to a folder that contains it"),
        ("deep/up", "..", "the link leads to a folder that contains it"),
    ],
)
def test_a_link_to_nowhere_or_back_up_is_left_out_and_told_with_its_path(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path, name: str, target: str, why: str
) -> None:
    (tmp_path / "own" / "deep").mkdir(parents=True)
    plan_file(name="own/own.yaml")
    link_to(tmp_path / "own" / name, target)
    said = f"Warning: {tmp_path}/own/{name} → {target} is left out: {why}"
    answer = run("tasks", "--plan", "own", "--plans", str(tmp_path / "own"), "-f", "json")
    assert [task["id"] for task in json.loads(answer.raw)] == ["own-1"]
    assert (answer.code, answer.err.splitlines().count(said)) == (FINE, 1)
    validated = run("validate", str(tmp_path / "own"))
    assert (validated.code, validated.err.splitlines()) == (FINE, [said])
    marked = run("mark", "own-1", "started", "--plans", str(tmp_path / "own"))
    assert (marked.code, marked.err.splitlines()) == (FINE, [said])


def test_links_between_two_folders_end_and_every_file_is_read_once(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / "own" / name).mkdir(parents=True)
        plan_file(plan=name, name=f"own/{name}/{name}.yaml")
    link_to(tmp_path / "own" / "a" / "b", "../b")
    link_to(tmp_path / "own" / "b" / "a", "../a")
    answer = run("plans", "--plans", str(tmp_path / "own"), "-f", "json")
    assert [plan["id"] for plan in json.loads(answer.raw)][-2:] == ["a", "b"]
    assert answer.code == FINE


def test_a_folder_of_links_to_nowhere_alone_is_refused_after_they_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    link_to(tmp_path / "own" / "lost.yaml", "nowhere.yaml")
    answer = run("plans", "--plans", str(tmp_path / "own"))
    assert answer.err.splitlines()[-1] == f"Error: {tmp_path / 'own'} contains no .yaml file"
    assert "lost.yaml" in answer.err.splitlines()[0]
    assert answer.code == UNABLE


@pytest.mark.parametrize("name", ["own.yaml", "deep"])
def test_what_may_not_be_read_is_refused_with_its_path_and_reason(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    (tmp_path / "own" / "deep").mkdir(parents=True)
    plan_file(name="own/own.yaml")
    shut = tmp_path / "own" / name
    shut.chmod(0)
    if os.access(shut, os.R_OK):
        pytest.skip("this user may read everything")
    answer = run("plans", "--plans", str(tmp_path / "own"))
    shut.chmod(0o700)
    assert str(shut) in answer.err
    assert "permission denied" in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


@pytest.mark.parametrize(("rule", "lead"), [("lead: first", "甲局"), ("lead:", None), ("", None)])
def test_an_empty_lead_of_a_plan_says_nothing_of_who_leads(
    run: Run, plan_file: Callable[..., Path], rule: str, lead: str | None
) -> None:
    own = plan_file("text: 做好工作。\nresponsible: 甲局、乙部负责", head=rule)
    assert json.loads(run("show", "own-1", "--plans", str(own), "-f", "json").raw)["responsibility"]["lead"] == lead


def test_two_names_of_one_agency_in_a_phrase_are_one_agency(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 做好工作。\nresponsible: 甲局牵头，甲总局、乙部、国家甲局、丙委配合")
    task = json.loads(run("show", "own-1", "--plans", str(own), "-f", "json").raw)
    assert (task["responsibility"]["lead"], task["responsibility"]["participants"]) == ("甲局", ["乙部", "丙委"])


def test_an_agency_that_no_registry_knows_is_found_by_its_own_name(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file("text: 做好工作。\nresponsible: 某市局负责")
    assert ids(run, "agency", "某市局", "--plans", str(own)) == ["own-1"]


@pytest.mark.parametrize("call", [("agency", "甲局"), ("section", "制度"), ("tasks",), ("trace", "商标法")])
def test_every_list_of_tasks_says_its_bound_and_what_that_left_out(run: Run, call: tuple[str, ...]) -> None:
    said = run(*call, "--before", "2022", "--plan", "yearly", "-f", "plain").out
    assert "Deadline on or before 2022-12-31." in said
    assert "Last day" not in run(*call, "-f", "plain").out.partition("deadline")[0]


def test_a_bound_of_an_agency_s_tasks_counts_what_it_left_out_of_them(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file(
        "text: 甲。\nresponsible: 甲局负责\ndeadline: 持续推进", "text: 乙。\nresponsible: 乙部负责\ndeadline: 持续推进"
    )
    said = run("agency", "甲局", "--plan", "own", "--plans", str(own), "--before", "2025", "-f", "plain").out
    assert "Bureau A has tasks that are not listed here: 1 only ongoing." in said


RECORD = """\
- {task: dated-1, state: done, on: 2023-06-30, source: {title: 公报, publisher: 某部, kind: official, read: 2026-01-05}}
- {task: dated-2, state: started, on: 2025-03-01}
- {task: dated-10, checked: 2026-01-05, searched: [办法, 试行]}
- {task: yearly-1, state: done, on: 2025-10-01, source: 公报}
- {instrument: 商标法, step: 审议通过, on: 2026-06-26, source: 公报, round: 2026年修订}
- {instrument: 商标法, step: 施行, on: 2027-01-01, source: 公报, round: 2026年修订}
"""


@pytest.fixture
def record(tmp_path: Path) -> tuple[str, str]:
    """The options of a call that reads a small record."""
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    return ("--ledger", "record.yaml")


def test_a_list_opens_with_its_situations_the_worst_first_and_told_by_outcome(
    run: Run, record: tuple[str, str]
) -> None:
    lines = run("due", "--before", "2025-12", *record, "-f", "plain").out.splitlines()
    assert lines[1:4] == [
        "3 tasks: 🔴 overdue 1, ⚪ unverified 1 (none found 1), 🔵 ongoing 1 (milestone met 1)",
        "Deadline on or before 2025-12-31.",
        "As of 2026-11-23 (the day in China).",
    ]
    lines = run("tasks", "--plan", "yearly", *record, "-f", "markdown").out.splitlines()
    assert lines[2] == "6 tasks: 🟢 done 1, ⚪ period ended 3 (not searched 3), 🔵 open 2"


def test_every_list_filters_by_outcome(run: Run, record: tuple[str, str]) -> None:
    done = (*record, "--outcome", "done")
    assert ids(run, "tasks", *done) == ["dated-1", "yearly-1"]
    assert ids(run, "due", *done) == ["dated-1"]
    assert ids(run, "due", *record, "--outcome", "no-record", "--outcome", "begun") == ["dated-10", "dated-2"]
    assert ids(run, "agency", "甲局", *done) == ["yearly-1"]
    assert ids(run, "section", "法治化", *done, "--situation", "ongoing") == ["dated-1"]
    assert ids(run, "tasks", *done, "--situation", "overdue") == []


@pytest.mark.parametrize(
    ("filters", "left_out"),
    [
        ("", "3 of plans whose period has ended (yearly), 1 only ongoing, 1 counted from an event"),
        ("--state done", "1 of plans whose period has ended (yearly)"),
        ("--situation stale", "1 only ongoing"),
        ("--plan yearly --outcome unknown", "2 of plans whose period has ended (yearly), 1 counted from an event"),
        ("--outcome no-record", None),
    ],
)
def test_what_is_left_out_fits_all_filters(
    run: Run, record: tuple[str, str], filters: str, left_out: str | None
) -> None:
    call = ("due", "--within", "2024", "--basis", "stated", *filters.split(), *record, "-f", "plain")
    lines = run(*call).out.splitlines()
    assert lines[1] == "No task matches."
    if left_out:
        assert lines[2].startswith(f"Left out: {left_out}. List them: {f'ipcheck tasks {filters}'.strip()}")
    else:
        assert lines[2] == "Without filters: ipcheck tasks"


def test_the_tasks_of_an_agency_without_stated_days_are_counted_with_the_command_that_lists_them(run: Run) -> None:
    note = (
        "Bureau A has tasks that are not listed here: 2 of plans whose period has ended (yearly). List them: ipcheck {}"
    )
    said = run("due", "--agency", "甲局", "-f", "plain").out
    assert said.splitlines()[2] == note.format("tasks --agency 甲局; those of plans with a period also by --basis any")
    assert ids(run, "tasks", "--agency", "甲局") == ["yearly-1", "yearly-2"]
    said = run("agency", "甲局", "--before", "2024", "-f", "plain").out
    assert said.splitlines()[2] == note.format("agency 甲局")
    said = run("tasks", "--text", "修订 商标", "--before", "2024", "-f", "plain").out
    assert said.splitlines()[1] == "No task matches."
    assert "乙部 has tasks" in run("due", "--agency", "乙部", "-f", "csv").err


def test_an_empty_name_of_an_agency_is_refused(run: Run) -> None:
    answer = run("due", "--agency", "")
    assert (answer.code, answer.err.startswith("Error: no agency is called")) == (UNABLE, True)


def test_a_missing_folder_is_named_for_every_answer(run: Run) -> None:
    answer = run("due", "-o", "nowhere/x.csv")
    assert (answer.code, answer.out) == (UNABLE, "")
    assert "nowhere/x.csv: there is no folder nowhere; create it, or name another file" in answer.err
    assert run("check", "-o", "nowhere/x.csv").err == answer.err


def test_a_task_is_shown_with_what_became_of_it_its_searches_steps_and_sources(
    run: Run, record: tuple[str, str]
) -> None:
    said = run("show", "dated-1", *record, "-f", "plain").out
    assert re.search(r"\ndone on +2023-06-30 \(181 days late\)\n", said)
    assert re.search(r"\nSources\n.*\n-.*\n公报 +某部 +official +2026-01-05\n", said)
    parts = [
        said.index(f"\n{part}\n")
        for part in ("Entries", "Steps of its laws and documents", "Steps announced", "Sources")
    ]
    assert parts == sorted(parts)
    assert "Searches without result" not in said
    said = run("show", "dated-10", *record, "-f", "plain").out
    assert re.search(r"\noutcome +none found \(searched 2026-01-05\)\nsearched without result +2026-01-05\n", said)
    assert "\nSearches without result\n" in said
    assert "Steps" not in said
    shown = json.loads(run("show", "dated-1", *record, "-f", "json").raw)
    assert list(shown)[-5:] == ["entries", "checks", "steps", "agencies", "targets"]
    assert [(step["step"], step["on"]) for step in shown["steps"]] == [
        ("审议通过", "2026-06-26"),
        ("施行", "2027-01-01"),
    ]


def test_of_two_registries_the_later_says_which_agency_a_name_means(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 甲。\nresponsible: 甲局负责")
    (tmp_path / "agencies.yaml").write_text("agencies:\n  - name: 省甲局\n    aliases: [甲局]\n    kind: local\n")
    assert ids(run, "agency", "甲局", "--plans", str(tmp_path), "--plan", "own") == ["own-1"]
