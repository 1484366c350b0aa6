"""The pydantic models of the data files, key by key. The published JSON Schemas (data/schema/*.json) are made from the
models: their docstrings and descriptions are what users read in an editor.

Imported only when files are compiled or checked: pydantic takes as long to import as Typer.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ipcheck.datafiles.values import (
    AgencyKind,
    Day,
    Digest,
    Event,
    FindingKind,
    FreeText,
    InstrumentKind,
    Line,
    Number,
    Offset,
    Part,
    Period,
    PlanId,
    Prose,
    RowDigest,
    Sentence,
    State,
    Step,
    TaskId,
    TaskOrHeading,
    TaskPart,
)


class Entry(BaseModel):
    """The base of all models: unknown keys are errors, and values are not converted from one type to another."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


def _key(description: str) -> Any:
    """An optional key; None if it is left out."""
    return Field(default=None, description=description)


def _must(description: str, alias: str | None = None) -> Any:
    """A required key, named `alias` in the file if that is not the name of the field."""
    return Field(description=description, alias=alias)


def _list(description: str) -> Any:
    """An optional list; empty if it is left out."""
    return Field(default_factory=list, description=description)


class Defaults(Entry):
    """Phrases that hold for the tasks below which state none of their own; a comment says why."""

    responsible: Line | None = _key("Who answers for the tasks below: 国家知识产权局负责")
    deadline: Line | None = _key("By when: 2025年12月底前完成, 持续推进")


class TaskEntry(Entry):
    """One task, goal or condition, as the document words it."""

    number: Number = _must("The document's own number, else by place: 2.3.1, b1.2 (box), g1 (goal). Unique and rising.")
    kind: Literal["task", "goal", "condition"] = Field(
        default="task", description="task if left out; goal for 到2027年…, condition for 创建条件"
    )
    text: Sentence = _must("The words of the document, on one line, with full-width punctuation, up to 。")
    deadline: Line | None = _key("The deadline phrase: 2022年12月底前完成并持续推进")
    responsible: Line | None = _key("The responsibility phrase: 国家知识产权局、司法部按职责分工负责")


class SectionEntry(Entry):
    """A heading, the prose under it, its tasks and its own sections."""

    heading: Line = _must("The heading with its number: 一、完善知识产权制度")
    defaults: Defaults = Field(default=Defaults(), description="What holds for the tasks of this section")
    intro: Prose | None = _key("Prose under the heading that is no task")
    tasks: list[TaskEntry] = _list("The tasks right under this heading")
    contents: list["SectionEntry"] = _list("The sections under this heading")


class SourceEntry(Entry):
    """Where the text was found."""

    publisher: Line | None = _key("Who published it: 国家知识产权局")
    via: Line | None = _key("Who passed it on: 知产力")
    url: Line | None = _key("Its address")
    retrieved: Day | None = _key("The day it was found: 2025-05-07")


class PlanFile(Entry):
    """A published plan, copied whole."""

    id: PlanId = _must("What people type: 2025, demo-zones")
    title: Line = _must("The title without 《》 around it")
    document_number: Line | None = _key("国知发保字〔2022〕27号; left out when unknown, never invented")
    issuer: Line | None = _key("Who issued it (印发机关)")
    issued: Day | None = _key("The day of its date line (成文日期): 2025-04-29")
    published: Day | None = _key("The day it was made public (发布日期)")
    period: Period | None = _key("The span that the whole plan is made for: 2025, 2021/2022")
    region: Line | None = _key("Where it holds: 全国, 广东省")
    source: SourceEntry = Field(default=SourceEntry(), description="Where the text was found")
    lead: Literal["first"] | None = _key("first where the document says 列第一位的部门为牵头部门")
    defaults: Defaults = Field(default=Defaults(), description="What holds for all tasks that state nothing else")
    preamble: Prose | None = _key("The text before the first heading")
    contents: list[SectionEntry] = _must("The headings, nested as deep as the document nests")
    closing: Prose | None = _key("The text after the last task")


class AgencyEntry(Entry):
    """An agency, or a group of agencies."""

    name: Line = _must("The short form that plans print (市场监管总局); every answer gives it")
    official: Line | None = _key("The full name, where it is another")
    aliases: list[Line] = _list("What people type and phrases say besides, also in Traditional characters")
    english: Line | None = _key("The English name")
    abbreviation: Line | None = _key("The English abbreviation: CNIPA")
    kind: AgencyKind = _must("What it is")
    plates: list[Line] = _list("Names that it bears besides (加挂牌子): 国家版权局 of 中央宣传部")
    hosted_by: Line | None = _key("Of a group: the agency that hosts it, by its name")
    members: list[Line] = _list("Of a group: its members, by their names")
    source: Line | None = _key("Where members, host and plates are said")


