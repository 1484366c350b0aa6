"""ipcheck calendar: last days as a calendar."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.catalogue.conditions import STATED
from ipcheck.cli.answer import answer
from ipcheck.cli.context import read_days_before, task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.calendar import calendar_document
from ipcheck.reports.shared.context import Context

HELP = N_("Stated deadlines for calendar programs; in the ics format if no other is given.")


def command(
    session: Session,
    filters: Filters,
    alarm: Annotated[
        list[str] | None,
        typer.Option(
            "--alarm", metavar=N_("SPAN"), help=N_("Remind this long before the deadline: 7d, 2w. Repeatable.")
        ),
    ] = None,
) -> None:
    """Write the last days that match the filters as a calendar; only stated days unless --basis says otherwise."""
    days = read_days_before("--alarm", alarm or (), session.translator)

    def build(context: Context) -> Document:
        query = task_query(context, filters, session.settings.plan)
        return calendar_document(context, query if filters.basis else query._replace(basis=STATED), days)

    answer(session, build, default="ics", filters=filters)
