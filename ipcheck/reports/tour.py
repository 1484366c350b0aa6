"""What `ipcheck` without a command shows: commands to try, each with its real figure on the day."""

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from ipcheck.base.dates import days_ahead
from ipcheck.catalogue.conditions import STATED, TaskQuery
from ipcheck.catalogue.curated_links import links_between
from ipcheck.catalogue.lists import agency_loads, headings, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index, recorded_steps
from ipcheck.catalogue.resolve import searched_word
from ipcheck.domain.compliance import FAIL_ON
from ipcheck.domain.outcome import newest_check
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Records, Table
from ipcheck.reports.due import AHEAD
from ipcheck.reports.plans import unread_of
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import each_situation
from ipcheck.reports.shared.task_table import as_of
from ipcheck.reports.shared.unread import unread_in_words

_SAMPLE_AGENCY = "国家知识产权局"
_SAMPLE_LAW, _ITS_ID, _ITS_WORD = "商标法", "trademark-law", "trademark"  # in English as people type them there
_SAMPLE_PLANS = ("2022", "2025")


def tour_document(context: Context) -> Document:
    """Commands to try, each with what it would answer on the day of the context."""
    _ = context.translator
    all_plans = list(plans(context.catalogue))
    tasks = sum(plan.tasks for plan in all_plans)
    tasks_led = {load.name: load.leads for load in agency_loads(context.catalogue)}.get(_SAMPLE_AGENCY, 0)
    word = _ITS_WORD if _.is_foreign else _SAMPLE_LAW
    today = context.as_of
    soon = days_ahead(today, AHEAD).isoformat()
    dated = list(find_tasks(context.catalogue, TaskQuery(basis=STATED), context.judge))
    past = [task for task in dated if task.due and task.due < context.judge.on]
    coming = [task for task in dated if task.due and context.judge.on <= task.due <= soon]
    holding = TaskQuery(text=searched_word(context.catalogue, word))
    found = sum(1 for _task in find_tasks(context.catalogue, holding, context.judge))
    unread = unread_in_words(unread_of(all_plans), _)
    rows = [
        ("ipcheck check", _("what is overdue or unverified today: {counts}").format(
            counts=each_situation(_failing(past), _) or 0)),
        ("ipcheck due", _("deadlines passed: {past}, known to be done: {done}; in the next 90 days: {coming}").format(
            past=len(past), done=sum(task.done_on is not None for task in past), coming=len(coming))),
        *([(f"ipcheck tasks --basis {UNREAD}", _.join(unread))] if unread else ()),
        (f"ipcheck agency {_.abbreviation(_SAMPLE_AGENCY)}", _("one agency's tasks: it leads {n}").format(n=tasks_led)),
        ("ipcheck due --before 2025-12", _("what is due by the end of a month")),
        (f"ipcheck tasks --text {word}", _("search; found in tasks: {n}").format(n=found)),
        ("ipcheck show 2025-8", _("one task in full, with what its phrases mean")),
        *_lineage(context),
        ("ipcheck plans", _("the plans: {plans}, with {tasks} tasks").format(plans=len(all_plans), tasks=tasks)),
        ("ipcheck section", _("the tree of headings: {n}").format(n=len(headings(context.catalogue)))),
        ("ipcheck report --week this", _("this week on one screen, to pass on")),
        ("ipcheck sheet -o ledger.xlsx", _("a workbook for offices to fill in and return: {n} rows").format(
            n=tasks)),
        ("ipcheck due -o due.xlsx", _("any answer for Excel, Word or a browser")),
        ("ipcheck --help", _("all commands")),
    ]  # fmt: skip
    columns = [Column(_("try"), itemgetter(0), "id"), Column(_("to see"), itemgetter(1))]
    fields = [Field("command"), Field("answers")]
    title = _("ipcheck: what China's intellectual-property plans require, by when, and of whom")
    return Document(
        title, lambda: [Table(columns, rows)], lambda: Records(fields, rows),
        data=lambda: [{"command": command, "answers": answers} for command, answers in rows],
        facts=[as_of(context), _record_line(context)],
    )  # fmt: skip


def _failing(tasks: Iterable[Task]) -> Counter[tuple[str, str]]:
    """How many of the tasks `check` fails, by situation and outcome."""
    return Counter((task.situation.name, task.outcome) for task in tasks if task.situation.name in FAIL_ON)


def _record_line(context: Context) -> str:
    """The line that says of how many tasks the ledgers know something, and for how many somebody looked in vain."""
    index, on = entry_index(context.catalogue), context.judge.on
    entries = [entry for entry in index.entries if entry.on_from <= on]
    steps = [step for step in recorded_steps(context.catalogue) if step.on_from <= on]
    template = context.translator(
        "On record: tasks with entries {tasks}, steps of laws and documents {steps}, tasks searched without "
        "result {checked}."
    )
    return template.format(
        tasks=len({entry.task for entry in entries}), steps=len(steps),
        checked=sum(newest_check(checks, on) is not None for checks in index.checks.values()),
    )  # fmt: skip


def _lineage(context: Context) -> list[tuple[str, str]]:
    """Commands about changes over the years; none if there are no curated links between the two sample plans."""
    _ = context.translator
    earlier, later = _SAMPLE_PLANS
    links = links_between(context.catalogue, earlier, later)
    if not links:
        return []
    carried_on = len({link.earlier for link in links})
    template = _("what became of the tasks of {earlier}: {later} carries on {n}")
    return [
        (f"ipcheck diff {earlier} {later}", template.format(earlier=earlier, later=later, n=carried_on)),
        (f"ipcheck trace {_ITS_ID if _.is_foreign else _SAMPLE_LAW}", _("one law through the years")),
    ]
