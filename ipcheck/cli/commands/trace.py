"""ipcheck trace"""

from typing import Annotated

import typer

from ipcheck.base.findings import Refused
from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Asked
from ipcheck.reports.trace import trace, trace_document

HELP = N_("Every task on a law or document through the years, with what is promised for it; or on any other word.")


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    word: Annotated[
        str, typer.Argument(metavar=N_("WORD"), help=N_("A law or document by any of its names, or any text."))
    ],
) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        if not word.strip():
            raise Refused(asked.words("an empty word is in every task; name a law, a document or any text"))
        return trace_document(asked, trace(asked, word, wanted(asked, filters)))

    answer(context.obj, run, build, filters=filters)
