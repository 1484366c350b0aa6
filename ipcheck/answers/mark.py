"""Recording an entry in a ledger: names and days made certain, contradictions refused, nothing written twice."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.entry_table import entry_table, entry_values
from ipcheck.answers.show import situation_in_words
from ipcheck.answers.task_table import named
from ipcheck.append import append
from ipcheck.catalogue.entries import recorded
from ipcheck.catalogue.instruments import instrument_named
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.query import Wanted, agency_named, agency_names, find_tasks, groups_of
from ipcheck.documents import Document
from ipcheck.findings import Faulty, Refused
from ipcheck.ledger import KEYS, Entry, contradicted, same_entry
from ipcheck.load.ledger import Known, KnownTask, known_task, load_ledger
from ipcheck.source import Row, placed
from ipcheck.tasks import Task
from ipcheck.text import nearest
from ipcheck.words import N_, Words

_HEAD = N_("What became of the plans' tasks, entry by entry. Written by ipcheck mark, and by hand.")


class Marked(NamedTuple):
    """What was asked to be recorded, as it stands in the ledger; `added` unless it stood there already."""

    entry: Entry
    added: bool
    created: bool


def mark(asked: Asked, path: str, said: Mapping[str, str], force: bool) -> Marked:
    """Add the entry that `said` gives (keys and values as in the file) to the ledger at `path`.

    Raises Refused, with nothing written, for what names something that does not exist, lacks its proof, lies in the
    future (unless `force`), or contradicts a later entry. Where the ledger says the same already, nothing is added.
    """
    _ = asked.words
    known = _known(asked)
    said = _completed(asked, known, said)
    entry = _understood(said, path, known, _)
    if entry.on > asked.judge.on and not force:
        form = _("{day} is still to come; record it then, or with --force")
        raise Refused(form.format(day=entry.on))
    own = os.path.realpath(path)
    # nobody can correct what ships, so it is no reason to refuse
    left_out = {own, *(file.path for file in asked.catalogue.active.values() if file.shipped)}
    elsewhere = [each for each in recorded(asked.catalogue).by_task.get(entry.task, ()) if each.path not in left_out]
    goes_on = any(task.stated and task.ongoing for task in _found(asked, ids=[entry.task]))
    before: Entry | None = None

    def choose(rows: Row) -> Sequence[Mapping[str, str]]:
        nonlocal before
        there = _entries(rows, entry.task, own, known, _)
        before = same_entry(entry, there)
        if before:
            return ()
        if later := contradicted(entry, [*elsewhere, *there], goes_on):
            form = _("{task} cannot be {state} on {day}: {place} says {other} on {later}. Correct that entry first.")
            raise Refused(form.format(task=entry.task, state=entry.state, day=entry.on, other=later.state,
                                      later=later.on, place=f"{later.path}:{later.line}"))  # fmt: skip
        return [said]

    done = append(path, f"# {_(_HEAD)}\n", choose, _)
    entry = before or entry._replace(line=done.line, column=done.column, path=own)
    return Marked(entry, not before, done.created)


def marked_document(asked: Asked, path: str, marked: Marked) -> Document:
    """What was recorded, and how the task stands now; `asked` has read the ledger anew."""
    _ = asked.words
    entry = marked.entry
    form = _("Began the ledger {place}.") if marked.created else _("Added to {place}.")
    if not marked.added:
        form = _("Already recorded in {place}; nothing was added.")
    tasks = [task for task in _found(asked, ids=[entry.task]) if entry.subject in (task.subject, None)]
    tasks = tasks or _found(asked, ids=[entry.task])
    now = _("{task} is now: {situation}")
    stands = [now.format(task=named(task, _), situation=situation_in_words(task, _)) for task in tasks]
    data = {"added": marked.added, "entry": entry.as_json(), "task": tasks[0].as_json() if tasks else None}
    return Document(
        _("Recorded") if marked.added else _("Already recorded"),
        [entry_table([entry], "", _), entry_values([entry])], data=lambda: data,
        facts=[form.format(place=f"{path}:{entry.line}")], notes=lambda: stands,
    )  # fmt: skip


def _entries(rows: Row, task: str, path: str, known: Known, _: Words) -> list[Entry]:
    """What the ledger says of the task now; somebody may have changed it since the catalogue read it."""
    findings = load_ledger(rows, path, None, _)[1]
    if not findings:
        mine = Row(row for row in rows if row["task"].partition("/")[0] == task)
        entries, findings = load_ledger(mine, path, known, _)
    if findings:
        raise Faulty(findings)
    return [Entry._make((*row, path)) for row in entries]


def _completed(asked: Asked, known: Known, said: Mapping[str, str]) -> dict[str, str]:
    """The entry with what goes without saying: the day, when it is entered, the only instrument of a step."""
    today = asked.judge.on
    full = {"on": today, **said}
    if full["on"] != today:
        full["recorded"] = today
    task = known.task(full["task"].partition("/")[0])
    if "step" in full and "instrument" not in full and task and len(task.instruments) == 1:
        full["instrument"] = task.instruments[0]
    uniform = {"instrument": known.instrument, "agency": known.agency}
    full |= {key: name for key, find in uniform.items() if key in full and (name := find(full[key]))}
    return {key: full[key] for key in KEYS if key in full}


def _understood(said: Mapping[str, str], path: str, known: Known, _: Words) -> Entry:
    rows, findings = load_ledger(placed([dict(said)]), path, known, _)
    if findings:
        raise Refused(_("; ").join(finding.message for finding in findings))
    return Entry._make((*rows[0], path))


_WHAT_IS_KNOWN = ("text", "instruments", "lead", "participants", "others")


def _found(asked: Asked, **wanted: Any) -> list[Task]:
    return list(find_tasks(asked.catalogue, Wanted(**wanted), asked.judge))


def _known(asked: Asked) -> Known:
    catalogue = asked.catalogue

    def task(name: str) -> KnownTask | None:
        known = _found(asked, ids=[name])[:1]
        return next((known_task(*(getattr(each, field) for field in _WHAT_IS_KNOWN)) for each in known), None)

    def agencies_like(name: str) -> list[str]:
        names = dict(agency_names(catalogue))
        return list(dict.fromkeys(names[near] for near in nearest(name, names)))

    return Known(
        task, lambda plan: [found.id for found in _found(asked, plans=[plan])], plan_ids(catalogue),
        lambda name: agency_named(catalogue, name), agencies_like, lambda name: instrument_named(catalogue, name),
        lambda name: groups_of(catalogue, name),
    )  # fmt: skip
