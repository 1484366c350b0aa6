"""HTML for mail: one page without a style sheet; every style is an attribute of its element."""

from collections.abc import Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ipcheck.base.i18n import Translator
from ipcheck.base.width import ems
from ipcheck.formats.cells import (
    GROUNDS,
    LANGUAGES,
    NO_LIGHT,
    UNBROKEN,
    Shown,
    aligned,
    cell,
    notices,
    values_for_people,
)
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page

_NARROW, _MIDDLE = 6, 14  # em: cells up to _NARROW stay on one line, cells up to _MIDDLE take two lines at most


class _Place(NamedTuple):
    """A column on the page: the side to which its cells are aligned, and the em that its widest cell needs to stay on
    one line (0: no cell is ever broken)."""

    label: str
    kind: str
    align: str
    width: int


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as one page without scripts, style sheets or anything to be fetched.

    Cells hold data that anyone may have written. Jinja escapes all of it, and none of it goes into a style.
    """
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    tables = values_for_people(document)
    text = environment.get_template("mail.html.j2").render(
        document=document, language=LANGUAGES.get(_.language, _.language),
        tables=[(table, _places(table, _)) for table in tables],
        notes=[*document.notes(), *notices(tables, _, on_page=True)], words=partial(cell, _=_), middle=_MIDDLE,
        grounds=GROUNDS, no_light=NO_LIGHT, between=_("; "),
    )  # fmt: skip
    out.write(text.encode())


def _places(table: Shown[Any], _: Translator) -> list[_Place]:
    places = []
    for index, (column, align) in enumerate(zip(table.columns, aligned(table.columns), strict=True)):
        cells = [cell(row[index], column.kind, _) for row in table.rows]
        places.append(_Place(column.label, column.kind, align, _width(column.kind, cells)))
    return places


def _width(kind: str, cells: Sequence[str]) -> int:
    widest = ceil(max(map(ems, cells), default=0))
    return 0 if kind in UNBROKEN or widest <= _NARROW else widest
