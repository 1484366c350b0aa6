"""The weekly report as a document: a first screen that can be passed on by itself, then the details behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.records import has_assignments
from ipcheck.domain.entry import Entry
from ipcheck.domain.situation import LIGHTS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Hint, Item, Records, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.plans import scope_line
from ipcheck.reports.report import LeadLoad, Progress, Reminder, Report, Week, as_json
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import text_columns
from ipcheck.reports.shared.entry_table import ENTRY_FIELDS, entry_table, entry_values, step_columns
from ipcheck.reports.shared.labels import COMING_STEP_WORDS, STEP_WORDS, task_name
from ipcheck.reports.shared.rate_table import counted_apart, ended_table, rate_in_words, standing_in_words
from ipcheck.reports.shared.sources import source_table
from ipcheck.reports.shared.task_table import (
    as_of,
    last_day_cell,
    situation_cell,
    task_columns,
    task_fields,
)
from ipcheck.reports.shared.unread import unread_in_words, unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview

MOST_ROWS, MOST_ON_PAPER = 20, 12  # rows of a table where room is short, and on paper
_MOST_STILL_OPEN = 8  # on paper, of what is the same from week to week
MORE = N_("And {n} more; the page and the workbook of this report list all.")
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
    summary = conclusion(report, _)
    agencies = [name for part in report.query.parts for name in part.agencies]
    scope_lines = scope_line(context, report.query, [*map(_.name, dict.fromkeys(agencies)), *scope])
    gaps = silent_on_agencies(context, report.query)
    unread = unread_lines(context, report.query, report.unread)
    facts = [
        summary,
        *unread,
        *gaps,
        *scope_lines,
        *bound_lines(report.query, _),
        as_of(context),
        *report.current.in_words(),
    ]
    return Document(
        title(report.week, _), lambda: list(_tables(context, report)), lambda: _records(context, report),
        data=lambda: as_json(context, report, summary), facts=facts,
        notes=lambda: [
            *_only_entered(report.entered, _), *counted_apart(report.rates, _), *_past_goals(report, _), *report.notes,
            *bound_exclusions(context, report.query),
        ],
        overview=lambda: _overview(report, _), day=context.as_of.isoformat(),
    )  # fmt: skip


def _tables(context: Context, report: Report) -> Iterator[Table[Any]]:
    _ = context.translator
    above = {task.key for task, _why in report.attention}
    yield _figures(report, _)
    yield _attention(report, _)
    if has_assignments(context.catalogue):
        yield _reminders(report, _)
        above.update(reminder.task.key for reminder in report.reminders[:MOST_ON_PAPER])
    yield from _tasks(report.fell_due, _("New this week: past due"), _("Nothing newly past due."), _, above)
    silent = _("New this week: nothing recorded for too long")
    yield from _tasks(report.stale, silent, _("No further ongoing task has gone unreported for too long."), _, above)
    yield _happened(context, report)
    yield _steps(report.steps, _("New this week: steps of laws and documents"), STEP_WORDS, _)
    yield from _still_open(context, report, above)
    none_upcoming = _("No deadlines in the next four weeks.")
    yield from _tasks(report.upcoming, _("The next four weeks"), none_upcoming, _, above)
    yield _steps(report.announced, _("Announced for the next four weeks"), COMING_STEP_WORDS, _)
    yield _load(report, _)
    yield _progress(report, _)
    yield ended_table(report.rates_by_plan, report.ended_on, _)
    yield source_table(context, report.by_plan)


def title(week: Week, _: Translator) -> str:
    """The title of the report on a week: 《知识产权计划落实周报》（2025年第50周，12月8日—12月14日）."""
    year, number, _day = week.first.isocalendar()
    template = _("Weekly report on the intellectual-property plans ({year}, week {week}, {first} to {last})")
    first, last = (_.day(day, with_year=day.year != year) for day in week)
    return template.format(year=year, week=number, first=first, last=last)


def conclusion(report: Report, _: Translator) -> str:
    """The week in a few sentences: what is wrong and how much is done, what is new, and what comes next. It is called
    quiet only where nothing is overdue, blocked or unverified, nor left undone when its period ended."""
    calm = _("a quiet week: nothing is overdue, blocked or unverified")
    overdue = [
        task_name(task, _) for tasks in report.still_open.values() for task in tasks if task.situation.name == "overdue"
    ]
    unread = unread_in_words(report.unread, _)
    standing = standing_in_words(report.rates_by_plan, report.ended_on, overdue, _, calm, unread)
    return _.sentences([*standing, _news(report, _)] if report.tasks else standing)


def _news(report: Report, _: Translator) -> str:
    """What is new in the week, and what comes next, in a sentence."""
    new = [
        (_("past due {n}"), len(report.fell_due)),
        (_("nothing recorded for too long {n}"), len(report.stale)),
        (_("entries {n}"), len(report.happened)),
        (_("steps of laws and documents {n}"), len(report.steps)),
    ]
    counts = [template.format(n=n) for template, n in new if n]
    opening = _("New this week: {counts}").format(counts=_.join(counts)) if counts else _("Nothing new this week")
    if report.entered:
        opening = _("{new}, entered for earlier days: {n}").format(new=opening, n=len(report.entered))
    come = _("due within four weeks: {n}").format(n=len(report.upcoming))
    if report.announced:
        come = _("{due}, announced: {n}").format(due=come, n=len(report.announced))
    return _("{new}; {come}.").format(new=opening, come=come)


def _overview(report: Report, _: Translator) -> "Overview":
    """The figures of the week, a chart of the last days of all tasks that the report covers, and a chart of the load in
    the order of its table."""
    from ipcheck.formats.parts import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, make_overview, timeline

    most = report.load[:MOST_AGENCIES]
    series = [
        Series(_("past due"), "lead", [lead.past_due for lead in most]),
        Series(_("unfinished tasks"), "participant", [lead.tasks - lead.past_due for lead in most]),
    ]
    labels = [_.abbreviation(lead.agency) if lead.agency else _lead_in_words(lead, _) for lead in most]
    names = [_lead_in_words(lead, _) for lead in most]
    return make_overview(
        [Figure(*figure) for figure in _key_figures(report, _)],
        timeline(report.tasks, _),
        Chart(_("Unfinished tasks by lead agency"), labels, series, across=True, facet="agency", choices=names),
    )  # fmt: skip


def _key_figures(report: Report, _: Translator) -> list[tuple[str, int, str]]:
    """The figures that sum up a week, as (label, number, light)."""
    rates = report.rates
    blocked = (_("blocked"), rates.blocked, LIGHTS["due-soon"])
    dated = [
        (_("was due"), rates.due, ""),
        (_("done"), rates.done, LIGHTS["done"]),
        (_("overdue"), rates.overdue, LIGHTS["overdue"]),
        blocked,
        (_("unverified"), rates.unverified, LIGHTS["unverified"]),
        (_("due within four weeks"), len(report.upcoming), LIGHTS["due-soon"]),
    ]
    ended = [
        (_("period ended"), rates.ended, LIGHTS["period-ended"]),
        (_("of which done"), rates.ended_done, LIGHTS["done"]),
    ]
    if rates.all_ended:
        return [*ended, blocked]
    return [*dated, *ended] if rates.ended else dated


def _figures(report: Report, _: Translator) -> Table[Sequence[int]]:
    figures = _key_figures(report, _)
    columns: list[Column[Sequence[int]]] = [
        Column(label, itemgetter(at), "number") for at, (label, _value, _light) in enumerate(figures)
    ]
    return Table(columns, [[value for _label, value, _light in figures]], _("Key figures"), figures=True)


def _attention(report: Report, _: Translator) -> Table[Task]:
    reasons = {task.key: _(WHY_WORDS[why]) for task, why in report.attention}
    name, *columns = _columns(_)
    columns = [name, Column(_("why"), lambda task: reasons[task.key]), *columns]
    tasks = [task for task, _why in report.attention]
    return Table(columns, tasks, _("Needs attention"), _("Nothing needs attention."))


def _reminders(report: Report, _: Translator) -> Table[Reminder]:
    """The table of what the house's own offices are to be reminded of."""
    columns: list[Column[Reminder]] = [
        Column(_("office"), lambda reminder: reminder.assignment.office),
        Column(_("person"), lambda reminder: reminder.assignment.person, optional=True),
        Column(_("time left"), lambda reminder: _how_long(reminder.days, _)),
        Column(_("internal deadline"), lambda reminder: reminder.assignment.internal_due, "day", optional=True),
        Column(_("deadline"), lambda reminder: last_day_cell(reminder.task, _), "due", optional=True),
        Column(_("task"), lambda reminder: task_name(reminder.task, _, reminder.assignment.part), "id", facet="task"),
        Column(_("status"), lambda reminder: situation_cell(reminder.task, _), "situation"),
        *text_columns(lambda reminder: reminder.task.text, lambda reminder: reminder.task.id, _),
        Column(_("note"), lambda reminder: reminder.assignment.note, optional=True),
    ]
    heading = _with_count(_("Reminders"), len(report.reminders), _)
    empty = _("No reminders.")
    return _cut(Table(columns, report.reminders, heading, empty), _)


def _how_long(days: int, _: Translator) -> str:
    if days < 0:
        return _.many("{n} day late", "{n} days late", -days)
    return _.many("in {n} day", "in {n} days", days) if days else _("today")


def _tasks(
    tasks: Sequence[Task], heading: str, empty: str, _: Translator, above: set[tuple[str, str | None]],
    most: int = MOST_ON_PAPER,
) -> Iterator[Table[Task]]:  # fmt: skip
    """A table of tasks, on paper of at most `most`. Where it is read from the top, its tasks with keys in `above` are
    only named; those that it shows are added to them."""
    table = _cut(Table(_columns(_), tasks, _with_count(heading, len(tasks), _), empty), _, most)
    listed = [task_name(task, _) for task in tasks if task.key in above]
    rest = [task for task in tasks if task.key not in above]
    above.update(task.key for task in rest[:most])
    if not listed:
        yield table
        return
    names = _.join_some(listed)
    note = _("Listed above: {tasks}.").format(tasks=names)
    yield table._replace(where="room")
    yield table._replace(
        items=rest, title=table.title if rest else None, where="glance", note=note,
        empty=_("{heading} – listed above: {tasks}.").format(heading=table.title, tasks=names),
        left_out_note=f"{table.left_out_note}\n{note}",
    )  # fmt: skip


