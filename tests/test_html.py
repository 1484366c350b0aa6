"""The page: its markup says what the document says and nothing in the data becomes anything but text; and, in a real
browser, that it can be filtered, sorted, shared, printed and read by anyone."""

import hashlib
import io
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Due, Standing, Table
from ipcheck.formats.format import Page, renderer
from ipcheck.formats.html.days import from_day
from ipcheck.formats.html.lights import pieces
from ipcheck.formats.parts import Card, Chart, Figure, Linked, Overview, Series, SideBySide, Thread
from tests.conftest import Run
from tests.pages import Element, browser, elements, opened

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}} {% include 'x' %} {# x #}",
    "&amp; &lt;b&gt; & <",
    "</td></table></style></script></body>",
    "javascript:alert(1)",
    "]]> -->",
]
TEAM_REPORT = Path(__file__).parent.parent / "examples" / "team" / "report" / "weekly.html"
COLUMNS: list[Column[Any]] = [
    Column("任务", itemgetter(0), "id", facet="task"),
    Column("完成时限", itemgetter(1), "due"),
    Column("状况", itemgetter(2), "situation", facet="situation"),
    Column("牵头单位", itemgetter(3), "agency", facet="agency"),
    Column("正文", itemgetter(6)),
    Column("文本变化", itemgetter(7), "edits"),
    Column("参与单位", itemgetter(4), "agencies", roomy=True, facet="agency"),
    Column("计划", itemgetter(5), "id", roomy=True, facet="plan"),
]
LATE = Standing("overdue", "🔴", "逾期（受阻）", "逾期")
OPEN = Standing("open", "🔵", "待完成", "待完成")
CHANGED = [("gone", "形成"), ("new", "推进"), ("same", "条例修订")]
ROWS = [
    ("2022-9", Due("2022-12-31"), LATE, "甲局", "乙部\n丙办", "2022", "推进《条例》修订，完成全部各项任务。", CHANGED),
    ("2025-10", Due("2025-12-31", "{day}（计划期）"), OPEN, "乙部", "", "2025", "加强审查。", None),
    ("2025-9", None, OPEN, None, "甲局", "2025", "改进服务。", None),
]  # fmt: skip


def document(rows: Sequence[Any] = ROWS, **fields: Any) -> Document:
    chart = Chart("完成时限分布", ["2022-12", "2023-01"], [Series("逾期", "overdue", [1, 0])])
    return Document(
        "清单", lambda: [Table(COLUMNS, rows, "到期", note="表下说明。")], facts=["结论一句。", "截至某日。"],
        notes=lambda: ["末尾说明。"], empty="没有任务。", sources=lambda: ["《某计划》，某局"],
        overview=lambda: Overview([Figure("任务数", 3), Figure("逾期", 1, "🔴"), Figure("已完成", 0, "🟢")], [chart]),
    )._replace(**fields)  # fmt: skip


def rendered(shown: Document, language: str = "zh") -> str:
    out = io.BytesIO()
    _ = Translator(language)
    renderer("html", shown, _)(shown, out, Page(), _)
    return out.getvalue().decode("utf-8")


def test_a_page_holds_what_the_document_says_in_its_order() -> None:
    read = elements(rendered(document()))
    said = [element.words for element in read]
    parts = [
        "清单", "结论一句。", "截至某日。", "任务数", "完成时限分布", "到期", "表下说明。", "末尾说明。", "来源",
        "《某计划》，某局",
    ]  # fmt: skip
    assert [words for words in said[said.index("截至某日。") - 2 :] if words in parts] == parts


