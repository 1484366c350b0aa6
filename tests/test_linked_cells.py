"""Sources that link to their addresses: whatever they hold, nothing opens but http(s), and nothing breaks out."""

import io
import json
import re
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from ipcheck.base.i18n import Translator
from ipcheck.base.text import is_address
from ipcheck.formats.document import Column, Document, Table
from ipcheck.formats.format import Page, renderer
from ipcheck.formats.parts import Linked
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import ENTRY_FIELDS, entry_table, entry_values, step_columns
from tests.builders import an_entry
from tests.conftest import Run, examples
from tests.pages import elements

ZH, EN = Translator("zh"), Translator("en")
GOOD = [
    "https://www.gov.cn/zhengce/2025-04/29/content_1.htm",
    "http://a.b.cn:8080/x_(y)?a=1&copy;=2&b[]=|$x$#f",
    "https://www.cnipa.gov.cn",
    "https://en.people.cn/~x/*y*/中文",
]
BAD = [
    "", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<script>1</script>", "file:///etc/passwd",
    "https://localhost/x", "//www.gov.cn", "www.gov.cn", "mailto:a@b.cn", "internal:Sheet1!A1", "external:c:\\x.xlsx",
    'https://a.cn/"onclick="x', "https://a.cn/'x", "https://a.cn/<b>", "https://a.cn/ x", "https://a.cn/\nx",
    "https://a.cn/\x1b]8;;x", "https://a.cn/\u202ex", "https://a@b.cn", "https://a.cn:x@b.cn/", " https://a.cn",
    "https://a.cn\n", "https://a.cn\\b", "https://a.cn/`x`", "https://a.cn/\ud800", "https://例子.cn/", "ftp://a.cn/x",
]  # fmt: skip
TEXTS = [
    "《公告》（某局）", "</a><script>alert(1)</script>", '" onmouseover="x', "](javascript:alert(1))", "[x](https://x.cn)",
    "a|b", "`x`", "<w:hyperlink r:id='x'/>", "]]>", "=HYPERLINK(\"https://x.cn\")", "{{7*7}}", "&amp;", "；", "_x0041_",
    "很长" * 60,
]  # fmt: skip
COLUMNS: list[Column[Any]] = [
    Column("甲", lambda row: "x", "id"),
    Column("出处", lambda row: row, "links", optional=True),
    Column("丙", lambda row: "z"),
]

in_xml = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029\ufeff")
texts = st.one_of(st.sampled_from(TEXTS), st.text(in_xml, min_size=1)).filter(
    lambda text: text == " ".join(text.split())
)
pieces = st.sampled_from(
    ["https://", "a.cn", "/", ")", "(", "]", "|", "&", '"', "<", "'", "%", "#", "?", " ", "\n", "中"]
)
urls = st.one_of(st.sampled_from(GOOD), st.sampled_from(BAD), st.lists(pieces).map("".join), st.text())
cells = st.lists(st.builds(Linked, texts, urls), min_size=1, max_size=3).map(tuple)


def rendered(name: str, *rows: Sequence[Linked], page: Page = Page(), _: Translator = ZH) -> bytes:  # noqa: B008
    out = io.BytesIO()
    document = Document("题", lambda: [Table(COLUMNS, rows)])
    renderer(name, document, _)(document, out, page, _)
    return out.getvalue()


Links = list[tuple[str, str]]  # (text, address)


def in_html(data: bytes) -> Links:
    read = elements(data.decode(errors="surrogatepass"))
    assert not [name for element in read for name in element.attributes if name.startswith("on")]
    links = [(link.words, str(link.attributes["href"])) for link in read if link.tag == "a"]
    return [(words, address) for words, address in links if not address.startswith("#")]  # others lead to a row


