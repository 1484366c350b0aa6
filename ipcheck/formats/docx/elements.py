"""Elements of WordprocessingML (ISO/IEC 29500-1). All text from data goes through `run`, and so stays text."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_HELD = re.compile(r"(?<=\d)-(?=\w)|(?<=\w)-(?=[a-z-]*\d)", re.ASCII)  # a hyphen inside an id or a day
_FIRST_WORD = re.compile(r"[\w-]*", re.ASCII)


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element with its children and attributes, all in the main namespace (w)."""
    new_element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        new_element.set(qn(f"w:{name}"), str(value))
    new_element.extend(children)
    return new_element


def run(text: str, *properties: Any, style: str = "") -> Any:
    """A run of any text, in which a line end becomes a break, and no line ends inside an id or a day. `style` is the
    name of a character style.

    A Chinese text with quotation marks, dashes and the like, which Chinese shares with Latin scripts, gets the hint
    eastAsia (17.3.2.26), so that they are shown in the Chinese font.
    """
    style_element = [element("rStyle", val=style.replace(" ", ""))] if style else []
    hint = [element("rFonts", hint="eastAsia")] if {"W", "A"} <= set(map(east_asian_width, text)) else []
    new_run = element("r")
    new_run.extend([element("rPr", *style_element, *hint, *properties), *_contents(text)])
    return new_run


def _contents(text: str) -> Iterator[Any]:
    """The elements of a run for a text. Hyphens inside ids and days are such as no line ends at (17.3.3.18); those at
    the beginning of a text, where every line has room for them, stay as they are."""
    first = _FIRST_WORD.match(text)
    begin = first.end() if first else 0
    for number, part in enumerate(_HELD.split(text[begin:])):
        if number:
            yield element("noBreakHyphen")
        piece = element("r")
        piece.text = part if number else text[:begin] + part
        yield from list(piece)


def hyperlink(text: str, address: str) -> Any:
    """A text that links to an address. Until `relate` has been called, the address stands in it."""
    look = [element("color", val="0A58CA"), element("u", val="single")]
    link = element("hyperlink", run(text, *look))
    link.set(qn("r:id"), address)
    return link


def relate(links: Iterable[Any], part: Any) -> None:
    """Replace the addresses of links by relationships of the part of the document that they stand in, as Word reads
    them (ISO/IEC 29500-2)."""
    for link in links:
        address = link.get(qn("r:id"))
        link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def paragraph(style: str, *runs: Any, align: str = "left", keep: bool = False) -> Any:
    """A paragraph in the style of this name. With `keep` it stays on the page of the next paragraph."""
    properties = [element("pStyle", val=style.replace(" ", ""))]
    if keep:
        properties.append(element("keepNext"))
    if align != "left":
        properties.append(element("jc", val=align))
    return element("p", element("pPr", *properties), *runs)
