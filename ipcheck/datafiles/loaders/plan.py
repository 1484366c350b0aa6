"""A plan file becomes rows: its phrases are read, its agencies and instruments found."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.search import searchable
from ipcheck.base.text import fold
from ipcheck.datafiles.conforms import conforming
from ipcheck.datafiles.discovery import PLAN
from ipcheck.datafiles.rows import (
    LINE_SEP,
    PlanRow,
    PlanStatsRow,
    RoleRow,
    Row,
    SearchedRow,
    SectionRow,
    TaskInstrumentRow,
    TaskRow,
)
from ipcheck.datafiles.yaml_reader import YamlMapping, YamlText
from ipcheck.domain.phrases.deadline import Deadline, read_deadline
from ipcheck.domain.phrases.responsibility import Responsibility, read_responsibility
from ipcheck.domain.phrases.stage import read_stages
from ipcheck.domain.registry import Registry
from ipcheck.domain.task import DATINGS, dating


class _Read(NamedTuple):
    """A phrase and what it means."""

    phrase: str | None
    meaning: Any


class _Inherited(NamedTuple):
    """What holds for the tasks of a section unless they say otherwise."""

    deadline: _Read
    responsibility: _Read


def load_plan(content: Any, path: str, registry: Registry, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows of the plan in `content` (from `source.read`), and its faults; with an error among them, none count."""
    if isinstance(content, YamlMapping) and "links" in content and "id" not in content:
        said = _("a file of links, where a plan is expected; call it links.yaml or put it in a folder links")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    findings: list[Finding] = []
    if not conforming(PLAN)(content):
        from ipcheck.datafiles.schema import PlanFile  # long to import, and only needed to say what is wrong
        from ipcheck.datafiles.shape import check_shape

        plan, content, findings = check_shape(PlanFile, content, path, _)
        if plan is None:
            return [], findings
    return _Loading(content, path, registry, findings, _).rows()


def _said(block: Mapping[str, Any], key: str) -> str | None:
    """What stands under a key, None where nothing does. A plain text: one with its place is slower in all that follows,
    and goes into no other process."""
    value = block.get(key)
    return None if value is None else str(value)


class _Loading:
    def __init__(
        self, plan: YamlMapping, path: str, registry: Registry, findings: list[Finding], _: Translator
    ) -> None:
        self.plan = plan
        self.id = str(plan["id"])
        self.first_leads = "lead" in plan  # there is no other word for it
        self.path = path
        self.registry = registry
        self._ = _
        self.findings = findings
        self.sections: list[SectionRow] = []
        self.tasks: list[TaskRow] = []
        self.instruments: list[TaskInstrumentRow] = []
        self.roles: dict[tuple[str, str], list[int]] = defaultdict(list)  # positions of tasks by agency and role
        self.numbers: dict[str, int] = {}
        self.last: dict[str, tuple[tuple[int, ...], str]] = {}  # the number that stands last so far, by its letter
        self.abbreviations = registry.abbreviations_in(plan.get("preamble") or "")
        self.year = int(plan["period"][-4:]) if plan.get("period") else None
        self.period_end = date(self.year, 12, 31) if self.year else None

    def rows(self) -> tuple[list[Row], list[Finding]]:
        """See `load_plan`."""
        nothing = _Inherited(_Read(None, Deadline()), _Read(None, Responsibility()))
        inherited = self._defaults(self.plan, nothing)
        for section in self.plan["contents"]:
            self._section(section, None, inherited)
        if not self.tasks and not self.findings:
            self._finding(self.plan, "schema", self._("a plan without a single task"))
        of_plan: list[Row] = [self._plan_row(), self._summary_row(), self._searched_row()]
        roles = [RoleRow(*key, len(each), f"[{','.join(map(str, each))}]") for key, each in self.roles.items()]
        return [*of_plan, *self.sections, *self.tasks, *roles, *self.instruments], self.findings

    def _plan_row(self) -> PlanRow:
        said, source = partial(_said, self.plan), partial(_said, self.plan.get("source") or {})
        return PlanRow(
            self.id, str(self.plan["title"]), said("document_number"), said("issuer"), said("issued"),
            said("published"), said("period"), said("region"), source("publisher"),
            source("via"), source("url"), source("retrieved"), said("preamble"), said("closing"),
            *_place(self.plan["id"]),
        )  # fmt: skip

    def _summary_row(self) -> PlanStatsRow:
        issued, published, period_end = _said(self.plan, "issued"), _said(self.plan, "published"), _iso(self.period_end)
        dated = Counter(
            dating(task.due is not None, task.deadline_basis, task.relative_event, task.ongoing) for task in self.tasks
        )
        answering = {agency for agency, role in self.roles if role != "mentioned"}
        return PlanStatsRow(
            self.id, issued or published or period_end, period_end, published or issued, len(self.tasks),
            sum(task.ongoing for task in self.tasks), len(answering), *map(dated.__getitem__, DATINGS),
            *_place(self.plan["id"]),
        )  # fmt: skip

    def _searched_row(self) -> SearchedRow:
        own = groupby(self.tasks, key=lambda task: self.sections[task.section])
        return SearchedRow(
            searchable(
                (f"{section.heading}|{section.intro or ''}", (task.text for task in tasks)) for section, tasks in own
            )
        )

    def _section(self, section: YamlMapping, parent: int | None, inherited: _Inherited) -> None:
        position, first = len(self.sections), len(self.tasks)
        above = self.sections[parent] if parent is not None else None
        heading = str(section["heading"])
        headings = f"{above.headings}{LINE_SEP}{heading}" if above else heading
        self.sections.append(
            SectionRow(
                position,
                parent,
                above.depth + 1 if above else 0,
                heading,
                headings,
                fold(heading),
                _said(section, "intro"),
                first,
                first,
                *_place(section["heading"]),
            )
        )
        inherited = self._defaults(section, inherited)
        paragraph: _Read | None = None
        for task in section.get("tasks", ()):
            paragraph = self._task(task, position, inherited, paragraph)
        for child in section.get("contents", ()):
            self._section(child, position, inherited)
        self.sections[position] = self.sections[position]._replace(last=len(self.tasks) - 1)

    def _task(self, task: YamlMapping, section: int, inherited: _Inherited, paragraph: _Read | None) -> _Read | None:
        """Add the task; return the deadline that governs the later goals of its paragraph."""
        at = task["text"]
        number, text, kind = str(task["number"]), str(at), _said(task, "kind") or "task"
        self._check_number(task["number"])
        deadline, deadline_basis = self._deadline(task, kind, inherited, paragraph)
        responsibility, responsibility_basis = self._responsibility(task, inherited)
        who: Responsibility = responsibility.meaning
        lead, participants, _unknown = self.registry.answering(who)
        stages = read_stages(text, self.registry.instruments_in(text, self.abbreviations))
        mentions = self.registry.agencies_in(text)
        position = len(self.tasks)
        due: Deadline = deadline.meaning
        event, length, unit = due.relative or (None, None, None)
        self.tasks.append(
            TaskRow(
                position,
                section,
                f"{self.id}-{number}",
                number,
                kind,
                self.sections[section].headings,
                text,
                deadline.phrase,
                _iso(due.due),
                due.ongoing,
                event,
                length,
                unit,
                deadline_basis,
                responsibility.phrase,
                lead,
                LINE_SEP.join(participants),
                who.divided,
                who.others,
                responsibility_basis,
                LINE_SEP.join(mentions),
                LINE_SEP.join([f"{stage} {name}" for name, stage in stages]),
                at.line,
                at.column,
            )
        )
        for role, names in (("lead", [lead] if lead else ()), ("participant", participants), ("mentioned", mentions)):
            for name in names:
                self.roles[name, role].append(position)
        self.instruments += [TaskInstrumentRow(position, name, stage) for name, stage in stages]
        stated = deadline_basis == "stated"
        return deadline if kind == "goal" and stated else paragraph

    def _deadline(
        self, task: YamlMapping, kind: str, inherited: _Inherited, paragraph: _Read | None
    ) -> tuple[_Read, str]:
        """The task's own phrase, else its paragraph's (goals only), else the section's or plan's, else the period."""
        if task.get("deadline"):
            return self._read_deadline(task["deadline"]), "stated"
        if kind == "goal" and paragraph:
            return _Read(None, paragraph.meaning), "paragraph"
        if inherited.deadline.phrase:
            return inherited.deadline, "plan"
        if self.period_end:
            return _Read(None, Deadline(due=self.period_end)), "plan"
        return _Read(None, Deadline()), "none"

    def _responsibility(self, task: YamlMapping, inherited: _Inherited) -> tuple[_Read, str]:
        if task.get("responsible"):
            return self._read_responsibility(task["responsible"]), "stated"
        return inherited.responsibility, "plan" if inherited.responsibility.phrase else "none"

    def _defaults(self, holder: YamlMapping, inherited: _Inherited) -> _Inherited:
        """What the defaults of a plan or section change in what it inherits."""
        defaults = holder.get("defaults") or {}
        if defaults.get("deadline"):
            inherited = inherited._replace(deadline=self._read_deadline(defaults["deadline"]))
        if defaults.get("responsible"):
            inherited = inherited._replace(responsibility=self._read_responsibility(defaults["responsible"]))
        return inherited

    def _read_deadline(self, at: YamlText) -> _Read:
        phrase = str(at)
        try:
            return _Read(phrase, read_deadline(phrase, self.year))
        except UnknownPhraseError:
            said = self._("unknown deadline phrase {phrase}").format(phrase=phrase)
            if self.year is None and _reads_with_a_year(phrase):
                said += self._("; it names no year and the plan has no period")
            self._finding(at, "deadline-phrase", said)
            return _Read(phrase, Deadline())

    def _read_responsibility(self, at: YamlText) -> _Read:
        phrase = str(at)
        try:
            who = read_responsibility(phrase, self.first_leads)
        except UnknownPhraseError:
            said = self._("unknown responsibility phrase {phrase}").format(phrase=phrase)
            self._finding(at, "responsibility-phrase", said)
            return _Read(phrase, Responsibility())
        for name in self.registry.answering(who).unknown:
            said = self._("unknown agency {name}").format(name=name)
            said += self._.did_you_mean(self.registry.agencies_like(name)[:1])
            line, column = at.place(max(0, phrase.find(name)))
            self.findings.append(Finding(self.path, line, column, "warning", "unknown-agency", said))
        return _Read(phrase, who)

    def _check_number(self, at: YamlText) -> None:
        if not at.line:  # it only stands in for one
            return
        number = str(at)
        if number in self.numbers:
            said = self._("the number {number} is given twice; first on line {line}")
            self._finding(at, "duplicate-number", said.format(number=number, line=self.numbers[number]))
            return
        self.numbers[number] = at.line
        letter, key = number.rstrip("0123456789."), number_key(number)
        last_key, last = self.last.get(letter, (key, number))
        if key < last_key:
            said = self._("the number {number} stands after {last}; numbers rise")
            self._finding(at, "number-order", said.format(number=number, last=last))
        self.last[letter] = key, number

    def _finding(self, at: Any, rule: str, said: str) -> None:
        self.findings.append(Finding(self.path, at.line, at.column, "error", rule, said))


def number_key(number: str) -> tuple[int, ...]:
    """The parts by which numbers of one letter rise."""
    return tuple(map(int, number.lstrip("abcdefghijklmnopqrstuvwxyz").split(".")))


def _reads_with_a_year(phrase: str) -> bool:
    try:
        read_deadline(phrase, 2000)
    except UnknownPhraseError:
        return False
    return True


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(at: Any) -> Iterator[int]:
    yield at.line
    yield at.column
