"""The weekly report as a document: a first screen that can be passed on by itself, then the details behind it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.catalogue.records import has_assignments
from ipcheck.domain.situation import LIGHTS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.plans import scope_line
from ipcheck.reports.report import LeadLoad, Report, Week, as_json
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import entry_cells, entry_columns, entry_table
from ipcheck.reports.shared.labels import task_name
from ipcheck.reports.shared.rate_table import counted_apart, rate_in_words
from ipcheck.reports.shared.sources import source_table
from ipcheck.reports.shared.task_table import (
    as_of,
    gist_cells,
    gist_columns,
    last_day_cell,
    situation_cell,
    task_columns,
    task_row,
)

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview

MOST_ROWS = 20  # rows of a table where room is short
WHY_WORDS = {
    "fell_due": N_("newly past due and not done"),
    "blocked": N_("blocked"),
    "pressing": N_("due within a week"),
    "stale": N_("nothing recorded for too long"),
    "overdue": N_("long overdue"),
    "unverified": N_("long unverified"),
}


def report_document(context: Context, report: Report, scope: Sequence[str] = ()) -> Document:
    """A report as a document. `scope` names the filters other than plans, agencies and days, as the user gave them."""
    _ = context.translator
    titles = {plan.id: plan.title for plan in plans(context.catalogue)}
    summary = conclusion(report, _)
    agencies = [name for part in report.query.parts for name in part.agencies]
    scope_lines = scope_line(context, report.query, [*map(_.name, dict.fromkeys(agencies)), *scope])
    facts = [summary, *scope_lines, *bound_lines(report.query, _), as_of(context), *report.current.in_words()]
    tables = [
        _figures(report, _),
        _attention(context, report),
        *_reminders(context, report),
        _tasks(context, report.fell_due, _("New this week: past due"), _("Nothing is newly past due.")),
        _tasks(
            context, report.stale, _("New this week: nothing heard for too long"), _("No ongoing work fell silent.")
        ),
        _entered(report, _),
        *_still_open(context, report, titles),
        _tasks(context, report.upcoming, _("The next four weeks"), _("No last day falls into the next four weeks.")),
        _load(report, _),
        _progress(report, _),
        source_table(context, report.by_plan),
        Table(_columns(context), _rows(report, _)),
    ]
    return Document(
        title(report.week, _), tables, data=lambda: as_json(report, summary), facts=facts,
        notes=lambda: [
            *counted_apart(report.rates, _), *_past_goals(report, _), *report.notes,
            *bound_exclusions(context, report.query), *silent_on_agencies(context, report.query),
        ],
        overview=lambda: _overview(context, report),
    )  # fmt: skip


def title(week: Week, _: Translator) -> str:
    """The title of the report on a week: 《知识产权计划落实周报》（2025年第50周，12月8日—12月14日）."""
    year, number, _day = week.first.isocalendar()
    template = _("Weekly report on the intellectual-property plans ({year}, week {week}, {first} to {last})")
    first, last = (_.day(day, with_year=day.year != year) for day in week)
    return template.format(year=year, week=number, first=first, last=last)


def conclusion(report: Report, _: Translator) -> str:
    """The week in one sentence: what is new, what comes next, and how much of what was due is done."""
    parts = [
        (_("past due {n}"), len(report.fell_due)),
        (_("silent for too long {n}"), len(report.stale)),
        (_("entries recorded {n}"), len(report.entered)),
    ]
    counts = [template.format(n=n) for template, n in parts if n]
    opening = _("New this week: {counts}").format(counts=_.join(counts)) if counts else _("A quiet week: nothing new")
    upcoming = _("falling due within four weeks: {n}").format(n=len(report.upcoming))
    rates = report.rates
    done = _("of {due} tasks due so far: {rate}").format(due=rates.due, rate=rate_in_words(rates, _))
    if not rates.due:
        done = _("no stated last day has passed")
    return _("{new}; {come}; {done}.").format(new=opening, come=upcoming, done=done)


def _overview(context: Context, report: Report) -> "Overview":
    """The figures of the week, a chart of the last days of all tasks that the report covers, and a chart of the load in
    the order of its table."""
    from ipcheck.formats.overview import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, make_overview, timeline

    _ = context.translator
    most = report.load[:MOST_AGENCIES]
    series = [
        Series(_("past due"), "lead", [lead.past_due for lead in most]),
        Series(_("tasks not over"), "participant", [lead.tasks - lead.past_due for lead in most]),
    ]
    labels = [_.name(lead.agency) if lead.agency else _("(the plan names no lead)") for lead in most]
    return make_overview(
        [Figure(*figure) for figure in _key_figures(report, _)],
        timeline(find_published_tasks(context.catalogue, report.query, context.judge), _),
        Chart(_("Load by lead agency"), labels, series, across=True),
    )  # fmt: skip


def _key_figures(report: Report, _: Translator) -> list[tuple[str, int, str]]:
    """The figures that sum up a week, as (label, number, light)."""
    rates = report.rates
    return [
        (_("was due"), rates.due, ""),
        (_("done"), rates.done, LIGHTS["done"]),
        (_("overdue"), rates.overdue, LIGHTS["overdue"]),
        (_("unverified"), rates.unverified, LIGHTS["unverified"]),
        (_("due within four weeks"), len(report.upcoming), LIGHTS["due-soon"]),
    ]


def _figures(report: Report, _: Translator) -> Table:
    figures = _key_figures(report, _)
    columns = [Column("figure", label, "number", shown=1, data=False) for label, _value, _light in figures]
    return Table(columns, [[value for _label, value, _light in figures]], _("Figures"), figures=True)


def _attention(context: Context, report: Report) -> Table:
    _ = context.translator
    columns = [Column("why", _("why"), shown=2, data=False), *_for_people(context)]
    rows = ((_(WHY_WORDS[why]), *_cells(task, _)) for task, why in report.attention)
    return Table(columns, rows, _("Needs attention"), empty=_("Nothing needs attention."))


def _reminders(context: Context, report: Report) -> list[Table]:
    """The table of what the house's own offices are to be reminded of; no table if no file of assignments is read."""
    if not has_assignments(context.catalogue):
        return []
    _ = context.translator
    columns = [
        Column("office", _("office"), shown=1, data=False),
        Column("person", _("person"), shown=2, optional=True, data=False),
        Column("days", _("how long"), shown=3, data=False),
        Column("internal_day", _("internal day"), "day", shown=4, optional=True, data=False),
        Column("last_day", _("last day"), "due", shown=5, optional=True, data=False),
        Column("task", _("task"), "id", shown=6, data=False),
        Column("situation", _("situation"), "situation", shown=7, data=False),
        Column("text", _("text"), shown=8, data=False),
        *gist_columns(_, shown=9),
        Column("note", _("note"), shown=10, optional=True, data=False),
    ]
    rows = [
        (
            reminder.assignment.office, reminder.assignment.person, _how_long(reminder.days, _),
            reminder.assignment.internal_due, last_day_cell(reminder.task, _),
            task_name(reminder.task, _, reminder.assignment.part), situation_cell(reminder.task, _), reminder.task.text,
            *gist_cells(reminder.task.id, _), reminder.assignment.note,
        )
        for reminder in report.reminders
    ]  # fmt: skip
    heading = _with_count(_("Reminders"), len(rows), _)
    return [Table(columns, rows, heading, empty=_("Nobody is to be reminded of anything."), **_row_limit(_))]


