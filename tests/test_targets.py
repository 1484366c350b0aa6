"""Promised figures held against what was reached: when one is met, what nobody can say, and what `targets` answers."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.entry import Entry
from ipcheck.domain.measure import HIGHER, LEVEL, LOWER, TOTAL, YEARLY, Measure, read_amount, read_reported
from ipcheck.domain.target import RESULTS, Target, Verdict, judge_target, known_figures
from tests.conftest import Run
from tools.offices import fill_in

PENDENCY = Measure("pendency", "审查周期", "time to examine", "个月", "months", LOWER, LEVEL)
GRANTS = PENDENCY._replace(id="grants", unit="件", better=HIGHER, kind=YEARLY)
CENTRES = GRANTS._replace(id="centres", unit="家", kind=TOTAL)
SHARE = GRANTS._replace(id="share", unit="%", kind=LEVEL)
TODAY = "2026-06-01"


def target(comparison: str = "at-most", value: str = "15", unit: str = "个月", **said: Any) -> Target:
    given = Target(0, 0, "", "", "pendency", comparison, value, unit, "2025-12-31", "deadline", None, 0, None)
    return given._replace(**said)


def figure(value: str, as_of: str, unit: str = "个月", on: str = "2026-02-01", **said: Any) -> Entry:
    nothing = dict.fromkeys(Entry._fields, None) | {"line": 1, "column": 1, "path": "", "shipped": False}
    given = {"plan": "p", "task": "p-1", "on": on, "recorded": on, "source": "公报"}
    actual = {"measure": "pendency", "value": value, "unit": unit, "as_of": as_of}
    return Entry(**{**nothing, **given, **actual, **said})


def judged(of: Target, *figures: Entry, measure: Measure | None = PENDENCY, on: str = TODAY) -> tuple[str, str | None]:
    result, reason, *_others = judge_target(of, measure, known_figures(figures, on), on)
    return result, reason


@pytest.mark.parametrize(
    ("comparison", "measure", "better", "just", "worse"),
    [
        ("at-most", PENDENCY, "14.9", "15", "15.1"),
        ("at-least", SHARE, "15.1", "15", "14.9"),
        ("stable", PENDENCY, "14", "15", "16"),
        ("stable", SHARE, "16", "15", "14"),
    ],
)
def test_a_figure_of_the_promised_day_decides(
    comparison: str, measure: Measure, better: str, just: str, worse: str
) -> None:
    of = target(comparison, unit=measure.unit)
    for as_of in ("2025", "2025-12", "2025-12-31"):
        assert judged(of, figure(better, as_of, measure.unit), measure=measure) == ("met", None)
        assert judged(of, figure(just, as_of, measure.unit), measure=measure) == ("met", None)
        assert judged(of, figure(worse, as_of, measure.unit), measure=measure) == ("not-met", None)


def test_neither_a_later_nor_an_earlier_figure_decides() -> None:
    assert judged(target(), figure("14", "2026-03")) == ("not-known", "other-days")
    assert judged(target(), figure("14", "2025-06")) == ("not-known", "other-days")
    assert judged(target()) == ("not-known", "no-figure")
    assert judged(target(by="2027-12-31"), figure("14", "2025")) == ("not-known", "to-come")


def shown(of: Target, figures: Sequence[Entry], measure: Measure = PENDENCY) -> Sequence[str | None]:
    """The days of the figures that a verdict shows."""
    return [each.as_of for each in judge_target(of, measure, known_figures(figures, TODAY), TODAY).figures]


def test_the_figures_that_decide_are_shown_else_the_nearest_or_the_newest() -> None:
    several = [figure("16", "2023"), figure("17", "2024"), figure("14", "2026-03")]
    assert shown(target(), several) == ["2026-03"]
    assert shown(target(), [*several, figure("15", "2025")]) == ["2025"]
    assert shown(target(), [figure("15", "2025"), figure("16", "2025-12-31")]) == ["2025", "2025-12-31"]
    assert shown(target("about"), several) == ["2026-03"]
    assert shown(target(by=None), several) == ["2026-03"]
    assert shown(target(yearly=1), several) == ["2026-03"]
    assert shown(target("at-most", "17", yearly=1, since="2024-01-01"), several) == ["2026-03"]
    assert shown(target("at-most", "17", yearly=1, since="2023-01-01", by="2024-12-31"), several) == ["2023", "2024"]
    totals = [figure("10", "2023", "家"), figure("31", "2024", "家"), figure("40", "2025-06", "家")]
    assert shown(target("at-least", "30", "家"), totals, CENTRES) == ["2024"]
    assert shown(target("at-least", "30", "家", by="2024-12-31"), totals, CENTRES) == ["2024"]
    changes = [figure("100", "2024", "件"), figure("120", "2025", "件")]
    assert shown(target("increase", "20", "%", base="2024"), changes, GRANTS) == ["2024", "2025"]
    assert shown(target("increase", "20", "%", base="2023"), changes, GRANTS) == ["2025"]
    nothing = [figure("0", "2024", "件"), figure("120", "2025", "件")]
    assert shown(target("increase", "20", "%", base="2024"), nothing, GRANTS) == ["2024", "2025"]


def test_a_day_that_is_today_has_come() -> None:
    assert judged(target(by=TODAY)) == ("not-known", "no-figure")
    assert judged(target(by="2026-06-02")) == ("not-known", "to-come")


def test_a_yearly_increase_is_one_on_each_year_before() -> None:
    of = target("increase", "10", "%", by="2025-12-31", yearly=1, since="2024-01-05")
    figures = [figure(value, year, "件") for value, year in (("100", "2023"), ("110", "2024"), ("121", "2025"))]
    assert judged(of, *figures, measure=GRANTS) == ("met", None)
    assert judged(of, *figures[:2], figure("120", "2025", "件"), measure=GRANTS) == ("not-met", None)
    assert judged(of, *figures[1:], measure=GRANTS) == ("not-known", "no-base")


def test_a_sum_of_a_year_is_that_of_the_whole_year() -> None:
    of = target("at-least", "3000", "件")
    assert judged(of, figure("4000", "2025-12", "件"), measure=GRANTS) == ("not-known", "other-days")
    assert judged(of, figure("4000", "2025", "件"), measure=GRANTS) == ("met", None)


def test_a_total_may_be_reached_before_its_day_and_is_missed_only_on_it() -> None:
    of = target("at-least", "30", "家", by="2027-12-31")
    assert judged(of, figure("31", "2024", "家"), measure=CENTRES) == ("met", None)
    assert judged(of, figure("29", "2024", "家"), measure=CENTRES) == ("not-known", "to-come")
    assert judged(of, figure("29", "2027", "家", "2028-01-05"), measure=CENTRES, on="2028-02-01") == ("not-met", None)
    assert judged(of, figure("31", "2024", "家"), measure=SHARE._replace(unit="家")) == ("not-known", "to-come")


def test_about_is_never_judged() -> None:
    assert judged(target("about"), figure("15", "2025")) == ("not-known", "not-exact")


def test_measure_and_unit_must_be_those_of_the_promise() -> None:
    assert judged(target(), figure("15", "2025"), measure=None) == ("not-known", "no-measure")
    assert judged(target(unit="天"), figure("15", "2025")) == ("not-known", "other-unit")
    assert judged(target("at-least", "1", "万件"), figure("9999", "2025", "件"), measure=GRANTS) == ("not-met", None)
    assert judged(target("at-least", "1", "万件"), figure("1.2", "2025", "万件"), measure=GRANTS) == ("met", None)
    assert judged(target(by=None), figure("15", "2025")) == ("not-known", "no-day")


def test_figures_that_differ_decide_nothing() -> None:
    assert judged(target(), figure("15", "2025"), figure("16", "2025-12-31")) == ("not-known", "differing")
    assert judged(target(), figure("15", "2025"), figure("15.0", "2025-12-31")) == ("met", None)


@pytest.mark.parametrize(
    ("comparison", "value", "unit", "before", "after", "result"),
    [
        ("increase", "20", "%", "1515", "2180", "met"),
        ("increase", "20", "%", "1000", "1200", "met"),
        ("increase", "20", "%", "1000", "1199.9", "not-met"),
        ("increase", "30", "件", "17", "51", "met"),
        ("decrease", "15", "件", "100", "85", "met"),
        ("decrease", "15", "件", "100", "86", "not-met"),
        ("decrease", "15", "%", "100", "85", "met"),
    ],
)
def test_an_increase_is_that_from_the_year_compared_with(
    comparison: str, value: str, unit: str, before: str, after: str, result: str
) -> None:
    of = target(comparison, value, unit, base="2024")
    measure = GRANTS._replace(kind=LEVEL)
    figures = figure(before, "2024", "件"), figure(after, "2025", "件")
    assert judged(of, *figures, measure=measure) == (result, None)
    assert judged(of, figures[1], measure=measure) == ("not-known", "no-base")
    assert judged(of._replace(base=None), *figures, measure=measure) == ("not-known", "no-base")
    assert judge_target(of, measure, figures, TODAY).change is not None


def test_of_a_share_only_a_change_in_points_is_clear() -> None:
    figures = figure("50", "2024", "%"), figure("53", "2025", "%")
    points = target("increase", "3", "个百分点", base="2024")
    assert judged(points, *figures, measure=SHARE) == ("met", None)
    assert judged(points._replace(unit="%"), *figures, measure=SHARE) == ("not-known", "other-unit")


def test_nothing_comes_from_nothing() -> None:
    of = target("increase", "20", "%", base="2024")
    figures = figure("0", "2024", "件"), figure("10", "2025", "件")
    assert judged(of, *figures, measure=GRANTS) == ("not-known", "no-base")


def test_what_holds_for_each_year_is_missed_by_one_year_and_met_by_all() -> None:
    of = target("at-least", "100", "件", by="2025-12-31", yearly=1, since="2024-03-01")
    good = [figure("120", year, "件") for year in ("2024", "2025")]
    assert judged(of, *good, measure=GRANTS) == ("met", None)
    assert judged(of, good[0], figure("99", "2025", "件"), measure=GRANTS) == ("not-met", None)
    assert judged(of, good[1], measure=GRANTS) == ("not-known", "other-days")
    assert judged(of._replace(by=None), *good, measure=GRANTS) == ("not-known", "to-come")
    assert judged(of._replace(since=None), *good, measure=GRANTS) == ("not-known", "no-day")


def test_a_figure_counts_from_the_day_on_which_it_surely_was_known() -> None:
    assert judged(target(), figure("15", "2025", on="2026-06-02")) == ("not-known", "no-figure")
    assert judged(target(), figure("15", "2025", on="2026-06")) == ("not-known", "no-figure")
    assert judged(target(), figure("15", "2025", on="2026-05")) == ("met", None)
    assert judged(target(), figure("15", "2025", on=TODAY)) == ("met", None)


FIGURES = st.lists(
    st.tuples(
        st.decimals("1", "40", places=1).map(str),
        st.sampled_from(["2023", "2024", "2025", "2025-06", "2025-12-31", "2026-01", "2026"]),
    ),
    max_size=5,
).map(lambda pairs: [figure(value, as_of, on="2026-05-01") for value, as_of in pairs])
COMPARED = st.sampled_from(["at-most", "at-least", "stable", "about", "increase", "decrease"])


@given(FIGURES, COMPARED, st.sampled_from([PENDENCY, PENDENCY._replace(kind=TOTAL), PENDENCY._replace(kind=YEARLY)]))
def test_later_figures_change_no_verdict(figures: Sequence[Entry], comparison: str, measure: Measure) -> None:
    of = target(comparison, base="2024")
    by_then = [each for each in figures if not str(each.as_of).startswith("2026")]

    def verdict(known: Sequence[Entry]) -> Verdict:
        return judge_target(of, measure, known_figures(known, TODAY), TODAY)

    assert verdict(figures).result == verdict(by_then).result
    assert verdict(figures).result in RESULTS
    assert (verdict(figures).reason is None) == (verdict(figures).result != "not-known")


@given(st.decimals("1", "40", places=1), st.decimals("0", "10", places=1))
def test_what_is_better_than_a_figure_that_meets_meets_too(value: Decimal, better: Decimal) -> None:
    results = [judged(target(), figure(str(number), "2025"))[0] for number in (value, value - better)]
    assert results != ["met", "not-met"]


@pytest.mark.parametrize(
    ("value", "unit", "number", "base"),
    [
        ("2.5", "万件", "25000", "件"), ("1", "亿元", "100000000", "元"), ("16.5", "月", "16.5", "个月"),
        ("95", "％", "95", "%"), ("3", "万 件", "30000", "件"),
    ],
)  # fmt: skip
def test_a_unit_may_hold_a_factor(value: str, unit: str, number: str, base: str) -> None:
    assert read_amount(value, unit) == (Decimal(number), base)


def test_what_is_no_number_is_no_amount() -> None:
    assert read_amount("many", "件") is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pendency 15个月 2025", ("pendency", "15", "个月", "2025")),
        ("审查周期：15.5 个月，2025-06", ("审查周期", "15.5", "个月", "2025-06")),
        ("审查周期 15 2025年底", ("审查周期", "15", "", "2025年")),
        ("high-value-patents-per-10000 16件 2025", ("high-value-patents-per-10000", "16", "件", "2025")),
        ("time to examine 15 months 2025-12-31", ("time to examine", "15", "months", "2025-12-31")),
        ("审查周期 15个月 2025-12底", ("审查周期", "15", "个月", "2025-12")),
    ],
)
def test_a_figure_is_reported_on_one_line(line: str, said: tuple[str, ...]) -> None:
    assert read_reported(line) == said


@pytest.mark.parametrize(
    "line", ["", "15个月", "pendency 2025", "pendency 15个月", "15个月 2025", "pendency 15个月 2025 or so"]
)
def test_a_line_without_measure_number_or_time_is_none(line: str) -> None:
    assert read_reported(line) is None


PLAN = """\
id: own
title: 计划
issued: 2024-01-05
period: 2025
region: 海州市
contents:
  - heading: 一、任务
    tasks:
      - {number: 1, text: 审查周期压减至15个月，新建30家中心。, responsible: 甲局负责, deadline: 2025年12月底前完成}
      - {number: 2, text: 审查周期压减到16个月以内。, deadline: 2024年12月底前完成}
      - {number: 3, text: 遴选20个左右的城市。}
      - {number: 4, text: 做好总结。}
