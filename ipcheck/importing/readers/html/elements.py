"""The visible part of a web page as a light tree, which is walked without recursion, however deep the page is."""

from collections.abc import Iterator, Mapping, Sequence

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output q ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)


class Element:
    """An HTML element: its tag, its attributes (names in lower case), and its texts and child elements in order."""

    __slots__ = ("attributes", "parts", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parts: list[Part] = []

    @property
    def is_block(self) -> bool:
        """Whether the element begins a new line, judged by its tag alone."""
        return self.tag not in INLINE

    def elements(self) -> Sequence["Element"]:
        """The child elements."""
        return [part for part in self.parts if isinstance(part, Element)]

    def within(self) -> Iterator["Part"]:
        """Every text and element inside this element, at any depth, in document order."""
        stack = list(reversed(self.parts))
        while stack:
            part = stack.pop()
            yield part
            if isinstance(part, Element):
                stack.extend(reversed(part.parts))

    def number(self, name: str, otherwise: int) -> int:
        """The value of an attribute that is a whole number of at most six digits, or else `otherwise`."""
        value = (self.attributes.get(name) or "").strip()
        digits = value.removeprefix("-")
        return int(value) if digits.isascii() and digits.isdigit() and len(digits) < 7 else otherwise


Part = str | Element
