"""The tasks of one agency with its role in each, and all agencies with the number of their tasks."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import AgencyFilter, TaskQuery
from ipcheck.catalogue.lists import AgencyLoad, agency_loads, plan_ids, plans_without_agencies
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Records, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import FoundTasks, situations_in_words
from ipcheck.reports.shared.labels import ROLE_WORDS
from ipcheck.reports.shared.task_table import (
    as_of,
    cite_plans,
    counts_first,
    task_columns,
    task_records,
    tasks_overview,
)
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.catalogue.resolve import NamedAgency
    from ipcheck.formats.parts import Overview


def agency_document(context: Context, query: TaskQuery, named: "NamedAgency") -> Document:
    """The tasks of the agency in its roles, then those of its groups."""
    _ = context.translator
    agency, roles, groups = named

    direct_tasks = FoundTasks(context, lambda: _find_direct(context, query, agency, roles) if roles else ())
    group_tasks = FoundTasks(context, lambda: _find_of_groups(context, query, agency, groups) if groups else ())

    def tables() -> list[Table[Task]]:
        direct = Table(task_columns(_, lambda task: _role(task, agency, _)), list(direct_tasks))
        columns = task_columns(_, lambda task: _in_group(task, groups, _))
        return [direct, Table(columns, list(group_tasks), _("Tasks of its groups"))]

    def counts() -> list[str]:
        lines = [situations_in_words(direct_tasks.situations, _)]
        if group_tasks.situations:
            in_words = situations_in_words(group_tasks.situations, _)
            lines.append(_("Of its groups ({groups}): {counts}").format(groups=_.join_names(groups), counts=in_words))
        return lines if is_found() else [*lines, *left_out()]

    def is_found() -> bool:
        return bool(direct_tasks.situations or group_tasks.situations)

    def left_out() -> list[str]:
        return bound_exclusions(context, query._replace(parts=named.filters), is_empty=not is_found())

    def notes() -> list[str]:
        return [*(left_out() if is_found() else ()), *silent_plans_note(context, query)]

    unread = unread_lines(context, query._replace(parts=named.filters))
    facts, notes_below = counts_first(context, counts, [*unread, *bound_lines(query, _), as_of(context)], notes)
    return Document(
        agency if _.name(agency) == agency else f"{_.name(agency)} ({agency})",
        tables, lambda: task_records(context, chain(direct_tasks, group_tasks)),
        data=lambda: (task.as_json() for task in chain(direct_tasks, group_tasks)),
        overview=lambda: tasks_overview(context, chain(direct_tasks, group_tasks)),
        sources=lambda: cite_plans(context, direct_tasks.plans | group_tasks.plans),
        facts=facts, notes=notes_below, empty=_("No task matches."),
    )  # fmt: skip


def agencies_document(context: Context, query: TaskQuery) -> Document:
    """Every agency that a plan names, with how many tasks it leads, takes part in and is mentioned in."""
    _ = context.translator
    loads = list(agency_loads(context.catalogue, query.plans))
    columns: list[Column[AgencyLoad]] = [
        Column(_("agency"), lambda load: load.name, "agency", facet="agency"),
        Column(_("leads"), lambda load: load.leads, "number"),
        Column(_("takes part"), lambda load: load.participates, "number"),
        Column(_("is mentioned"), lambda load: load.mentioned, "number"),
    ]
    fields = [Field("name"), *(Field(key, "number") for key in ("leads", "participates", "mentioned"))]
    return Document(
        _("Agencies"), lambda: [Table(columns, loads)], lambda: Records(fields, loads),
        notes=lambda: [*unread_lines(context, query), *silent_plans_note(context, query)],
        empty=_("No agency is named."),
        overview=lambda: _overview(loads, _),
        sources=lambda: cite_plans(context, query.plans or plan_ids(context.catalogue)),
    )  # fmt: skip


def _overview(loads: Sequence[AgencyLoad], _: Translator) -> "Overview":
    """The number of agencies, and a chart of those with most tasks."""
    from ipcheck.formats.parts import Figure  # only for formats that draw
    from ipcheck.reports.shared.charts import load, make_overview

    return make_overview([Figure(_("agencies"), len(loads))], load(loads, _))


def silent_plans_note(context: Context, query: TaskQuery) -> list[str]:
    """The line that names those of the plans of `query` that name no agency at all: their tasks cannot be in an answer
    about agencies. No line if there is no such plan."""
    _ = context.translator
    silent = [plan for plan in plans_without_agencies(context.catalogue) if not query.plans or plan in query.plans]
    if not silent:
        return []
    template = _(
        "Names no agency for any task, so nothing of it can be here: {plans}. List it: ipcheck tasks --plan {first}"
    )
    return [template.format(plans=_.join_some(silent), first=silent[0])]


def silent_on_agencies(context: Context, query: TaskQuery) -> list[str]:
    """The line that names the plans of `query` that name no agency at all, if `query` filters by agency; otherwise, or
    without such a plan, no line."""
    return silent_plans_note(context, query) if query.parts else []


def _find_direct(context: Context, query: TaskQuery, agency: str, roles: Sequence[str]) -> Iterator[Task]:
    return find_tasks(context.catalogue, query._replace(parts=[AgencyFilter([agency], roles)]), context.judge)


def _find_of_groups(context: Context, query: TaskQuery, agency: str, groups: Sequence[str]) -> Iterator[Task]:
    """The tasks of the groups of an agency that do not name the agency itself."""
    for task in find_tasks(context.catalogue, query._replace(parts=[AgencyFilter(groups)]), context.judge):
        if agency not in task.agencies and task.responsibility_basis != UNREAD:
            yield task


def _role(task: Task, agency: str, _: Translator) -> str:
    if task.responsibility_basis == UNREAD and agency not in task.listed("mentions"):
        return _("not read")
    if agency in task.listed("leads"):
        return _(ROLE_WORDS["lead"])
    role = "participant" if agency in task.listed("participants") else "mentioned"
    return _(ROLE_WORDS[role])


def _in_group(task: Task, groups: Sequence[str], _: Translator) -> str:
    role = ROLE_WORDS["group"]
    return _(role) + _(": ") + _.name(_group(task, groups))


def _group(task: Task, groups: Sequence[str]) -> str:
    return next((group for group in groups if group in task.agencies), "")
