"""Commands as functions for Typer: one parameter for each shared option, help texts in the language of the call."""

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache, partial
from typing import Annotated, Any, get_type_hints

import typer
from typer.models import OptionInfo, ParameterInfo

from ipcheck.base.i18n import Translator
from ipcheck.cli.options import Choice, Filters, Settings
from ipcheck.cli.settings import Session

# The NamedTuple whose options stand in place of a parameter with this type.
_SHARED: dict[Any, Any] = {Session: Settings, Filters: Filters}


def option_names(shared: Any) -> list[str]:
    """The names of the options that `shared` (Settings or Filters) declares."""
    return [name for name, hint in shared.__annotations__.items() if declaration(hint)]


def typer_function(command: Callable[..., Any], _: Translator) -> Callable[..., Any]:
    """`command` as a function for Typer, with the options of Settings and Filters in place of a session and filters.

    A parameter of the command itself replaces the shared option of the same name.
    Help texts are translated here, because only the command that is called is built.
    """
    hints = get_type_hints(command, include_extras=True)
    shared = {name: _SHARED[hint] for name, hint in hints.items() if hint in _SHARED}
    options = {
        name: {option: declared for option, declared in _options(kind, _).items() if option not in hints}
        for name, kind in shared.items()
    }

    def function(ctx: typer.Context, **values: Any) -> Any:
        for name, kind in shared.items():
            values[name] = kind(**{option: values.pop(option) for option in options[name]})
            if kind is Settings:
                ctx.obj = values[name] = ctx.obj.with_options(values[name])
        return command(**values, **({"ctx": ctx} if "ctx" in hints else {}))

    def parameters() -> Iterator[tuple[str, Any, Any]]:
        """The name, default and type hint of each parameter."""
        yield "ctx", inspect.Parameter.empty, typer.Context
        for name, parameter in inspect.signature(command).parameters.items():
            if name in shared:
                for option, hint in options[name].items():
                    yield option, shared[name]._field_defaults[option], hint
            elif name != "ctx":
                yield name, parameter.default, _translated(hints[name], _)

    declared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for name, default, hint in parameters()
    ]
    function.__signature__ = inspect.Signature(declared)  # type: ignore[attr-defined]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in declared}
    function.__name__ = command.__name__
    return function


@cache
def _options(shared: Any, _: Translator) -> dict[str, Any]:
    """The options that `shared` declares: the type hints by name, translated."""
    return {name: _translated(shared.__annotations__[name], _) for name in option_names(shared)}


def declaration(hint: Any) -> Any:
    """The Typer option or argument in a type hint; None where there is none."""
    return next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, ParameterInfo)), None)


def _translated(hint: Any, _: Translator) -> Any:
    """A type hint in which the help and the metavar of a Typer option or argument are translated."""
    declared = declaration(hint)
    if not declared or not declared.help:
        return hint
    option = copy(declared)
    option.help = _(option.help)
    option.metavar = _(option.metavar) if option.metavar else None
    choice = next((extra for extra in hint.__metadata__ if isinstance(extra, Choice)), None)
    if choice:
        is_option = isinstance(option, OptionInfo)  # Typer keeps the name of an option in the place of its default
        option.parser = partial(choice.read, option.default if is_option else option.metavar, _=_)
        option.metavar = option.metavar or _("VALUE")
        option.autocompletion = choice.beginning
    return Annotated[hint.__origin__, option]
