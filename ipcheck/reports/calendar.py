"""Last days and announced steps of laws and documents as a calendar that can be imported again and again: an event that
has changed replaces its earlier version."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ipcheck.base.dates import is_day
from ipcheck.base.i18n import Translator
from ipcheck.base.width import ems
from ipcheck.catalogue.conditions import ANY, TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import EntryIndex, entry_index, has_assignments, recorded_steps
from ipcheck.domain.assignment import Assignment, filter_assignments, internal_days, offices, persons
from ipcheck.domain.entry import Entry, announced_steps, applies_to
from ipcheck.domain.situation import LIGHTS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Document, Table
from ipcheck.formats.parts import Event
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_line, exclusion_notes
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import headings_in_words
from ipcheck.reports.shared.entry_table import document_in_words, entry_note, linked_sources, step_columns
from ipcheck.reports.shared.found_tasks import FoundTasks
from ipcheck.reports.shared.labels import (
    COMING_STEP_WORDS,
    STATE_WORDS,
    milestones_in_words,
    outcome_in_words,
    situation_in_detail,
    task_name,
)
from ipcheck.reports.shared.office_tasks import OfficeTask, office_tasks
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.task_table import internal_day, last_day_cell, task_document
from ipcheck.reports.shared.unread import unread_lines
from ipcheck.reports.show import deadline_in_words

ENOUGH = 60  # em of a task's text at most in the title of its event, which is as many Chinese characters
_UID_END = "@ipcheck"
_OVER = ("withdrawn", "done", "done-late")


def calendar_document(context: Context, query: TaskQuery, alarms: Sequence[int]) -> Document:
    """The last days of tasks, soonest first: an event for each, and a list for people. Each internal day of an office
    is an event of its own, beside that of the task, and so is each announced step of an instrument. `alarms` are days
    before the event; assignments may name others. Tasks that are over have no alarms."""
    _ = context.translator
    query = query._replace(dated=True, soonest_first=True)
    tasks = FoundTasks(context, lambda: find_tasks(context.catalogue, query, context.judge))
    document = task_document(
        context, _("Deadlines of intellectual-property plans"),
        [*unread_lines(context, query), *scope_line(context, query), bound_line(query, _)], tasks,
        lambda is_empty: [*exclusion_notes(context, query, is_empty), *silent_on_agencies(context, query)],
    )  # fmt: skip
    return document._replace(
        overview=None,
        tables=lambda: [
            *document.tables(),
            Table(step_columns(_, words=COMING_STEP_WORDS), _announced(context, query), _("Announced")),
        ],
        events=lambda: chain(
            _events(context, tasks, query, alarms), _internal_events(context, query, alarms),
            (_step_event(context, step, alarms) for step in _announced(context, query)),
        ),
    )  # fmt: skip


def _events(context: Context, tasks: Iterable[Task], query: TaskQuery, alarms: Sequence[int]) -> Iterator[Event]:
    maker = _EventMaker(context)
    for task in tasks:
        assignments = filter_assignments(task.assigned, query.offices, query.persons)
        reminders = [days for assignment in assignments if not assignment.internal_due for days in assignment.reminders]
        yield maker.make(task, str(task.due), _uid(task), _title(task, context.translator), (), [*alarms, *reminders])


def _internal_events(context: Context, query: TaskQuery, alarms: Sequence[int]) -> Iterator[Event]:
    """The events of the internal days within the bounds of `query`, whatever the last days of their tasks are."""
    if not has_assignments(context.catalogue):
        return
    maker = _EventMaker(context)
    tasks = (task for task in find_tasks(context.catalogue, _of_any_day(query), context.judge) if task.assigned)
    for office_task in office_tasks(context, tasks, query):
        for assignment in office_task.assigned:
            day = assignment.internal_due
            if day and (query.after or "") <= day <= (query.before or day):
                details = _assignment_in_words(assignment, context.translator)
                title = _internal_title(office_task, assignment.office, context.translator)
                yield maker.make(
                    office_task.task,
                    day,
                    _internal_uid(office_task, assignment.office),
                    title,
                    details,
                    assignment.reminders or alarms,
                )


def _of_any_day(query: TaskQuery) -> TaskQuery:
    return query._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)


def _announced(context: Context, query: TaskQuery) -> list[Entry]:
    """The steps of instruments that are announced for days within the bounds of `query`, each once, as last recorded.
    Where the query filters tasks, only of instruments that one of these names, whatever its last day is."""
    steps = announced_steps(recorded_steps(context.catalogue), context.judge.on)
    if steps and (any_day := _of_any_day(query)) != TaskQuery():
        tasks = find_tasks(context.catalogue, any_day, context.judge)
        named = {name for task in tasks for name in task.instrument_names}
        steps = [step for step in steps if step.instrument in named]
    newest = {_step_uid(step): step for step in sorted(steps, key=lambda step: step.recorded)}
    bounded = (
        step for step in newest.values() if (query.after or "") <= step.on_from <= (query.before or step.on_from)
    )
    return sorted(bounded, key=lambda step: step.on_from)


def _step_event(context: Context, step: Entry, alarms: Sequence[int]) -> Event:
    """The event of an announced step; of a month or year, on its first day."""
    _ = context.translator
    versions = [other for other in recorded_steps(context.catalogue) if _step_uid(other) == _step_uid(step)]
    title = _("{instrument}: {step}").format(
        instrument=_.name(str(step.instrument)), step=_(COMING_STEP_WORDS[str(step.step)])
    )
    facts = [
        (_("day"), step.on), (_("round"), step.round), (_("number"), document_in_words(step, _)),
        (_("task"), step.task), (_("note"), entry_note(step, _)), (_("evidence"), step.evidence),
        *((_("source"), " ".join(filter(None, (link.text, link.address)))) for link in linked_sources(step)),
    ]  # fmt: skip
    return Event(
        uid=_step_uid(step), day=step.on_from, title=title if is_day(step.on) else f"{title} ({step.on})",
        description=_described(f"《{step.instrument}》", facts, _), categories=[_("Announced")],
        sequence=len([version for version in versions if version.recorded <= context.judge.on]),
        stamp=step.recorded, alarms=sorted(set(alarms), reverse=True),
    )  # fmt: skip


def _step_uid(step: Entry) -> str:
    """The UID of the event of an announced step (RFC 5545), the same in every export, also when its day changes."""
    names = (step.instrument, step.round or "", step.step)
    return ".".join(["step", *(f"x{str(name).encode().hex()}" for name in names)]) + _UID_END


class _EventMaker:
    """Makes events of tasks, with what the ledger says of each task by the day of the context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._entry_index = entry_index(context.catalogue)
        self._sources = {plan.id: citation(plan, context.translator) for plan in plans(context.catalogue)}

    def make(
        self, task: Task, day: str, uid: str, title: str, extra: Sequence[tuple[str, str | None]], alarms: Sequence[int]
    ) -> Event:
        """The event of a task on `day`; the `extra` facts (label, value) stand first in its description."""
        _ = self._context.translator
        entries = _entries_on(task, self._entry_index, self._context.judge.on)
        days = [task.published, *(entry.recorded for entry in entries)]
        over = task.situation.name in _OVER or task.situation.milestone_met
        return Event(
            uid=uid, day=day, title=title,
            description=_description(self._context, task, self._sources[task.plan], extra),
            categories=[task.plan, _(STATE_WORDS[task.state.name])],
            cancelled=task.situation.name == "withdrawn",
            sequence=len(entries),
            stamp=max((known_day for known_day in days if known_day), default=day),
            alarms=() if over else sorted(set(alarms), reverse=True),
        )  # fmt: skip


