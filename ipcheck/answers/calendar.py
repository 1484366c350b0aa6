"""Last days as a calendar that can be read in again and again: what has changed replaces what was there."""

from collections.abc import Iterable, Iterator, Sequence

from ipcheck.answers.agency import silent_on_agencies
from ipcheck.answers.asked import Asked
from ipcheck.answers.due import bounds, what_was_left_out
from ipcheck.answers.plans import only
from ipcheck.answers.show import deadline_in_words
from ipcheck.answers.sources import citation
from ipcheck.answers.task_table import STATE_WORDS, last_day, named, task_document
from ipcheck.catalogue.entries import Recorded, recorded
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import Wanted, find_tasks
from ipcheck.documents import Document, Event
from ipcheck.ledger import Entry, speaks_of
from ipcheck.situation import LIGHTS
from ipcheck.tasks import Task
from ipcheck.words import Words

ENOUGH = 60  # characters of a task's text in the title of its event
_OVER = ("withdrawn", "done", "done-late")


def calendar_document(asked: Asked, wanted: Wanted, alarms: Sequence[int]) -> Document:
    """Last days, soonest first: an event for each, a list for people. `alarms` are days before the last day; nothing
    rings for what is over."""
    _ = asked.words
    wanted = wanted._replace(dated=True, soonest_first=True)
    return task_document(
        _("Last days of intellectual-property plans"), [*only(asked, wanted), bounds(wanted, _)],
        find_tasks(asked.catalogue, wanted, asked.judge), asked,
        notes=lambda: [*what_was_left_out(asked, wanted, by_name=False), *silent_on_agencies(asked, wanted)],
        events=lambda tasks: _events(asked, tasks, alarms),
    )  # fmt: skip


def _events(asked: Asked, tasks: Iterable[Task], alarms: Sequence[int]) -> Iterator[Event]:
    _ = asked.words
    known = recorded(asked.catalogue)
    sources = {plan.id: citation(plan, _) for plan in plans(asked.catalogue)}
    for task in tasks:
        entries = _entries_on(task, known, asked.judge.on)
        days = [task.published, *(entry.recorded for entry in entries)]
        yield Event(
            uid=_uid(task),
            day=str(task.due),
            title=_title(task, _),
            description=_description(asked, task, sources[task.plan]),
            categories=[task.plan, _(STATE_WORDS[task.state.name])],
            cancelled=task.situation.name == "withdrawn",
            sequence=len(entries),
            stamp=max((day for day in days if day), default=str(task.due)),
            alarms=() if task.situation.name in _OVER or task.situation.milestone_met else alarms,
        )


def _uid(task: Task) -> str:
    """The name of an event for good. A subject goes in as hexadecimal digits: some programs make file names of it. No
    number of a task has an x after a point."""
    subject = f".x{task.subject.encode().hex()}" if task.subject else ""
    return f"{task.id}{subject}@ipcheck"


def _entries_on(task: Task, known: Recorded, on: str) -> list[Entry]:
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


def _title(task: Task, _: Words) -> str:
    name = named(task, _)
    if not task.stated:
        name = _("{task} (end of the plan's period)").format(task=name)
    text = task.text if len(task.text) <= ENOUGH else task.text[: ENOUGH - 1] + "…"
    return " ".join(part for part in (_sign(task), name, text) if part)


def _sign(task: Task) -> str:
    """What the ledger says of a task, as a sign. Nothing in an event changes with the day on which it is written: a
    calendar program takes only what has a new version."""
    if task.situation.milestone_met and task.state.name != "blocked":
        return LIGHTS["done"]
    return {"done": LIGHTS["done"], "blocked": LIGHTS["due-soon"]}.get(task.state.name, "")


def _description(asked: Asked, task: Task, source: str) -> str:
    _ = asked.words
    facts = [
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
