"""`ipcheck sheet --read`: what came back is understood, shown beside the ledger, added whole or not at all."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import sheet
from ipcheck.catalogue.store import Catalogue
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.sheet.rows import day_in
from tests.conftest import Run, examples
from tools.offices import cells, fill_in

ASSIGNED = "- {task: dated-2, office: 法规处, person: 张三}\n- {task: dated-1, office: 保护处, person: 李四}\n"
BEGUN = {"状态": "已启动", "进展情况": "已形成初稿", "更新日期": date(2025, 3, 1)}
DONE = {"状态": "已完成", "佐证": "公告第1号", "更新日期": date(2025, 12, 1)}
HEAD = "# What became of the plans' tasks, entry by entry. Written by ipcheck mark, and by hand.\n"

Send = Callable[..., Path]


@pytest.fixture(scope="module")
def blank() -> dict[object, bytes]:
    """The workbooks that were sent out, by the options and the data files that they were made from."""
    return {}


@pytest.fixture
def send(run: Run, tmp_path: Path, blank: dict[object, bytes]) -> Send:
    """Write a workbook and fill it in, as an office would; `call` are further options."""

    def sent(rows: Mapping[str, Mapping[str, Any]], *call: str, name: str = "回.xlsx") -> Path:
        made_from = (call, *((path.name, path.read_bytes()) for path in sorted(tmp_path.glob("*.yaml"))))
        if made_from not in blank:
            assert run("sheet", "-o", name, "--force", "--lang", "zh", *call).code == FINE
            blank[made_from] = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(blank[made_from])
        return fill_in(tmp_path / name, rows)

    return sent


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.yaml"


def added(run: Run, *call: str) -> list[dict[str, Any]]:
    """The entries that a reading would add, without what they do not say and what follows from their day."""
    answer = run("sheet", "--read", *call, "-f", "json")
    assert answer.code == FINE, answer.err
    return [
        {
            key: value
            for key, value in each["entry"].items()
            if value not in (None, []) and key not in ("row", "on_from", "on_to")
        }
        for each in json.loads(answer.raw)["add"]
    ]


def notes(run: Run, *call: str) -> list[tuple[str, str]]:
    answer = run("sheet", "--read", *call, "-f", "json")
    assert answer.code == FINE, answer.err
    return [(each["place"], each["message"]) for each in json.loads(answer.raw)["noted"]]


def refused(run: Run, *call: str) -> list[str]:
    """The complaints of a reading that is refused, one for each cell."""
    answer = run("sheet", "--read", "--write", *call)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    return answer.err.splitlines()[:-1]


# what is new


def test_old_and_new_stand_side_by_side_and_nothing_is_written(run: Run, send: Send, ledger: Path) -> None:
    run("mark", "dated-2", "started", "--on", "2025-01-10", "--note", "已立项")
    before = ledger.read_bytes()
    send({"dated-2": {"进展情况": "已形成初稿", "存在问题": "标准未定", "更新日期": date(2025, 3, 1)}})
    answer = run("sheet", "--read", "回.xlsx")
    assert answer.out.splitlines() == [
        "To be added to the ledger",
        "Read 10 rows of 1 file: 回.xlsx.",
        "As of 2026-11-23 (the day in China).",
        "",
        "task     day         column         in the ledger    in the workbook    place",
        "-------  ----------  -------------  ---------------  -----------------  ---------------",
        "dated-2  2025-03-01  progress made  已立项           已形成初稿         回.xlsx!台账!K3",
        "dated-2  2025-03-01  problems                        标准未定           回.xlsx!台账!L3",
        "",
        "Rows that say nothing new: 9 unchanged.",
        "Nothing has been written yet. To add 1 entry: --write",
    ]
    assert (answer.code, answer.err, ledger.read_bytes()) == (FINE, "", before)


def test_with_write_the_entries_are_added_to_the_ledger(run: Run, send: Send, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text(ASSIGNED, encoding="utf-8")
    send({"dated-2": BEGUN, "dated-1": {**DONE, "下一步": "报送\n总结"}})
    answer = run("sheet", "--read", "--write", "回.xlsx")
    assert answer.out.splitlines()[-1] == "Added 2 entries to ledger.yaml:2."
    written, rows = re.subn('  row: "?[0-9a-f]{8}"?\n', "", ledger.read_text(encoding="utf-8"))
    assert rows == 2
    assert written == HEAD + (
        "- task: dated-1\n  state: done\n  on: 2025-12-01\n  recorded: 2026-11-23\n  evidence: 公告第1号\n"
        '  by: 李四（保护处）\n  next: "报送\\n总结"\n'
        "- task: dated-2\n  state: started\n  on: 2025-03-01\n  recorded: 2026-11-23\n"
        "  by: 张三（法规处）\n  note: 已形成初稿\n"
    )


def test_a_second_run_adds_nothing(run: Run, send: Send, ledger: Path) -> None:
    send({"dated-2": BEGUN, "dated-1": DONE})
    run("sheet", "--read", "--write", "回.xlsx")
    once = ledger.read_bytes()
    answer = run("sheet", "--read", "--write", "回.xlsx")
    assert answer.out.splitlines()[-2:] == [
        "Rows that say nothing new: 8 unchanged, 2 as on an earlier day, or already recorded.",
        "Nothing to add; ledger.yaml stays as it is.",
    ]
    assert ledger.read_bytes() == once


def test_the_next_workbook_shows_what_was_filled_in(run: Run, send: Send, tmp_path: Path) -> None:
    send({"dated-2": {**BEGUN, "存在问题": "标准未定", "下一步": "开会", "来源": "法规处"}})
    run("sheet", "--read", "--write", "回.xlsx")
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert [row[key] for key in ("state", "note", "problem", "next", "source", "on")] == [
        "started", "已形成初稿", "标准未定", "开会", "法规处", "2025-03-01",
    ]  # fmt: skip
    assert added(run, str(send({}))) == []


def test_what_an_office_clears_is_gone_from_the_next_workbook(run: Run, send: Send) -> None:
    run("mark", "dated-2", "blocked", "--on", "2025-03-01", "--problem", "标准未定", "--note", "已起草")
    send({"dated-2": {"状态": "已启动", "存在问题": None, "更新日期": date(2025, 4, 1)}})
    assert added(run, "--write", "回.xlsx") == [
        {"task": "dated-2", "state": "started", "on": "2025-04-01", "recorded": "2026-11-23", "note": "已起草"}
    ]
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert (row["state"], row["problem"], row["note"]) == ("started", None, "已起草")


def test_so_it_is_where_everything_is_cleared_on_a_new_day(run: Run, send: Send) -> None:
    run("mark", "dated-2", "--problem", "缺经费", "--on", "2025-03-01")
    send({"dated-2": {"状态": None, "存在问题": None, "更新日期": date(2025, 4, 1)}})
    assert added(run, "--write", "回.xlsx") == [{"task": "dated-2", "on": "2025-04-01", "recorded": "2026-11-23"}]
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert (row["state"], row["problem"], row["on"]) == ("started", None, "2025-04-01")


def test_a_state_that_an_office_leaves_as_it_is_is_not_stated_again(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01", "--note", "已起草")
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "回.xlsx")
    assert ("state" in entry, entry["note"]) == (False, "已送审")


def test_a_new_day_alone_says_that_all_is_as_before(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01", "--note", "已起草")
    send({"dated-2": {"更新日期": date(2025, 9, 1)}})
    answer = run("sheet", "--read", "--write", "回.xlsx")
    assert "updated on  2025-03-01       2025-09-01" in answer.out
    assert added(run, "回.xlsx") == []
    assert "2025-09-01" in run("show", "dated-2").out


def test_a_sentence_and_a_city_come_back_as_such(
    run: Run, send: Send, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan = str(plan_file("text: 起草办法。出台办法。", "text: 遴选城市。\ndeadline: 建设期为2年"))
    (tmp_path / "assignments.yaml").write_text("- {task: own-1/2, office: 甲处}\n", encoding="utf-8")
    run("mark", "own-2", "--event", "selected", "--subject", "广州市", "--on", "2025-06-01", "--plans", plan)
    send({"own-1/2": BEGUN, "own-2 广州市": BEGUN}, "--plans", plan, "--plan", "own")
    entries = added(run, "--plans", plan, "--write", "回.xlsx")
    assert [(each["task"], each.get("part"), each.get("subject")) for each in entries] == [
        ("own-1", 2, None), ("own-2", None, "广州市"),
    ]  # fmt: skip
    assert added(run, "--plans", plan, "回.xlsx") == []


def test_several_offices_files_are_read_at_once(run: Run, send: Send, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text(ASSIGNED, encoding="utf-8")
    send({"dated-2": BEGUN}, "--office", "法规处", name="法规处.xlsx")
    send({"dated-1": DONE}, "--office", "保护处", name="保护处.xlsx")
    entries = added(run, "法规处.xlsx", "保护处.xlsx")
    assert [(each["task"], each["by"]) for each in entries] == [
        ("dated-2", "张三（法规处）"), ("dated-1", "李四（保护处）"),
    ]  # fmt: skip


def test_two_offices_of_a_task_may_both_report_of_one_day(run: Run, send: Send, tmp_path: Path) -> None:
    shared = "- {task: dated-2, office: 甲处}\n- {task: dated-2, office: 乙处}\n"
    (tmp_path / "assignments.yaml").write_text(shared, encoding="utf-8")
    for name, note in (("甲处", "已调研"), ("乙处", "已起草")):
        send({"dated-2": {**BEGUN, "进展情况": note}}, "--office", name, name=f"{name}.xlsx")
    both = ("甲处.xlsx", "乙处.xlsx")
    assert [each["note"] for each in added(run, "--write", *both)] == ["已调研", "已起草"]
    assert added(run, *both) == []


def test_a_workbook_of_an_earlier_day_undoes_nothing(run: Run, send: Send, tmp_path: Path) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01", "--note", "已起草")
    send({"dated-1": BEGUN})
    run("mark", "dated-2", "done", "--on", "2025-06-01", "--evidence", "公告")
    run("mark", "dated-3", "blocked", "--on", "2025-06-01")
    answer = run("sheet", "--read", "回.xlsx")
    assert [each["task"] for each in added(run, "回.xlsx")] == ["dated-1"]
    assert "9 unchanged" in answer.out


def test_a_row_that_was_never_filled_in_undoes_nothing_either(run: Run, send: Send) -> None:
    send({})
    run("mark", "dated-2", "done", "--on", "2025-06-01", "--evidence", "公告")
    assert added(run, "回.xlsx") == []


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(
    entries=st.lists(
        st.tuples(
            st.sampled_from(["dated-1", "dated-2", "dated-3"]),
            st.sampled_from(["started", "progress", "blocked", "done"]),
            st.dates(date(2025, 1, 1), date(2026, 11, 1)),
            st.sampled_from(["已起草", "=1+1", "甲\n乙", " 两 端 ", "'引号", "'=1", "''-", "2025-8"]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_a_workbook_that_comes_back_as_it_was_sent_adds_nothing(
    run: Run, ledger: Path, entries: Sequence[tuple[str, str, date, str]]
) -> None:
    ledger.unlink(missing_ok=True)
    for task, state, on, note in sorted(entries, key=lambda each: each[2]):
        run("mark", task, state, "--on", on.isoformat(), "--note", note.strip(), "--evidence", note.strip()[:1])
    for name in ("回.xlsx", "回.csv"):
        run("sheet", "-o", name, "--force")
        assert added(run, name) == []
        assert notes(run, name) == []


def test_what_several_offices_said_of_one_day_stands_in_the_next_workbook(run: Run, send: Send, tmp_path: Path) -> None:
    shared = "- {task: dated-2, office: 甲处}\n- {task: dated-2, office: 乙处}\n"
    (tmp_path / "assignments.yaml").write_text(shared, encoding="utf-8")
    for name, note in (("甲处", "已调研"), ("乙处", "已起草")):
        rows = {"dated-2": {**BEGUN, "进展情况": note, "佐证": f"{name}函", "责任处室": name}}
        send(rows, "--office", name, name=f"{name}.xlsx")
    added(run, "--write", "甲处.xlsx", "乙处.xlsx")
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert (row["note"], row["evidence"]) == ("已调研\n已起草", "甲处函；乙处函")
    assert added(run, "甲处.xlsx", "乙处.xlsx") == added(run, str(send({}))) == []


def test_two_cities_of_a_task_have_each_their_own(run: Run, send: Send) -> None:
    for city in ("广州市", "苏州市"):
        run("mark", "yearly-4", "--event", "selected", "--subject", city, "--on", "2025-06-01")
    send({"yearly-4 广州市": BEGUN, "yearly-4 苏州市": {**BEGUN, "进展情况": "已开工"}})
    added(run, "--write", "回.xlsx")
    rows = {row["subject"]: row["note"] for row in json.loads(run("sheet", "--text", "遴选", "-f", "json").raw)}
    assert rows == {"广州市": "已形成初稿", "苏州市": "已开工"}
    assert added(run, "回.xlsx") == []


def test_an_entry_of_a_later_day_is_not_known_yet(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01", "--note", "已形成初稿")
    run("mark", "dated-2", "done", "--on", "2025-12-01", "--evidence", "公告")
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 4, 1)}}, "--as-of", "2025-05-01")
    [entry] = added(run, "回.xlsx", "--as-of", "2025-05-01")
    assert (entry["on"], entry["note"]) == ("2025-04-01", "已送审")


def test_several_lines_of_evidence_become_one(run: Run, send: Send) -> None:
    send({"dated-2": {**DONE, "佐证": " 公告第1号\n\n公告第2号 \n", "进展情况": "一\n\n二"}})
    [entry] = added(run, "回.xlsx")
    assert (entry["evidence"], entry["note"]) == ("公告第1号；公告第2号", "一\n\n二")


def test_a_row_without_a_day_may_go_back_to_an_earlier_state(run: Run, tmp_path: Path) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01")
    run("mark", "dated-2", "blocked", "--on", "2025-09-01")
    (tmp_path / "a.csv").write_text("task,state\ndated-2,started\n", encoding="utf-8")
    assert len(refused(run, "a.csv")) == 1
    assert [each["state"] for each in added(run, "--on", "2026-01-01", "--write", "a.csv")] == ["started"]
    assert added(run, "--on", "2026-01-01", "a.csv") == []


def test_a_row_sent_out_before_anything_was_recorded_on_it_undoes_nothing(
    run: Run, send: Send, plan_file: Callable[..., Path]
) -> None:
    """Its state was that of one sentence; it has no day."""
    plan = ("--plans", str(plan_file("text: 起草办法。出台办法。")))
    run("mark", "own-1/1", "done", "--on", "2025-03-01", "--evidence", "草案", *plan)
    send({}, *plan, "--plan", "own")
    run("mark", "own-1", "done", "--on", "2025-06-01", "--evidence", "公告", *plan)
    for call in ((), ("--on", "2025-12-01")):
        assert added(run, "回.xlsx", *plan, *call) == []


# what was sent out, and what has been recorded since


def test_a_row_that_nobody_touched_says_nothing_whatever_was_recorded_meanwhile(run: Run, send: Send) -> None:
    """Of the same day and of earlier ones, on the whole and on a sentence, and corrected by hand."""
    run("mark", "dated-2", "progress", "--note", "错字", "--on", "2025-03-01")
    run("mark", "dated-3", "started", "--on", "2025-03-01")
    send({"dated-1": BEGUN})
    run("mark", "dated-2", "done", "--on", "2025-03-01", "--evidence", "公告")
    run("mark", "dated-3", "blocked", "--problem", "甲", "--on", "2025-02-01")
    ledger = Path("ledger.yaml")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("错字", "正字"), encoding="utf-8")
    for call in ((), ("--on", "2025-11-01")):
        assert [each["task"] for each in added(run, "回.xlsx", *call)] == ["dated-1"]


def test_a_second_run_adds_nothing_whatever_was_recorded_in_between(run: Run, send: Send) -> None:
    run("mark", "dated-2", "blocked", "--on", "2025-01-10", "--problem", "甲")
    send({"dated-2": {"进展情况": "乙"}, "dated-3": {**BEGUN, "更新日期": "3月1日"}})
    call = ("--write", "--on", "2025-03-01", "回.xlsx")
    assert len(added(run, *call, "--as-of", "2025-05-01")) == 2
    run("mark", "dated-2", "started", "--on", "2025-02-01", "--note", "丙")
    run("mark", "dated-3", "done", "--on", "2025-03-01", "--evidence", "公告")
    for as_of in ("2025-05-01", "2026-05-01"):
        assert added(run, *call, "--as-of", as_of) == []


def test_a_state_that_was_sent_out_reopens_nothing_that_was_ended_meanwhile(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-01-10", "--note", "甲")
    send({"dated-2": {"下一步": "归档", "更新日期": date(2025, 2, 3)}})
    run("mark", "dated-2", "done", "--on", "2025-02-01", "--evidence", "公告")
    [entry] = added(run, "--write", "回.xlsx")
    assert ("state" in entry, entry["evidence"], entry["next"]) == (False, "公告", "归档")
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert (row["state"], row["evidence"], row["next"]) == ("done", "公告", "归档")


def test_what_an_office_sent_once_may_be_mended_on_the_same_day(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    added(run, "--write", "回.xlsx")
    fill_in(path, {"dated-2": {"进展情况": "已形成初稿（三章）"}})
    assert [each["on"] for each in added(run, "--write", "回.xlsx")] == ["2025-03-01"]
    assert json.loads(run("sheet", "-f", "json").raw)[1]["note"] == "已形成初稿（三章）"


def test_rows_of_one_batch_do_not_undo_each_other(run: Run, send: Send, tmp_path: Path) -> None:
    run("mark", "dated-2", "done", "--on", "2025-01-10", "--evidence", "公告")
    send({"dated-2": {"进展情况": "甲", "更新日期": date(2025, 3, 5)}}, name="甲.xlsx")
    send({"dated-2": {"状态": "受阻", "更新日期": date(2025, 3, 1)}}, name="乙.xlsx")
    added(run, "--write", "甲.xlsx", "乙.xlsx")
    assert added(run, "甲.xlsx", "乙.xlsx") == []
    assert json.loads(run("sheet", "-f", "json").raw)[1]["state"] == "blocked"


def test_one_file_under_two_names_counts_once(run: Run, send: Send, tmp_path: Path) -> None:
    (tmp_path / "又.xlsx").write_bytes(send({"dated-2": BEGUN}).read_bytes())
    assert len(added(run, "--write", "回.xlsx", "又.xlsx")) == 1


def test_what_one_city_has_done_is_not_taken_for_the_whole(run: Run, send: Send) -> None:
    run("mark", "dated-2", "done", "--subject", "广州市", "--evidence", "公告", "--on", "2025-03-01")
    assert json.loads(run("sheet", "-f", "json").raw)[1]["evidence"] is None
    send({"dated-2": {"状态": "已完成", "佐证": "通报", "更新日期": date(2025, 3, 1)}})
    assert [each["state"] for each in added(run, "回.xlsx")] == ["done"]


def test_a_workbook_of_before_an_event_can_still_be_read(run: Run, send: Send) -> None:
    send({"dated-2": BEGUN})
    run("mark", "yearly-4", "--event", "selected", "--subject", "广州市", "--on", "2024-03-01")
    assert [each["task"] for each in added(run, "回.xlsx")] == ["dated-2"]


def test_a_day_in_a_row_that_says_nothing_is_noted(run: Run, send: Send) -> None:
    send({"dated-1": BEGUN, "dated-2": {"更新日期": date(2025, 9, 1)}})
    assert [each["task"] for each in added(run, "回.xlsx")] == ["dated-1"]
    assert notes(run, "回.xlsx") == [("回.xlsx!台账!P3", "only a date is filled in: nothing is recorded")]


def test_a_new_day_alone_changes_no_state(run: Run, send: Send) -> None:
    run("mark", "dated-2", "done", "--on", "2025-03-01", "--evidence", "公告")
    send({"dated-2": {"更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "--write", "回.xlsx")
    assert ("state" in entry, entry["on"]) == (False, "2025-04-01")
    run("mark", "dated-2", "blocked", "--on", "2025-05-01")
    assert added(run, "--write", "回.xlsx") == []


def test_an_earlier_day_alone_is_noted(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01")
    send({"dated-2": {"更新日期": date(2025, 2, 1)}})
    assert added(run, "回.xlsx") == []
    assert [place for place, _said in notes(run, "回.xlsx")] == ["回.xlsx!台账!P3"]


def test_rows_of_one_batch_build_on_each_other_by_their_days(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-01-10", "--note", "旧", "--problem", "甲")
    send({"dated-2": {"下一步": "报送", "更新日期": date(2025, 3, 2)}}, name="后.xlsx")
    send({"dated-2": {"进展情况": "新", "存在问题": None, "更新日期": date(2025, 3, 1)}}, name="先.xlsx")
    added(run, "--write", "后.xlsx", "先.xlsx")
    row = json.loads(run("sheet", "-f", "json").raw)[1]
    assert (row["note"], row["problem"], row["next"]) == ("新", None, "报送")


def test_what_is_recorded_stays_so_when_the_task_comes_to_count_for_cities(run: Run, send: Send) -> None:
    send({"yearly-4": BEGUN})
    added(run, "--write", "回.xlsx")
    run("mark", "yearly-4", "--event", "selected", "--subject", "广州市", "--on", "2024-03-01")
    assert added(run, "--write", "回.xlsx") == []


def test_one_offices_new_day_does_not_undo_what_another_has_done(run: Run, send: Send, tmp_path: Path) -> None:
    shared = "- {task: dated-2, office: 甲处}\n- {task: dated-2, office: 乙处}\n"
    (tmp_path / "assignments.yaml").write_text(shared, encoding="utf-8")
    run("mark", "dated-2", "started", "--on", "2025-01-10")
    send({"dated-2": DONE}, "--office", "甲处", name="甲处.xlsx")
    send({"dated-2": {"更新日期": DONE["更新日期"]}}, "--office", "乙处", name="乙处.xlsx")
    assert [each["by"] for each in added(run, "--write", "甲处.xlsx", "乙处.xlsx")] == ["甲处", "乙处"]
    assert json.loads(run("sheet", "-f", "json").raw)[1]["state"] == "done"


def test_offices_that_go_on_from_one_text_do_not_double_it(run: Run, send: Send, tmp_path: Path) -> None:
    shared = "- {task: dated-2, office: 甲处}\n- {task: dated-2, office: 乙处}\n"
    (tmp_path / "assignments.yaml").write_text(shared, encoding="utf-8")
    for week in (1, 2, 3):
        now = json.loads(run("sheet", "-f", "json").raw)[1]["note"]
        for name in ("甲处", "乙处"):
            note = "\n".join(filter(None, [now, f"{name}第{week}周"]))
            rows = {"dated-2": {"进展情况": note, "更新日期": date(2025, 3, week)}}
            send(rows, "--office", name, name=f"{name}.xlsx")
        added(run, "--write", "甲处.xlsx", "乙处.xlsx")
    note = json.loads(run("sheet", "-f", "json").raw)[1]["note"]
    assert note.split("\n") == [f"{name}第{week}周" for week in (1, 2, 3) for name in ("甲处", "乙处")]


def test_an_id_that_was_typed_anew_is_still_compared_with_what_was_sent_out(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-01-10", "--note", "甲")
    send({"dated-2": {"任务编号": "ｄａｔｅｄ–２", "下一步": "报送", "更新日期": date(2025, 3, 1)}})
    run("mark", "dated-2", "blocked", "--on", "2025-02-01", "--problem", "乙")
    [entry] = added(run, "回.xlsx")
    assert ("state" in entry, entry["problem"], entry["next"]) == (False, "乙", "报送")
    assert notes(run, "回.xlsx") == []


def test_a_last_sheet_that_lacks_columns_is_none_and_rows_that_it_lacks_are_noted(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[3].delete_rows(3)  # dated-2
    workbook.save(path)
    assert notes(run, "回.xlsx") == [
        ("回.xlsx!台账!B3", "this row was not sent out; it is compared with the ledger alone")
    ]  # fmt: skip
    workbook.worksheets[3].delete_cols(3)
    workbook.save(path)
    assert (
        "回.xlsx!下发时的内容",
        "columns are missing here, so the rows are compared with the ledger alone",
    ) in notes(run, "回.xlsx")
    assert [each["task"] for each in added(run, "回.xlsx")] == ["dated-2"]


def test_a_column_without_a_heading_is_noted(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["Y3"] = "请予延期"
    workbook.save(path)
    [(place, said)] = notes(run, "回.xlsx")
    assert (place, "the column Y does not belong to the ledger" in said) == ("回.xlsx!台账!Y1", True)


def test_without_a_day_of_its_own_a_row_counts_by_that_of_the_call(run: Run, tmp_path: Path) -> None:
    for state, day in (("started", "2025-01-01"), ("blocked", "2025-02-01"), ("started", "2025-03-01")):
        (tmp_path / "a.csv").write_text(f"task,state\ndated-2,{state}\n", encoding="utf-8")
        assert [each["state"] for each in added(run, "--write", "--on", day, "a.csv")] == [state]
        assert added(run, "--on", day, "a.csv") == []


def test_without_the_last_sheet_rows_are_compared_with_the_ledger(run: Run, send: Send) -> None:
    run("mark", "dated-1", "started", "--on", "2025-01-10", "--note", "甲")
    path = send({"dated-2": BEGUN, "dated-3": {**DONE, "佐证": "公告"}})
    workbook = openpyxl.load_workbook(path)
    del workbook[workbook.sheetnames[3]]
    workbook.save(path)
    assert [each["task"] for each in added(run, "--write", "回.xlsx")] == ["dated-2", "dated-3"]
    assert added(run, "回.xlsx") == []


def test_sheets_and_columns_of_an_offices_own_are_noted(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["R1"], workbook.worksheets[0]["R3"] = "备注", "请予延期"
    workbook.create_sheet("补充材料")["A1"] = "内容"
    workbook.save(path)
    assert notes(run, "回.xlsx") == [
        ("回.xlsx!台账!R1", "the column 备注 does not belong to the ledger, or appears twice; it was not read"),
        ("回.xlsx!补充材料", "this sheet was not read"),
    ]


# days


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, ""),
        (date(2025, 3, 1), "2025-03-01"),
        ("2025/3/1", "2025-03-01"),
        ("2025-03-01", "2025-03-01"),
        ("2025.3.1", "2025-03-01"),
        ("2025年3月1日", "2025-03-01"),
        ("２０２５年３月１日", "2025-03-01"),
        (" 2025 年 3 月 1 日 ", "2025-03-01"),
        ("3月1日", "2025-03-01"),
        ("12月31日", "2024-12-31"),  # the last such day
        ("2月29日", "2024-02-29"),
        ("2025-03", None),
        ("2025年", None),
        ("30d", None),
        ("2025-W10", None),
        ("2025-02-30", None),
        ("13月1日", None),
        ("25/3/1", None),
        ("1899-12-25", None),
        (date(1899, 12, 25), None),
        ("三月一日", None),
        ("下周", None),
        ("已完成", None),
        (45717, None),
        (45717.5, None),
        (True, None),
    ],
)
def test_days_are_understood_as_people_write_them_and_nothing_else_is(value: Any, day: str | None) -> None:
    assert day_in(value, date(2025, 11, 23)) == day


def test_a_row_that_has_changed_needs_a_new_day(run: Run, send: Send, ledger: Path) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01")
    before = ledger.read_bytes()
    send({"dated-2": {"状态": "已完成", "佐证": "公告"}, "dated-3": {"状态": "已启动"}})
    for_all = "or give one for all such rows: --on DAY"
    same = f"the row has changed but its date has not; write the new one, {for_all}"
    assert refused(run, "回.xlsx") == [
        f"回.xlsx!台账!P3: {same}",
        f"回.xlsx!台账!P4: the row has changed but gives no date; write one, {for_all}",
    ]
    assert ledger.read_bytes() == before
    entries = added(run, "--on", "2025-06-30", "--write", "回.xlsx")
    assert [(each["task"], each["on"]) for each in entries] == [("dated-2", "2025-06-30"), ("dated-3", "2025-06-30")]
    assert added(run, "回.xlsx") == []


def test_a_day_for_all_rows_is_not_before_that_of_a_row(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-09-01")
    send({"dated-2": {"进展情况": "已送审"}})
    assert len(refused(run, "--on", "2025-01-01", "回.xlsx")) == 1


@pytest.mark.parametrize("day", ["2026-12-01", "2025-12", "morgen"])
def test_a_day_for_all_rows_is_one_that_has_been(run: Run, send: Send, day: str) -> None:
    send({"dated-2": {"状态": "已启动"}})
    answer = run("sheet", "--read", "--on", day, "回.xlsx")
    assert (answer.code, answer.raw) == (UNABLE, b"")


# what is refused, cell by cell


@pytest.mark.parametrize(
    ("filled", "complaint"),
    [
        (
            {"状态": "快了", "更新日期": "3月1日"},
            "J3: cannot read “快了” as a state; choose from started, blocked, done, withdrawn",
        ),
        ({**BEGUN, "更新日期": "下周"}, "P3: cannot read “下周” as a date; write 2025-03-01"),
        ({**BEGUN, "更新日期": "45717"}, "P3: cannot read “45717” as a date; write 2025-03-01"),
        ({**BEGUN, "更新日期": date(2027, 1, 1)}, "P3: 2027-01-01 is in the future"),
        ({**DONE, "佐证": None}, "J3: done needs evidence or a source: what shows that it is done?"),
        (
            {"状态": "已撤销", "更新日期": "3月1日"},
            "J3: withdrawn needs a source: who withdrew it, and where is that stated?",
        ),
        ({**BEGUN, "进展情况": "甲\u202e乙"}, "K3: control or bidirectional character U+202E; remove it"),
        ({**BEGUN, "进展情况": "#REF!"}, "K3: the cell contains an error (#REF!) instead of a value"),
        ({**BEGUN, "责任人": "#REF!"}, "G3: the cell contains an error (#REF!) instead of a value"),
        ({**BEGUN, "责任处室": "甲\u202e处"}, "F3: control or bidirectional character U+202E; remove it"),
        ({**BEGUN, "任务编号": "dated-99"}, "B3: there is no task dated-99; did you mean dated-1?"),
        ({**BEGUN, "任务编号": "dated-2/7"}, "B3: dated-2 has 1 sentence, so there is no part 7"),
        ({**BEGUN, "任务编号": "dated-2/x"}, "B3: a part is the number of a sentence: 2, or 2022-29/2"),
        ({**BEGUN, "任务编号": "dated-2 广州市"}, "B3: dated-2 is the same for all; leave out what follows the id"),
        ({**BEGUN, "任务编号": "别的-1"}, "B3: no plan has the id 别的"),
        ({**BEGUN, "任务编号": None}, "B3: something is filled in, but there is no id to say for which task"),
    ],
)  # fmt: skip
def test_one_bad_row_refuses_the_whole_batch_with_its_cell(
    run: Run, send: Send, ledger: Path, filled: dict[str, Any], complaint: str
) -> None:
    send({"dated-1": DONE, "dated-2": filled})
    assert refused(run, "回.xlsx") == [f"回.xlsx!台账!{complaint}"]
    assert not ledger.exists()


def test_a_ledger_that_nothing_can_be_added_to_is_told_before_it_is_written(run: Run, send: Send, ledger: Path) -> None:
    ledger.write_text("[{task: dated-1, on: 2025-01-01, note: 甲}]\n", encoding="utf-8")
    send({"dated-2": BEGUN})
    answer = run("sheet", "--read", "回.xlsx")
    assert (answer.code, "[ledger-form]" in answer.err) == (UNABLE, True)


def test_all_bad_cells_of_all_files_come_at_once(run: Run, send: Send) -> None:
    send({"dated-1": {"状态": "快了", "更新日期": "下周"}}, name="甲.xlsx")
    send({"dated-2": {**DONE, "佐证": None}}, name="乙.xlsx")
    said = refused(run, "甲.xlsx", "乙.xlsx")
    assert [line.split(": ")[0] for line in said] == ["乙.xlsx!台账!J3", "甲.xlsx!台账!J2", "甲.xlsx!台账!P2"]


def test_what_a_later_entry_contradicts_is_refused(run: Run, send: Send, ledger: Path) -> None:
    run("mark", "dated-2", "blocked", "--on", "2025-12-15")
    before = ledger.read_bytes()
    send({"dated-2": {**DONE, "存在问题": None}})
    [said] = refused(run, "回.xlsx")
    assert said.startswith("回.xlsx!台账!J3: dated-2 cannot be done on 2025-12-01:")
    assert said.endswith("ledger.yaml:2 says blocked on 2025-12-15. Correct that entry first.")
    assert ledger.read_bytes() == before


def test_two_files_must_not_say_two_things_of_one_day(run: Run, send: Send) -> None:
    send({"dated-2": DONE}, name="甲.xlsx")
    send({"dated-2": {"状态": "受阻", "更新日期": date(2025, 12, 1)}}, name="乙.xlsx")
    assert refused(run, "甲.xlsx", "乙.xlsx") == [
        "乙.xlsx!台账!J3: 甲.xlsx!台账!J3 says something else for this day; only one can be true"
    ]


def test_a_task_that_counts_for_cities_needs_one(run: Run, send: Send) -> None:
    for city in ("广州市", "苏州市"):
        run("mark", "yearly-4", "--event", "selected", "--subject", city, "--on", "2025-06-01")
    send({"yearly-4 广州市": {**BEGUN, "任务编号": "yearly-4"}})
    [said] = refused(run, "回.xlsx")
    assert "yearly-4 has a row for each of 广州市, 苏州市" in said


# what is noted


def test_rows_that_are_missing_doubled_or_changed_are_noted_and_the_rest_is_taken(run: Run, send: Send) -> None:
    path = send({"dated-2": {**BEGUN, "任务内容": "建立机制。", "完成时限": date(2026, 6, 30)}})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.append([None, "dated-1", *[None] * 7, "已启动", *[None] * 5, "3月1日"])
    sheet.delete_rows(4)  # dated-3
    workbook.save(path)
    assert notes(run, "回.xlsx") == [
        ("回.xlsx!台账!C3", "task text of dated-2 differs from what was sent out; the change is not taken over"),
        ("回.xlsx!台账!H3", "deadline of dated-2 differs from what was sent out; the change is not taken over"),
        ("回.xlsx!台账!B11", "appears here again; first in 回.xlsx!台账!B2"),
        ("回.xlsx", "rows that were sent out are missing: dated-3"),
    ]
    assert [each["task"] for each in added(run, "回.xlsx")] == ["dated-2", "dated-1"]
    assert "Noted" in run("sheet", "--read", "回.xlsx").out


def test_without_the_list_of_rows_their_numbers_tell_what_is_missing(run: Run, tmp_path: Path) -> None:
    run("sheet", "-o", "回.csv")
    lines = (tmp_path / "回.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "回.csv").write_text("".join(lines[:2] + lines[4:]), encoding="utf-8")
    assert notes(run, "回.csv") == [("回.csv", "rows are missing; their numbers: 2, 3")]


def missing(run: Run, name: str) -> list[str]:
    """What is noted of rows that are missing."""
    return [
        said
        for _place, said in notes(run, name, "--on", "2025-01-01")
        if said.startswith("rows ") and "missing" in said
    ]


def test_a_number_that_no_row_can_have_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"no,task,state\n{'9' * 5000},dated-1,started\n", encoding="utf-8")
    assert missing(run, "a.csv") == []
    (tmp_path / "a.csv").write_text("no,task,state\n900,dated-1,started\n", encoding="utf-8")
    [said] = missing(run, "a.csv")
    assert said.endswith(" 29, 30…")


@pytest.mark.parametrize("form", ["2025/12/31", "2025年12月31日", "2025-12-31"])
def test_days_that_excel_writes_in_its_own_way_are_the_same(run: Run, tmp_path: Path, form: str) -> None:
    run("sheet", "-o", "回.csv")
    text = (tmp_path / "回.csv").read_text(encoding="utf-8")
    assert "2025-12-31" in text
    (tmp_path / "回.csv").write_text(text.replace("2025-12-31", form), encoding="utf-8")
    assert notes(run, "回.csv") == []


def test_an_office_that_is_typed_in_where_none_was_is_noted_and_kept_as_who_says_so(run: Run, send: Send) -> None:
    send({"dated-2": {**BEGUN, "责任处室": "法规处", "责任人": "张三"}})
    assert [said for _place, said in notes(run, "回.xlsx")] == [
        "office of dated-2 differs from the assignment; the entry is recorded under it, the assignment stays as it is",
        "person of dated-2 differs from the assignment; the entry is recorded under it, the assignment stays as it is",
    ]
    assert added(run, "回.xlsx")[0]["by"] == "张三（法规处）"


# what people do to workbooks


def test_rows_may_be_inserted_moved_and_given_titles(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "示例局2025年任务台账"
    sheet.insert_rows(5)
    sheet["B5"] = "任务编号"  # the headings once more, as on a second page
    sheet.insert_rows(5)
    sheet["A5"] = "一、本季度重点"
    sheet.insert_cols(3)
    sheet["C3"] = "分管领导"
    sheet["C8"] = "王局"
    workbook.save(path)
    assert [(each["task"], each["note"]) for each in added(run, "回.xlsx")] == [("dated-2", "已形成初稿")]
    assert notes(run, "回.xlsx") == [
        ("回.xlsx!台账!C3", "the column 分管领导 does not belong to the ledger, or appears twice; it was not read")
    ]


def test_cells_that_are_merged_downwards_hold_for_all_their_rows(run: Run, send: Send) -> None:
    path = send({"dated-1": BEGUN})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    for column in "JKP":
        sheet.merge_cells(f"{column}2:{column}4")
    workbook.save(path)
    assert [(each["task"], each["note"], each["on"]) for each in added(run, "回.xlsx")] == [
        (task, "已形成初稿", "2025-03-01") for task in ("dated-1", "dated-2", "dated-3")
    ]


def test_rows_that_a_filter_hides_are_read_and_hidden_sheets_are_not(run: Run, send: Send) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].row_dimensions[3].hidden = True
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    copy.title, copy.sheet_state, copy["K3"] = "旧稿", "hidden", "旧内容"
    workbook.save(path)
    assert [each["note"] for each in added(run, "回.xlsx")] == ["已形成初稿"]
    assert notes(run, "回.xlsx") == [("回.xlsx!旧稿", "this hidden sheet was not read")]


def test_a_workbook_whose_sheet_of_what_was_sent_out_is_in_sight_as_it_was_before_is_read_alike(
    run: Run, send: Send
) -> None:
    path = send({"dated-2": BEGUN})
    workbook = openpyxl.load_workbook(path)
    assert workbook["下发时的内容"].sheet_state == "hidden"
    workbook["下发时的内容"].sheet_state = "visible"
    workbook.save(path)
    assert [each["note"] for each in added(run, "回.xlsx")] == ["已形成初稿"]
    assert notes(run, "回.xlsx") == []


def test_a_column_that_was_deleted_is_left_as_it_was(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-03-01", "--note", "已起草", "--problem", "标准未定")
    path = send({"dated-2": {"状态": "受阻", "更新日期": date(2025, 4, 1)}})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].delete_cols(12)  # 存在问题
    workbook.save(path)
    assert added(run, "回.xlsx")[0]["problem"] == "标准未定"
    run("mark", "dated-2", "started", "--on", "2025-09-01", "--problem", "后来的问题")
    assert added(run, "回.xlsx")[0]["problem"] == "标准未定"
    assert notes(run, "回.xlsx") == [
        ("回.xlsx!台账", "columns missing: problems; what they contained stays as it is")
    ]  # fmt: skip


def test_an_english_workbook_is_read_in_a_chinese_call_and_the_other_way_round(
    run_shipped: Run, tmp_path: Path
) -> None:
    run_shipped("sheet", "--plan", "2025", "--section", "完善知识产权制度", "-o", "e.xlsx", "--lang", "en")
    fill_in(tmp_path / "e.xlsx", {"2025-6": {"status": "blocked", "updated on": "2026/11/1", "progress made": "ok"}})
    for language in ("zh", "en"):
        assert [each["state"] for each in added(run_shipped, "e.xlsx", "--lang", language)] == ["blocked"]
        assert notes(run_shipped, "e.xlsx", "--lang", language) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_file_is_read_as_excel_saves_it(run: Run, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["序号", "任务编号", "任务内容", "状态", "进展情况", "更新日期"],
        ["2", "dated-2", "建立协作机制。", "已启动", "已形成初稿，共3章\n待议", "2025/3/1"],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (tmp_path / "法规处.csv").write_bytes(text.getvalue().encode(encoding))
    assert [each["note"] for each in added(run, "法规处.csv")] == ["已形成初稿，共3章\n待议"]
    bad = text.getvalue().replace("已启动", "快了")
    (tmp_path / "法规处.csv").write_bytes(bad.encode(encoding))
    assert refused(run, "法规处.csv") == [
        "法规处.csv!法规处!D2: cannot read “快了” as a state; choose from started, blocked, done, withdrawn"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("mangled", ["2025年8月", "2025/8/1", "Aug-25", date(2025, 8, 1)])
def test_an_id_that_excel_took_for_a_month_is_known_by_its_text(run_shipped: Run, tmp_path: Path, mangled: Any) -> None:
    run_shipped("sheet", "--plan", "2025", "--section", "完善知识产权制度", "-o", "回.xlsx", "--lang", "zh")
    fill_in(tmp_path / "回.xlsx", {"2025-8": {**BEGUN, "任务编号": mangled}})
    assert [each["task"] for each in added(run_shipped, "回.xlsx")] == ["2025-8"]
    assert notes(run_shipped, "回.xlsx") == []
    fill_in(tmp_path / "回.xlsx", {"2025-9": {**BEGUN, "任务编号": mangled}})
    assert len(refused(run_shipped, "回.xlsx")) == 1


# the command


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (("--read",), "name the returned workbooks"),
        (("--read", "回.xlsx", "--plan", "dated"), "leave --plan dated out"),
        (("--read", "回.xlsx", "--split", "office"), "--split cannot be used with --read"),
        (("--read", "nowhere.xlsx"), "nowhere.xlsx: there is no such file"),
        (("--read", "."), ".: it is a folder"),
        (("--read", "回.xlsx", "-o", "回.xlsx"), "is a file that this answer is read from"),
        (("--read", "回.xlsx", "-o", "old.html"), "exists already"),
        (("--read", "回.xlsx", "--force", "-o", "assignments.yaml", "-f", "json"), "is a file that this answer is"),
        (("--read", "回.xlsx", "--write", "--ledger", "a.yaml", "--ledger", "b.yaml"), "several ledgers are named"),
        (("--read", "回.xlsx", "--write", "-f", "junit"), "cannot be written as junit"),
        (("--read", "回.xlsx", "--write", "--ledger", "nowhere/ledger.yaml"), "there is no folder"),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_is_written(
    run: Run, send: Send, tmp_path: Path, call: tuple[str, ...], complaint: str
) -> None:
    send({"dated-2": BEGUN})
    (tmp_path / "old.html").write_text("old", encoding="utf-8")
    (tmp_path / "assignments.yaml").write_text(ASSIGNED, encoding="utf-8")
    files = sorted(path.name for path in tmp_path.iterdir())
    answer = run("sheet", *call)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert complaint in answer.err.splitlines()[-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == files


def test_csv_has_a_row_for_each_entry_with_what_stood_there_before(run: Run, send: Send) -> None:
    run("mark", "dated-2", "started", "--on", "2025-01-10", "--note", "已立项")
    send({"dated-2": DONE})
    [head, values] = list(csv.reader(io.StringIO(run("sheet", "--read", "回.xlsx", "-f", "csv").out)))
    said = dict(zip(head, values, strict=True))
    assert [said[key] for key in ("place", "task", "entry_state", "entry_on", "before_state", "before_note")] == [
        "回.xlsx!台账!B3", "dated-2", "done", "2025-12-01", "started", "已立项",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_call_that_is_killed_leaves_all_entries_or_none(run: Run, send: Send, ledger: Path, tmp_path: Path) -> None:
    """Killed at ever later moments, from the start to the end of the call."""
    send(dict.fromkeys(("dated-1", "dated-2", "dated-3", "dated-10"), BEGUN))
    data = str(Path(__file__).parent / "small")
    program = (
        "import sys, ipcheck.datafiles.discovery; from ipcheck.cli.main import main\n"
        f"ipcheck.datafiles.discovery.shipped_folder = lambda: {data!r}; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "sheet", "--read", "--write", "回.xlsx"]
    seen = set()
    for attempt in range(12):
        ledger.unlink(missing_ok=True)
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(0.05 * attempt)
            process.send_signal(signal.SIGKILL)
        seen.add(ledger.read_bytes().count(b"- task:") if ledger.exists() else 0)
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env={**os.environ})
    seen.add(ledger.read_bytes().count(b"- task:"))
    assert seen <= {0, 4}
    assert 4 in seen


def asked_of_the_catalogue(run: Run, monkeypatch: pytest.MonkeyPatch, *call: str) -> int:
    """How many SQL statements a call asks rows with."""
    count = 0
    select = Catalogue.select

    def counted(self: Catalogue, *given: Any) -> Any:
        nonlocal count
        count += 1
        return select(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "select", counted)
        answer = run(*call)
    assert answer.code == FINE, answer.err
    return count


@pytest.mark.slow
def test_a_hundred_rows_ask_the_catalogue_no_more_than_one(
    run: Run, send: Send, tmp_path: Path, plan_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for rows in (1, 100):
        plan = ("--plans", str(plan_file(*["text: 做好工作。\ndeadline: 2025年12月底前完成"] * rows)))
        given = "".join(f"- {{task: own-{number}, office: 甲处}}\n" for number in range(1, rows + 1))
        (tmp_path / "assignments.yaml").write_text(given, encoding="utf-8")
        send({f"own-{number}": BEGUN for number in range(1, rows + 1)}, *plan, "--plan", "own")
        (tmp_path / "ledger.yaml").unlink(missing_ok=True)
        calls = [
            ("sheet", *plan, "--plan", "own", "-o", "b.xlsx", "--force"),
            ("sheet", *plan, "--read", "回.xlsx"),
            ("sheet", *plan, "--read", "--write", "回.xlsx"),
            ("report", *plan, "--plan", "own", "--week", "2025-W50"),
        ]
        counts.append([asked_of_the_catalogue(run, monkeypatch, *call) for call in calls])
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_five_thousand_rows_stay_within_what_they_may_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is held here; seconds, which depend on the machine, by python -m benchmarks.sheet."""
    monkeypatch.setattr(sheet, "MOST_SECONDS", 60.0)
    monkeypatch.setattr(sheet, "ROUNDS", 1)
    assert sheet.main(5000) == 0, capsys.readouterr().out


