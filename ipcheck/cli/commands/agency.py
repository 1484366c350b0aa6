"""ipcheck agency"""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run, complete_agencies, values
from ipcheck.formats.document import Document
from ipcheck.reports.agency import agencies_document, agency_document
from ipcheck.reports.shared.context import Asked, known_agency

HELP = N_("One agency's tasks with its role, then those of its groups; without a name, every agency.")


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("NAME"), help=N_("The agency, by any of its names."), autocompletion=complete_agencies
        ),
    ] = None,
) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        asking = wanted(asked, filters._replace(agency=None))
        called = name or filters.agency
        if called is None:
            return agencies_document(asked, asking)
        return agency_document(asked, asking, known_agency(asked, called), values(filters.role) or None)

    answer(context.obj, run, build, filters=filters)
