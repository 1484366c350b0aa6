"""ipcheck plans: the plans with their counts."""

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import CommonOptions, Filters
from ipcheck.reports.plans import plans_document

HELP = N_("The plans, with period, issuer and counts.")


def command(ctx: typer.Context, common: CommonOptions) -> None:
    """List all plans."""
    answer(ctx.obj, common, lambda context: plans_document(context, task_query(context, Filters())))
