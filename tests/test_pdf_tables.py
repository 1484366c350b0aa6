"""Tables in PDF files that page ends divide: one table, a divided row one row, and what is not certain is asked."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.pdf.lines import Glyph, Line
from ipcheck.importing.readers.pdf.table_parts import Cell, JoinedTable, Row, TablePart, carried_on, join_parts
from tests.conftest import Run
from tests.test_import import content, tasks
from tests.test_read_pdf import COLUMNS, Placed, column, pdf, ruled

WIDE = 8  # characters that fill a line of a cell
EM = 12.0


def cell(text: str) -> Cell:
    """A cell as it is typeset: its lines are full but for the last."""
    if not text:
        return Cell("")
    last = len(text) % WIDE or WIDE
    first = Line([Glyph(character, EM * at, 0, EM * (at + 1), EM) for at, character in enumerate(text[:WIDE])])
    return Cell(text, first, (WIDE - last) * EM)


def joined(*pages: Sequence[Sequence[str]]) -> JoinedTable:
    """The table whose parts stand on these pages, each with its borders closed."""
    parts = []
    for page, rows in enumerate(pages, 1):
        width = len(rows[0])
        cells = [[cell(text) for text in row] for row in rows]
        parts.append(TablePart(cells, page, range(0, 100 * width + 1, 100), 300.0, [False] * width, [False] * width))
    return join_parts(parts, Translator("en"))


def texts(table: JoinedTable) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for _page, row in table.rows]


HEAD = ("序号", "重点任务", "责任单位")
FIRST = ("1", "修订专利条例。", "司法局")


def test_a_row_without_the_number_that_every_row_has_goes_on_with_the_row_before() -> None:
    table = joined(
        [HEAD, FIRST, ("2", "完善多元化解机制健全诉讼调解对接", "市司法局")],
        [("", "规则。", ""), ("3", "立法。", "局")],
    )
    assert texts(table) == [
        HEAD,
        FIRST,
        ("2", "完善多元化解机制健全诉讼调解对接规则。", "市司法局"),
        ("3", "立法。", "局"),
    ]
    assert table.doubts == []


def test_a_row_may_go_on_over_several_pages() -> None:
    table = joined(
        [HEAD, FIRST, ("2", "一二三四五六七八", "局")],
        [("", "九十甲乙丙丁戊己", "")],
        [("", "完。", ""), ("3", "立。", "局")],
    )
    assert texts(table)[2:] == [("2", "一二三四五六七八九十甲乙丙丁戊己完。", "局"), ("3", "立。", "局")]


def test_a_number_that_stands_amid_its_row_is_taken_from_below_the_page_end() -> None:
    table = joined([HEAD, FIRST, ("", "完善多元化解机制", "")], [("2", "健全规则。", "司法局"), ("3", "立法。", "局")])
    assert texts(table)[2] == ("2", "完善多元化解机制健全规则。", "司法局")
    assert table.doubts == []


def test_names_on_lines_of_their_own_stay_apart_where_a_page_ends_between_them() -> None:
    table = joined([HEAD, FIRST, ("2", "制定指引。", "司法局")], [("", "", "公安局"), ("3", "立法。", "局")])
    assert texts(table)[2] == ("2", "制定指引。", "司法局\n公安局")


def test_a_repeated_head_hides_no_divided_row() -> None:
    table = joined(
        [HEAD, FIRST, ("2", "完善多元化解机制", "局")], [HEAD, ("", "健全规则。", ""), ("3", "立法。", "局")]
    )
    assert texts(table) == [HEAD, FIRST, ("2", "完善多元化解机制健全规则。", "局"), ("3", "立法。", "局")]


def test_a_head_of_two_rows_is_repeated_whole() -> None:
    heads = [("序号", "任务", "分工"), ("序号", "任务", "牵头单位")]
    table = joined([*heads, FIRST], [*heads, ("2", "立法。", "局")])
    assert texts(table) == [*heads, FIRST, ("2", "立法。", "局")]


def test_a_head_whose_number_covers_two_rows_is_no_merged_number() -> None:
    number = cell("序号")
    first: list[Row] = [
        [number, cell("任务")],
        [number, cell("内容")],
        [cell("1"), cell("立法。")],
        [cell("2"), cell("修法")],
    ]
    second: list[Row] = [[cell(""), cell("律。")], [cell("3"), cell("执法。")]]
    parts = [
        TablePart(rows, at, (0, 100, 200), 300.0, [False] * 2, [False] * 2) for at, rows in ((1, first), (2, second))
    ]
    assert texts(join_parts(parts, Translator("en")))[2:] == [("1", "立法。"), ("2", "修法\n律。"), ("3", "执法。")]


def test_rows_that_have_both_a_number_are_two() -> None:
    table = joined([HEAD, FIRST, ("2", "一二三四五六七八", "局")], [("3", "立法。", "局"), ("4", "执法。", "局")])
    assert len(table.rows) == 5


PLAIN = ("重点任务", "责任单位")


def test_without_numbers_a_mark_within_a_sentence_shows_that_the_row_goes_on() -> None:
    table = joined(
        [PLAIN, ("制定指引。", "司法局"), ("修订条例、", "司法局")], [("办法。", "公安局"), ("立法。", "局")]
    )
    assert texts(table)[2:] == [("修订条例、\n办法。", "司法局\n公安局"), ("立法。", "局")]
    assert table.doubts == []


def test_without_numbers_a_row_that_lacks_what_all_have_goes_on_and_is_asked_about_unless_its_text_shows_it() -> None:
    rows = [PLAIN, *[("制定指引。", "司法局")] * 5]
    cut = joined([*rows, ("完善多元化解机制", "局")], [("健全规则。", ""), ("立法。", "局")])
    assert (texts(cut)[6], cut.doubts) == (("完善多元化解机制健全规则。", "局"), [])
    whole = joined([*rows, ("完善解机制。", "局")], [("健全规则。", ""), ("立法。", "局")])
    assert texts(whole)[6] == ("完善解机制。\n健全规则。", "局")
    [doubt] = whole.doubts
    assert doubt.question == "a page break falls inside it, at 完善解机制。健全规则。; is it one task, or two?"


def test_full_lines_in_every_cell_may_go_on_and_are_asked_about() -> None:
    table = joined(
        [PLAIN, ("立法。", "局"), ("推进修订专利条例", "司法局市场监管局")], [("并实施", "公安局"), ("执法", "局")]
    )
    assert texts(table)[2] == ("推进修订专利条例并实施", "司法局市场监管局公安局")
    assert len(table.doubts) == 1


def test_a_row_that_had_room_for_what_follows_is_whole_and_asked_about_where_it_lacks_its_end() -> None:
    rows = [PLAIN, *[("制定指引。", "司法局")] * 5]
    table = joined([*rows, ("修订条例", "局")], [("立法。", "局")])
    assert texts(table)[6:] == [("修订条例", "局"), ("立法。", "局")]
    assert [doubt.question for doubt in table.doubts] == ["the page ends after 修订条例; is something missing?"]


def test_a_merged_cell_that_goes_on_is_filled_in_and_asked_about_unless_it_shows() -> None:
    group, rest = cell("一、制度"), Cell("")
    upper: list[Row] = [[group, cell("立法。"), cell("甲局")], [group, cell("修法。"), cell("乙局")]]

    def read(lower: list[Row]) -> JoinedTable:
        sides = range(0, 301, 100)
        parts = [
            TablePart(rows, page, sides, 300.0, [False] * 3, [False] * 3) for page, rows in ((1, upper), (2, lower))
        ]
        return join_parts(parts, Translator("en"))

    shown = read([[rest, cell("执法。"), cell("丙局")], [rest, cell("普法。"), cell("丁局")]])
    assert [row[0] for row in texts(shown)] == ["一、制度"] * 4
    assert shown.doubts == []
    asked = read([[Cell(""), cell("执法。"), cell("丙局")], [cell("二、保护"), cell("普法。"), cell("丁局")]])
    assert [row[0] for row in texts(asked)] == ["一、制度"] * 3 + ["二、保护"]
    [doubt] = asked.doubts
    assert doubt == ("执法。", "does 一、制度, above it on the previous page, apply to it too?")


def test_two_numbered_rows_are_never_one_where_a_page_ends_beside_a_merged_cell() -> None:
    """A merged cell that goes on over the page leaves all columns open."""
    upper = [Cell("提升质量"), Cell("7"), Cell("出台办法")]
    rows = [[Cell(""), Cell("8"), Cell("开展执法")], [Cell(""), Cell("9"), Cell("加强培训")]]
    carried = carried_on(upper, rows, [True] * 3)
    assert [cell.text for cell in carried[0]] == ["提升质量", "8", "开展执法"]
    assert [cell.text for cell in upper] == ["提升质量", "7", "出台办法"]


@pytest.mark.letters
def test_a_divided_row_is_one_task_and_what_is_not_certain_is_asked_in_the_draft(run: Run, tmp_path: Path) -> None:
    title: list[Placed] = column("2026年重点任务分工表", top=380)
    first = [*title, (100, 340, "重点任务"), (190, 340, "单位"), (83, 320, "完善诉讼调解机制"), (190, 320, "司法部")]
    second = [(83, 340, "并健全规则"), (83, 320, "推进商标法修改"), (190, 320, "公安部")]
    drawn = ruled(COLUMNS[1:], (355, 335, 315))
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(first, second, drawn=drawn))
    answer = run("import", str(path))
    assert [task[2] for task in tasks(content(answer))] == ["完善诉讼调解机制并健全规则。", "推进商标法修改。"]
    assert "# check: a page break falls inside it, at 完善诉讼调解机制并健全规则; is it one task, or two?" in answer.out


@pytest.mark.office
@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_of_word_is_the_same_where_libreoffice_prints_it_over_pages(
    run: Run, tmp_path: Path, numbered: bool
) -> None:
    """LibreOffice draws all borders of the part of a row that stands on a page."""
    document = docx.Document()
    document.add_heading("2026年重点任务分工表", 1)
    table = document.add_table(1, 3 + numbered)
    table.style = "Table Grid"
    heads = ["序号"] * numbered + ["重点任务", "责任单位", "完成时限"]
    rows = [
        [
            *[str(n)] * numbered,
            f"加快推进第{n}批地方标准的制定和修订，完善配套制度，开展规定研究论证，" * (1 + n % 3) + "健全规则。",
            "司法局、公安局、市场监督管理局、农业农村局",
            "2026年12月底前完成",
        ]
        for n in range(1, 31)
    ]
    for cells, values in zip([table.rows[0], *(table.add_row() for _row in rows)], [heads, *rows], strict=True):
        for place, value in zip(cells.cells, values, strict=True):
            place.text = value
    document.save(str(tmp_path / "plan.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "plan.docx"),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    plans = [content(run("import", str(tmp_path / name))) for name in ("plan.docx", "plan.pdf")]
    assert list(tasks(plans[1])) == list(tasks(plans[0]))
    assert len(list(tasks(plans[1]))) == len(rows)


@pytest.mark.letters
def test_a_doubt_about_no_task_is_told_beside_the_draft(run: Run, tmp_path: Path) -> None:
    """The page ends in the preamble."""
    first = column("2026年推进计划", "", "为做好今年的各项工作。")
    second = column(
        "现制定这份推进的计划。", "", "一、任务", "", "1.修订条例。", "", "二、其他", "", "2.加强宣传工作。"
    )
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(first, second))
    answer = run("import", str(path))
    assert "# check: the page ends" not in answer.out
    assert (
        "a page break falls inside it, at 今年的各项工作。现制定这份推进的; is it one paragraph, or two?" in answer.err
    )
