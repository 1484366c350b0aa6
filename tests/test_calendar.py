"""The calendar, read back by a second parser: what is due when, under names that stay, whatever the text holds."""

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.base.text import hidden_character
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page
from ipcheck.formats.ics import render
from ipcheck.formats.parts import Event
from tests import conftest
from tests.conftest import Run, examples

WORDS = Translator("en")
CHECKED = settings(max_examples=examples(200))


def read_back(raw: bytes) -> Any:
    """The calendar as another program reads it, after what every program may rely on has been checked."""
    text = raw.decode("utf-8")
    assert text.endswith("END:VCALENDAR\r\n")
    assert not {"\r", "\n"} & set(text.replace("\r\n", ""))
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no fold within a character
    calendar = vobject.readOne(text)
    uids = [event.uid.value for event in events_in(calendar)]
    assert len(set(uids)) == len(uids)
    return calendar


def events_in(calendar: Any) -> list[Any]:
    return list(calendar.contents.get("vevent", ()))


def events(run: Run, *options: str) -> dict[str, Any]:
    """The events of a call, by UID, in their order."""
    answer = run("calendar", *options)
    assert answer.code == FINE
    return {event.uid.value: event for event in events_in(read_back(answer.raw))}


def ids(run: Run, *options: str) -> list[str]:
    return [uid.removesuffix("@ipcheck") for uid in events(run, *options)]


def rendered(*said: Event, title: str = "Title") -> bytes:
    out = io.BytesIO()
    render(Document(title, events=lambda: said), out, Page(), WORDS)
    return out.getvalue()


def an_event(text: str = "做好工作。", **said: Any) -> Event:
    return Event(**{"uid": "a-1@ipcheck", "day": "2025-12-31", "title": text, "description": text, **said})


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], str]:
    """Write a ledger; its path as an option."""

    def write(text: str) -> str:
        (tmp_path / "entries.yaml").write_text(text, encoding="utf-8")
        return str(tmp_path / "entries.yaml")

    return write


STARTED = "- {task: dated-2, state: started, on: 2023-02-01, recorded: 2023-03-04}\n"
DONE = "- {task: dated-2, state: done, on: 2025-10-01, evidence: 公告}\n"

# ---- which days ----


def test_every_stated_last_day_is_an_event_soonest_first(run: Run) -> None:
    assert ids(run) == ["dated-10", "dated-1", "dated-2", "yearly-g1", "yearly-g2"]


def test_the_shipped_plans_make_a_calendar_that_another_program_reads(run_shipped: Run) -> None:
    found = events(run_shipped, "--lang", "zh", "--alarm", "30d")
    dated = json.loads(run_shipped("due", "--basis", "stated", "--before", "9999", "-f", "json").raw)
    steps = [uid for uid in found if uid.startswith("step.")]  # they follow the tasks
    assert list(found) == [*(f"{task['id']}@ipcheck" for task in dated), *steps]
    assert len(found) > 54


def test_an_event_is_the_whole_last_day(run: Run) -> None:
    event = events(run)["dated-2@ipcheck"]
    assert (event.dtstart.value, event.dtend.value) == (date(2025, 12, 31), date(2026, 1, 1))
    assert event.transp.value == "TRANSPARENT"
    assert b"DTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260101\r\n" in run("calendar").raw


@pytest.mark.parametrize(("day", "written"), [("0001-01-01", b"00010101"), ("9999-12-31", b"99991231")])
def test_the_first_and_the_last_day_that_can_be_written_are_days_like_others(day: str, written: bytes) -> None:
    raw = rendered(an_event(day=day))
    assert b"DTSTART;VALUE=DATE:" + written in raw
    assert (b"DTEND" in raw) == (day < "9999")


def test_the_end_of_a_period_is_an_event_only_when_it_is_asked_for_and_says_what_it_is(run: Run) -> None:
    found = events(run, "--basis", "any", "--as-of", "2025-06-01")
    assert found["yearly-1@ipcheck"].dtstart.value == date(2025, 12, 31)
    assert found["yearly-1@ipcheck"].summary.value == "yearly-1 (end of the plan's period) 修订商标法。"
    assert "(end of" not in found["dated-2@ipcheck"].summary.value
    assert "yearly-1" in ids(run, "--basis", "plan")
    assert ids(run, "--plan", "yearly") == ["yearly-g1", "yearly-g2"]


