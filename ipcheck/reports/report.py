"""The weekly report: what was new in a week, what is still open, what comes next, and who carries how much."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ipcheck.base.dates import Span, days_ahead
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import find_published_tasks, find_tasks_earlier
from ipcheck.catalogue.records import recorded_steps
from ipcheck.catalogue.unread import UnreadCounts, unread_counts
from ipcheck.domain.assignment import Assignment, first_reminder_day, target_day
from ipcheck.domain.compliance import PAST_DUE, Rates, rates
from ipcheck.domain.entry import Entry
from ipcheck.domain.situation import UNREAD, Judge
from ipcheck.domain.task import Task, due_order
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.news import recorded_between
from ipcheck.reports.shared.office_tasks import late_internal_days, office_tasks
from ipcheck.reports.shared.rate_table import rates_json, total
from ipcheck.reports.shared.task_table import task_json

AHEAD = 28  # days: the next four weeks
PRESSING = 7  # days within which a last day needs attention
MOST_ATTENTION = 5  # tasks that need attention, at most
_OVER = ("withdrawn", "done", "done-late", "carried-on", "period-ended")


class Week(NamedTuple):
    """An ISO week, Monday to Sunday."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """The week as people type it: 2025-W50."""
        year, number, _day = self.first.isocalendar()
        return f"{year}-W{number:02}"


class LeadLoad(NamedTuple):
    """The tasks that an agency leads and that are not over, or are blocked: how many there are, and how many of these
    are past their day, due within four weeks, and blocked. A task that several agencies lead counts for each of them.
    `agency` is None for tasks whose plan names no lead, and, counted apart, for those whose responsibility phrase no
    rule reads (`unread`)."""

    agency: str | None
    tasks: int = 0
    past_due: int = 0
    upcoming: int = 0
    blocked: int = 0
    unread: bool = False


class Reminder(NamedTuple):
    """What an office is to be reminded of: a task (or the sentence assigned to the office), and in how many days its
    day comes; below 0 if the day has passed."""

    task: Task
    assignment: Assignment
    days: int


class Progress(NamedTuple):
    """The progress of a plan: its rates, and the number of its tasks in each state, whatever their last days are. The
    states leave out goals and conditions."""

    rates: Rates
    states: Mapping[str, int]


class Report(NamedTuple):
    """A week as judged on `as_of`: the day after the week or, if the week has not ended, today.

    `tasks`: all that the report covers. `ended_on`: the last days of the periods that have ended, by plan. `fell_due`:
    past due now, but not when the week began; `stale`: ongoing and too long without an entry now, but not when the week
    began. `happened`: the entries on what happened in the week, each with its task; `steps`: the steps of instruments
    that happened in it, without those of tasks; `entered`: the entries of both kinds recorded in the week, on what
    happened before it. `announced`: steps of instruments that come within four weeks. `still_open`: past due and not
    done, by plan, soonest first. `attention`: the tasks that need it most, each with the reason
    (`fell_due`, `blocked`, `pressing`, `stale`, `overdue`, `unverified`). `current`: how current the ledgers are.
    `past_goals`: goals and conditions past their day; no other list has them. `reminders`: what offices are to be
    reminded of until the next report, soonest first; `notes`: lines on assignments that are wrong.
    `unread` counts the phrases that no rule reads.
    """

    week: Week
    as_of: date
    query: TaskQuery
    tasks: Sequence[Task]
    by_plan: Mapping[str, Progress]
    ended_on: Mapping[str, str]
    fell_due: Sequence[Task]
    stale: Sequence[Task]
    happened: Sequence[tuple[Entry, Task]]
    steps: Sequence[Entry]
    entered: Sequence[Entry]
    announced: Sequence[Entry]
    still_open: Mapping[str, Sequence[Task]]
    upcoming: Sequence[Task]
    load: Sequence[LeadLoad]
    attention: Sequence[tuple[Task, str]]
    current: LedgerAge
    past_goals: Sequence[Task]
    reminders: Sequence[Reminder] = ()
    notes: Sequence[str] = ()
    unread: UnreadCounts = UnreadCounts()

    @property
    def rates_by_plan(self) -> dict[str, Rates]:
        """The counts of each plan."""
        return {plan: progress.rates for plan, progress in self.by_plan.items()}

    @property
    def rates(self) -> Rates:
        """The counts of all plans together."""
        return total(self.rates_by_plan)


def judged_on(week: Week, today: date) -> date:
    """The day on which a week is judged: the day after its last, or `today` if that is earlier."""
    return min(days_ahead(week.last, 1), today)


def report(context: Context, query: TaskQuery, week: Week, before: Judge) -> Report:
    """The report on a week. `context` is that of the day on which the week is judged (`judged_on`); `before` judges on
    the first day of the week."""
    tasks = list(find_published_tasks(context.catalogue, query, context.judge))
    earlier_situations = {
        task.key: task.situation.name for task in find_tasks_earlier(context.catalogue, query, before)
    }
    by_plan, ended_on = _by_plan(tasks, context.judge)
    # the figures count goals and conditions apart; no list has them, so that the lists add up to the figures
    work = sorted((task for task in tasks if task.kind == "task"), key=due_order)
    past_due = [task for task in work if task.situation.name in PAST_DUE]
    still_open = {
        plan: plan_tasks for plan in by_plan if (plan_tasks := [task for task in past_due if task.plan == plan])
    }
    fell_due = [task for task in past_due if earlier_situations.get(task.key) not in PAST_DUE]
    stale = [task for task in work if task.situation.name == "stale" and earlier_situations.get(task.key) != "stale"]
    upcoming = [task for task in work if _is_due_within(task, context.as_of, AHEAD)]
    return Report(
        week, context.as_of, query, tasks, by_plan, ended_on, fell_due, stale, *_news(context, tasks, week),
        still_open, upcoming, _load(work, context.as_of), _attention(work, fell_due, stale, context.as_of),
        LedgerAge(context),
        [task for task in tasks if task.kind != "task" and task.situation.name in PAST_DUE],
        _reminders(context, work, query), late_internal_days(work, context.translator),
        unread_counts(context.catalogue, query, context.judge, only_published=True),
    )  # fmt: skip


def _reminders(context: Context, tasks: Sequence[Task], query: TaskQuery) -> list[Reminder]:
    """What is assigned, not over, and to be brought to mind before the next report, soonest first."""
    until = days_ahead(context.as_of, PRESSING - 1).isoformat()
    reminders = [
        Reminder(office_task.task, assignment, (date.fromisoformat(day) - context.as_of).days)
        for office_task in office_tasks(context, (task for task in tasks if task.assigned), query)
        if office_task.task.situation.name not in _OVER and not office_task.task.situation.milestone_met
        for assignment in office_task.assigned
        if (begin := first_reminder_day(assignment, office_task.task.due)) and begin <= until
        and (day := target_day(assignment, office_task.task.due))
    ]  # fmt: skip
    return sorted(reminders, key=lambda reminder: (reminder.days, reminder.assignment.office))


def _by_plan(tasks: Sequence[Task], judge: Judge) -> tuple[dict[str, Progress], dict[str, str]]:
    """The progress of each plan, and the last day of the period of those whose period has ended."""
    counts: dict[str, Rates] = defaultdict(Rates)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    ended_on: dict[str, str] = {}
    for task in tasks:
        counted = rates(task, judge)
        counts[task.plan] += counted
        states[task.plan][task.state.name] += task.kind == "task"
        if counted.ended:
            ended_on[task.plan] = str(task.due)
    return {plan: Progress(counts[plan], +states[plan]) for plan in counts}, ended_on


def _is_due_within(task: Task, today: date, days: int) -> bool:
    """Whether a task that is not over has a stated last day within so many days, of which today is the first."""
    if not task.stated or task.situation.name in _OVER or task.situation.milestone_met:
        return False
    return today.isoformat() <= str(task.due) <= days_ahead(today, days - 1).isoformat()


class _News(NamedTuple):
    """What the ledgers record, as the fields of a report with these names hold it."""

    happened: Sequence[tuple[Entry, Task]]
    steps: Sequence[Entry]
    entered: Sequence[Entry]
    announced: Sequence[Entry]


def _news(context: Context, tasks: Sequence[Task], week: Week) -> _News:
    """What the ledgers record of these tasks, and of the instruments that they name, in the week and after it. Of a
    week that goes on, only the days up to today count."""
    named = {name for task in tasks for name in task.instrument_names} if recorded_steps(context.catalogue) else set()
    recorded = recorded_between(context, tasks, named, Span(week.first, min(week.last, context.as_of)))
    until = days_ahead(context.as_of, AHEAD - 1).isoformat()
    return _News(
        [(entry, task) for entry, task in recorded.happened if task],
        [step for step, task in recorded.happened if not task],
        [entry for entry, _task in recorded.entered_late],
        [step for step, _task in recorded.announced if step.on_from <= until],
    )


def _load(tasks: Sequence[Task], today: date) -> list[LeadLoad]:
    counts: dict[tuple[str | None, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for task in tasks:
        if task.situation.name in _OVER and task.state.name != "blocked":
            continue
        past_due, blocked = task.situation.name in PAST_DUE, task.state.name == "blocked"
        counted = (True, past_due, _is_due_within(task, today, AHEAD), blocked)
        leads: Sequence[str | None] = task.listed("leads") or [None]
        for lead in [(agency, task.responsibility_basis == UNREAD) for agency in leads]:
            counts[lead] = [count + more for count, more in zip(counts[lead], counted, strict=True)]
    load = [
        LeadLoad(agency, tasks, past_due, upcoming, blocked, unread)
        for (agency, unread), (tasks, past_due, upcoming, blocked) in counts.items()
    ]
    return sorted(load, key=lambda lead: (-lead.past_due, -lead.upcoming, -lead.tasks, lead.agency or "\uffff"))


def _attention(
    tasks: Sequence[Task], fell_due: Sequence[Task], stale: Sequence[Task], today: date
) -> list[tuple[Task, str]]:
    """The tasks that need attention most, each with the reason: first what has just gone wrong or can still be helped,
    then what has been past due for longest. `tasks` stand soonest first."""
    ranked = [
        *((task, "fell_due") for task in fell_due),
        *((task, "blocked") for task in tasks if task.state.name == "blocked"),
        *((task, "pressing") for task in tasks if _is_due_within(task, today, PRESSING)),
        *((task, "stale") for task in stale),
        *((task, kind) for kind in PAST_DUE for task in tasks if task.situation.name == kind),
    ]
    first: dict[tuple[str, str | None], tuple[Task, str]] = {}
    for task, why in ranked:
        first.setdefault(task.key, (task, why))
    return list(first.values())[:MOST_ATTENTION]


def week_of(day: date) -> Week:
    """The ISO week that contains `day`."""
    monday = day - timedelta(days=day.weekday())
    return Week(monday, days_ahead(monday, 6))


def _reminder_json(reminder: Reminder) -> dict[str, Any]:
    task, assignment = reminder.task, reminder.assignment
    return {"task": task.id, "subject": task.subject, "due": task.due, **assignment.as_json(), "days": reminder.days}


def _load_json(load: LeadLoad) -> dict[str, Any]:
    """The load as JSON answers have it; the key `unread` is there only where it is true."""
    return {key: value for key, value in load._asdict().items() if key != "unread" or value}


def as_json(context: Context, result: Report, conclusion: str) -> dict[str, Any]:
    """The report as JSON answers give it."""
    of_task = task_json(context)

    def tasks(listed: Sequence[Task]) -> list[Any]:
        return list(map(of_task, listed))

    def entries(listed: Iterable[Entry]) -> list[Any]:
        return [entry.as_json() for entry in listed]

    age = result.current
    current = {"entries": age.entries, "newest": age.newest, "searched": age.searched}
    return {
        "week": result.week.name, "from": result.week.first.isoformat(), "to": result.week.last.isoformat(),
        "as_of": result.as_of.isoformat(),
        "summary": {
            "conclusion": conclusion, **rates_json(result.rates), "upcoming": len(result.upcoming), "ledger": current,
            "unread_phrases": result.unread._asdict(),
        },
        "attention": [{"task": task.id, "subject": task.subject, "why": why} for task, why in result.attention],
        "new": entries(entry for entry, _task in result.happened),
        "reminders": [_reminder_json(reminder) for reminder in result.reminders],
        "fell_due": tasks(result.fell_due),
        "stale": tasks(result.stale),
        "open": [task for plan_tasks in result.still_open.values() for task in tasks(plan_tasks)],
        "upcoming": tasks(result.upcoming),
        "load": [_load_json(load) for load in result.load],
        "progress": [
            {
                "plan": plan, "tasks": sum(progress.states.values()), "states": dict(progress.states),
                **rates_json(progress.rates), "period_ended": result.ended_on.get(plan),
            }
            for plan, progress in result.by_plan.items()
        ],
        "entered": len(result.entered),
        "steps": entries(result.steps),
        "announced": entries(result.announced),
    }  # fmt: skip
