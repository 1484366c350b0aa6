"""HTML: the blocks of a page as they are seen, with the numbers that a browser draws, and what stands around them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers import subprocess_reader
from ipcheck.importing.readers.html.page import read_html
from ipcheck.importing.readers.pieces import Piece
from tests.test_read_text import measured, read, refused, rows, texts

LONG = "加快推进《中华人民共和国商标法》《集成电路布图设计保护条例》修改，完善知识产权法律制度。"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def blocks(body: str) -> list[str]:
    return texts(read(page(body)))


def test_a_page_is_its_blocks_in_order() -> None:
    found = read(
        page("<h1>推进计划</h1><div>前言。<p>一、完善制度</p>结束。</div>", "<title>计划_国家知识产权局</title>")
    )
    assert (found.unit, found.title, found.wrapped, found.notes) == ("block", "计划_国家知识产权局", False, [])
    assert found.pieces == [
        Piece("推进计划", 1),
        Piece("前言。", 2),
        Piece("一、完善制度", 3),
        Piece("结束。", 4),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<br>乙<br/>丙</p>", ["甲", "乙", "丙"]),
        ("<p>知<span>识</span><font color=red>产</font><a href=x>权</a><b>局</b></p>", ["知识产权局"]),
        ("<p>&nbsp;&emsp;　　《专利法》&lt;修改&gt;&amp;实施&#12290;</p>", ["《专利法》<修改>&实施。"]),
        ("<p>推进商标法\n      修改，come\n  in。</p>", ["推进商标法修改，come in。"]),
        ("<pre>一、甲\n二、乙</pre>", ["一、甲", "二、乙"]),
        ("<p>甲</p>乙<!-- 丙 --><style>.a{}</style><noscript>戊</noscript>", ["甲", "乙"]),
        ("<p>甲<span style='display: none'>乙</span></p><p hidden>丙</p><p aria-hidden=true>丁</p>", ["甲"]),
        ("<template><p>甲</p></template><p>乙</p><textarea>丙</textarea>", ["乙", "丙"]),
        ("<p><ruby>聯<rp>(</rp><rt>lián</rt><rp>)</rp>席<rt>xí</rt></ruby>会议</p>", ["聯席会议"]),
        ("<p>10<sup>4</sup>件</p>", ["104件"]),
    ],
)
def test_blocks_are_what_is_seen(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=4><li>甲<li value=8><p>乙</p><p>续</p><li>丙</ol>", ["4.甲", "8.乙", "续", "9.丙"]),
        ("<ol><li>一、甲<li>（二）乙<li>3.丙<li>④丁</ol>", ["一、甲", "（二）乙", "3.丙", "④丁"]),
        ("<ol><li>甲<ol type=a><li>乙<li>丙</ol><li>丁</ol>", ["1.甲", "a.乙", "b.丙", "2.丁"]),
        ("<ol type=I><li>甲<li>乙</ol><ol type=A start=27><li>丙</ol>", ["I.甲", "II.乙", "AA.丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol style='list-style-type:none'><li>甲</ol><ul><li>乙</ul>", ["甲", "乙"]),
        ("<ol style='list-style: cjk-ideographic' start=11><li>甲</ol>", ["十一、甲"]),
        ("<ol><li>5个月内完成<li>2025年完成</ol>", ["1. 5个月内完成", "2. 2025年完成"]),
        ("<ol><li><li>乙</ol>", ["2.乙"]),
    ],
)
def test_items_of_a_list_have_the_number_that_is_drawn(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


def test_a_table_is_rows_with_merged_cells_in_each_place() -> None:
    found = read(
        page(
            "<table><caption>任务分工</caption><thead><tr><th>序号<th>任务<th colspan=2>分工</thead>"
            "<tr><td rowspan=2>1<td><p>修改商标法。</p><p>修改专利法。</p><td rowspan=0>知识产权局<td>年底前"
            "<tr><td>打击<br>侵权。<td>6月底前<tr><td></table>"
        )
    )
    assert found.pieces == [
        Piece("任务分工", 1),
        Piece("", 2, ("序号", "任务", "分工", "分工")),
        Piece("", 3, ("1", "修改商标法。\n修改专利法。", "知识产权局", "年底前")),
        Piece("", 4, ("1", "打击\n侵权。", "知识产权局", "6月底前")),
        Piece("", 5, ("", "", "知识产权局", "")),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>一、甲</p><p>1.乙</p></td></tr></table>",
        "<table><tr><td>&nbsp;<td><p>一、甲</p><p>1.乙</p></td></tr><tr><td colspan=2></table>",
        "<table><tr><td>一、甲<td>1.乙</td></tr></table>",
        "<table><tr><td>一、甲<tr><td>1.乙</table>",
        "<table><tr><td><table><tr><td>一、甲</table><td><tr><td>1.乙<td></table>",
    ],
)
def test_a_table_that_only_arranges_the_page_is_none(table: str) -> None:
    assert read(page(table)).pieces == [Piece("一、甲", 1), Piece("1.乙", 2)]


def test_an_article_in_a_table_beside_a_column_of_links_is_text() -> None:
    article = "".join(f"<p>{n}.{LONG}</p>" for n in range(1, 9))
    found = read(page(f"<table><tr><td>日期<td>2025-05-07<tr><td>正文<td>{article}</table>"))
    assert rows(found) == []
    assert len(found.pieces) == 11


def shown(body: str) -> tuple[list[str], list[str]]:
    """The page's own text, and what stands around it."""
    found = read(page(body))
    return [p.text for p in found.pieces if not p.aside], [p.text for p in found.pieces if p.aside]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>首页</nav>",
        "<header><b>首页</b></header>",
        "<footer>首页</footer>",
        "<div class='top-nav'>首页</div>",
        "<div id=pageFooter>首页</div>",
        "<div class=Breadcrumb>首页</div>",
        "<div role=navigation>首页</div>",
        "<form>首页</form>",
        "<ul><li><a href=1>首</a></li><li><a href=2>页</a><li><a href=3></a><li><a href=4></a></ul>",
    ],
)
def test_what_stands_around_the_text_is_aside(around: str) -> None:
    body = f"{around}<div class=content><p>{LONG}</p></div>"
    own, aside = shown(body)
    assert own == [LONG]
    assert "".join(aside) == "首页"


