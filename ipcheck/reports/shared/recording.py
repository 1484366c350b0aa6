"""What every way of recording shares: names made certain, contradictions refused, nothing twice, all or none."""

import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.i18n import N_
from ipcheck.base.text import nearest
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.entries import entry_index
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.resolve import agency_named, agency_names, groups_of, instrument_named
from ipcheck.datafiles.loaders.ledger import load_ledger
from ipcheck.datafiles.loaders.reference import TASK_FACTS_COLUMNS, ReferenceData, TaskFacts, task_facts
from ipcheck.datafiles.yaml_append import Appended, append_entries
from ipcheck.datafiles.yaml_reader import YamlList
from ipcheck.domain.entry import KEYS, Entry, contradicted, same_entry
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context

_HEAD = N_("What became of the plans' tasks, entry by entry. Written by ipcheck mark, and by hand.")
_MOST_IDS = 5000  # of one query; SQLite takes 32,766


class NewEntry(NamedTuple):
    """An entry as it is to be written, key by key, and as it is understood."""

    written: Mapping[str, str]
    entry: Entry


class RecordingResult(NamedTuple):
    """What became of each entry that was to be recorded, in their order: None for one that was (or would be) added, the
    entry that says the same already, or, of all of which then none is written, the complaint. `at` is where the first
    new one stands."""

    outcomes: Sequence[Entry | str | None]
    at: Appended = Appended()

    @property
    def complaints(self) -> list[tuple[int, str]]:
        """What is wrong, with the place of the entry among all (from 0)."""
        return [(index, said) for index, said in enumerate(self.outcomes) if isinstance(said, str)]


def completed_entry(
    said: Mapping[str, str], today: str, task: TaskFacts | None, reference_data: ReferenceData
) -> dict[str, str]:
    """An entry with what goes without saying: the day, when it is entered, the only instrument of a step; names are
    made uniform, keys stand in the order of a ledger."""
    full = {"on": today, **said}
    if full["on"] != today:
        full["recorded"] = today
    if "step" in full and "instrument" not in full and task and len(task.instruments) == 1:
        full["instrument"] = task.instruments[0]
    uniform = {"instrument": reference_data.instrument, "agency": reference_data.agency}
    full |= {key: name for key, find in uniform.items() if key in full and (name := find(full[key]))}
    return {key: full[key] for key in KEYS if key in full}


def tasks_by_id(context: Context, ids: Collection[str]) -> dict[str, list[Task]]:
    """The tasks with these ids that there are, one that counts for several cities once for each."""
    found: dict[str, list[Task]] = defaultdict(list)
    unique = sorted(set(ids))
    for begin in range(0, len(unique), _MOST_IDS):
        some = unique[begin : begin + _MOST_IDS]
        for task in find_tasks(context.catalogue, TaskQuery(ids=some), context.judge):
            found[task.id].append(task)
    return dict(found)


def reference_data(context: Context, tasks: Mapping[str, Sequence[Task]]) -> ReferenceData:
    """What entries on these `tasks` must fit; no others are looked for."""
    catalogue = context.catalogue
    facts = {
        name: task_facts(*(getattr(each[0], field) for field in TASK_FACTS_COLUMNS)) for name, each in tasks.items()
    }  # fmt: skip

    def agencies_like(name: str) -> list[str]:
        names = dict(agency_names(catalogue))
        return list(dict.fromkeys(names[near] for near in nearest(name, names)))

    return ReferenceData(
        facts.get,
        lambda plan: [found.id for found in find_tasks(catalogue, TaskQuery(plans=[plan]), context.judge)],
        plan_ids(catalogue),
        lambda name: agency_named(catalogue, name), agencies_like, lambda name: instrument_named(catalogue, name),
        lambda name: groups_of(catalogue, name),
    )  # fmt: skip


