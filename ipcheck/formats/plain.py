"""Plain text, for pipes and files. Columns are aligned by terminal cells, so that Chinese lines up; no text is cut."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, BinaryIO

from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.base.width import cells
from ipcheck.formats.cells import aligned, in_words, notices, values_for_people
from ipcheck.formats.document import Column, Document
from ipcheck.formats.format import Page, can_encode
from ipcheck.formats.layout import GAP, INDENT, Layout, broken, lay_out

_DRAWING = 100  # cells: the width of a drawn timeline


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write title, facts, tables and notes; or only lines and notes, where the document has lines. Characters that the
    encoding of the page lacks are replaced. Lines are at most `page.width` cells wide (0: as wide as the texts), but
    for those of a document that has lines: editors read them."""

    def write(text: str = "") -> None:
        lines = (broken(line, page.width) if page.width else line for line in text.split("\n"))
        out.write(("\n".join(lines) + "\n").encode(page.encoding, "replace"))

    if document.lines:
        for line in (*document.lines(), *document.notes()):
            out.write((line + "\n").encode(page.encoding, "replace"))
        return
    write(document.title)
    for fact in document.facts:
        write(fact)
    if document.timeline:
        from ipcheck.formats.timeline import ENCODED, timeline_lines  # imported here because few answers have one

        write()
        width = min(_DRAWING, page.width or _DRAWING)
        for line in timeline_lines(document.timeline(), width, _, not can_encode(ENCODED, page.encoding)):
            write(line)
    tables = values_for_people(document)
    for title, columns, rows, note, _pairs in (in_words(table, _) for table in tables):
        write()
        if title:
            write(title)
        for line in _rows(columns, rows, page.width, _) if rows else ():
            write(line)
        if note:
            write(note)
    if not tables and document.empty:
        write()
        write(document.empty)
    notes = [*document.notes(), *notices(tables, _)]
    if notes:
        write()
    for note in notes:
        write(note)


def _rows(columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], width: int, _: Translator) -> Iterator[str]:
    """The lines of a table at most `width` cells wide (0: as wide as it is)."""
    sides = aligned(columns)
    layout = lay_out(columns, rows, width) if width else Layout(range(len(columns)))
    if layout.below:
        yield from _with_texts_below(columns, rows, layout, width)
    elif layout.places:
        header = [column.label for column in columns]
        if width:
            header, rows = _in_cells(header, layout), [_in_cells(row, layout) for row in rows]
        # disable_numparse: 3.10 is the number of a task, not 3.1
        yield tabulate(rows, header, tablefmt="simple", disable_numparse=True, colalign=sides)
    else:
        for number, row in enumerate(rows):
            if number:
                yield ""
            for column, words in zip(columns, row, strict=True):
                if words:
                    yield f"{column.label}{_(': ')}{words}"


def _in_cells(row: Sequence[str], layout: Layout) -> list[str]:
    return [broken(row[at], width) for at, width in zip(layout.places, layout.widths, strict=True)]


def _with_texts_below(
    columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]], layout: Layout, page: int
) -> Iterator[str]:
    """The rows under the labels of their columns, each with its long texts below."""
    sides = aligned([columns[at] for at in layout.places])
    yield from _beside([column.label for column in columns], layout, sides)
    yield (" " * GAP).join("-" * width for width in layout.widths)
    for row in rows:
        yield from _beside(row, layout, sides)
        for at in layout.below:
            for line in broken(row[at], page - INDENT).split("\n") if row[at] else ():
                yield " " * INDENT + line


def _beside(row: Sequence[str], layout: Layout, sides: Sequence[str]) -> Iterator[str]:
    """The lines of the cells that stand side by side."""
    for parts in zip_longest(*(cell.split("\n") for cell in _in_cells(row, layout)), fillvalue=""):
        line = []
        for part, width, side in zip(parts, layout.widths, sides, strict=True):
            room = " " * (width - cells(part))
            line.append(room + part if side == "right" else part + room)
        yield (" " * GAP).join(line).rstrip()
