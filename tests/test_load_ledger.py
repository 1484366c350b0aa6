"""Entries as they are loaded from ledgers: whom and what they may name, what they must say, and what must prove it."""

from pathlib import Path
from typing import Any, cast

import pytest

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.rows import stored_fields
from ipcheck.datafiles.loaders.ledger import EntryFault, entry_from, load_ledger
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts
from ipcheck.datafiles.yaml_reader import YamlReader
from ipcheck.domain.entry import Entry

EN, ZH = Translator("en"), Translator("zh")
ON = "2025-06-01"
TASKS = {
    "own-1": TaskFacts(2, ["商标法", "专利法"], ["甲局", "乙部"]),
    "own-2": TaskFacts(1, [], []),
    "own-3": TaskFacts(1, ["商标法"], ["联席会议成员单位"]),
}
AGENCIES = {"甲局": "甲局", "老甲局": "甲局", "乙部": "乙部", "丙委": "丙委", "联席会议成员单位": "联席会议成员单位"}
INSTRUMENTS = {
    "商标法": "商标法",
    "中华人民共和国商标法": "商标法",
    "《中华人民共和国商标法》": "商标法",
    "著作权法": "著作权法",
}
KNOWN = ReferenceData(
    task=TASKS.get,
    tasks=lambda plan: [task for task in TASKS if task.startswith(f"{plan}-")],
    plans=["own"],
    agency=AGENCIES.get,
    agencies_like=lambda name: ["甲局", "乙部"] if "甲" in name else [],
    instrument=INSTRUMENTS.get,
    groups=lambda agency: ["联席会议成员单位"] if agency == "丙委" else [],
)


def loaded(reference: ReferenceData | None = KNOWN, **values: str) -> Entry:
    entry, found = entry_from({"task": "own-1", "on": ON, "state": "started", **values}, reference, EN)
    assert (found, entry is None) == ([], False)
    return cast(Entry, entry)


def faults(reference: ReferenceData | None = KNOWN, _: Translator = EN, **values: str) -> list[EntryFault]:
    """The faults of an entry on own-1, which says nothing but its values."""
    return entry_from({"task": "own-1", "on": ON, **values}, reference, _)[1]


def test_an_entry_has_what_its_values_say_and_nothing_else() -> None:
    entry = loaded(subject="广州市", evidence="公告", note="一\n二", row="0a1b2c3d")
    nothing: dict[str, Any] = dict.fromkeys(stored_fields(Entry))
    said = {"subject": "广州市", "evidence": "公告", "note": "一\n二", "row": "0a1b2c3d", "state": "started"}
    where = {"plan": "own", "task": "own-1", "on": ON, "recorded": ON, "line": 0, "column": 0, "path": ""}
    assert entry == Entry(**(nothing | said | where))


def test_the_day_of_entering_is_that_of_what_happened_unless_another_is_given() -> None:
    assert loaded().recorded == ON
    assert loaded(recorded="2025-06-09").recorded == "2025-06-09"


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({}, None),
        ({"part": "2"}, 2),
        ({"task": "own-1/2"}, 2),
        ({"part": "own-1/2"}, 2),
        ({"task": "own-1/1", "part": "1"}, 1),
    ],
)
def test_a_sentence_is_named_with_the_task_or_beside_it(values: dict[str, Any], part: int | None) -> None:
    entry = loaded(**values)
    assert (entry.plan, entry.task, entry.part) == ("own", "own-1", part)


def test_names_become_the_uniform_ones_and_unknown_ones_only_lose_their_brackets() -> None:
    entry = loaded(agency="老甲局", instrument="《中华人民共和国商标法》")
    assert (entry.agency, entry.instrument) == ("甲局", "商标法")
    unknown, _faults = entry_from(
        {"task": "own-2", "on": ON, "state": "started", "agency": "《丁办》", "instrument": "《X办法》"}, KNOWN, EN
    )
    assert unknown is not None
    assert (unknown.agency, unknown.instrument) == ("丁办", "X办法")


def test_without_the_plans_no_name_is_looked_up() -> None:
    entry = loaded(None, task="none-9", agency="《丁办》", instrument="《新办法》", step="公布")
    assert (entry.task, entry.agency, entry.instrument) == ("none-9", "《丁办》", "《新办法》")


