"""The state of a task on a day, from the ledger entries about the task and the shares that the task consists of."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from ipcheck.base.text import sentences
from ipcheck.domain.entry import FINAL, Entry, applies_to, includes_scope

STATES = ("unknown", "started", "blocked", "done", "withdrawn")
SHARES = ("part", "instrument", "agency")
_WHOLE = (None, None, None, None)


class State(NamedTuple):
    """The state of a task on a day: its name, since when, the day of the newest entry, and the evidence.

    Where entries are about parts, instruments or agencies of the task, `finished` of `shares` are done (2/3). `next` is
    the next step that the newest entry names. `reached` is the day on which the task was first done, whatever followed.
    `since`, `newest` and `reached` are written as in the entries: a day, month or year. `own` says whether any entry
    is in a user's ledger, `open_on` is the newest day on which the shipped record gave a state that ends nothing.
    """

    name: str = "unknown"
    since: str | None = None
    newest: str | None = None
    evidence: str | None = None
    finished: int = 0
    shares: int = 0
    next: str | None = None
    reached: str | None = None
    own: bool = False
    open_on: str | None = None


NOTHING_RECORDED = State()


class TaskShares(NamedTuple):
    """What a task consists of: its text, the instruments that it promises, and its agencies where each is responsible
    for a share."""

    text: str
    instruments: Sequence[str] = ()
    agencies: Sequence[str] = ()

    def shares(self, field: str) -> list[Any]:
        """The shares that entries can name in `field` ("part", "instrument" or "agency"); parts count from 1."""
        if field == "part":
            return list(range(1, len(sentences(self.text)) + 1))
        return list(self.instruments if field == "instrument" else self.agencies)


def state_of(entries: Sequence[Entry], whole: TaskShares, on: str, subject: str | None = None) -> State:
    """The state of the task `whole` on the day `on` (ISO text), from all entries about the task, sorted by day.

    A task is done when the newest entry on the whole task says so, or when all its parts, all its instruments or all
    its agencies are done, not counting those withdrawn. It is not done while an entry on a share or on the whole is
    open: not done or withdrawn, and not closed by a later entry. Until then the task is started, or blocked where an
    open entry says so. With `subject`, entries on other subjects do not count. Without, entries on one subject never
    finish the task, since nobody knows how many subjects there are.
    """
    relevant = [entry for entry in entries if entry.on_from <= on and entry.about_task and applies_to(entry, subject)]
    if not relevant:
        return NOTHING_RECORDED
    if subject:  # an entry without a subject is about every subject
        relevant = [entry._replace(subject=None) for entry in relevant]
    relevant = [entry for index, entry in enumerate(relevant) if not _is_corrected(entry, relevant[index + 1 :])]
    newest: dict[tuple[Any, ...], _NewestEntry] = {}
    current, since, reached = _Outcome("started"), relevant[0], None
    for index, entry in enumerate(relevant):
        if entry.state:
            previous = newest.get(entry.scope)
            repeated = previous is not None and previous.entry.state == entry.state
            newest[entry.scope] = _NewestEntry(previous.first if previous and repeated else index, index, entry)
        outcome = _find_outcome(list(newest.values()), whole)
        if outcome.name == "done":
            reached = reached or entry.on
        if index + 1 < len(relevant) and relevant[index + 1].on_to == entry.on_to:
            continue  # a day has the outcome of its last entry
        if outcome.name != current.name:
            since = entry
        current = outcome
    if current.name in FINAL:
        deciding = [item.entry for item in newest.values()]
        shown = [
            entry for entry in relevant
            if entry.state == current.name and (entry.on_to >= since.on_to or entry in deciding)
        ]  # fmt: skip
    else:
        shown = [entry for entry in relevant if entry.proof][-1:]
    proof = "；".join(dict.fromkeys(entry.proof for entry in shown if entry.proof)) or None
    open_days = [entry.on_from for entry in relevant if entry.shipped and entry.state and entry.state not in FINAL]
    return State(
        current.name, since.on, relevant[-1].on, proof, current.finished, current.shares, relevant[-1].next, reached,
        not all(entry.shipped for entry in relevant), max(open_days, default=None),
    )  # fmt: skip


def entries_on_sentence(entries: Sequence[Entry], part: int) -> list[Entry]:
    """The entries on sentence `part` (from 1) and on the whole task, rewritten as if that were the whole task."""
    return [
        entry._replace(part=None) for entry in entries
        if entry.part == part or (entry.part is None and entry.instrument is None and entry.agency is None)
    ]  # fmt: skip


class _NewestEntry(NamedTuple):
    """The newest entry of a scope: number `at` in time order. `first` is the number of the entry that began its state,
    which later entries of the scope only repeated."""

    first: int
    at: int
    entry: Entry

    @property
    def final(self) -> bool:
        """Whether the entry ends its scope: done or withdrawn."""
        return self.entry.state in FINAL


class _Outcome(NamedTuple):
    """The name of a state; while the task is neither done nor withdrawn, also how many of its shares are done."""

    name: str
    finished: int = 0
    shares: int = 0


def _is_corrected(entry: Entry, later: Sequence[Entry]) -> bool:
    """Whether an entry `later` of the same day has the same scope: of one day, the last entry in the file counts."""
    same_day = takewhile(lambda other: other.on_to == entry.on_to, later)
    return bool(entry.state) and any(other.state and other.scope == entry.scope for other in same_day)


def _find_outcome(newest: Sequence[_NewestEntry], whole: TaskShares) -> _Outcome:
    """The outcome for the task `whole`, from the newest entry of each scope."""
    general = next((item for item in newest if item.entry.scope == _WHOLE), None)
    still_open = [item for item in newest if not item.final and not _is_closed(item, newest)]
    if general and (general.entry.state == "withdrawn" or (general.entry.state == "done" and not still_open)):
        return _Outcome(str(general.entry.state))
    finished, shares = 0, 0
    for field in SHARES:
        ends = _find_ends(field, newest, whole)
        counted = [end for end in ends if not end or end.entry.state != "withdrawn"]
        done = [end for end in counted if end and end.entry.state == "done"]
        # A task is withdrawn when all its sentences are, but not when all the laws that it names are.
        name = "done" if counted else "withdrawn" if ends and field == "part" else ""
        if name and len(done) == len(counted) and not _open_after(still_open, ends, field):
            return _Outcome(name)
        if len(counted) > 1 and (not shares or len(done) / len(counted) > finished / shares):
            finished, shares = len(done), len(counted)
    blocked = any(item.entry.state == "blocked" for item in still_open)
    return _Outcome("blocked" if blocked else "started", finished, shares)


def _find_ends(field: str, newest: Sequence[_NewestEntry], whole: TaskShares) -> list[_NewestEntry | None]:
    """For each share in `field`, the newest entry that ends it, on the share or on the whole task, or None.

    Empty where no entry is about such a share.
    """
    on_shares = [item for item in newest if _names_only(item.entry, field) and item.entry.subject is None]
    if not on_shares:
        return []
    general = [item for item in newest if item.entry.scope == _WHOLE and item.final]

    def find_end(share: Any) -> _NewestEntry | None:
        candidates = [*general, *(item for item in on_shares if getattr(item.entry, field) == share)]
        last = max(candidates, key=lambda item: item.at, default=None)
        return last if last and last.final else None

    return [find_end(share) for share in whole.shares(field)]


def _open_after(
    still_open: Sequence[_NewestEntry], ends: Sequence[_NewestEntry | None], field: str
) -> list[_NewestEntry]:
    """The open entries that keep a task open although all its shares in `field` have ended: those that came later.

    Where the shares are instruments, also entries on sentences, since a task is more than the laws that it names.
    """
    last = max((end.first for end in ends if end), default=-1)
    return [item for item in still_open if item.at > last or (field == "instrument" and item.entry.part is not None)]


def _is_closed(entry: _NewestEntry, newest: Sequence[_NewestEntry]) -> bool:
    """Whether a later entry ends what `entry` is about."""
    return any(other.at > entry.at and other.final and includes_scope(other.entry, entry.entry) for other in newest)


def _names_only(entry: Entry, field: str) -> bool:
    """Whether an entry names a share in `field` and in no other field, so that it is about that whole share."""
    return [name for name in SHARES if getattr(entry, name) is not None] == [field]
