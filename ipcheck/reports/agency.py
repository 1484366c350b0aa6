"""The tasks of one agency with its role in each, and all agencies with the number of their tasks."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import AgencyFilter, TaskQuery
from ipcheck.catalogue.lists import AgencyLoad, agency_loads, plan_ids, plans_without_agencies
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.situation import SITUATIONS, UNREAD
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Held, Records, Table
from ipcheck.reports.due import agency_lines, bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import FoundTasks, situations_in_words, tasks_held
from ipcheck.reports.shared.labels import ROLE_WORDS, SITUATION_WORDS
from ipcheck.reports.shared.listing import with_command
from ipcheck.reports.shared.task_table import (
    as_of,
    cite_plans,
    counts_first,
    task_columns,
    task_json,
    task_records,
    tasks_overview,
)
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.catalogue.agencies import Counterpart, NamedAgency
    from ipcheck.formats.parts import Overview


def agency_document(context: Context, query: TaskQuery, named: "NamedAgency") -> Document:
    """The tasks of the agency in its roles, then those of its groups, then those of the local agencies that answer to
    it, where they are asked for."""
    _ = context.translator
    agency, groups, local = named.name, named.groups, named.local
    agencies = named.own_filter.agencies

    def found_of(others: Sequence[str]) -> FoundTasks:
        return FoundTasks(context, lambda: _find_of_others(context, query, agencies, others) if others else ())

    direct_tasks = FoundTasks(context, lambda: _find_direct(context, query, named.own_filter) if named.roles else ())
    group_tasks, local_tasks = found_of(groups), found_of(local)
    all_tasks = (direct_tasks, group_tasks, local_tasks)

    def tables() -> list[Table[Any]]:
        direct = Table(task_columns(_, lambda task: _role(task, agencies, _)), list(direct_tasks))
        columns = task_columns(_, lambda task: _role_of(task, "group", groups, _))
        local_columns = task_columns(_, lambda task: _role_of(task, "local", local, _))
        return [
            _figures(all_tasks, _), direct, Table(columns, list(group_tasks), _("Tasks of its groups")),
            Table(local_columns, list(local_tasks), _("Tasks of the local agencies that report to it")),
        ]  # fmt: skip

    def counts() -> list[str]:
        lines = [situations_in_words(direct_tasks.situations, _)]
        if group_tasks.situations:
            in_words = situations_in_words(group_tasks.situations, _)
            lines.append(_("Of its groups ({groups}): {counts}").format(groups=_.join_names(groups), counts=in_words))
        if local_tasks.situations:
            in_words = situations_in_words(local_tasks.situations, _)
            names = _.join_some(local, _.name)
            lines.append(_("Of the local agencies ({names}): {counts}").format(names=names, counts=in_words))
        return lines if is_found() else [*lines, *left_out()]

    def is_found() -> bool:
        return any(tasks.situations for tasks in all_tasks)

    def left_out() -> list[str]:
        asked = query._replace(parts=named.filters)
        return bound_exclusions(context, asked, is_empty=not is_found())

    def notes() -> list[str]:
        return [*(left_out() if is_found() else ()), *silent_plans_note(context, query)]

    unread = unread_lines(context, query._replace(parts=named.filters))
    about = [*unread, *agency_lines(query._replace(parts=[named.own_filter]), _), *_counterpart_lines(named, _)]
    facts, notes_below = counts_first(context, counts, [*about, *bound_lines(query, _), as_of(context)], notes)
    return Document(
        agency if _.name(agency) == agency else f"{_.name(agency)} ({agency})",
        tables, lambda: task_records(context, chain(*all_tasks)),
        data=lambda: map(task_json(context), chain(*all_tasks)),
        overview=lambda: tasks_overview(context, chain(*all_tasks)),
        sources=lambda: cite_plans(context, set().union(*(tasks.plans for tasks in all_tasks))),
        facts=facts, notes=notes_below,
        holds=lambda: tasks_held(sum(tasks.situations.total() for tasks in all_tasks), _),
    )  # fmt: skip


def _figures(found: Sequence[FoundTasks], _: Translator) -> Table[tuple[str, Counter[str]]]:
    """How many tasks of each plan are in each situation: where they are not drawn."""
    by_plan: dict[str, Counter[str]] = defaultdict(Counter)
    for tasks in found:
        for plan, counts in tasks.by_plan.items():
            by_plan[plan] += counts
    rows = list(by_plan.items())
    if len(rows) > 1:
        rows.append((_("all"), sum(by_plan.values(), Counter())))

    def count(situation: str) -> Column[tuple[str, Counter[str]]]:
        return Column(_(SITUATION_WORDS[situation]), lambda row: row[1][situation] or None, "number", optional=True)

    columns: list[Column[tuple[str, Counter[str]]]] = [
        Column(_("plan"), lambda row: row[0], "id"), Column(_("tasks"), lambda row: row[1].total(), "number"),
        *map(count, SITUATIONS),
    ]  # fmt: skip
    together = sum(bool(tasks.situations) for tasks in found) > 1
    return Table(columns, rows, _("All of these, by plan") if together else None, where="glance")


def agencies_document(context: Context, query: TaskQuery) -> Document:
    """Every agency that a plan names, with how many tasks it leads, takes part in and is mentioned in."""
    _ = context.translator
    loads = list(agency_loads(context.catalogue, query.plans))
    columns: list[Column[AgencyLoad]] = [
        Column(_("agency"), lambda load: load.name, "agency", facet="agency"),
        Column(_("leads"), lambda load: load.leads, "number"),
        Column(_("takes part"), lambda load: load.participates, "number"),
        Column(_("is mentioned"), lambda load: load.mentioned, "number"),
        Column(_("reports to"), lambda load: None if load.is_former else load.counterpart, "agency", optional=True),
        Column(_("followed by"), lambda load: load.counterpart if load.is_former else None, "agency", optional=True),
        Column(_("id"), lambda load: load.id, "id", roomy=True),
    ]
    counts = (Field(key, "number") for key in ("leads", "participates", "mentioned"))
    fields = [Field("name"), *counts, Field("counterpart"), Field("region"), Field("id")]
    return Document(
        _("Agencies"), lambda: [Table(columns, loads)],
        lambda: Records(fields, ((*load[:6], load.id) for load in loads)),
        notes=lambda: [*unread_lines(context, query), *silent_plans_note(context, query)],
        empty=_("No agencies are named."), counted=_("{n} of {all} agencies"),
        overview=lambda: _overview(loads, _),
        sources=lambda: cite_plans(context, query.plans or plan_ids(context.catalogue)),
        holds=lambda: Held(len(loads), _.many("{n} agency", "{n} agencies", len(loads))),
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
    line = _("Names no agency for any task, so nothing of it can be here: {plans}.").format(plans=_.join_some(silent))
    return [with_command([line], _("List it: {command}").format(command=f"ipcheck tasks --plan {silent[0]}"), _)]


def silent_on_agencies(context: Context, query: TaskQuery) -> list[str]:
    """The line that names the plans of `query` that name no agency at all, if `query` filters by agency; otherwise, or
    without such a plan, no line."""
    return silent_plans_note(context, query) if query.parts else []


def with_counterparts(counterparts: Mapping[str, "Counterpart"], former: bool, _: Translator) -> str:
    """The local agencies as people read them, or the `former` ones, each with its counterpart; empty without any."""
    template = _("{name} (now {counterpart})") if former else _("{name} (reports to {counterpart})")
    return _.join(
        [
            template.format(name=_.name(name), counterpart=_.name(of.name)) if of.name else _.name(name)
            for name, of in counterparts.items()
            if bool(of.former) is former
        ]
    )


def _counterpart_lines(named: "NamedAgency", _: Translator) -> list[str]:
    """The lines that say whose agencies the local ones are, and who followed a former one."""
    lines = [(_("Local: {agencies}"), False), (_("Former: {agencies}"), True)]
    names = [(template, with_counterparts(named.counterparts, former, _)) for template, former in lines]
    return [template.format(agencies=agencies) for template, agencies in names if agencies]


def _find_direct(context: Context, query: TaskQuery, own: AgencyFilter) -> Iterator[Task]:
    return find_tasks(context.catalogue, query._replace(parts=[own]), context.judge)


def _find_of_others(
    context: Context, query: TaskQuery, agencies: Sequence[str], others: Sequence[str]
) -> Iterator[Task]:
    """The tasks of the `others` (groups, local agencies) that do not name the `agencies` themselves."""
    for task in find_tasks(context.catalogue, query._replace(parts=[AgencyFilter(others)]), context.judge):
        if not set(agencies) & set(task.agencies) and task.responsibility_basis != UNREAD:
            yield task


def _role(task: Task, agencies: Sequence[str], _: Translator) -> str:
    def names_any(field: str) -> bool:
        return bool(set(agencies) & set(task.listed(field)))

    if task.responsibility_basis == UNREAD and not names_any("mentions"):
        return _("not recognised")
    if names_any("leads"):
        return _(ROLE_WORDS["lead"])
    return _(ROLE_WORDS["participant" if names_any("participants") else "mentioned"])


def _role_of(task: Task, role: str, others: Sequence[str], _: Translator) -> str:
    """The role of the others (groups, local agencies) for which a task is listed, with the first of their names."""
    return _(ROLE_WORDS[role]) + _(": ") + _.name(next((name for name in task.agencies if name in others), ""))
