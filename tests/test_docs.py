"""What docs/ says of phrases, changes and JSON is what the program does."""

import ast
import json
import re
from pathlib import Path

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.schema import ENTRY
from ipcheck.domain.lineage.changes import CHANGES
from ipcheck.domain.phrases.deadline import Deadline, read_deadline
from ipcheck.domain.phrases.responsibility import read_responsibility
from ipcheck.domain.scorecard import RESULTS
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.domain.track import STANDINGS
from ipcheck.domain.worklist import IN_PART, LONG_AGO, NOT_LOOKED_FOR, TOO_EARLY
from tests.conftest import Run
from tests.test_words import calls
from tools.examples import AS_OF

DATA = Path(__file__).parent.parent / "data"
TEXT = (Path(__file__).parent.parent / "docs" / "plans.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its own head."""
    part = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(
    ("phrases", "meaning"), [row for row in rows("Deadlines") if row[0] != "none, in a plan with a period"]
)
def test_every_deadline_phrase_of_the_docs_is_read_as_they_say(phrases: str, meaning: str) -> None:
    read = [read_deadline(phrase, 2025) for phrase in phrases.split(", ")]
    assert all(deadline.ongoing == ("ongoing" in meaning) for deadline in read)
    assert all(bool(deadline.relative) == ("counted from an event" in meaning) for deadline in read)
    assert all((deadline.due is not None) == ("last day of" in meaning or "due" in meaning) for deadline in read)
    assert Deadline() not in read


@pytest.mark.parametrize("row", rows("Responsibilities"), ids=lambda row: row[0])
def test_every_responsibility_phrase_of_the_docs_is_read_as_they_say(row: list[str]) -> None:
    said, leads, participants, also = row
    phrases = re.sub(r" \(.*?\)", "", said).split("; ")
    lists = participants.split("; ") if participants else [""] * len(phrases)
    for phrase, names in zip(phrases, lists, strict=True):
        read = read_responsibility(phrase, first_leads="with `lead: first`" in said)
        assert (", ".join(read.leads), ", ".join(read.participants)) == (leads, names)
        assert (read.divided, read.others) == ("divided" in also, "others" in also)


def test_the_situations_of_the_docs_stand_in_the_order_in_which_they_are_tried() -> None:
    named = [name for row in rows("Statuses") for name in re.findall(r"`(.*?)`", row[0])]
    assert named == list(SITUATIONS)
    lights = {name: row[2] for row in rows("Statuses") for name in re.findall(r"`(.*?)`", row[0])}
    assert lights == {name: LIGHTS.get(name, "–") for name in SITUATIONS}


def test_the_json_of_the_docs_is_that_of_the_program(run_shipped: Run) -> None:
    shown = json.loads(TEXT.partition("```json\n")[2].partition("```")[0])
    real = json.loads(
        run_shipped("tasks", "--text", "专利法实施细则", "--plan", "2022", "-f", "json", "--as-of", AS_OF).raw
    )[0]
    assert real["evidence"].startswith(shown["evidence"].removesuffix("…"))  # which has as many sources as there are
    assert real | {"place": None, "evidence": ""} == shown | {"place": None, "evidence": ""}
    assert real["place"].keys() == shown["place"].keys()


LINKS = (Path(__file__).parent.parent / "docs" / "links.md").read_text(encoding="utf-8")


def test_the_changes_of_the_docs_are_those_of_the_program() -> None:
    table = LINKS.partition("\n## What changed\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(CHANGES)


def test_the_link_of_the_docs_is_that_of_the_program(run_shipped: Run) -> None:
    shown = json.loads(LINKS.partition("```json\n")[2].partition("```")[0])
    real = json.loads(run_shipped("diff", "2022", "2025", "-f", "json").raw)
    assert shown["links"] == [link for link in real["links"] if link["earlier"] == "2022-10"]
    assert shown.keys() == real.keys()
    assert set(shown["only_earlier"]) < set(real["only_earlier"])
    assert set(shown["only_later"]) < set(real["only_later"])
    threads = json.loads(run_shipped("diff", "2020", "2022", "2025", "-f", "json").raw)["threads"]
    assert json.loads(LINKS.partition("by plan, `")[2].partition("`")[0]) in threads


def test_the_coverage_of_the_docs_has_the_keys_of_the_program(run_shipped: Run) -> None:
    shown = json.loads(LINKS.partition("## One plan against many")[2].partition("```json\n")[2].partition("```")[0])
    team = str(DATA.parent / "examples" / "team")
    real = json.loads(run_shipped("diff", "2025", "--against", team, "-f", "json").raw)
    assert list(shown) == list(real)
    assert [list(shown[key][0]) for key in ("against", "tasks", "links")] == [
        list(real[key][0]) for key in ("against", "tasks", "links")
    ]


def test_the_links_file_of_the_docs_is_a_links_file() -> None:
    shown = LINKS.partition("```yaml\n")[2].partition("```")[0].splitlines()
    shipped = (DATA / "links" / "2022-2025.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in shown if line not in shipped] == []


LEDGER = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text(encoding="utf-8")


def test_the_ledger_of_the_docs_is_a_ledger(run_shipped: Run, tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(LEDGER.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    shown = json.loads(run_shipped("show", "2022-29", "-f", "json").raw)
    assert (shown["state"], shown["progress"]) == ("started", {"done": 1, "of": 2})
    assert [entry["recorded"] for entry in shown["entries"] if entry["state"] == "done"] == ["2023-01-05"]


def test_the_keys_of_the_docs_are_those_of_an_entry() -> None:
    table = LEDGER.partition("| key | says |")[2].partition("\n\n")[0]
    named = [name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1] if line else "")]
    assert named == [name for name in ENTRY.keys if name in named]
    assert set(named) == set(ENTRY.keys)


def keys_of(page: str, command: str) -> set[str]:
    """The keys of an answer's JSON, as a page of the docs lists them under the name of the command."""
    text = (DATA.parent / "docs" / page).read_text(encoding="utf-8")
    table = re.split(r"\| (?:key|键) \|.*\|\n", text.partition(f"## `ipcheck {command}`")[2])[1].partition("\n\n")[0]
    return {name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1] if line else "")}


@pytest.mark.parametrize(
    ("page", "command"),
    [("ledger.md", "report")]
    + [(page, each) for page in ("record.md", "record.zh-CN.md") for each in ("news", "scorecard", "instruments")],
)
def test_an_answer_holds_the_keys_of_the_docs(run_shipped: Run, page: str, command: str) -> None:
    answer = json.loads(run_shipped(command, "-f", "json").raw)
    if command == "scorecard":
        answer = answer["plans"][0]
    elif command == "instruments":
        answer = answer[0]
    assert keys_of(page, command) == set(answer)


@pytest.mark.parametrize("page", ["record.md", "record.zh-CN.md"])
def test_the_standings_and_results_of_the_docs_are_those_of_the_program(page: str) -> None:
    text = (DATA.parent / "docs" / page).read_text(encoding="utf-8")
    first_cells = " ".join(re.findall(r"^\| (.*?) \|", text, re.MULTILINE))
    assert [
        name
        for name in (*RESULTS, *STANDINGS, NOT_LOOKED_FOR, LONG_AGO, TOO_EARLY, IN_PART)
        if f"`{name}`" not in first_cells
    ] == []


# What the draft says that asks nothing, or is counted on stderr; docs/import.md describes it without its words.
NO_QUESTIONS = re.compile(r"\{n\}|^Traditional characters were converted")


def said_by(package: str) -> set[tuple[str, str]]:
    """The modules of a package, each with every message of its own, in English."""
    return {
        (module, node.value)
        for module, arguments in calls()
        for node in arguments
        if module.startswith(package) and isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def told_by_importing() -> set[str]:
    """The messages of the draft, and the questions that readers of files ask, in English."""
    return {
        message
        for module, message in said_by("ipcheck.importing.")
        if "?" in message or (".draft." in module and not NO_QUESTIONS.search(message))
    }


@pytest.mark.parametrize(("page", "language"), [("import.md", "en"), ("import.zh-CN.md", "zh")])
def test_the_docs_say_what_to_do_about_each_question_of_a_draft_in_its_words(page: str, language: str) -> None:
    text = (DATA.parent / "docs" / page).read_text(encoding="utf-8")
    quoted = set(re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE))
    _ = Translator(language)
    assert {_(message) for message in told_by_importing()} - quoted == set()
    assert quoted - {_(message) for _module, message in said_by("ipcheck.")} == set()
