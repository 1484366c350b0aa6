"""ipcheck agency: the tasks of one agency, or every agency."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.catalogue.agencies import resolve_agency
from ipcheck.catalogue.conditions import DIRECT
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters, completed
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.agency import agencies_document, agency_document
from ipcheck.reports.shared.context import Context

HELP = N_("The tasks of one agency with its role, then those of its groups; without a name, all agencies.")


def command(
    session: Session,
    filters: Filters,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("NAME"), help=N_("The agency, by any of its names."), autocompletion=completed("agency")
        ),
    ] = None,
) -> None:
    """List the tasks of the agency in `name` or --agency that match the other filters; without either, all agencies."""

    def build(context: Context) -> Document:
        query = task_query(context, filters._replace(agency=None))
        agency = name or filters.agency
        if agency is None:
            return agencies_document(context, query)
        roles = filters.role or (*DIRECT, "group")
        named = resolve_agency(context.catalogue, agency, roles, context.translator, query.plans)
        return agency_document(context, query, named)

    answer(session, build, filters=filters)
