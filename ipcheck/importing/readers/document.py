"""The way in for documents: the content of a file decides which reader turns it into pieces of text."""

from typing import BinaryIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.importing.readers.encoding import count_han, count_letters
from ipcheck.importing.readers.kinds import content_of, detect_format
from ipcheck.importing.readers.pieces import Progress, ReadDocument
from ipcheck.importing.readers.plain import read_text
from ipcheck.importing.readers.subprocess_reader import read_in_subprocess

_TOO_LARGE = N_(
    "{path}: larger than {n} MB, which no plan is; take out its pictures, or copy its text into a text file"
)

_LEAST_LETTERS, _LEAST_HAN = 200, 0.15  # letters of a text that shows its language, and the share of Chinese ones


def read_document(path: str, stdin: BinaryIO, _: Translator, progress: Progress) -> ReadDocument:
    """Read the document at `path`, or standard input where `path` is "-", into pieces of text.

    The content alone decides what the file is; its name does not count. Raises UsageError where the content is no text,
    HTML, DOCX, PDF, XLSX or CSV, cannot be read, is too large, holds no text or is not in Chinese; the message says
    what to do.
    """
    data = content_of(path, stdin, _TOO_LARGE, _)
    if path == "-":
        path = _("standard input")
    document = _read_content(data, path, _, progress)
    _refuse_foreign(document, path, _)
    return document


def _read_content(data: bytes, path: str, _: Translator, progress: Progress) -> ReadDocument:
    match detect_format(data, path, _):
        case "html" | "pdf" as reader_kind:
            return read_in_subprocess(reader_kind, data, path, _, progress)
        case "docx":
            from ipcheck.importing.readers.docx.document import read_docx

            return read_docx(data, path, _, progress)
        case "xlsx":
            from ipcheck.importing.readers.xlsx import read_xlsx

            return read_xlsx(data, path, _)
        case _text:
            return read_text(data, path, _)


def _refuse_foreign(document: ReadDocument, path: str, _: Translator) -> None:
    """Raise UsageError for a text of some length that has few Chinese characters, since only Chinese is understood."""
    texts = [text for piece in document.pieces if not piece.aside for text in (piece.text, *piece.cells)]
    letters = sum(map(count_letters, texts))
    if letters >= _LEAST_LETTERS and sum(map(count_han, texts)) < _LEAST_HAN * letters:
        message = _(
            "{path}: it is not in Chinese, and only Chinese is understood; import the Chinese original, or write the "
            "plan file by hand, after an existing one (ipcheck schema plan describes it)"
        )
        raise UsageError(message.format(path=path))
