"""The worklist as a workbook: filled in and read back, it says what was looked for in vain, and what was found."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from ipcheck.cli.exit_codes import FINE, UNABLE
from tests.conftest import Answer, Run
from tools.offices import cells, fill_in

TASKS = ("text: 制定《数据保护办法》。", "text: 建立协作机制。推进联合执法。", "text: 完善审查标准。")
WORDS = {"own-1": "数据保护办法 印发 发布", "own-2": "协作机制 联合执法", "own-3": "审查标准"}
DATA = ("--plans", "own.yaml")

Send = Callable[..., Path]


@pytest.fixture
def send(run: Run, plan_file: Callable[..., Path], tmp_path: Path) -> Send:
    """Write the workbook of a plan of three tasks, and fill it in."""
    plan_file(*TASKS)

    def sent(rows: Mapping[str, Mapping[str, Any]], lang: str = "en", ledger: str = "") -> Path:
        if ledger:
            (tmp_path / "ledger.yaml").write_text(ledger, encoding="utf-8")
        call = ("worklist", *DATA, "--plan", "own", "--lang", lang, "-o", "work.xlsx", "--force")
        assert run(*call).code == FINE
        return fill_in(tmp_path / "work.xlsx", rows)

    return sent


@pytest.fixture
def read(run: Run) -> Callable[..., Answer]:
    def answer(*call: str) -> Answer:
        return run("sheet", "--read", *DATA, "work.xlsx", *call)

    return answer


@pytest.fixture
def recorded(read: Callable[..., Answer], tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """The ledger after a reading, without what tells one row from another."""

    def entries(*call: str) -> list[dict[str, Any]]:
        answer = read("--write", *call)
        assert answer.code == FINE, answer.err
        loaded = yaml.load((tmp_path / "ledger.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        return [{key: value for key, value in entry.items() if key not in ("row", "recorded")} for entry in loaded]

    return entries


def refused(answer: Answer) -> str:
    assert answer.code == UNABLE
    return answer.err


def test_the_workbook_has_the_rows_of_the_list_with_words_links_and_a_column_for_none_found(send: Send) -> None:
    sheet = openpyxl.load_workbook(send({})).worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = {name: sheet.cell(2, column) for name, column in columns.items()}
    assert [sheet.cell(number, columns["task id"]).value for number in (2, 3, 4)] == ["own-1", "own-2", "own-3"]
    assert row["why it is listed"].value == "not searched"
    assert row["search words"].value == WORDS["own-1"]
    for name, host in (("State Council's documents", "sousuo.www.gov.cn"), ("Baidu", "www.baidu.com"),
                       ("Bing", "www.bing.com")):  # fmt: skip
        assert f"https://{host}/" in row[name].hyperlink.target
        assert row[name].protection.locked
    for name in ("search words", "none found", "status", "updated on"):
        assert not row[name].protection.locked, name
    assert row["task text"].protection.locked
    assert row["none found"].value is None


def test_a_workbook_is_not_replaced_unasked(run: Run, send: Send) -> None:
    send({"own-1": {"none found": "yes"}})
    call = ("worklist", *DATA, "--plan", "own", "-o", "work.xlsx")
    assert "--force" in refused(run(*call))
    assert run(*call, "--force").code == FINE


@pytest.mark.parametrize("said", ["yes", "是", "未查到", "x", "X ", "none found", "√", True, 1])
def test_a_yes_is_a_search_on_the_day_of_the_row(
    send: Send, recorded: Callable[..., list[dict[str, Any]]], said: Any
) -> None:
    send({"own-1": {"none found": said, "updated on": date(2026, 11, 20)}})
    assert recorded() == [{"task": "own-1", "checked": "2026-11-20", "searched": [WORDS["own-1"]]}]


@pytest.mark.parametrize("said", [date(2026, 11, 20), "2026/11/20", "2026年11月20日", "11月20日"])
def test_a_day_in_the_column_is_that_of_the_search(
    send: Send, recorded: Callable[..., list[dict[str, Any]]], said: Any
) -> None:
    send({"own-1": {"none found": said, "updated on": date(2026, 11, 1)}})
    assert [entry["checked"] for entry in recorded()] == ["2026-11-20"]


def test_without_a_day_in_the_row_it_is_that_of_the_call(
    send: Send, read: Callable[..., Answer], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    send({"own-1": {"none found": "yes"}})
    assert "the row has changed but gives no date" in refused(read("--write"))
    assert [entry["checked"] for entry in recorded("--on", "2026-11-22")] == ["2026-11-22"]


@pytest.mark.parametrize("said", ["no", "否", False, " "])
def test_a_no_says_nothing(send: Send, read: Callable[..., Answer], said: Any) -> None:
    send({"own-1": {"none found": said}})
    answer = json.loads(read("-f", "json").out)
    assert (answer["add"], answer["same"], answer["searches"]) == ([], 3, 0)


def test_what_was_really_searched_is_recorded(send: Send, recorded: Callable[..., list[dict[str, Any]]]) -> None:
    searched = " 数据保护办法\n数据办法 征求意见；数据条例"
    send({"own-1": {"none found": "2026-11-20", "search words": searched, "progress made": "只有报道"}})
    assert recorded() == [
        {
            "task": "own-1", "checked": "2026-11-20", "searched": ["数据保护办法", "数据办法 征求意见", "数据条例"],
            "note": "只有报道",
        }
    ]  # fmt: skip


def test_a_sentence_can_be_looked_for_by_itself(send: Send, recorded: Callable[..., list[dict[str, Any]]]) -> None:
    path = send({"own-2": {"none found": "2026-11-20"}})
    workbook = openpyxl.load_workbook(path)
    columns = {cell.value: cell.column for cell in workbook.worksheets[0][1]}
    workbook.worksheets[0].cell(3, columns["task id"]).value = "own-2/2"
    workbook.save(path)
    assert recorded() == [{"task": "own-2/2", "checked": "2026-11-20", "searched": ["协作机制 联合执法"]}]


def test_found_and_none_found_come_back_in_one_reading(
    send: Send, read: Callable[..., Answer], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    send({
        "own-1": {"status": "done", "proof": "公告第1号", "updated on": "2026-10-01"},
        "own-2": {"none found": "2026-11-20"}, "own-3": {"none found": "2026-11-21"},
    })  # fmt: skip
    text = read().out
    assert "Searches without result among them: 2." in text
    assert "Nothing has been written yet. To add 3 entries: --write" in text
    answer = json.loads(read("-f", "json").out)
    assert (answer["searches"], [add["entry"]["checked"] for add in answer["add"]]) == (
        2, [None, "2026-11-20", "2026-11-21"],
    )  # fmt: skip
    assert [entry["task"] for entry in recorded()] == ["own-1", "own-2", "own-3"]


def test_the_list_is_shorter_by_what_came_back(
    run: Run, send: Send, recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    send({"own-1": {"none found": "2026-11-20"}, "own-3": {"none found": "2026-11-20"}})
    recorded()
    left = json.loads(run("worklist", *DATA, "--plan", "own", "-f", "json").out)
    assert (left["looked_for"], [task["id"] for task in left["tasks"]]) == (2, ["own-2"])


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-22"])
def test_a_second_reading_adds_nothing_whatever_its_day(
    send: Send, recorded: Callable[..., list[dict[str, Any]]], read: Callable[..., Answer], day: str
) -> None:
    send({"own-1": {"none found": "yes"}, "own-2": {"none found": "2026-11-19"}})
    assert len(recorded("--on", "2026-11-20")) == 2
    again = json.loads(read("--on", day, "--write", "-f", "json").out)
    assert (again["add"], again["known"], again["written"]) == ([], 2, False)


@pytest.mark.parametrize(
    ("filled", "cell"),
    [
        ({"status": "done", "proof": "x"}, "status"), ({"status": "started"}, "status"), ({"proof": "x"}, "proof"),
        ({"stated by": "x"}, "stated by"), ({"next step": "x"}, "next step"), ({"problems": "x"}, "problems"),
    ],
)  # fmt: skip
def test_a_row_that_says_both_is_refused_at_its_cell(
    send: Send, read: Callable[..., Answer], tmp_path: Path, filled: dict[str, str], cell: str
) -> None:
    send({"own-1": {"none found": "2026-11-20", **filled}, "own-2": {"none found": "2026-11-20"}})
    headings = cells(tmp_path / "work.xlsx")[0]
    place, other = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[headings.index(name)] for name in (cell, "none found"))
    said = refused(read("--write"))
    assert f"Worklist!{place}2: this says that something was found, and {other}2 that nothing was" in said
    assert not (tmp_path / "ledger.yaml").exists()


def test_a_state_that_the_ledger_has_is_no_news(send: Send, recorded: Callable[..., list[dict[str, Any]]]) -> None:
    ledger = (
        "- {task: own-1, state: started, note: 已起草, on: 2024-01-01}\n"
        "- {task: own-1, checked: 2025-01-01, searched: [x]}\n"
    )
    send({"own-1": {"none found": "2026-11-20"}}, ledger=ledger)
    assert recorded()[2:] == [{"task": "own-1", "checked": "2026-11-20", "searched": [WORDS["own-1"]]}]


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"none found": "vielleicht"}, "“vielleicht” is neither yes nor a date"),
        ({"none found": "2026-11"}, "“2026-11” is neither yes nor a date"),
        ({"none found": "2026-12-01"}, "2026-12-01 is in the future"),
        ({"none found": "2026-11-20", "search words": None}, "what was searched for?"),
        ({"none found": "yes", "updated on": "2026-11"}, "cannot read “2026-11” as a date"),
        ({"none found": "yes\u202e", "updated on": "2026-11-20"}, "U+202E"),
        ({"none found": "2026-11-20", "search words": "a\u202eb"}, "U+202E"),
        ({"none found": "#REF!", "updated on": "2026-11-20"}, "#REF!"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(
    send: Send, read: Callable[..., Answer], tmp_path: Path, filled: dict[str, Any], said: str
) -> None:
    send({"own-1": filled})
    assert said in refused(read("--write"))
    assert not (tmp_path / "ledger.yaml").exists()


def test_nothing_found_of_no_task_is_refused(send: Send, read: Callable[..., Answer]) -> None:
    path = send({"own-3": {"none found": "2026-11-20"}})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].cell(4, 2).value = "own-9"
    workbook.save(path)
    assert "own-9" in refused(read())


def test_a_chinese_workbook_comes_back_in_any_language(
    send: Send, recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    send({"own-1": {"未查到": "是", "更新日期": "11月20日"}}, lang="zh")
    assert [entry["checked"] for entry in recorded()] == ["2026-11-20"]


def test_a_limit_holds_for_the_workbook(run: Run, send: Send, tmp_path: Path) -> None:
    send({})
    assert run("worklist", *DATA, "--plan", "own", "--limit", "2", "-o", "two.xlsx").code == FINE
    assert [row[1] for row in cells(tmp_path / "two.xlsx")[1:]] == ["own-1", "own-2"]