def test_what_was_left_out_is_said_beside_the_calendar_with_what_would_bring_it(run: Run) -> None:
    said = run("calendar", "--plan", "yearly").err
    assert "Left out: 3 of plans whose period has ended (yearly), 1 counted from an event." in said
    assert "; those of plans with a period also by --basis any\n" in said
    assert "Any deadline." in said
    assert "2 tasks: 🔵 open 2" in said


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--before", "2022-06"), ["dated-10"]),
        (("--after", "2022-07", "--before", "2025"), ["dated-1", "dated-2"]),
        (("--plan", "dated"), ["dated-10", "dated-1", "dated-2"]),
        (("--kind", "goal"), ["yearly-g1", "yearly-g2"]),
        (("--section", "强化保护"), ["dated-10"]),
        (("--situation", "unverified"), ["dated-10", "dated-1", "dated-2"]),
        (("--agency", "乙部", "--basis", "any"), ["yearly-1", "yearly-2"]),
    ],
)
def test_filters_choose_the_events(run: Run, options: tuple[str, ...], found: list[str]) -> None:
    day = () if "unverified" not in options else ("--as-of", "2026-01-01")
    assert ids(run, *options, *day) == found


def test_an_answer_without_tasks_is_a_calendar_without_events(run: Run) -> None:
    assert events(run, "--before", "2000") == {}


# ---- what an event says ----


def test_an_event_says_how_the_task_stands_and_where_it_is_from(run: Run, ledger: Callable[[str], str]) -> None:
    event = events(run, "--ledger", ledger(DONE))["dated-2@ipcheck"]
    assert event.summary.value == "🟢 dated-2 建立协作机制。"
    assert event.description.value.split("\n") == [
        "建立协作机制。",
        "section: 一、提高法治化水平",
        "deadline: 2025-12-31",
        "deadline as stated: 2025年12月底前完成; stated in the task",
        "state: done",
        "done on: 2025-10-01",
        "evidence: 公告",
        "source: 《有期限的计划》, 2022-11-01",
    ]
    assert event.categories.value == ["dated", "done"]
    assert event.status.value == "CONFIRMED"


def test_an_event_names_who_leads_and_who_takes_part(run: Run) -> None:
    said = events(run, "--basis", "any")["yearly-1@ipcheck"].description.value
    assert "\nlead: Bureau A\nparticipants: Ministry B\n" in said
    said = events(run, "--basis", "any", "--lang", "zh")["yearly-1@ipcheck"].description.value
    assert "\n牵头单位：甲局\n参与单位：乙部\n" in said


def test_a_long_text_is_cut_in_the_title_and_whole_in_the_description(run: Run, plan_file: Callable[..., Path]) -> None:
    text = "推进知识产权保护工作，" * 10 + "完。"
    path = plan_file(f"text: {text}\ndeadline: 2026年12月底前完成")
    event = events(run, "--plans", str(path), "--plan", "own")["own-1@ipcheck"]
    assert event.summary.value == f"own-1 {text[:59]}…"
    assert event.description.value.startswith(text + "\n")


def test_a_text_of_the_length_that_is_enough_is_not_cut(run: Run, plan_file: Callable[..., Path]) -> None:
    path = plan_file(f"text: {'字' * 59}。\ndeadline: 2026年12月底前完成")
    assert "…" not in events(run, "--plans", str(path))["own-1@ipcheck"].summary.value


def test_an_event_has_the_english_in_its_title_and_both_in_its_description(run_shipped: Run) -> None:
    event = events(run_shipped, "--plan", "2022", "--lang", "en")["2022-14@ipcheck"]
    assert "Formulate and issue the SPP Opinions" in event.summary.value
    english, chinese, *_facts = event.description.value.splitlines()
    assert english.startswith("Formulate and issue the SPP Opinions")
    assert chinese.startswith("制定发布《最高人民检察院")
    chinese_event = events(run_shipped, "--plan", "2022", "--lang", "zh")["2022-14@ipcheck"]
    assert "Formulate" not in chinese_event.description.value


