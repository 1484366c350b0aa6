"""HTML: mailed as it is, so looks stand in the elements, and nothing in the data becomes anything but text."""

import io
import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Standing, Table
from ipcheck.formats.format import Page, renderer
from tests.conftest import Run
from tests.pages import Element, elements

GOLDEN = Path(__file__).parent / "golden" / "mail.html"

COLUMNS: list[Column[Any]] = [
    Column("任务", itemgetter(0), "id"),
    Column("完成时限", itemgetter(1), "day"),
    Column("状况", itemgetter(2), "situation"),
    Column("参与单位", itemgetter(3), "list"),
    Column("任务数", itemgetter(4), "number"),
    Column("正文", itemgetter(5)),
    Column("文本变化", itemgetter(6), "edits"),
]
LATE = Standing("overdue", "🔴", "逾期")
CHANGED = [("gone", "形成"), ("new", "推进"), ("same", "条例修订")]
ROW = ("2022-9", "2022-12-31", LATE, "甲局\n乙部", 3, "推进《中华人民共和国植物新品种保护条例》修订。", CHANGED)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' style='position:fixed",
    "{{7*7}} {% include 'x' %} {# x #}",
    "&amp; &lt;b&gt; & <",
    "</td></table></body>",
    "javascript:alert(1)",
    "<!-- ]]> -->",
]


def document(*rows: Sequence[Any], title: str = "周报", fact: str = "结论一句。", note: str = "末尾说明。") -> Document:
    return Document(
        title, lambda: [Table(COLUMNS, rows, "到期", note="表下说明。")],
        facts=[fact, "截至2025-12-15。"], notes=lambda: [note], empty="没有任务。",
    )  # fmt: skip


def small() -> Document:
    """One of everything."""
    blocked = Standing("ongoing", "🟡", "持续推进（受阻）")
    other = ("protection-system-4.12", None, blocked, "", 12, "“引号”、<b>与&。", None)
    tables: list[Table[Any]] = [
        Table(COLUMNS, [ROW, other], "到期", note="表下说明。"),
        Table(COLUMNS, [], "新增", empty="没有新增。"),
    ]
    return document()._replace(tables=lambda: tables)


def rendered(document: Document, language: str = "zh") -> str:
    out = io.BytesIO()
    _ = Translator(language)
    renderer("mail", document, _)(document, out, Page(), _)
    return out.getvalue().decode("utf-8")


def test_a_page_is_as_it_was() -> None:
    """To write the golden file anew: python -m tests.test_mail"""
    said = rendered(small())
    assert "\r" not in said
    assert said.split("\n") == GOLDEN.read_text(encoding="utf-8").split("\n")


