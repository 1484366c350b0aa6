"""What a ledger's entries say of a task: its state on a day, and which entries contradict each other."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ipcheck.situation import NOTHING_RECORDED, State
from ipcheck.text import sentences

MARKS = ("started", "progress", "blocked", "done", "withdrawn")
STEPS = ("公开征求意见", "审议通过", "公布", "施行")
EVENTS = ("selected", "designated", "issued")
_FINAL = ("done", "withdrawn")
_SHARES = ("part", "instrument", "agency")
_WHOLE = (None, None, None, None)


class Entry(NamedTuple):
    """One dated entry. Days are ISO text; `on` is when it happened, `recorded` when it was entered.

    `part` is a sentence of the task, from 1. An entry with part, instrument, agency or subject says nothing about the
    rest of the task.
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
    next: str | None
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
        said = self._asdict()
        place = {key: said.pop(key) for key in ("path", "line", "column")}
        del said["plan"]
        return said | {"place": place}


class Whole(NamedTuple):
    """What a task is made of: its text, its instruments, and its agencies where each answers for its own share."""

    text: str
    instruments: Sequence[str] = ()
    agencies: Sequence[str] = ()

    def shares(self, field: str) -> list[Any]:
        """What entries may speak of by `field`: part, instrument or agency."""
        if field == "part":
            return list(range(1, len(sentences(self.text)) + 1))
        return list(self.instruments if field == "instrument" else self.agencies)


def in_time(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by the day on which it happened; of one day, the later in the file comes later."""
    return sorted(entries, key=lambda entry: entry.on)


def state_of(entries: Sequence[Entry], whole: Whole, on: str, subject: str | None = None) -> State:
    """The state of a task on the day `on` (ISO text), from the entries about it, in time order (`in_time`).

    The newest entry on the whole task decides; else the task is done when all its parts, or all its instruments, or all
    its agencies are, those withdrawn left out; until then it is started, or blocked where anything in it is. An entry
    on a share that comes after `done` and says otherwise opens the task again. With `subject`, entries on other
    subjects do not count; without, those on one subject never finish the task, since nobody knows how many there are.
    """
    heard = [entry for entry in entries if entry.on <= on and entry.about_task and speaks_of(entry, subject)]
    if not heard:
        return NOTHING_RECORDED
    said = [entry for entry in heard if entry.state and (subject is not None or entry.subject is None)]
    general = [entry for entry in said if entry.scope[:3] == (None, None, None)]
    last = _run(general)
    # only what is final of the whole says something of each share
    final = [entry for entry in general if entry.state in _FINAL]
    shares = [_Shares(field, whole, said, final) for field in _SHARES]
    shares = [each for each in shares if each.spoken_of]
    proven = [entry for entry in heard if entry.proof]
    base = State("started", heard[0].on, heard[-1].on, _proof(proven[-1:]), next=heard[-1].next)
    if last and last[-1].state in _FINAL and not _opened_again(last[-1], said):
        return base._replace(name=str(last[-1].state), since=last[0].on, evidence=_proof(last))
    for each in shares:
        if state := each.finished():
            return base._replace(name=state, since=each.since, evidence=_proof(each.runs))
    most = max(shares, key=lambda each: each.done / each.of if each.of else 0.0, default=None)
    if most and most.of > 1:
        base = base._replace(finished=most.done, shares=most.of)
    if blocked := [entry.on for entry in heard if entry.state == "blocked" and _still(entry, heard)]:
        return base._replace(name="blocked", since=min(blocked))
    return base


class _Shares:
    """The shares of a task by one field, each with the newest run of entries that say the same of it."""

    def __init__(self, field: str, whole: Whole, said: Sequence[Entry], final: Sequence[Entry]) -> None:
        own = [entry for entry in said if _only(entry, field)]
        self.spoken_of = bool(own)
        names = whole.shares(field) if own else []
        self.newest = {
            name: _run(in_time([*final, *(entry for entry in own if getattr(entry, field) == name)])) for name in names
        }
        self._states = [run[-1].state if run else None for run in self.newest.values()]
        self.of = sum(state != "withdrawn" for state in self._states)
        self.done = self._states.count("done")

    def finished(self) -> str | None:
        """`done` or `withdrawn` where nothing is left of it."""
        if not self._states or self.done < self.of:
            return None
        return "done" if self.done else "withdrawn"

    @property
    def runs(self) -> list[Entry]:
        return [entry for run in self.newest.values() for entry in run]

    @property
    def since(self) -> str:
        """The day of the last share that was finished."""
        return max(run[0].on for run in self.newest.values() if run)


def speaks_of(entry: Entry, subject: str | None) -> bool:
    """Whether an entry counts for one subject of its task; without a subject, every entry does."""
    return subject is None or entry.subject in (None, subject)


def _only(entry: Entry, field: str) -> bool:
    """Whether an entry is about a share by this field as a whole, not about a part of that share."""
    return [name for name in _SHARES if getattr(entry, name) is not None] == [field]


def _run(entries: Sequence[Entry]) -> list[Entry]:
    """The last entries (in time order) that say the same state as the newest."""
    run: list[Entry] = []
    for entry in reversed(entries):
        if run and entry.state != run[0].state:
            break
        run.insert(0, entry)
    return run


def _opened_again(closing: Entry, said: Sequence[Entry]) -> bool:
    """Whether an entry on a share, after the whole was done, says that something is not."""
    after = said[said.index(closing) + 1 :]
    return closing.state == "done" and any(entry.state not in _FINAL for entry in after)


def _still(entry: Entry, heard: Sequence[Entry]) -> bool:
    """Whether nothing was heard later of the same scope, and no end of the whole."""
    return not any(
        other.scope == entry.scope or (other.scope == _WHOLE and other.state in _FINAL)
        for other in heard[heard.index(entry) + 1 :]
        if other.state
    )


def _proof(entries: Sequence[Entry]) -> str | None:
    """What the entries show, each once."""
    return "；".join(dict.fromkeys(entry.proof for entry in entries if entry.proof)) or None


def contradicted(entry: Entry, others: Sequence[Entry]) -> Entry | None:
    """The first later entry that says that `entry` is not so: work going on after it was done or withdrawn, or another
    end. One about a share contradicts what is said of the whole."""
    return next((other for other in in_time(others) if other.on > entry.on and _contradicts(other, entry)), None)


def _contradicts(later: Entry, entry: Entry) -> bool:
    if entry.state not in _FINAL or later.state in (None, entry.state):
        return False
    covered = all(own in (None, other) for own, other in zip(entry.scope, later.scope, strict=True))
    same = entry.scope == later.scope
    return covered and (same or later.state not in _FINAL)


def same_entry(entry: Entry, others: Sequence[Entry]) -> Entry | None:
    """An entry that already says the same; when each was entered does not count."""
    return next((other for other in others if _said(other) == _said(entry)), None)


def _said(entry: Entry) -> tuple[Any, ...]:
    return entry._replace(recorded="", line=0, column=0, path="")


def events(entries: Sequence[Entry], on: str) -> Iterator[tuple[str, str, str | None, str]]:
    """(plan, event, subject, day) of the events up to a day; where one is entered twice, the newest counts."""
    newest: dict[tuple[str, str, str | None], str] = {}
    for entry in in_time(entries):
        if entry.event and entry.on <= on:
            newest[entry.plan, entry.event, entry.subject] = entry.on
    for (plan, event, subject), day in newest.items():
        yield plan, event, subject, day
