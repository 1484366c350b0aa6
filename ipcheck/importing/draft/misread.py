"""Bytes read out of step: GBK text of which a program has lost one byte, so that the characters behind are wrong.

所屬省(自治區 with the first byte of 省 lost reads 所屬?。ㄗ灾螀^. All other bytes are still there. Among the characters
that the lost byte may have begun, the one that the document itself has before the same words is taken.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipcheck.base.text import fold

_LOST = re.compile("\\?(?=[^\\x00-\\xff]{2})")
_BOPOMOFO = re.compile("[\u3105-\u312f]")
_MOST = 20  # places in one text that are tried
_LONGEST = 24  # characters in a stretch out of step
_CONTEXT = 3  # characters behind the lost one that must be elsewhere in the document too


def is_misread(text: str) -> bool:
    """Whether a text shows that one of its bytes was lost: it has Bopomofo, which no document has otherwise."""
    return bool(_BOPOMOFO.search(text) and _LOST.search(text))


def restore(text: str, document: str) -> tuple[str, list[str]]:
    """The text with its misread stretches read again, and these stretches as restored. A stretch that cannot be
    restored is left as it is. `document` is the whole document, as ipcheck.base.text.fold returns it."""
    stretches: list[str] = []
    for lost in reversed([*_LOST.finditer(text)][:_MOST]):
        in_step = _in_step(text[lost.end() :][:_LONGEST])
        if in_step and (character := _lost_character(in_step.trail, fold(in_step.text)[:_CONTEXT], document)):
            stretches.append(character + in_step.text)
            text = text[: lost.start()] + stretches[-1] + text[lost.end() + in_step.length :]
    return text, stretches


class _InStep(NamedTuple):
    """A stretch that was read again: the last byte of the lost character, the text behind it, and the number of
    characters that the text replaces."""

    trail: int
    text: str
    length: int


def _in_step(text: str) -> _InStep | None:
    """Read the beginning of a text again, one byte later. None where no Bopomofo shows that the text is out of step, or
    where it never comes into step again."""
    for length in range(2, len(text) + 1):
        try:
            data = text[:length].encode("gbk")
            reread = data[1:].decode("gbk")
        except UnicodeError:
            continue
        if text[length - 1].isascii() and not reread[-1:].isascii() and _BOPOMOFO.search(text[:length]):
            return _InStep(data[0], reread, length)
    return None


def _lost_character(trail: int, behind: str, document: str) -> str | None:
    """The character that ends with this byte and that the document has before the same words; None unless there is
    exactly one."""
    before = {document[place.start() - 1] for place in re.finditer(re.escape(behind), document) if place.start()}
    candidates = before.intersection(_ending_with(trail))
    return candidates.pop() if len(candidates) == 1 else None


def _ending_with(trail: int) -> Iterator[str]:
    """All GBK characters that end with this byte."""
    for lead in range(0x81, 0xFF):
        try:
            yield bytes([lead, trail]).decode("gbk")
        except UnicodeError:
            continue
