"""`ipcheck check`: what it finds, since when, what is accepted, and how it exits."""

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ipcheck.datafiles.discovery
from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from tests.conftest import SMALL, Run


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], None]:
    """Write ./ledger.yaml, which every call reads."""

    def write(text: str) -> None:
        (tmp_path / "ledger.yaml").write_text(text, encoding="utf-8")

    return write


def found(run: Run, *options: str, code: int = FOUND) -> list[tuple[str, str]]:
    """(id, situation) of what `check` finds."""
    answer = run("check", "-f", "json", *options)
    assert answer.code == code, answer.err
    return [(task["id"], task["situation"]) for task in json.loads(answer.raw)]


UNVERIFIED = (
    "Unverified 3 (not searched 3); known to be done: 0 of the 3 due. Period ended 2025-12-31: 3 tasks, done 0, "
    "not searched 3."
)
PAST = [("dated-10", "unverified"), ("dated-1", "unverified"), ("dated-2", "unverified")]


def test_what_is_past_its_day_and_unheard_of_is_found(run: Run) -> None:
    assert found(run) == PAST


def test_a_day_counts_only_once_it_is_over_and_its_plan_published(run: Run) -> None:
    assert found(run, "--as-of", "2022-12-31") == PAST[:1]
    assert found(run, "--as-of", "2023-01-01") == PAST[:2]
    assert found(run, "--as-of", "2022-10-31", code=FINE) == []


def test_what_is_done_is_not_found_and_what_is_begun_is_overdue(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-10, state: done, on: 2022-06-01, evidence: 公告}\n"
        "- {task: dated-2, state: started, on: 2024-01-01}\n"
        "- {task: dated-1, state: done, on: 2023-06-01, evidence: 公告}\n"
    )
    assert found(run) == [("dated-2", "overdue")]
    assert found(run, "--fail-on", "unverified", code=FINE) == []


@pytest.mark.parametrize(
    ("kinds", "ids"),
    [
        (["stale"], ["dated-3"]),
        (["period-ended"], ["yearly-1", "yearly-2", "yearly-3", "yearly-4"]),
        (["unverified,stale"], ["dated-10", "dated-1", "dated-2", "dated-3"]),
        (["unverified", "stale"], ["dated-10", "dated-1", "dated-2", "dated-3"]),
        (["stale，period-ended"], ["dated-3", "yearly-1", "yearly-2", "yearly-3", "yearly-4"]),
        (["blocked"], []),
        (["none"], []),
    ],
)
def test_what_to_look_for_can_be_said(run: Run, kinds: list[str], ids: list[str]) -> None:
    options = [part for kind in kinds for part in ("--fail-on", kind)]
    assert [task for task, _situation in found(run, *options, code=FOUND if ids else FINE)] == ids


def test_blocked_work_is_found_whatever_its_situation(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-3, state: blocked, on: 2026-11-01}\n")
    assert found(run, "--fail-on", "blocked") == [("dated-3", "ongoing")]


def test_what_is_due_soon_is_found_where_it_is_asked_for(run: Run) -> None:
    assert found(run, "--fail-on", "due-soon", "--as-of", "2025-12-15") == [("dated-2", "due-soon")]


def test_filters_make_one_office_check_what_it_leads(run: Run, plan_file: Callable[..., Path]) -> None:
    own = plan_file(
        "text: 一。\ndeadline: 2025年6月底前完成\nresponsible: 甲局负责",
        "text: 二。\ndeadline: 2025年6月底前完成\nresponsible: 乙部负责",
        head="lead: first",
    )
    assert found(run, "--plans", str(own), "--agency", "甲局", "--role", "lead") == [("own-1", "unverified")]


def test_an_office_is_told_of_plans_that_name_no_agency_and_so_cannot_be_checked_for_it(run: Run) -> None:
    for call in (("check",), ("report",), ("calendar", "-f", "plain")):
        assert "so nothing of it can be here: dated." in run(*call, "--agency", "甲局").out
        assert "so nothing of it can be here" not in run(*call).out


def test_since_a_day_only_what_was_not_found_then_counts(run: Run, ledger: Callable[[str], None]) -> None:
    assert found(run, "--since", "2025-12-31") == [("dated-2", "unverified")]
    assert found(run, "--since", "2026-01-01", code=FINE) == []
    # To record that work has begun makes it overdue where it was unverified: no new finding.
    ledger("- {task: dated-2, state: started, on: 2026-02-01}\n")
    assert found(run, "--since", "2026-01-01", code=FINE) == []
    assert found(run, "--since", "2026-01-01", "--fail-on", "overdue") == [("dated-2", "overdue")]