@pytest.mark.parametrize(
    "opening",
    ["<body class='nav-open'>", "<div class='header-content main sidebar'>", "<form id=aspnetForm>", "<div id=footer>"],
)
def test_the_text_itself_is_never_aside_however_it_is_called(opening: str) -> None:
    own, aside = shown(f"{opening}<div class=nav>首页</div><p>{LONG}</p><p>{LONG}</p>")
    assert (own, aside) == ([LONG, LONG], ["首页"])


def test_a_text_with_a_few_links_is_text() -> None:
    own, aside = shown("<p>" + "".join(f"《<a href={n}>第{n}号知识产权法规文件名称</a>》" for n in range(3)) + "</p>")
    assert own
    assert not aside


def test_a_page_all_of_links_is_read_all_the_same() -> None:
    assert shown("<ul>" + "".join(f"<li><a href={n}>第{n}号文件</a>" for n in range(6)) + "</ul>")[1] == []


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'>", "gb18030"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=gb2312>", "utf-8"),
        ("", "gb18030"),
        ("<meta charset=big5>", "big5"),
        ("<meta charset=unknown-8>", "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_it_declares_unless_it_is_utf8_all_the_same(charset: str, encoding: str) -> None:
    text = "商標法、專利法的修訂工作按計劃推進"
    found = read(page(f"<p>{text}</p>", charset).encode(encoding))
    assert texts(found) == [text]
    assert bool(found.notes) == (encoding != "utf-8")


def test_a_few_damaged_bytes_are_shown_and_said() -> None:
    found = read(page(f"<p>{LONG}</p>", "<meta charset=utf-8>").encode() + "<p>商".encode()[:-1] + b"</p>")
    assert texts(found) == [LONG, "�"]
    assert found.notes == ["1 damaged character is shown as �"]


def test_a_page_that_is_damaged_all_over_is_refused() -> None:
    assert "neither UTF-8 nor GB18030" in refused(page("<p>").encode() + b"\xff\xff " * 30)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<iframe src=a.html></iframe>", "the page only frames another; open the frame by itself"),
        (
            "<div id=app></div><script src=app.js></script>",
            "this page is filled in by scripts, and its file contains no text",
        ),
        ("<p> </p>", "the page contains no text"),
    ],
)
def test_a_page_whose_text_is_elsewhere_is_refused(body: str, said: str) -> None:
    assert f"standard input: {said}" in refused(page(body))


