"""`ipcheck instruments`, and the track of an instrument: what was promised, what happened, how long it rests."""

import csv
import io
import json
from typing import Any

import pytest

from ipcheck.base.dates import last_day
from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.entry import Entry
from ipcheck.domain.task import Task
from ipcheck.domain.track import HOLD_AFTER, Promise, Track, is_about, months_between, newest_news
from ipcheck.formats.parts import Lane, Mark, Span, Timeline
from ipcheck.formats.timeline import timeline_lines
from ipcheck.reports.shared.track_words import standing_in_words
from tests.builders import a_task, an_entry
from tests.conftest import Run

TODAY = "2026-11-29"
WORDS = Translator("en")


def step(name: str, on: str, **said: Any) -> Entry:
    return an_entry(on, task="", instrument="商标法", step=name, **said)


def promise(published: str | None = "2022-11-01", outcome: str = "unknown") -> Promise:
    task: Task = a_task("early-1", instruments="drafting 商标法")._replace(published=published, outcome=outcome)
    return Promise(task, "drafting")


def track(*steps: Entry, promises: tuple[Promise, ...] = (promise(),), kind: str | None = "law") -> Track:
    happened = [each for each in steps if each.on_from <= TODAY]
    return Track(
        "商标法", kind, "trademark-law", promises, happened, [each for each in steps if each.on_from > TODAY], TODAY
    )


@pytest.mark.parametrize(
    ("steps", "standing", "next_step"),
    [
        ([], "no-step", "公开征求意见"),
        ([("公开征求意见", "2026-03-30")], "moving", "审议"),
        ([("公开征求意见", "2026-02-28")], "on-hold", "审议"),
        ([("审议", "2026-05-01")], "moving", "审议通过"),
        ([("审议通过", "2026-10-01"), ("施行", "2027-01-01")], "announced", None),
        ([("公布", "2024-01-01"), ("施行", "2024-03-01")], "settled", None),
        ([("施行", "2020-01-01")], "no-open", "公开征求意见"),
        ([("公布", "2024-01-01"), ("废止", "2025-01-01")], "repealed", None),
    ],
)
def test_how_an_instrument_stands_and_what_usually_comes_next(
    steps: list[tuple[str, str]], standing: str, next_step: str | None
) -> None:
    found = track(*(step(name, on) for name, on in steps))
    # in force before the plan that promises another round: nothing has moved since that plan
    assert found.standing == {"no-open": "on-hold"}.get(standing, standing)
    assert found.next_step == next_step


def test_nine_months_without_a_step_are_on_hold() -> None:
    assert HOLD_AFTER == 9
    assert track(step("公开征求意见", "2026-03-01")).idle_months == 8
    assert track(step("公开征求意见", "2026-02-28")).idle_months == 9


def test_after_a_round_that_ended_it_counts_since_when_another_was_promised() -> None:
    ended = step("施行", "2021-06-01")
    assert track(ended).idle_months == months_between("2022-11-01", TODAY) == 48
    assert track(ended, promises=(promise("2021-12-01"),)).standing == "settled"  # a plan of the year of the step
    assert track(ended, promises=(promise(outcome="done"),)).standing == "settled"


def test_without_a_step_it_counts_since_the_newest_plan_with_a_known_day() -> None:
    promises = (promise("2020-05-01"), promise("2025-05-07"), promise(None), promise("2022-11-01"))
    found = track(promises=promises)
    assert (found.promised_on, found.idle_months) == ("2025-05-07", 18)
    kept = track(promises=(promise("2020-05-01", "done"), promise("2025-05-07", "done")))
    assert (kept.promised_on, kept.idle_months) == ("2025-05-07", 18)
    later_kept = track(promises=(promise("2022-11-01"), promise("2025-05-07", "done")))
    assert later_kept.idle_months == 48
    assert track(promises=()).promised_on is None
    unknown = track(promises=(promise(None),))
    assert (unknown.promised_on, unknown.idle_months, unknown.standing) == (None, None, "no-step")
    assert (unknown.moved_on, unknown.moved_to, unknown.last) == (None, None, None)


def test_in_the_middle_of_a_round_it_counts_since_the_step_whatever_is_promised_meanwhile() -> None:
    drafted = step("公开征求意见", "2021-08-31")
    assert track(drafted, promises=(promise("2025-05-07"),)).idle_months == 62


