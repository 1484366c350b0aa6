"""The width of text in cells of a terminal and in ems of print, and the lines that fit into a width.

A Chinese character is square, and so are the characters of classes W and F in Unicode TR 11 (East Asian Width). Those
of class A, which “ ” — … are, are square among Chinese and narrow elsewhere.
"""

import re
from collections.abc import Callable
from functools import cache
from unicodedata import east_asian_width

LIGHT_MARKS = "🔴🟡🟢🔵⚪"

# What a line may be broken after: a Chinese character or a word, with the punctuation that clings to it.
# (A plain string: to compile it at import would cost every call that breaks no lines.)
_UNIT = r"[（《“‘〔【]{0,8}(?:[^\s⺀-￯“”]+|[⺀-￯])[，。；：、？！）》”’〕】]*\s*|\S\s*"


class Face(dict[str, float]):
    """A kind of letters: the ems that each character takes, worked out when the character is first measured."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, character: str) -> float:
        self[character] = width = self._measure(character)
        return width


# A web page or mail, whose reader has unknown fonts: a mean for all that is not square.
SCREEN = Face(lambda character: 1 if _is_square(character) else 0.55)
# A printed page in a Chinese font, where capitals are wider than other letters, and coloured lights than both.
PAPER = Face(lambda character: _ems_on_paper(character))
# A spreadsheet, which counts in digits of half an em: rather too wide for rare characters, by their bytes in UTF-8.
SHEET = Face(lambda character: (1 + len(character.encode())) / 4)
# Plain text as Chinese editors show it: each character takes the whole of a square, or half of it.
FIXED = Face(lambda character: 1 if _is_square(character, "WFA") else 0.5)


def _is_square(character: str, classes: str = "WF") -> bool:
    return east_asian_width(character) in classes


def _ems_on_paper(character: str) -> float:
    if character in LIGHT_MARKS:
        return 1.6
    return 1.0 if _is_square(character, "WFA") else 0.7 if character.isupper() else 0.5


def ems(text: str, face: Face = SCREEN) -> float:
    """The width of a text in ems: one em is the size of the letters, and the width of a Chinese character."""
    return sum(map(face.__getitem__, text))


def cells(text: str) -> int:
    """The width of a text in cells of a terminal: two for a Chinese character, none for an accent or a line end.

    The count is Rich's, because Rich draws the tables: another count would make columns too narrow for it.
    """
    return _cell_len()(text)


@cache
def _cell_len() -> Callable[[str], int]:
    from rich.cells import cell_len  # only for help pages and tables on a terminal

    return cell_len


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, each at most `width` cells wide; a word that is wider than a line stays whole.

    Lines are broken between words and Chinese characters. None begins with a closing mark such as 。 and none ends
    with an opening one such as （, unless a space parts the mark from its text (CLREQ, Requirements for Chinese Text
    Layout).
    """
    lines, line, taken = [], "", 0
    for unit in re.findall(_UNIT, text):
        if line and taken + cells(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line, taken = "", 0
        line += unit
        taken += cells(unit)
    return [*lines, line.rstrip()]
