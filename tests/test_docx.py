"""DOCX: an office document after GB/T 9704-2012, in which whatever the data holds is text."""

import io
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Due, Standing, Table
from ipcheck.formats.format import Page, renderer
from ipcheck.formats.parts import Figure, Overview
from tests.conftest import Run

COLUMNS: list[Column[Any]] = [
    Column("任务", itemgetter(0), "id"),
    Column("完成时限", itemgetter(1), "due"),
    Column("状况", itemgetter(2), "situation"),
    Column("牵头单位", itemgetter(3), "agency"),
    Column("参与单位", itemgetter(4), "agencies"),
    Column("任务数", itemgetter(5), "number"),
    Column("正文", itemgetter(6)),
    Column("文本变化", itemgetter(7), "edits"),
    Column("摘要", itemgetter(8), "gist", optional=True),
]
NUMBERS: list[Column[Any]] = [Column("应完成", itemgetter(0), "number"), Column("已完成", itemgetter(1), "number")]
LATE = Standing("overdue", "🔴", "逾期")
CHANGED = [("gone", "形成"), ("new", "推进"), ("same", "条例修订")]
DUE = Due("2022-12-31", "{day}（计划期）")
ROW = ("2022-9", DUE, LATE, "甲局", "甲局\n乙部", 3, "推进《条例》“修订”。", CHANGED, "")
WORDS_OF_ROW = [
    "2022-9", "2022-12-31\n（计划期）", "逾期", "甲局", "甲局、乙部", "3", "推进《条例》“修订”。",
    "形成推进条例修订",
]  # fmt: skip
HOSTILE = [
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "]]></w:t></w:r><w:fldSimple w:instr='PAGE'/>",
    "{{7*7}} {% include 'x' %}",
    '=cmd|"/c calc"!A1',
    "DDEAUTO c:\\windows\\system32\\calc.exe",
    "{ HYPERLINK https://example.com }",
    "http://example.com/?a=1&b=2",
    "&amp; &lt; & <",
    "第一行\n第二行\t后",
    " 前后有空格 ",
    "长" * 3000,
    "x" * 3000,
]


def document(*rows: Sequence[Any], title: str = "周报", fact: str = "结论一句。", note: str = "末尾说明。") -> Document:
    return Document(
        title, lambda: [Table(COLUMNS, rows, "到期", note="表下说明。")],
        facts=[fact, "截至2025-12-15。"], notes=lambda: [note], empty="没有任务。",
    )  # fmt: skip


def small() -> Document:
    """One of everything."""
    tables: list[Table[Any]] = [
        Table(COLUMNS, [ROW], "到期", note="表下说明。"),
        Table(COLUMNS, [], "新增", empty="没有新增。"),
    ]
    return document()._replace(tables=lambda: tables, sources=lambda: ["《2022年计划》，甲局，2022-01-01"])


def packed(document: Document, language: str = "zh", **words: Any) -> bytes:
    out = io.BytesIO()
    _ = Translator(language, **words)
    renderer("docx", document, _)(document, out, Page(to_file=True), _)
    return out.getvalue()


def read(document: Document, language: str = "zh", **words: Any) -> Any:
    return docx.Document(io.BytesIO(packed(document, language, **words)))


@cache
def read_small(language: str = "zh") -> Any:
    """The small document, read once: no test changes it."""
    return read(small(), language)


def body(word: Any) -> Iterator[Any]:
    """Paragraphs and tables as they stand."""
    yield from word.iter_inner_content()


def paragraphs(word: Any) -> list[tuple[str, str]]:
    """Styles and texts of the paragraphs that say something."""
    return [(each.style.name, each.text) for each in word.paragraphs if each.text]


def cells(row: Any) -> list[str]:
    return [cell.text for cell in row.cells]


def value(element: Any, path: str, name: str = "val") -> str | None:
    """An attribute of the one element that a path leads to; None where there is none."""
    found = element.xpath(path)
    assert len(found) <= 1
    return found[0].get(qn(f"w:{name}")) if found else None


def fill(cell: Any) -> str | None:
    return value(cell._element, "./w:tcPr/w:shd", "fill")


