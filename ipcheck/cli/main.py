"""The program: decide on the language, build only the command that is called, turn every outcome into an exit code."""

import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ipcheck import __version__
from ipcheck.base.errors import InvalidDataError, UnknownNameError, UsageError
from ipcheck.base.i18n import LANGUAGES, N_, Translator, language_of, reason
from ipcheck.base.text import hidden_character, visible
from ipcheck.cli.destination import print_error
from ipcheck.cli.exit_codes import FINE, INTERRUPTED, UNABLE
from ipcheck.cli.options import register_completion
from ipcheck.cli.parameters import typer_function
from ipcheck.cli.settings import Session, load_session

# In the order in which people need them.
COMMANDS = (
    "check", "due", "agency", "tasks", "show", "trace", "instruments", "plans", "section", "diff", "scorecard",
    "targets", "news", "report", "calendar", "mark", "sheet", "worklist", "export", "import", "validate", "rules",
    "schema",
)  # fmt: skip

# Commands that run in spite of faults in ipcheck.toml: they need no policy, or report the faults themselves.
_WITHOUT_POLICY = {"validate", "rules", "schema"}
_COMPLETION_VARIABLE = "_IPCHECK_COMPLETE"  # environment variable that is set while a shell completes a line
_HELP = N_("Look up in China's intellectual-property plans what is due, who is responsible, and what became of it.")


class _Commands(MutableMapping[str, Any]):
    """The commands by name. The module of a command is imported, and its options are built, only on look-up."""

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
    _ = Translator(_language(arguments))
    session = None
    try:
        try:
            _refuse_hidden(arguments, _)
            session = load_session(os.environ, os.getcwd(), _)
            _ = Translator(_language(arguments, session.settings.lang))
            session = session._replace(translator=_)
            program = build(session)
            return _exit_code(program.main(list(arguments), prog_name="ipcheck", standalone_mode=False, obj=session))
        finally:
            if sys.stdout:  # None if it is closed
                with suppress(OSError):  # already reported by the code that wrote
                    sys.stdout.flush()
    except InvalidDataError as error:
        print_error("\n".join(map(str, error.findings)))
        print_error(_.many("{n} error; no answer was given.", "{n} errors; no answer was given.", len(error.findings)))
    except UsageError as error:
        print_error(_("Error: {said}").format(said=_with_calls_for_name(error, session)))
    except typer.TyperException as error:
        _print_usage_error(error, arguments, _)
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
                "Error: ipcheck failed ({error}). This is a bug in the program; set IPCHECK_DEBUG=1 to see where."
            ).format(error=f"{type(error).__name__}: {error}")
        )
    return UNABLE


def build(session: Session) -> Any:
    """The program as a Typer group that imports its commands on demand."""
    _ = session.translator
    if _COMPLETION_VARIABLE in os.environ:
        from ipcheck.cli.completion import names_that_begin  # imported here because only completion needs it

        register_completion(names_that_begin)
    app = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, invoke_without_command=True, cls=TyperGroup,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip

    def tour(ctx: typer.Context, session: Session, version: Annotated[
        bool, typer.Option("--version", help=N_("Show the version."))
    ] = False) -> None:  # fmt: skip
        if version:
            print(f"ipcheck {__version__}")
        elif session.faults and ctx.invoked_subcommand not in _WITHOUT_POLICY:
            raise InvalidDataError(session.faults)
        elif ctx.invoked_subcommand is None:
            from ipcheck.cli.answer import answer
            from ipcheck.reports.tour import tour_document

            answer(session, tour_document)

    app.callback(help=_(_HELP))(typer_function(tour, _))
    group: Any = typer.main.get_command(app)
    group.commands = _Commands(session)
    return _with_translated_help(group, _)


def _command(name: str, function: Any, text: str, _: Translator) -> Any:
    """Build a command from its function and its help text."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    settings = {"help_option_names": ["-h", "--help"]}
    app.command(name, help=_(text), short_help=_(text), context_settings=settings)(typer_function(function, _))
    return _with_translated_help(typer.main.get_command(app), _)


def _with_translated_help(command: Any, _: Translator) -> Any:
    """`command`, changed in place, whose help pages are written in the language of the call."""

    class Context(typer.Context):
        def make_formatter(self) -> Any:
            from ipcheck.cli.help_texts import HelpFormatter  # imported here because only help pages need it

            return HelpFormatter(_, self.terminal_width, self.max_content_width)

    def format_options(ctx: typer.Context, formatter: Any) -> None:
        formatter.write_parameters(ctx)
        if hasattr(command, "format_commands"):
            command.format_commands(ctx, formatter)

    command.context_class, command.format_options = Context, format_options
    command.options_metavar = _("[OPTIONS]")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    return command


def _language(arguments: Sequence[str], setting: str | None = None) -> str:
    """The language of this call, needed before options are parsed: from --lang, environment, `setting` or locale."""
    option = None
    for index, argument in enumerate(arguments):
        if argument == "--lang":
            option = arguments[index + 1] if index + 1 < len(arguments) else None
        elif argument.startswith("--lang="):
            option = argument.partition("=")[2]
    language = option or os.environ.get("IPCHECK_LANG") or setting
    return str(language) if language in LANGUAGES else language_of(os.environ)


def _refuse_hidden(arguments: Sequence[str], _: Translator) -> None:
    """Raise UsageError for an argument that holds characters which hide or reorder text, or bytes that are no text.

    An answer would repeat them.
    """
    for argument in arguments:
        if hidden_character(argument) is not None:
            template = _("{text} contains a control character, or bytes that are not text; remove them")
            raise UsageError(template.format(text=visible(argument)))


def _exit_code(value: Any) -> int:
    """The exit code that a command returned; FINE if it returned nothing."""
    return value if isinstance(value, int) else FINE


def _with_calls_for_name(error: UsageError, session: Session | None) -> str:
    """What is wrong with the question; where a name is known as that of something else, also the calls for that."""
    if not isinstance(error, UnknownNameError) or session is None:
        return str(error)
    from ipcheck.cli.guesses import calls_for_name  # imported here because only a faulty call needs it

    calls = calls_for_name(error.name, session, search=not error.nearest)
    return session.translator.with_calls(error.said, calls) if calls else str(error)


def _print_usage_error(error: typer.TyperException, arguments: Sequence[str], _: Translator) -> None:
    """Write the fault of the call to stderr, with the calls that answer; where none is known, how it is used."""
    from ipcheck.cli.guesses import calls_instead
    from ipcheck.cli.help_texts import error_message  # imported here because only a faulty call needs it

    said = error_message(error, _)
    if calls := calls_instead(error, arguments):
        said = _.with_calls(error_message(error, _, suggesting=False), calls)
    elif ctx := getattr(error, "ctx", None):
        print_error(ctx.get_usage())
        print_error(_("Try: {command} --help").format(command=ctx.command_path))
    print_error(_("Error: {said}").format(said=said))
