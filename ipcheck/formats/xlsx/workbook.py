"""XLSX: a workbook to filter, sort and print. It has an overview and sheets with tables, or a form to be filled in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import notices, values_for_people
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page
from ipcheck.formats.xlsx.book import HEADING, MUTED, SIZE, SPARE, TEXT, Book, columns_in_sight
from ipcheck.formats.xlsx.cells import LINK, Look, tone
from ipcheck.formats.xlsx.form import fill_in, parts_of
from ipcheck.formats.xlsx.lines import write_lines
from ipcheck.formats.xlsx.sheets import Sheet, sheets
from ipcheck.formats.xlsx.values import lines

_MOST_ROWS = 1_048_575  # of a sheet, below its header
_MANY_ROWS, _FEW_SHEETS = 20_000, 100  # more rows go to the disk at once, except in more sheets: each needs a file
_LINE, _NUMBER, _MARGIN = 100, 10, 2  # widths in the overview: of texts, of numbers before them, of a margin instead

# the number before a line, whatever the line looks like
_NUMBER_LOOK: Look = {"font_color": "#1f2328", "underline": 0, "indent": 1}


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as a workbook; if it has a form, that is all of the workbook. Raises UsageError where a table
    has more rows than a sheet can hold."""
    if document.form:
        form = document.form()
        parts = parts_of(form)
        _write(out, document.title, parts, lambda book: fill_in(book, form, parts, _), _)
        return
    tables = values_for_people(document, roomy=True)
    parts = sheets(
        [table for table in tables if table.rows and table.columns], document.title, _("Overview"), _("Charts")
    )
    empty_texts = [_(": ").join(filter(None, (table.title, table.note))) for table in tables if not table.rows]

    def answer(book: Book) -> None:
        writer = _AnswerWriter(book, document, _)
        writer.overview(parts, empty_texts, notices(tables, _, on_page=True))
        for part in parts:
            writer.table(part)
        drawn = [chart for chart in (document.overview().charts if document.overview else ()) if chart.lines]
        if drawn:
            write_lines(book, _("Charts"), drawn)

    _write(out, document.title, parts, answer, _)


def _write(out: BinaryIO, title: str, parts: Sequence[Sheet], fill: Callable[[Book], None], _: Translator) -> None:
    """Let `fill` write a workbook of these tables: a small one in memory, a large one row by row on the disk."""
    for part in parts:
        if len(part.rows) + 2 * bool(part.note) > _MOST_ROWS:
            template = _("{n} rows are too many for a sheet; use -f csv")
            raise UsageError(template.format(n=len(part.rows)))
    large = sum(len(part.rows) for part in parts) > _MANY_ROWS and len(parts) <= _FEW_SHEETS
    packed = BytesIO()
    with TemporaryDirectory() if large else nullcontext() as folder:
        options = {"constant_memory": True, "tmpdir": folder} if large else {"in_memory": True}
        book = Book(Workbook(packed, {"strings_to_formulas": False, "use_zip64": True, **options}), title, _)
        fill(book)
        book.close()
    out.write(packed.getbuffer())


class _Line(NamedTuple):
    """A line of the overview. `number` stands before the text; `to` names the sheet to which the text links."""

    text: str
    look: Look = TEXT
    number: int | None = None
    to: str = ""


class _AnswerWriter:
    """Writes an answer into a workbook: an overview, then a sheet for each table or part of a table."""

    def __init__(self, book: Book, document: Document, _: Translator) -> None:
        self._book, self._document, self._words = book, document, _

    def overview(self, parts: Sequence[Sheet], empty_texts: Sequence[str], further: Sequence[str]) -> None:
        """Write the first sheet: all of the document but its tables, the texts for tables without rows, `further`
        notes, and links to the other sheets."""
        sheet = self._book.sheet(self._words("Overview"))
        overview_lines = list(self._lines(parts, empty_texts, further))
        sheet.set_column(0, 0, _MARGIN if all(line.number is None for line in overview_lines) else _NUMBER)
        sheet.set_column(1, 1, _LINE + SPARE)
        for row, (text, look, number, to) in enumerate(overview_lines):
            size = look.get("font_size", SIZE)
            sheet.fit_row(row, lines(text, _LINE * SIZE / size), size)
            if number is not None:
                self._book.cells.number(sheet, row, 0, number, {**look, **_NUMBER_LOOK})
            if to:
                sheet.write_url(row, 1, f"internal:{quote_sheetname(to)}!A1")
            self._book.cells.text(sheet, row, 1, text, look)

    def _lines(self, parts: Sequence[Sheet], empty_texts: Sequence[str], further: Sequence[str]) -> Iterator[_Line]:
        document, _ = self._document, self._words
        yield _Line(document.title, {**TEXT, "bold": True, "font_size": 18})
        for index, fact in enumerate(document.facts):
            yield _Line(fact, MUTED if index else {**TEXT, "font_size": 12})
        if not parts and not empty_texts and document.empty:
            yield _Line(document.empty)
        yield from self._figures()
        notes = [_Line(note, MUTED) for note in (*document.notes(), *further)]
        sources = [_Line(source, MUTED) for source in document.sources()]
        places = [_Line(part.title, {**TEXT, **LINK}, len(part.rows), part.name) for part in parts]
        without_rows = [_Line(text) for text in empty_texts]
        for heading, group in (("", without_rows), ("", notes), (_("Sources"), sources), (_("Sheets"), places)):
            if group:
                yield from [_Line(""), *([_Line(heading, HEADING)] if heading else []), *group]

    def _figures(self) -> Iterator[_Line]:
        figures = self._document.overview().figures if self._document.overview else ()
        if figures:
            yield _Line("")
        for label, value, light, *_tasks in figures:
            yield _Line(f"{light} {label}" if light else label, tone(light) if light else TEXT, value)

    def table(self, part: Sheet) -> None:
        """Write a sheet with a table, and the table's note below it."""
        sheet = self._book.sheet(part.name)
        last_row, last_column = len(part.rows), len(part.columns) - 1
        widths = self._book.widths(part)
        self._book.columns(sheet, widths)
        self._book.rows(sheet, part, widths)
        sheet.set_landscape()
        sheet.freeze_panes(1, columns_in_sight(part, widths))
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last_row, last_column)
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})  # the text 2025 is an id
        if part.note:
            self._book.cells.text(sheet, last_row + 2, 0, part.note, {"font_color": "#57606a"})
