"""Formats: the same document in each, and nothing in the data can act on the reader's program."""

import csv
import io
import json
import re
from operator import itemgetter
from typing import Any

import pytest
from wcwidth import wcswidth

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Field, Records, Standing, Table
from ipcheck.formats.format import FORMATS, Page, format_of, renderer
from ipcheck.formats.parts import Case, Event

WORDS = Translator("en")

COLUMNS: list[Column[Any]] = [
    Column("task", itemgetter(0), "id"),
    Column("last day", itemgetter(2), "day", optional=True),
    Column("participants", itemgetter(4), "list", optional=True),
    Column("text", itemgetter(1)),
    Column("tasks", itemgetter(5), "number"),
    Column("situation", itemgetter(6), "situation"),
    Column("note", itemgetter(7)),
]
OVERDUE = Standing("overdue", "🔴", "late")


FIELDS = [
    Field("id"), Field("text"), Field("due"), Field("ongoing", "flag"), Field("participants", "list"),
    Field("tasks", "number"), Field("situation"),
]  # fmt: skip


def values(row: tuple[Any, ...]) -> list[Any]:
    """The cells of a row for programs."""
    return [value.name if isinstance(value, Standing) else value for value in row[: len(FIELDS)]]


def document(*rows: tuple[Any, ...], columns: list[Column[Any]] = COLUMNS) -> Document:
    return Document(
        "Title", lambda: [Table(columns, rows)], lambda: Records(FIELDS, map(values, rows)),
        data=lambda: iter([{"id": row[0]} for row in rows]),
        facts=["A fact."], notes=lambda: ["A note."], empty="Nothing.",
        events=lambda: [Event(f"{row[0]}@ipcheck", "2025-12-31", row[1], "") for row in rows],
        cases=lambda: [Case("a", row[0], "a.yaml", 1) for row in rows],
    )  # fmt: skip


def rendered(name: str, document: Document, **page: Any) -> str:
    out = io.BytesIO()
    renderer(name, document, WORDS)(document, out, Page(**page), WORDS)
    return out.getvalue().decode(page.get("encoding", "utf-8"))


ROW = ("a-1", "做好工作。", "2025-12-31", 1, "甲局\n乙部", 3, OVERDUE, "beside")


def test_plain_text_aligns_chinese_by_cells() -> None:
    assert rendered("plain", document(ROW, ("a-10", "text", None, 0, "", 12, OVERDUE, ""))) == (
        "Title\n"
        "A fact.\n"
        "\n"
        "task    last day    participants    text          tasks  situation    note\n"
        "------  ----------  --------------  ----------  -------  -----------  ------\n"
        "a-1     2025-12-31  甲局, 乙部      做好工作。        3  🔴 late      beside\n"
        "a-10                                text             12  🔴 late\n"
        "\n"
        "A note.\n"
    )


def test_markdown_is_a_table_that_renders() -> None:
    assert rendered("markdown", document(ROW)) == (
        "# Title\n"
        "\n"
        "A fact.\n"
        "\n"
        "| task   | last day   | participants   | text       |   tasks | situation   | note   |\n"
        "|:-------|:-----------|:---------------|:-----------|--------:|:------------|:-------|\n"
        "| a-1    | 2025-12-31 | 甲局, 乙部     | 做好工作。 |       3 | 🔴 late     | beside |\n"
        "\n"
        "A note.\n"
    )


def test_csv_has_machine_names_and_values() -> None:
    assert rendered("csv", document(ROW)) == (
        "id,text,due,ongoing,participants,tasks,situation\r\na-1,做好工作。,2025-12-31,true,甲局；乙部,3,overdue\r\n"
    )


def test_csv_in_a_file_opens_with_the_mark_that_excel_needs() -> None:
    assert rendered("csv", document(ROW), to_file=True).startswith("\ufeffid,")


def test_json_lists_are_one_element_to_a_line() -> None:
    assert rendered("json", document(ROW, ROW)) == '[\n{"id": "a-1"},\n{"id": "a-1"}\n]\n'
    assert rendered("json", document()) == "[]\n"


def test_a_number_of_a_task_is_no_number() -> None:
    row = ("3.10", *ROW[1:])
    assert "\n3.10 " in rendered("plain", document(row))
    assert "| 3.10 " in rendered("markdown", document(row))
    assert "\r\n3.10," in rendered("csv", document(row))


def test_an_optional_column_that_is_empty_throughout_is_left_out_for_people() -> None:
    row = ("a-1", "text", None, 0, "", 3, OVERDUE, "")
    assert "last day" not in rendered("plain", document(row))
    assert "due" in rendered("csv", document(row))


HOSTILE = "[red]x[/] | <b>y</b> `z` *w* _v_ [l](u) \\ & # $1$"


@pytest.mark.parametrize("name", ["rich", "plain"])
def test_markup_in_the_data_is_text_on_a_terminal(name: str) -> None:
    assert HOSTILE in rendered(name, document(("a-1", HOSTILE, *ROW[2:])), width=200)
    assert "[/]" in rendered(name, document(("a-1", "[/]", *ROW[2:])), width=200)


def test_what_markdown_or_html_would_read_is_escaped() -> None:
    said = rendered("markdown", document(("a-1", HOSTILE, *ROW[2:])))
    assert r"\[red\]x\[/\] \| \<b\>y\</b\> \`z\` \*w\* \_v\_ \[l\](u) \\ \& \# \$1\$" in said
    assert len([line for line in said.splitlines() if line.startswith("|")]) == 3


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_spreadsheet_becomes_a_formula(first: str) -> None:
    said = rendered("csv", document(("a-1", f"{first}1+1", *ROW[2:])))
    assert list(csv.reader(io.StringIO(said, newline="")))[1][1] == f"'{first}1+1"