@pytest.mark.parametrize("key", ["state", "event", "note", "problem", "next", "evidence", "row"])
def test_one_word_is_enough_for_an_entry(key: str) -> None:
    words = {"state": "started", "event": "selected", "row": "0a1b2c3d"}
    values: dict[str, Any] = {key: words.get(key, "送审")}
    assert faults(**values) == []


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"source": "官网"},
        {"by": "张三"},
        {"part": "1"},
        {"agency": "甲局"},
        {"instrument": "商标法"},
        {"subject": "甲市"},
    ],
)
def test_who_and_where_alone_say_nothing(values: dict[str, Any]) -> None:
    message = "an entry needs at least one of state, step, event, evidence, note, problem, next or actual"
    assert faults(**values) == [("task", "ledger-entry", message)]


def test_a_step_is_one_of_an_instrument_and_those_of_the_task_are_told() -> None:
    message = "a step belongs to an instrument; name it: instrument: 商标法"
    assert faults(step="公布", instrument="专利法") == []
    assert faults(step="公布") == [("step", "ledger-entry", message + "; the task names 商标法, 专利法")]
    assert faults(step="公布", task="own-2") == [("step", "ledger-entry", message)]
    assert faults(None, step="公布") == [("step", "ledger-entry", message)]
    assert faults(step="公布", _=ZH)[0][2].endswith("商标法、专利法")


@pytest.mark.parametrize(
    ("values", "proved"),
    [
        ({"state": "done"}, False),
        ({"state": "done", "note": "已印发"}, False),
        ({"state": "done", "evidence": "公告"}, True),
        ({"state": "done", "source": "官网"}, True),
        ({"state": "withdrawn"}, False),
        ({"state": "withdrawn", "evidence": "公告"}, False),
        ({"state": "withdrawn", "source": "会议纪要"}, True),
        ({"state": "started"}, True),
        ({"state": "blocked"}, True),
        ({"state": "progress"}, True),
    ],
)
def test_what_is_over_needs_proof(values: dict[str, Any], proved: bool) -> None:
    messages = {
        "done": "done needs evidence or a source: what shows that it is done?",
        "withdrawn": "withdrawn needs a source: who withdrew it, and where is that stated?",
    }
    expected = [] if proved else [("state", "ledger-proof", messages[values["state"]])]
    assert faults(**values) == expected


@pytest.mark.parametrize(
    ("values", "key", "message"),
    [
        ({"task": "own-11"}, "task", "there is no task own-11; did you mean own-1?"),
        ({"task": "owe-1"}, "task", "no plan has the id owe; did you mean own?"),
        ({"part": "3"}, "part", "own-1 has 2 sentences, so there is no part 3"),
        ({"task": "own-1/3"}, "task", "own-1 has 2 sentences, so there is no part 3"),
        ({"task": "own-1/1", "part": "2"}, "part", "part 2 does not belong to own-1/1"),
        ({"part": "own-2/1"}, "part", "part own-2/1 does not belong to own-1"),
        (
            {"instrument": "著作权法"},
            "instrument",
            "own-1 does not name the instrument 著作权法; the task names 商标法, 专利法",
        ),
        (
            {"instrument": "《新办法》"},
            "instrument",
            "own-1 does not name the instrument 《新办法》; the task names 商标法, 专利法",
        ),
        ({"task": "own-2", "instrument": "商标法"}, "instrument", "own-2 does not name the instrument 商标法"),
        ({"agency": "甲居"}, "agency", "no agency is called 甲居; did you mean 甲局, 乙部?"),
        ({"agency": "丁办"}, "agency", "no agency is called 丁办"),
        ({"agency": "丙委"}, "agency", "own-1 is not a task of 丙委; it names 甲局, 乙部"),
        ({"task": "own-3", "agency": "老甲局"}, "agency", "own-3 is not a task of 甲局; it names 联席会议成员单位"),
    ],
)
def test_what_an_entry_names_must_be_there(values: dict[str, Any], key: str, message: str) -> None:
    assert faults(state="started", **values) == [(key, "ledger-name", message)]


@pytest.mark.parametrize(
    "values",
    [
        {"agency": "甲局"},
        {"agency": "老甲局"},
        {"task": "own-2", "agency": "丙委"},  # a task that names no agency, or not all of them, may be anyone's
        {"task": "own-3", "agency": "丙委"},  # as a member of the group that it names
        {"task": "own-3", "agency": "联席会议成员单位"},
        {"instrument": "中华人民共和国商标法"},
    ],
)
def test_any_of_the_names_of_what_the_task_names_will_do(values: dict[str, Any]) -> None:
    assert faults(state="started", **values) == []


