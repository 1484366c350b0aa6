"""The signs by which tasks are compared: characters and pairs in a text, documents, quoted names and agencies."""

import re
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from ipcheck.base.text import fold
from ipcheck.domain.task import Task

LONGEST = 500  # characters of a text that are compared; the longest task of five plans has 172

_SHORTEST_CLAUSE = 6  # characters; a shorter one goes with the next
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile("《[^《》]*》")
_QUOTE = re.compile("“([^“”]*)”")
_CLAUSE = re.compile("(?:《[^》]*》|“[^”]*”|（[^）]*）|[^。；，])+")  # commas inside marks do not end a clause


class Signs(NamedTuple):
    """A task prepared for comparison. `folded` is its text, the same in any width and form of punctuation.

    A sign is a character or a pair of neighbouring characters. `prose` maps a sign to the indexes of the clauses with
    the sign in running text, `titles` to those with the sign in titles only. `every` holds the signs of both, `clauses`
    the signs of each clause. `documents` maps each instrument to the stage that the task promises for it. `quoted`
    holds the names in quotation marks, without digits: 昆仑 for “昆仑—2025”.
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
    """The signs of a task. Signs inside a title, in 《》 or bare, are kept apart from those of running text."""
    documents = dict(task.stages())
    prose: dict[str, tuple[int, ...]] = {}
    titles: dict[str, tuple[int, ...]] = {}
    clauses = []
    for index, clause in enumerate(_split_clauses(task.text[:LONGEST])):
        named = _TITLE.findall(clause)
        titles_text = "".join(named)
        named += [name for name in documents if name not in titles_text and name in clause]
        for title in named:
            clause = clause.replace(title, "|")
        running = _signs_in(clause)
        only_in_titles = _signs_in("|".join(named)) - running if named else set()
        _add_places(prose, running, index)
        _add_places(titles, only_in_titles, index)
        clauses.append(running | only_in_titles)
    names = ("".join(letters_in(quote)) for quote in _QUOTE.findall(task.text[:LONGEST]))
    agencies = {*task.agencies, *task.listed("mentions")}
    return Signs(
        fold(task.text), prose, titles, prose.keys() | titles.keys(), clauses, documents, set(filter(None, names)),
        agencies,
    )  # fmt: skip


def letters_in(text: str) -> list[str]:
    """The runs of letters and Chinese characters in `text`; digits and punctuation marks separate them."""
    return _LETTERS.findall(text)


def _add_places(places: dict[str, tuple[int, ...]], signs: set[str], clause: int) -> None:
    """Record in `places` that the clause with the index `clause` contains `signs`."""
    repeated = places.keys() & signs
    places.update(dict.fromkeys(signs - repeated, (clause,)))
    for sign in repeated:
        places[sign] += (clause,)


def _signs_in(text: str) -> set[str]:
    """The characters and pairs of neighbouring characters in a text."""
    signs: set[str] = set()
    for letters in letters_in(text):
        signs.update(letters)
        signs.update(map(add, letters, letters[1:]))
    return signs


def _split_clauses(text: str) -> Iterator[str]:
    """The clauses of a text; a short clause is joined to the one after it."""
    waiting = ""
    for clause in _CLAUSE.findall(text):
        waiting = f"{waiting}，{clause}" if waiting else clause
        if len(clause) >= _SHORTEST_CLAUSE:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting
