"""XLSX: read back with another library: days are days, texts are texts, and each plan has its sheet."""

import csv
import errno
import io
import re
import subprocess
import time
import zipfile
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Due, Standing, Table
from ipcheck.formats.format import Page
from ipcheck.formats.parts import Figure, Overview
from ipcheck.formats.xlsx import sheets, workbook
from ipcheck.formats.xlsx.values import MOST_UNITS, cut
from tests.conftest import Run, examples
from tests.test_mail import luminance

WORDS = Translator("en")

COLUMNS: list[Column[Any]] = [
    Column("任务", itemgetter(0), "id"),
    Column("完成时限", itemgetter(2), "due"),
    Column("状况", itemgetter(3), "situation"),
    Column("序号", itemgetter(4), "id"),
    Column("任务数", itemgetter(5), "number"),
    Column("正文", itemgetter(6)),
    Column("文本变化", itemgetter(7), "edits"),
    Column("持续", itemgetter(8), "flag"),
    Column("参与单位", itemgetter(9), "agencies", optional=True),
    Column("标题", itemgetter(10), "path"),
    Column("计划", itemgetter(1), "id", roomy=True, facet="plan"),
]
LATE = Standing("overdue", "🔴", "逾期")
CHANGED = [("gone", "形成"), ("new", "推进"), ("same", "条例修订")]
TEXT = "推进《中华人民共和国植物新品种保护条例》修订，加快制定出台相关配套规定。" * 2
ROW = (
    "2025-1",
    "2025",
    Due("2025-12-31"),
    LATE,
    "3.10",
    3,
    TEXT,
    CHANGED,
    True,
    "甲局\n乙部",
    "一、标题\n（一）小标题",
)
FORMULAS = ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x","y")', "{=SUM(A1:A2)}", "=cmd|' /C calc'!A0"]
HOSTILE = [
    *FORMULAS, "<r><t>x</t></r>", "<r></bad>&</r>", "<r>", "_x0041_x0042_", "https://example.org",
    "mailto:a@b.cn", "internal:'x'!A1", "external:c:\\x", "#N/A", "TRUE", "1e5", "２０２５", "'quoted", " spaced ",
    "two\nlines", "a\tb", "]]>", "&amp; & <b>", "𠮷😀",
]  # fmt: skip


def document(*rows: Sequence[Any], title: str | None = None, note: str = "", columns: Any = COLUMNS) -> Document:
    return Document(
        "任务清单", lambda: [Table(columns, rows, title, note=note)],
        facts=["结论一句。", "截至2025-12-15。"], notes=lambda: ["末尾说明。"], empty="没有任务。",
        overview=lambda: Overview([Figure("任务数", 2), Figure("逾期", 1, "🔴")]), sources=lambda: ["《计划》，2025年"],
    )  # fmt: skip


def texts(*said: str) -> Document:
    return document(*[[text] for text in said], columns=[Column("正文", itemgetter(0))])


def rendered(document: Document, language: str = "en") -> bytes:
    out = io.BytesIO()
    workbook.render(document, out, Page(), Translator(language))
    return out.getvalue()


def read(document: Document, rich_text: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(rendered(document)), rich_text=rich_text)


def table(document: Document, rich_text: bool = False) -> Any:
    """The sheet behind the overview."""
    return read(document, rich_text).worksheets[1]


def column(sheet: Any, label: str) -> list[Any]:
    """The cells below a header."""
    at = [cell.value for cell in sheet[1]].index(label)
    return [row[at] for row in sheet.iter_rows(min_row=2)]


def values(sheet: Any) -> list[list[Any]]:
    return [[value for value in row if value is not None] for row in sheet.values]


def one(value: Any, kind: Any) -> Any:
    """The cell of this value and kind."""
    return table(document([value], columns=[Column("x", itemgetter(0), kind)]))["A2"]


def day(iso: str) -> datetime:
    """A day as openpyxl gives it."""
    return datetime.fromisoformat(iso)


# The overview


def test_the_overview_says_what_stands_beside_the_tables_and_where_they_are() -> None:
    assert values(read(document(ROW))["Overview"]) == [
        ["任务清单"], ["结论一句。"], ["截至2025-12-15。"], [],
        [2, "任务数"], [1, "🔴 逾期"], [],
        ["末尾说明。"], [], ["Sources"], ["《计划》，2025年"], [],
        ["Sheets"], [1, "2025"],
    ]  # fmt: skip


