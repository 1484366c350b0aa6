"""`ipcheck news`: what happened since a day, each event once; what was entered late and what is announced apart."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.reports.news import happenings
from tests.builders import a_task, an_entry
from tests.conftest import Run

ADOPTED = """
- {instrument: 商标法, round: 一, step: 审议通过, on: 2026-11-10, source: 公告}
- {instrument: 商标法, round: 一, step: 公布, on: 2026-11-10, source: 公告, number: 主席令第一号}
- {instrument: 商标法, round: 一, step: 施行, on: 2027-01-01, recorded: 2026-11-10, source: 公告}
- {task: dated-1, instrument: 商标法, state: done, on: 2026-11-10, source: 公告, note: 只是其中一件。}
- {task: yearly-1, instrument: 商标法, state: done, on: 2026-11-10, source: 另一公告}
- {task: yearly-2, state: started, on: 2026-11-12}
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], None]:
    """Write ./ledger.yaml, which every call reads."""

    def write(text: str) -> None:
        (tmp_path / "ledger.yaml").write_text(text, encoding="utf-8")

    return write


def news(run: Run, *options: str) -> dict[str, Any]:
    answer = run("news", "-f", "json", *options)
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def told(found: dict[str, Any], part: str = "news") -> list[tuple[str, str | None, list[str]]]:
    """(day, instrument, tasks) of each event."""
    return [(each["on"], each["instrument"], [task["id"] for task in each["tasks"]]) for each in found[part]]


# each event once


def test_what_a_law_and_several_tasks_tell_of_one_day_is_told_once_the_newest_first(
    run: Run, ledger: Callable[[str], None]
) -> None:
    ledger(ADOPTED)
    found = news(run)
    assert told(found) == [("2026-11-12", None, ["yearly-2"]), ("2026-11-10", "商标法", ["dated-1", "yearly-1"])]
    assert [entry["step"] for entry in found["news"][1]["entries"]] == ["审议通过", "公布", None, None]
    assert found["news"][1]["tasks"][0] == {
        "id": "dated-1", "subject": None, "plan": "dated", "text": "推进《中华人民共和国商标法》修改。",
        "english": None,
    }  # fmt: skip


def test_entries_without_an_instrument_are_events_of_their_own() -> None:
    entries = [an_entry("2026-11-10"), an_entry("2026-11-10"), an_entry("2026-11-10", instrument="商标法")]
    assert [len(each.told) for each in happenings((entry, a_task()) for entry in entries)] == [1, 1, 1]


def test_what_an_entry_says_of_a_law_is_not_told_of_the_whole_task(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(ADOPTED)
    said = run("news", "-f", "markdown").out
    assert "adopted; promulgated; as part of dated-1, yearly-1: done" in said
    assert "dated-1: 只是其中一件。" in said


def test_tasks_of_which_entries_say_different_things_are_told_apart(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-1, instrument: 商标法, state: progress, on: 2026-11-10}\n"
        "- {task: yearly-1, instrument: 商标法, state: blocked, on: 2026-11-10, next: 协调}\n"
    )
    said = run("news", "-f", "plain").out
    assert "as part of dated-1: progress; as part of yearly-1: blocked" in said
    assert "yearly-1: next: 协调" in said


# the first line


def test_the_first_line_counts_and_names_the_newest(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(ADOPTED)
    lines = run("news", "-f", "plain").out.splitlines()
    assert lines[:3] == [
        "What happened from 2026-10-26 to 2026-11-23",
        "2 events, newest first (tasks concerned: 3; laws and documents: 1). The newest: 2026-11-12 yearly-2: started.",
        "Announced for later: 1.",
    ]
    lines = run("news", "-f", "plain", "--instrument", "商标法").out.splitlines()
    assert lines[1].endswith("The newest: 2026-11-10 Trademark Law, 一: adopted; promulgated.")


def test_where_nothing_happened_the_newest_before_is_named_with_the_command_that_finds_it(
    run: Run, ledger: Callable[[str], None]
) -> None:
    ledger(ADOPTED)
    options = ("--plan", "dated", "--as-of", "2027-03-01")
    line = run("news", *options).out.splitlines()[1]
    assert line == (
        "The ledgers record nothing that happened in this period."
        " The newest before it: 2027-01-01 Trademark Law, 一: in force."
        " List it: ipcheck news --since 2027-01-01 --plan dated"
    )
    assert told(news(run, *options, "--since", "2027-01-01")) == [("2027-01-01", "商标法", [])]
    ledger("[]\n")
    line = run("news").out.splitlines()[1]
    assert line == "The ledgers record nothing that happened in this period. Nothing before it either."


@pytest.mark.parametrize("on", ["2026-06", "2025"])
def test_the_command_finds_what_happened_in_a_month_or_year(run: Run, ledger: Callable[[str], None], on: str) -> None:
    ledger(f"- {{task: dated-2, state: started, on: {on}, recorded: 2026-07-01}}\n")
    since = run("news", "--since", "7d").out.splitlines()[1].partition("--since ")[2]
    assert told(news(run, "--since", since)) == [(on, None, ["dated-2"])]


# the days


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("7d", ["2026-11-16", "2026-11-22", "2026-11-23"]),
        ("last-week", ["2026-11-16", "2026-11-22"]),
        ("上周", ["2026-11-16", "2026-11-22"]),
        ("1w", ["2026-11-16", "2026-11-22", "2026-11-23"]),
        ("2026-11-22", ["2026-11-22", "2026-11-23"]),
        ("2026-W47", ["2026-11-16", "2026-11-22", "2026-11-23"]),
        ("2026-11", ["2026-11-15", "2026-11-16", "2026-11-22", "2026-11-23"]),
        ("0d", ["2026-11-23"]),
    ],
)
def test_the_days_reach_from_the_span_to_today(
    run: Run, ledger: Callable[[str], None], since: str, days: list[str]
) -> None:
    all_days = ("2026-10-30", "2026-11-15", "2026-11-16", "2026-11-22", "2026-11-23", "2026-11-24")
    ledger("".join(f"- {{task: dated-3, state: progress, on: {day}, recorded: 2026-11-23}}\n" for day in all_days))
    found = news(run, "--since", since)
    assert [each["on"] for each in found["news"]][::-1] == days
    assert (found["until"], found["as_of"]) == ("2026-11-22" if "week" in since or since == "上周" else "2026-11-23",
                                                "2026-11-23")  # fmt: skip


