"""What a task can be recognised by: its rare characters and pairs, the documents, names and agencies in it."""

import re
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from ipcheck.base.text import fold
from ipcheck.domain.task import Task

LONGEST = 500  # characters of a task that are compared; the longest of the five plans has 172

_SHORTEST_CLAUSE = 6  # characters; a shorter one goes with the next
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile("《[^《》]*》")
_QUOTE = re.compile("“([^“”]*)”")
_CLAUSE = re.compile("(?:《[^》]*》|“[^”]*”|（[^）]*）|[^。；，])+")  # commas inside marks end none


class Signs(NamedTuple):
    """A task as it is compared. `folded` is its text, the same in any width and form of punctuation.

    A sign is a character or a pair of neighbours. `prose` maps each to the clauses that hold it in running text,
    `titles` to those that hold it in titles only; `every` are the signs of both, `clauses` those of each clause.
    `documents` maps each instrument to the stage that is promised for it. `quoted` are the names in quotation marks,
    without digits: 昆仑 of “昆仑—2025”.
    """

    folded: str
    prose: dict[str, tuple[int, ...]]
    titles: dict[str, tuple[int, ...]]
    every: set[str]
    clauses: list[set[str]]
    documents: dict[str, str]
    quoted: set[str]
    agencies: set[str]


def signs_of(task: Task) -> Signs:
    """The signs of a task. What stands inside a title, quoted in 《》 or bare, is kept apart."""
    documents = dict(task.stages())
    prose: dict[str, tuple[int, ...]] = {}
    titles: dict[str, tuple[int, ...]] = {}
    clauses = []
    for index, clause in enumerate(_clauses(task.text[:LONGEST])):
        named = _TITLE.findall(clause)
        quoted = "".join(named)
        named += [name for name in documents if name not in quoted and name in clause]
        for title in named:
            clause = clause.replace(title, "|")
        running = _signs(clause)
        quoted_only = _signs("|".join(named)) - running if named else set()
        _note(prose, running, index)
        _note(titles, quoted_only, index)
        clauses.append(running | quoted_only)
    names = ("".join(letters_in(quote)) for quote in _QUOTE.findall(task.text[:LONGEST]))
    agencies = (task.lead, *task.listed("participants"), *task.listed("mentions"))
    return Signs(
        fold(task.text), prose, titles, prose.keys() | titles.keys(), clauses, documents, set(filter(None, names)),
        set(filter(None, agencies)),
    )  # fmt: skip


def letters_in(text: str) -> list[str]:
    """The runs of letters and Chinese characters, without digits and marks."""
    return _LETTERS.findall(text)


def _note(places: dict[str, tuple[int, ...]], signs: set[str], clause: int) -> None:
    """Add to the places of signs that a clause holds them."""
    known = places.keys() & signs
    places.update(dict.fromkeys(signs - known, (clause,)))
    for sign in known:
        places[sign] += (clause,)


def _signs(text: str) -> set[str]:
    found: set[str] = set()
    for letters in letters_in(text):
        found.update(letters)
        found.update(map(add, letters, letters[1:]))
    return found


def _clauses(text: str) -> Iterator[str]:
    waiting = ""
    for clause in _CLAUSE.findall(text):
        waiting = f"{waiting}，{clause}" if waiting else clause
        if len(clause) >= _SHORTEST_CLAUSE:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting
