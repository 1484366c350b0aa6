"""Assignments: which office of an agency's own house works on a task, by which internal day, with which reminders.

The house makes its own assignments, in a file beside the plans and never in a plan. They change neither the meaning of
a plan nor the state of a task.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ipcheck.base.rows import split_list

AHEAD = 7  # days before an internal day when reminding begins, where the assignment gives none


class Assignment(NamedTuple):
    """A task, or its sentence `part` (from 1), assigned to an office.

    `internal_due` is ISO text. `remind` holds numbers of days before `internal_due`, or before the task's own last day
    where there is no internal one: greatest first, joined by LINE_SEP. `line` and `column` are its place in the file.
    """

    task: str
    part: int | None
    office: str
    person: str | None
    internal_due: str | None
    remind: str
    note: str | None
    line: int
    column: int

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What identifies the assignment. Of two assignments with the same key, the one in the later file counts."""
        return self.task, self.part, self.office

    @property
    def reminders(self) -> list[int]:
        """The numbers of days in `remind`."""
        return [int(days) for days in split_list(self.remind)]

    def as_json(self) -> dict[str, Any]:
        """The assignment as JSON answers contain it."""
        values = self._asdict()
        return {key: values[key] for key in ("part", "office", "person", "internal_due")} | {
            "remind": self.reminders, "note": self.note,
        }  # fmt: skip


def target_day(assignment: Assignment, due: str | None) -> str | None:
    """The day that an office works towards: the internal day, else the task's last day `due`."""
    return assignment.internal_due or due


def first_reminder_day(assignment: Assignment, due: str | None) -> str | None:
    """The day (ISO text) from which an office is reminded of an assignment whose task has the last day `due`.

    None where there is neither an internal day nor a last day, or only a last day and no `remind`.
    """
    day = target_day(assignment, due)
    if day is None or not (assignment.internal_due or assignment.reminders):
        return None
    days_before = max(assignment.reminders, default=AHEAD)
    target = date.fromisoformat(day)
    return (target - timedelta(days=min(days_before, (target - date.min).days))).isoformat()


def offices(assignments: Iterable[Assignment]) -> list[str]:
    """The offices of the assignments, each once, in order of appearance."""
    return list(dict.fromkeys(assignment.office for assignment in assignments))


def persons(assignments: Iterable[Assignment]) -> list[str]:
    """The persons whom the assignments name, each once, in order of appearance."""
    return list(dict.fromkeys(assignment.person for assignment in assignments if assignment.person))


def internal_days(assignments: Iterable[Assignment]) -> list[str]:
    """The internal days of the assignments (ISO text), each once, soonest first."""
    return sorted({assignment.internal_due for assignment in assignments if assignment.internal_due})


def filter_assignments(
    assignments: Iterable[Assignment], names: Sequence[str] = (), people: Sequence[str] = ()
) -> list[Assignment]:
    """The assignments to the offices `names` and the persons `people`; an empty sequence means any."""
    return [
        assignment for assignment in assignments
        if (not names or assignment.office in names) and (not people or assignment.person in people)
    ]  # fmt: skip