def test_the_overview_leads_to_each_sheet() -> None:
    book = read(document(ROW, title="新增：It's [1]/2"))
    link = book["Overview"]["B14"]
    assert (link.value, link.hyperlink.location) == ("新增：It's [1]/2", "'新增 It''s (1) 2'!A1")
    assert book.sheetnames[1] == "新增 It's (1) 2"


def test_long_lines_are_broken_in_a_wide_column_and_have_the_height_that_they_need() -> None:
    sheet = read(document(ROW)._replace(facts=["长" * 150, "短"]))["Overview"]
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > 100
    assert sheet.row_dimensions[2].height > 3 * 13
    assert sheet.row_dimensions[3].height is None
    assert not sheet.merged_cells.ranges


def test_the_title_is_the_largest_and_a_figure_has_the_colour_of_its_light() -> None:
    sheet = read(document(ROW))["Overview"]
    assert sheet["B1"].font.b
    assert sheet["B1"].font.sz == max(row[1].font.sz for row in sheet.rows)
    assert [sheet[at].fill.fgColor.rgb for at in ("A5", "A6", "B6")] == ["00000000", "FFFDE2E1", "FFFDE2E1"]


def test_a_document_without_rows_says_so() -> None:
    book = read(document())
    assert book.sheetnames == ["Overview"]
    assert ["没有任务。"] in values(book["Overview"])
    assert ["没有任务。"] not in values(read(document(ROW))["Overview"])


def test_what_a_document_does_not_have_is_left_out() -> None:
    bare = Document("标题", lambda: [Table([Column("a", itemgetter(0))], [("1",)])])
    assert values(read(bare)["Overview"]) == [["标题"], [], ["Sheets"], [1, "标题"]]


# Cells


def test_days_are_days() -> None:
    due, plain = one(Due("2025-12-31"), "due"), one("2025-12-31", "day")
    for cell in (due, plain):
        assert (cell.value, cell.number_format, cell.is_date) == (day("2025-12-31"), "yyyy-mm-dd", True)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{day} (period)", 'yyyy-mm-dd" (period)"'),
        ("{day}（计划期限）", 'yyyy-mm-dd"（计划期限）"'),
        ("before {day}", '"before "yyyy-mm-dd'),
        ('{day} "a" h \\ ;', 'yyyy-mm-dd" "\\""a"\\"" h \\ ;"'),
    ],
)
def test_what_is_said_beside_a_day_is_its_number_format(form: str, shown: str) -> None:
    cell = one(Due("2025-12-31", form), "due")
    assert (cell.value, cell.number_format) == (day("2025-12-31"), shown)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (Due(None, "no day yet (Xi'an)"), "due", "no day yet (Xi'an)"),
        (Due("2025-12-31", "no longer"), "due", "no longer"),
        (Due("1900-02-28"), "due", "1900-02-28"),
        (Due("2025-12-31", "{day}" + "长" * 300), "due", "2025-12-31" + "长" * 300),
        ("2025-12", "day", "2025-12"),
        ("20251231", "day", "20251231"),
        ("2025-02-30", "day", "2025-02-30"),
    ],
)
def test_what_is_no_day_that_excel_can_show_is_text(value: Any, kind: str, said: str) -> None:
    cell = one(value, kind)
    assert (cell.value, cell.data_type) == (said, "s")


@pytest.mark.parametrize("said", ["1900-03-01", "9999-12-31"])
def test_the_first_and_the_last_day_that_excel_counts_are_days(said: str) -> None:
    assert one(said, "day").value == day(said)


def test_ways_to_say_a_day_beyond_those_that_excel_holds_are_text() -> None:
    rows = [[Due("2025-12-31", f"{{day}} ({number})")] for number in range(250)]
    cells = column(table(document(*rows, columns=[Column("due", itemgetter(0), "due")])), "due")
    assert [cell.is_date for cell in cells] == [True] * 100 + [False] * 150
    assert cells[249].value == "2025-12-31 (249)"


def test_numbers_are_numbers_and_the_number_of_a_task_is_none() -> None:
    sheet = table(document(ROW))
    assert [(cell.value, cell.data_type) for cell in column(sheet, "任务数")] == [(3, "n")]
    assert [(cell.value, cell.data_type) for cell in column(sheet, "序号")] == [("3.10", "s")]


def test_everything_else_is_said_in_words() -> None:
    sheet = table(document(ROW))
    said = {label: column(sheet, label)[0].value for label in ("状况", "持续", "参与单位", "标题")}
    assert said == {"状况": "🔴 逾期", "持续": "yes", "参与单位": "甲局, 乙部", "标题": "一、标题 > （一）小标题"}
    assert (one("a\nb", "list").value, one(False, "flag").value, one(None, "text").value) == ("a, b", None, None)


@pytest.mark.parametrize("light", "🔴🟡🟢🔵⚪–")
def test_a_situation_has_its_colour_on_which_its_words_can_be_read(light: str) -> None:
    tones = {"🔴": "fde2e1", "🟡": "fdf0c4", "🟢": "dbf2df", "🔵": "dfebfb"}
    cell = one(Standing("x", light, "逾期"), "situation")
    colour = cell.fill.fgColor.rgb[2:].lower()
    assert (cell.value, colour) == (f"{light} 逾期", tones.get(light, "eaedf0"))
    assert (luminance(f"#{colour}") + 0.05) / 0.05 >= 4.5


def runs(stretches: Any) -> Any:
    return table(document([stretches], columns=[Column("e", itemgetter(0), "edits")]), rich_text=True)["A2"].value


def test_deletions_are_struck_out_and_insertions_underlined() -> None:
    said = runs(CHANGED)
    assert isinstance(said, CellRichText)
    assert [str(run) for run in said] == ["形成", "推进", "条例修订"]
    assert [(run.font.strike, run.font.u) for run in said if isinstance(run, TextBlock)] == [
        (True, None), (None, "single"), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stretches", "said"),
    [
        ([("new", "推进")], "{+推进+}"),
        ([("same", ""), ("gone", "形成")], "[-形成-]"),
        ([("same", "=1+1")], "=1+1"),
        ([], None),
        (None, None),
    ],
)
def test_edits_with_nothing_beside_them_are_said_in_words(stretches: Any, said: str | None) -> None:
    assert runs(stretches) == said


def test_edits_keep_what_looks_like_markup() -> None:
    assert str(runs([("gone", "_x0041_"), ("new", "<r>"), ("same", "</r>&")])) == "_x0041_<r></r>&"


