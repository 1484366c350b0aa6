"""What people record beside the plans, entries of ledgers and assignments to offices, read once for each call."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import selection
from ipcheck.datafiles.discovery import ASSIGNMENTS
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.entry import Entry, events, sort_by_day, sort_steps

_ENTRIES = f"""
    SELECT e.file, {selection(Entry, "e")}
    FROM active CROSS JOIN entries e USING (file) WHERE {{which}} ORDER BY rank, e.line, e.column
"""
_ASSIGNMENTS = f"""
    SELECT {selection(Assignment, "a")}
    FROM active CROSS JOIN assignments a USING (file) ORDER BY rank, a.line, a.column
"""


class EntryIndex(NamedTuple):
    """Every ledger entry on the work on a task in time order, these of each task by its id, and those that record an
    event; beside them the checks of each task, and the entries that only report a figure.

    Entries of the same day are in the order of the ledgers.
    """

    entries: Sequence[Entry]
    by_task: Mapping[str, Sequence[Entry]]
    events: Sequence[Entry]
    checks: Mapping[str, Sequence[Entry]]
    figures: Mapping[str, Sequence[Entry]]

    def news(self) -> list[Entry]:
        """The entries on the work on any task, and those that only report a figure, in time order."""
        return sort_by_day([*self.entries, *(entry for entries in self.figures.values() for entry in entries)])

    def reported(self) -> list[Entry]:
        """The entries that report a figure, whatever else they say, in time order."""
        return [entry for entry in self.news() if entry.measure]

    def told_of(self, task: str) -> list[Entry]:
        """The entries on the work on a task (by id), and those that report a figure of it, in time order."""
        return sort_by_day([*self.by_task.get(task, ()), *self.figures.get(task, ())])

    def on_task(self, task: str, until: str) -> list[Entry]:
        """The entries on a task (by id) up to and including the day `until` (ISO text)."""
        return [entry for entry in self.by_task.get(task, ()) if entry.on_from <= until]

    def starts(self, on: str) -> dict[tuple[str, str], list[tuple[str | None, str]]]:
        """The recorded events from which spans count, up to and including a day: {(plan, event): [(subject, day)]}."""
        subject_days: dict[tuple[str, str], list[tuple[str | None, str]]] = defaultdict(list)
        for plan, event, subject, day in events(self.events, on):
            subject_days[plan, event].append((subject, day))
        return subject_days


def entry_index(catalogue: Catalogue) -> EntryIndex:
    """The entries of this call's ledgers; read only once."""
    return catalogue.once(_read_index)


def _read_index(catalogue: Catalogue) -> EntryIndex:
    read = _read_entries(catalogue, "e.task != ''")
    entries = [entry for entry in read if not entry.checked and not entry.is_figure_alone]
    return EntryIndex(
        entries,
        _by_task(entries),
        [entry for entry in entries if entry.event],
        _by_task(entry for entry in read if entry.checked),
        _by_task(entry for entry in read if entry.is_figure_alone),
    )


def recorded_steps(catalogue: Catalogue) -> Sequence[Entry]:
    """The steps of instruments in this call's ledgers in time order, also those of entries on tasks, and those of a day
    to come; read only once."""
    return catalogue.once(_read_steps)


def _read_steps(catalogue: Catalogue) -> list[Entry]:
    return sort_steps(_read_entries(catalogue, "e.step IS NOT NULL"))


def _read_entries(catalogue: Catalogue, which: str) -> list[Entry]:
    """The entries that meet a condition on the table `e`, in time order."""
    files, entries = catalogue.active, []
    for row_id, plan, *values in catalogue.select(_ENTRIES.format(which=which)):
        file = files[row_id]
        # a shipped ledger is about the shipped plans: in a user's plan, the same number may be another task
        if not (file.shipped and plan in catalogue.replaced):
            entries.append(Entry._make((plan, *values, file.path, file.shipped)))
    return sort_by_day(entries)


def _by_task(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    by_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task].append(entry)
    return dict(by_task)


def instrument_steps(catalogue: Catalogue, instruments: Sequence[str]) -> list[Entry]:
    """The recorded steps of these instruments (`recorded_steps`)."""
    return [entry for entry in recorded_steps(catalogue) if entry.instrument in instruments]


def has_assignments(catalogue: Catalogue) -> bool:
    """Whether the call reads a file of assignments, even an empty one. This runs no SQL."""
    return catalogue.has(ASSIGNMENTS)


def assignments_by_task(catalogue: Catalogue) -> Mapping[str, Sequence[Assignment]]:
    """The assignments of each task by its id: on the whole task first, then on its sentences in their order.

    Of two on the same task or sentence to the same office, the one read later counts.
    """
    return catalogue.once(_read_assignments) if has_assignments(catalogue) else {}


def _read_assignments(catalogue: Catalogue) -> Mapping[str, Sequence[Assignment]]:
    newest = {assignment.key: assignment for assignment in map(Assignment._make, catalogue.select(_ASSIGNMENTS))}
    by_task: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in sorted(newest.values(), key=lambda assignment: assignment.part or 0):
        by_task[assignment.task].append(assignment)
    return dict(by_task)
