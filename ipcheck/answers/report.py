"""The weekly report: what was new in a week, what is still open, what comes next, who carries how much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.entry_table import Current
from ipcheck.answers.rate_table import rates_json, total
from ipcheck.catalogue.entries import recorded
from ipcheck.catalogue.query import Wanted, find_tasks
from ipcheck.compliance import Rates, in_force, rates
from ipcheck.ledger import Entry
from ipcheck.situation import Judge
from ipcheck.spans import days_ahead
from ipcheck.tasks import Task

AHEAD = 28  # days: the next four weeks
PRESSING = 7  # days within which a last day is a matter of attention
MOST_ATTENTION = 5
PAST_DUE = ("overdue", "unverified")
_OVER = ("withdrawn", "done", "done-late", "carried-on", "period-ended")


class Week(NamedTuple):
    """An ISO week, Monday to Sunday."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """As people type it: 2025-W50."""
        year, number, _day = self.first.isocalendar()
        return f"{year}-W{number:02}"


class Burden(NamedTuple):
    """What an agency leads that is not over: tasks, of these past their day, due within four weeks, blocked. No name
    where the plan names no lead."""

    agency: str | None
    tasks: int = 0
    past_due: int = 0
    upcoming: int = 0
    blocked: int = 0


class Report(NamedTuple):
    """A week as it stands on `as_of`, the day after it ends, or today in a week that has not ended.

    `fell_due`: past due since the week began; `stale`: ongoing, and too long without an entry since then; `entered`:
    the entries recorded in the week. `still_open`: past due and not done, by plan, soonest first. `attention`: what
    needs it most, with the reason (`fell_due`, `blocked`, `pressing`, `stale`, `overdue`, `unverified`).
    """

    week: Week
    as_of: date
    wanted: Wanted
    by_plan: Mapping[str, Rates]
    fell_due: Sequence[Task]
    stale: Sequence[Task]
    entered: Sequence[tuple[Entry, Task]]
    still_open: Mapping[str, Sequence[Task]]
    upcoming: Sequence[Task]
    load: Sequence[Burden]
    attention: Sequence[tuple[Task, str]]
    current: Current

    @property
    def rates(self) -> Rates:
        """The counts of all plans."""
        return total(self.by_plan)


def last_day(week: Week, today: date) -> date:
    """The day on which a week is judged: the one after it, when all its days are over, or today if that is earlier."""
    return min(days_ahead(week.last, 1), today)


def report(asked: Asked, wanted: Wanted, week: Week, before: Judge) -> Report:
    """The report on a week; `asked` is of its `last_day`, `before` judges on its first."""
    tasks = [task for task in find_tasks(asked.catalogue, wanted, asked.judge) if in_force(task, asked.judge.on)]
    was_stale = {_key(task) for task in find_tasks(asked.catalogue, wanted, before) if task.situation.name == "stale"}
    by_plan: dict[str, Rates] = defaultdict(Rates)
    still_open: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_plan[task.plan] += rates(task, asked.judge)
    for task in sorted((task for task in tasks if task.situation.name in PAST_DUE), key=_soonest):
        still_open[task.plan].append(task)
    in_order = {plan: still_open[plan] for plan in by_plan if plan in still_open}
    fell_due = sorted((task for task in tasks if _fell_due(task, week)), key=_soonest)
    stale = [task for task in tasks if task.situation.name == "stale" and _key(task) not in was_stale]
    upcoming = sorted((task for task in tasks if _comes(task, asked.as_of, AHEAD)), key=_soonest)
    return Report(
        week, asked.as_of, wanted, by_plan, fell_due, stale, _entered(asked, tasks, week), in_order, upcoming,
        _load(tasks, asked.as_of), _attention(tasks, fell_due, stale, asked.as_of), Current(asked),
    )  # fmt: skip


def _key(task: Task) -> tuple[str, str | None]:
    return task.id, task.subject


def _soonest(task: Task) -> str:
    return task.due or "9999"


def _fell_due(task: Task, week: Week) -> bool:
    return task.situation.name in PAST_DUE and (task.due or "") >= week.first.isoformat()


def _comes(task: Task, today: date, days: int) -> bool:
    """Whether a stated last day of work that is not over lies within so many days, today being the first."""
    if not task.stated or task.state.name in ("done", "withdrawn"):
        return False
    return today.isoformat() <= str(task.due) <= days_ahead(today, days - 1).isoformat()


def _entered(asked: Asked, tasks: Sequence[Task], week: Week) -> list[tuple[Entry, Task]]:
    by_id = {task.id: task for task in tasks}
    first, last = week.first.isoformat(), week.last.isoformat()
    entries = [entry for entry in recorded(asked.catalogue).entries if first <= entry.recorded <= last]
    return [(entry, by_id[entry.task]) for entry in entries if entry.task in by_id and entry.on <= asked.judge.on]


def _load(tasks: Sequence[Task], today: date) -> list[Burden]:
    counts: dict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for task in tasks:
        if task.situation.name in _OVER:
            continue
        past_due, blocked = task.situation.name in PAST_DUE, task.state.name == "blocked"
        each = (True, past_due, _comes(task, today, AHEAD), blocked)
        counts[task.lead] = [count + more for count, more in zip(counts[task.lead], each, strict=True)]
    load = [Burden(agency, *numbers) for agency, numbers in counts.items()]
    return sorted(load, key=lambda each: (-each.past_due, -each.upcoming, -each.tasks, each.agency or "\uffff"))


def _attention(
    tasks: Sequence[Task], fell_due: Sequence[Task], stale: Sequence[Task], today: date
) -> list[tuple[Task, str]]:
    """What needs attention most: first what can still be helped, or has just gone wrong; then what is oldest."""
    ranked = [
        *((task, "fell_due") for task in fell_due),
        *((task, "blocked") for task in tasks if task.state.name == "blocked"),
        *((task, "pressing") for task in sorted(tasks, key=_soonest) if _comes(task, today, PRESSING)),
        *((task, "stale") for task in stale),
        *((task, kind) for kind in PAST_DUE for task in sorted(tasks, key=_soonest) if task.situation.name == kind),
    ]
    first: dict[tuple[str, str | None], tuple[Task, str]] = {}
    for task, why in ranked:
        first.setdefault(_key(task), (task, why))
    return list(first.values())[:MOST_ATTENTION]


def week_of(day: date) -> Week:
    """The ISO week in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return Week(monday, days_ahead(monday, 6))


def as_json(found: Report, conclusion: str) -> dict[str, Any]:
    """The report as JSON answers give it (design section 5); `new` holds the entries recorded in the week."""

    def tasks(each: Sequence[Task]) -> list[Any]:
        return [task.as_json() for task in each]

    current = {"entries": found.current.entries, "newest": found.current.newest}
    return {
        "week": found.week.name, "from": found.week.first.isoformat(), "to": found.week.last.isoformat(),
        "as_of": found.as_of.isoformat(),
        "summary": {
            "conclusion": conclusion, **rates_json(found.rates), "upcoming": len(found.upcoming), "ledger": current,
        },
        "attention": [{"task": task.id, "why": why} for task, why in found.attention],
        "new": [entry.as_json() for entry, _task in found.entered],
        "fell_due": tasks(found.fell_due),
        "stale": tasks(found.stale),
        "open": [task.as_json() for each in found.still_open.values() for task in each],
        "upcoming": tasks(found.upcoming),
        "load": [each._asdict() for each in found.load],
        "progress": [{"plan": plan, **rates_json(each)} for plan, each in found.by_plan.items()],
    }  # fmt: skip
