"""A task as every answer contains it: the words of the document, their meaning, and the task's state on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from ipcheck.base.dates import is_day
from ipcheck.base.rows import LINE_SEP, split_list
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.situation import NOT_JUDGED, OWN_BASES, UNREAD, Situation, is_late
from ipcheck.domain.state import NOTHING_RECORDED, State

STUDY, DRAFTING, ISSUED, APPLIED, MENTIONED = "study", "drafting", "issued", "applied", "mentioned"
PROMISED = (STUDY, DRAFTING, ISSUED)  # what promises work on the instrument itself, from the least to the greatest
STAGES = (MENTIONED, APPLIED, *PROMISED)
NO_DAY = "-"  # in place of the day of a milestone that is not known
DATED, OF_PERIOD, RELATIVE, ONLY_ONGOING, UNDATED = "dated", "of_period", "relative", "only_ongoing", "undated"
DATINGS = (DATED, OF_PERIOD, RELATIVE, ONLY_ONGOING, UNDATED, UNREAD)


def plan_of(task: str) -> str:
    """The id of the plan in the id of a task: everything before the last hyphen."""
    return task.rpartition("-")[0]


def dating(has_day: bool, basis: str, event: str | None, ongoing: bool) -> str:
    """How a task is dated, as one of DATINGS.

    DATED: by a last day of its own. OF_PERIOD: by the period or the defaults of its plan. RELATIVE: by a span after an
    event. ONLY_ONGOING: no last day, the work goes on. UNDATED: no last day either, and nothing says that it goes on.
    UNREAD: by a phrase that no rule reads.
    """
    if basis == UNREAD:
        return UNREAD
    if has_day:
        return OF_PERIOD if basis == "plan" else DATED
    if event:
        return RELATIVE
    return ONLY_ONGOING if ongoing else UNDATED


def due_order(task: "Task") -> str:
    """The sort key that puts the soonest last day first, and tasks without a last day at the end."""
    return task.due or "9999"


class Task(NamedTuple):
    """One task, and the meaning of its deadline and responsibility phrases (docs/plans.md).

    The fields up to `column` are stored: what the document says. `position` and `section` are the positions of the task
    and its section in the plan, from 0. `instruments` holds lines `<stage> <name>`, `printed` lines `<printed> <name>`
    for the agencies whose name follows from the plan's region, `milestones` lines `<day> <words>`: the stages of the
    deadline before its last day, with NO_DAY for a day that is not known. A phrase that no rule reads has the basis
    UNREAD or, where a person has said what it means, the basis "reading": then `deadline_reading` or
    `responsibility_reading` holds who says so, and why. Days are ISO text, flags 0 or 1, lists are joined by LINE_SEP.

    The others follow from the plan, from the links that carry the task on, and from the ledgers on a day: until a
    `Judge` has judged a task, it is open and nothing is recorded. Where the last day counts from an event of a city or
    the like, `subject` is that city. `assigned` holds the task's assignments to offices of the reader's own agency.
    `outcome` is one of `ipcheck.domain.outcome.OUTCOMES`; `checked` is the day on which somebody last looked for the
    task, or a share of it, in vain.
    """

    position: int
    section: int
    id: str
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
    milestones: str
    deadline_basis: str
    deadline_reading: str
    responsibility_phrase: str | None
    leads: str
    participants: str
    divided: int
    others: int
    responsibility_basis: str
    responsibility_reading: str
    printed: str
    mentions: str
    instruments: str
    line: int
    column: int
    plan: str = ""
    path: str = ""
    period_end: str | None = None
    published: str | None = None
    carried_on: int = 0
    state: State = NOTHING_RECORDED
    situation: Situation = NOT_JUDGED
    subject: str | None = None
    assigned: Sequence[Assignment] = ()
    outcome: str = "unknown"
    checked: str | None = None

    @property
    def done_on(self) -> str | None:
        """When the task was done: a day, or a month or year where no more is known. Where its work goes on after its
        last day, when it was first done."""
        if self.situation.milestone_met:
            return self.state.reached
        return self.state.since if self.state.name == "done" else None

    @property
    def late(self) -> bool | None:
        """Whether the task was done after its stated last day; None where it is not done, has no such day, or was done
        in a month or year that includes the day."""
        return is_late(self.done_on, str(self.due)) if self.stated and self.done_on else None

    @property
    def days_late(self) -> int | None:
        """How many days after its last day the task was done; None where it was not late, or its day is not known."""
        if not self.late or not is_day(str(self.done_on)):
            return None
        return (date.fromisoformat(str(self.done_on)) - date.fromisoformat(str(self.due))).days

    @property
    def stated(self) -> bool:
        """Whether the document itself states a last day for the task (or a span that the ledger gives a day)."""
        return self.due is not None and self.deadline_basis in OWN_BASES

    @property
    def expected_by(self) -> str | None:
        """The day after which a search for the task tells what became of it: its last day, else the end of its plan's
        period, else the plan's publication; None where none of these is known."""
        return self.due or self.period_end or self.published

    @property
    def unread(self) -> bool:
        """Whether no rule reads the deadline or the responsibility phrase, and nobody has said what it means."""
        return UNREAD in (self.deadline_basis, self.responsibility_basis)

    @property
    def key(self) -> tuple[str, str | None]:
        """What identifies the task: its id, and its subject where an answer contains the task once for each subject."""
        return self.id, self.subject

    @property
    def lead(self) -> str | None:
        """The agency that leads, or the first of several; None where none does."""
        return self.leads.partition(LINE_SEP)[0] or None

    @property
    def agencies(self) -> list[str]:
        """The agencies that lead, if any, then the participants."""
        return [*self.listed("leads"), *self.listed("participants")]

    def listed(self, field: str) -> list[str]:
        """The items of a field that joins a list: headings, leads, participants, mentions, instruments or
        milestones."""
        value: str = getattr(self, field)
        return split_list(value)

    def earlier_days(self) -> list[tuple[str | None, str]]:
        """The stages of the deadline before its last day, as pairs (day or None, words). They are never late."""
        pairs = (line.partition(" ") for line in self.listed("milestones"))
        return [(None if day == NO_DAY else day, words) for day, _, words in pairs]

    def printed_names(self) -> dict[str, str]:
        """The names of local agencies as the plan prints them, by their full names: {海州市司法局: 市司法局}."""
        pairs = (line.partition(" ") for line in self.listed("printed"))
        return {name: printed for printed, _, name in pairs}

    def stages(self) -> list[tuple[str, str]]:
        """What the task promises for each instrument, as pairs (name, stage)."""
        pairs = (line.partition(" ") for line in self.listed("instruments"))
        return [(name, stage) for stage, _, name in pairs]

    @property
    def instrument_names(self) -> list[str]:
        """The instruments that the task names."""
        return [name for name, _stage in self.stages()]

    @property
    def promised(self) -> list[str]:
        """The instruments that the task promises to study, draft or issue, without those that it only applies or
        mentions."""
        return [name for name, stage in self.stages() if stage in PROMISED]

    def as_json(self) -> dict[str, Any]:
        """The task as JSON answers contain it (docs/plans.md).

        The keys `progress`, `subject`, `assignments` and `reading` are present only where the task has such values, and
        so is `local` of the responsibility. There, local agencies have the names that the plan prints; `local` gives
        the full ones.
        """
        printed = self.printed_names()
        relative = None
        if self.relative_event:
            relative = {"event": self.relative_event, "count": self.relative_count, "unit": self.relative_unit}
        optional: dict[str, Any] = {}
        if self.state.shares:
            optional["progress"] = {"done": self.state.finished, "of": self.state.shares}
        if self.subject:
            optional["subject"] = self.subject
        if self.assigned:
            optional["assignments"] = [assignment.as_json() for assignment in self.assigned]
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
                "milestones": [{"due": day, "phrase": words} for day, words in self.earlier_days()],
                "basis": self.deadline_basis,
                **_reading_json(self.deadline_reading),
            },
            "responsibility": {
                "phrase": self.responsibility_phrase,
                "lead": printed.get(self.lead or "", self.lead),
                "leads": [printed.get(name, name) for name in self.listed("leads")],
                "participants": [printed.get(name, name) for name in self.listed("participants")],
                "divided": bool(self.divided),
                "others": bool(self.others),
                "basis": self.responsibility_basis,
                **_reading_json(self.responsibility_reading),
                **({"local": {word: name for name, word in printed.items()}} if printed else {}),
            },
            "mentions": self.listed("mentions"),
            "instruments": [{"name": name, "stage": stage} for name, stage in self.stages()],
            "state": self.state.name,
            "situation": self.situation.name,
            "milestone_met": self.situation.milestone_met,
            "evidence": self.state.evidence,
            **optional,
            "place": {"path": self.path, "line": self.line, "column": self.column},
            "outcome": self.outcome,
            "done_on": self.done_on,
            "late": self.late,
            "after_period": self.situation.after_period,
            "checked": self.checked,
        }


def _reading_json(reading: str) -> dict[str, Any]:
    """The key `reading` of a deadline or a responsibility that a person has read."""
    return {"reading": dict(zip(("by", "why"), split_list(reading), strict=True))} if reading else {}


def published_by(task: Task, on: str) -> bool:
    """Whether the task's plan was published by the day `on` (ISO text); before, nobody was responsible for the task.

    True where the day of publication is unknown.
    """
    return task.published is None or task.published <= on
