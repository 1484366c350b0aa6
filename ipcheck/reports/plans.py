"""The list of plans, each with the numbers of its tasks, last days and agencies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.domain.plan import Plan
from ipcheck.formats.document import Column, Document, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.sources import citation, cite_title
from ipcheck.reports.shared.task_table import gist_cells, gist_columns

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview


def plans_document(context: Context, query: TaskQuery) -> Document:
    """The plans with period, issuer and counts, in time order."""
    _ = context.translator
    listed_plans = list(plans(context.catalogue, query.plans))
    columns = [
        Column("id", _("plan"), "id", shown=1),
        Column("title", _("title"), shown=2),
        *gist_columns(_, shown=3),
        Column("issuer", _("issuer"), "agency", roomy=True),
        Column("issued", _("issued"), "day"),
        Column("date", _("date"), "day", shown=4, data=False),
        Column("period", _("period"), "id", shown=5, optional=True),
        Column("tasks", _("tasks"), "number", shown=6),
        Column("dated", _("dated"), "number", shown=7),
        Column("ongoing", _("ongoing"), "number", shown=8),
        Column("agencies", _("agencies"), "number", shown=9),
        Column("path", _("file")),
    ]
    rows = (
        (plan.id, plan.title, *gist_cells(plan.id, _), plan.issuer, plan.issued, plan.issued or plan.published,
         plan.period, plan.tasks, plan.dated, plan.ongoing, plan.agencies, plan.path)
        for plan in listed_plans
    )  # fmt: skip
    total = sum(plan.tasks for plan in listed_plans)
    return Document(
        _("Plans"), [Table(columns, rows)], data=lambda: (plan.as_json() for plan in listed_plans),
        notes=lambda: [_("Plans: {plans}. Tasks: {tasks}.").format(plans=len(listed_plans), tasks=total)],
        empty=_("No plan."),
        overview=lambda: _overview(listed_plans, _), sources=lambda: [citation(plan, _) for plan in listed_plans],
    )  # fmt: skip


def _overview(listed_plans: Sequence[Plan], _: Translator) -> "Overview":
    """How many plans and tasks there are, and of each plan how many have a stated last day."""
    from ipcheck.formats.overview import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import make_overview

    series = [
        Series(_("with a stated last day"), "lead", [plan.dated for plan in listed_plans]),
        Series(_("without one"), "participant", [plan.tasks - plan.dated for plan in listed_plans]),
    ]
    figures = [Figure(_("plans"), len(listed_plans)), Figure(_("tasks"), sum(plan.tasks for plan in listed_plans))]
    return make_overview(figures, Chart(_("Tasks by plan"), [plan.id for plan in listed_plans], series, across=True))


def scope_line(context: Context, query: TaskQuery, others: Sequence[str] = ()) -> list[str]:
    """The line that says to which plans, and to which `others`, an answer is limited; no line if it covers
    everything."""
    _ = context.translator
    named_plans = plans(context.catalogue, query.plans) if query.plans else ()
    scope = [*(cite_title(plan.title) for plan in named_plans), *others]
    return [_("Only: {scope}").format(scope=_.join(scope))] if scope else []
