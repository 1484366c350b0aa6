"""A table to be filled in, as a workbook: cells that must not be changed are locked, choices are drop-down lists."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby, zip_longest
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import shown
from ipcheck.formats.document import Form, Table
from ipcheck.formats.xlsx.book import HEADING, MUTED, Book
from ipcheck.formats.xlsx.cells import NOTHING_ELSE, Look
from ipcheck.formats.xlsx.sheets import Sheet

_A3 = 8  # the size of the paper; a form has many columns
_ROOM = 26.0  # letters: the least width of a column that people write text into
_OPEN: Look = {"locked": False, "bg_color": "#fffbe8"}
_OPEN_HEADER: Look = {"bg_color": "#f6e3a1"}
# What people may do although the sheet is protected. There is no password, so that nobody is locked out by accident.
_ALLOWED = {"sort": True, "autofilter": True, "format_cells": True, "format_columns": True, "format_rows": True}
_DAYS = (date(1990, 1, 1), date(2199, 12, 31))


def parts_of(form: Form) -> list[Sheet]:
    """The tables of a form, each with the name of its sheet. The table to be filled in comes first."""
    further = [_part(table, name) for name, tables in form.further for table in tables]
    return [_part(form.table, form.name, empty_columns=True), *further]


def fill_in(book: Book, form: Form, parts: Sequence[Sheet], _: Translator) -> None:
    """Write the sheets of a form into a workbook. `parts` are the tables of the form, as from `parts_of`."""
    _form_sheet(book, form, parts[0], _)
    for name, group in groupby(parts[1:], key=lambda part: part.name):
        _tables_sheet(book, name, list(group), name in form.hidden)


def _form_sheet(book: Book, form: Form, part: Sheet, _: Translator) -> None:
    sheet = book.sheet(part.name, _A3)
    looks = [_OPEN if column.label in form.open else NOTHING_ELSE for column in part.columns]
    text = [column.label for column in part.columns].index(form.text)
    widths = [
        max(width, _ROOM) if look and column.kind == "text" else width
        for width, look, column in zip(book.widths(part, text), looks, part.columns, strict=True)
    ]
    book.columns(sheet, widths)
    book.rows(sheet, part, widths, looks=looks, headers=[_OPEN_HEADER if look else NOTHING_ELSE for look in looks])
    last = len(part.rows)
    sheet.set_landscape()
    sheet.freeze_panes(1, text + 1)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(part.columns) - 1)
    sheet.protect("", _ALLOWED)
    for at, column in enumerate(part.columns):
        if last and column.label in form.choices:
            sheet.data_validation(1, at, last, at, _choice(form.choices[column.label], _))
        elif last and looks[at] and column.kind == "day":
            sheet.data_validation(1, at, last, at, _day(_))


def _choice(names: Any, _: Translator) -> dict[str, Any]:
    message = _("Choose one of: {names}").format(names=_.join(list(names)))
    return {"validate": "list", "source": list(names), "error_title": _("Not on the list"), "error_message": message}


def _day(_: Translator) -> dict[str, Any]:
    """The check of a cell for a day. It only warns, since a day typed as text is understood as well."""
    first, last = _DAYS
    return {
        "validate": "date", "criteria": "between", "minimum": first, "maximum": last, "error_type": "warning",
        "error_title": _("Not a day"), "error_message": _("Write a day: 2025-03-01."),
    }  # fmt: skip


def _tables_sheet(book: Book, name: str, parts: Sequence[Sheet], hidden: bool) -> None:
    """Write a sheet with tables one below the other, each under its title. The whole sheet is locked."""
    sheet = book.sheet(name)
    if hidden:
        sheet.hide()
    needed = [book.widths(part) for part in parts if part.rows]
    book.columns(sheet, widths := [max(column_widths) for column_widths in zip_longest(*needed, fillvalue=0.0)])
    row = 0
    for part in parts:
        if part.title:
            book.cells.text(sheet, row, 0, part.title, {**HEADING, "text_wrap": False})
            row += 1
        row = book.rows(sheet, part, widths, at=row) if part.rows else row
        if part.note:
            book.cells.text(sheet, row, 0, part.note, {**MUTED, "text_wrap": False})
            row += 1
        row += 1
    sheet.protect("", _ALLOWED)


def _part(table: Table[Any], name: str, empty_columns: bool = False) -> Sheet:
    """A table of a form. With `empty_columns`, as people need who fill it in, no column is left out."""
    title, columns, rows, note, _pairs = shown(table, empty_columns=empty_columns)
    return Sheet(name, title or "", columns, range(len(columns)), rows, note)
