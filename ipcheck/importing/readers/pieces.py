"""The pieces of text that every reader returns, in the order of the document and before they are interpreted."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A paragraph, a heading or a row of a table, as the document has it.

    `at` is the place, counted from 1: the line of a text file, the page of a PDF, the block of an HTML or DOCX file,
    the row of a workbook, through all its sheets.
    `cells` are the cells of a row, and `text` is then empty. A merged cell is repeated in each place that it covers;
    line ends part the paragraphs of a cell. An `aside` belongs to the page around the text: navigation, footers, lists
    of links to other pages, page numbers, tables of contents.
    """

    text: str
    at: int
    cells: tuple[str, ...] = ()
    aside: bool = False


class Doubt(NamedTuple):
    """Something that a person should check: a stretch of the document's text by which the task is found that it is
    about, and the question, in the language of the call."""

    text: str
    question: str


class ReadDocument(NamedTuple):
    """A document as a sequence of pieces.

    `unit` is what `Piece.at` counts: "line", "page", "block" or "row". `title` is the name that the file gives itself
    outside its text, if any (HTML's <title>, the metadata of a PDF). `wrapped` says that lines may end inside
    sentences, so that a piece can be part of a paragraph. `notes` are remarks on the reading for the user, in the
    language of the call; `doubts` are those about single tasks. `url` is the address of one that was fetched.
    """

    pieces: Sequence[Piece]
    unit: str
    title: str | None = None
    wrapped: bool = False
    notes: Sequence[str] = ()
    doubts: Sequence[Doubt] = ()
    url: str | None = None


# Called while a long file is read, with the units (pages, pieces) read so far and the units in all.
Progress = Callable[[int, int], None]
