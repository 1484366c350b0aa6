"""`ipcheck trace`: every task on an instrument through the years, promise beside fact; and `show` with its lineage."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.entry import Entry
from ipcheck.reports.trace import TracedPromise, with_steps
from tests.builders import a_task, an_entry
from tests.conftest import Run


def trace(run: Run, word: str, *options: str) -> dict[str, Any]:
    answer = run("trace", word, "-f", "json", *options)
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def promised(said: str) -> str:
    """The part of an answer behind the track: what the plans promise, and what is on record."""
    return re.split("What the plans promise|各计划的承诺", said)[1]


def ids(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["id"] for task in tasks]


@pytest.mark.parametrize(
    "name", ["商标法", "商標法", "《商标法》", "中华人民共和国商标法", " 商 标 法 ", "Trademark Law", "trademark law"]
)
def test_an_instrument_is_known_by_any_of_its_names(run: Run, name: str) -> None:
    found = trace(run, name)
    assert (found["word"], found["instrument"]) == (name, "商标法")
    assert [(task["id"], task["stage"]) for task in found["tasks"]] == [
        ("dated-1", "drafting"),
        ("yearly-1", "drafting"),
    ]
    assert [(link["earlier"], link["later"]) for link in found["links"]] == [("dated-1", "yearly-1")]
    assert (found["related"], found["steps"]) == ([], [])


def test_its_implementing_rules_and_interpretations_are_a_second_part(run_shipped: Run) -> None:
    found = trace(run_shipped, "商标法")
    assert ids(found["tasks"]) == ["2022-3", "2025-1", "protection-system-o2.2"]
    related = [(task["id"], task["instrument"]) for task in found["related"]]
    assert ("2022-3", "商标法实施条例") in related
    assert ("2025-9", "商标法相关司法解释") in related
    assert all(name != "商标法" for _task, name in related)


def test_the_years_of_a_law_stand_in_time_order_with_the_links_among_them(run_shipped: Run) -> None:
    found = trace(run_shipped, "专利审查指南")
    assert ids(found["tasks"]) == ["2020-1.3.2", "2022-2", "2025-22"]
    among = [(link["earlier"], link["later"]) for link in found["links"]]
    assert among == [("2020-1.3.2", "2022-2"), ("2020-1.3.2", "2025-22"), ("2022-2", "2025-22")]


def test_any_other_word_searches_texts_and_headings(run: Run) -> None:
    found = trace(run, "法治")  # of a heading
    assert (found["instrument"], ids(found["tasks"]), found["related"]) == (None, ["dated-1", "dated-2"], [])
    assert found["tasks"][0]["stage"] is None
    said = run("trace", "法治", "-f", "plain").out
    assert "Tasks on 法治" in said
    assert "promise" not in said


def test_people_read_promise_day_lead_and_that_nothing_is_on_record(run: Run) -> None:
    said = run("trace", "商标法", "-f", "plain").out
    assert said.splitlines()[1] == "No step on record, 18 months after a plan promised it."
    rows = [line.split("  ") for line in promised(said).splitlines() if line.startswith(("dated-1", "yearly-1"))]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["dated-1", "to be drafted or revised", "⚪ unverified: not searched", "2022-12-31, ongoing",
         "推进《中华人民共和国商标法》修改。"],
        ["yearly-1", "to be drafted or revised", "⚪ period ended: not searched", "2025-12-31 (period)", "Bureau A",
         "dated-1", "修订商标法。"],
    ]  # fmt: skip
    assert "Tasks: 2. Links among them: 1." in said
    assert "无步骤记录，距计划承诺已18个月。" in run("trace", "商标法", "-f", "plain", "--lang", "zh").out


def test_csv_adds_the_lineage_before_the_columns_of_a_task(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("trace", "商标法", "-f", "csv").out)))
    assert list(rows[0])[:6] == ["part", "word", "stage", "steps", "carries_on", "id"]
    assert [(row["word"], row["stage"], row["carries_on"], row["id"]) for row in rows] == [
        ("商标法", "drafting", "", "dated-1"), ("商标法", "drafting", "dated-1", "yearly-1"),
    ]  # fmt: skip


def test_filters_apply(run: Run) -> None:
    assert ids(trace(run, "商标法", "--plan", "yearly")["tasks"]) == ["yearly-1"]
    assert ids(trace(run, "开展", "--text", "研究")["tasks"]) == ["yearly-2"]


def test_a_title_that_no_registry_knows_is_an_instrument_all_the_same(run: Run, plan_file: Callable[..., Path]) -> None:
    own = str(plan_file("text: 制定《新办法（草案）》《中华人民共和国甲乙法》。", "text: 落实新办法。"))
    for name, known in (
        ("新办法(草案)", "新办法（草案）"),
        ("《中华人民共和国甲乙法》", "甲乙法"),
        ("甲乙法", "甲乙法"),
    ):
        found = trace(run, name, "--plans", own)
        assert (found["instrument"], ids(found["tasks"]), found["tasks"][0]["stage"]) == (known, ["own-1"], "drafting")


def test_of_two_registries_the_later_says_what_a_name_means(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 制定商标法。")
    (tmp_path / "instruments.yaml").write_text(
        "instruments:\n  - title: 省商标法\n    aliases: [商标法]\n    kind: rule\n"
    )
    found = trace(run, "商标法", "--plans", str(tmp_path))
    assert (found["instrument"], "own-1" in ids(found["tasks"])) == ("省商标法", True)


def test_nothing_found_names_the_documents_that_are_called_nearly_so(run: Run) -> None:
    answer = run("trace", "商标发", "-f", "plain")
    assert (answer.code, "Documents with similar names: Trademark Law." in answer.out) == (FINE, True)


def test_plans_between_which_nobody_has_looked_for_links_are_named(run: Run, plan_file: Callable[..., Path]) -> None:
    own = str(plan_file("text: 修订商标法。", head="issued: 2026-01-01"))
    assert (
        "Nobody has curated links between: yearly → own." in run("trace", "商标法", "--plans", own, "-f", "plain").out
    )
    assert "Nobody has curated" not in run("trace", "商标法", "-f", "plain").out


@pytest.mark.parametrize("form", ["json", "csv", "plain", "markdown", "rich"])
def test_a_word_that_nothing_says_is_an_empty_answer(run: Run, form: str) -> None:
    answer = run("trace", "没有这样的话", "-f", form)
    assert answer.code == FINE
    assert "dated" not in answer.out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("trace",), "WORD is missing"),
        (("trace", ""), "an empty word matches every task"),
        (("trace", "  "), "an empty word matches every task"),
        (("trace", "商标法", "--plan", "yearli"), "no plan has the id yearli"),
    ],
)
def test_what_cannot_be_traced_is_refused(run: Run, call: tuple[str, ...], said: str) -> None:
    answer = run(*call)
    assert said in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


def step(on: str, instrument: str = "商标法") -> Entry:
    return an_entry(on, task="x-1", instrument=instrument, step="公布", source="来源")


def test_a_step_stands_beside_each_promise_that_it_may_keep() -> None:
    promises = [
        TracedPromise(a_task("a-1", published="2022-11-01"), "商标法", "drafting"),
        TracedPromise(a_task("b-1", published="2025-04-29"), "商标法", "issued"),
        TracedPromise(a_task("b-1", published="2025-04-29"), "专利法", "issued"),
        TracedPromise(a_task("c-1", published=None), "商标法", "issued"),  # nobody can tell what came after it
    ]
    steps = [
        step("2020-01-01"),
        step("2024-01-01"),
        step("2025-04-29"),
        step("2026-01-01"),
        step("2026-01-01", "其他法"),
    ]
    placed = [[happened.on for happened in promise.happened] for promise in with_steps(promises, steps)]
    assert placed == [["2024-01-01", "2025-04-29", "2026-01-01"], ["2025-04-29", "2026-01-01"], [], []]


# show


def test_show_lists_what_a_task_carries_on_and_what_carries_it_on(run: Run) -> None:
    shown = json.loads(run("show", "dated-3", "-f", "json").raw)
    assert shown["earlier"] == []
    assert [(link["later"], link["grade"], link["why"]) for link in shown["later"]] == [
        ("yearly-1", "weak", "专项行动"), ("yearly-2", "weak", "专项行动"),
    ]  # fmt: skip
    assert [link["earlier"] for link in json.loads(run("show", "yearly-1", "-f", "json").raw)["earlier"]] == [
        "dated-1",
        "dated-3",
    ]
    said = run("show", "yearly-1", "-f", "plain").out
    assert "Carries on" in said
    assert "推进《中华人民共和国商标法》修改。" in said
    assert "Carried on by" not in said


def test_past_its_period_a_task_is_carried_on_only_by_a_strong_curated_link(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 修订商标法。", "text: 会同丙委开展研究。", head="issued: 2026-01-01")
    (tmp_path / "links.yaml").write_text(
        "earlier: yearly\nlater: own\nlinks:\n  - {from: yearly-1, to: own-1, grade: strong, why: 商标法}\n"
        "  - {from: yearly-2, to: own-2, grade: weak, why: 研究}\n"
    )
    tasks = json.loads(run("tasks", "--plan", "yearly", "--plans", str(tmp_path), "-f", "json").raw)
    assert [task["situation"] for task in tasks][:3] == ["carried-on", "period-ended", "period-ended"]
    alone = json.loads(run("tasks", "--plan", "yearly", "-f", "json").raw)
    assert {task["situation"] for task in alone[:3]} == {"period-ended"}


def test_steps_are_read_from_the_ledgers_up_to_the_day_and_stand_beside_the_promises(run: Run, tmp_path: Path) -> None:
    ledger = tmp_path / "own.yaml"
    happened = [
        ("2027-01-01", "施行", "yearly-1"),
        ("2025-06-01", "公布", "yearly-1"),
        ("2023-01-01", "公开征求意见", "dated-1"),
    ]
    ledger.write_text(
        "".join(
            f"- {{task: {task}, instrument: 商标法, step: {name}, on: {day}, source: 公报}}\n"
            for day, name, task in happened
        ),
        encoding="utf-8",
    )
    found = trace(run, "商标法", "--ledger", str(ledger))
    assert [(step["step"], step["on"], step["task"], step["source"]) for step in found["steps"]] == [
        ("公开征求意见", "2023-01-01", "dated-1", "公报"), ("公布", "2025-06-01", "yearly-1", "公报"),
    ]  # fmt: skip
    assert [(step["step"], step["on"]) for step in found["announced"]] == [("施行", "2027-01-01")]
    said = run("trace", "商标法", "--ledger", str(ledger))
    assert (
        said.out.splitlines()[1]
        == "Latest step on record: promulgated 2025-06-01. Announced: takes effect 2027-01-01 (in 39 days)."
    )
    assert re.findall("2023-01-01 public consultation|2025-06-01 promulgated", promised(said.out)) == [
        "2023-01-01 public consultation", "2025-06-01 promulgated", "2025-06-01 promulgated",  # of either plan
    ]  # fmt: skip
    chinese = run("trace", "商标法", "--ledger", str(ledger), "--lang", "zh").out
    assert re.findall("2023-01-01 公开征求意见|2025-06-01 公布", promised(chinese)) == [
        "2023-01-01 公开征求意见", "2025-06-01 公布", "2025-06-01 公布",  # of either plan
    ]  # fmt: skip
