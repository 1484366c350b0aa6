"""The scorecard of promises: what became of them, counted, and how late those were kept that came late."""

from collections import Counter
from collections.abc import Iterable

from ipcheck.domain.outcome import NOT_DONE
from ipcheck.domain.task import Task

IN_TIME, LATE, KEPT = "in-time", "late", "kept"
ALL_KEPT = (IN_TIME, LATE, KEPT)
# What became of a promise: its outcome, of which `done` is told apart by the stated last day.
RESULTS = (*ALL_KEPT, *NOT_DONE, "withdrawn")
NOTHING_KNOWN = ("no-record", "unknown")
# What kind of promise it is, by when it was to be kept. GOAL and CONDITION are kinds of their own, whatever their day.
DATED, TO_COME, PERIOD, STANDING, GOAL, CONDITION = "dated", "to-come", "period", "standing", "goal", "condition"
GROUPS = (DATED, TO_COME, PERIOD, STANDING, GOAL, CONDITION)

LEAST_DELAYS = 3  # known delays from which a median says something
LEAST_PROMISES = 10  # promises from which a share says something
MOST_UNKNOWN = 0.2  # the part of the promises of which nothing may be known for a share to be given


def result_of(task: Task) -> str:
    """What became of a promise, as one of RESULTS. KEPT where nobody can tell whether in time: no last day is stated
    for it, or only the month or year is known in which it was kept."""
    if task.outcome != "done":
        return task.outcome
    return {True: LATE, False: IN_TIME, None: KEPT}[task.late]


def group_of(task: Task, on: str) -> str:
    """By when a promise was to be kept on the day `on` (ISO text), as one of GROUPS.

    DATED: a stated last day has passed. TO_COME: it has not. PERIOD: only the period of the plan ends. STANDING: the
    work goes on, no day is given, or no rule reads the phrase.
    """
    if task.kind != "task":
        return task.kind
    if task.stated:
        return DATED if str(task.due) < on else TO_COME
    return PERIOD if task.deadline_basis == "plan" and task.due else STANDING


class Score:
    """Promises, counted by what became of them (`results`, by RESULTS).

    `overdue` has the ids of those known to be open after their last day, `after_period` counts those kept after the
    period of their plan, and `delays` has the days by which promises were late, as far as these are known.
    """

    def __init__(self, tasks: Iterable[Task] = ()) -> None:
        self.results: Counter[str] = Counter()
        self.overdue: list[str] = []
        self.after_period = 0
        self.delays: list[int] = []
        for task in tasks:
            self.add(task)

    def add(self, task: Task) -> None:
        """Count a promise."""
        result = result_of(task)
        self.results[result] += 1
        if task.situation.name == "overdue":
            self.overdue.append(task.id)
        self.after_period += task.situation.after_period
        if result == LATE and task.days_late:
            self.delays.append(task.days_late)

    def __add__(self, other: "Score") -> "Score":
        """The score of the promises of both."""
        whole = Score()
        whole.results = self.results + other.results
        whole.overdue, whole.delays = self.overdue + other.overdue, self.delays + other.delays
        whole.after_period = self.after_period + other.after_period
        return whole

    @property
    def promises(self) -> int:
        """The number of all promises."""
        return self.results.total()

    @property
    def kept(self) -> int:
        """The number of promises that are known to be kept, in time or not."""
        return sum(self.results[result] for result in ALL_KEPT)

    @property
    def unknown(self) -> int:
        """The number of promises of which nothing is known: none was found, or nobody looked."""
        return sum(self.results[result] for result in NOTHING_KNOWN)

    @property
    def median_delay(self) -> int | None:
        """The median of the known delays in days, of two middle ones the mean; None of fewer than LEAST_DELAYS."""
        days, middle = sorted(self.delays), len(self.delays) // 2
        if len(days) < LEAST_DELAYS:
            return None
        return days[middle] if len(days) % 2 else round((days[middle - 1] + days[middle]) / 2)

    @property
    def share(self) -> float | None:
        """The share of the promises that were kept, those withdrawn left out; None where it would say little: of fewer
        than LEAST_PROMISES, or where nothing is known of more than MOST_UNKNOWN of them."""
        counted = self.promises - self.results["withdrawn"]
        if counted < LEAST_PROMISES or self.unknown > MOST_UNKNOWN * counted:
            return None
        return self.kept / counted
