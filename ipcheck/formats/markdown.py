"""Markdown: tables for issues, wikis and job summaries."""

import re
from typing import BinaryIO

from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, for_people
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$!])")


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document; every character of the data that Markdown or HTML would read is escaped."""

    def write(line: str = "") -> None:
        out.write((line + "\n").encode(page.encoding, "replace"))

    write(f"# {_escaped(document.title)}")
    for fact in document.facts:
        write()
        write(_escaped(fact))
    tables = for_people(document, _)
    for title, columns, rows, note in tables:
        write()
        if title:
            write(f"## {_escaped(title)}")
            write()
        header = [_escaped(column.label) for column in columns]
        cells = [[_escaped(value) for value in row] for row in rows]
        if cells:
            write(tabulate(cells, header, tablefmt="pipe", disable_numparse=True, colalign=aligned(columns)))
        if note:
            write(f"\n{_escaped(note)}" if cells else _escaped(note))
    if not tables and document.empty:
        write()
        write(_escaped(document.empty))
    for note in document.notes():
        write()
        write(_escaped(note))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
