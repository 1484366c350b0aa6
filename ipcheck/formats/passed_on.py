"""Answers for others than their caller: without commands, options and places of files, of use to the caller alone."""

from collections.abc import Iterable
from typing import Any

from ipcheck.formats.document import Document, Hint, Table


def for_others(document: Document) -> Document:
    """The document as it is passed on: of each hint only the rest, and no pair whose text is one."""
    return document._replace(
        facts=_rests(document.facts), notes=lambda: _rests(document.notes()),
        tables=lambda: list(map(_table_for_others, document.tables())),
    )  # fmt: skip


def _table_for_others(table: Table[Any]) -> Table[Any]:
    return table._replace(
        title=None if table.title is None else _rest(table.title), empty=_rest(table.empty), note=_rest(table.note),
        left_out_note=_rest(table.left_out_note),
        items=[item for item in table.items if not (table.pairs and isinstance(item[1], Hint))],
    )  # fmt: skip


def _rests(lines: Iterable[str]) -> list[str]:
    return [rest for line in lines if (rest := _rest(line))]


def _rest(line: str) -> str:
    return line.rest if isinstance(line, Hint) else line
