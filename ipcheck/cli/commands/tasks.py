"""ipcheck tasks: tasks in document order."""

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.reports.due import tasks_document

HELP = N_("Tasks by any filters, in document order.")


def command(session: Session, filters: Filters) -> None:
    """List the tasks that match the filters."""
    answer(session, lambda context: tasks_document(context, task_query(context, filters)), filters=filters)