def test_of_several_plans_that_promise_another_round_the_newest_counts() -> None:
    ended = step("施行", "2019-11-01")
    found = track(ended, promises=(promise("2022-11-01"), promise("2025-05-07"), promise("2026-05-07", "done")))
    assert (found.standing, found.idle_months) == ("on-hold", 18)


def test_a_step_of_which_only_the_month_is_known_moved_by_its_last_day() -> None:
    found = track(step("公开征求意见", "2026-04"))
    assert (found.moved_on, found.moved_to) == ("2026-04", "2026-04-30")


def test_an_instrument_of_no_registry_takes_the_usual_route() -> None:
    assert track(step("公开征求意见", "2026-06-01"), kind=None).next_step == "审议通过"
    assert track(kind="treaty").next_step == "审议通过"


def test_the_newest_round_names_each_step_once_with_its_newest_day_in_time_order() -> None:
    found = track(
        step("施行", "2019-11-01", round="2019年修改"), step("审议", "2025-11-14", round="2026年修订"),
        step("公开征求意见", "2025-12-27", round="2026年修订"), step("审议", "2026-05-22", round="2026年修订"),
        step("审议通过", "2026-06-26", round="2026年修订"),
    )  # fmt: skip
    assert [(each.step, each.on) for each in found.newest_round] == [
        ("公开征求意见", "2025-12-27"), ("审议", "2026-05-22"), ("审议通过", "2026-06-26"),
    ]  # fmt: skip
    assert track().newest_round == []


def test_steps_without_a_round_belong_together() -> None:
    found = track(step("公开征求意见", "2020-09-04"), step("公布", "2026-02-24"))
    assert [(name, len(steps)) for name, steps in found.rounds().items()] == [("", 2)]


def test_what_the_tasks_say_is_done_is_settled_without_a_step() -> None:
    assert track(promises=(promise(outcome="done"), promise(outcome="done"))).standing == "settled"
    assert track(promises=(promise(outcome="done"), promise())).standing == "no-step"


def test_a_policy_is_not_expected_to_be_adopted() -> None:
    assert track(step("公开征求意见", "2026-06-01"), kind="policy").next_step == "公布"
    assert track(step("公开征求意见", "2026-06-01"), kind="regulation").next_step == "审议通过"


def test_what_is_in_force_is_the_newest_that_took_effect_and_was_not_repealed() -> None:
    steps = [step("施行", "2019-11-01", round="2019年修改"), step("审议", "2025-12-22", round="2026年修订")]
    assert track(*steps).in_force_since == "2019-11-01"
    assert track(*steps, step("废止", "2026-01-01")).in_force_since is None
    assert track(step("审议", "2025-12-22")).in_force_since is None


def test_rounds_stand_in_the_order_in_which_they_ended() -> None:
    steps = [
        step("公开征求意见", "2020-11-10", round="2023年修订"), step("公布", "2020-12-14", round="2020年修改"),
        step("公布", "2023-12-21", round="2023年修订"), step("施行", "2027-01-01", round="2027年修订"),
    ]  # fmt: skip
    found = track(*steps)
    assert list(found.rounds()) == ["2020年修改", "2023年修订", "2027年修订"]
    assert [each.step for each in found.newest_round] == ["施行"]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2026-02-28", "2026-11-28", 9), ("2026-03-01", "2026-11-28", 8), ("2025-02", TODAY, 21), ("2025", TODAY, 10),
     ("2027-01-01", TODAY, 0)],
)  # fmt: skip
def test_months_are_whole_ones_and_rather_too_few(first: str, last: str, months: int) -> None:
    assert months_between(first, last) == months


