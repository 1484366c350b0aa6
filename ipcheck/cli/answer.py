"""Answering a question: open the catalogue, build the document, write it to its destination."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ipcheck.cli.context import build_context
from ipcheck.cli.destination import chosen_format, chosen_width, forbid_overwriting_inputs, output_path, write
from ipcheck.cli.options import CommonOptions, Filters, given_filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.formats.format import FORMATS
from ipcheck.reports.shared.context import Context


def answer(
    session: Session, common: CommonOptions, build: Callable[[Context], Document], default: str | None = None,
    filters: Filters | None = None,
) -> None:  # fmt: skip
    """Build a document with `build` and write it to the destination of the call.

    `default` is the format where the call and the settings name none. In formats that people pass on (`Format.sheet`),
    the document states the `filters` of the call. Raises UsageError or InvalidDataError where there is no answer.
    """
    output = output_path(session, common)
    name = chosen_format(session, common, output, default)
    width = chosen_width(session, common)
    with open_context(session, common, name) as context:
        forbid_overwriting_inputs(output, (file.path for file in context.catalogue.files), context.translator)
        write(with_filters(build(context), filters, name, context), name, output, context.translator, width)


def with_filters(document: Document, filters: Filters | None, name: str, context: Context) -> Document:
    """The document, with the filters of the call as a fact if people pass on the format called `name`."""
    if not filters or not FORMATS[name].sheet or not (options := given_filters(filters)):
        return document
    template = context.translator("Filters: {filters}")
    return document._replace(facts=[*document.facts, template.format(filters="  ".join(options))])


@contextmanager
def open_context(
    session: Session, common: CommonOptions, name: str | None = None, ledgers: Sequence[str] | None = None
) -> Iterator[Context]:
    """Open the context of a question, and close its catalogue at the end.

    `name` is the format of the answer: if people read that format, the translator also has names of agencies and
    instruments in the language of the call. `ledgers` are read in place of those that the call names.
    """
    context = build_context(session, common, ledgers)
    try:
        yield context if name is None or FORMATS[name].programs else _with_foreign_names(context)
    finally:
        context.catalogue.close()


def _with_foreign_names(context: Context) -> Context:
    from ipcheck.catalogue.lexicon import with_translations  # imported here: not all formats need it

    return context._replace(translator=with_translations(context.catalogue, context.translator))
