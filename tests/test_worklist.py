"""`ipcheck worklist`: which tasks are to be looked for, in which order, how far one has come, and how to go on."""

import csv
import io
import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.state import State
from ipcheck.domain.task import Task
from ipcheck.domain.worklist import IN_PART, LONG_AGO, NOT_LOOKED_FOR, TOO_EARLY, reason_to_look, worklist
from tests.builders import a_task
from tests.conftest import Answer, Run
from tests.pages import browser, elements, opened

TODAY = date(2026, 11, 29)


def begun(on: str, **said: Any) -> Task:
    return a_task(outcome="begun", state=State("started", newest=on), **said)


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (a_task(), NOT_LOOKED_FOR),
        (a_task(due="2030-12-31"), NOT_LOOKED_FOR),
        (a_task(outcome="done"), None),
        (a_task(outcome="done", checked="2020-01-01"), None),
        (a_task(due="2026-11-29", checked="2026-11-01"), None),  # on its last day it may still be done
        (a_task(outcome="withdrawn", checked="2020-01-01"), None),
        (a_task(outcome="no-record", checked="2025-11-28"), LONG_AGO),
        (a_task(outcome="no-record", checked="2025-11-29"), None),
        (begun("2025-06-01", checked="2025-11-28"), LONG_AGO),
        (begun("2026-06-01", checked="2025-11-28"), None),  # something newer is known
        (begun("2025", checked="2025-01-01"), None),  # may be of December
        (begun("2020-06-01"), None),  # nobody looked in vain
        (a_task(due="2026-10-31", checked="2026-10-31"), TOO_EARLY),
        (a_task(due="2026-10-31", checked="2026-11-01"), IN_PART),  # else its outcome were another
        (a_task(due="2026-12-31", checked="2026-11-01"), None),
        (a_task(due="2026-12-31", checked="2025-11-01"), LONG_AGO),
    ],
)
def test_a_task_is_listed_where_nobody_knows_or_has_asked_for_a_year(task: Task, why: str | None) -> None:
    assert reason_to_look(task, TODAY) == why


def test_a_year_before_the_first_year_is_the_first_day() -> None:
    assert reason_to_look(a_task(checked="0001-01-01", published=None), date(1, 6, 1)) == IN_PART


def test_most_telling_comes_first_and_else_the_order_of_the_document() -> None:
    document, past, lead = {"instruments": "issued 商标法"}, {"due": "2026-11-28"}, {"leads": "甲局"}
    tasks = [
        a_task("a-1"), a_task("a-2", kind="goal", **document, **past), a_task("a-3", leads="各地"),
        a_task("a-4", **lead), a_task("a-5", due="2026-11-29"), a_task("a-6", **past),
        a_task("a-7", deadline_basis="plan", due="2025-12-31"),
        a_task("a-8", **document), a_task("a-9", **past, **lead), a_task("a-10", **document, **past),
        a_task("a-11", instruments="applied 商标法"),
    ]  # fmt: skip
    order = [each.task.id for each in worklist(tasks, TODAY)]
    assert order == ["a-10", "a-8", "a-9", "a-6", "a-4", "a-1", "a-3", "a-5", "a-7", "a-11", "a-2"]


@pytest.mark.parametrize(
    ("said", "telling"),
    [
        ({"instruments": "issued 商标法", "due": "2026-11-28", "leads": "甲局"}, "document"),
        ({"due": "2026-11-28", "leads": "甲局"}, "past-day"),
        ({"due": "2026-11-29", "leads": "甲局"}, "lead"),
        ({"leads": "各地"}, "others"),
        ({"kind": "goal", "instruments": "issued 商标法", "due": "2026-11-28"}, "no-work"),
    ],
)
def test_what_is_most_telling_of_a_task_is_said_once(said: dict[str, Any], telling: str) -> None:
    assert worklist([a_task(**said)], TODAY) == [(a_task(**said), NOT_LOOKED_FOR, telling)]


def test_why_a_task_is_listed_is_told_of_the_day_of_the_answer() -> None:
    [listed] = worklist([a_task(outcome="no-record", checked="2025-11-28")], TODAY)
    assert listed.why == LONG_AGO


