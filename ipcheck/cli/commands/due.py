"""ipcheck due"""

import typer

from ipcheck.base.dates import days_ahead
from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.formats.document import Document
from ipcheck.reports.due import AHEAD, default_basis, due_document
from ipcheck.reports.shared.context import Asked

HELP = N_("Last days, soonest first; without bounds those that have passed and the next 90 days.")


def command(context: typer.Context, run: Run, filters: Filters) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        asking = wanted(asked, filters)
        if not filters.basis:
            asking = asking._replace(basis=default_basis(asking.plans))
        if not (asking.before or asking.after):
            asking = asking._replace(before=days_ahead(asked.as_of, AHEAD).isoformat())
        return due_document(asked, asking)

    answer(context.obj, run, build, filters=filters)
