"""Recording one entry in a ledger: check its names and days, refuse contradictions, write nothing twice."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.dates import first_day
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.query import task_of_sentence
from ipcheck.datafiles.loaders.ledger import entry_from, figure_to_come
from ipcheck.domain.entry import ENDS_OF_ROUNDS, FINAL, Entry
from ipcheck.domain.task import Task
from ipcheck.formats.document import Document, Field, Records
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import ENTRY_FIELDS, check_table, entry_table, entry_values
from ipcheck.reports.shared.labels import task_name
from ipcheck.reports.shared.recording import NewEntry, completed_entry, find_tasks_by_id, record_entries, reference_data
from ipcheck.reports.shared.task_table import task_json
from ipcheck.reports.show import situation_in_words


class MarkResult(NamedTuple):
    """The entry as it stands in the ledger. `added`: it was not there before; `created`: the ledger is a new file."""

    entry: Entry
    added: bool
    created: bool


def mark(context: Context, path: str, values: Mapping[str, Any], force: bool) -> MarkResult:
    """Add an entry with these `values` (keys and values as in the file) to the ledger at `path`. An entry that says the
    same as one in the ledger is not added.

    Raises UsageError, and writes nothing, if the entry names what does not exist, lacks its proof, lies in the future
    or would open again what is done (unless `force`), or contradicts a later entry.
    """
    _ = context.translator
    task = values.get("task", "").partition("/")[0]
    tasks = find_tasks_by_id(context, [task])
    facts = reference_data(context, tasks)
    values = completed_entry(values, context.judge.on, facts.task(task), facts)
    entry, faults = entry_from(values, facts, _)
    if entry is None or faults:
        raise UsageError(_joined([fault.message for fault in faults], _))
    is_announced = entry.step in ENDS_OF_ROUNDS and not entry.task  # a law says itself when it takes effect
    if entry.on_from > context.judge.on and not is_announced and (entry.checked or not force):
        template = _("{day} is in the future; record it then, or use --force")
        raise UsageError(template.format(day=entry.on))
    if fault := figure_to_come(entry, context.judge.on, _):
        raise UsageError(fault)
    if not force:
        _refuse_reopening(context, entry, tasks.get(task, []))
    result = record_entries(context, path, [NewEntry(values, entry)], tasks, facts)
    for _index, complaint in result.complaints:
        raise UsageError(complaint)
    [outcome] = result.outcomes
    if isinstance(outcome, Entry):
        return MarkResult(outcome, added=False, created=False)
    entry = entry._replace(line=result.at.line, column=result.at.column, path=os.path.realpath(path))
    return MarkResult(entry, added=True, created=result.at.created)


def _joined(messages: Sequence[str], _: Translator) -> str:
    """Messages in one line, set apart by semicolons; none stands behind a question mark."""
    said, *others = messages
    for message in others:
        said = _.sentences([said, message]) if said.endswith(("?", "？")) else said + _("; ") + message
    return said


def _refuse_reopening(context: Context, entry: Entry, tasks: Sequence[Task]) -> None:
    """Raise UsageError for an entry by which a task that is done would no longer be. Progress of work that goes on
    after its last day is none."""
    _ = context.translator
    if entry.state in (None, *FINAL):
        return
    for task in tasks:
        if entry.subject not in (None, task.subject) or (task.ongoing and entry.state == "progress"):
            continue
        if entry.part:
            task = task_of_sentence(context.catalogue, task, entry.part, context.judge)
        if task.outcome == "done" and first_day(str(task.done_on)) <= entry.on_to:
            template = _("{task} has been done since {day}; {state} would reopen it. If that is intended: --force")
            name = task_name(task, _, entry.part)
            raise UsageError(template.format(task=name, day=task.done_on, state=entry.state))


def mark_document(context: Context, path: str, result: MarkResult) -> Document:
    """What was recorded, and the situation of the task now: `context` has read the ledger after writing."""
    _ = context.translator
    entry = result.entry
    template = _("Created the ledger {place}.") if result.created else _("Added to {place}.")
    if not result.added:
        template = _("Already recorded in {place}; nothing was added.")
    by_subject = find_tasks_by_id(context, [entry.task]).get(entry.task, [])
    tasks = [task for task in by_subject if entry.subject in (task.subject, None)] or by_subject
    template_now = _("{task} is now: {situation}")
    lines = [template_now.format(task=task_name(task, _), situation=situation_in_words(task, _)) for task in tasks]
    data = {"added": result.added, "entry": entry.as_json(), "task": task_json(context)(tasks[0]) if tasks else None}
    return Document(
        _("Recorded") if result.added else _("Already recorded"),
        lambda: [
            check_table([entry], "", _)
            if entry.checked
            else entry_table(context, [entry], "")
        ],
        lambda: Records([Field("task"), *ENTRY_FIELDS], [[entry.task or None, *entry_values(entry)]]),
        data=lambda: data,
        facts=[template.format(place=f"{path}:{entry.line}")], notes=lambda: lines,
    )  # fmt: skip
