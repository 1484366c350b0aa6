"""The names in a question, resolved against the catalogue or refused with the nearest that exist."""

from collections.abc import Callable, Iterable, Sequence

from ipcheck.base.errors import UsageError, unknown_name_error
from ipcheck.base.text import fold
from ipcheck.catalogue.lists import heading_contains, headings, plan_ids
from ipcheck.catalogue.records import assignments_by_task, has_assignments
from ipcheck.catalogue.resolve import agency_names, find_agency, word_forms
from ipcheck.domain.assignment import Assignment, offices, persons
from ipcheck.reports.shared.context import Context


def resolve_agency(context: Context, name: str) -> str:
    """The uniform name of the agency called `name`. Raises UsageError, with the nearest names, if no agency is called
    so."""
    agency = find_agency(context.catalogue, name)
    if agency is None:
        names = (variant for variant, _agency in agency_names(context.catalogue))
        raise unknown_name_error(context.translator("no agency is called {name}"), name, names, context.translator)
    return agency


def resolve_plans(context: Context, ids: Sequence[str]) -> list[str]:
    """`ids` as a list. Raises UsageError, with the nearest ids, for an id that no plan has."""
    all_ids = plan_ids(context.catalogue) if ids else []
    for plan in ids:
        if plan not in all_ids:
            raise unknown_name_error(context.translator("no plan has the id {name}"), plan, all_ids, context.translator)
    return list(ids)


def resolve_section(context: Context, text: str) -> list[str]:
    """The folded forms under which a search finds `text` in headings. Raises UsageError, with the nearest headings, if
    no heading contains any of them."""
    forms = word_forms(context.catalogue, text)
    if not heading_contains(context.catalogue, forms):
        names = (row.heading for row in headings(context.catalogue))
        raise unknown_name_error(context.translator("no heading contains {name}"), text, names, context.translator)
    return forms


def resolve_office(context: Context, name: str) -> str:
    """The office called `name`, as the assignments spell it. Raises UsageError if no file of assignments is read, or,
    with the nearest names, if none is for an office called so."""
    return _find_assigned(context, name, offices, context.translator("no task is assigned to an office called {name}"))


def resolve_person(context: Context, name: str) -> str:
    """The person called `name`, as the assignments spell it. Raises UsageError if no file of assignments is read, or,
    with the nearest names, if none is for a person called so."""
    return _find_assigned(context, name, persons, context.translator("no task is assigned to a person called {name}"))


def _find_assigned(
    context: Context, name: str, list_names: Callable[[Iterable[Assignment]], list[str]], message: str
) -> str:
    if not has_assignments(context.catalogue):
        template = context.translator(
            "{name}: nothing says who does what; name the file: --assignments assignments.yaml"
        )
        raise UsageError(template.format(name=name))
    names = list_names(
        assignment for assignments in assignments_by_task(context.catalogue).values() for assignment in assignments
    )
    match = next((candidate for candidate in names if fold(candidate) == fold(name)), None)
    if match is None:
        raise unknown_name_error(message, name, names, context.translator)
    return match
