"""Charts as inline SVG, drawn by pygal. Everything but the drawing (style, script, dates) is removed.

The page's style sheet gives a chart its look, by the classes of its elements, so that a chart is dark on a dark page.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pygal
from pygal.style import Style

from ipcheck.base.width import ems
from ipcheck.formats.parts import Chart

# Importing pygal leaves a module finder behind whose interface Python has dropped, and about which Python 3.11 warns.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_WIDTH = 520  # units of the drawing, as all sizes here; texts can still be read on a telephone
_BAR = 26  # height of a horizontal bar
_CROWDED = 60  # characters of all labels below vertical bars; with more, the labels are turned
_LETTER = 13  # size of the letters
_WIDEST = 200  # width of a label; a wider one ends in …, and is complete in the table of numbers
_PYGAL_WIDTH = 0.6  # width that pygal assumes for every letter, as a part of the size of letters
_ROOM_OF_DIGIT = 15  # units of a bar of 1000 that a digit of its numbers takes
_MOST_GUIDES = 8  # lines that mark values
_KEPT_TAGS = ("svg", "g", "rect", "path", "text", "circle")
_DOT = 5  # radius of a point


class Segment(NamedTuple):
    """A part of a single bar of 1000 units: its tone, its label and its number, which is written in it where it
    `is_wide` enough."""

    tone: str
    label: str
    value: int
    x: float
    width: float
    is_wide: bool


def segments(chart: Chart) -> Iterator[Segment]:
    """The parts of the only bar of a chart, those without width left out."""
    total = sum(series.values[0] for series in chart.series)
    x = 0.0
    for series in chart.series:
        width = 1000 * series.values[0] / total
        if width:
            is_wide = width >= _ROOM_OF_DIGIT * (0.6 + len(str(series.values[0])))
            yield Segment(series.tone, series.label, series.values[0], round(x, 1), round(width - 2, 1), is_wide)
        x += width


def svg(chart: Chart) -> str:
    """Draw a chart as an SVG element. Its texts stay texts; each bar or point has a title with its value, which a
    browser shows when a pointer rests on it."""
    chart_class = pygal.Line if chart.lines else pygal.HorizontalStackedBar if chart.across else pygal.StackedBar
    labels = list(map(_shorten, chart.labels))
    drawing = chart_class(
        width=_WIDTH, height=_height(chart), explicit_size=False, js=[], no_prefix=True, disable_xml_declaration=True,
        show_legend=False, margin=8, spacing=4, truncate_label=-1, order_min=None if chart.lines else 0,
        value_formatter=("{:g}" if chart.lines else "{:.0f}").format, dots_size=_DOT,
        x_label_rotation=45 if not chart.across and sum(map(len, labels)) > _CROWDED else 0,
        max_scale=_MOST_GUIDES,
        style=Style(label_font_size=_label_size(labels), major_label_font_size=_label_size(labels)),
    )  # fmt: skip
    # pygal counts horizontal bars from below
    order = slice(None, None, -1) if chart.across else slice(None)
    drawing.x_labels = labels[order]
    for index, series in enumerate(chart.series):
        drawing.add(series.label, list(series.values)[order], stroke=index == 0)
    drawing.add_xml_filter(_cleaner(chart, order))
    return str(drawing.render(is_unicode=True))


def _height(chart: Chart) -> int:
    return 40 + _BAR * len(chart.labels) if chart.across else 260


def _label_size(labels: Sequence[str]) -> float:
    """The size of letters with which pygal leaves enough room for the labels: it assumes one width for all letters,
    though Chinese ones are wider."""
    longest = max((len(label) for label in labels), default=1)
    return max([_LETTER, *(_label_width(label) / (_PYGAL_WIDTH * max(1, longest)) for label in labels)])


def _label_width(label: str) -> float:
    # added up letter by letter: another order of rounding would change the last digits of a drawing
    return sum(_LETTER * ems(letter) for letter in label)


def _shorten(label: str) -> str:
    if _label_width(label) <= _WIDEST:
        return label
    while _label_width(label) > _WIDEST - _LETTER:
        label = label[:-1]
    return f"{label.rstrip()}…"


def _cleaner(chart: Chart, order: slice) -> Callable[[Any], Any]:
    """A filter for pygal's SVG, which keeps only the drawing and adds classes and titles. `order` sorts the bars."""

    def clean(root: Any) -> Any:
        for parent in list(root.iter()):
            for child in list(parent):
                # this drops comments too, whose tag is no text; overlays serve pygal's script, but one holds the points
                look = child.get("class", "")
                if child.tag not in _KEPT_TAGS or ("overlay" in look and not (chart.lines and look == "plot overlay")):
                    parent.remove(child)
        root.attrib.pop("id")
        root.attrib.update({"role": "img", "aria-label": chart.title, "class": _look(chart)})
        for index, series in enumerate(chart.series):
            for group in _with_class(root, "series", f"color-{index}"):
                group.set("class", f"tone-{series.tone}")
                values = list(zip(list(chart.labels)[order], list(series.values)[order], strict=True))
                marks = _with_class(group, "dot" if chart.lines else "bar")
                if chart.lines:  # a series is drawn twice: as a line, and as points where it has values
                    values = [(label, value) for label, value in values if value is not None] if marks else []
                for mark, (label, value) in zip(marks, values, strict=True):
                    _set_title(mark, group, f"{label} {series.label} {value}" if value or chart.lines else "")
        return root

    return clean


def _look(chart: Chart) -> str:
    """The class by which the style sheet knows the kind of a chart."""
    return "upright lines" if chart.lines else "across" if chart.across else "upright"


def _set_title(bar: Any, group: Any, text: str) -> None:
    """Give a bar a title, or remove the bar from its group where the title is empty."""
    if not text:
        next(element for element in group.iter() if bar in list(element)).remove(bar)
        return
    title = bar.makeelement("title", {})
    title.text = text
    bar.insert(0, title)


def _with_class(root: Any, *classes: str) -> list[Any]:
    """The elements from `root` down that have all these classes."""
    return [element for element in root.iter() if {*classes} <= {*(element.get("class") or "").split()}]
