"""Numbered lists of a page: the numbers that a browser draws before their items."""

import re
from collections.abc import Mapping

from ipcheck.importing.readers.html.elements import Element
from ipcheck.importing.readers.list_numbers import numeral

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLE = re.compile(r"(?i)list-style(?:-type)?\s*:[^;]*?([a-z][a-z-]+)")
# CSS's names of formats (css-counter-styles-3), and what stands after the number.
_STYLES = {
    "none": ("none", ""), "decimal": ("decimal", "."), "decimal-leading-zero": ("decimalZero", "."),
    "lower-alpha": ("lowerLetter", "."), "lower-latin": ("lowerLetter", "."), "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."), "lower-roman": ("lowerRoman", "."), "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCounting", "、"), "trad-chinese-informal": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"), "cjk-decimal": ("ideographDigital", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"), "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"), "disc": ("none", ""), "circle": ("none", ""),
    "square": ("none", ""),
}  # fmt: skip


def labels(ordered: Element) -> Mapping[Element, str]:
    """What a browser draws before each item of an <ol>: "3.", "c.", "三、", or nothing."""
    items = [element for element in ordered.elements() if element.tag == "li"]
    falling = "reversed" in ordered.attributes
    step, n = (-1, ordered.number("start", len(items))) if falling else (1, ordered.number("start", 1))
    drawn = {}
    for item in items:
        n = item.number("value", n)
        form, after = _format(item) or _format(ordered) or ("decimal", ".")
        number = numeral(form, n) or ""
        drawn[item] = number + after if number else ""
        n += step
    return drawn


def _format(element: Element) -> tuple[str, str] | None:
    if style := _STYLE.search(element.attributes.get("style") or ""):
        return _STYLES.get(style[1].lower())
    form = _TYPES.get(element.attributes.get("type") or "")
    return (form, ".") if form else None
