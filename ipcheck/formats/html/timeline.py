"""The drawing of a timeline: where each span, mark and label stands, in units of the drawing. The template draws it as
inline SVG, and the style sheet gives it its look."""

from collections.abc import Sequence
from typing import NamedTuple

from ipcheck.base.width import ems
from ipcheck.formats.parts import Lane, Mark, Span, Timeline

WIDTH = 1100  # units of the drawing, as all sizes here
_MARGIN = 130  # left of the axis, for the names of lanes
_RIGHT = 1080  # the end of the axis
_LETTER = 13  # size of the letters
_SPAN, _SPAN_GAP = 24, 8  # height of a span, and the room below it
_LANE, _LEVEL = 26, 34  # room above the line of a lane; height of a level of labels below it
_GAP = 14  # between two labels of a level, and below the spans


class Bar(NamedTuple):
    """A span: its rectangle, whether it has no end, and its words, which begin or end (`anchor`) at `text_x`."""

    x: float
    y: float
    width: float
    is_open: bool
    words: str
    text_x: float
    anchor: str


class Dot(NamedTuple):
    """A mark: where its circle is on the line of its lane, and where its words stand, with its day below them."""

    mark: Mark
    x: float
    text_x: float
    text_y: float


class Row(NamedTuple):
    """A lane: its name, its line, and its dots."""

    label: str
    y: float
    first: float
    last: float
    dots: Sequence[Dot]


class Drawing(NamedTuple):
    """A timeline with all its places. `ticks` are the beginnings of the years with their names, `now` is today."""

    bars: Sequence[Bar]
    rows: Sequence[Row]
    ticks: Sequence[tuple[float, str]]
    now: float
    bottom: float
    height: float


def draw(timeline: Timeline) -> Drawing:
    """Place everything of a timeline. Labels that would cover each other stand on levels below each other."""

    def x(day: str) -> float:
        return round(_MARGIN + timeline.place(day) * (_RIGHT - _MARGIN), 1)

    bars = [_bar(span, 8 + at * (_SPAN + _SPAN_GAP), x(span.first), x(span.last) if span.last else None)
            for at, span in enumerate(timeline.spans)]  # fmt: skip
    y = 8 + len(bars) * (_SPAN + _SPAN_GAP) + _GAP
    rows = []
    for lane in timeline.lanes:
        y += _LANE
        row, levels = _row(lane, y, [x(mark.day) for mark in lane.marks])
        rows.append(row)
        y += 10 + levels * _LEVEL
    year_room = (_RIGHT - _MARGIN) / len(timeline.years)
    ticks = [(round(_MARGIN + at * year_room, 1), str(year)) for at, year in enumerate(timeline.years)]
    return Drawing(bars, rows, ticks, x(timeline.today), y + 6, y + 30)


def _bar(span: Span, y: float, first: float, last: float | None) -> Bar:
    end = _RIGHT if last is None else max(last, first + 6)
    words = f"{span.label} {span.words}"
    width, room = end - first, _width(words) + 16
    if width >= room:
        text_x, anchor = first + 8, "start"
    elif end + room <= WIDTH:
        text_x, anchor = end + 8, "start"
    else:
        text_x, anchor = first - 8, "end"
    return Bar(first, y, round(width, 1), last is None, words, text_x, anchor)


def _row(lane: Lane, y: float, places: Sequence[float]) -> tuple[Row, int]:
    """A lane whose line is at `y`, with its marks at `places`, and the number of levels of its labels."""
    ends: list[float] = []  # of the last label of each level
    dots = []
    for mark, at in zip(lane.marks, places, strict=True):
        half = max(_width(mark.words), _width(mark.shown)) / 2
        text_x = min(max(at, half), WIDTH - half)
        level = next((level for level, end in enumerate(ends) if end + _GAP <= text_x - half), len(ends))
        ends[level : level + 1] = [text_x + half]
        dots.append(Dot(mark, at, round(text_x, 1), y + 24 + level * _LEVEL))
    return Row(lane.label, y, min(places), max(places), dots), len(ends)


def _width(text: str) -> float:
    """About how wide a text is; rather too much than too little."""
    return _LETTER * ems(text) * 1.06


def in_time(timeline: Timeline) -> list[tuple[str, str, str, bool]]:
    """Everything on a timeline in time order, as (day, what, name, whether it is still to come): for a telephone, where
    one stands below the other."""
    events = [(span.first, span.first, span.words, span.label, False) for span in timeline.spans]
    events += [
        (mark.day, mark.shown, mark.words, lane.label, mark.coming) for lane in timeline.lanes for mark in lane.marks
    ]
    return [event[1:] for event in sorted(events, key=lambda event: event[0])]