def test_the_parts_stand_in_order() -> None:
    word = read_small()
    assert paragraphs(word) == [
        ("Title", "周报"), ("Body Text", "结论一句。"), ("Fact", "截至2025-12-15。"),
        ("Heading 1", "一、到期"), ("Small Print", "表下说明。"),
        ("Small Print", "没有新增。"), ("Small Print", "末尾说明。"),
        ("Heading 1", "二、来源"), ("Small Print", "《2022年计划》，甲局，2022-01-01"),
    ]  # fmt: skip
    (table,) = word.tables
    assert [cells(row) for row in table.rows] == [[column.label for column in COLUMNS[:-1]], WORDS_OF_ROW]


def test_the_page_is_that_of_official_documents() -> None:
    (section,) = read_small().sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in (section.page_width, section.page_height, *margins)] == [
        210,
        297,
        37,
        35,
        28,
        26,
    ]


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22), ("Body Text", "仿宋", 16), ("Heading 1", "黑体", 16), ("Fact", "仿宋", 12),
        ("Footer", "宋体", 14), ("Table Text 10.5", "宋体", 10.5), ("Table Head 9", "黑体", 9),
    ],
)  # fmt: skip
def test_a_chinese_document_has_the_fonts_of_official_documents(style: str, font: str, points: float) -> None:
    look = read_small().styles[style]
    fonts = look.element.rPr.find(qn("w:rFonts"))
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == (font, "Times New Roman")
    assert not [name for name in fonts.attrib if "Theme" in name]
    assert look.font.size.pt == points


def test_the_text_has_28_points_a_line_and_begins_two_characters_in() -> None:
    look = read_small().styles["Body Text"].paragraph_format
    assert (look.line_spacing.pt, look.line_spacing_rule) == (28, WD_LINE_SPACING.EXACTLY)
    assert look.first_line_indent.pt == 32
    assert value(look._element, "./w:pPr/w:ind", "firstLineChars") == "200"


def test_an_english_document_has_its_own_sizes_and_numbers() -> None:
    word = read_small("en")
    text, title = word.styles["Body Text"], word.styles["Title"]
    assert (text.font.name, text.font.size.pt, text.paragraph_format.first_line_indent) == ("Times New Roman", 12, 0)
    assert title.font.bold
    headings = [said for style, said in paragraphs(word) if style == "Heading 1"]
    assert headings == ["1. 到期", "2. Sources"]


@pytest.mark.parametrize(("language", "said"), [("zh", "zh-CN"), ("en", "en-US")])
def test_the_properties_say_title_author_and_language_and_no_time(language: str, said: str) -> None:
    properties = read_small(language).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("周报", "ipcheck", "ipcheck")
    assert (properties.language, properties.comments) == (said, "")
    assert (properties.created, properties.modified) == (None, None)


def test_spelling_is_checked_in_both_languages() -> None:
    (language,) = read_small().styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")


def test_chinese_headings_have_chinese_numbers() -> None:
    tables: list[Table[Any]] = [Table(COLUMNS[:1], [ROW], "标题") for _heading in range(100)]
    headings = [
        text for style, text in paragraphs(read(document()._replace(tables=lambda: tables))) if style == "Heading 1"
    ]
    numbers = {2: "二", 9: "九", 10: "十", 11: "十一", 20: "二十", 34: "三十四", 99: "九十九", 100: "100"}
    assert {number: headings[number - 1] for number in numbers} == {
        number: f"{said}、标题" for number, said in numbers.items()
    }
    two = read(document()._replace(tables=lambda: tables[:2]))
    assert paragraphs(two)[-2] == ("Heading 1", "二、标题")


def test_a_single_heading_has_no_number() -> None:
    assert ("Heading 1", "到期") in paragraphs(read(document(ROW)))


def test_headings_stay_with_what_follows_and_word_knows_them() -> None:
    word = read_small()
    heading = word.styles["Heading 1"]
    assert heading.paragraph_format.keep_with_next
    assert (heading.builtin, heading.style_id) == (True, "Heading1")


