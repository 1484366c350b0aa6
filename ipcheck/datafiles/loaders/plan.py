"""Load a plan (docs/plans.md): make rows, with the meaning of its phrases and the agencies and instruments it names."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP, stored_fields
from ipcheck.base.search import search_block
from ipcheck.base.text import fold
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import PLAN
from ipcheck.datafiles.loaders.readings import READING, Phrase, with_readings
from ipcheck.datafiles.rows import (
    AgencyRow,
    PlanStatsRow,
    RoleRow,
    Row,
    SearchedRow,
    SectionRow,
    TaskInstrumentRow,
)
from ipcheck.datafiles.yaml_reader import YamlMapping, YamlText
from ipcheck.domain.phrases.deadline import Deadline, read_deadline
from ipcheck.domain.phrases.responsibility import Responsibility, read_responsibility
from ipcheck.domain.phrases.stage import read_stages
from ipcheck.domain.phrases.target import PREVIOUS, read_targets
from ipcheck.domain.plan import Plan
from ipcheck.domain.registry import Registry
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.target import DECREASE, INCREASE, Target
from ipcheck.domain.task import DATINGS, NO_DAY, Task, dating


class _Defaults(NamedTuple):
    """The deadline and responsibility of the tasks of a section that have no phrases of their own."""

    deadline: Phrase
    responsibility: Phrase


def load_plan(content: Any, path: str, registry: Registry, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a plan; `content` comes from `yaml_reader.read_yaml`. With a finding that refuses the
    file (`Finding.refuses`) the rows must not be used."""
    if isinstance(content, YamlMapping) and "links" in content and "id" not in content:
        message = _(
            "this is a file of links, where a plan is expected; call it links.yaml or put it in a folder called links"
        )
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    plan, findings = check_content(PLAN, content, path, _)
    return ([], findings) if plan is None else _PlanLoader(plan, path, registry, findings, _).rows()


def _text(mapping: Mapping[str, Any], key: str) -> str | None:
    """The value of a key as a plain str, or None. A YamlText is slower and cannot be sent to another process."""
    value = mapping.get(key)
    return None if value is None else str(value)


class _PlanLoader:
    """The rows of one plan, collected section by section, and the findings for its phrases and numbers."""

    def __init__(
        self, plan: YamlMapping, path: str, registry: Registry, findings: list[Finding], _: Translator
    ) -> None:
        self.plan = plan
        self.id = str(plan["id"])
        self.first_leads = plan.get("lead") is not None  # its only value is `first`; an empty key says nothing
        self.path = path
        self.registry = registry
        self._ = _
        self.findings = findings
        self.has_whole_tasks = not findings  # else what a reading lacks may only have been faulty
        self.sections: list[SectionRow] = []
        self.tasks: list[Task] = []
        self.instruments: list[TaskInstrumentRow] = []
        self.targets: list[Target] = []
        self.roles: dict[tuple[str, str], list[int]] = defaultdict(list)  # positions of tasks by agency and role
        self.numbers: dict[str, int] = {}
        self.unread_defaults: list[tuple[YamlText, Callable[[YamlText], None]]] = []  # each with what tells of it
        self.left_unread: dict[tuple[int, int], list[bool]] = defaultdict(list)  # of what each default governs
        self.last: dict[str, tuple[tuple[int, ...], str]] = {}  # the last number so far (sort key, number) by letter
        self.region = _text(plan, "region")
        self.local_agencies: dict[str, AgencyRow] = {}
        self.unknown_agencies: dict[str, tuple[int, int]] = {}  # the first place of each (line, column)
        self.unknown_counts: Counter[str] = Counter()  # in how many tasks each is named
        self.abbreviations = registry.abbreviations_in(plan.get("preamble") or "")
        self.year = int(plan["period"][-4:]) if plan.get("period") else None
        self.period_end = date(self.year, 12, 31) if self.year else None

    def rows(self) -> tuple[list[Row], list[Finding]]:
        """All rows of the plan, and all its findings."""
        no_defaults = _Defaults(Phrase(None, Deadline()), Phrase(None, Responsibility()))
        defaults = self._with_defaults(self.plan, no_defaults)
        for section in self.plan["contents"]:
            self._add_section(section, None, defaults)
        for phrase, tell in self.unread_defaults:
            is_left = self.left_unread[phrase.line, phrase.column]
            if any(is_left) or not is_left:  # else a person has read it for every task that it governs
                tell(phrase)
        self._report_unknown_agencies()
        if not self.tasks and not self.findings:
            self._finding(self.plan, "schema", self._("a plan without a single task"))
        first_rows: list[Row] = [self._plan_row(), self._stats_row(), self._searched_row()]
        roles = [RoleRow(*key, len(tasks), f"[{','.join(map(str, tasks))}]") for key, tasks in self.roles.items()]
        rows = [*first_rows, *self.sections, *self.tasks, *roles, *self.instruments, *self.targets]
        rows += self.local_agencies.values()
        return rows, self.findings

    def _plan_row(self) -> Plan:
        holder, place = {**(self.plan.get("source") or {}), **self.plan}, self.plan["id"]
        stated: dict[str, Any] = {key: _text(holder, key) for key in stored_fields(Plan)}
        return Plan(**stated | {"line": place.line, "column": place.column})

    def _stats_row(self) -> PlanStatsRow:
        issued, published, period_end = _text(self.plan, "issued"), _text(self.plan, "published"), _iso(self.period_end)
        dated = Counter(
            dating(task.due is not None, task.deadline_basis, task.relative_event, bool(task.ongoing))
            for task in self.tasks
        )
        answering = {agency for agency, role in self.roles if role != "mentioned"}
        return PlanStatsRow(
            self.id, issued or published or period_end, period_end, published or issued, len(self.tasks),
            sum(task.ongoing for task in self.tasks), len(answering), **{name: dated[name] for name in DATINGS},
            unread_responsibilities=sum(task.responsibility_basis == UNREAD for task in self.tasks),
            line=self.plan["id"].line, column=self.plan["id"].column,
        )  # fmt: skip

    def _searched_row(self) -> SearchedRow:
        runs = groupby(self.tasks, key=lambda task: self.sections[task.section])
        # \0 keeps a search from reaching out of the heading into the introduction; nobody can search for it
        words = ((f"{part.heading}\0{part.intro or ''}", (task.text for task in tasks)) for part, tasks in runs)
        return SearchedRow(search_block(words))

    def _add_section(self, section: YamlMapping, parent: int | None, defaults: _Defaults) -> None:
        position, first = len(self.sections), len(self.tasks)
        parent_section = self.sections[parent] if parent is not None else None
        heading = str(section["heading"])
        headings = f"{parent_section.headings}{LINE_SEP}{heading}" if parent_section else heading
        self.sections.append(
            SectionRow(
                position,
                parent,
                parent_section.depth + 1 if parent_section else 0,
                heading,
                headings,
                fold(heading),
                _text(section, "intro"),
                first,
                first,
                section["heading"].line,
                section["heading"].column,
            )
        )
        defaults = self._with_defaults(section, defaults)
        goal_deadline: Phrase | None = None
        for task in section.get("tasks", ()):
            goal_deadline = self._add_task(task, position, defaults, goal_deadline)
        for child in section.get("contents", ()):
            self._add_section(child, position, defaults)
        self.sections[position] = self.sections[position]._replace(last=len(self.tasks) - 1)

    def _add_task(self, task: YamlMapping, section: int, defaults: _Defaults, goal: Phrase | None) -> Phrase | None:
        """Add the rows of a task. `goal` is the deadline of the last goal before the task, under the same heading, that
        states one. Return the value of `goal` for the next task."""
        text_node = task["text"]
        number, text, kind = str(task["number"]), str(text_node), _text(task, "kind") or "task"
        self._check_number(task["number"])
        deadline_phrase, responsibility_phrase = self._governing(task, kind, defaults, goal)
        responsibility: Responsibility = responsibility_phrase.meaning
        leads, participants, unknown, printed = self.registry.answering(responsibility, self.region)
        self.unknown_counts.update(unknown)
        stages = read_stages(text, self.registry.instruments_in(text, self.abbreviations))
        mentions = self.registry.agencies_in(text)
        position = len(self.tasks)
        deadline: Deadline = deadline_phrase.meaning
        event, count, unit = deadline.relative or (None, None, None)
        self.tasks.append(
            Task(
                position=position,
                section=section,
                id=f"{self.id}-{number}",
                number=number,
                kind=kind,
                headings=self.sections[section].headings,
                text=text,
                deadline_phrase=deadline_phrase.phrase,
                due=self._last_day(deadline),
                ongoing=deadline.ongoing,
                relative_event=event,
                relative_count=count,
                relative_unit=unit,
                milestones=LINE_SEP.join(self._milestones(deadline)),
                deadline_basis=deadline_phrase.basis,
                deadline_reading=deadline_phrase.reading,
                responsibility_phrase=responsibility_phrase.phrase,
                leads=LINE_SEP.join(leads),
                participants=LINE_SEP.join(participants),
                divided=responsibility.divided,
                others=responsibility.others,
                responsibility_basis=responsibility_phrase.basis,
                responsibility_reading=responsibility_phrase.reading,
                printed=LINE_SEP.join([f"{word} {name}" for name, word in printed.items()]),
                mentions=LINE_SEP.join(mentions),
                instruments=LINE_SEP.join([f"{stage} {name}" for name, stage in stages]),
                line=text_node.line,
                column=text_node.column,
            )
        )
        for role, names in (("lead", leads), ("participant", participants), ("mentioned", mentions)):
            for name in names:
                self.roles[name, role].append(position)
        self.instruments += [TaskInstrumentRow(position, name, stage) for name, stage in stages]
        self.targets += self._targets(self.tasks[-1])
        return deadline_phrase if kind == "goal" and task.get("deadline") else goal

    def _targets(self, task: Task) -> Iterator[Target]:
        """The figures that the text of a task promises. Without a day in the text, the last day of the task counts,
        else the end of the plan's period. A figure of an earlier day than the plan's is a result, not a promise."""
        issued = _text(self.plan, "issued") or _text(self.plan, "published")
        own = (task.due, "plan" if task.deadline_basis == "plan" else "deadline")
        of_plan = (_iso(self.period_end), "plan")
        place = 0
        for figure in read_targets(task.text, self.year):
            by, day_basis = (_iso(figure.by), "text") if figure.by else own if task.due else of_plan
            if by and issued and by < issued:
                continue
            known = ((form, measure) for form in figure.subjects if (measure := self.registry.measure(form)))
            subject, measure = next(known, (figure.subjects[0], None))
            is_change = figure.comparison in (INCREASE, DECREASE)
            base = figure.base
            if base == PREVIOUS or (base is None and is_change and self._is_of_one_year()):
                base = str(int(by[:4]) - 1) if by else None
            yield Target(
                task.position, place, task.text[figure.start : figure.end], subject, measure, figure.comparison,
                figure.value, figure.unit, by, day_basis if by else "none", base, figure.yearly,
                issued if figure.yearly else None,
            )  # fmt: skip
            place += 1

    def _is_of_one_year(self) -> bool:
        """Whether the plan is made for a single year, so that its increases are those of that year."""
        return len(_text(self.plan, "period") or "") == len("2025")

    def _governing(
        self, task: YamlMapping, kind: str, defaults: _Defaults, goal: Phrase | None
    ) -> tuple[Phrase, Phrase]:
        """The deadline and the responsibility of a task: its phrases, or those that hold for it. Tell of its own that
        nobody reads; of others their own place tells."""
        phrases = self._deadline(task, kind, defaults, goal), self._responsibility(task, defaults)
        phrases = with_readings(task, *phrases, self._tell_of_reading, self._)
        for phrase, key, tell in zip(
            phrases, ("deadline", "responsible"), (self._tell_of_deadline, self._tell_of_responsibility), strict=True
        ):
            if phrase.default:
                place = phrase.default.line, phrase.default.column
                self.left_unread[place].append(phrase.basis == UNREAD)
            elif phrase.basis == UNREAD and task.get(key):
                tell(task[key])
        if phrases[1].basis == READING:
            names = [*task.get("leads", ()), *task.get("participants", ())]
            places = {str(node): (node.line, node.column) for node in reversed(names)}
            self._collect_agencies(phrases[1].meaning, places.__getitem__)
        return phrases

    def _deadline(self, task: YamlMapping, kind: str, defaults: _Defaults, goal: Phrase | None) -> Phrase:
        """The deadline of a task, with its basis: the task's own phrase (`stated`), for goals an earlier goal of the
        paragraph (`paragraph`), the defaults of the section or plan, or the period (`plan` for these), or `none`.
        Whatever says it, what no rule reads is `unread`."""
        if task.get("deadline"):
            return self._read_deadline(task["deadline"])
        if kind == "goal" and goal:
            return Phrase(None, goal.meaning, "paragraph") if goal.basis == "stated" else goal
        if defaults.deadline.phrase:
            return defaults.deadline
        if self.period_end:
            return Phrase(None, Deadline(due=self.period_end), "plan")
        return Phrase(None, Deadline())

    def _last_day(self, deadline: Deadline) -> str | None:
        """The last day, of a span after the issue of the plan counted from the day that the plan states for it."""
        issued = _text(self.plan, "issued")
        if deadline.relative and deadline.relative.event == "issued" and issued:
            return _iso(deadline.relative.due(date.fromisoformat(issued)))
        return _iso(deadline.due)

    def _milestones(self, deadline: Deadline) -> list[str]:
        """The stages before the last day, as a Task holds them: what is to be done at once is due on the day of
        issue."""
        issued = _text(self.plan, "issued") or NO_DAY
        return [f"{_iso(stage.day) or issued} {stage.words}" for stage in deadline.milestones]

    def _responsibility(self, task: YamlMapping, defaults: _Defaults) -> Phrase:
        return self._read_responsibility(task["responsible"]) if task.get("responsible") else defaults.responsibility

    def _with_defaults(self, holder: YamlMapping, defaults: _Defaults) -> _Defaults:
        """`defaults`, but with the phrases that `holder` (the plan or a section) has in its own key `defaults`."""
        own_defaults = holder.get("defaults") or {}
        if node := own_defaults.get("deadline"):
            defaults = defaults._replace(
                deadline=self._default(node, self._read_deadline(node), self._tell_of_deadline)
            )
        if node := own_defaults.get("responsible"):
            phrase = self._read_responsibility(node)
            defaults = defaults._replace(responsibility=self._default(node, phrase, self._tell_of_responsibility))
        return defaults

    def _default(self, node: YamlText, phrase: Phrase, tell: Callable[[YamlText], None]) -> Phrase:
        if phrase.basis == UNREAD:
            self.unread_defaults.append((node, tell))
            return phrase._replace(default=node)
        return phrase._replace(basis="plan")

    def _read_deadline(self, value: YamlText) -> Phrase:
        phrase = str(value)
        try:
            return Phrase(phrase, read_deadline(phrase, self.year), "stated")
        except UnknownPhraseError:
            return Phrase(phrase, Deadline(), UNREAD)

    def _read_responsibility(self, value: YamlText) -> Phrase:
        phrase = str(value)
        try:
            responsibility = read_responsibility(phrase, self.first_leads)
        except UnknownPhraseError:
            return Phrase(phrase, Responsibility(), UNREAD)
        self._collect_agencies(responsibility, lambda name: value.place(max(0, phrase.find(name))))
        return Phrase(phrase, responsibility, "stated")

    def _tell_of_deadline(self, value: YamlText) -> None:
        message = self._("unknown deadline phrase {phrase}").format(phrase=value)
        if self.year is None and _reads_with_a_year(value):
            message += self._("; it names no year and the plan has no period")
        self._finding(value, "unread-phrase", message)

    def _tell_of_responsibility(self, value: YamlText) -> None:
        self._finding(value, "unread-phrase", self._("unknown responsibility phrase {phrase}").format(phrase=value))

    def _tell_of_reading(self, node: Any, message: str) -> None:
        if self.has_whole_tasks:
            self._finding(node, "reading", message)

    def _collect_agencies(self, who: Responsibility, place: Callable[[str], tuple[int, int]]) -> None:
        """Add the rows of those of the agencies that the plan's region explains, and keep the place of each unknown
        one for its finding. `place` gives the line and column of a name."""
        for name in self.registry.answering(who, self.region).unknown:
            self.unknown_agencies.setdefault(name, place(name))
        for name in who.agencies:
            if agency := self.registry.local_agency(name, self.region):
                row = AgencyRow(
                    agency.name, None, None, None, "group" if agency.is_group else "local", None, None,
                    agency.counterpart, agency.region, None, *place(name),
                )  # fmt: skip
                self.local_agencies.setdefault(agency.name, row)

    def _report_unknown_agencies(self) -> None:
        """Add a finding for each unknown agency, at the place where it is first named."""
        for name, (line, column) in self.unknown_agencies.items():
            tasks = self._.many("{n} task", "{n} tasks", self.unknown_counts[name])
            message = self._("unknown agency {name} ({tasks})").format(name=name, tasks=tasks)
            if level := self.registry.missing_level(name, self.region):
                template = self._("; the region of the plan does not tell which {level} is meant")
                message += template.format(level=level)
            else:
                message += self._.did_you_mean(self.registry.agencies_like(name, self.region)[:1])
            self.findings.append(Finding(self.path, line, column, "warning", "unknown-agency", message))

    def _check_number(self, value: YamlText) -> None:
        if not value.line:  # a placeholder for a faulty number (`check.check_content`)
            return
        number = str(value)
        if number in self.numbers:
            message = self._("the number {number} is given twice; first on line {line}")
            self._finding(value, "duplicate-number", message.format(number=number, line=self.numbers[number]))
            return
        self.numbers[number] = value.line
        letter, key = number.rstrip("0123456789."), number_key(number)
        last_key, last_number = self.last.get(letter, (key, number))
        if key < last_key:
            message = self._("the number {number} comes after {last}; numbers must increase")
            self._finding(value, "number-order", message.format(number=number, last=last_number))
        self.last[letter] = key, number

    def _finding(self, node: Any, rule: str, message: str) -> None:
        self.findings.append(Finding(self.path, node.line, node.column, "error", rule, message))


def number_key(number: str) -> tuple[int, ...]:
    """The sort key of a task's number: its parts as integers, without the letter (b1.10 is (1, 10))."""
    return tuple(map(int, number.lstrip("abcdefghijklmnopqrstuvwxyz").split(".")))


def _reads_with_a_year(phrase: str) -> bool:
    try:
        read_deadline(phrase, 2000)
    except UnknownPhraseError:
        return False
    return True


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
