"""`ipcheck scorecard`: how many promises were kept, and that every figure is that of the list behind it."""

import csv
import io
import json
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.scorecard import LEAST_DELAYS, LEAST_PROMISES, RESULTS, Score, group_of, result_of
from ipcheck.domain.situation import Situation
from ipcheck.domain.state import State
from ipcheck.domain.task import Task
from tests.builders import a_task
from tests.conftest import Run

TODAY = "2026-01-01"
PLANS = ("2020", "demo-zones", "2022", "2025", "protection-system")
# Filters that list the tasks behind a figure.
LISTED = {
    "in-time": ("--outcome", "done", "--in-time"),
    "late": ("--late",),
    **{name: ("--outcome", name) for name in ("partly", "begun", "no-record", "unknown", "withdrawn")},
}


def done(on: str, due: str | None = "2025-06-30", **said: Any) -> Task:
    days = {"due": due} if due else {}
    task = a_task(**days, **said)
    return task._replace(outcome="done", state=State("done", on, on), situation=Situation("done"))


def left(outcome: str, situation: str = "open") -> Task:
    return a_task()._replace(outcome=outcome, situation=Situation(situation))


@pytest.mark.parametrize(
    ("task", "result"),
    [
        (done("2025-06-30"), "in-time"),
        (done("2025-07-01"), "late"),
        (done("2025-06"), "in-time"),
        (done("2025"), "kept"),  # the year includes the last day
        (done("2025-07-01", due=None), "kept"),
        (done("2025-07-01", deadline_basis="plan"), "kept"),  # the end of a period is nobody's last day
        (left("partly"), "partly"),
        (left("unknown"), "unknown"),
    ],
)
def test_what_became_of_a_promise_is_told_by_its_own_last_day_alone(task: Task, result: str) -> None:
    assert result_of(task) == result


def test_a_milestone_that_came_late_was_kept_late_although_the_work_goes_on() -> None:
    reached = State("started", "2025-08-01", "2025-08-01", reached="2025-07-10")
    task = a_task(due="2025-06-30", ongoing=1)._replace(
        outcome="done", state=reached, situation=Situation("ongoing", milestone_met=True)
    )
    assert result_of(task) == "late"
    assert Score([task]).delays == [10]


@pytest.mark.parametrize(
    ("task", "group"),
    [
        (a_task(due="2025-12-31"), "dated"),
        (a_task(due=TODAY), "to-come"),  # its last day itself is not over
        (a_task(due="2025-12-31", deadline_basis="plan"), "period"),
        (a_task(ongoing=1), "standing"),
        (a_task(), "standing"),
        (a_task(deadline_basis="plan"), "standing"),  # of a plan whose period nobody knows
        (a_task(due="2025-12-31", kind="goal"), "goal"),
    ],
)
def test_by_when_a_promise_was_to_be_kept(task: Task, group: str) -> None:
    assert group_of(task, TODAY) == group


def test_a_median_is_that_of_enough_known_delays() -> None:
    days = ["2025-07-02", "2025-07-05", "2025-07-20", "2025-07-30"]
    assert Score(map(done, days[: LEAST_DELAYS - 1])).median_delay is None
    assert Score(map(done, days[:3])).median_delay == 5
    assert Score(map(done, days)).median_delay == 12  # of 5 and 20, rounded to the even number
    of_a_month = Score([*map(done, days[:3]), done("2025-08")])
    assert (of_a_month.results["late"], of_a_month.delays) == (4, [2, 5, 20])


def test_a_share_is_given_where_it_says_something() -> None:
    kept = [done("2025-06-30")] * 8
    assert Score([*kept, left("begun")]).share is None  # of fewer than ten
    assert Score([*kept, left("begun"), left("no-record")]).share == 0.8
    assert Score([*kept, *[left("no-record")] * 2]).share == 0.8
    assert Score([*kept, *[left("unknown")] * 3]).share is None
    assert Score([*kept, *[left("begun")] * 2, *[left("withdrawn")] * 5]).share == 0.8
    assert LEAST_PROMISES == 10


