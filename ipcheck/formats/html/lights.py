"""Lights on the page, which are drawn by the style sheet and never by a font, and days, which are never broken."""

import re

from ipcheck.base.width import LIGHT_MARKS
from ipcheck.formats.document import Standing

_SIGNS = {"🟢": "green", "🔴": "red", "🟡": "yellow", "🔵": "blue"}  # classes of the style sheet
_PIECE = re.compile(rf"([{LIGHT_MARKS}]|(?<!\d)[12]\d\d\d-\d\d(?:-\d\d)?(?!\d)) ?")


def sign(light: str) -> str:
    """The class of a light."""
    return _SIGNS.get(light, "grey")


def pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a text, each with its class: that of a light, which has no words, `day`, or empty for words."""
    at, found = 0, []
    for piece in _PIECE.finditer(text):
        found.append(("", text[at : piece.start()]))
        is_light = piece[1] in LIGHT_MARKS
        found.append((sign(piece[1]), "") if is_light else ("day", piece[1]))
        at = piece.end() if is_light else piece.end(1)
    return [each for each in (*found, ("", text[at:])) if any(each)]


def halves(standing: Standing) -> tuple[str, str]:
    """The label of a situation, which stands in its pill, and what its words add, which may be broken into lines."""
    words, label = standing.words, standing.label
    at = len(label) if label and words.startswith(label) else len(words)
    return words[:at], words[at:].lstrip(" ,:，：、")