def test_people_read_findings_by_plan_then_rates_then_the_rule(run: Run) -> None:
    lines = [line for line in run("check").out.splitlines() if line]
    assert lines[:5] == [
        "Implementation check",
        UNVERIFIED,
        "As of 2026-11-23 (the day in China).",
        "The ledger has no entries: nobody has recorded anything.",
        "dated 有期限的计划",
    ]
    said = "\n".join(lines)
    assert "known to be done 0/3\n" in said
    assert "10 tasks: ⚪ unverified 3" in said
    assert "Not in the rates: only ongoing 1, only a plan period 3, no deadline 1, goals 2." in said
    assert lines[-1] == "Exit code 1: 3 found by --fail-on overdue,unverified."


def facts(run: Run, *options: str) -> list[str]:
    return run("check", *options).out.split("\n\n")[0].splitlines()


def test_the_first_line_says_what_is_wrong_and_what_became_of_it(
    run: Run, plan_file: Callable[..., Path], ledger: Callable[[str], None]
) -> None:
    own = plan_file(
        *("text: 一。二。\ndeadline: 2025年6月底前完成" for _number in range(4)),
        "kind: goal\ntext: 到2025年，更好。\ndeadline: 到2025年",
    )
    ledger(
        "- {task: own-1, state: done, on: 2025-06-01, evidence: 公告}\n"
        "- {task: own-2, state: blocked, on: 2025-08-01}\n"
        "- {checked: 2026-01-01, task: own-3, searched: [一]}\n"
    )
    options = ("--plans", str(own), "--plan", "own")
    assert facts(run, *options)[1] == (
        "Overdue 1 (own-2), blocked 1, unverified 2 (none found 1, not searched 1), goals and conditions past "
        "their deadline 1; known to be done: 1 of the 4 due."
    )
    assert facts(run, *options, "--lang", "zh")[1] == (
        "逾期1项（own-2）、受阻1项、未核实2项（未查到1项、未查1项）、已过时限的目标和条件1项；应完成4项，已核实完成1项。"
    )


def test_only_where_nothing_is_wrong_does_a_check_say_so(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("".join(f"- {{task: dated-{n}, state: done, on: 2022-06-01, evidence: 公告}}\n" for n in (1, 2, 10)))
    assert facts(run, "--plan", "dated")[1] == (
        "Nothing is overdue, blocked or unverified; done: 3 of the 3 due (100 %)."
    )
    ledger("- {task: dated-3, state: blocked, on: 2026-11-01}\n")
    assert facts(run, "--plan", "dated", "--fail-on", "none")[1].startswith("Blocked 1, unverified 3")


def test_an_ended_period_is_counted_and_listed_but_is_no_finding(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: yearly-1, state: started, on: 2025-06-01}\n"
        "- {task: yearly-2, state: done, on: 2026-02-01, evidence: 公告}\n"
    )
    answer = run("check", "--plan", "yearly")
    assert answer.code == FINE
    assert answer.out.splitlines()[1] == "Period ended 2025-12-31: 3 tasks, done 1, begun 1, not searched 1."
    listed = answer.out.partition("Period ended: not findings unless --fail-on period-ended is given (2)")[2]
    assert [line.split()[0] for line in listed.splitlines()[3:5]] == ["yearly-1", "yearly-3"]
    [row] = [line.split() for line in listed.splitlines() if line.startswith("yearly  ")]
    assert row == ["yearly", "2025-12-31", "3", "1", "1", "1"]
    assert found(run, "--plan", "yearly", code=FINE) == []


def test_what_is_a_finding_is_not_listed_again_under_ended_periods(run: Run) -> None:
    said = run("check", "--plan", "yearly", "--fail-on", "period-ended").out
    assert said.count("yearly-1 ") == 1
    assert "Period ended: not findings" not in said


def test_of_an_ended_period_twenty_tasks_are_listed_and_the_rest_counted(
    run: Run, plan_file: Callable[..., Path]
) -> None:
    own = plan_file(*(f"text: 第{n}项。" for n in range(1, 26)), head="period: 2025")
    said = run("check", "--plans", str(own), "--plan", "own").out
    assert said.count("\nown-") == 20
    assert "And 5 more; ipcheck tasks --situation period-ended --situation carried-on lists all." in said


