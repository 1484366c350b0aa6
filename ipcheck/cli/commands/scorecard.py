"""ipcheck scorecard: how many promises were kept."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters, completed
from ipcheck.cli.settings import Session
from ipcheck.reports.scorecard_document import scorecard_document

HELP = N_("How many promises of a plan were kept: in time, late, in part; by section and agency.")


def command(
    session: Session,
    filters: Filters,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=N_("[PLAN]..."),
            help=N_("The plans, by their ids; all if none is given."),
            autocompletion=completed("plan"),
        ),
    ] = None,
) -> None:
    """Sum up what became of the promises of the plans with these `ids` (and of --plan) that match the filters."""
    filters = filters._replace(plan=list(dict.fromkeys([*(ids or ()), *(filters.plan or ())])) or None)
    answer(
        session,
        lambda context: scorecard_document(context, task_query(context, filters)),
        filters=filters._replace(plan=None),
    )
