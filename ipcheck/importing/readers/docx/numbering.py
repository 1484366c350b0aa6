"""Word's automatic numbers of lists and headings, counted as Word counts them (ISO/IEC 29500-1, 17.9)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ipcheck.importing.readers.docx.package import Event
from ipcheck.importing.readers.list_numbers import numeral

LEVELS = 9
_OFF = ("0", "false", "off", "none")
_PLACE = re.compile("%([1-9])")


class Style(NamedTuple):
    """The properties of a style that affect numbers and visibility; None where they come from the style that it is
    based on."""

    name: str = ""
    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


class Level(NamedTuple):
    """How one level of a list is numbered. `form` is an OOXML number format; in `text`, %1 to %9 stand for the numbers
    of the levels; `style` is the paragraph style that uses the level; `in_digits` draws all numbers in digits."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    # Items of the levels up to this one (from 1) restart the level; 0: none do, None: those of all levels above.
    restarts_after: int | None = None
    style: str | None = None
    in_digits: bool = False


class _List(NamedTuple):
    """A use of an abstract list: the levels that it defines itself, and the numbers with which it restarts levels."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Styles:
    """The styles of a document, with inheritance. `default` is the id of the default paragraph style."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        identity, style = "", Style()
        for kind, name, attributes in events:
            value = attributes.get("val", "")
            if kind == "end" and name == "w:style":
                self._styles[identity] = style
            if kind != "start":
                continue
            if name == "w:style":
                identity, style = attributes.get("styleId", ""), Style()
                if attributes.get("type") == "paragraph" and attributes.get("default", "0") not in _OFF:
                    self.default = identity
            elif name == "w:name":
                style = style._replace(name=value)
            elif name == "w:basedOn":
                style = style._replace(based_on=value)
            elif name == "w:numId":
                style = style._replace(list_id=value)
            elif name == "w:ilvl":
                style = style._replace(level=whole_number(value))
            elif name == "w:vanish":
                style = style._replace(hidden=value not in _OFF)

    def chain(self, identity: str | None) -> Iterator[tuple[str, Style]]:
        """The id and properties of a style and of those that it is based on, nearest first."""
        seen = set[str]()
        while identity is not None and identity in self._styles and identity not in seen:
            seen.add(identity)
            yield identity, self._styles[identity]
            identity = self._styles[identity].based_on

    def hides(self, identity: str | None) -> bool:
        """Whether text in this style is hidden."""
        return next((style.hidden for _id, style in self.chain(identity) if style.hidden is not None), False)

    def is_contents(self, identity: str | None) -> bool:
        """Whether this style is that of a table of contents, or based on one."""
        return any(style.name.lower().startswith("toc ") for _id, style in self.chain(identity))


