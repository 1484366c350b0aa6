"""ipcheck due"""

import typer

from ipcheck.answers.asked import Asked
from ipcheck.answers.due import default_basis, due_document
from ipcheck.cli.options import Filters, Run
from ipcheck.cli.session import answer, span, wanted
from ipcheck.documents import Document
from ipcheck.words import N_

HELP = N_("Last days, soonest first; without bounds those that have passed and the next 90 days.")

_AHEAD = "90d"


def command(context: typer.Context, run: Run, filters: Filters) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        asking = wanted(asked, filters)
        if not filters.basis:
            asking = asking._replace(basis=default_basis(asking.plans))
        if not (asking.before or asking.after):
            ahead = span("--before", _AHEAD, asked.as_of, asked.words)
            asking = asking._replace(before=ahead.last.isoformat() if ahead else None)
        return due_document(asked, asking)

    answer(context.obj, run, build)
