"""Decoding: detect the encoding of a file without silent guesses, and tidy its spaces and invisible characters."""

import codecs
import re
from typing import NamedTuple

from ipcheck.base.i18n import Translator

# Characters that are not drawn: web pages and Word leave them between others, and some reorder text on a screen. U+2028
# and U+2029 are not among them, since they end lines.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]+"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_USUAL = re.compile("[\\s!-~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Declared encodings, and the codec to use for each where Python's codec of that name knows too few characters.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "hz", "big5": "big5hkscs", "cp950": "big5hkscs",
    "latin-1": "cp1252", "iso8859-1": "cp1252", "ascii": "utf-8",
}  # fmt: skip
# Encodings that can only be guessed. A text in one of them, read as the other, has many rare characters: both encodings
# have their common characters under the first bytes given here.
_GUESSED = ("gb18030", "big5hkscs")
_COMMON_BYTES = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
_COMMON_SHARE = 0.8  # of the characters, from which a guess counts
_ENOUGH_HAN = 8  # Han characters, too many to be valid UTF-8 by chance


class Decoded(NamedTuple):
    """The text of a file, its lines ended by \\n, and the name of the encoding that the file is in."""

    text: str
    encoding: str


class DecodingError(Exception):
    """The error that no encoding fits. `line` and `column` (from 1) are those of the first byte that cannot be decoded
    as UTF-8, or in the encoding that the byte-order mark names."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}")
        self.line, self.column = line, column


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a file. Raises DecodingError where no encoding fits.

    The first of these decides: the byte-order mark; UTF-16 without a mark; the encoding that the file declares, unless
    the bytes are UTF-8 with at least _ENOUGH_HAN Han characters; strict UTF-8; GB18030 or Big5, where at least
    _COMMON_SHARE of the characters are then common ones.
    """
    for mark, marked_encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], marked_encoding)
    if utf16 := _unmarked_utf16(data):
        return _decode_strictly(data, utf16)
    utf8_text = _try_to_decode(data, "utf-8")
    declared_codec = _codec(declared)
    # A page that was converted to UTF-8 can still have its old declaration.
    if declared_codec and not (utf8_text is not None and len(_HAN.findall(utf8_text[:10000])) >= _ENOUGH_HAN):
        declared_text = _try_to_decode(data, declared_codec)
        if declared_text is not None:
            return Decoded(_with_line_feeds(declared_text), declared_codec)
    if utf8_text is not None:
        return Decoded(_with_line_feeds(utf8_text), "utf-8")
    readings = [(reading, encoding) for encoding in _GUESSED if (reading := _try_to_decode(data, encoding)) is not None]
    likeliest, encoding = max(readings, key=lambda reading: _commonness(reading[0]), default=("", ""))
    if _commonness(likeliest) >= _COMMON_SHARE:
        return Decoded(_with_line_feeds(likeliest), encoding)
    return _decode_strictly(data, "utf-8")


def decode_as_stated(data: bytes, stated: str) -> str | None:
    """The text in the encoding that a server states for it; None where the bytes are in another one, or where it states
    what servers state of any file (Latin-1)."""
    codec = _codec(stated)
    if codec is None or codec == _WIDER["latin-1"]:
        return None
    try:
        decoded = decode(data, stated)
    except DecodingError:
        return None
    return decoded.text if decoded.encoding == codec else None


def decode_damaged(data: bytes, declared: str | None) -> tuple[Decoded, int]:
    """Decode a page that has damaged bytes, each of which becomes �; return also the number of these."""
    encoding = _codec(declared) or "utf-8"
    text = data.decode(encoding, "replace")
    return Decoded(_with_line_feeds(text), encoding), text.count("\ufffd")


def encoding_notes(decoded: Decoded, _: Translator) -> list[str]:
    """Remarks for the user about the encoding of a file; none where it is UTF-8."""
    if decoded.encoding == "utf-8":
        return []
    name = {"big5hkscs": "Big5", "cp1252": "Windows-1252"}.get(decoded.encoding, decoded.encoding.upper())
    return [_("the file is in {encoding}, not UTF-8; check that its characters came out right").format(encoding=name)]


def tidy(text: str) -> str:
    """Make every run of white space (full-width and non-breaking spaces, tabs, line ends) one space, with none at the
    ends, and take out invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def count_han(text: str) -> int:
    """The number of Han characters in a text."""
    return sum(1 for _match in _HAN.finditer(text))


def count_letters(text: str) -> int:
    """The number of letters of any script in a text, Han characters among them."""
    return sum(map(str.isalpha, text))


def _decode_strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(_with_line_feeds(data.decode(encoding)), encoding)
    except UnicodeDecodeError as error:
        before = _with_line_feeds(data[: error.start].decode(encoding, "replace"))
        raise DecodingError(before.count("\n") + 1, len(before) - before.rfind("\n")) from None


def _try_to_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _with_line_feeds(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)


def _codec(declared: str | None) -> str | None:
    """Python's name for a declared text encoding, or for the wider one that takes its place; None where the declaration
    is missing, unknown, or cannot be true."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    if not codecs.lookup(name)._is_text_encoding or name.startswith(("utf-16", "utf-32")):
        return None  # a declaration that can be read as ASCII letters cannot be in UTF-16
    return _WIDER.get(name, name)


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a byte-order mark, None for other files. Line ends and digits have a zero byte
    in UTF-16, and text in the wrong byte order is no Chinese."""
    if len(data) % 2 or b"\0" not in data[:4000]:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try_to_decode(data, encoding)
        if text and len(_USUAL.findall(text[:2000])) > _COMMON_SHARE * len(text[:2000]):
            return encoding
    return None


def _commonness(text: str) -> float:
    """The share of common characters and usual signs among the characters beyond ASCII; 0 where fewer than two are
    Han."""
    characters = [character for character in text[:20000] if not character.isascii()]
    if sum(map(count_han, characters)) < 2:
        return 0
    return sum(map(_is_common, characters)) / len(characters)


def _is_common(character: str) -> bool:
    if not _HAN.match(character):
        return bool(_USUAL.match(character))
    return any(character.encode(core, "replace")[0] in common for core, common in _COMMON_BYTES)