def in_docx(data: bytes) -> Links:
    word = docx.Document(io.BytesIO(data))
    assert not list(word.element.body.iter(qn("w:fldSimple"), qn("w:instrText")))
    outside = {key for key, relation in word.part.rels.items() if relation.is_external}
    found = [
        ("".join(run.text or "" for run in link.iter(qn("w:t"))), link.get(qn("r:id")))
        for link in word.element.body.iter(qn("w:hyperlink"))
    ]  # fmt: skip
    assert {key for _text, key in found} == outside
    return [(text, word.part.rels[key].target_ref) for text, key in found]


def in_xlsx(data: bytes) -> Links:
    book = load_workbook(io.BytesIO(data))
    found = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.hyperlink]
    assert {cell.data_type for cell in found} <= {"s"}
    of_cells = [(cell.hyperlink.target, cell.hyperlink.location, str(cell.value)) for cell in found]
    return [(text, f"{target}#{location}" if location else str(target)) for target, location, text in of_cells]


def in_markdown(data: bytes) -> Links:
    found: Links = []
    for block in MarkdownIt("commonmark").enable("table").parse(data.decode()):
        for at, token in enumerate(block.children or ()):
            assert token.type != "html_inline"
            if token.type == "link_open":
                inside = (block.children or ())[at + 1]
                found.append((inside.content if inside.type == "text" else "", str(token.attrs["href"])))
    return found


def expected(cell: Sequence[Linked]) -> Links:
    return [(link.text, link.address) for link in cell if link.address]


@pytest.mark.parametrize("url", GOOD)
def test_addresses_are_addresses(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize("url", BAD)
def test_nothing_else_is_an_address(url: str) -> None:
    assert not is_address(url)
    assert Linked("x", url).address == ""


@given(urls)
def test_an_address_opens_http_and_has_only_characters_of_an_address(url: str) -> None:
    address = Linked("x", url).address
    assert not address or re.fullmatch(r"https?://[\w.-]+\.[\w-]{2,}[!-~]*", address)
    assert not set(address) & set("\"'<>`\\ ")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "read"), [("html", in_html), ("mail", in_html), ("docx", in_docx)])
@settings(max_examples=examples(150))
@given(cell=cells)
def test_links_open_their_addresses_and_no_text_breaks_out(
    name: str, read: Callable[[bytes], Links], cell: tuple[Linked, ...]
) -> None:
    assert read(rendered(name, cell)) == expected(cell)


@settings(max_examples=examples(150))
@given(cells)
def test_a_cell_of_a_workbook_opens_its_first_address_and_holds_every_text(cell: tuple[Linked, ...]) -> None:
    first = expected(cell)[:1]
    read = in_xlsx(rendered("xlsx", cell))
    assert [text for text, _address in read] == ["；".join(link.text for link in cell)] * len(first)
    assert [address.replace("%5B", "[").replace("%5D", "]") for _text, address in read] == [
        address.replace("%5B", "[").replace("%5D", "]") for _text, address in first
    ]


@settings(max_examples=examples(150))
@given(cells)
def test_markdown_links_to_the_addresses_and_to_nothing_else(cell: tuple[Linked, ...]) -> None:
    encoded = str.maketrans({character: f"%{ord(character):X}" for character in "()[]|$"})
    said = [address.translate(encoded) for _text, address in in_markdown(rendered("markdown", cell))]
    assert said == [address.translate(encoded) for _text, address in expected(cell)]


def test_a_long_address_and_one_link_too_many_leave_the_text_of_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Linked("长", f"https://www.gov.cn/{'x' * 3000}")
    assert in_xlsx(rendered("xlsx", (long,))) == []
    monkeypatch.setattr("ipcheck.formats.xlsx.cells._MOST_LINKS", 2)
    rows = [(Linked(str(number), GOOD[0]),) for number in range(3)]
    assert in_xlsx(rendered("xlsx", *rows)) == [("0", GOOD[0]), ("1", GOOD[0])]


def test_links_on_a_page_tell_nothing_of_the_page_they_were_on() -> None:
    for name in ("html", "mail"):
        [link] = elements(rendered(name, (Linked("甲", GOOD[0]),)).decode(), "a")
        assert link.attributes["rel"] == "noopener noreferrer"