def test_what_is_withdrawn_is_cancelled(run: Run, ledger: Callable[[str], str]) -> None:
    path = ledger("- {task: dated-2, state: withdrawn, on: 2024-05-01, source: 通知}\n")
    found = events(run, "--ledger", path)
    assert found["dated-2@ipcheck"].status.value == "CANCELLED"
    assert found["dated-1@ipcheck"].status.value == "CONFIRMED"


def test_the_calendar_is_called_as_its_answer_is(run: Run) -> None:
    calendar = read_back(run("calendar").raw)
    assert calendar.contents["x-wr-calname"][0].value == "Deadlines of intellectual-property plans"
    assert (calendar.version.value, calendar.calscale.value, calendar.method.value) == ("2.0", "GREGORIAN", "PUBLISH")
    assert calendar.prodid.value == "-//ipcheck//ipcheck//EN"


LATE_MILESTONE = "ongoing, milestone met 2023-01-10 (10 days late)"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("- {task: dated-2, state: done, on: 2026-01-10, evidence: 公告}", "done late (10 days)"),
        ("- {task: dated-1, state: done, on: 2023-01-10, evidence: 公告}", LATE_MILESTONE),
        ("- {task: dated-2, state: blocked, on: 2025-01-10}", "blocked"),
        ("- {task: dated-2, note: 开了会, on: 2025-01-10}", "started"),
        ("- {task: dated-2, checked: 2026-02-01, searched: [协作]}", "none found (searched 2026-02-01)"),
        ("- {task: dated-2, checked: 2025-02-01, searched: [协作]}", "nothing recorded"),
        ("- {task: dated-2, state: done, on: 2025-12, recorded: 2026-01-05, evidence: 公告}", "done"),
    ],
)  # fmt: skip
def test_the_state_is_told_with_its_outcome(run: Run, ledger: Callable[[str], str], entries: str, said: str) -> None:
    uid = f"{entries.split('task: ')[1].split(',')[0]}@ipcheck"
    description = events(run, "--ledger", ledger(entries))[uid].description.value
    assert f"state: {said}" in description.split("\n")


# ---- announced steps of laws and documents ----

ANNOUNCED = """\
- {instrument: 商标法, round: 2026年修订, step: 审议通过, on: 2026-06-26, recorded: 2026-07-01, source: 公报}
- instrument: 商标法
  round: 2026年修订
  step: 施行
  on: 2027-01-01
  recorded: 2026-07-01
  number: 主席令第1号
  source: {title: 修订的商标法, publisher: 某局, url: "https://www.gov.cn/a?b=1"}
- {instrument: 商标法, round: 再次修改, step: 公布, on: 2026-12, recorded: 2026-11-01, source: 公报}
"""
IN_FORCE = "step.xe59586e6a087e6b395.x32303236e5b9b4e4bfaee8aea2.xe696bde8a18c@ipcheck"


def steps_in(found: dict[str, Any]) -> list[str]:
    return [event.summary.value for uid, event in found.items() if uid.startswith("step.")]


def test_an_announced_step_is_an_event_of_its_own(run: Run, ledger: Callable[[str], str]) -> None:
    found = events(run, "--ledger", ledger(ANNOUNCED), "--lang", "zh", "--alarm", "7d")
    assert steps_in(found) == ["商标法 公布 (2026-12)", "商标法 施行"]
    event = found[IN_FORCE]
    assert event.dtstart.value == date(2027, 1, 1)
    assert event.description.value.split("\n") == [
        "《商标法》", "日期：2027-01-01", "轮次：2026年修订", "文号：主席令第1号",
        "出处：《修订的商标法》（某局） https://www.gov.cn/a?b=1",
    ]  # fmt: skip
    assert alarms(event) == [timedelta(days=-7)]
    assert "Trademark Law: takes effect" in steps_in(events(run, "--ledger", ledger(ANNOUNCED)))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2026-06-25"), []),  # nothing is known of it yet
        (("--as-of", "2026-06-26"), ["商标法 施行"]),  # what was adopted says when it takes effect
        (("--as-of", "2027-01-01"), []),
        (("--before", "2026"), ["商标法 公布 (2026-12)"]),
        (("--after", "2027"), ["商标法 施行"]),
        (("--plan", "yearly"), ["商标法 公布 (2026-12)", "商标法 施行"]),
        (("--agency", "甲局"), ["商标法 公布 (2026-12)", "商标法 施行"]),
        (("--agency", "丙委"), []),
        (("--agency", "甲局", "--plan", "dated"), []),
    ],
)
def test_filters_choose_announced_steps_by_their_day_and_through_the_tasks_that_name_the_instrument(
    run: Run, ledger: Callable[[str], str], options: tuple[str, ...], said: list[str]
) -> None:
    assert steps_in(events(run, "--ledger", ledger(ANNOUNCED), "--lang", "zh", *options)) == said


