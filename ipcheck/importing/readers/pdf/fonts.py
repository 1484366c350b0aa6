"""Characters that are lost where a PDF does not hold its fonts, and the system has none with Chinese letters.

pdfium then still tells which characters a piece of text has, but leaves out a piece that takes up no room, as a single
character does: the number of a row.
"""

import ctypes
from typing import Any

from ipcheck.importing.readers.encoding import count_han

_SAMPLE = 30  # Chinese characters of a page that are looked at
_FLAT = 0.1  # points; a character that is less high is not drawn. The flattest, 一, has more
_FEW = 20  # characters on a page; where there are fewer, all pieces of text are looked at
_TEXT = 1  # pdfium's constant for objects that are text


def lost_pieces(page: Any, text: Any) -> int:
    """The number of pieces of text on a page that may be lost. Spaces, which take up no room either, count among them
    where letters of the same page are not drawn."""
    if text.count_chars() >= _FEW and _draws_letters(text):
        return 0
    sizes = [_size(piece) for piece in page.get_objects(filter=[_TEXT], max_depth=2) if not _holds_font(piece)]
    nothing = sum(size == (False, False) for size in sizes)
    is_undrawn = any(size in ((True, False), (False, True)) for size in sizes)
    return nothing if is_undrawn or nothing >= _FEW > text.count_chars() else 0


def _draws_letters(text: Any) -> bool:
    """Whether the first Chinese characters of a page are drawn, with whatever font."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    seen = 0
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if code < 0x3400 or not count_han(chr(min(code, 0x10FFFF))):
            continue
        raw.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top)
        if top.value - bottom.value < _FLAT or right.value - left.value < _FLAT:
            return False
        seen += 1
        if seen == _SAMPLE:
            break
    return True


def _size(piece: Any) -> tuple[bool, bool]:
    """Whether a piece of text takes up room sideways, and upwards."""
    left, bottom, right, top = piece.get_bounds()
    return right - left >= _FLAT, top - bottom >= _FLAT


def _holds_font(piece: Any) -> bool:
    """Whether the PDF holds the font of a piece of text."""
    import pypdfium2.raw as raw

    return bool(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(piece.raw)))
