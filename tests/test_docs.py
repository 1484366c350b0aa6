"""What docs/plans.md says of phrases and of JSON is what the program does."""

import json
import re
from pathlib import Path

import pytest

from ipcheck.phrases.deadline import Deadline, read_deadline
from ipcheck.phrases.responsibility import read_responsibility
from ipcheck.situation import LIGHTS, SITUATIONS
from tests.conftest import Run

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
    said, lead, participants, also = row
    phrases = re.sub(r" \(.*?\)", "", said).split("; ")
    lists = participants.split("; ") if participants else [""] * len(phrases)
    for phrase, names in zip(phrases, lists, strict=True):
        read = read_responsibility(phrase, first_leads="with `lead: first`" in said)
        assert (read.lead or "", ", ".join(read.participants)) == (lead, names)
        assert (read.divided, read.others) == ("divided" in also, "others" in also)


def test_the_situations_of_the_docs_stand_in_the_order_in_which_they_are_tried() -> None:
    named = [name for row in rows("Situations") for name in re.findall(r"`(.*?)`", row[0])]
    assert named == list(SITUATIONS)
    lights = {name: row[2] for row in rows("Situations") for name in re.findall(r"`(.*?)`", row[0])}
    assert lights == {name: LIGHTS.get(name, "–") for name in SITUATIONS}


def test_the_json_of_the_docs_is_that_of_the_program(run_shipped: Run) -> None:
    shown = json.loads(TEXT.partition("```json\n")[2].partition("```")[0])
    real = json.loads(run_shipped("tasks", "--text", "专利法实施细则", "--plan", "2022", "-f", "json").raw)[0]
    assert real | {"place": None} == shown | {"place": None}
    assert real["place"].keys() == shown["place"].keys()
