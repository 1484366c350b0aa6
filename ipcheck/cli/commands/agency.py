"""ipcheck agency"""

from typing import Annotated

import typer

from ipcheck.answers.agency import agencies_document, agency_document
from ipcheck.answers.asked import Asked, known_agency
from ipcheck.cli.answer import answer
from ipcheck.cli.options import Filters, Run, complete_agencies, values
from ipcheck.cli.question import wanted
from ipcheck.documents import Document
from ipcheck.words import N_

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
