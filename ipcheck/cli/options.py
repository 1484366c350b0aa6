"""The options that commands share. Each is declared once, as a field of the NamedTuple that holds its value."""

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_type_hints

import typer

from ipcheck.base.i18n import LANGUAGES, N_, Translator
from ipcheck.catalogue.conditions import BASES, KINDS, ROLES
from ipcheck.domain.situation import SITUATIONS
from ipcheck.domain.state import STATES
from ipcheck.formats.format import FORMATS


def repeatable(name: str, values: tuple[str, ...]) -> Any:
    """The choices of a repeatable option as an Enum, because Typer accepts no list of Literal."""
    return Enum(name, {value: value for value in values})


LEAST_WIDTH = 20  # cells: ten Chinese characters
MOST_WIDTH = 10_000

# The choices come from the modules that define them.
Basis: Any = Literal[BASES]
Lang: Any = Literal[LANGUAGES]
Format: Any = Literal[tuple(FORMATS)]
Role: Any = repeatable("Role", ROLES)
Kind: Any = repeatable("Kind", KINDS)
State: Any = repeatable("State", STATES)
Situation: Any = repeatable("Situation", SITUATIONS)


def chosen_values(chosen: list[Any] | None) -> list[str]:
    """The values given for a repeatable option, as texts."""
    return [choice.value for choice in chosen or ()]


NamesThatBegin = Callable[[str, str], list[str]]
_completing: list[NamesThatBegin] = []


def register_completion(names_that_begin: NamesThatBegin) -> None:
    """Let a shell complete names: the function takes a kind of name and the word typed so far.

    The program registers it, since it reads the catalogue, which this module must not import.
    """
    _completing.append(names_that_begin)


def completed(kind: str) -> Callable[[str], list[str]]:
    """The function that Typer calls with the beginning of a name of this kind: plan, agency, office or person."""

    def complete(incomplete: str) -> list[str]:
        return [name for names_that_begin in _completing for name in names_that_begin(kind, incomplete)]

    return complete


class CommonOptions(NamedTuple):
    """The options of every command."""

    plans: Annotated[
        list[str] | None,
        typer.Option(
            "--plans",
            metavar=N_("PATH"),
            help=N_("More plan files or folders; an id given there replaces a shipped one. Repeatable."),
        ),
    ] = None
    ledger: Annotated[
        list[str] | None,
        typer.Option(
            "--ledger",
            metavar=N_("PATH"),
            help=N_("Ledger file; ./ledger.yaml, where there is one, if not given. Repeatable."),
        ),
    ] = None
    assignments: Annotated[
        list[str] | None,
        typer.Option(
            "--assignments",
            metavar=N_("PATH"),
            help=N_("Who in the house does what; ./assignments.yaml, where there is one, if not given. Repeatable."),
        ),
    ] = None
    no_public: Annotated[
        bool, typer.Option("--no-public", help=N_("Leave out the ledger of public facts that is shipped."))
    ] = False
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar=N_("DAY"), help=N_("The day to judge by; today in China if not given.")),
    ] = None
    lang: Annotated[Lang, typer.Option("--lang", help=N_("Language of the answer."))] = None
    format: Annotated[
        Format,
        typer.Option("-f", "--format", help=N_("Format of the answer; rich on a terminal, else plain, if not given.")),
    ] = None
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar=N_("FILE"), help=N_("Write to this file; its suffix tells the format.")),
    ] = None
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            metavar=N_("CELLS"),
            min=LEAST_WIDTH,
            max=MOST_WIDTH,
            help=N_("How wide a table of -f rich may be; as wide as the terminal if not given."),
        ),
    ] = None


OfPlan = Annotated[
    list[str] | None,
    typer.Option("--plan", metavar=N_("ID"), help=N_("Only this plan. Repeatable."), autocompletion=completed("plan")),
]


