"""Word's automatic numbers: of a list or a heading's style, counted as Word counts them (ISO/IEC 29500-1, 17.9)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ipcheck.importing.readers.docx.package import Event
from ipcheck.importing.readers.list_numbers import numeral

LEVELS = 9
_OFF = ("0", "false", "off", "none")
_PLACE = re.compile("%([1-9])")


class Style(NamedTuple):
    """What a style says that matters here; None where it leaves that to the style it is based on."""

    name: str = ""
    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


class Level(NamedTuple):
    """How the items of one level of a list are numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int | None = None  # the level whose next item makes this one begin again; None: any above it
    style: str | None = None
    in_digits: bool = False


class _List(NamedTuple):
    """A use of an abstract list, and the levels that it defines or begins anew."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        identity, style = "", Style()
        for kind, name, given in events:
            value = given.get("val", "")
            if kind == "end" and name == "w:style":
                self._styles[identity] = style
            if kind != "start":
                continue
            if name == "w:style":
                identity, style = given.get("styleId", ""), Style()
                if given.get("type") == "paragraph" and given.get("default", "0") not in _OFF:
                    self.default = identity
            elif name == "w:name":
                style = style._replace(name=value)
            elif name == "w:basedOn":
                style = style._replace(based_on=value)
            elif name == "w:numId":
                style = style._replace(list_id=value)
            elif name == "w:ilvl":
                style = style._replace(level=whole(value))
            elif name == "w:vanish":
                style = style._replace(hidden=value not in _OFF)

    def chain(self, identity: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on, nearest first."""
        seen = set[str]()
        while identity is not None and identity in self._styles and identity not in seen:
            seen.add(identity)
            yield identity, self._styles[identity]
            identity = self._styles[identity].based_on

    def hides(self, identity: str | None) -> bool:
        """Whether text in a style is hidden."""
        return next((style.hidden for _id, style in self.chain(identity) if style.hidden is not None), False)

    def is_contents(self, identity: str | None) -> bool:
        """Whether a style is that of a table of contents."""
        return any(style.name.lower().startswith("toc ") for _id, style in self.chain(identity))


class Numbering:
    """The counters of a document's lists. `unknown` collects number formats that are drawn in digits instead."""

    def __init__(self, events: Iterable[Event], styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}  # an abstract list that a style of lists defines
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        self._read(events)

    def label(self, style: str | None, list_id: str | None, level: int | None) -> str:
        """The number of the next paragraph of a style, with its own list and level if any; "" without one."""
        by_style = None
        if list_id is None:
            for identity, inherited in self._styles.chain(style):
                if inherited.list_id is not None:
                    list_id, by_style = inherited.list_id, identity
                    level = inherited.level if level is None else level
                    break
        used = self._lists.get(list_id or "0")
        if used is None:
            return ""
        levels = self._levels(used)
        if by_style is not None:
            level = next((at for at, one in levels.items() if one.style == by_style), level)
        at = min(max(level or 0, 0), LEVELS - 1)
        self._count(list_id or "", used, levels, at)
        return self._drawn(levels, self._counters[used.abstract], at)

    def _levels(self, used: _List) -> Mapping[int, Level]:
        defined = self._abstract.get(used.abstract, {})
        if not defined and used.abstract in self._linked:
            for _identity, style in self._styles.chain(self._linked[used.abstract]):
                if style.list_id is not None and style.list_id in self._lists:
                    defined = self._abstract.get(self._lists[style.list_id].abstract, {})
                    break
        return {**defined, **used.levels}

    def _count(self, list_id: str, used: _List, levels: Mapping[int, Level], at: int) -> None:
        counters = self._counters.setdefault(used.abstract, {})
        fresh = at in used.starts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        if fresh:
            counters[at] = used.starts[at]
        elif at in counters:
            counters[at] += 1
        else:
            counters[at] = levels.get(at, Level()).start
        for below in range(at + 1, LEVELS):
            after = levels.get(below, Level()).restarts_after
            if after is None or at < after:
                counters.pop(below, None)

    def _drawn(self, levels: Mapping[int, Level], counters: Mapping[int, int], at: int) -> str:
        level = levels.get(at, Level())
        if level.form == "bullet":
            return ""

        def number(place: "re.Match[str]") -> str:
            of = int(place[1]) - 1
            n = counters.get(of, levels.get(of, Level()).start)
            form = "decimal" if level.in_digits else levels.get(of, Level()).form
            drawn = numeral(form, n)
            if drawn is None:
                self.unknown.add(form)
            return str(n) if drawn is None else drawn

        return _PLACE.sub(number, level.text)

    def _read(self, events: Iterable[Event]) -> None:
        abstract = used = at = None
        for kind, name, given in events:
            if kind == "end":
                if name == "w:abstractNum":
                    abstract = None
                elif name == "w:num":
                    used = None
            if kind != "start":
                continue
            value = given.get("val", "")
            if name == "w:abstractNum":
                abstract = given.get("abstractNumId", "")
                self._abstract[abstract] = {}
            elif name == "w:numStyleLink" and abstract is not None:
                self._linked[abstract] = value
            elif name == "w:num":
                used = given.get("numId", "")
            elif name == "w:abstractNumId" and used is not None:
                self._lists[used] = _List(value, {}, {})
            elif name in ("w:lvl", "w:lvlOverride"):
                at = whole(given.get("ilvl", "")) or 0
                if name == "w:lvl" and (levels := self._defining(abstract, used)) is not None:
                    levels[at] = Level()
            elif name == "w:startOverride" and used in self._lists and at is not None:
                self._lists[used].starts[at] = whole(value) or 0  # type: ignore[index]
            elif at is not None and (levels := self._defining(abstract, used)) is not None and at in levels:
                levels[at] = _said(levels[at], name, value)

    def _defining(self, abstract: str | None, used: str | None) -> dict[int, Level] | None:
        if abstract is not None:
            return self._abstract[abstract]
        return dict[int, Level]() if used is None or used not in self._lists else self._lists[used].levels  # type: ignore[return-value]


def _said(level: Level, name: str, value: str) -> Level:
    match name:
        case "w:numFmt":
            return level._replace(form=value)
        case "w:lvlText":
            return level._replace(text=value)
        case "w:start":
            return level._replace(start=whole(value) or 0)
        case "w:lvlRestart":
            return level._replace(restarts_after=whole(value))
        case "w:pStyle":
            return level._replace(style=value)
        case "w:isLgl":
            return level._replace(in_digits=value not in _OFF)
    return level


def whole(written: str) -> int | None:
    """A whole number of an attribute; None for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None
