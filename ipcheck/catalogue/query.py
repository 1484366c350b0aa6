"""Finding tasks in the catalogue: rows become tasks, each judged on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ipcheck.base.dates import span_end
from ipcheck.base.text import sentences
from ipcheck.catalogue.conditions import (
    EACH_PLAN,
    PLAN,
    STATED,
    TaskQuery,
    from_clause,
    lets_unread_through,
    where_clause,
)
from ipcheck.catalogue.records import EntryIndex, assignments_by_task, entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import selection
from ipcheck.domain.entry import Entry
from ipcheck.domain.outcome import is_searched, newest_check, outcome_of
from ipcheck.domain.situation import UNREAD, Judge
from ipcheck.domain.state import NOTHING_RECORDED, TaskShares, entries_on_sentence, state_of
from ipcheck.domain.task import Task, due_order, published_by

_COLUMNS = selection(
    Task, "t", plan="p.plan", path="f.path", period_end="p.period_end", published="p.published", carried_on="""
    EXISTS (SELECT 1 FROM links l JOIN active la ON la.file = l.file
            JOIN tasks lt ON lt.id = l.later JOIN active lta ON lta.file = lt.file
            WHERE l.earlier = t.id AND l.grade = 'strong')""",
)  # fmt: skip
_JUDGED_FIELDS = itemgetter(
    *map(Task._fields.index, ("due", "ongoing", "deadline_basis", "period_end", "published", "carried_on"))
)
_ID, _SITUATION = map(Task._fields.index, ("id", "situation"))
# The values, in a task that nobody has judged, of the fields that no row has.
_NOT_IN_ROWS = [
    Task._field_defaults[name] for name in ("state", "situation", "subject", "assigned", "outcome", "checked")
]


def find_tasks(catalogue: Catalogue, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The tasks that match `query`, judged by `judge`, in document order (plans in time order) or with the soonest last
    day first.

    A task whose last day counts from an event comes once for each subject for which a ledger records the event.
    """
    index = entry_index(catalogue)
    starts = index.starts(judge.on)
    assignments = assignments_by_task(catalogue)
    where, parameters = where_clause(catalogue, query, {plan for plan, _event in starts})
    # A day that counts from an event is computed after the query, so that only then all are in order.
    order = "t.due IS NULL, t.due, a.rank, t.position" if query.soonest_first and not starts else "a.rank, t.position"
    source = from_clause(query)
    if source is EACH_PLAN:
        catalogue.index_ranks()
    select = f"SELECT {_COLUMNS} {source} JOIN files f ON f.id = t.file WHERE {where} ORDER BY {order}"
    rows = catalogue.select(select, parameters)
    tasks: Iterator[Task] = (_task_of_row(row, index, judge) for row in rows)
    if starts:
        tasks = _with_event_days(tasks, starts, query, index, judge)
    if assignments:
        tasks = (task._replace(assigned=assignments[task.id]) if task.id in assignments else task for task in tasks)
    for task in tasks:
        if query.states and task.state.name not in query.states:
            continue
        if query.situations and task.situation.name not in query.situations:
            continue
        if query.outcomes and task.outcome not in query.outcomes:
            continue
        if query.late is not None and task.late is not query.late:
            continue
        yield task


