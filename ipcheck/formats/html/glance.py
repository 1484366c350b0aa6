"""Figures and bars above the tables: where each bar stands, and which of them follow the filter of the page."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ipcheck.formats.parts import Chart, Figure, Overview

_WHOLE = 1000  # units of the longest bar
_ROOM_OF_DIGIT = 15  # units of a bar that a digit of its numbers takes


class Segment(NamedTuple):
    """A part of a bar: its tone, its label and its number, which is written in it where it `is_wide` enough, and the
    ids of the tasks that it counts, joined by newlines."""

    tone: str
    label: str
    value: int
    x: float
    width: float
    is_wide: bool
    tasks: str = ""


class Bar(NamedTuple):
    """A bar of a chart: its label, the value of the chart's facet that it stands for, its parts, the sum of these, and
    whether bars without a value are left out before it."""

    label: str
    choice: str
    segments: Sequence[Segment]
    total: int
    after_gap: bool

    @property
    def tasks(self) -> str:
        """The ids of the tasks that the bar counts, joined by newlines."""
        return "\n".join(dict.fromkeys("\n".join(part.tasks for part in self.segments if part.tasks).split("\n")))


def bars(chart: Chart) -> list[Bar]:
    """The bars of a chart, whose longest is as long as the room."""
    totals = [sum(series.values[at] for series in chart.series) for at in range(len(chart.labels))]
    longest = max(totals, default=0) or 1
    return [
        Bar(label, chart.choices[at] if chart.choices else "", list(_segments(chart, at, longest)), totals[at],
            at in chart.gaps)
        for at, label in enumerate(chart.labels)
    ]  # fmt: skip


def _segments(chart: Chart, at: int, longest: int) -> Iterator[Segment]:
    x = 0.0
    for series in chart.series:
        value = series.values[at]
        width = _WHOLE * value / longest
        tasks = "\n".join(series.tasks[at]) if series.tasks else ""
        is_wide = width >= _ROOM_OF_DIGIT * (0.6 + len(str(value)))
        yield Segment(series.tone, series.label, value, round(x, 1), round(width, 1), is_wide, tasks)
        x += width


def follows(tasks: Sequence[str], listed: Collection[str]) -> bool:
    """Whether a figure that counts these tasks can be counted anew in the browser: each once, and all in rows."""
    return bool(tasks) and len({*tasks}) == len(tasks) and {*tasks} <= {*listed}


def chart_follows(chart: Chart, listed: Collection[str]) -> bool:
    """Whether the bars of a chart can be counted anew in the browser."""
    return bool(chart.labels) and all(
        series.tasks and all(not tasks or follows(tasks, listed) for tasks in series.tasks) for series in chart.series
    )


def stays_whole(overview: Overview, listed: Collection[str]) -> bool:
    """Whether some figure or chart is of the whole answer, whatever the filter shows."""
    figures: Sequence[Figure] = overview.figures
    return not all(follows(figure.tasks, listed) for figure in figures) or not all(
        chart_follows(chart, listed) for chart in overview.charts
    )
