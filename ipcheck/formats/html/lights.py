"""Lights on the page: drawn by the style sheet, never by a font."""

import re

from ipcheck.base.width import LIGHT_MARKS
from ipcheck.formats.document import Standing

_SIGNS = {"🟢": "green", "🔴": "red", "🟡": "yellow", "🔵": "blue"}  # classes of the style sheet
_LIGHT = re.compile(f"([{LIGHT_MARKS}]) ?")


def sign(light: str) -> str:
    """The class of a light."""
    return _SIGNS.get(light, "grey")


def unlit(text: str) -> str:
    """A text without the lights that stand in it."""
    return _LIGHT.sub("", text)


def lit(text: str) -> list[tuple[str, str]]:
    """The pieces of a text, each as the class of the light before it (empty: none) and the words."""
    first, *others = _LIGHT.split(text)
    pieces = [("", first), *((sign(light), words) for light, words in zip(others[::2], others[1::2], strict=True))]
    return [piece for piece in pieces if any(piece)]


def halves(standing: Standing) -> tuple[str, str]:
    """The label of a situation, which stands in its pill, and what its words add, which may be broken into lines."""
    words, label = standing.words, standing.label
    at = len(label) if label and words.startswith(label) else len(words)
    return words[:at], words[at:].lstrip(" ,:，：、")
