"""Dated entries of a ledger (台账): what an entry is about, and which entries repeat or contradict each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.dates import first_day, is_day, last_day
from ipcheck.base.rows import split_list
from ipcheck.base.text import is_chinese

MARKS = ("started", "progress", "blocked", "done", "withdrawn")
STEPS = ("公开征求意见", "审议", "审议通过", "公布", "施行", "废止")
DRAFT_STEPS = ("公开征求意见", "审议")  # steps of a draft, which may alternate
# How far a step brings an instrument. Both steps of a draft stand first.
STEP_RANKS = {step: max(rank - 1, 0) for rank, step in enumerate(STEPS)}
ENDS_OF_ROUNDS = ("施行", "废止")  # steps whose day is known before it comes
SETTLING_STEPS = ("审议通过", "公布")  # steps after which a day to take effect is known
EVENTS = ("selected", "designated", "issued")
FINAL = ("done", "withdrawn")
SOURCE_KINDS = ("official", "press", "firm", "repost")


class Entry(NamedTuple):
    """One dated entry; docs/ledger.md describes the keys.

    An entry is about the work on a task, or it is one of two others: a step of an instrument, without a task (`task`
    and `plan` are then empty), or a check, by which somebody looked for a task in vain (`checked`). Any entry on a task
    may report a figure (key `actual`): the id of its `measure`, a decimal `value`, its `unit`, and the day, month or
    year `as_of` for which it holds.

    `on` is the day of what happened, for a check the day of the search: a day, or a month or year where no more is
    known. `recorded` is the day of entering it. All are ISO text. `part` is the number of a sentence of the task, from
    1. An entry with a part, instrument, agency or subject says nothing about the rest of the task. `row` identifies the
    row of a workbook from which the entry was made. `source` is the text of all sources; `sources` is a JSON list of
    those that the file gives with title, publisher and so on. `searched` holds the words of a check.
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
    round: str | None
    until: str | None
    number: str | None
    document_title: str | None
    document_number: str | None
    sources: str | None
    english: str | None
    checked: str | None
    searched: str | None
    measure: str | None
    value: str | None
    unit: str | None
    as_of: str | None
    line: int
    column: int
    path: str = ""
    shipped: bool = False

    @property
    def on_from(self) -> str:
        """The first day of `on`: from that day on the entry counts."""
        return first_day(self.on)

    @property
    def on_to(self) -> str:
        """The last day of `on`: by that day entries are ordered."""
        return last_day(self.on)

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
        """Whether the entry is about work on the task; an entry of an event alone only starts a span, and a figure
        alone says nothing about the work."""
        return not (self.event and not self.state and not self.step) and not self.is_figure_alone

    @property
    def is_figure_alone(self) -> bool:
        """Whether the entry reports a figure and says nothing else that happened."""
        return bool(self.measure) and not (self.state or self.step or self.event)

    def sources_as_json(self) -> list[dict[str, str]]:
        """The sources that the file gives with title and publisher, as mappings of the keys that each has."""
        import json  # imported here because few answers list sources

        return json.loads(self.sources) if self.sources else []

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON answers contain it; a key that the entry lacks is null, or an empty list."""
        actual = {"measure": self.measure, "value": self.value, "unit": self.unit, "as_of": self.as_of}
        document = {"title": self.document_title, "number": self.document_number} if self.document_title else None
        return {key: getattr(self, key, None) for key in KEYS} | {
            "task": self.task or None,
            "document": document,
            "actual": actual | {"value": as_number(str(self.value))} if self.measure else None,
            "searched": split_list(self.searched or ""),
            "on_from": self.on_from,
            "on_to": self.on_to,
            "sources": self.sources_as_json(),
            "place": {"path": self.path, "line": self.line, "column": self.column},
        }


# The keys of an entry in a ledger file, in the order of answers.
KEYS = (
    *Entry._fields[Entry._fields.index("task") : Entry._fields.index("document_title")],
    "document", "english", "checked", "searched", "actual",
)  # fmt: skip


def as_number(decimal: str) -> int | float:
    """A decimal as the number that JSON and spreadsheets have for it."""
    return float(decimal) if "." in decimal else int(decimal)


def source_in_words(source: Mapping[str, str]) -> str:
    """A source as people read it: 《题名》（发布者）; title (publisher) where the title is in another script."""
    title, publisher = source["title"], source["publisher"]
    if not is_chinese(title):
        return f"{title} ({publisher})"
    return f"{title}（{publisher}）" if "《" in title else f"《{title}》（{publisher}）"


def sort_by_day(entries: Sequence[Entry]) -> list[Entry]:
    """Entries sorted by the last day of `on`; entries of one day keep their order."""
    return sorted(entries, key=lambda entry: last_day(entry.on))


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
    later = [other for other in sort_by_day(others) if other.on_from > entry.on_to]
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
    return entry._replace(recorded="", row=None, line=0, column=0, path="", shipped=False)


def sort_steps(steps: Sequence[Entry]) -> list[Entry]:
    """Steps of instruments in time order (`step_order`)."""
    return sorted(steps, key=lambda step: step_order(step, steps))


def step_order(step: Entry, steps: Sequence[Entry]) -> tuple[str, int]:
    """The sort key of a step among `steps`: the last day of `on`. One of which only the month or year is known stands
    before the further steps of its round within that time: they cannot have come before it."""
    rank = STEP_RANKS[str(step.step)]
    if is_day(step.on):
        return step.on_to, rank
    further = [
        other.on_from for other in steps
        if (other.instrument, other.round) == (step.instrument, step.round)
        and STEP_RANKS[str(other.step)] > rank and other.on_from >= step.on_from
    ]  # fmt: skip
    return min([step.on_to, *further]), rank


def furthest_step(steps: Sequence[Entry]) -> Entry:
    """Of the steps of an instrument in time order (one at least), the one that brings the newest round furthest.

    Without rounds nobody can tell which steps belong together: then it is the newest.
    """
    newest = steps[-1]
    if newest.round is None:
        return newest
    newest_first = (step for step in reversed(steps) if step.round == newest.round)
    return max(newest_first, key=lambda step: STEP_RANKS[str(step.step)])  # of several, the first: the newest


def announced_steps(steps: Sequence[Entry], on: str) -> list[Entry]:
    """Those of `steps` of a later day that were known to come on the day `on` (ISO text): recorded by then, or settled
    by the adoption or promulgation in the same round of the instrument, which says when a law takes effect."""
    settled = {(step.instrument, step.round) for step in steps if step.step in SETTLING_STEPS and step.on_from <= on}
    return [
        step for step in steps
        if step.on_from > on and (step.recorded <= on or (step.instrument, step.round) in settled)
    ]  # fmt: skip


def events(entries: Sequence[Entry], on: str) -> Iterator[tuple[str, str, str | None, str]]:
    """The events up to the day `on`, as (plan, event, subject, day), from entries in time order.

    Where one event is entered several times, the newest entry counts.
    """
    newest: dict[tuple[str, str, str | None], str] = {}
    for entry in entries:
        if entry.event and entry.on <= on:  # an event always has a day
            newest[entry.plan, entry.event, entry.subject] = entry.on
    for (plan, event, subject), day in newest.items():
        yield plan, event, subject, day