def test_the_day_of_the_last_search_of_the_public_record_is_told(
    run: Run, ledger: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ledger("- {checked: 2026-11-20, task: dated-1, searched: [商标法]}\n")
    assert "last searched" not in run("check").out  # a user's own search
    shipped = tmp_path / "shipped"
    shutil.copytree(SMALL, shipped)
    (shipped / "ledgers").mkdir()
    (shipped / "ledgers" / "public.yaml").write_text(
        "".join(f"- {{checked: {day}, task: dated-2, searched: [机制]}}\n" for day in ("2026-03-01", "2026-02-01")),
        encoding="utf-8",
    )
    monkeypatch.setattr(ipcheck.datafiles.discovery, "shipped_folder", lambda: str(shipped))
    for call in ("check", "report"):
        assert "\nThe public record was last searched on 2026-03-01.\n" in run(call).out
        assert "last searched" not in run(call, "--as-of", "2026-01-31").out
    assert "\n公开记录最近一次查询于2026-03-01。\n" in run("check", "--lang", "zh").out
    assert json.loads(run("report", "-f", "json").raw)["summary"]["ledger"] == {
        "entries": 0, "newest": None, "searched": "2026-03-01",
    }  # fmt: skip


def test_an_old_ledger_is_warned_of(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-3, state: progress, on: 2026-09-01, recorded: 2026-09-24}\n")
    assert "Entries in the ledger: 1; the newest is dated 2026-09-24.\n\n" in run("check").out
    assert "Warning: nothing has been recorded for 61 days" in run("check", "--as-of", "2026-11-24").out


def test_nothing_found_says_so_and_keeps_the_header_for_machines(run: Run) -> None:
    answer = run("check", "--agency", "甲局")
    assert answer.code == FINE
    assert answer.out.splitlines()[-1] == "Exit code 0: nothing found by --fail-on overdue,unverified."
    table = run("check", "--agency", "甲局", "-f", "csv")
    assert table.out.splitlines() == [run("tasks", "-f", "csv").out.splitlines()[0]]


def test_csv_has_one_table_for_all_plans(run_shipped: Run) -> None:
    answer = run_shipped("check", "-f", "csv")
    rows = answer.out.splitlines()
    assert len(rows) == 1 + len(json.loads(run_shipped("check", "-f", "json").raw))
    assert sum(row.startswith("id,") for row in rows) == 1


def test_the_policy_says_what_to_fail_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('fail_on = ["stale"]\n', encoding="utf-8")
    assert found(run) == [("dated-3", "stale")]
    assert found(run, "--fail-on", "unverified") == PAST


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fail-on", "overdu"), "--fail-on cannot be overdu; choose from overdue, unverified, stale"),
        (("--fail-on", "none,stale"), "--fail-on: name what to look for, or none alone"),
        (("--fail-on", ","), "--fail-on: name what to look for, or none alone"),
        (("--since", "some day"), "--since: cannot read “some day” as a date; write 7d, 4w, 3m, last-week"),
        (("--since", "2025-02-30"), "--since: “2025-02-30” does not exist in the calendar"),
        (("--baseline", "none.yaml"), "none.yaml: there is no such baseline; --write-baseline creates one"),
        (("--write-baseline", "--reason", "x"), "--write-baseline: name the file: --baseline FILE"),
        (("--write-baseline", "--baseline", "b.yaml"), "--write-baseline: say why this is accepted: --reason TEXT"),
        (("--reason", "x"), "--reason needs --write-baseline"),
        (("-f", "ics"), "ics"),
    ],
)
def test_what_cannot_be_checked_is_refused(run: Run, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    answer = run("check", *options)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert message in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ('fail_on = "stale"', "ipcheck.toml:1:1: error: fail_on must be a list of texts [policy]"),
        ("baseline = 3", "ipcheck.toml:1:1: error: baseline must be a text [policy]"),
        ("ledger = true", "ipcheck.toml:1:1: error: ledger must be a list of texts [policy]"),
        ("no_public = 'yes'", "ipcheck.toml:1:1: error: no_public must be true or false [policy]"),
    ],
)
def test_a_policy_value_of_the_wrong_type_is_refused(run: Run, tmp_path: Path, policy: str, message: str) -> None:
    (tmp_path / "ipcheck.toml").write_text(policy + "\n", encoding="utf-8")
    answer = run("check")
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert message in answer.err


# the baseline


def accept(run: Run, *options: str, reason: str = "移交前任务") -> None:
    answer = run("check", "--baseline", "accepted.yaml", "--write-baseline", "--reason", reason, *options)
    assert answer.code == FINE, answer.err


def test_a_baseline_accepts_what_is_found_now_and_nothing_else(run: Run, tmp_path: Path) -> None:
    accept(run, "--as-of", "2023-01-01")
    written = (tmp_path / "accepted.yaml").read_text(encoding="utf-8")
    assert written.splitlines()[1:5] == [
        "- task: dated-10", "  finding: unverified", "  reason: 移交前任务", "  accepted: 2023-01-01",
    ]  # fmt: skip
    assert found(run, "--baseline", "accepted.yaml") == [("dated-2", "unverified")]
    said = run("check", "--baseline", "accepted.yaml").out
    assert "Accepted by the baseline: 2." in said


