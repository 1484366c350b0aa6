"""Markdown, with tables for issues, wikis and job summaries."""

import re
from typing import BinaryIO

from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, for_people
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$!])")


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document. Every character of the data that means something in Markdown or HTML is escaped."""

    def write(line: str = "") -> None:
        out.write((line + "\n").encode(page.encoding, "replace"))

    write(f"# {_escape(document.title)}")
    for fact in document.facts:
        write()
        write(_escape(fact))
    tables = for_people(document, _)
    for title, columns, rows, note, _pairs in tables:
        write()
        if title:
            write(f"## {_escape(title)}")
            write()
        header = [_escape(column.label) for column in columns]
        cells = [[_escape(value) for value in row] for row in rows]
        if cells:
            write(tabulate(cells, header, tablefmt="pipe", disable_numparse=True, colalign=aligned(columns)))
        if note:
            write(f"\n{_escape(note)}" if cells else _escape(note))
    if not tables and document.empty:
        write()
        write(_escape(document.empty))
    for note in document.notes():
        write()
        write(_escape(note))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
