"""ipcheck show: one task or plan in full."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.options import completed
from ipcheck.cli.settings import Session
from ipcheck.reports.show import show_document

HELP = N_("One task or one plan in full: text, phrases and what they mean, context, source.")


def command(
    session: Session,
    name: Annotated[
        str, typer.Argument(metavar=N_("ID"), help=N_("The id: 2025-8, or 2025."), autocompletion=completed("plan"))
    ],
) -> None:
    """Show the task or plan with the id `name`."""
    answer(session, lambda context: show_document(context, name))
