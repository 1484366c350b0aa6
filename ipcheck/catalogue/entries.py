"""What the ledgers of a call record, read once for all that a command asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipcheck.catalogue.store import Catalogue
from ipcheck.ledger import Entry, events, in_time

# A shipped ledger is about the shipped plans: where the user's own plan replaces one, its numbers may mean other tasks.
_ENTRIES = """
    SELECT e.plan, e.task, e.part, e.instrument, e.agency, e.subject, e.state, e.step, e.event, e."on", e.recorded,
           e.evidence, e.source, e."by", e.note, e.next, e.line, e.column, f.path
    FROM entries e JOIN active a ON a.file = e.file JOIN files f ON f.id = e.file
    JOIN plans p ON p.id = e.plan JOIN active ap ON ap.file = p.file
    WHERE NOT a.shipped OR ap.shipped
    ORDER BY a.rank, e.line, e.column
"""


class Recorded(NamedTuple):
    """Every entry in time order (of one day as the ledgers have them), and the same by task."""

    entries: Sequence[Entry]
    by_task: Mapping[str, Sequence[Entry]]

    def starts(self, on: str) -> dict[tuple[str, str], list[tuple[str | None, str]]]:
        """The events up to a day from which spans count: {(plan, event): [(subject, day)]}."""
        found: dict[tuple[str, str], list[tuple[str | None, str]]] = defaultdict(list)
        for plan, event, subject, day in events(self.entries, on):
            found[plan, event].append((subject, day))
        return found


def recorded(catalogue: Catalogue) -> Recorded:
    """What the ledgers of this call record."""
    return catalogue.once(_recorded)


def _recorded(catalogue: Catalogue) -> Recorded:
    entries = in_time([Entry(*row) for row in catalogue.select(_ENTRIES)])
    by_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task].append(entry)
    return Recorded(entries, dict(by_task))
