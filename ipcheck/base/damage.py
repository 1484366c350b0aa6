"""Detecting the damage that scraping, scanning and wrong encodings do to Chinese text."""

import re
import unicodedata
from functools import lru_cache

from ipcheck.base.text import HAN, in_gb2312

_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
# One syllable of Pinyin in brackets after a character, as some web pages insert it: 聯(lián). Only a tone mark, which
# may be a combining character, distinguishes a syllable from (app) or (AI).
PINYIN = re.compile(f"(?<={HAN})[(（][ ]*(?=[a-zü{_MARKED}]{{0,9}}[{_MARKED}])[a-zü{_MARKED}]{{1,10}}[ ]*[)）]")
RADICAL = re.compile("[\u2e80-\u2fdf]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Remains of a text that was decoded in the wrong encoding, or of HTML.
DEBRIS = re.compile(
    "\ufffd+|锟斤拷|烫烫烫|屯屯屯"
    "|[\u3105-\u312f\u31a0-\u31bf]+"  # Bopomofo
    "|[\uff61-\uff9f]{2,}"  # half-width Katakana
    "|\\?{2,}|\\?(?=[，。、；：）])"  # characters that another encoding could not represent
    "|&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});"  # HTML entities
    "|[\u00e0-\u00ef][\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}"
)

# Radicals that Unicode maps to no character, but that texts extracted from PDF files contain.
_CHARACTER_OF = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民西见角贝车长门青韦页风飞食马鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
# The first half of Big5 has the characters in frequent use. Those that GB 2312 lacks are Traditional forms, except
# these, which both scripts share: characters of names (昇, 玥), of dialects and of units.
_OF_BOTH_SCRIPTS = (
    "伋伕佺倣偭偯偺傚僇僎僩儅儳劻勗勦吋呎啗啣嘐堉塭塽墦奭妳姅姪嬝屘屝崁巉帟彊徬惇愒慇抆揹搆搾撚撢擭敔昤昇晅晞暍暱"
    "暸杗枓栘梂梡梱棻楛榣槃橾櫂櫺歜毚毬汍沍沘沬泜洸浥浬涊湣湩湲潟潠澴濩濬炤焜煆煖燄燐燸牠玆玥玨珪珮琍琯瑯璘璟瓖甦甽"
    "疢痲痳痺瘉睪瞇瞋瞭砠砲硿祇祐穋箄箠篛簷籐籣籥糢縿繙耑脤脰芣蔆蘗衹裯褕褽覜觔觼詨詻誧豭賸跦跼踡踫迆迺遝郃鄗鄘釆"
    "釭鉼銲鎗鑤阬隄雊霤韹餽鯈鶸鼇"
)
_BIG5_FREQUENT = range(0xA440, 0xC67F)


def character_of_radical(radical: str) -> str:
    """The character that a radical stands for; the radical itself where none is known here or to Unicode."""
    return _CHARACTER_OF.get(radical) or unicodedata.normalize("NFKC", radical)


def traditional_positions(text: str) -> list[int]:
    """The indexes of Traditional characters in a text, that is, of characters that have a Simplified form.

    The character sets Big5 and GB 2312 tell them apart, so rare characters are not recognised. 於 counts as
    Traditional, although GB 2312 contains it as a family name.
    """
    return [at for at, character in enumerate(text) if character > "\u3400" and _is_traditional(character)]


@lru_cache(maxsize=20_000)  # a text repeats a few thousand characters over and over
def _is_traditional(character: str) -> bool:
    if in_gb2312(character) or character in _OF_BOTH_SCRIPTS:
        return character == "於"
    try:
        return int.from_bytes(character.encode("big5"), "big") in _BIG5_FREQUENT
    except UnicodeEncodeError:
        return False
