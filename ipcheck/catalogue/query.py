"""Questions to the catalogue: rows become tasks, judged on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ipcheck.base.dates import after
from ipcheck.base.text import sentences
from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.conditions import ANY, EACH_PLAN, TaskQuery, from_clause, where_clause
from ipcheck.catalogue.entries import EntryIndex, entry_index
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.entry import Entry
from ipcheck.domain.situation import Judge, Situation
from ipcheck.domain.state import NOTHING_RECORDED, TaskShares, entries_on_sentence, state_of
from ipcheck.domain.task import Task, due_order

_COLUMNS = """
    t.id, p.plan, t.number, t.kind, t.headings, t.text, t.deadline_phrase, t.due, t.ongoing,
    t.relative_event, t.relative_count, t.relative_unit, t.deadline_basis,
    t.responsibility_phrase, t.lead, t.participants, t.divided, t.others, t.responsibility_basis,
    t.mentions, t.instruments, f.path, t.line, t.column, p.period_end, p.published,
    EXISTS (SELECT 1 FROM links l JOIN active la ON la.file = l.file
            JOIN tasks lt ON lt.id = l.later JOIN active lta ON lta.file = lt.file
            WHERE l.earlier = t.id AND l.grade = 'strong')
"""
_WHAT_IS_JUDGED = itemgetter(
    *map(Task._fields.index, ("due", "ongoing", "deadline_basis", "period_end", "published", "carried_on"))
)
_NOT_YET = Situation("open")  # until it has been judged


def find_tasks(catalogue: Catalogue, query: TaskQuery, judge: Judge) -> Iterator[Task]:
    """The tasks asked for, in document order (plans by the day they were issued) or soonest last day first.

    A task whose last day counts from an event comes once for each subject of which a ledger records the event.
    """
    known = entry_index(catalogue)
    starts = known.starts(judge.on)
    given = assigned(catalogue)
    where, parameters = where_clause(catalogue, query, {plan for plan, _event in starts})
    order = "t.due IS NULL, t.due, a.rank, t.position" if query.soonest_first else "a.rank, t.position"
    source = from_clause(query)
    if source is EACH_PLAN:
        catalogue.index_ranks()
    select = f"SELECT {_COLUMNS} {source} JOIN files f ON f.id = t.file WHERE {where} ORDER BY {order}"
    rows = catalogue.select(select, parameters)
    tasks: Iterator[Task] = (_judged(row, known, judge) for row in rows)
    if starts:
        tasks = _counted(tasks, starts, query, known, judge)
    if given:
        tasks = (task._replace(assigned=given[task.id]) if task.id in given else task for task in tasks)
    for task in tasks:
        if query.states and task.state.name not in query.states:
            continue
        if query.situations and task.situation.name not in query.situations:
            continue
        yield task


def _counted(
    tasks: Iterable[Task], starts: Mapping[tuple[str, str], Sequence[tuple[str | None, str]]], query: TaskQuery,
    known: EntryIndex, judge: Judge,
) -> Iterator[Task]:  # fmt: skip
    """The tasks with those that count from a recorded event given their days, one for each subject."""

    def each() -> Iterator[Task]:
        for task in tasks:
            begun = dict(starts.get((task.plan, task.relative_event or ""), ()))
            if not begun:
                yield task
                continue
            heard_of = (entry.subject for entry in known.on_task(task.id, judge.on))
            for subject in dict.fromkeys([*begun, *filter(None, heard_of)]):
                day = begun.get(subject, begun.get(None))  # the event of all, where there is one, is that of each
                due = after(day, int(task.relative_count or 0), str(task.relative_unit)) if day else None
                yield _with_state(task._replace(due=due, subject=subject), known, judge)

    def fits(task: Task) -> bool:
        if task.due is None:
            return not (query.before or query.after or query.dated or query.basis != ANY)
        return (query.after or "") <= task.due <= (query.before or task.due)

    fitting = filter(fits, each())
    return iter(sorted(fitting, key=due_order)) if query.soonest_first else fitting


def task_of_sentence(catalogue: Catalogue, task: Task, part: int, judge: Judge) -> Task:
    """A sentence of a task (from 1) as if it were a task: its text, and its state and situation by the entries on it
    and on the whole."""
    sentence = task._replace(text=sentences(task.text)[part - 1])
    entries = entries_on_sentence(entry_index(catalogue).by_task.get(task.id, ()), part)
    return _standing(sentence, entries, _whole_sentence(sentence), judge)


def state_on(task: Task, part: int | None, entries: Sequence[Entry], day: str) -> str:
    """The state that these entries give a task on a day, or its sentence, where the task is one (`of_sentence`)."""
    if part:
        return state_of(entries_on_sentence(entries, part), _whole_sentence(task), day, task.subject).name
    return state_of(entries, _whole(task), day, task.subject).name


def _judged(row: tuple[Any, ...], known: EntryIndex, judge: Judge) -> Task:
    if row[0] in known.by_task:
        return _with_state(Task._make((*row, NOTHING_RECORDED, _NOT_YET, None, ())), known, judge)
    due, ongoing, basis, period_end, published, carried_on = _WHAT_IS_JUDGED(row)
    situation = judge.situation(due, bool(ongoing), basis, NOTHING_RECORDED, period_end, published, bool(carried_on))
    return Task._make((*row, NOTHING_RECORDED, situation, None, ()))


def _with_state(task: Task, known: EntryIndex, judge: Judge) -> Task:
    return _standing(task, known.by_task.get(task.id, ()), _whole(task), judge)


def _standing(task: Task, entries: Sequence[Entry], whole: TaskShares, judge: Judge) -> Task:
    state = state_of(entries, whole, judge.on, task.subject) if entries else NOTHING_RECORDED
    due, ongoing, basis, period_end, published, carried_on = _WHAT_IS_JUDGED(task)
    situation = judge.situation(due, bool(ongoing), basis, state, period_end, published, bool(carried_on))
    return task._replace(state=state, situation=situation)


def _whole(task: Task) -> TaskShares:
    """What a task is made of. Agencies finish it where each answers for its own share, or where there is only one, and
    all of them are named."""
    counted = not task.others and (task.divided or len(task.agencies) == 1)
    return TaskShares(task.text, [name for name, _stage in task.stages()], task.agencies if counted else ())


def _whole_sentence(sentence: Task) -> TaskShares:
    """The same of a sentence."""
    return TaskShares(sentence.text, [name for name, _stage in sentence.stages() if name in sentence.text])
