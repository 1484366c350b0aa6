"""The format of a file, by its content, and the refusals of formats that cannot be read, which say what to do."""

import os
import re
import stat
import zipfile
from io import BytesIO
from itertools import takewhile
from typing import BinaryIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason

MOST_FILES = 20_000  # in an archive whose names are read; a .docx has one for each picture, and about twenty more

_EXPECTED = N_("a plan is read from text, HTML, DOCX, PDF, XLSX or CSV")
_AS_DOCX = N_("save it as .docx with Word, WPS or LibreOffice (soffice --headless --convert-to docx FILE)")
_OLD = N_("it is an old Word document (.doc)")
_LOCKED = N_("it is locked with a password; open it in Word, Excel or WPS, remove the password, and save it again")
_SHEET = N_("it is a spreadsheet of another kind; save it as .xlsx with Excel, WPS or LibreOffice")
_SLIDES = N_("it is a presentation; copy its text into a text file")
_OFD = N_("it is an OFD document; save it as .docx or PDF with WPS or an OFD reader")
_PICTURE = N_(
    "it is a picture; run text recognition (OCR) first, for instance with ocrmypdf -l chi_sim, or type the text"
)
_ARCHIVE = N_("it is an archive; unpack it, and name the file inside")
_WEB_ARCHIVE = N_('it is a web archive; save the page as "HTML only" instead')
_BROKEN_ZIP = N_("it begins like a .docx but is damaged or cut off; fetch it again")
_XML = N_("it is XML, neither HTML nor a .docx")
_BINARY = N_("it is not text in any known form")
_EMPTY = N_("it is empty")

# The first bytes of a file, and the sentences of its refusal: what the file is, and what to do.
_BEGINNINGS: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"{\\rtf", (N_("it is an RTF document"), _AS_DOCX)),
    (b"\x89PNG\r\n", (_PICTURE,)),
    (b"\xff\xd8\xff", (_PICTURE,)),
    (b"GIF8", (_PICTURE,)),
    (b"II*\0", (_PICTURE,)),
    (b"MM\0*", (_PICTURE,)),
    (b"Rar!\x1a\x07", (_ARCHIVE,)),
    (b"7z\xbc\xaf\x27\x1c", (_ARCHIVE,)),
    (b"\x1f\x8b\x08", (_ARCHIVE,)),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams that tell OLE files apart (their names are in UTF-16), and the sentences of the refusal.
_STREAMS = (
    ("EncryptedPackage", (_LOCKED,)),
    ("WordDocument", (_OLD, _AS_DOCX)),
    ("Workbook", (_SHEET,)),
    ("PowerPoint Document", (_SLIDES,)),
)
_ADDRESS = re.compile("[a-zA-Z][a-zA-Z0-9+.-]+://")
_PDF = re.compile(rb"(?:\A|[\r\n])%PDF-[0-9]")
_HEADER = re.compile(rb"[\w-]+:|[ \t]")  # how a header line of an e-mail begins
_MHTML = re.compile(rb"(?i)mime-version:|content-type: *multipart/related")
_XML_WORD = re.compile(rb"<\?mso-application|<pkg:package|<w:wordDocument")
_DOCUMENT = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|frameset)[\s>]")
_BLOCKS = re.compile(rb"(?i)<(?:p|div|table|ul|ol|h[1-6]|section|article|center)(?:\s[^<>]*)?>")
_CLOSING = re.compile(rb"(?i)</(?:p|div|table|ul|ol|h[1-6]|section|article|center)>|<br */?>")
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + b"\x1c\x1d\x1e\x1f\x7f"


def is_address(path: str) -> bool:
    """Whether a path is an address on the web or elsewhere (https://…, ftp://…) and not that of a file."""
    return bool(_ADDRESS.match(path))


def detect_format(data: bytes, path: str, _: Translator) -> str:
    """ "pdf", "docx", "xlsx", "html" or "text". Raises UsageError for an empty file and any other format."""
    if not data.strip():
        raise refusal(path, _, _EMPTY)
    if _PDF.search(data[:1024]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, path, _)
    if data.startswith(_OLE):
        refusals = (sentences for name, sentences in _STREAMS if name.encode("utf-16-le") in data)
        raise refusal(path, _, *next(refusals, (N_("it is an old Office document"), _AS_DOCX)))
    for beginning, sentences in _BEGINNINGS:
        if data.startswith(beginning):
            raise refusal(path, _, *sentences)
    if _is_mhtml(data[:8192]):
        raise refusal(path, _, _WEB_ARCHIVE)
    return _kind_of_text(data, path, _)


