"""Dated entries of a ledger (台账): what an entry is about, and which entries repeat or contradict each other."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

MARKS = ("started", "progress", "blocked", "done", "withdrawn")
STEPS = ("公开征求意见", "审议通过", "公布", "施行")
EVENTS = ("selected", "designated", "issued")
FINAL = ("done", "withdrawn")


class Entry(NamedTuple):
    """One dated entry; docs/ledger.md describes the keys.

    `on` is the day of what happened, `recorded` the day of entering it, both as ISO text. `part` is the number of a
    sentence of the task, from 1. An entry with a part, instrument, agency or subject says nothing about the rest of
    the task. `row` identifies the row of a workbook from which the entry was made.
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
        """The part, instrument, agency and subject that the entry is about; four times None for the whole task."""
        return (self.part, self.instrument, self.agency, self.subject)

    @property
    def proof(self) -> str | None:
        """What proves the entry: its evidence, else its source."""
        return self.evidence or self.source

    @property
    def about_task(self) -> bool:
        """Whether the entry is about work on the task; an entry of an event alone only starts a span."""
        return not (self.event and not self.state and not self.step)

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON answers contain it; a key that the entry lacks is null."""
        place = {"path": self.path, "line": self.line, "column": self.column}
        return {key: getattr(self, key) for key in KEYS} | {"place": place}


# The keys of an entry in a ledger file, in the order in which they are written.
KEYS = Entry._fields[Entry._fields.index("task") : Entry._fields.index("line")]


def sort_by_day(entries: Sequence[Entry]) -> list[Entry]:
    """Entries sorted by the day `on`; entries of one day keep their order."""
    return sorted(entries, key=lambda entry: entry.on)


def includes_scope(entry: Entry, other: Entry) -> bool:
    """Whether the scope of `entry` includes the whole scope of `other`."""
    return all(value in (None, narrower) for value, narrower in zip(entry.scope, other.scope, strict=True))


def applies_to(entry: Entry, subject: str | None) -> bool:
    """Whether an entry applies to `subject`: it has that subject or none. With `subject` None, every entry applies."""
    return subject is None or entry.subject in (None, subject)


def find_contradiction(entry: Entry, others: Sequence[Entry], goes_on: bool = False) -> Entry | None:
    """The first later entry that contradicts `entry`, or None.

    Only the states done and withdrawn can be contradicted: by a later entry on work within the scope of `entry`, also
    on a share of it, or by the other of the two states for exactly the same scope. Where the work `goes_on` after its
    last day, progress after `done` is no contradiction.
    """
    if entry.state not in FINAL:
        return None
    later = [other for other in sort_by_day(others) if other.on > entry.on]
    if goes_on and entry.state == "done":
        later = [other for other in later if other.state != "progress"]
    return next((other for other in later if _contradicts(other, entry)), None)


def _contradicts(later: Entry, entry: Entry) -> bool:
    if later.state in (None, entry.state):
        return False
    return includes_scope(entry, later) and (entry.scope == later.scope or later.state not in FINAL)


def find_same_entry(entry: Entry, others: Sequence[Entry]) -> Entry | None:
    """The first of `others` that says the same as `entry`, or None; the day of recording does not count.

    An entry from a row of a workbook equals only one from the same row: any other may be removed independently.
    """
    return next(
        (other for other in others if _content(other) == _content(entry) and entry.row in (None, other.row)), None
    )  # fmt: skip


def _content(entry: Entry) -> tuple[Any, ...]:
    return entry._replace(recorded="", row=None, line=0, column=0, path="")


def events(entries: Sequence[Entry], on: str) -> Iterator[tuple[str, str, str | None, str]]:
    """The events up to the day `on`, as (plan, event, subject, day), from entries in time order.

    Where one event is entered several times, the newest entry counts.
    """
    newest: dict[tuple[str, str, str | None], str] = {}
    for entry in entries:
        if entry.event and entry.on <= on:
            newest[entry.plan, entry.event, entry.subject] = entry.on
    for (plan, event, subject), day in newest.items():
        yield plan, event, subject, day
