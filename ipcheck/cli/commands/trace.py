"""ipcheck trace: the tasks on an instrument, or with a word, through the years."""

from typing import Annotated

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_
from ipcheck.catalogue.resolve import resolve_word
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.trace import trace, trace_document

HELP = N_("Every task on a law or document through the years, with what is promised for it; or on any other word.")


def command(
    session: Session,
    filters: Filters,
    word: Annotated[
        str, typer.Argument(metavar=N_("WORD"), help=N_("A law or document by any of its names, or any text."))
    ],
) -> None:
    """Follow `word`, an instrument or any text, through the tasks that match the filters."""

    def build(context: Context) -> Document:
        if not word.strip():
            raise UsageError(context.translator("an empty word matches every task; name a law, a document or any text"))
        query = task_query(context, filters)
        return trace_document(context, trace(context, resolve_word(context.catalogue, word), query))

    answer(session, build, filters=filters)
