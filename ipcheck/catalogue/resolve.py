"""The names in a question: to the uniform names that the catalogue knows, or refused with the nearest that exist.

Those of agencies and instruments have modules of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ipcheck.base.errors import UsageError, unknown_name_error
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import fold
from ipcheck.catalogue.agencies import agency_names
from ipcheck.catalogue.conditions import SearchedWord
from ipcheck.catalogue.instruments import derived_from, find_instrument, instrument_names
from ipcheck.catalogue.lexicon import english_texts, summaries_with
from ipcheck.catalogue.lists import heading_contains, headings, plan_ids
from ipcheck.catalogue.measures import find_measure, measure_names
from ipcheck.catalogue.records import assignments_by_task, has_assignments
from ipcheck.catalogue.spellings import english_names, spelling_forms
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, offices, persons

# The names of each kind that exist.
_NAMES: dict[str, Callable[[Catalogue], Iterable[str]]] = {
    "plan": plan_ids,
    "agency": lambda catalogue: dict(agency_names(catalogue)),
    "instrument": instrument_names,
    "measure": measure_names,
    "section": lambda catalogue: [
        name for row in headings(catalogue) for name in (row.heading, english_texts(catalogue).get(row.key)) if name
    ],
    "office": lambda catalogue: offices(_assignments(catalogue)),
    "person": lambda catalogue: persons(_assignments(catalogue)),
}
# With what a name of each kind is refused.
_REFUSALS = {
    "plan": N_("no plan has the id {name}"),
    "instrument": N_("no law or document is called {name}"),
    "measure": N_("no measure is called {name}"),
    "section": N_("no heading contains {name}"),
    "office": N_("no task is assigned to an office called {name}"),
    "person": N_("no task is assigned to a person called {name}"),
}


class NamedWord(NamedTuple):
    """A word that a question follows through the years: the instrument that it names (uniform name), with those that
    are `derived` from it; or else the word as it is `searched` for in texts."""

    word: str
    instrument: str | None
    derived: Sequence[str] = ()
    searched: SearchedWord | None = None


def names_of(catalogue: Catalogue, kind: str) -> Iterable[str]:
    """The names of a kind that exist: of every plan, agency, instrument, measure, section, office or person."""
    return _NAMES[kind](catalogue)


def _assignments(catalogue: Catalogue) -> Iterator[Assignment]:
    return chain.from_iterable(assignments_by_task(catalogue).values())


def _unknown(catalogue: Catalogue, kind: str, name: str, _: Translator) -> UsageError:
    """The error for a name that no plan, instrument, heading, office or person has, with the nearest that exist."""
    return unknown_name_error(_(_REFUSALS[kind]), name, names_of(catalogue, kind), _)


def resolve_plans(catalogue: Catalogue, ids: Sequence[str], _: Translator) -> list[str]:
    """The plans with these ids. Raises UsageError for an id that no plan has."""
    known = names_of(catalogue, "plan") if ids else ()
    for plan in ids:
        if plan not in known:
            raise _unknown(catalogue, "plan", plan, _)
    return list(ids)


def resolve_measure(catalogue: Catalogue, name: str, _: Translator) -> str:
    """The id of the measure with a name. Raises UsageError if none has it."""
    if measure := find_measure(catalogue, name):
        return measure.id
    raise _unknown(catalogue, "measure", name, _)


def resolve_section(catalogue: Catalogue, text: str, _: Translator) -> SearchedWord:
    """The word by which a search finds `text` in headings. Raises UsageError if no heading contains it."""
    searched = searched_word(catalogue, text)
    if not heading_contains(catalogue, searched.forms) and not any(" " in name for name in searched.summaries):
        raise _unknown(catalogue, "section", text, _)
    return searched


def resolve_assigned(catalogue: Catalogue, kind: str, name: str, _: Translator) -> str:
    """The office or the person (`kind`) called `name`, as the assignments spell it.

    Raises UsageError if no file of assignments is read, or if none is for an office or person called so.
    """
    if not has_assignments(catalogue):
        template = _("{name}: no assignments were found; name the file: --assignments assignments.yaml")
        raise UsageError(template.format(name=name))
    match = next((known for known in names_of(catalogue, kind) if fold(known) == fold(name)), None)
    if match is None:
        raise _unknown(catalogue, kind, name, _)
    return match


def resolve_instrument(catalogue: Catalogue, name: str, _: Translator) -> str:
    """The uniform name of the instrument called `name`. Raises UsageError if none is called so."""
    instrument = find_instrument(catalogue, name)
    if instrument is None:
        raise _unknown(catalogue, "instrument", name, _)
    return instrument


def resolve_word(catalogue: Catalogue, word: str) -> NamedWord:
    """What `word` means: the instrument that has it among its names or, if there is none, the text itself."""
    instrument = find_instrument(catalogue, word)
    if instrument is None:
        return NamedWord(word, None, searched=searched_word(catalogue, word))
    return NamedWord(word, instrument, derived_from(catalogue, instrument))


def searched_word(catalogue: Catalogue, word: str) -> SearchedWord:
    """A word as a question searches for it: in what plans print, and in English summaries."""
    return SearchedWord(word.strip(), word_forms(catalogue, word), summaries_with(catalogue, word))


def word_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms that a search for `word` matches.

    These are the word as typed, the word in Simplified characters and, where the word is a name of an agency or
    instrument (an English one, too), the uniform name, which plans print; for a former agency, also that
    of the one that followed it.
    """
    forms = spelling_forms(catalogue, word)
    rows = catalogue.select(
        "SELECT agency FROM agency_names JOIN active USING (file) WHERE folded IN (?, ?)"
        " UNION SELECT g.counterpart FROM agency_names n JOIN active USING (file)"
        " JOIN agencies g ON g.file = n.file AND g.name = n.agency WHERE n.folded IN (?, ?) AND g.kind = 'former'"
        " UNION SELECT instrument FROM instrument_names JOIN active USING (file) WHERE folded IN (?, ?)",
        [*forms, *forms, *forms],
    )
    names = [name for (name,) in rows] + [
        name
        for table in ("agencies", "instruments")
        for name, english in english_names(catalogue, word, table)
        if fold(english) in forms
    ]
    return list(dict.fromkeys([*forms, *map(fold, names)]))
