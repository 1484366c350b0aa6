"""What a report holds, whatever its format: a title, facts, notes; tables for people, records for programs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from ipcheck.base.i18n import Translator

if TYPE_CHECKING:  # loaded only by answers that have them
    from ipcheck.formats.parts import Case, Event, Overview, SideBySide, Timeline

Kind = Literal[
    "id", "text", "day", "number", "flag", "list", "path", "situation", "edits", "due", "agency", "agencies", "gist",
    "original", "links", "command",
]  # fmt: skip
Facet = Literal["", "task", "agency", "office", "situation", "plan", "section"]
Item = TypeVar("Item")


class Hint(str):
    """A line for whoever calls the program: it ends in a command, names options, or says where a file lies. `rest` is
    what remains of it for those to whom an answer is passed on; empty: nothing."""

    rest: str

    def __new__(cls, text: str, rest: str = "") -> "Hint":
        hint = super().__new__(cls, text)
        hint.rest = rest
        return hint


class Original(str):
    """The Chinese text of the pair before it, in a table of pairs: a page shows it below the English of that pair."""


class Column(NamedTuple, Generic[Item]):
    """A column of a table: its heading, and the cell that it has for an item.

    The kind says what a cell is, where it is not None: `day` ISO text, `flag` a bool, `number` a number, `list`, `path`
    and `agencies` names joined by newlines, `situation` a Standing, `due` a Due, `links` a tuple of Linked, `edits`
    stretches of text as (`same`, `gone` or `new`, text), others a str; `gist` is the text of a task or the like, in
    English for readers of other languages, `original` its Chinese text behind that, `command` a line for a shell, which
    the HTML page copies.

    An `optional` column is left out where it is empty in all rows; a `roomy` one as well, and where there is little
    room. `facet` names what the HTML page filters by the column; `task`: the ids by which it counts tasks, and to which
    it links.
    """

    label: str
    value: Callable[[Item], Any]
    kind: Kind = "text"
    optional: bool = False
    roomy: bool = False
    facet: Facet = ""


class Standing(NamedTuple):
    """A cell of kind `situation`: its name, by which a page filters and sorts, its light, and its words. `label` names
    the situation alone, without what the words add."""

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
        return self.form.replace("{day}", self.day) if self.day else self.form


class Table(NamedTuple, Generic[Item]):
    """A table for people: a row for each item, with the columns in this order; roomy columns come last, but for an
    original, which stands behind its English.

    Title, notes and `empty` may be a Hint. `note` stands below the rows, and `empty` in their place if there are none
    (if `empty` is empty too, the table is not shown). A table of `figures` repeats the overview, for formats that draw
    none. The two columns of `pairs` are names and the texts for them. Formats with little room show at most `row_limit`
    rows, formats that show all rows at once, such as a page, at most `page_row_limit`, and those on paper at most
    `paper_row_limit` (0: no limit); below them stands `left_out_note`, with {n} for the number of rows that are left
    out. By `where`, a table is only for a glance (in formats with little room, and on paper), or only for formats with
    room.
    """

    columns: Sequence[Column[Item]]
    items: Sequence[Item]
    title: str | None = None
    empty: str = ""
    note: str = ""
    figures: bool = False
    pairs: bool = False
    row_limit: int = 0
    page_row_limit: int = 0
    paper_row_limit: int = 0
    left_out_note: str = ""
    where: Literal["everywhere", "glance", "room"] = "everywhere"


class Field(NamedTuple):
    """A field of records. `key` is its heading in CSV, and is never translated.

    The kind says what a value is, where it is not None: `flag` true or false, `number` a number, `list` and `path`
    names joined by newlines, `text` a str.
    """

    key: str
    kind: Literal["text", "number", "flag", "list", "path"] = "text"


Row = Sequence[Any]


class Records(NamedTuple):
    """An answer for programs, as rows of values. The rows can be read once, and are made while they are read."""

    fields: Sequence[Field]
    rows: Iterable[Row]


class Form(NamedTuple):
    """A table that people fill in and send back. They may change only the columns whose labels are in `open`; `choices`
    lists the values to choose from, by label. `name` names the table's sheet in a workbook, `text` the column that says
    what a row is about: it stays in sight while people fill in the others. `further` sheets follow: each has a name and
    tables, which stand one below the other; those named in `hidden` are kept out of sight."""

    name: str
    table: Table[Any]
    open: Collection[str]
    choices: Mapping[str, Sequence[str]]
    text: str
    further: Sequence[tuple[str, Sequence[Table[Any]]]] = ()
    hidden: Collection[str] = ()


def _nothing() -> Sequence[Any]:
    return ()


def _no_records() -> Records:
    return Records((), ())


class Held(NamedTuple):
    """How much an answer holds: a number, and the words for it (57 tasks)."""

    number: int
    words: str


class Document(NamedTuple):
    """A report. Its parts are made when they are called, in any order and as often as they are called.

    `tables` are for people, `records` for programs. `data` gives the value for JSON; without it, that is an object for
    each of the records. `sources` cites the documents that the answer is taken from. `empty` is the text where no table
    is shown. `cases` and `events` are for the formats that need them, `timeline` for those that can draw one,
    `side_by_side` for one that sets texts side by side, `form` for one that can be filled in; each is None where an
    answer has none. Facts and notes may be a Hint. `lines` replace title, facts and tables in plain text and on a
    terminal: each must be clear by itself. A `tight` document has small letters and margins on paper, so that it takes
    few pages. `day` is that for which the answer holds (ISO text). `counted` says, with {n} and {all}, how many rows of
    the first table a page shows, where these are no tasks. `holds` says how much is in the answer, for whoever has it
    written to a file.
    """

    title: str
    tables: Callable[[], Sequence[Table[Any]]] = _nothing
    records: Callable[[], Records] = _no_records
    data: Callable[[], Any] | None = None
    facts: Sequence[str] = ()
    notes: Callable[[], Sequence[str]] = _nothing
    empty: str = ""
    cases: "Callable[[], Iterable[Case]] | None" = None
    events: "Callable[[], Iterable[Event]] | None" = None
    lines: Callable[[], Iterable[str]] | None = None
    overview: "Callable[[], Overview] | None" = None
    timeline: "Callable[[], Timeline] | None" = None
    sources: Callable[[], Sequence[str]] = _nothing
    side_by_side: "Callable[[], SideBySide] | None" = None
    form: Callable[[], Form] | None = None
    tight: bool = False
    day: str = ""
    counted: str = ""
    holds: Callable[[], Held] | None = None

    def limited(self, most: int, _: Translator) -> "Document":
        """The document with at most `most` rows in each table, in the records, in JSON that is a list, and so many
        events; a document with a form stays whole."""
        if self.form:
            return self

        def cut(table: Table[Any]) -> Table[Any]:
            if (more := len(table.items) - most) <= 0 or table.where == "glance":
                return table
            return table._replace(items=table.items[:most], note=_("And {n} more.").format(n=more), row_limit=0)

        def records() -> Records:
            fields, rows = self.records()
            return Records(fields, islice(rows, most))

        def data() -> Any:
            value = self.data() if self.data else None
            return islice(value, most) if isinstance(value, list | Iterator) else value

        def events() -> "Iterable[Event]":
            return islice(self.events() if self.events else (), most)

        def holds() -> Held:
            held = self.holds() if self.holds else Held(1, "")
            if held.number <= most:
                return held
            return Held(most, _("{held}, only the first {n} rows").format(held=held.words, n=most))

        return self._replace(
            tables=lambda: [cut(table) for table in self.tables()], records=records, data=data if self.data else None,
            holds=holds if self.holds else None, events=events if self.events else None,
        )  # fmt: skip
