"""Situation and light of a task on a day. Days are ISO text, which compares as the days do."""

from datetime import date, timedelta
from typing import NamedTuple

from ipcheck.base.dates import months_from
from ipcheck.domain.state import State

SITUATIONS = (
    "withdrawn", "done", "done-late", "overdue", "unverified", "carried-on", "period-ended",
    "due-soon", "stale", "ongoing", "open",
)  # fmt: skip
LIGHTS = {
    "done": "🟢", "done-late": "🟢", "overdue": "🔴", "unverified": "⚪", "carried-on": "⚪", "period-ended": "⚪",
    "due-soon": "🟡", "stale": "🟡", "ongoing": "🔵", "open": "🔵",
}  # fmt: skip

SOON = timedelta(days=30)
REPORT_EVERY = 6  # months without an entry until ongoing work is stale


class Situation(NamedTuple):
    """How a task stands; `milestone_met` where its last day was met and its work goes on."""

    name: str
    milestone_met: bool = False


class Judge:
    """Judges tasks on one day. `report_every` is in months; None turns `stale` off."""

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
        """The first situation of the table in design section 4 that applies.

        Only a day that the document itself states for the task can be missed: the end of a plan's period is no 底前.
        A task due on the very day is not late.
        """
        last = due if basis in ("stated", "paragraph") else None
        if state.name == "withdrawn":
            return Situation("withdrawn")
        if ongoing and last and state.reached:
            return Situation("ongoing", milestone_met=True)
        if state.name == "done":
            return Situation("done-late" if last and (state.since or "") > last else "done")
        if last and last < self.on:
            return Situation("overdue" if state.newest else "unverified")
        if not last and period_end and period_end < self.on:
            return Situation("carried-on" if carried_on else "period-ended")
        if last and last <= self._soon:
            return Situation("due-soon")
        if ongoing and self._is_stale(state.newest or published):
            return Situation("stale")
        return Situation("ongoing" if ongoing else "open")

    def _is_stale(self, heard: str | None) -> bool:
        if self._report_every is None or heard is None:
            return False
        if self._stale_before is None:
            try:
                self._stale_before = months_from(self._day, -self._report_every).isoformat()
            except (ValueError, OverflowError):  # before the calendar begins
                self._stale_before = date.min.isoformat()
        return heard < self._stale_before


def light(situation: Situation, state: State) -> str:
    """The light that goes with a situation; yellow for blocked work that is not late, green for a milestone met."""
    if state.name == "blocked" and situation.name not in ("overdue", "withdrawn"):
        return LIGHTS["due-soon"]
    if situation.milestone_met:
        return LIGHTS["done"]
    return LIGHTS.get(situation.name, "–")
