"""Mending of characters: undo what scraping, conversion or half-width typing has done to Chinese text.

Each step looks only at characters and their neighbours, never at the meaning of the text.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ipcheck.base.damage import PINYIN, character_of_radical, traditional_positions
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.base.text import HAN, without_hidden

Convert = Callable[[str], str]

_WIDE = f"(?:{HAN}|[\u3001-\u3011\u3014\u3015\u2014\u2018\u2019\u201c\u201d\u2026\uff01-\uff5e])"

# Radicals, compatibility and small forms, full-width letters and digits, and spaces of other widths.
_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe50-\ufe6b\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000\u00a0]")
# 1,000, 10:30 and web addresses are kept; the group `narrow` becomes full-width.
_KEPT_OR_NARROW = re.compile("https?://[!-~]+|(?<=[0-9])[,:](?=[0-9])|(?P<narrow>[,;:?!()｡､])")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "｡": "。", "､": "、"}
_SQUARE = re.compile(f"\\[(?P<inner>{HAN}[^\\[\\]]*{HAN})\\]")
_STOP = re.compile(f"(?<={HAN}|[》”）%])\\.(?=$|{HAN}|[“《（(])")
# The group `title` is a space between the names of issuers, which a title keeps: 《最高人民法院 最高人民检察院关于…》.
_GAP = re.compile(
    f"(?P<title>(?<={HAN})[ ]+(?={HAN}[^《》]*》))"
    f"|(?<={_WIDE})[ \t]+(?={_WIDE}|[0-9A-Za-z+%])|(?<=[0-9A-Za-z+%])[ \t]+(?={_WIDE})"
)
_SPREAD = 0.35  # share of spaces above which a text has one behind every character
# Marks that a scrape left between words or doubled: @@ between words, a comma before another mark or before a name.
_SCRAPED = re.compile("@{2,}")
_DOUBLED = re.compile("，+(?=[，。、；：？！）》”])|(?<=[、（])，+")
# A syllable of pinyin without a tone mark in brackets behind a character: 關(guan). Only many of them in one document,
# each with its own character, tell them from abbreviations (app).
_PLAIN_PINYIN = re.compile(f"(?P<of>{HAN})[ ]*[(（][ ]*(?P<syllable>[a-zü]{{2,6}})[ ]*[)）][ ]*")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]?a(?:ng?|i|o)?|[iu]?e(?:ng?|i|r)?|i(?:ng?|ong)?|o(?:ng|u)?|u(?:o|i|n)?|ü[en]?|v)"
)
_MOST_READINGS = 2  # syllables that one character may have in a document
_FEWEST_SYLLABLES = 3  # different characters with pinyin, from which a document is known to have it
# The agencies behind a label or in a bracket may be set apart by spaces alone: 责任单位：甲局 乙局.
_NAMED = re.compile(
    "(?:单位|部门|处室|科室)[:：】\\]][^。；;]{3,300}|——[^—。]{3,300}"
    "|[（(〔【\\[](?![^】\\]]{2,6}[】\\]])[^（()）〔〕]{3,300}[)）〕】\\]]"
)
_BODY_END = "局委厅办院部署府会处科队行室团关道镇乡区县心会"
_NAME_ENDS = "(?:[ 、，,）)；;。【】〔〕\\[\\]]|$|负责|牵头|配合|协助|参与|等)"
_NAME_BEGINS = f"(?:各|[市省区县州国]|{HAN}{{2,12}}[{_BODY_END}]{_NAME_ENDS})"
_BETWEEN_NAMES = re.compile(
    f"(?<=[{_BODY_END}）)])[ \u3000\u00a0]+(?={_NAME_BEGINS})(?={HAN}{{2,}})(?!牵头|负责|配合|协助|参与|等|按)"
)
_DECIMAL = re.compile(r"(?<=[0-9])\.[ ]+(?=[0-9]+(?:个|年|月|天|日|项|件|万|亿|倍|%))")


class Mended(NamedTuple):
    """A text, and the numbers of changes in it that the user may want to know of. `spaced` is the text with its
    spaces, which can stand between names."""

    text: str
    pinyin: int = 0
    traditional: int = 0
    hidden: int = 0
    scraped: int = 0
    spaced: str = ""


def plain_pinyin_in(text: str) -> Iterator[re.Match[str]]:
    """Each place where a syllable without a tone mark stands in brackets behind a character: 關(guan)."""
    return (match for match in _PLAIN_PINYIN.finditer(text) if _SYLLABLE.fullmatch(match["syllable"]))


def has_plain_pinyin(text: str) -> bool:
    """Whether a document has pinyin without tone marks in brackets: behind at least _FEWEST_SYLLABLES characters, and
    always the same syllable behind the same character."""
    syllables: dict[str, set[str]] = {}
    for match in plain_pinyin_in(text):
        syllables.setdefault(match["of"], set()).add(match["syllable"])
    return len(syllables) >= _FEWEST_SYLLABLES and all(len(forms) <= _MOST_READINGS for forms in syllables.values())


def mend_characters(text: str, convert: Convert | None, plain_pinyin: bool = False) -> Mended:
    """The text in Simplified characters with full-width punctuation, without pinyin in brackets, invisible characters
    and marks that a scrape has doubled. `convert` turns Traditional characters into Simplified ones; without it they
    stay. `plain_pinyin` says that the document has pinyin without tone marks, too."""
    text, hidden = without_hidden(text)
    text = _FORMS.sub(lambda match: character_of_radical(match[0]), text)
    text, pinyin = PINYIN.subn("", text)
    if plain_pinyin:
        found = [*plain_pinyin_in(text)]
        for match in reversed(found):
            text = text[: match.start()] + match["of"] + text[match.end() :]
        pinyin += len(found)
    text, scraped = _SCRAPED.subn("", text)
    before = text
    if convert and traditional_positions(text):
        text = convert(text)
    spaced = text
    changed = sum(old != new for old, new in zip(before, text, strict=False))
    for _pass in range(3):  # a dot can be judged only once the space beside it is gone
        before, text = text, _without_gaps(_with_wide_punctuation(text)).strip()
        text, doubled = _DOUBLED.subn("", text) if re.search(HAN, text) else (text, 0)
        scraped += doubled
        if text == before:
            break
    return Mended(text, pinyin, changed, hidden, scraped, spaced)


def converter(_: Translator) -> Convert:
    """A function from Traditional to Simplified, by characters and phrases. Raises UsageError where the library for it
    is not installed; some systems have no wheel of it."""
    try:
        from opencc import OpenCC
    except ImportError:
        message = _("the text is in Traditional characters; to convert it: pip install 'ipcheck[import]'")
        raise UsageError(message) from None
    convert: Convert = OpenCC("t2s").convert
    return convert


def _with_wide_punctuation(text: str) -> str:
    """The text with full-width punctuation; unchanged if it has Latin letters or digits but no Han characters."""
    if re.search("[0-9A-Za-z]", text) and not re.search(HAN, text):
        return text
    text = _SQUARE.sub(r"【\g<inner>】", text)
    text = _KEPT_OR_NARROW.sub(lambda match: _FULL_WIDTH[match[0]] if match["narrow"] else match[0], text)
    return _STOP.sub("。", _with_curved_quotes(text))


def _with_curved_quotes(text: str) -> str:
    """The text with straight quotation marks turned into “ and ” in turn, if they come in pairs."""
    if text.count('"') % 2:
        return text
    parts = text.split('"')
    return "".join(part + ("" if at == len(parts) - 1 else "”" if at % 2 else "“") for at, part in enumerate(parts))


def _without_gaps(text: str) -> str:
    """The text without the spaces that typesetting and scraping put beside Chinese characters: 到 2027 年. A Chinese
    text in which more than _SPREAD of the characters are spaces loses all its spaces."""
    if text.count(" ") > len(text) * _SPREAD and re.search(HAN, text):
        return text.replace(" ", "")
    text = _NAMED.sub(lambda match: _BETWEEN_NAMES.sub("、", match[0]), text)
    return _GAP.sub(lambda match: " " if match["title"] else "", _DECIMAL.sub(".", text))
