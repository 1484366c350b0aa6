"""Tasks by filters, and last days soonest first, with what such a question leaves out."""

from collections.abc import Sequence

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, STATED, TaskQuery
from ipcheck.catalogue.excluded import ExcludedCounts, excluded_counts
from ipcheck.catalogue.query import find_tasks
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.task_table import at_a_glance, task_document

AHEAD = 90  # days that `due` looks ahead where no bound is given


def tasks_document(context: Context, query: TaskQuery) -> Document:
    """Tasks by any filters, in document order."""
    _ = context.translator
    return bounded_document(context, query, _("Tasks"))


def due_document(context: Context, query: TaskQuery) -> Document:
    """Last days, soonest first. A plan that only has a period is summed up unless `query` asks for it."""
    _ = context.translator
    query = query._replace(dated=True, soonest_first=True)
    return task_document(
        _("What is due"), [bound_lines(query, _)], find_tasks(context.catalogue, query, context.judge), context,
        notes=lambda: exclusion_notes(context, query),
        overview=lambda: at_a_glance(context, find_tasks(context.catalogue, query, context.judge)),
    )  # fmt: skip


def bound_lines(query: TaskQuery, _: Translator) -> str:
    """The bound that an answer used."""
    if query.after and query.before:
        said = _("Last day from {first} to {last}, both included.")
    elif query.before:
        said = _("Last day on or before {last}.")
    else:
        said = _("Last day on or after {first}.") if query.after else _("Any last day.")
    return said.format(first=query.after, last=query.before)


def bounded_document(context: Context, query: TaskQuery, title: str) -> Document:
    """The tasks that `query` asks for, in document order; a bound is said, with what it leaves out."""
    return task_document(
        title, bound_of(query, context.translator), find_tasks(context.catalogue, query, context.judge), context,
        notes=lambda: excluded_by(context, query),
        overview=lambda: at_a_glance(context, find_tasks(context.catalogue, query, context.judge)),
    )  # fmt: skip


def bound_of(query: TaskQuery, _: Translator) -> list[str]:
    """The bound that an answer used; nothing where it had none."""
    return [bound_lines(query, _)] if query.bounded else []


def excluded_by(context: Context, query: TaskQuery | None, plans: Sequence[str] = ()) -> list[str]:
    """What a bound leaves out, of these plans or of those that `query` names; nothing without a bound."""
    if query is None or not query.bounded:
        return []
    return exclusion_notes(context, query._replace(plans=plans or query.plans))


def exclusion_notes(context: Context, query: TaskQuery, by_name: bool = True) -> list[str]:
    """The tasks without a day that could be listed, and the plans that only have a period, which are listed `by_name`
    too where the command has it so (`default_basis`)."""
    left = excluded_counts(context.catalogue, query, context.judge.on)
    return [*_without_a_day(left, context.translator), *_only_a_period(left, by_name, context.translator)]


def _without_a_day(left: ExcludedCounts, _: Translator) -> Sequence[str]:
    parts = [
        (left.ongoing, _("{n} only ongoing")),
        (left.undated, _("{n} without any day")),
        (left.relative, _("{n} counted from an event")),
    ]
    said = [form.format(n=count) for count, form in parts if count]
    if not said:
        return []
    return [_("Left out: {counts}. List them: ipcheck tasks").format(counts=_.listed(said))]


def _only_a_period(left: ExcludedCounts, by_name: bool, _: Translator) -> Sequence[str]:
    if not left.period:
        return []
    form = _("{name} ({count})")
    plans = _.some(list(left.period.items()), lambda plan: form.format(name=plan[0], count=plan[1]), left.periods)
    form = _("Plans with a period but no stated day: {plans}. List them: --basis {any}")
    if by_name:
        form = _("Plans with a period but no stated day: {plans}. List them: --plan {first}, or --basis {any}")
    return [form.format(plans=plans, first=next(iter(left.period)), any=ANY)]


def default_basis(plans: Sequence[str]) -> str:
    """`due` is about stated days; who names a plan wants its period too."""
    return ANY if plans else STATED
