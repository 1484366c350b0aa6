"""The track of an instrument: what plans promised for it, which steps it took, what is announced, and how long nothing
has moved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.dates import last_day
from ipcheck.domain.entry import STEPS, Entry, announced_steps, furthest_step, sort_steps
from ipcheck.domain.task import Task

CONSULTED, DELIBERATED, ADOPTED, PROMULGATED, IN_FORCE, REPEALED = STEPS
SETTLED, ANNOUNCED, MOVING, ON_HOLD, NO_STEP, ENDED = "settled", "announced", "moving", "on-hold", "no-step", "repealed"
STANDINGS = (ANNOUNCED, MOVING, ON_HOLD, NO_STEP, SETTLED, ENDED)
INSTRUMENT_KINDS = ("law", "regulation", "rule", "interpretation", "standard", "policy", "treaty")
# Months without a step after which work rests, as the European Parliament's Legislative Train counts.
HOLD_AFTER = 9
# The steps that an instrument of a kind usually takes; some are left out, and drafts may take theirs several times.
_LAW = (CONSULTED, DELIBERATED, ADOPTED, PROMULGATED, IN_FORCE)
_ROUTES = {
    "law": _LAW,
    "policy": (CONSULTED, PROMULGATED),
    "standard": (CONSULTED, PROMULGATED),
    "treaty": (ADOPTED, IN_FORCE),
}
_ROUTE = (CONSULTED, ADOPTED, PROMULGATED, IN_FORCE)  # of regulations, rules and interpretations


class Promise(NamedTuple):
    """A task and the stage (domain.task.STAGES) that it promises for an instrument."""

    task: Task
    stage: str


class Track(NamedTuple):
    """How far an instrument had come on the day `on` (ISO text). `steps` had happened by then, `announced` were to
    come; both are in time order. `kind` and `id` are those of the registry, None for an instrument that has none.
    `news_on` is what the newest entry on it tells of, also one without a step: a day, month or year."""

    instrument: str
    kind: str | None
    id: str | None
    promises: Sequence[Promise]
    steps: Sequence[Entry]
    announced: Sequence[Entry]
    on: str
    news_on: str | None = None

    @property
    def last(self) -> Entry | None:
        """The step that brought the newest round furthest; None where none is on record."""
        return furthest_step(self.steps) if self.steps else None

    @property
    def moved_on(self) -> str | None:
        """When the instrument last took a step (a day, month or year); None where none is on record."""
        return self.steps[-1].on if self.steps else None

    @property
    def moved_to(self) -> str | None:
        """The last day of when the instrument last took a step, by which tracks are sorted; None without a step."""
        return self.steps[-1].on_to if self.steps else None

    @property
    def in_force_since(self) -> str | None:
        """When what is in force now took effect; None where nothing is known to be in force."""
        for step in reversed(self.steps):
            if step.step == REPEALED:
                return None
            if step.step == IN_FORCE:
                return step.on
        return None

    @property
    def promised_on(self) -> str | None:
        """The day of publication of the newest plan that promises work on the instrument; None where none is known."""
        return max((promise.task.published or "" for promise in self.promises), default="") or None

    @property
    def idle_months(self) -> int | None:
        """For how many whole months nothing has moved: since the newest step or, where that ended a round, since the
        plan that promised another one. None where neither is on record."""
        since = self.moved_on
        if since is None or (self.is_through and self._open_promise):
            since = self._open_promise or self.promised_on
        return months_between(since, self.on) if since else None

    @property
    def is_through(self) -> bool:
        """Whether the newest step ended a round: the instrument was promulgated, or took effect."""
        return self.last is not None and self.last.step in (PROMULGATED, IN_FORCE)

    @property
    def standing(self) -> str:
        """How the instrument stands, as the first of these that applies.

        ANNOUNCED: the day of a further step is known. ENDED: it was repealed. SETTLED: it was promulgated or took
        effect, and no plan has promised more since; or all that was promised is done. NO_STEP: no step is on record.
        ON_HOLD: nothing has moved for HOLD_AFTER months. MOVING: something has.
        """
        if self.announced:
            return ANNOUNCED
        last = self.last
        if last and last.step == REPEALED:
            return ENDED
        if self.is_through and not self._open_promise:
            return SETTLED
        if self.promises and all(promise.task.outcome == "done" for promise in self.promises):
            return SETTLED
        if last is None:
            return NO_STEP
        return ON_HOLD if (self.idle_months or 0) >= HOLD_AFTER else MOVING

    @property
    def _open_promise(self) -> str | None:
        """The day of publication of the newest plan of a year after the newest step, whose promise is not known to be
        kept. A step in the year of a plan counts for it, since plans come out during the year that they are for."""
        moved = (self.moved_to or "")[:4]
        later = [
            promise.task.published for promise in self.promises
            if promise.task.published and promise.task.published[:4] > moved and promise.task.outcome != "done"
        ]  # fmt: skip
        return max(later, default=None)

    @property
    def next_step(self) -> str | None:
        """The step that usually comes next by the kind of the instrument; None where it is settled or repealed, or its
        next step is announced."""
        last = self.last
        if self.standing in (SETTLED, ENDED, ANNOUNCED):
            return None
        route = _ROUTES.get(self.kind or "", _ROUTE)
        if last is None or self.is_through:  # a new round has been promised
            return route[0]
        rank = STEPS.index(str(last.step))
        return next((step for step in route if STEPS.index(step) > rank), None)

    @property
    def newest_round(self) -> list[Entry]:
        """The steps of the round that moved last or is announced, in time order, of each step the newest; empty without
        a step."""
        rounds = self.rounds()
        newest: dict[str, Entry] = {}
        for step in reversed(rounds[next(reversed(rounds))] if rounds else ()):
            newest.setdefault(str(step.step), step)
        return list(newest.values())[::-1]

    def rounds(self) -> dict[str, list[Entry]]:
        """All steps, happened and announced, by round: that which moved last stands last. Steps without a round stand
        under an empty name."""
        by_round: dict[str, list[Entry]] = {}
        for step in sort_steps([*self.steps, *self.announced]):
            by_round.setdefault(step.round or "", []).append(step)
        return dict(sorted(by_round.items(), key=lambda item: item[1][-1].on_to))


def is_about(entry: Entry, task: Task | None, instrument: str) -> bool:
    """Whether an entry, on `task` if it is on any, is about an instrument: it says so, or is about a whole task that
    names no other."""
    if entry.instrument or task is None:
        return entry.instrument == instrument
    return task.instrument_names == [instrument]


def follow(
    instrument: str,
    kind: str | None,
    id_: str | None,
    promises: Sequence[Promise],
    steps: Sequence[Entry],
    by_task: Mapping[str, Sequence[Entry]],
    on: str,
) -> Track:
    """The track of an instrument on the day `on` (ISO text). `steps` are those on record for the instrument, in time
    order, `by_task` the entries on tasks by their ids."""
    happened = [step for step in steps if step.on_from <= on]
    news_on = newest_news(instrument, promises, by_task, on)
    return Track(instrument, kind, id_, promises, happened, announced_steps(steps, on), on, news_on)


def newest_news(
    instrument: str, promises: Iterable[Promise], by_task: Mapping[str, Sequence[Entry]], on: str
) -> str | None:
    """What the newest entry on an instrument tells of, up to the day `on` (ISO text): a day, month or year. `by_task`
    are the entries on tasks by their ids; None where no entry on a task that promises the instrument is about it."""
    entries = [
        entry for task, _stage in promises for entry in by_task.get(task.id, ())
        if entry.on_from <= on and is_about(entry, task, instrument)
    ]  # fmt: skip
    return max(entries, key=lambda entry: entry.on_to).on if entries else None


def months_between(first: str, last: str) -> int:
    """The whole months from a day, month or year to a day (ISO text): at least so many, since a month or year is taken
    to have ended; 0 where it is later."""
    begin = last_day(first)
    months = 12 * (int(last[:4]) - int(begin[:4])) + int(last[5:7]) - int(begin[5:7]) - (last[8:] < begin[8:])
    return max(0, months)
