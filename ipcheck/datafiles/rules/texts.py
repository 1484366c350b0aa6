"""Rules of single texts: what a scrape, a scan or a wrong encoding leaves behind. Each is its own manual entry."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipcheck.base.damage import DEBRIS, HAN, PINYIN, PRIVATE, RADICAL, ordinary, traditional_positions
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.yaml_reader import YamlText


class Complaint(NamedTuple):
    """What a rule has to say, and of which line and column (from 1)."""

    line: int
    column: int
    said: str


def complaint(text: YamlText, at: int, said: str) -> Complaint:
    """A complaint about the character at `at` of a text."""
    return Complaint(*text.place(at), said)


_WIDE = dict(zip(",;:?!()[]<>.", "，；：？！（）［］〈〉。", strict=True)) | {'"': "“”", "'": "‘’"}
_WIDE_MARKS = "，。、；：？！（）《》“”‘’〔〕【】"
# A point is one of a number or a list (1.完善) unless a character comes before it.
_NARROW = re.compile(
    rf"(?<=[{HAN}{_WIDE_MARKS}])(?:[,;:!()\[\]<>\"']|\?|\.(?![0-9A-Za-z]))"
    rf"|(?:[,;:!()\[\]<>\"'?])(?=[{HAN}])"
)
_PAIRS = dict(zip("》〉”’）〕】", "《〈“‘（〔【", strict=True))
_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_SAME = str.maketrans("()", "（）")
# No pair's half: an apostrophe (People’s), a list's 1） at the beginning of a sentence.
_NO_HALF = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])|(?:(?<=^)|(?<=[。；：\s]))[0-9一二三四五六七八九十]{1,3}）")


def half_width(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """Punctuation beside Chinese characters is full-width.

    Good: text: 加快推进修改，完善制度。
    Bad: text: 加快推进修改,完善制度。
    """
    bare: str = text
    for of_another_rule in (PINYIN, DEBRIS):
        bare = of_another_rule.sub(lambda match: "x" * len(match[0]), bare)
    found = list(_NARROW.finditer(bare))
    if found:
        marks = list(dict.fromkeys(match[0] for match in found))
        said = _("half-width {found} beside Chinese characters; write {wanted}")
        wanted = " ".join(_WIDE[mark] for mark in marks)
        yield complaint(text, found[0].start(), said.format(found=" ".join(marks), wanted=wanted))


def unbalanced(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """Brackets, title marks and quotation marks open and close in pairs.

    Good: text: 修改《中华人民共和国商标法》。
    Bad: text: 修改《中华人民共和国商标法。
    """
    open_marks: list[tuple[int, str]] = []
    for at, mark in enumerate(_NO_HALF.sub(lambda match: "x" * len(match[0]), text).translate(_SAME)):
        if mark in _CLOSING:
            open_marks.append((at, mark))
        elif mark in _PAIRS:
            if not open_marks or open_marks[-1][1] != _PAIRS[mark]:
                yield _without(text, *(open_marks[-1] if open_marks else (at, mark)), _)
                return
            open_marks.pop()
    if open_marks:
        yield _without(text, *open_marks[-1], _)


def _without(text: YamlText, at: int, mark: str, _: Translator) -> Complaint:
    other = _CLOSING.get(mark) or _PAIRS[mark]
    return complaint(text, at, _("{mark} without its {other}").format(mark=mark, other=other))


def traditional(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """A copy is in Simplified characters.

    Good: text: 加强保护。
    Bad: text: 加強保護。
    """
    if places := traditional_positions(text):
        said = _("Traditional {found} in a copy that is in Simplified characters")
        yield complaint(text, places[0], said.format(found=_.listed(list(dict.fromkeys(text[at] for at in places)))))


def radical(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """No radical stands in the place of the character that looks like it.

    Good: text: 服务人民。
    Bad: text: 服务⼈民。
    """
    for match in RADICAL.finditer(text):
        meant = ordinary(match[0])
        if meant == match[0]:
            said = _("the radical {found} (U+{code}) in the place of a character")
        else:
            said = _("the radical {found} (U+{code}) in the place of the character {meant}")
        yield complaint(text, match.start(), said.format(found=match[0], code=f"{ord(match[0]):04X}", meant=meant))


def private_use(text: YamlText, _: Translator) -> Iterator[Complaint]:
    r"""No character has a code that each font may use as it likes.

    Good: text: 做好工作。
    Bad: text: "做好\uE000工作。"
    """
    for match in PRIVATE.finditer(text):
        said = _("U+{code} is for private use: nobody else sees what was meant")
        yield complaint(text, match.start(), said.format(code=f"{ord(match[0]):04X}"))


def mojibake(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """Nothing is left of a text that was read in the wrong encoding, or of HTML.

    Good: text: 报所属省（自治区、直辖市）。
    Bad: text: 报所属ㄗ治区、直辖市。
    """
    for match in DEBRIS.finditer(text):
        said = _("{found} is debris of another encoding, or of HTML; restore what stood here")
        yield complaint(text, match.start(), said.format(found=match[0]))


def pinyin(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """No pinyin is injected behind a character.

    Good: text: 召开联席会议。
    Bad: text: 召开联（lián）席会议。
    """
    for match in PINYIN.finditer(text):
        yield complaint(text, match.start(), _("pinyin {found} stands in the text; remove it").format(found=match[0]))
