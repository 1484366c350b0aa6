"""CSV: keys as headers, ISO days, true and false; lists are joined by ；, headings by >."""

import csv
from collections.abc import Callable, Mapping
from itertools import starmap
from operator import call
from typing import Any, BinaryIO

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document
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
    """Write the records of `document`, each while it is read."""
    if page.to_file:
        out.write("\ufeff".encode())  # without it Excel takes UTF-8 for the system's own encoding
    fields, rows = document.records()
    cells = [_CELLS[field.kind] for field in fields]
    writer = csv.writer(_Encoded(out), lineterminator="\r\n")
    writer.writerow(field.key for field in fields)
    writer.writerows(starmap(call, zip(cells, row, strict=True)) for row in rows)  # no step of Python for each cell


def _text(value: str | None) -> str | None:
    # a text that has a ' before such a sign gets another ', so that whoever removes one finds the text
    if value and value[0] in _RISKY and value.lstrip("'").startswith(_FORMULA):
        return f"'{value}"
    return value


def _joined_by(separator: str) -> Callable[[str | None], str | None]:
    return lambda value: _text(value.replace("\n", separator)) if value else value


def _number(value: float | None) -> float | None:
    return value


# How the values of a kind of field are written; no value is written as an empty cell. An answer can have millions of
# cells: a flag is looked up, which takes less time than a function.
_CELLS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text, "flag": {None: None, False: "false", True: "true"}.__getitem__, "number": _number,
    "list": _joined_by("；"), "path": _joined_by(" > "),
}  # fmt: skip
