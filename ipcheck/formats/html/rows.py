"""The tables of a document as parts of the page: which column leads a row, and what stands below it or opens."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.domain.situation import SITUATIONS
from ipcheck.formats.cells import Shown, aligned, cell
from ipcheck.formats.document import Column, Due, Kind, Original, Standing
from ipcheck.formats.html.facets import facets_of_row

_MOST_IN_SIGHT = 7  # columns beside each other; of more, long ones open below the row
_LONG = 60  # characters of a cell that squeezes the others
_LEADING = ("gist", "edits", "text")  # kinds of cells that can lead a row, from the likeliest


class Place(NamedTuple):
    """A column of a table on the page. The `main` column leads a row: the cells of `roomy` columns appear below it when
    a reader opens the row, those to `act` on at once. A column that `links` has ids to which the page links."""

    label: str
    kind: Kind
    align: str
    roomy: bool
    main: bool
    links: bool

    @property
    def acts(self) -> bool:
        """Whether the cells appear below the main ones, to be followed or copied."""
        return self.roomy and self.kind in ("links", "command")

    @property
    def look(self) -> str:
        """The class by which the style sheet knows the kind: links look like other texts."""
        return "text" if self.kind == "links" else self.kind


class Cell(NamedTuple):
    """A cell with its value, the text in Chinese that stands below it, and the id by which its row is found, which is
    empty where an earlier row has it."""

    place: Place
    value: Any
    original: str = ""
    anchor: str = ""


class Item(NamedTuple):
    """What the filter shows or hides, a row of a table or a thread: its cells, and the values of each facet joined by
    newlines."""

    cells: Sequence[Any]
    facets: dict[str, str]


class Part(NamedTuple):
    """A table on the page."""

    title: str | None
    places: Sequence[Place]
    items: Sequence[Item]
    note: str
    pairs: bool


def make_parts(tables: Sequence[Shown[Any]], _: Translator) -> list[Part]:
    """The tables as parts. Of the rows with an id, the first is the one that is found by it."""
    used: set[str] = set()
    return [_part(table, used, _) for table in tables]


def _part(table: Shown[Any], used: set[str], _: Translator) -> Part:
    at_main = _leading(table, _)
    long = _long(table, at_main, _)
    places = [
        Place(column.label, column.kind, align, column.roomy or at in long, at == at_main, column.facet == "task")
        for at, (column, align) in enumerate(zip(table.columns, aligned(table.columns), strict=True))
    ]
    items: list[Item] = []
    for row in table.rows:
        if table.pairs and isinstance(row[-1], Original) and items:
            *label, text = items[-1].cells
            items[-1] = items[-1]._replace(cells=[*label, text._replace(original=row[-1])])
            continue
        cells: list[Cell] = []
        for place, value in zip(places, row, strict=True):
            if place.kind == "original" and cells:
                cells[-1] = cells[-1]._replace(original=value or "")
                continue
            anchor = value if place.links and value and value not in used else ""
            used.add(anchor)
            cells.append(Cell(place, value, anchor=anchor))
        items.append(Item(cells, facets_of_row(row, table.columns, _)))
    shown = [place for place in places if place.kind != "original"]
    return Part(table.title, shown, items, table.note, table.pairs)


def _leading(table: Shown[Any], _: Translator) -> int:
    """The column that leads the rows: the English texts, else texts with marks, else the longest texts in sight."""

    def rank(at: int) -> tuple[int, int]:
        column: Column[Any] = table.columns[at]
        kind = _LEADING.index(column.kind) if column.kind in _LEADING else len(_LEADING)
        return kind, -sum(len(cell(row[at], column.kind, _)) for row in table.rows)

    in_sight = [at for at, column in enumerate(table.columns) if not column.roomy]
    return min(in_sight, key=rank, default=0)


def _long(table: Shown[Any], at_main: int, _: Translator) -> set[int]:
    """The optional columns with long texts that would leave the leading one no room, the last first, in a table of more
    columns than stand well beside each other."""

    def is_long(at: int) -> bool:
        column: Column[Any] = table.columns[at]
        kind = column.kind
        return kind in ("text", "list") and any(len(cell(row[at], kind, _)) > _LONG for row in table.rows)

    in_sight = [at for at, column in enumerate(table.columns) if not column.roomy]
    long = [at for at in in_sight if at != at_main and table.columns[at].optional and is_long(at)]
    return set(long[::-1][: max(0, len(in_sight) - _MOST_IN_SIGHT)])


def opened(cells: Sequence[Cell], _: Translator) -> list[tuple[str, str, str]]:
    """What a reader can open below a row: label, words and Chinese text of each roomy column that is not empty there,
    and not to be acted on."""
    shown = [
        (each.place.label, cell(each.value, each.place.kind, _), each.original)
        for each in cells
        if each.place.roomy and not each.place.acts
    ]
    return [(label, words, original) for label, words, original in shown if words]


def actions(cells: Sequence[Cell]) -> list[Cell]:
    """What stands below a row to be followed or copied, where that is not empty."""
    return [each for each in cells if each.place.acts and each.value]


def sort_key(value: Any) -> str:
    """The text by which a cell is sorted, where that is not its words; else empty."""
    if isinstance(value, Standing):
        return str(SITUATIONS.index(value.name)) if value.name in SITUATIONS else ""
    if isinstance(value, Due):
        return value.day or ""
    return ""
