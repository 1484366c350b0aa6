"""ipcheck tasks: tasks in document order."""

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import CommonOptions, Filters
from ipcheck.reports.due import tasks_document

HELP = N_("Tasks by any filters, in document order.")


def command(ctx: typer.Context, common: CommonOptions, filters: Filters) -> None:
    """List the tasks that match the filters."""
    answer(ctx.obj, common, lambda context: tasks_document(context, task_query(context, filters)), filters=filters)
