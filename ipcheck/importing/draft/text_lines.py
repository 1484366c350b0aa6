"""From the mended lines of a document to those of its text: tables put back, pages and lists left aside, paragraphs
whole, headings with their marks, and a letter apart from its plan."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ipcheck.importing.draft import facts
from ipcheck.importing.draft.item_kinds import is_sentence
from ipcheck.importing.draft.markers import marker_at, with_commas, with_dots
from ipcheck.importing.draft.paragraphs import Line, paragraphs, without_page_marks, without_page_numbers
from ipcheck.importing.draft.spilled import with_tables

_ATTACHMENTS = re.compile("附件：?[ ]*1[.．、][^。]{2,60}$")
_INLINE_START = re.compile(
    "(?<=[。：；）”])(?=一[、.．]|（一）|第一[章部])|(?=一[、.．][\u4e00-\u9fff“”《》、，]{2,30}(?:（一）|1[.．、]))"
)
# A letter, its signature and the title of the plan on one line.
_LETTER_INLINE = re.compile(
    "(?P<letter>.*。)(?P<signed>[^。，]{4,40}?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:（此件[^（）]*）)?(?P<title>[^。]{6,70})?$"
)
# A line of a table of contents: a heading and its page, 第一章 规划背景 - 2 -.
_OF_CONTENTS = re.compile(
    "(?:第.{1,3}[章节篇部]|[一二三四五六七八九十]{1,3}、|（.{1,3}）|[0-9]{1,2}[.、]).{2,40}?[-—–·.… ]+[0-9]{1,3}[-—– ]*"
)
_FEWEST_OF_CONTENTS = 3


class TextLines(NamedTuple):
    """The lines of a text, those left aside (numbers of pages, contents, attachments), and whether the page has lost
    the cells of a table."""

    lines: list[Line]
    around: list[Line]
    has_lost_cells: bool


def lines_of_text(lines: Sequence[Line], wrapped: bool) -> TextLines:
    """The lines of the text among the mended lines of a document. `wrapped` says that lines may end inside
    sentences."""
    spilled = with_tables(without_page_marks(lines))
    text_lines, page_numbers = without_page_numbers(spilled.lines)
    text_lines, contents = _without_contents(text_lines)
    text_lines, attachments = _without_attachments(text_lines)
    whole = _split(_with_commas(paragraphs(text_lines, wrapped)))
    return TextLines(whole, [*page_numbers, *contents, *attachments], spilled.is_lost)


def _without_attachments(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(the lines of the text, those that list its attachments: 附件：1.甲方案, and 2.乙清单 below)."""
    kept: list[Line] = []
    listed: list[Line] = []
    number = 0
    for line in lines:
        first, marker = _ATTACHMENTS.match(line.text), marker_at(line.text)
        is_next = number and marker and marker[:2] == ("number", number + 1) and not is_sentence(line.text)
        number = 1 if first else number + 1 if is_next else 0
        (listed if number else kept).append(line)
    return kept, listed


def _without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(the lines of the text, those of a table of contents, which have the number of a page at their end)."""
    contents = [line for line in lines if not line.cells and _OF_CONTENTS.fullmatch(line.original.strip())]
    if len(contents) < _FEWEST_OF_CONTENTS:
        return [*lines], []
    return [line for line in lines if line not in contents], contents


def _with_commas(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the commas and dots behind their numbers put back where the document has lost all of them."""
    texts = with_dots(with_commas([line.text for line in lines]))
    return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]


def _split(lines: Sequence[Line]) -> list[Line]:
    """Cut the line of a text without line breaks where the plan begins inside it: behind the title, and before 一、."""
    result: list[Line] = []
    for line in lines:
        if line.cells or marker_at(line.text):
            result.append(line)
            continue
        parts = _INLINE_START.split(line.text, maxsplit=1)
        if len(parts) > 1 and (letter := _LETTER_INLINE.fullmatch(parts[0])):
            parts = [part for part in letter.groups() if part] + parts[1:]
            result += [line._replace(text=part) for part in parts]
            continue
        title = facts.run_on_title(parts[0])
        if title:
            parts = [title, parts[0][len(title) :].strip(), *parts[1:]]
        result += [line._replace(text=piece) for part in parts for piece in facts.cut_signature(part)]
    return result
