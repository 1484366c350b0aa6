"""Load a ledger (docs/ledger.md): make rows, and check that each entry says something, has the proof that its state
needs, and names a task, part, instrument and agency that exist."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import LEDGER
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, TaskReference
from ipcheck.datafiles.schema import ENTRY
from ipcheck.datafiles.yaml_reader import YamlMapping, plain
from ipcheck.domain.entry import KEYS, Entry
from ipcheck.domain.task import plan_of


class EntryFault(NamedTuple):
    """What is wrong with an entry: the key at fault, the rule that it breaks, and the message."""

    key: str
    rule: str
    message: str


def load_ledger(
    content: Any, path: str, reference: ReferenceData | None, _: Translator
) -> tuple[list[Entry], list[Finding]]:
    """The entries and findings of a ledger; `content` comes from `yaml_reader.read_yaml`.

    `reference` holds the tasks and names of the plans and registries of this call. Without it no task is looked up, and
    names stay as the file gives them.
    """
    if isinstance(content, YamlMapping) and ("contents" in content or "links" in content):
        message = _("a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)")
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    mappings, findings = check_content(LEDGER, content, path, _)
    entries: list[Entry] = []
    for mapping in mappings:
        entry, faults = _check_values(plain(mapping), reference, _)
        entries.append(entry._replace(line=mapping.line, column=mapping.column, path=path))
        for key, rule, message in faults:
            findings.append(Finding(path, mapping[key].line, mapping[key].column, "error", rule, message))
    return entries, findings


def entry_from(
    values: Mapping[str, str], reference: ReferenceData | None, _: Translator
) -> tuple[Entry | None, list[EntryFault]]:
    """The entry that `values` (keys and values as in a ledger) make, without a place, and its faults. Without valid
    keys and values there is no entry, and nothing else is checked."""
    if faults := ENTRY.faults(dict(values), (), _):
        return None, [EntryFault(str(fault.path[0]), "schema", fault.message) for fault in faults]
    return _check_values(plain(dict(values)), reference, _)


def _check_values(
    values: Mapping[str, str], reference: ReferenceData | None, _: Translator
) -> tuple[Entry, list[EntryFault]]:
    """The entry that valid `values` make, and its faults. Names of agencies and instruments become the uniform names;
    one that the registries do not have only loses its 《》."""
    of = TaskReference(values["task"], values.get("part"))
    named: dict[str, Any] = {"recorded": values["on"], **values, "task": of.task, "part": of.part}
    if reference:
        for key, uniform_name in (("agency", reference.agency), ("instrument", reference.instrument)):
            if name := values.get(key):
                named[key] = uniform_name(name) or name.strip("《》") or name
    entry = Entry(**{"plan": plan_of(of.task), "line": 0, "column": 0, **dict.fromkeys(KEYS), **named})
    return entry, list(_check_entry(entry, values, reference, _))


def _check_entry(
    entry: Entry, values: Mapping[str, str], reference: ReferenceData | None, _: Translator
) -> Iterator[EntryFault]:
    """The faults of an entry beyond those of its keys and values; `values` are these as they were written."""
    yield from _check_content(entry, reference, _)
    yield from _check_proof(entry, _)
    for key, message in TaskReference(values["task"], values.get("part")).faults(reference, _):
        yield EntryFault(key, "ledger-name", message)
    if reference and reference.names:
        yield from _check_names(entry, values, reference, _)


def _check_content(entry: Entry, reference: ReferenceData | None, _: Translator) -> Iterator[EntryFault]:
    if not any(
        (entry.state, entry.step, entry.event, entry.note, entry.problem, entry.next, entry.evidence, entry.row)
    ):
        message = _("an entry says nothing without state, step, event, evidence, note, problem or next")
        yield EntryFault("task", "ledger-entry", message)
    if entry.step and not entry.instrument:
        message = _("a step is one of an instrument; name it: instrument: 商标法")
        task = reference.task(entry.task) if reference else None
        yield EntryFault("step", "ledger-entry", message + _instruments_hint(task, _))


def _check_proof(entry: Entry, _: Translator) -> Iterator[EntryFault]:
    if entry.state == "done" and not entry.proof:
        yield EntryFault("state", "ledger-proof", _("done needs evidence or a source: what shows that it is?"))
    if entry.state == "withdrawn" and not entry.source:
        message = _("withdrawn needs a source: who withdrew it, and where is that said?")
        yield EntryFault("state", "ledger-proof", message)


def _check_names(
    entry: Entry, values: Mapping[str, str], reference: ReferenceData, _: Translator
) -> Iterator[EntryFault]:
    facts = reference.task(entry.task)
    if facts and entry.instrument and entry.instrument not in facts.instruments:
        message = _("{task} names no instrument {name}").format(task=entry.task, name=values["instrument"])
        yield EntryFault("instrument", "ledger-name", message + _instruments_hint(facts, _))
    if not entry.agency:
        return
    if reference.agency(name := values["agency"]) is None:
        message = _("no agency is called {name}").format(name=name)
        yield EntryFault("agency", "ledger-name", message + _.did_you_mean(reference.agencies_like(name)))
    elif facts and facts.agencies and not {entry.agency, *reference.groups(entry.agency)} & {*facts.agencies}:
        message = _("{task} is no task of {agency}; it names {names}")
        message = message.format(task=entry.task, agency=entry.agency, names=_.join(list(facts.agencies)))
        yield EntryFault("agency", "ledger-name", message)


def _instruments_hint(task: TaskFacts | None, _: Translator) -> str:
    """The end of a message about an instrument: the instruments that the task names; empty if there are none."""
    names = list(task.instruments) if task else []
    return _("; the task names {names}").format(names=_.join(names)) if names else ""