MARKS = st.lists(
    st.tuples(
        st.sampled_from(["dated-1", "dated-2", "dated-3"]),
        st.sampled_from(["started", "progress", "blocked", "done", "withdrawn"]),
        st.dates(date(2025, 1, 1), date(2026, 6, 1)),
        st.sampled_from(["甲", "乙", "丙"]),
    ),
    max_size=5,
)
FILLS = st.dictionaries(
    st.sampled_from(["dated-1", "dated-2", "dated-3"]),
    st.fixed_dictionaries(
        {"更新日期": st.dates(date(2025, 1, 1), date(2026, 6, 1))},
        optional={
            "状态": st.sampled_from(["已启动", "受阻", None]),
            "进展情况": st.sampled_from(["子", "丑", None]),
            "存在问题": st.sampled_from(["寅", None]),
            "佐证": st.sampled_from(["卯", None]),
        },
    ),
)


def marked(run: Run, marks: Sequence[tuple[str, str, date, str]]) -> None:
    for task, state, on, note in marks:
        run("mark", task, state, "--on", on.isoformat(), "--note", note, "--evidence", note, "--source", note)


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(before=MARKS, meanwhile=MARKS, filled=FILLS, later=MARKS)
def test_whatever_is_recorded_before_meanwhile_and_later_a_second_reading_adds_nothing(
    run: Run, send: Send, ledger: Path, before: Any, meanwhile: Any, filled: Any, later: Any
) -> None:
    """And what was recorded meanwhile of a row that nobody touched stands as it was recorded."""
    ledger.unlink(missing_ok=True)
    marked(run, before)
    send(filled)
    marked(run, meanwhile)

    def rows() -> dict[str, Any]:
        found = json.loads(run("sheet", "-f", "json").raw)
        return {row["task"]: row for row in found if row["task"] not in filled}

    untouched = rows()
    read = run("sheet", "--read", "--write", "回.xlsx")
    assert rows() == untouched
    if read.code == FINE:
        marked(run, later)
        once = ledger.read_bytes() if ledger.exists() else b""
        assert run("sheet", "--read", "--write", "回.xlsx").code == FINE
        assert (ledger.read_bytes() if ledger.exists() else b"") == once
    assert not ledger.exists() or run("validate", str(ledger)).code == FINE


