"""Compliance on a day: which tasks are findings, and the completion rate of tasks with a stated last day."""

from collections.abc import Collection
from typing import NamedTuple

from ipcheck.domain.outcome import NOT_DONE
from ipcheck.domain.situation import UNREAD, Judge
from ipcheck.domain.task import Task

# The kinds that `check --fail-on` accepts: situations, and in any situation work that is blocked, and phrases that no
# rule reads.
FINDINGS = ("overdue", "unverified", "stale", "due-soon", "blocked", "period-ended", UNREAD)
PAST_DUE = ("overdue", "unverified")  # situations past a stated last day
FAIL_ON = PAST_DUE


def finding_kind(task: Task, kinds: Collection[str]) -> str | None:
    """The kind of finding that a task is, out of `kinds`, or None. Its situation takes precedence over "blocked", and
    that over UNREAD."""
    if task.situation.name in kinds:
        return task.situation.name
    if task.state.name == "blocked" and "blocked" in kinds:
        return "blocked"
    return UNREAD if task.unread and UNREAD in kinds else None


class AcceptedFinding(NamedTuple):
    """A finding that a baseline accepts: its task and its subject, if any; its kind; the reason; its line."""

    task: str
    subject: str | None
    finding: str
    reason: str
    line: int = 0

    @property
    def key(self) -> tuple[str, str | None, str]:
        """The task, subject and kind that a finding must have to be accepted."""
        return self.task, self.subject, self.finding


class Rates(NamedTuple):
    """Counts of tasks, for the completion rate.

    `due` counts the tasks whose stated last day was before the day of the count: due = done + overdue + unverified.
    `late` counts those of `done` that were done after their last day; `partly`, `begun`, `no_record` and `unknown` add
    up to `unverified`, by outcome. These leave out withdrawn tasks, goals, conditions, and tasks without a stated last
    day before the day of the count: the other fields count those, `unread` the tasks whose deadline phrase no rule
    reads.

    `ended` counts those of `period` whose period is over; the other fields that begin with `ended_` add up to it.

    Two counts lie across all others: `blocked`, whatever else a blocked task is, and `past_goals`, the goals and
    conditions past their day that are overdue or unverified.
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
    partly: int = 0
    begun: int = 0
    no_record: int = 0
    unknown: int = 0
    ended: int = 0
    ended_done: int = 0
    ended_partly: int = 0
    ended_begun: int = 0
    ended_no_record: int = 0
    ended_unknown: int = 0
    blocked: int = 0
    past_goals: int = 0
    unread: int = 0

    def __add__(self, other: object) -> "Rates":
        """The sum of two counts, field by field."""
        if not isinstance(other, Rates):
            return NotImplemented
        return Rates._make(count + addend for count, addend in zip(self, other, strict=True))

    @property
    def tasks(self) -> int:
        """The number of all tasks counted."""
        kinds = (self.to_come, self.ongoing, self.period, self.undated, self.unread)
        return self.due + sum(kinds) + self.goals + self.conditions + self.withdrawn

    @property
    def all_ended(self) -> bool:
        """Whether all work that is counted is of plans whose period is over."""
        return 0 < self.ended == self.tasks - self.goals - self.conditions - self.withdrawn

    @property
    def rate(self) -> float | None:
        """The completion rate (完成率), done / due; None where no task was due or any task is unverified."""
        return self.done / self.due if self.due and not self.unverified else None


def rates(task: Task, judge: Judge) -> Rates:
    """The counts of a single task on the day of `judge`."""
    counted = _counted_once(task, judge)
    return counted._replace(blocked=1) if task.state.name == "blocked" else counted


def is_open_after_period(task: Task, judge: Judge) -> bool:
    """Whether the period of a task's plan has ended, and the task is not known to be done."""
    return bool(rates(task, judge).ended) and task.outcome in NOT_DONE


def _counted_once(task: Task, judge: Judge) -> Rates:
    """The counts of a single task in the one place that it has among them."""
    if task.situation.name == "withdrawn":
        return Rates(withdrawn=1)
    if task.kind != "task":
        past = int(task.situation.name in PAST_DUE)
        return Rates(goals=int(task.kind == "goal"), conditions=int(task.kind == "condition"), past_goals=past)
    if task.deadline_basis == UNREAD:
        return Rates(unread=1)
    if task.stated:
        return _rates_of_dated(task, judge)
    if task.deadline_basis == "plan" and task.due:
        if task.due >= judge.on:
            return Rates(period=1)
        return Rates(period=1, ended=1, **{f"ended_{_field(task)}": 1})
    return Rates(ongoing=1) if task.ongoing else Rates(undated=1)


def _rates_of_dated(task: Task, judge: Judge) -> Rates:
    if str(task.due) >= judge.on:  # the last day itself is not over
        return Rates(to_come=1)
    if task.done_on:
        return Rates(due=1, done=1, late=int(bool(task.late)))
    if task.situation.name == "overdue":
        return Rates(due=1, overdue=1)
    return Rates(due=1, unverified=1, **{_field(task): 1})


def _field(task: Task) -> str:
    """The outcome of a task as the name of a field of Rates."""
    return task.outcome.replace("-", "_")
