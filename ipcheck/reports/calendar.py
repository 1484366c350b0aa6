"""Last days as a calendar that can be read in again and again: what has changed replaces what was there."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.assignments import has_assignments
from ipcheck.catalogue.conditions import ANY, TaskQuery
from ipcheck.catalogue.entries import EntryIndex, entry_index
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.assignment import Assignment, filter_assignments, internal_days, offices, persons
from ipcheck.domain.entry import Entry, speaks_of
from ipcheck.domain.situation import LIGHTS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Document, Event
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_lines, exclusion_notes
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import STATE_WORDS, task_name
from ipcheck.reports.shared.office_tasks import OfficeTask, office_tasks
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.task_table import internal_day, last_day, task_document
from ipcheck.reports.show import deadline_in_words

ENOUGH = 60  # characters of a task's text in the title of its event
_AT = "@ipcheck"
_OVER = ("withdrawn", "done", "done-late")


def calendar_document(context: Context, query: TaskQuery, alarms: Sequence[int]) -> Document:
    """Last days, soonest first: an event for each, a list for people; and an event for each internal day of an office,
    beside that of its task. `alarms` are days before; assignments may have others. Nothing rings for what is over."""
    _ = context.translator
    query = query._replace(dated=True, soonest_first=True)
    return task_document(
        _("Last days of intellectual-property plans"), [*scope_line(context, query), bound_lines(query, _)],
        find_tasks(context.catalogue, query, context.judge), context,
        notes=lambda: [*exclusion_notes(context, query, by_name=False), *silent_on_agencies(context, query)],
        events=lambda tasks: chain(_events(context, tasks, query, alarms), _internal(context, query, alarms)),
    )  # fmt: skip


def _events(context: Context, tasks: Iterable[Task], query: TaskQuery, alarms: Sequence[int]) -> Iterator[Event]:
    event = _Events(context)
    for task in tasks:
        mine = filter_assignments(task.assigned, query.offices, query.persons)
        asked_for = [days for each in mine if not each.internal_due for days in each.reminders]
        yield event.of(task, str(task.due), _uid(task), _title(task, context.translator), (), [*alarms, *asked_for])


def _internal(context: Context, query: TaskQuery, alarms: Sequence[int]) -> Iterator[Event]:
    """The internal days within the bounds, whatever the last days of their tasks are."""
    if not has_assignments(context.catalogue):
        return
    event = _Events(context)
    whenever = query._replace(before=None, after=None, basis=ANY, dated=False, soonest_first=False)
    given = (task for task in find_tasks(context.catalogue, whenever, context.judge) if task.assigned)
    for share in office_tasks(context, given, query):
        for each in share.assigned:
            day = each.internal_due
            if day and (query.after or "") <= day <= (query.before or day):
                said = _assignment_in_words(each, context.translator)
                title = _internal_title(share, each.office, context.translator)
                yield event.of(
                    share.task, day, _internal_uid(share, each.office), title, said, each.reminders or alarms
                )


class _Events:
    """Makes events of tasks, each with what the ledger says of its task by the day of the question."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known = entry_index(context.catalogue)
        self._sources = {plan.id: citation(plan, context.translator) for plan in plans(context.catalogue)}

    def of(
        self, task: Task, day: str, uid: str, title: str, also: Sequence[tuple[str, str | None]], alarms: Sequence[int]
    ) -> Event:
        """An event on a day of this task; `also` are further facts about it."""
        _ = self._context.translator
        entries = _entries_on(task, self._known, self._context.judge.on)
        days = [task.published, *(entry.recorded for entry in entries)]
        over = task.situation.name in _OVER or task.situation.milestone_met
        return Event(
            uid=uid, day=day, title=title,
            description=_description(self._context, task, self._sources[task.plan], also),
            categories=[task.plan, _(STATE_WORDS[task.state.name])],
            cancelled=task.situation.name == "withdrawn",
            sequence=len(entries),
            stamp=max((each for each in days if each), default=day),
            alarms=() if over else sorted(set(alarms), reverse=True),
        )  # fmt: skip


def _uid(task: Task) -> str:
    """The name of an event for good. A subject goes in as hexadecimal digits: some programs make file names of it. No
    number of a task has an x after a point."""
    subject = f".x{task.subject.encode().hex()}" if task.subject else ""
    return f"{task.id}{subject}{_AT}"


def _internal_uid(share: OfficeTask, office: str) -> str:
    """The same for the internal day of an office."""
    part = f".p{share.part}" if share.part else ""
    return f"{_uid(share.task).removesuffix(_AT)}{part}.o{office.encode().hex()}{_AT}"


def _entries_on(task: Task, known: EntryIndex, on: str) -> list[Entry]:
    """The entries up to a day that can have changed a task's event, with those on other tasks of the plan that say from
    which day its last day counts."""
    entries = [entry for entry in known.by_task.get(task.id, ()) if speaks_of(entry, task.subject)]
    if task.relative_event:
        start = (task.plan, task.relative_event, task.subject)
        entries += [
            entry for entry in known.entries
            if (entry.plan, entry.event, entry.subject) == start and entry.task != task.id
        ]  # fmt: skip
    return [entry for entry in entries if entry.on <= on]


def _title(task: Task, _: Translator) -> str:
    name = task_name(task, _)
    if not task.stated:
        name = _("{task} (end of the plan's period)").format(task=name)
    return _line(task, name)


def _internal_title(share: OfficeTask, office: str, _: Translator) -> str:
    form = _("{task} (internal day of {office})")
    return _line(share.task, form.format(task=task_name(share.task, _, share.part), office=office))


def _line(task: Task, name: str) -> str:
    text = task.text if len(task.text) <= ENOUGH else task.text[: ENOUGH - 1] + "…"
    return " ".join(part for part in (_sign(task), name, text) if part)


def _assignment_in_words(each: Assignment, _: Translator) -> list[tuple[str, str | None]]:
    return [
        (_("office"), each.office), (_("person"), each.person), (_("internal day"), each.internal_due),
        (_("note"), each.note),
    ]  # fmt: skip


def _sign(task: Task) -> str:
    """What the ledger says of a task, as a sign. Nothing in an event changes with the day on which it is written: a
    calendar program takes only what has a new version."""
    if task.situation.milestone_met and task.state.name != "blocked":
        return LIGHTS["done"]
    return {"done": LIGHTS["done"], "blocked": LIGHTS["due-soon"]}.get(task.state.name, "")


def _description(context: Context, task: Task, source: str, also: Sequence[tuple[str, str | None]]) -> str:
    _ = context.translator
    if not also and task.assigned:
        days = internal_day(internal_days(task.assigned), _)
        also = [
            (_("office"), _.listed(offices(task.assigned))), (_("person"), _.listed(persons(task.assigned))),
            (_("internal day"), str(days or "")),
        ]  # fmt: skip
    facts: list[tuple[str, str | None]] = [
        *also,
        (_("section"), " > ".join(task.listed("headings"))),
        (_("last day"), str(last_day(task, _) or "")),
        (_("deadline"), deadline_in_words(task, _)),
        (_("lead"), _.name(task.lead or "")),
        (_("participants"), _.named(task.listed("participants"))),
        (_("state"), _(STATE_WORDS[task.state.name])),
        (_("evidence"), task.state.evidence),
        (_("source"), source),
    ]
    said = [label + _(": ") + value for label, value in facts if value]
    return "\n".join([task.text, *said])
