"""The track of an instrument in words, as a table, as a timeline, and as JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ipcheck.base.dates import last_day
from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.entry import STEPS, Entry
from ipcheck.domain.track import ANNOUNCED, ENDED, IN_FORCE, MOVING, NO_STEP, ON_HOLD, SETTLED, Promise, Track
from ipcheck.formats.document import Column, Table
from ipcheck.reports.shared.labels import COMING_STEP_WORDS, STAGE_WORDS, STEP_WORDS, outcome_in_words

if TYPE_CHECKING:
    from ipcheck.formats.parts import Mark, Timeline

STANDING_WORDS = {
    ANNOUNCED: N_("announced"),
    MOVING: N_("in progress"),
    ON_HOLD: N_("on hold"),
    NO_STEP: N_("no step on record"),
    SETTLED: N_("issued or in force"),
    ENDED: N_("repealed"),
}


def _words_for(step: Entry, on: str) -> Mapping[str, str]:
    """The words for what has happened by the day `on` (ISO text), or for what is still to come."""
    return COMING_STEP_WORDS if step.on_from > on else STEP_WORDS


def step_in_words(step: Entry, _: Translator, words: Mapping[str, str] = STEP_WORDS) -> str:
    """A step with its day: promulgated 2025-11-10."""
    return _("{step} {day}").format(step=_(words[str(step.step)]), day=step.on)


def standing_in_words(track: Track, _: Translator) -> str:
    """How an instrument stands, with the day or the time that matters: on hold, no step for 23 months."""
    words = _(STANDING_WORDS[track.standing])
    if track.standing == ANNOUNCED:
        return _.join([step_in_words(step, _, COMING_STEP_WORDS) for step in track.announced])
    if track.standing == SETTLED:
        if track.last is None or not track.is_through:
            return _("done, according to the tasks that promise it")
        if track.in_force_since:
            return _("in force since {day}").format(day=track.in_force_since)
        return _("issued {day}").format(day=track.last.on)
    months = track.idle_months
    more = {
        ON_HOLD: _("{words}: no step on record for {months}"),
        NO_STEP: _("{words}, {months} after a plan promised it"),
        MOVING: _("{words}, last step {months} ago") if months else _("{words}, last step less than a month ago"),
    }
    if months is not None and track.standing in more:
        in_months = _.many("{n} month", "{n} months", months)
        words = more[track.standing].format(words=words, months=in_months)
    if track.standing in (ON_HOLD, NO_STEP) and track.news_on and last_day(track.news_on) > (track.moved_to or ""):
        return _("{words} (latest news {day})").format(words=words, day=track.news_on)
    return words


def track_in_words(track: Track, _: Translator) -> list[str]:
    """Where an instrument stands, for the head of an answer: its newest step, what is announced and in how many days,
    that it is on hold or what usually comes next; then the way that it has come, from promise to step."""
    lines = []
    if track.last:
        lines.append(_("Latest step on record: {step}.").format(step=step_in_words(track.last, _)))
    if track.announced:
        steps = [_coming_in_words(step, track.on, _) for step in track.announced]
        lines.append(_("Announced: {steps}.").format(steps=_.join(steps)))
    if not lines and track.standing != NO_STEP:
        lines.append(_("The ledgers record no steps for it."))
    if track.standing in (ON_HOLD, NO_STEP):
        lines.append(_.sentence(standing_in_words(track, _)))
    elif track.standing == SETTLED and track.in_force_since and track.last and track.last.step != IN_FORCE:
        lines.append(_("In force since {day}.").format(day=track.in_force_since))
    return [_.sentences(lines), *_way(track, _)]


def _coming_in_words(step: Entry, on: str, _: Translator) -> str:
    """A step to come with the days until then: takes effect 2027-01-01 (in 33 days)."""
    words = step_in_words(step, _, COMING_STEP_WORDS)
    days = (date.fromisoformat(step.on_from) - date.fromisoformat(on)).days
    return words + _.many(" (in {n} day)", " (in {n} days)", days)


def _way(track: Track, _: Translator) -> list[str]:
    """What was promised, and the steps of the newest round in time order, in one line; none without a promise or a
    step."""
    stages: dict[str, list[str]] = {}
    for promise in track.promises:
        stages.setdefault(promise.stage, []).append(promise.task.id)
    template = _("{stage} ({tasks})")
    promised = [template.format(stage=_(STAGE_WORDS[stage]), tasks=_.join(tasks)) for stage, tasks in stages.items()]
    steps = [step_in_words(step, _, _words_for(step, track.on)) for step in track.newest_round]
    lines = [_("Promised: {promises}.").format(promises=_("; ").join(promised))] if promised else []
    if steps:
        lines.append(_("Steps: {steps}.").format(steps=" → ".join(steps)))
    return [_.sentences(lines)] if lines else []


def round_table(track: Track, _: Translator) -> Table[tuple[str, Sequence[Entry]]]:
    """The table of the steps of each round with their days, the newest round first."""

    def steps_in_words(row: tuple[str, Sequence[Entry]]) -> str:
        stops = []
        for words, same in groupby(row[1], lambda step: _words_for(step, track.on)[str(step.step)]):
            days = _.join([step.on for step in same])
            stops.append(_("{step} {day}").format(step=_(words), day=days))
        return " → ".join(stops)

    columns: list[Column[tuple[str, Sequence[Entry]]]] = [
        Column(_("round"), lambda row: row[0], optional=True), Column(_("steps"), steps_in_words)
    ]  # fmt: skip
    return Table(columns, [*track.rounds().items()][::-1], _("Steps by round"))


def track_timeline(track: Track, _: Translator) -> "Timeline":
    """The promises of the plans above the steps of each round, on one axis of years."""
    from ipcheck.formats.parts import Lane, Span, Timeline  # only for formats that draw

    spans = [
        Span(task.id, _(STAGE_WORDS[stage]), str(task.published), None if task.ongoing else task.due or task.period_end)
        for task, stage in track.promises if task.published
    ]  # fmt: skip
    lanes = [
        Lane(name or _("steps"), [_mark(step, track.on, _) for step in steps]) for name, steps in track.rounds().items()
    ]
    return Timeline(_("Track"), spans, lanes, track.on)


def promise_in_words(promise: Promise, _: Translator) -> str:
    """What a task promises for an instrument, and what became of it: 2022-2 to be drafted or revised (done
    2023-12-21)."""
    task, stage = promise
    template = _("{task} {stage} ({outcome})")
    return template.format(task=task.id, stage=_(STAGE_WORDS[stage]), outcome=outcome_in_words(task, _))


def _mark(step: Entry, on: str, _: Translator) -> "Mark":
    from ipcheck.formats.parts import Mark  # only for formats that draw

    name = str(step.step)
    words = _(_words_for(step, on)[name])
    return Mark(step.on_from, str(STEPS.index(name) + 1), words, step.on, coming=step.on_from > on)


def track_json(track: Track) -> dict[str, Any]:
    """The track of an instrument as JSON answers give it (docs/record.md)."""
    last = track.last
    return {
        "instrument": track.instrument,
        "id": track.id,
        "kind": track.kind,
        "standing": track.standing,
        "promises": [
            {
                "task": task.id, "plan": task.plan, "stage": stage,
                "due": task.due, "deadline_basis": task.deadline_basis,
                "outcome": task.outcome, "done_on": task.done_on, "late": task.late, "published": task.published,
            }
            for task, stage in track.promises
        ],
        "last_step": step_json(last) if last else None,
        "moved_on": track.moved_on,
        "in_force_since": track.in_force_since,
        "announced": [step_json(step) for step in track.announced],
        "next_step": track.next_step,
        "idle_months": track.idle_months,
        "news_on": track.news_on,
        "promised_on": track.promised_on,
        "rounds": [
            {"round": name or None, "steps": [{"step": step.step, "on": step.on} for step in steps]}
            for name, steps in track.rounds().items()
        ],
    }  # fmt: skip


_STEP_KEYS = (
    "instrument", "step", "on", "task", "source", "evidence", "note",
    "round", "on_from", "on_to", "until", "number", "sources", "english",
)  # fmt: skip


def step_json(step: Entry) -> dict[str, Any]:
    """A step as JSON answers give it."""
    values = step.as_json()
    return {key: values[key] for key in _STEP_KEYS}
