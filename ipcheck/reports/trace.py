"""The lineage of an instrument: every task on it through the years, with what each task promises and the steps that
then happened."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_among
from ipcheck.catalogue.instruments import Registered, instruments_like, registered
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.catalogue.records import entry_index, instrument_steps
from ipcheck.catalogue.resolve import NamedWord
from ipcheck.catalogue.unread import UnreadCounts
from ipcheck.domain.entry import Entry, announced_steps
from ipcheck.domain.lineage.link import STRONG, Link
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.task import PROMISED, Task
from ipcheck.domain.track import Promise, Track, follow
from ipcheck.formats.document import Column, Document, Field, Held, Records, Row, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import section_column, text_columns
from ipcheck.reports.shared.entry_table import step_columns
from ipcheck.reports.shared.labels import COMING_STEP_WORDS, STAGE_WORDS, STEP_WORDS
from ipcheck.reports.shared.link_facts import ComparedLink, compared_links, deadline_cell, link_json
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, situation_cell, task_fields, task_json, tasks_overview
from ipcheck.reports.shared.track_words import round_table, step_json, track_in_words, track_json, track_timeline
from ipcheck.reports.shared.unread import responsibility_mark, unread_in_words


class TracedPromise(NamedTuple):
    """A task, the stage that it promises for an instrument, and the entries on steps that happened since its plan.

    If a text is traced, there is no instrument, no stage and no step.
    """

    task: Task
    instrument: str | None = None
    stage: str | None = None
    happened: Sequence[Entry] = ()


class Trace(NamedTuple):
    """The result of tracing a word.

    `instrument` is the one that the word names, None if a text is traced. `own` are the tasks on it (or with the text),
    `derived` the tasks on instruments that implement or interpret it, `steps` the links among all these tasks,
    `happened` the entries on steps of all these instruments, `announced` those on steps still to come, and `track` the
    track of the instrument.
    """

    word: str
    query: TaskQuery
    instrument: str | None
    own: Sequence[TracedPromise]
    derived: Sequence[TracedPromise]
    steps: Sequence[ComparedLink]
    happened: Sequence[Entry]
    announced: Sequence[Entry] = ()
    track: Track | None = None

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
    word, name, instruments, searched = named
    track: Track | None = None
    own: list[TracedPromise] = []
    derived: list[TracedPromise] = []
    happened: list[Entry] = []
    announced: list[Entry] = []
    if name is None:
        own = [
            TracedPromise(task)
            for task in find_published_tasks(context.catalogue, query._replace(word=searched), context.judge)
        ]
    else:
        recorded = instrument_steps(context.catalogue, [name, *instruments])
        happened = [step for step in recorded if step.on_from <= context.judge.on]
        announced = announced_steps(recorded, context.judge.on)
        own = _promises(context, query, [name], happened)
        derived = _promises(context, query, instruments, happened) if instruments else []
        track = _track(context, name, own, recorded)
    tasks = {promise.task.id: promise.task for promise in (*own, *derived)}
    pairs = compared_links(links_among(context.catalogue, tasks), tasks)
    return Trace(word, query, name, own, derived, pairs, happened, announced, track)


def _track(context: Context, name: str, own: Sequence[TracedPromise], steps: Sequence[Entry]) -> Track:
    """The track of an instrument that the tasks of `own` name; of `steps`, only those of this instrument count."""
    said = registered(context.catalogue).get(name, Registered())
    promised = [Promise(promise.task, str(promise.stage)) for promise in own if promise.stage in PROMISED]
    own_steps = [step for step in steps if step.instrument == name]
    by_task = entry_index(context.catalogue).by_task
    return follow(name, said.kind, said.id, promised, own_steps, by_task, context.judge.on)


def _promises(
    context: Context, query: TaskQuery, instruments: Sequence[str], happened: Sequence[Entry]
) -> list[TracedPromise]:
    tasks = find_published_tasks(context.catalogue, query._replace(instruments=instruments), context.judge)
    promises = [
        TracedPromise(task, name, stage) for task in tasks for name, stage in task.stages() if name in instruments
    ]
    return with_steps(promises, happened)


def with_steps(promises: Sequence[TracedPromise], happened: Sequence[Entry]) -> list[TracedPromise]:
    """The promises, each with the steps that happened to its instrument since its plan was published: only these can
    keep the promise. A plan whose day is not known has none."""
    return [
        promise._replace(
            happened=[
                step for step in happened
                if step.instrument == promise.instrument and (promise.task.published or "9999") <= step.on_from
            ]
        )
        for promise in promises
    ]  # fmt: skip


def trace_document(context: Context, result: Trace) -> Document:
    """A trace as a document: the tasks on the instrument, then those on instruments derived from it, with what happened
    beside what was promised; then all steps on record."""
    _ = context.translator
    track = result.track
    facts = [
        *(track_in_words(track, _) if track else _similar_names(context, result)), *bound_lines(result.query, _),
        as_of(context),
    ]  # fmt: skip
    return Document(
        _instrument_title(result.instrument, _) if result.instrument else _("Tasks on {text}").format(text=result.word),
        lambda: [
            *([round_table(track, _)] if track else ()),
            Table(_columns(result, _), result.own, _("What the plans promise") if track else None),
            Table(_columns(result, _), result.derived, _("What implements or interprets it")),
            Table(step_columns(_, result.instrument), result.happened, _("On record")),
            Table(step_columns(_, result.instrument, COMING_STEP_WORDS), result.announced, _("Announced")),
        ],
        lambda: _records(context, result),
        data=lambda: as_json(context, result), facts=facts, notes=lambda: _notes(context, result),
        empty=_("No task matches."),
        overview=lambda: tasks_overview(context, result.tasks()),
        timeline=(lambda: track_timeline(track, _)) if track and (track.steps or track.promises) else None,
        sources=lambda: sources(context, (task.plan for task in result.tasks())),
        holds=lambda: Held(len(result.tasks()), _.many("{n} task", "{n} tasks", len(result.tasks()))),
    )  # fmt: skip


def _similar_names(context: Context, result: Trace) -> list[str]:
    """The line that names instruments with a similar name, where a text is traced that stands in no task."""
    _ = context.translator
    similar = () if result.own else instruments_like(context.catalogue, result.word)
    return [_("Documents with similar names: {names}.").format(names=_.join_names(similar))] if similar else []


def _instrument_title(instrument: str, _: Translator) -> str:
    """An instrument as a title: 《商标法》; for readers of another language after its name in that language."""
    name = _.name(instrument)
    return f"《{instrument}》" if name == instrument else f"{name} 《{instrument}》"


def as_json(context: Context, result: Trace) -> dict[str, Any]:
    """A trace as JSON answers give it; `related` holds the tasks on instruments derived from the one traced."""
    of_task = task_json(context)

    def promise(traced: TracedPromise) -> dict[str, Any]:
        return of_task(traced.task) | {"instrument": traced.instrument, "stage": traced.stage}

    return {
        "word": result.word,
        "instrument": result.instrument,
        "tasks": list(map(promise, result.own)),
        "related": list(map(promise, result.derived)),
        "links": list(map(link_json, result.steps)),
        "steps": list(map(step_json, result.happened)),
        "announced": list(map(step_json, result.announced)),
        "track": track_json(result.track) if result.track else None,
    }


def _columns(result: Trace, _: Translator) -> list[Column[TracedPromise]]:
    carried_on = result.carried_on()

    def record(promise: TracedPromise) -> str:
        steps = [f"{entry.on} {_(STEP_WORDS[str(entry.step)])}" for entry in promise.happened]
        if promise.task.published is None:
            return ""
        return _("; ").join(steps) or _("no step recorded")

    def earlier(promise: TracedPromise) -> str:
        links = carried_on.get(promise.task.id, ())
        return "\n".join(link.earlier if link.grade == STRONG else _weak(link, _) for link in links)

    def instrument(promise: TracedPromise) -> str | None:
        return None if promise.instrument == result.instrument else _.name(promise.instrument or "")

    # if nothing is on record, a fact says so once
    on_record = [Column(_("on record since then"), record, optional=True)] if result.happened else []
    return [
        Column(_("task"), lambda promise: promise.task.id, "id", facet="task"),
        Column(_("law or document"), instrument, optional=True),
        Column(_("promise"), lambda promise: promise.stage and _(STAGE_WORDS[promise.stage]), optional=True),
        *on_record,
        Column(_("status"), lambda promise: situation_cell(promise.task, _), "situation", facet="situation"),
        Column(_("deadline"), lambda promise: deadline_cell(promise.task, _), "due"),
        Column(_("lead"), lambda promise: promise.task.leads, "agencies", optional=True, facet="agency"),
        Column(_("responsible"), lambda promise: responsibility_mark(promise.task, _), optional=True),
        Column(_("carries on"), earlier, "list", optional=True),
        *text_columns(lambda promise: promise.task.text, lambda promise: promise.task.id, _),
        Column(_("plan"), lambda promise: promise.task.plan, "id", roomy=True, facet="plan"),
        Column(_("participants"), lambda promise: promise.task.participants, "agencies", roomy=True, facet="agency"),
        section_column(lambda promise: promise.task, _),
    ]


def _weak(link: Link, _: Translator) -> str:
    return _("{task} (weak)").format(task=link.earlier)


def _records(context: Context, result: Trace) -> Records:
    fields, values = task_fields(context)
    of_promise = [
        Field("part"), Field("word"), Field("stage"), Field("steps", "list"), Field("carries_on", "list"),
    ]  # fmt: skip
    carried_on = result.carried_on()

    def rows() -> Iterator[Row]:
        for part, promises in (("tasks", result.own), ("related", result.derived)):
            for task, instrument, stage, happened in promises:
                steps = "\n".join(f"{entry.on} {entry.step}" for entry in happened)
                earlier = "\n".join(link.earlier for link in carried_on.get(task.id, ()))
                yield part, instrument or result.word, stage, steps, earlier, *values(task)

    return Records([*of_promise, *fields], rows())


def _unread(result: Trace, _: Translator) -> list[str]:
    """The line that counts the phrases of the tasks that no rule reads; no line where there are none."""
    tasks = result.tasks()
    bases = [[task.deadline_basis for task in tasks], [task.responsibility_basis for task in tasks]]
    words = _.join(unread_in_words(UnreadCounts(*(basis.count(UNREAD) for basis in bases)), _))
    return [_.sentence(words)] if words else []


def _notes(context: Context, result: Trace) -> list[str]:
    """Lines with the numbers of tasks and links, the pairs of consecutive plans without curated links and, if nothing
    was found, the instruments with a similar name."""
    _ = context.translator
    tasks = [promise.task for promise in (*result.own, *result.derived)]
    counts = {"tasks": len({task.id for task in tasks}), "links": len(result.steps)}
    notes = [
        _("Tasks: {tasks}. Links among them: {links}.").format(**counts), *_unread(result, _),
        *bound_exclusions(context, result.query),
    ]  # fmt: skip
    plans_in_time = list(dict.fromkeys(task.plan for task in sorted(tasks, key=lambda task: task.published or "9999")))
    linked_pairs = linked_plans(context.catalogue)
    unlinked = [
        f"{one} → {other}" for one, other in pairwise(plans_in_time) if not {(one, other), (other, one)} & linked_pairs
    ]
    if unlinked:
        notes.append(_("Nobody has curated links between: {plans}.").format(plans=_.join(unlinked)))
    return notes
