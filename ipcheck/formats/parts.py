"""What few documents hold: texts that link, figures and charts, timelines, texts side by side, cases, events."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from ipcheck.base.text import is_address

Stretches = Sequence[tuple[str, str]]  # (same, gone or new; text)


class Linked(NamedTuple):
    """A part of a cell of kind `links`: a text, and where it is from, which anybody may have written."""

    text: str
    url: str = ""

    @property
    def address(self) -> str:
        """The address that the text may link to, in the characters of RFC 3986; empty where `url` is none."""
        if not is_address(self.url):
            return ""
        from urllib.parse import quote  # imported here because few answers have links

        return quote(self.url, safe="%:/?#[]@!$&()*+,;=~")


class Figure(NamedTuple):
    """A number that sums up an answer, with its light where it has one. `tasks` are the ids of the tasks that it
    counts, where it counts tasks; `situation` is the name of the situation that they share."""

    label: str
    value: int
    light: str = ""
    tasks: Sequence[str] = ()
    situation: str = ""


class Series(NamedTuple):
    """Values of one kind in a chart, one for each label of the chart; None where a line has no value. `tone` names the
    colour: a situation, `lead` or `participant`, or the number of the series. `tasks` are, for each value, the ids of
    the tasks that it counts, where it counts tasks."""

    label: str
    tone: str
    values: Sequence[Any]
    tasks: Sequence[Sequence[str]] = ()


class Chart(NamedTuple):
    """Stacked bars: `labels` name them in order, and each series adds a part to every bar. With `across` the bars are
    for names; else they are for spans of time, and before those whose places are in `gaps` others without a value are
    left out. With `lines` it is none of bars: the first series is a line through its values, and the others are points.
    The bars are those of a `facet`, of which `choices` are the values, where the page can be filtered by these."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    across: bool = False
    lines: bool = False
    gaps: Collection[int] = ()
    facet: str = ""
    choices: Sequence[str] = ()


class Card(NamedTuple):
    """A task beside others. `facts` is a line of what is stated for it. `text` marks what differs from the earlier task
    that it carries on, where that is the same work. `carries_on` lists all such earlier tasks, as (id, how)."""

    id: str
    facts: str
    text: Stretches
    gist: str = ""
    carries_on: Sequence[tuple[str, str]] = ()
    agencies: Sequence[str] = ()


class Thread(NamedTuple):
    """Tasks of several plans that carry each other on: what they are about, what changed, the cards of each plan."""

    about: str
    changed: str
    cards: Sequence[Sequence[Card]]


class SideBySide(NamedTuple):
    """Threads of tasks, set in columns under the names of the plans."""

    title: str
    plans: Sequence[str]
    threads: Sequence[Thread]


class Overview(NamedTuple):
    """The figures and charts that show an answer at a glance, for formats that can draw."""

    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()


class Span(NamedTuple):
    """A stretch of time on a timeline, from the day `first` to `last` (ISO text; None: no end is known)."""

    label: str
    words: str
    first: str
    last: str | None


class Mark(NamedTuple):
    """Something that happened on a day (ISO text), or is still `coming`. `shown` is the day as it is known, `sign` a
    single character that names `words` in the legend."""

    day: str
    sign: str
    words: str
    shown: str
    coming: bool = False


class Lane(NamedTuple):
    """Marks that belong together, in time order."""

    label: str
    marks: Sequence[Mark]


class Timeline(NamedTuple):
    """Spans and lanes of marks on one axis of years, with the day of the answer (`today`, ISO text)."""

    title: str
    spans: Sequence[Span]
    lanes: Sequence[Lane]
    today: str

    @property
    def years(self) -> range:
        """The years of the axis: of everything on it, and of today."""
        days = [self.today, *(span.first for span in self.spans), *(span.last for span in self.spans if span.last)]
        days += [mark.day for lane in self.lanes for mark in lane.marks]
        return range(int(min(days)[:4]), int(max(days)[:4]) + 1)

    def place(self, day: str) -> float:
        """How far a day (ISO text) is along the axis: 0 at its beginning, 1 at its end."""
        date_ = date.fromisoformat(day)
        begin, end = date(self.years.start, 1, 1), date(self.years.stop - 1, 12, 31)
        return (date_ - begin).days / ((end - begin).days + 1)

    def legend(self) -> list[tuple[str, str]]:
        """The signs of the marks with their words, each once, sorted by sign: the words for what has happened, else
        those for what is to come."""
        marks = sorted((mark for lane in self.lanes for mark in lane.marks), key=lambda mark: not mark.coming)
        return sorted({mark.sign: mark.words for mark in marks}.items())


class Case(NamedTuple):
    """Something that was checked, for formats that report findings. It has passed unless `finding` names a kind of
    finding; `message` then describes it, and `title` is a short form where the kind does not say enough. A finding that
    is `accepted` (the reason), or whose `level` is warning or info instead of error, is reported but fails nothing."""

    suite: str
    name: str
    path: str
    line: int
    finding: str | None = None
    message: str = ""
    accepted: str | None = None
    column: int = 1
    level: str = "error"
    title: str = ""


class Event(NamedTuple):
    """An event of a whole day (ISO text) in a calendar. `uid` identifies it for good; `sequence` (from 0) and `stamp`
    (ISO text) tell which of two versions is newer. `alarms` are reminders, in days before the event."""

    uid: str
    day: str
    title: str
    description: str
    categories: Sequence[str] = ()
    cancelled: bool = False
    sequence: int = 0
    stamp: str = ""
    alarms: Sequence[int] = ()
