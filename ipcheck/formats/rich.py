"""Tables on a terminal. Data enters as Text, never as markup: [/] in a text would raise, [a] would vanish."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ipcheck.base.i18n import Translator
from ipcheck.base.width import cells, wrap
from ipcheck.formats.cells import UNBROKEN, aligned, for_people
from ipcheck.formats.document import Column, Document
from ipcheck.formats.format import Page

_SHORT = UNBROKEN | {"id"}  # an id is typed, so it is seen in one piece
_LEAST, _LEAST_LONGEST = 12, 24  # cells that a column of text needs to be readable; the longest holds sentences
_LEAST_NAME = 16
_GAP = 3  # between columns
_LIGHTS = {"🔴": "red", "🟡": "yellow", "🟢": "green", "🔵": "blue", "⚪": "dim"}


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the document at most `page.width` cells wide; long texts fold, nothing is cut.

    Where the columns have no room beside each other, those of a row stand below each other.
    """
    text = io.StringIO()
    console = Console(
        file=text, width=page.width, force_terminal=page.colour, color_system="standard" if page.colour else None,
        legacy_windows=False, highlight=False, emoji=False, markup=False, _environ={},
    )  # fmt: skip
    if document.lines:
        for line in document.lines():
            console.print(_line(line), soft_wrap=True)
        for note in document.notes():
            console.print(Text(note, style="dim"))
        out.write(text.getvalue().encode(page.encoding, "replace"))
        return
    frame = box.SIMPLE_HEAD if _holds("─", page.encoding) else box.ASCII2
    console.print(Text(document.title, style="bold"))
    for fact in document.facts:
        console.print(Text(fact, style="dim"))
    tables = for_people(document, _)
    for title, columns, rows, note in tables:
        if title:
            console.print(Text(f"\n{title}", style="bold"))
        widths = _widths(columns, rows, page.width) if rows else []
        if widths:
            console.print(_side_by_side(columns, rows, widths, frame))
        else:
            for row in rows:
                console.print(_one_below_the_other(columns, row, _), overflow="fold")
            if rows:
                console.print()
        if note:
            console.print(Text(note, style="dim"))
    if not tables and document.empty:
        console.print(Text(document.empty))
    for note in document.notes():
        console.print(Text(note, style="dim"))
    out.write(text.getvalue().encode(page.encoding, "replace"))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], page: int) -> list[int]:
    """The width of each column on a page so many cells wide; empty where they have no room beside each other.

    A column takes at least its longest cell where that is never broken, else enough to read; a heading is broken
    between words only. What is left goes first to the columns that need least to hold their cells whole. The widths
    are settled here because Rich, left to shrink columns that have a least width, crops what it has no room for.
    """
    held = list(zip(*rows, strict=True))
    wanted = [max(map(cells, own)) for own in held]
    widths = []
    for column, longest, own in zip(columns, wanted, held, strict=True):
        word = max(map(cells, column.label.split()))
        least = _LEAST_LONGEST if longest == max(wanted) else _LEAST
        if column.kind == "agency":  # a long word of a name, as Administration is, stays in one piece
            least = max(least, *(min(_LEAST_NAME, cells(part)) for name in own for part in name.split()), 0)
        widths.append(max(word, longest if column.kind in _SHORT else min(longest, least)))
    left = page - sum(widths) - _GAP * len(widths)
    if left < 0:
        return []
    wanted = [max(longest, cells(column.label)) for column, longest in zip(columns, wanted, strict=True)]
    for index in sorted(range(len(widths)), key=lambda index: wanted[index] - widths[index]):
        more = min(left, max(0, wanted[index] - widths[index]))
        widths[index] += more
        left -= more
    return widths


def _side_by_side(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], widths: Sequence[int], frame: box.Box
) -> RichTable:
    drawn = RichTable(box=frame, pad_edge=False)
    for column, justify, width in zip(columns, aligned(columns), widths, strict=True):
        drawn.add_column(Text(column.label), justify=justify, overflow="fold", width=width)
    for row in rows:
        drawn.add_row(*map(_text, map(_wrapped, row, widths), columns))
    return drawn


def _wrapped(value: str, width: int) -> str:
    """Rich folds a Chinese text anywhere, and so begins lines with full stops."""
    return value if cells(value) <= width else "\n".join(wrap(value, width))


def _text(value: str, column: Column) -> Text:
    text = Text(value, style=_LIGHTS.get(value[:1], "") if column.kind == "situation" else "")
    if column.kind == "edits":
        text.highlight_regex(r"(?s)\[-.*?-\]", "red")
        text.highlight_regex(r"(?s)\{\+.*?\+\}", "green")
    return text


def _line(line: str) -> Text:
    """A line that an editor understands, and must find whole."""
    text = Text(line)
    text.highlight_regex(r":[0-9]+:[0-9]+: (?:(?P<red>error)|(?P<yellow>warning)|(?P<cyan>info)): ")
    return text


def _one_below_the_other(columns: Sequence[Column], row: Sequence[str], _: Translator) -> Text:
    told = Text("\n")
    for column, value in zip(columns, row, strict=True):
        if value:
            told.append(f"{column.label}{_(': ')}", style="dim")
            told.append_text(_text(f"{value}\n", column))
    told.rstrip()
    return told


def _holds(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
