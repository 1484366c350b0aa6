"""Elements of WordprocessingML (ISO/IEC 29500-1). All text of the data passes through `run`, and stays text."""

from typing import Any
from unicodedata import east_asian_width

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element of the main namespace, with its children and attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *properties: Any, style: str = "") -> Any:
    """A stretch of text, whatever it holds; the end of a line becomes a break. `style` is one of characters.

    In a text with Chinese, quotation marks and dashes are Chinese too: Latin letters have the same (17.3.2.26).
    """
    chinese = any(east_asian_width(character) == "W" for character in text)
    named = [element("rStyle", val=style.replace(" ", ""))] if style else []
    hint = [element("rFonts", hint="eastAsia")] if chinese else []
    made = element("r")
    made.text = text
    made.insert(0, element("rPr", *named, *hint, *properties))
    return made


def paragraph(style: str, *runs: Any, align: str = "left", keep: bool = False) -> Any:
    """A paragraph with the look of a style, given by its name; where `keep`, on the page of the next one."""
    properties = [element("pStyle", val=style.replace(" ", ""))]
    if keep:
        properties.append(element("keepNext"))
    if align != "left":
        properties.append(element("jc", val=align))
    return element("p", element("pPr", *properties), *runs)
