"""The state of a task on a day, where several entries meet: of one day, on shares, opened and closed again."""

from typing import Any

import pytest

from ipcheck.domain.entry import Entry
from ipcheck.domain.state import State, TaskShares, entries_on_sentence, state_of
from tests.builders import an_entry

TODAY = "2025-12-31"
WHOLE = TaskShares("一。二。三。", ["商标法", "专利法"], ["甲局", "乙局"])
ALL_PARTS = [an_entry(f"2025-06-0{part}", "done", part=part) for part in (1, 2, 3)]


def state(*entries: Entry, whole: TaskShares = WHOLE, on: str = TODAY, subject: str | None = None) -> State:
    return state_of(entries, whole, on, subject)


def test_without_a_subject_the_entries_of_every_subject_count() -> None:
    assert state_of([an_entry("2025-06-01", "blocked", subject="广州市")], WHOLE, TODAY).name == "blocked"


@pytest.mark.parametrize(
    ("entries", "since"),
    [
        # opened again on the day on which it was done: it was under way all the time
        ([("05-01", "started", {}), ("06-01", "done", {}), ("06-01", "progress", {"agency": "甲局"})], "2025-05-01"),
        ([("05-01", "blocked", {}), ("06-01", "progress", {}), ("06-01", "blocked", {"part": 1})], "2025-05-01"),
        ([("05-01", "blocked", {}), ("06-01", "progress", {}), ("06-02", "blocked", {})], "2025-06-02"),
        (
            [("05-01", "started", {}), ("06-01", "blocked", {"part": 1}), ("07-01", "blocked", {"part": 2})],
            "2025-06-01",
        ),
        ([("05-01", None, {"note": "开了会"}), ("06-01", "progress", {})], "2025-05-01"),
    ],
)
def test_a_state_lasts_since_the_first_day_that_ended_in_it(
    entries: list[tuple[str, str | None, dict[str, Any]]], since: str
) -> None:
    assert state(*(an_entry(f"2025-{on}", mark, **said) for on, mark, said in entries)).since == since


def test_a_share_that_was_opened_again_ends_when_it_ends_at_last() -> None:
    opened = an_entry("2025-06-04", "progress", part=1)
    waiting = an_entry("2025-06-05", "blocked", agency="甲局")
    again = an_entry("2025-06-06", "done", part=1)
    assert state(*ALL_PARTS, opened, waiting, again).name == "done"
    assert state(*ALL_PARTS, waiting, again).name == "blocked"


def test_evidence_is_that_of_the_entries_which_decide() -> None:
    def proved(*entries: Entry) -> str | None:
        return state(*entries).evidence

    first, second, third = (entry._replace(source=f"来源{entry.part}") for entry in ALL_PARTS)
    assert proved(first, second, third) == "来源1；来源2；来源3"
    assert proved(first, second) == "来源2"  # not done: the newest proof there is
    opened = an_entry("2025-06-04", "progress", part=1, evidence="通报")
    assert proved(first, second, third, opened) == "通报"
    closed = an_entry("2025-06-05", "done", part=1, source="来源4")
    assert proved(first, second, third, opened, closed) == "来源2；来源3；来源4"
    withdrawn = an_entry("2025-07-01", "withdrawn", source="会议纪要")
    assert proved(first, withdrawn) == "会议纪要"
    assert proved(first, first._replace(on="2025-06-09"), second, third) == "来源1；来源2；来源3"
    assert proved(an_entry("2025-06-01", "started")) is None


def test_what_came_before_the_whole_was_done_again_is_no_evidence_for_it() -> None:
    old, opened = an_entry("2025-05-01", "done", source="旧"), an_entry("2025-06-01", "progress")
    assert state(old, opened, an_entry("2025-07-01", "done", source="新")).evidence == "新"


def test_the_newest_entry_gives_the_next_step_and_the_day_of_the_last_news() -> None:
    planned = an_entry("2025-05-01", "started", next="送审")
    found = state(planned, an_entry("2025-06-01", note="开了会"))
    assert (found.next, found.newest) == (None, "2025-06-01")
    found = state(an_entry("2025-04-01", "started"), planned)
    assert (found.next, found.newest) == ("送审", "2025-05-01")
    assert state(planned, an_entry("2025-06-01", event="selected")).newest == "2025-05-01"


def test_a_state_tells_who_recorded_it_and_until_when_the_public_record_knew_the_work_to_be_open() -> None:
    public = [
        an_entry("2025-02-01", "started", shipped=True), an_entry("2025-05-01", "blocked", part=1, shipped=True),
        an_entry("2025-06-01", note="报道", shipped=True), an_entry("2025-06-02", "done", part=2, shipped=True),
    ]  # fmt: skip
    assert (state(*public).own, state(*public).open_on) == (False, "2025-05-01")
    own = an_entry("2025-05-02", "progress")
    assert (state(*public, own).own, state(*public, own).open_on) == (True, "2025-05-01")
    assert (state(own).own, state(own).open_on) == (True, None)


