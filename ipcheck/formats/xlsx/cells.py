"""How a cell of each kind is written into a sheet of a workbook, and how it looks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import GROUNDS, NO_LIGHT, cell
from ipcheck.formats.cells import UNBROKEN as UNBROKEN_ANYWHERE
from ipcheck.formats.document import Kind, Standing
from ipcheck.formats.parts import Linked
from ipcheck.formats.xlsx.values import MOST_UNITS, cut, day_in, lines, pieces

Look = Mapping[str, Any]  # properties of a format, as XlsxWriter names them

_MOST_DAY_FORMATS = 100  # Excel allows about 200 number formats in a workbook
_LONGEST_ADDRESS = 2079  # characters
_MOST_LINKS = 65_530  # of a sheet
NOTHING_ELSE: Look = {}
LINK: Look = {"font_color": "#0b57d0", "underline": 1}
_CELL: Look = {"valign": "top", "border": 1, "border_color": "#d5dae0"}
UNBROKEN = UNBROKEN_ANYWHERE | {"id", "due"}  # a day is a number here, whatever words its format adds
_EDITED: Mapping[str, Look] = {
    "same": {},
    "gone": {"font_strikeout": True, "font_color": "#8c1d18"},
    "new": {"underline": 1, "font_color": "#14532d"},
}


def tone(light: str) -> Look:
    """The look of a cell that has a light: its background."""
    return {**_CELL, "bg_color": GROUNDS.get(light, NO_LIGHT)}


class Cells:
    """Writes cells into sheets; rows and columns count from 0. A text never becomes a formula; only a cell of links
    becomes a link."""

    def __init__(self, workbook: Any, _: Translator) -> None:
        self._workbook, self._words = workbook, _
        self._looks: dict[frozenset[tuple[str, Any]], Any] = {}
        self._day_formats: set[str] = set()

    def lines(self, value: Any, kind: Kind, width: float) -> int:
        """The number of lines that a value takes in a column of this width (in letters)."""
        if kind in UNBROKEN:
            return 1
        is_edits = kind == "edits" and value
        return lines("".join(text for _kind, text in value) if is_edits else cell(value, kind, self._words), width)

    def value(self, sheet: Any, row: int, at: int, value: Any, kind: Kind, also: Look = NOTHING_ELSE) -> None:
        """Write a value by its kind: a day as a day, a number as a number. `also` adds to the look of the cell."""
        words = cell(value, kind, self._words)
        day = day_in(value, kind)
        if day and self._can_show(day.format):
            sheet.write_datetime(
                row, at, day.day, self._look({**_CELL, "num_format": day.format, "align": "left", **also})
            )
        elif kind == "number" and isinstance(value, int | float):
            self.number(sheet, row, at, value, {**_CELL, **also})
        elif kind == "edits" and value:
            self._edits(sheet, row, at, value, words)
        elif kind == "links" and value:
            self._links(sheet, row, at, value, words)
        else:
            ground = tone(value.light) if isinstance(value, Standing) else _CELL
            format_of_days = {"num_format": "yyyy-mm-dd"} if kind == "day" and not words else {}
            wrap = {"text_wrap": kind not in UNBROKEN}
            self.text(sheet, row, at, words, {**ground, **wrap, **format_of_days, **also})

    def number(self, sheet: Any, row: int, at: int, number: float, look: Look) -> None:
        """Write a number."""
        sheet.write_number(row, at, number, self._look({**look, "align": "right", "text_wrap": False}))

    def text(self, sheet: Any, row: int, at: int, text: str, look: Look) -> None:
        """Write a text; an empty text makes an empty cell with the same look."""
        self._runs(sheet, row, at, [(part, {}) for part in pieces(cut(text, MOST_UNITS))], look)

    def _edits(self, sheet: Any, row: int, at: int, stretches: Iterable[tuple[str, str]], words: str) -> None:
        """Write deleted text struck out and new text underlined. A single stretch, which XlsxWriter refuses, or a text
        that is too long for a cell is written as marked words instead."""
        runs = [(part, _EDITED[kind]) for kind, text in stretches for part in pieces(text)]
        full_text = "".join(part for part, _look in runs)
        if len(runs) > 1 and cut(full_text, MOST_UNITS) == full_text:
            self._runs(sheet, row, at, runs, {**_CELL, "text_wrap": True})
        else:
            self.text(sheet, row, at, words, {**_CELL, "text_wrap": True})

    def _links(self, sheet: Any, row: int, at: int, links: Sequence[Linked], words: str) -> None:
        """Write the texts of links. A cell opens only one address: the first, unless Excel takes no such or no more."""
        address = next((link.address for link in links if link.address), "")
        is_linked = 0 < len(address) <= _LONGEST_ADDRESS and sheet.hlink_count < _MOST_LINKS
        if is_linked:
            sheet.write_url(row, at, address)
        self.text(sheet, row, at, words, {**_CELL, "text_wrap": True, **(LINK if is_linked else NOTHING_ELSE)})

    def _runs(self, sheet: Any, row: int, at: int, runs: list[tuple[str, Look]], look: Look) -> None:
        if len(runs) > 1:
            formatted = [fragment for text, run in runs for fragment in (self._look(run), text)]
            sheet.write_rich_string(row, at, *formatted, self._look(look))
        elif runs:
            sheet.write_string(row, at, runs[0][0], self._look(look))
        else:
            sheet.write_blank(row, at, None, self._look(look))

    def _can_show(self, day_format: str) -> bool:
        if len(self._day_formats) < _MOST_DAY_FORMATS:
            self._day_formats.add(day_format)
        return day_format in self._day_formats

    def _look(self, look: Look) -> Any:
        """The workbook's format for a look; each is made only once."""
        key = frozenset(look.items())
        if key not in self._looks:
            self._looks[key] = self._workbook.add_format(dict(look))
        return self._looks[key]
