"""The command that lists the tasks which an answer only counts, and lines that name it."""

from collections.abc import Sequence

from ipcheck.base.i18n import MANY, Translator
from ipcheck.catalogue.conditions import DIRECT, TaskQuery
from ipcheck.formats.document import Hint


def agency_of(query: TaskQuery) -> str | None:
    """The agency that a query asks for, if it asks for that of one in roles of its own."""
    agencies = query.parts[0].agencies if query.parts else ()
    return agencies[0] if len(agencies) == 1 else None


def listing_command(
    query: TaskQuery, _: Translator, basis: str = "", name: str = "tasks", bounded: bool = False
) -> str | None:
    """The command that lists all tasks that fit `query`, whatever their last day, or those of a `basis` alone; None
    where no such command is short or, because the query asks for groups of an agency, possible. `name` is that of a
    command which takes the same filters. With `bounded`, the bounds on the last day stay."""
    agency = agency_of(query)
    if len(query.plans) > MANY or (query.parts and agency is None):
        return None
    command, agencies = f"ipcheck {name}", [_.as_typed(agency)] if agency else []
    roles: Sequence[str] = [*query.parts[0].roles, *(part.kind for part in query.parts[1:])] if query.parts else []
    if roles == [*DIRECT, "group"] and name == "tasks":  # as the command for one agency lists them
        command, agencies, roles = f"ipcheck agency {quoted(*agencies)}", [], []
    options = {
        "basis": [basis] if basis else [], "plan": query.plans, "agency": agencies,
        "role": () if roles == [*DIRECT] else roles,
        **{name: [word.typed] for name, word in (("section", query.section), ("text", query.text)) if word},
        "kind": query.kinds, "state": query.states, "situation": query.situations, "outcome": query.outcomes,
        "office": query.offices, "person": query.persons,
    }  # fmt: skip
    if bounded:
        options |= {"after": [query.after] if query.after else [], "before": [query.before] if query.before else []}
    given = [f" --{option} {quoted(value)}" for option, values in options.items() for value in values]
    flags = [] if query.late is None else [" --late" if query.late else " --in-time"]
    return command + "".join([*given, *flags])


def with_command(sentences: Sequence[str], command: str, _: Translator) -> Hint:
    """A line of sentences, the last of which names a `command`: a hint, of which the others remain."""
    return Hint(_.sentences([*sentences, command]), _.sentences(sentences))


def rows_left_out(_: Translator) -> Hint:
    """The line below a table that says how many rows are left out, and which formats hold them."""
    return Hint(_("And {n} more; -f csv and -f json list all."), _("And {n} more."))


def quoted(value: str) -> str:
    """A value as a shell takes it, which needs no quotes for a name in Chinese."""
    if all(mark.isalnum() or mark in "-_." for mark in value):
        return value
    from shlex import quote  # imported here because few values need it

    return quote(value)
