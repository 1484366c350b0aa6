"""Recording an entry in a ledger: names and days made certain, contradictions refused, nothing written twice."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.loaders.ledger import load_ledger
from ipcheck.datafiles.loaders.reference import ReferenceData
from ipcheck.datafiles.yaml_reader import placed
from ipcheck.domain.entry import Entry
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import entry_table, entry_values
from ipcheck.reports.shared.labels import task_name
from ipcheck.reports.shared.recording import NewEntry, completed_entry, record_entries, reference_data, tasks_by_id
from ipcheck.reports.show import situation_in_words


class MarkResult(NamedTuple):
    """What was asked to be recorded, as it stands in the ledger; `added` unless it stood there already."""

    entry: Entry
    added: bool
    created: bool


def mark(context: Context, path: str, said: Mapping[str, str], force: bool) -> MarkResult:
    """Add the entry that `said` gives (keys and values as in the file) to the ledger at `path`.

    Raises UsageError, with nothing written, for what names something that does not exist, lacks its proof, lies in the
    future (unless `force`), or contradicts a later entry. Where the ledger says the same already, nothing is added.
    """
    _ = context.translator
    task = said["task"].partition("/")[0]
    tasks = tasks_by_id(context, [task])
    facts = reference_data(context, tasks)
    said = completed_entry(said, context.judge.on, facts.task(task), facts)
    entry = _understood(said, path, facts, _)
    if entry.on > context.judge.on and not force:
        form = _("{day} is still to come; record it then, or with --force")
        raise UsageError(form.format(day=entry.on))
    done = record_entries(context, path, [NewEntry(said, entry)], tasks, facts)
    for _index, complaint in done.complaints:
        raise UsageError(complaint)
    [before] = done.outcomes
    if isinstance(before, Entry):
        return MarkResult(before, added=False, created=False)
    entry = entry._replace(line=done.at.line, column=done.at.column, path=os.path.realpath(path))
    return MarkResult(entry, added=True, created=done.at.created)


def marked_document(context: Context, path: str, marked: MarkResult) -> Document:
    """What was recorded, and how the task stands now; `context` has read the ledger anew."""
    _ = context.translator
    entry = marked.entry
    form = _("Began the ledger {place}.") if marked.created else _("Added to {place}.")
    if not marked.added:
        form = _("Already recorded in {place}; nothing was added.")
    found = tasks_by_id(context, [entry.task]).get(entry.task, [])
    tasks = [task for task in found if entry.subject in (task.subject, None)] or found
    now = _("{task} is now: {situation}")
    stands = [now.format(task=task_name(task, _), situation=situation_in_words(task, _)) for task in tasks]
    data = {"added": marked.added, "entry": entry.as_json(), "task": tasks[0].as_json() if tasks else None}
    return Document(
        _("Recorded") if marked.added else _("Already recorded"),
        [entry_table([entry], "", _), entry_values([entry])], data=lambda: data,
        facts=[form.format(place=f"{path}:{entry.line}")], notes=lambda: stands,
    )  # fmt: skip


def _understood(said: Mapping[str, str], path: str, reference_data: ReferenceData, _: Translator) -> Entry:
    rows, findings = load_ledger(placed([dict(said)]), path, reference_data, _)
    if findings:
        raise UsageError(_("; ").join(finding.message for finding in findings))
    return Entry._make((*rows[0], path))
