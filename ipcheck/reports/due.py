"""Lists of tasks: by filters, or by last day, the soonest first. Every list says what a bound on the last day leaves
out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, DIRECT, STATED, AgencyFilter, TaskQuery
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.situation import UNREAD
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import FoundTasks
from ipcheck.reports.shared.listing import agency_of, listing_command, with_command
from ipcheck.reports.shared.task_table import task_document
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.catalogue.excluded import PeriodCounts

AHEAD = 90  # days that `due` looks ahead where no bound is given


def tasks_document(context: Context, query: TaskQuery) -> Document:
    """The tasks that `query` selects by any filters, in document order."""
    _ = context.translator
    return bounded_document(context, query, _("Tasks"))


def due_document(context: Context, query: TaskQuery) -> Document:
    """The tasks that `query` selects, soonest last day first. Notes count the tasks without a last day, and sum up
    plans that only have a period unless `query` selects their days as well."""
    _ = context.translator
    query = query._replace(dated=query.basis != UNREAD, soonest_first=True)
    tasks = FoundTasks(context, lambda: find_tasks(context.catalogue, query, context.judge))
    facts = [*unread_lines(context, query), bound_line(query, _), *agency_lines(query, _)]
    return task_document(
        context, _("What is due"), facts, tasks,
        lambda is_empty: exclusion_notes(context, query, is_empty),
    )  # fmt: skip


def _reasons(context: Context, query: TaskQuery, is_empty: bool) -> list[str]:
    """Why an answer is empty, if it is: without which filter it would not be."""
    if not is_empty:
        return []
    from ipcheck.reports.shared.empty import reasons_for_nothing  # imported here because most answers hold something

    return reasons_for_nothing(context, query)


def bound_line(query: TaskQuery, _: Translator) -> str:
    """The line that says within which bounds the last days of an answer lie."""
    if query.after and query.before:
        template = _("Deadline from {first} to {last}, both included.")
    elif query.before:
        template = _("Deadline on or before {last}.")
    else:
        template = _("Deadline on or after {first}.") if query.after else _("Any deadline.")
    return template.format(first=query.after, last=query.before)


def bounded_document(context: Context, query: TaskQuery, title: str) -> Document:
    """The tasks that `query` selects, in document order. If the query bounds the last day, the document says so, and
    what the bound leaves out."""
    tasks = FoundTasks(context, lambda: find_tasks(context.catalogue, query, context.judge))
    facts = [*unread_lines(context, query), *bound_lines(query, context.translator)]
    return task_document(
        context, title, facts, tasks,
        lambda is_empty: bound_exclusions(context, query, is_empty=is_empty),
    )  # fmt: skip


def bound_lines(query: TaskQuery, _: Translator) -> list[str]:
    """The line that says within which bounds the last days of an answer lie; no line without a bound. Behind it, which
    agencies a short name means."""
    return [*([bound_line(query, _)] if query.bounded else ()), *agency_lines(query, _)]


def agency_lines(query: TaskQuery, _: Translator) -> list[str]:
    """The line that says which agencies a short name means: those of several regions, or a national body by whose short
    form plans of regions call their own bureau. The lines on an agency that followed a former one: that it stands in
    its place, and how to list the tasks of the former ones. No line for any other name."""
    lines = []
    for part in query.parts:
        if part.instead_of:
            template = _("No task here names {former}; these are the tasks of {agency}, its successor.")
            lines.append(template.format(former=_.name(part.instead_of), agency=_.name(part.agencies[0])))
        for name in part.former:
            command = listing_command(query._replace(parts=[AgencyFilter([name], part.roles or DIRECT)]), _)
            line = _("Earlier plans also name {former}, whose tasks are not among these.").format(former=_.name(name))
            command = command or f"ipcheck agency {_.as_typed(name)}"
            lines.append(with_command([line], _("List them: {command}").format(command=command), _))
        names = _.join_some(list(map(_.name, part.also or part.agencies)))
        if part.also:
            template = _("{word} is read as {agency}. Regional plans also use it for: {names}")
            lines.append(template.format(word=part.word, agency=_.name(part.agencies[0]), names=names))
        elif part.word:
            lines.append(_("{word} is the name of several agencies here: {names}").format(word=part.word, names=names))
    return lines


def bound_exclusions(
    context: Context, query: TaskQuery | None, plans: Sequence[str] = (), is_empty: bool = False
) -> list[str]:
    """The line that says what a bound on the last day, or a question for stated days alone, leaves out, of `plans` or
    else of the plans of `query`; no line without either. Where the answer `is_empty` and nothing is left out, the lines
    that say without which filter it would not be."""
    if query is None:
        return []
    if not (query.bounded or query.basis == STATED):
        return _reasons(context, query, is_empty)
    return exclusion_notes(context, query._replace(plans=plans or query.plans), is_empty)


def exclusion_notes(context: Context, query: TaskQuery, is_empty: bool = False) -> list[str]:
    """The line that counts the tasks which fit all else that `query` asks for, but have no last day or only the period
    of their plan, with the command that lists them; where there are none, why the answer `is_empty`, if it is.

    The ends of periods are left out where `query` asks for stated days, or where they are all out of its bounds, which
    shows when the answer `is_empty`. Of phrases that no rule reads another line tells (`unread_lines`).
    """
    if query.basis == UNREAD:
        return _reasons(context, query, is_empty)
    from ipcheck.catalogue.excluded import excluded_counts  # imported here: only bounds leave something out

    _ = context.translator
    excluded = excluded_counts(context.catalogue, query, context.judge, with_periods=is_empty or query.basis == STATED)
    parts = [
        (excluded.ongoing, _("{n} only ongoing")),
        (excluded.undated, _("{n} without a deadline")),
        (excluded.relative, _("{n} counted from an event")),
    ]
    counts = [
        *_of_period(excluded.over, _("{n} of plans whose period has ended ({plans})"), _),
        *_of_period(excluded.running, _("{n} with only a plan period, no stated deadline ({plans})"), _),
        *(template.format(n=count) for count, template in parts if count),
    ]
    if not counts:
        return _reasons(context, query, is_empty)
    agency = agency_of(query)
    sentences = [_("Left out: {counts}.").format(counts=_.join(counts))]
    if agency:
        template = _("{agency} has tasks that are not listed here: {counts}.")
        sentences = [template.format(agency=_.name(agency), counts=_.join(counts))]
    if command := listing_command(query, _):
        by_day = query.basis == STATED and (excluded.over[0] or excluded.running[0])
        template = _("List them: {command}; those of plans with a period also by --basis {any}")
        template = template if by_day else _("List them: {command}")
        return [with_command(sentences, template.format(command=command, any=ANY), _)]
    return [_.sentences(sentences)]


def _of_period(counts: "PeriodCounts", template: str, _: Translator) -> list[str]:
    """The number of tasks that only have the period of their plan, with these plans; nothing where there are none."""
    tasks, plans, by_plan = counts
    if not tasks:
        return []
    of_plan = _("{plan}: {count}") if plans > 1 else "{plan}"
    names = _.join_some(list(by_plan.items()), lambda plan: of_plan.format(plan=plan[0], count=plan[1]), plans)
    return [template.format(n=tasks, plans=names)]


def default_basis(plans: Sequence[str]) -> str:
    """The basis of `due` without --basis: stated days only, but also the period of a plan that the user names."""
    return ANY if plans else STATED
