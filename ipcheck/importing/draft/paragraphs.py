"""Paragraphs from lines: a sentence that a page break or a fixed width has cut is joined again."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ipcheck.base.text import HAN
from ipcheck.base.width import FIXED, ems
from ipcheck.domain.phrases.deadline import LABEL as WHEN_LABEL
from ipcheck.domain.phrases.responsibility import LABEL as WHO_LABEL
from ipcheck.importing.draft.facts import BESIDE, TAIL, cut_signature, is_title, signature
from ipcheck.importing.draft.item_phrases import PLAIN_LABEL
from ipcheck.importing.draft.markers import marker_at

_ENDED = re.compile("[。！？；：…][”’）》】〕]*$")
_PHRASE = re.compile(
    "(?:（(?!上述|以上|说明|其中|此件)[^（）]{2,}(?:（[^（）]*）[^（）]*)*）|【[^【】]{2,}】|〔[^〔〕]{2,}〕)。?"
)
_PHRASE_LAST = re.compile(f"{_PHRASE.pattern}$")
_PHRASE_WORDS = re.compile(
    "负责|牵头|配合|参与|完成|推进|推动|实施|坚持|底前|以前|季度|[年月日]前|责任单位|时限|[部委局办院署厅府会行社关]$"
)
_LABELLED = re.compile(f"(?:{WHO_LABEL}|{WHEN_LABEL})：|【(?:{PLAIN_LABEL}|{WHEN_LABEL})】")
_DASHED = re.compile("——[^—。：]*(?:负责|牵头|配合)(?:$|[，；。])")  # ——甲局负责，6月底前完成
_DASHED_END = re.compile("——[^—。：]*(?:负责|牵头|配合|完成|推进|坚持)$")
_WHOLE_PHRASE = re.compile(
    f"[（【〔](?:[^（）【】〔〕]*(?:负责|牵头|配合|完成|推进|坚持|[底月日年]前)|{PLAIN_LABEL}：[^（）【】〔〕]*[^（）【】〔〕，；、：])$"
)
_OTHER_LABEL = re.compile(f"{HAN}{{2,8}}：")  # 整改目标：, which begins a paragraph of its own
# The end of a text that is a phrase behind a label: …【完成时限】长期坚持.
_LABELLED_END = re.compile(f"(?:^|[。；！）】【—])(?:{PLAIN_LABEL}[：】]|{WHEN_LABEL}[：】])[^。]*[^。，、；：]$")
_PAGE = re.compile(
    "[-—–·• ]*[0-9]{1,3}[-—–·• ]*|第?[ ]*[0-9]{1,3}[ ]*页?[ ，,/／]*共?[ ]*[0-9]{1,3}[ ]*页|第[ ]*[0-9]{1,3}[ ]*页"
)
_NUMBER_OF_DOCUMENT = re.compile("[〔（【][0-9]{4,10}号?$")  # its bracket is never closed: 海政办发〔2026179
_PAGE_MARK = re.compile("([0-9]{1,3})、")
_ORGANISER = "主办单位"
_OPEN, _CLOSE = "（《“〔【", "）》”〕】"
HEADING = 45  # characters of a heading at most
_LONG = 20  # characters of a line from which a heading may continue on the next line
_NOTE = 150  # characters of a line with data about the document, at most
_SHORT = 30  # characters; an unmarked line with at most as many is a title, a signature or a caption
_BRACKET = 300  # characters in a bracket at most; the agencies of a task can take as many
_LONGEST_PHRASE = 1200  # characters of lines that begin with a bracket and are joined until it is closed
_LONGEST = 20_000  # characters of a paragraph at most
_END = 60  # characters that are looked at to see how a text ends
_FULL = 3  # cells or characters by which a full line may be shorter, since punctuation does not begin a line
_LOOSE = 0.12  # share of the width by which it may be shorter where it has digits or Latin letters of other widths
_FEW = 8  # lines from which a width can be seen
_MANY = 0.4  # share of full lines in a text that was broken at a width
_FEWEST = 2  # numbers that do not make a numbering yet


class Line(NamedTuple):
    """A piece of text with its characters mended. `at` is as in `Piece.at`, `cells` are those of a table row.
    `original` is the text with the spaces that the document has; where lines were joined, that of only one of them."""

    text: str
    at: int
    cells: tuple[str, ...] = ()
    original: str = ""


def paragraphs(lines: Sequence[Line], wrapped: bool) -> list[Line]:
    """Join the lines that are parts of one paragraph, which has the place of its first line.

    A line continues on the next where it ends inside a sentence or a bracket, where it fills the width of a `wrapped`
    text, and where the next is only a phrase in brackets or behind a label (责任单位：…).
    """
    is_full = _fullness(lines) if wrapped else lambda _text: False
    ending = _ending_styles(lines)
    # 主办单位：甲局 once is whose web page it is, not a label of tasks.
    has_organiser_of_page = sum(line.text.startswith(_ORGANISER) for line in lines) == 1
    joined: list[Line] = []
    full = False
    for line in _with_whole_brackets(lines):
        is_apart = line.cells or (has_organiser_of_page and line.text.startswith(_ORGANISER))
        if joined and not is_apart and not joined[-1].cells and _goes_on(joined[-1].text, line.text, full, ending):
            joined[-1] = joined[-1]._replace(text=joined[-1].text + _gap(joined[-1].text, line.text) + line.text)
        else:
            joined.append(line)
        full = is_full(line.original)
    return joined


def without_page_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines, without the numbers that viewers of documents put before each page (1、, 2、), which cut sentences.

    The numbers must rise from 1 by one, and most of the lines before them end inside a sentence.
    """
    marked = [at for at, line in enumerate(lines) if not line.cells and _PAGE_MARK.match(line.text)]
    numbers = [int(_PAGE_MARK.match(lines[at].text)[1]) for at in marked]  # type: ignore[index]
    cut = [at for at in marked[1:] if len(lines[at - 1].text) > _END and not _ENDED.search(lines[at - 1].text[-_END:])]
    if len(marked) <= _FEWEST or numbers != list(range(1, len(marked) + 1)) or len(cut) * 2 < len(marked) - 1:
        return [*lines]
    result: list[Line] = []
    for at, line in enumerate(lines):
        text = _PAGE_MARK.sub("", line.text) if at in marked else line.text
        if at in cut and result:
            result[-1] = result[-1]._replace(text=result[-1].text + text, original=line.original)
        else:
            result.append(line._replace(text=text))
    return result