def test_news_of_an_instrument_are_entries_that_name_it_or_whole_tasks_that_name_no_other() -> None:
    two = a_task("a-1", instruments="drafting 商标法\ndrafting 专利法")
    one = a_task("a-2", instruments="drafting 商标法")
    entries = {
        "a-1": [
            an_entry("2024-01-05", "progress", task="a-1"),  # of one or the other
            an_entry("2023-02-01", "progress", task="a-1", instrument="商标法"),
            an_entry("2025-02-01", "progress", task="a-1", instrument="专利法"),
        ],
        "a-2": [an_entry("2023-01", note="已提上日程", task="a-2"), an_entry("2027-01-01", "started", task="a-2")],
    }
    promises = [Promise(two, "drafting"), Promise(one, "drafting")]
    assert newest_news("商标法", promises, entries, TODAY) == "2023-02-01"
    assert newest_news("商标法", promises[1:], entries, TODAY) == "2023-01"
    assert newest_news("专利法", promises[:1], entries, TODAY) == "2025-02-01"
    assert newest_news("著作权法", [], entries, TODAY) is None
    assert not is_about(an_entry("2024-01-05", task="", instrument="专利法", step="公布"), None, "商标法")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (track(step("公开征求意见", "2024-12-26")), "on hold: no step on record for 23 months"),
        (track(step("公开征求意见", "2026-11-20")), "in progress, last step less than a month ago"),
        (track(step("公布", "2024-05-01")), "issued 2024-05-01"),
        (track(step("公布", "2024-05-01"), step("施行", "2024-06-01")), "in force since 2024-06-01"),
        # only a draft was promised, and put out for comment: nothing was issued
        (track(step("公开征求意见", "2024-12-18"), promises=(promise(outcome="done"),)),
         "done, according to the tasks that promise it"),
        (track(), "no step on record, 48 months after a plan promised it"),
        (track()._replace(news_on="2026-01-07"),
         "no step on record, 48 months after a plan promised it (latest news 2026-01-07)"),
        (track(step("公开征求意见", "2024-12-26"))._replace(news_on="2024-12"),
         "on hold: no step on record for 23 months (latest news 2024-12)"),
        (track(step("公开征求意见", "2024-12-26"))._replace(news_on="2024-12-26"),
         "on hold: no step on record for 23 months"),
    ],
)  # fmt: skip
def test_how_an_instrument_stands_in_words(found: Track, words: str) -> None:
    assert standing_in_words(found, WORDS) == words


def a_timeline(**said: Any) -> Timeline:
    marks = [
        Mark("2023-01-13", "1", "public consultation", "2023-01-13"),
        Mark("2026-06-26", "3", "adopted", "2026-06"),
        Mark("2027-01-01", "5", "in force", "2027-01-01", coming=True),
    ]
    spans = [
        Span("2022-3", "to be drafted", "2022-11-01", None),
        Span("2025-1", "to be drafted", "2025-05-07", "2025-12-31"),
    ]
    return Timeline("Track", spans, [Lane("2026年修订", marks)], TODAY)._replace(**said)


def test_promises_and_steps_stand_on_one_axis_of_years() -> None:
    lines = timeline_lines(a_timeline(), 80, WORDS)
    assert lines[0].split() == ["2022", "2023", "2024", "2025", "2026", "2027"]
    at = {year: lines[0].index(year) for year in lines[0].split()}
    assert at["2022"] < lines[1].index("├") < at["2023"]
    assert lines[1].rstrip().endswith("▶")
    assert at["2025"] < lines[2].index("├") < lines[2].index("┤") < at["2026"] + 1
    lane = lines[3].replace("年修订", "      ")  # as wide on a terminal
    assert at["2023"] <= lane.index("1") < at["2024"]
    assert at["2027"] <= lane.rindex("5")
    assert lane.index("┊") < lane.rindex("5")
    assert all(len(line) <= 80 for line in lines)
    assert "1 public consultation" in lines[4]


def test_a_timeline_fits_a_narrow_page_and_an_encoding_without_frames() -> None:
    lines = timeline_lines(a_timeline(lanes=[]), 28, WORDS, ascii_only=True)
    assert all(line.isascii() and len(line) <= 28 for line in lines)
    assert "'22" in lines[0]


def test_steps_of_neighbouring_days_stand_side_by_side() -> None:
    marks = [Mark(f"2025-12-2{day}", str(day), "step", f"2025-12-2{day}") for day in (1, 2, 3)]
    lines = timeline_lines(Timeline("", [], [Lane("", marks)], "2026-06-01"), 60, WORDS)
    assert "123" in lines[1]


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    answer = run("instruments", "-f", "json", "--as-of", TODAY, *options)
    assert answer.code == FINE, answer.err
    found: list[dict[str, Any]] = json.loads(answer.raw)
    return found


