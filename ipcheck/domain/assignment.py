"""Who in an agency's own house answers for a task, by when inside the house, and when to remind them.

Assignments are the house's own affair: they stand in a file beside the plans, never in one, and change nothing of what
a plan says or of how a task stands.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

AHEAD = 7  # days before an internal day from which it is brought to mind, where the assignment says nothing else


class Assignment(NamedTuple):
    """A task, or its sentence `part` (from 1), given to an office. `internal_due` is ISO text, `remind` holds days
    before it (before the task's own last day where there is no internal one), the greatest first, joined by newlines.
    """

    task: str
    part: int | None
    office: str
    person: str | None
    internal_due: str | None
    remind: str
    note: str | None

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What it is about: of two with one key the later file's counts."""
        return self.task, self.part, self.office

    @property
    def reminders(self) -> list[int]:
        """The days before."""
        return [int(days) for days in self.remind.split("\n") if days]

    def as_json(self) -> dict[str, Any]:
        """The assignment as JSON answers give it."""
        said = self._asdict()
        return {key: said[key] for key in ("part", "office", "person", "internal_due")} | {
            "remind": self.reminders, "note": self.note,
        }  # fmt: skip


def day_of(assignment: Assignment, due: str | None) -> str | None:
    """The day that an office works towards: its internal one, else the task's last day."""
    return assignment.internal_due or due


def reminded_from(assignment: Assignment, due: str | None) -> str | None:
    """From which day on an assignment is brought to mind; None where it has no day, or where only the task has one and
    nobody asked to be reminded."""
    day = day_of(assignment, due)
    if day is None or not (assignment.internal_due or assignment.reminders):
        return None
    before = max(assignment.reminders, default=AHEAD)
    begin = date.fromisoformat(day)
    return (begin - timedelta(days=min(before, (begin - date.min).days))).isoformat()


def offices(assignments: Iterable[Assignment]) -> list[str]:
    """The offices, each once."""
    return list(dict.fromkeys(each.office for each in assignments))


def persons(assignments: Iterable[Assignment]) -> list[str]:
    """The persons who are named, each once."""
    return list(dict.fromkeys(each.person for each in assignments if each.person))


def internal_days(assignments: Iterable[Assignment]) -> list[str]:
    """The internal days, soonest first, each once."""
    return sorted({each.internal_due for each in assignments if each.internal_due})


def filter_assignments(
    assignments: Iterable[Assignment], names: Sequence[str] = (), people: Sequence[str] = ()
) -> list[Assignment]:
    """Those of these offices and of these persons; of all where none is named."""
    return [
        each for each in assignments
        if (not names or each.office in names) and (not people or each.person in people)
    ]  # fmt: skip
