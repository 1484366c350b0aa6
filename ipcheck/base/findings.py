"""A complaint about data is a value with a place; it is collected, not raised, until nothing more can be read."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One fault of one file; sorts by place. `line` and `column` count from 1.

    `str()` is the one line that editors and CI systems understand.
    """

    path: str
    line: int
    column: int
    level: str  # "error", "warning" or "info"
    rule: str
    message: str

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\n").replace("\r", "\\r")  # one line, whatever a file is called
        return f"{path}:{self.line}:{self.column}: {self.level}: {self.message} [{self.rule}]"


class CellFinding(Finding):
    """A fault of a cell of a workbook: `path` names file and sheet (file!sheet), `line` and `column` the cell."""

    __slots__ = ()

    def __str__(self) -> str:
        """As spreadsheets name places: file!sheet!J12: message."""
        path = self.path.replace("\n", "\\n").replace("\r", "\\r")
        return f"{path}!{cell_name(self.line, self.column)}: {self.message}"


def cell_name(row: int, column: int) -> str:
    """A cell by its row and column (from 1) as spreadsheets call it: J12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
