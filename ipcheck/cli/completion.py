"""What the shell offers while a command is typed. Silent about every fault: a shell has no place for messages."""

import os
from collections.abc import Callable, Iterator
from itertools import chain

from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.resolve import agency_names
from ipcheck.cli.answer import open_context
from ipcheck.cli.options import CommonOptions
from ipcheck.cli.settings import Session, load_settings
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.reports.shared.context import Context


def plans_that_begin(incomplete: str) -> list[str]:
    """Plan ids that begin with what was typed."""
    return _offered(incomplete, lambda context: plan_ids(context.catalogue))


def agencies_that_begin(incomplete: str) -> list[str]:
    """Agencies of which a name begins with what was typed: the name that plans print, else the one typed at."""
    return _offered(incomplete, lambda context: [name for name, _agency in agency_names(context.catalogue)])


def offices_that_begin(incomplete: str) -> list[str]:
    """Offices that begin with what was typed."""
    return _offered(incomplete, lambda context: offices(_given(context)))


def persons_that_begin(incomplete: str) -> list[str]:
    """Persons who begin with what was typed."""
    return _offered(incomplete, lambda context: persons(_given(context)))


def _given(context: Context) -> Iterator[Assignment]:
    return chain.from_iterable(assigned(context.catalogue).values())


def _offered(incomplete: str, names: Callable[[Context], list[str]]) -> list[str]:
    words = Translator("en")
    try:
        settings = load_settings(os.environ, os.getcwd(), words)
        if settings.faults:
            return []
        with open_context(Session(words, settings, {}), CommonOptions()) as context:
            return [name for name in names(context) if name.startswith(incomplete)]
    except (InvalidDataError, UsageError, OSError):
        return []


COMPLETIONS = {
    "plan": plans_that_begin, "agency": agencies_that_begin, "office": offices_that_begin, "person": persons_that_begin,
}  # fmt: skip