def test_a_baseline_grows_and_keeps_what_stands_in_it(run: Run, tmp_path: Path) -> None:
    accept(run, "--as-of", "2023-01-01")
    path = tmp_path / "accepted.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen by the director\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    accept(run, reason="新")
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.removeprefix(before).splitlines()[0] == "- task: dated-2"
    accept(run, reason="again")
    assert path.read_text(encoding="utf-8") == after


def test_what_is_accepted_as_one_thing_is_found_as_another(run: Run, ledger: Callable[[str], None]) -> None:
    accept(run)
    ledger("- {task: dated-2, state: started, on: 2026-02-01}\n")
    assert found(run, "--baseline", "accepted.yaml") == [("dated-2", "overdue")]
    said = run("check", "--baseline", "accepted.yaml").out
    assert "Accepted by the baseline and no longer found; remove them there: dated-2 (unverified)." in said


def test_what_filters_leave_out_has_not_gone(run: Run) -> None:
    accept(run)
    assert "no longer" not in run("check", "--baseline", "accepted.yaml", "--plan", "yearly").out


def test_the_policy_may_name_the_baseline(run: Run, tmp_path: Path) -> None:
    accept(run)
    (tmp_path / "ipcheck.toml").write_text('baseline = "accepted.yaml"\n', encoding="utf-8")
    assert found(run, code=FINE) == []


# JUnit


def suites(run: Run, *options: str) -> dict[str, dict[str, Any]]:
    """The test cases by suite and name: passed, a failure's type, or the reason why it is skipped."""
    answer = run("check", "-f", "junit", *options)
    root = ET.fromstring(answer.raw)
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        counted = [len(cases), *(sum(case.find(kind) is not None for case in cases) for kind in ("failure", "skipped"))]
        assert [int(element.attrib[key]) for key in ("tests", "failures", "skipped")] == counted
    return {suite.attrib["name"]: {case.attrib["name"]: outcome(case) for case in suite} for suite in root}


def outcome(case: ET.Element) -> str | None:
    failure, skipped = case.find("failure"), case.find("skipped")
    if failure is not None:
        return failure.attrib["type"]
    return None if skipped is None else f"accepted: {skipped.attrib['message']}"


def test_junit_has_a_case_for_every_task(run: Run) -> None:
    cases = suites(run)
    assert cases["dated"] == {
        "dated-1": "unverified", "dated-2": "unverified", "dated-3": None, "dated-10": "unverified",
    }  # fmt: skip
    assert set(cases["yearly"].values()) == {None}


def test_junit_shows_what_is_accepted_as_skipped(run: Run) -> None:
    accept(run, "--as-of", "2022-12-31", reason='看过 <&"')
    assert suites(run, "--baseline", "accepted.yaml")["dated"]["dated-10"] == 'accepted: 看过 <&"'


def test_junit_says_where_a_task_stands_and_what_is_wrong(run: Run) -> None:
    root = ET.fromstring(run("check", "-f", "junit").raw)
    case = next(case for case in root.iter("testcase") if case.attrib["name"] == "dated-10")
    assert case.attrib["file"].endswith("dated.yaml")
    assert case.attrib["line"] == "20"
    failure = case.find("failure")
    assert failure is not None
    assert failure.text == "unverified: not searched; 2022-06-30; 印发=办法=|试行|。"


def test_junit_names_files_from_the_working_folder_where_they_lie_in_it(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "plans").mkdir()
    plan_file("text: 一。").rename(tmp_path / "plans" / "own.yaml")
    root = ET.fromstring(run("check", "-f", "junit", "--plans", "plans", "--plan", "own").raw)
    assert [case.attrib["file"] for case in root.iter("testcase")] == ["plans/own.yaml"]


def test_junit_of_nothing_is_a_file_all_the_same(run: Run, tmp_path: Path) -> None:
    assert run("check", "--text", "没有这样的", "-o", "none.xml").code == FINE
    assert ET.parse(tmp_path / "none.xml").getroot().attrib["tests"] == "0"


def test_other_answers_cannot_be_written_as_junit(run: Run) -> None:
    answer = run("due", "-f", "junit")
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert "this answer cannot be written as junit" in answer.err


