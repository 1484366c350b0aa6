"""Why a list of tasks is empty: the filters without one of which there would be tasks, each with the command."""

from collections.abc import Iterator
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, TaskQuery
from ipcheck.catalogue.query import find_tasks
from ipcheck.formats.document import Hint
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.listing import listing_command

_MOST = 3  # filters that are named
# The fields of a query that a filter sets, each with its option.
_FILTERS = {
    "situations": "--situation", "outcomes": "--outcome", "states": "--state", "late": "--late", "text": "--text",
    "section": "--section", "parts": "--agency", "kinds": "--kind", "offices": "--office", "persons": "--person",
    "plans": "--plan",
}  # fmt: skip


def reasons_for_nothing(context: Context, query: TaskQuery) -> list[str]:
    """The lines that say without which filter tasks would be found, with the command that lists them; where each of two
    filters leaves nothing, the command without any. `query` finds no task."""
    _ = context.translator
    given = [field for field in _FILTERS if getattr(query, field) not in ((), None)]
    lines = [line for field in given for line in _without(context, query, field)][:_MOST]
    if not lines and given:
        lines = [Hint(_("Without filters: {command}").format(command="ipcheck tasks"))]
    return lines


def _without(context: Context, query: TaskQuery, field: str) -> Iterator[str]:
    """The line for one filter; none where nothing is found without it, or no command is short."""
    _ = context.translator
    default: dict[str, Any] = {field: TaskQuery._field_defaults[field]}
    wider = query._replace(**default)
    command = listing_command(wider, _, wider.basis if wider.basis != ANY else "", bounded=True)
    number = sum(1 for _task in find_tasks(context.catalogue, wider, context.judge)) if command else 0
    if number:
        yield Hint(_count(number, _).format(option=_FILTERS[field], command=command))


def _count(number: int, _: Translator) -> str:
    return _.many(
        "Without {{option}} there is {n} task: {{command}}", "Without {{option}} there are {n} tasks: {{command}}",
        number,
    )  # fmt: skip
