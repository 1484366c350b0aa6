"""The width of text in cells of a terminal and in ems of print, and breaking text into lines of a given width.

Chinese characters are square: as wide as high. So are all characters of the classes W and F in Unicode TR 11 (East
Asian Width). Characters of class A, such as “ ” — …, are square in Chinese fonts and narrow in others.
"""

import re
from collections.abc import Callable
from functools import cache
from unicodedata import east_asian_width

LIGHT_MARKS = "🔴🟡🟢🔵⚪"

# A Chinese character or a word, with the punctuation that must stay beside it. Lines are broken between two of these.
# (A plain string, because compiling the pattern at import would cost every call that breaks no lines.)
_UNIT = r"[（《“‘〔【]{0,8}(?:[^\s⺀-￯“”]+|[⺀-￯])[，。；：、？！）》”’〕】]*\s*|\S\s*"


class Face(dict[str, float]):
    """A kind of font: the width of characters in ems, by `measure`, which is called once for each character."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, character: str) -> float:
        self[character] = width = self._measure(character)
        return width


# Web pages and mail, whose readers have unknown fonts: an average width for all characters that are not square.
SCREEN = Face(lambda character: 1 if _is_square(character) else 0.55)
# Pages printed in a Chinese font, where capitals are wider than small letters.
PAPER = Face(lambda character: _ems_on_paper(character))
# Spreadsheets, whose columns are measured in digits of half an em. The estimate is made from the bytes in UTF-8: a
# Chinese character (3 bytes) is 1 em wide; a rare one (4 bytes) comes out rather too wide.
SHEET = Face(lambda character: (1 + len(character.encode())) / 4)
# Plain text as Chinese editors show it: every character takes a whole square or half a square.
FIXED = Face(lambda character: 1 if _is_square(character, "WFA") else 0.5)


def _is_square(character: str, classes: str = "WF") -> bool:
    return east_asian_width(character) in classes


def _ems_on_paper(character: str) -> float:
    return 1.0 if _is_square(character, "WFA") else 0.7 if character.isupper() else 0.5


def ems(text: str, face: Face = SCREEN) -> float:
    """The width of a text in ems; one em is the font size, which is also the width of a Chinese character."""
    return sum(map(face.__getitem__, text))


def cells(text: str) -> int:
    """The width of a text in cells of a terminal: two for a Chinese character, none for an accent or a line end.

    Rich counts the cells, because Rich draws the tables: by another count, a column could be too narrow for its text.
    """
    return _cell_len()(text)


@cache
def _cell_len() -> Callable[[str], int]:
    from rich.cells import cell_len  # imported here because only help pages and tables on a terminal need it

    return cell_len


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells; a word that is wider than that gets a line of its own.

    Lines are broken between words and between Chinese characters. No line begins with a closing mark such as 。 or ends
    with an opening mark such as （, unless a space separates the mark from the text (CLREQ, Requirements for Chinese
    Text Layout).
    """
    lines, line, line_width = [], "", 0
    for unit in re.findall(_UNIT, text):
        if line and line_width + cells(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line, line_width = "", 0
        line += unit
        line_width += cells(unit)
    return [*lines, line.rstrip()]