def test_a_step_that_is_put_off_is_a_newer_version_of_the_same_event(run: Run, ledger: Callable[[str], str]) -> None:
    def version(text: str) -> tuple[str, date, date]:
        event = events(run, "--ledger", ledger(text))[IN_FORCE]
        return event.sequence.value, event.dtstart.value, event.dtstamp.value.date()

    later = "- {instrument: 商标法, round: 2026年修订, step: 施行, on: 2027-05-01, recorded: 2026-10-01, source: 报}\n"
    assert version(ANNOUNCED) == ("1", date(2027, 1, 1), date(2026, 7, 1))
    assert version(ANNOUNCED + later) == ("2", date(2027, 5, 1), date(2026, 10, 1))


def test_a_list_for_people_has_announced_steps_too(run: Run, ledger: Callable[[str], str]) -> None:
    said = run("calendar", "--ledger", ledger(ANNOUNCED), "-f", "plain").out
    assert "\nAnnounced\n" in said
    assert "《修订的商标法》（某局）" in said
    assert "Announced" not in run("calendar", "-f", "plain").out


# ---- reading it in again ----


def test_the_same_inputs_give_the_same_bytes(run: Run) -> None:
    assert run("calendar", "--alarm", "7d").raw == run("calendar", "--alarm", "7d").raw


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_calendar_is_utf_8_whatever_the_stream(run: Run, encoding: str) -> None:
    assert run("calendar", encoding=encoding).raw == run("calendar").raw


def test_an_event_keeps_its_name_and_version_from_day_to_day(run: Run) -> None:
    def versions(day: str) -> dict[str, tuple[Any, ...]]:
        found = events(run, "--as-of", day)
        return {uid: (event.sequence.value, event.dtstamp.value) for uid, event in found.items()}

    assert versions("2022-12-01") == versions("2026-11-23")
    assert versions("2022-12-01")["dated-2@ipcheck"] == ("0", datetime(2022, 11, 1, tzinfo=UTC))


def test_an_entry_makes_a_newer_version_of_the_same_event(run: Run, ledger: Callable[[str], str]) -> None:
    def version(text: str, *options: str) -> tuple[str, str]:
        event = events(run, "--ledger", ledger(text), *options)["dated-2@ipcheck"]
        assert event.contents["last-modified"][0].value == event.dtstamp.value
        return event.sequence.value, event.dtstamp.value.date().isoformat()

    other = "- {task: dated-1, state: started, on: 2023-02-01}\n"
    assert version(other) == ("0", "2022-11-01")
    assert version("- {task: dated-2, state: started, on: 2022-10-01}\n") == ("1", "2022-11-01")
    assert version(other + STARTED) == ("1", "2023-03-04")
    assert version(other + STARTED + DONE) == ("2", "2025-10-01")
    assert version(other + STARTED + DONE, "--as-of", "2025-09-30") == ("1", "2023-03-04")
    checked = "- {task: dated-2, checked: 2026-02-01, searched: [协作机制]}\n"
    assert version(other + STARTED + checked) == ("2", "2026-02-01")


def test_an_event_of_a_plan_without_a_day_is_as_old_as_its_last_day(run: Run, plan_file: Callable[..., Path]) -> None:
    path = plan_file("text: 做好工作。\ndeadline: 2026年12月底前完成")
    event = events(run, "--plans", str(path))["own-1@ipcheck"]
    assert event.dtstamp.value.date() == date(2026, 12, 31)


