"""What a document holds before anything in it is understood: pieces of text in order, each with its place."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A paragraph, a heading, or a row of a table, as the document has it.

    `at` says where, from 1: the line of a text file, the page of a PDF, the block of an HTML or DOCX file. `cells` are
    those of a table's row, a merged one repeated in each place that it covers, and the paragraphs of one are its lines;
    `text` is then empty. An `aside` belongs to the page around the text: navigation, footers, lists of links elsewhere,
    page numbers, tables of contents.
    """

    text: str
    at: int
    cells: tuple[str, ...] = ()
    aside: bool = False


class ReadDocument(NamedTuple):
    """A document taken apart.

    `unit` is what `at` counts: "line", "page" or "block". `title` is the name that the file gives itself beside its
    text (HTML's <title>), if any. In a `wrapped` one lines may end inside sentences, so that pieces can be parts of
    paragraphs. `notes` are things about the reading that a person should know, in the language of the call.
    """

    pieces: Sequence[Piece]
    unit: str
    title: str | None = None
    wrapped: bool = False
    notes: Sequence[str] = ()


# Told how much of a long file has been read: done, and of how much.
Progress = Callable[[int, int], None]
