"""Workbooks (.xlsx) and CSV files as grids of the values in their cells.

A formula gives the value that was last saved with it; macros, links to other files and pictures are ignored.
"""

import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.processes import gc_paused
from ipcheck.importing.readers.encoding import DecodingError, decode
from ipcheck.importing.readers.kinds import content_of, is_binary

MOST_UNPACKED = 64 * 1024 * 1024  # 5,000 rows of a ledger unpack to 5 MB
MOST_ROWS, MOST_COLUMNS = 50_000, 200
MOST_SPANNED = 200_000  # cells in merged and linked ranges, for each of which openpyxl makes an object

_TOO_LARGE = N_("{path}: larger than {n} MB, too large for such a workbook; copy its table into a new one")
_UNPACKS = N_("{path}: unpacks to more than {n} MB, too large for such a workbook; copy its table into a new one")
_SPANS = N_("{path}: it has too many merged or linked cells for a ledger; copy its table into a new workbook")
_TOO_MANY = N_("{path}: sheet {sheet} has more than {n} rows; copy its table into a new workbook")
_LOCKED = N_("{path}: it is locked with a password; open it in Excel or WPS, remove the password, and save it")
_OLD = N_("{path}: it is not an .xlsx workbook; save it as .xlsx with Excel, WPS or LibreOffice")
_BROKEN = N_("{path}: it begins like an .xlsx workbook but is damaged or cut off; download or save it again")
_NO_TABLE = N_("{path}: it is not a table separated by commas, tabs or semicolons; save it as .xlsx")
_NO_TEXT = N_("{path}: it is neither an .xlsx workbook nor a CSV file")

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Date formats for Chinese, Japanese and Korean, which a file names by number alone (ECMA-376, 18.8.30). openpyxl does
# not know them.
_DAYS_BY_NUMBER = frozenset((*range(27, 32), 34, 35, 36, *range(50, 55), 57, 58))
_PERCENT = re.compile(r"0(\.0+)?%")
# A control character as a workbook writes it; line ends can be among them.
_CONTROL = re.compile("_x(00[01][0-9A-Fa-f])_")
_RANGE = re.compile(
    rb"""<(?:[a-z0-9]+:)?(?:mergeCell|hyperlink)\b[^<>]*?\bref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']"""
)
_DELIMITERS, _SAMPLE = ",\t;", 5  # the delimiter is the one that the first 5 lines have most often

Value = str | date | int | float | bool | None
ReadCell = Callable[[Any, datetime], Value]  # the value of openpyxl's cell; days count from the workbook's first


class Broken(str):
    """The error that a cell shows instead of a value: #REF!, #N/A."""

    __slots__ = ()


class Grid(NamedTuple):
    """The values of a sheet, by row from its first row on. A percentage is the text that is shown; other values are as
    stored. Cells that are merged downwards all have the value of the topmost one."""

    sheet: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False


def read_grids(path: str, _: Translator) -> list[Grid]:
    """Read the sheets of the workbook or CSV file at `path`; the content decides which of the two it is.

    Raises UsageError, which says what to do, for every other file, and for one that is damaged, locked, or larger (also
    when unpacked, or by its ranges) than any such workbook.
    """
    data = content_of(path, None, _TOO_LARGE, _)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(data, path, _)
    if data.startswith(_OLE):
        message = _LOCKED if _ENCRYPTED in data else _OLD
        raise UsageError(_(message).format(path=path))
    return [_read_csv(data, path, _)]


def read_workbook(
    data: bytes, path: str, _: Translator, value: ReadCell | None = None, across: bool = False
) -> list[Grid]:
    """Read the sheets of a workbook, each cell with `value` (`value_of` if it is None). With `across`, cells that are
    merged sideways all have the value of the first one too. Raises UsageError as `read_grids` does."""
    _refuse_bombs(data, path, _)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), gc_paused():
            warnings.simplefilter("ignore")  # about what openpyxl would lose if it saved the file
            workbook = load_workbook(BytesIO(data), data_only=True, keep_links=False)
            read = partial(_read_cell, value or value_of, workbook.epoch)
            return [_read_sheet(sheet, read, across, path, _) for sheet in workbook.worksheets]
    except UsageError:
        raise
    except Exception:  # of a damaged file any of its parsers may raise anything
        raise UsageError(_(_BROKEN).format(path=path)) from None


