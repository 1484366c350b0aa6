"""ipcheck tasks"""

import typer

from ipcheck.answers.due import tasks_document
from ipcheck.cli.answer import answer
from ipcheck.cli.options import Filters, Run
from ipcheck.cli.question import wanted
from ipcheck.words import N_

HELP = N_("Tasks by any filters, in document order.")


def command(context: typer.Context, run: Run, filters: Filters) -> None:
    """See HELP."""
    answer(context.obj, run, lambda asked: tasks_document(asked, wanted(asked, filters)), filters=filters)
