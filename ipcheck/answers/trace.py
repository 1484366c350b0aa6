"""The lineage of an instrument: every task on it through the years, promises beside what is known to have happened."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.links import Step, link_json, steps
from ipcheck.answers.task_table import (
    NO_RECORD,
    STAGE_WORDS,
    as_of,
    last_day,
    standing,
    task_columns,
    task_row,
)
from ipcheck.catalogue.instruments import Happening, derived_from, happenings, instrument_named
from ipcheck.catalogue.links import links_among
from ipcheck.catalogue.query import Wanted, find_tasks, word_forms
from ipcheck.documents import Column, Document, Table
from ipcheck.tasks import Task
from ipcheck.words import Words


class Promise(NamedTuple):
    """A task, and what it promises for an instrument; None where a text is traced."""

    task: Task
    instrument: str | None
    stage: str | None


class Trace(NamedTuple):
    """What was found for a word: the tasks on it, those on what derives from it, the links among all, the facts."""

    word: str
    instrument: str | None
    own: Sequence[Promise]
    derived: Sequence[Promise]
    steps: Sequence[Step]
    happened: Sequence[Happening]


def trace(asked: Asked, word: str, wanted: Wanted) -> Trace:
    """Trace an instrument, by any of its names, or else a text in tasks and headings."""
    name = instrument_named(asked.catalogue, word)
    if name is None:
        forms = word_forms(asked.catalogue, word)
        found = find_tasks(asked.catalogue, wanted._replace(word=forms), asked.judge)
        own = [Promise(task, None, None) for task in found]
        derived: list[Promise] = []
        happened: list[Happening] = []
    else:
        instruments = derived_from(asked.catalogue, name)
        own = _promises(asked, wanted, [name])
        derived = _promises(asked, wanted, instruments) if instruments else []
        happened = happenings(asked.catalogue, [name, *instruments], asked.judge.on)
    tasks = {promise.task.id: promise.task for promise in (*own, *derived)}
    linked = steps(links_among(asked.catalogue, tasks), tasks.values())
    return Trace(word, name, own, derived, linked, happened)


def _promises(asked: Asked, wanted: Wanted, instruments: Sequence[str]) -> list[Promise]:
    tasks = find_tasks(asked.catalogue, wanted._replace(instruments=instruments), asked.judge)
    return [Promise(task, name, stage) for task in tasks for name, stage in task.stages() if name in instruments]


def trace_document(asked: Asked, found: Trace) -> Document:
    """A trace as a document: the tasks on the instrument, then those on what derives from it; promise beside fact."""
    _ = asked.words
    facts = [as_of(asked)]
    if found.instrument:
        facts.append(
            _("On record: {n}.").format(n=len(found.happened)) if found.happened else _("No public record of any step.")
        )
    title = f"《{found.instrument}》" if found.instrument else _("Tasks that say {text}").format(text=found.word)
    promises = [(found.own, None), (found.derived, _("What implements or interprets it"))]
    return Document(
        title,
        [
            *(Table(_for_people(found, _), _rows(rows, found, _), heading) for rows, heading in promises),
            Table(_on_record(_), found.happened, _("On record")),
            Table(_columns(_), _values(found, _)),
        ],
        data=lambda: as_json(found), facts=facts, notes=lambda: [_counted(found, _)], empty=_("No task matches."),
    )  # fmt: skip


def as_json(found: Trace) -> dict[str, Any]:
    """A trace as JSON gives it (design section 5); `related` holds the tasks on what derives from the instrument."""
    return {
        "word": found.word,
        "instrument": found.instrument,
        "tasks": [_promise_json(promise) for promise in found.own],
        "related": [_promise_json(promise) for promise in found.derived],
        "links": [link_json(step) for step in found.steps],
        "steps": [happening._asdict() for happening in found.happened],
    }


def _promise_json(promise: Promise) -> dict[str, Any]:
    return promise.task.as_json() | {"instrument": promise.instrument, "stage": promise.stage}


def beside(promises: Sequence[Promise], happened: Iterable[Happening]) -> dict[tuple[str, str], list[Happening]]:
    """What happened, beside the promise that it followed: {(task, instrument): steps}.

    A step goes with the last task on its instrument that was published before it, or else with the first.
    """
    placed: dict[tuple[str, str], list[Happening]] = {}
    for step in happened:
        own = [promise for promise in promises if promise.instrument == step.instrument]
        before = [promise for promise in own if (promise.task.published or "") <= step.on]
        for promise in (before or own[:1])[-1:]:
            placed.setdefault((promise.task.id, step.instrument), []).append(step)
    return placed


def _for_people(found: Trace, _: Words) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("instrument", _("instrument"), shown=2, optional=True, data=False),
        Column("stage", _("promise"), shown=3, optional=True, data=False),
        Column("record", _("on record"), shown=4, optional=not found.instrument, data=False),
        Column("last_day", _("last day"), shown=5, optional=True, data=False),
        Column("lead", _("lead"), shown=6, optional=True, data=False),
        Column("situation", _("situation"), "situation", shown=7, data=False),
        Column("earlier", _("carries on"), "list", shown=8, optional=True, data=False),
        Column("text", _("text"), shown=9, data=False),
    ]


def _rows(promises: Sequence[Promise], found: Trace, _: Words) -> list[tuple[Any, ...]]:
    records = beside(promises, found.happened)
    rows = []
    for task, instrument, stage in promises:
        happened = records.get((task.id, instrument or ""), [])
        record = _("; ").join(f"{step.on} {step.step}" for step in happened)
        own = instrument == found.instrument
        rows.append(
            (task.id, None if own else instrument, _(STAGE_WORDS[stage]) if stage else None,
             (record or _(NO_RECORD)) if instrument else None, last_day(task, _), task.lead,
             standing(task, _), "\n".join(_earlier(task, found)), task.text)
        )  # fmt: skip
    return rows


def _earlier(task: Task, found: Trace) -> list[str]:
    return [step.link.earlier for step in found.steps if step.link.later == task.id]


def _on_record(_: Words) -> list[Column]:
    columns = (
        ("instrument", _("instrument"), "text"), ("step", _("step"), "text"), ("on", _("day"), "day"),
        ("task", _("task"), "id"), ("source", _("source"), "text"), ("evidence", _("evidence"), "text"),
    )  # fmt: skip
    return [
        Column(key, label, kind, shown=index, optional=key in ("source", "evidence"), data=False)  # type: ignore[arg-type]
        for index, (key, label, kind) in enumerate(columns, 1)
    ]


def _columns(_: Words) -> list[Column]:
    return [
        Column("word", ""),
        Column("stage", "", "id"),
        Column("steps", "", "list"),
        Column("carries_on", "", "list"),
        *(column._replace(shown=0) for column in task_columns(_)),
    ]


def _values(found: Trace, _: Words) -> list[tuple[Any, ...]]:
    rows = []
    for promises in (found.own, found.derived):
        records = beside(promises, found.happened)
        for task, instrument, stage in promises:
            steps_of = [f"{step.on} {step.step}" for step in records.get((task.id, instrument or ""), [])]
            earlier = _earlier(task, found)
            rows.append((instrument or found.word, stage, "\n".join(steps_of), "\n".join(earlier), *task_row(task, _)))
    return rows


def _counted(found: Trace, _: Words) -> str:
    tasks = len({promise.task.id for promise in (*found.own, *found.derived)})
    return _("Tasks: {tasks}. Links among them: {links}.").format(tasks=tasks, links=len(found.steps))
