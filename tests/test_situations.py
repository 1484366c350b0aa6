"""How a task stands on a day: the table of situations in docs/plans.md, in its order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.situation import LIGHTS, SITUATIONS, Judge, Situation, is_late, light
from ipcheck.domain.state import NOTHING_RECORDED, STATES, State

TODAY = date(2025, 12, 31)


def state(name: str, since: str, newest: str | None = None) -> State:
    return State(name, since, newest or since, reached=since if name == "done" else None)


def situation(
    due: str | None = None,
    ongoing: bool = False,
    basis: str = "stated",
    recorded: State = NOTHING_RECORDED,
    period_end: str | None = None,
    published: str | None = "2025-12-01",
    carried_on: bool = False,
    on: date = TODAY,
) -> Situation:
    return Judge(on).situation(due, ongoing, basis, recorded, period_end, published, carried_on)


DONE = state("done", "2025-06-01")
STARTED = state("started", "2025-12-01")
BLOCKED = state("blocked", "2025-12-01")
WITHDRAWN = state("withdrawn", "2025-06-01")


@pytest.mark.parametrize(
    ("recorded", "due", "ongoing", "period_end"),
    [
        (WITHDRAWN, None, False, None),
        (WITHDRAWN, "2022-12-31", False, None),
        (WITHDRAWN, "2022-12-31", True, "2022-12-31"),
    ],
)
def test_what_is_withdrawn_stays_so_whatever_its_day(
    recorded: State, due: str | None, ongoing: bool, period_end: str | None
) -> None:
    assert situation(due, ongoing, "stated", recorded, period_end) == Situation("withdrawn")


@pytest.mark.parametrize(
    ("done_on", "due", "basis", "name"),
    [
        ("2025-06-01", "2025-06-30", "stated", "done"),
        ("2025-06-30", "2025-06-30", "stated", "done"),
        ("2025-07-01", "2025-06-30", "stated", "done-late"),
        ("2025-07-01", "2025-06-30", "paragraph", "done-late"),
        ("2025-07-01", "2025-06-30", "plan", "done"),
        ("2025-07-01", None, "none", "done"),
        ("2025-06-01", "2026-06-30", "stated", "done"),
    ],
)
def test_what_is_done_is_late_only_after_a_stated_day(done_on: str, due: str | None, basis: str, name: str) -> None:
    found = situation(due, basis=basis, recorded=state("done", done_on), period_end="2025-06-30")
    assert found.name == name


@pytest.mark.parametrize(
    ("done_on", "name"),
    [("2025-06", "done"), ("2025-07", "done-late"), ("2025", "done"), ("2024", "done"), ("2026", "done-late")],
)
def test_what_was_done_in_a_month_or_year_is_late_only_if_all_of_it_is_after_the_day(done_on: str, name: str) -> None:
    assert situation("2025-06-15", recorded=state("done", done_on)) == Situation(name)


@pytest.mark.parametrize(
    ("done_on", "last", "late"),
    [
        ("2025-06-15", "2025-06-15", False), ("2025-06-16", "2025-06-15", True), ("2025-06", "2025-06-15", None),
        ("2025-06", "2025-06-30", False), ("2025-07", "2025-06-30", True), ("2025", "2025-12-31", False),
        ("2025", "2025-06-30", None), ("2026", "2025-12-31", True), (None, "2025-12-31", None),
    ],
)  # fmt: skip
def test_whether_it_was_late_is_not_told_where_nobody_can_tell(done_on: str | None, last: str, late: bool) -> None:
    assert is_late(done_on, last) is late


@pytest.mark.parametrize(
    ("done_on", "after"), [("2025-06-30", False), ("2025-07-01", True), ("2025-07", True), ("2025", False)]
)
@pytest.mark.parametrize("due", ["2025-06-30", None])
def test_what_was_done_after_the_period_is_done_and_said_to_be_so_but_never_late(
    done_on: str, after: bool, due: str | None
) -> None:
    found = situation(due, basis="plan", recorded=state("done", done_on), period_end="2025-06-30")
    assert found == Situation("done", after_period=after)


def test_what_was_done_on_a_day_that_nobody_knows_is_not_called_late() -> None:
    assert situation("2025-06-30", recorded=State("done")) == Situation("done")


@pytest.mark.parametrize("done_on", ["2025-06-01", "2025-07-01"])
def test_a_milestone_met_leaves_the_work_ongoing(done_on: str) -> None:
    recorded = state("done", done_on)
    assert situation("2025-06-30", True, recorded=recorded) == Situation("ongoing", milestone_met=True)


def test_ongoing_work_without_a_day_can_be_done() -> None:
    assert situation(None, True, recorded=DONE) == Situation("done")


@pytest.mark.parametrize(
    ("recorded", "name"),
    [
        (NOTHING_RECORDED, "unverified"),
        (STARTED._replace(own=True), "overdue"),
        (BLOCKED._replace(own=True), "overdue"),
        (STARTED, "unverified"),
        (STARTED._replace(open_on="2025-12-30"), "unverified"),
        (STARTED._replace(open_on="2025-12-31"), "overdue"),
        (BLOCKED._replace(open_on="2025-12-31"), "overdue"),
    ],
)
@pytest.mark.parametrize("basis", ["stated", "paragraph", "reading"])
@pytest.mark.parametrize("ongoing", [False, True])
@pytest.mark.parametrize("period_end", [None, "2025-12-30", "2026-12-31"])
def test_past_a_stated_day_it_counts_whether_it_is_known_to_be_open(
    recorded: State, name: str, basis: str, ongoing: bool, period_end: str | None
) -> None:
    assert situation("2025-12-30", ongoing, basis, recorded, period_end) == Situation(name)


@pytest.mark.parametrize(
    ("due", "name"),
    [
        ("2025-12-30", "unverified"),
        ("2025-12-31", "due-soon"),
        ("2026-01-01", "due-soon"),
        ("2026-01-30", "due-soon"),
        ("2026-01-31", "open"),
    ],
)
def test_a_task_due_today_is_not_late_and_one_within_30_days_is_due_soon(due: str, name: str) -> None:
    assert situation(due) == Situation(name)


def test_what_goes_on_after_its_day_is_due_soon_before_it_and_ongoing_until_then() -> None:
    assert situation("2026-01-30", ongoing=True) == Situation("due-soon")
    assert situation("2026-01-31", ongoing=True) == Situation("ongoing")


@pytest.mark.parametrize(
    ("due", "ongoing", "basis"),
    [("2025-12-30", False, "plan"), (None, True, "stated"), (None, False, "none"), (None, False, "stated")],
)
@pytest.mark.parametrize("recorded", [NOTHING_RECORDED, STARTED, BLOCKED])
def test_a_period_that_ended_is_never_a_violation(due: str | None, ongoing: bool, basis: str, recorded: State) -> None:
    ended = situation(due, ongoing, basis, recorded, "2025-12-30", "2020-01-01")
    carried_on = situation(due, ongoing, basis, recorded, "2025-12-30", "2020-01-01", carried_on=True)
    assert (ended, carried_on) == (Situation("period-ended"), Situation("carried-on"))


def test_a_period_lasts_through_its_last_day() -> None:
    assert situation("2025-12-31", basis="plan", period_end="2025-12-31") == Situation("open")


def test_to_be_carried_on_changes_nothing_while_the_period_lasts_or_a_day_is_stated() -> None:
    assert situation("2025-12-31", basis="plan", period_end="2025-12-31", carried_on=True) == Situation("open")
    assert situation("2025-12-30", period_end="2025-12-30", carried_on=True) == Situation("unverified")


def test_a_stated_day_beyond_the_period_counts_instead_of_it() -> None:
    assert situation("2026-06-30", period_end="2025-12-30") == Situation("open")
    assert situation("2026-01-15", period_end="2025-12-30") == Situation("due-soon")


@pytest.mark.parametrize(
    ("newest", "published", "name"),
    [
        (None, "2025-06-29", "stale"),
        (None, "2025-06-30", "ongoing"),
        ("2025-06-29", "2020-01-01", "stale"),
        ("2025-06-30", "2020-01-01", "ongoing"),
        ("2025-06-29", None, "stale"),
        (None, None, "ongoing"),
    ],
)
def test_ongoing_work_is_stale_after_six_months_to_the_day_without_an_entry(
    newest: str | None, published: str | None, name: str
) -> None:
    recorded = State("started", "2020-01-01", newest)
    assert situation(None, True, recorded=recorded, published=published) == Situation(name)


@pytest.mark.parametrize(("heard", "name"), [("2025-02-27", "stale"), ("2025-02-28", "ongoing")])
def test_six_months_before_a_day_that_the_month_lacks_is_its_last(heard: str, name: str) -> None:
    assert situation(None, True, published=heard, on=date(2025, 8, 31)) == Situation(name)


@pytest.mark.parametrize(("report_every", "name"), [(1, "stale"), (3, "ongoing"), (None, "ongoing")])
def test_how_often_is_to_be_reported_can_be_set_or_left_off(report_every: int | None, name: str) -> None:
    judge = Judge(TODAY, report_every)
    assert judge.situation(None, True, "stated", NOTHING_RECORDED, None, "2025-10-01", False) == Situation(name)


def test_without_reports_even_the_oldest_work_is_not_stale() -> None:
    judge = Judge(TODAY, report_every=None)
    assert judge.situation(None, True, "stated", NOTHING_RECORDED, None, "1949-10-01", False) == Situation("ongoing")


def test_what_is_not_ongoing_is_never_stale() -> None:
    assert situation(None, basis="none", published="2020-01-01") == Situation("open")
    assert situation("2026-12-31", published="2020-01-01") == Situation("open")


def test_the_calendar_has_a_first_and_a_last_day() -> None:
    assert situation("9999-12-31", on=date.max) == Situation("due-soon")
    assert situation("9999-12-30", on=date.max) == Situation("unverified")
    assert situation(None, True, published="0001-01-01", on=date.min) == Situation("ongoing")


@pytest.mark.parametrize("recorded", [NOTHING_RECORDED, STARTED, BLOCKED])
def test_the_rest_is_open_or_ongoing(recorded: State) -> None:
    assert situation(None, basis="none", recorded=recorded) == Situation("open")
    assert situation(None, ongoing=True, recorded=recorded) == Situation("ongoing")


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("withdrawn", "–"),
        ("done", "🟢"),
        ("done-late", "🟢"),
        ("overdue", "🔴"),
        ("unverified", "⚪"),
        ("carried-on", "⚪"),
        ("period-ended", "⚪"),
        ("due-soon", "🟡"),
        ("stale", "🟡"),
        ("ongoing", "🔵"),
        ("open", "🔵"),
    ],
)
def test_every_situation_has_its_light(name: str, sign: str) -> None:
    assert light(Situation(name), NOTHING_RECORDED) == sign


def test_a_milestone_met_is_green() -> None:
    assert light(Situation("ongoing", milestone_met=True), DONE) == LIGHTS["done"]


@pytest.mark.parametrize(
    ("name", "sign"),
    [("open", "🟡"), ("ongoing", "🟡"), ("due-soon", "🟡"), ("stale", "🟡"), ("overdue", "🔴"), ("withdrawn", "–")],
)
def test_blocked_work_is_yellow_unless_it_is_late_or_withdrawn(name: str, sign: str) -> None:
    assert light(Situation(name), BLOCKED) == sign


days = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)
maybe = st.one_of(st.none(), days)
states = st.builds(State, st.sampled_from(STATES), maybe, maybe)


@given(maybe, st.booleans(), st.sampled_from(["plan", "none"]), states, maybe, maybe, st.booleans())
def test_only_a_stated_day_can_be_missed(
    due: str | None, ongoing: bool, basis: str, recorded: State, period_end: str | None, published: str | None, on: bool
) -> None:
    name = situation(due, ongoing, basis, recorded, period_end, published, on).name
    assert name in set(SITUATIONS) - {"overdue", "unverified", "due-soon", "done-late"}


@given(st.integers(0, 2000), st.booleans(), states, maybe, maybe, st.booleans())
def test_nothing_is_late_on_or_before_its_day(
    ahead: int, ongoing: bool, recorded: State, period_end: str | None, published: str | None, carried_on: bool
) -> None:
    due = (TODAY + timedelta(days=ahead)).isoformat()
    name = situation(due, ongoing, "stated", recorded, period_end, published, carried_on).name
    assert name in set(SITUATIONS) - {"overdue", "unverified", "carried-on", "period-ended"}
