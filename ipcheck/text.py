"""Comparing and guarding text: folding for searches, characters that are refused, nearest names."""

import re
import unicodedata
from collections.abc import Iterable

# Controls other than tab and line ends, and the marks that reorder or hide text on a screen
# (Unicode TR 9 and TR 36): in a table or a log they can make one thing look like another.
_HIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
# NFKC leaves these alone although people type either form.
_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "於": "于"})


def fold(text: str) -> str:
    """The key under which two spellings are the same: width, case, spaces and quotation marks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_SAME).casefold()


def hidden_character(text: str) -> int | None:
    """Where in `text` a control or bidirectional character stands, or None."""
    found = re.search(_HIDDEN, text)
    return found.start() if found else None


def visible(text: str) -> str:
    """`text` with control and bidirectional characters replaced by �, for messages about bad input."""
    return re.sub(_HIDDEN, "\ufffd", text.replace("\n", " ").replace("\r", " "))


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The known names most like `name`, best first: those that contain it, then those spelled alike."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(names))
    key = fold(name)
    inside = [other for other in known if key and key in fold(other)]
    alike = get_close_matches(name, known, n=most, cutoff=0.5)
    return list(dict.fromkeys(inside[:most] + alike))[:most]