# what a ledger may say beside days and texts

NAMED = {"title": "关于印发办法的通知", "publisher": "某局", "url": "https://www.gov.cn/a?b=1", "read": "2025-11-01"}
OTHER = {"title": "A Notice", "publisher": "Press"}


def written(*entries: Mapping[str, Any]) -> str:
    return "".join(f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)


def content(path: Path) -> list[dict[str, Any]]:
    """What another reader of YAML finds in a ledger, with days as texts."""
    return list(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))


@pytest.mark.parametrize("source", [NAMED, [NAMED, OTHER]], ids=["one", "two"])
def test_a_source_that_nobody_changed_is_repeated_as_it_is(run: Run, send: Send, ledger: Path, source: Any) -> None:
    ledger.write_text(written({"task": "dated-2", "state": "started", "on": "2025-03-01", "source": source}))
    [row] = [row for row in json.loads(run("sheet", "-f", "json").raw) if row["task"] == "dated-2"]
    assert row["source"].startswith("《关于印发办法的通知》（某局）")
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "--write", "回.xlsx")
    assert (entry["note"], entry["sources"]) == ("已送审", source if isinstance(source, list) else [source])
    assert content(ledger)[-1]["source"] == source
    assert json.loads(run("sheet", "-f", "json").raw)[1]["source"] == row["source"]
    assert added(run, "回.xlsx") == []


