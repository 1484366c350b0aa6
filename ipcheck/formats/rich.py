"""Tables on a terminal. Data enters as Text, never as markup: [/] in a text would raise, [a] would vanish."""

import io
from typing import BinaryIO

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ipcheck.documents import Document
from ipcheck.formats import Page
from ipcheck.formats.cells import aligned, for_people
from ipcheck.words import Words

_NEVER_BROKEN = {"id", "day", "number"}
_ROOMY = 60  # cells; below, even short columns may fold


def render(document: Document, out: BinaryIO, page: Page, _: Words) -> None:
    """Write the document as tables of at most `page.width` cells; long texts fold, nothing is cut."""
    text = io.StringIO()
    console = Console(
        file=text, width=page.width, force_terminal=page.colour, no_color=not page.colour, color_system="standard",
        legacy_windows=False, highlight=False, emoji=False, markup=False, _environ={},
    )  # fmt: skip
    frame = box.SIMPLE_HEAD if _holds("─", page.encoding) else box.ASCII2
    console.print(Text(document.title, style="bold"))
    for fact in document.facts:
        console.print(Text(fact, style="dim"))
    answered = False
    for table in document.tables:
        columns, rows = for_people(table, _)
        if not rows:
            continue
        answered = True
        title = Text(table.title) if table.title else None
        drawn = RichTable(box=frame, title=title, title_justify="left", title_style="bold", pad_edge=False)
        for column, justify in zip(columns, aligned(columns), strict=True):
            drawn.add_column(
                Text(column.label), justify="right" if justify == "right" else "left", overflow="fold",
                no_wrap=column.kind in _NEVER_BROKEN and page.width >= _ROOMY,
            )  # fmt: skip
        for row in rows:
            drawn.add_row(*map(Text, row))
        console.print(drawn)
    if not answered and document.empty:
        console.print(Text(document.empty))
    for note in document.notes():
        console.print(Text(note, style="dim"))
    out.write(text.getvalue().encode(page.encoding, "replace"))


def _holds(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
