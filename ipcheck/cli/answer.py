"""What every command does with its question: build the answer, write it where it was asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ipcheck.cli.context import ask
from ipcheck.cli.destination import format_wanted, not_over, output_wanted, width_wanted, write
from ipcheck.cli.options import Filters, Run, said
from ipcheck.cli.session import Session
from ipcheck.formats import FORMATS
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Asked


def answer(
    session: Session, run: Run, build: Callable[[Asked], Document], default: str | None = None,
    filters: Filters | None = None,
) -> None:  # fmt: skip
    """Ask the catalogue and write what `build` makes of it, in the format `default` where none is asked for. An answer
    that is passed on by itself says by which `filters` it was asked for. Raises Refused or Faulty where there is no
    answer."""
    output = output_wanted(session, run)
    name = format_wanted(session, run, output, default)
    width = width_wanted(session, run)
    with asking(session, run, name) as asked:
        not_over(output, (file.path for file in asked.catalogue.files), asked.words)
        write(with_filters(build(asked), filters, name, asked), name, output, asked.words, width)


def with_filters(document: Document, filters: Filters | None, name: str, asked: Asked) -> Document:
    """The document with the filters of the call as a fact, where it is written in a format that is passed on."""
    if not filters or not FORMATS[name].sheet or not (given := said(filters)):
        return document
    form = asked.words("Filters: {filters}")
    return document._replace(facts=[*document.facts, form.format(filters="  ".join(given))])


@contextmanager
def asking(
    session: Session, run: Run, name: str | None = None, ledgers: Sequence[str] | None = None
) -> Iterator[Asked]:
    """The surroundings of a question (see `ask`), and the catalogue closed when it has been answered. With the name of
    a format that people read, agencies and laws go by the names that they have in the language of the call."""
    asked = ask(session, run, ledgers)
    try:
        yield asked if name is None or FORMATS[name].programs else _spoken(asked)
    finally:
        asked.catalogue.close()


def _spoken(asked: Asked) -> Asked:
    from ipcheck.catalogue.lexicon import speaking  # programs read no names

    return asked._replace(words=speaking(asked.catalogue, asked.words))