"""
MEASURES = """\
measures:
  - {id: pendency, name: 审查周期, english: time to examine, unit: 个月, unit_english: months, better: lower,
     kind: level}
  - {id: centres, name: 中心数, english: centres, unit: 家, better: higher, kind: level, aliases: [中心]}
"""
LEDGER = """\
- {task: own-1, on: 2026-01-10, source: 《公报》, actual: {measure: 审查周期, value: 15, unit: 个月, as_of: 2025}}
- {task: own-2, on: 2025-01-10, source: 公报, actual: {measure: pendency, value: 17.5, unit: 个月, as_of: 2024}}
- {task: own-2, on: 2024-01-10, source: 公报, actual: {measure: pendency, value: 20, unit: 月, as_of: 2023-12-31}}
"""
GROWN = """\
- {task: own-1, on: 2025-01-10, source: 公报, actual: {measure: centres, value: 20, unit: 家, as_of: 2024}}
- {task: own-1, on: 2026-01-10, source: 公报, actual: {measure: centres, value: 51, unit: 家, as_of: 2025}}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan, its measures and a ledger."""
    (tmp_path / "own").mkdir()
    for name, text in (("plan", PLAN), ("measures", MEASURES), ("ledger", LEDGER)):
        (tmp_path / "own" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(run: Run, *options: str, plan: str = "own") -> Any:
    answer = run("targets", plan, "--plans", "own", "--as-of", TODAY, *options, "-f", "json")
    assert answer.code == FINE
    return json.loads(answer.raw)


def test_targets_lists_what_is_promised_and_what_was_reached(run: Run, own: Path) -> None:
    said = asked(run)
    assert list(said) == ["as_of", "targets", "measures"]
    assert [(each["task"], each["measure"], each["result"], each["reason"]) for each in said["targets"]] == [
        ("own-1", "pendency", "met", None),
        ("own-1", "centres", "not-known", "no-figure"),
        ("own-2", "pendency", "not-met", None),
        ("own-3", None, "not-known", "not-exact"),
    ]
    first = said["targets"][0]
    assert (first["words"], first["by"], first["day_basis"]) == ("审查周期压减至15个月", "2025-12-31", "deadline")
    [reached] = first["reached"]
    assert (reached["value"], reached["as_of"], reached["source"]) == (15, "2025", "《公报》")
    [course] = said["measures"]
    assert [(each["value"], each["as_of"]) for each in course["figures"]] == [
        (20, "2023-12-31"), (17.5, "2024"), (15, "2025"),
    ]  # fmt: skip


def test_the_first_line_counts_all_also_where_one_result_is_listed(run: Run, own: Path) -> None:
    for result in ("met", "not-known"):
        lines = run("targets", "own", "--plans", "own", "--as-of", TODAY, "--result", result, "-f", "plain").out
        assert lines.splitlines()[1] == "1 of 4 promised figures met; 1 not met (own-2), 2 not known."
        assert f"Only these results are listed: {result.replace('-', ' ')}." in lines


@pytest.mark.parametrize(
    ("promised", "language", "shown"),
    [
        ("新建30家中心", "en", "20 家 (2024) → 51 家 (2025), +31 家"),
        ("新建30家中心", "zh", "20家（2024） → 51家（2025），+31家"),
        ("中心数增长20%", "en", "20 家 (2024) → 51 家 (2025), +155.0%"),
        ("中心数减少30家", "zh", "20家（2024） → 51家（2025），+31家"),
    ],
)
def test_a_change_is_shown_with_its_sign(run: Run, own: Path, promised: str, language: str, shown: str) -> None:
    plan = own / "own" / "plan.yaml"
    plan.write_text(PLAN.replace("新建30家中心", promised), encoding="utf-8")
    (own / "own" / "ledger.yaml").write_text(GROWN, encoding="utf-8")
    said = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-f", "markdown", "--lang", language).out
    assert shown in said


def test_the_first_line_says_how_many_are_met_and_names_what_is_not(run: Run, own: Path) -> None:
    lines = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-f", "plain").out.splitlines()
    assert lines[1] == "1 of 4 promised figures met; 1 not met (own-2), 2 not known."
    assert any("20 → [17.5] → [15]" in line for line in lines)
    chinese = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-f", "plain", "--lang", "zh").out
    assert "4个承诺数字中，1个已达到，1个未达到（own-2），2个不明。" in chinese
    assert "审查周期压减到16个月以内" in chinese


def test_filters_narrow_what_is_listed(run: Run, own: Path) -> None:
    assert [each["task"] for each in asked(run, "--result", "not-met")["targets"]] == ["own-2"]
    assert [each["task"] for each in asked(run, "--measure", "审查周期")["targets"]] == ["own-1", "own-2"]
    assert [each["task"] for each in asked(run, "--measure", "time to examine")["targets"]] == ["own-1", "own-2"]
    assert {each["task"] for each in asked(run, "--agency", "甲局")["targets"]} == {"own-1"}
    assert {each["task"] for each in asked(run, "--before", "2024")["targets"]} == {"own-2"}
    assert asked(run, "--text", "总结")["targets"] == []


def test_the_years_of_all_promises_are_marked_whatever_is_asked_for(run: Run, own: Path) -> None:
    said = run("targets", "own", "--plans", "own", "--as-of", TODAY, "--result", "met", "-f", "plain").out
    assert "20 → [17.5] → [15]" in said


def test_a_figure_is_told_on_the_day_of_the_question(run: Run, own: Path) -> None:
    answer = run("targets", "own", "--plans", "own", "--as-of", "2025-06-01", "-f", "json")
    assert [each["reason"] for each in json.loads(answer.raw)["targets"]] == ["to-come", "to-come", None, "not-exact"]


def test_a_figure_of_another_region_decides_nothing(run: Run, own: Path) -> None:
    other = PLAN.replace("id: own", "id: other").replace("海州市", "山城市")
    (own / "own" / "other.yaml").write_text(other, encoding="utf-8")
    assert {each["result"] for each in asked(run, plan="other")["targets"]} == {"not-known"}
    (own / "own" / "other.yaml").write_text(other.replace("山城市", "海州市"), encoding="utf-8")
    assert [each["result"] for each in asked(run, plan="other")["targets"]] == [
        "met", "not-known", "not-met", "not-known",
    ]  # fmt: skip
    (own / "own" / "other.yaml").write_text(other.replace("region: 山城市\n", ""), encoding="utf-8")
    assert {each["result"] for each in asked(run, plan="other")["targets"]} == {"not-known"}


def test_a_share_of_an_agency_decides_nothing(run: Run, own: Path) -> None:
    ledger = LEDGER.replace("task: own-1,", "task: own-1, agency: 甲局,")
    (own / "own" / "ledger.yaml").write_text(ledger, encoding="utf-8")
    assert asked(run)["targets"][0]["result"] == "not-known"


def test_a_figure_changes_nothing_of_its_task(run: Run, own: Path) -> None:
    shown = json.loads(run("show", "own-1", "--plans", "own", "--as-of", TODAY, "-f", "json").raw)
    assert (shown["state"], shown["outcome"], shown["evidence"]) == ("unknown", "unknown", None)
    assert shown["entries"][0]["actual"] == {"measure": "pendency", "value": 15, "unit": "个月", "as_of": "2025"}
    assert [each["result"] for each in shown["targets"]] == ["met", "not-known"]


def test_show_and_scorecard_tell_of_the_figures(run: Run, own: Path) -> None:
    options = ("--plans", "own", "--as-of", TODAY, "-f")
    said = run("show", "own-1", *options, "plain").out
    assert "\nPromised figures\n" in said
    assert "time to examine: at most 15 months" in said
    assert "time to examine: 15 months (2025)" in said
    assert (
        "1 of 4 promised figures met; 1 not met (own-2), 2 not known." in run("scorecard", "own", *options, "plain").out
    )
    [card] = json.loads(run("scorecard", "own", *options, "json").raw)["plans"]
    assert card["figures"] == {"not-met": 1, "not-known": 2, "met": 1}
    assert "Promised figures" not in run("show", "own-4", *options, "plain").out


def test_csv_has_a_row_for_each_promised_figure(run: Run, own: Path) -> None:
    out = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-f", "csv").out
    rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
    assert [row["result"] for row in rows] == ["met", "not-known", "not-met", "not-known"]
    assert (rows[0]["reached"], rows[0]["source"], rows[0]["yearly"]) == ("15 个月 (2025)", "《公报》", "false")


@pytest.mark.parametrize("suffix", ["html", "xlsx", "docx", "md"])
def test_every_format_has_the_answer(run: Run, own: Path, suffix: str) -> None:
    answer = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-o", f"targets.{suffix}")
    assert answer.code == FINE
    assert (own / f"targets.{suffix}").stat().st_size > 1000


def test_the_page_draws_what_was_reached_and_points_for_what_was_promised(run: Run, own: Path) -> None:
    page = run("targets", "own", "--plans", "own", "--as-of", TODAY, "-f", "html").raw.decode()
    drawn = page.partition('class="lines"')[2].partition("</svg>")[0]
    assert "<title>2024 what was reached 17.5</title>" in drawn
    assert "<title>2024 promised 16</title>" in drawn
    assert page.index("<h2>Promised figures</h2>") < page.index("<h2>Through the years</h2>")


def test_the_workbook_draws_the_line_by_itself(run: Run, own: Path) -> None:
    import openpyxl

    run("targets", "own", "--plans", "own", "--as-of", TODAY, "-o", "targets.xlsx")
    book = openpyxl.load_workbook(own / "targets.xlsx")
    sheet = book["Charts"]
    assert [[cell.value for cell in row] for row in sheet["A2:C5"]] == [
        [None, "what was reached", "promised"], ["2023-12-31", 20, None], ["2024", 17.5, 16], ["2025", 15, 15],
    ]  # fmt: skip
    assert "Figures on record" in book.sheetnames


WRONG = {
    "value: many": (r"value: not a number; write 7000 or 16\.5", "schema"),
    "unit: 天": ("pendency is measured in 个月, not in 天", "ledger-entry"),
    "as_of: 2027": ("as_of 2027 is later than 2026-01-10, when it was reported", "ledger-entry"),
    "measure: pendancy": ("no measure is called pendancy; did you mean pendency", "ledger-name"),
    "as_of: soon": ("not a day, month or year of the calendar", "schema"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_faulty_figure_is_refused_at_its_place(run: Run, own: Path, wrong: str) -> None:
    key = wrong.partition(":")[0]
    right = {"value": "value: 15", "unit": "unit: 个月", "as_of": "as_of: 2025", "measure": "measure: 审查周期"}[key]
    (own / "own" / "ledger.yaml").write_text(LEDGER.replace(right, wrong, 1), encoding="utf-8")
    answer = run("targets", "--plans", "own", "--as-of", TODAY)
    assert answer.code == UNABLE
    import re

    message, rule = WRONG[wrong]
    assert re.search(rf"ledger\.yaml:1:[0-9]+: error: .*{message}.*\[{rule}\]", answer.err)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{task: own-1, on: 2026-05-01, actual: {measure: pendency, value: 15, unit: 个月, as_of: 2025}}",
         "a figure needs a source or evidence: who says so, or what shows it? [ledger-proof]"),
        ("{task: own-1, on: 2026-05-01, source: x, actual: {measure: pendency, value: 15, unit: 个月, as_of: 2026}}",
         "as_of 2026 is not over; write the day or month to which the figure refers [ledger-entry]"),
        ("{task: own-1, on: 2026-05-01, source: x, actual: {measure: pendency, value: 16, unit: 个月, as_of: 2025-12}}",
         "16 个月 for pendency as of 2025-12, but line 1 says 15 个月: keep the one that is right [ledger-figures]"),
        ("{task: own-1, checked: 2026-05-01, searched: [甲], actual: {measure: m, value: 1, unit: 家, as_of: 2025}}",
         "actual cannot be combined with checked, which says that nothing was found [ledger-entry]"),
        ("{instrument: 商标法, step: 公布, on: 2026-05-01, actual: {measure: m, value: 1, unit: 家, as_of: 2025}}",
         "actual needs a task: a step of an instrument alone does not concern any task [ledger-entry]"),
    ],
)  # fmt: skip
def test_a_figure_is_reported_of_a_task_with_a_source_and_once(run: Run, own: Path, entry: str, message: str) -> None:
    (own / "own" / "ledger.yaml").write_text(f"{LEDGER}- {entry}\n", encoding="utf-8")
    answer = run("targets", "--plans", "own", "--as-of", TODAY)
    assert message in answer.err
    assert answer.code == UNABLE


def test_two_ledgers_that_differ_are_told_and_decide_nothing(run: Run, own: Path) -> None:
    other = LEDGER.splitlines()[0].replace("value: 15", "value: 16") + "\n"
    (own / "mine.yaml").write_text(other, encoding="utf-8")
    first = asked(run, "--ledger", "mine.yaml")["targets"][0]
    assert (first["result"], first["reason"]) == ("not-known", "differing")
    assert [each["value"] for each in first["reached"]] == [15, 16]


MARK = ("mark", "own-1", "--plans", "own", "--as-of", TODAY, "--source", "公报")


def test_mark_records_a_figure_by_any_name_of_its_measure(run: Run, own: Path) -> None:
    (own / "own" / "ledger.yaml").unlink()
    said = run(*MARK, "--actual", "time to examine 15 2025").out
    assert "time to examine: 15 months (2025)" in said
    assert "actual: {measure: pendency, value: " in (own / "ledger.yaml").read_text(encoding="utf-8")
    assert run(*MARK, "--actual", "审查周期：15个月，2025").out.startswith("Already recorded\n")
    answer = run(*MARK, "--actual", "pendency 16个月 2025")
    assert (answer.code, answer.err.count("but line 2 says 15 个月")) == (UNABLE, 1)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        ("15", "cannot read “15” as a figure; write the measure, the number with its unit, and the day"),
        ("15", "to which it refers: invention-pendency 15个月 2025"),
        ("", "cannot read “” as a figure"),
        ("pendancy 15个月 2025", "no measure is called pendancy; did you mean pendency"),
        ("pendency 15天 2025", "pendency is measured in 个月, not in 天"),
        ("pendency 15个月 2026", "as_of 2026 is not over"),
        ("pendency 15个月 2027", "as_of 2027 is later than 2026-06-01"),
        ("pendency 15个月 2025-13", "2025-13 does not exist in the calendar"),
    ],
)
def test_mark_refuses_a_figure_that_it_does_not_understand(run: Run, own: Path, actual: str, message: str) -> None:
    answer = run(*MARK, "--actual", actual)
    assert message in answer.err
    assert answer.code == UNABLE
    assert not (own / "ledger.yaml").exists()


def test_a_measure_that_does_not_exist_is_refused_with_the_nearest(run: Run, own: Path) -> None:
    answer = run("targets", "--plans", "own", "--measure", "pendancy")
    assert (answer.code, answer.err) == (UNABLE, "Error: no measure is called pendancy; did you mean pendency?\n")


def test_two_measures_of_a_file_have_no_name_in_common(run: Run, own: Path) -> None:
    (own / "own" / "measures.yaml").write_text(
        MEASURES.replace("aliases: [中心]", "aliases: [审查周期]"), encoding="utf-8"
    )
    answer = run("targets", "--plans", "own")
    assert "the name 审查周期 already means pendency [duplicate-name]" in answer.err
    assert answer.code == UNABLE


def test_an_empty_answer_says_what_to_ask(run: Run) -> None:
    answer = run("targets", "-f", "plain")
    assert "No promised figure matches." in answer.out
    assert answer.code == FINE


SHEET = ("--plans", "own", "--as-of", TODAY)


def sent_back(run: Run, own: Path, *rows: tuple[str, dict[str, object]]) -> None:
    """Write the workbook, and fill cells of the row of each task."""
    (own / "own" / "ledger.yaml").unlink(missing_ok=True)
    assert run("sheet", "--plan", "own", *SHEET, "-o", "out.xlsx", "--force").code == FINE
    for task, cells in rows:
        fill_in(own / "out.xlsx", {task: cells})


def test_the_workbook_has_columns_for_figures_where_tasks_promise_any(run: Run, own: Path) -> None:
    import openpyxl

    sent_back(run, own)
    sheet = openpyxl.load_workbook(own / "out.xlsx").worksheets[0]
    heads = [str(cell.value) for cell in sheet[1]]
    assert heads.index("figure reached") + 1 == heads.index("proof")
    promised = [row[heads.index("promised figures")].value for row in sheet.iter_rows(min_row=2)]
    assert promised[:2] == ["审查周期压减至15个月, 新建30家中心", "审查周期压减到16个月以内"]
    run("sheet", "--plan", "own", *SHEET, "--text", "总结", "-o", "none.xlsx")
    plain = openpyxl.load_workbook(own / "none.xlsx").worksheets[0]
    assert "figure reached" not in [cell.value for cell in plain[1]]


FILLED: dict[str, object] = {"figure reached": "审查周期 15个月 2025", "stated by": "年报", "updated on": "2026-05-20"}
READ_BACK = ("sheet", "--read", *SHEET)


def test_a_figure_that_an_office_fills_in_comes_into_the_ledger_once(run: Run, own: Path) -> None:
    sent_back(run, own, ("own-1", FILLED))
    said = run(*READ_BACK, "out.xlsx").out
    assert "figure reached" in said
    assert "审查周期 15个月 2025" in said
    assert "To add 1 entry: --write" in said
    assert run(*READ_BACK, "--write", "out.xlsx").code == FINE
    assert "actual: {measure: pendency, value: " in (own / "ledger.yaml").read_text(encoding="utf-8")
    shown = json.loads(run("show", "own-1", *SHEET, "-f", "json").raw)
    assert (shown["targets"][0]["result"], shown["outcome"]) == ("met", "unknown")
    again = run(*READ_BACK, "--write", "out.xlsx").out
    assert "Nothing to add" in again


def test_a_row_may_tell_of_the_work_and_report_a_figure(run: Run, own: Path) -> None:
    sent_back(run, own, ("own-1", {**FILLED, "status": "started", "progress made": "已立项"}))
    added = json.loads(run(*READ_BACK, "out.xlsx", "-f", "json").raw)["add"]
    told = [(each["entry"]["state"], each["entry"]["note"], each["entry"]["actual"] is None) for each in added]
    assert sorted(told, key=str) == [("started", "已立项", True), (None, None, False)] or told == [
        ("started", "已立项", True), (None, None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"figure reached": "十五个月"}, "cannot read “十五个月” as a figure; write the measure"),
        ({"figure reached": "审查周期 15天 2025"}, "pendency is measured in 个月, not in 天"),
        ({"figure reached": "审查周期 15个月 2026"}, "as_of 2026 is not over"),
        ({"stated by": None}, "a figure needs a source or evidence: who says so, or what shows it?"),
        ({"updated on": None}, "the row has changed but gives no date"),
    ],
)
def test_a_figure_that_is_not_understood_is_refused_at_its_cell(
    run: Run, own: Path, cells: dict[str, object], message: str
) -> None:
    sent_back(run, own, ("own-1", FILLED | cells))
    answer = run(*READ_BACK, "--write", "out.xlsx")
    assert message in answer.err
    assert "out.xlsx!Ledger!" in answer.err
    assert answer.code == UNABLE
    assert not (own / "ledger.yaml").exists()


def test_an_export_has_targets_figures_and_measures(run: Run, own: Path) -> None:
    assert run("export", "--plan", "own", *SHEET, "-f", "csv", "-o", "tables").code == FINE
    read = {
        name: list(csv.DictReader((own / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()))
        for name in ("targets", "figures", "measures", "measure_names")
    }
    assert [row["words"] for row in read["targets"]] == [
        "审查周期压减至15个月", "新建30家中心", "审查周期压减到16个月以内", "遴选20个左右的城市",
    ]  # fmt: skip
    assert [(row["as_of"], row["day"]) for row in read["figures"]] == [
        ("2023-12-31", "2023-12-31"), ("2024", "2024-12-31"), ("2025", "2025-12-31"),
    ]  # fmt: skip
    assert {"pendency", "centres"} <= {row["id"] for row in read["measures"]}
    assert ("审查周期", "pendency") in {(row["name"], row["measure"]) for row in read["measure_names"]}
