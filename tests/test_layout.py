"""Tables in lines of a given width, in plain text and on a terminal; lists that are cut; files that are told of; empty
answers that say why."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.formats.document import Column, Kind
from ipcheck.formats.layout import Layout, broken, lay_out
from tests.conftest import Run

TEXT = "Study and formulate measures for the coordination of law enforcement across regions, and publish them"


def columns(*kinds: Kind) -> list[Column[object]]:
    return [Column(f"label {at}", str, kind) for at, kind in enumerate(kinds)]


def test_what_fits_stands_side_by_side() -> None:
    layout = lay_out(columns("id", "gist"), [["a-1", "Do it."]], 80)
    assert (layout.places, layout.below) == ([0, 1], ())


def test_a_long_text_stands_beside_the_others_where_it_has_room_and_else_below() -> None:
    rows = [["2022-14", "2022-12-31", "unverified: none found (searched 2026-11-29)", TEXT]]
    of = columns("id", "day", "situation", "gist")
    assert lay_out(of, rows, 200).below == ()
    assert lay_out(of, rows, 80) == Layout([0, 1, 2], lay_out(of, rows, 80).widths, [3])


def test_the_chinese_stands_below_the_english() -> None:
    rows = [["2022-14", TEXT, "研究制定文化市场综合执法跨区域执法联动协作管理办法，并按程序向社会公布实施。" * 2]]
    assert lay_out(columns("id", "gist", "original"), [[*rows[0]]], 60).below in ([1, 2], ())
    assert lay_out(columns("id", "day", "gist", "original"), [[rows[0][0], "2022-12-31", *rows[0][1:]]], 60).below == [
        2,
        3,
    ]


def test_the_column_that_names_a_row_stays_in_its_place_however_long_it_is() -> None:
    rows = [["Provisions on the Protection of Trade Secrets, " * 2, "on hold: no step on record for 62 months", TEXT]]
    assert 0 in lay_out(columns("text", "text", "text"), rows, 80).places


def test_of_several_texts_below_those_that_are_not_the_row_s_own_have_their_labels() -> None:
    rows = [["a-1", TEXT, TEXT, "evidence " * 9]]
    of = columns("id", "gist", "text", "links")
    layout = lay_out(of, rows, 60)
    assert (layout.below, layout.labelled(of)) == ([1, 2, 3], [2, 3])
    alone = lay_out(of[::2], [["a-1", TEXT]], 40)
    assert (alone.below, alone.labelled(of[::2])) == ([1], ())  # its label stands in the head


def test_where_not_even_the_short_columns_fit_each_cell_has_a_line() -> None:
    rows = [["protection-system-14.2", "2025-12-31", "x" * 30, TEXT]]
    assert lay_out(columns("id", "day", "id", "gist"), rows, 40) == Layout()


@given(st.text(st.sampled_from("ab 中文。（“，-"), max_size=80), st.integers(4, 40))
def test_a_broken_text_keeps_its_width_and_every_character(text: str, width: int) -> None:
    said = broken(text, width)
    assert all(wcswidth(line) <= width for line in said.split("\n"))
    assert "".join(said.split()) == "".join(text.split())


def test_an_address_that_is_wider_than_the_line_is_broken_anywhere() -> None:
    assert broken("https://example.com/abcdef", 10) == "https://ex\nample.com/\nabcdef"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "call",
    [
        ("due",), ("tasks", "--plan", "2025"), ("agency", "CNIPA"), ("agency",), ("plans",), ("section",),
        ("show", "2022-2"), ("show", "2025"), ("diff", "2022", "2025"), ("diff", "2020", "2022", "2025"),
        ("trace", "商标法"), ("check",), ("report",), ("news", "--since", "2025"), ("instruments",), ("targets",),
        ("scorecard",), ("worklist",), (), ("rules",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_line_into_a_pipe_is_wider_than_120(
    run_shipped: Run, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...], language: str
) -> None:
    monkeypatch.delenv("IPCHECK_WIDTH")
    said = run_shipped(*call, "--lang", language).out
    assert max(map(wcswidth, said.splitlines())) <= 120


def test_plain_text_has_no_bound_where_that_is_asked_for(run_shipped: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IPCHECK_WIDTH")
    assert max(map(wcswidth, run_shipped("due", "--width", "0").out.splitlines())) > 200
    assert max(map(wcswidth, run_shipped("due").out.splitlines())) <= 120


def test_plain_text_is_as_wide_as_it_is_told(run_shipped: Run) -> None:
    for width in (40, 80, 100):
        said = run_shipped("due", "--width", str(width)).out
        assert max(map(wcswidth, said.splitlines())) <= width
    assert "\n  Formulate and issue the SPP Opinions" in run_shipped("due", "--width", "80").out


def test_what_is_due_takes_few_lines_on_a_narrow_screen(run_shipped: Run) -> None:
    said = run_shipped("due", "-f", "rich", "--width", "80", "--as-of", "2026-11-29").out
    assert "57 tasks" in said
    assert len(said.splitlines()) < 250


def test_an_agency_s_tasks_begin_with_figures_by_plan_and_status(run: Run) -> None:
    lines = run("agency", "甲局").out.splitlines()
    at = lines.index(next(line for line in lines if line.startswith("plan ")))
    assert lines[at].split() == ["plan", "tasks", "period", "ended"]
    assert lines[at + 2].split() == ["yearly", "2", "2"]


# cut lists


@pytest.mark.parametrize("call", [("tasks",), ("due", "--basis", "any"), ("check", "--fail-on", "period-ended")])
def test_a_list_is_cut_and_says_by_how_much(run: Run, call: tuple[str, ...]) -> None:
    whole, cut = (run(*call, *more, "-f", "json") for more in ((), ("--limit", "2")))
    assert json.loads(cut.raw) == json.loads(whole.raw)[:2]
    rows = list(csv.reader(io.StringIO(run(*call, "--limit", "2", "-f", "csv").out)))
    assert len(rows) == 3
    for name in ("plain", "rich", "markdown", "html", "mail"):
        assert f"And {len(json.loads(whole.raw)) - 2} more." in run(*call, "--limit", "2", "-f", name).out


def test_a_cut_list_still_opens_with_the_figures_of_all(run: Run) -> None:
    assert "10 tasks" in run("tasks", "--limit", "1").out.splitlines()[1]
    assert "10 tasks" in run("tasks", "--limit", "1", "-f", "csv").err


@pytest.mark.parametrize("call", [("plans",), ("agency",), ("section",), ("instruments",), ("diff", "dated", "yearly")])
def test_every_list_can_be_cut(run: Run, call: tuple[str, ...]) -> None:
    assert run(*call, "--limit", "1").code == FINE
    assert len(list(csv.reader(io.StringIO(run(*call, "--limit", "1", "-f", "csv").out)))) == 2


def test_a_limit_that_is_no_number_of_rows_is_refused(run: Run) -> None:
    for limit in ("0", "-1", "many"):
        assert run("tasks", "--limit", limit).code == UNABLE


# files


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("due", "-o", "due.xlsx"), "Wrote due.xlsx: 3 tasks.\n"),
        (("tasks", "-o", "tasks.csv"), "Wrote tasks.csv: 10 tasks.\n"),
        (("tasks", "-o", "tasks.csv", "--limit", "4"), "Wrote tasks.csv: 10 tasks, only the first 4 rows.\n"),
        (("agency", "甲局", "-o", "a.html"), "Wrote a.html: 2 tasks.\n"),
        (("plans", "-o", "plans.json"), "Wrote plans.json: 2 plans.\n"),
        (("section", "-o", "s.md"), "Wrote s.md: 5 headings.\n"),
        (("calendar", "-o", "c.ics", "--lang", "zh"), "已写入 c.ics：共5项任务。\n"),
        (("show", "dated-1", "-o", "show.docx"), "Wrote show.docx.\n"),
    ],
)
def test_a_file_is_told_of_with_what_it_holds(run: Run, tmp_path: Path, call: tuple[str, ...], said: str) -> None:
    answer = run(*call)
    assert (answer.code, answer.raw, answer.err) == (FINE, b"", said)
    assert (tmp_path / call[call.index("-o") + 1]).exists()


def test_of_a_file_that_holds_nothing_it_is_told_why(run: Run) -> None:
    said = run("calendar", "--plan", "yearly", "--within", "2030", "-o", "c.ics").err.splitlines()
    assert said[0] == "Wrote c.ics: no task matches."
    assert any("ipcheck tasks --plan yearly" in line for line in said)


# empty answers


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("--text 番茄", "Without --text there are 10 tasks: ipcheck tasks"),
        ("--plan dated --text 丙委", "Without --plan there is 1 task: ipcheck tasks --text 丙委"),
        ("--plan dated --situation overdue", "Without --situation there are 4 tasks: ipcheck tasks --plan dated"),
        ("--agency 甲局 --state done", "Without --state there are 2 tasks: ipcheck tasks --agency 甲局"),
        ("--kind goal --plan dated", "Without --kind there are 4 tasks: ipcheck tasks --plan dated"),
        ("--text 番茄 --situation overdue", "Without filters: ipcheck tasks"),
    ],
)
def test_an_empty_list_names_the_filter_without_which_it_would_not_be(run: Run, filters: str, said: str) -> None:
    lines = run("tasks", *filters.split()).out.splitlines()
    assert lines[1] == "No task matches."
    assert said in lines


def test_the_command_that_is_named_finds_what_is_said(run: Run) -> None:
    lines = run("tasks", "--plan", "dated", "--before", "2025", "--situation", "done").out.splitlines()
    line = next(line for line in lines if line.startswith("Without --situation"))
    command = line.partition(": ")[2].split()
    assert command == ["ipcheck", "tasks", "--plan", "dated", "--before", "2025-12-31"]
    assert f"there are {len(json.loads(run(*command[1:], '-f', 'json').raw))} tasks" in line


def test_an_agency_without_tasks_of_that_kind_is_answered_alike(run: Run) -> None:
    said = run("agency", "甲局", "--situation", "overdue").out
    assert "No task matches.\nWithout --situation there are 2 tasks: ipcheck agency 甲局\n" in said


def test_what_is_found_is_followed_by_no_reason(run: Run, plan_file: Callable[..., Path]) -> None:
    assert "Without --" not in run("tasks", "--text", "商标").out
