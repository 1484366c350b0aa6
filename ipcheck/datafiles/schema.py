"""What data files hold, key by key: the one declaration from which the check of files (`check`) and the published JSON
Schemas (data/schema/*.json) follow. The descriptions are what users read in an editor."""

from typing import Any

from ipcheck.datafiles.shape import Choice, Key, ListOf, OneOrMore, Record, Shape
from ipcheck.datafiles.values import (
    ADDRESS,
    DAY,
    DECIMAL,
    DIGEST,
    FLAG,
    FREE_TEXT,
    ID,
    LINE,
    NUMBER,
    OFFSET,
    PART,
    PERIOD,
    PLAN_ID,
    PROSE,
    ROW_DIGEST,
    SENTENCE,
    SPAN,
    TASK_ID,
    TASK_OR_HEADING,
    TASK_PART,
)
from ipcheck.domain.compliance import FINDINGS
from ipcheck.domain.entry import EVENTS, MARKS, SOURCE_KINDS, STEPS
from ipcheck.domain.measure import DIRECTIONS, MEASURE_KINDS
from ipcheck.domain.track import INSTRUMENT_KINDS


def _must(name: str, shape: Shape, description: str) -> Key:
    """A required key."""
    return Key(name, shape, description, required=True, emptiable=False)


def _may(name: str, shape: Shape, description: str, empty: bool = True) -> Key:
    """An optional key. It may stand empty if it holds a text, unless `empty` is false."""
    return Key(name, shape, description, required=False, emptiable=empty and not isinstance(shape, ListOf | Record))


DEFAULTS = Record(
    "Defaults", "Phrases that hold for the tasks below which state none of their own; a comment says why.",
    _may("responsible", LINE, "Who answers for the tasks below: 国家知识产权局负责"),
    _may("deadline", LINE, "By when: 2025年12月底前完成, 持续推进"),
)  # fmt: skip

READING = Record(
    "Reading", "Whose reading it is, of a phrase that no rule reads.",
    _must("by", LINE, "Who says what the phrase means: 张三"),
    _must("why", LINE, "Why it means that: 市政府办公室2026年1月5日答复"),
)  # fmt: skip

TASK = Record(
    "TaskEntry", "One task, goal or condition, as the document words it.",
    _must("number", NUMBER,
          "The document's own number, else by place: 2.3.1, b1.2 (box), g1 (goal). Unique and rising."),
    _may("kind", Choice(("task", "goal", "condition")),
         "task if left out; goal for 到2027年…, condition for 创建条件", empty=False),
    _must("text", SENTENCE, "The words of the document, on one line, with full-width punctuation, up to 。"),
    _may("deadline", LINE, "The deadline phrase: 2022年12月底前完成并持续推进"),
    _may("responsible", LINE, "The responsibility phrase: 国家知识产权局、司法部按职责分工负责"),
    _may("due", DAY, "With reading: the last day that a deadline phrase means which no rule reads", empty=False),
    _may("ongoing", FLAG, "With reading: whether such a phrase says that the work goes on", empty=False),
    _may("leads", ListOf(LINE, filled=True),
         "With reading: the agencies that lead by a responsibility phrase which no rule reads"),
    _may("participants", ListOf(LINE, filled=True), "With reading: the agencies that take part by such a phrase"),
    _may("reading", READING, "Whose reading due, ongoing, leads or participants are, and why"),
)  # fmt: skip

SECTION = Record(
    "SectionEntry", "A heading, the prose under it, its tasks and its own sections.",
    _must("heading", LINE, "The heading with its number: 一、完善知识产权制度"),
    _may("defaults", DEFAULTS, "What holds for the tasks of this section"),
    _may("intro", PROSE, "Prose under the heading that is no task"),
    _may("tasks", ListOf(TASK), "The tasks right under this heading"),
)  # fmt: skip
SECTION.keys["contents"] = _may("contents", ListOf(SECTION), "The sections under this heading")

SOURCE = Record(
    "SourceEntry", "Where the text was found.",
    _may("publisher", LINE, "Who published it: 国家知识产权局"),
    _may("via", LINE, "Who passed it on: 知产力"),
    _may("url", LINE, "Its address"),
    _may("retrieved", DAY, "The day it was found: 2025-05-07"),
)  # fmt: skip

