"""Markdown, with tables for issues, wikis and job summaries."""

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, cell, notices, values_for_people
from ipcheck.formats.document import Document, Kind
from ipcheck.formats.format import Page

if TYPE_CHECKING:
    from ipcheck.formats.parts import Linked

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$!])")
# Characters of an address that could end its link or the cell around it, or that begin an entity or a formula.
_IN_ADDRESS = str.maketrans({**{character: f"%{ord(character):X}" for character in "()[]$"}, "&": "&amp;"})


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document. Every character of the data that means something in Markdown or HTML is escaped."""

    def write(line: str = "") -> None:
        out.write((line + "\n").encode(page.encoding, "replace"))

    write(f"# {_escape(document.title)}")
    for fact in document.facts:
        write()
        write(_escape(fact))
    tables = values_for_people(document)
    for title, columns, rows, note, _pairs in tables:
        write()
        if title:
            write(f"## {_escape(title)}")
            write()
        header = [_escape(column.label) for column in columns]
        cells = [[_cell(value, column.kind, _) for value, column in zip(row, columns, strict=True)] for row in rows]
        if cells:
            write(tabulate(cells, header, tablefmt="pipe", disable_numparse=True, colalign=aligned(columns)))
        if note:
            write(f"\n{_escape(note)}" if cells else _escape(note))
    if not tables and document.empty:
        write()
        write(_escape(document.empty))
    for note in (*document.notes(), *notices(tables, _)):
        write()
        write(_escape(note))


def _cell(value: Any, kind: Kind, _: Translator) -> str:
    if kind == "links" and value:
        return _("; ").join(map(_link, value))
    return _escape(cell(value, kind, _))


def _link(link: "Linked") -> str:
    text = _escape(link.text)
    return f"[{text}]({link.address.translate(_IN_ADDRESS)})" if link.address else text


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
