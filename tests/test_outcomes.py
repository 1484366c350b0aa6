"""What is known to have become of a task: the table of outcomes in docs/ledger.md, in its order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.entry import Entry
from ipcheck.domain.outcome import NOT_DONE, OUTCOMES, is_searched, newest_check, outcome_of
from ipcheck.domain.state import NOTHING_RECORDED, State, TaskShares, state_of
from tests.builders import an_entry

TODAY = "2025-12-31"
WHOLE = TaskShares("制定办法。推进试点。", ["商标法", "专利法"], ["甲局", "乙部"])


def a_check(on: str = "2025-06-01", **scope: Any) -> Entry:
    return an_entry(on, checked=on, searched="办法", **scope)


def state(*entries: Entry) -> State:
    return state_of(entries, WHOLE, TODAY)


def test_the_state_says_so_first() -> None:
    assert outcome_of(state(an_entry("2025-06-01", "withdrawn")), False, True) == "withdrawn"
    assert outcome_of(state(an_entry("2025-06-01", "done")), False, True) == "done"


def test_a_milestone_that_was_met_is_done_although_the_work_goes_on() -> None:
    recorded = state(an_entry("2025-06-01", "done"), an_entry("2025-07-01", "progress"))
    assert recorded.name == "started"
    assert outcome_of(recorded, True, False) == "done"
    assert outcome_of(recorded, False, False) == "begun"


def test_some_of_the_shares_done_are_part_of_the_task() -> None:
    assert outcome_of(state(an_entry("2025-06-01", "done", part=1)), False, True) == "partly"


def test_all_shares_done_and_the_task_open_again_is_begun_rather_than_partly_done() -> None:
    assert outcome_of(State("started", "2025-06-01", "2025-06-01", finished=2, shares=2), False, False) == "begun"


@pytest.mark.parametrize(
    "said",
    [{"state": "started"}, {"state": "blocked"}, {"note": "已开会"}, {"step": "公布", "instrument": "商标法"}],
)
def test_any_other_entry_on_the_work_says_that_it_has_begun(said: dict[str, Any]) -> None:
    assert outcome_of(state(an_entry("2025-06-01", **said)), False, True) == "begun"


def test_without_an_entry_it_counts_whether_anybody_looked() -> None:
    assert outcome_of(NOTHING_RECORDED, False, True) == "no-record"
    assert outcome_of(NOTHING_RECORDED, False, False) == "unknown"


@pytest.mark.parametrize(
    ("checks", "searched"),
    [
        ([], False),
        ([{}], True),
        ([{"part": 1}], False),
        ([{"part": 1}, {"part": 2}], True),
        ([{"instrument": "商标法"}], False),
        ([{"instrument": "商标法"}, {"instrument": "专利法"}], True),
        ([{"agency": "甲局"}, {"agency": "乙部"}], True),
        ([{"part": 1}, {"instrument": "专利法"}], False),
        ([{"part": 1, "agency": "甲局"}, {"part": 2, "agency": "甲局"}], False),
    ],
)
def test_a_task_is_looked_for_as_a_whole_or_in_every_share(checks: list[dict[str, Any]], searched: bool) -> None:
    assert is_searched([a_check(**scope) for scope in checks], WHOLE, "2025-05-31", TODAY) == searched


@pytest.mark.parametrize(
    ("on", "after", "searched"),
    [
        ("2025-06-01", "2025-05-31", True),
        ("2025-06-01", "2025-06-01", False),  # on the last day it may still be done
        ("2025-06-01", None, True),
        ("2026-01-01", "2025-05-31", False),  # of a day to come
    ],
)
def test_only_a_search_after_the_day_counts_and_up_to_the_day_of_the_question(
    on: str, after: str | None, searched: bool
) -> None:
    assert is_searched([a_check(on)], WHOLE, after, TODAY) == searched


def test_a_search_for_one_city_says_nothing_of_another() -> None:
    of_city = a_check(subject="广州市")
    assert is_searched([of_city], WHOLE, None, TODAY, "广州市")
    assert not is_searched([of_city], WHOLE, None, TODAY, "深圳市")
    assert newest_check([of_city], TODAY, "深圳市") is None


def test_the_newest_search_up_to_the_day_is_named() -> None:
    checks = [a_check("2025-06-01"), a_check("2025-08-01"), a_check("2026-02-01")]
    assert newest_check(checks, TODAY) == "2025-08-01"
    assert newest_check(checks, "2025-08-01") == "2025-08-01"
    assert newest_check(checks, "2025-05-31") is None


entries = st.builds(
    an_entry, st.sampled_from(["2025-06-01", "2025-07", "2026-03-01"]),
    st.sampled_from([None, "started", "progress", "blocked", "done", "withdrawn"]),
    part=st.sampled_from([None, 1, 2]), note=st.just("备注"),
)  # fmt: skip


@given(st.lists(entries, max_size=4), st.booleans(), st.booleans())
def test_a_task_has_exactly_one_outcome_and_is_unknown_only_where_nobody_wrote_or_looked(
    each: list[Entry], milestone_met: bool, in_vain: bool
) -> None:
    recorded = state(*sorted(each, key=lambda entry: entry.on_to))
    outcome = outcome_of(recorded, milestone_met, in_vain)
    assert outcome in OUTCOMES
    if outcome in NOT_DONE:
        assert not milestone_met
        assert (outcome in ("no-record", "unknown")) == (recorded == NOTHING_RECORDED)
        assert (outcome == "unknown") == (recorded == NOTHING_RECORDED and not in_vain)
