"""What every question brings along, and the names in it made certain."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ipcheck.base.findings import Refused
from ipcheck.base.i18n import Words
from ipcheck.base.text import fold, nearest
from ipcheck.catalogue.assignments import assigned, has_assignments
from ipcheck.catalogue.lists import heading_contains, headings, plan_ids
from ipcheck.catalogue.resolve import agency_named, agency_names, word_forms
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.domain.situation import Judge


class Asked(NamedTuple):
    """A question's surroundings: the data, the day it is asked for, the language of the answer."""

    catalogue: Catalogue
    as_of: date
    judge: Judge
    words: Words


def known_agency(asked: Asked, name: str) -> str:
    """The uniform name of an agency. Raises Refused, with the nearest names, for one that exists nowhere."""
    agency = agency_named(asked.catalogue, name)
    if agency is None:
        names = (known for known, _agency in agency_names(asked.catalogue))
        raise unknown_name(asked.words("no agency is called {name}"), name, names, asked.words)
    return agency


def known_plans(asked: Asked, ids: Sequence[str]) -> list[str]:
    """The ids, each of a plan that exists. Raises Refused, with the nearest ids, for one that does not."""
    known = plan_ids(asked.catalogue) if ids else []
    for plan in ids:
        if plan not in known:
            raise unknown_name(asked.words("no plan has the id {name}"), plan, known, asked.words)
    return list(ids)


def known_section(asked: Asked, text: str) -> list[str]:
    """The folded forms of `text`, which some heading contains. Raises Refused, with the nearest headings, where none
    does."""
    forms = word_forms(asked.catalogue, text)
    if not heading_contains(asked.catalogue, forms):
        names = (row.heading for row in headings(asked.catalogue))
        raise unknown_name(asked.words("no heading contains {name}"), text, names, asked.words)
    return forms


def known_office(asked: Asked, name: str) -> str:
    """An office as the assignments name it. Raises Refused, with the nearest, for one that they do not."""
    return _known_in_house(asked, name, offices, asked.words("no task is assigned to an office called {name}"))


def known_person(asked: Asked, name: str) -> str:
    """A person as the assignments name them. Raises Refused, with the nearest, for one that they do not."""
    return _known_in_house(asked, name, persons, asked.words("no task is assigned to a person called {name}"))


def _known_in_house(asked: Asked, name: str, find: Callable[[Iterable[Assignment]], list[str]], said: str) -> str:
    if not has_assignments(asked.catalogue):
        form = asked.words("{name}: nothing says who does what; name the file: --assignments assignments.yaml")
        raise Refused(form.format(name=name))
    known = find(each for given in assigned(asked.catalogue).values() for each in given)
    same = next((each for each in known if fold(each) == fold(name)), None)
    if same is None:
        raise unknown_name(said, name, known, asked.words)
    return same


def unknown_name(message: str, name: str, names: Iterable[str], _: Words) -> Refused:
    """The refusal of a name that exists nowhere, with the nearest that do."""
    return Refused(message.format(name=name) + _.did_you_mean(nearest(name, names)))
