"""CSV files as pieces: tables of tasks whose cells are parted by commas, semicolons or tabs, and can be in quotes."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.pieces import Doubt, ReadDocument
from ipcheck.importing.readers.table_rows import SheetRow, clean_cell, head_of, is_head, pieces_of, without_empty

MOST_RECORDS = 50_000
_DELIMITERS = ",;\t"
_SAMPLE = 50_000  # characters that show whether a text is a table
_MOST_ABOVE = 4  # rows down to the head; where there are more, it is a text with a table in it
_FEWEST = 3  # delimiters in a table
_EQUAL = 0.9  # share of records that have as many cells as the head
_SEPARATOR = re.compile("sep=[,;\t]")  # with which Excel names the delimiter in the first line
# Columns in which a merged cell may have stood, which a CSV file has only in its first row.
_MERGED = re.compile("牵头|主办|主责|责任|承办|负责|分工|时限|期限|时间")


def delimiter_of(text: str) -> str | None:
    """The sign that parts the cells of a text which is a CSV file with a head as tables of tasks have; None for any
    other text."""
    sample = text[:_SAMPLE]
    for delimiter in _DELIMITERS:
        if sample.count(delimiter) < _FEWEST:
            continue
        try:
            rows = [row for row in _records(sample, delimiter) if any(row.cells)]
        except csv.Error:
            continue
        head = head_of(rows[:_MOST_ABOVE])
        below = rows[head + 1 :] if head is not None else []
        if head is not None and _are_equal(rows[head].cells, below[:-1] if len(text) > len(sample) else below):
            return delimiter
    return None


def _are_equal(head: Sequence[str], rows: Sequence[SheetRow]) -> bool:
    """Whether the records below the head have as many cells as the head; without exception where these are two."""
    equal = sum(len(row.cells) == len(head) for row in rows)
    return bool(rows) and equal >= (_EQUAL if len(head) > 2 else 1) * len(rows)


def read_csv(text: str, delimiter: str, notes: Sequence[str], path: str, _: Translator) -> ReadDocument:
    """Read a decoded CSV file. Raises UsageError where it is no table to its end, or longer than any plan."""
    rows = []
    try:
        for row in _records(text, delimiter):
            rows.append(row)
            if len(rows) > MOST_RECORDS:
                message = _("{path}: more than {n} rows; no plan is that long")
                raise UsageError(message.format(path=path, n=MOST_RECORDS))
    except csv.Error:
        message = _("{path}: it begins as a table, but a quoted cell never ends; save it as .xlsx")
        raise UsageError(message.format(path=path)) from None
    rows = without_empty(rows)
    return ReadDocument(list(pieces_of(rows)), "line", notes=notes, doubts=tuple(_doubts(rows, _)))


def _records(text: str, delimiter: str) -> Iterator[SheetRow]:
    """The records of a CSV file, each with the line on which it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    at = 1
    for record in reader:
        if at > 1 or not _SEPARATOR.fullmatch(text.partition("\n")[0]):
            yield SheetRow(tuple(clean_cell(_unguarded(cell)) for cell in record), at)
        at = reader.line_num + 1


def _unguarded(text: str) -> str:
    """Take away the ' with which programs keep a text from being read as a formula."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def _doubts(rows: Sequence[SheetRow], _: Translator) -> Iterator[Doubt]:
    """A doubt for each task without agencies or time, where the row above has them: the cell may have been merged."""
    head = head_of(rows)
    if head is None:
        return
    names = rows[head].cells
    columns = [at for at, name in enumerate(names) if _MERGED.search(name)]
    text = max(range(len(names)), key=lambda at: sum(len(row.cells[at]) for row in rows[head:]))
    above = rows[head]
    for row in rows[head + 1 :]:
        if row.cells[text] and len(set(filter(None, row.cells))) > 1 and not is_head(row.cells):
            for at in columns:
                if not row.cells[at] and above.cells[at] and above is not rows[head]:
                    question = _(
                        "its {head} is empty; CSV keeps only the first of merged cells; is it the same as for "
                        "the task above?"
                    )
                    yield Doubt(row.cells[text], question.format(head=names[at]))
            above = SheetRow(tuple(cell or before for cell, before in zip(row.cells, above.cells, strict=True)), row.at)
