"""The ids of the shipped registries: each entry has one, no two share one, and none is ever taken away.

`python tests/data/test_shipped_ids.py --add` writes the new ones into the list of those that were given.
"""

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from ipcheck.base.text import fold

DATA = Path(__file__).parents[2] / "data"
GIVEN = Path(__file__).parents[1] / "golden" / "ids.txt"
REGISTRIES = {"agencies": "name", "instruments": "title", "measures": "name"}


class Entry(NamedTuple):
    """An entry of a registry, or a former body: its registry, its id (empty without one), and its names."""

    registry: str
    id: str
    names: tuple[str, ...]


@cache
def entries() -> list[Entry]:
    found = []
    for registry, key in REGISTRIES.items():
        for entry in yaml.safe_load((DATA / f"{registry}.yaml").read_text(encoding="utf-8"))[registry]:
            former = [body for body in entry.get("former", ()) if isinstance(body, dict)]
            titles = [title for title in entry.get("former", ()) if isinstance(title, str)]
            others = [entry[name] for name in ("short", "official", "abbreviation") if name in entry]
            names = (entry[key], *others, *entry.get("aliases", ()), *entry.get("plates", ()), *titles)
            found.append(Entry(registry, entry.get("id", ""), names))
            found += [Entry(registry, body.get("id", ""), (body["name"], *body.get("also", ()))) for body in former]
    return found


def given() -> list[tuple[str, str, str]]:
    """The ids that were given, in their order: registry, id, and the name that had it."""
    lines = GIVEN.read_text(encoding="utf-8").splitlines()
    return [(registry, name, bearer) for registry, name, bearer in (line.split(" ", 2) for line in lines)]


def test_every_entry_has_an_id() -> None:
    assert [entry.names[0] for entry in entries() if not entry.id] == []


def test_no_two_entries_of_both_registries_share_an_id() -> None:
    ids = [entry.id for entry in entries()]
    assert sorted(ids) == sorted(set(ids))


def test_no_id_is_a_name_of_another_entry_of_either_registry() -> None:
    owners = {fold(name): entry.id for entry in entries() for name in entry.names}
    assert [entry.id for entry in entries() if owners.get(fold(entry.id), entry.id) != entry.id] == []


def test_an_id_that_was_given_stays_with_its_bearer() -> None:
    names = {(entry.registry, entry.id): entry.names for entry in entries()}
    gone = [f"{name} ({bearer})" for registry, name, bearer in given() if (registry, name) not in names]
    assert gone == [], "an id is for ever: give it back"
    passed = [f"{name} ({bearer})" for registry, name, bearer in given() if bearer not in names[registry, name]]
    assert passed == [], "an id is for ever: it cannot pass from one to another"


def test_every_id_is_in_the_list_of_those_that_were_given() -> None:
    new = [entry.id for entry in entries() if entry.id not in {name for _registry, name, _bearer in given()}]
    assert new == [], f"are these well chosen? Then: python tests/data/{Path(__file__).name} --add"


if __name__ == "__main__":
    if sys.argv[1:] != ["--add"]:
        sys.exit(f"usage: python {sys.argv[0]} --add")
    known = {name for _registry, name, _bearer in given()} if GIVEN.exists() else set()
    with GIVEN.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(
            f"{entry.registry} {entry.id} {entry.names[0]}\n" for entry in entries() if entry.id not in known
        )
