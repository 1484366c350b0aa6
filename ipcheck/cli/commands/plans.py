"""ipcheck plans: the plans with their counts."""

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.reports.plans import plans_document

HELP = N_("The plans, with period, issuer and counts.")


def command(session: Session) -> None:
    """List all plans."""
    answer(session, lambda context: plans_document(context, task_query(context, Filters())))
