"""What entries say of a task: state on a day, parts of a whole, contradictions; and ledgers read beside the plans."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.entry import MARKS, Entry, find_contradiction, find_same_entry, sort_by_day
from ipcheck.domain.state import NOTHING_RECORDED, TaskShares, state_of
from tests.builders import an_entry
from tests.conftest import Run

TODAY = "2025-12-31"
WHOLE = TaskShares("做好甲。做好“乙。”的工作。做好丙（见丁。）。", ["商标法", "专利法"], ["甲局", "乙局", "丙局"])


def state(*entries: Entry, whole: TaskShares = WHOLE, on: str = TODAY, subject: str | None = None) -> str:
    """The state in a word, with what is finished of it."""
    found = state_of(sort_by_day(entries), whole, on, subject)
    return found.name + (f" {found.finished}/{found.shares}" if found.shares else "")


def test_nothing_recorded_is_unknown() -> None:
    assert state_of([], WHOLE, TODAY) == NOTHING_RECORDED


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("started", "started"),
        ("progress", "started"),
        ("blocked", "blocked"),
        ("done", "done"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_an_entry_on_the_whole_says_its_state(mark: str, name: str) -> None:
    assert state(an_entry("2025-06-01", mark)) == name


def test_the_newest_day_counts_and_of_one_day_the_later_in_the_file() -> None:
    done, blocked = an_entry("2025-06-01", "done"), an_entry("2025-05-01", "blocked")
    assert state(done, blocked) == "done"
    assert state(an_entry("2025-06-01", "blocked"), done) == "done"
    assert state(done, an_entry("2025-06-01", "blocked")) == "blocked"


def test_an_entry_counts_from_the_day_on_which_it_happened() -> None:
    done = an_entry("2025-06-01", "done", recorded="2025-09-01")
    assert state(done, on="2025-06-01") == "done"
    assert state_of([done], WHOLE, "2025-05-31") == NOTHING_RECORDED


def test_work_goes_on_after_what_blocked_it() -> None:
    assert state(an_entry("2025-05-01", "blocked"), an_entry("2025-06-01", "progress")) == "started"
    assert state(an_entry("2025-05-01", "blocked"), an_entry("2025-06-01", "started", part=1)) == "blocked 0/3"
    assert state(an_entry("2025-05-01", "blocked", part=1), an_entry("2025-06-01", "progress", part=1)) == "started 0/3"


@pytest.mark.parametrize("said", [{"step": "公布", "instrument": "商标法"}, {"note": "开了会"}, {"evidence": "纪要"}])
def test_a_step_or_a_note_alone_says_that_work_has_begun(said: dict[str, Any]) -> None:
    assert state(an_entry("2025-06-01", **said)) == "started"


def test_an_event_alone_says_nothing_of_the_work() -> None:
    assert state(an_entry("2025-06-01", event="selected", subject="广州市")) == "unknown"


@pytest.mark.parametrize(
    ("field", "names"),
    [("part", [1, 2, 3]), ("instrument", ["商标法", "专利法"]), ("agency", ["甲局", "乙局", "丙局"])],
)
def test_a_task_is_done_when_all_of_its_shares_are(field: str, names: list[Any]) -> None:
    entries = [an_entry(f"2025-0{day}-01", "done", **{field: name}) for day, name in enumerate(names, 1)]
    for count in range(1, len(entries)):
        assert state(*entries[:count]) == f"started {count}/{len(names)}"
    assert state(*entries) == "done"
    whole = state_of(entries, WHOLE, TODAY)
    assert (whole.since, whole.evidence) == (f"2025-0{len(names)}-01", "来源")


def test_where_the_agencies_of_a_task_do_not_count_none_of_them_finishes_it() -> None:
    shared = WHOLE._replace(agencies=[])
    assert state(an_entry("2025-06-01", "done", agency="甲局"), whole=shared) == "started"


def test_an_entry_on_the_only_share_is_one_on_the_whole() -> None:
    assert state(an_entry("2025-06-01", "done", part=1), whole=TaskShares("做好工作。")) == "done"


def test_a_share_of_a_share_finishes_nothing() -> None:
    assert (
        state(an_entry("2025-06-01", "done", part=1, agency="甲局"), whole=TaskShares("做好工作。", (), ["甲局"]))
        == "started"
    )


def test_what_is_withdrawn_of_a_task_is_not_waited_for() -> None:
    gone = an_entry("2025-06-01", "withdrawn", instrument="专利法")
    assert state(gone) == "started"
    assert state(gone, an_entry("2025-06-02", "done", instrument="商标法")) == "done"


def test_a_task_is_withdrawn_with_all_its_sentences_and_not_with_a_law_that_it_names() -> None:
    laws = [an_entry("2025-06-01", "withdrawn", instrument=name) for name in ("专利法", "商标法")]
    assert state(*laws) == "started"
    assert state(*(an_entry("2025-06-01", "withdrawn", part=part) for part in (1, 2, 3))) == "withdrawn"


def test_nothing_is_done_while_something_else_of_it_is_known_to_be_open() -> None:
    parts = [an_entry(f"2025-06-0{part}", "done", part=part) for part in (1, 2, 3)]
    assert state(*parts, an_entry("2025-07-01", "blocked")) == "blocked 3/3"
    assert state(an_entry("2025-05-01", "blocked"), *parts) == "done"
    law = an_entry("2025-06-01", "done", instrument="商标法")
    one_law = WHOLE._replace(instruments=["商标法"])
    for day in ("2025-05-01", "2025-07-01"):
        assert state(law, an_entry(day, "blocked", part=2), whole=one_law) == "blocked 0/3"
    assert state(law, whole=one_law) == "done"


def test_what_was_opened_again_closes_with_what_opened_it_or_with_the_whole() -> None:
    done, again = an_entry("2025-05-01", "done"), an_entry("2025-06-01", "progress", part=2, agency="甲局")
    assert state(done, again) == "started"
    for closing in (
        an_entry("2025-07-01", "done", part=2, agency="甲局"),
        an_entry("2025-07-01", "done", part=2),
        an_entry("2025-07-01", "done"),
    ):
        closed = state_of([done, again, closing], WHOLE, TODAY)
        assert (closed.name, closed.since) == ("done", "2025-07-01")


def test_done_counts_from_the_day_on_which_nothing_was_left() -> None:
    one, two, three = (an_entry(f"2025-05-0{part}", "done", part=part) for part in (1, 2, 3))
    whole = an_entry("2025-06-01", "done")
    assert state_of([one, whole], WHOLE, TODAY).since == "2025-06-01"
    assert state_of([one, two, three, whole], WHOLE, TODAY).since == "2025-05-03"


def test_when_a_task_was_first_done_is_known_whatever_came_later() -> None:
    entries = [
        an_entry("2025-05-01", "started"), an_entry("2025-06-01", "done"), an_entry("2025-07-01", "progress"),
        an_entry("2025-08-01", "done"),
    ]  # fmt: skip
    assert state_of(entries, WHOLE, TODAY).reached == "2025-06-01"
    assert state_of(entries, WHOLE, "2025-05-31").reached is None
    assert state_of(entries[:1], WHOLE, TODAY).reached is None


def test_an_entry_on_a_share_after_the_whole_was_done_opens_it_again() -> None:
    done = an_entry("2025-05-01", "done")
    assert state(done, an_entry("2025-06-01", "blocked", part=2)) == "blocked 2/3"
    assert state(an_entry("2025-04-01", "blocked", part=2), done) == "done"


def test_what_is_said_of_all_subjects_does_not_keep_one_from_being_done() -> None:
    for open_ in (an_entry("2025-05-01", "started"), an_entry("2025-05-01", "blocked", part=1)):
        done = an_entry("2025-06-01", "done", subject="广州市")
        assert state(open_, done, subject="广州市") == "done"
        assert state(open_, done, subject="深圳市") != "done"


def test_when_all_sentences_are_done_whatever_was_open_before_is_closed() -> None:
    parts = [an_entry(f"2025-06-0{part}", "done", part=part) for part in (1, 2, 3)]
    for scope in ({"agency": "甲局"}, {"instrument": "商标法"}, {"subject": "广州市"}, {"part": 2, "agency": "甲局"}):
        assert state(an_entry("2025-05-01", "started", **scope), *parts) == "done"
        assert state(*parts, an_entry("2025-07-01", "blocked", **scope)).startswith("blocked")


def test_to_record_a_share_again_closes_nothing_that_came_after_it() -> None:
    parts = [an_entry(f"2025-06-0{part}", "done", part=part) for part in (1, 2, 3)]
    assert state(*parts, an_entry("2025-07-01", "blocked"), an_entry("2025-08-01", "done", part=1)) == "blocked 3/3"


def test_what_was_withdrawn_sentence_by_sentence_can_be_taken_up_again() -> None:
    parts = [an_entry("2025-06-01", "withdrawn", part=part) for part in (1, 2, 3)]
    assert state(*parts, an_entry("2025-07-01", "progress")) == "started"


def test_an_entry_on_something_else_of_the_same_day_leaves_a_milestone_met() -> None:
    done, other = an_entry("2025-06-01", "done"), an_entry("2025-06-01", "progress", agency="甲局")
    assert state_of([done, other], WHOLE, TODAY).reached == "2025-06-01"
    corrected = an_entry("2025-06-01", "blocked")
    assert state_of([done, corrected], WHOLE, TODAY).reached is None


def test_what_one_subject_did_says_nothing_of_the_others() -> None:
    done = an_entry("2025-06-01", "done", subject="广州市")
    assert state(done, subject="广州市") == "done"
    assert state(done, subject="深圳市") == "unknown"
    assert state(done) == "started"
    assert state(an_entry("2025-06-01", "done"), subject="深圳市") == "done"


def test_done_since_counts_from_the_first_entry_that_says_so() -> None:
    entries = [an_entry("2025-05-01", "done", evidence="甲"), an_entry("2025-06-01", "done", evidence="乙")]
    found = state_of(entries, WHOLE, TODAY)
    assert (found.since, found.newest, found.evidence) == ("2025-05-01", "2025-06-01", "甲；乙")


marks = st.builds(
    lambda day, mark, part, instrument, agency, subject: an_entry(
        f"2025-01-{day:02}", mark, part=part, instrument=instrument, agency=agency, subject=subject
    ),
    st.integers(1, 28), st.sampled_from(MARKS), st.sampled_from([None, None, 1, 2, 3]),
    st.sampled_from([None, None, "商标法", "专利法"]), st.sampled_from([None, None, "甲局"]),
    st.sampled_from([None, None, "广州市"]),
)  # fmt: skip


@given(st.lists(marks, unique_by=lambda entry: entry.on), st.randoms())
def test_the_order_in_which_entries_of_different_days_stand_changes_nothing(entries: list[Entry], random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert state_of(sort_by_day(shuffled), WHOLE, TODAY) == state_of(sort_by_day(entries), WHOLE, TODAY)


@given(st.lists(marks))
def test_a_later_entry_that_all_is_done_makes_it_done(entries: list[Entry]) -> None:
    found = state_of([*sort_by_day(entries), an_entry("2025-02-01", "done")], WHOLE, TODAY)
    days = [*sorted({entry.on for entry in entries}), "2025-02-01"]
    names = [state_of(sort_by_day(entries), WHOLE, day).name for day in days[:-1]] + ["done"]
    begun = max((index for index, name in enumerate(names) if name != "done"), default=-1) + 1
    assert (found.name, found.since) == ("done", days[begun])


@given(st.lists(marks, min_size=1))
def test_nothing_is_done_while_the_newest_entry_of_any_scope_is_blocked(entries: list[Entry]) -> None:
    entries = sort_by_day(entries)
    blocked = an_entry("2025-02-01", "blocked", part=entries[-1].part)
    found = state_of([*entries, blocked], WHOLE, TODAY)
    assert found.name in ("blocked", "withdrawn")


@given(st.lists(marks), st.lists(marks))
def test_entries_to_come_change_nothing(entries: list[Entry], later: list[Entry]) -> None:
    to_come = [entry._replace(on=f"2026{entry.on[4:]}") for entry in later]
    assert state_of(sort_by_day([*to_come, *entries]), WHOLE, TODAY) == state_of(sort_by_day(entries), WHOLE, TODAY)


@pytest.mark.parametrize(
    ("earlier", "later", "refused"),
    [
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", "progress"), True),
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", "blocked", part=2), True),
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", "withdrawn"), True),
        (an_entry("2025-05-01", "withdrawn"), an_entry("2025-06-01", "done"), True),
        (an_entry("2025-05-01", "done", part=1), an_entry("2025-06-01", "blocked", part=1), True),
        (an_entry("2025-05-01", "done", part=1), an_entry("2025-06-01", "blocked", part=2), False),
        (an_entry("2025-05-01", "done", part=1), an_entry("2025-06-01", "started"), False),
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", "done"), False),
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", "done", part=1), False),
        (an_entry("2025-05-01", "done"), an_entry("2025-05-01", "blocked"), False),
        (an_entry("2025-05-01", "blocked"), an_entry("2025-06-01", "done"), False),
        (an_entry("2025-06-01", "done"), an_entry("2025-05-01", "progress"), False),
        (an_entry("2025-05-01", "done"), an_entry("2025-06-01", note="存档"), False),
    ],
)
def test_what_is_over_is_contradicted_by_a_later_entry_that_it_is_not(
    earlier: Entry, later: Entry, refused: bool
) -> None:
    assert find_contradiction(earlier, [later]) == (later if refused else None)


def test_the_same_entry_is_known_wherever_and_whenever_it_was_entered() -> None:
    entry = an_entry("2025-05-01", "done")
    again = entry._replace(recorded="2025-07-01", line=9, path="other.yaml")
    assert find_same_entry(entry, [again]) is again
    assert find_same_entry(entry, [entry._replace(evidence="纪要")]) is None


# ledgers beside the plans


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], str]:
    """Write a ledger; its path as an option."""

    def write(text: str, name: str = "entries.yaml") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


DONE = "- {task: dated-1, state: done, on: 2022-12-01, evidence: 公告}\n"


def shown(run: Run, task: str, *options: str) -> dict[str, Any]:
    answer = run("show", task, "-f", "json", *options)
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def test_a_ledger_says_what_became_of_a_task(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger(DONE)
    found = shown(run, "dated-1", "--ledger", path)
    assert (found["state"], found["situation"], found["evidence"]) == ("done", "ongoing", "公告")
    assert found["milestone_met"]
    [entry] = found["entries"]
    assert entry == {
        "task": "dated-1", "part": None, "instrument": None, "agency": None, "subject": None, "state": "done",
        "step": None, "event": None, "on": "2022-12-01", "recorded": "2022-12-01", "evidence": "公告", "source": None,
        "by": None, "note": None, "problem": None, "next": None, "row": None, "round": None, "until": None,
        "number": None, "document": None, "english": None, "checked": None, "searched": [], "actual": None,
        "on_from": "2022-12-01", "on_to": "2022-12-01", "sources": [],
        "place": {"path": path, "line": 1, "column": 3},
    }  # fmt: skip
    assert shown(run, "dated-1")["situation"] == "unverified"


def test_a_ledger_in_the_working_folder_is_read_where_none_is_named(run: Run, ledger: Callable[..., str]) -> None:
    ledger(DONE, "ledger.yaml")
    assert shown(run, "dated-1")["state"] == "done"
    other = ledger("# nothing yet\n", "other.yaml")
    assert shown(run, "dated-1", "--ledger", other)["state"] == "unknown"


def test_several_ledgers_count_together_in_their_order(run: Run, ledger: Callable[..., str]) -> None:
    one = ledger(DONE, "one.yaml")
    two = ledger("- {task: dated-1, state: blocked, on: 2022-12-01}\n", "two.yaml")
    assert shown(run, "dated-1", "--ledger", one, "--ledger", two)["state"] == "blocked"
    assert shown(run, "dated-1", "--ledger", two, "--ledger", one)["state"] == "done"


def test_a_folder_of_plans_may_hold_ledgers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ledgers").mkdir()
    (tmp_path / "ledgers" / "spring.yaml").write_text(DONE, encoding="utf-8")
    assert shown(run, "dated-1", "--plans", str(tmp_path))["state"] == "done"


def test_a_changed_ledger_and_a_changed_plan_are_seen(
    run: Run, ledger: Callable[[str], str], plan_file: Callable[..., Path]
) -> None:
    own = ("--plans", str(plan_file("text: 一。二。")))
    path = ledger("- {task: own-1, part: 2, state: done, on: 2022-12-01, source: 甲}\n")
    assert shown(run, "own-1", "--ledger", path, *own)["progress"] == {"done": 1, "of": 2}
    plan_file("text: 一。")
    answer = run("show", "own-1", "--ledger", path, *own)
    assert (answer.code, "own-1 has 1 sentence, so there is no part 2" in answer.err) == (UNABLE, True)


@pytest.mark.parametrize("written", ["task: own-1/2", "task: own-1\n  part: 2", "task: own-1\n  part: own-1/2"])
def test_a_part_may_be_written_with_its_task(
    run: Run, ledger: Callable[..., str], plan_file: Callable[..., Path], written: str
) -> None:
    path = ledger(f"- {written}\n  state: done\n  on: 2022-12-01\n  source: 甲\n", "ledger.yaml")
    found = shown(run, "own-1", "--ledger", path, "--plans", str(plan_file("text: 一。二。")))
    assert [entry["part"] for entry in found["entries"]] == [2]


def test_names_in_a_ledger_may_be_any_of_their_names(run: Run, ledger: Callable[[str], str]) -> None:
    text = "- {task: dated-1, instrument: 《中华人民共和国商标法》, agency: 甲局, step: 公布, on: 2022-12-01}\n"
    [entry] = shown(run, "dated-1", "--ledger", ledger(text))["entries"]
    assert entry["instrument"] == "商标法"


def test_a_span_counts_from_the_event_of_each_subject(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger(
        "- {task: yearly-4, event: selected, subject: 广州市, on: 2024-03-31}\n"
        "- {task: yearly-4, event: selected, subject: 深圳市, on: 2025-06-30}\n"
        "- {task: yearly-4, state: done, subject: 广州市, on: 2026-03-01, source: 验收}\n"
    )
    answer = run("due", "--before", "2026", "-f", "json", "--plan", "yearly", "--basis", "stated", "--ledger", path)
    due = [(task["subject"], task["deadline"]["due"], task["situation"]) for task in json.loads(answer.raw)]
    assert due == [("广州市", "2026-03-31", "done")]
    every = run("due", "--after", "2026", "--before", "2028", "--plan", "yearly", "-f", "csv", "--ledger", path)
    assert every.out.splitlines()[0].endswith(
        ",evidence,subject,outcome,done_on,late,after_period,checked,leads,english"
    )
    rows = list(csv.DictReader(io.StringIO(every.out)))
    assert [row["subject"] for row in rows if row["id"] == "yearly-4"] == ["广州市", "深圳市"]
    said = run("show", "yearly-4", "--ledger", path).out
    assert "2026-03-31 (广州市)" in said
    assert "2027-06-30 (深圳市)" in said
    assert shown(run, "yearly-4", "--ledger", path)["subjects"][1] == {
        "subject": "深圳市", "due": "2027-06-30", "state": "unknown", "situation": "open",
    }  # fmt: skip


def test_a_span_is_not_left_out_of_due_once_its_event_is_known(run: Run, ledger: Callable[[str], str]) -> None:
    assert "counted from an event" in run("due", "--plan", "yearly").out
    path = ledger("- {task: yearly-4, event: selected, subject: 广州市, on: 2024-03-31}\n")
    assert "counted from an event" not in run("due", "--plan", "yearly", "--ledger", path).out


def test_the_public_ledger_is_read_unless_it_is_left_out(run_shipped: Run) -> None:
    def state(*options: str) -> str:
        return str(json.loads(run_shipped("show", "2025-3", "-f", "json", *options).raw)["state"])

    assert (state(), state("--no-public")) == ("done", "unknown")


def test_the_public_ledger_says_nothing_of_a_plan_that_the_user_replaces(
    run_shipped: Run, plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 别的工作。\nnumber: 94", plan='"2022"')
    found = json.loads(run_shipped("show", "2022-94", "-f", "json", "--plans", str(own)).raw)
    assert (found["text"], found["state"], found["entries"]) == ("别的工作。", "unknown", [])


def test_a_state_can_be_asked_for(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger(DONE)
    answer = run("tasks", "--state", "done", "-f", "json", "--ledger", path)
    assert [task["id"] for task in json.loads(answer.raw)] == ["dated-1"]


def test_a_note_may_have_lines_and_end_as_a_block_does(run: Run, ledger: Callable[[str], str]) -> None:
    text = (
        "- task: dated-1\n  state: started\n  on: 2022-12-01\n  note: |\n    开了会\n    定了稿\n  next: >\n    送审\n"
    )
    [entry] = shown(run, "dated-1", "--ledger", ledger(text))["entries"]
    assert (entry["note"], entry["next"]) == ("开了会\n定了稿", "送审")


def test_work_that_goes_on_after_its_day_may_be_done_and_have_progress_later() -> None:
    done = an_entry("2025-05-01", "done")
    assert find_contradiction(done, [an_entry("2025-06-01", "progress")], goes_on=True) is None
    for mark in ("started", "blocked"):
        assert find_contradiction(done, [later := an_entry("2025-06-01", mark)], goes_on=True) == later


def test_a_milestone_once_met_stays_met_and_what_then_blocks_is_seen(run: Run, ledger: Callable[[str], str]) -> None:
    done = "- {task: dated-1, state: done, on: 2022-12-20, evidence: 公告}\n"
    for mark, light in (("progress", "🟢"), ("blocked", "🟡")):
        path = ledger(done + f"- {{task: dated-1, state: {mark}, on: 2023-06-01}}\n")
        found = shown(run, "dated-1", "--ledger", path)
        assert (found["situation"], found["milestone_met"]) == ("ongoing", True)
        assert light in run("show", "dated-1", "--ledger", path).out


def test_an_agency_speaks_only_of_its_own_tasks_and_a_sole_agency_for_the_whole(
    run: Run, ledger: Callable[[str], str], plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。\nresponsible: 乙部负责", "text: 二。\nresponsible: 联席会议成员单位负责",
                    "text: 三。\nresponsible: 甲局、乙部等部门按职责分工负责", head="lead: first")  # fmt: skip
    entry = "- {{task: own-{}, agency: {}, state: done, on: 2022-12-01, source: 甲}}\n"

    def state(task: int, *agencies: str) -> str:
        path = ledger("".join(entry.format(task, agency) for agency in agencies))
        return str(shown(run, f"own-{task}", "--ledger", path, "--plans", str(own))["state"])

    assert state(1, "乙部") == "done"
    assert state(3, "甲局", "乙部") == "started"  # 等部门: who else there is, nobody knows
    refused = run("tasks", "--plans", str(own), "--ledger", ledger(entry.format(1, "甲局")))
    assert (refused.code, "own-1 is not a task of 甲局; it names 乙部" in refused.err) == (UNABLE, True)


def test_a_city_without_the_event_is_listed_beside_those_that_have_it(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger(
        "- {task: yearly-4, event: selected, subject: 广州市, on: 2024-03-31}\n"
        "- {task: yearly-4, state: blocked, subject: 成都市, on: 2025-06-30}\n"
    )
    tasks = json.loads(run("tasks", "--plan", "yearly", "--text", "遴选", "-f", "json", "--ledger", path).raw)
    assert [(task["subject"], task["deadline"]["due"], task["state"]) for task in tasks] == [
        ("广州市", "2026-03-31", "unknown"), ("成都市", None, "blocked"),
    ]  # fmt: skip


def test_an_event_of_all_gives_each_city_its_day(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger(
        "- {task: yearly-4, event: selected, on: 2024-03-31}\n"
        "- {task: yearly-4, event: selected, subject: 广州市, on: 2024-06-30}\n"
        "- {task: yearly-4, state: blocked, subject: 成都市, on: 2025-06-30}\n"
    )
    tasks = json.loads(
        run("due", "--plan", "yearly", "--before", "2026-06", "--after", "2026", "-f", "json", "--ledger", path).raw
    )
    assert [(task.get("subject"), task["deadline"]["due"]) for task in tasks] == [
        (None, "2026-03-31"), ("成都市", "2026-03-31"), ("广州市", "2026-06-30"),
    ]  # fmt: skip
