"""What stands around the text of a page: navigation, footers, lists of links elsewhere."""

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from ipcheck.importing.readers.encoding import han
from ipcheck.importing.readers.html.elements import Element

_TAGS = frozenset("nav footer aside form select button textarea menu dialog".split())
_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar toolbar dialog".split())
# Parts of class names and ids, in the words that Chinese sites use as well (weizhi: 位置, daohang: 导航).
_NAMES = frozenset(
    "nav navbar navigation subnav menu submenu foot footer bottom breadcrumb breadcrumbs crumb crumbs location "
    "position weizhi daohang fenxiang share sharing bshare copyright ad ads advert advertisement related relative "
    "recommend sidebar side aside toolbar tools print pager pagination pages search login comment comments banner "
    "toplink friendlink friendlinks qrcode ewm hotnews topbar".split()
)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_LINKS = 3  # a paragraph may have as many
_DENSITY = 0.6
_SENTENCES = 2  # with as many outside of links, something is text


class _Weight(NamedTuple):
    """Of an element: characters, those in links, links, and outside of links Han characters and ends of sentences."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    sentences: int = 0


def surroundings(root: Element) -> Set[Element]:
    """The elements that hold nothing of a page's own text; never what holds most of it, however it is called."""
    weights = _weights(root)
    article = weights[root].prose / 2
    found = {
        element
        for element, weight in weights.items()
        if element.is_block and ((_is_named(element) and weight.prose <= article) or _is_links(weight))
    }
    return found - {root}


def _weights(root: Element) -> Mapping[Element, _Weight]:
    order = [root, *(part for part in root.within() if isinstance(part, Element))]
    weights: dict[Element, _Weight] = {}
    for element in reversed(order):  # what is inside comes before what it is in
        own = "".join(part for part in element.parts if isinstance(part, str))
        inner = [weights[part] for part in element.elements()]
        totals = [sum(column) for column in zip(*inner, strict=True)] or [0] * 5
        characters = len("".join(own.split())) + totals[0]
        if element.tag == "a" and element.attributes.get("href"):
            weights[element] = _Weight(characters, characters, 1)
        else:
            weights[element] = _Weight(
                characters, totals[1], totals[2], han(own) + totals[3], own.count("。") + own.count("；") + totals[4]
            )
    return weights


def _is_links(weight: _Weight) -> bool:
    return weight.links > _LINKS and weight.linked > _DENSITY * weight.characters and weight.sentences < _SENTENCES


def _is_named(element: Element) -> bool:
    if element.tag in _TAGS or (element.attributes.get("role") or "").lower() in _ROLES:
        return True
    if element.tag == "header":
        return not any(isinstance(part, Element) and part.tag in ("h1", "h2") for part in element.within())
    called = f"{element.attributes.get('class') or ''} {element.attributes.get('id') or ''}"
    return any(word.lower() in _NAMES for word in _WORD.findall(called))