def test_such_a_source_is_proof_of_a_state(run: Run, send: Send, ledger: Path) -> None:
    ledger.write_text(written({"task": "dated-2", "state": "started", "on": "2025-03-01", "source": NAMED}))
    send({"dated-2": {"状态": "已完成", "更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "--write", "回.xlsx")
    assert (entry["state"], entry["sources"]) == ("done", [NAMED])


def test_a_source_that_the_office_writes_is_a_text(run: Run, send: Send, ledger: Path) -> None:
    ledger.write_text(written({"task": "dated-2", "state": "started", "on": "2025-03-01", "source": NAMED}))
    send({"dated-2": {"来源": "《关于印发办法的通知》（某局）；局长办公会", "更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "--write", "回.xlsx")
    assert (entry["source"], "sources" in entry) == ("《关于印发办法的通知》（某局）；局长办公会", False)


def test_a_csv_file_keeps_such_a_source_too(run: Run, ledger: Path, tmp_path: Path) -> None:
    ledger.write_text(written({"task": "dated-2", "state": "started", "on": "2025-03-01", "source": NAMED}))
    said = "task,state,note,source,on\ndated-2,started,已送审,《关于印发办法的通知》（某局）,2025-04-01\n"
    (tmp_path / "a.csv").write_text(said, encoding="utf-8")
    [entry] = added(run, "--write", "a.csv")
    assert (entry["note"], entry["sources"]) == ("已送审", [NAMED])


def test_sources_of_several_reports_of_a_day_are_repeated_once(run: Run, send: Send, ledger: Path) -> None:
    on = {"task": "dated-2", "state": "started", "on": "2025-03-01"}
    ledger.write_text(written({**on, "by": "甲", "source": [NAMED]}, {**on, "by": "乙", "source": [NAMED, OTHER]}))
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 4, 1)}})
    assert added(run, "回.xlsx")[0]["sources"] == [NAMED, OTHER]


def test_beside_a_source_that_is_a_text_all_are_texts(run: Run, send: Send, ledger: Path) -> None:
    on = {"task": "dated-2", "state": "started", "on": "2025-03-01"}
    ledger.write_text(written({**on, "by": "甲", "source": NAMED}, {**on, "by": "乙", "source": "局长"}))
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 4, 1)}})
    [entry] = added(run, "回.xlsx")
    assert (entry["source"], "sources" in entry) == ("《关于印发办法的通知》（某局）；局长", False)


