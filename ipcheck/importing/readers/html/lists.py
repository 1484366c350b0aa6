"""The numbers that a browser draws before the items of a numbered list."""

import re
from collections.abc import Mapping

from ipcheck.importing.readers.html.elements import Element
from ipcheck.importing.readers.list_numbers import numeral

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLE = re.compile(r"(?i)list-style(?:-type)?\s*:[^;]*?([a-z][a-z-]+)")
# By the name of a CSS counter style (css-counter-styles-3): the OOXML number format, and the text behind the number.
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
    """The text that a browser draws before each item of an <ol> element: "3.", "c.", "三、", or "" for nothing."""
    items = [element for element in ordered.elements() if element.tag == "li"]
    is_reversed = "reversed" in ordered.attributes
    step, n = (-1, ordered.number("start", len(items))) if is_reversed else (1, ordered.number("start", 1))
    labels_by_item = {}
    for item in items:
        n = item.number("value", n)
        form, suffix = _format(item) or _format(ordered) or ("decimal", ".")
        number = numeral(form, n) or ""
        labels_by_item[item] = number + suffix if number else ""
        n += step
    return labels_by_item


def _format(element: Element) -> tuple[str, str] | None:
    """The number format that an element asks for, and the text behind the number; None where it asks for none, or for
    an unknown style."""
    if style := _STYLE.search(element.attributes.get("style") or ""):
        return _STYLES.get(style[1].lower())
    form = _TYPES.get(element.attributes.get("type") or "")
    return (form, ".") if form else None
