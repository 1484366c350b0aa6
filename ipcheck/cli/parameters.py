"""Commands as functions for Typer: one parameter for each shared option, help texts in the language of the call."""

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.models import ParameterInfo

from ipcheck.base.i18n import Translator
from ipcheck.cli.options import Filters, Settings
from ipcheck.cli.settings import Session

# The NamedTuple whose options stand in place of a parameter with this type.
_SHARED: dict[Any, Any] = {Session: Settings, Filters: Filters}


def option_names(shared: Any) -> list[str]:
    """The names of the options that `shared` (Settings or Filters) declares."""
    return [name for name, hint in inspect.get_annotations(shared).items() if _declared(hint)]


def typer_function(command: Callable[..., Any], _: Translator) -> Callable[..., Any]:
    """`command` as a function for Typer, with the options of Settings and Filters in place of a session and filters.

    A parameter of the command itself replaces the shared option of the same name. What it is given is plain: no Enum.
    Help texts are translated here, because only the command that is called is built.
    """
    hints = get_type_hints(command, include_extras=True)

    def options(shared: Any, values: dict[str, Any]) -> Any:
        return shared(**{name: values[name] for name in option_names(shared) if name not in hints})

    def function(ctx: typer.Context, **values: Any) -> Any:
        values = {name: _plain(value) for name, value in values.items()}
        arguments: dict[str, Any] = {}
        for name, hint in hints.items():
            if hint is Session:
                ctx.obj = arguments[name] = ctx.obj.with_options(options(Settings, values))
            elif hint is Filters:
                arguments[name] = options(Filters, values)
            elif name != "return":
                arguments[name] = ctx if hint is typer.Context else values[name]
        return command(**arguments)

    parameters = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_translated(hint, _))
        for name, hint, default in _expanded(command, hints)
    ]
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    function.__name__ = command.__name__
    return function


def _expanded(command: Callable[..., Any], hints: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The name, type hint and default of each parameter, with a session and filters replaced by their options."""
    for name, parameter in inspect.signature(command).parameters.items():
        if shared := _SHARED.get(hints[name]):
            declared = inspect.get_annotations(shared)
            names = [option for option in option_names(shared) if option not in hints]
            yield from ((option, declared[option], shared._field_defaults[option]) for option in names)
        elif hints[name] is not typer.Context:
            yield name, hints[name], parameter.default


def _declared(hint: Any) -> Any:
    """The Typer option or argument in a type hint; None where there is none."""
    return next((extra for extra in get_args(hint)[1:] if isinstance(extra, ParameterInfo)), None)


def _translated(hint: Any, _: Translator) -> Any:
    """A type hint in which the help and the metavar of a Typer option or argument are translated."""
    declared = _declared(hint)
    if not declared or not declared.help:
        return hint
    option = copy(declared)
    option.help = _(option.help)
    option.metavar = _(option.metavar) if option.metavar else None
    return Annotated[get_args(hint)[0], option]


def _plain(value: Any) -> Any:
    """The value of an option, with texts in place of the members of an Enum."""
    return [getattr(part, "value", part) for part in value] if isinstance(value, list) else value
