"""Plain text as pieces: its lines, and the tables pasted or typed into it (with tabs, or with bars as in Markdown)."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.encoding import DecodingError, decode, encoding_notes, tidy
from ipcheck.importing.readers.kinds import binary, is_binary
from ipcheck.importing.readers.pieces import Piece, ReadDocument

MOST_LINES = 200_000

# The numbers of list items. A list copied from Word has them before a tab, which does not make it a table.
_NUMBER = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十百]+[)）、.．]?|[①-⑳●•·○◆■□▪-]|[a-zA-Z][)）.]")
_DELIMITER = re.compile("[,;\t]")
_RULE = re.compile(r":?-+:?")
_DRAWN = re.compile("[ \u2500-\u257f]*[\u2500\u2501\u250c-\u257f][ \u2500-\u257f]*")  # a line between two rows
_BAR = re.compile(r"(?<!\\)\|")


def read_text(data: bytes, path: str, _: Translator) -> ReadDocument:
    """Read a text into one piece for each line that is not blank, and a CSV file into its rows. Raises UsageError where
    the bytes are no text in any known encoding, or where there are more than MOST_LINES lines."""
    try:
        decoded = decode(data)
    except DecodingError as error:
        if is_binary(data[:100000].decode("latin-1")):
            raise binary(path, _) from None
        message = _("{path}:{line}:{column}: neither UTF-8 nor GB18030 or Big5 from here; save it as UTF-8")
        raise UsageError(message.format(path=path, line=error.line, column=error.column)) from None
    if is_binary(decoded.text[:1000000]):
        raise binary(path, _)
    if decoded.text.count("\n") > MOST_LINES:
        raise UsageError(_("{path}: more than {n} lines; no plan is that long").format(path=path, n=MOST_LINES))
    if _DELIMITER.search(decoded.text):
        from ipcheck.importing.readers.csv_tables import (
            delimiter_of,
            read_csv,
        )  # imported here: few texts may be tables

        if delimiter := delimiter_of(decoded.text):
            return read_csv(decoded.text, delimiter, encoding_notes(decoded, _), path, _)
    lines = decoded.text.split("\n")
    return ReadDocument(list(_pieces(lines)), "line", wrapped=True, notes=encoding_notes(decoded, _))


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """The rows of tables, and the other lines that are not blank."""
    for shape, group in groupby(_unboxed(lines), lambda placed: _shape(placed[1])):
        neighbours = list(group)
        rows = [tuple(map(tidy, _split(line, shape))) for _at, line in neighbours] if shape else []
        is_table = _is_table(rows)
        for offset, (at, line) in enumerate(neighbours):
            if is_table and any(rows[offset]) and not all(map(_RULE.fullmatch, rows[offset])):
                yield Piece("", at, rows[offset])
            elif not is_table and (text := tidy(line)):
                yield Piece(text, at)


def _unboxed(lines: Sequence[str]) -> list[tuple[int, str]]:
    """(number from 1, line) of each line, with the rows of tables that are drawn with lines (│├┼┤) between bars. A cell
    may be broken over several lines; a row has the number of its first."""
    result: list[tuple[int, str]] = []
    cells: list[str] = []
    first = 0
    for at, line in enumerate(lines, 1):
        if "│" in line and not _DRAWN.fullmatch(line):
            parts = [part.strip() for part in line.strip().strip("│").split("│")]
            first = first if cells else at
            cells = [a + b for a, b in zip_longest(cells, parts, fillvalue="")]
            continue
        if cells:
            result.append((first, f"|{'|'.join(cells)}|"))
            cells = []
        if not _DRAWN.fullmatch(line):
            result.append((at, line))
    return [*result, (first, f"|{'|'.join(cells)}|")] if cells else result


def _shape(line: str) -> tuple[str, int] | None:
    """The sign that divides a line into cells (bar or tab), and how often it occurs; None for a line that is no row."""
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and (bars := len(_BAR.findall(stripped))) > 2:
        return "|", bars
    tabs = line.count("\t")
    return ("\t", tabs) if tabs and stripped else None


def _split(line: str, shape: tuple[str, int]) -> list[str]:
    if shape[0] == "\t":
        return line.split("\t")
    return [cell.replace("\\|", "|") for cell in _BAR.split(line.strip())[1:-1]]


def _is_table(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether lines with the same number of cells form a table: there are at least two, every column has some text, and
    they are not just lines that are indented or numbered with tabs."""
    if len(rows) < 2 or not all(any(column) for column in zip(*rows, strict=True)):
        return False
    return len(rows[0]) > 2 or not all(_NUMBER.fullmatch(row[0]) for row in rows if row[0])