def _refuse_bombs(data: bytes, path: str, _: Translator) -> None:
    """Raise UsageError for an archive that is unsafe to open, or that is no workbook.

    The sizes that the parts state are added up before anything is unpacked; zipfile unpacks no part beyond the stated
    size. Merged and linked ranges are counted too, since openpyxl makes an object for each of their cells.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise UsageError(_(_LOCKED).format(path=path))
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise UsageError(_(_OLD).format(path=path))
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UsageError(_(_UNPACKS).format(path=path, n=MOST_UNPACKED // 1024 // 1024))
            spanned = sum(_spanned(archive.read(part)) for part in parts if part.filename.endswith(".xml"))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError):
        raise UsageError(_(_BROKEN).format(path=path)) from None
    if spanned > MOST_SPANNED:
        raise UsageError(_(_SPANS).format(path=path))


def _spanned(xml: bytes) -> int:
    """The number of cells in the merged and linked ranges of a sheet's XML. A range written backwards counts like any
    other, so that it cannot lower the sum."""
    from openpyxl.utils import range_boundaries

    bounds = (range_boundaries(reference.decode()) for reference in _RANGE.findall(xml))
    return sum((abs(last - first) + 1) * (abs(right - left) + 1) for left, first, right, last in bounds)


def _read_sheet(sheet: Any, value: Callable[[Any], Value], across: bool, path: str, _: Translator) -> Grid:
    """The grid of a sheet, down to its last row with a value, at most MOST_COLUMNS wide. The cells that were read are
    taken directly: openpyxl's iterators would make one for each place before a stray value."""
    cells = {place: cell for place, cell in sheet._cells.items() if cell.value is not None and place[1] <= MOST_COLUMNS}
    height, width = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    if height > MOST_ROWS:
        raise UsageError(_(_TOO_MANY).format(path=path, sheet=sheet.title, n=MOST_ROWS))
    values: list[list[Value]] = [[None] * width for _row in range(height)]
    for (row, column), cell in cells.items():
        values[row - 1][column - 1] = value(cell)
    for merged in sheet.merged_cells.ranges:
        for column in range(merged.min_col, (merged.max_col if across else merged.min_col) + 1):
            _fill(values, merged.min_row - 1, merged.max_row, merged.min_col - 1, column - 1)
    return Grid(sheet.title, values, sheet.sheet_state != "visible")


def _read_cell(value: ReadCell, epoch: datetime, cell: Any) -> Value:
    return value(cell, epoch)


def _fill(values: list[list[Value]], first: int, end: int, source: int, column: int) -> None:
    """Give the value in row `first` of the column `source` to the rows from there on of a column, before `end`."""
    if first < len(values) and max(source, column) < len(values[first]):
        for row in values[first:end]:
            row[column] = values[first][source]


def value_of(cell: Any, epoch: datetime) -> Value:
    """The value of a cell: an error is Broken, a day without a time is a date, and a percentage is the text that is
    shown."""
    value = cell.value
    if cell.data_type == "e":
        return Broken(value)
    if isinstance(value, str):
        return _CONTROL.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if value is None or isinstance(value, date | bool):
        return value
    if not isinstance(value, int | float):
        return str(value)  # a time of day, an array
    if cell.has_style and cell._style.numFmtId in _DAYS_BY_NUMBER:
        return _day(value, epoch)
    if cell.has_style and (percent := _PERCENT.fullmatch(cell.number_format)):
        return f"{value:.{len(percent[1] or '.') - 1}%}"
    return value


def _day(number: float, epoch: datetime) -> Value:
    from openpyxl.utils.datetime import from_excel

    try:
        day = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return number
    return day.date() if isinstance(day, datetime) else number


def _read_csv(data: bytes, path: str, _: Translator) -> Grid:
    """A CSV file as a single sheet with the name of the file, as Excel shows it."""
    try:
        text = decode(data).text
    except DecodingError:
        raise UsageError(_(_NO_TEXT).format(path=path)) from None
    if is_binary(text):
        raise UsageError(_(_NO_TEXT).format(path=path))
    try:
        rows = list(_records(text))
    except csv.Error:  # a field longer than any text of a ledger
        raise UsageError(_(_NO_TABLE).format(path=path)) from None
    if len(rows) > MOST_ROWS:
        raise UsageError(_(_TOO_MANY).format(path=path, sheet=PurePath(path).stem, n=MOST_ROWS))
    return Grid(PurePath(path).stem, rows)


def _records(text: str) -> Iterator[list[Value]]:
    sample = "\n".join(text.splitlines()[:_SAMPLE])
    delimiter = max(_DELIMITERS, key=sample.count)
    for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        yield [_unguarded(value) or None for value in record]


def _unguarded(text: str) -> str:
    """Take away the ' with which ipcheck.formats.csv keeps a text from being read as a formula."""
    return text[1:] if re.match(r"'+[=+\-@\t\r＝＋－＠]", text) else text
