"""The way in for documents: the content of a file decides which reader turns it into pieces of text."""

from typing import BinaryIO

from ipcheck.base.i18n import N_, Translator
from ipcheck.importing.readers.kinds import content_of, detect_format
from ipcheck.importing.readers.pieces import Progress, ReadDocument
from ipcheck.importing.readers.plain import read_text
from ipcheck.importing.readers.subprocess_reader import read_in_subprocess

_TOO_LARGE = N_(
    "{path}: larger than {n} MB, which no plan is; take out its pictures, or copy its text into a text file"
)


def read_document(path: str, stdin: BinaryIO, _: Translator, progress: Progress) -> ReadDocument:
    """Read the document at `path`, or standard input where `path` is "-", into pieces of text.

    The content alone decides what the file is; its name does not count. Raises UsageError where the content is no text,
    HTML, DOCX or PDF, cannot be read, is too large, or holds no text; the message says what to do.
    """
    data = content_of(path, stdin, _TOO_LARGE, _)
    if path == "-":
        path = _("standard input")
    match detect_format(data, path, _):
        case "html" | "pdf" as reader_kind:
            return read_in_subprocess(reader_kind, data, path, _, progress)
        case "docx":
            from ipcheck.importing.readers.docx.document import read_docx

            return read_docx(data, path, _, progress)
        case _text:
            return read_text(data, path, _)
