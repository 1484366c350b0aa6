"""A workbook while it is written, sheet by sheet and row by row: how its sheets are laid out and printed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import aligned, cell
from ipcheck.formats.document import Column
from ipcheck.formats.xlsx.cells import UNBROKEN, Cells, Look
from ipcheck.formats.xlsx.sheets import Sheet
from ipcheck.formats.xlsx.values import cut, lines, wide

_LONGEST_HEADER = 60
_A4 = 9
# The same answer must give the same bytes, so the time is fixed: the first day that a ZIP file knows.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
# letters: greatest widths of columns (see Book.widths); side by side, a laptop (1366 pixels) shows about 180
_WIDEST, _NARROW, _ORIGINAL, _BEHIND = 48, 24, 36, 60
_HALF_SCREEN = 90
_TEXTS = {"text", "gist", "edits"}
SPARE = 3  # added to the width of the texts: for edges, and as Chinese characters are not exactly two letters wide
_LINE_HEIGHT, _HIGHEST = 1.45, 409  # height of a line as a multiple of the letters' size; greatest height of a row
SIZE = 11

TEXT: Look = {"valign": "top", "text_wrap": True}
MUTED: Look = {**TEXT, "font_color": "#57606a"}
HEADING: Look = {**TEXT, "bold": True, "font_size": 12}
HEADER: Look = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#e6eaef", "bottom": 1}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows have heights that programs may correct.

    Excel and WPS fit a row without a height to its text, but LibreOffice and previews show a single line, so longer
    rows get a height. XlsxWriter marks a height as chosen by a person, and such a height would stay in its place when
    rows are sorted: the mark is left out.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        kept = [attribute for attribute in attributes if (tag, attribute[0]) != ("row", "customHeight")]
        super()._xml_start_tag_unencoded(tag, kept)

    def fit_row(self, row: int, lines: int, size: float = SIZE) -> None:
        """Give a row room for `lines` lines of letters of `size` points. Call it before anything is written there."""
        if lines > 1 or size > SIZE:
            self.set_row(row, min(_HIGHEST, lines * size * _LINE_HEIGHT))


class Book:
    """A workbook with a title, to which sheets, and tables on them, are added."""

    def __init__(self, workbook: Any, title: str, _: Translator) -> None:
        self._workbook, self._title, self._words = workbook, title, _
        self.cells = Cells(workbook, _)
        workbook.set_properties({"title": title, "created": _CREATED})

    def close(self) -> None:
        """Pack everything that was written. Raises OSError where it cannot be written to the disk."""
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from None

    def sheet(self, name: str, paper: int = _A4) -> Any:
        """Add a sheet. It is printed as wide as the page, with the title of the workbook and the number of the page."""
        sheet = self._workbook.add_worksheet(name, _Sheet)
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_in_header(self._title)}&R&A")
        sheet.set_footer("&C&P / &N")
        return sheet

    def line_chart(self) -> Any:
        """A new chart of lines, to be put on a sheet."""
        return self._workbook.add_chart({"type": "line"})

    def widths(self, part: Sheet, foremost: int | None = None) -> list[float]:
        """The width of each column, in letters: greatest for the column with most text on the first screen and for the
        `foremost`."""
        needs = [wide(column.label) for column in part.columns]
        held = [0.0] * len(needs)
        for row in part.rows:
            for index, (place, column) in enumerate(zip(part.places, part.columns, strict=True)):
                width = wide(cell(row[place], column.kind, self._words))
                needs[index] = max(needs[index], width)
                held[index] += 0 if column.kind in UNBROKEN or column.roomy else width
        fullest = {held.index(max(held)), foremost}
        return [
            min(need, _most(column, at in fullest))
            for at, (need, column) in enumerate(zip(needs, part.columns, strict=True))
        ]

    def rows(
        self, sheet: Any, part: Sheet, widths: Sequence[float], at: int = 0, looks: Sequence[Look] = (),
        headers: Sequence[Look] = (),
    ) -> int:  # fmt: skip
        """Write the header and the rows of a table from row `at` (from 0) on, and return the number of the row below.
        `looks` and `headers` add to the look of the cells and of the header of each column."""
        kinds = [column.kind for column in part.columns]
        looks, headers = looks or [{}] * len(part.columns), headers or [{}] * len(part.columns)
        labels = zip(part.columns, widths, strict=False)
        sheet.fit_row(at, max(lines(column.label, width) for column, width in labels))
        for index, (column, align) in enumerate(zip(part.columns, aligned(part.columns), strict=True)):
            self.cells.text(sheet, at, index, column.label, {**HEADER, "align": align, **headers[index]})
        for number, row in enumerate(part.rows, at + 1):
            values = [row[place] for place in part.places]
            sheet.fit_row(number, max(map(self.cells.lines, values, kinds, widths)))
            for index, (value, kind) in enumerate(zip(values, kinds, strict=True)):
                self.cells.value(sheet, number, index, value, kind, looks[index])
        return at + 1 + len(part.rows)

    def columns(self, sheet: Any, widths: Sequence[float]) -> None:
        """Give the columns of a sheet these widths, in letters."""
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width + SPARE)


def _most(column: Column[Any], is_fullest: bool) -> float:
    """The greatest width of a column. Roomy ones, which stand behind the first screen, may be wider: rows stay low."""
    if column.kind == "original":
        return _ORIGINAL
    if column.roomy:
        return _BEHIND
    return _WIDEST if is_fullest or column.kind in UNBROKEN else _NARROW


def columns_in_sight(part: Sheet, widths: Sequence[float]) -> int:
    """How many columns stay in sight when others are looked at: those up to the text, if they leave half of the screen,
    else that of ids."""
    shown_first = [0.0 if column.roomy else width for width, column in zip(widths, part.columns, strict=True)]
    text = shown_first.index(max(shown_first))
    leaves_room = sum(width + SPARE for width in widths[: text + 1]) <= _HALF_SCREEN
    if part.columns[text].kind in _TEXTS and leaves_room and text + 1 < len(widths):
        return text + 1
    return int(part.columns[0].kind == "id")


def _in_header(title: str) -> str:
    """A title for the header of a page, where & begins a code. XlsxWriter takes &G and &[ for codes of pictures even
    where the & is doubled, so they get a full-width ＆."""
    title = title.replace("&G", "＆G").replace("&[", "＆[")
    return cut(title, _LONGEST_HEADER).replace("&", "&&")
