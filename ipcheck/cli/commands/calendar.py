"""ipcheck calendar"""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.catalogue.conditions import STATED
from ipcheck.cli.answer import answer
from ipcheck.cli.context import answering_for, days_before, wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.formats.document import Document
from ipcheck.reports.calendar import calendar_document
from ipcheck.reports.shared.context import Asked

HELP = N_("A calendar of stated last days, which calendar programs read; ics unless another format is asked for.")


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    alarm: Annotated[
        list[str] | None,
        typer.Option("--alarm", metavar=N_("SPAN"), help=N_("Ring so long before the last day: 7d, 2w. Repeatable.")),
    ] = None,
) -> None:
    """See HELP."""
    days = days_before("--alarm", alarm or (), context.obj.words)

    def build(asked: Asked) -> Document:
        asking = wanted(asked, answering_for(context.obj, filters))
        return calendar_document(asked, asking if filters.basis else asking._replace(basis=STATED), days)

    answer(context.obj, run, build, default="ics", filters=filters)
