"""A task as every answer holds it: what the document says, what that means, and how it stands on a day."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ipcheck.domain.assignment import Assignment
from ipcheck.domain.situation import Situation
from ipcheck.domain.state import State

DATED, OF_PERIOD, RELATIVE, ONLY_ONGOING, UNDATED = "dated", "of_period", "relative", "only_ongoing", "undated"
DATINGS = (DATED, OF_PERIOD, RELATIVE, ONLY_ONGOING, UNDATED)


def plan_of(task: str) -> str:
    """The id of the plan in that of a task: it is split at its last hyphen."""
    return task.rpartition("-")[0]


def dating(has_day: bool, basis: str, event: str | None, ongoing: bool) -> str:
    """How a task is dated, one of DATINGS: it has a last day of its own, that of its plan's period or defaults, one
    that counts from an event, or none, where it goes on or not."""
    if has_day:
        return OF_PERIOD if basis == "plan" else DATED
    if event:
        return RELATIVE
    return ONLY_ONGOING if ongoing else UNDATED


def due_order(task: "Task") -> str:
    """By what tasks are sorted so that the soonest last day comes first, and tasks without one last."""
    return task.due or "9999"


class Task(NamedTuple):
    """One task. The fields up to `carried_on` are the catalogue's columns. `subject` is whom its last day is for, where
    it counts from an event of a city or the like; `assigned` says who answers for it in the house.

    Days are ISO text, flags 0 or 1, lists joined by newlines.
    """

    id: str
    plan: str
    number: str
    kind: str
    headings: str
    text: str
    deadline_phrase: str | None
    due: str | None
    ongoing: int
    relative_event: str | None
    relative_count: int | None
    relative_unit: str | None
    deadline_basis: str
    responsibility_phrase: str | None
    lead: str | None
    participants: str
    divided: int
    others: int
    responsibility_basis: str
    mentions: str
    instruments: str
    path: str
    line: int
    column: int
    period_end: str | None
    published: str | None
    carried_on: int
    state: State
    situation: Situation
    subject: str | None = None
    assigned: Sequence[Assignment] = ()

    @property
    def stated(self) -> bool:
        """Whether the document itself states a last day for the task (or a span that the ledger gives a day)."""
        return self.due is not None and self.deadline_basis in ("stated", "paragraph")

    @property
    def key(self) -> tuple[str, str | None]:
        """What tells it from every other: its id, and whom it is for where it comes once for each subject."""
        return self.id, self.subject

    @property
    def agencies(self) -> list[str]:
        """The lead, if any, then the participants."""
        return [name for name in (self.lead, *self.listed("participants")) if name]

    def listed(self, field: str) -> list[str]:
        """A joined list as a list: headings, participants or mentions."""
        value: str = getattr(self, field)
        return value.split("\n") if value else []

    def stages(self) -> list[tuple[str, str]]:
        """What the task promises for each instrument: (name, stage)."""
        pairs = (line.partition(" ") for line in self.listed("instruments"))
        return [(name, stage) for stage, _, name in pairs]

    def as_json(self) -> dict[str, Any]:
        """The task as JSON answers give it (design section 5); `progress`, `subject` and `assignments`
        only where there are any."""
        relative = None
        if self.relative_event:
            relative = {"event": self.relative_event, "count": self.relative_count, "unit": self.relative_unit}
        further: dict[str, Any] = {}
        if self.state.shares:
            further["progress"] = {"done": self.state.finished, "of": self.state.shares}
        if self.subject:
            further["subject"] = self.subject
        if self.assigned:
            further["assignments"] = [each.as_json() for each in self.assigned]
        return {
            "id": self.id,
            "plan": self.plan,
            "number": self.number,
            "kind": self.kind,
            "sections": self.listed("headings"),
            "text": self.text,
            "deadline": {
                "phrase": self.deadline_phrase,
                "due": self.due,
                "ongoing": bool(self.ongoing),
                "relative": relative,
                "basis": self.deadline_basis,
            },
            "responsibility": {
                "phrase": self.responsibility_phrase,
                "lead": self.lead,
                "participants": self.listed("participants"),
                "divided": bool(self.divided),
                "others": bool(self.others),
                "basis": self.responsibility_basis,
            },
            "mentions": self.listed("mentions"),
            "instruments": [{"name": name, "stage": stage} for name, stage in self.stages()],
            "state": self.state.name,
            "situation": self.situation.name,
            "milestone_met": self.situation.milestone_met,
            "evidence": self.state.evidence,
            **further,
            "place": {"path": self.path, "line": self.line, "column": self.column},
        }