def _how_long(days: int, _: Translator) -> str:
    if days < 0:
        return _.many("{n} day too late", "{n} days too late", -days)
    return _.many("in {n} day", "in {n} days", days) if days else _("today")


def _tasks(context: Context, tasks: Sequence[Task], heading: str, empty: str) -> Table:
    """A table of tasks; where room is short, of the first MOST_ROWS, with the number of the others."""
    _ = context.translator
    rows = (_cells(task, _) for task in tasks)
    return Table(_for_people(context), rows, _with_count(heading, len(tasks), _), empty=empty, **_row_limit(_))


def _with_count(heading: str, rows: int, _: Translator) -> str:
    return _("{heading} ({n})").format(heading=heading, n=rows) if rows else heading


def _row_limit(_: Translator) -> dict[str, Any]:
    return {"most": MOST_ROWS, "rest": _("And {n} more; -f csv and -f json hold all.")}


def _past_goals(report: Report, _: Translator) -> list[str]:
    """The line that names the goals and conditions past their day, which no table lists; no line if there are none."""
    if not report.past_goals:
        return []
    template = _("Goals and conditions past their day, counted apart as well: {tasks}.")
    return [template.format(tasks=_.join([task.id for task in report.past_goals]))]


def _progress(report: Report, _: Translator) -> Table:
    numbers = [
        ("tasks", _("tasks")), ("done", _("done")), ("started", _("started")), ("blocked", _("blocked")),
        ("due", _("was due")), ("due_done", _("of these done")), ("overdue", _("overdue")),
        ("unverified", _("unverified")),
    ]  # fmt: skip
    columns = [
        Column("plan", _("plan"), "id", shown=1, data=False),
        *(Column(key, label, "number", shown=2, data=False) for key, label in numbers),
        Column("rate", _("rate"), shown=3, data=False),
    ]
    rows = [
        (
            plan, sum(progress.states.values()),
            *(progress.states.get(name, 0) for name in ("done", "started", "blocked")),
            progress.rates.due, progress.rates.done, progress.rates.overdue, progress.rates.unverified,
            rate_in_words(progress.rates, _),
        )
        for plan, progress in report.by_plan.items()
    ]  # fmt: skip
    return Table(columns, rows, _("Progress by plan"), empty=_("No task matches."))


