"""Answering a question: open the catalogue, build the document, write it to its destination."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ipcheck.cli.context import build_context
from ipcheck.cli.destination import Destination
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.formats.format import FORMATS
from ipcheck.reports.shared.context import Context


def answer(
    session: Session, build: Callable[[Context], Document], default: str | None = None, filters: Filters | None = None
) -> None:
    """Build a document with `build` and write it to the destination of the call.

    `default` is the format where the call and the settings name none; `filters` are those that the document may state.
    Raises UsageError or InvalidDataError where there is no answer.
    """
    destination = Destination.of(session, default)
    with open_context(session, destination.format) as context:
        destination.forbid_overwriting(files=context.catalogue.files)
        document = build(context)
        day = document.day or context.as_of.isoformat()
        destination.write(document._replace(day=day), context.translator, filters)


@contextmanager
def open_context(session: Session, name: str | None = None, ledgers: Sequence[str] | None = None) -> Iterator[Context]:
    """Open the context of a question, and close its catalogue at the end.

    `name` is the format of the answer: if people read that format, the translator also has names of agencies and
    instruments in the language of the call. `ledgers` are read in place of those that the settings name.
    """
    context = build_context(session, ledgers)
    if name is not None:
        context = context._replace(streams=FORMATS[name].streams)
    try:
        yield context if name is None or FORMATS[name].programs else _with_foreign_names(context, session.settings.both)
    finally:
        context.catalogue.close()


def _with_foreign_names(context: Context, both: bool) -> Context:
    from ipcheck.catalogue.lexicon import with_translations  # imported here: not all formats need it

    return context._replace(translator=with_translations(context.catalogue, context.translator, both))