def _cut(table: Table[Item], _: Translator, most: int = MOST_ON_PAPER) -> Table[Item]:
    """A table that, where room is short and on paper, has only its first rows, and the number of the others."""
    return table._replace(row_limit=MOST_ROWS, paper_row_limit=most, left_out_note=_(MORE))


def _with_count(heading: str, rows: int, _: Translator) -> str:
    return _("{heading} ({n})").format(heading=heading, n=rows) if rows else heading


def _past_goals(report: Report, _: Translator) -> list[str]:
    """The line that names the goals and conditions past their day, which no table lists; no line if there are none."""
    if not report.past_goals:
        return []
    template = _("Goals and conditions past their deadline, not in the rates either: {tasks}.")
    return [template.format(tasks=_.join([task.id for task in report.past_goals]))]


def _progress(report: Report, _: Translator) -> Table[tuple[str, Progress]]:
    columns: list[Column[tuple[str, Progress]]] = [
        Column(_("plan"), lambda row: row[0], "id"),
        Column(_("tasks"), lambda row: sum(row[1].states.values()), "number"),
        Column(_("done"), lambda row: row[1].states.get("done", 0), "number"),
        Column(_("started"), lambda row: row[1].states.get("started", 0), "number"),
        Column(_("blocked"), lambda row: row[1].states.get("blocked", 0), "number"),
        Column(_("was due"), lambda row: row[1].rates.due, "number"),
        Column(_("of which done"), lambda row: row[1].rates.done, "number"),
        Column(_("overdue"), lambda row: row[1].rates.overdue, "number"),
        Column(_("unverified"), lambda row: row[1].rates.unverified, "number"),
        Column(_("rate"), lambda row: rate_in_words(row[1].rates, _)),
    ]
    return Table(columns, list(report.by_plan.items()), _("Progress by plan"), _("No task matches."))