def test_csv_keeps_quotes_and_line_ends_inside_their_cell() -> None:
    said = rendered("csv", document(("a-1", 'a "b", c\nd', *ROW[2:])))
    assert list(csv.reader(io.StringIO(said, newline="")))[1][1] == 'a "b", c\nd'


@pytest.mark.parametrize("width", [20, 33, 40, 60, 61, 79, 80, *range(84, 102), 120, 200])
def test_a_terminal_table_keeps_its_width_and_every_character(width: int) -> None:
    text = "推进《中华人民共和国商标法》《中华人民共和国商标法实施条例》及相关法律规范，" * 2 + "完。"
    rows = [
        ("protection-system-20.2", text, "2025-12-31", 1, "示范区建设城市（地区）", 3, OVERDUE, "2025-12-31 (period)"),
        ("2025-1", "短。", None, 0, "国家知识产权局", 114, OVERDUE, ""),
    ]
    said = rendered("rich", document(*rows), width=width)
    assert max(wcswidth(line) for line in said.splitlines()) <= width
    for character in set("".join(f"{row[1]}{row[4]}" for row in rows)):
        assert said.count(character) == sum(f"{row[1]}{row[4]}".count(character) for row in rows)


@pytest.mark.parametrize("width", [*range(40, 60), 120])
def test_no_line_of_a_chinese_text_begins_with_what_ends_a_sentence(width: int) -> None:
    text = "推进《中华人民共和国专利法实施细则》《专利审查指南》（2023年版）修改，完善“三合一”审判机制。" * 3
    columns = [Column("task", itemgetter(0), "id"), Column("text", itemgetter(1))]
    lines = rendered("rich", document(("a-1", text), columns=columns), width=width).splitlines()
    rule = next(at for at, line in enumerate(lines) if "─" in line)
    lines = [line.removeprefix(" a-1").strip() for line in lines[rule + 1 :]]
    assert not [line for line in lines if re.match("[，。；：、》）”]", line)]
    assert text in "".join(lines)


def test_each_line_of_a_cell_is_broken_for_itself() -> None:
    columns = [Column("task", itemgetter(0), "id"), Column("text", itemgetter(1))]
    text = "2022-3 进一步修改完善。\n2025-1 加快推进商标法修改。"
    said = rendered("rich", document(("a-1", text), columns=columns), width=40).splitlines()
    assert [line.removeprefix(" a-1").strip() for line in said if "20" in line] == text.splitlines()


@pytest.mark.parametrize(
    ("light", "colour"), [("🔴", "31"), ("🟡", "33"), ("🟢", "32"), ("🔵", "34"), ("⚪", "2"), ("–", None)]
)
def test_a_light_is_a_colour_a_sign_and_a_word(light: str, colour: str | None) -> None:
    said = rendered("rich", document((*ROW[:6], Standing("x", light, "逾期"), ROW[7])), colour=True, width=200)
    assert f"{light} 逾期" in said
    assert (f"\x1b[{colour}m{light} 逾期" in said) == (colour is not None)


def test_colour_is_written_only_where_it_is_asked_for() -> None:
    assert "\x1b[" in rendered("rich", document(ROW), colour=True)
    assert "\x1b[" not in rendered("rich", document(ROW), colour=False)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252", "utf-8"])
@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if not each.utf8])
def test_a_stream_of_another_encoding_gets_replacements_and_no_failure(name: str, encoding: str) -> None:
    said = rendered(name, document(ROW), width=100, encoding=encoding)
    assert "a-1" in said
    assert ("做好工作" in said) == (encoding in ("gbk", "utf-8"))


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.utf8 and not each.binary])
def test_formats_for_machines_are_utf_8_whatever_the_stream(name: str) -> None:
    out = io.BytesIO()
    renderer(name, (row := document(ROW)), WORDS)(row, out, Page(encoding="ascii"), WORDS)
    assert ("a-1" in out.getvalue().decode("utf-8")) == (name != "github")  # it has a finding or nothing to say


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    packed = [io.BytesIO(), io.BytesIO()]
    for out in packed:
        renderer(name, (row := document(ROW)), WORDS)(row, out, Page(), WORDS)
    assert packed[0].getvalue() == packed[1].getvalue()


def test_the_suffix_of_a_file_tells_its_format() -> None:
    assert [format_of(f"x{suffix}", WORDS) for suffix in (".csv", ".JSON", ".md", ".html", ".mail.html", ".xlsx")] == [
        "csv", "json", "markdown", "html", "mail", "xlsx",
    ]  # fmt: skip
    with pytest.raises(
        UsageError,
        match=r"no format is known for x\.pdf; use one of \.txt, \.md, \.html, \.csv, \.json, \.xlsx, \.docx, ",
    ):
        format_of("x.pdf", WORDS)


def test_json_of_one_thing_is_that_thing() -> None:
    one = Document("", data=lambda: {"a": ["知识"]})
    assert json.loads(rendered("json", one)) == {"a": ["知识"]}


def test_json_without_a_value_of_its_own_is_an_object_for_each_record() -> None:
    said = rendered("json", document(ROW)._replace(data=None))
    assert said == (
        '[\n{"id": "a-1", "text": "做好工作。", "due": "2025-12-31", "ongoing": 1, "participants": "甲局\\n乙部",'
        ' "tasks": 3, "situation": "overdue"}\n]\n'
    )