SELECTED = "- {{task: {task}, event: selected, subject: {subject}, on: {on}}}\n"


def test_a_task_has_an_event_for_each_subject_under_a_name_of_its_own(run: Run, ledger: Callable[[str], str]) -> None:
    def selected(subject: str, on: str) -> str:
        return SELECTED.format(task="yearly-4", subject=subject, on=on)

    path = ledger(selected("广州市", "2024-03-31") + selected("深圳市", "2025-06-30"))
    found = events(run, "--ledger", path, "--plan", "yearly")
    assert list(found) == [
        "yearly-4.xe5b9bfe5b79ee5b882@ipcheck",
        "yearly-4.xe6b7b1e59cb3e5b882@ipcheck",
        "yearly-g1@ipcheck",
        "yearly-g2@ipcheck",
    ]
    first = found["yearly-4.xe5b9bfe5b79ee5b882@ipcheck"]
    assert first.dtstart.value == date(2026, 3, 31)
    assert first.summary.value.startswith("yearly-4 (广州市) 遴选城市")
    assert first.sequence.value == "1"


def test_an_entry_for_one_subject_makes_no_newer_version_for_another(run: Run, ledger: Callable[[str], str]) -> None:
    begun = SELECTED.format(task="yearly-4", subject="甲市", on="2024-03-31")
    other = SELECTED.format(task="yearly-4", subject="乙市", on="2024-03-31")
    more = "- {task: yearly-4, state: started, subject: 乙市, on: 2024-05-01}\n"
    path = ledger(begun + other + more + "- {task: yearly-4, note: 开了会, on: 2024-06-01}\n")
    found = [event.sequence.value for event in events(run, "--ledger", path, "--plan", "yearly").values()]
    assert found == ["2", "3", "0", "0"]


def test_a_corrected_start_that_moves_the_day_makes_a_newer_version_whichever_task_it_is_entered_on(
    run: Run, ledger: Callable[[str], str]
) -> None:
    def version(*starts: tuple[str, str]) -> tuple[str, date]:
        text = "".join(SELECTED.format(task=task, subject="甲市", on=on) for task, on in starts)
        event = events(run, "--ledger", ledger(text))["yearly-4.xe794b2e5b882@ipcheck"]
        return event.sequence.value, event.dtstart.value

    assert version(("yearly-4", "2024-03-31")) == ("1", date(2026, 3, 31))
    assert version(("yearly-4", "2024-03-31"), ("yearly-1", "2024-04-30")) == ("2", date(2026, 4, 30))


# ---- alarms ----


def alarms(event: Any) -> list[timedelta]:
    return [alarm.trigger.value for alarm in event.contents.get("valarm", ())]


def test_no_alarm_rings_unless_it_is_asked_for(run: Run) -> None:
    assert alarms(events(run)["yearly-g1@ipcheck"]) == []


def test_alarms_ring_before_the_last_day_each_once(run: Run) -> None:
    event = events(run, "--alarm", "1d", "--alarm", "2w", "--alarm", "１４Ｄ")["yearly-g1@ipcheck"]
    assert alarms(event) == [timedelta(days=-14), timedelta(days=-1)]
    for alarm in event.contents["valarm"]:
        assert (alarm.action.value, alarm.description.value) == ("DISPLAY", event.summary.value)


@pytest.mark.parametrize(("state", "rings"), [("started", True), ("done", False), ("withdrawn", False)])
def test_nothing_rings_for_what_is_over(run: Run, ledger: Callable[[str], str], state: str, rings: bool) -> None:
    for task in ("dated-1", "dated-2"):  # the first goes on after its last day
        path = ledger(f"- {{task: {task}, state: {state}, on: 2022-12-01, source: 通知}}\n")
        event = events(run, "--ledger", path, "--alarm", "7d", "--as-of", "2022-12-02")[f"{task}@ipcheck"]
        assert bool(alarms(event)) == rings


@pytest.mark.parametrize("span", ["0d", "3m", "1y", "7", "d", "", "-7d", "2025-12", "1.5d", "99999d"])
def test_an_alarm_that_is_no_number_of_days_or_weeks_is_refused(run: Run, span: str) -> None:
    answer = run("calendar", f"--alarm={span}")
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert answer.err == f"Error: --alarm: cannot read “{span}” as a number of days or weeks; write 7d, 2w\n"


