"""Comparing and checking text: folding for searches, hidden characters, sentences, similar names."""

import re
import unicodedata
from collections.abc import Iterable
from zlib import crc32

# Control characters other than tab and line ends, and the marks that reorder or hide text on a screen
# (Unicode TR 9 and TR 36): in a table or a log they can make one text look like another. Also lone surrogates, which
# stand for bytes of an argument that are not valid text, and the two code points that YAML allows in no file.
_HIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Characters that NFKC leaves alone although people type either form, and the full-width ASCII that NFKC maps.
_EITHER_FORM = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "於": "于", "\u3000": " "}
_EQUIVALENTS = _EITHER_FORM | {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
_REPLACED = re.compile(f"[{''.join(_EITHER_FORM)}\uff01-\uff5e]")
# A Chinese character in a pattern: a letter beyond Latin, Greek and Cyrillic. A range of 20,000 code points would be
# more exact, but re spends 2 ms on each when it compiles a pattern.
HAN = "[^\\W\u0000-\u052f]"
_SIMILAR = 0.5  # the least share of characters in common with which a name is suggested


def fold(text: str) -> str:
    """A key that is the same for two spellings that differ only in width, case, spaces or form of punctuation."""
    plain = _replace_equivalents(text)
    if not unicodedata.is_normalized("NFKC", plain):  # checking takes a tenth of the time of normalising
        plain = _replace_equivalents(unicodedata.normalize("NFKC", text))
    return "".join(plain.split()).casefold()


def _replace_equivalents(text: str) -> str:
    return _REPLACED.sub(lambda match: _EQUIVALENTS[match[0]], text)


def digest(text: str) -> str:
    """A checksum (CRC-32, eight hex digits) that tells whether a text has changed since somebody read it."""
    return f"{crc32(text.encode()):08x}"


def hidden_character(text: str) -> int | None:
    """The index of the first control or bidirectional character in `text`, or None."""
    match = re.search(_HIDDEN, text)
    return match.start() if match else None


def without_hidden(text: str) -> tuple[str, int]:
    """`text` without control and bidirectional characters, and the number of characters removed."""
    return re.subn(_HIDDEN, "", text)


def visible(text: str) -> str:
    """`text` in one line for messages about bad input, with � for control and bidirectional characters."""
    return re.sub(_HIDDEN, "\ufffd", text.replace("\n", " ").replace("\r", " "))


# The host has a dot, and nothing in an address can end an attribute, a cell or the command of a terminal.
ADDRESS_PATTERN = r"""https?://([\w-]+\.)+[\w-]{2,}(:[0-9]{1,5})?([/?#][^\s"'<>`\\]*)?"""


def is_address(text: str) -> bool:
    """Whether a text is an address on the web (http or https), and nothing else, so that a link may open it."""
    return text.isprintable() and bool(re.fullmatch(ADDRESS_PATTERN, text, re.ASCII))


def is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return bool(re.search(HAN, text))


def in_gb2312(character: str) -> bool:
    """Whether `character` is in GB 2312, the character set of the Simplified forms."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def sentences(text: str) -> list[str]:
    """The sentences of a text. A sentence ends at a 。 outside quotation marks and brackets."""
    ended, begin, depth = [], 0, 0
    for at, character in enumerate(text):
        if character in "“‘（《〔":
            depth += 1
        elif character in "”’）》〕":
            depth = max(0, depth - 1)
        elif character == "。" and not depth:
            ended.append(text[begin : at + 1])
            begin = at + 1
    return [sentence for sentence in (*ended, text[begin:]) if sentence.strip()]


def similar_names(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """At most `most` of `names` that resemble `name`, best first; of names that are equal after `fold`, the first.

    A name resembles `name` as a whole, or in the stretch of the same length that is most alike.
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key := fold(name))
    characters = set(key)

    def likeness(other: str) -> float:
        matcher.set_seq1(other)
        return matcher.ratio() if matcher.real_quick_ratio() >= _SIMILAR and matcher.quick_ratio() >= _SIMILAR else 0.0

    def best(folded: str) -> tuple[float, float]:
        if characters.isdisjoint(folded) and folded != key:
            return 0.0, 0.0  # found without comparing: of thousands of unknown keys most are so
        whole_likeness = likeness(folded)
        stretches = range(len(folded) - len(key) + 1) if key else ()
        return max([whole_likeness, *(likeness(folded[at : at + len(key)]) for at in stretches)]), whole_likeness

    alike: dict[str, str] = {}
    for other in names:
        alike.setdefault(fold(other), other)
    scored = sorted(((best(folded), alike[folded]) for folded in alike), key=lambda pair: pair[0], reverse=True)
    return [other for (score, _whole), other in scored[:most] if score >= _SIMILAR]
