"""Cells as people read them: the one place where a value becomes words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import is_chinese
from ipcheck.base.width import LIGHT_MARKS
from ipcheck.formats.document import Column, Document, Due, Kind, Standing, Table

UNBROKEN = frozenset({"day", "number", "flag"})  # kinds whose cells no format breaks into lines
LANGUAGES = {"zh": "zh-CN"}  # the names of languages in documents (BCP 47)
# The backgrounds of lights, pale enough for dark letters (WCAG 2: 4.5:1). The HTML page has colours of its own.
GROUNDS = {"🔴": "#fde2e1", "🟡": "#fdf0c4", "🟢": "#dbf2df", "🔵": "#dfebfb"}
NO_LIGHT = "#eaedf0"

# Deletions and insertions, marked as by wdiff: readable without colour, and in every format.
_MARKED = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def cell(value: Any, kind: Kind, _: Translator, lights: bool = True) -> str:
    """The words of one cell, with or without the light before them; empty where it has no value."""
    if value is None or value == "":
        return ""
    if isinstance(value, Standing):
        return f"{value.light} {value.words}" if lights else value.words
    if isinstance(value, Due):
        return str(value)
    if kind == "flag":
        return _("yes") if value else ""
    if kind == "list":
        return _.join(str(value).split("\n"))
    if kind == "agency":
        return _.name(value)
    if kind == "agencies":
        return _.join(list(map(_.abbreviation, str(value).split("\n"))))
    if kind == "links":
        return _("; ").join(link.text for link in value)
    if kind == "edits":
        return "".join(_MARKED[kind].format(text) for kind, text in value)
    if kind == "path":
        return " > ".join(str(value).split("\n"))
    return str(value)


ENGLISH_NOTICE = N_("The English texts are unofficial summaries; the Chinese texts prevail.")
HOW_TO_SEE_BOTH = N_("--both shows them too.")
Cell = TypeVar("Cell")


class Shown(NamedTuple, Generic[Cell]):
    """A table as people see it: its title, its columns in order, its cells, and the note below them.

    A table without rows has only a title and a note. The columns of `pairs` are names and the texts for them.
    """

    title: str | None
    columns: list[Column[Any]]
    rows: list[list[Cell]]
    note: str = ""
    pairs: bool = False


def unlit(text: str) -> str:
    """A text without the lights that stand in it, for formats that draw them or have backgrounds in their place: many
    fonts lack them and leave a gap."""
    return re.sub(f"[{LIGHT_MARKS}] ?", "", text)


def in_words(table: Shown[Any], _: Translator, lights: bool = True) -> Shown[str]:
    """A table with each cell in words, with or without lights before them."""
    rows = [
        [cell(value, column.kind, _, lights) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return table._replace(rows=rows)


def notices(tables: Sequence[Shown[Any]], _: Translator, on_page: bool = False) -> list[str]:
    """What is said once below tables for readers of another language: that their texts are summaries, and what
    abbreviations of agencies mean. `on_page`: without the option that shows the Chinese texts as well."""
    values: dict[Kind, list[Any]] = defaultdict(list)
    for table in tables:
        for at, column in enumerate(table.columns):
            values[column.kind] += [row[at] for row in table.rows if row[at]]
    sentences = []
    if any(not is_chinese(text) for text in values["gist"]):
        sentences.append(_(ENGLISH_NOTICE))
        if not values["original"] and not on_page:
            sentences.append(_(HOW_TO_SEE_BOTH))
    names = dict.fromkeys(name for value in values["agencies"] for name in str(value).split("\n"))
    short = {_.abbreviation(name): _.name(name) for name in names if _.abbreviation(name) != _.name(name)}
    legend = _("; ").join(abbreviation + _(": ") + short[abbreviation] for abbreviation in sorted(short))
    return [line for line in (_.sentences(sentences), legend) if line]


def values_for_people(
    document: Document, roomy: bool = False, on_page: bool = False, on_paper: bool = False
) -> list[Shown[Any]]:
    """The tables of a document with the values of their cells, for formats that show some values otherwise than in
    words. A table without rows is left out if it has no words for that, an optional column if it is empty in all rows.

    `roomy` is for formats that have room: roomy columns are shown, tables for a glance are left out, and no table is
    cut. Others leave out the tables for formats with room. Those that show all rows `on_page` at once cut a table at
    its `page_row_limit`, those `on_paper` at its `paper_row_limit`, those with little room at its `row_limit`. Formats
    with room and those on paper draw the overview, and leave out tables of figures.
    """
    tables = []
    for table in document.tables():
        limit = 0 if roomy else table.row_limit
        if on_page:
            limit = table.page_row_limit
        elif on_paper:
            limit = table.paper_row_limit or table.page_row_limit
        if not (table.figures and (roomy or on_paper)) and table.where in ("everywhere", "room" if roomy else "glance"):
            tables.append(shown(table, roomy, limit))
    return [table for table in tables if table.rows or table.note]


def shown(table: Table[Any], roomy: bool = False, limit: int = 0, empty_columns: bool = False) -> Shown[Any]:
    """A table with the values of its cells, cut at `limit` rows (0: not cut). With `roomy`, roomy columns are shown;
    with `empty_columns` also optional columns that are empty."""
    columns = [column for column in table.columns if roomy or not column.roomy]
    cells = [[column.value(item) for column in columns] for item in table.items]
    kept = [empty_columns or is_shown(column, (row[at] for row in cells)) for at, column in enumerate(columns)]
    rows = [list(compress(row, kept)) for row in cells]
    note = table.note if rows else table.empty
    if limit and (more := len(rows) - limit) > 0:
        rows, note = rows[:limit], table.left_out_note.format(n=more)
    return Shown(table.title, list(compress(columns, kept)), rows, note, table.pairs)


def is_shown(column: Column[Any], values: Iterable[Any]) -> bool:
    """Whether a table shows a column that holds these values. An optional or roomy column needs at least one value."""
    return not (column.optional or column.roomy) or any(value not in (None, "", False, ()) for value in values)


def aligned(columns: Sequence[Column[Any]]) -> list[Literal["left", "right"]]:
    """The side to which each column is aligned: numbers to the right, all else to the left."""
    return ["right" if column.kind == "number" else "left" for column in columns]
