"""Assignments: who in the house answers for a task, read once for all questions of a command."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ipcheck.catalogue.store import Catalogue
from ipcheck.datafiles.discovery import ASSIGNMENTS
from ipcheck.domain.assignment import Assignment

_ASSIGNMENTS = """
    SELECT task, part, office, person, internal_due, remind, note
    FROM active CROSS JOIN assignments USING (file) ORDER BY rank, line, column
"""


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
