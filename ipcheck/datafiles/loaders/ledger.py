"""Load a ledger (docs/ledger.md): make rows, and check that each entry says something, has the proof that its state
needs, and names a task, part, instrument and agency that exist."""

from collections.abc import Iterator
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, TaskReference
from ipcheck.datafiles.schema import LedgerEntry
from ipcheck.datafiles.shape import check_list_shape
from ipcheck.datafiles.yaml_reader import YamlMapping
from ipcheck.domain.entry import Entry
from ipcheck.domain.task import plan_of


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
    entries, findings = check_list_shape(LedgerEntry, content, path, _)
    rows: list[Entry] = []
    for entry, mapping in entries:
        check = _EntryCheck(entry, mapping, path, reference, _)
        findings += check.findings()
        rows.append(check.row())
    return rows, findings


class _EntryCheck:
    """The check of one entry of a ledger, and its row. Names of agencies and instruments become the uniform names."""

    def __init__(
        self, entry: LedgerEntry, mapping: YamlMapping, path: str, reference: ReferenceData | None, _: Translator
    ) -> None:
        self.entry = entry
        self.mapping = mapping
        self.path = path
        self.reference = reference
        self._ = _
        self.task_reference = TaskReference(entry.task, entry.part)
        self.task, self.part = self.task_reference.task, self.task_reference.part
        self.plan = plan_of(self.task)
        self.agency = self._uniform_name("agency", entry.agency)
        self.instrument = self._uniform_name("instrument", entry.instrument)

    def row(self) -> Entry:
        """The entry, with uniform names."""
        entry, mapping = self.entry, self.mapping
        return Entry(
            self.plan, self.task, self.part, self.instrument, self.agency, entry.subject, entry.state, entry.step,
            entry.event, entry.on.isoformat(), (entry.recorded or entry.on).isoformat(), entry.evidence, entry.source,
            entry.by, entry.note, entry.problem, entry.next, entry.row, mapping.line, mapping.column, self.path,
        )  # fmt: skip

    def findings(self) -> Iterator[Finding]:
        """Every fault of the entry that the check against its model does not find."""
        yield from self._check_content()
        yield from self._check_proof()
        for key, message in self.task_reference.faults(self.reference, self._):
            yield self._finding(key, "ledger-name", message)
        if self.reference:
            yield from self._check_names(self.reference)

    def _uniform_name(self, kind: str, name: str | None) -> str | None:
        if not name or not self.reference:
            return name
        return getattr(self.reference, kind)(name) or name.strip("《》")

    def _check_content(self) -> Iterator[Finding]:
        entry = self.entry
        if not any(
            (entry.state, entry.step, entry.event, entry.note, entry.problem, entry.next, entry.evidence, entry.row)
        ):
            message = self._("an entry says nothing without state, step, event, evidence, note, problem or next")
            yield self._finding("task", "ledger-entry", message)
        if entry.step and not entry.instrument:
            message = self._("a step is one of an instrument; name it: instrument: 商标法")
            task = self.reference.task(self.task) if self.reference else None
            yield self._finding("step", "ledger-entry", message + self._instruments_hint(task))

    def _check_proof(self) -> Iterator[Finding]:
        entry = self.entry
        if entry.state == "done" and not (entry.evidence or entry.source):
            message = self._("done needs evidence or a source: what shows that it is?")
            yield self._finding("state", "ledger-proof", message)
        if entry.state == "withdrawn" and not entry.source:
            message = self._("withdrawn needs a source: who withdrew it, and where is that said?")
            yield self._finding("state", "ledger-proof", message)

    def _check_names(self, reference: ReferenceData) -> Iterator[Finding]:
        entry = self.entry
        facts = reference.task(self.task)
        if not reference.names:
            return
        if facts and entry.instrument and self.instrument not in facts.instruments:
            message = self._("{task} names no instrument {name}").format(task=self.task, name=entry.instrument)
            yield self._finding("instrument", "ledger-name", message + self._instruments_hint(facts))
        if entry.agency and reference.agency(entry.agency) is None:
            message = self._("no agency is called {name}").format(name=entry.agency)
            yield self._finding(
                "agency", "ledger-name", message + self._.did_you_mean(reference.agencies_like(entry.agency))
            )
        elif (
            facts
            and self.agency
            and facts.agencies
            and not {self.agency, *reference.groups(self.agency)} & {*facts.agencies}
        ):
            message = self._("{task} is no task of {agency}; it names {names}")
            names = self._.join(list(facts.agencies))
            message = message.format(task=self.task, agency=self.agency, names=names)
            yield self._finding("agency", "ledger-name", message)

    def _instruments_hint(self, task: TaskFacts | None) -> str:
        """The end of a message about an instrument: the instruments that the task names; empty if there are none."""
        names = list(task.instruments) if task else []
        return self._("; the task names {names}").format(names=self._.join(names)) if names else ""

    def _finding(self, key: str, rule: str, message: str) -> Finding:
        value = self.mapping[key]
        return Finding(self.path, value.line, value.column, "error", rule, message)
