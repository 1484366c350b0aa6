"""Charts as inline SVG: pygal draws, and what it adds beside the drawing (style, script, dates) is taken out.

Looks come from the page's own style sheet, by the classes that are left, so that a chart is dark where the page is.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import pygal
from pygal.style import Style

from ipcheck.base.width import ems
from ipcheck.formats.overview import Chart

# pygal leaves a finder of modules behind whose interface Python has given up, and of which Python 3.11 warns.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_WIDTH = 520  # units; on a telephone its texts can still be read
_BAR = 26  # height of a bar that lies
_CROWDED = 60  # characters that stand side by side without being turned
_LETTER = 13  # size of the letters
_WIDEST = 200  # of a label; what is longer ends in …, and stands whole in the table of numbers
_PYGALS = 0.6  # of the size of its letters is what pygal takes each of them for
_MOST_GUIDES = 8
_KEPT = ("svg", "g", "rect", "path", "text")


def svg(chart: Chart) -> str:
    """A chart as an SVG element. Its texts stay texts; each bar says its value to a pointer that rests on it."""
    kind = pygal.HorizontalStackedBar if chart.across else pygal.StackedBar
    labels = list(map(_shortened, chart.labels))
    drawn = kind(
        width=_WIDTH, height=_height(chart), explicit_size=False, js=[], no_prefix=True, disable_xml_declaration=True,
        show_legend=False, margin=8, spacing=4, truncate_label=-1, order_min=0, value_formatter="{:.0f}".format,
        x_label_rotation=45 if not chart.across and sum(map(len, labels)) > _CROWDED else 0,
        max_scale=_MOST_GUIDES,
        style=Style(label_font_size=_room(labels), major_label_font_size=_room(labels)),
    )  # fmt: skip
    # a bar chart that lies counts its labels from below
    order = slice(None, None, -1) if chart.across else slice(None)
    drawn.x_labels = labels[order]
    for series in chart.series:
        drawn.add(series.label, list(series.values)[order])
    drawn.add_xml_filter(_bare(chart, order))
    return str(drawn.render(is_unicode=True))


def _height(chart: Chart) -> int:
    return 40 + _BAR * len(chart.labels) if chart.across else 260


def _room(labels: Sequence[str]) -> float:
    """The size of letters that makes pygal leave as much room for the labels as they take."""
    longest = max((len(label) for label in labels), default=1)
    return max([_LETTER, *(_wide(label) / (_PYGALS * max(1, longest)) for label in labels)])


def _wide(label: str) -> float:
    # letter by letter: another order of rounding would change the last digits of a drawing
    return sum(_LETTER * ems(each) for each in label)


def _shortened(label: str) -> str:
    if _wide(label) <= _WIDEST:
        return label
    while _wide(label) > _WIDEST - _LETTER:
        label = label[:-1]
    return f"{label.rstrip()}…"


def _bare(chart: Chart, order: slice) -> Callable[[Any], Any]:
    """What makes of pygal's drawing one that only draws."""

    def filtered(root: Any) -> Any:
        for parent in list(root.iter()):
            for child in list(parent):
                # a comment's tag is no text; overlays are for pygal's own script
                if child.tag not in _KEPT or "overlay" in child.get("class", ""):
                    parent.remove(child)
        root.attrib.pop("id")
        root.attrib.update({"role": "img", "aria-label": chart.title, "class": "across" if chart.across else "upright"})
        for index, series in enumerate(chart.series):
            for group in _with_class(root, "series", f"color-{index}"):
                group.set("class", f"tone-{series.tone}")
                values = list(zip(list(chart.labels)[order], list(series.values)[order], strict=True))
                for bar, (label, value) in zip(_with_class(group, "bar"), values, strict=True):
                    _name(bar, group, f"{label} {series.label} {value}" if value else "")
        return root

    return filtered


def _name(bar: Any, group: Any, said: str) -> None:
    """Give a bar its title, or take it out where it has nothing to say."""
    if not said:
        next(each for each in group.iter() if bar in list(each)).remove(bar)
        return
    title = bar.makeelement("title", {})
    title.text = said
    bar.insert(0, title)


def _with_class(root: Any, *names: str) -> list[Any]:
    return [each for each in root.iter() if {*names} <= {*(each.get("class") or "").split()}]