def find_published_tasks(catalogue: Catalogue, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The tasks that `query` selects, of the plans published by the judge's day: nobody could answer for a task before
    its plan was published."""
    return (task for task in find_tasks(catalogue, query, judge) if published_by(task, judge.on))


def find_tasks_earlier(catalogue: Catalogue, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The tasks that `query` selects, of the plans published by the judge's day, which is earlier than that of the
    question, as they were on that earlier day. Filters by what became of a task are about the day of the question, and
    are left out."""
    return find_published_tasks(catalogue, query.whatever_became(), judge)


def _with_event_days(
    tasks: Iterable[Task], starts: Mapping[tuple[str, str], Sequence[tuple[str | None, str]]], query: TaskQuery,
    index: EntryIndex, judge: Judge,
) -> Iterator[Task]:  # fmt: skip
    """The tasks, where one that counts from a recorded event gets its last day and comes once for each subject.

    Tasks whose last day then does not fit the query are left out.
    """

    def with_days() -> Iterator[Task]:
        for task in tasks:
            start_days = dict(starts.get((task.plan, task.relative_event or ""), ()))
            if not start_days:
                yield task
                continue
            ledger_subjects = (entry.subject for entry in index.on_task(task.id, judge.on))
            for subject in dict.fromkeys([*start_days, *filter(None, ledger_subjects)]):
                day = start_days.get(subject, start_days.get(None))  # an event without subject counts for each
                due = span_end(day, int(task.relative_count or 0), str(task.relative_unit)) if day else None
                yield _judged_by_all_entries(task._replace(due=due, subject=subject), index, judge)

    def fits(task: Task) -> bool:
        if task.deadline_basis == UNREAD and lets_unread_through(query):
            return True
        if task.due is None:
            return not (query.before or query.after or query.dated or query.basis in (STATED, PLAN))
        return (query.after or "") <= task.due <= (query.before or task.due)

    fitting = filter(fits, with_days())
    return iter(sorted(fitting, key=due_order)) if query.soonest_first else fitting


def task_of_sentence(catalogue: Catalogue, task: Task, part: int, judge: Judge) -> Task:
    """A sentence of a task as if it were a task of its own; `part` counts sentences from 1.

    Its state and situation follow from the entries on the sentence and on the whole task.
    """
    sentence = task._replace(text=sentences(task.text)[part - 1])
    index = entry_index(catalogue)
    entries, checks = (entries_on_sentence(of.get(task.id, ()), part) for of in (index.by_task, index.checks))
    return _judged_by_entries(sentence, entries, checks, _sentence_shares(sentence), judge)


def state_on(task: Task, part: int | None, entries: Sequence[Entry], day: str) -> str:
    """The name of the state that `entries` give a task on `day` (ISO text).

    With `part`, `task` must be that sentence, made by `task_of_sentence`.
    """
    if part:
        return state_of(entries_on_sentence(entries, part), _sentence_shares(task), day, task.subject).name
    return state_of(entries, _task_shares(task), day, task.subject).name


def _task_of_row(row: tuple[Any, ...], index: EntryIndex, judge: Judge) -> Task:
    """The task of a row of `_COLUMNS`, judged by all its entries."""
    if row[_ID] in index.by_task or row[_ID] in index.checks:
        return _judged_by_all_entries(Task(*row), index, judge)
    due, ongoing, basis, period_end, published, carried_on = _JUDGED_FIELDS(row)
    situation = judge.situation(due, bool(ongoing), basis, NOTHING_RECORDED, period_end, published, bool(carried_on))
    values = [*row, *_NOT_IN_ROWS]
    values[_SITUATION] = situation
    return Task._make(values)


def _judged_by_all_entries(task: Task, index: EntryIndex, judge: Judge) -> Task:
    """The task with the state, the situation and the outcome that follow from all its entries and checks."""
    entries, checks = index.by_task.get(task.id, ()), index.checks.get(task.id, ())
    return _judged_by_entries(task, entries, checks, _task_shares(task), judge)


def _judged_by_entries(
    task: Task, entries: Sequence[Entry], checks: Sequence[Entry], shares: TaskShares, judge: Judge
) -> Task:
    """The task with the state, the situation and the outcome that follow from `entries` and `checks`."""
    state = state_of(entries, shares, judge.on, task.subject) if entries else NOTHING_RECORDED
    due, ongoing, basis, period_end, published, carried_on = _JUDGED_FIELDS(task)
    situation = judge.situation(due, bool(ongoing), basis, state, period_end, published, bool(carried_on))
    in_vain = not state.newest and is_searched(checks, shares, task.expected_by, judge.on, task.subject)
    outcome = outcome_of(state, situation.milestone_met, in_vain)
    checked = newest_check(checks, judge.on, task.subject)
    return task._replace(state=state, situation=situation, outcome=outcome, checked=checked)


def _task_shares(task: Task) -> TaskShares:
    """The shares of a task. Its agencies count as shares only where all of them are named, and where each answers for
    its own share or there is only one."""
    are_shares = not task.others and (task.divided or len(task.agencies) == 1)
    return TaskShares(task.text, task.promised, task.agencies if are_shares else ())


def _sentence_shares(sentence: Task) -> TaskShares:
    """The shares of a sentence: the instruments that it promises; agencies are none."""
    return TaskShares(sentence.text, [name for name in sentence.promised if name in sentence.text])
