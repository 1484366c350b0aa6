"""Lists of tasks: by filters, or by last day, the soonest first. Every list says what a bound on the last day leaves
out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, STATED, TaskQuery
from ipcheck.catalogue.query import find_tasks
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import FoundTasks
from ipcheck.reports.shared.task_table import task_document

if TYPE_CHECKING:
    from ipcheck.catalogue.excluded import ExcludedCounts

AHEAD = 90  # days that `due` looks ahead where no bound is given


def tasks_document(context: Context, query: TaskQuery) -> Document:
    """The tasks that `query` selects by any filters, in document order."""
    _ = context.translator
    return bounded_document(context, query, _("Tasks"))


def due_document(context: Context, query: TaskQuery) -> Document:
    """The tasks that `query` selects, soonest last day first. Notes count the tasks without a last day, and sum up
    plans that only have a period unless `query` selects their days as well."""
    _ = context.translator
    query = query._replace(dated=True, soonest_first=True)
    tasks = FoundTasks(context, lambda: find_tasks(context.catalogue, query, context.judge))
    facts = [bound_line(query, _)]
    return task_document(context, _("What is due"), facts, tasks, lambda: exclusion_notes(context, query))


def bound_line(query: TaskQuery, _: Translator) -> str:
    """The line that says within which bounds the last days of an answer lie."""
    if query.after and query.before:
        template = _("Last day from {first} to {last}, both included.")
    elif query.before:
        template = _("Last day on or before {last}.")
    else:
        template = _("Last day on or after {first}.") if query.after else _("Any last day.")
    return template.format(first=query.after, last=query.before)


def bounded_document(context: Context, query: TaskQuery, title: str) -> Document:
    """The tasks that `query` selects, in document order. If the query bounds the last day, the document says so, and
    what the bound leaves out."""
    tasks = FoundTasks(context, lambda: find_tasks(context.catalogue, query, context.judge))
    facts = bound_lines(query, context.translator)
    return task_document(context, title, facts, tasks, lambda: bound_exclusions(context, query))


def bound_lines(query: TaskQuery, _: Translator) -> list[str]:
    """The line that says within which bounds the last days of an answer lie; no line without a bound."""
    return [bound_line(query, _)] if query.bounded else []


def bound_exclusions(context: Context, query: TaskQuery | None, plans: Sequence[str] = ()) -> list[str]:
    """Lines that say what a bound on the last day leaves out, of `plans` or else of the plans of `query`; no line
    without a bound."""
    if query is None or not query.bounded:
        return []
    return exclusion_notes(context, query._replace(plans=plans or query.plans))


def exclusion_notes(context: Context, query: TaskQuery, by_name: bool = True) -> list[str]:
    """Lines that count the tasks left out because they have no last day, and the plans left out because they only have
    a period. With `by_name`, the latter line says that --plan lists such a plan too, as for commands that use
    `default_basis`."""
    from ipcheck.catalogue.excluded import excluded_counts  # imported here: only bounds leave something out

    counts = excluded_counts(context.catalogue, query, context.judge.on)
    return [*_without_a_day(counts, context.translator), *_only_a_period(counts, by_name, context.translator)]


def _without_a_day(excluded: "ExcludedCounts", _: Translator) -> Sequence[str]:
    parts = [
        (excluded.ongoing, _("{n} only ongoing")),
        (excluded.undated, _("{n} without any day")),
        (excluded.relative, _("{n} counted from an event")),
    ]
    counts = [template.format(n=count) for count, template in parts if count]
    if not counts:
        return []
    return [_("Left out: {counts}. List them: ipcheck tasks").format(counts=_.join(counts))]


def _only_a_period(excluded: "ExcludedCounts", by_name: bool, _: Translator) -> Sequence[str]:
    if not excluded.period:
        return []
    template = _("{name} ({count})")
    plans = _.join_some(
        list(excluded.period.items()), lambda plan: template.format(name=plan[0], count=plan[1]), excluded.periods
    )
    template = _("Plans with a period but no stated day: {plans}. List them: --basis {any}")
    if by_name:
        template = _("Plans with a period but no stated day: {plans}. List them: --plan {first}, or --basis {any}")
    return [template.format(plans=plans, first=next(iter(excluded.period)), any=ANY)]


def default_basis(plans: Sequence[str]) -> str:
    """The basis of `due` without --basis: stated days only, but also the period of a plan that the user names."""
    return ANY if plans else STATED