class Numbering:
    """The counters of a document's lists. `unknown` collects the number formats that are drawn in digits instead."""

    def __init__(self, events: Iterable[Event], styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}  # by abstract list: the list style that defines its levels
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        self._read(events)

    def label(self, style: str | None, list_id: str | None, level: int | None) -> str:
        """Count a paragraph and return its number, or "" for none. A paragraph without a list of its own is in the list
        of its style."""
        by_style = None
        if list_id is None:
            for identity, inherited in self._styles.chain(style):
                if inherited.list_id is not None:
                    list_id, by_style = inherited.list_id, identity
                    level = inherited.level if level is None else level
                    break
        used_list = self._lists.get(list_id or "0")
        if used_list is None:
            return ""
        levels = self._levels(used_list)
        if by_style is not None:
            level = next((at for at, candidate in levels.items() if candidate.style == by_style), level)
        at = min(max(level or 0, 0), LEVELS - 1)
        self._count(list_id or "", used_list, levels, at)
        return self._draw(levels, self._counters[used_list.abstract], at)

    def _levels(self, used_list: _List) -> Mapping[int, Level]:
        """The levels of a list: those of its abstract list or list style, replaced by its own."""
        defined = self._abstract.get(used_list.abstract, {})
        if not defined and used_list.abstract in self._linked:
            for _identity, style in self._styles.chain(self._linked[used_list.abstract]):
                if style.list_id is not None and style.list_id in self._lists:
                    defined = self._abstract.get(self._lists[style.list_id].abstract, {})
                    break
        return {**defined, **used_list.levels}

    def _count(self, list_id: str, used_list: _List, levels: Mapping[int, Level], at: int) -> None:
        """Advance the counter of level `at`, and restart the counters of the levels below it."""
        counters = self._counters.setdefault(used_list.abstract, {})
        restarts = at in used_list.starts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        if restarts:
            counters[at] = used_list.starts[at]
        elif at in counters:
            counters[at] += 1
        else:
            counters[at] = levels.get(at, Level()).start
        for below in range(at + 1, LEVELS):
            restarts_after = levels.get(below, Level()).restarts_after
            if restarts_after is None or at < restarts_after:
                counters.pop(below, None)

    def _draw(self, levels: Mapping[int, Level], counters: Mapping[int, int], at: int) -> str:
        """The number of an item at level `at`, in the format of the level; "" for a bullet."""
        level = levels.get(at, Level())
        if level.form == "bullet":
            return ""

        def number(place: "re.Match[str]") -> str:
            level_at = int(place[1]) - 1
            n = counters.get(level_at, levels.get(level_at, Level()).start)
            form = "decimal" if level.in_digits else levels.get(level_at, Level()).form
            drawn = numeral(form, n)
            if drawn is None:
                self.unknown.add(form)
            return str(n) if drawn is None else drawn

        return _PLACE.sub(number, level.text)

    def _read(self, events: Iterable[Event]) -> None:
        """Read the abstract lists and their uses from the numbering part."""
        abstract = list_id = at = None
        for kind, name, attributes in events:
            if kind == "end":
                if name == "w:abstractNum":
                    abstract = None
                elif name == "w:num":
                    list_id = None
            if kind != "start":
                continue
            value = attributes.get("val", "")
            if name == "w:abstractNum":
                abstract = attributes.get("abstractNumId", "")
                self._abstract[abstract] = {}
            elif name == "w:numStyleLink" and abstract is not None:
                self._linked[abstract] = value
            elif name == "w:num":
                list_id = attributes.get("numId", "")
            elif name == "w:abstractNumId" and list_id is not None:
                self._lists[list_id] = _List(value, {}, {})
            elif name in ("w:lvl", "w:lvlOverride"):
                at = whole_number(attributes.get("ilvl", "")) or 0
                if name == "w:lvl" and (levels := self._open_levels(abstract, list_id)) is not None:
                    levels[at] = Level()
            elif name == "w:startOverride" and list_id in self._lists and at is not None:
                self._lists[list_id].starts[at] = whole_number(value) or 0  # type: ignore[index]
            elif at is not None and (levels := self._open_levels(abstract, list_id)) is not None and at in levels:
                levels[at] = _with_property(levels[at], name, value)

    def _open_levels(self, abstract: str | None, list_id: str | None) -> dict[int, Level] | None:
        """The levels that the elements being read belong to: those of an abstract list or of a use of one. Outside
        both, an empty dictionary that is not kept."""
        if abstract is not None:
            return self._abstract[abstract]
        return dict[int, Level]() if list_id is None or list_id not in self._lists else self._lists[list_id].levels  # type: ignore[return-value]


def _with_property(level: Level, name: str, value: str) -> Level:
    """The level with the property that an element sets; unchanged for any other element."""
    match name:
        case "w:numFmt":
            return level._replace(form=value)
        case "w:lvlText":
            return level._replace(text=value)
        case "w:start":
            return level._replace(start=whole_number(value) or 0)
        case "w:lvlRestart":
            return level._replace(restarts_after=whole_number(value))
        case "w:pStyle":
            return level._replace(style=value)
        case "w:isLgl":
            return level._replace(in_digits=value not in _OFF)
    return level


def whole_number(value: str) -> int | None:
    """The value of an attribute that is a whole number of at most six digits; None for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None
