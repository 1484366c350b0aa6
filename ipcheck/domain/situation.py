"""The situation and the light of a task on a day. Days are ISO text, which sorts like the days."""

from datetime import date, timedelta
from typing import NamedTuple

from ipcheck.base.dates import add_months, first_day, last_day
from ipcheck.domain.state import State

SITUATIONS = (
    "withdrawn", "done", "done-late", "overdue", "unverified", "carried-on", "period-ended",
    "due-soon", "stale", "ongoing", "open",
)  # fmt: skip
LIGHTS = {
    "done": "🟢", "done-late": "🟢", "overdue": "🔴", "unverified": "⚪", "carried-on": "⚪", "period-ended": "⚪",
    "due-soon": "🟡", "stale": "🟡", "ongoing": "🔵", "open": "🔵",
}  # fmt: skip

# Where a last day comes from, if it is the task's own: only such a day can be missed.
OWN_BASES = ("stated", "paragraph", "reading")
UNREAD = "unread"  # the basis of what a phrase says that no rule reads
SOON = timedelta(days=30)
REPORT_EVERY = 6  # months without an entry after which ongoing work is stale


class Situation(NamedTuple):
    """The situation of a task. `milestone_met`: the task was done once, and its work goes on after its last day.
    `after_period`: it was done after the period of its plan had ended."""

    name: str
    milestone_met: bool = False
    after_period: bool = False


NOT_JUDGED = Situation("open")


class Judge:
    """The judge of the situations of tasks on the day `on`. `report_every` is in months; None turns `stale` off."""

    def __init__(self, on: date, report_every: int | None = REPORT_EVERY) -> None:
        self.on = on.isoformat()
        self._soon = (min(on, date.max - SOON) + SOON).isoformat()
        self._day = on
        self._report_every = report_every
        self._stale_before: str | None = None

    def situation(
        self, due: str | None, ongoing: bool, basis: str, state: State,
        period_end: str | None, published: str | None, carried_on: bool,
    ) -> Situation:  # fmt: skip
        """The first situation that applies, in the order of the table in docs/plans.md.

        Only a last day that the document itself states for the task (`basis` is one of OWN_BASES) can be missed, never
        the end of the plan's period. A task that is due on the very day `on` is not late. Nobody knows until when a
        task is to be done whose deadline phrase no rule reads: it is open, also after the period.
        """
        last = due if basis in OWN_BASES else None
        if state.name == "withdrawn":
            return Situation("withdrawn")
        if ongoing and last and state.reached:
            return Situation("ongoing", milestone_met=True)
        if state.name == "done":
            if last:
                return Situation("done-late" if is_late(state.since, last) else "done")
            return Situation("done", after_period=bool(period_end and is_late(state.since, period_end)))
        if last and last < self.on:
            return Situation("overdue" if _is_known_to_be_open(state, last) else "unverified")
        if basis == UNREAD:
            return NOT_JUDGED
        if not last and period_end and period_end < self.on:
            return Situation("carried-on" if carried_on else "period-ended")
        if last and last <= self._soon:
            return Situation("due-soon")
        if ongoing and self._is_stale(state.newest or published):
            return Situation("stale")
        return Situation("ongoing" if ongoing else "open")

    def _is_stale(self, last_news: str | None) -> bool:
        if self._report_every is None or last_news is None:
            return False
        if self._stale_before is None:
            try:
                self._stale_before = add_months(self._day, -self._report_every).isoformat()
            except (ValueError, OverflowError):  # before the calendar begins
                self._stale_before = date.min.isoformat()
        return last_day(last_news) < self._stale_before


def is_late(done_on: str | None, last: str) -> bool | None:
    """Whether what was done on a day (or in a month or year) was done after the last day; None where nobody can tell:
    the last day lies within the month or year, or there is no day at all."""
    if done_on is None:
        return None
    if first_day(done_on) > last:
        return True
    return False if last_day(done_on) <= last else None


def _is_known_to_be_open(state: State, last: str) -> bool:
    """Whether a task that is past its last day, and not done, is known to be open.

    Whoever keeps a ledger of an own task knows how it stands, so that any entry tells. The shipped record only tells
    what was made public: it must have said, after the last day, that the work is still going on.
    """
    return state.own or bool(state.open_on and state.open_on > last)


def light(situation: Situation, state: State) -> str:
    """The light of a situation: yellow for blocked work that is not overdue, green for a milestone met, else by LIGHTS;
    – for a withdrawn task."""
    if state.name == "blocked" and situation.name not in ("overdue", "withdrawn"):
        return LIGHTS["due-soon"]
    if situation.milestone_met:
        return LIGHTS["done"]
    return LIGHTS.get(situation.name, "–")
