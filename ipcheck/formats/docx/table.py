"""Tables of a Word document: as wide as the text, with the head repeated on every page and no row split by a page."""

import re
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import GROUNDS, NO_LIGHT, Shown, aligned, in_words
from ipcheck.formats.document import Column, Row, Standing
from ipcheck.formats.docx.elements import element, hyperlink, paragraph, run
from ipcheck.formats.docx.styles import table_styles
from ipcheck.formats.docx.widths import PADDING, SIZES, fitted, on_paper, text_room
from ipcheck.formats.parts import Figure

_HEAD = "E6EAEF"
_SHORT, _BRIEF = 8, 50  # rows, and characters of their cells, up to which a table is kept on one page
_MOST_FIGURES = 6  # in one row
_WIDE, _CLOSE = 40, 10  # room above and below the text of a cell, in twentieths of a point

_BESIDE_DAY = re.compile(r"(?<=-\d\d)（|（(?=\d{4}-)")  # a bracket before which a line ends, rather than in the day
_NO_SENTENCE = 24.0  # em: up to this length a cell has a few words, such as a day and what is said of it


class _Place(NamedTuple):
    """A column on the page: the side to which its cells are aligned, their width in twentieths of a point, and the room
    for their text in em."""

    column: Column[Any]
    side: str
    width: int
    room: float


def is_cramped(shown: Shown[Any], room: int, _: Translator) -> bool:
    """Whether a table would be unreadable in a width of `room` twentieths of a point."""
    return bool(shown.rows) and fitted(in_words(shown, _, lights=False), room).cramped


def letter_size(tables: Sequence[Shown[Any]], room: int, _: Translator) -> float:
    """The size of letters (in points) in which each of these tables can be read."""
    return min(
        (fitted(in_words(shown, _, lights=False), room).size for shown in tables if shown.rows), default=SIZES[0]
    )


def table(shown: Shown[Any], room: int, size: float, _: Translator, tight: bool = False) -> Any:
    """A Word table of these rows and their head, in a width of `room` twentieths of a point and letters of this size;
    in a `tight` document with little room between rows."""
    words = in_words(shown, _, lights=False)
    widths = fitted(words, room, [size]).widths
    head, text = table_styles(size)
    rooms = [text_room(width, size) for width in widths]
    places = [_Place(*fields) for fields in zip(shown.columns, aligned(shown.columns), widths, rooms, strict=True)]
    labels = (_cell(place.width, _HEAD, paragraph(head, run(place.column.label), align=place.side)) for place in places)
    rows = [_row(labels, element("tblHeader"))]
    short = len(words.rows) <= _SHORT and all(len(cell_text) <= _BRIEF for row in words.rows for cell_text in row)
    for number, (row, texts) in enumerate(zip(shown.rows, words.rows, strict=True), 1):
        rows.append(_body_row(places, row, texts, text, short and number < len(words.rows), _))
    return _table(widths, rows, _CLOSE if tight else _WIDE)


def figures(numbers: Sequence[Figure], room: int) -> Any:
    """A Word table of figures: each number stands above its words, on the colour of its light."""
    across = ceil(len(numbers) / ceil(len(numbers) / _MOST_FIGURES))
    width = room // across
    _head, text = table_styles(SIZES[-1])
    cells = [_figure(number, width, text) for number in numbers]
    cells += [_cell(width, "", paragraph(text)) for _gap in range(-len(cells) % across)]
    rows = [_row(cells[first : first + across]) for first in range(0, len(cells), across)]
    return _table([width] * across, rows)


def _figure(figure: Figure, width: int, style: str) -> Any:
    words = paragraph(style, run(figure.label), align="center")
    return _cell(width, _tone(figure.light), paragraph("Figure", run(str(figure.value))), words)


def _body_row(places: Sequence[_Place], row: Row, texts: Sequence[str], style: str, keep: bool, _: Translator) -> Any:
    return _row(
        _cell(
            place.width,
            _tone(value.light if isinstance(value, Standing) else ""),
            paragraph(style, *_runs(value, text, place, _), align=place.side, keep=keep),
        )
        for place, value, text in zip(places, row, texts, strict=True)
    )


def _runs(value: Any, words: str, place: _Place, _: Translator) -> list[Any]:
    """The text of a cell. Deleted text is struck out and inserted text underlined, as in print, so that colour is never
    the only sign."""
    if place.column.kind == "edits" and value:
        return [run(text, *_MARKS[kind]()) for kind, text in value if text]
    if place.column.kind == "links" and value:
        parts = [hyperlink(link.text, link.address) if link.address else run(link.text) for link in value]
        return [each for part in parts for each in (run(_("; ")), part)][1:]
    if place.room < on_paper(words) <= _NO_SENTENCE:
        words = _BESIDE_DAY.sub("\n（", words)
    return [run(words)] if words else []


def _deletion() -> list[Any]:
    return [element("strike"), element("color", val="8C1D18")]


def _insertion() -> list[Any]:
    return [element("color", val="14532D"), element("u", val="single")]


_MARKS = {"same": list, "gone": _deletion, "new": _insertion}


def _tone(light: str) -> str:
    """The background of a situation as a hex colour, empty without a light. It only accompanies the words for the
    situation (WCAG 2.2, 1.4.1)."""
    return GROUNDS.get(light, NO_LIGHT).strip("#").upper() if light else ""


def _table(widths: Sequence[int], rows: Iterable[Any], between: int = _WIDE) -> Any:
    """A table of rows, with so much room `between` their texts and borders. Its widths are fixed, so that no cell makes
    another narrower; tblLook marks the first row as a head."""
    margins = {"top": between, "left": PADDING * 20, "bottom": between, "right": PADDING * 20}
    properties = element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=round(width), type="dxa") for side, width in margins.items())),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in widths)), *rows)


def _row(cells: Iterable[Any], *properties: Any) -> Any:
    return element("tr", element("trPr", element("cantSplit"), *properties), *cells)


def _cell(width: int, tone: str, *paragraphs: Any) -> Any:
    properties = [element("tcW", w=width, type="dxa")]
    if tone:
        properties.append(element("shd", val="clear", color="auto", fill=tone))
    return element("tc", element("tcPr", *properties), *paragraphs)