def _uid(task: Task) -> str:
    """The UID of the event of a task (RFC 5545), the same in every export. A subject stands in it as hexadecimal
    digits, since some programs make file names of UIDs. The x before them marks a subject: no number of a task has an x
    after a point."""
    subject = f".x{task.subject.encode().hex()}" if task.subject else ""
    return f"{task.id}{subject}{_UID_END}"


def _internal_uid(office_task: OfficeTask, office: str) -> str:
    """The UID of the event of an office's internal day (RFC 5545), the same in every export."""
    part = f".p{office_task.part}" if office_task.part else ""
    return f"{_uid(office_task.task).removesuffix(_UID_END)}{part}.o{office.encode().hex()}{_UID_END}"


def _entries_on(task: Task, index: EntryIndex, on: str) -> list[Entry]:
    """The entries up to the day `on` that can have changed the event of a task: those on the task, checks included, and
    those on other tasks of the plan that record the event from which its last day counts."""
    on_task = chain(index.by_task.get(task.id, ()), index.checks.get(task.id, ()))
    entries = [entry for entry in on_task if applies_to(entry, task.subject)]
    if task.relative_event:
        start = (task.plan, task.relative_event, task.subject)
        entries += [
            entry for entry in index.entries
            if (entry.plan, entry.event, entry.subject) == start and entry.task != task.id
        ]  # fmt: skip
    return [entry for entry in entries if entry.on_from <= on]


