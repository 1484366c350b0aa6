"""The lineage of an instrument: every task on it through the years, promises beside what is known to have happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_among
from ipcheck.catalogue.entries import instrument_steps
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.resolve import derived_from, instrument_named, instruments_like, word_forms
from ipcheck.domain.entry import Entry
from ipcheck.domain.lineage.link import STRONG, Link
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Table
from ipcheck.reports.due import bound_of, excluded_by
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import NO_RECORD, STAGE_WORDS, STEP_WORDS
from ipcheck.reports.shared.link_facts import ComparedLink, compared_links, day_or_none, link_json
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import (
    as_of,
    at_a_glance,
    gist_cells,
    gist_columns,
    standing,
    task_columns,
    task_row,
)


class Promise(NamedTuple):
    """A task, what it promises for an instrument, and what then happened; None and empty where a text is traced."""

    task: Task
    instrument: str | None = None
    stage: str | None = None
    happened: Sequence[Entry] = ()


class Trace(NamedTuple):
    """What was found for a word: the tasks on it, those on what derives from it, the links among all, the record."""

    word: str
    query: TaskQuery
    instrument: str | None
    own: Sequence[Promise]
    derived: Sequence[Promise]
    steps: Sequence[ComparedLink]
    happened: Sequence[Entry]

    def tasks(self) -> list[Task]:
        """All tasks that were found, each once."""
        return list({promise.task.id: promise.task for promise in (*self.own, *self.derived)}.values())

    def carried_on(self) -> Mapping[str, Sequence[Link]]:
        """For each task the links by which it carries others on."""
        links: dict[str, list[Link]] = defaultdict(list)
        for step in self.steps:
            links[step.link.later].append(step.link)
        return links


def trace(context: Context, word: str, query: TaskQuery) -> Trace:
    """Trace an instrument, by any of its names, or else a text in tasks and headings."""
    name = instrument_named(context.catalogue, word)
    own: list[Promise] = []
    derived: list[Promise] = []
    happened: list[Entry] = []
    if name is None:
        forms = word_forms(context.catalogue, word)
        own = [Promise(task) for task in find_tasks(context.catalogue, query._replace(word=forms), context.judge)]
    else:
        instruments = derived_from(context.catalogue, name)
        happened = instrument_steps(context.catalogue, [name, *instruments], context.judge.on)
        own = _promises(context, query, [name], happened)
        derived = _promises(context, query, instruments, happened) if instruments else []
    tasks = {promise.task.id: promise.task for promise in (*own, *derived)}
    linked = compared_links(links_among(context.catalogue, tasks), tasks)
    return Trace(word, query, name, own, derived, linked, happened)


def _promises(
    context: Context, query: TaskQuery, instruments: Sequence[str], happened: Sequence[Entry]
) -> list[Promise]:
    tasks = find_tasks(context.catalogue, query._replace(instruments=instruments), context.judge)
    found = [Promise(task, name, stage) for task in tasks for name, stage in task.stages() if name in instruments]
    return with_steps(found, happened)


def with_steps(promises: Sequence[Promise], happened: Sequence[Entry]) -> list[Promise]:
    """The promises (in time order), each with what happened to its instrument until the next.

    A step goes with the last task on its instrument that was published before it, or else with the first. A plan whose
    day is not known was published before nothing.
    """
    of_instrument: dict[str | None, list[int]] = defaultdict(list)
    for index, promise in enumerate(promises):
        of_instrument[promise.instrument].append(index)
    placed: dict[int, list[Entry]] = defaultdict(list)
    for step in happened:
        own = of_instrument[step.instrument]
        before = [index for index in own if (promises[index].task.published or "9999") <= step.on]
        for index in (before or own[:1])[-1:]:
            placed[index].append(step)
    return [promise._replace(happened=placed[index]) for index, promise in enumerate(promises)]


def trace_document(context: Context, found: Trace) -> Document:
    """A trace as a document: the tasks on the instrument, then those on what derives from it; promise beside fact."""
    _ = context.translator
    facts = [*bound_of(found.query, _), as_of(context)]
    if found.instrument:
        on_record = _("On record: {n}.").format(n=len(found.happened))
        facts.append(on_record if found.happened else _("No public record of any step."))
    return Document(
        _titled(found.instrument, _) if found.instrument else _("Tasks on {text}").format(text=found.word),
        [
            Table(_for_people(found, _), _rows(found.own, found, _)),
            Table(_for_people(found, _), _rows(found.derived, found, _), _("What implements or interprets it")),
            Table(
                _on_record(_),
                (
                    [
                        _.name(entry.instrument or ""), _(STEP_WORDS[str(entry.step)]),
                        *(getattr(entry, key) for key in _STEP[2:]),
                    ]
                    for entry in found.happened
                ),
                _("On record"),
            ),
            Table(_columns(context), _values(found, _)),
        ],
        data=lambda: as_json(found), facts=facts, notes=lambda: _notes(context, found), empty=_("No task matches."),
        overview=lambda: at_a_glance(context, found.tasks()),
        sources=lambda: sources(context, (task.plan for task in found.tasks())),
    )  # fmt: skip


def _titled(instrument: str, _: Translator) -> str:
    """An instrument as a title: 《商标法》, for other readers under its name in their language too."""
    name = _.name(instrument)
    return f"《{instrument}》" if name == instrument else f"{name} 《{instrument}》"


def as_json(found: Trace) -> dict[str, Any]:
    """A trace as JSON gives it (design section 5); `related` holds the tasks on what derives from the instrument."""
    return {
        "word": found.word,
        "instrument": found.instrument,
        "tasks": list(map(_promise_json, found.own)),
        "related": list(map(_promise_json, found.derived)),
        "links": list(map(link_json, found.steps)),
        "steps": [{key: getattr(entry, key) for key in _STEP} for entry in found.happened],
    }


_STEP = ("instrument", "step", "on", "task", "source", "evidence", "note")


def _promise_json(promise: Promise) -> dict[str, Any]:
    return promise.task.as_json() | {"instrument": promise.instrument, "stage": promise.stage}


def _for_people(found: Trace, _: Translator) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("instrument", _("instrument"), shown=2, optional=True, data=False),
        Column("stage", _("promise"), shown=3, optional=True, data=False),
        # nothing at all is on record: a fact says so once
        Column("record", _("on record"), shown=4 if found.happened else 0, data=False),
        Column("day", _("last day"), "due", shown=5, data=False),
        Column("lead", _("lead"), "agency", shown=6, optional=True, data=False, facet="agency"),
        Column("earlier", _("carries on"), "list", shown=7, optional=True, data=False),
        Column("plan", _("plan"), "id", roomy=True, data=False, facet="plan"),
        Column("participants", _("participants"), "agencies", roomy=True, data=False, facet="agency"),
        Column("section", _("section"), "path", roomy=True, data=False, facet="section"),
        Column("situation", _("situation"), "situation", roomy=True, data=False, facet="situation"),
        Column("text", _("text"), shown=8, data=False),
        *gist_columns(_, shown=9),
    ]


def _rows(promises: Iterable[Promise], found: Trace, _: Translator) -> Iterator[tuple[Any, ...]]:
    carried_on = found.carried_on()
    for promise in promises:
        task, instrument, stage, _happened = promise
        happened = [f"{step.on} {_(STEP_WORDS[str(step.step)])}" for step in promise.happened]
        record = _("; ").join(happened) or _(NO_RECORD)
        earlier = (link.earlier if link.grade == STRONG else _weak(link, _) for link in carried_on.get(task.id, ()))
        yield (
            task.id, None if instrument == found.instrument else _.name(instrument or ""),
            _(STAGE_WORDS[stage]) if stage else None, record, day_or_none(task, _), task.lead, "\n".join(earlier),
            task.plan, task.participants, task.headings, standing(task, _), task.text, *gist_cells(task.id, _),
        )  # fmt: skip


def _weak(link: Link, _: Translator) -> str:
    return _("{task} (weak)").format(task=link.earlier)


def _dated(promise: Promise) -> list[str]:
    return [f"{step.on} {step.step}" for step in promise.happened]


def _on_record(_: Translator) -> list[Column]:
    return [
        Column("instrument", _("instrument"), shown=1, data=False),
        Column("step", _("step"), shown=2, data=False),
        Column("on", _("day"), "day", shown=3, data=False),
        Column("task", _("task"), "id", shown=4, data=False),
        Column("source", _("source"), shown=5, optional=True, data=False),
        Column("evidence", _("evidence"), shown=6, optional=True, data=False),
        Column("note", _("note"), shown=7, optional=True, data=False),
    ]


def _columns(context: Context) -> list[Column]:
    return [
        Column("part", "", "id"),
        Column("word", ""),
        Column("stage", "", "id"),
        Column("steps", "", "list"),
        Column("carries_on", "", "list"),
        *(column._replace(shown=0) for column in task_columns(context)),
    ]


def _values(found: Trace, _: Translator) -> Iterator[tuple[Any, ...]]:
    carried_on = found.carried_on()
    for part, promises in (("tasks", found.own), ("related", found.derived)):
        for promise in promises:
            task, name = promise.task, promise.instrument or found.word
            earlier = "\n".join(link.earlier for link in carried_on.get(task.id, ()))
            yield part, name, promise.stage, "\n".join(_dated(promise)), earlier, *task_row(task, _)


def _notes(context: Context, found: Trace) -> list[str]:
    """How much was found, between which plans nobody has looked for links, and, for nothing, what has such a name."""
    _ = context.translator
    tasks = [promise.task for promise in (*found.own, *found.derived)]
    counts = {"tasks": len({task.id for task in tasks}), "links": len(found.steps)}
    said = [_("Tasks: {tasks}. Links among them: {links}.").format(**counts), *excluded_by(context, found.query)]
    in_time = list(dict.fromkeys(task.plan for task in sorted(tasks, key=lambda task: task.published or "9999")))
    linked = linked_plans(context.catalogue)
    bare = [f"{one} → {other}" for one, other in pairwise(in_time) if not {(one, other), (other, one)} & linked]
    if bare:
        said.append(_("Nobody has curated links between: {plans}.").format(plans=_.listed(bare)))
    if not tasks and not found.instrument and (near := instruments_like(context.catalogue, found.word)):
        said.append(_("Documents with a name like it: {names}.").format(names=_.listed(near)))
    return said
