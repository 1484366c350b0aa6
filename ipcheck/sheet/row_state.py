"""What the ledger holds for the office's columns of a row of the workbook, now or on an earlier day."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.catalogue.query import state_on
from ipcheck.domain.entry import Entry, applies_to
from ipcheck.domain.state import STATES
from ipcheck.reports.shared.office_tasks import OfficeTask

TEXTS = ("note", "problem", "next", "evidence", "source")
ON_ONE_LINE = ("evidence", "source")  # texts that a ledger holds on one line


class RowState(NamedTuple):
    """The office's columns of a row. `state` is empty where none is recorded. `on` is the day (ISO text), month or year
    of the entries that the texts are from; empty where no entry is about exactly the row's task, sentence or city."""

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
        """Whether this row has the other's texts and state. The days may differ; an empty state here fits any state."""
        return self.state in ("", other.state) and all(map(same_words, self.texts, other.texts))


def row_state(share: OfficeTask, entries: Sequence[Entry]) -> RowState:
    """The row of a task or sentence now. `entries` are those about its task up to now, in time order."""
    return _row_state(share, entries, share.task.state.name)


def row_state_on(share: OfficeTask, entries: Sequence[Entry], day: str) -> RowState:
    """The row of a task or sentence as it stood on `day` (ISO text). `entries` are in time order."""
    past_entries = [entry for entry in entries if entry.on_from <= day]
    return _row_state(share, past_entries, state_on(share.task, share.part, past_entries, day))


def row_states_since(share: OfficeTask, entries: Sequence[Entry], day: str) -> Iterator[RowState]:
    """Every content that the row has had from `day` (ISO text) on: what each entry about exactly this row stated, and
    how the row stood on each day on which an entry spoke of its task."""
    for entry in own_entries(share, entries):
        if entry.on_to >= day:
            state = entry.state if entry.state in STATES else row_state_on(share, entries, entry.on_to).state
            yield _state_from(str(state), entry)
    for day_of_entry in sorted(
        {entry.on_to for entry in entries if entry.on_to >= day and applies_to(entry, share.task.subject)}
    ):
        yield row_state_on(share, entries, day_of_entry)


def own_entries(share: OfficeTask, entries: Sequence[Entry]) -> list[Entry]:
    """The entries about exactly this task or sentence and subject, as the rows of a workbook make them."""
    return [entry for entry in entries if _is_about(entry, share)]


def named_sources(share: OfficeTask, entries: Sequence[Entry], text: str) -> list[dict[str, str]]:
    """The sources with title and publisher, and so on, whose text a row shows; none where `text` is another, or also of
    sources that are texts only. `entries` are in time order."""
    of_row = own_entries(share, entries)
    for shown in (_newest(of_row), *([entry] for entry in reversed(of_row))):
        has_text = same_words(_joined_text("source", shown), text)
        if text and has_text and all(entry.sources for entry in shown if entry.source):
            sources = [source for entry in shown for source in entry.sources_as_json()]
            return [source for at, source in enumerate(sources) if source not in sources[:at]]
    return []


def _row_state(share: OfficeTask, entries: Sequence[Entry], state: str) -> RowState:
    entries_of_row = own_entries(share, entries)
    return _state_from("" if state == "unknown" else state, *_newest(entries_of_row))


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of the last day, only the last of each author: several offices may report on one task."""
    return list({entry.by: entry for entry in entries if entry.on == entries[-1].on}.values())


def _state_from(state: str, *entries: Entry) -> RowState:
    if not entries:
        return RowState(state)
    return RowState(state, **{name: _joined_text(name, entries) for name in TEXTS}, on=entries[-1].on)


def _joined_text(name: str, entries: Sequence[Entry]) -> str:
    """The text of one entry, or the lines of several. Each line appears once, since an entry may repeat another's."""
    texts = [text for entry in entries if (text := getattr(entry, name))]
    if len(texts) < 2:
        return "".join(texts)
    between = "；" if name in ON_ONE_LINE else "\n"
    return between.join(dict.fromkeys(line for text in texts for line in text.split(between)))


def _is_about(entry: Entry, share: OfficeTask) -> bool:
    same_scope = entry.part == share.part and entry.instrument is None and entry.agency is None
    return same_scope and entry.about_task and not entry.step and entry.subject in (None, share.task.subject)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for line ends and spaces, which spreadsheets change."""
    return one.split() == other.split()
