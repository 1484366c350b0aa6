"""What every command does with its question: build the answer, write it where it was asked for."""

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
    """Ask the catalogue and write what `build` makes of it, in the format `default` where none is asked for. An answer
    that is passed on by itself says by which `filters` it was asked for. Raises UsageError or InvalidDataError where
    there is no answer."""
    output = output_path(session, common)
    name = chosen_format(session, common, output, default)
    width = chosen_width(session, common)
    with open_context(session, common, name) as context:
        forbid_overwriting_inputs(output, (file.path for file in context.catalogue.files), context.translator)
        write(with_filters(build(context), filters, name, context), name, output, context.translator, width)


def with_filters(document: Document, filters: Filters | None, name: str, context: Context) -> Document:
    """The document with the filters of the call as a fact, where it is written in a format that is passed on."""
    if not filters or not FORMATS[name].sheet or not (given := given_filters(filters)):
        return document
    form = context.translator("Filters: {filters}")
    return document._replace(facts=[*document.facts, form.format(filters="  ".join(given))])


@contextmanager
def open_context(
    session: Session, common: CommonOptions, name: str | None = None, ledgers: Sequence[str] | None = None
) -> Iterator[Context]:
    """The surroundings of a question (see `ask`), and the catalogue closed when it has been answered. With the name of
    a format that people read, agencies and laws go by the names that they have in the language of the call."""
    context = build_context(session, common, ledgers)
    try:
        yield context if name is None or FORMATS[name].programs else _spoken(context)
    finally:
        context.catalogue.close()


def _spoken(context: Context) -> Context:
    from ipcheck.catalogue.lexicon import with_translations  # programs read no names

    return context._replace(translator=with_translations(context.catalogue, context.translator))
