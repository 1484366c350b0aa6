"""The lineage of an instrument: every task on it through the years, with what each task promises and the steps that
then happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_among
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import instrument_steps
from ipcheck.catalogue.resolve import NamedWord, instruments_like
from ipcheck.domain.entry import Entry
from ipcheck.domain.lineage.link import STRONG, Link
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import NO_RECORD, STAGE_WORDS, STEP_WORDS
from ipcheck.reports.shared.link_facts import ComparedLink, compared_links, deadline_cell, link_json
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import (
    as_of,
    gist_cells,
    gist_columns,
    situation_cell,
    task_columns,
    task_row,
    tasks_overview,
)


class Promise(NamedTuple):
    """A task, the stage that it promises for an instrument, and the entries on steps that then happened. If a text is
    traced, there is no instrument, no stage and no step."""

    task: Task
    instrument: str | None = None
    stage: str | None = None
    happened: Sequence[Entry] = ()


class Trace(NamedTuple):
    """The result of tracing a word.

    `instrument` is the one that the word names, None if a text is traced. `own` are the tasks on it (or with the text),
    `derived` the tasks on instruments that implement or interpret it, `steps` the links among all these tasks, and
    `happened` the entries on steps of all these instruments.
    """

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
        """By task id, the links by which the task carries on others."""
        links: dict[str, list[Link]] = defaultdict(list)
        for pair in self.steps:
            links[pair.link.later].append(pair.link)
        return links


def trace(context: Context, named: NamedWord, query: TaskQuery) -> Trace:
    """Trace the instrument that a word names or, if there is none, the word itself in tasks and headings."""
    word, name, instruments, forms = named
    own: list[Promise] = []
    derived: list[Promise] = []
    happened: list[Entry] = []
    if name is None:
        own = [Promise(task) for task in find_tasks(context.catalogue, query._replace(word=forms), context.judge)]
    else:
        happened = instrument_steps(context.catalogue, [name, *instruments], context.judge.on)
        own = _promises(context, query, [name], happened)
        derived = _promises(context, query, instruments, happened) if instruments else []
    tasks = {promise.task.id: promise.task for promise in (*own, *derived)}
    pairs = compared_links(links_among(context.catalogue, tasks), tasks)
    return Trace(word, query, name, own, derived, pairs, happened)


def _promises(
    context: Context, query: TaskQuery, instruments: Sequence[str], happened: Sequence[Entry]
) -> list[Promise]:
    tasks = find_tasks(context.catalogue, query._replace(instruments=instruments), context.judge)
    promises = [Promise(task, name, stage) for task in tasks for name, stage in task.stages() if name in instruments]
    return with_steps(promises, happened)


def with_steps(promises: Sequence[Promise], happened: Sequence[Entry]) -> list[Promise]:
    """The promises, which stand in time order, each with the steps that happened to its instrument until the next
    promise.

    A step goes with the last task on its instrument that was published up to the day of the step, or else with the
    first task. A plan whose day is not known counts as published after every step.
    """
    of_instrument: dict[str | None, list[int]] = defaultdict(list)
    for index, promise in enumerate(promises):
        of_instrument[promise.instrument].append(index)
    steps_by_promise: dict[int, list[Entry]] = defaultdict(list)
    for entry in happened:
        indexes = of_instrument[entry.instrument]
        published_before = [index for index in indexes if (promises[index].task.published or "9999") <= entry.on]
        for index in (published_before or indexes[:1])[-1:]:
            steps_by_promise[index].append(entry)
    return [promise._replace(happened=steps_by_promise[index]) for index, promise in enumerate(promises)]


def trace_document(context: Context, result: Trace) -> Document:
    """A trace as a document: the tasks on the instrument, then those on instruments derived from it, with what happened
    beside what was promised; then all steps on record."""
    _ = context.translator
    facts = [*bound_lines(result.query, _), as_of(context)]
    if result.instrument:
        on_record = _("On record: {n}.").format(n=len(result.happened))
        facts.append(on_record if result.happened else _("No public record of any step."))
    return Document(
        _instrument_title(result.instrument, _) if result.instrument else _("Tasks on {text}").format(text=result.word),
        [
            Table(_for_people(result, _), _rows(result.own, result, _)),
            Table(_for_people(result, _), _rows(result.derived, result, _), _("What implements or interprets it")),
            Table(
                _on_record(_),
                (
                    [
                        _.name(entry.instrument or ""), _(STEP_WORDS[str(entry.step)]),
                        *(getattr(entry, key) for key in _STEP_KEYS[2:]),
                    ]
                    for entry in result.happened
                ),
                _("On record"),
            ),
            Table(_columns(context), _values(result, _)),
        ],
        data=lambda: as_json(result), facts=facts, notes=lambda: _notes(context, result), empty=_("No task matches."),
        overview=lambda: tasks_overview(context, result.tasks()),
        sources=lambda: sources(context, (task.plan for task in result.tasks())),
    )  # fmt: skip


def _instrument_title(instrument: str, _: Translator) -> str:
    """An instrument as a title: 《商标法》; for readers of another language after its name in that language."""
    name = _.name(instrument)
    return f"《{instrument}》" if name == instrument else f"{name} 《{instrument}》"


def as_json(result: Trace) -> dict[str, Any]:
    """A trace as JSON answers give it; `related` holds the tasks on instruments derived from the one traced."""
    return {
        "word": result.word,
        "instrument": result.instrument,
        "tasks": list(map(_promise_json, result.own)),
        "related": list(map(_promise_json, result.derived)),
        "links": list(map(link_json, result.steps)),
        "steps": [{key: getattr(entry, key) for key in _STEP_KEYS} for entry in result.happened],
    }


_STEP_KEYS = ("instrument", "step", "on", "task", "source", "evidence", "note")


def _promise_json(promise: Promise) -> dict[str, Any]:
    return promise.task.as_json() | {"instrument": promise.instrument, "stage": promise.stage}


def _for_people(result: Trace, _: Translator) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("instrument", _("instrument"), shown=2, optional=True, data=False),
        Column("stage", _("promise"), shown=3, optional=True, data=False),
        # if nothing is on record, a fact says so once, and the column is left out
        Column("record", _("on record"), shown=4 if result.happened else 0, data=False),
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


def _rows(promises: Iterable[Promise], result: Trace, _: Translator) -> Iterator[tuple[Any, ...]]:
    carried_on = result.carried_on()
    for promise in promises:
        task, instrument, stage, _entries = promise
        steps = [f"{entry.on} {_(STEP_WORDS[str(entry.step)])}" for entry in promise.happened]
        record = _("; ").join(steps) or _(NO_RECORD)
        earlier = (link.earlier if link.grade == STRONG else _weak(link, _) for link in carried_on.get(task.id, ()))
        yield (
            task.id, None if instrument == result.instrument else _.name(instrument or ""),
            _(STAGE_WORDS[stage]) if stage else None, record, deadline_cell(task, _), task.lead, "\n".join(earlier),
            task.plan, task.participants, task.headings, situation_cell(task, _), task.text, *gist_cells(task.id, _),
        )  # fmt: skip


def _weak(link: Link, _: Translator) -> str:
    return _("{task} (weak)").format(task=link.earlier)


def _dated_steps(promise: Promise) -> list[str]:
    return [f"{entry.on} {entry.step}" for entry in promise.happened]


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


def _values(result: Trace, _: Translator) -> Iterator[tuple[Any, ...]]:
    carried_on = result.carried_on()
    for part, promises in (("tasks", result.own), ("related", result.derived)):
        for promise in promises:
            task, name = promise.task, promise.instrument or result.word
            earlier = "\n".join(link.earlier for link in carried_on.get(task.id, ()))
            yield part, name, promise.stage, "\n".join(_dated_steps(promise)), earlier, *task_row(task, _)


def _notes(context: Context, result: Trace) -> list[str]:
    """Lines with the numbers of tasks and links, the pairs of consecutive plans without curated links and, if nothing
    was found, the instruments with a similar name."""
    _ = context.translator
    tasks = [promise.task for promise in (*result.own, *result.derived)]
    counts = {"tasks": len({task.id for task in tasks}), "links": len(result.steps)}
    notes = [_("Tasks: {tasks}. Links among them: {links}.").format(**counts), *bound_exclusions(context, result.query)]
    plans_in_time = list(dict.fromkeys(task.plan for task in sorted(tasks, key=lambda task: task.published or "9999")))
    linked_pairs = linked_plans(context.catalogue)
    unlinked = [
        f"{one} → {other}" for one, other in pairwise(plans_in_time) if not {(one, other), (other, one)} & linked_pairs
    ]
    if unlinked:
        notes.append(_("Nobody has curated links between: {plans}.").format(plans=_.join(unlinked)))
    if not tasks and not result.instrument and (similar := instruments_like(context.catalogue, result.word)):
        notes.append(_("Documents with a name like it: {names}.").format(names=_.join(similar)))
    return notes
