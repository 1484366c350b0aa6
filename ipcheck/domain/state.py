"""The state of a task on a day, from the entries about it and what it is made of."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from ipcheck.base.text import sentences
from ipcheck.domain.entry import FINAL, Entry, covers, speaks_of

STATES = ("unknown", "started", "blocked", "done", "withdrawn")
_SHARES = ("part", "instrument", "agency")
_WHOLE = (None, None, None, None)


class State(NamedTuple):
    """What the ledger says of a task on a day: its state, since when, its newest entry of all, the evidence.

    `finished` of `shares` are done where entries speak of parts, instruments or agencies of the task (2/3); `next` is
    the next step that the newest entry names; `reached` is when it was first done, whatever came later.
    """

    name: str = "unknown"
    since: str | None = None
    newest: str | None = None
    evidence: str | None = None
    finished: int = 0
    shares: int = 0
    next: str | None = None
    reached: str | None = None


NOTHING_RECORDED = State()


class TaskShares(NamedTuple):
    """What a task is made of: its text, its instruments, and its agencies where each answers for its own share."""

    text: str
    instruments: Sequence[str] = ()
    agencies: Sequence[str] = ()

    def shares(self, field: str) -> list[Any]:
        """What entries may speak of by `field`: part, instrument or agency."""
        if field == "part":
            return list(range(1, len(sentences(self.text)) + 1))
        return list(self.instruments if field == "instrument" else self.agencies)


def state_of(entries: Sequence[Entry], whole: TaskShares, on: str, subject: str | None = None) -> State:
    """The state of a task on the day `on` (ISO text), from the entries about it, in time order (`in_time`).

    It is done when the newest entry on the whole says so, or when all its parts, or all its instruments, or all its
    agencies are, those withdrawn left out; and while nothing else is known to be open: an entry on a share or on the
    whole that no later one has closed. Until then it is started, or blocked where anything open is. With `subject`,
    entries on other subjects do not count; without, those on one subject never finish the task, since nobody knows how
    many there are.
    """
    heard = [entry for entry in entries if entry.on <= on and entry.about_task and speaks_of(entry, subject)]
    if not heard:
        return NOTHING_RECORDED
    if subject:  # what is said of all is said of this one
        heard = [entry._replace(subject=None) for entry in heard]
    heard = [entry for index, entry in enumerate(heard) if not _corrected(entry, heard[index + 1 :])]
    newest: dict[tuple[Any, ...], _Said] = {}
    stands, since, reached = _Stands("started"), heard[0].on, None
    for index, entry in enumerate(heard):
        if entry.state:
            before = newest.get(entry.scope)
            again = before is not None and before.entry.state == entry.state
            newest[entry.scope] = _Said(before.first if before and again else index, index, entry)
        now = _stands(list(newest.values()), whole)
        if now.name == "done":
            reached = reached or entry.on
        if index + 1 < len(heard) and heard[index + 1].on == entry.on:
            continue  # a day counts as it ends
        if now.name != stands.name:
            since = entry.on
        stands = now
    if stands.name in FINAL:
        deciding = [said.entry for said in newest.values()]
        shown = [entry for entry in heard if entry.state == stands.name and (entry.on >= since or entry in deciding)]
    else:
        shown = [entry for entry in heard if entry.proof][-1:]
    proof = "；".join(dict.fromkeys(entry.proof for entry in shown if entry.proof)) or None
    return State(stands.name, since, heard[-1].on, proof, stands.finished, stands.shares, heard[-1].next, reached)


def entries_on_sentence(entries: Sequence[Entry], part: int) -> list[Entry]:
    """What entries say of one sentence (from 1), as if it were all of the task: those on it, and those on the whole."""
    return [
        entry._replace(part=None) for entry in entries
        if entry.part == part or (entry.part is None and entry.instrument is None and entry.agency is None)
    ]  # fmt: skip


class _Said(NamedTuple):
    """The newest entry of a scope, its place in time, and that of the first of its run that says the same."""

    first: int
    at: int
    entry: Entry

    @property
    def final(self) -> bool:
        """Whether it ends what it speaks of."""
        return self.entry.state in FINAL


class _Stands(NamedTuple):
    """A state by name, with how many of how many shares are done where it is not over."""

    name: str
    finished: int = 0
    shares: int = 0


def _corrected(entry: Entry, later: Sequence[Entry]) -> bool:
    """Whether a later entry of the same day speaks of the same: of one day, the later in the file counts."""
    same_day = takewhile(lambda other: other.on == entry.on, later)
    return bool(entry.state) and any(other.state and other.scope == entry.scope for other in same_day)


def _stands(newest: Sequence[_Said], whole: TaskShares) -> _Stands:
    """How a task stands by the newest entry of each scope."""
    general = next((said for said in newest if said.entry.scope == _WHOLE), None)
    still_open = [said for said in newest if not said.final and not _closed(said, newest)]
    if general and (general.entry.state == "withdrawn" or (general.entry.state == "done" and not still_open)):
        return _Stands(str(general.entry.state))
    finished, shares = 0, 0
    for field in _SHARES:
        ends = _ends(field, newest, whole)
        counted = [end for end in ends if not end or end.entry.state != "withdrawn"]
        done = [end for end in counted if end and end.entry.state == "done"]
        # A task is withdrawn with all its sentences, not with the laws that it names.
        name = "done" if counted else "withdrawn" if ends and field == "part" else ""
        if name and len(done) == len(counted) and not _outlasting(still_open, ends, field):
            return _Stands(name)
        if len(counted) > 1 and (not shares or len(done) / len(counted) > finished / shares):
            finished, shares = len(done), len(counted)
    blocked = any(said.entry.state == "blocked" for said in still_open)
    return _Stands("blocked" if blocked else "started", finished, shares)


def _ends(field: str, newest: Sequence[_Said], whole: TaskShares) -> list[_Said | None]:
    """For each share by this field the newest entry that ends it, be it on the share or on the whole; none at all where
    no entry speaks of one."""
    own = [said for said in newest if _only(said.entry, field) and said.entry.subject is None]
    if not own:
        return []
    general = [said for said in newest if said.entry.scope == _WHOLE and said.final]

    def end(name: Any) -> _Said | None:
        speaking = [*general, *(said for said in own if getattr(said.entry, field) == name)]
        last = max(speaking, key=lambda said: said.at, default=None)
        return last if last and last.final else None

    return [end(name) for name in whole.shares(field)]


def _outlasting(still_open: Sequence[_Said], ends: Sequence[_Said | None], field: str) -> list[_Said]:
    """What is still open although all shares have been ended: what came later, and, since laws are not all of a task,
    sentences of one whose laws are done."""
    last = max((end.first for end in ends if end), default=-1)
    return [said for said in still_open if said.at > last or (field == "instrument" and said.entry.part is not None)]


def _closed(said: _Said, newest: Sequence[_Said]) -> bool:
    """Whether a later entry ends what an entry is about."""
    return any(other.at > said.at and other.final and covers(other.entry, said.entry) for other in newest)


def _only(entry: Entry, field: str) -> bool:
    """Whether an entry is about a share by this field as a whole, not about a part of that share."""
    return [name for name in _SHARES if getattr(entry, name) is not None] == [field]