def test_a_month_is_news_only_when_it_is_over(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: dated-2, state: started, on: 2026-11, recorded: 2026-11-20}\n")
    assert told(news(run)) == []
    assert told(news(run, "--as-of", "2026-11-30")) == [("2026-11", None, ["dated-2"])]


def test_a_step_of_some_day_of_a_month_stands_before_what_followed_it(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {instrument: 商标法, round: 一, step: 审议, on: 2026-06, recorded: 2026-07-01, source: 报道}\n"
        "- {instrument: 商标法, round: 一, step: 审议通过, on: 2026-06-26, source: 公告}\n"
    )
    assert [each["on"] for each in news(run, "--since", "2026-06")["news"]] == ["2026-06-26", "2026-06"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--since", "last-weak"),
            "cannot read “last-weak” as a date; write 7d, 4w, 3m, last-week (上周), 2025,",
        ),
        (("--since", "2026-02-30"), "“2026-02-30” does not exist in the calendar"),
        (("--since", "2027"), "--since: 2027-01-01 is after 2026-11-23, the day of the answer"),
        (("--instrument", "商标发"), "no law or document is called 商标发; did you mean 商标法"),
        (("--agency", "丁局"), "no agency is called 丁局"),
        (("--plan", "yearli"), "no plan has the id yearli; did you mean yearly"),
        (("-f", "ics"), "this answer cannot be written as ics"),
    ],
)
def test_what_cannot_be_answered_is_refused(run: Run, options: tuple[str, ...], message: str) -> None:
    answer = run("news", *options)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert message in answer.err


# what stands apart


def test_what_was_only_entered_in_the_days_stands_apart(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-3, state: progress, on: 2025-11-01, recorded: 2026-11-20}\n"
        "- {task: dated-2, state: progress, on: 2025-11-01, recorded: 2026-09-20}\n"
        "- {instrument: 商标法, step: 审议, on: 2025-12-01, recorded: 2026-11-20, source: 报道}\n"
    )
    found = news(run)
    assert (told(found), told(found, "entered_late")) == (
        [], [("2025-12-01", "商标法", []), ("2025-11-01", None, ["dated-3"])]
    )  # fmt: skip
    assert "Entered in this period for earlier days: 2 (entries and steps)." in run("news").out


@pytest.mark.parametrize(
    ("since", "announced"),
    [("2026-11-10", True), ("2026-11-11", False)],
)
def test_a_step_to_come_is_announced_in_the_days_in_which_it_became_known(
    run: Run, ledger: Callable[[str], None], since: str, announced: bool
) -> None:
    ledger(ADOPTED)
    found = told(news(run, "--since", since), "announced")
    assert found == ([("2027-01-01", "商标法", [])] if announced else [])