def test_the_parts_stand_in_order() -> None:
    said = [element.words for element in elements(rendered(small()), "h1", "p", "h2", "th")]
    labels = [column.label for column in COLUMNS]
    assert said == [
        "周报", "结论一句。", "截至2025-12-15。", "到期", *labels, "表下说明。", "新增", "没有新增。", "末尾说明。",
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_the_data_holds_comes_back_as_text(text: str) -> None:
    row = (text, text, Standing(text, text, text), text, 3, text, [("gone", text), ("new", text), ("same", text)])
    hostile = document(row, title=text, fact=text, note=text)
    table = hostile.tables()[0]._replace(title=text, note=text, columns=[c._replace(label=text) for c in COLUMNS])
    read = elements(rendered(hostile._replace(tables=lambda: [table])))
    tame = elements(rendered(document(ROW)))
    assert [element.tag for element in read] == [element.tag for element in tame]
    assert [element.attributes.keys() for element in read] == [element.attributes.keys() for element in tame]
    said = [element.words for element in read if element.words]
    assert set(said) == {text, f"{text} {text}", "3", "截至2025-12-15。"}
    assert len(said) == len([element for element in tame if element.words])


def test_nothing_is_fetched_or_run_and_no_look_is_kept_apart() -> None:
    said = rendered(document(*[[text, None, LATE, text, 1, text, [("new", text)]] for text in HOSTILE]))
    read = elements(said)
    assert not {element.tag for element in read} & {"script", "style", "link", "img", "a", "iframe", "base", "form"}
    assert {name for element in read for name in element.attributes} == {
        "lang", "charset", "name", "content", "style", "scope",
    }  # fmt: skip
    assert not [element for element in read if "url(" in (element.attributes.get("style") or "")]


def test_every_element_that_is_seen_has_its_look_with_it() -> None:
    for element in elements(rendered(small())):
        inside = any(outer.tag == "body" for outer in element.around)
        assert element.style or not inside or element.tag in ("thead", "tbody"), element.tag


def test_no_layout_needs_more_than_mail_programs_know() -> None:
    looks = [element.style for element in elements(rendered(small()))]
    assert not [look for look in looks if {"display", "float", "position"} & look.keys()]


def test_headers_say_that_they_head_a_column() -> None:
    assert {element.attributes.get("scope") for element in elements(rendered(small()), "th")} == {"col"}


def test_numbers_and_their_header_stand_to_the_right() -> None:
    read = elements(rendered(document(ROW)), "th", "td")
    right = [element.words for element in read if element.style.get("text-align") == "right"]
    assert right == ["任务数", "3"]


def test_ids_days_and_numbers_are_not_broken_and_long_texts_are() -> None:
    unbroken = {
        element.words for element in elements(rendered(document(ROW)), "td")
        if element.style.get("white-space") == "nowrap"
    }  # fmt: skip
    assert {"2022-9", "2022-12-31", "3"} <= unbroken
    assert ROW[5] not in unbroken


def test_a_long_id_breaks_only_after_its_hyphens() -> None:
    row = ("protection-system-4.12", *ROW[1:])
    look = elements(rendered(document(row)), "td")[0].style
    assert look["word-break"] == "keep-all"
    assert "overflow-wrap" not in look


@pytest.mark.parametrize(
    ("light", "colour"),
    [
        ("🔴", "#fde2e1"), ("🟡", "#fdf0c4"), ("🟢", "#dbf2df"), ("🔵", "#dfebfb"), ("⚪", "#eaedf0"), ("–", "#eaedf0"),
        ("red;position:fixed", "#eaedf0"),
    ],
)  # fmt: skip
def test_a_situation_has_its_colour_and_always_its_words(light: str, colour: str) -> None:
    row = (*ROW[:2], Standing("x", light, "逾期"), *ROW[3:])
    cell = elements(rendered(document(row)), "td")[2]
    assert (cell.words, cell.style["background-color"]) == (f"{light} 逾期", colour)


def test_deletions_and_insertions_are_marked_as_such_and_not_by_colour_alone() -> None:
    said = rendered(document(ROW))
    gone, new = elements(said, "del", "ins")
    assert (gone.words, gone.style["text-decoration"]) == ("形成", "line-through")
    assert (new.words, new.style["text-decoration"]) == ("推进", "underline")
    assert re.sub("<[^>]*>", "", said.split("<td ")[-1].split("</td>")[0].split(">", 1)[1]) == "形成推进条例修订"


def test_a_cell_without_value_is_empty() -> None:
    said = rendered(document(("a-1", None, None, None, None, "", None)))
    assert [element.words for element in elements(said, "td")] == ["a-1", *[""] * 6]


def test_a_document_without_tables_says_so() -> None:
    said = rendered(document()._replace(tables=lambda: [Table(COLUMNS, [])]))
    assert "没有任务。" in [element.words for element in elements(said, "p")]
    assert not elements(said, "table", "h2")
    assert "没有任务。" not in rendered(small())


def test_the_conclusion_is_larger_than_what_follows() -> None:
    sizes = [int(element.style["font-size"].removesuffix("px")) for element in elements(rendered(small()), "p")]
    assert sizes == [16, 13, 13, 13, 12]


@pytest.mark.parametrize(("language", "said"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_its_encoding_and_its_title(language: str, said: str) -> None:
    read = elements(rendered(small(), language))
    assert read[0].attributes == {"lang": said}
    assert [element.attributes.get("charset") for element in read if element.tag == "meta"] == ["utf-8", None]
    assert [element.words for element in read if element.tag == "title"] == ["周报"]


def colours(element: Element) -> tuple[str, str]:
    """The colours of letters and ground: the nearest that are stated."""
    looks = [each.style for each in (element, *reversed(element.around))]
    return next(look["color"] for look in looks if "color" in look), next(
        look["background-color"] for look in looks if "background-color" in look
    )


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(said: str) -> Iterator[Element]:
    for element in elements(said):
        if element.words and any(outer.tag == "body" for outer in element.around):
            yield element


def test_all_text_is_dark_enough_on_its_ground() -> None:
    lights = [(*ROW[:2], Standing("x", light, "x"), *ROW[3:]) for light in "🔴🟡🟢🔵⚪"]
    for element in seen(rendered(document(*lights))):
        dark, light = sorted(map(luminance, colours(element)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, element


def test_a_page_in_a_stream_says_nothing_beside_it(run: Run) -> None:
    answer = run("due", "-f", "mail")
    assert answer.out.startswith("<!DOCTYPE html>")
    assert answer.err == ""


if __name__ == "__main__":
    GOLDEN.write_bytes(rendered(small()).encode())
