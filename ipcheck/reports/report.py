"""The weekly report: what was new in a week, what is still open, what comes next, who carries how much."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ipcheck.base.dates import days_ahead
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.entries import entry_index
from ipcheck.domain.assignment import Assignment, day_of, reminded_from
from ipcheck.domain.compliance import PAST_DUE, Rates, rates
from ipcheck.domain.entry import Entry
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task, due_order
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.office_tasks import late_internal_days, office_tasks
from ipcheck.reports.shared.published_tasks import published_tasks, published_tasks_on
from ipcheck.reports.shared.rate_table import rates_json

AHEAD = 28  # days: the next four weeks
PRESSING = 7  # days within which a last day is a matter of attention
MOST_ATTENTION = 5
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


class LeadLoad(NamedTuple):
    """What an agency leads that is not over: tasks, of these past their day, due within four weeks, blocked. No name
    where the plan names no lead."""

    agency: str | None
    tasks: int = 0
    past_due: int = 0
    upcoming: int = 0
    blocked: int = 0


class Reminder(NamedTuple):
    """What an office is to be reminded of: its task (or the sentence given to it), and in how many days its day comes;
    below 0 where that has passed."""

    task: Task
    assignment: Assignment
    days: int


class Progress(NamedTuple):
    """How far a plan is: its rates, and how many of its tasks are in which state, be their last day what it may."""

    rates: Rates
    states: Mapping[str, int]


class Report(NamedTuple):
    """A week as it stands on `as_of`, the day after it ends, or today in a week that has not ended.

    `fell_due`: past due, and not so when the week began; `stale`: ongoing, and too long without an entry since then;
    `entered`: the entries recorded in the week. `still_open`: past due and not done, by plan, soonest first.
    `attention`: what needs it most, with the reason (`fell_due`, `blocked`, `pressing`, `stale`, `overdue`,
    `unverified`). `past_goals`: goals and conditions past their day, which stand in none of these.
    `reminders`: what offices are to be reminded of until the next report, soonest first; `notes`: what is wrong there.
    """

    week: Week
    as_of: date
    query: TaskQuery
    by_plan: Mapping[str, Progress]
    fell_due: Sequence[Task]
    stale: Sequence[Task]
    entered: Sequence[tuple[Entry, Task]]
    still_open: Mapping[str, Sequence[Task]]
    upcoming: Sequence[Task]
    load: Sequence[LeadLoad]
    attention: Sequence[tuple[Task, str]]
    current: LedgerAge
    past_goals: Sequence[Task]
    reminders: Sequence[Reminder] = ()
    notes: Sequence[str] = ()

    @property
    def rates(self) -> Rates:
        """The counts of all plans."""
        return sum((progress.rates for progress in self.by_plan.values()), Rates())


def judged_on(week: Week, today: date) -> date:
    """The day on which a week is judged: the one after it, when all its days are over, or today if that is earlier."""
    return min(days_ahead(week.last, 1), today)


def report(context: Context, query: TaskQuery, week: Week, before: Judge) -> Report:
    """The report on a week; `context` is of the day on which it is judged (`judged_on`), `before` judges on its
    first."""
    tasks = list(published_tasks(context, query))
    then = {task.key: task.situation.name for task in published_tasks_on(context, query, before)}
    by_plan = _by_plan(tasks, context.judge)
    # goals and conditions are counted apart, and so they are listed nowhere: what is listed adds up to the figures
    work = sorted((task for task in tasks if task.kind == "task"), key=due_order)
    past_due = [task for task in work if task.situation.name in PAST_DUE]
    still_open = {plan: mine for plan in by_plan if (mine := [task for task in past_due if task.plan == plan])}
    fell_due = [task for task in past_due if then.get(task.key) not in PAST_DUE]
    stale = [task for task in work if task.situation.name == "stale" and then.get(task.key) != "stale"]
    upcoming = [task for task in work if _comes(task, context.as_of, AHEAD)]
    return Report(
        week, context.as_of, query, by_plan, fell_due, stale, _entered(context, tasks, week), still_open, upcoming,
        _load(work, context.as_of), _attention(work, fell_due, stale, context.as_of), LedgerAge(context),
        [task for task in tasks if task.kind != "task" and task.situation.name in PAST_DUE],
        _reminders(context, work, query), late_internal_days(work, context.translator),
    )  # fmt: skip


def _reminders(context: Context, tasks: Sequence[Task], query: TaskQuery) -> list[Reminder]:
    """What is assigned, not over, and to be brought to mind before the next report."""
    until = days_ahead(context.as_of, PRESSING - 1).isoformat()
    found = [
        Reminder(share.task, each, (date.fromisoformat(day) - context.as_of).days)
        for share in office_tasks(context, (task for task in tasks if task.assigned), query)
        if share.task.situation.name not in _OVER and not share.task.situation.milestone_met
        for each in share.assigned
        if (begin := reminded_from(each, share.task.due)) and begin <= until and (day := day_of(each, share.task.due))
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.days, each.assignment.office))


def _by_plan(tasks: Sequence[Task], judge: Judge) -> dict[str, Progress]:
    counts: dict[str, Rates] = defaultdict(Rates)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for task in tasks:
        counts[task.plan] += rates(task, judge)
        states[task.plan][task.state.name] += task.kind == "task"
    return {plan: Progress(counts[plan], +states[plan]) for plan in counts}


def _comes(task: Task, today: date, days: int) -> bool:
    """Whether a stated last day of work that is not over lies within so many days, today being the first."""
    if not task.stated or task.situation.name in _OVER or task.situation.milestone_met:
        return False
    return today.isoformat() <= str(task.due) <= days_ahead(today, days - 1).isoformat()


def _entered(context: Context, tasks: Sequence[Task], week: Week) -> list[tuple[Entry, Task]]:
    """The entries recorded in the week, up to the day of the report, each with its task (that of its subject)."""
    by_key = {(task.id, None): task for task in reversed(tasks)} | {task.key: task for task in tasks}
    first, last = week.first.isoformat(), min(week.last, context.as_of).isoformat()
    entries = [
        entry for entry in entry_index(context.catalogue).entries
        if first <= entry.recorded <= last and entry.on <= context.judge.on and (entry.task, None) in by_key
    ]  # fmt: skip
    return [(entry, by_key.get((entry.task, entry.subject)) or by_key[entry.task, None]) for entry in entries]


def _load(tasks: Sequence[Task], today: date) -> list[LeadLoad]:
    counts: dict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for task in tasks:
        if task.situation.name in _OVER and task.state.name != "blocked":
            continue
        past_due, blocked = task.situation.name in PAST_DUE, task.state.name == "blocked"
        each = (True, past_due, _comes(task, today, AHEAD), blocked)
        counts[task.lead] = [count + more for count, more in zip(counts[task.lead], each, strict=True)]
    load = [LeadLoad(agency, *numbers) for agency, numbers in counts.items()]
    return sorted(load, key=lambda each: (-each.past_due, -each.upcoming, -each.tasks, each.agency or "\uffff"))


def _attention(
    tasks: Sequence[Task], fell_due: Sequence[Task], stale: Sequence[Task], today: date
) -> list[tuple[Task, str]]:
    """What needs attention most of `tasks` (soonest first): what has just gone wrong or can still be helped, then what
    is oldest."""
    ranked = [
        *((task, "fell_due") for task in fell_due),
        *((task, "blocked") for task in tasks if task.state.name == "blocked"),
        *((task, "pressing") for task in tasks if _comes(task, today, PRESSING)),
        *((task, "stale") for task in stale),
        *((task, kind) for kind in PAST_DUE for task in tasks if task.situation.name == kind),
    ]
    first: dict[tuple[str, str | None], tuple[Task, str]] = {}
    for task, why in ranked:
        first.setdefault(task.key, (task, why))
    return list(first.values())[:MOST_ATTENTION]


def week_of(day: date) -> Week:
    """The ISO week in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return Week(monday, days_ahead(monday, 6))


def _reminder_json(each: Reminder) -> dict[str, Any]:
    task, given = each.task, each.assignment
    return {"task": task.id, "subject": task.subject, "due": task.due, **given.as_json(), "days": each.days}


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
        "attention": [{"task": task.id, "subject": task.subject, "why": why} for task, why in found.attention],
        "new": [entry.as_json() for entry, _task in found.entered],
        "reminders": [_reminder_json(each) for each in found.reminders],
        "fell_due": tasks(found.fell_due),
        "stale": tasks(found.stale),
        "open": [task.as_json() for each in found.still_open.values() for task in each],
        "upcoming": tasks(found.upcoming),
        "load": [each._asdict() for each in found.load],
        "progress": [
            {"plan": plan, "tasks": sum(each.states.values()), "states": dict(each.states), **rates_json(each.rates)}
            for plan, each in found.by_plan.items()
        ],
    }  # fmt: skip