MONTH = {"task": "dated-2", "state": "started", "on": "2025-03", "recorded": "2025-04-01", "note": "已起草"}


@pytest.mark.parametrize("on", ["2025-03", "2025"])
def test_a_month_or_year_is_shown_and_comes_back_unchanged(run: Run, send: Send, ledger: Path, on: str) -> None:
    ledger.write_text(written({**MONTH, "on": on, "recorded": "2026-01-01"}))
    path = send({})
    assert json.loads(run("sheet", "-f", "json").raw)[1]["on"] == on
    assert [row[15] for row in cells(path) if row[1] == "dated-2"] == [on]
    answer = json.loads(run("sheet", "--read", "回.xlsx", "-f", "json").raw)
    assert (answer["add"], answer["same"], answer["noted"]) == ([], 10, [])


@pytest.mark.parametrize("day", ["2025-03", "2025-03-01", "2025/3/1", "2025年3月"])
def test_so_it_does_in_a_csv_file_in_which_a_spreadsheet_made_it_a_day(
    run: Run, ledger: Path, tmp_path: Path, day: str
) -> None:
    ledger.write_text(written(MONTH))
    (tmp_path / "a.csv").write_text(f"task,state,note,on\ndated-2,started,已起草,{day}\n", encoding="utf-8")
    assert json.loads(run("sheet", "--read", "a.csv", "-f", "json").raw)["same"] == 1


