"""HTML: one page that is mailed as it is, so every look is written in the element that has it."""

from collections.abc import Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ipcheck.base.i18n import Translator
from ipcheck.base.width import ems
from ipcheck.formats.cells import GROUNDS, LANGUAGES, NO_LIGHT, UNBROKEN, Shown, aligned, cell, values_for_people
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page

_NARROW, _MIDDLE = 6, 14  # em up to which cells are never broken, and up to which in two lines at most


class _Place(NamedTuple):
    """A column on the page: where its cells stand, and the em that hold each in a line (0: they are never broken)."""

    label: str
    kind: str
    align: str
    width: int


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as one page without scripts, style sheets or anything to be fetched.

    A cell is data that anyone may have written; Jinja escapes all of it, and no style is made of it.
    """
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    tables = [(table, _places(table, _)) for table in values_for_people(document, _)]
    said = environment.get_template("mail.html.j2").render(
        document=document, language=LANGUAGES.get(_.language, _.language), tables=tables,
        notes=document.notes(), words=partial(cell, _=_), middle=_MIDDLE, grounds=GROUNDS, no_light=NO_LIGHT,
    )  # fmt: skip
    out.write(said.encode())


def _places(table: Shown[Any], _: Translator) -> list[_Place]:
    places = []
    for index, (column, align) in enumerate(zip(table.columns, aligned(table.columns), strict=True)):
        cells = [cell(row[index], column, _) for row in table.rows]
        places.append(_Place(column.label, column.kind, align, _width(column.kind, cells)))
    return places


def _width(kind: str, cells: Sequence[str]) -> int:
    widest = ceil(max(map(ems, cells), default=0))
    return 0 if kind in UNBROKEN or widest <= _NARROW else widest
