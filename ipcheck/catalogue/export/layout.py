"""The tables of an export. Files, schema.json and docs/tables.md are all made from this one list.

The tables are a contract, independent of the catalogue's own tables, which may change. Here, tables and columns may be
added; any other change needs a higher VERSION.
"""

from typing import Literal, NamedTuple

from ipcheck.base.i18n import N_

VERSION = 1
FORMATS = ("parquet", "csv", "sqlite")
Kind = Literal["text", "integer", "boolean", "date", "list"]


class Column(NamedTuple):
    """A column: `about` describes it; where `empty`, values may be missing. A list holds texts and is never missing.

    The values are those of the field `source` of the table's objects (Plan, Task, Entry …), else of the one with the
    column's name.
    """

    name: str
    kind: Kind
    about: str
    empty: bool = False
    source: str = ""

    @property
    def field(self) -> str:
        """The field, or the path of fields (state.name), that holds the values."""
        return self.source or self.name


class Table(NamedTuple):
    """A table. No two rows have the same `key` (column names); `indexes` are made in formats that have indexes."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def by_year(self) -> bool:
        """Whether the rows belong to plans, and begin with the year of the plan."""
        return self.columns[0].name == "year"

    def places(self, *kinds: Kind) -> list[int]:
        """The indexes in a row of the columns of these kinds."""
        return [place for place, column in enumerate(self.columns) if column.kind in kinds]


def _nullable(name: str, about: str, kind: Kind = "text", source: str = "") -> Column:
    return Column(name, kind, about, empty=True, source=source)


_YEAR = _nullable(
    "year",
    N_("The year by which plans are put in time order: of its issue, else its publication, else its period's end."),
    "integer",
)
_PLAN = Column("plan", "text", N_("The id of the plan."))
_TASK = Column("task", "text", N_("The id of the task."))
_POSITION = Column("position", "integer", N_("The place of the task in the plan, from 1."))
_PART = _nullable("part", N_("Which sentence of the task is meant, from 1; none: the whole task."), "integer")
_AGENCY = Column("agency", "text", N_("The uniform name of the agency, as plans print it."))
_INSTRUMENT = Column("instrument", "text", N_("The uniform name of the law or document."))
_ID = _nullable("id", N_("Its id: a name in ASCII that never changes, such as cnipa or trademark-law."))
_OTHER_NAME = Column("name", "text", N_("One of its names."))

# What an entry or a check is about, of a task.
_MEANT = (
    _PART,
    _nullable("instrument", N_("The law or document that is meant.")),
    _nullable("agency", N_("The agency that is meant.")),
    _nullable("subject", N_("The city or other subject that is meant.")),
)
# What entries and steps have beside the columns that were there first.
_MORE_OF_ENTRIES = (
    Column("on_from", "date", N_("The first day of the span in which it happened.")),
    Column("on_to", "date", N_("The last day of the span in which it happened; for a single day, the same day.")),
    Column("written_on", "text", N_("When it happened, as the ledger has it: a day, a month or a year."), source="on"),
    _nullable("until", N_("The closing date of a consultation."), "date"),
    _nullable("number", N_("The number of the order or document: 国务院令第769号.")),
    _nullable("document_title", N_("The title of the document, where it was issued under another name.")),
    _nullable("document_number", N_("The number of that document.")),
    _nullable("sources", N_("The sources as a JSON list of objects: title, publisher, url, kind, read.")),
    _nullable("english", N_("The note in English.")),
)

TABLES = (
    Table("plans", N_("The plans, in time order."), ("plan",), (
        _YEAR,
        _PLAN._replace(source="id"),
        Column("position", "integer", N_("Its place in time order among the plans, from 1; last without a day.")),
        Column("title", "text", N_("Its title.")),
        _nullable("document_number", N_("The number of the document.")),
        _nullable("issuer", N_("Who issued it.")),
        _nullable("issued", N_("When it was issued."), "date"),
        _nullable("published", N_("When it was published."), "date"),
        _nullable("period", N_("The year or years for which it is made: 2025, 2021/2022.")),
        _nullable("region", N_("Where it applies.")),
        _nullable("publisher", N_("Who published the text.")),
        _nullable("via", N_("Where the text was found.")),
        _nullable("url", N_("Its address.")),
        _nullable("retrieved", N_("When it was fetched from there."), "date"),
        _nullable("preamble", N_("What precedes the first heading.")),
        _nullable("closing", N_("What follows the last task.")),
    )),
    Table("sections", N_("The headings of the plans, in document order."), ("plan", "position"), (
        _YEAR,
        _PLAN,
        Column("position", "integer", N_("Its place among the headings of the plan, from 1.")),
        _nullable("parent", N_("The position of the heading above it."), "integer"),
        Column("depth", "integer", N_("How many headings stand above it.")),
        Column("heading", "text", N_("The heading.")),
        Column("headings", "list", N_("The headings above it, from the outermost, and itself.")),
        _nullable("intro", N_("The prose under the heading.")),
        Column("first_task", "integer", N_("The position of the first task under it or its own headings.")),
        Column("last_task", "integer", N_("The position of the last one; before the first where there is none.")),
    )),
    Table("tasks", N_(
        "The tasks, in document order: what the document says, what that means, and the status on a day. A task "
        "whose deadline counts from an event appears once for each city or other subject for which a ledger "
        "records the event."
    ), ("task", "subject"), (
        _YEAR,
        _PLAN,
        _TASK._replace(source="id"),
        _nullable("subject", N_("For whom the deadline is, where it counts from an event of a city or the like.")),
        _POSITION,
        Column("number", "text", N_("Its number in the plan.")),
        Column("kind", "text", "task, goal, condition"),
        Column("sections", "list", N_("The headings above it, from the outermost."), source="headings"),
        Column("text", "text", N_("What the document says.")),
        _nullable("deadline", N_("The phrase of its deadline."), source="deadline_phrase"),
        _nullable("due", N_("The deadline: the last day."), "date"),
        Column("ongoing", "boolean", N_("Whether the work is ongoing, also after a deadline.")),
        _nullable("relative_event", N_("The event from which the deadline counts: selected, designated, issued.")),
        _nullable("relative_count", N_("How many units after the event."), "integer"),
        _nullable("relative_unit", N_("The unit: days, months, years, workdays.")),
        Column("deadline_basis", "text", N_(
            "Where the deadline comes from: stated (in the task), paragraph (earlier in its paragraph), reading "
            "(a person's reading of its phrase), plan (the period of the whole plan, which is not a deadline of "
            "the task), unread (a phrase that is not recognised), none."
        )),
        _nullable("responsible", N_("The phrase that says who is responsible."), source="responsibility_phrase"),
        _nullable("lead", N_("The agency that leads, or the first of several.")),
        Column("participants", "list", N_("The agencies that take part.")),
        Column("divided", "boolean", N_("Whether each is responsible for its own share (按职责分工).")),
        Column("others", "boolean", N_("Whether others are meant besides those named (等).")),
        Column(
            "responsible_basis", "text", N_("Where that comes from: stated (in the task), reading, plan, unread, "
                                            "none."),
            source="responsibility_basis",
        ),
        Column("mentions", "list", N_("Further agencies that the text names.")),
        Column("instruments", "list", N_("The laws and documents that it is about."), source="instrument_names"),
        Column(
            "state", "text", N_("The state by the ledger: unknown, started, blocked, done, withdrawn."),
            source="state.name",
        ),
        Column(
            "situation", "text", N_("The status on the day as_of: overdue, unverified, ongoing and so on."),
            source="situation.name",
        ),
        Column(
            "milestone_met", "boolean", N_("Whether a deadline was met while the work goes on."),
            source="situation.milestone_met",
        ),
        _nullable("evidence", N_("What shows the state."), source="state.evidence"),
        Column("as_of", "date", N_("The day for which state and situation are given.")),
        Column("outcome", "text", N_(
            "What is known to have become of it: withdrawn, done, partly, begun, no-record (searched without "
            "result), unknown (nobody searched)."
        )),
        _nullable("done_on", N_("When it was done, as the ledger has it: a day, a month or a year.")),
        _nullable(
            "late", N_("Whether it was done after its stated deadline; none where that is not known."), "boolean"
        ),
        Column(
            "after_period", "boolean", N_("Whether it was done after the period of its plan had ended."),
            source="situation.after_period",
        ),
        _nullable("checked", N_("When somebody last searched for it without result."), "date"),
        Column("leads", "list", N_("All agencies that lead; the one in `lead` is the first.")),
        Column("milestones", "list", N_(
            "The stages before the deadline, each as its day (- where that is not known) and its words."
        )),
    ), (("plan", "position"), ("due",), ("lead",))),
    Table("responsibilities", N_("Which agency has which part in which task."), ("task", "agency", "role"), (
        _YEAR,
        _PLAN,
        _TASK,
        _POSITION,
        _AGENCY,
        Column("role", "text", "lead, participant, mentioned"),
        Column("rank", "integer", N_("The place of the agency among those of the task with this role, from 1.")),
    ), (("agency", "role"),)),
    Table("task_instruments", N_("What tasks promise for laws and documents."), ("task", "instrument"), (
        _YEAR,
        _PLAN,
        _TASK,
        _POSITION,
        _INSTRUMENT,
        Column("stage", "text", N_("How far the plan promises to bring it: study, drafting, issued; or applied, "
                                   "mentioned.")),
    ), (("instrument",),)),
    Table("targets", N_("The figures that tasks promise, in the order of the texts."), ("task", "place"), (
        _YEAR,
        _PLAN,
        _TASK,
        _POSITION,
        Column("place", "integer", N_("The place of the figure in the task, from 1.")),
        Column("words", "text", N_("The words of the document.")),
        Column("subject", "text", N_("What it counts, in the words of the document.")),
        _nullable("measure", N_("The id of its measure; none: no registry has it.")),
        Column("comparison", "text", "at-most, at-least, stable, about, increase, decrease"),
        Column("value", "text", N_("The number, as the document writes it.")),
        Column("unit", "text", N_("The unit, as the document writes it.")),
        _nullable("by", N_("The deadline: the last day."), "date"),
        Column("day_basis", "text", N_("Where that day comes from: text, deadline, plan (its period), none.")),
        _nullable("base", N_("The year with which an increase or decrease is compared.")),
        Column("yearly", "boolean", N_("Whether it applies to each year.")),
    ), (("measure",),)),
    Table("figures", N_("The figures that ledgers report, in the order of the dates to which they refer."), (
        "position",
    ), (
        _YEAR,
        _PLAN,
        _TASK,
        Column("position", "integer", N_("The place of the figure among all, from 1.")),
        Column("measure", "text", N_("The id of its measure.")),
        Column("value", "text", N_("The number.")),
        Column("unit", "text", N_("The unit.")),
        Column("as_of", "text", N_("The date to which it refers: a day, a month or a year.")),
        Column("day", "date", N_("The last day of that date."), source="as_of"),
        *_MEANT,
        _nullable("evidence", N_("What shows it.")),
        _nullable("source", N_("Where it is said.")),
        _nullable("sources", N_("The sources as a JSON list of objects: title, publisher, url, kind, read.")),
        _nullable("note", N_("A note.")),
        _nullable("english", N_("The note in English.")),
    ), (("measure",),)),
    Table("links", N_("Which later task carries on which earlier one, as people have decided."), ("earlier", "later"), (
        _YEAR._replace(about=N_("The year of the later plan.")),
        Column("earlier_plan", "text", N_("The id of the earlier plan.")),
        Column("earlier", "text", N_("The id of the earlier task.")),
        Column("later_plan", "text", N_("The id of the later plan.")),
        Column("later", "text", N_("The id of the later task.")),
        Column("grade", "text", "strong, weak"),
        Column("why", "text", N_("What both share.")),
        _nullable("english", N_("What both share, in English.")),
    ), (("later",),)),
    Table("entries", N_("The entries of the ledgers, in time order."), ("position",), (
        _YEAR,
        _PLAN,
        _TASK,
        Column("position", "integer", N_("The place of the entry among all, by its day, from 1.")),
        *_MEANT,
        _nullable("state", N_("What has become of it: started, progress, blocked, done, withdrawn.")),
        _nullable("step", N_("What has happened to the law or document.")),
        _nullable("event", N_("The event from which deadlines count: selected, designated, issued.")),
        Column("day", "date", N_("When it happened (on); of a month or year, the first day."), source="on_from"),
        Column("recorded", "date", N_("When it was entered.")),
        _nullable("evidence", N_("What shows it.")),
        _nullable("source", N_("Where it is said.")),
        _nullable("recorded_by", N_("Who entered it (by)."), source="by"),
        _nullable("note", N_("A note.")),
        _nullable("problem", N_("What stands in the way.")),
        _nullable("next_step", N_("What comes next (next)."), source="next"),
        _nullable("sheet_row", N_("The row of a workbook from which it was made (row)."), source="row"),
        *_MORE_OF_ENTRIES,
    ), (("task",),)),
    Table("steps", N_("The steps of laws and documents that the ledgers record, in time order."), ("position",), (
        Column("position", "integer", N_("The place of the step among all, by its day, from 1.")),
        _INSTRUMENT,
        _nullable("round", N_("Which drafting or revision it belongs to: 2023年修改.")),
        Column("step", "text", N_("What has happened to the law or document.")),
        Column("day", "date", N_("When it happened (on); of a month or year, the first day."), source="on_from"),
        _nullable("task", N_("The id of the task; none: the step stands for itself.")),
        Column("recorded", "date", N_("When it was entered.")),
        _nullable("evidence", N_("What shows it.")),
        _nullable("source", N_("Where it is said.")),
        _nullable("note", N_("A note.")),
        *_MORE_OF_ENTRIES,
    ), (("instrument",),)),
    Table("checks", N_("The tasks for which somebody searched without result, in time order."), ("position",), (
        _YEAR,
        _PLAN,
        _TASK,
        Column("position", "integer", N_("The place of the check among all, by its day, from 1.")),
        *_MEANT,
        Column("checked", "date", N_("When somebody searched.")),
        Column("searched", "list", N_("The words that were searched for.")),
        _nullable("recorded_by", N_("Who entered it (by)."), source="by"),
        _nullable("note", N_("A note.")),
        _nullable("english", N_("The note in English.")),
    ), (("task",),)),
    Table("assignments", N_("Who in-house is responsible for a task."), ("task", "part", "office"), (
        _YEAR,
        _PLAN,
        _TASK,
        _PART,
        Column("office", "text", N_("The office.")),
        _nullable("person", N_("The person.")),
        _nullable("internal_due", N_("The internal deadline."), "date"),
        Column("remind", "list", N_("How many days before the deadline to remind them.")),
        _nullable("note", N_("A note.")),
    ), (("office",),)),
    Table("agencies", N_(
        "The agencies that the registry knows, groups of them, and the local ones that plans of regions name."
    ), ("agency",), (
        _AGENCY._replace(source="name"),
        _nullable("official", N_("Its full name.")),
        _nullable("english", N_("Its English name.")),
        _nullable("abbreviation", N_("Its English abbreviation.")),
        Column("kind", "text", N_("What it is; former: a body of an earlier time.")),
        _nullable("hosted_by", N_("For a group, the agency that hosts it.")),
        _nullable("source", N_("Where that is said.")),
        _nullable("counterpart", N_(
            "For a local agency, the national body that it reports to; for a former one, its successor."
        )),
        _nullable("region", N_("The region of a local agency.")),
        _ID,
    )),
    Table("agency_names", N_("Every Chinese or short name of an agency, and its id."), ("name",), (
        _OTHER_NAME,
        _AGENCY,
    )),
    Table("members", N_("Which agency belongs to which group."), ("agency_group", "agency"), (
        Column("agency_group", "text", N_("The uniform name of the group.")),
        _AGENCY,
    )),
    Table("instruments", N_("The laws and documents that the registry knows."), ("instrument",), (
        _INSTRUMENT._replace(source="name"),
        Column("title", "text", N_("Its title.")),
        _nullable("english", N_("Its English name.")),
        Column("kind", "text", N_("What it is.")),
        _nullable("parent", N_("The law or document that it implements or interprets.")),
        _ID,
    )),
    Table("measures", N_("The measures that the registry knows: what promised figures count."), ("id",), (
        Column("id", "text", N_("Its id, which never changes.")),
        Column("name", "text", N_("Its name.")),
        _nullable("english", N_("Its English name.")),
        Column("unit", "text", N_("Its unit.")),
        _nullable("unit_english", N_("Its unit in English.")),
        Column("better", "text", "lower, higher"),
        Column("kind", "text", "level, yearly, total"),
    )),
    Table("measure_names", N_("Every name of a measure, and its id."), ("name",), (
        _OTHER_NAME,
        Column("measure", "text", N_("The id of the measure.")),
    )),
    Table("instrument_names", N_("Every name of a law or document, and its id."), ("name",), (
        _OTHER_NAME,
        _INSTRUMENT,
    )),
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
