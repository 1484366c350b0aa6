"""The news of some days: what happened to the tasks and instruments of a question, each event once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ipcheck.base.dates import Span
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.catalogue.records import entry_index, recorded_steps
from ipcheck.domain.entry import Entry, announced_steps, step_order
from ipcheck.domain.task import Task
from ipcheck.domain.track import is_about
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import english_of
from ipcheck.reports.shared.news import Recorded, Told, recorded_between


class Happening(NamedTuple):
    """Something that happened, or is to come, as one or several entries tell it: what they say of one instrument on one
    day is told once, whichever tasks they are about. Steps of the instrument alone stand first."""

    told: Sequence[Told]

    @property
    def entries(self) -> list[Entry]:
        """The entries and steps that tell it."""
        return [entry for entry, _task in self.told]

    @property
    def on(self) -> str:
        """When it happened: a day, or a month or year where no more is known."""
        return self.told[0][0].on

    @property
    def instrument(self) -> str | None:
        """The instrument that it is about, if it is about one."""
        return self.told[0][0].instrument

    @property
    def tasks(self) -> list[Task]:
        """The tasks that entries tell it of, each once; none of a step of an instrument alone."""
        return list({task.key: task for _entry, task in self.told if task}.values())


class News(NamedTuple):
    """The news of some `days`, about the tasks of `query` and the instruments that they name, or about an `instrument`.

    `happened`: in the days, the newest first; `entered_late`: entered in them, but happened before, the newest first;
    `announced`: steps of a later day that became known in them, the soonest first. `searched` are the ids of the tasks
    that somebody looked for in vain in them. `before` is the newest of what happened before the days, if they have no
    news.
    """

    days: Span
    query: TaskQuery
    instrument: str | None
    happened: Sequence[Happening]
    entered_late: Sequence[Happening]
    announced: Sequence[Happening]
    searched: Sequence[str]
    before: Happening | None


def news(context: Context, query: TaskQuery, days: Span, instrument: str | None = None) -> News:
    """The news of some days. `instrument` is a uniform name, without which each counts that a task of the query names;
    without filters, every instrument."""
    tasks = list(find_published_tasks(context.catalogue, query, context.judge))
    steps = recorded_steps(context.catalogue)
    instruments = {step.instrument for step in steps}
    if query != TaskQuery():
        instruments &= {name for task in tasks for name in task.instrument_names}

    def fits(told: Told) -> bool:
        return instrument is None or is_about(*told, instrument)

    def in_time_order(told: Iterable[Told]) -> list[Happening]:
        return sorted(happenings(filter(fits, told)), key=partial(_order, steps))

    def recorded(span: Span) -> Recorded:
        return recorded_between(context, tasks, instruments, span)

    in_days, earlier = recorded(days), _before(days)
    happened = in_time_order(in_days.happened)
    known = set(announced_steps(steps, earlier.last.isoformat()))
    new = [
        told for told in in_days.announced if told[0].recorded >= days.first.isoformat() or told[0] not in known
    ]  # fmt: skip
    older = [] if happened else in_time_order(recorded(earlier).happened)
    return News(
        days, query, instrument, happened[::-1], in_time_order(in_days.entered_late)[::-1], in_time_order(new),
        _searched(context, tasks, days, fits), older[-1] if older else None,
    )  # fmt: skip


def happenings(told: Iterable[Told]) -> list[Happening]:
    """The entries put together that tell of one instrument on one day; each other entry is a happening of its own."""
    by_event: dict[Any, list[Told]] = defaultdict(list)
    for number, (entry, task) in enumerate(told):
        by_event[(entry.instrument, entry.on) if entry.instrument else number].append((entry, task))
    return [Happening(sorted(group, key=lambda pair: bool(pair[0].task))) for group in by_event.values()]


def _order(steps: Sequence[Entry], happening: Happening) -> tuple[str, int]:
    """The sort key of a happening: its last day. A step of which only the month is known stands before the later steps
    of its round."""
    return max(step_order(entry, steps) if entry.step else (entry.on_to, 0) for entry in happening.entries)


def _before(days: Span) -> Span:
    """All days before the first of these."""
    return Span(date.min, date.fromordinal(max(1, days.first.toordinal() - 1)))


def _searched(context: Context, tasks: Sequence[Task], days: Span, fits: Callable[[Told], bool]) -> list[str]:
    first, last = (day.isoformat() for day in days)
    checks = entry_index(context.catalogue).checks
    found = [
        task.id for task in tasks
        if any(first <= check.on <= last and fits((check, task)) for check in checks.get(task.id, ()))
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def as_json(context: Context, result: News) -> dict[str, Any]:
    """The news as JSON answers give them."""
    in_json = partial(_happening_json, english_of(context))
    first, last = (day.isoformat() for day in result.days)
    return {
        "since": first, "until": last, "as_of": context.as_of.isoformat(),
        "news": list(map(in_json, result.happened)),
        "entered_late": list(map(in_json, result.entered_late)),
        "announced": list(map(in_json, result.announced)),
        "searched": len(result.searched),
    }  # fmt: skip


def _happening_json(english: Callable[[str], str | None], happening: Happening) -> dict[str, Any]:
    return {
        "on": happening.on, "instrument": happening.instrument,
        "tasks": [
            {
                "id": task.id, "subject": task.subject, "plan": task.plan, "text": task.text,
                "english": english(task.id),
            }
            for task in happening.tasks
        ],
        "entries": [entry.as_json() for entry in happening.entries],
    }  # fmt: skip
