"""Tables on a terminal. Data is given to Rich as Text, never as markup, where [/] would raise and [a] would vanish."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from rich import box
from rich.console import Console
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from ipcheck.base.i18n import Translator
from ipcheck.base.width import cells, wrap
from ipcheck.formats.cells import UNBROKEN, aligned, in_words, notices, values_for_people
from ipcheck.formats.document import Column, Document, Row
from ipcheck.formats.format import Page, can_encode

if TYPE_CHECKING:
    from ipcheck.formats.parts import Linked

_UNBROKEN = UNBROKEN | {"id"}  # people type ids, so an id stays in one piece
# Widths here are in cells of the terminal.
_LEAST, _LEAST_LONGEST = 12, 24  # of a readable column of text; the column with the longest text holds sentences
_LONGEST_WORD = 17  # of an agency's name or the like; longer words may be broken
_GAP = 3  # between columns
_LIGHTS = {"🔴": "red", "🟡": "yellow", "🟢": "green", "🔵": "blue", "⚪": "dim"}


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document at most `page.width` cells wide. Long texts are broken into lines; no text is cut.

    Where a table is too wide for the page, the cells of a row are written below each other, each after its label.
    """
    text = io.StringIO()
    console = Console(
        file=text, width=page.width, force_terminal=page.colour, color_system="standard" if page.colour else None,
        legacy_windows=False, highlight=False, emoji=False, markup=False, _environ={},
    )  # fmt: skip
    if document.lines:
        for line in document.lines():
            console.print(_line(line), soft_wrap=True)  # unbroken: editors read file:line:column
        for note in document.notes():
            console.print(Text(note, style="dim"))
        out.write(text.getvalue().encode(page.encoding, "replace"))
        return
    frame = box.SIMPLE_HEAD if can_encode("─", page.encoding) else box.ASCII2
    console.print(Text(document.title, style="bold"))

    def say(line: str) -> None:
        console.print(Text(_wrap(line, page.width), style="dim"))

    for fact in document.facts:
        say(fact)
    if document.timeline:
        from ipcheck.formats.timeline import ENCODED, timeline_lines  # imported here because few answers have one

        drawn = timeline_lines(document.timeline(), page.width, _, not can_encode(ENCODED, page.encoding))
        console.print(Text("\n" + "\n".join(drawn)))
    tables = values_for_people(document)
    for table in tables:
        title, columns, rows, note, _pairs = in_words(table, _)
        if title:
            console.print(Text(f"\n{title}", style="bold"))
        widths = _widths(columns, rows, page.width) if rows else []
        if widths:
            console.print(_as_table(columns, rows, table.rows, widths, frame))
        else:
            for row, values in zip(rows, table.rows, strict=True):
                console.print(_as_lines(columns, row, values, page.width, _), overflow="fold")
            if rows:
                console.print()
        if note:
            say(note)
    if not tables and document.empty:
        console.print(Text(document.empty))
    for note in (*document.notes(), *notices(tables, _)):
        say(note)
    out.write(text.getvalue().encode(page.encoding, "replace"))


def _widths(columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], page: int) -> list[int]:
    """The width of each column on a page of this width, both in cells; empty if the columns do not fit side by side.

    A column is at least as wide as the longest word of its label, and as its longest cell if that is never broken, else
    wide enough to be readable. What is left goes first to the columns that need least for their labels and cells to
    stay on one line. The widths are settled here because Rich crops texts when it shrinks columns with a least width.
    """
    cells_by_column = list(zip(*rows, strict=True))
    wanted = [max(map(cells, column_cells)) for column_cells in cells_by_column]
    widths = []
    for column, longest, column_cells in zip(columns, wanted, cells_by_column, strict=True):
        word = max(map(cells, column.label.split()))
        least = _LEAST_LONGEST if longest == max(wanted) else _LEAST
        if column.kind in ("agency", "agencies", "list"):  # a word such as Administration stays in one piece
            least = max(least, *(min(_LONGEST_WORD, cells(part)) for name in column_cells for part in name.split()), 0)
        widths.append(max(word, longest if column.kind in _UNBROKEN else min(longest, least)))
    spare = page - sum(widths) - _GAP * len(widths)
    if spare < 0:
        return []
    wanted = [max(longest, cells(column.label)) for column, longest in zip(columns, wanted, strict=True)]
    for index in sorted(range(len(widths)), key=lambda index: wanted[index] - widths[index]):
        more = min(spare, max(0, wanted[index] - widths[index]))
        widths[index] += more
        spare -= more
    return widths


def _as_table(
    columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], values: Sequence[Row], widths: Sequence[int],
    frame: box.Box,
) -> RichTable:  # fmt: skip
    table = RichTable(box=frame, pad_edge=False)
    for column, justify, width in zip(columns, aligned(columns), widths, strict=True):
        table.add_column(Text(column.label), justify=justify, overflow="fold", width=width)
    for row, row_values in zip(rows, values, strict=True):
        table.add_row(*map(_text, map(_wrap, row, widths), row_values, columns))
    return table


def _wrap(value: str, width: int) -> str:
    """A text broken into lines of at most `width` cells, whose own lines stay. Rich would break Chinese anywhere, even
    before a full stop."""
    if cells(value) <= width:
        return value
    return "\n".join("\n".join(wrap(line, width)) for line in value.split("\n"))


def _text(words: str, value: Any, column: Column[Any]) -> Text:
    """The words of a cell, which may be broken into lines, as its value looks."""
    text = Text(words, style=_LIGHTS.get(words[:1], "") if column.kind == "situation" else "")
    if column.kind == "edits":
        text.highlight_regex(r"(?s)\[-.*?-\]", "red")
        text.highlight_regex(r"(?s)\{\+.*?\+\}", "green")
    if column.kind == "links" and value:
        _link(text, value)
    return text


def _link(text: Text, links: "Sequence[Linked]") -> None:
    """Let the texts of `links`, which follow one another in a text, open their addresses (OSC 8; only with colour).

    Breaking lines has changed nothing but spaces, so all other characters are counted.
    """
    places = [place for place, character in enumerate(text.plain) if not character.isspace()]
    at = 0
    for link in links:
        inside = places[at : at + len("".join(link.text.split()))]
        if inside and link.address:
            text.stylize(Style(link=link.address), inside[0], inside[-1] + 1)
        at += len(inside) + 1  # the mark between two texts


def _line(line: str) -> Text:
    """One of the document's lines, with its level (error, warning or info) in colour."""
    text = Text(line)
    text.highlight_regex(r":[0-9]+:[0-9]+: (?:(?P<red>error)|(?P<yellow>warning)|(?P<cyan>info)): ")
    return text


def _as_lines(columns: Sequence[Column[Any]], row: Sequence[str], values: Row, width: int, _: Translator) -> Text:
    text = Text("\n")
    for column, words, value in zip(columns, row, values, strict=True):
        if words:
            label = f"{column.label}{_(': ')}"
            text.append(label, style="dim")
            text.append_text(_text(f"{_wrap(label + words, width)[len(label) :]}\n", value, column))
    text.rstrip()
    return text
