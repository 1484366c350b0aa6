"""ipcheck due"""

import typer

from ipcheck.answers.asked import Asked
from ipcheck.answers.due import AHEAD, default_basis, due_document
from ipcheck.cli.answer import answer
from ipcheck.cli.options import Filters, Run
from ipcheck.cli.question import wanted
from ipcheck.documents import Document
from ipcheck.spans import days_ahead
from ipcheck.words import N_

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
