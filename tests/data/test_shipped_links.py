"""The curated links that come with the program, held against the plans that they lead between."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest
from ipcheck.datafiles.loaders.links import KnownPlan, load_links
from ipcheck.datafiles.rows import LinkRow
from ipcheck.datafiles.yaml_reader import read_yaml

DATA = Path(__file__).parents[2] / "data"
WORDS = Translator("en")

# What the readers found: links that are strong, and weak.
FOUND = {"2020-2022": (24, 16), "2020-2025": (35, 17), "2022-2025": (38, 33)}

every_pair = pytest.mark.parametrize("pair", sorted(FOUND))


@cache
def texts(plan: str) -> dict[str, str]:
    """The texts of a plan by task id, in document order."""

    def below(sections: Any) -> Any:
        for section in sections:
            yield from section.get("tasks") or ()
            yield from below(section.get("contents") or ())

    content, _faults = read_yaml(DATA / "plans" / f"{plan}.yaml", WORDS)
    return {f"{plan}-{task['number']}": task["text"] for task in below(content["contents"])}


@cache
def links(pair: str) -> list[LinkRow]:
    content, faults = read_yaml(DATA / "links" / f"{pair}.yaml", WORDS)
    days = {"2020": "2020-01-06", "2022": "2022-11-01", "2025": "2025-04-29"}
    known = {plan: KnownPlan(day, texts(plan).keys()) for plan, day in days.items()}
    rows, findings = load_links(content, f"links/{pair}.yaml", known, WORDS)
    assert [*faults, *findings] == []
    return [row for row in rows if isinstance(row, LinkRow)]


def test_every_file_of_links_is_named_after_its_plans() -> None:
    assert {path.stem for path in (DATA / "links").glob("*")} == set(FOUND)
    for pair in FOUND:
        content, _faults = read_yaml(DATA / "links" / f"{pair}.yaml", WORDS)
        assert f"{content['earlier']}-{content['later']}" == pair


def test_what_links_share_is_said_in_english_and_always_alike() -> None:
    """`link_labels.txt` has each label of English with the digest of its Chinese: one that changes alone is noticed.
    Hold the two against each other, then write the new line."""
    english = {(digest(link.why), link.english) for pair in FOUND for link in links(pair)}
    kept = (Path(__file__).parent / "link_labels.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(f"{of} {label}" for of, label in english) == kept
    assert len(english) == len({of for of, _label in english}), "one Chinese label has one of English"
    for _of, label in english:
        assert label, "no English"
        assert label.isascii(), label
        assert len(label.split()) <= 12, label


@every_pair
def test_links_are_as_many_as_the_readers_found(pair: str) -> None:
    grades = [link.grade for link in links(pair)]
    assert (grades.count("strong"), grades.count("weak")) == FOUND[pair]


@every_pair
def test_links_stand_in_the_order_of_the_earlier_plan_then_of_the_later(pair: str) -> None:
    earlier, later = (list(texts(plan)) for plan in pair.split("-"))
    places = [(earlier.index(link.earlier), later.index(link.later)) for link in links(pair)]
    assert places == sorted(places)


@every_pair
def test_a_title_in_the_reason_is_named_by_one_of_the_two_tasks(pair: str) -> None:
    for link in links(pair):
        both = texts(link.earlier.partition("-")[0])[link.earlier] + texts(link.later.partition("-")[0])[link.later]
        for title in re.findall("《([^》]+)》", link.why):
            assert title.removeprefix("知识产权强国建设") in both, link


@every_pair
def test_a_reason_is_a_few_characters(pair: str) -> None:
    assert [link.why for link in links(pair) if not 3 <= len(link.why) <= 24] == []


@every_pair
def test_a_strong_link_shares_words_that_its_tasks_both_say(pair: str) -> None:
    """Two characters in a row at least: a link that shares none is a slip of the pen."""
    for link in (link for link in links(pair) if link.grade == "strong"):
        one = texts(link.earlier.partition("-")[0])[link.earlier]
        other = texts(link.later.partition("-")[0])[link.later]
        shared = {one[at : at + 2] for at in range(len(one) - 1)} & {other[at : at + 2] for at in range(len(other) - 1)}
        assert shared - {"知识", "识产", "产权", "。", "推进"}, link