@pytest.mark.parametrize(
    ("day", "since", "expected"),
    [
        ("2026-01-05", "last-week", ["dated-2"]),  # since 2025-12-29
        ("2026-01-12", "上周", []),
        ("2026-01-07", "7d", ["dated-2"]),
        ("2026-01-08", "7d", []),
        ("2026-01-20", "2025-12", ["dated-2"]),  # since the first
        ("2026-01-20", "2026", []),
        ("2026-01-20", "3w", ["dated-2"]),
    ],
)
def test_since_takes_days_weeks_and_spans_by_their_first_day(
    run: Run, day: str, since: str, expected: list[str]
) -> None:
    code = FOUND if expected else FINE
    assert [task for task, _kind in found(run, "--since", since, "--as-of", day, code=code)] == expected


def test_since_a_day_the_first_line_says_what_is_new_and_what_was_found_then_already(run: Run) -> None:
    said = run("check", "--since", "2025-12-31", "--lang", "en").out.splitlines()
    assert said[1].startswith("1 new finding since 2025-12-31; already found on that day: 2. Unverified 3")
    said = run("check", "--since", "2026-01-01", "--lang", "en").out.splitlines()
    assert said[1].startswith("Nothing new since 2026-01-01; already found on that day: 3. Unverified 3")


def test_since_a_day_only_periods_that_have_ended_since_are_told(run: Run) -> None:
    listed = "Period ended: not findings"
    assert listed in run("check", "--since", "2025-12-31").out  # the last day of the period of `yearly`
    assert listed in run("check").out
    assert f"{listed} unless --fail-on period-ended (0)" not in run("check", "--since", "2026-01-01").out
    assert "yearly-1" not in run("check", "--since", "2026-01-01").out


def test_since_a_day_to_come_is_refused(run: Run) -> None:
    answer = run("check", "--since", "2027-01-01")
    assert (answer.code, "--since: 2027-01-01 is after 2026-11-23" in answer.err) == (UNABLE, True)


def test_since_asks_what_filters_ask_of_a_state_only_of_the_day_itself(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-2, state: started, on: 2026-02-01}\n")
    assert found(run, "--since", "2026-01-01", "--situation", "overdue", code=FINE) == []


def test_the_policy_may_name_the_plans_that_are_answered_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('plan = ["yearly"]\n', encoding="utf-8")
    assert found(run, code=FINE) == []
    assert found(run, "--plan", "dated") == PAST
    assert json.loads(run("report", "-f", "json").raw)["progress"][0]["plan"] == "yearly"
    assert run("calendar").raw.count(b"BEGIN:VEVENT") == 2
    assert "dated-1" in run("due", "--before", "2022").out


def test_nothing_is_accepted_where_the_answer_could_not_be_written(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--baseline", "b.yaml", "--write-baseline", "--reason", "x", "-f", "ics")
    assert (answer.code, list(tmp_path.iterdir())) == (UNABLE, [])


def test_a_finding_accepted_twice_is_a_fault(run: Run, tmp_path: Path) -> None:
    accept(run, "--as-of", "2022-12-31")
    path = tmp_path / "accepted.yaml"
    path.write_text(path.read_text() + "- {task: dated-10, finding: unverified, reason: 另一个}\n", encoding="utf-8")
    answer = run("check", "--baseline", "accepted.yaml")
    assert (answer.code, "6:3: error: this finding is accepted twice; first on line 2" in answer.err) == (UNABLE, True)


def test_what_is_not_looked_for_has_not_gone(run: Run) -> None:
    accept(run)
    for kinds in ("stale", "none"):
        assert "no longer" not in run("check", "--baseline", "accepted.yaml", "--fail-on", kinds).out


def test_an_answer_never_replaces_a_file_that_it_is_read_from(run: Run, tmp_path: Path) -> None:
    accept(run)
    before = (tmp_path / "accepted.yaml").read_bytes()
    answer = run("check", "--baseline", "accepted.yaml", "-f", "json", "-o", "accepted.yaml")
    assert (answer.code, "-o accepted.yaml is a file that this answer is read from" in answer.err) == (UNABLE, True)
    assert (tmp_path / "accepted.yaml").read_bytes() == before
    (tmp_path / "ledger.yaml").write_text("# nothing yet\n", encoding="utf-8")
    for call in (("due",), ("report",), ("calendar",)):
        assert run(*call, "-f", "json", "-o", "ledger.yaml").code == UNABLE
    assert (tmp_path / "ledger.yaml").read_text(encoding="utf-8") == "# nothing yet\n"


def test_an_answer_about_some_plans_says_which(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('plan = ["yearly"]\n', encoding="utf-8")
    for call in (("check",), ("report",), ("calendar", "-f", "plain")):
        assert "\nOnly: 《年度计划》\n" in run(*call).out
