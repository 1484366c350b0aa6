"""Entries of ledgers: what each is about, what proves it, and which of them repeat or contradict each other."""

import json
from itertools import permutations
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.entry import (
    KEYS,
    MARKS,
    Entry,
    announced_steps,
    applies_to,
    events,
    find_contradiction,
    find_same_entry,
    furthest_step,
    includes_scope,
    sort_by_day,
    sort_steps,
)
from tests.builders import an_entry

SHARES: list[dict[str, Any]] = [
    {}, {"part": 1}, {"part": 2}, {"instrument": "商标法"}, {"agency": "甲局"}, {"subject": "广州市"},
    {"part": 1, "agency": "甲局"}, {"part": 1, "subject": "广州市"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "about_task"),
    [
        ({"event": "selected"}, False),
        ({"event": "selected", "subject": "广州市", "note": "首批"}, False),
        ({"event": "selected", "state": "started"}, True),
        ({"event": "issued", "step": "公布", "instrument": "商标法"}, True),
        ({"state": "done"}, True),
        ({"step": "公布", "instrument": "商标法"}, True),
        ({"note": "开了会"}, True),
    ],
)
def test_an_event_alone_is_not_about_the_work(said: dict[str, Any], about_task: bool) -> None:
    assert an_entry("2025-06-01", **said).about_task is about_task


def test_an_entry_is_proved_by_its_evidence_or_else_by_its_source() -> None:
    assert an_entry("2025-06-01", evidence="公告", source="官网").proof == "公告"
    assert an_entry("2025-06-01", source="官网").proof == "官网"
    assert an_entry("2025-06-01").proof is None


def test_json_has_the_keys_of_the_file_in_their_order_and_the_place() -> None:
    entry = an_entry(
        "2025-06-01", "done", part=2, subject="广州市", recorded="2025-06-03", row="甲/1", line=7, column=5
    )
    found = entry.as_json()
    assert list(found) == [*KEYS, "on_from", "on_to", "sources", "place"]
    assert found == {
        "task": "later-1", "part": 2, "instrument": None, "agency": None, "subject": "广州市", "state": "done",
        "step": None, "event": None, "on": "2025-06-01", "recorded": "2025-06-03", "evidence": None, "source": "来源",
        "by": None, "note": None, "problem": None, "next": None, "row": "甲/1", "round": None, "until": None,
        "number": None, "document": None, "english": None, "checked": None, "searched": [], "actual": None,
        "on_from": "2025-06-01", "on_to": "2025-06-01", "sources": [],
        "place": {"path": "ledger.yaml", "line": 7, "column": 5},
    }  # fmt: skip


def test_json_of_a_step_and_of_a_search_in_vain_has_what_these_have() -> None:
    source = {"title": "公告", "publisher": "甲局"}
    step = an_entry(
        "2025", task="", instrument="商标法", step="公布", recorded="2026-01-05", document_title="甲法",
        document_number="第1号", sources=json.dumps([source]),
    ).as_json()  # fmt: skip
    assert (step["task"], step["document"], step["sources"]) == (None, {"title": "甲法", "number": "第1号"}, [source])
    assert (step["on"], step["on_from"], step["on_to"]) == ("2025", "2025-01-01", "2025-12-31")
    check = an_entry("2025-06-01", checked="2025-06-01", searched="甲法\n乙法").as_json()
    assert (check["checked"], check["searched"], check["document"]) == ("2025-06-01", ["甲法", "乙法"], None)


@pytest.mark.parametrize(("decimal", "number"), [("16.50", 16.5), ("15", 15), ("13.0", 13.0)])
def test_json_of_a_figure_has_its_value_as_a_number(decimal: str, number: float) -> None:
    found = an_entry("2025-06-01", measure="days", value=decimal, unit="月", as_of="2024").as_json()["actual"]
    assert found == {"measure": "days", "value": number, "unit": "月", "as_of": "2024"}
    assert type(found["value"]) is type(number)


