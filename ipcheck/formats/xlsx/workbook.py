"""XLSX: a workbook to filter, sort and print: an overview, then sheets with tables, whose days are days."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import quote_sheetname, xl_range
from xlsxwriter.worksheet import Worksheet

from ipcheck.documents import Document
from ipcheck.findings import Refused
from ipcheck.formats import Page
from ipcheck.formats.cells import aligned, cell, values_for_people
from ipcheck.formats.xlsx.cells import UNBROKEN, Cells, Look, tone
from ipcheck.formats.xlsx.sheets import Sheet, sheets
from ipcheck.formats.xlsx.values import cut, lines, wide
from ipcheck.words import Words

_MOST_ROWS = 1_048_575  # of a sheet, below its header
_MANY_ROWS, _FEW_SHEETS = 20_000, 100  # rows that go to the disk at once, where no more files need be open for that
_LONGEST_HEADER = 60
_A4 = 9
# The same answer gives the same bytes, so no clock is asked; this is the first day that a zip file knows.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_LINE, _NUMBER, _MARGIN = 100, 10, 2  # widths in the overview: of texts, and of numbers or nothing before them
_WIDEST, _WIDE = 60, 36  # of the column that holds most text, and of others whose cells are broken into lines
_SPARE = 3  # what a column is wider than its texts: its edges, and Chinese characters that are not quite two letters
_LINE_HEIGHT, _HIGHEST = 1.45, 409  # of the size of letters; points that a row may have
_SIZE = 11

_TEXT: Look = {"valign": "top", "text_wrap": True}
_MUTED: Look = {**_TEXT, "font_color": "#57606a"}
_HEADING: Look = {**_TEXT, "bold": True, "font_size": 12}
_LINK: Look = {**_TEXT, "font_color": "#0b57d0", "underline": 1}
_BESIDE: Look = {"font_color": "#1f2328", "underline": 0, "indent": 1}  # a number, whatever its line looks like
_HEADER: Look = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#e6eaef", "bottom": 1}


def render(document: Document, out: BinaryIO, page: Page, _: Words) -> None:  # noqa: ARG001
    """Write the document as a workbook. Raises Refused where a table has more rows than a sheet has.

    A small workbook is made in memory, a large one on the disk, row by row.
    """
    tables = values_for_people(document, _, roomy=True)
    parts = sheets([table for table in tables if table.rows and table.columns], document.title, _("Overview"))
    silent = [_(": ").join(filter(None, (table.title, table.note))) for table in tables if not table.rows]
    for part in parts:
        if len(part.rows) + 2 * bool(part.note) > _MOST_ROWS:
            said = _("{n} rows are more than a sheet of a workbook can hold; use -f csv")
            raise Refused(said.format(n=len(part.rows)))
    large = sum(len(part.rows) for part in parts) > _MANY_ROWS and len(parts) <= _FEW_SHEETS
    packed = BytesIO()
    with TemporaryDirectory() if large else nullcontext() as folder:
        way = {"constant_memory": True, "tmpdir": folder} if large else {"in_memory": True}
        book = _Book(Workbook(packed, {"strings_to_formulas": False, "use_zip64": True, **way}), document, _)
        book.overview(parts, silent)
        for part in parts:
            book.table(part)
        book.close()
    out.write(packed.getbuffer())


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows have a height that programs may mend.

    Excel and WPS fit rows without one to their texts, LibreOffice and previews show a single line. XlsxWriter says of
    any height that a person chose it; such a one would stay when rows are sorted.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        kept = [each for each in attributes if (tag, each[0]) != ("row", "customHeight")]
        super()._xml_start_tag_unencoded(tag, kept)

    def fit_row(self, row: int, lines: int, size: float = _SIZE) -> None:
        """Give a row room for lines of so many points, before anything is written there."""
        if lines > 1 or size > _SIZE:
            self.set_row(row, min(_HIGHEST, lines * size * _LINE_HEIGHT))


class _Line(NamedTuple):
    """A line of the overview, and the number that stands before it; `to` names the sheet that it leads to."""

    text: str
    look: Look = _TEXT
    number: int | None = None
    to: str = ""


class _Book:
    """A workbook while it is written, sheet after sheet and row after row."""

    def __init__(self, workbook: Any, document: Document, _: Words) -> None:
        self._workbook, self._document, self._words = workbook, document, _
        self._cells = Cells(workbook, _)
        workbook.set_properties({"title": document.title, "created": _CREATED})

    def close(self) -> None:
        """Pack all that was written. Raises OSError where the disk does not take it."""
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from None

    def overview(self, parts: Sequence[Sheet], silent: Sequence[str]) -> None:
        """The first sheet: what is said beside the tables, and for those without a row, and where they are."""
        sheet = self._sheet(self._words("Overview"))
        said = list(self._lines(parts, silent))
        sheet.set_column(0, 0, _MARGIN if all(line.number is None for line in said) else _NUMBER)
        sheet.set_column(1, 1, _LINE + _SPARE)
        for row, (text, look, number, to) in enumerate(said):
            size = look.get("font_size", _SIZE)
            sheet.fit_row(row, lines(text, _LINE * _SIZE / size), size)
            if number is not None:
                self._cells.number(sheet, row, 0, number, {**look, **_BESIDE})
            if to:
                sheet.write_url(row, 1, f"internal:{quote_sheetname(to)}!A1")
            self._cells.text(sheet, row, 1, text, look)

    def _lines(self, parts: Sequence[Sheet], silent: Sequence[str]) -> Iterator[_Line]:
        document, _ = self._document, self._words
        yield _Line(document.title, {**_TEXT, "bold": True, "font_size": 18})
        for index, fact in enumerate(document.facts):
            yield _Line(fact, _MUTED if index else {**_TEXT, "font_size": 12})
        if not parts and not silent and document.empty:
            yield _Line(document.empty)
        yield from self._figures()
        notes = [_Line(note, _MUTED) for note in document.notes()]
        sources = [_Line(source, _MUTED) for source in document.sources()]
        places = [_Line(part.title, _LINK, len(part.rows), part.name) for part in parts]
        quiet = [_Line(said) for said in silent]
        for heading, group in (("", quiet), ("", notes), (_("Sources"), sources), (_("Sheets"), places)):
            if group:
                yield from [_Line(""), *([_Line(heading, _HEADING)] if heading else []), *group]

    def _figures(self) -> Iterator[_Line]:
        figures = self._document.overview().figures if self._document.overview else ()
        if figures:
            yield _Line("")
        for label, value, light in figures:
            yield _Line(f"{light} {label}" if light else label, tone(light) if light else _TEXT, value)

    def table(self, part: Sheet) -> None:
        """A sheet with a table, and its note below it."""
        sheet = self._sheet(part.name)
        last_row, last_column = len(part.rows), len(part.columns) - 1
        self._rows(sheet, part, self._widths(part))
        sheet.set_landscape()
        sheet.freeze_panes(1, int(part.columns[0].kind == "id"))
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last_row, last_column)
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})  # the id 2025 is meant
        if part.note:
            self._cells.text(sheet, last_row + 2, 0, part.note, {"font_color": "#57606a"})

    def _widths(self, part: Sheet) -> list[float]:
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

    def _rows(self, sheet: Any, part: Sheet, widths: Sequence[float]) -> None:
        sheet.fit_row(0, max(lines(column.label, width) for column, width in zip(part.columns, widths, strict=True)))
        for index, (column, align) in enumerate(zip(part.columns, aligned(part.columns), strict=True)):
            sheet.set_column(index, index, widths[index] + _SPARE)
            self._cells.text(sheet, 0, index, column.label, {**_HEADER, "align": align})
        for number, row in enumerate(part.rows, 1):
            values = [row[place] for place in part.places]
            sheet.fit_row(number, max(map(self._cells.lines, values, part.columns, widths)))
            for index, (value, column) in enumerate(zip(values, part.columns, strict=True)):
                self._cells.value(sheet, number, index, value, column)

    def _sheet(self, name: str) -> Any:
        """A new sheet, as it is printed: on A4, as wide as the page, with its title and its number."""
        sheet = self._workbook.add_worksheet(name, _Sheet)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_in_header(self._document.title)}&R&A")
        sheet.set_footer("&C&P / &N")
        return sheet


def _in_header(title: str) -> str:
    """A title where & begins a code. XlsxWriter looks for those of pictures, even in what is doubled."""
    title = title.replace("&G", "＆G").replace("&[", "＆[")
    return cut(title, _LONGEST_HEADER).replace("&", "&&")