def _with_whole_brackets(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each that begins with a bracket joined to the next until the bracket is closed, so that a phrase
    in it is seen as one: （甲局、乙局按职责分工 and 负责）."""
    result: list[Line] = []
    for line in lines:
        before = result[-1].text if result and not result[-1].cells else ""
        is_begun = before[:1] in ("（", "【", "〔") and len(before) <= _LONGEST_PHRASE and _is_open(before)
        if (
            is_begun
            and not line.cells
            and not (marker_at(line.text) or signature(line.text) or _never_closes(before, line.text))
        ):
            result[-1] = result[-1]._replace(text=before + line.text, original=line.original)
        else:
            result.append(line)
    return result


def _gap(text: str, after: str) -> str:
    """The text to insert between a line and the line that continues it: 。 before a label where the sentence has no
    end, a space between a Latin letter or digit and a Latin letter, and otherwise nothing."""
    if _LABELLED.match(after) and not (_ENDED.search(text[-_END:]) or _is_bracketed_end(text) or _is_open(text)):
        return "。"
    return " " if re.match("[0-9A-Za-z]", text[-1:]) and re.match("[A-Za-z]", after) else ""


def without_page_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(the lines of the text, the lines that are only a page number: 3, — 3 —, 第3页 共9页). Before they are divided, a
    numeral alone on a line that numbers the next line is joined to the next line."""
    lines = _with_numerals(lines)
    are_page_numbers = [len(line.text) <= _SHORT and bool(_PAGE.fullmatch(line.text)) for line in lines]
    pairs = list(zip(lines, are_page_numbers, strict=True))
    return [line for line, is_number in pairs if not is_number], [line for line, is_number in pairs if is_number]


def _with_numerals(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a numeral alone on a line joined to the next line: 一 above its heading.

    Bare Arabic numbers are joined only where there are more than _FEWEST, they are 1, 2 and so on, and no line begins
    with a number and its dot, since pages have numbers too.
    """
    digits = [line.text for line in lines if re.fullmatch("[0-9]{1,3}", line.text)]
    numbered = any((marker := marker_at(line.text)) and marker.style == "number" for line in lines)
    are_items = len(digits) > _FEWEST and not numbered and digits == [str(n) for n in range(1, len(digits) + 1)]
    result: list[Line] = []
    for line in lines:
        before = result[-1].text if result and not result[-1].cells else ""
        if re.fullmatch("[一二三四五六七八九十]{1,3}", before) and not marker_at(line.text):
            result[-1] = result[-1]._replace(text=f"{before}、{line.text}", original=line.original)
        elif are_items and before in digits and not line.cells:
            result[-1] = result[-1]._replace(text=f"{before}.{line.text}", original=line.original)
        else:
            result.append(line)
    return result


def _cells_wide(text: str) -> float:
    """The width of a text in cells of an editor, each half an em."""
    return 2 * ems(text, FIXED)


def is_phrase(text: str) -> bool:
    """Whether a text is only a phrase about the task before it: （…负责）, 责任单位：…, ——…负责"""
    if _LABELLED.match(text) or _DASHED.match(text) or _WHOLE_PHRASE.match(text):
        return True
    return bool(_PHRASE.fullmatch(text) and _PHRASE_WORDS.search(text.rstrip("）】〕。")))


def _open_bracket(text: str) -> str:
    """The bracket or quotation mark that opens near the end of a text and is not closed; empty without one."""
    depth = 0
    text = _NUMBER_OF_DOCUMENT.sub("", text[-_BRACKET:])
    for character in reversed(text) if any(sign in text for sign in _OPEN) else "":
        depth += (character in _CLOSE) - (character in _OPEN)
        if depth < 0:
            return character
    return ""


def _is_open(text: str) -> bool:
    """Whether a text ends inside a bracket or quotation that opened near its end."""
    return bool(_open_bracket(text))


def _never_closes(text: str, after: str) -> bool:
    """Whether the bracket that is open at the end of a text holds a whole phrase, so that the next line, where it does
    not close the bracket, is none of it: （甲局负责 above a signature."""
    return bool(_WHOLE_PHRASE.search(text[-_BRACKET:])) and not re.search("^[，；、]|[）】〕]", after)


def _goes_on(text: str, after: str, full: bool, ending: set[str]) -> bool:
    """Whether a line `text` continues on the next line, `after`. `full` says that the line fills the width of the text,
    `ending` are the styles of markers whose items end on their own line."""
    marker = marker_at(text)
    if is_phrase(after):
        return bool(_ENDED.search(text[-_END:]) or _PHRASE.search(text[-_END:]) or marker)
    is_phrase_end = _LABELLED_END.search(text[-_BRACKET:]) or _DASHED_END.search(text[-_BRACKET:])
    if (_OTHER_LABEL.match(after) and not _is_open(text)) or (is_phrase_end and not full):
        return False
    if (
        (len(text) <= _NOTE and BESIDE.search(text))
        or BESIDE.match(after)
        or TAIL.match(text)
        or TAIL.match(after)
        or signature(after)
        or cut_signature(text)[1:]
    ):
        return False
    if len(text) > _LONGEST or _never_closes(text, after):
        return False
    if (bracket := _open_bracket(text)) and not (marker_at(after) or is_title(after)):
        return bracket != "《" or bool(re.match("[^《》]*》", after))  # a title ends on the next line
    if marker and marker.end == len(text):  # 一、 on one line, and its heading on the next
        return marker_at(after) is None
    if _ENDED.search(text[-_END:]) or _is_bracketed_end(text) or marker_at(after):
        return False
    if full or text.endswith(("、", "，")):  # a list or a sentence goes on
        return True
    if marker and len(text) >= _LONG and re.fullmatch(f"{HAN}{{1,6}}", after):
        return True  # the last words of a heading
    if not re.search("[。，；：]", text):  # a heading, a title or a name
        return False
    if marker and marker.style in ending:
        return True
    return len(text) > HEADING or "。" in text or not (marker or len(text) <= _SHORT)


def _ending_styles(lines: Iterable[Line]) -> set[str]:
    """The styles of markers whose items mostly end on their own line, as tasks do and headings do not."""
    ends_by_style: dict[str, list[bool]] = {}
    for line in lines:
        if marker := marker_at(line.text):
            ends = bool(_ENDED.search(line.text[-_END:])) or _is_bracketed_end(line.text)
            ends_by_style.setdefault(marker.style, []).append(ends)
    return {style for style, all_ends in ends_by_style.items() if sum(all_ends) * 2 >= len(all_ends)}


def _is_bracketed_end(text: str) -> bool:
    """Whether a text ends with a phrase in brackets, as items do: …修改。（国家知识产权局负责）"""
    phrase = _PHRASE_LAST.search(text[-_BRACKET:]) if text.endswith(("）", "】", "〕")) else None
    return bool(phrase and _PHRASE_WORDS.search(phrase[0].rstrip("）】〕。")))


def _fullness(lines: Iterable[Line]) -> Callable[[str], bool]:
    """A function that tells whether a line fills the width at which the text was broken, in cells or in characters.
    Where the text was not broken at a width, no line is full."""
    texts = [line.original for line in lines if len(line.original) >= _SHORT // 2]
    measures = [(measure, width) for measure in (len, _cells_wide) if (width := _width([measure(t) for t in texts]))]
    return lambda text: any(measure(text) >= width - max(_FULL, width * _LOOSE) for measure, width in measures)


def _width(widths: Sequence[float]) -> float | None:
    """The width at which lines were broken: hardly any line is wider, and many are nearly as wide. None where no width
    shows."""
    if len(widths) < _FEW:
        return None
    widest = sorted(widths)[-1 - len(widths) // 50]
    near = sum(widest - _FULL <= width <= widest for width in widths)
    return widest if near >= len(widths) * _MANY else None
