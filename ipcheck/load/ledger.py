"""A ledger becomes rows: each entry speaks of a task, and of a part, instrument or agency, that exists."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from ipcheck.findings import Finding
from ipcheck.ledger import Whole
from ipcheck.load.rows import EntryRow, Row
from ipcheck.schema import LedgerEntry
from ipcheck.shape import check_list
from ipcheck.source import Block
from ipcheck.text import nearest
from ipcheck.words import Words


class KnownTask(NamedTuple):
    """What an entry on a task may speak of: how many sentences it has, its instruments and agencies by uniform names.

    No agencies where the task names none, or leaves open who else there is (等部门).
    """

    sentences: int
    instruments: Sequence[str]
    agencies: Sequence[str] = ()


class Known(NamedTuple):
    """What a ledger must fit: tasks by id, the ids of a plan's tasks, the plans; names made uniform by the registries,
    None for one that is not known; the groups that an agency belongs to."""

    task: Callable[[str], KnownTask | None]
    tasks: Callable[[str], Sequence[str]]
    plans: Sequence[str]
    agency: Callable[[str], str | None]
    agencies_like: Callable[[str], list[str]]
    instrument: Callable[[str], str | None]
    groups: Callable[[str], Sequence[str]]
    # What faults of other files keep from being known: these plans, plans of which not even the id is, names.
    unsure: Collection[str] = ()
    whole: bool = True
    names: bool = True

    def lacks(self, task: str) -> bool:
        """Whether a task surely does not exist."""
        plan = task.rpartition("-")[0]
        return self.task(task) is None and plan not in self.unsure and (plan in self.plans or self.whole)


def known_task(text: str, instruments: str, lead: str | None, participants: str, others: bool) -> KnownTask:
    """A task as the catalogue holds it: `instruments` are lines of stage and name, `participants` lines of names."""
    names = [line.partition(" ")[2] for line in instruments.split("\n") if line]
    agencies = [name for name in (lead, *participants.split("\n")) if name]
    return KnownTask(len(Whole(text).shares("part")), names, () if others else agencies)


def load_ledger(content: Any, path: str, known: Known | None, _: Words) -> tuple[list[Row], list[Finding]]:
    """The rows of a ledger (from `source.read`), and its faults.

    `known` says what the plans and registries of the call hold; None takes every name as it stands.
    """
    if isinstance(content, Block) and ("contents" in content or "links" in content):
        said = _("a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    entries, findings = check_list(LedgerEntry, content, path, _)
    rows: list[Row] = []
    for entry, block in entries:
        checking = _Checking(entry, block, path, known, _)
        findings += checking.findings()
        rows.append(checking.row())
    return rows, findings


class _Checking:
    """One entry, its names made uniform."""

    def __init__(self, entry: LedgerEntry, block: Block, path: str, known: Known | None, _: Words) -> None:
        self.entry = entry
        self.block = block
        self.path = path
        self.known = known
        self._ = _
        self.task, self.part = self._task_and_part()
        self.plan = self.task.rpartition("-")[0]
        self.agency = self._uniform("agency", entry.agency)
        self.instrument = self._uniform("instrument", entry.instrument)

    def row(self) -> EntryRow:
        """The entry as the catalogue holds it."""
        entry, block = self.entry, self.block
        return EntryRow(
            self.plan, self.task, self.part, self.instrument, self.agency, entry.subject, entry.state, entry.step,
            entry.event, entry.on.isoformat(), (entry.recorded or entry.on).isoformat(), entry.evidence, entry.source,
            entry.by, entry.note, entry.next, block.line, block.column,
        )  # fmt: skip

    def findings(self) -> Iterator[Finding]:
        """Every fault that the shape of the entry does not show."""
        yield from self._says_enough()
        yield from self._proven()
        yield from self._parts_agree()
        if self.known:
            yield from self._names(self.known)

    def _task_and_part(self) -> tuple[str, int | None]:
        task, _slash, part = self.entry.task.partition("/")
        part = part or (self.entry.part or "").rpartition("/")[2]
        return task, int(part) if part else None

    def _uniform(self, kind: str, name: str | None) -> str | None:
        if not name or not self.known:
            return name
        return getattr(self.known, kind)(name) or name.strip("《》")

    def _says_enough(self) -> Iterator[Finding]:
        entry = self.entry
        if not (entry.state or entry.step or entry.event or entry.note or entry.evidence):
            said = self._("an entry says nothing without state, step, event, evidence or note")
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

    def _parts_agree(self) -> Iterator[Finding]:
        """`2022-29/2` may stand as the task or as the part; both may not say different things."""
        own, part = self.entry.task.partition("/"), (self.entry.part or "").rpartition("/")
        if part[2] and ((own[2] and own[2] != part[2]) or (part[0] and part[0] != own[0])):
            said = self._("part {part} is none of {task}").format(part=self.entry.part, task=self.entry.task)
            yield self._finding("part", "ledger-name", said)

    def _names(self, known: Known) -> Iterator[Finding]:
        entry = self.entry
        task = known.task(self.task)
        if known.lacks(self.task):
            yield self._no_task(known)
        if task and self.part and self.part > task.sentences:
            said = self._.many("{n} sentence", "{n} sentences", task.sentences)
            said = self._("{task} has {sentences}, so there is no part {part}").format(
                task=self.task, sentences=said, part=self.part
            )
            yield self._finding("part" if entry.part else "task", "ledger-name", said)
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

    def _named_by(self, task: KnownTask | None) -> str:
        """The end of a complaint about an instrument: those that the task names, if any."""
        names = list(task.instruments) if task else []
        return self._("; the task names {names}").format(names=self._.listed(names)) if names else ""

    def _no_task(self, known: Known) -> Finding:
        if self.plan in known.plans:
            said, names = self._("there is no task {task}").format(task=self.task), known.tasks(self.plan)
            return self._finding("task", "ledger-name", said + self._.did_you_mean(nearest(self.task, names, 1)))
        said = self._("no plan has the id {name}").format(name=self.plan)
        return self._finding("task", "ledger-name", said + self._.did_you_mean(nearest(self.plan, known.plans, 1)))

    def _finding(self, key: str, rule: str, said: str) -> Finding:
        at = self.block[key]
        return Finding(self.path, at.line, at.column, "error", rule, said)
