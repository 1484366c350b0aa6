"""ipcheck plans"""

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.reports.plans import plans_document

HELP = N_("The plans, with period, issuer and counts.")


def command(context: typer.Context, run: Run) -> None:
    """See HELP."""
    answer(context.obj, run, lambda asked: plans_document(asked, wanted(asked, Filters())))