CELL = (
    Linked("《公告》（某局）", GOOD[0]),
    Linked("Some longer title (Press)", "javascript:alert(1)"),
    Linked("丁", GOOD[2]),
)


@pytest.mark.parametrize("width", [24, 60, 200])
def test_a_terminal_links_each_text_where_there_is_colour(width: int) -> None:
    said = rendered("rich", CELL, page=Page(width, colour=True)).decode()
    linked = re.findall(r"\x1b\]8;id=\d+;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\", said)
    assert {url for url, _text in linked} == {GOOD[0], GOOD[2]}
    for link in (CELL[0], CELL[2]):
        assert "".join(text for url, text in linked if url == link.url).replace(" ", "") == link.text


def test_other_answers_have_the_texts_alone() -> None:
    for name, page in (("rich", Page(200)), ("plain", Page())):
        said = rendered(name, CELL, page=page).decode()
        assert "《公告》（某局）；Some longer title (Press)；丁" in said
        assert "http" not in said
    assert "); Some longer" not in rendered("plain", CELL).decode()
    assert "）; Some longer" in rendered("plain", CELL, _=EN).decode()


def test_a_column_without_any_link_is_left_out() -> None:
    assert "出处" not in rendered("plain", ()).decode()


# ---- entries ----

SOURCES = [
    {"title": "公告", "publisher": "某局", "url": GOOD[0], "kind": "official", "read": "2026-11-29"},
    {"title": "A Notice", "publisher": "Press"},
]
OF_SOURCES = an_entry("2025-10-01", source="《公告》（某局）；A Notice (Press)", sources=json.dumps(SOURCES))


def cell_of(columns: Sequence[Column[Any]], label: str, entry: Any) -> Any:
    [column] = [column for column in columns if column.label == label]
    assert column.kind == "links"
    return column.value(entry)


def test_the_sources_of_an_entry_link_and_a_source_that_is_a_text_is_a_text() -> None:
    linked = (Linked("《公告》（某局）", GOOD[0]), Linked("A Notice (Press)"))
    in_english = cast(Context, SimpleNamespace(translator=EN))
    columns = entry_table(in_english, [], "").columns
    assert cell_of(columns, "evidence or source", OF_SOURCES) == linked
    with_evidence = OF_SOURCES._replace(evidence="第4号")
    assert cell_of(columns, "evidence or source", with_evidence) == (Linked("第4号"), *linked)
    text = an_entry("2025-10-01", source="来源", evidence="第4号")
    assert cell_of(columns, "evidence or source", text) == (Linked("第4号"),)
    assert cell_of(step_columns(EN), "source", OF_SOURCES) == linked
    assert cell_of(step_columns(EN), "source", text) == (Linked("来源"),)
    assert cell_of(step_columns(EN), "source", text._replace(source=None)) == ()


def test_records_have_the_text_of_the_sources_and_their_addresses_last() -> None:
    values = dict(zip([field.key for field in ENTRY_FIELDS], entry_values(OF_SOURCES), strict=True))
    assert values["entry_source"] == OF_SOURCES.source
    assert list(values)[-2:] == ["entry_urls", "entry_actual"]
    assert values["entry_urls"] == GOOD[0]
    assert entry_values(None) == [None] * len(ENTRY_FIELDS)


def test_show_links_to_a_source_on_a_page_and_names_it_elsewhere(run: Run, tmp_path: Any) -> None:
    ledger = tmp_path / "entries.yaml"
    source = json.dumps(SOURCES, ensure_ascii=False)
    ledger.write_text(f"- {{task: dated-2, state: done, on: 2025-10-01, source: {source}}}\n", encoding="utf-8")
    page = run("show", "dated-2", "--ledger", str(ledger), "-f", "html").raw
    assert in_html(page) == [("《公告》（某局）", GOOD[0])]
    assert "《公告》（某局）; A Notice (Press)" in run("show", "dated-2", "--ledger", str(ledger)).out
