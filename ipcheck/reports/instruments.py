"""Where every law and document stands that a plan promises: its promises, its newest step, what is announced, and for
how long nothing has moved."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.instruments import Registered, registered
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.catalogue.records import entry_index, recorded_steps
from ipcheck.domain.entry import STEPS, Entry
from ipcheck.domain.task import PROMISED
from ipcheck.domain.track import STANDINGS, Promise, Track, follow
from ipcheck.formats.document import Column, Document, Field, Held, Hint, Records, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import agency_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import COMING_STEP_WORDS, INSTRUMENT_KIND_WORDS, STEP_WORDS
from ipcheck.reports.shared.listing import quoted
from ipcheck.reports.shared.task_table import as_of, cite_plans
from ipcheck.reports.shared.track_words import (
    STANDING_WORDS,
    promise_in_words,
    standing_in_words,
    step_in_words,
    track_json,
)

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview

NO_STEP = "none"  # in place of a step, for instruments of which none is on record
LAST_STEPS = (*STEPS, NO_STEP)  # by which a list can be narrowed


class InstrumentsQuery(NamedTuple):
    """Which instruments to list; an empty field allows all.

    An instrument must have a promise at one of `stages` in a task that `tasks` selects, be of one of `kinds`, have one
    of `steps` as its last (NO_STEP: none), stand like one of `standings`, and have moved on the day `since` (ISO text)
    or later.
    """

    tasks: TaskQuery
    stages: Sequence[str] = PROMISED
    kinds: Collection[str] = ()
    steps: Collection[str] = ()
    standings: Collection[str] = ()
    since: str | None = None


def find_tracks(context: Context, query: InstrumentsQuery) -> list[Track]:
    """The tracks of the instruments that `query` selects, first what moved last, then what was promised last.

    A track has all promises for its instrument, also those of tasks that the query does not select.
    """
    catalogue = context.catalogue
    promises: dict[str, list[Promise]] = defaultdict(list)
    wanted: set[str] = set()
    selected = _selected(context, query.tasks)
    for task in find_published_tasks(catalogue, TaskQuery(stages=query.stages), context.judge):
        for name, stage in task.stages():
            if stage in query.stages:
                promises[name].append(Promise(task, stage))
                if selected is None or task.key in selected:
                    wanted.add(name)
    steps: dict[str, list[Entry]] = defaultdict(list)
    for step in recorded_steps(catalogue):
        if step.instrument in wanted:
            steps[str(step.instrument)].append(step)
    known, by_task = registered(catalogue), entry_index(catalogue).by_task

    def track_of(name: str) -> Track:
        said = known.get(name, Registered())
        return follow(name, said.kind, said.id, promises[name], steps[name], by_task, context.judge.on)

    fitting = filter(lambda track: _fits(track, query), (track_of(name) for name in promises if name in wanted))
    return sorted(fitting, key=lambda track: (track.moved_to or "", track.promised_on or ""), reverse=True)


def _selected(context: Context, tasks: TaskQuery) -> set[tuple[str, str | None]] | None:
    """The keys of the tasks that a query selects; None where it selects all."""
    if not any(tasks._replace(basis="")):
        return None
    return {task.key for task in find_published_tasks(context.catalogue, tasks, context.judge)}


def _fits(track: Track, query: InstrumentsQuery) -> bool:
    if query.kinds and track.kind not in query.kinds:
        return False
    if query.steps and (track.last.step if track.last else NO_STEP) not in query.steps:
        return False
    if query.standings and track.standing not in query.standings:
        return False
    return not query.since or (track.moved_to or "") >= query.since


def instruments_document(context: Context, query: InstrumentsQuery) -> Document:
    """The instruments that `query` selects as a document; what moved last stands first."""
    _ = context.translator
    tracks = find_tracks(context, query)
    silent = silent_on_agencies(context, query.tasks)
    facts = [*_summary(tracks, _), *silent, *agency_lines(query.tasks, _), as_of(context)]
    return Document(
        _("Laws and documents that plans promise"),
        lambda: [Table(_columns(_), tracks, _("Laws and documents"))], lambda: Records(_FIELDS, map(_row, tracks)),
        data=lambda: [track_json(track) for track in tracks], facts=facts,
        notes=lambda: _notes(tracks, _), empty=_("No law or document matches."),
        counted=_("{n} of {all} laws and documents"),
        overview=lambda: _overview(tracks, _),
        holds=lambda: Held(len(tracks), _.many("{n} law or document", "{n} laws and documents", len(tracks))),
        sources=lambda: cite_plans(
            context, sorted({promise.task.plan for track in tracks for promise in track.promises})
        ),
    )  # fmt: skip


def _summary(tracks: Sequence[Track], _: Translator) -> list[str]:
    """How many instruments stand how, and what moved last."""
    if not tracks:
        return []
    counts = Counter(track.standing for track in tracks)
    total = _.many("{n} law or document", "{n} laws and documents", len(tracks))
    in_words = [
        _("{standing} {n}").format(standing=_(STANDING_WORDS[name]), n=counts[name])
        for name in STANDINGS
        if counts[name]
    ]
    lines = [_("{total}: {counts}.").format(total=total, counts=_.join(in_words))]
    newest = tracks[0]
    if newest.steps:
        template = _("Latest progress: {name}, {step}.")
        lines.append(template.format(name=_title(newest.instrument, _), step=step_in_words(newest.steps[-1], _)))
    announced = (step for track in tracks for step in track.announced)
    if first := min(announced, key=lambda step: step.on_from, default=None):
        template = _("Next: {name}, {step}.")
        name = _title(str(first.instrument), _)
        lines.append(template.format(name=name, step=step_in_words(first, _, COMING_STEP_WORDS)))
    return [_.sentences(lines)]


def _title(instrument: str, _: Translator) -> str:
    return _.titles(f"《{instrument}》")


def _notes(tracks: Sequence[Track], _: Translator) -> list[str]:
    if not tracks:
        return [Hint(_("Without filters: ipcheck instruments"))]
    first = next((track for track in tracks if track.steps), tracks[0])
    name = first.id if first.id and _.is_foreign else quoted(first.instrument)
    return [
        _("Only steps that were found are on record; none found does not mean that nothing happened."),
        Hint(_("One of them in full: {command}").format(command=f"ipcheck trace {name}")),
    ]


def _columns(_: Translator) -> list[Column[Track]]:
    def usually_next(track: Track) -> str | None:
        return _(STEP_WORDS[track.next_step]) if track.next_step else None

    return [
        Column(_("law or document"), lambda track: _title(track.instrument, _)),
        Column(_("status"), lambda track: standing_in_words(track, _)),
        Column(_("last step"), lambda track: step_in_words(track.last, _) if track.last else None),
        Column(_("promised by"), lambda track: LINE_SEP.join(_plans(track)), "list", facet="plan"),
        Column(_("announced"), lambda track: _announced(track, _), roomy=True),
        Column(_("usually next"), usually_next, roomy=True),
        Column(_("latest news"), lambda track: track.news_on, "day", roomy=True),
        Column(_("in force since"), lambda track: track.in_force_since, "day", roomy=True),
        Column(_("months without a step on record"), lambda track: track.idle_months, "number", roomy=True),
        Column(_("what the plans promise"), lambda track: _promises(track, _), "list", roomy=True),
        Column(_("kind"), lambda track: _(INSTRUMENT_KIND_WORDS[track.kind]) if track.kind else None, roomy=True),
        Column(_("id"), lambda track: track.id, "id", roomy=True),
        Column(_("Chinese title"), lambda track: track.instrument if _.is_foreign else None, roomy=True),
    ]  # fmt: skip


def _plans(track: Track) -> list[str]:
    return list(dict.fromkeys(promise.task.plan for promise in track.promises))


def _announced(track: Track, _: Translator) -> str:
    return _.join([step_in_words(step, _, COMING_STEP_WORDS) for step in track.announced])


def _promises(track: Track, _: Translator) -> str:
    return LINE_SEP.join(promise_in_words(promise, _) for promise in track.promises)


_FIELDS = (
    Field("instrument"), Field("kind"), Field("standing"), Field("last_step"), Field("last_on"), Field("round"),
    Field("in_force_since"), Field("announced", "list"), Field("next_step"), Field("idle_months", "number"),
    Field("tasks", "list"), Field("stages", "list"), Field("outcomes", "list"), Field("promised_on"), Field("id"),
    Field("news_on"),
)  # fmt: skip


def _row(track: Track) -> Row:
    last, tasks = track.last, [promise.task for promise in track.promises]
    return (
        track.instrument, track.kind, track.standing, last and last.step, last and last.on, last and last.round,
        track.in_force_since, LINE_SEP.join(f"{step.on} {step.step}" for step in track.announced), track.next_step,
        track.idle_months, LINE_SEP.join(task.id for task in tasks),
        LINE_SEP.join(promise.stage for promise in track.promises), LINE_SEP.join(task.outcome for task in tasks),
        track.promised_on, track.id, track.news_on,
    )  # fmt: skip


def _overview(tracks: Sequence[Track], _: Translator) -> "Overview":
    """Figures of how the instruments stand, and a chart of the last steps by kind."""
    from ipcheck.formats.parts import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import make_overview

    counts = Counter(track.standing for track in tracks)
    figures = [Figure(_(STANDING_WORDS[name]), counts[name]) for name in STANDINGS if counts[name]]
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for track in tracks:
        by_kind[track.kind or ""][track.standing] += 1
    kinds = sorted(by_kind, key=lambda kind: -by_kind[kind].total())
    series = [
        Series(_(STANDING_WORDS[name]), name, [by_kind[kind][name] for kind in kinds])
        for name in STANDINGS if counts[name]
    ]  # fmt: skip
    labels = [_(INSTRUMENT_KIND_WORDS[kind]) if kind else _("in no registry") for kind in kinds]
    return make_overview(figures, Chart(_("Status by kind"), labels, series, across=True))
