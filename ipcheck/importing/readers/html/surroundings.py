"""The surroundings of a page's text: navigation, footers, lists of links to other pages."""

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from ipcheck.importing.readers.encoding import count_han
from ipcheck.importing.readers.html.elements import Element

_TAGS = frozenset("nav footer aside form select button textarea menu dialog".split())
_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar toolbar dialog".split())
# Words in class names and ids that mark surroundings; Chinese sites use pinyin too (weizhi: 位置, daohang: 导航).
_NAMES = frozenset(
    "nav navbar navigation subnav menu submenu foot footer bottom breadcrumb breadcrumbs crumb crumbs location "
    "position weizhi daohang fenxiang share sharing bshare copyright ad ads advert advertisement related relative "
    "recommend sidebar side aside toolbar tools print pager pagination pages search login comment comments banner "
    "toplink friendlink friendlinks qrcode ewm hotnews topbar".split()
)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_LINKS = 3  # links that a paragraph may have
_DENSITY = 0.6  # share of characters in links, from which an element is a list of links
_SENTENCES = 2  # ends of sentences outside links, from which an element is text


class _Weight(NamedTuple):
    """Counts of an element: all characters, characters in links, links; and, outside links, Han characters and ends of
    sentences."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    sentences: int = 0


def surroundings(root: Element) -> Set[Element]:
    """The elements that hold nothing of a page's own text, as their names or their many links show. An element with
    more than half of the page's prose does not count by its name, and the root never counts."""
    weights = _weights(root)
    half_of_prose = weights[root].prose / 2
    elements = {
        element
        for element, weight in weights.items()
        if element.is_block and ((_is_named(element) and weight.prose <= half_of_prose) or _is_links(weight))
    }
    return elements - {root}


def _weights(root: Element) -> Mapping[Element, _Weight]:
    """The counts of `root` and of all elements in it, by element."""
    elements = [root, *(part for part in root.within() if isinstance(part, Element))]
    weights: dict[Element, _Weight] = {}
    for element in reversed(elements):  # children before their parents
        text = "".join(part for part in element.parts if isinstance(part, str))
        child_weights = [weights[part] for part in element.elements()]
        totals = [sum(column) for column in zip(*child_weights, strict=True)] or [0] * 5
        characters = len("".join(text.split())) + totals[0]
        if element.tag == "a" and element.attributes.get("href"):
            weights[element] = _Weight(characters, characters, 1)
        else:
            weights[element] = _Weight(
                characters,
                totals[1],
                totals[2],
                count_han(text) + totals[3],
                text.count("。") + text.count("；") + totals[4],
            )
    return weights


def _is_links(weight: _Weight) -> bool:
    """Whether an element is mainly a list of links."""
    return weight.links > _LINKS and weight.linked > _DENSITY * weight.characters and weight.sentences < _SENTENCES


def _is_named(element: Element) -> bool:
    """Whether the tag, role, class or id of an element says that it is no text of the page."""
    if element.tag in _TAGS or (element.attributes.get("role") or "").lower() in _ROLES:
        return True
    if element.tag == "header":
        return not any(isinstance(part, Element) and part.tag in ("h1", "h2") for part in element.within())
    names = f"{element.attributes.get('class') or ''} {element.attributes.get('id') or ''}"
    return any(word.lower() in _NAMES for word in _WORD.findall(names))