def _happened(context: Context, report: Report) -> Table[Entry]:
    """The table of what happened in the week, each with the text of its task."""
    _ = context.translator
    entries = [entry for entry, _task in report.happened]
    texts = {task.id: task.text for _entry, task in report.happened}
    heading = _with_count(_("New this week: what happened"), len(entries), _)
    table = entry_table(context, entries, heading, _("The ledgers record nothing for this week."))
    name, *others = table.columns
    text: list[Column[Entry]] = text_columns(lambda entry: texts[entry.task], lambda entry: entry.task, _)
    columns: Sequence[Column[Entry]] = [name, *text, *others]
    return _cut(table._replace(columns=columns), _)


def _only_entered(entries: Sequence[Entry], _: Translator) -> list[str]:
    """The line on what was entered in the week, but happened before it: how many entries, and on what; no line if there
    is nothing."""
    if not entries:
        return []
    names = dict.fromkeys(entry.task or _.titles(f"《{entry.instrument}》") for entry in entries)
    template = _("Entered this week for earlier days: {n} (on {names}); ipcheck show and ipcheck trace list them.")
    alone = _("Entered this week for earlier days: {n} (on {names}).")
    counts = {"n": len(entries), "names": _.join_some(list(names))}
    return [Hint(template.format(**counts), alone.format(**counts))]


def _steps(steps: Sequence[Entry], heading: str, words: Mapping[str, str], _: Translator) -> Table[Entry]:
    """A table of steps of instruments."""
    heading = _with_count(heading, len(steps), _)
    return _cut(Table(step_columns(_, words=words), steps, heading), _)


def _still_open(context: Context, report: Report, above: set[tuple[str, str | None]]) -> Iterator[Table[Task]]:
    _ = context.translator
    if not report.still_open:
        yield Table((), (), _("Still open"), _("No task is unfinished past a stated deadline."))
    titles = {plan.id: _.gist(plan.id, plan.title) for plan in plans(context.catalogue)}
    for plan, tasks in report.still_open.items():
        template = _("Still open: {plan} {title}")
        yield from _tasks(tasks, template.format(plan=plan, title=titles[plan]), "", _, above, _MOST_STILL_OPEN)


def _load(report: Report, _: Translator) -> Table[LeadLoad]:
    columns: list[Column[LeadLoad]] = [
        Column(_("lead"), lambda load: _lead_in_words(load, _)),
        Column(_("unfinished tasks"), lambda load: load.tasks, "number"),
        Column(_("past due"), lambda load: load.past_due, "number"),
        Column(_("due within four weeks"), lambda load: load.upcoming, "number"),
        Column(_("blocked"), lambda load: load.blocked, "number"),
    ]
    return _cut(Table(columns, report.load, _("Unfinished tasks by lead agency"), _("No unfinished tasks.")), _)


def _lead_in_words(load: LeadLoad, _: Translator) -> str:
    if load.agency:
        return _.name(load.agency)
    return _("(responsibility not recognised)") if load.unread else _("(the plan names no lead)")


def _columns(_: Translator) -> list[Column[Task]]:
    """The columns of a list of tasks, with the next step before those for formats that have room."""
    columns = task_columns(_)
    at = next(at for at, column in enumerate(columns) if column.roomy)
    next_step: Column[Task] = Column(_("next step"), lambda task: task.state.next, optional=True)
    return [*columns[:at], next_step, *columns[at:]]


def _records(context: Context, report: Report) -> Records:
    """The tasks of each part of the report; for what happened, each key of the entry as well. Steps of instruments may
    have no task."""
    fields, values = task_fields(context)
    still_open = [task for plan_tasks in report.still_open.values() for task in plan_tasks]
    parts: Iterable[tuple[str, Sequence[Task]]] = (
        ("reminder", list({reminder.task.key: reminder.task for reminder in report.reminders}.values())),
        ("fell_due", report.fell_due), ("stale", report.stale), ("open", still_open), ("upcoming", report.upcoming),
    )  # fmt: skip

    of_task = {task.id: values(task) for task in report.tasks} if report.announced else {}
    no_task = (None,) * len(fields)

    def rows() -> Iterator[Row]:
        for entry, task in report.happened:
            yield "new", *values(task), *entry_values(entry)
        for part, steps in (("step", report.steps), ("announced", report.announced)):
            for step in steps:
                yield part, *of_task.get(step.task, no_task), *entry_values(step)
        for part, tasks in parts:
            for task in tasks:
                yield part, *values(task), *entry_values(None)

    return Records([Field("part"), *fields, *ENTRY_FIELDS], rows())
