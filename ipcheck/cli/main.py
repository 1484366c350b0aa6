"""The program: settles the language, builds the one command that was called, turns every outcome into an exit code."""

import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ipcheck import __version__
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import LANGUAGES, N_, Translator, language_of, reason
from ipcheck.base.text import hidden_character, visible
from ipcheck.cli.destination import print_error
from ipcheck.cli.exit_codes import FINE, INTERRUPTED, UNABLE
from ipcheck.cli.help_texts import error_message, translate_help
from ipcheck.cli.options import CommonOptions, register_completions, with_shared_options
from ipcheck.cli.settings import Session, Settings, load_settings

COMMANDS = (
    "plans", "tasks", "due", "agency", "section", "show", "diff", "trace", "check", "report", "calendar", "mark",
    "sheet", "validate", "rules", "schema", "import", "export",
)  # fmt: skip

# What answers, or tells the faults itself, also where ipcheck.toml has some.
_WITHOUT_POLICY = {"validate", "rules", "schema"}
_SHELL_ASKS = "_IPCHECK_COMPLETE"  # set in the environment by a shell that completes a line
_HELP = N_("Ask China's intellectual-property plans what is due, by whom, and what became of it.")


class _Commands(MutableMapping[str, Any]):
    """The commands by name; each module is imported, and its options registered, only when it is asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            if name not in COMMANDS:
                raise KeyError(name)
            module = import_module(f"ipcheck.cli.commands.{name}")
            self._built[name] = _command(name, module.command, module.HELP, self._session.translator)
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; no traceback reaches a user."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _ = Translator(_language(arguments, Settings({})))
    try:
        try:
            _refuse_hidden(arguments, _)
            settings = load_settings(os.environ, os.getcwd(), _)
            _ = Translator(_language(arguments, settings))
            session = Session(_, settings, {})
            return _outcome(build(session).main(list(arguments), prog_name="ipcheck", standalone_mode=False))
        finally:
            if sys.stdout:  # None where it is closed
                with suppress(OSError):  # told where it was written to
                    sys.stdout.flush()
    except InvalidDataError as error:
        print_error("\n".join(map(str, error.findings)))
        print_error(
            _.many("{n} error; nothing was answered.", "{n} errors; nothing was answered.", len(error.findings))
        )
    except UsageError as error:
        print_error(_("Error: {said}").format(said=error))
    except typer.TyperException as error:
        _usage(error, _)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        if sys.stdout is None or isinstance(error, BrokenPipeError) or error.filename is None:
            print_error(_("Error: {said}").format(said=_("standard output: {reason}").format(reason=reason(error, _))))
        else:
            print_error(_("Error: {said}").format(said=f"{error.filename}: {reason(error, _)}"))
    except Exception as error:
        if os.environ.get("IPCHECK_DEBUG"):
            raise
        print_error(
            _(
                "Error: ipcheck failed ({error}). This is a fault of the program; set IPCHECK_DEBUG=1 to see where."
            ).format(error=f"{type(error).__name__}: {error}")
        )
    return UNABLE


def build(session: Session) -> Any:
    """The program as Typer sees it."""
    _ = session.translator
    if _SHELL_ASKS in os.environ:
        from ipcheck.cli.completion import COMPLETIONS  # nothing else needs it

        register_completions(COMPLETIONS)
    app = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, invoke_without_command=True, cls=TyperGroup,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip

    def tour(ctx: typer.Context, common: CommonOptions, version: Annotated[
        bool, typer.Option("--version", help=N_("Show the version."))
    ] = False) -> None:  # fmt: skip
        ctx.obj = session
        session.options.update({key: value for key, value in common._asdict().items() if value})
        if version:
            print(f"ipcheck {__version__}")
        elif session.settings.faults and ctx.invoked_subcommand not in _WITHOUT_POLICY:
            raise InvalidDataError(session.settings.faults)
        elif ctx.invoked_subcommand is None:
            from ipcheck.cli.answer import answer
            from ipcheck.reports.tour import tour_document

            answer(session, common, tour_document)

    app.callback(help=_(_HELP))(with_shared_options(tour, _))
    group: Any = typer.main.get_command(app)
    group.commands = _Commands(session)
    return translate_help(group, _)


def _command(name: str, function: Any, about: str, _: Translator) -> Any:
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    settings = {"help_option_names": ["-h", "--help"]}
    app.command(name, help=_(about), short_help=_(about), context_settings=settings)(with_shared_options(function, _))
    return translate_help(typer.main.get_command(app), _)


def _language(arguments: Sequence[str], settings: Settings) -> str:
    """The language of this call, before any option is parsed: --lang, environment, policy, locale."""
    given = None
    for index, argument in enumerate(arguments):
        if argument == "--lang":
            given = arguments[index + 1] if index + 1 < len(arguments) else None
        elif argument.startswith("--lang="):
            given = argument.partition("=")[2]
    language = given or os.environ.get("IPCHECK_LANG") or settings.get("lang")
    return str(language) if language in LANGUAGES else language_of(os.environ)


def _refuse_hidden(arguments: Sequence[str], _: Translator) -> None:
    """Nothing that reorders or hides text, or is none, enters by an argument; it would come out in an answer."""
    for argument in arguments:
        if hidden_character(argument) is not None:
            said = _("{text} holds a control character, or bytes that are no text; remove them")
            raise UsageError(said.format(text=visible(argument)))


def _outcome(value: Any) -> int:
    return value if isinstance(value, int) else FINE


def _usage(error: typer.TyperException, _: Translator) -> None:
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        print_error(ctx.get_usage())
        print_error(_("Try: {command} --help").format(command=ctx.command_path))
    print_error(_("Error: {said}").format(said=error_message(error, _)))
