"""Lines become paragraphs: what a page break or a fixed width cut inside a sentence is joined again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ipcheck.intake.markers import marker_at

_ENDED = re.compile("[。！？；：…][”’）》】]*$")
_PHRASE = re.compile("(?:（[^（）]{2,}(?:（[^（）]*）[^（）]*)*）|【[^【】]{2,}】)。?")
_PHRASE_WORDS = re.compile("负责|牵头|配合|参与|完成|推进|推动|实施|坚持|底前|以前|季度|月前|责任单位|时限|[部委局办院署厅]$")
_LABELLED = re.compile("(?:(?:责任|负责|牵头|配合|参与|主办|协办)(?:单位|部门|处室)|(?:完成|办结)?时限(?:要求)?|完成时间|时间(?:要求|节点))：")
_OPEN, _CLOSE = "（《“〔【", "）》”〕】"
_HEADING = 45  # characters; longer than headings get
_SHORT = 30  # what stands alone in so few characters, unmarked, is a title, a signature or a caption
_FULL = 3  # cells that a full line may fall short: punctuation does not begin a line
_FEW = 8  # lines, from which a width can be seen


class Line(NamedTuple):
    """A piece with its characters mended; `cells` of a table's row. `width` is that of the piece as found."""

    text: str
    at: int
    cells: tuple[str, ...] = ()
    width: int = 0


def paragraphs(lines: Sequence[Line], wrapped: bool) -> list[Line]:
    """The lines, with those joined that are parts of one paragraph; each stands where its first part does.

    A line goes on in the next where it ends inside a sentence or a bracket, where it fills the width of a `wrapped`
    text, or where the next one is but a phrase in brackets or after a label (责任单位：…).
    """
    width = _width(lines) if wrapped else None
    found: list[Line] = []
    full = False
    for line in lines:
        if found and not line.cells and not found[-1].cells and _goes_on(found[-1].text, line.text, full):
            gap = " " if re.search("[0-9A-Za-z]$", found[-1].text) and re.match("[A-Za-z]", line.text) else ""
            found[-1] = found[-1]._replace(text=found[-1].text + gap + line.text)
        else:
            found.append(line)
        full = width is not None and line.width >= width - _FULL
    return found


def cells_wide(text: str) -> int:
    """How wide a text stands in a fixed-width face."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def is_phrase(text: str) -> bool:
    """Whether a text is but a phrase about a task before it: （…负责）, 责任单位：…"""
    if _LABELLED.match(text):
        return True
    return bool(_PHRASE.fullmatch(text) and _PHRASE_WORDS.search(text.rstrip("）】。")))


def is_closed(text: str) -> bool:
    """Whether every bracket and quotation mark that a text opens is closed in it."""
    depth = 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
    return depth <= 0


def _goes_on(text: str, after: str, full: bool) -> bool:
    if is_phrase(after):
        return _ENDED.search(text) is not None or _PHRASE.search(text[-60:]) is not None or bool(marker_at(text))
    marker = marker_at(text)
    if not is_closed(text) and not (_ENDED.search(text) and marker_at(after)):
        return True
    if marker and marker.end == len(text):  # 一 on one line, its heading on the next
        return marker_at(after) is None
    if _ENDED.search(text) or _is_bracketed_end(text) or marker_at(after):
        return False
    if full:
        return True
    if marker or len(text) <= _SHORT:
        return bool(re.search("[。，、]", text)) and (len(text) > _HEADING or "。" in text)
    return True


def _is_bracketed_end(text: str) -> bool:
    """Whether a text ends with a phrase in brackets, as items do: …修改。（国家知识产权局负责）"""
    return text.endswith(("）", "】")) and bool(_PHRASE_WORDS.search(text[:-1][-30:]))


def _width(lines: Iterable[Line]) -> int | None:
    """The width at which the lines of a text were broken, in cells; None where they were not."""
    widths = [line.width for line in lines if line.width >= _SHORT]
    if len(widths) < _FEW:
        return None
    widest = Counter(width // 2 * 2 for width in widths)
    for width in sorted(widest, reverse=True):
        near = sum(count for other, count in widest.items() if width - _FULL <= other <= width)
        if near >= len(widths) * 0.4:
            return width + 1
        if sum(count for other, count in widest.items() if other > width) > len(widths) * 0.05:
            return None
    return None