PLAN = Record(
    "PlanFile", "A published plan, copied whole.",
    _must("id", PLAN_ID, "What people type: 2025, demo-zones"),
    _must("title", LINE, "The title without 《》 around it"),
    _may("document_number", LINE, "国知发保字〔2022〕27号; left out when unknown, never invented"),
    _may("issuer", LINE, "Who issued it (印发机关)"),
    _may("issued", DAY, "The day of its date line (成文日期): 2025-04-29"),
    _may("published", DAY, "The day it was made public (发布日期)"),
    _may("period", PERIOD, "The span that the whole plan is made for: 2025, 2021/2022"),
    _may("region", LINE, "Where it holds: 全国, 广东省"),
    _may("source", SOURCE, "Where the text was found"),
    _may("lead", Choice(("first",)), "first where the document says 列第一位的部门为牵头部门"),
    _may("defaults", DEFAULTS, "What holds for all tasks that state nothing else"),
    _may("preamble", PROSE, "The text before the first heading"),
    _must("contents", ListOf(SECTION), "The headings, nested as deep as the document nests"),
    _may("closing", PROSE, "The text after the last task"),
)  # fmt: skip

FUNCTION = Record(
    "FunctionEntry", "A function that local agencies have: what stands behind the region in their names.",
    _must("name", LINE, "The form that answers show; 局, 厅 or 委 follows (市场监管), or it is whole (中级人民法院)"),
    _may("also", ListOf(LINE), "Other forms that plans print: 市场监督管理, 市监"),
)  # fmt: skip

FORMER = Record(
    "FormerEntry", "A body that was there before, and whose work passed to the agency of the entry.",
    _must("name", LINE, "The short form that plans of its time print: 农业部"),
    _may("id", ID, "The id for programs and for people who type no Chinese: moa; it never changes", empty=False),
    _may("also", ListOf(LINE), "Its other names: 环保部 of 环境保护部"),
    _may("english", LINE, "Its English name"),
    _may("source", LINE, "Where it is said that its work passed to the agency"),
)  # fmt: skip

AGENCY = Record(
    "AgencyEntry", "An agency, or a group of agencies.",
    _must("name", LINE, "The short form that plans print (市场监管总局); every answer gives it"),
    _may("id", ID, "The id for programs and for people who type no Chinese: samr; it never changes", empty=False),
    _may("official", LINE, "The full name, where it is another"),
    _may("aliases", ListOf(LINE), "What people type and phrases say besides, also in Traditional characters"),
    _may("english", LINE, "The English name"),
    _may("abbreviation", LINE, "The English abbreviation: CNIPA"),
    _must("kind", Choice((
        "party", "legislature", "consultative", "court", "procuratorate", "ministry", "bureau", "institution",
        "military", "organisation", "local", "group", "international",
    )), "What it is"),
    _may("plates", ListOf(LINE), "Names that it bears besides (加挂牌子): 国家版权局 of 中央宣传部"),
    _may("hosted_by", LINE, "Of a group: the agency that hosts it, by its name"),
    _may("members", ListOf(LINE), "Of a group: its members, by their names"),
    _may("source", LINE, "Where members, host and plates are said"),
    _may("former", ListOf(FORMER), "The bodies before it; in a plan that prints one, it is the body of its time"),
    _may("local", ListOf(FUNCTION), "Of a national body: the functions of the local agencies that answer to it"),
    _may("counterpart", LINE, "Of a local agency: the national body that it answers to, by its name"),
    _may("region", LINE, "Of a local agency: whose it is, 海州市"),
)  # fmt: skip

AGENCIES = Record(
    "AgenciesFile", "A registry of agencies: uniform names.",
    _must("agencies", ListOf(AGENCY), "The agencies and groups"),
)  # fmt: skip

INSTRUMENT = Record(
    "InstrumentEntry", "A law, regulation, interpretation, standard, policy document or treaty.",
    _must("title", LINE, "The full title without 《》"),
    _may("id", ID, "The id for programs and for people who type no Chinese: trademark-law; it never changes",
         empty=False),
    _may("short", LINE, "The name that is shown: 商标法"),
    _may("former", ListOf(LINE), "Titles that it bore before"),
    _may("aliases", ListOf(LINE), "What people type besides, also in Traditional characters"),
    _may("english", LINE, "The English title"),
    _must("kind", Choice(INSTRUMENT_KINDS), "What it is"),
    _may("parent", LINE, "The shown name of what it implements or interprets"),
)  # fmt: skip

INSTRUMENTS = Record(
    "InstrumentsFile", "A registry of instruments: uniform titles.",
    _must("instruments", ListOf(INSTRUMENT), "The laws and documents"),
)  # fmt: skip

