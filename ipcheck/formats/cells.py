"""Cells as people read them: the one place where a value becomes words."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Due, Row, Standing, Table

UNBROKEN = frozenset({"day", "number", "flag"})  # kinds whose cells no format breaks into lines
LANGUAGES = {"zh": "zh-CN"}  # the names of languages in documents (BCP 47)
# The backgrounds of lights, pale enough for dark letters (WCAG 2: 4.5:1). The HTML page has colours of its own.
GROUNDS = {"🔴": "#fde2e1", "🟡": "#fdf0c4", "🟢": "#dbf2df", "🔵": "#dfebfb"}
NO_LIGHT = "#eaedf0"

# Deletions and insertions, marked as by wdiff: readable without colour, and in every format.
_MARKED = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def cell(value: Any, column: Column, _: Translator) -> str:
    """The words of one cell; empty where it has no value."""
    if value is None or value == "":
        return ""
    if isinstance(value, Standing):
        return f"{value.light} {value.words}"
    if isinstance(value, Due):
        return str(value)
    if column.kind == "flag":
        return _("yes") if value else ""
    if column.kind == "list":
        return _.join(str(value).split("\n"))
    if column.kind == "agency":
        return _.name(value)
    if column.kind == "agencies":
        return _.join_names(str(value).split("\n"))
    if column.kind == "edits":
        return "".join(_MARKED[kind].format(text) for kind, text in value)
    if column.kind == "path":
        return " > ".join(str(value).split("\n"))
    return str(value)


Cell = TypeVar("Cell")


class Shown(NamedTuple, Generic[Cell]):
    """A table as people see it: its title, its columns in order, its cells, and the note below them.

    A table without rows has only a title and a note.
    """

    title: str | None
    columns: list[Column]
    rows: list[list[Cell]]
    note: str = ""


def for_people(document: Document, _: Translator) -> list[Shown[str]]:
    """The tables of a document, each cell in words. A table without rows is left out if it has no words for that, an
    optional column if it is empty in all rows."""
    return [
        Shown(title, columns, [[cell(*pair, _) for pair in zip(row, columns, strict=True)] for row in rows], note)
        for title, columns, rows, note in values_for_people(document, _)
    ]


def values_for_people(
    document: Document, _: Translator, roomy: bool = False, whole: bool = False, at_once: bool = False
) -> list[Shown[Any]]:
    """The tables of a document with the values of their cells, for formats that show some values otherwise than in
    words. Summaries (kind `gist`) are texts already. A table without rows is left out if it has no words for that, an
    optional column if it is empty in all rows.

    `roomy` is for formats that have room and draw the overview: roomy columns come after the others, and tables of
    figures are left out. With `roomy` or `whole` no table is cut at its `most` rows; with `at_once` as well, a table is
    cut at its `at_once` rows.
    """
    tables = (
        _shown(table._replace(most=table.at_once if at_once else 0) if roomy or whole else table, _, roomy)
        for table in document.tables
        if not (roomy and table.figures)
    )
    return [shown for shown in tables if shown.rows or shown.note]


def _shown(table: Table, _: Translator, roomy: bool) -> Shown[Any]:
    last = len(table.columns) + 1
    places = [column.shown or (last if roomy and column.roomy else 0) for column in table.columns]
    order = sorted((place, index) for index, place in enumerate(places) if place)
    rows: list[Row] = list(table.rows) if any(column.shown for column in table.columns) else []
    for index, column in enumerate(table.columns):
        if column.kind == "gist" and places[index]:
            rows = [(*row[:index], _.gist(row[index] or ""), *row[index + 1 :]) for row in rows]
    kept = [index for _place, index in order if is_shown(table.columns[index], (row[index] for row in rows))]
    columns = [table.columns[index] for index in kept]
    values = [[row[index] for index in kept] for row in rows]
    note = table.note if rows else table.empty
    if table.most and (more := len(values) - table.most) > 0:
        values, note = values[: table.most], table.rest.format(n=more)
    return Shown(table.title, columns, values, note)


def is_shown(column: Column, values: Iterable[Any]) -> bool:
    """Whether a table shows a column that holds these values. An optional or roomy column needs at least one value."""
    return not (column.optional or column.roomy) or any(value not in (None, "", False) for value in values)


def aligned(columns: Sequence[Column]) -> list[Literal["left", "right"]]:
    """The side to which each column is aligned: numbers to the right, all else to the left."""
    return ["right" if column.kind == "number" else "left" for column in columns]