def test_nothing_is_called_unknown_that_a_file_with_errors_may_define() -> None:
    names = KNOWN._replace(names=False)
    assert faults(names, state="started", agency="丁办", instrument="《新办法》") == []
    assert faults(names, state="started", part="3")[0][0] == "part"
    assert faults(KNOWN._replace(unsure=["own"]), state="started", task="own-9") == []


def test_every_fault_is_told_at_once() -> None:
    found = faults(step="公布", state="done", part="3", agency="丁办")
    assert [(key, rule) for key, rule, _message in found] == [
        ("part", "ledger-name"), ("step", "ledger-entry"), ("state", "ledger-proof"), ("agency", "ledger-name"),
    ]  # fmt: skip


def test_without_valid_values_there_is_no_entry_and_nothing_else_is_checked() -> None:
    entry, found = entry_from({"task": "own-9", "on": "2025-02-30", "sate": "done"}, KNOWN, EN)
    assert entry is None
    assert [(fault.key, fault.rule) for fault in found] == [("on", "schema"), ("sate", "schema")]
    assert found[1].message.startswith("unknown key sate")


def read(text: str, reference: ReferenceData | None = KNOWN) -> tuple[list[Entry], list[Finding]]:
    content, findings = YamlReader(Path("l.yaml"), EN).content(text.encode())
    assert findings == []
    return load_ledger(content, "l.yaml", reference, EN)


def test_entries_and_faults_of_a_file_have_their_places() -> None:
    entries, findings = read(
        f"# 台账\n- {{task: own-1, on: {ON}, state: started}}\n\n"
        f"- task: own-2\n  on: {ON}\n  state: done\n  agency: 丁办\n"
    )
    assert [(entry.task, entry.line, entry.column, entry.path) for entry in entries] == [
        ("own-1", 2, 3, "l.yaml"), ("own-2", 4, 3, "l.yaml"),
    ]  # fmt: skip
    assert [(found.path, found.line, found.column, found.level, found.rule) for found in findings] == [
        ("l.yaml", 6, 10, "error", "ledger-proof"), ("l.yaml", 7, 11, "error", "ledger-name"),
    ]  # fmt: skip
    assert findings[1].message == "no agency is called 丁办"


def test_the_fault_of_a_key_has_its_place_too() -> None:
    _entries, [finding] = read(f"- {{task: own-1, on: {ON}, state: started, sate: done}}\n")
    assert (finding.path, finding.line, finding.rule) == ("l.yaml", 1, "schema")


@pytest.mark.parametrize("text", ["id: own\ncontents: []\n", "id: own\ncontents: []\nlinks: []\n", "links: []\n"])
def test_another_sort_of_file_is_recognised(text: str) -> None:
    message = "this is a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)"
    assert read(text) == ([], [Finding("l.yaml", 1, 1, "error", "schema", message)])


def test_what_is_no_list_at_all_is_not_taken_for_a_plan() -> None:
    [finding] = read("task: own-1\n")[1]
    assert (finding.rule, "where a ledger is expected" in finding.message) == ("schema", False)


SOURCE = {"title": "公告", "publisher": "甲局", "url": "https://www.gov.cn/a", "kind": "official", "read": "2026-01-05"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("甲局公告", "甲局公告"),
        (SOURCE, "《公告》（甲局）"),
        ({"title": "关于印发《办法》的通知", "publisher": "甲局"}, "关于印发《办法》的通知（甲局）"),
        ({"title": "Draft Rules", "publisher": "Law Firm"}, "Draft Rules (Law Firm)"),
        ([SOURCE, {"title": "Draft Rules", "publisher": "Law Firm"}], "《公告》（甲局）；Draft Rules (Law Firm)"),
    ],
)
def test_sources_with_title_and_publisher_are_read_as_a_text_too(source: Any, said: str) -> None:
    entry = loaded(source=source)
    assert (entry.source, entry.proof) == (said, said)
    given = [] if isinstance(source, str) else [source] if isinstance(source, dict) else source
    assert entry.sources_as_json() == given


def test_what_was_issued_under_another_name_has_its_title_and_number() -> None:
    entry = loaded(document=cast(Any, {"title": "关于加强仲裁工作的指导意见", "number": "司发通〔2025〕71号"}))
    assert entry.as_json()["document"] == {"title": "关于加强仲裁工作的指导意见", "number": "司发通〔2025〕71号"}
    assert loaded().as_json()["document"] is None


