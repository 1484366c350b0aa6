"""The tasks of one agency with its role in each, and all agencies with the number of their tasks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import AgencyFilter, TaskQuery
from ipcheck.catalogue.lists import AgencyLoad, agency_loads, plan_ids, plans_without_agencies
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.resolve import NamedAgency
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import ROLE_WORDS
from ipcheck.reports.shared.task_table import (
    CountedTasks,
    as_of,
    cite_plans,
    count_line,
    task_columns,
    task_row,
    tasks_overview,
)

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview


def agency_document(context: Context, query: TaskQuery, named: NamedAgency) -> Document:
    """The tasks of the agency in its roles, then those of its groups."""
    _ = context.translator
    agency, roles, groups = named

    def find_direct_tasks() -> Iterable[Task]:
        return _find_direct(context, query, agency, roles) if roles else ()

    def find_group_tasks() -> Iterable[Task]:
        return _find_of_groups(context, query, agency, groups) if groups else ()

    direct_tasks, group_tasks = CountedTasks(find_direct_tasks()), CountedTasks(find_group_tasks())
    columns = task_columns(context, role=True)

    def notes() -> list[str]:
        lines = [count_line(direct_tasks, _)]
        if group_tasks.count:
            lines.append(
                _("Of its groups ({groups}): {counts}").format(
                    groups=_.join_names(groups), counts=count_line(group_tasks, _)
                )
            )
        left_out = bound_exclusions(context, query._replace(parts=named.filters))
        return [*lines, *left_out, *silent_plans_note(context, query)]

    def data() -> Iterator[Any]:
        for tasks in (direct_tasks, group_tasks):
            for task in tasks:
                yield task.as_json()

    return Document(
        agency if _.name(agency) == agency else f"{_.name(agency)} ({agency})",
        [
            Table(columns, ((*task_row(task, _), _role(task, agency, _)) for task in direct_tasks)),
            Table(
                columns, ((*task_row(task, _), _in_group(task, groups, _)) for task in group_tasks),
                _("Tasks of its groups"),
            ),
        ],
        overview=lambda: tasks_overview(context, chain(find_direct_tasks(), find_group_tasks())),
        sources=lambda: cite_plans(context, direct_tasks.plans | group_tasks.plans),
        data=data, facts=[*bound_lines(query, _), as_of(context)], notes=notes, empty=_("No task matches."),
    )  # fmt: skip


def agencies_document(context: Context, query: TaskQuery) -> Document:
    """Every agency that a plan names, with how many tasks it leads, takes part in and is mentioned in."""
    _ = context.translator
    rows = list(agency_loads(context.catalogue, query.plans))
    columns = [
        Column("name", _("agency"), "agency", shown=1, facet="agency"),
        Column("leads", _("leads"), "number", shown=2),
        Column("participates", _("takes part"), "number", shown=3),
        Column("mentioned", _("is mentioned"), "number", shown=4),
    ]
    return Document(
        _("Agencies"), [Table(columns, rows)], data=lambda: (row._asdict() for row in rows),
        notes=lambda: silent_plans_note(context, query), empty=_("No agency is named."),
        overview=lambda: _overview(rows, _),
        sources=lambda: cite_plans(context, query.plans or plan_ids(context.catalogue)),
    )  # fmt: skip


def _overview(loads: Sequence[AgencyLoad], _: Translator) -> "Overview":
    """The number of agencies, and a chart of those with most tasks."""
    from ipcheck.formats.overview import Figure  # only for formats that draw
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
        if agency not in task.agencies:
            yield task


def _role(task: Task, agency: str, _: Translator) -> str:
    if task.lead == agency:
        return _(ROLE_WORDS["lead"])
    role = "participant" if agency in task.listed("participants") else "mentioned"
    return _(ROLE_WORDS[role])


def _in_group(task: Task, groups: Sequence[str], _: Translator) -> str:
    role = ROLE_WORDS["group"]
    return _(role) + _(": ") + _.name(_group(task, groups))


def _group(task: Task, groups: Sequence[str]) -> str:
    return next((group for group in groups if group in task.agencies), "")
