"""CSV: machine names as headers, ISO days, true and false, lists joined by ；, headings by >."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from ipcheck.documents import Column, Document, Standing
from ipcheck.formats import Page
from ipcheck.words import Words

# A spreadsheet takes a cell that begins like this for a formula and may run it (CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Encoded:
    """A text stream for the csv module over bytes; unlike TextIOWrapper it never closes what it writes to."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def render(document: Document, out: BinaryIO, page: Page, _: Words) -> None:
    """Write the tables of `document` one below the other; the header again only where the columns change."""
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
    kinds = [column.kind for column in columns]
    for row in rows:
        yield [_value(row[index], kind) for index, kind in zip(kept, kinds, strict=True)]


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return ""
    if kind == "flag":
        return "true" if value else "false"
    if kind == "number":
        return value
    if isinstance(value, Standing):
        return value.name
    text: str = value
    if kind in ("list", "agencies"):
        text = text.replace("\n", "；")
    elif kind == "path":
        text = text.replace("\n", " > ")
    # what has a ' before it already gets another, so that who takes one off finds the text
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text