class Filters(NamedTuple):
    """The filters of every command that lists tasks."""

    plan: OfPlan = None
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency",
            metavar=N_("NAME"),
            help=N_("Only tasks of this agency, by any of its names."),
            autocompletion=completed("agency"),
        ),
    ] = None
    role: Annotated[
        list[Role] | None, typer.Option("--role", help=N_("What the agency does; leads or takes part if not given."))
    ] = None
    office: Annotated[
        str | None,
        typer.Option(
            "--office",
            metavar=N_("NAME"),
            help=N_("Only what is assigned to this office."),
            autocompletion=completed("office"),
        ),
    ] = None
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar=N_("NAME"),
            help=N_("Only what is assigned to this person."),
            autocompletion=completed("person"),
        ),
    ] = None
    section: Annotated[
        str | None, typer.Option("--section", metavar=N_("TEXT"), help=N_("Only under headings that contain this."))
    ] = None
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar=N_("SPAN"),
            help=N_("Last day within or before: 2025, 2025-12, 2025-W50, 2025-12-31, 30d."),
        ),
    ] = None
    after: Annotated[
        str | None, typer.Option("--after", metavar=N_("SPAN"), help=N_("Last day within or after such a span."))
    ] = None
    within: Annotated[
        str | None,
        typer.Option("--within", metavar=N_("SPAN"), help=N_("Last day within such a span: 30d, 4w, 3m to come.")),
    ] = None
    basis: Annotated[
        Basis, typer.Option("--basis", help=N_("Days stated for the task, days of the plan as a whole, or any."))
    ] = None
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar=N_("TEXT"), help=N_("Only tasks whose text, heading or introduction contains this.")
        ),
    ] = None
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help=N_("Only this kind. Repeatable."))] = None
    state: Annotated[list[State] | None, typer.Option("--state", help=N_("Only in this state. Repeatable."))] = None
    situation: Annotated[
        list[Situation] | None, typer.Option("--situation", help=N_("Only in this situation. Repeatable."))
    ] = None


def given_filters(filters: Filters) -> list[str]:
    """The filters of a call written as options (`--plan 2025`), for an answer to state them."""
    chosen = {name: value if isinstance(value, list) else [value] for name, value in filters._asdict().items() if value}
    return [f"--{name} {getattr(value, 'value', value)}" for name, values in chosen.items() for value in values]


_SHARED = {"common": CommonOptions, "filters": Filters}


def with_shared_options(command: Callable[..., Any], _: Translator) -> Callable[..., Any]:
    """Turn `command` into a function for Typer, with one parameter for each option in CommonOptions and Filters.

    A parameter of the command itself replaces the shared option of the same name, which then keeps its default. Help
    texts are translated here, because only the command that is called is built.
    """
    hints = get_type_hints(command, include_extras=True)
    shared = {name: hints[name] for name in hints if hints[name] in _SHARED.values()}
    unshared = {name for name in hints if name not in shared}
    parameters = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_translated(hint, _))
        for name, hint, default in _expanded(command, hints, shared)
    ]

    def command_of_options(**values: Any) -> Any:
        for name, kind in shared.items():
            values[name] = kind(**{field: values.pop(field) for field in kind._fields if field not in unshared})
        return command(**values)

    command_of_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command_of_options.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command_of_options.__name__ = command.__name__
    return command_of_options


def _expanded(
    command: Callable[..., Any], hints: dict[str, Any], shared: dict[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """The name, type hint and default of each parameter, with every shared tuple replaced by its fields."""
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name in shared:
            kind = shared[parameter.name]
            for field, hint in inspect.get_annotations(kind).items():
                if field not in hints:
                    yield field, hint, kind._field_defaults[field]
        else:
            yield parameter.name, hints[parameter.name], parameter.default


def _translated(hint: Any, _: Translator) -> Any:
    """A type hint in which the help and the metavar of a Typer option or argument are translated."""
    base, *extras = get_args(hint) if hasattr(hint, "__metadata__") else (hint,)
    if not extras or not getattr(extras[0], "help", None):
        return hint
    option = copy(extras[0])
    option.help = _(option.help)
    option.metavar = _(option.metavar) if option.metavar else None
    return Annotated[base, option]
