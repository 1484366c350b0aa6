"""A ledger becomes rows: each entry speaks of a task, and of a part, instrument or agency, that exists."""

from collections.abc import Iterator
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, TaskReference
from ipcheck.datafiles.rows import EntryRow, Row
from ipcheck.datafiles.schema import LedgerEntry
from ipcheck.datafiles.shape import check_list_shape
from ipcheck.datafiles.yaml_reader import YamlMapping
from ipcheck.domain.task import plan_of


def load_ledger(content: Any, path: str, known: ReferenceData | None, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows of a ledger (from `source.read`), and its faults.

    `known` says what the plans and registries of the call hold; None takes every name as it stands.
    """
    if isinstance(content, YamlMapping) and ("contents" in content or "links" in content):
        said = _("a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    entries, findings = check_list_shape(LedgerEntry, content, path, _)
    rows: list[Row] = []
    for entry, block in entries:
        checking = _Checking(entry, block, path, known, _)
        findings += checking.findings()
        rows.append(checking.row())
    return rows, findings


class _Checking:
    """One entry, its names made uniform."""

    def __init__(
        self, entry: LedgerEntry, block: YamlMapping, path: str, known: ReferenceData | None, _: Translator
    ) -> None:
        self.entry = entry
        self.block = block
        self.path = path
        self.known = known
        self._ = _
        self.spoken = TaskReference(entry.task, entry.part)
        self.task, self.part = self.spoken.task, self.spoken.part
        self.plan = plan_of(self.task)
        self.agency = self._uniform("agency", entry.agency)
        self.instrument = self._uniform("instrument", entry.instrument)

    def row(self) -> EntryRow:
        """The entry as the catalogue holds it."""
        entry, block = self.entry, self.block
        return EntryRow(
            self.plan, self.task, self.part, self.instrument, self.agency, entry.subject, entry.state, entry.step,
            entry.event, entry.on.isoformat(), (entry.recorded or entry.on).isoformat(), entry.evidence, entry.source,
            entry.by, entry.note, entry.problem, entry.next, entry.row, block.line, block.column,
        )  # fmt: skip

    def findings(self) -> Iterator[Finding]:
        """Every fault that the shape of the entry does not show."""
        yield from self._says_enough()
        yield from self._proven()
        for key, said in self.spoken.faults(self.known, self._):
            yield self._finding(key, "ledger-name", said)
        if self.known:
            yield from self._names(self.known)

    def _uniform(self, kind: str, name: str | None) -> str | None:
        if not name or not self.known:
            return name
        return getattr(self.known, kind)(name) or name.strip("《》")

    def _says_enough(self) -> Iterator[Finding]:
        entry = self.entry
        if not any(
            (entry.state, entry.step, entry.event, entry.note, entry.problem, entry.next, entry.evidence, entry.row)
        ):
            said = self._("an entry says nothing without state, step, event, evidence, note, problem or next")
            yield self._finding("task", "ledger-entry", said)
        if entry.step and not entry.instrument:
            said = self._("a step is one of an instrument; name it: instrument: 商标法")
            task = self.known.task(self.task) if self.known else None
            yield self._finding("step", "ledger-entry", said + self._named_by(task))

    def _proven(self) -> Iterator[Finding]:
        entry = self.entry
        if entry.state == "done" and not (entry.evidence or entry.source):
            said = self._("done needs evidence or a source: what shows that it is?")
            yield self._finding("state", "ledger-proof", said)
        if entry.state == "withdrawn" and not entry.source:
            said = self._("withdrawn needs a source: who withdrew it, and where is that said?")
            yield self._finding("state", "ledger-proof", said)

    def _names(self, known: ReferenceData) -> Iterator[Finding]:
        entry = self.entry
        task = known.task(self.task)
        if not known.names:
            return
        if task and entry.instrument and self.instrument not in task.instruments:
            said = self._("{task} names no instrument {name}").format(task=self.task, name=entry.instrument)
            yield self._finding("instrument", "ledger-name", said + self._named_by(task))
        if entry.agency and known.agency(entry.agency) is None:
            said = self._("no agency is called {name}").format(name=entry.agency)
            yield self._finding("agency", "ledger-name", said + self._.did_you_mean(known.agencies_like(entry.agency)))
        elif (
            task and self.agency and task.agencies and not {self.agency, *known.groups(self.agency)} & {*task.agencies}
        ):
            said = self._("{task} is no task of {agency}; it names {names}")
            names = self._.listed(list(task.agencies))
            said = said.format(task=self.task, agency=self.agency, names=names)
            yield self._finding("agency", "ledger-name", said)

    def _named_by(self, task: TaskFacts | None) -> str:
        """The end of a complaint about an instrument: those that the task names, if any."""
        names = list(task.instruments) if task else []
        return self._("; the task names {names}").format(names=self._.listed(names)) if names else ""

    def _finding(self, key: str, rule: str, said: str) -> Finding:
        at = self.block[key]
        return Finding(self.path, at.line, at.column, "error", rule, said)
