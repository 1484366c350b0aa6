"""Bytes that were read out of step: GBK of which a program lost one byte, so that every character behind it is wrong.

所屬省(自治區 with the first byte of 省 lost reads 所屬?。ㄗ灾螀^. The bytes are still there, but for the lost one; of
the characters that it may have begun, the one that the document itself writes before the same words is taken.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipcheck.base.text import fold

_LOST = re.compile("\\?(?=[^\\x00-\\xff]{2})")
_BOPOMOFO = re.compile("[\u3105-\u312f]")
_MOST = 20  # places that are looked at in one text
_LONGEST = 24  # characters out of step
_CONTEXT = 3  # characters behind the lost one that must stand elsewhere in the document


def is_misread(text: str) -> bool:
    """Whether a text shows, by Bopomofo where no document has any, that a byte of it was lost."""
    return bool(_BOPOMOFO.search(text) and _LOST.search(text))


def restored(text: str, document: str) -> tuple[str, list[str]]:
    """`text` with misread stretches read again, and these as restored; what cannot be is left as it stands. `document`
    is the whole document, folded."""
    found: list[str] = []
    for lost in reversed([*_LOST.finditer(text)][:_MOST]):
        again = _in_step(text[lost.end() :][:_LONGEST])
        if again and (character := _lost_character(again.trail, fold(again.text)[:_CONTEXT], document)):
            found.append(character + again.text)
            text = text[: lost.start()] + found[-1] + text[lost.end() + again.length :]
    return text, found


class _InStep(NamedTuple):
    """The last byte of the lost character, the text behind it read in step, and of how many characters it takes the
    place."""

    trail: int
    text: str
    length: int


def _in_step(text: str) -> _InStep | None:
    """The beginning of a text read again, one byte on; None where it does not show by Bopomofo that it is out of step,
    or never comes into step again."""
    for length in range(2, len(text) + 1):
        try:
            data = text[:length].encode("gbk")
            right = data[1:].decode("gbk")
        except UnicodeError:
            continue
        if text[length - 1].isascii() and not right[-1:].isascii() and _BOPOMOFO.search(text[:length]):
            return _InStep(data[0], right, length)
    return None


def _lost_character(trail: int, behind: str, document: str) -> str | None:
    """The character with this last byte that the document writes before the same words, if that is one only."""
    before = {document[place.start() - 1] for place in re.finditer(re.escape(behind), document) if place.start()}
    candidates = before.intersection(_ending_with(trail))
    return candidates.pop() if len(candidates) == 1 else None


def _ending_with(trail: int) -> Iterator[str]:
    for lead in range(0x81, 0xFF):
        try:
            yield bytes([lead, trail]).decode("gbk")
        except UnicodeError:
            continue