@pytest.mark.parametrize(
    ("on", "days"),
    [
        ("2025-12-20", ("2025-12-20", "2025-12-20")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-12", ("2025-12-01", "2025-12-31")),
        ("2025", ("2025-01-01", "2025-12-31")),
    ],
)
def test_a_month_or_a_year_keeps_what_was_written_and_has_its_days(on: str, days: tuple[str, str]) -> None:
    entry = loaded(on=on, recorded="2026-01-05")
    assert (entry.on, entry.on_from, entry.on_to) == (on, *days)


@pytest.mark.parametrize("on", ["2025-13", "2023-02-30", "2025-2", "25-12", "2025-12-", "2025年12月", "0000"])
def test_no_month_or_year_is_read_into_what_is_none(on: str) -> None:
    assert [(fault.key, fault.rule) for fault in faults(on=on, recorded="2026-01-05", state="started")] == [
        ("on", "schema")
    ]


def test_an_event_needs_a_day_since_deadlines_count_from_it() -> None:
    assert [fault.key for fault in faults(on="2025-12", recorded="2026-01-05", event="selected", subject="广州市")] == [
        "on"
    ]


def test_a_step_of_an_instrument_needs_no_task_and_takes_its_uniform_name() -> None:
    values = {"instrument": "《中华人民共和国商标法》", "step": "施行", "on": "2027-01-01", "round": "2026年修订"}
    entry, found = entry_from(values, KNOWN, EN)
    assert (found, entry and (entry.plan, entry.task, entry.instrument, entry.round)) == (
        [], ("", "", "商标法", "2026年修订"),
    )  # fmt: skip


@pytest.mark.parametrize("key", ["part", "agency", "subject", "state", "event", "problem", "next"])
def test_a_step_without_a_task_says_nothing_of_any(key: str) -> None:
    value = {"part": "1", "state": "started", "event": "issued"}.get(key, "甲局")
    _entry, found = entry_from({"instrument": "商标法", "step": "公布", "on": ON, key: value}, KNOWN, EN)
    assert key in [fault.key for fault in found]


CHECK: dict[str, Any] = {"task": "own-1", "checked": ON, "searched": ["商标法 公布", "trademark law"]}


def test_a_search_in_vain_has_its_day_and_its_words() -> None:
    entry, found = entry_from(CHECK, KNOWN, EN)
    assert found == []
    assert entry is not None
    assert (entry.on, entry.checked, entry.as_json()["searched"]) == (ON, ON, ["商标法 公布", "trademark law"])


@pytest.mark.parametrize("key", ["on", "state", "step", "event", "evidence", "problem", "next", "until", "number"])
def test_a_search_in_vain_found_nothing_that_could_be_told(key: str) -> None:
    value = {"state": "started", "step": "公布", "event": "issued", "on": ON, "until": ON}.get(key, "甲")
    _entry, found = entry_from({**CHECK, key: value}, KNOWN, EN)
    assert key in [fault.key for fault in found]


def steps(*told: str, name: str = "") -> list[Finding]:
    """The findings on steps of one instrument, each as `step day`."""
    lines = [
        f"- {{instrument: 商标法, step: {step}, on: {on}, recorded: 2027-01-01{name}, source: 甲}}\n"
        for step, on in (each.split() for each in told)
    ]
    return read("".join(lines))[1]


@pytest.mark.parametrize(
    "told",
    [
        ("审议通过 2026-06-26", "公布 2026-06-26", "施行 2027-01-01"),
        (
            "公开征求意见 2023-01-13",
            "审议 2025-12-22",
            "公开征求意见 2025-12-27",
            "审议 2026-06-22",
            "审议通过 2026-06-26",
        ),
        ("施行 2019-11-01", "公开征求意见 2020-09-01", "公布 2020-12-14", "施行 2021-01-15"),
        ("公布 2026-06-26", "审议通过 2026-06"),  # the month includes the day
        ("公布 2026-07-01", "审议通过 2026-07"),
        ("公布 2019-04-23", "公布 2023-12-21"),
    ],
)
def test_steps_may_stand_in_any_order_that_can_have_been(told: tuple[str, ...]) -> None:
    assert steps(*told) == []
    assert steps(*reversed(told)) == []


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (("公布 2026-06-26", "审议通过 2026-07-01"), ""),
        (("施行 2019-11-01", "公布 2023-12-21"), ""),
        (("审议通过 2026-06-26", "公开征求意见 2026-07-01"), ", round: 2026年修订"),
        (("废止 2024-01-01", "施行 2025-01-01"), ", round: 2023年"),
    ],
)
def test_steps_that_fall_within_a_round_are_refused_at_the_later_one(told: tuple[str, ...], name: str) -> None:
    [finding] = steps(*told, name=name)
    assert (finding.line, finding.column, finding.rule) == (2, 3, "ledger-steps")


