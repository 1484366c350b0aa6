"""ipcheck worklist: what is still to be looked for."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import task_query
from ipcheck.cli.destination import Destination
from ipcheck.cli.filter_words import filters_in_words
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.reports.worklist import find_worklist, worklist_document

HELP = N_("What nobody has searched for, or not for over a year, most important first; as a workbook, to fill in.")


def command(
    session: Session,
    filters: Filters,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar=N_("ROWS"),
            min=1,
            help=N_("How many rows to list; if not given, all in HTML, a workbook, CSV or JSON, else 20."),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the workbook if it exists."))] = False,
) -> None:
    """List what is to be looked for among the tasks that match the filters. A workbook is a form, and may hold what
    somebody has filled in: it is replaced only with --force."""
    destination = Destination.of(session)
    with open_context(session, destination.format) as context:
        destination.forbid_overwriting(files=context.catalogue.files)
        query = task_query(context, filters, session.settings.plan)
        work = find_worklist(context, query)
        document = worklist_document(context, query, work, limit)
        if destination.format == "xlsx":
            from ipcheck.sheet.worklist_form import worklist_form  # imported here because only a workbook is a form

            destination.forbid_replacing(force)
            scope = filters_in_words(filters, context.translator)
            document = worklist_form(context, document, work.lookups[:limit], scope)
        destination.write(document, context.translator, filters)