def test_the_head_of_a_table_stands_on_every_page_and_no_row_on_two() -> None:
    (table,) = read_small().tables
    heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert heads == [True, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


@pytest.mark.parametrize(("rows", "kept"), [(8, 7), (9, 0)])
def test_a_short_table_stands_on_one_page(rows: int, kept: int) -> None:
    (table,) = read(document(*[ROW] * rows)).tables
    assert keeping(table) == [True] * kept + [False] * (rows - kept)


def test_a_table_of_long_texts_leaves_no_page_empty_before_it() -> None:
    (table,) = read(document(ROW, (*ROW[:6], "长" * 1000, *ROW[7:]))).tables
    assert keeping(table) == [False, False]


def keeping(table: Any) -> list[bool]:
    """For each row, whether it is kept on the page of the next."""
    return [bool(row._tr.xpath("./w:tc/w:p/w:pPr/w:keepNext")) for row in table.rows[1:]]


def test_every_page_has_its_number_between_dashes_on_the_outer_side() -> None:
    word = read_small()
    (section,) = word.sections
    assert word.settings.odd_and_even_pages_header_footer
    assert word.styles["Footer"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.LEFT
    for footer, side, outer in ((section.footer, "right", "right"), (section.even_page_footer, None, "left")):
        (line,) = footer.paragraphs
        assert value(line._p, "./w:fldSimple", "instr") == "PAGE"
        assert value(line._p, "./w:pPr/w:jc") == side
        assert value(line._p, "./w:pPr/w:ind", f"{outer}Chars") == "100"
        assert "".join(text.text for text in line._p.xpath(".//w:t")) == "— 1 —"


@pytest.mark.slow
def test_all_rows_are_there_in_their_order() -> None:
    rows = [(f"2022-{number}", *ROW[1:]) for number in range(1, 301)]
    (table,) = read(document(*rows)).tables
    said = [cell.text for cell in table.columns[0].cells]
    assert said == ["任务", *(row[0] for row in rows)]


def everywhere(text: str) -> Document:
    row = (text, Due(text), Standing(text, text, text), text, text, text, text, [("gone", text), ("new", text)], text)
    columns = [column._replace(label=text) for column in COLUMNS]
    overview = Overview([Figure(text, 1, text)])
    return Document(
        text, lambda: [Table(columns, [row], text, note=text), Table((), (), text, empty=text)], facts=[text, text],
        notes=lambda: [text], sources=lambda: [text], overview=lambda: overview,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_the_data_holds_comes_back_as_text_in_tables_as_wide_as_the_page(text: str, language: str) -> None:
    word = read(everywhere(text), language, gists=lambda: {text: text})
    said = [text for _style, text in paragraphs(word)]
    number = "一、" if language == "zh" else "1. "
    assert said[:4] == [text, text, text, number + text]
    figures, table = word.tables
    assert cells(figures.rows[0]) == [f"1\n{text}"]
    listed = Translator(language).join(text.split("\n"))
    expected = [text, text, text, text, listed, text, text, text + text]
    assert cells(table.rows[1])[:8] == expected
    tags = {element.tag for element in word.element.body.iter()}
    assert tags <= {
        qn(f"w:{tag}") for tag in (
            "body", "p", "pPr", "pStyle", "keepNext", "jc", "r", "rPr", "rStyle", "rFonts", "strike", "color", "u", "t",
            "br", "tab", "tbl", "tblPr", "tblStyle", "tblW", "tblLayout", "tblCellMar", "top", "left", "bottom",
            "right", "tblLook", "tblGrid", "gridCol", "tr", "trPr", "cantSplit", "tblHeader", "tc", "tcPr", "tcW",
            "shd", "sectPr", "footerReference", "pgSz", "pgMar", "cols", "docGrid",
        )
    }  # fmt: skip
    assert_as_wide_as_the_text(word)


def test_nothing_is_fetched_and_no_program_is_inside() -> None:
    with ZipFile(io.BytesIO(packed(everywhere("https://example.com/x.dotm")))) as file:
        relations = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".rels"))
        assert "TargetMode" not in relations
        assert {name.split(".")[-1] for name in file.namelist()} == {"xml", "rels"}
        assert not [name for name in file.namelist() if "vba" in name.lower() or "customXml" in name]


def test_a_number_of_a_task_is_no_number_and_numbers_stand_to_the_right() -> None:
    (table,) = read(document(("3.10", *ROW[1:]))).tables
    for row in table.rows:
        sides = [value(cell._element, "./w:p/w:pPr/w:jc") for cell in row.cells]
        assert sides == [None] * 5 + ["right"] + [None] * 2
    assert table.rows[1].cells[0].text == "3.10"


@pytest.mark.parametrize(
    ("light", "colour"),
    [
        ("🔴", "FDE2E1"), ("🟡", "FDF0C4"), ("🟢", "DBF2DF"), ("🔵", "DFEBFB"), ("⚪", "EAEDF0"), ("–", "EAEDF0"),
        ('red" w:x="', "EAEDF0"),
    ],
)  # fmt: skip
def test_a_situation_has_its_colour_and_always_its_words(light: str, colour: str) -> None:
    (table,) = read(document((*ROW[:2], Standing("x", light, "逾期"), *ROW[3:]))).tables
    cell = table.rows[1].cells[2]
    assert (cell.text, fill(cell)) == ("逾期", colour)


def test_deletions_and_insertions_are_marked_as_such_and_not_by_colour_alone() -> None:
    (table,) = read(document(ROW)).tables
    gone, new, same = table.rows[1].cells[7].paragraphs[0].runs
    assert (gone.text, gone.font.strike, gone.font.underline) == ("形成", True, None)
    assert (new.text, new.font.strike, new.font.underline) == ("推进", None, True)
    assert (same.text, same.font.strike, same.font.underline) == ("条例修订", None, None)
    assert gone.font.color.rgb != new.font.color.rgb


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_all_text_is_dark_enough_on_its_ground() -> None:
    word = read(document(*[(*ROW[:2], Standing("x", light, "x"), *ROW[3:]) for light in "🔴🟡🟢🔵⚪"]))
    inks = {each.get(qn("w:val")) for each in word.element.body.xpath(".//w:color")}
    inks |= {
        style.font.color.rgb for style in word.styles if style.name in {style for style, _text in paragraphs(word)}
    }
    grounds = {each.get(qn("w:fill")) for each in word.element.body.xpath(".//w:shd")}
    assert len(grounds) == 6
    assert all((1 + 0.05) / (luminance(str(ink)) + 0.05) >= 4.5 for ink in inks)
    assert all((luminance(ground) + 0.05) / (luminance("000000") + 0.05) >= 4.5 for ground in grounds)


def assert_as_wide_as_the_text(word: Any) -> None:
    """Whatever its cells hold."""
    (section,) = word.sections
    room = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        assert value(table._tbl, "./w:tblPr/w:tblLayout", "type") == "fixed"
        widths = [column.width for column in table.columns]
        assert abs(sum(widths) - room) < 8000  # in 1/914400 inch: what rounding leaves
        assert min(widths) > 100_000
        assert [[cell.width for cell in row.cells] for row in table.rows] == [widths] * len(table.rows)


def em_of(table: Any, column: int, points: float) -> float:
    return float(table.columns[column].width.pt - 9) / points


def test_ids_and_days_have_room_in_a_line_and_the_longest_text_has_the_rest() -> None:
    columns = [Column("任务", itemgetter(0), "id"), Column("日期", itemgetter(1), "day"), Column("正文", itemgetter(2))]
    row = ("protection-system-20.2", "2022-12-31", "推进《中华人民共和国植物新品种保护条例》修订。")
    (table,) = read(document()._replace(tables=lambda: [Table(columns, [row, row])])).tables
    assert em_of(table, 0, 10.5) > 22 * 0.49
    assert em_of(table, 1, 10.5) > 10 * 0.49
    assert table.columns[2].width > table.columns[0].width + table.columns[1].width


def wide(texts: int) -> Document:
    """A table with so many columns of sentences."""
    columns = [Column("任务", itemgetter(0), "id"), *(Column(f"文{n}", itemgetter(1 + n)) for n in range(texts))]
    return document()._replace(tables=lambda: [Table(columns, [("2022-9", *["推进条例修订并抓好落实。" * 4] * texts)])])


@pytest.mark.parametrize(("texts", "size", "across"), [(2, "10.5", False), (4, "9", False), (7, "9", True)])
def test_where_texts_lack_room_their_letters_are_smaller_and_at_last_the_page_lies_on_its_side(
    texts: int, size: str, across: bool
) -> None:
    word = read(wide(texts))
    assert word.tables[0].rows[1].cells[0].paragraphs[0].style.name == f"Table Text {size}"
    (section,) = word.sections
    assert (section.page_width > section.page_height) == across
    assert (round(section.left_margin.mm), round(section.bottom_margin.mm)) == ((37, 26) if across else (28, 35))


def test_figures_stand_at_the_top_on_the_colour_of_their_light() -> None:
    figures = [Figure("任务数", 57), *(Figure("逾期", number, "🔴") for number in range(6))]
    word = read(document(ROW)._replace(overview=lambda: Overview(figures)))
    drawn, table = word.tables
    assert [len(row.cells) for row in drawn.rows] == [4, 4]
    assert cells(drawn.rows[0])[:2] == ["57\n任务数", "0\n逾期"]
    assert [fill(cell) for cell in drawn.rows[1].cells] == ["FDE2E1"] * 3 + [None]
    assert cells(table.rows[1]) == WORDS_OF_ROW


def test_figures_that_are_drawn_are_in_no_table_besides() -> None:
    numbers = Table(NUMBERS, [(5, 2)], "主要数字", figures=True)
    told = document()._replace(tables=lambda: [numbers], overview=lambda: Overview([Figure("应完成", 5)]))
    (drawn,) = read(told).tables
    assert [cell.text for row in drawn.rows for cell in row.cells] == ["5\n应完成"]


def test_what_is_said_for_tables_without_rows_stands_together_below_the_others() -> None:
    tables: list[Table[Any]] = [
        Table(COLUMNS, [], "新增", empty="没有新增。"),
        Table(COLUMNS, [ROW], "到期"),
        Table(COLUMNS, [], "将到期", empty="没有将到期。"),
    ]
    said = paragraphs(read(document()._replace(tables=lambda: tables)))
    assert said[3:] == [("Heading 1", "到期"), ("Small Print", "没有新增。没有将到期。"), ("Small Print", "末尾说明。")]


@pytest.mark.parametrize(
    "said", ["on 2025-12-31", "of demo-zones-g1, 2025-8", "到2025-12-31为止（2022-29/2、protection-system-12）"]
)
def test_no_line_ends_inside_an_id_or_a_day(said: str) -> None:
    word = read(document(fact=said))
    assert paragraphs(word)[1] == ("Body Text", said)
    (line,) = [each for each in word.paragraphs if each.text == said]
    assert "-" not in "".join(text.text for text in line._p.xpath(".//w:t"))


def test_a_day_with_chinese_words_breaks_behind_the_day() -> None:
    columns = [Column("完成时限", itemgetter(0), "due"), Column("正文", itemgetter(1))]
    narrow = read(
        document()._replace(tables=lambda: [Table(columns, [(Due("2025-12-31", "{day}（计划期）"), "长" * 500)])])
    )
    assert narrow.tables[0].rows[1].cells[0].text == "2025-12-31\n（计划期）"
    wide = read(document()._replace(tables=lambda: [Table(columns, [(Due("2025-12-31", "{day}（计划期）"), "短")])]))
    assert wide.tables[0].rows[1].cells[0].text == "2025-12-31（计划期）"


def test_words_and_addresses_break_as_usual() -> None:
    said = "three-in-one trials, https://www.example.org/a-b"
    line = next(each for each in read(document(fact=said)).paragraphs if each.text == said)
    assert [text.text for text in line._p.xpath(".//w:t")] == [said]


def test_a_page_is_landscape_where_chinese_texts_stand_beside_the_english() -> None:
    columns = [Column("text", itemgetter(0), "gist"), Column("Chinese text", itemgetter(1), "original", optional=True)]

    def is_across(*row: str) -> bool:
        (section,) = read(document()._replace(tables=lambda: [Table(columns, [row])]), "en").sections
        return bool(section.page_width > section.page_height)

    assert is_across("Revise the law.", "修改法律。")
    assert not is_across("Revise the law.", "")


def test_all_tables_of_a_document_have_letters_of_one_size() -> None:
    crowded = Table([Column(str(at), itemgetter(0)) for at in range(9)], [["长" * 30]])
    word = read(document()._replace(tables=lambda: [crowded, Table(COLUMNS[:1], [ROW])]))
    assert {table.rows[1].cells[0].paragraphs[0].style.name for table in word.tables} == {"Table Text 9"}


def test_two_tables_are_never_taken_for_one() -> None:
    tables: list[Table[Any]] = [Table(COLUMNS, [ROW]), Table(COLUMNS, [ROW])]
    word = read(document()._replace(tables=lambda: tables, overview=lambda: Overview([Figure("任务数", 1)])))
    kinds = [type(each).__name__ for each in body(word)]
    assert kinds.count("Table") == 3
    assert all(pair != ("Table", "Table") for pair in pairwise(kinds))
    assert kinds[-1] == "Paragraph"


def test_a_title_too_long_for_a_line_breaks_where_its_sense_does() -> None:
    title = "《知识产权计划落实周报》（2026年第20周，5月11日—5月17日）"
    assert paragraphs(read(document(ROW, title=title)))[0] == (
        "Title", "《知识产权计划落实周报》\n（2026年第20周，5月11日—5月17日）",
    )  # fmt: skip
    assert read(document(ROW, title=title)).core_properties.title == title
    assert paragraphs(read(document(ROW, title="周报（2026年）")))[0] == ("Title", "周报（2026年）")


def test_a_document_without_tables_says_so() -> None:
    word = read(document()._replace(tables=lambda: [Table(COLUMNS, [])]))
    assert [text for _style, text in paragraphs(word)] == [
        "周报",
        "结论一句。",
        "截至2025-12-15。",
        "没有任务。",
        "末尾说明。",
    ]
    assert not word.tables
    assert "没有任务。" not in [text for _style, text in paragraphs(read_small())]


def test_a_document_that_says_nothing_is_a_document() -> None:
    assert paragraphs(read(Document("周报"))) == [("Title", "周报")]


def test_a_cell_without_value_is_empty() -> None:
    (table,) = read(document(("a-1", *[None] * 8))).tables
    assert cells(table.rows[1]) == ["a-1", *[""] * 7]
    assert {fill(cell) for cell in table.rows[1].cells} == {None}


def test_agencies_and_summaries_are_in_the_language_of_the_reader() -> None:
    word = read(document((*ROW[:8], "Revise the rules.")), "en", names=lambda: {"甲局": "Office A"})
    said = cells(word.tables[0].rows[1])
    assert (said[3], said[4], said[8]) == ("Office A", "Office A, 乙部", "Revise the rules.")


def test_marks_in_a_chinese_text_are_chinese() -> None:
    (table,) = read(document(ROW)).tables
    number, text = (table.rows[1].cells[index]._element for index in (5, 6))
    assert value(text, "./w:p/w:r/w:rPr/w:rFonts", "hint") == "eastAsia"
    assert value(number, "./w:p/w:r/w:rPr/w:rFonts", "hint") is None


# The order that the schema of ISO/IEC 29500-1 asks for, of what is written here; Word calls a file broken without it.
ORDER = {
    "pPr": "pStyle keepNext keepLines spacing ind jc",
    "rPr": "rStyle rFonts b bCs strike color sz szCs u lang",
    "tblPr": "tblStyle tblW tblLayout tblCellMar tblLook",
    "tcPr": "tcW shd",
    "trPr": "cantSplit tblHeader",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_properties_stand_in_the_order_of_the_schema(language: str) -> None:
    title = "《知识产权计划落实周报》（2026年第20周，5月11日—5月17日），第二部分（上）（2026年）"
    word = read(small()._replace(title=title, overview=lambda: Overview([Figure("任务数", 1)])), language)
    styles = [
        style.element for style in word.styles if style.name in ("Title", "Body Text", "Heading 1", "Table Text 9")
    ]
    section = word.sections[0]
    for root in (word.element.body, section.footer._element, section.even_page_footer._element, *styles):
        for parent, order in ORDER.items():
            places = [
                [order.split().index(child.tag.split("}")[1]) for child in each]
                for each in root.iter(qn(f"w:{parent}"))
            ]
            assert all(place == sorted(set(place)) for place in places), parent


def test_the_same_answer_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = packed(small())
    with monkeypatch.context() as patch:
        patch.setattr(time, "localtime", lambda *_seconds: time.gmtime(2_000_000_000))
        patch.setattr(time, "time", lambda: 2_000_000_000.0)
        assert packed(small()) == first
    with ZipFile(io.BytesIO(first)) as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_weekly_report_is_written_as_a_document(run: Run) -> None:
    answer = run("report", "--lang", "zh", "-o", "weekly.docx")
    assert (answer.code, answer.out, answer.err) == (0, "", "已写入 weekly.docx。\n")
    word = docx.Document("weekly.docx")
    said = paragraphs(word)
    assert said[0][1].startswith("《知识产权计划落实周报》\n（2026年第47周")
    assert [text[:2] for style, text in said if style == "Heading 1"][:3] == ["一、", "二、", "三、"]
    assert word.core_properties.title.startswith("《知识产权计划落实周报》（2026年第47周")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ("due",), ("tasks",), ("plans",), ("agency",), ("section",), ("show", "2025-4"), ("diff", "2022", "2025"),
        ("trace", "人工智能"), ("check", "--fail-on", "none"), ("calendar",), ("rules",),
    ],
)  # fmt: skip
def test_every_answer_can_be_written_as_a_document(run_shipped: Run, command: tuple[str, ...], language: str) -> None:
    assert run_shipped(*command, "--lang", language, "-o", "answer.docx").code == 0
    word: Any = docx.Document("answer.docx")
    assert word.tables
    assert word.sections[0].page_width < word.sections[0].page_height or language == "en"


