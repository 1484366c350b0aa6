"""What the shell offers while a command is typed. Silent about every fault: a shell has no place for messages."""

import os
from collections.abc import Callable, Iterator
from itertools import chain

from ipcheck.base.findings import Faulty, Refused
from ipcheck.base.i18n import Words
from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.resolve import agency_names
from ipcheck.cli.answer import asking
from ipcheck.cli.options import Run
from ipcheck.cli.session import Session
from ipcheck.cli.settings import load_settings
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.reports.shared.context import Asked


def plans_that_begin(incomplete: str) -> list[str]:
    """Plan ids that begin with what was typed."""
    return _offered(incomplete, lambda asked: plan_ids(asked.catalogue))


def agencies_that_begin(incomplete: str) -> list[str]:
    """Agencies of which a name begins with what was typed: the name that plans print, else the one typed at."""
    return _offered(incomplete, lambda asked: [name for name, _agency in agency_names(asked.catalogue)])


def offices_that_begin(incomplete: str) -> list[str]:
    """Offices that begin with what was typed."""
    return _offered(incomplete, lambda asked: offices(_given(asked)))


def persons_that_begin(incomplete: str) -> list[str]:
    """Persons who begin with what was typed."""
    return _offered(incomplete, lambda asked: persons(_given(asked)))


def _given(asked: Asked) -> Iterator[Assignment]:
    return chain.from_iterable(assigned(asked.catalogue).values())


def _offered(incomplete: str, names: Callable[[Asked], list[str]]) -> list[str]:
    words = Words("en")
    try:
        settings = load_settings(os.environ, os.getcwd(), words)
        if settings.faults:
            return []
        with asking(Session(words, settings, {}), Run()) as asked:
            return [name for name in names(asked) if name.startswith(incomplete)]
    except (Faulty, Refused, OSError):
        return []