class AgenciesFile(Entry):
    """A registry of agencies: uniform names."""

    agencies: list[AgencyEntry] = _must("The agencies and groups")


class InstrumentEntry(Entry):
    """A law, regulation, interpretation, standard, policy document or treaty."""

    title: Line = _must("The full title without 《》")
    short: Line | None = _key("The name that is shown: 商标法")
    former: list[Line] = _list("Titles that it bore before")
    aliases: list[Line] = _list("What people type besides, also in Traditional characters")
    english: Line | None = _key("The English title")
    kind: InstrumentKind = _must("What it is")
    parent: Line | None = _key("The shown name of what it implements or interprets")

    @property
    def name(self) -> str:
        """The name that output shows: the short title, or the full one if there is no short one."""
        return self.short or self.title


class InstrumentsFile(Entry):
    """A registry of instruments: uniform titles."""

    instruments: list[InstrumentEntry] = _must("The laws and documents")


class LinkEntry(Entry):
    """A later task that carries on an earlier one; `why` names what they share."""

    earlier: TaskId = _must("The task of the earlier plan: 2022-10", alias="from")
    later: TaskId = _must("The task of the later plan: 2025-8", alias="to")
    grade: Literal["strong", "weak"] = _must("strong where what they share is the main object of both, or both name it")
    why: Line = _must("What they share: 《商业秘密保护规定》")


class LinksFile(Entry):
    """Which tasks of one plan carry on which of an earlier one."""

    earlier: PlanId = _must("The id of the earlier plan")
    later: PlanId = _must("The id of the later plan")
    links: list[LinkEntry] = _must("The links")


class GistEntry(Entry):
    """A summary of a task or heading."""

    of: TaskOrHeading = _must("The number of the task (8), or the heading as it stands (一、完善知识产权制度)")
    seen: Digest | None = _key("Of a task: the digest of the text that is summed up, so that a change of it is noticed")
    gist: Line = _must("The summary, on one line, of 25 words at most")


class GistsFile(Entry):
    """Unofficial summaries of a plan in another language; the Chinese text prevails."""

    plan: PlanId = _must("The id of the plan")
    language: Literal["en"] = _must("The language of the summaries")
    title: Line | None = _key("The title of the plan")
    gists: list[GistEntry] = _must("The summaries, in the order of the plan")


class LedgerEntry(Entry):
    """What became of a task: a dated entry of a ledger (台账)."""

    task: TaskPart = _must("The task: 2025-8, or a sentence of it: 2022-29/2")
    part: Part | None = _key("The sentence that it is about: 2")
    instrument: Line | None = _key("The law or document that it is about")
    agency: Line | None = _key("The agency whose share it is about")
    subject: Line | None = _key("The city or the like that it is about: 广州市")
    state: State | None = _key("The state (状态) since that day")
    step: Step | None = _key("What happened to the instrument")
    event: Event | None = _key("What happened to the subject, from which deadlines count")
    on: Day = _must("The day it happened: 2025-12-20")
    recorded: Day | None = _key("The day it was entered, where that is another")
    evidence: Line | None = _key("What shows it: a file, an address, a number (佐证材料)")
    source: Line | None = _key("Who says so, and where")
    by: Line | None = _key("Who entered it")
    note: FreeText | None = _key("How far it has come, and whatever else is to be said (进展情况)")
    problem: FreeText | None = _key("What stands in the way (存在问题)")
    next: FreeText | None = _key("What comes next (下一步)")
    row: RowDigest | None = _key("Which row of a workbook it was made of (ipcheck sheet): no row counts twice")


class AssignmentEntry(Entry):
    """A task given to an office of one's own house (责任分解)."""

    task: TaskPart = _must("The task: 2025-8, or a sentence of it: 2022-29/2")
    part: Part | None = _key("The sentence that it is about: 2")
    office: Line = _must("The office that answers for it (责任处室)")
    person: Line | None = _key("Who does it there (责任人)")
    internal_due: Day | None = _key("By when inside the house (内部时限); never later than the last day that is stated")
    remind: list[Offset] = _list("How long before that day to remind: 30d, 1w; before the last day where there is none")
    note: FreeText | None = _key("Anything else")


class AcceptedEntry(Entry):
    """A finding of `ipcheck check` that is accepted, and why."""

    task: TaskId = _must("The task: 2025-8")
    subject: Line | None = _key("The city or the like, where the task counts for each")
    finding: FindingKind = _must("What is found: overdue, unverified")
    reason: Line = _must("Why it is accepted")
    accepted: Day | None = _key("Since when")
