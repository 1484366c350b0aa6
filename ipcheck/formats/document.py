"""What a report holds before any format: a title, facts, tables with typed cells, notes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:  # only formats that can draw need them
    from ipcheck.formats.overview import Overview, SideBySide

Kind = Literal[
    "id", "text", "day", "number", "flag", "list", "path", "situation", "edits", "due", "agency", "agencies", "gist",
]  # fmt: skip
Facet = Literal["", "agency", "office", "situation", "plan", "section"]


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
    the rows. A table of `figures` says again what the overview does, for formats that draw none. Where room is short,
    at most `most` rows stand, and `rest`, with {n} in the place of how many are left out; where all rows would be in
    sight at once, as on a page, at most `at_once`.
    """

    columns: Sequence[Column]
    rows: Iterable[Row]
    title: str | None = None
    empty: str = ""
    note: str = ""
    figures: bool = False
    most: int = 0
    rest: str = ""
    at_once: int = 0


class Form(NamedTuple):
    """A table that people fill in and send back. The columns `open` (keys) are theirs, all else is not to be changed;
    of `choices` by key one is chosen. `name` is that of its sheet in a workbook, where `further` sheets follow: a name,
    and what stands there, one below the other."""

    name: str
    table: Table
    open: Collection[str]
    choices: Mapping[str, Sequence[str]]
    further: Sequence[tuple[str, Sequence[Table]]] = ()


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


def _nothing() -> Sequence[str]:
    return ()


class Document(NamedTuple):
    """A report. `notes` is asked after the rows have been read, since it may count them, and so are `overview` and
    `sources`, the documents that the answer is taken from, as they are cited.

    `data` gives the answer's value for JSON; it reads the same rows, so one call renders either. `cases` and `events`
    are for the formats that need them, `beside` for one that sets texts side by side, `form` for those that can be
    filled in; None where an answer has none.
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
    overview: "Callable[[], Overview] | None" = None
    sources: Callable[[], Sequence[str]] = _nothing
    side_by_side: "Callable[[], SideBySide] | None" = None
    form: Callable[[], Form] | None = None