def test_edits_longer_than_a_cell_are_said_in_words_and_cut() -> None:
    said = runs([("gone", "长" * 30_000), ("new", "短" * 30_000)])
    assert said == "[-" + "长" * 30_000 + "-]{+" + "短" * (MOST_UNITS - 30_000 - 7) + "…"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = one(text, "text")
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("rows", [0, 20_000])
def test_hostile_texts_come_back_unchanged(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory and on the disk, where texts are written in another way."""
    monkeypatch.setattr(workbook, "_MANY_ROWS", rows)
    sheet = table(texts(*HOSTILE))
    assert [cell.value for cell in column(sheet, "正文")] == HOSTILE
    assert {cell.data_type for cell in column(sheet, "正文")} == {"s"}
    assert not [cell for row in sheet.rows for cell in row if cell.hyperlink]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_no_harm_anywhere(text: str) -> None:
    due = Due("2025-12-31", f"{{day}}{text}")
    row = (text, text, due, Standing(text, text, text), text, 3, text, [("new", text), ("gone", text)], 1, text, text)
    hostile = document(row, row, title=text, note=text, columns=[each._replace(label=text) for each in COLUMNS])
    hostile = hostile._replace(
        title=text, facts=[text], notes=lambda: [text], sources=lambda: [text],
        overview=lambda: Overview([Figure(text, 1, text)]),
    )  # fmt: skip
    book = read(hostile)
    front, sheet = book.worksheets
    assert {value for row in front.values for value in row} == {text, f"{text} {text}", "Sources", "Sheets", 1, 2, None}
    assert [cell.value for cell in sheet[1]] == [text] * len(COLUMNS)
    assert (sheet["B3"].value, sheet["C3"].value, sheet["A5"].value) == (day("2025-12-31"), f"{text} {text}", text)


@settings(max_examples=examples(50))
@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1)))
def test_any_text_comes_back_as_it_went_in(said: list[str]) -> None:
    assert [cell.value for cell in column(table(texts(*said, "")), "正文")] == [*said, None]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    sheet = table(texts("长" * 32_767, "长" * 32_768, "😀" * 20_000))
    first, second, third = (cell.value for cell in column(sheet, "正文"))
    assert first == "长" * 32_767
    assert second == "长" * 32_766 + "…"
    assert third == "😀" * 16_383 + "…"


@pytest.mark.parametrize(("text", "kept"), [("abcd", "abcd"), ("abcde", "abc…"), ("ab😀c", "ab…"), ("", "")])
def test_what_is_cut_ends_with_a_whole_character(text: str, kept: str) -> None:
    assert cut(text, 4) == kept


# Sheets


def test_the_header_stays_in_sight_is_printed_on_every_page_and_filters_the_rows_and_nothing_else() -> None:
    sheet = table(document(ROW, ROW, note="表下说明。"))
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("B2", "$1:$1", "A1:J3")
    assert [sheet["A4"].value, sheet["A5"].value] == [None, "表下说明。"]
    header = sheet[1]
    assert all(cell.font.b and cell.alignment.wrap_text and cell.fill.fgColor.rgb == "FFE6EAEF" for cell in header)
    assert table(texts("a")).freeze_panes == "A2"


def test_the_text_stays_in_sight_too_where_it_leaves_half_of_a_laptops_screen() -> None:
    id_, text = Column("任务", itemgetter(0), "id"), Column("正文", itemgetter(1))
    others = [Column(str(at), itemgetter(0)) for at in range(3)]
    said = [["2025-1", "长" * 80]]
    assert table(document(*said, columns=[id_, text, *others])).freeze_panes == "C2"
    long_ids = [["protection-system-12.3 之三之四之五之六", "长" * 80]]
    assert table(document(*long_ids, columns=[id_, text, *others])).freeze_panes == "B2"
    assert table(document(*said, columns=[id_, *others, text])).freeze_panes == "B2"


def test_what_matters_first_fits_the_screen_of_a_laptop() -> None:
    kinds: Sequence[Any] = ("id", "due", "situation", "text", "gist", "original")
    columns = [Column(kind, itemgetter(at), kind, roomy=kind == "original") for at, kind in enumerate(kinds)]
    row = ["2025-1", Due("2025-12-31"), Standing("a", "🔴", "长" * 80), "长" * 80, "x" * 300, "长" * 150]
    sheet = table(document(row, columns=columns))
    assert sum(sheet.column_dimensions[each].width for each in "ABCDEF") < 180


def test_a_sheet_is_printed_across_a4_as_wide_as_the_page() -> None:
    sheet = table(document(ROW))
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize), page.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.oddHeader.left.text, sheet.oddFooter.center.text) == ("任务清单", "&P / &N")


@pytest.mark.parametrize(
    ("title", "header"),
    [("P&G & R&D", "P＆G && R&&D"), ("&[Picture]", "＆[Picture]"), ("2025", "2025"), ("长" * 300, "长" * 59 + "…")],
)
def test_no_title_acts_as_a_code_of_a_page_header(title: str, header: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(document(ROW)._replace(title=title)))) as packed:
        said = packed.read("xl/worksheets/sheet2.xml").decode()
    assert f"<oddHeader>&amp;L{header.replace('&', '&amp;')}&amp;R&amp;A</oddHeader>" in said


def test_columns_are_as_wide_as_chinese_needs_and_long_texts_are_broken() -> None:
    sheet = table(document(("2025-1", "2025", None, LATE, "1", 3, TEXT, None, 0, "国家知识产权局", "短")))
    wide = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert 14 <= wide["参与单位"] < 20
    assert 6 <= wide["任务"] < 12
    assert 48 <= wide["正文"] < 53
    broken = {cell.value: sheet.cell(2, cell.column).alignment.wrap_text for cell in sheet[1]}
    assert (broken["任务"], broken["完成时限"], broken["正文"]) == (None, None, True)
    assert {cell.alignment.vertical for cell in sheet[2]} == {"top"}


def test_only_the_column_that_holds_most_is_as_wide_as_can_be() -> None:
    rows = [["长" * 40, "长" * 80, "x" * 50], ["短", "长" * 80, "x" * 200]]
    sheet = table(document(*rows, columns=[Column(x, itemgetter(at)) for at, x in enumerate("abc")]))
    assert [round(sheet.column_dimensions[each].width) for each in "ABC"] == [28, 52, 28]


def test_a_row_is_as_high_as_its_texts_and_programs_may_mend_that() -> None:
    said = rendered(texts("短", "长" * 90, "一\n二\n三", "长" * 5000))
    sheet = openpyxl.load_workbook(io.BytesIO(said)).worksheets[1]
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)]
    assert heights[0] is None
    assert 4 * 15 <= heights[1] <= 5 * 17
    assert 3 * 15 <= heights[2] < 4 * 15
    assert 408 < heights[3] <= 409
    with zipfile.ZipFile(io.BytesIO(said)) as packed:
        assert not [name for name in packed.namelist() if b"customHeight" in packed.read(name)]


def test_each_plan_has_its_sheet_in_the_order_in_which_they_come() -> None:
    rows = [(f"{plan}-{number}", plan, *ROW[2:]) for number, plan in enumerate(["b", "a", "b", None, "a"])]
    book = read(document(*rows, note="表下说明。"))
    assert book.sheetnames == ["Overview", "b", "a", "任务清单"]
    assert [[cell.value for cell in column(sheet, "任务")] for sheet in book.worksheets[1:]] == [
        ["b-0", "b-2", None, "表下说明。"], ["a-1", "a-4", None, "表下说明。"], ["None-3", None, "表下说明。"],
    ]  # fmt: skip
    assert "计划" not in [cell.value for cell in book["a"][1]]


def test_a_sheet_of_a_plan_has_no_columns_that_are_empty_there() -> None:
    book = read(document(ROW, ("x-1", "x", *ROW[2:9], "", ROW[10])))
    assert "参与单位" in [cell.value for cell in book["2025"][1]]
    assert "参与单位" not in [cell.value for cell in book["x"][1]]


def test_a_table_with_a_title_stays_on_one_sheet_called_so() -> None:
    book = read(document(ROW, ("x-1", "x", *ROW[2:]), title="到期"))
    assert book.sheetnames == ["Overview", "到期"]
    assert [cell.value for cell in column(book["到期"], "计划")] == ["2025", "x"]


def test_more_plans_than_anyone_finds_the_way_through_share_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_PLANS", 2)
    rows = [(plan, plan, *ROW[2:]) for plan in "abc"]
    assert read(document(*rows[:2])).sheetnames == ["Overview", "a", "b"]
    assert read(document(*rows)).sheetnames == ["Overview", "任务清单"]


def test_what_a_table_without_rows_says_instead_stands_on_the_overview() -> None:
    tables: list[Table[Any]] = [
        Table(COLUMNS, [], "新增", empty="没有新增。"),
        Table(COLUMNS, [], "到期"),
        Table((), (), "其他", empty="无。"),
    ]
    book = read(document()._replace(tables=lambda: tables))
    assert book.sheetnames == ["Overview"]
    said = [cell for row in values(book["Overview"]) for cell in row]
    assert "新增: 没有新增。" in said
    assert "其他: 无。" in said
    assert not [cell for cell in said if "到期" in str(cell)]


def test_a_table_of_columns_that_are_all_empty_does_no_harm() -> None:
    empty = Table([Column("x", itemgetter(0), optional=True)], [[""]], "空")
    assert read(document()._replace(tables=lambda: [empty])).sheetnames == ["Overview"]


def test_figures_that_the_overview_shows_have_no_sheet() -> None:
    figures = Table([Column("x", itemgetter(0))], [["1"]], "Figures", figures=True)
    assert read(document()._replace(tables=lambda: [figures])).sheetnames == ["Overview"]


def named(*titles: str) -> list[str]:
    tables: list[Table[Any]] = [Table([Column("x", itemgetter(0))], [["1"]], title) for title in titles]
    names: list[str] = read(Document("标题", lambda: tables)).sheetnames
    return names[1:]


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    assert named("仍未销号：2022/2025 [a]？*", "'quoted'", "’‘x’＇", "a\\b", "￥") == [
        "仍未销号 2022 2025 (a)", "quoted", "‘x", "a b", "–",
    ]  # fmt: skip


def test_names_of_sheets_are_told_apart_whatever_their_case_and_width() -> None:
    assert named("a", "A", "Ａ", "overview", "HISTORY", "历史记录", "a 2") == [
        "a", "A 2", "Ａ 3", "overview 2", "HISTORY 2", "历史记录 2", "a 2 2",
    ]  # fmt: skip


def test_long_names_of_sheets_are_cut_and_the_overview_has_them_whole() -> None:
    long = "仍未销号：2022 深入实施《关于强化知识产权保护的意见》推进计划"
    cut_name = "仍未销号 2022 深入实施《关于强化知识产权保护的意见》推…"
    assert named(long, long, "😀" * 20) == [cut_name, f"{cut_name[:28]}… 2", "😀" * 15 + "…"]
    tables: list[Table[Any]] = [Table([Column("x", itemgetter(0))], [["1"]], long)]
    assert [1, long] in values(read(Document("标题", lambda: tables))["Overview"])


@settings(max_examples=examples(50))
@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")), max_size=8))
def test_any_title_gives_a_name_that_excel_takes(titles: list[str]) -> None:
    taken = named(*titles, *titles)
    assert len({name.casefold() for name in taken}) == 2 * len(titles)
    for name in taken:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\［］：＊？／＼￥]|^['’＇ ]|['’＇ ]$", name)


# The file


def test_the_file_is_called_as_the_document() -> None:
    assert read(document(ROW)._replace(title="P&G <b>")).properties.title == "P&G <b>"


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_whenever_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [rendered(document(ROW))]
    monkeypatch.setattr(workbook, "_MANY_ROWS", 0)
    before.append(rendered(document(ROW)))
    time.sleep(2.1)  # zip files know every other second
    after = [rendered(document(ROW))]
    monkeypatch.undo()
    assert [rendered(document(ROW)), *after] == before


def test_a_large_workbook_says_the_same_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    small = read(document(ROW, note="说明。"), rich_text=True)
    monkeypatch.setattr(workbook, "_MANY_ROWS", 0)
    large = read(document(ROW, note="说明。"), rich_text=True)
    assert [list(sheet.values) for sheet in large] == [list(sheet.values) for sheet in small]
    assert [sheet.row_dimensions[2].height for sheet in large] == [sheet.row_dimensions[2].height for sheet in small]


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    assert len(column(table(texts(*"abc")), "正文")) == 3
    with pytest.raises(UsageError, match=r"^4 rows are too many for a sheet; use -f csv$"):
        rendered(texts(*"abcd"))
    with pytest.raises(UsageError):
        rendered(document(ROW, ROW, note="说明。"))


def test_a_full_disk_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(workbook, "_MANY_ROWS", 0)
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OSError, match=rf"^\[Errno {errno.ENOSPC}\] full$"):
        rendered(document(ROW))


def test_last_days_become_a_workbook(run: Run, tmp_path: Path) -> None:
    answer = run("due", "-o", "due.xlsx")
    assert (answer.code, answer.raw, answer.err) == (0, b"", "Wrote due.xlsx: 3 tasks.\n")
    book = openpyxl.load_workbook(tmp_path / "due.xlsx")
    assert book.sheetnames == ["Overview", "dated"]
    days = [cell.value for cell in column(book["dated"], "deadline")]
    assert days == [day("2022-06-30"), day("2022-12-31"), day("2025-12-31")]


@pytest.mark.parametrize(
    "call",
    [
        ("plans",), ("tasks", "--lang", "zh"), ("agency",), ("agency", "甲局"), ("section",), ("show", "dated-1"),
        ("show", "dated"), ("trace", "商标法"), ("check", "--fail-on", "none"), ("report",), ("calendar",), ("rules",),
    ],
)  # fmt: skip
def test_every_answer_can_be_a_workbook(run: Run, call: tuple[str, ...], tmp_path: Path) -> None:
    answer = run(*call, "-o", "answer.xlsx")
    assert answer.code == 0
    assert answer.err.startswith(("Wrote answer.xlsx", "已写入 answer.xlsx"))
    assert len(openpyxl.load_workbook(tmp_path / "answer.xlsx").sheetnames) > 1


@pytest.mark.office
def test_an_office_program_shows_days_and_chinese(tmp_path: Path) -> None:
    later = (*ROW[:2], Due("2025-12-31", "{day}（计划期）"), *ROW[3:6], "=1+1", *ROW[7:])
    (tmp_path / "due.xlsx").write_bytes(rendered(document(ROW, later, note="表下说明。"), "zh"))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), "due.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "due-2025.csv").open(encoding="utf-8", newline="") as file:
        header, first, second, _blank, note = csv.reader(file)
    assert header[:2] == ["任务", "完成时限"]
    assert (first[1], first[5], first[6]) == ("2025-12-31", TEXT, "形成推进条例修订")
    assert (second[1], second[5]) == ("2025-12-31（计划期）", "=1+1")
    assert note[0] == "表下说明。"