def _title(task: Task, _: Translator) -> str:
    name = task_name(task, _)
    if not task.stated:
        name = _("{task} (end of the plan's period)").format(task=name)
    return _format_title(task, name, _.gist(task.id, task.text))


def _internal_title(office_task: OfficeTask, office: str, _: Translator) -> str:
    template = _("{task} (internal deadline of {office})")
    text = office_task.task.text if office_task.part else _.gist(office_task.task.id, office_task.task.text)
    return _format_title(
        office_task.task, template.format(task=task_name(office_task.task, _, office_task.part), office=office), text
    )


def _format_title(task: Task, name: str, text: str) -> str:
    shown = text
    while ems(shown) > ENOUGH:
        shown = f"{shown.rstrip('…')[:-1]}…"
    return " ".join(part for part in (_sign(task), name, shown) if part)


def _assignment_in_words(assignment: Assignment, _: Translator) -> list[tuple[str, str | None]]:
    return [
        (_("office"), assignment.office), (_("person"), assignment.person),
        (_("internal deadline"), assignment.internal_due), (_("note"), assignment.note),
    ]  # fmt: skip


def _sign(task: Task) -> str:
    """The sign of the state of a task, from the ledger alone; empty if it is neither done nor blocked. No part of an
    event may depend on the day on which the calendar is written: a calendar program takes an event again only with a
    new version."""
    if task.situation.milestone_met and task.state.name != "blocked":
        return LIGHTS["done"]
    return {"done": LIGHTS["done"], "blocked": LIGHTS["due-soon"]}.get(task.state.name, "")


def _description(context: Context, task: Task, source: str, extra: Sequence[tuple[str, str | None]]) -> str:
    _ = context.translator
    if not extra and task.assigned:
        days = internal_day(internal_days(task.assigned), _)
        extra = [
            (_("office"), _.join(offices(task.assigned))), (_("person"), _.join(persons(task.assigned))),
            (_("internal deadline"), str(days or "")),
        ]  # fmt: skip
    facts: list[tuple[str, str | None]] = [
        *extra,
        (_("section"), " > ".join(headings_in_words(task, _))),
        (_("deadline"), str(last_day_cell(task, _) or "")),
        (_("deadline as stated"), deadline_in_words(task, _)),
        (_("earlier stages"), milestones_in_words(task, _)),
        (_("lead"), _.join_names(task.listed("leads"))),
        (_("participants"), _.join_names(task.listed("participants"))),
        (_("state"), _standing(task, _)),
        (_("done on"), None if task.situation.milestone_met else task.done_on),
        (_("evidence"), task.state.evidence),
        (_("source"), source),
    ]
    return _described("\n".join(filter(None, [_.gist(task.id), task.text])), facts, _)


def _standing(task: Task, _: Translator) -> str:
    """How a task stands, in words that follow from the ledger alone (see `_sign`)."""
    if task.outcome in ("done", "withdrawn"):
        return situation_in_detail(task, _)
    if task.outcome in ("begun", "unknown") or task.state.name == "blocked":
        return _(STATE_WORDS[task.state.name])
    return outcome_in_words(task, _)


def _described(text: str, facts: Sequence[tuple[str, str | None]], _: Translator) -> str:
    return "\n".join([text, *(label + _(": ") + value for label, value in facts if value)])
