"""ipcheck plans"""

import typer

from ipcheck.answers.plans import plans_document
from ipcheck.cli.answer import answer
from ipcheck.cli.options import Filters, Run
from ipcheck.cli.question import wanted
from ipcheck.words import N_

HELP = N_("The plans, with period, issuer and counts.")


def command(context: typer.Context, run: Run) -> None:
    """See HELP."""
    answer(context.obj, run, lambda asked: plans_document(asked, wanted(asked, Filters())))
