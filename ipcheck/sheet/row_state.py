"""What the office's columns of a row say, as the ledger has it: the row as it stood on a day."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.catalogue.query import state_on
from ipcheck.domain.entry import Entry, speaks_of
from ipcheck.domain.state import STATES
from ipcheck.reports.shared.office_tasks import OfficeTask

TEXTS = ("note", "problem", "next", "evidence", "source")
ON_ONE_LINE = ("evidence", "source")  # as a ledger has them


class RowState(NamedTuple):
    """The office's columns of a row. No `state` where nothing is recorded; `on` is the day (ISO text) of the entry that
    the texts are from, empty where there is none on just this."""

    state: str = ""
    note: str = ""
    problem: str = ""
    next: str = ""
    evidence: str = ""
    source: str = ""
    on: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts, in the order of TEXTS."""
        return tuple(getattr(self, name) for name in TEXTS)

    def says_the_same(self, other: "RowState") -> bool:
        """Whether this row says no more than the other, be it on whatever day; a state that it leaves out says
        nothing."""
        return self.state in ("", other.state) and all(map(alike, self.texts, other.texts))


def row_state(share: OfficeTask, entries: Sequence[Entry]) -> RowState:
    """The row of a share now; `entries` are those about its task up to now, in time order."""
    return _row_state(share, entries, share.task.state.name)


def row_state_on(share: OfficeTask, entries: Sequence[Entry], day: str) -> RowState:
    """The same as it stood on a day."""
    heard = [entry for entry in entries if entry.on <= day]
    return _row_state(share, heard, state_on(share.task, share.part, heard, day))


def row_states_since(share: OfficeTask, entries: Sequence[Entry], day: str) -> Iterator[RowState]:
    """What the row has said from `day` on: by each entry on just this, and on each day of any entry."""
    for entry in own_entries(share, entries):
        if entry.on >= day:
            state = entry.state if entry.state in STATES else row_state_on(share, entries, entry.on).state
            yield _saying(str(state), entry)
    for each in sorted({entry.on for entry in entries if entry.on >= day and speaks_of(entry, share.task.subject)}):
        yield row_state_on(share, entries, each)


def own_entries(share: OfficeTask, entries: Sequence[Entry]) -> list[Entry]:
    """The entries on just this, as rows of a workbook become them."""
    return [entry for entry in entries if _is_about(entry, share)]


def _row_state(share: OfficeTask, entries: Sequence[Entry], state: str) -> RowState:
    own = own_entries(share, entries)
    return _saying("" if state == "unknown" else state, *_newest(own))


def _newest(own: Sequence[Entry]) -> list[Entry]:
    """The entries of the last day, of each who wrote one the last: several offices may report of one task."""
    return list({entry.by: entry for entry in own if entry.on == own[-1].on}.values())


def _saying(state: str, *entries: Entry) -> RowState:
    if not entries:
        return RowState(state)
    return RowState(state, **{name: _joined(name, entries) for name in TEXTS}, on=entries[-1].on)


def _joined(name: str, entries: Sequence[Entry]) -> str:
    """The text of one entry; of several what each says, every line once, since one may have gone on from another."""
    texts = [text for entry in entries if (text := getattr(entry, name))]
    if len(texts) < 2:
        return "".join(texts)
    between = "；" if name in ON_ONE_LINE else "\n"
    return between.join(dict.fromkeys(line for text in texts for line in text.split(between)))


def _is_about(entry: Entry, share: OfficeTask) -> bool:
    on_all = entry.part == share.part and entry.instrument is None and entry.agency is None
    return on_all and entry.about_task and not entry.step and entry.subject in (None, share.task.subject)


def alike(one: str, other: str) -> bool:
    """Spreadsheets change line ends and spaces around a text."""
    return one.split() == other.split()
