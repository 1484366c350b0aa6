"""Findings: faults in data, as values with a place. Findings are collected, not raised, so that one call shows all."""

from typing import NamedTuple

UNREAD_PHRASE = "unread-phrase"  # the one rule whose errors refuse nothing: the task stays, its phrase unread


class Finding(NamedTuple):
    """One fault in one file. Findings sort by place; `line` and `column` count from 1.

    `str()` is one line in the format that editors and CI systems understand.
    """

    path: str
    line: int
    column: int
    level: str  # "error", "warning" or "info"
    rule: str
    message: str

    @property
    def refuses(self) -> bool:
        """Whether no command answers from the file: it has an error, other than a phrase that no rule reads."""
        return self.level == "error" and self.rule != UNREAD_PHRASE

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\n").replace("\r", "\\r")  # a file name may contain line ends
        return f"{path}:{self.line}:{self.column}: {self.level}: {self.message} [{self.rule}]"


class CellFinding(Finding):
    """A fault in a cell of a workbook: `path` is file!sheet, `line` and `column` are the row and column of the cell."""

    __slots__ = ()

    def __str__(self) -> str:
        """The fault after its place in the notation of spreadsheets: file!sheet!J12: message."""
        path = self.path.replace("\n", "\\n").replace("\r", "\\r")
        return f"{path}!{cell_name(self.line, self.column)}: {self.message}"


def cell_name(row: int, column: int) -> str:
    """The name of a cell in spreadsheets, such as J12; `row` and `column` count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
