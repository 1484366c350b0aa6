"""The weekly report as a document: a first screen that can be passed on by itself, then what it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.assignments import has_assignments
from ipcheck.catalogue.lists import plans
from ipcheck.domain.situation import LIGHTS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_of, excluded_by
from ipcheck.reports.plans import scope_line
from ipcheck.reports.report import LeadLoad, Report, Week, as_json
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import entry_cells, entry_columns, entry_table
from ipcheck.reports.shared.labels import task_name
from ipcheck.reports.shared.published_tasks import published_tasks
from ipcheck.reports.shared.rate_table import counted_apart, rate_in_words
from ipcheck.reports.shared.sources import source_table
from ipcheck.reports.shared.task_table import (
    as_of,
    gist_cells,
    gist_columns,
    last_day,
    standing,
    task_columns,
    task_row,
)

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview

MOST_ROWS = 20
WHY_WORDS = {
    "fell_due": N_("newly past due and not done"),
    "blocked": N_("blocked"),
    "pressing": N_("due within a week"),
    "stale": N_("nothing recorded for too long"),
    "overdue": N_("long overdue"),
    "unverified": N_("long unverified"),
}


def report_document(context: Context, found: Report, scope: Sequence[str] = ()) -> Document:
    """A report as a document. `scope` are the filters other than of plans, agency and days, as they were given."""
    _ = context.translator
    titles = {plan.id: plan.title for plan in plans(context.catalogue)}
    said = conclusion(found, _)
    agencies = [name for part in found.query.parts for name in part.agencies]
    about = scope_line(context, found.query, [*map(_.name, dict.fromkeys(agencies)), *scope])
    facts = [said, *about, *bound_of(found.query, _), as_of(context), *found.current.said()]
    tables = [
        _figures(found, _),
        _attention(context, found),
        *_reminders(context, found),
        _tasks(context, found.fell_due, _("New this week: past due"), _("Nothing is newly past due.")),
        _tasks(context, found.stale, _("New this week: nothing heard for too long"), _("No ongoing work fell silent.")),
        _entered(found, _),
        *_still_open(context, found, titles),
        _tasks(context, found.upcoming, _("The next four weeks"), _("No last day falls into the next four weeks.")),
        _load(found, _),
        _progress(found, _),
        source_table(context, found.by_plan),
        Table(_columns(context), _rows(found, _)),
    ]
    return Document(
        title(found.week, _), tables, data=lambda: as_json(found, said), facts=facts,
        notes=lambda: [
            *counted_apart(found.rates, _), *_past_goals(found, _), *found.notes, *excluded_by(context, found.query),
            *silent_on_agencies(context, found.query),
        ],
        overview=lambda: _overview(context, found),
    )  # fmt: skip


def title(week: Week, _: Translator) -> str:
    """《知识产权计划落实周报》（2025年第50周，12月8日—12月14日）"""
    year, number, _day = week.first.isocalendar()
    form = _("Weekly report on the intellectual-property plans ({year}, week {week}, {first} to {last})")
    first, last = (_.day(day, with_year=day.year != year) for day in week)
    return form.format(year=year, week=number, first=first, last=last)


def conclusion(found: Report, _: Translator) -> str:
    """The week in one sentence."""
    parts = [
        (_("past due {n}"), len(found.fell_due)),
        (_("silent for too long {n}"), len(found.stale)),
        (_("entries recorded {n}"), len(found.entered)),
    ]
    new = [form.format(n=n) for form, n in parts if n]
    first = _("New this week: {counts}").format(counts=_.listed(new)) if new else _("A quiet week: nothing new")
    come = _("falling due within four weeks: {n}").format(n=len(found.upcoming))
    rates = found.rates
    done = _("of {due} tasks due so far: {rate}").format(due=rates.due, rate=rate_in_words(rates, _))
    if not rates.due:
        done = _("no stated last day has passed")
    return _("{new}; {come}; {done}.").format(new=first, come=come, done=done)


def _overview(context: Context, found: Report) -> "Overview":
    """The figures of a week, the last days of all tasks that it is about, and the load as its table has it."""
    from ipcheck.formats.overview import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, drawn, timeline

    _ = context.translator
    most = found.load[:MOST_AGENCIES]
    series = [
        Series(_("past due"), "lead", [each.past_due for each in most]),
        Series(_("tasks not over"), "participant", [each.tasks - each.past_due for each in most]),
    ]
    labels = [_.name(each.agency) if each.agency else _("(the plan names no lead)") for each in most]
    return drawn(
        [Figure(*each) for each in _key_figures(found, _)], timeline(published_tasks(context, found.query), _),
        Chart(_("Load by lead agency"), labels, series, across=True),
    )  # fmt: skip


def _key_figures(found: Report, _: Translator) -> list[tuple[str, int, str]]:
    """The figures that say how a week stands, each with its light."""
    rates = found.rates
    return [
        (_("was due"), rates.due, ""),
        (_("done"), rates.done, LIGHTS["done"]),
        (_("overdue"), rates.overdue, LIGHTS["overdue"]),
        (_("unverified"), rates.unverified, LIGHTS["unverified"]),
        (_("due within four weeks"), len(found.upcoming), LIGHTS["due-soon"]),
    ]


def _figures(found: Report, _: Translator) -> Table:
    figures = _key_figures(found, _)
    columns = [Column("figure", label, "number", shown=1, data=False) for label, _value, _light in figures]
    return Table(columns, [[value for _label, value, _light in figures]], _("Figures"), figures=True)


def _attention(context: Context, found: Report) -> Table:
    _ = context.translator
    columns = [Column("why", _("why"), shown=2, data=False), *_for_people(context)]
    rows = ((_(WHY_WORDS[why]), *_cells(task, _)) for task, why in found.attention)
    return Table(columns, rows, _("Needs attention"), empty=_("Nothing needs attention."))


def _reminders(context: Context, found: Report) -> list[Table]:
    """What the house's own offices are to be reminded of; no part of a report where nothing is assigned."""
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
            each.assignment.office, each.assignment.person, _how_long(each.days, _), each.assignment.internal_due,
            last_day(each.task, _), task_name(each.task, _, each.assignment.part), standing(each.task, _),
            each.task.text, *gist_cells(each.task.id, _), each.assignment.note,
        )
        for each in found.reminders
    ]  # fmt: skip
    heading = _counted(_("Reminders"), len(rows), _)
    return [Table(columns, rows, heading, empty=_("Nobody is to be reminded of anything."), **_at_most(_))]


