"""What a word of a call names, as far as the catalogue knows. Loaded only after a faulty call."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from ipcheck.base.dates import SpanError, read_span
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.text import fold
from ipcheck.catalogue.agencies import agencies_called
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.instruments import find_instrument
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.query import find_tasks
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.domain.outcome import OUTCOMES
from ipcheck.domain.situation import SITUATIONS
from ipcheck.domain.state import STATES
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.listing import quoted
from ipcheck.reports.shared.value_words import value_meant

# The filters by how a task stands, with their values.
VALUES = {"situation": SITUATIONS, "state": STATES, "outcome": OUTCOMES}


class Word(NamedTuple):
    """What a word of a call names. `value` is a filter of VALUES and the key that it takes."""

    text: str
    is_plan: bool = False
    is_task: bool = False
    is_span: bool = False
    is_agency: bool = False
    is_instrument: bool = False
    value: tuple[str, str] | None = None
    in_texts: bool = False

    @property
    def quoted(self) -> str:
        """The text as a shell takes it for one word."""
        return quoted(self.text)

    @property
    def as_name(self) -> "Word":
        """The word as a name alone, not as a time or a status."""
        return self._replace(is_span=False, value=None)


def known_words(texts: Sequence[str], session: Session) -> list[Word]:
    """What each of `texts` names; where data files or settings are faulty, only what can be told without them."""
    words = [_plain_word(text) for text in texts]
    with suppress(InvalidDataError, UsageError, OSError), open_context(session) as context:
        words = [_looked_up(word, context) for word in words]
    return words


def _plain_word(text: str) -> Word:
    value = next(((name, key) for name, keys in VALUES.items() if (key := value_meant(text, keys, name))), None)
    with suppress(SpanError):
        return Word(text, is_span=bool(read_span(text, date.min)), value=value)
    return Word(text, value=value)


def _looked_up(word: Word, context: Context) -> Word:
    """The word with what the catalogue knows of it. The texts of tasks are searched only where it is nothing else."""
    catalogue, text = context.catalogue, word.text
    if not fold(text):
        return word
    found = word._replace(
        is_plan=text in plan_ids(catalogue),
        is_task=any(find_tasks(catalogue, TaskQuery(ids=[text]), context.judge)),
        is_agency=bool(agencies_called(catalogue, text).agencies),
        is_instrument=find_instrument(catalogue, text) is not None,
    )
    if any(found[1:]):
        return found
    query = task_query(context, Filters(text=text))
    return found._replace(in_texts=any(find_tasks(catalogue, query, context.judge)))
