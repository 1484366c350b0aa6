"""A timeline drawn with characters: spans above, lanes of marks below, on one axis of years."""

from collections.abc import Callable, Sequence

from ipcheck.base.i18n import Translator
from ipcheck.base.width import cells, wrap
from ipcheck.formats.parts import Lane, Span, Timeline

_LABEL = 24  # cells of the widest label; a longer one is cut
_LEAST_YEAR = 3  # cells in which a year can be written: '25
_DRAWN = {"begin": "├", "line": "─", "end": "┤", "open": "▶", "today": "┊"}
_ASCII = {"begin": "[", "line": "-", "end": "]", "open": ">", "today": ":"}
ENCODED = "".join(_DRAWN.values())  # what an encoding must have for the drawing


def timeline_lines(timeline: Timeline, width: int, _: Translator, ascii_only: bool = False) -> list[str]:
    """The lines of a drawing at most `width` cells wide. Marks are signs that the legend explains; where several fall
    into one cell, the later ones stand in the next free cells."""
    signs = _ASCII if ascii_only else _DRAWN
    labels = [*(span.label for span in timeline.spans), *(lane.label for lane in timeline.lanes)]
    margin = min(_LABEL, max(map(cells, labels), default=0)) + 2
    years = timeline.years
    of_year = max(_LEAST_YEAR, (width - margin) // len(years))
    room = of_year * len(years)

    def place(day: str) -> int:
        return min(room - 1, int(timeline.place(day) * room))

    now = place(timeline.today)

    def row(label: str, drawn: Sequence[tuple[int, str]]) -> str:
        line = [" "] * room
        line[now] = signs["today"]
        for at, sign in drawn:
            line[at] = sign
        return f"{_fitted(label, margin)}{''.join(line).rstrip()}"

    lines = [" " * margin + "".join(_year(year, of_year) for year in years).rstrip()]
    lines += [row(span.label, _drawn_span(span, place, room, signs)) for span in timeline.spans]
    lines += [row(lane.label, _drawn_marks(lane, place, room)) for lane in timeline.lanes]
    legend = [f"{sign} {words}" for sign, words in timeline.legend()]
    if timeline.spans:
        legend.append(_("{sign} promised").format(sign=signs["begin"] + signs["line"] + signs["end"]))
    if any(span.last is None for span in timeline.spans):
        legend.append(_("{sign} no deadline").format(sign=signs["line"] + signs["open"]))
    legend.append(_("{sign} the day of this answer").format(sign=signs["today"]))
    return [*lines, *wrap(_.join(legend), width)]


def _year(year: int, room: int) -> str:
    return (str(year) if room > len(str(year)) else f"'{year % 100:02}").ljust(room)[:room]


def _fitted(label: str, room: int) -> str:
    while cells(label) > room - 2:
        label = label[:-1]
    return label + " " * (room - cells(label))


def _drawn_span(span: Span, place: Callable[[str], int], room: int, signs: dict[str, str]) -> list[tuple[int, str]]:
    first = place(span.first)
    last = room - 1 if span.last is None else max(first + 1, place(span.last))
    end = signs["open"] if span.last is None else signs["end"]
    inside = [(at, signs["line"]) for at in range(first + 1, min(last, room - 1))]
    return [(first, signs["begin"]), *inside, (min(last, room - 1), end)]


def _drawn_marks(lane: Lane, place: Callable[[str], int], room: int) -> list[tuple[int, str]]:
    drawn: dict[int, str] = {}
    for mark in lane.marks:
        at = place(mark.day)
        while at in drawn and at < room - 1:
            at += 1
        drawn[at] = mark.sign
    return list(drawn.items())