def test_a_frameset_is_refused() -> None:
    assert "only frames another" in refused("<html><frameset cols=20%,*><frame src=a><frame src=b></frameset></html>")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<div>" * 60_000 + "文本" + "</div>" * 60_000, "too deeply nested"),
        ("<p>字" * 400_000, "made of too many parts"),
        ("<p>" + "".join(f"<font size={n}>" for n in range(3000)) + "<p>x" * 3000, "too deeply nested"),
        ("<div>" * 9_990 + "文本" + "</div>" * 9_990, "1 pieces"),
        ("<p>文本</p>" * 140_000, "140000 pieces"),
        ("<table>" + "<tr><td rowspan=9999 colspan=9999>文" * 20_000 + "</table>", "pieces"),
        pytest.param("<table><tr><td>" * 3_000 + "文", "1 pieces", marks=pytest.mark.slow),
        ("<ol><li>" * 5_000 + "文", "1 pieces"),
        (f"<p>{'商标，' * 900_000}</p>", "1 pieces"),
        ("<p>商标" + "x" * 10_000_000, "too long"),
        (f"<img src='data:image/png;base64,{'A' * 19_000_000}'><p>商标</p>", "1 pieces"),
    ],
    ids=["divs", "tags", "fonts", "deep", "wide", "spans", "tables", "lists", "long", "longer", "picture"],
)
def test_traps_are_refused_or_read_in_time_and_memory(tmp_path: Path, html: str, said: str) -> None:
    path = tmp_path / "trap.html"
    path.write_text(page(html), encoding="utf-8")
    assert said in measured(path, seconds=10)


def test_a_page_that_keeps_the_parser_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess_reader, "MOST_SECONDS", 1)
    said = refused(page("<p " + " ".join(f"a{n}" for n in range(300_000)) + ">字</p></p>"), apart=True)
    assert said == "standard input: could not be read within 1 seconds; copy its text into a text file"


def test_a_fault_of_the_reader_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    program = subprocess_reader._PROGRAM.replace("main()", "sys.argv[1] = 'none'; main()")
    monkeypatch.setattr(subprocess_reader, "_PROGRAM", program)
    with pytest.raises(RuntimeError, match="KeyError"):
        read(page(LONG), apart=True)


def test_a_reader_that_crashes_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess_reader, "_PROGRAM", "import os; os.abort()")
    assert "it crashes the reader" in refused(page(LONG), apart=True)


def test_what_a_process_of_its_own_reads_or_refuses_comes_back_whole() -> None:
    html = page(f"<p>{LONG}</p><table border><tr><td>一</td><td>二</td></tr></table><p>尾</p>", "<title>计划</title>")
    assert read(html, apart=True) == read(html)
    assert refused(page("<p> </p>"), apart=True) == refused(page("<p> </p>"))


PARTS = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<ol start=x>",
    "<li>",
    "</ol>",
    "文",
    "<b>",
    "&#0;",
    "<!--",
]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=40))
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    data = ("<!DOCTYPE html>" + "".join(parts)).encode()
    try:
        found = read_html(data, "-", Translator("en"), lambda _done, _total: None)
    except UsageError:
        return
    assert [piece.at for piece in found.pieces] == list(range(1, len(found.pieces) + 1))
    assert all(piece.text or any(piece.cells) for piece in found.pieces)
