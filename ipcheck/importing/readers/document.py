"""The way in for documents: the content of a file decides which reader turns it into pieces of text."""

from codecs import BOM_UTF8
from collections.abc import Callable
from typing import BinaryIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.importing.readers.encoding import count_han, count_letters, decode_as_stated
from ipcheck.importing.readers.kinds import content_of, detect_format, is_address
from ipcheck.importing.readers.pieces import Progress, ReadDocument
from ipcheck.importing.readers.plain import read_text
from ipcheck.importing.readers.subprocess_reader import read_in_subprocess

_TOO_LARGE = N_(
    "{path}: larger than {n} MB; no plan is that large; remove its pictures, or copy its text into a text file"
)

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_LEAST_LETTERS, _LEAST_HAN = 200, 0.15  # letters of a text that shows its language, and the share of Chinese ones


def read_document(
    path: str, stdin: BinaryIO, _: Translator, progress: Progress, meanwhile: Callable[[], None] = lambda: None
) -> ReadDocument:
    """Read the document at `path`, a file, an address or "-" for standard input, into pieces of text.

    The content alone decides what the file is; its name does not count. Where another process reads it, `meanwhile` is
    called at the same time. Raises UsageError where the content is no text, HTML, DOCX, PDF, XLSX or CSV, cannot be
    fetched or read, is too large, holds no text or is not in Chinese; the message says what to do.
    """
    if is_address(path):
        return _read_page(path, _, progress, meanwhile)
    data = content_of(path, stdin, _TOO_LARGE, _)
    if path == "-":
        path = _("standard input")
    return _read_content(data, detect_format(data, path, _), path, _, progress, meanwhile)


def _read_page(url: str, _: Translator, progress: Progress, meanwhile: Callable[[], None]) -> ReadDocument:
    """Fetch and read the document at an address. Its content decides what it is, but for parts of pages."""
    from ipcheck.importing.readers.web.fetch import fetch

    fetched = fetch(url, _, progress)
    data = fetched.data
    kind = detect_format(data, fetched.url, _)
    if kind == "text" and fetched.media_type in _PAGE_TYPES:
        kind = "html"
    if kind in ("html", "text") and (text := decode_as_stated(data, fetched.charset or "")) is not None:
        data = BOM_UTF8 + text.encode()  # which counts before the encoding that the page itself states
    return _read_content(data, kind, fetched.url, _, progress, meanwhile)._replace(url=fetched.url)


def _read_content(
    data: bytes, kind: str, path: str, _: Translator, progress: Progress, meanwhile: Callable[[], None]
) -> ReadDocument:
    """Read a file of a kind that `detect_format` tells."""
    document = _read_pieces(data, kind, path, _, progress, meanwhile)
    _refuse_foreign(document, path, _)
    return document


def _read_pieces(
    data: bytes, kind: str, path: str, _: Translator, progress: Progress, meanwhile: Callable[[], None]
) -> ReadDocument:
    match kind:
        case "html" | "pdf" as reader_kind:
            return read_in_subprocess(reader_kind, data, path, _, progress, meanwhile)
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
            "{path}: it is not in Chinese, and only Chinese is understood; import the Chinese original, or write "
            "the plan file by hand, modelled on an existing one (ipcheck schema plan describes the format)"
        )
        raise UsageError(message.format(path=path))
