"""Rules for single texts: traces of web scraping, scanning and wrong encodings. The docstring of a rule is its entry in
the manual."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipcheck.base.damage import DEBRIS, PINYIN, PRIVATE, RADICAL, character_of_radical, traditional_positions
from ipcheck.base.i18n import Translator
from ipcheck.base.text import HAN
from ipcheck.datafiles.yaml_reader import YamlText


class Complaint(NamedTuple):
    """The message of a rule about a text, and the line and column (from 1) of the fault."""

    line: int
    column: int
    message: str


def complaint(text: YamlText, at: int, message: str) -> Complaint:
    """A complaint about the character of `text` with the index `at`."""
    return Complaint(*text.place(at), message)


_FULL_WIDTH = dict(zip(",;:?!()[]<>.", "，；：？！（）［］〈〉。", strict=True)) | {'"': "“”", "'": "‘’"}
_FULL_WIDTH_MARKS = "，。、；：？！（）《》“”‘’〔〕【】"
# Half-width marks before or after a Chinese character; the full stop only after one: 1.完善 is the item of a list.
_HALF_WIDTH = re.compile(
    rf"(?<={HAN}|[{_FULL_WIDTH_MARKS}])(?:[,;:!()\[\]<>\"']|\?|\.(?![0-9A-Za-z]))"
    rf"|(?:[,;:!()\[\]<>\"'?])(?={HAN})"
)
_OPENING_OF = dict(zip("》〉”’）〕】", "《〈“‘（〔【", strict=True))
_CLOSING_OF = {opening: closing for closing, opening in _OPENING_OF.items()}
_TO_FULL_WIDTH = str.maketrans("()", "（）")
# Closing marks without an opening one that are correct: apostrophes (People’s), and 1） at the start of a sentence.
_UNPAIRED = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])|(?:(?<=^)|(?<=[。；：\s]))[0-9一二三四五六七八九十]{1,3}）")


def half_width(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """Punctuation beside Chinese characters is full-width.

    Good: text: 加快推进修改，完善制度。
    Bad: text: 加快推进修改,完善制度。
    """
    cleaned: str = text
    for other_pattern in (PINYIN, DEBRIS):
        cleaned = other_pattern.sub(lambda match: "x" * len(match[0]), cleaned)
    matches = list(_HALF_WIDTH.finditer(cleaned))
    if matches:
        marks = list(dict.fromkeys(match[0] for match in matches))
        template = _("half-width {found} beside Chinese characters; write {wanted}")
        replacements = " ".join(_FULL_WIDTH[mark] for mark in marks)
        yield complaint(text, matches[0].start(), template.format(found=" ".join(marks), wanted=replacements))


def unbalanced(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """Brackets, title marks and quotation marks open and close in pairs.

    Good: text: 修改《中华人民共和国商标法》。
    Bad: text: 修改《中华人民共和国商标法。
    """
    open_marks: list[tuple[int, str]] = []
    for at, mark in enumerate(_UNPAIRED.sub(lambda match: "x" * len(match[0]), text).translate(_TO_FULL_WIDTH)):
        if mark in _CLOSING_OF:
            open_marks.append((at, mark))
        elif mark in _OPENING_OF:
            if not open_marks or open_marks[-1][1] != _OPENING_OF[mark]:
                yield _unpaired_mark(text, *(open_marks[-1] if open_marks else (at, mark)), _)
                return
            open_marks.pop()
    if open_marks:
        yield _unpaired_mark(text, *open_marks[-1], _)


def _unpaired_mark(text: YamlText, at: int, mark: str, _: Translator) -> Complaint:
    missing = _CLOSING_OF.get(mark) or _OPENING_OF[mark]
    return complaint(text, at, _("{mark} without its {other}").format(mark=mark, other=missing))


def traditional(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """A copy is in Simplified characters.

    Good: text: 加强保护。
    Bad: text: 加強保護。
    """
    if positions := traditional_positions(text):
        template = _("Traditional {found} in a copy that is in Simplified characters")
        yield complaint(
            text, positions[0], template.format(found=_.join(list(dict.fromkeys(text[at] for at in positions))))
        )


def radical(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """No radical is used in place of the character that looks like it.

    Good: text: 服务人民。
    Bad: text: 服务⼈民。
    """
    for match in RADICAL.finditer(text):
        character = character_of_radical(match[0])
        if character == match[0]:
            template = _("the radical {found} (U+{code}) in place of a character")
        else:
            template = _("the radical {found} (U+{code}) in place of the character {meant}")
        yield complaint(
            text, match.start(), template.format(found=match[0], code=f"{ord(match[0]):04X}", meant=character)
        )


def private_use(text: YamlText, _: Translator) -> Iterator[Complaint]:
    r"""No character has a private-use code.

    Good: text: 做好工作。
    Bad: text: "做好\uE000工作。"
    """
    for match in PRIVATE.finditer(text):
        template = _("U+{code} is a private-use code: others do not see what was meant")
        yield complaint(text, match.start(), template.format(code=f"{ord(match[0]):04X}"))


def mojibake(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """No text contains remains of a wrong encoding, or of HTML.

    Good: text: 报所属省（自治区、直辖市）。
    Bad: text: 报所属ㄗ治区、直辖市。
    """
    for match in DEBRIS.finditer(text):
        template = _("{found} is left over from another encoding, or from HTML; restore the original text")
        yield complaint(text, match.start(), template.format(found=match[0]))


def pinyin(text: YamlText, _: Translator) -> Iterator[Complaint]:
    """No pinyin follows a character.

    Good: text: 召开联席会议。
    Bad: text: 召开联（lián）席会议。
    """
    for match in PINYIN.finditer(text):
        yield complaint(
            text, match.start(), _("there is pinyin in the text: {found}; remove it").format(found=match[0])
        )