def test_a_row_that_has_changed_needs_a_day_and_no_month(run: Run, send: Send, ledger: Path) -> None:
    ledger.write_text(written(MONTH))
    send({"dated-2": {"进展情况": "已送审"}})
    assert "the row has changed but its date has not" in refused(run, "回.xlsx")[0]
    assert [entry["on"] for entry in added(run, "--on", "2025-06-01", "回.xlsx")] == ["2025-06-01"]
    send({"dated-2": {"进展情况": "已送审", "更新日期": "2025-06"}})
    assert "cannot read “2025-06” as a date" in refused(run, "回.xlsx")[0]
    send({"dated-2": {"进展情况": "已送审", "更新日期": date(2025, 6, 1)}})
    [entry] = added(run, "--write", "回.xlsx")
    assert (entry["on"], entry["note"]) == ("2025-06-01", "已送审")


def test_searches_and_steps_of_documents_are_in_no_row(run: Run, send: Send, ledger: Path) -> None:
    ledger.write_text(
        written(
            {"task": "dated-2", "checked": "2026-11-01", "searched": ["协作机制"], "note": "未查到"},
            {"instrument": "商标法", "step": "公布", "on": "2025-06-01", "note": "公布", "source": "公报"},
        )
    )
    path = send({})
    rows = {row[1]: row for row in cells(path)}
    assert [rows["dated-2"][at] for at in (9, 10, 15, 17, 20)] == [None, None, None, "未查到", date(2026, 11, 1)]
    assert not [row for row in rows.values() if "公布" in row]
    send({"dated-2": BEGUN})
    assert [entry["note"] for entry in added(run, "回.xlsx")] == ["已形成初稿"]


@pytest.mark.parametrize("word", ["无公开记录", "no public record", "无记录", "nothing recorded"])
def test_the_words_for_nothing_recorded_are_understood_also_those_of_before(run: Run, send: Send, word: str) -> None:
    send({"dated-2": {"状态": word}})
    assert added(run, "回.xlsx") == []


def test_a_table_of_entries_keeps_the_places_of_its_columns(run: Run, send: Send) -> None:
    send({"dated-2": BEGUN})
    [head, _row] = csv.reader(io.StringIO(run("sheet", "--read", "回.xlsx", "-f", "csv").out))
    at = head.index("entry_row")
    assert head[at + 1] == "before_state"
    assert (head[-2:], "before_on" in head[at:]) == (["entry_urls", "entry_actual"], True)
