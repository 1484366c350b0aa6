"""Adding entries to a ledger: fill in what is missing, make names uniform, refuse contradictions, and add all entries
or none, without what the ledger already says."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ipcheck.base.dates import SpanError, read_span
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import N_
from ipcheck.catalogue.agencies import agencies_like, find_agency, groups_of, successors
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.instruments import find_instrument
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.measures import find_measure, measures_like
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index
from ipcheck.datafiles.loaders.ledger import differing_figures, falling_steps, load_ledger
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, TaskReference, task_facts
from ipcheck.datafiles.schema import ENTRY
from ipcheck.datafiles.yaml_append import Appended, append_entries
from ipcheck.datafiles.yaml_reader import YamlList
from ipcheck.domain.entry import Entry, find_contradiction, find_same_entry
from ipcheck.domain.measure import read_reported
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context

_HEAD = N_("What became of the plans' tasks, entry by entry. Written by ipcheck mark, and by hand.")
_MOST_IDS = 5000  # ids in one query; SQLite takes at most 32,766 parameters


class NewEntry(NamedTuple):
    """An entry to be recorded: `written` holds its keys and values as they go into the file, `entry` is the same entry
    as read."""

    written: Mapping[str, Any]
    entry: Entry


class RecordingResult(NamedTuple):
    """What became of each entry that was to be recorded, in the given order.

    An outcome is None if the entry was added (or, without writing, would be), the Entry in the ledger that already says
    the same, or the complaint as a text. If there is any complaint, nothing is written. `at` is the place of the first
    new entry.
    """

    outcomes: Sequence[Entry | str | None]
    at: Appended = Appended()

    @property
    def complaints(self) -> list[tuple[int, str]]:
        """The complaints, each with the index (from 0) of its entry."""
        return [(index, message) for index, message in enumerate(self.outcomes) if isinstance(message, str)]


def completed_entry(
    values: Mapping[str, Any], today: str, task: TaskFacts | None, reference_data: ReferenceData
) -> dict[str, Any]:
    """The entry with the values that go without saying: a missing `on` is `today`, except in a check; `recorded` is
    `today` if the entry is about another day; a missing instrument of a step is that of the task, if it has only one.
    Names become uniform, and the keys stand in the order of a ledger."""
    completed = dict(values) if "checked" in values else {"on": today, **values}
    if completed.get("on", values.get("checked")) != today:
        completed["recorded"] = today
    if "step" in completed and "instrument" not in completed and task and len(task.instruments) == 1:
        completed["instrument"] = task.instruments[0]
    of = TaskReference(completed.get("task", ""), None)
    resolvers: dict[str, Callable[[str], str | None]] = {
        "instrument": reference_data.instrument,
        "agency": partial(reference_data.agency_of, of.task),
    }
    completed |= {
        key: name for key, resolve in resolvers.items() if key in completed and (name := resolve(completed[key]))
    }
    return {key: completed[key] for key in ENTRY.keys if key in completed}


def read_actual(context: Context, text: str) -> dict[str, str]:
    """The value of the key `actual` that a line in words means: 发明专利审查周期 15个月 2025. A unit that is left out
    is that of the measure. Raises UsageError for a line of another form, and for a day that cannot be read."""
    _ = context.translator
    reported = read_reported(text)
    if reported is None:
        template = _(
            "cannot read “{text}” as a figure; write the measure, the number with its unit, and the day, month or "
            "year to which it refers: {example}"
        )
        raise UsageError(template.format(text=text.strip(), example="invention-pendency 15个月 2025"))
    try:
        as_of = read_span(reported.as_of, context.as_of).written
    except SpanError as error:
        raise UsageError(_(str(error)).format(text=reported.as_of)) from None
    measure = find_measure(context.catalogue, reported.measure)
    unit = reported.unit or (measure.unit if measure else "")
    return {
        "measure": measure.id if measure else reported.measure, "value": reported.value, "unit": unit or "–",
        "as_of": as_of or reported.as_of,
    }  # fmt: skip


def find_tasks_by_id(context: Context, ids: Collection[str]) -> dict[str, list[Task]]:
    """The existing tasks with these ids, by id. A task with a last day for each of several cities comes once for each
    city."""
    by_id: dict[str, list[Task]] = defaultdict(list)
    unique = sorted(set(ids))
    for begin in range(0, len(unique), _MOST_IDS):
        batch = unique[begin : begin + _MOST_IDS]
        for task in find_tasks(context.catalogue, TaskQuery(ids=batch), context.judge):
            by_id[task.id].append(task)
    return dict(by_id)


def reference_data(context: Context, tasks: Mapping[str, Sequence[Task]]) -> ReferenceData:
    """What entries about these `tasks` (by id) are checked against. Facts about other tasks are not looked up."""
    catalogue = context.catalogue
    facts = {task: task_facts(by_subject[0]) for task, by_subject in tasks.items()}

    return ReferenceData(
        facts.get,
        lambda plan: [task.id for task in find_tasks(catalogue, TaskQuery(plans=[plan]), context.judge)],
        plan_ids(catalogue),
        lambda name: find_agency(catalogue, name), lambda name: agencies_like(catalogue, name),
        lambda name: find_instrument(catalogue, name), lambda name: groups_of(catalogue, name),
        successors=successors(catalogue),
        measure=lambda name: find_measure(catalogue, name), measures_like=lambda name: measures_like(catalogue, name),
    )  # fmt: skip


def record_entries(
    context: Context, path: str, entries: Sequence[NewEntry], tasks: Mapping[str, Sequence[Task]], facts: ReferenceData,
    write: bool = True,
) -> RecordingResult:  # fmt: skip
    """Add all `entries` to the ledger at `path`, or none; without `write` only say what would become of them. `tasks`
    are the tasks of the entries by id, `facts` is what the entries are checked against.

    Nothing is written if an entry contradicts a later one in this ledger, in another ledger of the call (unless it
    ships with ipcheck), or among `entries`. What the ledger already says is not added again. Raises InvalidDataError
    for a ledger that cannot be read, and UsageError for one that cannot be written.
    """
    if not entries:
        return RecordingResult([])
    chooser = _EntryChooser(context, os.path.realpath(path), entries, tasks, facts)
    at = append_entries(path, f"# {context.translator(_HEAD)}\n", chooser.choose, context.translator, write)
    return RecordingResult(chooser.outcomes, at)


class _EntryChooser:
    """Chooses the entries that are new, from what the ledger holds while it is locked."""

    def __init__(
        self,
        context: Context,
        path: str,
        entries: Sequence[NewEntry],
        tasks: Mapping[str, Sequence[Task]],
        facts: ReferenceData,
    ) -> None:
        self._context, self._path, self._entries, self._tasks = context, path, entries, tasks
        self._facts = facts
        self.outcomes: list[Entry | str | None] = []

    def choose(self, rows: YamlList) -> Sequence[Mapping[str, Any]]:
        """The entries to add to a ledger that holds `rows`; none if there is any complaint."""
        here = self._entries_here(rows)
        elsewhere = self._entries_elsewhere()
        added: dict[str, list[Entry]] = defaultdict(list)
        self.outcomes = []
        chosen = []
        for written, entry in self._entries:
            existing = find_same_entry(entry, [*here.get(entry.task, ()), *added[entry.task]])
            self.outcomes.append(existing)
            if existing is None:
                added[entry.task].append(entry)
                chosen.append(written)
        for index, (_written, entry) in enumerate(self._entries):
            if self.outcomes[index] is None:
                others = [*elsewhere.get(entry.task, ()), *here.get(entry.task, ()), *added[entry.task]]
                complaints = (self._complaint, self._misplaced_step, self._differing_figure)
                self.outcomes[index] = next(filter(None, (complain(entry, others) for complain in complaints)), None)
        return [] if any(isinstance(outcome, str) for outcome in self.outcomes) else chosen

    def _entries_here(self, rows: YamlList) -> dict[str, list[Entry]]:
        """The entries on these tasks that the ledger holds now, by task: somebody may have changed the file since the
        catalogue read it. Raises InvalidDataError for entries that break a rule."""
        _ = self._context.translator
        findings = load_ledger(rows, self._path, None, _)[1]
        entries: list[Any] = []
        if not findings:
            names = {entry.task for _written, entry in self._entries}
            on_tasks = YamlList(row for row in rows if row.get("task", "").partition("/")[0] in names)
            entries, findings = load_ledger(on_tasks, self._path, self._facts, _)
        if findings:
            raise InvalidDataError(findings)
        return _by_task(entries)

    def _entries_elsewhere(self) -> dict[str, list[Entry]]:
        """The entries on these tasks in other ledgers, by task. Ledgers that ship with ipcheck are left out: the user
        cannot correct them, so they are no reason to refuse an entry."""
        active = self._context.catalogue.active.values()
        left_out = {self._path, *(file.path for file in active if file.shipped)}
        index = entry_index(self._context.catalogue)
        return {task: [entry for entry in index.told_of(task) if entry.path not in left_out] for task in self._tasks}

    def _complaint(self, entry: Entry, others: Sequence[Entry]) -> str | None:
        """The complaint about an entry that contradicts one of `others`; None if it contradicts none."""
        goes_on = any(task.stated and task.ongoing for task in self._tasks.get(entry.task, ()))
        other = find_contradiction(entry, others, goes_on)
        if other is None:
            return None
        _ = self._context.translator
        template = _("{task} cannot be {state} on {day}: {place} says {other} on {later}. Correct that entry first.")
        return template.format(
            task=entry.task, state=entry.state, day=entry.on, other=other.state, later=other.on, place=_place(other),
        )  # fmt: skip

    def _misplaced_step(self, entry: Entry, others: Sequence[Entry]) -> str | None:
        """The complaint about a step without a task that cannot stand where it would among the steps in the ledger."""
        if entry.task:
            return None
        faults = falling_steps([other for other in others if other is not entry] + [entry], self._context.translator)
        return next((fault.message for fault in faults), None)

    def _differing_figure(self, entry: Entry, others: Sequence[Entry]) -> str | None:
        """The complaint about a figure that differs from one in the ledger for the same measure and day."""
        if not entry.measure:
            return None
        faults = differing_figures(
            [*(other for other in others if other is not entry), entry], self._context.translator
        )
        return next((fault.message for fault in faults), None)


def _by_task(entries: Any) -> dict[str, list[Entry]]:
    by_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task].append(entry)
    return by_task


def _place(entry: Entry) -> str:
    """The place of an entry for people. An entry from a workbook has no line: its path already names the cell."""
    return f"{entry.path}:{entry.line}" if entry.line else entry.path
