"""Completion of names in a shell. No fault is reported, because a shell has no place for messages."""

import os
from collections.abc import Callable, Iterator
from itertools import chain

from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.records import assignments_by_task
from ipcheck.catalogue.resolve import agency_names
from ipcheck.cli.answer import open_context
from ipcheck.cli.options import CommonOptions
from ipcheck.cli.settings import Session, load_settings
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.reports.shared.context import Context


def plans_that_begin(incomplete: str) -> list[str]:
    """The ids of plans that begin with `incomplete`, the word typed so far."""
    return _matches(incomplete, lambda context: plan_ids(context.catalogue))


def agencies_that_begin(incomplete: str) -> list[str]:
    """The names of agencies, uniform or other, that begin with `incomplete`."""
    return _matches(incomplete, lambda context: [name for name, _agency in agency_names(context.catalogue)])


def offices_that_begin(incomplete: str) -> list[str]:
    """The offices in the assignments that begin with `incomplete`."""
    return _matches(incomplete, lambda context: offices(_assignments(context)))


def persons_that_begin(incomplete: str) -> list[str]:
    """The persons in the assignments that begin with `incomplete`."""
    return _matches(incomplete, lambda context: persons(_assignments(context)))


def _assignments(context: Context) -> Iterator[Assignment]:
    return chain.from_iterable(assignments_by_task(context.catalogue).values())


def _matches(incomplete: str, names: Callable[[Context], list[str]]) -> list[str]:
    """Those of `names` that begin with `incomplete`; none after any fault of data or settings."""
    translator = Translator("en")
    try:
        settings = load_settings(os.environ, os.getcwd(), translator)
        if settings.faults:
            return []
        with open_context(Session(translator, settings, {}), CommonOptions()) as context:
            return [name for name in names(context) if name.startswith(incomplete)]
    except (InvalidDataError, UsageError, OSError):
        return []


COMPLETIONS = {
    "plan": plans_that_begin, "agency": agencies_that_begin, "office": offices_that_begin, "person": persons_that_begin,
}  # fmt: skip
