"""The outline of a document: paragraphs become a tree of marked items, whatever styles it numbers them in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.facts import TAIL
from ipcheck.importing.draft.markers import ANYWHERE, Marker, loose_at, marker_at
from ipcheck.importing.draft.paragraphs import HEADING, Line

_SPLITTING = {"part", "section", "box", "han", "han-brackets", "number"}  # （1） and ① also stand inside sentences
_RUNNING = ("number", "han-brackets")  # styles whose numbers can go on in the next section
_BOUNDARY = "。！？）】"
# Headings so common that their end is known where the text runs on behind them.
_COMMON = re.compile(
    "(?:指导思想|总体要求|基本原则|工作原则|总体思路|(?:总体|主要|建设|工作|发展)目标|(?:创建|申报)条件|(?:创建|申报)程序)(?=[^、，。和及与：])"
)


@dataclass
class Item:
    """A marked item: `head` is its marker as written, `text` what follows in the same paragraph, `body` the unmarked
    lines below it, `items` those within it. `doubts` is what a person should look at."""

    marker: Marker
    head: str
    text: str
    at: int
    body: list[Line] = field(default_factory=list)
    items: list["Item"] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def all(self) -> Iterator["Item"]:
        """The item and those within it, in order."""
        yield self
        for item in self.items:
            yield from item.all()


@dataclass
class Outline:
    """The items of a document from the first of its outermost style on, and how many lines they took."""

    items: list[Item] = field(default_factory=list)
    lines: int = 0

    def all(self) -> Iterator[Item]:
        """Every item, in order."""
        for item in self.items:
            yield from item.all()


def outline(lines: Sequence[Line], start: int, end: int, _: Translator) -> Outline:
    """The outline of `lines` from `start`, where a marker must stand, as far as it goes before `end`.

    Styles are learned from the document: a number 1 in a style that is not open begins a level below. The outline ends
    where its outermost style begins again, for there begins another text.
    """
    return _OutlineBuilder(_).read(lines, start, end)


class _OutlineBuilder:
    def __init__(self, _: Translator) -> None:
        self._ = _
        self.outline = Outline()
        self.open: list[Item] = []
        self.last: dict[str, int] = {}  # where numbers go on from section to section

    def read(self, lines: Sequence[Line], start: int, end: int) -> Outline:
        """See `outline`."""
        for at in range(start, end):
            line = lines[at]
            marker = marker_at(line.text) or self._expected(line.text)
            if marker and (self._begins_again(marker) or self._begins_another(marker)):
                break
            self.outline.lines = at + 1 - start
            if line.cells or not marker or not self._fits_somewhere(marker):
                self.open[-1].body.append(line)
                if marker and not line.cells and marker.style != "number-brackets":
                    self.open[-1].doubts.append(
                        self._("{head} fits no numbering here; is it an item?").format(head=line.text[: marker.end])
                    )
                continue
            self._line(line, marker)
        return self.outline

    def _line(self, line: Line, marker: Marker) -> None:
        """A line that begins with a marker, and the items that begin further on in it."""
        text, begin = line.text, marker.end
        item = self._begun(marker, text[:begin], line.at)
        for found in ANYWHERE.finditer(text, begin):
            at, later = found.start(), marker_at(text, found.start())
            if later and at >= begin and self._comes_next(later) and _may_begin(text, begin, at):
                self._ended(item, text[begin:at])
                item, begin = self._begun(later, text[at : later.end], line.at), later.end
        self._ended(item, text[begin:])

    def _comes_next(self, marker: Marker) -> bool:
        """Whether a marker inside a line is just the one to come next."""
        if marker.style not in _SPLITTING:
            return False
        same = next((item.marker for item in self.open if item.marker.style == marker.style), None)
        return marker.number == same.number + 1 if same else marker.number == 1 or self._goes_on(marker)

    def _begun(self, marker: Marker, head: str, at: int) -> Item:
        item = Item(marker, head.strip(), "", at)
        self._doubt(item)
        del self.open[self._place(marker) :]
        (self.open[-1].items if self.open else self.outline.items).append(item)
        self.open.append(item)
        self.last[marker.style] = marker.number
        return item

    def _ended(self, item: Item, text: str) -> None:
        item.text = text.strip()
        if (common := _COMMON.match(item.text)) and len(item.text) > HEADING:
            item.body.append(Line(item.text[common.end() :], item.at))
            item.text = common[0]

    def _place(self, marker: Marker) -> int:
        """At which depth an item stands."""
        for depth, item in enumerate(self.open):
            if item.marker.style == marker.style:
                return depth
        if marker.style == "box":  # beside the items among which it stands
            return next(
                (depth for depth, item in enumerate(self.open) if item.marker.style == "number"), len(self.open)
            )
        if marker.style == "number" and self._goes_on(marker):
            for depth, item in enumerate(self.open):
                if item.marker.style == "box":
                    return depth
        return len(self.open)

    def _goes_on(self, marker: Marker) -> bool:
        """Whether numbers go on from one section to the next."""
        return marker.style in _RUNNING and marker.number == self.last.get(marker.style, -1) + 1

    def _fits_somewhere(self, marker: Marker) -> bool:
        styles = {item.marker.style for item in self.open}
        if not self.open or marker.style in styles or marker.style == "box" or marker.number == 1:
            return True
        if marker.style == "number" and marker.style not in self.last:  # a text that begins in the middle
            return True
        return marker.number > self.last.get(marker.style, marker.number)

    def _begins_again(self, marker: Marker) -> bool:
        first = self.outline.items[0].marker if self.outline.items else None
        return bool(first and marker.style == first.style and marker.number == 1)

    def _begins_another(self, marker: Marker) -> bool:
        """Whether another list begins, below what pages put behind a document: 相关阅读, 附件2."""
        among = any(item.marker.style == marker.style for item in self.open)
        return marker.number == 1 and among and any(TAIL.match(line.text) for line in self.open[-1].body)

    def _expected(self, text: str) -> Marker | None:
        """A number without its dot (74推动…), or before a digit (5.30家…), where just that number is to come."""
        marker = loose_at(text)
        return marker if marker and marker.style == "number" and self._goes_on(marker) else None

    def _doubt(self, item: Item) -> None:
        """What is odd about the number of an item that is about to be added."""
        marker = item.marker
        before = next((each.marker.number for each in self.open if each.marker.style == marker.style), None)
        if before is not None and marker.number != before + 1:
            said = self._("the numbers go from {before} to {number}; is something missing?")
            item.doubts.append(said.format(before=before, number=marker.number))
        if marker.style == "number" and marker.number > 1 and "number" not in self.last:
            item.doubts.append(
                self._("the numbers begin with {number}; is something missing?").format(number=marker.number)
            )
        if marker.style == "number" and item.head.isdecimal():
            item.doubts.append(self._("the number {head} has lost its dot").format(head=item.head))


def _may_begin(text: str, begin: int, at: int) -> bool:
    """Whether an item may begin inside a line: behind a sentence, or behind a heading (from `begin`), which has no end
    of its own."""
    if at == begin:
        return False
    return text[at - 1] in _BOUNDARY or (at - begin <= HEADING and not re.search("[。，；：]", text[begin:at]))
