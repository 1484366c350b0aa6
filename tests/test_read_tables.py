"""Workbooks and CSV files of tasks as pieces: titles, heads, headings and notes; days as shown; what is left out."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from ipcheck.importing.readers.csv_tables import delimiter_of
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from tests.test_read_text import packed, read, refused, rows, texts

HEAD = ("序号", "任务", "责任单位", "时限")


def workbook(fill: Callable[[Any], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows: tuple[object, ...], **formats: str) -> bytes:
    """A workbook of one sheet; `formats` are number formats by the name of their cell."""

    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)
        for name, number_format in formats.items():
            book.active[name].number_format = number_format

    return workbook(fill)


def test_what_stands_above_the_head_and_below_the_table_is_text() -> None:
    found = read(
        sheet_of(
            ("2026年任务分工表",),
            ("填报单位：市局", None, "2026年3月"),
            HEAD,
            (1, "立法。", "甲局", "6月底前"),
            ("说明：年底前完成。",),
        )
    )
    assert found == ReadDocument(
        [
            Piece("2026年任务分工表", 1),
            Piece("填报单位：市局", 2),
            Piece("2026年3月", 2),
            Piece("", 3, HEAD),
            Piece("", 4, ("1", "立法。", "甲局", "6月底前")),
            Piece("说明：年底前完成。", 5),
        ],
        "row",
        notes=[],
    )


def test_a_row_with_a_single_text_is_a_heading_where_no_task_can_stand() -> None:
    heading = ("一、制度", None, None, None)
    found = read(sheet_of(HEAD, heading, (1, "立法。", "甲局", "6月底前")))
    assert rows(found)[1] == ("一、制度",) * 4
    first = read(sheet_of(("任务", "责任单位"), ("一、制度",), ("立法。", "甲局"), ("执法。",), ("普法。", "乙局")))
    assert rows(first)[1:] == [("一、制度",) * 2, ("立法。", "甲局"), ("执法。", ""), ("普法。", "乙局")]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (date(2026, 6, 1), 'yyyy"年"m"月"', "2026年6月"),
        (date(2026, 6, 1), "yyyy/m", "2026年6月"),
        (date(2026, 6, 1), "mmm-yy", "2026年6月"),
        (date(2026, 6, 30), 'm"月"d"日"', "6月30日"),
        (date(2026, 6, 30), "yyyy-mm-dd", "2026年6月30日"),
        (date(2026, 6, 30), "[$-804]yyyy\\年m\\月d\\日;@", "2026年6月30日"),
        (datetime(2026, 6, 30, 12), "yyyy/m/d h:mm", "2026年6月30日"),  # noqa: DTZ001 (a workbook knows no zones)
        (date(2026, 1, 1), "yyyy", "2026年"),
        (2.10, "0.00", "2.10"),
        (2.5, "General", "2.5"),
        (3.0, "General", "3"),
        (0.8, "0%", "80%"),
        (True, "General", "TRUE"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, number_format: str, shown: str) -> None:
    """Of a month that was typed, Excel keeps the first day."""
    [_head, row] = rows(read(sheet_of(HEAD, (1, "立法。", "甲局", value), D2=number_format)))
    assert row[3] == shown


def test_cells_merged_in_any_direction_have_their_text_in_each_place() -> None:
    def fill(book: Any) -> None:
        for row in [HEAD, (1, "立法。", "甲局", "6月"), (2, "执法。", None, None), (3, "合并的", None, "年底")]:
            book.active.append(row)
        book.active.merge_cells("C2:D3")
        book.active.merge_cells("B4:C4")

    assert rows(read(workbook(fill)))[1:] == [
        ("1", "立法。", "甲局", "甲局"),
        ("2", "执法。", "甲局", "甲局"),
        ("3", "合并的", "合并的", "年底"),
    ]


def test_the_names_of_several_sheets_are_headings_and_sheets_without_a_table_are_left_out() -> None:
    def fill(book: Any) -> None:
        book.active.title = "封面"
        book.active.append(("2026年任务表",))
        for name, task in (("制度建设", "立法。"), ("Sheet3", "执法。"), ("保护", "维权。")):
            sheet = book.create_sheet(name)
            sheet.append(HEAD)
            sheet.append((1, task, "甲局", "6月"))
        book.create_sheet("代码").append(("A1", "甲"))
        hidden = book.create_sheet("旧表")
        hidden.append(HEAD)
        hidden.sheet_state = "hidden"

    found = read(workbook(fill))
    assert [piece.text or piece.cells[:2] for piece in found.pieces] == [
        "2026年任务表", ("序号", "任务"), ("制度建设", "制度建设"), ("1", "立法。"), ("序号", "任务"), ("1", "执法。"),
        ("序号", "任务"), ("保护", "保护"), ("1", "维权。"),
    ]  # fmt: skip
    assert found.notes == [
        "Hidden sheets are left out: 旧表.",
        "Sheets without a header row (任务, 责任单位 …) are left out: 代码.",
    ]


def test_errors_in_cells_are_told() -> None:
    assert read(sheet_of(HEAD, (1, "立法。", "#N/A", "#REF!"))).notes == [
        "2 cells show an error instead of their values."
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (sheet_of(), "the workbook contains no text"),
        (packed(xl__workbook_dot_bin="x"), "it is a spreadsheet of another kind; save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "it is a spreadsheet of another kind"),
        (packed(xl__workbook_dot_xml="x"), "it begins like an .xlsx workbook but is damaged"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    assert refused(data).startswith(f"standard input: {said}")


TITLE = "2026年任务分工表,,,\r\n"
CSV = f'{TITLE}{",".join(HEAD)}\r\n一、制度,,,\r\n1,"立法，\n修法。","甲局,乙局",6月底前\r\n2,执法。,,年底前\r\n'


def test_a_csv_file_is_its_rows_with_the_lines_on_which_they_begin() -> None:
    found = read(CSV)
    assert found.pieces == [
        Piece("2026年任务分工表", 1),
        Piece("", 2, HEAD),
        Piece("", 3, ("一、制度",) * 4),
        Piece("", 4, ("1", "立法，\n修法。", "甲局,乙局", "6月底前")),
        Piece("", 6, ("2", "执法。", "", "年底前")),
    ]
    assert (found.unit, found.wrapped) == ("line", False)


def test_an_empty_cell_of_a_csv_file_that_may_have_been_merged_is_asked_about() -> None:
    [doubt] = read(CSV).doubts
    assert doubt == (
        "执法。",
        "its 责任单位 is empty; CSV keeps only the first of merged cells; is it the same as for the task above?",
    )


def test_the_line_in_which_excel_names_the_delimiter_is_no_title() -> None:
    assert texts(read("sep=;\n" + CSV.replace(",", ";")))[0] == "2026年任务分工表"


@pytest.mark.parametrize(
    "text",
    [
        "一、推进任务，完善责任\n1.立法,执法,守法,普法。\n2.完成时限,责任单位,分工。\n3.甲。\n",
        "任务,责任单位\n立法,甲局\n这一行没有逗号。\n",
        "序号\t任务\t责任单位\n说明\n",
        "序号,任务,责任单位\n",
        '序号,任务,责任单位\n1,"立法' + "法" * 200_000 + "\n",
    ],
)
def test_a_text_with_commas_or_tabs_is_no_csv_file(text: str) -> None:
    assert delimiter_of(text) is None