def test_what_was_looked_for_in_vain_is_no_news_but_is_counted(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(
        "- {task: dated-2, checked: 2026-11-20, searched: [协作机制]}\n"
        "- {task: dated-2, checked: 2026-11-21, searched: [协作]}\n"
        "- {task: dated-10, checked: 2026-09-20, searched: [办法]}\n"
        "- {task: yearly-1, instrument: 商标法, checked: 2026-11-21, searched: [商标法]}\n"
    )
    found = news(run)
    assert (found["news"], found["searched"]) == ([], 2)
    said = run("news", "--plan", "dated").out
    assert (
        "Tasks searched without result in this period: 1. Those with nothing on record: ipcheck tasks --plan "
        "dated --outcome no-record"
    ) in said
    said = run("news", "--instrument", "商标法").out
    assert "in this period: 1. The status of each task on it: ipcheck trace 商标法" in said


# filters


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"yearly-2", "dated-1", "yearly-1"}),
        (("--plan", "dated"), {"dated-1"}),
        (("--agency", "甲局"), {"yearly-1", "yearly-2"}),  # takes part in the second as 甲总局
        (("--agency", "丙委"), set()),
        (("--instrument", "Trademark Law"), {"dated-1", "yearly-1"}),
        (("--instrument", "商标法", "--plan", "dated"), {"dated-1"}),
    ],
)
def test_filters_say_whose_news_are_told(
    run: Run, ledger: Callable[[str], None], options: tuple[str, ...], expected: set[str]
) -> None:
    ledger(ADOPTED)
    found = news(run, *options)
    assert {task["id"] for each in found["news"] for task in each["tasks"]} == expected
    # the steps of a law are told to whoever answers for a task that names it
    steps = {entry["step"] for each in found["news"] for entry in each["entries"]} - {None}
    assert steps == (set() if "丙委" in options else {"审议通过", "公布"})


def test_of_an_instrument_alone_an_entry_on_a_whole_task_tells_that_names_no_other(
    run: Run, ledger: Callable[[str], None], plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 修订《商标法》。", "text: 修订《商标法》《专利法》。")
    ledger("- {task: own-1, state: started, on: 2026-11-10}\n- {task: own-2, state: started, on: 2026-11-10}\n")
    assert told(news(run, "--plans", str(own), "--instrument", "商标法")) == [("2026-11-10", None, ["own-1"])]


def test_the_policy_says_for_which_plans_one_answers(run: Run, ledger: Callable[[str], None], tmp_path: Path) -> None:
    ledger(ADOPTED)
    (tmp_path / "ipcheck.toml").write_text('plan = ["dated"]\n', encoding="utf-8")
    assert told(news(run)) == [("2026-11-10", "商标法", ["dated-1"])]
    assert "Only: 《有期限的计划》" in run("news").out


def test_of_plans_that_are_not_published_yet_nothing_is_told(run: Run, ledger: Callable[[str], None]) -> None:
    ledger("- {task: yearly-2, state: started, on: 2025-04-01}\n")
    assert told(news(run, "--as-of", "2025-04-10")) == []
    assert told(news(run, "--as-of", "2025-04-29")) == [("2025-04-01", None, ["yearly-2"])]


def test_without_filters_a_law_that_no_task_names_is_told_of_too(
    run: Run, ledger: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "instruments.yaml").write_text("instruments:\n  - {title: 专利法, kind: law}\n", encoding="utf-8")
    ledger("- {instrument: 专利法, step: 公布, on: 2026-11-10, source: 公告}\n")
    options = ("--plans", "instruments.yaml")
    assert told(news(run, *options)) == [("2026-11-10", "专利法", [])]
    assert told(news(run, *options, "--plan", "dated")) == []


# formats


def test_csv_has_a_row_for_each_entry_and_numbers_the_events(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(ADOPTED)
    rows = list(csv.DictReader(io.StringIO(run("news", "-f", "csv").out)))
    assert [(row["part"], row["item"], row["id"], row["entry_step"], row["entry_state"]) for row in rows] == [
        ("happened", "1", "yearly-2", "", "started"),
        ("happened", "2", "", "审议通过", ""),
        ("happened", "2", "", "公布", ""),
        ("happened", "2", "dated-1", "", "done"),
        ("happened", "2", "yearly-1", "", "done"),
        ("announced", "3", "", "施行", ""),
    ]


def test_people_get_few_rows_of_what_was_entered_late_and_the_rest_counted(
    run: Run, ledger: Callable[[str], None]
) -> None:
    ledger("".join(
        f"- {{task: dated-3, state: progress, on: 2025-01-{day:02}, recorded: 2026-11-20}}\n" for day in range(1, 26)
    ))  # fmt: skip
    said = run("news").out
    assert said.partition("Entered late (25)")[2].count("2025-01-") == 5
    assert "And 20 more; -f csv and -f json list all." in said
    assert len(news(run)["entered_late"]) == 25


@pytest.mark.parametrize("suffix", ["html", "md", "docx", "xlsx", "mail.html"])
def test_it_is_written_in_every_format_for_people(
    run: Run, ledger: Callable[[str], None], tmp_path: Path, suffix: str
) -> None:
    ledger(ADOPTED)
    assert run("news", "-o", f"news.{suffix}").code == FINE
    assert (tmp_path / f"news.{suffix}").stat().st_size > 500


def test_in_chinese_it_is_all_chinese(run: Run, ledger: Callable[[str], None]) -> None:
    ledger(ADOPTED)
    lines = run("news", "-f", "plain", "--lang", "zh").out.splitlines()
    assert lines[0] == "2026-10-26至2026-11-23的进展"
    assert lines[1] == "共2项进展（涉及任务3项；法规文件1部），新的在前。最新：2026-11-12 yearly-2：已启动。"
