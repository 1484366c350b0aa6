"""What every command does with its question: build the answer, write it where it was asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ipcheck.answers.asked import Asked
from ipcheck.cli.options import Run
from ipcheck.cli.output import format_wanted, not_over, output_wanted, write
from ipcheck.cli.question import ask
from ipcheck.cli.session import Session
from ipcheck.documents import Document


def answer(session: Session, run: Run, build: Callable[[Asked], Document], default: str | None = None) -> None:
    """Ask the catalogue and write what `build` makes of it, in the format `default` where none is asked for. Raises
    Refused or Faulty where there is no answer."""
    output = output_wanted(session, run)
    name = format_wanted(session, run, output, default)
    with asking(session, run) as asked:
        not_over(output, (file.path for file in asked.catalogue.files), asked.words)
        write(build(asked), name, output, session.words)


@contextmanager
def asking(session: Session, run: Run, ledgers: Sequence[str] | None = None) -> Iterator[Asked]:
    """The surroundings of a question (see `ask`), and the catalogue closed when it has been answered."""
    asked = ask(session, run, ledgers)
    try:
        yield asked
    finally:
        asked.catalogue.close()