def test_what_is_overdue_is_named_and_what_came_after_the_period_is_counted() -> None:
    after = left("done")._replace(situation=Situation("done", after_period=True))
    score = Score([left("begun", "overdue")._replace(id="a-7"), left("begun", "unverified"), after])
    assert (score.overdue, score.after_period) == (["a-7"], 1)
    both = score + Score([after, left("partly", "overdue")._replace(id="a-9")])
    assert (both.overdue, both.after_period) == (["a-7", "a-9"], 2)
    assert (Score().overdue, Score().after_period, Score().promises) == ([], 0, 0)


@given(st.lists(st.sampled_from([done("2025-06-30"), done("2025-08-01"), left("begun", "overdue"), left("unknown")])))
def test_scores_add_up(tasks: list[Task]) -> None:
    whole, parts = Score(tasks), Score(tasks[::2]) + Score(tasks[1::2])
    assert whole.results == parts.results
    assert (whole.promises, whole.kept, whole.unknown) == (parts.promises, parts.kept, parts.unknown)
    assert sorted(whole.delays) == sorted(parts.delays)
    assert len(whole.overdue) == len(parts.overdue)
    assert whole.promises == len(tasks)


@pytest.fixture(autouse=True)
def _after_the_search(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs on the shipped data are of a day after the public record was searched."""
    if "run_shipped" in request.fixturenames:
        request.getfixturevalue("run_shipped")
        monkeypatch.setenv("IPCHECK_AS_OF", "2026-11-30")


def card(run: Run, plan: str, *options: str) -> dict[str, Any]:
    answer = run("scorecard", plan, "-f", "json", *options)
    assert answer.code == FINE, answer.err
    [only] = json.loads(answer.raw)["plans"]
    return dict(only)


def listed(run: Run, *options: str) -> list[str]:
    return [task["id"] for task in json.loads(run("tasks", *options, "-f", "json").raw)]


@pytest.mark.parametrize("plan", [PLANS[0], *(pytest.param(plan, marks=pytest.mark.slow) for plan in PLANS[1:])])
def test_every_figure_is_that_of_the_list_behind_it(run_shipped: Run, plan: str) -> None:
    found = card(run_shipped, plan)
    assert found["promises"] == len(listed(run_shipped, "--plan", plan))
    for outcome, count in found["outcomes"].items():
        assert count == len(listed(run_shipped, "--plan", plan, "--outcome", outcome)), outcome
    for result, filters in LISTED.items():
        tasks = listed(run_shipped, "--plan", plan, *filters)
        assert (found["tasks"][result], found["results"][result]) == (tasks, len(tasks)), result
    kept = listed(run_shipped, "--plan", plan, "--outcome", "done")
    assert found["all_kept"] == len(kept)
    assert sorted(found["tasks"]["kept"]) == sorted(set(kept) - {*found["tasks"]["in-time"], *found["tasks"]["late"]})
    assert found["overdue_tasks"] == listed(run_shipped, "--plan", plan, "--situation", "overdue")


@pytest.mark.parametrize("plan", PLANS)
def test_the_parts_add_up_to_the_whole(run_shipped: Run, plan: str) -> None:
    found = card(run_shipped, plan)
    assert set(found["results"]) == set(RESULTS)
    assert sum(found["results"].values()) == found["promises"]
    for parts in ("by_day", "by_section"):
        scores = found[parts].values() if parts == "by_day" else found[parts]
        for result in RESULTS:
            assert sum(score["results"][result] for score in scores) == found["results"][result]


@pytest.mark.parametrize("filters", [("--section", "司法"), ("--agency", "国家知识产权局"), ("--kind", "goal")])
def test_filters_narrow_figures_and_lists_alike(run_shipped: Run, filters: tuple[str, ...]) -> None:
    for found in json.loads(run_shipped("scorecard", *filters, "-f", "json").raw)["plans"]:
        tasks = listed(run_shipped, "--plan", found["plan"], *filters)
        assert sorted(chain.from_iterable(found["tasks"].values())) == sorted(tasks)


def test_the_first_sentence_can_be_quoted_and_names_what_is_overdue(run_shipped: Run) -> None:
    said = run_shipped("scorecard", "2022", "-f", "plain").out.splitlines()
    assert said[0] == "How many promises of plan 2022 were kept?"
    assert said[1].startswith(
        "Of the 114 promises of plan 2022, 12 are known to have been kept: 7 on time, 3 late (median delay: 355"
    )
    assert "1 is overdue: known to be open after its deadline (task 2022-11)." in said[1]


def test_a_plan_with_a_period_alone_has_nothing_late(run_shipped: Run) -> None:
    found = card(run_shipped, "2025")
    assert (found["results"]["late"], found["results"]["in-time"], found["median_days_late"]) == (0, 0, None)
    assert found["after_period"] == 1
    said = run_shipped("scorecard", "2025", "-f", "plain").out
    assert "10 are known to have been kept, 1 of them after the period of the plan." in said
    assert "late" not in said.splitlines()[1]


def test_of_several_plans_the_whole_comes_first_with_what_is_overdue(run_shipped: Run) -> None:
    said = run_shipped("scorecard", "-f", "plain").out.splitlines()
    assert said[1].startswith("Of the 521 promises of 5 plans, 33 are known to have been kept: 7 on time, 3 late")
    assert said[1].endswith("1 is overdue: known to be open after its deadline (task 2022-11).")
    assert said[2].startswith("Of the 91 promises of plan 2020, 8 are known")


def test_a_selection_is_called_one_and_has_no_share(run_shipped: Run) -> None:
    said = run_shipped("scorecard", "2022", "--outcome", "done", "-f", "plain").out
    assert "Of the 12 promises of plan 2022 that match the filters, 12 are known to have been kept" in said
    assert "hare" not in said
    assert "none is known to have been kept" in run_shipped("scorecard", "2022", "--outcome", "begun").out


def test_an_agency_that_a_plan_does_not_name_is_no_empty_answer_without_a_reason(run_shipped: Run) -> None:
    said = run_shipped("scorecard", "2022", "--agency", "CNIPA", "-f", "plain").out.splitlines()
    assert said[1].startswith("Names no agency for any task, so nothing of it can be here: 2022.")


def test_a_plan_that_was_not_published_yet_has_no_score(run_shipped: Run) -> None:
    answer = run_shipped("scorecard", "2025", "--as-of", "2024-01-01", "-f", "plain")
    assert "No task matches." in answer.out
    assert json.loads(run_shipped("scorecard", "2025", "--as-of", "2024-01-01", "-f", "json").raw)["plans"] == []


def test_an_unknown_plan_is_refused_with_the_nearest(run_shipped: Run) -> None:
    answer = run_shipped("scorecard", "2023")
    assert answer.code == UNABLE
    assert "2023" in answer.err


def test_rows_for_programs_are_those_of_the_objects(run_shipped: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run_shipped("scorecard", "2022", "-f", "csv").out)))
    found = card(run_shipped, "2022")
    [whole] = [row for row in rows if row["by"] == "plan"]
    assert {result: int(whole[result.replace("-", "_")]) for result in RESULTS} == found["results"]
    assert [row["name"] for row in rows if row["by"] == "section"] == [row["section"] for row in found["by_section"]]
    assert [row["name"] for row in rows if row["by"] == "day"] == list(found["by_day"])


def test_lists_stand_where_there_is_room_and_paper_has_what_was_late(run_shipped: Run) -> None:
    page = run_shipped("scorecard", "2022", "-f", "html").out
    assert "None found (21)" in page
    text = run_shipped("scorecard", "2022", "-f", "plain").out
    assert "None found (21)" not in text
    assert "Kept late (3)" in text
    assert "ipcheck tasks --plan 2022 --outcome no-record" in text