def _how_long(days: int, _: Translator) -> str:
    if days < 0:
        return _.many("{n} day too late", "{n} days too late", -days)
    return _.many("in {n} day", "in {n} days", days) if days else _("today")


def _tasks(context: Context, tasks: Sequence[Task], heading: str, empty: str) -> Table:
    """Tasks, at most so many where room is short; the rest is counted."""
    _ = context.translator
    rows = (_cells(task, _) for task in tasks)
    return Table(_for_people(context), rows, _counted(heading, len(tasks), _), empty=empty, **_at_most(_))


def _counted(heading: str, rows: int, _: Translator) -> str:
    return _("{heading} ({n})").format(heading=heading, n=rows) if rows else heading


def _at_most(_: Translator) -> dict[str, Any]:
    return {"most": MOST_ROWS, "rest": _("And {n} more; -f csv and -f json hold all.")}


def _past_goals(found: Report, _: Translator) -> list[str]:
    """The goals and conditions past their day, which no table lists."""
    if not found.past_goals:
        return []
    form = _("Goals and conditions past their day, counted apart as well: {tasks}.")
    return [form.format(tasks=_.listed([task.id for task in found.past_goals]))]


def _progress(found: Report, _: Translator) -> Table:
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
            plan, sum(each.states.values()), *(each.states.get(name, 0) for name in ("done", "started", "blocked")),
            each.rates.due, each.rates.done, each.rates.overdue, each.rates.unverified, rate_in_words(each.rates, _),
        )
        for plan, each in found.by_plan.items()
    ]  # fmt: skip
    return Table(columns, rows, _("Progress by plan"), empty=_("No task matches."))


def _entered(found: Report, _: Translator) -> Table:
    entries = [entry for entry, _task in found.entered]
    heading = _counted(_("New this week: recorded"), len(entries), _)
    return entry_table(entries, heading, _, _("Nothing was recorded."))._replace(**_at_most(_))


def _still_open(context: Context, found: Report, titles: dict[str, str]) -> Iterator[Table]:
    _ = context.translator
    if not found.still_open:
        yield Table((), (), _("Still open"), empty=_("Nothing is past its day and undone."))
    for plan, tasks in found.still_open.items():
        form = _("Still open: {plan} {title}")
        yield _tasks(context, tasks, form.format(plan=plan, title=titles[plan]), "")


def _load(found: Report, _: Translator) -> Table:
    columns = [
        Column("agency", _("lead"), shown=1, data=False),
        Column("tasks", _("tasks not over"), "number", shown=2, data=False),
        Column("past_due", _("past due"), "number", shown=3, data=False),
        Column("upcoming", _("due within four weeks"), "number", shown=4, data=False),
        Column("blocked", _("blocked"), "number", shown=5, data=False),
    ]

    def row(each: LeadLoad) -> Row:
        return (_.name(each.agency) if each.agency else _("(the plan names no lead)"), *each[1:])

    return Table(
        columns, map(row, found.load), _("Load by lead agency"), empty=_("Nothing is under way."), most=MOST_ROWS,
        rest=_("And {n} more; -f json holds all."),
    )  # fmt: skip


def _for_people(context: Context) -> list[Column]:
    _ = context.translator
    columns = [column._replace(data=False) for column in task_columns(context)]
    return [*columns, Column("next", _("next step"), shown=11, optional=True, data=False)]


def _cells(task: Task, _: Translator) -> Row:
    return *task_row(task, _), task.state.next


def _columns(context: Context) -> list[Column]:
    """For spreadsheets: the part of the report, the task, and of what was recorded the entry, key by key."""
    tasks = task_columns(context)
    return [Column("part", "", "id"), *(column._replace(shown=0) for column in tasks), *entry_columns()]


def _rows(found: Report, _: Translator) -> Iterator[Row]:
    still_open = [task for each in found.still_open.values() for task in each]
    parts: Iterable[tuple[str, Sequence[Task]]] = (
        ("reminder", list({each.task.key: each.task for each in found.reminders}.values())),
        ("fell_due", found.fell_due), ("stale", found.stale), ("open", still_open), ("upcoming", found.upcoming),
    )  # fmt: skip
    for entry, task in found.entered:
        yield "new", *task_row(task, _), *entry_cells(entry)
    for part, tasks in parts:
        for task in tasks:
            yield part, *task_row(task, _), *entry_cells(None)
