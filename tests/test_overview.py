"""Answers at a glance: figures, last days through time, load by agency."""

import json

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import AgencyLoad
from ipcheck.domain.situation import Situation
from ipcheck.domain.task import Task
from ipcheck.reports.shared.charts import MOST_AGENCIES, MOST_SPANS, load, situation_figures, timeline
from tests.builders import a_task
from tests.conftest import Run

WORDS = Translator("en")


def due(*days: str, situation: str = "unverified") -> list[Task]:
    return [a_task(f"plan-{n}", due=day, situation=Situation(situation)) for n, day in enumerate(days, 1)]


def test_deadlines_are_shown_by_the_month_where_few_months_have_any() -> None:
    chart = timeline(due("2025-11-30", "2026-01-31", "2026-01-01"), WORDS)
    assert list(chart.labels) == ["2025-11", "2026-01"]
    assert [(each.tone, list(each.values)) for each in chart.series] == [("unverified", [1, 2])]


def test_spans_without_a_deadline_have_no_bar_and_the_gap_is_known() -> None:
    chart = timeline(due("2022-06-30", "2022-07-31", "2024-08-31"), WORDS)
    assert list(chart.labels) == ["2022-06", "2022-07", "2024-08"]
    assert list(chart.gaps) == [2]


def test_many_deadlines_are_shown_by_the_quarter_or_the_year() -> None:
    by_month = [f"{2022 + n // 12}-{n % 12 + 1:02}-28" for n in range(36)]
    assert list(timeline(due(*by_month), WORDS).labels)[:2] == ["2022 Q1", "2022 Q2"]
    by_year = [f"{2022 + n}-{month}-30" for n in range(10) for month in ("06", "11")]
    assert list(timeline(due(*by_year), WORDS).labels) == [str(year) for year in range(2022, 2032)]


def test_days_at_the_end_of_time_make_no_bar_for_each_year_till_then() -> None:
    assert list(timeline(due("2022-06-30", "9999-12-31", "0001-01-01"), WORDS).labels) == [
        "0001-01", "2022-06", "9999-12",
    ]  # fmt: skip


def test_there_are_never_more_bars_than_stand_side_by_side() -> None:
    for months in range(1, 900, 13):
        days = [divmod(2000 * 12 + month, 12) for month in range(months + 1)]
        chart = timeline(due(*(f"{year:04}-{month + 1:02}-01" for year, month in days)), WORDS)
        assert len(chart.labels) <= MOST_SPANS
        assert sum(chart.series[0].values) == len(days)


def test_situations_stand_in_their_order_and_each_bar_adds_up() -> None:
    tasks = [*due("2025-11-30"), *due("2025-11-30", "2025-11-01", situation="done"), *due("2025-11-05")]
    chart = timeline(tasks, WORDS)
    assert [(each.tone, list(each.values)) for each in chart.series] == [("done", [2]), ("unverified", [2])]


def test_the_end_of_a_period_is_no_last_day() -> None:
    assert timeline([a_task(due="2025-12-31", deadline_basis="plan")], WORDS).labels == ()


def test_the_agencies_with_most_come_first_and_the_others_are_counted() -> None:
    loads = [AgencyLoad(f"甲{n}局", n % 7, n % 3, 0) for n in range(20)]
    chart = load(loads, WORDS)
    totals = [sum(values) for values in zip(*(each.values for each in chart.series), strict=True)]
    assert totals == sorted(totals, reverse=True)
    assert len(chart.labels) == MOST_AGENCIES
    assert chart.title == f"Tasks by agency: the {MOST_AGENCIES} with most of 20"


def test_an_agency_that_is_only_mentioned_bears_no_load() -> None:
    assert load([AgencyLoad("甲局", 0, 0, 5)], WORDS).labels == []


def test_figures_count_the_tasks_of_the_answer_and_name_them() -> None:
    tasks = [*due("2025-11-30", "2025-12-31"), a_task("other-1", situation=Situation("done"))]
    figures = situation_figures(tasks, WORDS)
    assert [(each.label, each.value, each.light) for each in figures] == [
        ("tasks", 3, ""), ("done", 1, "🟢"), ("unverified", 2, "⚪"),
    ]  # fmt: skip
    assert list(figures[2].tasks) == ["plan-1", "plan-2"]


def test_the_page_of_a_plan_counts_what_json_holds(run_shipped: Run) -> None:
    tasks = json.loads(run_shipped("agency", "国家知识产权局", "--plan", "2025", "--role", "lead", "-f", "json").raw)
    page = run_shipped("agency", "国家知识产权局", "--plan", "2025", "--role", "lead", "-f", "html", "--lang", "en").out
    assert f'<b class="value">{len(tasks)}</b>' in page
    assert f"CNIPA leads {len(tasks)}</title>" in page
