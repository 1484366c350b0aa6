"""Plain text, for pipes and files. Columns are aligned by terminal cells, so that Chinese lines up; no text is cut."""

from typing import BinaryIO

from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, in_words, notices, values_for_people
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page, can_encode

_DRAWING = 100  # cells: the width of a drawn timeline


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write title, facts, tables and notes; or only lines and notes, where the document has lines. Characters that the
    encoding of the page lacks are replaced."""

    def write(line: str = "") -> None:
        out.write((line + "\n").encode(page.encoding, "replace"))

    if document.lines:
        for line in (*document.lines(), *document.notes()):
            write(line)
        return
    write(document.title)
    for fact in document.facts:
        write(fact)
    if document.timeline:
        from ipcheck.formats.timeline import ENCODED, timeline_lines  # imported here because few answers have one

        write()
        for line in timeline_lines(document.timeline(), _DRAWING, _, not can_encode(ENCODED, page.encoding)):
            write(line)
    tables = values_for_people(document)
    for title, columns, rows, note, _pairs in (in_words(table, _) for table in tables):
        write()
        if title:
            write(title)
        header = [column.label for column in columns]
        if rows:  # disable_numparse: 3.10 is the number of a task, not 3.1
            write(tabulate(rows, header, tablefmt="simple", disable_numparse=True, colalign=aligned(columns)))
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
