"""What is still to be looked for: the tasks of which nobody knows anything, or has not asked for over a year."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ipcheck.base.dates import add_months, last_day
from ipcheck.domain.search_words import lead_of
from ipcheck.domain.task import Task

# Why a task is listed. Only of the first has nobody looked at all.
NOT_LOOKED_FOR, LONG_AGO, TOO_EARLY, IN_PART = "not-looked-for", "long-ago", "too-early", "in-part"
# What is most telling of a task that is listed, in the order of the list.
DOCUMENT, PAST_DAY, LEAD, OTHERS, NO_WORK = "document", "past-day", "lead", "others", "no-work"
TELLING = (DOCUMENT, PAST_DAY, LEAD, OTHERS, NO_WORK)


class Unsearched(NamedTuple):
    """A task that is still to be looked for, why (NOT_LOOKED_FOR, …), and what is most telling of it (TELLING)."""

    task: Task
    why: str
    telling: str


def worklist(tasks: Iterable[Task], on: date) -> list[Unsearched]:
    """Those of `tasks` that are to be looked for on the day `on`, most telling first: work that promises a named
    document, is past a stated last day, has an agency that leads. Goals and conditions come last, since nothing is
    issued for them. Tasks that are alike in all this keep their order."""
    listed = [Unsearched(task, why, _telling(task, on)) for task in tasks if (why := reason_to_look(task, on))]
    return sorted(listed, key=lambda each: _rank(each.task, on))


def reason_to_look(task: Task, on: date) -> str | None:
    """Why a task is to be looked for on the day `on`; None where it is not.

    It is where nobody has looked; where the newest search in vain is over a year old, and nothing newer is recorded;
    where only a share of it was looked for; and where it was looked for by its last day, which has passed since. What
    is done or withdrawn never is.
    """
    if task.outcome in ("withdrawn", "done"):
        return None
    if task.checked is None:
        return NOT_LOOKED_FOR if task.outcome == "unknown" else None
    newest_entry = last_day(task.state.newest) if task.state.newest else ""
    if max(task.checked, newest_entry) < _a_year_before(on):
        return LONG_AGO
    if task.outcome != "unknown" or (task.expected_by or "") >= on.isoformat():
        return None
    return TOO_EARLY if task.checked <= (task.expected_by or "") else IN_PART


def _a_year_before(on: date) -> str:
    return (add_months(on, -12) if on.year > date.min.year else date.min).isoformat()


def _rank(task: Task, on: date) -> tuple[Any, ...]:
    return task.kind != "task", not task.promised, not _is_past(task, on), not lead_of(task)


def _telling(task: Task, on: date) -> str:
    if task.kind != "task":
        return NO_WORK
    if task.promised:
        return DOCUMENT
    if _is_past(task, on):
        return PAST_DAY
    return LEAD if lead_of(task) else OTHERS


def _is_past(task: Task, on: date) -> bool:
    return task.stated and str(task.due) < on.isoformat()
