"""What a report holds, whatever its format: a title, facts, tables with typed cells, notes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:  # loaded only by formats that can draw
    from ipcheck.formats.overview import Overview, SideBySide

Kind = Literal[
    "id", "text", "day", "number", "flag", "list", "path", "situation", "edits", "due", "agency", "agencies", "gist",
]  # fmt: skip
Facet = Literal["", "agency", "office", "situation", "plan", "section"]


class Column(NamedTuple):
    """A column of a table. `key` is its heading in CSV and is never translated; `label` is its heading for people.

    The kind says what a cell is, where it is not None: `day` ISO text, `flag` a bool, `number` a number, `list`, `path`
    and `agencies` names joined by newlines, `gist` the task id (or plan and heading) whose summary is shown,
    `situation` a Standing, `due` a Due, `edits` stretches of text as (`same`, `gone` or `new`, text), others a str.

    `shown` is the column's place for people, from 1; with 0 it is for programs only, or, if `roomy`, stands last in
    formats that have room. An `optional` column is left out for people where it is empty in all rows. A column without
    `data` is for people only. `facet` names what the HTML page filters by the column.
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
    """A cell of kind `situation`: its name for programs, its light and words for people. `label` names the situation
    alone, without what the words add."""

    name: str
    light: str
    words: str
    label: str = ""


class Due(NamedTuple):
    """A cell of kind `due`: a last day (ISO text), and the text that shows it, with {day} for the day: {day} (period).
    Without a day, `form` is the whole text."""

    day: str | None
    form: str = "{day}"

    def __str__(self) -> str:
        return self.form.replace("{day}", self.day or "")


Row = Sequence[Any]


class Table(NamedTuple):
    """Columns and rows. The rows can be read only once.

    For people, `note` stands below the rows, and `empty` in their place if there are none (if `empty` is empty too, the
    table is not shown). A table of `figures` repeats the overview, for formats that draw none. Formats with little room
    show at most `most` rows, formats that show all rows at once, such as a page, at most `at_once` (0: no limit);
    below them stands `rest`, with {n} for the number of rows that are left out.
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
    """A table that people fill in and send back. They may change only the columns whose keys are in `open`; `choices`
    lists the values to choose from, by key. `name` names the table's sheet in a workbook. `further` sheets follow: each
    has a name and tables, which stand one below the other."""

    name: str
    table: Table
    open: Collection[str]
    choices: Mapping[str, Sequence[str]]
    further: Sequence[tuple[str, Sequence[Table]]] = ()


class Case(NamedTuple):
    """Something that was checked, for formats that report findings. It has passed unless `finding` names a kind of
    finding; `message` then describes it, and `title` is a short form where the kind does not say enough. A finding that
    is `accepted` (the reason), or whose `level` is warning or info instead of error, is reported but fails nothing."""

    suite: str
    name: str
    path: str
    line: int
    finding: str | None = None
    message: str = ""
    accepted: str | None = None
    column: int = 1
    level: str = "error"
    title: str = ""


class Event(NamedTuple):
    """An event of a whole day (ISO text) in a calendar. `uid` identifies it for good; `sequence` (from 0) and `stamp`
    (ISO text) tell which of two versions is newer. `alarms` are reminders, in days before the event."""

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
    """A report. `notes`, `overview` and `sources` are called after the rows have been read, since they may count rows.
    `sources` cites the documents that the answer is taken from. `empty` is the text where no table is shown.

    `data` gives the answer's value for JSON. It reads the same rows as `tables`, so that only one of the two can be
    used. `cases` and `events` are for the formats that need them, `side_by_side` for one that sets texts side by side,
    `form` for one that can be filled in; each is None where an answer has none. `lines` replace title, facts and tables
    in plain text and on a terminal: each must be clear by itself.
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
