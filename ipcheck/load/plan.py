"""A plan file becomes rows: its phrases are read, its agencies and instruments found."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from ipcheck.findings import Finding
from ipcheck.load.rows import (
    LINE_SEP,
    CountsRow,
    PlanRow,
    ResponsibilityRow,
    Row,
    SearchedRow,
    SectionRow,
    TaskInstrumentRow,
    TaskRow,
)
from ipcheck.phrases import UnknownPhrase
from ipcheck.phrases.deadline import Deadline, read_deadline
from ipcheck.phrases.responsibility import Responsibility, read_responsibility
from ipcheck.phrases.stage import read_stages
from ipcheck.registry import Registry
from ipcheck.schema import PlanFile, SectionEntry, TaskEntry
from ipcheck.searching import searchable
from ipcheck.shape import check
from ipcheck.source import Block
from ipcheck.tasks import DATINGS, dating
from ipcheck.text import fold
from ipcheck.words import Words


class _Read(NamedTuple):
    """A phrase and what it means."""

    phrase: str | None
    meaning: Any


class _Inherited(NamedTuple):
    """What holds for the tasks of a section unless they say otherwise."""

    deadline: _Read
    responsibility: _Read


def load_plan(content: Any, path: str, registry: Registry, _: Words) -> tuple[list[Row], list[Finding]]:
    """The rows of the plan in `content` (from `source.read`), and its faults; with an error among them, none count."""
    if isinstance(content, Block) and "links" in content and "id" not in content:
        said = _("a file of links, where a plan is expected; call it links.yaml or put it in a folder links")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    plan, content, findings = check(PlanFile, content, path, _)
    if plan is None:
        return [], findings
    return _Loading(plan, path, registry, findings, _).rows(content)


class _Loading:
    def __init__(self, plan: PlanFile, path: str, registry: Registry, findings: list[Finding], _: Words) -> None:
        self.plan = plan
        self.path = path
        self.registry = registry
        self._ = _
        self.findings = findings
        self.sections: list[SectionRow] = []
        self.tasks: list[TaskRow] = []
        self.parts: list[Row] = []  # responsibilities and instruments of the tasks
        self.numbers: dict[str, int] = {}
        self.last: dict[str, str] = {}  # the number that stands last so far, by its letter
        self.abbreviations = registry.abbreviations_in(plan.preamble or "")
        self.year = int(plan.period[-4:]) if plan.period else None
        self.period_end = date(self.year, 12, 31) if self.year else None

    def rows(self, content: Block) -> tuple[list[Row], list[Finding]]:
        """See `load_plan`."""
        nothing = _Inherited(_Read(None, Deadline()), _Read(None, Responsibility()))
        inherited = self._defaults(self.plan.defaults, content.get("defaults"), nothing)
        for section, block in zip(self.plan.contents, content["contents"], strict=True):
            self._section(section, block, None, inherited)
        if not self.tasks and not self.findings:
            self._finding(content, "schema", self._("a plan without a single task"))
        of_plan: list[Row] = [self._plan_row(content), self._counts_row(), self._searched_row()]
        return [*of_plan, *self.sections, *self.tasks, *self.parts], self.findings

    def _plan_row(self, content: Block) -> PlanRow:
        plan, source = self.plan, self.plan.source
        return PlanRow(
            plan.id, plan.title, plan.document_number, plan.issuer, _iso(plan.issued), _iso(plan.published),
            plan.period, _iso(self.period_end), plan.region,
            source.publisher, source.via, source.url, _iso(source.retrieved), plan.preamble, plan.closing,
            *_place(content["id"]),
        )  # fmt: skip

    def _counts_row(self) -> CountsRow:
        dated = Counter(
            dating(task.due is not None, task.deadline_basis, task.relative_event, task.ongoing) for task in self.tasks
        )
        answering = {
            part.agency for part in self.parts if isinstance(part, ResponsibilityRow) and part.role != "mentioned"
        }
        ongoing = sum(task.ongoing for task in self.tasks)
        return CountsRow(self.plan.id, len(self.tasks), ongoing, len(answering), *map(dated.__getitem__, DATINGS))

    def _searched_row(self) -> SearchedRow:
        own = groupby(self.tasks, key=lambda task: self.sections[task.section])
        return SearchedRow(
            searchable(
                (f"{section.heading}|{section.intro or ''}", (task.text for task in tasks)) for section, tasks in own
            )
        )

    def _section(self, section: SectionEntry, block: Block, parent: int | None, inherited: _Inherited) -> None:
        position, first = len(self.sections), len(self.tasks)
        above = self.sections[parent] if parent is not None else None
        headings = f"{above.headings}{LINE_SEP}{section.heading}" if above else section.heading
        self.sections.append(
            SectionRow(
                position,
                parent,
                above.depth + 1 if above else 0,
                section.heading,
                headings,
                fold(section.heading),
                section.intro,
                first,
                first,
                *_place(block["heading"]),
            )
        )
        inherited = self._defaults(section.defaults, block.get("defaults"), inherited)
        paragraph: _Read | None = None
        for task, entry in zip(section.tasks, block.get("tasks") or (), strict=True):
            paragraph = self._task(task, entry, position, inherited, paragraph)
        for child, child_block in zip(section.contents, block.get("contents") or (), strict=True):
            self._section(child, child_block, position, inherited)
        self.sections[position] = self.sections[position]._replace(last=len(self.tasks) - 1)

    def _task(
        self, task: TaskEntry, entry: Block, section: int, inherited: _Inherited, paragraph: _Read | None
    ) -> _Read | None:
        """Add the task; return the deadline that governs the later goals of its paragraph."""
        self._check_number(task.number, entry)
        deadline, deadline_basis = self._deadline(task, entry, inherited, paragraph)
        responsibility, responsibility_basis = self._responsibility(task, entry, inherited)
        who: Responsibility = responsibility.meaning
        lead = self._agency(who.lead) if who.lead else None
        # two names of one agency in a phrase are one agency, and a lead takes no part beside itself
        named = dict.fromkeys(map(self._agency, who.participants))
        participants = [name for name in named if name != lead]
        stages = read_stages(task.text, self.registry.instruments_in(task.text, self.abbreviations))
        mentions = self.registry.agencies_in(task.text)
        position = len(self.tasks)
        due: Deadline = deadline.meaning
        self.tasks.append(
            TaskRow(
                position,
                section,
                f"{self.plan.id}-{task.number}",
                task.number,
                task.kind,
                task.text,
                deadline.phrase,
                _iso(due.due),
                due.ongoing,
                due.relative.event if due.relative else None,
                due.relative.length if due.relative else None,
                due.relative.unit if due.relative else None,
                deadline_basis,
                responsibility.phrase,
                lead,
                LINE_SEP.join(participants),
                who.divided,
                who.others,
                responsibility_basis,
                LINE_SEP.join(mentions),
                LINE_SEP.join(f"{stage} {name}" for name, stage in stages),
                *_place(entry["text"]),
            )
        )
        self.parts += [ResponsibilityRow(position, lead, "lead")] if lead else []
        self.parts += [ResponsibilityRow(position, name, "participant") for name in participants]
        self.parts += [ResponsibilityRow(position, name, "mentioned") for name in mentions]
        self.parts += [TaskInstrumentRow(position, name, stage) for name, stage in stages]
        stated = deadline_basis == "stated"
        return deadline if task.kind == "goal" and stated else paragraph

    def _deadline(
        self, task: TaskEntry, entry: Block, inherited: _Inherited, paragraph: _Read | None
    ) -> tuple[_Read, str]:
        """The task's own phrase, else its paragraph's (goals only), else the section's or plan's, else the period."""
        if task.deadline:
            return self._read_deadline(task.deadline, entry["deadline"]), "stated"
        if task.kind == "goal" and paragraph:
            return _Read(None, paragraph.meaning), "paragraph"
        if inherited.deadline.phrase:
            return inherited.deadline, "plan"
        if self.period_end:
            return _Read(None, Deadline(due=self.period_end)), "plan"
        return _Read(None, Deadline()), "none"

    def _responsibility(self, task: TaskEntry, entry: Block, inherited: _Inherited) -> tuple[_Read, str]:
        if task.responsible:
            return self._read_responsibility(task.responsible, entry["responsible"]), "stated"
        return inherited.responsibility, "plan" if inherited.responsibility.phrase else "none"

    def _defaults(self, defaults: Any, block: Block | None, inherited: _Inherited) -> _Inherited:
        """What the section's own defaults change in what it inherits."""
        if defaults.deadline and block:
            inherited = inherited._replace(deadline=self._read_deadline(defaults.deadline, block["deadline"]))
        if defaults.responsible and block:
            read = self._read_responsibility(defaults.responsible, block["responsible"])
            inherited = inherited._replace(responsibility=read)
        return inherited

    def _read_deadline(self, phrase: str, at: Any) -> _Read:
        try:
            return _Read(phrase, read_deadline(phrase, self.year))
        except UnknownPhrase:
            said = self._("unknown deadline phrase {phrase}").format(phrase=phrase)
            if self.year is None and _reads_with_a_year(phrase):
                said += self._("; it names no year and the plan has no period")
            self._finding(at, "deadline-phrase", said)
            return _Read(phrase, Deadline())

    def _read_responsibility(self, phrase: str, at: Any) -> _Read:
        try:
            who = read_responsibility(phrase, self.plan.lead == "first")
        except UnknownPhrase:
            said = self._("unknown responsibility phrase {phrase}").format(phrase=phrase)
            self._finding(at, "responsibility-phrase", said)
            return _Read(phrase, Responsibility())
        for name in (who.lead, *who.participants):
            if name and self.registry.agency(name) is None:
                said = self._("unknown agency {name}").format(name=name)
                said += self._.did_you_mean(self.registry.agencies_like(name)[:1])
                line, column = at.place(max(0, phrase.find(name)))
                self.findings.append(Finding(self.path, line, column, "warning", "unknown-agency", said))
        return _Read(phrase, who)

    def _agency(self, name: str) -> str:
        """The uniform name of an agency; one that the registry does not know keeps its own."""
        return self.registry.agency(name) or name

    def _check_number(self, number: str, entry: Block) -> None:
        at = entry["number"]
        if not at.line:  # it only stands in for one
            return
        if number in self.numbers:
            said = self._("the number {number} is given twice; first on line {line}")
            self._finding(at, "duplicate-number", said.format(number=number, line=self.numbers[number]))
            return
        self.numbers[number] = at.line
        letter = number.rstrip("0123456789.")
        last = self.last.setdefault(letter, number)
        if number_key(number) < number_key(last):
            said = self._("the number {number} stands after {last}; numbers rise")
            self._finding(at, "number-order", said.format(number=number, last=last))
        self.last[letter] = number

    def _finding(self, at: Any, rule: str, said: str) -> None:
        self.findings.append(Finding(self.path, at.line, at.column, "error", rule, said))


def number_key(number: str) -> tuple[int, ...]:
    """The parts by which numbers of one letter rise."""
    return tuple(map(int, number.lstrip("abcdefghijklmnopqrstuvwxyz").split(".")))


def _reads_with_a_year(phrase: str) -> bool:
    try:
        read_deadline(phrase, 2000)
    except UnknownPhrase:
        return False
    return True


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(at: Any) -> Iterator[int]:
    yield at.line
    yield at.column
