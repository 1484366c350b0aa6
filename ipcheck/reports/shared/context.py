"""The context in which a report is made."""

from datetime import date
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.situation import Judge


class Context(NamedTuple):
    """What every report is given: the catalogue, the day that the answer is for, the judge of tasks on that day, and
    the translator into the language of the answer. An answer for a format that `streams` keeps no task."""

    catalogue: Catalogue
    as_of: date
    judge: Judge
    translator: Translator
    streams: bool = False
