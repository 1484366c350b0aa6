"""Charts as inline SVG: pygal draws, and what it adds beside the drawing (style, script, dates) is taken out.

Looks come from the page's own style sheet, by the classes that are left, so that a chart is dark where the page is.
"""

import sys
from collections.abc import Callable
from typing import Any

import pygal
from pygal.style import Style

from ipcheck.overviews import Chart

# pygal leaves a finder of modules behind whose interface Python has given up, and of which Python 3.11 warns.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_WIDTH = 720
_BAR = 26  # height of a bar that lies
_CROWDED = 84  # characters that stand side by side without being turned
# pygal takes a character for 0.6 of its size, and a Chinese one is square: it is told a size that leaves room.
_ROOM_FOR_CHINESE, _ROOM = 24, 14
_MOST_GUIDES = 8
_KEPT = ("svg", "g", "rect", "path", "text")


def svg(chart: Chart) -> str:
    """A chart as an SVG element. Its texts stay texts; each bar says its value to a pointer that rests on it."""
    kind = pygal.HorizontalStackedBar if chart.across else pygal.StackedBar
    drawn = kind(
        width=_WIDTH, height=_height(chart), explicit_size=False, js=[], no_prefix=True, disable_xml_declaration=True,
        show_legend=False, margin=8, spacing=4, truncate_label=-1, order_min=0, value_formatter="{:.0f}".format,
        x_label_rotation=45 if not chart.across and sum(map(len, chart.labels)) > _CROWDED else 0,
        max_scale=_MOST_GUIDES,
        style=Style(label_font_size=_room(chart), major_label_font_size=_room(chart)),
    )  # fmt: skip
    # a bar chart that lies counts its labels from below
    order = slice(None, None, -1) if chart.across else slice(None)
    drawn.x_labels = list(chart.labels)[order]
    for series in chart.series:
        drawn.add(series.label, list(series.values)[order])
    drawn.add_xml_filter(_bare(chart, order))
    return str(drawn.render(is_unicode=True))


def _height(chart: Chart) -> int:
    return 40 + _BAR * len(chart.labels) if chart.across else 260


def _room(chart: Chart) -> int:
    chinese = any(ord(character) > 0x2E80 for label in chart.labels for character in label)
    return _ROOM_FOR_CHINESE if chinese else _ROOM


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
