"""What entries say of a task: state on a day, parts of a whole, contradictions; and ledgers read beside the plans."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.cli.exits import FINE, UNABLE
from ipcheck.ledger import MARKS, Entry, Whole, contradicted, in_time, same_entry, state_of
from ipcheck.situation import NOTHING_RECORDED
from tests.builders import an_entry
from tests.conftest import Run

CHECKED = settings(max_examples=100, deadline=None, derandomize=True)
TODAY = "2025-12-31"
WHOLE = Whole("做好甲。做好“乙。”的工作。做好丙（见丁。）。", ["商标法", "专利法"], ["甲局", "乙局", "丙局"])


def state(*entries: Entry, whole: Whole = WHOLE, on: str = TODAY, subject: str | None = None) -> str:
    """The state in a word, with what is finished of it."""
    found = state_of(in_time(entries), whole, on, subject)
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


def test_where_agencies_do_not_divide_a_task_none_of_them_finishes_it() -> None:
    shared = WHOLE._replace(agencies=[])
    assert state(an_entry("2025-06-01", "done", agency="甲局"), whole=shared) == "started"


def test_an_entry_on_the_only_share_is_one_on_the_whole() -> None:
    assert state(an_entry("2025-06-01", "done", part=1), whole=Whole("做好工作。")) == "done"


def test_a_share_of_a_share_finishes_nothing() -> None:
    assert (
        state(an_entry("2025-06-01", "done", part=1, agency="甲局"), whole=Whole("做好工作。", (), ["甲局"]))
        == "started"
    )


def test_what_is_withdrawn_of_a_task_is_not_waited_for() -> None:
    gone = an_entry("2025-06-01", "withdrawn", instrument="专利法")
    assert state(gone) == "started 0/1".removesuffix(" 0/1")
    assert state(gone, an_entry("2025-06-01", "done", instrument="商标法")) == "done"
    assert state(gone, an_entry("2025-06-01", "withdrawn", instrument="商标法")) == "withdrawn"


def test_an_entry_on_a_share_after_the_whole_was_done_opens_it_again() -> None:
    done = an_entry("2025-05-01", "done")
    assert state(done, an_entry("2025-06-01", "blocked", part=2)) == "blocked 2/3"
    assert state(an_entry("2025-04-01", "blocked", part=2), done) == "done"


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
    lambda day, mark, part: an_entry(f"2025-01-{day:02}", mark, part=part),
    st.integers(1, 28), st.sampled_from(MARKS), st.sampled_from([None, 1, 2, 3]),
)  # fmt: skip


@CHECKED
@given(st.lists(marks, unique_by=lambda entry: entry.on), st.randoms())
def test_the_order_in_which_entries_of_different_days_stand_changes_nothing(entries: list[Entry], random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert state_of(in_time(shuffled), WHOLE, TODAY) == state_of(in_time(entries), WHOLE, TODAY)


@CHECKED
@given(st.lists(marks))
def test_a_later_entry_that_all_is_done_makes_it_done(entries: list[Entry]) -> None:
    assert state(*entries, an_entry("2025-02-01", "done")) == "done"


@CHECKED
@given(st.lists(marks), st.lists(marks))
def test_entries_to_come_change_nothing(entries: list[Entry], later: list[Entry]) -> None:
    to_come = [entry._replace(on=f"2026{entry.on[4:]}") for entry in later]
    assert state_of(in_time([*to_come, *entries]), WHOLE, TODAY) == state_of(in_time(entries), WHOLE, TODAY)


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
    assert contradicted(earlier, [later]) == (later if refused else None)


def test_the_same_entry_is_known_wherever_and_whenever_it_was_entered() -> None:
    entry = an_entry("2025-05-01", "done")
    again = entry._replace(recorded="2025-07-01", line=9, path="other.yaml")
    assert same_entry(entry, [again]) is again
    assert same_entry(entry, [entry._replace(evidence="纪要")]) is None


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
        "by": None, "note": None, "next": None, "place": {"path": path, "line": 1, "column": 3},
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
    assert every.out.splitlines()[0].endswith(",evidence,subject")
    assert [line.rpartition(",")[2] for line in every.out.splitlines() if "yearly-4" in line] == ["广州市", "深圳市"]
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
        return str(json.loads(run_shipped("show", "2022-94", "-f", "json", *options).raw)["state"])

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
