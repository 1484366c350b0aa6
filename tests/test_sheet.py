"""`ipcheck sheet -o`: the ledger as a workbook that offices can fill in, read back here by another program."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from ipcheck.cli.exit_codes import FINE, UNABLE
from tests.conftest import Run
from tools.offices import cells

ASSIGNED = """\
- {task: dated-2, office: 法规处, person: 张三, internal_due: 2025-11-30}
- {task: dated-1, office: 保护处, person: 李四}
- {task: dated-1, office: 法规处}
"""
CHINESE = [
    "序号", "任务编号", "任务内容", "牵头单位", "参与单位", "责任处室", "责任人", "完成时限", "内部时限", "状态",
    "进展情况", "存在问题", "下一步", "佐证", "来源", "更新日期", "红黄绿灯", "结果", "完成日期", "逾期完成",
    "查询未果",
]  # fmt: skip
OPEN = CHINESE[9:16]


@pytest.fixture
def assigned(tmp_path: Path) -> None:
    """Assignments in the working folder."""
    (tmp_path / "assignments.yaml").write_text(ASSIGNED, encoding="utf-8")


def sheet(path: Path, number: int = 0) -> Any:
    return openpyxl.load_workbook(path).worksheets[number]


def row(path: Path, task: str) -> dict[str, Any]:
    head, *rows = cells(path)
    return next(dict(zip(head, each, strict=True)) for each in rows if each[1] == task)


def test_a_workbook_has_the_columns_of_a_ledger_and_a_row_for_each_task(
    run: Run, tmp_path: Path, assigned: None
) -> None:
    run(
        "mark",
        "dated-2",
        "blocked",
        "--on",
        "2025-12-01",
        "--note",
        "已起草",
        "--problem",
        "标准未定",
        "--next",
        "开会",
    )
    answer = run("sheet", "-o", "台账.xlsx", "--lang", "zh")
    assert (answer.code, answer.raw, answer.err) == (FINE, b"", "已写入 台账.xlsx：10行。\n")
    head, *rows = cells(tmp_path / "台账.xlsx")
    assert head == CHINESE
    assert [each[1] for each in rows] == [
        "dated-1", "dated-2", "dated-3", "dated-10", "yearly-1", "yearly-2", "yearly-3", "yearly-g1", "yearly-g2",
        "yearly-4",
    ]  # fmt: skip
    assert rows[1] == [
        2, "dated-2", "建立协作机制。", None, None, "法规处", "张三", date(2025, 12, 31), date(2025, 11, 30), "受阻",
        "已起草", "标准未定", "开会", None, None, date(2025, 12, 1), "🔴 逾期（受阻）",
        "有进展未见完成", None, None, None,
    ]  # fmt: skip
    assert row(tmp_path / "台账.xlsx", "dated-3")["完成时限"] == "持续推进"
    assert row(tmp_path / "台账.xlsx", "dated-1")["责任处室"] == "保护处、法规处"


def test_the_plans_columns_are_locked_and_the_offices_open(run: Run, tmp_path: Path, assigned: None) -> None:
    run("sheet", "-o", "台账.xlsx", "--lang", "zh")
    ledger = sheet(tmp_path / "台账.xlsx")
    assert ledger.protection.sheet
    assert ledger.protection.password is None
    open_columns = {ledger.cell(1, cell.column).value for line in ledger.iter_rows(min_row=2) for cell in line
                    if not cell.protection.locked}  # fmt: skip
    assert sorted(open_columns, key=CHINESE.index) == OPEN
    assert all(cell.protection.locked for cell in ledger[1])
    assert all(each.protection.sheet for each in openpyxl.load_workbook(tmp_path / "台账.xlsx").worksheets)


def test_the_state_drops_down_and_a_day_is_asked_for(run: Run, tmp_path: Path) -> None:
    run("sheet", "-o", "台账.xlsx", "--lang", "zh")
    rules = {str(each.sqref): each for each in sheet(tmp_path / "台账.xlsx").data_validations.dataValidation}
    assert rules["J2:J11"].formula1 == '"已启动,受阻,已完成,已撤销"'
    assert (rules["P2:P11"].type, rules["P2:P11"].errorStyle) == ("date", "warning")


def test_a_second_sheet_has_the_rates_by_plan_and_by_office(run: Run, tmp_path: Path, assigned: None) -> None:
    run("mark", "dated-1", "done", "--on", "2022-12-01", "--evidence", "公告")
    run("sheet", "-o", "台账.xlsx", "--lang", "zh")
    assert [each for each in cells(tmp_path / "台账.xlsx", 1) if any(each)] == [
        ["应完成情况（按计划）", *[None] * 7],
        ["计划", "应完成", "已完成", "逾期完成", "逾期", "未核实", "未查", "完成率"],
        ["dated", 3, 1, 0, 0, 2, 2, "已核实完成1/3"],
        ["不计入完成率：仅持续推进1项、仅有计划期3项、无完成时限1项、目标2项。", *[None] * 7],
        ["应完成情况（按处室）", *[None] * 7],
        ["责任处室", "应完成", "已完成", "逾期完成", "逾期", "未核实", "未查", "完成率"],
        ["保护处", 1, 1, 0, 0, 0, 0, "1/1（100%）"],
        ["法规处", 2, 1, 0, 0, 1, 1, "已核实完成1/2"],
        ["未分工", 1, 0, 0, 0, 1, 1, "已核实完成0/1"],
    ]


def test_a_third_sheet_explains_the_columns_and_lists_what_was_sent_out(run: Run, tmp_path: Path) -> None:
    run("sheet", "-o", "台账.xlsx", "--lang", "zh", "--plan", "dated")
    said = [each for each in cells(tmp_path / "台账.xlsx", 2) if any(each)]
    explained = {each[0]: each[1] for each in said}
    assert [name for name in explained if name in CHINESE] == CHINESE
    assert {name: explained[name] for name in OPEN} == dict.fromkeys(OPEN, "责任处室")
    assert ["截至2026-11-23（中国时间）。", None, None] in said


def test_a_last_sheet_keeps_what_was_sent_out(run: Run, tmp_path: Path) -> None:
    run("mark", "dated-2", "started", "--on", "2025-12-01", "--note", "已起草")
    run("sheet", "-o", "台账.xlsx", "--lang", "zh", "--plan", "dated")
    head, *rows = cells(tmp_path / "台账.xlsx", 3)
    assert head == ["下发的任务编号", *OPEN]
    assert [each[0] for each in rows] == ["dated-1", "dated-2", "dated-3", "dated-10"]
    assert rows[1] == ["dated-2", "已启动", "已起草", None, None, None, None, date(2025, 12, 1)]
    book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
    assert book.sheetnames == ["台账", "完成率", "填表说明", "下发时的内容"]
    assert [each.sheet_state for each in book] == ["visible"] * 3 + ["hidden"]
    assert any("隐藏的一张表" in str(cell.value) for (cell, *_others) in book["填表说明"])


@pytest.mark.parametrize(
    ("call", "language"), [("sheet", "zh"), ("sheet", "en"), ("worklist", "zh"), ("worklist", "en")]
)
def test_the_text_of_the_task_stays_in_sight_and_leaves_half_of_a_laptops_screen(
    run_shipped: Run, tmp_path: Path, call: str, language: str
) -> None:
    run_shipped(call, "--plan", "2022", "-o", "form.xlsx", "--lang", language)
    form = sheet(tmp_path / "form.xlsx")
    text = {"zh": "任务内容", "en": "in English"}[language]
    assert form.freeze_panes == "D2"
    assert form["C1"].value == text
    assert all(line[2].value for line in form.iter_rows(min_row=2))
    assert sum(form.column_dimensions[each].width for each in "ABC") <= 90


def test_an_english_workbook_has_english_words_and_summaries(run_shipped: Run, tmp_path: Path) -> None:
    run_shipped("sheet", "--plan", "2022", "-o", "ledger.xlsx")
    head, *rows = cells(tmp_path / "ledger.xlsx")
    assert head[:5] == ["no.", "task id", "in English", "task text", "lead"]
    assert rows[1][2].startswith("Advance the revision of the Implementing Regulations of the Patent Law")
    rules = sheet(tmp_path / "ledger.xlsx").data_validations.dataValidation
    assert rules[0].formula1 == '"started,blocked,done,withdrawn"'


def test_all_filters_apply(run: Run, tmp_path: Path, assigned: None) -> None:
    run("sheet", "--office", "法规处", "--before", "2022", "-o", "a.xlsx")
    assert [each[1] for each in cells(tmp_path / "a.xlsx")[1:]] == ["dated-1"]
    run("sheet", "--kind", "goal", "-o", "b.xlsx")
    assert [each[1] for each in cells(tmp_path / "b.xlsx")[1:]] == ["yearly-g1", "yearly-g2"]


def test_sentences_that_are_assigned_have_rows_of_their_own(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = str(plan_file("text: 起草办法。征求意见。出台办法。\ndeadline: 2025年12月底前完成"))
    (tmp_path / "assignments.yaml").write_text(
        "- {task: own-1/1, office: 甲处}\n- {task: own-1/3, office: 乙处}\n", encoding="utf-8"
    )
    run("mark", "own-1/1", "done", "--on", "2025-12-01", "--evidence", "草案", "--plans", path)
    run("sheet", "--plans", path, "--plan", "own", "-o", "a.xlsx", "--lang", "zh")
    rows = [[each[1], each[2], each[5], each[9], each[16]] for each in cells(tmp_path / "a.xlsx")[1:]]
    assert rows == [
        ["own-1", "起草办法。征求意见。出台办法。", None, "已启动", "🔴 逾期 1/3"],
        ["own-1/1", "起草办法。", "甲处", "已完成", "🟢 已完成"],
        ["own-1/3", "出台办法。", "乙处", None, "⚪ 未核实：未查"],
    ]


def test_a_task_all_of_whose_sentences_are_given_away_has_no_row_besides(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = str(plan_file("text: 起草办法。出台办法。"))
    (tmp_path / "assignments.yaml").write_text(
        "- {task: own-1/1, office: 甲处}\n- {task: own-1/2, office: 乙处}\n", encoding="utf-8"
    )
    rows = json.loads(run("sheet", "--plans", path, "--plan", "own", "-f", "json").raw)
    assert [(each["task"], each["part"], each["office"]) for each in rows] == [
        ("own-1", 1, ["甲处"]), ("own-1", 2, ["乙处"]),
    ]  # fmt: skip


def test_a_task_that_counts_for_cities_has_a_row_for_each(run: Run, tmp_path: Path) -> None:
    for city in ("广州市", "苏州市"):
        run("mark", "yearly-4", "--event", "selected", "--subject", city, "--on", "2025-06-01")
    run("sheet", "--text", "遴选", "-o", "a.xlsx", "--lang", "zh")
    rows = [(each[1], each[7]) for each in cells(tmp_path / "a.xlsx")[1:]]
    assert rows == [
        ("yearly-4 广州市", date(2027, 6, 1)), ("yearly-4 苏州市", date(2027, 6, 1)),
    ]  # fmt: skip


# other formats


def test_csv_has_names_for_machines_and_json_the_same_rows(run: Run, assigned: None) -> None:
    run("mark", "dated-2", "started", "--on", "2025-12-01", "--note", "已起草")
    head, *rows = csv.reader(io.StringIO(run("sheet", "-f", "csv").out))
    assert head == [
        "no", "task", "text", "lead", "participants", "office", "person", "due", "internal_due", "state", "note",
        "problem", "next", "evidence", "source", "on", "light", "outcome", "done_on", "late", "checked",
        "promised", "actual",
    ]  # fmt: skip
    assert rows[1] == [
        "2", "dated-2", "建立协作机制。", "", "", "法规处", "张三", "2025-12-31", "2025-11-30", "started", "已起草",
        "", "", "", "", "2025-12-01", "overdue", "begun", "", "", "", "", "",
    ]  # fmt: skip
    assert json.loads(run("sheet", "-f", "json").raw)[1] == {
        "no": 2, "task": "dated-2", "part": None, "subject": None, "text": "建立协作机制。", "lead": None, "leads": [],
        "participants": [], "office": ["法规处"], "person": ["张三"], "due": "2025-12-31", "ongoing": False,
        "internal_due": ["2025-11-30"], "state": "started", "note": "已起草", "problem": None, "next": None,
        "evidence": None, "source": None, "on": "2025-12-01", "situation": "overdue",
        "outcome": "begun", "done_on": None, "late": None, "after_period": False, "checked": None,
        "promised": [],
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".mail.html", ".docx"])
def test_every_other_format_that_people_read_has_the_rows_too(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    assert run("sheet", "-o", path.name).code == FINE
    text = ZipFile(path).read("word/document.xml").decode() if suffix == ".docx" else path.read_text(encoding="utf-8")
    assert [name for name in ("dated-1", "dated-10", "yearly-g2") if name not in text] == []


def test_nothing_to_list_is_an_empty_workbook(run: Run, tmp_path: Path) -> None:
    assert run("sheet", "--text", "没有这样的话", "-o", "a.xlsx").code == FINE
    assert len(cells(tmp_path / "a.xlsx")) == 1


def test_the_same_data_give_the_same_bytes(run: Run, tmp_path: Path, assigned: None) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("sheet", "-o", name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_begins_like_a_formula_leaves_as_a_text(run: Run, plan_file: Callable[..., Path], tmp_path: Path) -> None:
    path = str(plan_file("text: =1+1。"))
    for number, said in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.b")'), 1):
        run("mark", "own-1", "progress", "--on", f"2025-01-0{number}", "--plans", path, "--note", said)
        run("sheet", "--plans", path, "--plan", "own", "-o", "a.xlsx", "--force", "--lang", "zh")
        [_head, line] = list(sheet(tmp_path / "a.xlsx").iter_rows())
        assert {cell.data_type for cell in line} <= {"n", "s", "d"}  # a number, a text, a day; never f
        assert (line[10].value, line[10].hyperlink) == (said, None)
        [_keys, record] = csv.reader(io.StringIO(run("sheet", "--plans", path, "--plan", "own", "-f", "csv").out))
        assert record[10] == f"'{said}"


# where it is written


def test_a_workbook_that_is_there_is_never_written_over_without_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"hours of work")
    answer = run("sheet", "-o", "台账.xlsx")
    assert (answer.code, "--force" in answer.err, path.read_bytes()) == (UNABLE, True, b"hours of work")
    assert run("sheet", "-o", "台账.xlsx", "--force").code == FINE
    assert path.read_bytes().startswith(b"PK")


def test_a_setting_for_answers_is_none_for_workbooks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCHECK_OUTPUT", "answer.html")
    assert "dated-1" in run("sheet").out


def test_each_office_gets_a_workbook_of_its_own(run: Run, tmp_path: Path, assigned: None) -> None:
    answer = run("sheet", "-o", "台账.xlsx", "--split", "office", "--lang", "zh", "--plan", "dated")
    assert (answer.code, answer.raw) == (FINE, b"")
    assert answer.err.splitlines() == [
        "已写入 台账-保护处.xlsx：1行。", "已写入 台账-法规处.xlsx：2行。", "已写入 台账-未分工.xlsx：2行。",
    ]  # fmt: skip
    rows = {
        path.name: [each[1] for each in cells(path)[1:]] for path in tmp_path.glob("*.xlsx")
    }  # fmt: skip
    assert rows == {
        "台账-保护处.xlsx": ["dated-1"],
        "台账-法规处.xlsx": ["dated-1", "dated-2"],
        "台账-未分工.xlsx": ["dated-3", "dated-10"],
    }
    assert "范围：《有期限的计划》、法规处" in str(cells(tmp_path / "台账-法规处.xlsx", 2))


def test_an_office_sees_its_own_rates_alone(run: Run, tmp_path: Path, assigned: None) -> None:
    run("sheet", "-o", "a.xlsx", "--split", "office", "--lang", "zh", "--plan", "dated")
    offices = [each for each in cells(tmp_path / "a-保护处.xlsx", 1) if each[0] in ("保护处", "法规处")]
    assert [each[:2] for each in offices] == [["保护处", 1]]  # 法规处 shares the task, and has another beside


def test_of_several_workbooks_none_is_written_where_one_is_there(run: Run, tmp_path: Path, assigned: None) -> None:
    (tmp_path / "a-法规处.xlsx").write_bytes(b"work")
    answer = run("sheet", "-o", "a.xlsx", "--split", "office")
    assert (answer.code, "a-法规处.xlsx" in answer.err) == (UNABLE, True)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["a-法规处.xlsx"]


def test_offices_with_odd_names_get_files_that_every_system_takes(run: Run, tmp_path: Path) -> None:
    entries = "".join(
        f"- {{task: dated-{task}, office: '{name}'}}\n" for task, name in ((1, "a/b"), (2, "A:B"), (3, "../x"))
    )
    (tmp_path / "assignments.yaml").write_text(entries, encoding="utf-8")
    assert run("sheet", "--plan", "dated", "-o", "a.xlsx", "--split", "office").code == FINE
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == [
        "a-.._x.xlsx", "a-A_B 2.xlsx", "a-a_b.xlsx", "a-unassigned.xlsx",
    ]  # fmt: skip


def test_an_office_with_a_very_long_name_gets_a_shorter_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text(
        "".join(f"- {{task: dated-{n}, office: {'甲' * 120}{n}}}\n" for n in (1, 2)), encoding="utf-8"
    )
    assert run("sheet", "--plan", "dated", "-o", "a.xlsx", "--split", "office").code == FINE
    assert len(list(tmp_path.glob("a-甲*.xlsx"))) == 2


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (("--split", "office"), "name the file"),
        (("-o", "a.pdf"), "no format is known"),
        (("-o", "nowhere/a.xlsx"), "there is no folder nowhere"),
        (("-f", "xlsx", "-o", "."), "is a folder"),
        (("a.xlsx",), "to read a.xlsx, add --read"),
        (("--write",), "--write needs --read"),
        (("--on", "2025-01-01"), "--on needs --read"),
        (("--office", "法规处"), "--assignments assignments.yaml"),
        (("--plan", "dato"), "did you mean dated?"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    run: Run, tmp_path: Path, call: tuple[str, ...], complaint: str
) -> None:
    answer = run("sheet", *call)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert complaint in answer.err.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []
