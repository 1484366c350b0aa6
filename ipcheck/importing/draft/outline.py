"""The outline of a document: its paragraphs as a tree of marked items, whatever the styles of their numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.facts import TAIL
from ipcheck.importing.draft.markers import ANYWHERE, Marker, loose_at, marker_at
from ipcheck.importing.draft.paragraphs import HEADING, Line

# Styles of items that can begin inside a line; （1） and ① are not among them, since they also stand inside sentences.
_SPLITTING = {"part", "section", "box", "han", "han-brackets", "number"}
_RUNNING = ("number", "han-brackets")  # styles whose numbers can continue in the next section
_BOUNDARY = "。；！？）】〕"
_LABELLED_TAIL = re.compile("(?:责任|牵头|配合)(?:单位|部门)：[^。]*[\u4e00-\u9fff）]$")  # 责任单位：甲局2.开展…
# Common headings, whose end is known even where a text follows on the same line.
_COMMON = re.compile(
    "(?:指导思想|总体要求|基本原则|工作原则|总体思路|(?:总体|主要|建设|工作|发展)目标|(?:创建|申报)条件|(?:创建|申报)程序)(?=[^、，。和及与：])"
)


@dataclass
class Item:
    """A marked item. `head` is the marker as written, `text` the rest of the paragraph, `body` the unmarked lines
    below, `items` the items within this one. `doubts` are what a person should check."""

    marker: Marker
    head: str
    text: str
    at: int
    body: list[Line] = field(default_factory=list)
    items: list["Item"] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def all(self) -> Iterator["Item"]:
        """The item and all items within it, in order."""
        yield self
        for item in self.items:
            yield from item.all()


@dataclass
class Outline:
    """The items of a document from the first of the outermost style on, and the number of lines that they take."""

    items: list[Item] = field(default_factory=list)
    lines: int = 0

    def all(self) -> Iterator[Item]:
        """Every item, in order."""
        for item in self.items:
            yield from item.all()


def outline(lines: Sequence[Line], start: int, end: int, _: Translator) -> Outline:
    """Read the outline of `lines` from `start`, where a marker must stand, as far as it goes before `end`.

    How styles are nested is learned from the document: number 1 in a style without an open item begins a level below.
    The outline ends where number 1 of the outermost style comes again, since another text begins there.
    """
    return _OutlineBuilder(_).read(lines, start, end)


class _OutlineBuilder:
    """The outline so far. `open` are the items around the current line, outermost first."""

    def __init__(self, _: Translator) -> None:
        self._ = _
        self.outline = Outline()
        self.open: list[Item] = []
        self.last: dict[str, int] = {}  # the last number in each style, also of earlier sections

    def read(self, lines: Sequence[Line], start: int, end: int) -> Outline:
        """Read the lines from `start` up to `end` or the end of the outline."""
        for at in range(start, end):
            line = lines[at]
            marker = marker_at(line.text) or self._expected_marker(line.text)
            if marker and (self._begins_again(marker) or self._begins_another(marker)):
                break
            self.outline.lines = at + 1 - start
            if line.cells or not marker or not self._fits_somewhere(marker):
                self.open[-1].body.append(line)
                if marker and not line.cells and marker.style != "number-brackets":
                    self.open[-1].doubts.append(
                        self._("{head} does not fit the numbering here; is it an item?").format(
                            head=line.text[: marker.end]
                        )
                    )
                continue
            self._add_line(line, marker)
        return self.outline

    def _add_line(self, line: Line, marker: Marker) -> None:
        """Add a line that begins with a marker, and the items that begin further on in the line."""
        text, begin = line.text, marker.end
        item = self._begin_item(marker, text[:begin], line.at)
        for candidate in ANYWHERE.finditer(text, begin):
            at, inner_marker = candidate.start(), marker_at(text, candidate.start())
            if inner_marker and at >= begin and self._comes_next(inner_marker) and _may_begin(text, begin, at):
                self._end_item(item, text[begin:at])
                item, begin = self._begin_item(inner_marker, text[at : inner_marker.end], line.at), inner_marker.end
        self._end_item(item, text[begin:])

    def _comes_next(self, marker: Marker) -> bool:
        """Whether a marker inside a line has exactly the next number of its style."""
        if marker.style not in _SPLITTING:
            return False
        open_marker = next((item.marker for item in self.open if item.marker.style == marker.style), None)
        return marker.number == open_marker.number + 1 if open_marker else marker.number == 1 or self._goes_on(marker)

    def _begin_item(self, marker: Marker, head: str, at: int) -> Item:
        """Open an item, in place of the open items at its depth and below."""
        item = Item(marker, head.strip(), "", at)
        self._add_doubts(item)
        del self.open[self._depth(marker) :]
        (self.open[-1].items if self.open else self.outline.items).append(item)
        self.open.append(item)
        self.last[marker.style] = marker.number
        return item

    def _end_item(self, item: Item, text: str) -> None:
        """Set the text of an item. Behind a common heading, the rest of a long text becomes the body."""
        item.text = text.strip()
        if (common := _COMMON.match(item.text)) and len(item.text) > HEADING:
            item.body.append(Line(item.text[common.end() :], item.at))
            item.text = common[0]

    def _depth(self, marker: Marker) -> int:
        """The number of open items around a new item with this marker."""
        for depth, item in enumerate(self.open):
            if item.marker.style == marker.style:
                return depth
        if marker.style == "box":  # at the depth of the numbered items around it
            return next(
                (depth for depth, item in enumerate(self.open) if item.marker.style == "number"), len(self.open)
            )
        if marker.style == "number" and self._goes_on(marker):
            for depth, item in enumerate(self.open):
                if item.marker.style == "box":
                    return depth
        return len(self.open)

    def _goes_on(self, marker: Marker) -> bool:
        """Whether a marker continues the numbers of an earlier section."""
        return marker.style in _RUNNING and marker.number == self.last.get(marker.style, -1) + 1

    def _fits_somewhere(self, marker: Marker) -> bool:
        """Whether a marker can begin an item at this place."""
        styles = {item.marker.style for item in self.open}
        if not self.open or marker.style in styles or marker.style == "box" or marker.number == 1:
            return True
        if marker.style == "number" and marker.style not in self.last:  # a text that begins in the middle
            return True
        return marker.number > self.last.get(marker.style, marker.number)

    def _begins_again(self, marker: Marker) -> bool:
        """Whether a marker is number 1 of the outermost style, once there are items."""
        first = self.outline.items[0].marker if self.outline.items else None
        return bool(first and marker.style == first.style and marker.number == 1)

    def _begins_another(self, marker: Marker) -> bool:
        """Whether a marker begins another list, below what web pages put behind a document: 相关阅读, 附件2."""
        is_open_style = any(item.marker.style == marker.style for item in self.open)
        return marker.number == 1 and is_open_style and any(TAIL.match(line.text) for line in self.open[-1].body)

    def _expected_marker(self, text: str) -> Marker | None:
        """The marker that a number with a lost dot (74推动…), or before a digit (5.30家…), stands for; None unless
        exactly this number is due next."""
        marker = loose_at(text)
        return marker if marker and marker.style == "number" and self._goes_on(marker) else None

    def _add_doubts(self, item: Item) -> None:
        """Add doubts about the number of an item, before the item is opened."""
        marker = item.marker
        before = next((other.marker.number for other in self.open if other.marker.style == marker.style), None)
        if before is not None and marker.number != before + 1:
            template = self._("the numbers go from {before} to {number}; is something missing?")
            item.doubts.append(template.format(before=before, number=marker.number))
        if marker.style == "number" and marker.number > 1 and "number" not in self.last:
            item.doubts.append(
                self._("the numbers begin with {number}; is something missing?").format(number=marker.number)
            )
        if marker.style == "number" and item.head.isdecimal():
            item.doubts.append(self._("the number {head} has lost its dot").format(head=item.head))


def _may_begin(text: str, begin: int, at: int) -> bool:
    """Whether an item may begin at `at` inside a line: behind a sentence, or behind a heading (from `begin`), which has
    no mark at its end."""
    if at == begin:
        return False
    if _LABELLED_TAIL.search(text, begin, at):
        return True
    return text[at - 1] in _BOUNDARY or (at - begin <= HEADING and not re.search("[。，；：]", text[begin:at]))