def _entered(report: Report, _: Translator) -> Table:
    entries = [entry for entry, _task in report.entered]
    heading = _with_count(_("New this week: recorded"), len(entries), _)
    return entry_table(entries, heading, _, _("Nothing was recorded."))._replace(**_row_limit(_))


def _still_open(context: Context, report: Report, titles: dict[str, str]) -> Iterator[Table]:
    _ = context.translator
    if not report.still_open:
        yield Table((), (), _("Still open"), empty=_("Nothing is past its day and undone."))
    for plan, tasks in report.still_open.items():
        template = _("Still open: {plan} {title}")
        yield _tasks(context, tasks, template.format(plan=plan, title=titles[plan]), "")


def _load(report: Report, _: Translator) -> Table:
    columns = [
        Column("agency", _("lead"), shown=1, data=False),
        Column("tasks", _("tasks not over"), "number", shown=2, data=False),
        Column("past_due", _("past due"), "number", shown=3, data=False),
        Column("upcoming", _("due within four weeks"), "number", shown=4, data=False),
        Column("blocked", _("blocked"), "number", shown=5, data=False),
    ]

    def row(lead: LeadLoad) -> Row:
        return (_.name(lead.agency) if lead.agency else _("(the plan names no lead)"), *lead[1:])

    return Table(
        columns, map(row, report.load), _("Load by lead agency"), empty=_("Nothing is under way."), most=MOST_ROWS,
        rest=_("And {n} more; -f json holds all."),
    )  # fmt: skip


def _for_people(context: Context) -> list[Column]:
    _ = context.translator
    columns = [column._replace(data=False) for column in task_columns(context)]
    return [*columns, Column("next", _("next step"), shown=11, optional=True, data=False)]


def _cells(task: Task, _: Translator) -> Row:
    return *task_row(task, _), task.state.next


def _columns(context: Context) -> list[Column]:
    """The columns for spreadsheets: the part of the report, the task and, for what was recorded, each key of the
    entry."""
    tasks = task_columns(context)
    return [Column("part", "", "id"), *(column._replace(shown=0) for column in tasks), *entry_columns()]


def _rows(report: Report, _: Translator) -> Iterator[Row]:
    still_open = [task for plan_tasks in report.still_open.values() for task in plan_tasks]
    parts: Iterable[tuple[str, Sequence[Task]]] = (
        ("reminder", list({reminder.task.key: reminder.task for reminder in report.reminders}.values())),
        ("fell_due", report.fell_due), ("stale", report.stale), ("open", still_open), ("upcoming", report.upcoming),
    )  # fmt: skip
    for entry, task in report.entered:
        yield "new", *task_row(task, _), *entry_cells(entry)
    for part, tasks in parts:
        for task in tasks:
            yield part, *task_row(task, _), *entry_cells(None)
