"""Completion of names in a shell. No fault is reported, because a shell has no place for messages."""

import os

from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.resolve import names_of
from ipcheck.cli.answer import open_context
from ipcheck.cli.settings import load_session


def names_that_begin(kind: str, incomplete: str) -> list[str]:
    """The names of a kind (plan, agency, instrument, office or person) that begin with `incomplete`, the word typed so
    far.

    None after any fault of data or settings.
    """
    try:
        session = load_session(os.environ, os.getcwd(), Translator("en"))
        if session.faults:
            return []
        with open_context(session) as context:
            return [name for name in names_of(context.catalogue, kind) if name.startswith(incomplete)]
    except (InvalidDataError, UsageError, OSError):
        return []
