"""Comparing and guarding text: folding for searches, characters that are refused, nearest names."""

import re
import unicodedata
from collections.abc import Iterable
from zlib import crc32

# Controls other than tab and line ends, and the marks that reorder or hide text on a screen
# (Unicode TR 9 and TR 36): in a table or a log they can make one thing look like another. Lone surrogates, which stand
# for bytes of an argument that are no text, go with them, and the two codes that YAML admits in no file.
_HIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# NFKC leaves these alone although people type either form; and what it does to the full-width forms of ASCII.
_SAME = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "於": "于", "\u3000": " "} | {
    chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)
}
_OTHERWISE = re.compile(f"[{''.join(_SAME)}]")
_ALIKE = 0.5  # share of characters in common, from which a name is worth suggesting


def fold(text: str) -> str:
    """The key under which two spellings are the same: width, case, spaces and quotation marks do not count."""
    plain = _simply(text)
    if not unicodedata.is_normalized("NFKC", plain):  # to ask takes a tenth of the time that it takes to do
        plain = _simply(unicodedata.normalize("NFKC", text))
    return "".join(plain.split()).casefold()


def _simply(text: str) -> str:
    return _OTHERWISE.sub(lambda found: _SAME[found[0]], text)


def digest(text: str) -> str:
    """A few digits that tell whether a text is still the one that somebody has read."""
    return f"{crc32(text.encode()):08x}"


def hidden_character(text: str) -> int | None:
    """Where in `text` a control or bidirectional character stands, or None."""
    found = re.search(_HIDDEN, text)
    return found.start() if found else None


def without_hidden(text: str) -> tuple[str, int]:
    """`text` without control and bidirectional characters, and how many were taken out."""
    return re.subn(_HIDDEN, "", text)


def visible(text: str) -> str:
    """`text` with control and bidirectional characters replaced by �, for messages about bad input."""
    return re.sub(_HIDDEN, "\ufffd", text.replace("\n", " ").replace("\r", " "))


def in_gb2312(character: str) -> bool:
    """Whether the set that holds the Simplified forms has it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def sentences(text: str) -> list[str]:
    """The sentences of a text: each ends at 。 outside quotation marks and brackets."""
    found, begin, depth = [], 0, 0
    for at, character in enumerate(text):
        if character in "“‘（《〔":
            depth += 1
        elif character in "”’）》〕":
            depth = max(0, depth - 1)
        elif character == "。" and not depth:
            found.append(text[begin : at + 1])
            begin = at + 1
    return [sentence for sentence in (*found, text[begin:]) if sentence.strip()]


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The known names most like `name`, best first: alike as a whole, or in the stretch of them that is most alike."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key := fold(name))

    def likeness(other: str) -> float:
        matcher.set_seq1(other)
        return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0

    def best(other: str) -> tuple[float, float]:
        folded = fold(other)
        whole = likeness(folded)
        stretches = range(len(folded) - len(key) + 1) if key and set(key) & set(folded) else ()
        return max([whole, *(likeness(folded[at : at + len(key)]) for at in stretches)]), whole

    scored = sorted(((best(other), other) for other in dict.fromkeys(names)), key=lambda pair: pair[0], reverse=True)
    return [other for (score, _whole), other in scored[:most] if score >= _ALIKE]
