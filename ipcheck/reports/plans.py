"""The list of plans, each with the numbers of its tasks, last days and agencies."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.unread import UnreadCounts
from ipcheck.domain.plan import Plan
from ipcheck.formats.document import Column, Document, Field, Held, Records, Row, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import english_of, text_columns
from ipcheck.reports.shared.sources import citation, cite_title
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview

_FIELDS = (
    *(Field(key) for key in ("id", "title", "issuer", "issued", "period")),
    *(Field(key, "number") for key in ("tasks", "dated", "ongoing", "agencies")),
    Field("path"),
    *(Field(key, "number") for key in ("unread_deadlines", "unread_responsibilities")),
    Field("english"),
)


def plans_document(context: Context, query: TaskQuery) -> Document:
    """The plans with period, issuer and counts, in time order."""
    _ = context.translator
    listed_plans = list(plans(context.catalogue, query.plans))
    columns: list[Column[Plan]] = [
        Column(_("plan"), lambda plan: plan.id, "id"),
        *text_columns(attrgetter("title"), attrgetter("id"), _, _("title")),
        Column(_("date"), lambda plan: plan.issued or plan.published, "day"),
        Column(_("period"), lambda plan: plan.period, "id", optional=True),
        Column(_("tasks"), lambda plan: plan.tasks, "number"),
        Column(_("with a deadline"), lambda plan: plan.dated, "number"),
        Column(_("ongoing"), lambda plan: plan.ongoing, "number"),
        Column(_("agencies"), lambda plan: plan.agencies, "number"),
        Column(_("deadlines not recognised"), lambda plan: plan.unread_deadlines or None, "number", optional=True),
        Column(_("responsibilities not recognised"), lambda plan: plan.unread_responsibilities or None, "number", True),
        Column(_("issuer"), lambda plan: plan.issuer, "agency", roomy=True),
    ]
    stored, english = attrgetter(*(field.key for field in _FIELDS[:-1])), english_of(context)

    def values(plan: Plan) -> Row:
        return (*stored(plan), english(plan.id))

    total = sum(plan.tasks for plan in listed_plans)
    unread = unread_of(listed_plans)
    return Document(
        _("Plans"), lambda: [Table(columns, listed_plans)], lambda: Records(_FIELDS, map(values, listed_plans)),
        notes=lambda: [
            _("Plans: {plans}. Tasks: {tasks}.").format(plans=len(listed_plans), tasks=total),
            *unread_lines(context, query, unread),
        ],
        empty=_("No plans."), counted=_("{n} of {all} plans"),
        overview=lambda: _overview(listed_plans, _), sources=lambda: [citation(plan, _) for plan in listed_plans],
        holds=lambda: Held(len(listed_plans), _.many("{n} plan", "{n} plans", len(listed_plans))),
    )  # fmt: skip


def unread_of(listed_plans: Sequence[Plan]) -> UnreadCounts:
    """How many tasks of these plans have phrases that no rule reads."""
    return UnreadCounts(
        sum(plan.unread_deadlines for plan in listed_plans), sum(plan.unread_responsibilities for plan in listed_plans)
    )


def _overview(listed_plans: Sequence[Plan], _: Translator) -> "Overview":
    """How many plans and tasks there are, and of each plan how many have a stated last day."""
    from ipcheck.formats.parts import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import make_overview

    series = [
        Series(_("with a stated deadline"), "lead", [plan.dated for plan in listed_plans]),
        Series(_("without a stated deadline"), "participant", [plan.tasks - plan.dated for plan in listed_plans]),
    ]
    figures = [Figure(_("plans"), len(listed_plans)), Figure(_("tasks"), sum(plan.tasks for plan in listed_plans))]
    return make_overview(figures, Chart(_("Tasks by plan"), [plan.id for plan in listed_plans], series, across=True))


def scope_line(context: Context, query: TaskQuery, others: Sequence[str] = ()) -> list[str]:
    """The line that says to which plans, and to which `others`, an answer is limited; no line if it covers
    everything."""
    _ = context.translator
    named_plans = plans(context.catalogue, query.plans) if query.plans else ()
    scope = [*(_.gist(plan.id, cite_title(plan.title)) for plan in named_plans), *others]
    return [_("Only: {scope}").format(scope=_.join(scope))] if scope else []
