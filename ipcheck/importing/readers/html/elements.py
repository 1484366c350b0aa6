"""A page as a light tree of what can be seen, which is walked without recursion however deep it is."""

from collections.abc import Iterator, Mapping, Sequence

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output q ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)


class Element:
    """A tag with its attributes (names in lower case) and, in order, the texts and elements in it."""

    __slots__ = ("attributes", "parts", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parts: list[Part] = []

    @property
    def is_block(self) -> bool:
        """Whether it begins a new line, as far as its name tells."""
        return self.tag not in INLINE

    def elements(self) -> Sequence["Element"]:
        """The elements directly in it."""
        return [part for part in self.parts if isinstance(part, Element)]

    def within(self) -> Iterator["Part"]:
        """Every text and element in it, in document order."""
        waiting = list(reversed(self.parts))
        while waiting:
            part = waiting.pop()
            yield part
            if isinstance(part, Element):
                waiting.extend(reversed(part.parts))

    def number(self, name: str, otherwise: int) -> int:
        """An attribute that is a whole number, or `otherwise`."""
        written = (self.attributes.get(name) or "").strip()
        digits = written.removeprefix("-")
        return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 7 else otherwise


Part = str | Element
