"""A workbook while it is written, sheet after sheet and row after row: how its sheets are laid out and printed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, cell
from ipcheck.formats.xlsx.cells import UNBROKEN, Cells, Look
from ipcheck.formats.xlsx.sheets import Sheet
from ipcheck.formats.xlsx.values import cut, lines, wide

_LONGEST_HEADER = 60
_A4 = 9
# The same answer gives the same bytes, so no clock is asked; this is the first day that a zip file knows.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_WIDEST, _WIDE = 60, 36  # of the column that holds most text, and of others whose cells are broken into lines
SPARE = 3  # what a column is wider than its texts: its edges, and Chinese characters that are not quite two letters
_LINE_HEIGHT, _HIGHEST = 1.45, 409  # of the size of letters; points that a row may have
SIZE = 11

TEXT: Look = {"valign": "top", "text_wrap": True}
MUTED: Look = {**TEXT, "font_color": "#57606a"}
HEADING: Look = {**TEXT, "bold": True, "font_size": 12}
HEADER: Look = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#e6eaef", "bottom": 1}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows have a height that programs may mend.

    Excel and WPS fit rows without one to their texts, LibreOffice and previews show a single line. XlsxWriter says of
    any height that a person chose it; such a one would stay when rows are sorted.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        kept = [each for each in attributes if (tag, each[0]) != ("row", "customHeight")]
        super()._xml_start_tag_unencoded(tag, kept)

    def fit_row(self, row: int, lines: int, size: float = SIZE) -> None:
        """Give a row room for lines of so many points, before anything is written there."""
        if lines > 1 or size > SIZE:
            self.set_row(row, min(_HIGHEST, lines * size * _LINE_HEIGHT))


class Book:
    """A workbook of this title."""

    def __init__(self, workbook: Any, title: str, _: Translator) -> None:
        self._workbook, self._title, self._words = workbook, title, _
        self.cells = Cells(workbook, _)
        workbook.set_properties({"title": title, "created": _CREATED})

    def close(self) -> None:
        """Pack all that was written. Raises OSError where the disk does not take it."""
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from None

    def sheet(self, name: str, paper: int = _A4) -> Any:
        """A new sheet, as it is printed: on A4, as wide as the page, with its title and its number."""
        sheet = self._workbook.add_worksheet(name, _Sheet)
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_in_header(self._title)}&R&A")
        sheet.set_footer("&C&P / &N")
        return sheet

    def widths(self, part: Sheet) -> list[float]:
        """The room that each column needs, or is given where its cells can be broken: the fullest most."""
        needs = [wide(column.label) for column in part.columns]
        held = [0.0] * len(needs)
        for row in part.rows:
            for index, (place, column) in enumerate(zip(part.places, part.columns, strict=True)):
                width = wide(cell(row[place], column, self._words))
                needs[index] = max(needs[index], width)
                held[index] += 0 if column.kind in UNBROKEN else width
        fullest = part.columns[held.index(max(held))]
        return [
            min(need, _WIDEST if column is fullest or column.kind in UNBROKEN else _WIDE)
            for need, column in zip(needs, part.columns, strict=True)
        ]

    def rows(
        self, sheet: Any, part: Sheet, widths: Sequence[float], at: int = 0, looks: Sequence[Look] = (),
        headers: Sequence[Look] = (),
    ) -> int:  # fmt: skip
        """Write the header and the rows of a table from row `at` (from 0) on, and say which row comes next. `looks` and
        `headers` add to the looks of its columns, one for each."""
        looks, headers = looks or [{}] * len(part.columns), headers or [{}] * len(part.columns)
        labels = zip(part.columns, widths, strict=False)
        sheet.fit_row(at, max(lines(column.label, width) for column, width in labels))
        for index, (column, align) in enumerate(zip(part.columns, aligned(part.columns), strict=True)):
            self.cells.text(sheet, at, index, column.label, {**HEADER, "align": align, **headers[index]})
        for number, row in enumerate(part.rows, at + 1):
            values = [row[place] for place in part.places]
            sheet.fit_row(number, max(map(self.cells.lines, values, part.columns, widths)))
            for index, (value, column) in enumerate(zip(values, part.columns, strict=True)):
                self.cells.value(sheet, number, index, value, column, looks[index])
        return at + 1 + len(part.rows)

    def columns(self, sheet: Any, widths: Sequence[float]) -> None:
        """Give the columns of a sheet this room."""
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width + SPARE)


def _in_header(title: str) -> str:
    """A title where & begins a code. XlsxWriter looks for those of pictures, even in what is doubled."""
    title = title.replace("&G", "＆G").replace("&[", "＆[")
    return cut(title, _LONGEST_HEADER).replace("&", "&&")
