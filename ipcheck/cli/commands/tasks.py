"""ipcheck tasks"""

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.reports.due import tasks_document

HELP = N_("Tasks by any filters, in document order.")


def command(context: typer.Context, run: Run, filters: Filters) -> None:
    """See HELP."""
    answer(context.obj, run, lambda asked: tasks_document(asked, wanted(asked, filters)), filters=filters)
