"""Each heading and task of the plans has its line of English, of the text as it stands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from ipcheck.base.text import digest

DATA = Path(__file__).parents[2] / "data"
PLANS = sorted(path.stem for path in (DATA / "plans").glob("*.yaml"))


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def texts(sections: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """(heading, None) and (number, text), in the order of the plan."""
    found: list[tuple[str, str | None]] = []
    for section in sections:
        found.append((section["heading"], None))
        found += [(task["number"], task["text"]) for task in section.get("tasks", [])]
        found += texts(section.get("contents", []))
    return found


@pytest.fixture(scope="module", params=PLANS)
def both(request: pytest.FixtureRequest) -> tuple[list[tuple[str, str | None]], Any]:
    """What a plan says, and its summaries."""
    name = f"{request.param}.yaml"
    return texts(loaded(DATA / "plans" / name)["contents"]), loaded(DATA / "gist" / "en" / name)


def test_none_is_missing_and_they_stand_in_the_order_of_the_plan(both: Any) -> None:
    plan, gists = both
    assert [each["of"] for each in gists["gists"]] == [of for of, _text in plan]
    assert gists["title"]


def test_each_is_of_the_text_as_it_stands(both: Any) -> None:
    plan, gists = both
    stale = [
        each["of"]
        for each, (_of, text) in zip(gists["gists"], plan, strict=True)
        if each.get("seen") != (digest(text) if text else None)
    ]
    assert stale == [], "read their texts anew, then: python tools/gists.py FILE --renew NUMBER"


def test_each_is_one_line_of_english_of_25_words_at_most(both: Any) -> None:
    for each in both[1]["gists"]:
        gist = each["gist"]
        assert len(gist.split()) <= 25, each["of"]
        assert gist.isascii(), each["of"]
        assert not gist.endswith("."), each["of"]


def test_no_two_tasks_are_summed_up_alike(both: Any) -> None:
    gists = [each["gist"] for each in both[1]["gists"]]
    assert len(gists) == len(set(gists))
