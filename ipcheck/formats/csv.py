"""CSV: column keys as headers, ISO days, true and false; lists are joined by ；, headings by >."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Standing
from ipcheck.formats.format import Page

# A spreadsheet takes a cell that begins like this for a formula and may run it (CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_RISKY = frozenset(("'", *_FORMULA))


class _Encoded:
    """A text stream over bytes, for the csv module. Unlike TextIOWrapper it never closes the stream below."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the tables of `document` one below the other. The header is repeated only where the columns change."""
    if page.to_file:
        out.write("\ufeff".encode())  # without it Excel takes UTF-8 for the system's own encoding
    writer = csv.writer(_Encoded(out), lineterminator="\r\n")
    header: list[str] = []
    for table in document.tables:
        kept = [index for index, column in enumerate(table.columns) if column.data]
        columns = [table.columns[index] for index in kept]
        keys = [column.key for column in columns]
        if not keys:
            continue
        if keys != header:
            if header:
                writer.writerow([])
            writer.writerow(keys)
            header = keys
        writer.writerows(_values(table.rows, kept, columns))


def _values(rows: Iterable[Sequence[Any]], kept: Sequence[int], columns: Sequence[Column]) -> Iterable[list[Any]]:
    cells = [(index, _CELLS.get(column.kind, _text)) for index, column in zip(kept, columns, strict=True)]
    for row in rows:
        yield [cell(row[index]) for index, cell in cells]


def _text(value: str | None) -> str:
    if not value:
        return ""
    # a text that has a ' before such a sign gets another ', so that whoever removes one finds the text
    risky = value[0] in _RISKY and value.lstrip("'").startswith(_FORMULA)
    return f"'{value}" if risky else value


def _joined_by(separator: str) -> Callable[[str | None], str]:
    return lambda value: _text(value.replace("\n", separator)) if value else ""


def _flag(value: object) -> str:
    return "" if value is None else "true" if value else "false"


def _number(value: float | None) -> float | str:
    return "" if value is None else value


def _standing(value: Standing | None) -> str:
    return value.name if value else ""


# How the values of a kind of column are written; columns of all other kinds hold texts.
_CELLS: Mapping[str, Callable[[Any], Any]] = {
    "flag": _flag, "number": _number, "situation": _standing, "list": _joined_by("；"), "agencies": _joined_by("；"),
    "path": _joined_by(" > "),
}  # fmt: skip
