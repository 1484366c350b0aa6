"""In English, no row of an answer about the shipped data is Chinese only, whichever command gives it."""

import json
import re
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ipcheck.cli.main import COMMANDS
from tests.conftest import Run

# Answers with rows, by command; markdown has a row of a table on one line.
ANSWERS = [
    "plans", "tasks", "due", "due --plan demo-zones", "agency", "agency 国家知识产权局", "section",
    "show 2020-1.1.1", "show 2022-2", "show 2025-8", "show demo-zones-4.1.1", "show protection-system-g4",
    "diff 2020 2022", "diff 2022 2025 --detail", "diff 2020 2022 2025", "diff 2022 2025 --suggest",
    "trace 商标法", "trace trademark-law", "instruments", "news --since 2020", "scorecard", "scorecard 2020", "targets",
    "check", "report --week 2026-W20", "worklist --limit 1000", "calendar", "rules",
]  # fmt: skip
WORKBOOKS = [
    "plans", "tasks", "agency", "section", "show 2022-2", "diff 2020 2022", "diff 2020 2022 2025", "trace 商标法",
    "scorecard", "targets", "report --week 2026-W20", "worklist", "sheet",
]  # fmt: skip
# What these answer has no rows: they write or check files.
WITHOUT_ROWS = {"mark", "validate", "schema", "import", "export"}

_CHINESE = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile("[A-Za-z]{2,}")
_NO_WORDS = re.compile(r"https?://\S+|(?:demo-zones|protection-system)\S*|ipcheck \w+")  # addresses, ids, commands
_TEXT = 12  # Chinese characters from which a cell is a text and no name
_SAID = 4  # words that say what a text says; a result has three at most ("not looked for")


def is_chinese_only(cells: list[str]) -> bool:
    """Whether nothing in a row says in English what a Chinese cell says: a name needs a word, a text a summary."""
    chinese = max(len(_CHINESE.findall(cell)) for cell in cells)
    words = max(len(_WORD.findall(_NO_WORDS.sub("", cell))) for cell in cells)
    return words < (_SAID if chinese >= _TEXT else min(chinese, 1))


def tables_of(markdown: str) -> Iterator[list[list[str]]]:
    """The rows of each table, as cells; a record (a label and a value on each line) is one row. Tables of sources are
    left out: a page or document is cited as it calls itself."""
    for block in markdown.split("\n\n"):
        rows = [line.strip("| ").split(" | ") for line in block.splitlines() if line.startswith("|")]
        heading = [cell.strip() for cell in rows[0]] if rows else []
        if heading == ["item", "content"]:
            yield [heading, [cells[-1] for cells in rows]]
        elif heading[:1] != ["page or document"]:
            yield rows


def test_every_command_is_looked_at() -> None:
    assert {call.split()[0] for call in (*ANSWERS, *WORKBOOKS)} | WITHOUT_ROWS == set(COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("call", ANSWERS)
def test_no_row_of_an_answer_is_chinese_only(run_shipped: Run, call: str) -> None:
    said = run_shipped(*call.split(), "-f", "markdown", "--lang", "en").out
    rows = [cells for table in tables_of(said) for cells in table]
    assert len(rows) > 1
    assert [cells for cells in rows if is_chinese_only(cells)] == []


@pytest.mark.slow
@pytest.mark.parametrize("call", WORKBOOKS)
def test_no_row_of_a_workbook_is_chinese_only(run_shipped: Run, call: str) -> None:
    assert run_shipped(*call.split(), "-o", "answer.xlsx", "--lang", "en").err.count("Error") == 0

    found = [cells for sheet in openpyxl.load_workbook("answer.xlsx") for cells in rows_of(sheet)]
    assert len(found) > 3
    assert [cells for cells in found if is_chinese_only(cells)] == []


def rows_of(sheet: Worksheet) -> Iterator[list[str]]:
    """The rows of a sheet, as cells; without the copy that is kept for reading a work sheet back, without sources, and
    without the Chinese text of a record, which has its English on the row above."""
    is_citation = False
    for row in sheet.iter_rows(values_only=True) if sheet.title != "As sent out" else ():
        cells = [str(cell) for cell in row if cell is not None]
        is_citation = bool(cells) and (is_citation or cells[0] == "page or document")
        if cells and not is_citation and not (len(cells) == 2 and cells[0] == "Chinese text"):
            yield cells


def test_every_plan_has_a_title_and_an_issuer_in_english(run_shipped: Run) -> None:
    plans = json.loads(run_shipped("plans", "-f", "json").raw)
    said = run_shipped("plans", "-f", "markdown", "--lang", "en").out
    for plan in plans:
        row = next(line for line in said.splitlines() if line.startswith(f"| {plan['id']} "))
        assert not is_chinese_only(row.split(" | "))
        issuer = run_shipped("show", plan["id"], "-f", "markdown", "--lang", "en").out.partition("| issuer")[2]
        assert bool(issuer) == bool(plan["issuer"])
        assert not _CHINESE.search(issuer.partition("\n")[0])
