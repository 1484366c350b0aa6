"""Load a ledger (docs/ledger.md): make rows, and check that each entry says something, has the proof that its state
needs, and names a task, part, instrument and agency that exist; that steps of an instrument follow one another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ipcheck.base.dates import first_day, is_day, last_day
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import LEDGER
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, TaskReference
from ipcheck.datafiles.schema import ENTRY
from ipcheck.datafiles.yaml_reader import YamlMapping, plain
from ipcheck.domain.entry import DRAFT_STEPS, STEP_RANKS, Entry, source_in_words
from ipcheck.domain.measure import base_unit, read_amount
from ipcheck.domain.task import plan_of

# What a check and a step without a task cannot have: a check is no news, and such a step decides no task.
_NOT_OF_CHECKS = (
    "on", "state", "step", "event", "evidence", "problem", "next", "until", "number", "document", "actual",
)  # fmt: skip
_NOT_WITHOUT_TASK = ("part", "agency", "subject", "state", "event", "problem", "next", "checked", "actual")
_NO_VALUES = dict.fromkeys(Entry._fields[: Entry._fields.index("line")])


class EntryFault(NamedTuple):
    """What is wrong with an entry: the key at fault, the rule that it breaks, and the message."""

    key: str
    rule: str
    message: str


def load_ledger(
    content: Any, path: str, reference: ReferenceData | None, _: Translator, today: str | None = None
) -> tuple[list[Entry], list[Finding]]:
    """The entries and findings of a ledger; `content` comes from `yaml_reader.read_yaml`.

    `reference` holds the tasks and names of the plans and registries of this call. Without it no task is looked up, and
    names stay as the file gives them. Nobody can have searched after `today` (ISO text), and no figure can hold for a
    day after it.
    """
    if isinstance(content, YamlMapping) and ("contents" in content or "links" in content):
        message = _("this is a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)")
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    mappings, findings = check_content(LEDGER, content, path, _)
    entries: list[Entry] = []
    for mapping in mappings:
        entry, faults = _check_values(plain(mapping), reference, _)
        entries.append(entry._replace(line=mapping.line, column=mapping.column, path=path))
        for key, rule, message in faults:
            place = mapping.get(key) or mapping  # of a key that is missing, the place of the entry
            findings.append(Finding(path, place.line, place.column, "error", rule, message))
        for key, message in _days_to_come(entry, today, _) if today else ():
            findings.append(Finding(path, mapping[key].line, mapping[key].column, "error", "ledger-entry", message))
    return entries, [*findings, *falling_steps(entries, _), *differing_figures(entries, _)]


def _days_to_come(entry: Entry, today: str, _: Translator) -> Iterator[tuple[str, str]]:
    """Pairs (key, message) for what cannot be about a day after `today`: a search, and a figure."""
    if entry.checked and entry.checked > today:
        yield "checked", _("checked {day} is in the future; write the day of the search").format(day=entry.checked)
    if fault := figure_to_come(entry, today, _):
        yield "actual", fault


def figure_to_come(entry: Entry, today: str, _: Translator) -> str | None:
    """The complaint about a figure for a day after `today`, or for a month or year that is not over; else None."""
    if not entry.as_of or last_day(entry.as_of) <= today:
        return None
    if first_day(entry.as_of) > today:
        return _("as_of {day} is in the future: a figure can only be recorded for a day that has passed").format(
            day=entry.as_of
        )
    return _("as_of {day} is not over; write the day or month to which the figure refers").format(day=entry.as_of)


def entry_from(
    values: Mapping[str, Any], reference: ReferenceData | None, _: Translator
) -> tuple[Entry | None, list[EntryFault]]:
    """The entry that `values` (keys and values as in a ledger) make, without a place, and its faults. Without valid
    keys and values there is no entry, and nothing else is checked."""
    if faults := ENTRY.faults(dict(values), (), _):
        return None, [EntryFault(str(fault.path[0]), "schema", fault.message) for fault in faults]
    return _check_values(plain(dict(values)), reference, _)


def _check_values(
    values: Mapping[str, Any], reference: ReferenceData | None, _: Translator
) -> tuple[Entry, list[EntryFault]]:
    """The entry that valid `values` make, and its faults. Names of agencies and instruments become the uniform names;
    one that the registries do not have only loses its 《》."""
    of = TaskReference(values.get("task", ""), values.get("part"))
    on = values.get("on") or values.get("checked", "")
    document = values.get("document") or {}
    known = {key: value for key, value in values.items() if key in _NO_VALUES}
    named: dict[str, Any] = {"recorded": on, **known, "task": of.task, "part": of.part, "on": on}
    if reference:
        agency_of = partial(reference.agency_of, of.task)
        for key, uniform_name in (("agency", agency_of), ("instrument", reference.instrument)):
            if name := values.get(key):
                named[key] = uniform_name(name) or name.strip("《》") or name
    named["source"], named["sources"] = _sources(values.get("source"))
    named["document_title"], named["document_number"] = document.get("title"), document.get("number")
    named["searched"] = LINE_SEP.join(values.get("searched", ())) or None
    if actual := values.get("actual"):
        measure = reference.measure(actual["measure"]) if reference else None
        named |= {**actual, "measure": measure.id if measure else actual["measure"]}
    entry = Entry(**{**_NO_VALUES, "plan": plan_of(of.task), **named, "line": 0, "column": 0})
    return entry, list(_check_entry(entry, values, reference, _))


def _sources(source: Any) -> tuple[str | None, str | None]:
    """The text of a source as people read it, and the sources with title and publisher as JSON."""
    if source is None or isinstance(source, str):
        return source, None
    import json  # imported here because many ledgers name sources by a text only

    sources = source if isinstance(source, list) else [source]
    return "；".join(map(source_in_words, sources)), json.dumps(sources, ensure_ascii=False)


def _check_entry(
    entry: Entry, values: Mapping[str, Any], reference: ReferenceData | None, _: Translator
) -> Iterator[EntryFault]:
    """The faults of an entry beyond those of its keys and values; `values` are these as they were written."""
    if entry.task:  # first: of a task that does not exist, nothing else matters
        for key, message in TaskReference(values["task"], values.get("part")).faults(reference, _):
            yield EntryFault(key, "ledger-name", message)
    yield from _check_kind(entry, values, _)
    yield from _check_days(entry, values, _)
    if entry.task and not entry.checked:
        yield from _check_content(entry, reference, _)
    yield from _check_proof(entry, _)
    if reference and reference.names:
        yield from _check_names(entry, values, reference, _)
        if entry.measure:
            yield from _check_figure(entry, reference, _)


def _check_kind(entry: Entry, values: Mapping[str, Any], _: Translator) -> Iterator[EntryFault]:
    """The faults of what an entry must have, and cannot have, as an entry on a task, a step without one, or a check."""
    if not entry.task and not (entry.step and entry.instrument):
        message = _("an entry needs a task (task: 2025-8) or, as a step of a law or document, instrument and step")
        yield EntryFault("task", "ledger-entry", message)
    elif not entry.task:
        for key in _NOT_WITHOUT_TASK:
            if key in values:
                message = _("{key} needs a task: a step of an instrument alone does not concern any task").format(
                    key=key
                )
                yield EntryFault(key, "ledger-entry", message)
    if entry.checked:
        for key in _NOT_OF_CHECKS:
            if key in values:
                message = _("{key} cannot be combined with checked, which says that nothing was found").format(key=key)
                yield EntryFault(key, "ledger-entry", message)
        if not entry.searched:
            message = _("checked needs searched: the words that were searched for")
            yield EntryFault("checked", "ledger-entry", message)
    else:
        if not entry.on:
            yield EntryFault("on", "ledger-entry", _("on is missing"))
        if entry.searched:
            yield EntryFault("searched", "ledger-entry", _("searched needs checked: the day of the search"))
    if entry.round and not entry.step:
        yield EntryFault("round", "ledger-entry", _("a round is one of steps; name the step: step: 公布"))


def _check_days(entry: Entry, values: Mapping[str, Any], _: Translator) -> Iterator[EntryFault]:
    if not entry.on:
        return
    if not is_day(entry.on):
        if "recorded" not in values:
            message = _("{on} is not a single day, so the entry needs recorded: the day it was entered")
            yield EntryFault("on", "ledger-entry", message.format(on=entry.on))
        if entry.event:
            yield EntryFault("on", "ledger-entry", _("an event needs a day, since deadlines count from it"))
    if entry.until and entry.until < first_day(entry.on):
        message = _("until {until} is before {on}").format(until=entry.until, on=entry.on)
        yield EntryFault("until", "ledger-entry", message)


def falling_steps(entries: Sequence[Entry], _: Translator) -> Iterator[Finding]:
    """A finding for each step of an instrument that cannot have come after the one before it in its round.

    Steps without a round are taken in the order of their days, and a draft begins another round.
    """
    rounds: dict[tuple[str | None, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.step and not entry.task and entry.on:
            rounds[entry.instrument, entry.round].append(entry)
    template = _(
        "{step} on {on} comes after {later} on {later_on}, which is impossible in one round: tell them apart with round"
    )
    for (_instrument, name), steps in rounds.items():
        reached: Entry | None = None
        for entry in sorted(steps, key=lambda step: (step.on_to, STEP_RANKS[str(step.step)])):
            if reached and name is None and entry.step in DRAFT_STEPS:
                reached = None
            falls = reached and STEP_RANKS[str(entry.step)] < STEP_RANKS[str(reached.step)]
            if reached and falls and reached.on_to < entry.on_from:
                message = template.format(step=entry.step, on=entry.on, later=reached.step, later_on=reached.on)
                yield Finding(entry.path, entry.line, entry.column, "error", "ledger-steps", message)
            elif not falls:
                reached = entry


def _check_content(entry: Entry, reference: ReferenceData | None, _: Translator) -> Iterator[EntryFault]:
    if not any(
        (
            entry.state, entry.step, entry.event, entry.note, entry.problem, entry.next, entry.evidence, entry.row,
            entry.measure,
        )
    ):  # fmt: skip
        message = _("an entry needs at least one of state, step, event, evidence, note, problem, next or actual")
        yield EntryFault("task", "ledger-entry", message)
    if entry.step and not entry.instrument:
        message = _("a step belongs to an instrument; name it: instrument: 商标法")
        task = reference.task(entry.task) if reference else None
        yield EntryFault("step", "ledger-entry", message + _instruments_hint(task, _))


def _check_proof(entry: Entry, _: Translator) -> Iterator[EntryFault]:
    if entry.state == "done" and not entry.proof:
        yield EntryFault("state", "ledger-proof", _("done needs evidence or a source: what shows that it is done?"))
    if entry.state == "withdrawn" and not entry.source:
        message = _("withdrawn needs a source: who withdrew it, and where is that stated?")
        yield EntryFault("state", "ledger-proof", message)
    if entry.measure and not entry.proof:
        yield EntryFault(
            "actual", "ledger-proof", _("a figure needs a source or evidence: who says so, or what shows it?")
        )


def _check_figure(entry: Entry, reference: ReferenceData, _: Translator) -> Iterator[EntryFault]:
    """The faults of a figure: a measure that no registry has, another unit, a day after the one it was reported on."""
    measure = reference.measure(str(entry.measure))
    if measure is None:
        message = _("no measure is called {name}").format(name=entry.measure)
        like = reference.measures_like(str(entry.measure))
        yield EntryFault("actual", "ledger-name", message + _.did_you_mean(like))
        return
    if base_unit(str(entry.unit)) != base_unit(measure.unit):
        message = _("{measure} is measured in {unit}, not in {given}")
        message = message.format(measure=measure.id, unit=measure.unit, given=entry.unit)
        yield EntryFault("actual", "ledger-entry", message)
    if entry.on and first_day(str(entry.as_of)) > entry.on_to:
        message = _("as_of {as_of} is later than {on}, when it was reported")
        yield EntryFault("actual", "ledger-entry", message.format(as_of=entry.as_of, on=entry.on))


def differing_figures(entries: Sequence[Entry], _: Translator) -> Iterator[Finding]:
    """A finding for each figure that differs from an earlier one in the ledger of the same measure, day and scope: then
    nobody can say which of them is right."""
    first: dict[tuple[Any, ...], Entry] = {}
    template = _("{value} {unit} for {measure} as of {as_of}, but line {line} says {other}: keep the one that is right")
    for entry in entries:
        if not entry.measure or not entry.as_of:
            continue
        scope = entry.plan, entry.measure, last_day(entry.as_of), entry.agency, entry.subject
        other = first.setdefault(scope, entry)
        if read_amount(str(entry.value), str(entry.unit)) != read_amount(str(other.value), str(other.unit)):
            message = template.format(
                value=entry.value, unit=entry.unit, measure=entry.measure, as_of=entry.as_of, line=other.line,
                other=f"{other.value} {other.unit}",
            )  # fmt: skip
            yield Finding(entry.path, entry.line, entry.column, "error", "ledger-figures", message)


def _check_names(
    entry: Entry, values: Mapping[str, Any], reference: ReferenceData, _: Translator
) -> Iterator[EntryFault]:
    if not entry.task:
        if entry.instrument and reference.instrument(values["instrument"]) is None:
            message = _("no law or document is called {name}").format(name=values["instrument"])
            yield EntryFault("instrument", "ledger-name", message)
        return
    facts = reference.task(entry.task)
    if facts and entry.instrument and entry.instrument not in facts.instruments:
        message = _("{task} does not name the instrument {name}").format(task=entry.task, name=values["instrument"])
        yield EntryFault("instrument", "ledger-name", message + _instruments_hint(facts, _))
    if not entry.agency:
        return
    if reference.agency_of(entry.task, name := values["agency"]) is None:
        message = _("no agency is called {name}").format(name=name)
        yield EntryFault("agency", "ledger-name", message + _.did_you_mean(reference.agencies_like(name)))
    elif facts and facts.agencies and not {entry.agency, *reference.groups(entry.agency)} & {*facts.agencies}:
        message = _("{task} is not a task of {agency}; it names {names}")
        message = message.format(task=entry.task, agency=entry.agency, names=_.join(list(facts.agencies)))
        yield EntryFault("agency", "ledger-name", message)


def _instruments_hint(task: TaskFacts | None, _: Translator) -> str:
    """The end of a message about an instrument: the instruments that the task names; empty if there are none."""
    names = list(task.instruments) if task else []
    return _("; the task names {names}").format(names=_.join(names)) if names else ""
