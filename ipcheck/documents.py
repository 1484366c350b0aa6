"""What a report holds before any format: a title, facts, tables with typed cells, notes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "id", "text", "day", "number", "flag", "list", "path", "situation", "edits", "due", "agency", "agencies", "gist",
]  # fmt: skip
Facet = Literal["", "agency", "situation", "plan", "section"]


class Column(NamedTuple):
    """A column of a table. `key` heads it in CSV and is never translated; `label` heads it for people.

    A cell is a str, int, bool or None by its kind: `day` ISO text, `flag` truth, `list` lines joined by newlines,
    `path` headings joined by newlines, `situation` a Standing, `edits` stretches of text as (`same`, `gone` or `new`,
    text). `shown` is the column's place for people, from 1 (0: for machines only); an `optional` one is left out for
    people where it is empty throughout. A column without `data` is for people only.
    """

    key: str
    label: str
    kind: Kind = "text"
    shown: int = 0
    optional: bool = False
    data: bool = True
    roomy: bool = False
    facet: Facet = ""


Stretches = Sequence[tuple[str, str]]  # (same, gone or new; text)


class Standing(NamedTuple):
    """A cell of kind `situation`: the name for machines, light and words for people, of which `label` is the situation
    alone."""

    name: str
    light: str
    words: str
    label: str = ""


class Due(NamedTuple):
    """A cell of kind `due`: a last day (ISO text) and how it is said, with {day} in its place: {day} (period). Without
    a day `form` is all that is said."""

    day: str | None
    form: str = "{day}"

    def __str__(self) -> str:
        return self.form.replace("{day}", self.day or "")


Row = Sequence[Any]


class Table(NamedTuple):
    """Columns and rows; the rows are read once.

    For people, `empty` stands in the place of rows that are none (without it nothing is shown at all), and `note` below
    the rows. A table of `figures` says again what the overview does, for formats that draw none.
    """

    columns: Sequence[Column]
    rows: Iterable[Row]
    title: str | None = None
    empty: str = ""
    note: str = ""
    figures: bool = False


class Case(NamedTuple):
    """Something that was checked, for formats of findings: passed unless there is a `finding` (its kind). One that is
    `accepted` (the reason), or of another `level` than error (warning, info), is told, and fails nothing. `title` is
    the finding in a few words, where its kind does not say enough."""

    suite: str
    name: str
    path: str
    line: int
    finding: str | None = None
    said: str = ""
    accepted: str | None = None
    column: int = 1
    level: str = "error"
    title: str = ""


class Event(NamedTuple):
    """A whole day in a calendar. `uid` names it for good; `sequence` (from 0) and `stamp` (ISO day) say which of two
    versions is the newer. `alarms` are days before."""

    uid: str
    day: str
    title: str
    description: str
    categories: Sequence[str] = ()
    cancelled: bool = False
    sequence: int = 0
    stamp: str = ""
    alarms: Sequence[int] = ()


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


class Beside(NamedTuple):
    """Threads side by side, under the names of their plans."""

    title: str
    plans: Sequence[str]
    threads: Sequence[Thread]


class Overview(NamedTuple):
    """An answer at a glance, for formats that can draw."""

    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()


def _nothing() -> Sequence[str]:
    return ()


class Document(NamedTuple):
    """A report. `notes` is asked after the rows have been read, since it may count them, and so are `overview` and
    `sources`, the documents that the answer is taken from, as they are cited.

    `data` gives the answer's value for JSON; it reads the same rows, so one call renders either. `cases` and `events`
    are for the formats that need them, `beside` for one that sets texts side by side; None where an answer has none.
    `lines` stand for title and tables where people read plain text: each is whole in itself.
    """

    title: str
    tables: Sequence[Table]
    data: Callable[[], Any]
    facts: Sequence[str] = ()
    notes: Callable[[], Sequence[str]] = _nothing
    empty: str = ""
    cases: Callable[[], Iterable[Case]] | None = None
    events: Callable[[], Iterable[Event]] | None = None
    lines: Callable[[], Iterable[str]] | None = None
    overview: Callable[[], Overview] | None = None
    sources: Callable[[], Sequence[str]] = _nothing
    beside: Callable[[], Beside] | None = None