MEASURE = Record(
    "MeasureEntry", "What a promised figure counts.",
    _must("id", ID, "The key, for programs and for people who type no Chinese: invention-pendency; it never changes"),
    _must("name", LINE, "The name that is shown: 发明专利审查周期"),
    _may("english", LINE, "The English name"),
    _must("unit", LINE, "The unit as documents write it: 个月, 件, %"),
    _may("unit_english", LINE, "The unit in English: months"),
    _must("better", Choice(DIRECTIONS), "Which direction is better"),
    _must("kind", Choice(MEASURE_KINDS),
          "level for what holds on a day, yearly for a sum of a year, total for what never falls"),
    _may("aliases", ListOf(LINE), "What plans and people call it besides: 发明专利平均审查周期"),
)  # fmt: skip

MEASURES = Record(
    "MeasuresFile", "A registry of measures: what promised figures count.",
    _must("measures", ListOf(MEASURE), "The measures"),
)  # fmt: skip

LINK = Record(
    "LinkEntry", "A later task that carries on an earlier one; `why` names what they share.",
    _must("from", TASK_ID, "The task of the earlier plan: 2022-10"),
    _must("to", TASK_ID, "The task of the later plan: 2025-8"),
    _must("grade", Choice(("strong", "weak")),
          "strong where what they share is the main object of both, or both name it"),
    _must("why", LINE, "What they share: 《商业秘密保护规定》"),
    _may("english", LINE, "What they share, in English"),
)  # fmt: skip

LINKS = Record(
    "LinksFile", "Which tasks of one plan carry on which of an earlier one.",
    _must("earlier", PLAN_ID, "The id of the earlier plan"),
    _must("later", PLAN_ID, "The id of the later plan"),
    _must("links", ListOf(LINK), "The links"),
)  # fmt: skip

GIST = Record(
    "GistEntry", "A summary of a task or heading.",
    _must("of", TASK_OR_HEADING, "The number of the task (8), or the heading as it stands (一、完善知识产权制度)"),
    _may("seen", DIGEST, "Of a task: the digest of the text that is summed up, so that a change of it is noticed"),
    _must("gist", LINE, "The summary, on one line, of 25 words at most"),
)  # fmt: skip

GISTS = Record(
    "GistsFile", "Unofficial summaries of a plan in another language; the Chinese text prevails.",
    _must("plan", PLAN_ID, "The id of the plan"),
    _must("language", Choice(("en",)), "The language of the summaries"),
    _may("title", LINE, "The title of the plan"),
    _must("gists", ListOf(GIST), "The summaries, in the order of the plan"),
)  # fmt: skip

SOURCE_OF_ENTRY = Record(
    "EntrySource", "Who says so: a page, or a document.",
    _must("title", LINE, "The title of the page or document"),
    _must("publisher", LINE, "Who published it: 国家知识产权局"),
    _may("url", ADDRESS, "Its address", empty=False),
    _may("kind", Choice(SOURCE_KINDS),
         "What the publisher is: an authority, the press, a law or IP firm, or somebody who passes a text on",
         empty=False),
    _may("read", DAY, "The day it was read", empty=False),
)  # fmt: skip

DOCUMENT = Record(
    "EntryDocument", "The document, where it was issued under another name than the task says.",
    _must("title", LINE, "Its title without 《》"),
    _may("number", LINE, "Its number: 司发通〔2025〕71号"),
)  # fmt: skip

ACTUAL = Record(
    "EntryActual", "A figure that was reached.",
    _must("measure", LINE, "What it counts: the id of a measure (invention-pendency) or one of its names"),
    _must("value", DECIMAL, "The number: 16.5"),
    _must("unit", LINE, "The unit: 个月, 万件, %"),
    _must("as_of", SPAN, "The day, month or year for which it holds: 2022 for the end or the whole of 2022"),
)  # fmt: skip