def test_of_one_day_the_last_entry_on_the_same_scope_corrects_the_others() -> None:
    wrong, right = an_entry("2025-06-01", "done", source="误"), an_entry("2025-06-01", "blocked")
    assert state(wrong, right) == State("blocked", "2025-06-01", "2025-06-01", own=True)
    other = an_entry("2025-06-01", "progress", part=1)
    assert state(wrong, other, right).evidence is None
    noted = an_entry("2025-06-01", note="更正")
    assert state(wrong, noted).evidence == "误"  # a note says nothing of the state
    assert state(wrong, an_entry("2025-06-02", "blocked")).evidence == "误"
    assert state(noted, right).newest == "2025-06-01"


@pytest.mark.parametrize(
    ("ended", "progress"),
    [
        ([{"part": 1}], (1, 3)),
        ([{"part": 1}, {"instrument": "商标法"}], (1, 2)),  # the greater share
        ([{"part": 1}, {"part": 2}, {"instrument": "商标法"}], (2, 3)),
        ([{"instrument": "商标法"}, {"agency": "甲局"}], (1, 2)),
        ([{"part": 1, "agency": "甲局"}], (0, 0)),
    ],
)
def test_progress_counts_the_sort_of_shares_of_which_most_is_done(
    ended: list[dict[str, Any]], progress: tuple[int, int]
) -> None:
    found = state(*(an_entry("2025-06-01", "done", **scope) for scope in ended))
    assert (found.name, (found.finished, found.shares)) == ("started", progress)


def test_of_sorts_of_shares_with_as_much_done_the_sentences_are_counted() -> None:
    found = state(an_entry("2025-06-01", "blocked", part=1), an_entry("2025-06-01", "blocked", instrument="商标法"))
    assert (found.name, found.finished, found.shares) == ("blocked", 0, 3)


@pytest.mark.parametrize(
    ("opened", "field", "name"),
    [
        ({"part": 2}, "agency", "done"),
        ({"instrument": "商标法"}, "agency", "done"),
        ({"agency": "甲局"}, "instrument", "done"),
        ({"part": 2}, "instrument", "blocked"),  # a task is more than the laws that it names
        ({"agency": "甲局"}, "part", "done"),
    ],
)
def test_when_all_shares_of_a_sort_are_done_what_was_open_of_another_is_closed(
    opened: dict[str, Any], field: str, name: str
) -> None:
    shares: list[dict[str, Any]] = [{field: share} for share in WHOLE.shares(field)]
    blocked = an_entry("2025-05-01", "blocked", **opened)
    assert state(blocked, *(an_entry("2025-06-01", "done", **share) for share in shares)).name == name


def test_what_is_withdrawn_is_not_counted() -> None:
    gone, done = an_entry("2025-06-01", "withdrawn", part=1), an_entry("2025-06-02", "done", part=2)
    found = state(gone, done)
    assert (found.finished, found.shares) == (1, 2)
    assert state(gone, done, an_entry("2025-06-03", "done", part=3)).name == "done"
    assert state(gone).shares == 2
    found = state(gone, an_entry("2025-06-02", "withdrawn", part=2))
    assert (found.name, found.shares) == ("started", 0)  # of one share there is nothing to count


def test_the_whole_may_be_withdrawn_whatever_is_open() -> None:
    assert state(an_entry("2025-06-01", "blocked", part=1), an_entry("2025-06-02", "withdrawn")).name == "withdrawn"
    assert state(an_entry("2025-06-01", "withdrawn"), an_entry("2025-06-02", "blocked", part=1)).name == "withdrawn"


def test_a_share_that_ended_with_the_whole_and_was_opened_again_is_not_done() -> None:
    whole = an_entry("2025-06-01", "done")
    found = state(whole, an_entry("2025-07-01", "progress", part=2))
    assert (found.name, found.finished, found.shares) == ("started", 2, 3)
    found = state(whole, an_entry("2025-07-01", "progress", part=2), an_entry("2025-08-01", "done", part=2))
    assert (found.name, found.since, found.reached) == ("done", "2025-08-01", "2025-06-01")


def test_what_one_city_did_ends_no_share() -> None:
    parts = [entry._replace(subject="广州市") for entry in ALL_PARTS]
    assert (state(*parts).name, state(*parts).shares) == ("started", 0)
    assert state(*parts, subject="广州市").name == "done"


def test_a_sentence_has_its_own_entries_and_those_on_the_whole() -> None:
    whole, first, second = an_entry("2025-06-01", "started"), *ALL_PARTS[:2]
    others = [an_entry("2025-06-05", "done", **scope) for scope in ({"instrument": "商标法"}, {"agency": "甲局"})]
    share = an_entry("2025-06-06", "done", part=1, agency="甲局")
    assert entries_on_sentence([whole, first, second, *others, share], 1) == [
        whole, first._replace(part=None), share._replace(part=None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "shares"),
    [("part", [1, 2, 3]), ("instrument", ["商标法", "专利法"]), ("agency", ["甲局", "乙局"])],
)
def test_a_task_consists_of_sentences_instruments_and_agencies(field: str, shares: list[Any]) -> None:
    assert WHOLE.shares(field) == shares
    assert TaskShares("一。").shares(field) == ([1] if field == "part" else [])
