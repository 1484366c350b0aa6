"""What the ledgers of a call record, read once for all that a command asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.entry import Entry, events, sort_by_day

_ENTRIES = """
    SELECT file, plan, task, part, instrument, agency, subject, state, step, event, "on", recorded, evidence, source,
           "by", note, problem, next, row, line, column
    FROM active CROSS JOIN entries USING (file) ORDER BY rank, line, column
"""


class EntryIndex(NamedTuple):
    """Every entry in time order (of one day as the ledgers have them), the same by task, and those of events."""

    entries: Sequence[Entry]
    by_task: Mapping[str, Sequence[Entry]]
    events: Sequence[Entry]

    def on_task(self, task: str, until: str) -> list[Entry]:
        """The entries on a task, by its id, up to a day (ISO text)."""
        return [entry for entry in self.by_task.get(task, ()) if entry.on <= until]

    def starts(self, on: str) -> dict[tuple[str, str], list[tuple[str | None, str]]]:
        """The events up to a day from which spans count: {(plan, event): [(subject, day)]}."""
        found: dict[tuple[str, str], list[tuple[str | None, str]]] = defaultdict(list)
        for plan, event, subject, day in events(self.events, on):
            found[plan, event].append((subject, day))
        return found


def entry_index(catalogue: Catalogue) -> EntryIndex:
    """What the ledgers of this call record."""
    return catalogue.once(_entry_index)


def _entry_index(catalogue: Catalogue) -> EntryIndex:
    rows = catalogue.select(_ENTRIES)
    entries = sort_by_day(
        [
            Entry._make((*row, catalogue.active[file].path))
            for file, *row in rows
            # a shipped ledger is about the shipped plans: in the user's own, numbers may mean other tasks
            if not (catalogue.active[file].shipped and row[0] in catalogue.replaced)
        ]
    )
    by_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task].append(entry)
    return EntryIndex(entries, dict(by_task), [entry for entry in entries if entry.event])


def instrument_steps(catalogue: Catalogue, instruments: Sequence[str], until: str) -> list[Entry]:
    """The steps of these instruments that are recorded up to a day, in time order."""
    return [
        entry
        for entry in entry_index(catalogue).entries
        if entry.step and entry.instrument in instruments and entry.on <= until
    ]