def _is_mhtml(data: bytes) -> bool:
    """Whether a file begins with the header lines of an e-mail that declare MIME, as web archives (MHTML) do."""
    head = list(takewhile(_HEADER.match, data.splitlines()))
    return any(map(_MHTML.match, head))


def refusal(path: str, _: Translator, *sentences: str) -> UsageError:
    """The error that refuses a file. `sentences` are untranslated: what the file is or lacks, and what to do. Where
    there is only one sentence, the formats that can be read are added."""
    explanation = _("; ").join(map(_, (*sentences, _EXPECTED) if len(sentences) == 1 else sentences))
    return UsageError(_("{path}: {reason}").format(path=path, reason=explanation))


def _kind_of_text(data: bytes, path: str, _: Translator) -> str:
    plain = data.replace(b"\0", b"")  # UTF-16 has a zero byte in each letter of a tag
    if _DOCUMENT.search(plain[:65536]) or (_BLOCKS.search(plain) and len(_CLOSING.findall(plain)) >= 2):
        return "html"
    if _XML_WORD.search(plain[:4096]):
        raise refusal(path, _, N_("it is a Word document in XML"), _AS_DOCX)
    if plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml"):
        raise refusal(path, _, _XML)
    return "text"


def is_binary(text: str) -> bool:
    """Whether decoded data is no text: it has more than two control characters, and more than one in 1,000."""
    controls = sum(text.count(chr(code)) for code in _CONTROLS)
    return controls > max(2, len(text) // 1000)


def broken_docx(path: str, _: Translator) -> UsageError:
    """The refusal of a .docx file that is damaged or cut off."""
    return refusal(path, _, _BROKEN_ZIP)


def locked(path: str, _: Translator) -> UsageError:
    """The refusal of a document that needs a password."""
    return refusal(path, _, _LOCKED)


def binary(path: str, _: Translator) -> UsageError:
    """The refusal of a file that is no text."""
    return refusal(path, _, _BINARY)


def _kind_of_zip(data: bytes, path: str, _: Translator) -> str:
    if data.count(b"PK\x01\x02") > MOST_FILES:
        raise refusal(path, _, _ARCHIVE)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError):
        raise broken_docx(path, _) from None
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(name.startswith("xl/") for name in names):  # .xlsb
        raise refusal(path, _, _SHEET)
    if any(name.startswith("ppt/") for name in names):
        raise refusal(path, _, _SLIDES)
    if "OFD.xml" in names:
        raise refusal(path, _, _OFD)
    if "content.xml" in names:
        raise refusal(path, _, _describe_open_document(data), _AS_DOCX)
    raise refusal(path, _, _ARCHIVE)


def _describe_open_document(data: bytes) -> str:
    """The sentence that says which OpenDocument file this is; its media type is at the beginning of the file,
    uncompressed."""
    if b"opendocument.spreadsheet" in data[:120]:
        return _SHEET
    return N_("it is an OpenDocument file")


MOST_BYTES = 20 * 1024 * 1024  # the longest plan has 400 KB, and a few MB with its pictures


def content_of(path: str, stdin: BinaryIO | None, too_large: str, _: Translator) -> bytes:
    """Read the file at `path`, or `stdin` where `path` is "-" and `stdin` is not None.

    Raises UsageError where the file cannot be read, and where it has more than MOST_BYTES. `too_large` is the
    untranslated message for the latter, with the fields {path} and {n} (megabytes).
    """
    name = _("standard input") if stdin and path == "-" else path

    def read_limited(file: BinaryIO) -> bytes:
        data = file.read(MOST_BYTES + 1)
        return data if len(data) <= MOST_BYTES else refuse()

    def refuse() -> bytes:
        raise UsageError(_(too_large).format(path=name, n=MOST_BYTES // 1024 // 1024))

    try:
        if stdin and path == "-":
            return read_limited(stdin)
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > MOST_BYTES:
                return refuse()
            return read_limited(file)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=name, reason=reason(error, _))) from None
