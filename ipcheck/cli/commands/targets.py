"""ipcheck targets: the figures that plans promise, and what was reached."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import FILTERS, Choice, Filters, PlanIds, completed
from ipcheck.cli.settings import Session
from ipcheck.domain.target import RESULTS
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context

HELP = N_("Figures that plans promise (16.5 months, 20%), what was reached when, and whether they were met.")


def command(
    session: Session,
    filters: Filters,
    ids: PlanIds = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar=N_("NAME"),
            help=N_("Only figures of this measure, by its id or name: invention-pendency. Repeatable."),
            autocompletion=completed("measure"),
        ),
    ] = None,
    result: Annotated[
        list[str] | None,
        Choice(RESULTS, "result"),
        typer.Option("--result", help=N_("Only met, not-met or not-known. Repeatable."), rich_help_panel=FILTERS),
    ] = None,
) -> None:
    """List the figures that the plans with these `ids` (and of --plan) promise and that match the options."""
    filters = filters.with_plans(ids)

    def build(context: Context) -> Document:
        from ipcheck.catalogue.resolve import resolve_measure
        from ipcheck.reports.targets import TargetsQuery, targets_document

        measures = [resolve_measure(context.catalogue, name, context.translator) for name in measure or ()]
        return targets_document(context, TargetsQuery(task_query(context, filters), measures, result or ()))

    answer(session, build, filters=filters._replace(plan=None))
