"""ipcheck due: last days, soonest first."""

from ipcheck.base.dates import days_ahead
from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.domain.situation import UNREAD
from ipcheck.formats.document import Document
from ipcheck.reports.due import AHEAD, default_basis, due_document
from ipcheck.reports.shared.context import Context

HELP = N_("Deadlines, soonest first; without bounds, those passed and the next 90 days.")


def command(session: Session, filters: Filters) -> None:
    """List the last days that match the filters; without bounds, those up to AHEAD days after --as-of."""

    def build(context: Context) -> Document:
        query = task_query(context, filters)
        if not filters.basis:
            query = query._replace(basis=default_basis(query.plans))
        if not query.bounded and query.basis != UNREAD:
            query = query._replace(before=days_ahead(context.as_of, AHEAD).isoformat())
        return due_document(context, query)

    answer(session, build, filters=filters)
