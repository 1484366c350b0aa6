"""A dated entry of a ledger (台账), and which entries contradict each other."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

MARKS = ("started", "progress", "blocked", "done", "withdrawn")
STEPS = ("公开征求意见", "审议通过", "公布", "施行")
EVENTS = ("selected", "designated", "issued")
FINAL = ("done", "withdrawn")


class Entry(NamedTuple):
    """One dated entry. Days are ISO text; `on` is when it happened, `recorded` when it was entered.

    `part` is a sentence of the task, from 1. An entry with part, instrument, agency or subject says nothing about the
    rest of the task. `row` tells of which row of a workbook it was made.
    """

    plan: str
    task: str
    part: int | None
    instrument: str | None
    agency: str | None
    subject: str | None
    state: str | None
    step: str | None
    event: str | None
    on: str
    recorded: str
    evidence: str | None
    source: str | None
    by: str | None
    note: str | None
    problem: str | None
    next: str | None
    row: str | None
    line: int
    column: int
    path: str = ""

    @property
    def scope(self) -> tuple[Any, ...]:
        """What of the task the entry is about; nothing but None for the whole."""
        return (self.part, self.instrument, self.agency, self.subject)

    @property
    def proof(self) -> str | None:
        """What shows that it is so: the evidence, else the source."""
        return self.evidence or self.source

    @property
    def about_task(self) -> bool:
        """Whether it tells of the work; an event alone only starts a span."""
        return not (self.event and not self.state and not self.step)

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON answers give it; what it does not say is null."""
        place = {"path": self.path, "line": self.line, "column": self.column}
        return {key: getattr(self, key) for key in KEYS} | {"place": place}


# What people write of an entry, in the order of the file: from the task to the next step.
KEYS = Entry._fields[Entry._fields.index("task") : Entry._fields.index("line")]


def sort_by_day(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by the day on which it happened; of one day, the later in the file comes later."""
    return sorted(entries, key=lambda entry: entry.on)


def covers(entry: Entry, other: Entry) -> bool:
    """Whether an entry speaks of all that another speaks of."""
    return all(own in (None, its) for own, its in zip(entry.scope, other.scope, strict=True))


def speaks_of(entry: Entry, subject: str | None) -> bool:
    """Whether an entry is heard where a subject is asked for: its own, those on all; without a subject, every one."""
    return subject is None or entry.subject in (None, subject)


def contradicted(entry: Entry, others: Sequence[Entry], goes_on: bool = False) -> Entry | None:
    """The first later entry that says that `entry` is not so: work going on after it was done or withdrawn, or another
    end. One about a share contradicts what is said of the whole. Where the work `goes_on` after its last day, there may
    be progress after it was done."""
    if entry.state not in FINAL:
        return None
    later = [other for other in sort_by_day(others) if other.on > entry.on]
    if goes_on and entry.state == "done":
        later = [other for other in later if other.state != "progress"]
    return next((other for other in later if _contradicts(other, entry)), None)


def _contradicts(later: Entry, entry: Entry) -> bool:
    if later.state in (None, entry.state):
        return False
    return covers(entry, later) and (entry.scope == later.scope or later.state not in FINAL)


def same_entry(entry: Entry, others: Sequence[Entry]) -> Entry | None:
    """An entry that already says the same; when each was entered does not count. One made of a row of a workbook is the
    same only if it is made of that row: what else says the same may be taken back."""
    return next(
        (other for other in others if _said(other) == _said(entry) and entry.row in (None, other.row)), None
    )  # fmt: skip


def _said(entry: Entry) -> tuple[Any, ...]:
    return entry._replace(recorded="", row=None, line=0, column=0, path="")


def events(entries: Sequence[Entry], on: str) -> Iterator[tuple[str, str, str | None, str]]:
    """(plan, event, subject, day) of the events up to a day, from entries in time order; where one is entered twice,
    the newest counts."""
    newest: dict[tuple[str, str, str | None], str] = {}
    for entry in entries:
        if entry.event and entry.on <= on:
            newest[entry.plan, entry.event, entry.subject] = entry.on
    for (plan, event, subject), day in newest.items():
        yield plan, event, subject, day