def test_rounds_tell_revisions_apart() -> None:
    text = "".join(
        f"- {{instrument: 商标法, step: {step}, round: {name}, on: {on}, source: 甲}}\n"
        for step, name, on in [
            ("施行", "2019年修改", "2019-11-01"), ("公布", "2026年修订", "2026-06-26"),
            ("施行", "2026年修订", "2027-01-01"),
        ]
    )  # fmt: skip
    assert read(text)[1] == []


STEP = {"instrument": "商标法", "step": "公布", "on": ON}
NO_TASK = "an entry needs a task (task: 2025-8) or, as a step of a law or document, instrument and step"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"on": ON, "note": "甲"}, EntryFault("task", "ledger-entry", NO_TASK)),
        ({"on": ON, "step": "公布"}, EntryFault("task", "ledger-entry", NO_TASK)),
        ({"on": ON, "instrument": "商标法"}, EntryFault("task", "ledger-entry", NO_TASK)),
        (
            {**STEP, "state": "started"},
            EntryFault(
                "state", "ledger-entry", "state needs a task: a step of an instrument alone does not concern any task"
            ),
        ),
        ({**STEP, "instrument": "乙法"}, EntryFault("instrument", "ledger-name", "no law or document is called 乙法")),
        (
            {**CHECK, "state": "started"},
            EntryFault(
                "state", "ledger-entry", "state cannot be combined with checked, which says that nothing was found"
            ),
        ),
        (
            {"task": "own-1", "checked": ON},
            EntryFault("checked", "ledger-entry", "checked needs searched: the words that were searched for"),
        ),
        (
            {"task": "own-1", "on": ON, "note": "甲", "searched": ["甲"]},
            EntryFault("searched", "ledger-entry", "searched needs checked: the day of the search"),
        ),
        ({"task": "own-1", "note": "甲"}, EntryFault("on", "ledger-entry", "on is missing")),
        (
            {"task": "own-1", "on": ON, "note": "甲", "round": "一"},
            EntryFault("round", "ledger-entry", "a round is one of steps; name the step: step: 公布"),
        ),
        (
            {"task": "own-1", "on": "2025-12", "note": "甲"},
            EntryFault(
                "on", "ledger-entry", "2025-12 is not a single day, so the entry needs recorded: the day it was entered"
            ),
        ),
        (
            {"task": "own-1", "on": "2025", "recorded": ON, "event": "issued"},
            EntryFault("on", "ledger-entry", "an event needs a day, since deadlines count from it"),
        ),
        (
            {"task": "own-1", "on": ON, "until": "2025-05-31", "note": "甲"},
            EntryFault("until", "ledger-entry", "until 2025-05-31 is before 2025-06-01"),
        ),
    ],
)
def test_each_fault_of_an_entry_is_told_at_its_key(values: dict[str, Any], fault: EntryFault) -> None:
    assert entry_from(values, KNOWN, EN)[1] == [fault]


def test_a_consultation_may_end_on_the_day_that_it_began() -> None:
    assert loaded(until=ON).until == ON


def test_a_search_of_a_day_to_come_is_refused_at_its_place() -> None:
    content, _findings = YamlReader(Path("l.yaml"), EN).content(b"- {task: own-1, checked: 2026-01-06, searched: [a]}")
    message = "checked 2026-01-06 is in the future; write the day of the search"
    found = load_ledger(content, "l.yaml", KNOWN, EN, "2026-01-05")[1]
    assert found == [Finding("l.yaml", 1, 26, "error", "ledger-entry", message)]
    assert load_ledger(content, "l.yaml", KNOWN, EN, "2026-01-06")[1] == []
    assert load_ledger(content, "l.yaml", KNOWN, EN)[1] == []


def test_a_step_that_falls_is_told_with_the_one_that_it_follows() -> None:
    [finding] = steps("公布 2026-06-26", "审议通过 2026-07-01")
    message = (
        "审议通过 on 2026-07-01 comes after 公布 on 2026-06-26, which is impossible in one round:"
        " tell them apart with round"
    )
    assert finding == Finding("l.yaml", 2, 3, "error", "ledger-steps", message)


def test_steps_of_one_day_stand_in_their_own_order_whatever_that_of_the_file() -> None:
    assert steps("施行 2026-06-26", "公布 2026-06-26", "审议通过 2026-06-26") == []


def test_every_later_step_that_falls_is_told() -> None:
    assert [finding.line for finding in steps("施行 2026-01-01", "审议通过 2026-02-01", "公布 2026-03-01")] == [2, 3]