@pytest.mark.parametrize("said", [{"state": "done"}, {"step": "公布", "instrument": "商标法"}, {"event": "issued"}])
def test_a_figure_stands_alone_where_nothing_else_happened(said: dict[str, Any]) -> None:
    figure = {"measure": "days", "value": "15", "unit": "月", "as_of": "2024"}
    assert an_entry("2025-06-01", **figure).is_figure_alone
    assert not an_entry("2025-06-01", **figure, **said).is_figure_alone
    assert not an_entry("2025-06-01", **said).is_figure_alone


def test_entries_of_one_day_keep_their_order() -> None:
    late, first, second = an_entry("2025-07-01"), an_entry("2025-06-01", note="甲"), an_entry("2025-06-01", note="乙")
    assert sort_by_day([late, second, first]) == [second, first, late]


@pytest.mark.parametrize("wide", SHARES)
@pytest.mark.parametrize("narrow", SHARES)
def test_a_scope_includes_what_names_all_that_it_names_itself(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    included = includes_scope(an_entry("2025-06-01", **wide), an_entry("2025-06-01", **narrow))
    assert included == (wide.items() <= narrow.items())


@pytest.mark.parametrize(
    ("of_entry", "asked", "applies"),
    [
        (None, "广州市", True),
        ("广州市", "广州市", True),
        ("深圳市", "广州市", False),
        ("深圳市", None, True),
        (None, None, True),
    ],
)
def test_what_names_no_subject_applies_to_each(of_entry: str | None, asked: str | None, applies: bool) -> None:
    assert applies_to(an_entry("2025-06-01", subject=of_entry), asked) is applies


def test_the_contradiction_that_is_told_is_the_first_in_time() -> None:
    done = an_entry("2025-05-01", "done")
    later = [an_entry(f"2025-0{month}-01", "blocked") for month in (6, 7, 8)]
    for others in permutations(later):
        assert find_contradiction(done, others) == later[0]
    assert find_contradiction(done, []) is None


def test_work_that_goes_on_is_not_withdrawn_and_in_progress() -> None:
    withdrawn, progress = an_entry("2025-05-01", "withdrawn"), an_entry("2025-06-01", "progress")
    assert find_contradiction(withdrawn, [progress], goes_on=True) == progress
    assert find_contradiction(an_entry("2025-05-01", "done"), [progress]) == progress


@pytest.mark.parametrize("scope", [scope for scope in SHARES if scope])
def test_what_ends_a_share_contradicts_the_whole_only_where_it_is_the_same_share(scope: dict[str, Any]) -> None:
    whole, share = an_entry("2025-05-01", "done"), an_entry("2025-06-01", "withdrawn", **scope)
    assert find_contradiction(whole, [share]) is None
    assert find_contradiction(an_entry("2025-05-01", "done", **scope), [share]) == share


@pytest.mark.parametrize(
    ("row", "other", "same"),
    [(None, None, True), (None, "甲/1", True), ("甲/1", "甲/1", True), ("甲/1", "甲/2", False), ("甲/1", None, False)],
)
def test_an_entry_of_a_row_is_the_same_as_one_of_that_row_only(row: str | None, other: str | None, same: bool) -> None:
    entry = an_entry("2025-05-01", "done", row=row)
    found = find_same_entry(
        entry, [an_entry("2025-05-02", "done"), an_entry("2025-05-01", "done", row=other, column=9)]
    )
    assert (found is not None) is same


@pytest.mark.parametrize(
    "field", [field for field in Entry._fields if field not in ("recorded", "row", "line", "column", "path", "shipped")]
)
def test_whatever_else_differs_makes_another_entry(field: str) -> None:
    entry, changed = an_entry("2025-05-01", "done"), cast(Any, {field: "别的"})
    assert find_same_entry(entry, [entry._replace(**changed)]) is None


def test_of_an_event_entered_again_the_newest_day_counts_up_to_the_day_asked() -> None:
    entries = [
        an_entry("2024-03-31", event="selected", subject="广州市"), an_entry("2024-06-30", event="selected"),
        an_entry("2024-09-30", event="designated", subject="广州市"), an_entry("2024-10-01", "done"),
        an_entry("2025-01-01", event="selected", subject="广州市"),
        an_entry("2025-02-01", event="selected", task="own-1"),
    ]  # fmt: skip
    assert list(events(entries, "2025-02-01")) == [
        ("later", "selected", "广州市", "2025-01-01"), ("later", "selected", None, "2024-06-30"),
        ("later", "designated", "广州市", "2024-09-30"), ("own", "selected", None, "2025-02-01"),
    ]  # fmt: skip
    assert list(events(entries, "2024-06-30")) == [
        ("later", "selected", "广州市", "2024-03-31"), ("later", "selected", None, "2024-06-30"),
    ]  # fmt: skip
    assert list(events(entries, "2024-03-30")) == []


marks = st.builds(
    lambda day, mark, scope: an_entry(f"2025-01-{day:02}", mark, **scope),
    st.integers(1, 9),
    st.sampled_from([None, *MARKS]),
    st.sampled_from(SHARES),
)


@given(marks, st.lists(marks, max_size=6), st.booleans())
def test_only_what_is_over_is_contradicted_and_only_by_what_came_later(
    entry: Entry, others: list[Entry], goes_on: bool
) -> None:
    found = find_contradiction(entry, others, goes_on)
    if found is None:
        return
    assert entry.state in ("done", "withdrawn")
    assert found in others
    assert found.on > entry.on
    assert found.state not in (None, entry.state)
    assert includes_scope(entry, found)


def a_step(on: str, step: str, name: str | None = "2026年修订", recorded: str = "2026-11-29") -> Entry:
    return an_entry(on, task="", instrument="商标法", step=step, round=name, recorded=recorded)


@pytest.mark.parametrize(
    ("on", "coming"),
    [
        ("2026-06-25", []),  # not yet adopted, and not yet recorded
        ("2026-06-26", ["2027-01-01"]),
        ("2026-12-31", ["2027-01-01"]),
        ("2027-01-01", []),
    ],
)
def test_a_day_to_come_is_announced_by_the_adoption_of_the_same_round(on: str, coming: list[str]) -> None:
    steps = [a_step("2019-04-23", "审议通过", "2019年"), a_step("2026-06-26", "审议通过"), a_step("2027-01-01", "施行")]
    assert [step.on for step in announced_steps(steps, on)] == coming


def test_a_day_to_come_is_announced_once_it_is_recorded() -> None:
    step = a_step("2027-01-01", "施行", recorded="2026-01-05")
    assert announced_steps([step], "2026-01-04") == []
    assert announced_steps([step], "2026-01-05") == [step]


def test_the_furthest_step_is_that_of_the_newest_round_though_a_month_ends_after_its_day() -> None:
    adopted, second_reading = a_step("2026-06-26", "审议通过"), a_step("2026-06", "审议")
    old = a_step("2019-11-01", "施行", "2019年修改")
    assert furthest_step([old, adopted, second_reading]) == adopted
    assert furthest_step([old]) == old


def test_a_step_of_a_month_stands_before_what_can_only_have_followed_it() -> None:
    reading, adopted = a_step("2026-06", "审议"), a_step("2026-06-26", "审议通过")
    in_force, draft = a_step("2027-01-01", "施行"), a_step("2025-12-27", "公开征求意见")
    other = a_step("2026-06-10", "公布", "2019年修改")
    assert sort_steps([in_force, adopted, reading, draft]) == [draft, reading, adopted, in_force]
    assert sort_steps([other, reading]) == [other, reading]  # of another round
    assert sort_steps([a_step("2026", "公布"), in_force]) == [a_step("2026", "公布"), in_force]


def test_steps_of_one_day_stand_in_the_order_in_which_they_can_have_come() -> None:
    told = [a_step("2026-06-26", step) for step in ("施行", "公布", "审议通过", "公开征求意见")]
    assert sort_steps(told) == told[::-1]


def test_without_rounds_the_newest_step_is_told() -> None:
    old, draft = a_step("2019-11-01", "施行", None), a_step("2020-09-01", "公开征求意见", None)
    assert furthest_step([old, draft]) == draft


def test_entries_of_a_month_stand_after_those_of_its_days() -> None:
    month, day, next_month = an_entry("2025-06"), an_entry("2025-06-29"), an_entry("2025-07-01")
    assert sort_by_day([next_month, month, day]) == [day, month, next_month]
