"""Tables on a terminal. Data is given to Rich as Text, never as markup, where [/] would raise and [a] would vanish."""

import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO

from rich import box
from rich.console import Console
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, in_words, notices, values_for_people
from ipcheck.formats.document import Column, Document, Row
from ipcheck.formats.format import Page, can_encode
from ipcheck.formats.layout import GAP, INDENT, Layout, broken, lay_out

if TYPE_CHECKING:
    from ipcheck.formats.parts import Linked

_LIGHTS = {"🔴": "red", "🟡": "yellow", "🟢": "green", "🔵": "blue", "⚪": "dim"}


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document at most `page.width` cells wide. Long texts are broken into lines; no text is cut.

    A long text stands below its row where it has too little room beside it. Where even that is too wide for the page,
    the cells of a row are written below each other, each after its label.
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
        console.print(Text(broken(line, page.width), style="dim"))

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
        layout = lay_out(columns, rows, page.width) if rows else Layout()
        if layout.below:
            console.print(_with_texts_below(columns, rows, table.rows, layout, page.width, frame.head_row_horizontal))
        elif layout.places:
            console.print(_as_table(columns, rows, table.rows, layout.widths, frame))
        else:
            for row, values in zip(rows, table.rows, strict=True):
                console.print(_as_lines(columns, row, values, page.width, _), overflow="fold")
        if rows and (layout.below or not layout.places):
            console.print()  # as the table of Rich has it
        if note:
            say(note)
    if not tables and document.empty:
        console.print(Text(document.empty))
    for note in (*document.notes(), *notices(tables, _)):
        say(note)
    out.write(text.getvalue().encode(page.encoding, "replace"))


def _as_table(
    columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], values: Sequence[Row], widths: Sequence[int],
    frame: box.Box,
) -> RichTable:  # fmt: skip
    table = RichTable(box=frame, pad_edge=False)
    for column, justify, width in zip(columns, aligned(columns), widths, strict=True):
        table.add_column(Text(column.label), justify=justify, overflow="fold", width=width)
    for row, row_values in zip(rows, values, strict=True):
        table.add_row(*map(_text, map(broken, row, widths), row_values, columns))
    return table


def _with_texts_below(
    columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], values: Sequence[Row], layout: Layout, page: int,
    rule: str,
) -> Text:  # fmt: skip
    """The rows as lines under the labels of their columns, each with its long texts below."""
    sides = aligned([columns[at] for at in layout.places])
    gap = " " * GAP

    def line(texts: Sequence[Text]) -> Text:
        for text, side, width in zip(texts, sides, layout.widths, strict=True):
            text.align(side, width)
        joined = Text(gap).join(texts)
        joined.rstrip()
        return joined

    labels = [_text(broken(columns[at].label, width), None, columns[at])
              for at, width in zip(layout.places, layout.widths, strict=True)]  # fmt: skip
    lines = [line(part) for part in _beside(labels)]
    for head in lines:
        head.stylize("bold")
    lines.append(Text(rule * (sum(layout.widths) + GAP * (len(layout.widths) - 1))))
    for row, row_values in zip(rows, values, strict=True):
        cells_ = [_text(broken(row[at], width), row_values[at], columns[at])
                  for at, width in zip(layout.places, layout.widths, strict=True)]  # fmt: skip
        cells_[0].stylize("bold")
        lines += [line(part) for part in _beside(cells_)]
        for at in layout.below:
            text = _text(broken(row[at], page - INDENT), row_values[at], columns[at])
            lines += [Text(" " * INDENT) + part for part in text.split("\n")] if row[at] else []
    return Text("\n").join(lines)


def _beside(texts: Sequence[Text]) -> "list[list[Text]]":
    """The lines of texts that stand side by side: of each line, a part of each text."""
    return [
        [part or Text() for part in parts]
        for parts in zip_longest(*(text.split("\n", allow_blank=True) for text in texts))
    ]


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
            text.append_text(_text(f"{broken(label + words, width)[len(label) :]}\n", value, column))
    text.rstrip()
    return text