def test_style_and_script_are_let_in_by_their_digests_and_nothing_else_is() -> None:
    said = rendered(document())
    [policy] = re.findall('Content-Security-Policy" content="(.*?)"', said)
    assert policy.startswith("default-src &#39;none&#39;; ")
    for tag in ("style", "script"):
        [inside] = re.findall(f"<{tag}>(.*?)</{tag}>", said, re.DOTALL)
        digest = b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_no_element_has_a_style_a_handler_or_an_address_of_its_own() -> None:
    read = elements(rendered(document()))
    names = {name for element in read for name in element.attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    addresses = [
        value for element in read for name, value in element.attributes.items()
        if name in ("src", "href", "action", "xlink:href", "data", "srcset")
    ]  # fmt: skip
    # in place of the favicon that a browser would ask for; and to each task on the page itself
    assert addresses == ["data:,", "#2022-9", "#2025-10", "#2025-9"]
    assert not {element.tag for element in read} & {"img", "iframe", "object", "embed", "base", "video", "audio"}


def made_of(text: str) -> Document:
    """A document in which every text is this one."""
    row = tuple(
        Due("2022-12-31", text) if isinstance(value, Due) else
        [(kind, text) for kind, _text in value] if isinstance(value, list) else
        Standing("overdue", "🔴", text, text) if isinstance(value, Standing) else text
        for value in ROWS[0]
    )  # fmt: skip
    chart = Chart(text, [text, text], [Series(text, "overdue", [1, 0])])
    thread = Thread(text, text, [[Card(text, text, [("new", text)], text, [(text, text)], [text])], []])
    return document(
        [row], title=text, facts=[text, text], notes=lambda: [text], sources=lambda: [text],
        overview=lambda: Overview([Figure(text, 1, "🔴")], [chart]),
        side_by_side=lambda: SideBySide(text, [text, text], [thread]),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_the_data_holds_comes_back_as_text(text: str) -> None:
    read, tame = elements(rendered(made_of(text))), elements(rendered(made_of("甲")))
    assert [element.tag for element in read] == [element.tag for element in tame]
    assert [element.attributes.keys() for element in read] == [element.attributes.keys() for element in tame]
    assert [element.words == text for element in read] == [element.words == "甲" for element in tame]


def test_deletions_and_insertions_are_marked_as_such() -> None:
    gone, new = elements(rendered(document()), "del", "ins")
    assert (gone.words, new.words) == ("形成", "推进")


@pytest.mark.parametrize(
    ("words", "label", "shown_words"),
    [
        ("未核实：未查到（两次查询）", "未核实", ["未核实", "未查到（两次查询）"]),
        ("未核实", "未核实", ["未核实"]),
        ("未查到，未核实", "未核实", ["未查到，未核实"]),
        ("未核实", "", ["未核实"]),
    ],
)
def test_what_a_situation_adds_stands_beside_its_pill_where_lines_may_be_broken(
    words: str, label: str, shown_words: list[str]
) -> None:
    columns: list[Column[Any]] = [Column("正文", itemgetter(0)), Column("状况", itemgetter(1), "situation")]
    row = ("做好工作。" * 20, Standing("unverified", "⚪", words, label))
    said = rendered(Document("题", lambda: [Table(columns, [row])]))
    spans = [e for e in elements(said, "span") if e.attributes.get("class") in ("pill grey", "more")]
    assert [e.words for e in spans] == shown_words


def test_texts_have_most_room_and_not_links() -> None:
    columns: list[Column[Any]] = [
        Column("出处", lambda row: (Linked("很长" * 20),), "links"),
        Column("备注", itemgetter(0)),
    ]
    cells = elements(rendered(Document("题", lambda: [Table(columns, [("短",)])])), "td")
    assert [e.attributes["class"] for e in cells] == ["text left", "text left main"]


def test_a_situation_has_its_colour_and_always_its_word() -> None:
    pills = [e for e in elements(rendered(document()), "span") if "pill" in (e.attributes.get("class") or "")]
    assert [(e.attributes["class"], e.words) for e in pills][:2] == [("pill red", "逾期"), ("pill blue", "待完成")]


def test_lights_are_drawn_and_no_letters() -> None:
    said = rendered(document(facts=["3项：🔴 逾期1项，⚪ 未核实2项"], title="清单"))
    assert not set("🔴🟡🟢🔵⚪") & set(said)
    [first] = [e for e in elements(said, "p") if e.attributes.get("class") == "first"]
    drawn = [e.attributes["class"] for e in elements(said, "span") if e.around[-1].tag == "p"]
    assert ("".join(first.words.split()), drawn) == ("3项：逾期1项，未核实2项", ["light red", "light grey"])


def test_a_day_in_a_text_is_never_broken() -> None:
    assert pieces("2022-2：2023-12-21完成，2026-06审议") == [
        ("", "2022-2："), ("day", "2023-12-21"), ("", "完成，"), ("day", "2026-06"), ("", "审议"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-29", "today"), ("2026-12-11", "in 12 days"), ("2026-11-28", "1 day ago"),
        ("2025-12-31", "10 months ago"),
        ("2027-03-29", "in 4 months"), ("2022-12-31", "3 years ago"), ("2035-12-31", "in 9 years"), ("2026-06", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_distance_counts_only_whole_units(day: str | None, words: str) -> None:
    assert from_day(day, "2026-11-29", Translator("en")) == words


def _is_in(element: Element, name: str) -> bool:
    """Whether a list of this class stands around an element."""
    return element.around[-1].attributes.get("class") == name


def test_a_figure_that_is_nothing_has_no_light() -> None:
    boxes = [e.attributes.get("class") for e in elements(rendered(document()), "li") if _is_in(e, "figures")]
    assert boxes == [None, "red", None]


def test_what_needs_room_opens_below_the_longest_text() -> None:
    read = elements(rendered(document()), "dt", "dd")
    opened_there = [e.words for e in read if any(outer.tag == "td" for outer in e.around)]
    assert opened_there == [
        "参与单位",
        "乙部、丙办",
        "计划",
        "2022",
        "计划",
        "2025",
        "参与单位",
        "甲局",
        "计划",
        "2025",
    ]


def test_each_facet_with_a_choice_can_be_filtered_by() -> None:
    read = elements(rendered(document()))
    selects = [e.attributes["name"] for e in read if e.tag == "select"]
    assert selects == ["agency", "situation", "plan"]
    options = [(e.attributes["value"], e.words) for e in read if e.tag == "option"]
    assert options == [
        ("", "不限"), ("丙办", "丙办"), ("乙部", "乙部"), ("甲局", "甲局"), ("", "不限"), ("overdue", "逾期"),
        ("open", "待完成"), ("", "不限"), ("2022", "2022"), ("2025", "2025"),
    ]  # fmt: skip
    row = next(e for e in read if "data-item" in e.attributes)
    assert row.attributes["data-agency"] == "甲局\n乙部\n丙办"


def test_a_chart_is_drawn_in_text_and_shapes_and_said_in_a_table() -> None:
    said = rendered(document())
    assert [e.words for e in elements(said, "figcaption")] == ["完成时限分布"]
    bars = [e for e in elements(said) if any(outer.attributes.get("class") == "bars" for outer in e.around)]
    assert {e.tag for e in bars} <= {"li", "span", "svg", "rect", "title", "b"}
    assert [e.words for e in bars if e.tag == "title"] == ["2022-12 逾期 1"]
    assert [e.words for e in bars if e.tag in ("span", "b")] == ["2022-12", "1", "2023-01", "0"]
    figure = [e.words for e in elements(said, "th", "td") if any(outer.tag == "figure" for outer in e.around)]
    assert figure == ["", "逾期", "2022-12", "1", "2023-01", "0"]


def test_a_document_without_rows_says_so_and_has_nothing_to_filter() -> None:
    said = rendered(document([], tables=lambda: [Table(COLUMNS, [])], overview=None))
    assert "没有任务。" in [element.words for element in elements(said, "p")]
    assert not elements(said, "table", "form")


@pytest.mark.parametrize(("language", "said"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_and_in_another_what_is_chinese(language: str, said: str) -> None:
    read = elements(rendered(document(), language))
    assert read[0].attributes == {"lang": said}
    chinese = [e for e in read[1:] if e.attributes.get("lang") == "zh-CN"]
    assert bool(chinese) == (language == "en")


# Every command that gives a page, as people call it.
CALLS = {
    "due": ("due", "--before", "2025-12"),
    "tasks": ("tasks",),
    "agency": ("agency", "国家知识产权局"),
    "agencies": ("agency",),
    "report": ("report",),
    "diff": ("diff", "2022", "2025"),
    "threads": ("diff", "2020", "2022", "2025"),
    "trace": ("trace", "商标法"),
    "news": ("news", "--since", "2025"),
    "check": ("check",),
    "plans": ("plans",),
    "section": ("section",),
    "scorecard": ("scorecard", "2022"),
    "targets": ("targets",),
    "instruments": ("instruments",),
    "empty": ("due", "--before", "2019"),
    "show": ("show", "2025-8"),
    "worklist": ("worklist", "--plan", "2022", "--as-of", "2027-12-01"),
}  # fmt: skip


def test_a_task_in_two_tables_is_found_in_the_first() -> None:
    twice = document(tables=lambda: [Table(COLUMNS, ROWS), Table(COLUMNS, ROWS[:1])])
    ids = [e.attributes["id"] for e in elements(rendered(twice), "a") if "id" in e.attributes]
    assert ids == ["2022-9", "2025-10", "2025-9"]


def test_days_are_told_from_the_day_of_the_answer() -> None:
    said = rendered(document(day="2025-12-19"))
    assert [e.words for e in elements(said, "small")] == ["2年前", "还有12天"]
    assert not elements(rendered(document()), "small")


def test_the_english_leads_and_the_chinese_stands_below_it() -> None:
    columns: list[Column[Any]] = [
        Column("task", itemgetter(0), "id", facet="task"),
        Column("lead", itemgetter(1)),
        Column("text", itemgetter(2), "gist"),
        Column("Chinese text", itemgetter(3), "original", optional=True, roomy=True),
    ]
    rows = [("2025-8", "a name that is much longer than the text itself", "Do it", "做好工作。")]
    read = elements(rendered(Document("t", lambda: [Table(columns, rows)]), "en"), "div", "th", "details")
    assert [(e.attributes.get("class"), e.words) for e in read if e.tag == "div"] == [
        ("text", "Do it"), ("original", "做好工作。"),
    ]  # fmt: skip
    assert len([e for e in read if e.tag == "th"]) == 3
    assert not [e for e in read if e.tag == "details"]


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_every_answer_is_a_page_of_less_than_a_megabyte(run_shipped: Run, name: str) -> None:
    answer = run_shipped(*CALLS[name], "--lang", "en", "-f", "html")  # the longer of the two
    elements(answer.out)
    assert answer.err == ""
    assert len(answer.raw) < 1_000_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages lie once they are written."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def page_of(run_shipped: Run, pages: Path) -> Any:
    """The path of the page of a call."""

    def write(name: str, language: str = "zh") -> Path:
        path = pages / f"{name}-{language}.html"
        if not path.exists():
            run_shipped(*CALLS[name], "--lang", language, "-o", str(path))
        return path

    return write


def shown(page: Any) -> list[str]:
    """The first cells of the rows that can be seen."""
    said: list[str] = page.evaluate(
        "[...document.querySelectorAll('.part > table > tbody > tr')]"
        ".filter(row => row.offsetParent).map(row => row.cells[0].innerText)"
    )
    return said


@pytest.mark.browser
def test_the_table_filters_as_one_types(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks")) as (page, troubles):
        assert len(shown(page)) == 521
        page.get_by_role("searchbox").type("商 标")
        rows = page.locator("tbody tr[data-item]:visible").all_text_contents()
        assert 0 < len(rows) < 521
        assert all("商" in row and "标" in row for row in rows)
        assert page.locator("output").inner_text() == f"显示{len(rows)}项任务，共521项"
        assert page.locator(".figures .value").first.inner_text() == str(len(rows))  # the figures follow
        page.get_by_role("searchbox").fill("没有这样的词")
        assert shown(page) == []
        assert page.get_by_text("没有符合条件的内容。").is_visible()
        page.get_by_role("searchbox").fill("参与单位")  # what the page says, not the data
        assert shown(page) == []
        page.get_by_role("searchbox").fill("")
        assert page.get_by_text("没有符合条件的内容。").is_hidden()
        assert troubles == []


@pytest.mark.browser
def test_filters_by_agency_situation_plan_and_section_narrow_each_other(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks")) as (page, troubles):
        page.locator("select[name=plan]").select_option("2025")
        assert len(shown(page)) == 118
        page.locator("select[name=agency]").select_option("国家知识产权局")
        assert len(shown(page)) == 60
        page.locator("select[name=situation]").select_option("carried-on")
        assert shown(page) == []
        page.locator("select[name=situation]").select_option("period-ended")
        ended = len(shown(page))
        assert 0 < ended <= 60  # the others are known to be done
        page.locator("select[name=section]").select_option("一、完善知识产权制度")
        assert 0 < len(shown(page)) < ended
        page.get_by_role("button", name="清除").click()
        assert len(shown(page)) == 521
        assert troubles == []


@pytest.mark.browser
def test_an_address_that_is_passed_on_shows_the_same(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks")) as (page, _troubles):
        page.get_by_role("searchbox").fill("专利")
        page.locator("select[name=agency]").select_option("国家知识产权局")
        page.locator("th button", has_text="任务").click()
        page.locator("th button", has_text="任务").click()
        address, before = page.url, shown(page)
    with opened(chromium, address) as (page, troubles):
        assert shown(page) == before
        assert page.get_by_role("searchbox").input_value() == "专利"
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        page.evaluate("location.hash = ''")
        page.wait_for_function("document.querySelector('output').value.includes('521')")
        assert len(shown(page)) == 521
        assert troubles == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "state", ["agency=nobody", "sort=9.9a", "sort=x", "q=%E0%A4%A", "plan=2025&plan=2022&x=1", "%"]
)
def test_an_address_that_says_nothing_sensible_shows_the_page(chromium: Any, page_of: Any, state: str) -> None:
    with opened(chromium, page_of("due").as_uri() + f"#{state}") as (page, troubles):
        assert page.locator("output").inner_text().startswith("显示")
        assert troubles == []


def counted(page: Any) -> dict[str, int]:
    """The figures of a page as it shows them."""
    tiles = page.locator(".figures > li").evaluate_all(
        "all => all.map(one => [one.querySelector('.label').innerText, Number(one.querySelector('.value').innerText)])"
    )
    return dict(tiles)


@pytest.mark.browser
def test_a_figure_filters_by_its_status_and_all_others_follow(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("due", "en")) as (page, troubles):
        whole = counted(page)
        tile = page.locator(".figures button", has_text="overdue")
        tile.click()
        assert page.locator("select[name=situation]").input_value() == "overdue"
        assert len(shown(page)) == whole["overdue"]
        assert counted(page) == dict.fromkeys(whole, 0) | {"tasks": whole["overdue"], "overdue": whole["overdue"]}
        assert page.locator("output").inner_text() == f"{whole['overdue']} of {whole['tasks']} tasks"
        assert tile.get_attribute("aria-pressed") == "true"
        tile.press("Enter")
        assert counted(page) == whole
        assert troubles == []


@pytest.mark.browser
def test_a_bar_filters_by_its_span_of_time_and_can_be_passed_on(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("due", "en")) as (page, _troubles):
        bar = page.locator(".bars > li", has_text="2023-12")
        n = int(bar.locator(".value").inner_text())
        bar.get_by_role("button").press("Enter")
        assert len(shown(page)) == n
        assert all("2023-12-31" in day for day in page.locator("td.due:visible").all_inner_texts())
        others = page.locator(".bars > li[data-bar]:not(.chosen) .value").all_inner_texts()
        assert set(others) == {"0"}
        address = page.url
    with opened(chromium, address) as (page, troubles):
        assert len(shown(page)) == n
        assert troubles == []


@pytest.mark.browser
def test_a_bar_of_an_agency_chooses_this_agency(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks", "en")) as (page, troubles):
        bar = page.locator(".bars > li", has_text="SAMR")
        n = int(bar.locator(".value").inner_text())
        bar.get_by_role("button").click()
        assert page.locator("select[name=agency]").input_value() == "State Administration for Market Regulation"
        assert len(shown(page)) == n
        assert troubles == []


@pytest.mark.browser
def test_figures_of_more_than_the_page_lists_stay_and_say_so(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("report", "en")) as (page, _troubles):
        whole = counted(page)
        page.get_by_role("searchbox").fill("2022-11")
        assert counted(page) == whole
        assert page.get_by_text("Figures and charts above cover the whole answer").is_visible()


@pytest.mark.browser
def test_a_row_opens_by_key_and_by_click_and_links_and_selected_words_leave_it(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("due", "en")) as (page, troubles):
        row = page.locator("tr[data-item]").nth(2)
        details = row.locator("details")
        assert not details.evaluate("one => one.open")
        row.locator("summary").press("Enter")
        assert row.locator("dl").is_visible()
        row.locator("summary").press("Space")
        assert not details.evaluate("one => one.open")
        row.locator("td.situation").click()
        assert details.evaluate("one => one.open")
        row.locator("a.task").click()
        assert details.evaluate("one => one.open")
        other = page.locator("tr[data-item]").nth(4)
        other.locator(".text").dblclick()  # selects a word
        assert page.evaluate("String(getSelection())")
        assert not other.locator("details").evaluate("one => one.open")
        heights = page.locator("tr[data-item]").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(heights) < 110  # a closed row has no line for opening it
        assert troubles == []


@pytest.mark.browser
def test_a_task_is_found_by_its_address_beside_the_filter(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks").as_uri() + "#2025-8") as (page, troubles):
        found = page.locator("tr.found")
        assert found.locator("td").first.inner_text() == "2025-8"
        assert found.locator("dl").is_visible()
        page.wait_for_function("document.querySelector('tr.found').getBoundingClientRect().top < innerHeight")
        page.locator("select[name=plan]").select_option("2025")
        assert page.url.endswith("#2025-8&plan=2025")
        page.locator("a.task", has_text="2025-10").first.click()
        assert page.url.endswith("#2025-10&plan=2025")
        assert page.locator("tr.found td").first.inner_text() == "2025-10"
        assert len(shown(page)) == 118
        assert troubles == []


@pytest.mark.browser
def test_columns_sort_by_what_they_mean_and_by_keyboard(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("tasks")) as (page, troubles):
        first = shown(page)
        head = page.locator("th", has_text="任务").first
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        rising = shown(page)
        assert rising != first
        assert rising.index("2025-9") < rising.index("2025-10")
        assert head.get_attribute("aria-sort") == "ascending"
        page.keyboard.press("Enter")
        assert shown(page) == rising[::-1]
        page.keyboard.press("Enter")
        assert shown(page) == first
        page.locator("th button", has_text="完成时限").click()
        days = page.locator("tbody tr[data-item] td:nth-child(2)").all_inner_texts()
        dated = [day[:10] for day in days if day]
        assert dated == sorted(dated)
        assert days[len(dated) :] == [""] * (len(days) - len(dated))
        assert troubles == []


@pytest.mark.browser
def test_the_reader_comes_to_the_filter_by_keyboard(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("report")) as (page, _troubles):
        reached = []
        for _step in range(12):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        assert "q" in reached


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_a_page_fits_its_window_and_keeps_to_itself(chromium: Any, page_of: Any, name: str, language: str) -> None:
    with opened(chromium, page_of(name, language), 1280) as (page, troubles):
        for width in (1280, 768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width
        assert troubles == []


@pytest.mark.browser
def test_a_table_with_offices_and_persons_moves_in_its_part_and_not_the_page(chromium: Any) -> None:
    with opened(chromium, TEAM_REPORT, 1000) as (page, troubles):
        parts = page.locator(".part:has(> table)")
        assert parts.evaluate_all("all => all.some(part => part.scrollWidth > part.clientWidth)"), "wider than its part"
        assert page.evaluate("document.documentElement.scrollWidth") == 1000
        assert troubles == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "zh"), (390, "dark", "en")])
@pytest.mark.parametrize(
    "name", ["due", "agency", "report", "diff", "threads", "plans", "trace", "scorecard", "targets", "empty"]
)
def test_nothing_serious_stands_in_anyones_way(
    chromium: Any, page_of: Any, name: str, width: int, scheme: str, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(chromium, page_of(name, language), width, color_scheme=scheme) as (page, _troubles):
        found = Axe().run(page).response["violations"]
        told = [
            (each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in ("serious", "critical")
        ]
        assert told == []


@pytest.mark.browser
def test_nothing_that_is_put_into_the_page_runs(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("due")) as (page, troubles):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend',"
            " '<img src=x onerror=\"window.ran = 1\"><style>body{display:none}</style>');"
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
        )
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") is None
        assert page.locator("h1").is_visible()
        assert len([said for said in troubles if "Content Security Policy" in said]) >= 3


@pytest.mark.browser
def test_without_scripts_the_page_is_whole_and_offers_no_filter(chromium: Any, page_of: Any) -> None:
    with opened(chromium, page_of("due"), java_script_enabled=False) as (page, _troubles):
        assert page.locator("tbody tr[data-item]:visible").count() == 57
        assert not page.locator("form").is_visible()


@pytest.mark.browser
def test_lines_are_drawn_between_linked_tasks_where_they_stand_beside_each_other(chromium: Any, page_of: Any) -> None:
    path = page_of("threads")
    with opened(chromium, path) as (page, _troubles):
        assert page.locator(".thread > svg path").count() > 20
        assert page.locator("ins").count() > 20
    with opened(chromium, path, 390) as (page, _troubles):
        assert page.locator(".thread > svg").first.is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["report", "diff"])
def test_a_page_prints_on_a4_with_its_heads_on_each_page(
    chromium: Any, page_of: Any, tmp_path: Path, name: str
) -> None:
    import pypdfium2

    with opened(chromium, page_of(name)) as (page, _troubles):
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    assert {tuple(map(round, sheet.get_size())) for sheet in printed} == {(595, 842)}
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    assert "搜索" not in "".join(texts)
    if name == "report":
        assert all("正文" in text for text in texts[1:-1])
    assert len(texts) < 40
    printed.close()
