"""Findings and rates: what counts as due, done, overdue and unverified, and what is counted apart."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.domain.compliance import FINDINGS, AcceptedFinding, Rates, finding_kind, is_open_after_period, rates
from ipcheck.domain.outcome import NOT_DONE
from ipcheck.domain.situation import SITUATIONS, Judge, Situation
from ipcheck.domain.state import NOTHING_RECORDED, State, TaskShares, state_of
from ipcheck.domain.task import Task, published_by
from ipcheck.reports.shared.rate_table import counted_apart, rate_in_words, standing_in_words, total
from tests.builders import a_task, an_entry

JUDGE = Judge(date(2025, 12, 31))
EN, ZH = Translator("en"), Translator("zh")


def judged(state: State = NOTHING_RECORDED, **said: Any) -> Task:
    """A task with its situation on 2025-12-31."""
    task = a_task(**said)
    situation = JUDGE.situation(
        task.due, bool(task.ongoing), task.deadline_basis, state, task.period_end, task.published, False
    )
    return task._replace(state=state, situation=situation)


def of_ended_period(state: State = NOTHING_RECORDED, **said: Any) -> Task:
    return judged(state, due="2025-12-30", deadline_basis="plan", period_end="2025-12-30", **said)


def recorded(on: str, mark: str, *later: tuple[str, str]) -> State:
    entries = [an_entry(*each) for each in ((on, mark), *later)]
    return state_of(entries, TaskShares("做好工作。"), JUDGE.on)


@pytest.mark.parametrize(
    ("task", "count"),
    [
        (judged(due="2025-12-30"), Rates(due=1, unverified=1, unknown=1)),
        (judged(due="2025-12-30", outcome="no-record"), Rates(due=1, unverified=1, no_record=1)),
        (judged(recorded("2025-12-01", "started"), due="2025-12-30"), Rates(due=1, overdue=1)),
        (judged(recorded("2025-12-01", "blocked"), due="2025-12-30"), Rates(due=1, overdue=1, blocked=1)),
        (judged(recorded("2025-12-01", "blocked"), ongoing=1), Rates(ongoing=1, blocked=1)),
        (judged(recorded("2025-12-30", "done"), due="2025-12-30"), Rates(due=1, done=1)),
        (judged(recorded("2025-12-31", "done"), due="2025-12-30"), Rates(due=1, done=1, late=1)),
        (judged(recorded("2025-12-01", "done"), due="2025-12-30", ongoing=1), Rates(due=1, done=1)),
        (judged(due="2025-12-31"), Rates(to_come=1)),
        (judged(recorded("2025-12-01", "done"), due="2026-12-31"), Rates(to_come=1)),
        (judged(recorded("2025-12-01", "withdrawn"), due="2025-12-30"), Rates(withdrawn=1)),
        (judged(due="2025-12-30", deadline_basis="paragraph"), Rates(due=1, unverified=1, unknown=1)),
        (judged(due="2025-12-31", deadline_basis="plan", period_end="2025-12-31"), Rates(period=1)),
        (of_ended_period(), Rates(period=1, ended=1, ended_unknown=1)),
        (of_ended_period(outcome="partly"), Rates(period=1, ended=1, ended_partly=1)),
        (of_ended_period(outcome="begun"), Rates(period=1, ended=1, ended_begun=1)),
        (of_ended_period(outcome="no-record"), Rates(period=1, ended=1, ended_no_record=1)),
        (of_ended_period(recorded("2025-12-01", "done"), outcome="done"), Rates(period=1, ended=1, ended_done=1)),
        (judged(ongoing=1), Rates(ongoing=1)),
        (judged(), Rates(undated=1)),
        (judged(due="2025-12-31", kind="goal"), Rates(goals=1)),
        (judged(due="2025-12-30", kind="goal"), Rates(goals=1, past_goals=1)),
        (judged(kind="condition"), Rates(conditions=1)),
        (judged(ongoing=1, deadline_basis="plan"), Rates(ongoing=1)),
        (judged(deadline_basis="plan"), Rates(undated=1)),
    ],
)
def test_each_task_counts_in_one_place(task: Task, count: Rates) -> None:
    assert rates(task, JUDGE) == count
    assert count.tasks == 1


def test_work_that_goes_on_after_a_milestone_was_done_when_the_milestone_was_met() -> None:
    state = recorded("2025-12-01", "done", ("2025-12-20", "progress"))
    assert rates(judged(state, due="2025-12-10", ongoing=1), JUDGE) == Rates(due=1, done=1)
    assert rates(judged(state, due="2025-11-30", ongoing=1), JUDGE) == Rates(due=1, done=1, late=1)


def test_work_that_had_to_be_taken_up_again_was_done_when_it_was_done_at_last() -> None:
    state = recorded("2025-12-01", "done", ("2025-12-05", "progress"), ("2025-12-20", "done"))
    assert rates(judged(state, due="2025-12-10"), JUDGE) == Rates(due=1, done=1, late=1)


counts = st.builds(
    lambda task: rates(task, JUDGE),
    st.builds(
        lambda due, mark, ongoing, kind, outcome: judged(
            recorded("2025-12-05", mark) if mark else NOTHING_RECORDED,
            due=due, ongoing=ongoing, kind=kind, outcome=outcome,
        ),
        st.sampled_from([None, "2025-12-01", "2025-12-31", "2026-06-30"]),
        st.sampled_from([None, "started", "blocked", "done", "withdrawn"]),
        st.sampled_from([0, 1]), st.sampled_from(["task", "task", "goal"]), st.sampled_from(NOT_DONE),
    ),
)  # fmt: skip


@given(st.lists(counts))
def test_what_was_due_is_done_or_overdue_or_unverified(each: list[Rates]) -> None:
    whole = total(dict(enumerate(each)))  # type: ignore[arg-type]
    assert whole.due == whole.done + whole.overdue + whole.unverified
    assert whole.unverified == whole.partly + whole.begun + whole.no_record + whole.unknown
    assert whole.late <= whole.done
    assert whole.tasks == len(each)


def test_counts_are_added_to_counts_only() -> None:
    assert Rates(due=2, done=1, overdue=1) + Rates(due=1, done=1, goals=3) == Rates(due=3, done=2, overdue=1, goals=3)
    with pytest.raises(TypeError):
        Rates() + (0,) * len(Rates._fields)


def test_the_rate_is_the_share_of_what_was_due() -> None:
    assert Rates(due=4, done=3, late=1, overdue=1, to_come=9).rate == 0.75


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Rates(), "–"),
        (Rates(due=4, done=3, overdue=1), "3/4 (75 %)"),
        (Rates(due=4, done=3, unverified=1), "known to be done 3/4"),
        (Rates(due=4, overdue=4), "0/4 (0 %)"),
    ],
)
def test_a_share_is_given_only_when_it_is_known_of_every_task(count: Rates, said: str) -> None:
    assert rate_in_words(count, EN) == said
    assert (count.rate is None) == ("%" not in said)


def test_in_chinese_the_rate_has_the_words_of_the_field() -> None:
    assert rate_in_words(Rates(due=54, done=1, overdue=1, unverified=52), ZH) == "已核实完成1/54"


def said(count: Rates, _: Translator = EN, ended_on: str = "2025-12-31") -> list[str]:
    return standing_in_words({"p": count}, {"p": ended_on} if count.ended else {}, (), _, "all is calm")


UNVERIFIED = Rates(due=54, done=3, unverified=50, overdue=1, partly=2, begun=8, no_record=30, unknown=10)
ENDED = Rates(period=9, ended=9, ended_done=1, ended_partly=2, ended_begun=2, ended_no_record=1, ended_unknown=3)


def test_what_is_overdue_blocked_and_unverified_comes_first() -> None:
    [words] = said(UNVERIFIED + Rates(ongoing=1, blocked=1, goals=1, past_goals=1))
    assert words == (
        "Overdue 1, blocked 1, unverified 50 (partly 2, begun 8, none found 30, not searched 10), goals and "
        "conditions past their deadline 1; known to be done: 3 of the 54 due."
    )
    assert said(UNVERIFIED, ZH) == [
        "逾期1项、未核实50项（部分完成2项、有进展未见完成8项、未查到30项、未查10项）；应完成54项，已核实完成3项。"
    ]


def test_where_nothing_is_wrong_the_words_are_calm_and_the_rate_follows() -> None:
    assert said(Rates(due=4, done=4, late=1)) == ["All is calm; done: 4 of the 4 due (100 %)."]
    assert said(Rates(to_come=4)) == ["All is calm; no stated deadline has passed."]
    assert said(Rates(due=4, done=3, overdue=1)) == ["Overdue 1; done: 3 of the 4 due (75 %)."]


def test_ended_periods_have_a_sentence_of_their_own_and_are_no_part_of_the_rate() -> None:
    ended = "Period ended 2025-12-31: 9 tasks, done 1, partly 2, begun 2, none found 1, not searched 3."
    assert said(ENDED) == [ended]
    assert said(ENDED + Rates(blocked=1)) == ["Blocked 1.", ended]
    assert said(ENDED + UNVERIFIED)[1:] == [ended]
    dated = "Nothing is overdue, blocked or unverified; done: 1 of the 1 due (100 %)."
    assert said(ENDED + Rates(due=1, done=1)) == [dated, ended]
    assert (ENDED + Rates(due=2, done=1, overdue=1)).rate == 0.5


def test_periods_that_ended_on_several_days_are_counted() -> None:
    both = {"a": ENDED, "b": Rates(period=1, ended=1, ended_unknown=1), "c": Rates(to_come=1)}
    assert standing_in_words(both, {"a": "2025-12-31", "b": "2020-12-31"}, (), EN) == [
        "Periods of 2 plans ended: 10 tasks, done 1, partly 2, begun 2, none found 1, not searched 4.",
        "No stated deadline has passed.",
    ]


def test_few_overdue_tasks_are_named_and_many_are_counted() -> None:
    def opening(*names: str) -> str:
        return standing_in_words({"p": Rates(due=9, overdue=len(names), done=1)}, {}, names, EN)[0].partition(";")[0]

    assert opening("a-1") == "Overdue 1 (a-1)"
    assert opening("a-1", "a-2", "b-3") == "Overdue 3 (a-1, a-2, b-3)"
    assert opening("a-1", "a-2", "b-3", "b-4") == "Overdue 4"


def test_where_there_is_no_task_nothing_is_called_calm() -> None:
    assert standing_in_words({}, {}, (), EN, "all is calm") == ["No task matches."]


@given(st.lists(counts, min_size=1))
def test_words_are_calm_exactly_where_nothing_is_overdue_blocked_or_unverified(each: list[Rates]) -> None:
    whole = total(dict(enumerate(each)))  # type: ignore[arg-type]
    troubled = whole.overdue or whole.blocked or whole.unverified or whole.past_goals
    assert ("calm" in "".join(said(whole))) == (not troubled)


def test_what_is_counted_apart_is_said_and_nothing_where_there_is_nothing() -> None:
    assert counted_apart(Rates(due=3, done=3), EN) == []
    assert counted_apart(Rates(ongoing=2, goals=1), EN) == ["Not in the rates: only ongoing 2, goals 1."]


@pytest.mark.parametrize("kind", FINDINGS)
def test_every_kind_of_finding_is_a_situation_or_blocked_or_unread(kind: str) -> None:
    if kind == "blocked":
        task = a_task(state=State("blocked", "2025-12-01", "2025-12-01"), situation=Situation("open"))
    elif kind == "unread":
        task = a_task(deadline_phrase="适时完成", deadline_basis="unread")
    else:
        assert kind in SITUATIONS
        task = a_task(situation=Situation(kind))
    assert finding_kind(task, FINDINGS) == kind
    assert finding_kind(task, [kind]) == kind
    assert finding_kind(task, [other for other in FINDINGS if other != kind]) is None


def test_blocked_work_past_its_day_is_overdue_first() -> None:
    task = a_task(state=State("blocked", "2025-12-01", "2025-12-01"), situation=Situation("overdue"))
    assert finding_kind(task, ["blocked", "overdue"]) == "overdue"
    assert finding_kind(task, ["blocked"]) == "blocked"


def test_a_finding_is_accepted_for_its_task_its_subject_and_its_kind() -> None:
    accepted = AcceptedFinding("2025-8", "广州市", "overdue", "会议纪要", line=3)
    assert accepted.key == accepted._replace(reason="另有原因", line=9).key == ("2025-8", "广州市", "overdue")


def test_nobody_answers_for_a_plan_before_it_is_published() -> None:
    assert not published_by(a_task(published="2025-04-29"), "2025-04-28")
    assert published_by(a_task(published="2025-04-29"), "2025-04-29")
    assert published_by(a_task(published=None), "1900-01-01")


@pytest.mark.parametrize(
    ("counts", "ended"),
    [
        (Rates(), False),
        (Rates(period=1, ended=1), True),
        (Rates(period=3, ended=3, ended_done=1, goals=2, conditions=1, withdrawn=1), True),
        (Rates(period=3, ended=2), False),
        (Rates(period=3, ended=3, due=1, unverified=1), False),
        (Rates(period=3, ended=3, to_come=1), False),
        (Rates(period=3, ended=3, ongoing=1), False),
        (Rates(period=3, ended=3, undated=1), False),
        (Rates(period=4, ended=3, to_come=1), False),
        (Rates(period=4, ended=3, ongoing=1), False),
        (Rates(period=4, ended=3, undated=1), False),
    ],
)
def test_all_has_ended_only_where_no_work_is_of_another_sort(counts: Rates, ended: bool) -> None:
    assert counts.all_ended is ended


@pytest.mark.parametrize(
    ("task", "is_open"),
    [
        (of_ended_period(outcome="begun"), True),
        (of_ended_period(), True),
        (of_ended_period(recorded("2025-12-01", "done"), outcome="done"), False),
        (judged(due="2025-12-31", deadline_basis="plan", period_end="2025-12-31"), False),
        (judged(due="2025-12-30"), False),
    ],
)
def test_what_an_ended_period_left_undone_is_open(task: Task, is_open: bool) -> None:
    assert is_open_after_period(task, JUDGE) is is_open
