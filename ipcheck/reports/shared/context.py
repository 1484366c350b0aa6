"""What every question brings along, and the names in it made certain."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold, nearest
from ipcheck.catalogue.assignments import assigned, has_assignments
from ipcheck.catalogue.lists import heading_contains, headings, plan_ids
from ipcheck.catalogue.resolve import agency_named, agency_names, word_forms
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.domain.situation import Judge


class Context(NamedTuple):
    """A question's surroundings: the data, the day it is asked for, the language of the answer."""

    catalogue: Catalogue
    as_of: date
    judge: Judge
    translator: Translator


def resolve_agency(context: Context, name: str) -> str:
    """The uniform name of an agency. Raises UsageError, with the nearest names, for one that exists nowhere."""
    agency = agency_named(context.catalogue, name)
    if agency is None:
        names = (known for known, _agency in agency_names(context.catalogue))
        raise unknown_name_error(context.translator("no agency is called {name}"), name, names, context.translator)
    return agency


def resolve_plans(context: Context, ids: Sequence[str]) -> list[str]:
    """The ids, each of a plan that exists. Raises UsageError, with the nearest ids, for one that does not."""
    known = plan_ids(context.catalogue) if ids else []
    for plan in ids:
        if plan not in known:
            raise unknown_name_error(context.translator("no plan has the id {name}"), plan, known, context.translator)
    return list(ids)


def resolve_section(context: Context, text: str) -> list[str]:
    """The folded forms of `text`, which some heading contains. Raises UsageError, with the nearest headings, where none
    does."""
    forms = word_forms(context.catalogue, text)
    if not heading_contains(context.catalogue, forms):
        names = (row.heading for row in headings(context.catalogue))
        raise unknown_name_error(context.translator("no heading contains {name}"), text, names, context.translator)
    return forms


def resolve_office(context: Context, name: str) -> str:
    """An office as the assignments name it. Raises UsageError, with the nearest, for one that they do not."""
    return _known_in_house(context, name, offices, context.translator("no task is assigned to an office called {name}"))


def resolve_person(context: Context, name: str) -> str:
    """A person as the assignments name them. Raises UsageError, with the nearest, for one that they do not."""
    return _known_in_house(context, name, persons, context.translator("no task is assigned to a person called {name}"))


def _known_in_house(context: Context, name: str, find: Callable[[Iterable[Assignment]], list[str]], said: str) -> str:
    if not has_assignments(context.catalogue):
        form = context.translator("{name}: nothing says who does what; name the file: --assignments assignments.yaml")
        raise UsageError(form.format(name=name))
    known = find(each for given in assigned(context.catalogue).values() for each in given)
    same = next((each for each in known if fold(each) == fold(name)), None)
    if same is None:
        raise unknown_name_error(said, name, known, context.translator)
    return same


def unknown_name_error(message: str, name: str, names: Iterable[str], _: Translator) -> UsageError:
    """The refusal of a name that exists nowhere, with the nearest that do."""
    return UsageError(message.format(name=name) + _.did_you_mean(nearest(name, names)))
