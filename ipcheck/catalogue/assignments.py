"""Who answers for tasks in the house, read once for all that a command asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ipcheck.catalogue.store import Catalogue
from ipcheck.datafiles.discovery import ASSIGNMENTS
from ipcheck.domain.assignment import Assignment

_GIVEN = """
    SELECT task, part, office, person, internal_due, remind, note
    FROM active CROSS JOIN assignments USING (file) ORDER BY rank, line, column
"""


def has_assignments(catalogue: Catalogue) -> bool:
    """Whether the call reads a file of assignments, be it one without any; this asks the catalogue nothing."""
    return catalogue.has(ASSIGNMENTS)


def assigned(catalogue: Catalogue) -> Mapping[str, Sequence[Assignment]]:
    """The assignments of each task by its id, sentences in their order and the whole task first."""
    return catalogue.once(_assigned) if has_assignments(catalogue) else {}


def _assigned(catalogue: Catalogue) -> Mapping[str, Sequence[Assignment]]:
    newest = {each.key: each for each in map(Assignment._make, catalogue.select(_GIVEN))}
    by_task: dict[str, list[Assignment]] = defaultdict(list)
    for each in sorted(newest.values(), key=lambda each: each.part or 0):
        by_task[each.task].append(each)
    return dict(by_task)
