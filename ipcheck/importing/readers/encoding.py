"""Bytes become characters: the encoding found, never guessed silently; spaces and invisible characters in order."""

import codecs
import re
from typing import NamedTuple

from ipcheck.base.i18n import Translator

# Drawn as nothing: what web pages and Word leave between characters, and what reorders text on a screen. U+2028 and
# U+2029 end lines and are no part of it.
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
# What pages call an encoding, where Python's codec of that name knows fewer characters than are really used.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "hz", "big5": "big5hkscs", "cp950": "big5hkscs",
    "latin-1": "cp1252", "iso8859-1": "cp1252", "ascii": "utf-8",
}  # fmt: skip
# Encodings that nothing in the file tells. Of a text in the one, read as the other, many characters are rare: not among
# those that each encoding counts as common by their first byte.
_UNTOLD = ("gb18030", "big5hkscs")
_COMMON_BYTES = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
_COMMON = 0.8
_ENOUGH = 8  # Han characters that are UTF-8 hardly by chance


class Decoded(NamedTuple):
    """A file's characters, its lines ended by \\n, and the name of the encoding that it was in."""

    text: str
    encoding: str


class DecodingError(Exception):
    """No encoding fits; the first byte that is not UTF-8 stands at `line` and `column` (from 1)."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}")
        self.line, self.column = line, column


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of a file: by its byte-order mark, its own declaration, strict UTF-8, then GB18030 and Big5 where
    what comes out are common characters. Raises DecodingError."""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], marked)
    if unmarked := _unmarked_utf16(data):
        return _strictly(data, unmarked)
    utf8 = _attempt(data, "utf-8")
    named = _codec(declared)
    if named and not (utf8 is not None and len(_HAN.findall(utf8[:10000])) >= _ENOUGH):  # saved anew, not renamed
        meant = _attempt(data, named)
        if meant is not None:
            return Decoded(_lines(meant), named)
    if utf8 is not None:
        return Decoded(_lines(utf8), "utf-8")
    readings = [(untold, encoding) for encoding in _UNTOLD if (untold := _attempt(data, encoding)) is not None]
    likely, encoding = max(readings, key=lambda reading: _commonness(reading[0]), default=("", ""))
    if _commonness(likely) >= _COMMON:
        return Decoded(_lines(likely), encoding)
    return _strictly(data, "utf-8")


def repaired(data: bytes, declared: str | None) -> tuple[Decoded, int]:
    """The characters of a page with a few damaged bytes, each � then, and how many there are."""
    encoding = _codec(declared) or "utf-8"
    text = data.decode(encoding, "replace")
    return Decoded(_lines(text), encoding), text.count("\ufffd")


def note(decoded: Decoded, _: Translator) -> list[str]:
    """What a person should know about the encoding: nothing where it is UTF-8."""
    if decoded.encoding == "utf-8":
        return []
    shown = {"big5hkscs": "Big5", "cp1252": "Windows-1252"}.get(decoded.encoding, decoded.encoding.upper())
    return [
        _("the file is in {encoding}, not UTF-8; look whether its characters came out right").format(encoding=shown)
    ]


def tidy(text: str) -> str:
    """A paragraph's text: every run of spaces (full-width and non-breaking ones too) is one, none at the ends, and
    nothing that is not seen."""
    return " ".join(_INVISIBLE.sub("", text).split())


def han(text: str) -> int:
    """How many Han characters a text has."""
    return len(_HAN.findall(text))


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(_lines(data.decode(encoding)), encoding)
    except UnicodeDecodeError as error:
        before = _lines(data[: error.start].decode(encoding, "replace"))
        raise DecodingError(before.count("\n") + 1, len(before) - before.rfind("\n")) from None


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)


def _codec(declared: str | None) -> str | None:
    """Python's name of a declared encoding of text, the wider one where there is one."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    if not codecs.lookup(name)._is_text_encoding or name.startswith(("utf-16", "utf-32")):
        return None  # a page that says so in its own ASCII letters cannot be in it
    return _WIDER.get(name, name)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: line ends and digits have a zero byte, and read the wrong way round it is no Chinese."""
    if len(data) % 2 or b"\0" not in data[:4000]:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _attempt(data, encoding)
        if text and len(_USUAL.findall(text[:2000])) > _COMMON * len(text[:2000]):
            return encoding
    return None


def _commonness(text: str) -> float:
    """Which share of the characters beyond ASCII are common ones or usual signs; 0 where no two are Han."""
    characters = [character for character in text[:20000] if not character.isascii()]
    if sum(map(han, characters)) < 2:
        return 0
    return sum(map(_is_common, characters)) / len(characters)


def _is_common(character: str) -> bool:
    if not _HAN.match(character):
        return bool(_USUAL.match(character))
    return any(character.encode(core, "replace")[0] in common for core, common in _COMMON_BYTES)