def test_every_promised_instrument_stands_there_and_what_moved_last_first(run_shipped: Run) -> None:
    found = listed(run_shipped)
    tasks = json.loads(run_shipped("tasks", "-f", "json").raw)
    promised = {
        instrument["name"] for task in tasks for instrument in task["instruments"]
        if instrument["stage"] in ("study", "drafting", "issued")
    }  # fmt: skip
    assert {row["instrument"] for row in found} == promised
    moved = [last_day(row["moved_on"]) if row["moved_on"] else "" for row in found]
    assert found[0]["instrument"] == "商标法"
    assert moved == sorted(moved, reverse=True)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--kind", "law", "--step", "审议通过"), ["商标法"]),
        (("--kind", "law", "--step", "none"), ["知识产权基础性法律", "符合知识产权审判规律的特别程序法律制度"]),
        (("--plan", "2025", "--since", "2026"), ["商标法", "商业秘密保护规定", "专利审查指南"]),
        (("--standing", "announced"), ["商标法"]),
        (("--standing", "on-hold", "--kind", "law"), ["电子商务法"]),
        (("--since", "6m"), ["商标法", "商业秘密保护规定"]),
        (("--agency", "市场监管总局", "--plan", "2025", "--since", "2026"), ["商业秘密保护规定"]),
        (("--stage", "study", "--kind", "regulation"), ["生物遗传资源获取和惠益分享管理条例"]),
    ],
)
def test_lists_can_be_narrowed(run_shipped: Run, options: tuple[str, ...], names: list[str]) -> None:
    assert [row["instrument"] for row in listed(run_shipped, *options)] == names


def test_the_first_line_counts_how_they_stand_and_says_what_comes_next(run_shipped: Run) -> None:
    said = run_shipped("instruments", "--kind", "law", "--as-of", TODAY, "-f", "plain").out.splitlines()
    assert said[1].startswith(
        "6 laws and documents: announced 1, on hold 1, no step on record 2, issued or in force 2."
    )
    assert "Next: Trademark Law, takes effect 2027-01-01." in said[1]


def test_rows_for_programs_are_those_of_the_objects(run_shipped: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run_shipped("instruments", "-f", "csv", "--as-of", TODAY).out)))
    found = listed(run_shipped)
    assert [row["instrument"] for row in rows] == [row["instrument"] for row in found]
    assert [row["standing"] for row in rows] == [row["standing"] for row in found]
    assert [row["idle_months"] for row in rows] == [
        "" if row["idle_months"] is None else str(row["idle_months"]) for row in found
    ]


def test_trace_opens_with_the_track_of_its_instrument(run_shipped: Run) -> None:
    said = run_shipped("trace", "商标法", "--as-of", TODAY, "-f", "plain").out
    assert "Announced: takes effect 2027-01-01 (in 33 days)." in said.splitlines()[1]
    assert said.splitlines()[2].startswith("Promised: to be drafted or revised (2022-3, 2025-1, ")
    found = json.loads(run_shipped("trace", "商标法", "--as-of", TODAY, "-f", "json").raw)["track"]
    assert [row for row in listed(run_shipped, "--kind", "law") if row["instrument"] == "商标法"] == [found]


def test_a_plan_counts_from_the_day_on_which_it_was_published(run_shipped: Run) -> None:
    found = json.loads(run_shipped("trace", "商标法", "--as-of", "2024-01-01", "-f", "json").raw)
    assert [task["id"] for task in found["tasks"]] == ["2022-3", "protection-system-o2.2"]  # of unknown day
    assert [promise["task"] for promise in found["track"]["promises"]] == ["2022-3", "protection-system-o2.2"]


def test_plans_that_name_no_agency_are_named_where_one_asks_for_an_agency(run_shipped: Run) -> None:
    said = run_shipped("instruments", "--agency", "CNIPA", "-f", "plain").out.splitlines()
    assert said[2].startswith("Names no agency for any task, so nothing of it can be here: 2022.")


def test_a_step_that_does_not_exist_is_refused(run_shipped: Run) -> None:
    assert run_shipped("instruments", "--step", "通过").code == UNABLE
    assert run_shipped("instruments", "--since", "soon").code == UNABLE
    assert run_shipped("instruments", "--since", "2030").code == UNABLE
