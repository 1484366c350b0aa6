"""Answers that are passed on hold nothing that only their caller can use: no command, no option, no place of a file."""

import re
import zipfile
from pathlib import Path

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.cli.filter_words import filters_in_words
from ipcheck.cli.options import Filters
from ipcheck.formats.document import Column, Document, Hint, Table
from ipcheck.formats.passed_on import for_others
from tests.conftest import Run

FOR_CALLERS = re.compile(r"ipcheck (?!\d)[a-z]|(?<![\w-])--[a-z]|(?<![\w-])-f [a-z]|(?:/[\w.-]+)+\.yaml|[Ee]xit code")


def test_of_a_hint_others_read_the_rest() -> None:
    document = Document(
        "Tasks", lambda: [Table([], [], Hint("All (--basis any)", "All"), left_out_note=Hint("{n}: -f csv", "{n}"))],
        facts=["57 tasks.", Hint("Left out: 3. List them: ipcheck tasks", "Left out: 3.")],
        notes=lambda: [Hint("Exit code 1.")],
    )  # fmt: skip
    shown = for_others(document)
    [table] = shown.tables()
    assert (list(shown.facts), list(shown.notes())) == (["57 tasks.", "Left out: 3."], [])
    assert (table.title, table.left_out_note) == ("All", "{n}")


def test_a_pair_that_is_only_for_the_caller_is_not_passed_on() -> None:
    columns: list[Column[tuple[str, str]]] = [Column("what", lambda row: row[0]), Column("says", lambda row: row[1])]
    table = Table(columns, [("kind", "task"), ("place", Hint("plan.yaml:3:1"))], pairs=True)
    [shown] = for_others(Document("2022-2", lambda: [table])).tables()
    assert list(shown.items) == [("kind", "task")]


def test_filters_are_told_in_words() -> None:
    filters = Filters(plan=["2025"], situation=["overdue", "unverified"], late=True)
    told = filters_in_words(filters, Translator("en"))
    assert told == ["plan 2025", "status overdue, unverified", "done late"]
    told = filters_in_words(Filters(kind=["goal"], basis="plan"), Translator("zh"))
    assert told == ["时限来源：按计划整体推定", "类别：目标"]


@pytest.mark.parametrize(
    "call",
    [
        ("due", "--before", "2025"),
        ("tasks", "--plan", "dated"),
        ("agency", "甲局"),
        ("agency",),
        ("check",),
        ("show", "dated-1"),
        ("show", "dated"),
        ("report", "--week", "2026-W01"),
        ("scorecard", "dated"),
        ("news", "--since", "2025"),
        ("instruments",),
        ("targets",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("name", ["html", "mail"])
def test_a_page_names_no_command(run: Run, call: tuple[str, ...], name: str) -> None:
    said = run(*call, "-f", name).out
    body = re.sub(r"<(script|style)>.*?</\1>", "", said, flags=re.DOTALL)
    assert FOR_CALLERS.findall(re.sub("<[^>]+>", " ", body)) == []


def test_a_document_for_word_names_no_command(run: Run, tmp_path: Path) -> None:
    run("check", "-o", str(tmp_path / "check.docx"))
    packed = zipfile.ZipFile(tmp_path / "check.docx")
    assert FOR_CALLERS.findall(re.sub("<[^>]+>", "", packed.read("word/document.xml").decode())) == []