Converted = Callable[..., list[tuple[tuple[int, int], str]]]


@pytest.fixture
def converted(run_shipped: Run, tmp_path: Path) -> Converted:
    """Sizes in mm and texts, without space, of the pages that LibreOffice makes of an answer."""

    def convert(*call: str) -> list[tuple[tuple[int, int], str]]:
        assert run_shipped(*call, "-o", "answer.docx").code == 0
        profile = (tmp_path / "profile").as_uri()
        program = ["/usr/bin/soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*program, "answer.docx"], check=True, capture_output=True, timeout=120)
        with pypdfium2.PdfDocument("answer.pdf") as file:
            # pdfium gives U+FFFE for a hyphen at the end of a line
            texts = (page.get_textpage().get_text_range().replace("\ufffe", "-") for page in file)
            return [(size(page), "".join(text.split())) for page, text in zip(file, texts, strict=True)]

    return convert


def size(page: Any) -> tuple[int, int]:
    width, height = page.get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


@pytest.mark.office
def test_the_pages_of_the_report_are_a4_with_their_numbers(converted: Converted) -> None:
    pages = converted("report", "--lang", "zh")
    assert len(pages) > 1
    assert {size for size, _text in pages} == {(210, 297)}
    assert [text[-3:] for _size, text in pages] == [f"—{number}—" for number in range(1, len(pages) + 1)]
    assert pages[0][1].startswith("《知识产权计划落实周报》（2026年第47周，11月16日—11月22日）")


@pytest.mark.office
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-30"])
def test_the_weekly_report_takes_three_pages_and_says_nothing_twice(
    converted: Converted, day: str, language: str
) -> None:
    pages = converted("report", "--as-of", day, "--lang", language)
    assert [size for size, _text in pages] == [(210, 297)] * 3
    said = "".join(text for _size, text in pages)
    sentence = "制定出台《跨境电商知识产权保护指南》" if language == "zh" else "IPProtectioninCross-BorderE-Commerce"
    assert said.count(sentence) == 1


@pytest.mark.office
@pytest.mark.parametrize("plan", ["2022", "2025"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_scorecard_of_a_plan_is_one_page(converted: Converted, plan: str, language: str) -> None:
    [(size, text)] = converted("scorecard", plan, "--lang", language, "--as-of", "2026-11-30")
    assert size == (210, 297)
    assert text.endswith("—1—")
    assert ("2022-13" in text) == (plan == "2022")  # what was kept late is on paper


@pytest.mark.office
def test_the_head_of_a_table_is_repeated_where_it_goes_over_a_page(converted: Converted) -> None:
    pages = converted("due", "--before", "2025-12", "--lang", "zh")
    heads = [text.count("任务完成时限状态") for _size, text in pages]
    assert len(heads) > 3
    assert heads[:3] == [1, 1, 1]


@pytest.mark.office
def test_no_row_is_lost_on_paper(converted: Converted, run_shipped: Run) -> None:
    said = "".join(text for _size, text in converted("due", "--before", "2025-12", "--lang", "en"))
    listed = run_shipped("due", "--before", "2025-12", "-f", "csv").out.splitlines()[1:]
    ids = [line.split(",")[0] for line in listed]
    assert len(ids) > 50
    assert [task for task in ids if task not in said] == []
