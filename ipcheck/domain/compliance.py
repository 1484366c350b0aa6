"""Compliance on a day: which tasks are findings, and the rates over stated last days."""

from collections.abc import Collection
from typing import NamedTuple

from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task

# What `check` may be told to fail on: situations, and work that is blocked in whatever situation.
FINDINGS = ("overdue", "unverified", "stale", "due-soon", "blocked", "period-ended")
PAST_DUE = ("overdue", "unverified")  # situations past a stated last day
FAIL_ON = PAST_DUE


def finding_kind(task: Task, kinds: Collection[str]) -> str | None:
    """The kind of finding that a task is, of those looked for; its situation comes before its being blocked."""
    if task.situation.name in kinds:
        return task.situation.name
    return "blocked" if task.state.name == "blocked" and "blocked" in kinds else None


class AcceptedFinding(NamedTuple):
    """An accepted finding: the task, for whom (where its day is one city's), the kind, why, and where that stands."""

    task: str
    subject: str | None
    finding: str
    reason: str
    line: int = 0

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What a finding must be to be accepted by it."""
        return self.task, self.subject, self.finding


def published_by(task: Task, on: str) -> bool:
    """Whether its plan was published by a day (ISO text): before that nobody could answer for it. A plan whose day is
    not known always is."""
    return task.published is None or task.published <= on


class Rates(NamedTuple):
    """Counts of tasks, and what is counted apart from the rates.

    `due` tasks had a stated last day before the day of the count: due = done + overdue + unverified. Of those done,
    `late` were done after their day. Goals, conditions, and tasks without a stated day before the day of the count are
    in none of these.
    """

    due: int = 0
    done: int = 0
    late: int = 0
    overdue: int = 0
    unverified: int = 0
    to_come: int = 0
    ongoing: int = 0
    period: int = 0
    undated: int = 0
    goals: int = 0
    conditions: int = 0
    withdrawn: int = 0

    def __add__(self, other: object) -> "Rates":
        """Two counts as one."""
        if not isinstance(other, Rates):
            return NotImplemented
        return Rates._make(mine + its for mine, its in zip(self, other, strict=True))

    @property
    def tasks(self) -> int:
        """All that were counted."""
        return sum(self) - self.due - self.late

    @property
    def rate(self) -> float | None:
        """完成率: the share done of what was due; None unless every task is known to be done or not, or where none was
        due."""
        return self.done / self.due if self.due and not self.unverified else None


def rates(task: Task, judge: Judge) -> Rates:
    """One task as a count."""
    if task.situation.name == "withdrawn":
        return Rates(withdrawn=1)
    if task.kind != "task":
        return Rates(goals=int(task.kind == "goal"), conditions=int(task.kind == "condition"))
    if task.stated:
        return _dated(task, judge)
    if task.deadline_basis == "plan" and task.due:
        return Rates(period=1)
    return Rates(ongoing=1) if task.ongoing else Rates(undated=1)


def _dated(task: Task, judge: Judge) -> Rates:
    due = str(task.due)
    if due >= judge.on:  # the day itself is not over
        return Rates(to_come=1)
    done_on = task.state.since if task.state.name == "done" else None
    if task.situation.milestone_met:
        done_on = task.state.reached
    if done_on:
        return Rates(due=1, done=1, late=int(done_on > due))
    return Rates(due=1, overdue=1) if task.state.newest else Rates(due=1, unverified=1)
