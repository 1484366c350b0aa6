"""Lines through the years as inline SVG, drawn by pygal. Everything but the drawing (style, script, dates) is removed.

The page's style sheet gives a chart its look, by the classes of its elements, so that a chart is dark on a dark page.
"""

import sys
from collections.abc import Callable
from typing import Any

import pygal
from pygal.style import Style

from ipcheck.formats.parts import Chart

# Importing pygal leaves a module finder behind whose interface Python has dropped, and about which Python 3.11 warns.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_WIDTH, _HEIGHT = 520, 260  # units of the drawing, as all sizes here; texts can still be read on a telephone
_CROWDED = 60  # characters of all labels; with more, the labels are turned
_LETTER = 13  # size of the letters
_MOST_GUIDES = 8  # lines that mark values
_KEPT_TAGS = ("svg", "g", "rect", "path", "text", "circle")
_DOT = 5  # radius of a point


def svg(chart: Chart) -> str:
    """Draw a chart as an SVG element. Its texts stay texts; each point has a title with its value, which a browser
    shows when a pointer rests on it."""
    drawing = pygal.Line(
        width=_WIDTH, height=_HEIGHT, explicit_size=False, js=[], no_prefix=True, disable_xml_declaration=True,
        show_legend=False, margin=8, spacing=4, truncate_label=-1, value_formatter="{:g}".format, dots_size=_DOT,
        x_label_rotation=45 if sum(map(len, chart.labels)) > _CROWDED else 0, max_scale=_MOST_GUIDES,
        style=Style(label_font_size=_LETTER, major_label_font_size=_LETTER),
    )  # fmt: skip
    drawing.x_labels = list(chart.labels)
    for index, series in enumerate(chart.series):
        drawing.add(series.label, list(series.values), stroke=index == 0)
    drawing.add_xml_filter(_cleaner(chart))
    return str(drawing.render(is_unicode=True))


def _cleaner(chart: Chart) -> Callable[[Any], Any]:
    """A filter for pygal's SVG, which keeps only the drawing and adds classes and titles."""

    def clean(root: Any) -> Any:
        for parent in list(root.iter()):
            for child in list(parent):
                # this drops comments too, whose tag is no text; overlays serve pygal's script, but one holds the points
                look = child.get("class", "")
                if child.tag not in _KEPT_TAGS or ("overlay" in look and look != "plot overlay"):
                    parent.remove(child)
        root.attrib.pop("id")
        root.attrib.update({"role": "img", "aria-label": chart.title, "class": "lines"})
        for index, series in enumerate(chart.series):
            for group in _with_class(root, "series", f"color-{index}"):
                group.set("class", f"tone-{series.tone}")
                # a series is drawn twice: as a line, and as points where it has values
                values = [pair for pair in zip(chart.labels, series.values, strict=True) if pair[1] is not None]
                points = _with_class(group, "dot")
                for point, (label, value) in zip(points, values if points else (), strict=True):
                    _set_title(point, f"{label} {series.label} {value}")
        return root

    return clean


def _set_title(point: Any, text: str) -> None:
    title = point.makeelement("title", {})
    title.text = text
    point.insert(0, title)


def _with_class(root: Any, *classes: str) -> list[Any]:
    """The elements from `root` down that have all these classes."""
    return [element for element in root.iter() if {*classes} <= {*(element.get("class") or "").split()}]