def record_entries(
    context: Context, path: str, entries: Sequence[NewEntry], tasks: Mapping[str, Sequence[Task]], facts: ReferenceData,
    write: bool = True,
) -> RecordingResult:  # fmt: skip
    """Add these entries, of these `tasks` (`facts` is what is `known` of them), to the ledger at `path`, all of them or
    none; without `write` only say what would become of them.

    Nothing is written where one contradicts a later entry: of this ledger, of another that the call reads, or of
    `entries`. What the ledger says already is not added again. Raises InvalidDataError and UsageError as `append` does.
    """
    if not entries:
        return RecordingResult([])
    choosing = _Choosing(context, os.path.realpath(path), entries, tasks, facts)
    at = append_entries(path, f"# {context.translator(_HEAD)}\n", choosing.choose, context.translator, write)
    return RecordingResult(choosing.outcomes, at)


class _Choosing:
    """Which entries are new, decided on what the ledger says when it is locked."""

    def __init__(
        self,
        context: Context,
        path: str,
        entries: Sequence[NewEntry],
        tasks: Mapping[str, Sequence[Task]],
        facts: ReferenceData,
    ) -> None:
        self._context, self._path, self._entries, self._tasks = context, path, entries, tasks
        self._known = facts
        self.outcomes: list[Entry | str | None] = []

    def choose(self, rows: YamlList) -> Sequence[Mapping[str, str]]:
        """The entries to add to a ledger with these rows: none where there is anything to complain of."""
        there = self._there(rows)
        elsewhere = self._elsewhere()
        new: dict[str, list[Entry]] = defaultdict(list)
        self.outcomes = []
        chosen = []
        for written, entry in self._entries:
            same = same_entry(entry, [*there.get(entry.task, ()), *new[entry.task]])
            self.outcomes.append(same)
            if same is None:
                new[entry.task].append(entry)
                chosen.append(written)
        for index, (_written, entry) in enumerate(self._entries):
            if self.outcomes[index] is None:
                others = [*elsewhere.get(entry.task, ()), *there.get(entry.task, ()), *new[entry.task]]
                self.outcomes[index] = self._complaint(entry, others)
        return [] if any(isinstance(outcome, str) for outcome in self.outcomes) else chosen

    def _there(self, rows: YamlList) -> dict[str, list[Entry]]:
        """What the ledger says of the tasks now; somebody may have changed it since the catalogue read it."""
        _ = self._context.translator
        findings = load_ledger(rows, self._path, None, _)[1]
        entries: list[Any] = []
        if not findings:
            mine = YamlList(row for row in rows if row["task"].partition("/")[0] in self._tasks)
            entries, findings = load_ledger(mine, self._path, self._known, _)
        if findings:
            raise InvalidDataError(findings)
        return _by_task(Entry._make((*row, self._path)) for row in entries)

    def _elsewhere(self) -> dict[str, list[Entry]]:
        """What other ledgers say. Nobody can correct what ships, so it is no reason to refuse."""
        active = self._context.catalogue.active.values()
        left_out = {self._path, *(file.path for file in active if file.shipped)}
        by_task = entry_index(self._context.catalogue).by_task
        return {task: [each for each in by_task.get(task, ()) if each.path not in left_out] for task in self._tasks}

    def _complaint(self, entry: Entry, others: Sequence[Entry]) -> str | None:
        goes_on = any(task.stated and task.ongoing for task in self._tasks.get(entry.task, ()))
        later = contradicted(entry, others, goes_on)
        if later is None:
            return None
        _ = self._context.translator
        form = _("{task} cannot be {state} on {day}: {place} says {other} on {later}. Correct that entry first.")
        return form.format(
            task=entry.task, state=entry.state, day=entry.on, other=later.state, later=later.on, place=_place(later),
        )  # fmt: skip


def _by_task(entries: Any) -> dict[str, list[Entry]]:
    by_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task].append(entry)
    return by_task


def _place(entry: Entry) -> str:
    return f"{entry.path}:{entry.line}" if entry.line else entry.path  # a cell says it all
