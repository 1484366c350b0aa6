"""Workbooks as other programs make them, and as nobody should: values only, or a refusal that says what to do."""

import io
import random
import re
import struct
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import ipcheck.importing.readers.workbook
from ipcheck.base.errors import UsageError
from ipcheck.base.findings import cell_name
from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.importing.readers.workbook import Broken, read_grids
from tests.conftest import Run
from tools.offices import fill_in

WORDS = Translator("en")


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A workbook that XlsxWriter makes: `fill` gets it and its first sheet."""

    def make(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object], **options: object) -> Path:
        path = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(path, options) as workbook:
            fill(workbook, workbook.add_worksheet("台账"))
        return path

    return make


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def replacing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new)


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        read_grids(str(path), WORDS)
    return str(refused.value).removeprefix(f"{path}: ")


# values


@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'm"月"d"日"', 14, 22])
def test_a_day_is_a_day_in_whatever_format(made: Callable[..., Path], number_format: str | int) -> None:
    path = made(lambda book, sheet: sheet.write_number(0, 0, 45717, book.add_format({"num_format": number_format})))
    [grid] = read_grids(str(path), WORDS)
    assert grid.rows == [[date(2025, 3, 1)]]


@pytest.mark.parametrize("number", [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
def test_so_it_is_in_the_formats_that_excel_has_for_chinese_by_number_alone(
    made: Callable[..., Path], number: int
) -> None:
    path = made(lambda book, sheet: sheet.write_number(0, 0, 45717, book.add_format({"num_format": "0.000"})))
    changed(
        path, "xl/styles.xml", lambda data: data.replace(b'numFmtId="164" fontId', b'numFmtId="%d" fontId' % number)
    )
    [grid] = read_grids(str(path), WORDS)
    assert grid.rows == [[date(2025, 3, 1)]]


def test_days_of_a_workbook_from_a_mac_count_from_1904(made: Callable[..., Path]) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_datetime(0, 0, date(2025, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))

    [grid] = read_grids(str(made(fill, date_1904=True)), WORDS)
    assert grid.rows == [[date(2025, 3, 1)]]


def test_a_formula_gives_the_value_that_was_saved_with_it_and_is_never_computed(made: Callable[..., Path]) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula(0, 0, "=1+1", None, 7)
        sheet.write_formula(0, 1, '=HYPERLINK("http://example.invalid")', None, "链接")
        sheet.write_formula(0, 2, "=WEBSERVICE(A1)", None, "已完成")
        sheet.write_formula(0, 3, "=NA()", None, "#N/A")

    [grid] = read_grids(str(made(fill)), WORDS)
    assert [list(row) for row in grid.rows] == [[7, "链接", "已完成", "#N/A"]]
    assert isinstance(grid.rows[0][3], Broken)


def test_a_number_is_read_as_it_is_and_a_percentage_as_it_is_shown(made: Callable[..., Path]) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for column, (number, form) in enumerate(((0.8, "0%"), (0.856, "0.0%"), (12, "General"), (1.5, "0.00"))):
            sheet.write_number(0, column, number, book.add_format({"num_format": form}))
        sheet.write_number(0, 4, 45717.5, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))

    [grid] = read_grids(str(made(fill)), WORDS)
    assert list(grid.rows[0]) == ["80%", "85.6%", 12, 1.5, datetime(2025, 3, 1, 12)]  # noqa: DTZ001


def test_control_characters_are_what_they_stand_for(made: Callable[..., Path]) -> None:
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "甲"))
    text = "第一行_x000D_\n第二行_x000B_".encode()
    changed(path, "xl/sharedStrings.xml", replacing("甲".encode(), text))
    [grid] = read_grids(str(path), WORDS)
    assert grid.rows == [["第一行\r\n第二行\x0b"]]


def test_macros_and_pictures_are_not_looked_at(made: Callable[..., Path]) -> None:
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "任务编号"))
    for name in ("xl/vbaProject.bin", "xl/media/image1.png"):
        changed(path, name, lambda _data: b"\xd0\xcf\x11\xe0 not what it is called")
    [grid] = read_grids(str(path.rename(path.with_suffix(".xlsm"))), WORDS)
    assert grid.rows == [["任务编号"]]


def test_links_to_other_workbooks_are_not_followed(made: Callable[..., Path]) -> None:
    """The link is named in all places; what it leads to is no XML, on which whoever looks at it stumbles."""
    path = made(lambda _book, sheet: sheet.write_formula(0, 0, "=[1]甲!A1", None, "已完成"))
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = b'<Relationship Id="rId99" Type="%s/externalLink" Target="externalLinks/externalLink1.xml"/>' % office
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    named = b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="%s"/>' % kind
    refers = b'<externalReferences><externalReference r:id="rId99"/></externalReferences>'
    ends = {
        "xl/_rels/workbook.xml.rels": (b"</Relationships>", link + b"</Relationships>"),
        "[Content_Types].xml": (b"</Types>", named + b"</Types>"),
        "xl/workbook.xml": (b"</sheets>", b"</sheets>" + refers),
    }
    for part, (old, new) in ends.items():
        changed(path, part, replacing(old, new))
    changed(path, "xl/externalLinks/externalLink1.xml", lambda _data: b"file://elsewhere")
    [grid] = read_grids(str(path), WORDS)
    assert grid.rows == [["已完成"]]


def test_hidden_sheets_are_told_apart(made: Callable[..., Path]) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_string(0, 0, "甲")
        book.add_worksheet("藏").hide()
        book.add_worksheet("深藏").very_hidden()

    assert [(grid.sheet, grid.hidden) for grid in read_grids(str(made(fill)), WORDS)] == [
        ("台账", False), ("藏", True), ("深藏", True),
    ]  # fmt: skip


def test_cells_merged_downwards_share_a_value_those_merged_across_do_not(made: Callable[..., Path]) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range(0, 0, 2, 0, "下")
        sheet.merge_range(0, 1, 0, 2, "右")
        sheet.write_string(2, 2, "末")

    [grid] = read_grids(str(made(fill)), WORDS)
    assert [list(row) for row in grid.rows] == [["下", "右", None], ["下", None, None], ["下", None, "末"]]


@pytest.mark.slow
def test_formats_far_below_the_last_value_cost_nothing(made: Callable[..., Path]) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_string(0, 0, "甲")
        sheet.write_blank(900_000, 3, None, book.add_format({"bold": True}))

    [grid] = read_grids(str(made(fill)), WORDS)
    assert [row[0] for row in grid.rows] == ["甲"]


@pytest.mark.slow
def test_a_stray_value_far_to_the_right_costs_nothing_either(made: Callable[..., Path]) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(300):
            sheet.write_string(row, 0, "甲")
        sheet.write_string(0, 16383, "末")

    path = made(fill)
    tracemalloc.start()
    [grid] = read_grids(str(path), WORDS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(grid.rows), set(map(len, grid.rows))) == (300, {1})
    assert peak < 50 * 1024 * 1024


def test_a_cell_is_called_as_spreadsheets_call_it() -> None:
    assert [cell_name(1, n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A1", "Z1", "AA1", "AZ1", "BA1", "ZZ1", "AAA1"]


# what is refused


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(made: Callable[..., Path]) -> None:
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "甲"))
    changed(path, "xl/worksheets/sheet1.xml", lambda data: data + b" " * (80 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    assert refusal(path).startswith("unpacks to more than 64 MB")


@pytest.mark.slow
def test_so_is_one_that_lies_about_it(made: Callable[..., Path]) -> None:
    """Its directory says 100 bytes; whoever unpacks it must stop there."""
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "甲"))
    changed(path, "xl/worksheets/sheet1.xml", lambda data: data + b" " * (80 * 1024 * 1024))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    while at >= 0:
        name = bytes(data[at + 46 : at + 46 + struct.unpack_from("<H", data, at + 28)[0]])
        if name == b"xl/worksheets/sheet1.xml":
            struct.pack_into("<I", data, at + 24, 100)
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    "ranges",
    [
        b'<mergeCells count="1"><mergeCell ref="A400:XFD1048576"/></mergeCells>',
        b'<mergeCells count="1"><mergeCell ref="S2:S1048576"/></mergeCells>',
        b'<mergeCells><mergeCell ref="S2:S1048576"/><mergeCell ref="T1048576:T2"/></mergeCells>',
        b"<mergeCells>" + b'<mergeCell ref="S300:T9000"/>' * 2000 + b"</mergeCells>",
        b'<hyperlinks><hyperlink ref="A400:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_for_which_cells_would_be_made_without_end_are_refused(made: Callable[..., Path], ranges: bytes) -> None:
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "甲"))
    changed(path, "xl/worksheets/sheet1.xml", replacing(b"</sheetData>", b"</sheetData>" + ranges))
    assert refusal(path).startswith("it has too many merged or linked cells for a ledger")


def test_entities_that_multiply_are_not_expanded(made: Callable[..., Path]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 10)
    )
    path = made(lambda _book, sheet: sheet.write_string(0, 0, "甲"))
    changed(path, "xl/sharedStrings.xml", lambda _data: bomb + b"]><sst><si><t>&j;</t></si></sst>")
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "it is not an .xlsx workbook"),
        (b"PK\x03\x04 cut off", "it begins like an .xlsx workbook but is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is not an .xlsx workbook; save it as .xlsx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "it is locked with a password",
        ),
        (bytes(range(256)) * 10, "it is neither an .xlsx workbook nor a CSV file"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(data)
    if data:
        assert refusal(path).startswith(complaint)
    else:
        assert read_grids(str(path), WORDS)[0].rows == []


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.bin", "content.xml"])
def test_a_document_for_word_or_a_workbook_of_another_form_is_none(tmp_path: Path, part: str) -> None:
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<w/>")
    assert refusal(path).startswith("it is not an .xlsx workbook")


def test_a_text_in_several_styles_is_one_text(made: Callable[..., Path]) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_rich_string(0, 0, "已形成", book.add_format({"bold": True}), "初稿", "，待审")

    [grid] = read_grids(str(made(fill)), WORDS)
    assert grid.rows == [["已形成初稿，待审"]]


def test_more_rows_than_any_ledger_has_are_refused(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipcheck.importing.readers.workbook, "MOST_ROWS", 10)
    path = made(lambda _book, sheet: sheet.write_string(10, 0, "甲"))
    assert refusal(path).startswith("sheet 台账 has more than 10 rows")
    csv = path.with_suffix(".csv")
    csv.write_text("a,b\n" * 11, encoding="utf-8")
    assert refusal(csv).startswith("sheet made has more than 10 rows")


def test_a_file_larger_than_any_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    assert refusal(path).startswith("larger than 20 MB")


def test_a_field_longer_than_any_text_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,"' + "x" * 200_000 + '"\n', encoding="utf-8")
    assert refusal(path).startswith("it is not a table")


def test_a_workbook_without_the_headings_is_refused_in_one_line(run: Run, made: Callable[..., Path]) -> None:
    path = made(lambda _book, sheet: sheet.write_row(0, 0, ["任务编号", "备注"]))
    answer = run("sheet", "--read", str(path))
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert answer.err.startswith(f"Error: {path}: no sheet has the headings task id and any of status, progress made,")
    assert answer.err.endswith("; was it made by ipcheck sheet?\n")


@pytest.mark.slow
def test_no_damage_to_a_workbook_ends_in_anything_but_rows_or_a_refusal(run: Run, tmp_path: Path) -> None:
    run("sheet", "-o", "a.xlsx")
    whole = (tmp_path / "a.xlsx").read_bytes()
    chance = random.Random(20261128)
    names = zipfile.ZipFile(io.BytesIO(whole)).namelist()
    for attempt in range(300):
        path = tmp_path / "b.xlsx"
        if attempt % 2:
            data = bytearray(whole)
            for _change in range(chance.randint(1, 20)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
        else:
            path.write_bytes(whole)
            name = chance.choice(names)

            def break_xml(data: bytes) -> bytes:
                begin = chance.randrange(max(1, len(data)))
                return data[:begin] + data[begin + chance.randrange(40) :]

            changed(path, name, break_xml)
        assert run("sheet", "--read", "b.xlsx").code in (FINE, UNABLE)


# real files of another program


@pytest.mark.office
@pytest.mark.parametrize(
    "way", [("xlsx",), ("ods", "xlsx"), ("xls", "xlsx"), ("csv:Text - txt - csv (StarCalc):44,34,76",)]
)
def test_what_libreoffice_saves_says_what_was_filled_in(run: Run, tmp_path: Path, way: tuple[str, ...]) -> None:
    (tmp_path / "assignments.yaml").write_text(
        "- {task: dated-2, office: 法规处, internal_due: 2025-11-30}\n", encoding="utf-8"
    )
    run("sheet", "-o", "ledger.xlsx", "--lang", "zh")
    path = fill_in(
        tmp_path / "ledger.xlsx",
        {
            "dated-2": {"状态": "已启动", "进展情况": "已形成初稿\n共3章", "更新日期": date(2025, 3, 1)},
            "dated-1": {"状态": "已完成", "佐证": "=SUM(1,2)", "来源": "2025-8", "更新日期": "2025年12月1日"},
        },
    )
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].merge_cells("P4:P5")
    workbook.worksheets[0]["P4"], workbook.worksheets[0]["J4"] = date(2025, 4, 1), "受阻"
    workbook.save(path)
    for form in way:
        (tmp_path / "out").mkdir(exist_ok=True)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(path)], check=True, capture_output=True)
        path = tmp_path / "out" / f"ledger.{form.partition(':')[0]}"
    answer = run("sheet", "--read", "--write", str(path))
    assert (answer.code, answer.err) == (FINE, "")
    merged = "only a date is filled in" in answer.out  # of the row over which a day was merged
    assert merged != way[-1].startswith("csv")
    ledger = (tmp_path / "ledger.yaml").read_text(encoding="utf-8").partition("\n")[2]
    ledger = re.sub('  row: "?[0-9a-f]{8}"?\n', "", ledger)
    assert ledger == (
        '- task: dated-1\n  state: done\n  on: 2025-12-01\n  recorded: 2026-11-23\n  evidence: "3"\n  source: 2025-8\n'
        "- task: dated-2\n  state: started\n  on: 2025-03-01\n  recorded: 2026-11-23\n  by: 法规处\n"
        '  note: "已形成初稿\\n共3章"\n'
        "- task: dated-3\n  state: blocked\n  on: 2025-04-01\n  recorded: 2026-11-23\n"
    )
