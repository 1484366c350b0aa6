"""What a document holds beside its tables, for formats that can draw: figures, charts, texts side by side."""

from collections.abc import Sequence
from typing import NamedTuple

Stretches = Sequence[tuple[str, str]]  # (same, gone or new; text)


class Figure(NamedTuple):
    """A number that sums up an answer, with its light where it has one."""

    label: str
    value: int
    light: str = ""


class Series(NamedTuple):
    """Values of one kind in a chart, one for each of its labels; `tone` names the colour: a situation, lead or
    participant, or a plain number of the series."""

    label: str
    tone: str
    values: Sequence[int]


class Chart(NamedTuple):
    """Stacked bars: `labels` name them, in their order, each series adds to them. `across`: bars that lie, for names;
    else they stand, for spans of time."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    across: bool = False


class Card(NamedTuple):
    """A task beside others: what is stated for it in a line, its text (against what it carries on, where that is the
    same work), and what it carries on, as (id, how)."""

    id: str
    facts: str
    text: Stretches
    gist: str = ""
    carries_on: Sequence[tuple[str, str]] = ()
    agencies: Sequence[str] = ()


class Thread(NamedTuple):
    """The tasks of several plans that carry each other on: what it is about, what changed, the cards of each plan."""

    about: str
    changed: str
    cards: Sequence[Sequence[Card]]


class SideBySide(NamedTuple):
    """Threads side by side, under the names of their plans."""

    title: str
    plans: Sequence[str]
    threads: Sequence[Thread]


class Overview(NamedTuple):
    """An answer at a glance, for formats that can draw."""

    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()