PLAN = (
    "text: 制定《数据保护办法》。", "text: 建立协作机制。\ndeadline: 2025年12月底前完成",
    "text: 推进交流合作。", "text: 完善审查标准。",
)  # fmt: skip


@pytest.fixture
def ask(run: Run, plan_file: Callable[..., Path], tmp_path: Path) -> Callable[..., Answer]:
    """Ask for the worklist of a plan of four tasks, after what a ledger says."""
    plan_file(*PLAN)

    def asked(*call: str, ledger: str = "") -> Answer:
        (tmp_path / "ledger.yaml").write_text(ledger or "[]\n", encoding="utf-8")
        answer = run("worklist", "--plans", "own.yaml", "--plan", "own", *call)
        assert answer.code == FINE, answer.err
        return answer

    return asked


def listed(answer: Answer) -> list[str]:
    return [task["id"] for task in json.loads(answer.out)["tasks"]]


CHECKED = "- {{task: {task}, checked: {day}, searched: [x]}}\n"
DONE = "- {task: own-4, state: done, on: 2026-01-01, source: x}\n"


def test_the_meter_counts_what_is_known_or_was_looked_for(ask: Callable[..., Answer]) -> None:
    ledger = DONE + CHECKED.format(task="own-3", day="2026-11-01")
    answer = json.loads(ask("-f", "json", ledger=ledger).out)
    assert (answer["as_of"], answer["looked_for"], answer["of"]) == ("2026-11-23", 2, 4)
    assert [(task["id"], task["why"], task["searched_before"]) for task in answer["tasks"]] == [
        ("own-1", "not-looked-for", None), ("own-2", "not-looked-for", None),
    ]  # fmt: skip
    _title, meter, first, *_rest = ask(ledger=ledger).out.splitlines()
    assert meter == (
        "Searched: 2 of 4 tasks. Still to be searched: 2, most important first (1 with a named document, 1 past "
        "a stated deadline)."
    )
    assert first == "Begin with the first row, own-1: search for 数据保护办法 印发 发布."


def test_what_was_looked_for_over_a_year_ago_is_left_again(ask: Callable[..., Answer]) -> None:
    ledger = CHECKED.format(task="own-3", day="2025-11-01")
    answer = ask(ledger=ledger).out
    assert "Searched: 0 of 4 tasks." in answer
    assert "Searched before, and listed again: 1 over a year ago." in answer
    assert "searched on 2025-11-01, over a year ago" in answer
    assert listed(ask("-f", "json", ledger=ledger)) == ["own-1", "own-2", "own-3", "own-4"]


def test_when_nothing_is_left_it_says_so_and_that_this_is_not_done(ask: Callable[..., Answer]) -> None:
    days = [("own-1", "2026-11-01"), ("own-2", "2026-11-20"), ("own-3", "2026-11-02")]
    ledger = DONE + "".join(CHECKED.format(task=task, day=day) for task, day in days)
    answer = ask(ledger=ledger).out.splitlines()
    assert answer[1:3] == [
        "Searched: 4 of 4 tasks. The last search without result was on 2026-11-20.",
        "Searched does not mean done: ipcheck check says what is overdue.",
    ]
    assert "ipcheck mark" not in "\n".join(answer)


def test_where_no_task_matches_there_is_no_meter(ask: Callable[..., Answer]) -> None:
    answer = ask("--text", "没有").out
    assert "Looked for" not in answer
    assert "No task matches." in answer


def test_filters_narrow_the_list_and_the_meter(ask: Callable[..., Answer]) -> None:
    answer = json.loads(ask("--text", "合作", "-f", "json").out)
    assert (answer["of"], [task["id"] for task in answer["tasks"]]) == (1, ["own-3"])


def test_a_plan_that_is_not_published_yet_is_not_looked_for(run: Run, plan_file: Callable[..., Path]) -> None:
    plan_file(head="published: 2026-11-24")
    call = ("worklist", "--plans", "own.yaml", "--plan", "own", "-f", "json")
    assert json.loads(run(*call).out)["of"] == 0
    assert json.loads(run(*call, "--as-of", "2026-11-24").out)["of"] == 1


def test_text_has_twenty_rows_and_says_how_many_more(run: Run, plan_file: Callable[..., Path]) -> None:
    plan_file(*(f"text: 开展第{number}项工作。" for number in range(25)))
    call = ("worklist", "--plans", "own.yaml", "--plan", "own")
    text = run(*call).out
    assert sum(line.startswith("own-") for line in text.splitlines()) == 20
    assert "And 5 more; --limit shows as many as you say" in text
    assert len(listed(run(*call, "-f", "json"))) == 25


def test_a_limit_holds_for_every_format_and_is_told(ask: Callable[..., Answer]) -> None:
    assert listed(ask("--limit", "3", "-f", "json")) == ["own-1", "own-2", "own-3"]
    answer = ask("--limit", "3").out
    assert "Rows: the first 3 of 4." in answer
    assert "Searched: 0 of 4 tasks." in answer
    assert "Rows: " not in ask("--limit", "4").out


@pytest.mark.parametrize("limit", ["0", "-1", "x"])
def test_a_limit_is_a_number_from_one(run: Run, limit: str) -> None:
    assert run("worklist", "--limit", limit).code == UNABLE


def test_csv_has_the_tasks_columns_and_why_words_and_links_last(ask: Callable[..., Answer]) -> None:
    [row, *_rest] = csv.DictReader(io.StringIO(ask("-f", "csv").out.removeprefix("\ufeff")))
    assert list(row)[-4:] == ["why", "searched_before", "search", "links"]
    assert (row["id"], row["why"], row["searched_before"]) == ("own-1", "not-looked-for", "")
    assert row["search"] == "数据保护办法 印发 发布"
    assert "https://www.bing.com/search?q=%22%E6%95%B0" in row["links"]


def test_links_search_the_library_for_the_title_and_engines_for_the_words(ask: Callable[..., Answer]) -> None:
    links = json.loads(ask("-f", "json").out)["tasks"][0]["links"]
    assert [link["engine"] for link in links] == ["library", "baidu", "bing"]
    asked = [parse_qs(urlsplit(link["url"]).query) for link in links]
    assert asked == [
        {"t": ["zhengcelibrary"], "q": ["数据保护办法"]},
        {"wd": ['"数据保护办法" 印发 发布']},
        {"q": ['"数据保护办法" 印发 发布']},
    ]
    assert all(link["url"].isascii() and " " not in link["url"] for link in links)


def commands(page: str) -> list[str]:
    return [code.words for code in elements(page, "code")]


def test_the_page_has_a_command_for_nothing_and_one_to_complete(ask: Callable[..., Answer]) -> None:
    page = ask("-f", "html").out
    nothing, found, *_rest = map(shlex.split, commands(page))
    assert nothing == ["ipcheck", "mark", "own-1", "--searched", "数据保护办法 印发 发布", "--on", "2026-11-23"]
    assert found[:4] == ["ipcheck", "mark", "own-1", "done"]
    assert found[4:] == ["--on", "", "--source", "", "--publisher", "", "--url", ""]
    assert "<form" not in page or "mark" not in page[page.index("<form") : page.index("</form>")]
    buttons = [each for each in elements(page, "button") if each.attributes.get("class") == "copy"]
    assert len(buttons) == 8
    assert all("hidden" in each.attributes for each in buttons)  # a script shows them, which they need


def test_the_command_for_nothing_takes_the_task_off_the_list(run: Run, ask: Callable[..., Answer]) -> None:
    first, *_rest = commands(ask("-f", "html").out)
    answer = run(*shlex.split(first)[1:], "--plans", "own.yaml")
    assert answer.code == FINE, answer.err
    left = run("worklist", "--plans", "own.yaml", "--plan", "own", "-f", "json")
    assert listed(left) == ["own-2", "own-3", "own-4"]


def test_the_other_command_is_refused_until_it_is_completed(run: Run, ask: Callable[..., Answer]) -> None:
    _nothing, found, *_rest = commands(ask("-f", "html").out)
    bare = [*shlex.split(found)[1:], "--plans", "own.yaml"]
    assert run(*bare).code == UNABLE
    dated = [part if bare[at - 1] != "--on" else "2026-01-01" for at, part in enumerate(bare)]
    assert run(*dated).code == UNABLE
    said = {"--on": "2026-01-01", "--source": "公告", "--publisher": "甲局", "--url": "https://a.cn/x"}
    completed = run(*(said.get(bare[at - 1], part) for at, part in enumerate(bare)))
    assert completed.code == FINE, completed.err


@pytest.mark.parametrize(
    "text", ["做好'; rm -rf ~; '工作。", "做好$(x)工作。", "做好`x`工作。", "<script>alert(1)</script>做好。"]
)
def test_nothing_in_a_text_breaks_out_of_a_command_or_a_link(
    run: Run, plan_file: Callable[..., Path], text: str
) -> None:
    plan_file(f"text: {json.dumps(text, ensure_ascii=False)}")
    page = run("worklist", "--plans", "own.yaml", "--plan", "own", "-f", "html").out
    split = shlex.split(commands(page)[0])
    assert (split[:4], split[5]) == (["ipcheck", "mark", "own-1", "--searched"], "--on")
    assert len(split) == 7
    addresses = [each.attributes["href"] or "" for each in elements(page, "a")]
    assert "#own-1" in addresses
    addresses.remove("#own-1")
    assert addresses
    assert all(unquote(address).partition("?")[0].endswith(("/policyDocumentLibrary", "/s", "/search"))
               for address in addresses)  # fmt: skip
    assert not any(mark in address for address in addresses for mark in "'\"<> `$")


def test_a_city_is_named_in_the_commands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("- {task: yearly-4, event: selected, subject: 海 州, on: 2023-01-01}\n")
    page = run("worklist", "--plan", "yearly", "--text", "遴选", "-f", "html").out
    assert all("--subject '海 州'" in command for command in commands(page))
    assert len(commands(page)) == 2


def test_the_list_is_that_of_the_tasks_with_this_outcome(run_shipped: Run) -> None:
    answer = json.loads(run_shipped("worklist", "--plan", "2022", "--as-of", "2026-11-29", "-f", "json").out)
    unknown = json.loads(
        run_shipped("tasks", "--plan", "2022", "--outcome", "unknown", "--as-of", "2026-11-29", "-f", "json").out
    )
    assert sorted(task["id"] for task in answer["tasks"]) == sorted(task["id"] for task in unknown)
    assert answer["of"] == 114
    assert answer["looked_for"] == 114 - len(unknown)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture
def page(ask: Callable[..., Answer], tmp_path: Path) -> Path:
    ask("-o", "w.html")
    return tmp_path / "w.html"


def buttons(page: Any) -> Any:
    return page.locator("button.copy")


@pytest.mark.browser
def test_a_button_copies_its_command_and_says_so(chromium: Any, page: Path) -> None:
    permissions: Sequence[str] = ["clipboard-read", "clipboard-write"]
    with opened(chromium, page, permissions=permissions) as (shown, troubles):
        second = buttons(shown).nth(2)
        assert second.is_visible()
        second.focus()
        shown.keyboard.press("Enter")
        shown.locator("#copied", has_text="own-2").wait_for(state="attached")
        copied = shown.evaluate("navigator.clipboard.readText()")
        assert copied == shown.locator("code").nth(2).inner_text()
        assert copied.startswith("ipcheck mark own-2 --searched")
        assert shown.get_by_role("status").inner_text() == f"copied: {copied}"
        assert "copied" in second.inner_text()
        buttons(shown).nth(0).click()
        shown.locator("#copied", has_text="own-1").wait_for(state="attached")
        assert "copied" not in second.inner_text()
        assert troubles == []


@pytest.mark.browser
def test_where_a_browser_forbids_copying_the_command_is_selected(chromium: Any, page: Path) -> None:
    with opened(chromium, page) as (shown, _troubles):
        shown.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        buttons(shown).first.click()
        shown.locator("#copied", has_text="own-1").wait_for(state="attached")
        assert shown.evaluate("getSelection().toString()") == shown.locator("code").first.inner_text()
        assert shown.get_by_role("status").inner_text().startswith("selected")


@pytest.mark.browser
def test_without_a_script_there_are_commands_and_no_dead_buttons(chromium: Any, page: Path) -> None:
    with opened(chromium, page, java_script_enabled=False) as (shown, _troubles):
        assert shown.locator("code").first.is_visible()
        assert not buttons(shown).first.is_visible()