ENTRY = Record(
    "LedgerEntry", "An entry of a ledger (台账): what became of a task, a step of an instrument, or a vain search.",
    _may("task", TASK_PART, "The task: 2025-8, or a sentence of it: 2022-29/2; a step of an instrument needs none",
         empty=False),
    _may("part", PART, "The sentence that it is about: 2"),
    _may("instrument", LINE, "The law or document that it is about"),
    _may("agency", LINE, "The agency whose share it is about"),
    _may("subject", LINE, "The city or the like that it is about: 广州市"),
    _may("state", Choice(MARKS), "The state (状态) since that day"),
    _may("step", Choice(STEPS), "What happened to the instrument"),
    _may("round", LINE, "Of a step: which making or revision it belongs to: 2023年修改"),
    _may("event", Choice(EVENTS), "What happened to the subject, from which deadlines count"),
    _may("on", SPAN, "The day it happened: 2025-12-20; a month or year where no more is known", empty=False),
    _may("recorded", DAY, "The day it was entered, where that is another"),
    _may("until", DAY, "Of a consultation: its last day"),
    _may("number", LINE, "The number of the order or document: 国务院令第769号"),
    _may("document", DOCUMENT, "The document, where it was issued under another name than the task says"),
    _may("checked", DAY, "In place of on: the day on which somebody looked for it and found nothing", empty=False),
    _may("searched", ListOf(LINE, filled=True), "The words that were looked for"),
    _may("actual", ACTUAL, "A figure that was reached; it needs a source"),
    _may("evidence", LINE, "What shows it: a file, an address, a number (佐证材料)"),
    _may("source", OneOrMore(LINE, SOURCE_OF_ENTRY), "Who says so, and where: a text, or title, publisher and so on"),
    _may("by", LINE, "Who entered it"),
    _may("note", FREE_TEXT, "How far it has come, and whatever else is to be said (进展情况)"),
    _may("english", FREE_TEXT, "The note in English"),
    _may("problem", FREE_TEXT, "What stands in the way (存在问题)"),
    _may("next", FREE_TEXT, "What comes next (下一步)"),
    _may("row", ROW_DIGEST, "Which row of a workbook it was made of (ipcheck sheet): no row counts twice"),
)  # fmt: skip

ASSIGNMENT = Record(
    "AssignmentEntry", "A task given to an office of one's own house (责任分解).",
    _must("task", TASK_PART, "The task: 2025-8, or a sentence of it: 2022-29/2"),
    _may("part", PART, "The sentence that it is about: 2"),
    _must("office", LINE, "The office that answers for it (责任处室)"),
    _may("person", LINE, "Who does it there (责任人)"),
    _may("internal_due", DAY, "By when inside the house (内部时限); never later than the last day that is stated"),
    _may("remind", ListOf(OFFSET),
         "How long before that day to remind: 30d, 1w; before the last day where there is none"),
    _may("note", FREE_TEXT, "Anything else"),
)  # fmt: skip

ACCEPTED = Record(
    "AcceptedEntry", "A finding of `ipcheck check` that is accepted, and why.",
    _must("task", TASK_ID, "The task: 2025-8"),
    _may("subject", LINE, "The city or the like, where the task counts for each"),
    _must("finding", Choice(FINDINGS), "What is found: overdue, unverified"),
    _must("reason", LINE, "Why it is accepted"),
    _may("accepted", DAY, "Since when"),
)  # fmt: skip

# For each kind of file (`discovery` finds out which a file is) what it holds.
FILES: dict[str, Record | ListOf[Record]] = {
    "plan": PLAN,
    "ledger": ListOf(ENTRY),
    "links": LINKS,
    "agencies": AGENCIES,
    "instruments": INSTRUMENTS,
    "measures": MEASURES,
    "baseline": ListOf(ACCEPTED),
    "gist": GISTS,
    "assignments": ListOf(ASSIGNMENT),
}
KINDS = tuple(FILES)


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema for a kind of file (one of KINDS), in draft 7, the newest that all such editors support.

    The schema does not cover what only the loaders check: phrases, names, the order of numbers. It accepts numbers
    where editors may read a text as a number (`number: 1`), although `yaml_reader` reads every scalar as text.
    """
    shape = FILES[kind]
    record = shape if isinstance(shape, Record) else shape.item
    whole = record.definition()
    if not isinstance(shape, Record):
        whole = {"type": "array", "items": whole, "description": whole["description"]}
    definitions = dict(sorted(_definitions(record, {}).items()))
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return draft | whole | ({"definitions": definitions} if definitions else {})


def _definitions(record: Record, found: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schemas of the records inside `record`, at any depth, by name; those in `found` are known already."""
    for key in record.keys.values():
        inner = key.shape
        if isinstance(inner, ListOf | OneOrMore):
            inner = inner.item if isinstance(inner, ListOf) else inner.record
        if isinstance(inner, Record) and inner.name not in found:
            found[inner.name] = inner.definition()
            _definitions(inner, found)
    return found