# ---- formats ----


def test_a_calendar_is_written_even_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest._Stream, "isatty", lambda _: True)
    assert run("calendar").raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert not run("due").raw.startswith(b"BEGIN:")


def test_the_format_can_be_another_by_option_file_or_setting(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = ("due", "--before", "9999")
    for name in ("csv", "json"):
        assert run("calendar", "-f", name).raw == run(*due, "-f", name).raw
    assert run("calendar", "-f", "plain").out.startswith("Deadlines of intellectual-property plans\n5 tasks: ")
    run("calendar", "-o", "due.csv")
    assert (tmp_path / "due.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    run("calendar", "-o", "due.ics")
    assert (tmp_path / "due.ics").read_bytes() == run("calendar").raw
    monkeypatch.setenv("IPCHECK_FORMAT", "csv")
    assert run("calendar").raw.startswith(b"id,")


@pytest.mark.parametrize("call", [("due",), ("tasks",), ("show", "dated-1"), ("plans",), ()])
def test_an_answer_without_days_of_its_own_is_no_calendar(run: Run, call: tuple[str, ...]) -> None:
    answer = run("-f", "ics", *call)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert answer.err == "Error: this answer cannot be written as ics; try: ipcheck calendar\n"


# ---- any text ----

HOSTILE = "a,b;c:d\"e'f\\g\\nh\\Ni\\,j，；：“中”\tD:\\Notes\\公告.pdf BEGIN:VEVENT。"


def test_a_text_that_looks_like_a_calendar_is_text(run: Run, plan_file: Callable[..., Path]) -> None:
    path = plan_file(f"text: {json.dumps(HOSTILE, ensure_ascii=False)}\ndeadline: 2026年12月底前完成")
    event = events(run, "--plans", str(path), "--plan", "own")["own-1@ipcheck"]
    assert event.summary.value == f"own-1 {HOSTILE}"
    assert event.description.value.startswith(HOSTILE + "\n")


def test_every_line_end_within_a_text_is_one(run: Run) -> None:
    assert events_in(read_back(rendered(an_event("a\r\nb\rc\n\nd"))))[0].summary.value == "a\nb\nc\n\nd"


# Any characters that the data may hold, among them what the format gives a meaning.
PIECES = st.one_of(
    st.characters(codec="utf-8").filter(lambda character: hidden_character(character) is None and character != "\r"),
    st.sampled_from(["\\N", "\\n", "\\\\", "\\,", ",", ";", ":", '"', "\n", "\n ", "\t", "知识产权" * 8]),
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@CHECKED
@given(text=TEXTS, second=TEXTS, title=TEXTS, category=TEXTS.filter(bool))
def test_any_text_comes_back_as_it_was(text: str, second: str, title: str, category: str) -> None:
    said = an_event(text, description=second, categories=[category, "知识"], alarms=[7])
    calendar = read_back(rendered(said, said._replace(uid="a-2@ipcheck"), title=title))
    for event in events_in(calendar):
        assert (event.summary.value, event.description.value) == (text, second)
        assert event.categories.value == [category, "知识"]
        assert event.valarm.description.value == text
    assert calendar.contents["x-wr-calname"][0].value == title


def test_an_event_is_the_same_whenever_it_is_written_until_the_data_change(run: Run) -> None:
    """What a calendar program takes again must have a new version; a day that has passed gives none."""
    before, after = (run("calendar", "--plan", "dated", "--as-of", day).raw for day in ("2025-01-01", "2026-11-23"))
    assert before == after


def test_an_empty_calendar_says_without_which_filter_it_would_not_be(run: Run, tmp_path: Path) -> None:
    answer = run("calendar", "--plan", "dated", "--situation", "withdrawn", "-o", "empty.ics")
    assert answer.err.splitlines()[0] == "Wrote empty.ics: no task matches."
    [line] = [line for line in answer.err.splitlines() if line.startswith("Without --situation there ")]
    assert len(events(run, "--plan", "dated")) == int(re.findall("[0-9]+", line)[0])
