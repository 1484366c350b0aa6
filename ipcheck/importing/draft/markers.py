"""Markers: the numbers that documents set before headings and items, such as 一、 （一） 1. 专栏1."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ipcheck.base.numerals import numeral
from ipcheck.base.text import HAN

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# The marker of an item in each style. 16.5 and 2025年 are no markers; 5.2025年底前… begins with one.
_STYLES = {
    "part": f"第(?P<n>{_NUMERAL}|[0-9]{{1,2}})(?:章|部分|篇)[、：:]?",
    "section": f"第(?P<n>{_NUMERAL}|[0-9]{{1,2}})节[、：:]?",
    "box": f"专栏(?P<n>[0-9]{{1,2}}|{_NUMERAL})(?:[：:、.]|(?![年月日]))",
    "han-brackets": f"（(?P<n>{_NUMERAL})）[、.]?",
    "han": f"(?P<n>{_NUMERAL})[、.．]",
    "number": "(?P<n>[0-9]{1,3})(?:[ ]*[*＊][ ]*)?[.．、](?:(?![0-9])|(?=[0-9]{4}年|[0-9]{1,2}月))",
    "number-brackets": "(?:（(?P<n>[0-9]{1,2})）|(?P<n2>[0-9]{1,2})）)[、.]?",
    "circle": f"(?P<n>[{_CIRCLED}])",
    "article": f"第(?P<n>{_NUMERAL}|[0-9]{{1,3}})条",
}
_FIRST = {*"第专（0123456789一二三四五六七八九十", *_CIRCLED}  # characters with which a marker can begin
_SPACE = "[ ]*"
_MARKERS = {style: re.compile(pattern + _SPACE) for style, pattern in _STYLES.items()}
ANYWHERE = re.compile("|".join(re.sub(r"\(\?P<n2?>", "(?:", pattern) for pattern in _STYLES.values()))
# A number whose dot is lost (74推动设立…), or has a digit behind it (5.30家企业…).
_LOOSE = re.compile(
    f"(?P<n>[0-9]{{1,3}})(?:[.．、](?=[0-9])|[ ]*(?={HAN})(?![年月日个项条件万亿家批起次名号类岁周届]))"
)
# A numeral whose comma is lost: 一完善知识产权制度, on a line of its own or between a sentence and （一） or （三）.
_COMMALESS = re.compile(
    f"(?:^|(?<=[。；）]))(?P<n>{_NUMERAL})[ ]*"
    f"(?={HAN}[^。，；：（]{{2,38}}(?:$|（{_NUMERAL}）|[0-9]{{1,3}}[.、．](?![0-9])))",
    re.MULTILINE,
)


class Marker(NamedTuple):
    """The marker of an item: its style, its number, and the index in the text at which the item itself begins."""

    style: str
    number: int
    end: int


def marker_at(text: str, at: int = 0) -> Marker | None:
    """The marker at index `at` of a text; None where there is none."""
    if text[at : at + 1] not in _FIRST:
        return None
    for style, pattern in _MARKERS.items():
        if match := pattern.match(text, at):
            numeral_text = match["n"] or match["n2"] if style == "number-brackets" else match["n"]
            number = _CIRCLED.index(numeral_text) + 1 if style == "circle" else numeral(numeral_text)
            return Marker(style, number, match.end()) if number else None
    return None


def loose_at(text: str) -> Marker | None:
    """The marker that a number at the beginning of a text can be, if its dot is lost or is before a digit."""
    match = _LOOSE.match(text)
    return Marker("number", int(match["n"]), match.end()) if match else None


def with_dots(texts: Sequence[str]) -> list[str]:
    """Put the dots behind numbers back in texts where all numbers have lost them and are 1, 2 and so on without a
    gap."""
    if any((marker := marker_at(text)) and marker.style == "number" for text in texts):
        return list(texts)
    loose = [marker.number for text in texts if (marker := loose_at(text))]
    if len(loose) < 2 or loose != list(range(1, len(loose) + 1)):
        return list(texts)
    return [f"{marker.number}.{text[marker.end :]}" if (marker := loose_at(text)) else text for text in texts]


def with_commas(texts: Sequence[str]) -> list[str]:
    """Put the commas behind numerals back in texts whose headings have lost them: 一完善制度 becomes 一、完善制度.

    Only where no heading has a comma, and where the numerals are 一, 二 and so on without a gap.
    """
    if any((marker := marker_at(text)) and marker.style == "han" for text in texts):
        return list(texts)
    numbers = [numeral(match["n"]) for text in texts for match in _COMMALESS.finditer(text)]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return list(texts)
    return [_COMMALESS.sub(r"\g<n>、", text) for text in texts]
