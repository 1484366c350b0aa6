"""Typer's own texts (headings of help pages, faults of a call) translated, with lines folded by terminal cells."""

import re
from collections import deque
from collections.abc import Sequence
from typing import Any

import typer

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import similar_names
from ipcheck.base.width import cells, wrap
from ipcheck.cli.options import GROUPS

_Formatter: Any = typer.Context.formatter_class
_LABEL = 18  # cells of the longest name in the first column of options
_BESIDE = 44  # cells before the name of the second option on a line, of which the name takes at least _SHORT
_SHORT = 15
_RANGE = r"\[[0-9<>=]*x[0-9<>=]*\]"

# Texts of Typer on help pages; the English text is the msgid.
_OF_TYPER = (
    N_("Usage: "), N_("Options"), N_("Arguments"), N_("Commands"), N_("[required]"),
    N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)  # fmt: skip

# Patterns of Typer's error messages, and our texts for them. A message that matches none stays as it is.
_FAULTS = (
    (r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.*)\?)?", N_("there is no command {name}")),
    (r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<near>.*)\))?", N_("there is no option {name}")),
    (r"Missing (?:argument|option|parameter) '(?P<name>.*)'\..*", N_("{name} is missing")),
    (r"Option '(?P<name>.*)' requires an argument\.", N_("{name} needs a value")),
    (r"Option '(?P<name>.*)' does not take a value\.", N_("{name} takes no value")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", N_("not expected here: {name}")),
    (
        r"Invalid value for '(?P<name>.*)': '(?P<value>.*)' is not one of (?P<known>.*)\.",
        N_("{name} cannot be {value}; choose from {known}"),
    ),
    (
        r"Invalid value for '(?P<name>.*)': (?P<value>.*) is not in the range (?P<least>.*)<=x<=(?P<most>.*)\.",
        N_("{name} cannot be {value}; choose from {least} to {most}"),
    ),
    (
        r"Invalid value for '(?P<name>.*)': '(?P<value>.*)' is not a valid int(?:eger| range)\.",
        N_("{name}: cannot read “{value}” as a number"),
    ),
)
_OPTION_FOR = {"--status": "--situation"}  # options that people look for by the word that answers have


def error_message(error: typer.TyperException, _: Translator, suggesting: bool = True) -> str:
    """The message of a fault in the call: our text where _FAULTS has one, else Typer's. With `suggesting`, the nearest
    command, option or value stands behind it."""
    message: str = error.format_message()
    for pattern, template in _FAULTS:
        if match := re.fullmatch(pattern, message):
            parts = {key: (value or "").replace("'", "") for key, value in match.groupdict().items()}
            near = [parts["near"]] if parts.get("near") else []
            if (meant := _OPTION_FOR.get(parts["name"])) and meant in _options(error):
                near = [meant]
            if "known" in parts:
                near = similar_names(parts["value"], parts["known"].split(", "), 1)
            return _(template).format(**parts) + (_.did_you_mean(near) if suggesting else "")
    return message


def _options(error: typer.TyperException) -> set[str]:
    """The options of the command at which a call failed."""
    context: typer.Context | None = getattr(error, "ctx", None)
    return {name for parameter in context.command.params for name in parameter.opts} if context else set()


class HelpFormatter(_Formatter):  # type: ignore[misc]
    """Typer's formatter of help pages with translated texts, whose lines are wrapped by terminal cells."""

    def __init__(self, _: Translator, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self.width += 1  # Typer keeps two cells free at the edge of a terminal, where one does
        self._ = _

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{self._(prefix or 'Usage: ')}{prog} {args}".rstrip() + "\n")

    def write_paragraph(self) -> None:
        if len(self.buffer) > 1:  # what a command is for stands right below its usage
            self.write("\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{self._(heading)}{self._(': ')}".rstrip() + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in wrap(text, self.width - len(indent))))

    def write_parameters(self, ctx: typer.Context) -> None:
        """Write the arguments of a command, then its options by groups, without blank lines between."""
        _ = self._
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in ("Arguments", "Options", *GROUPS)}
        for parameter in ctx.command.get_params(ctx):
            if parameter.name != "help" and (record := parameter.get_help_record(ctx)):
                own = "Arguments" if parameter.param_type_name == "argument" else "Options"
                name = getattr(parameter, "rich_help_panel", None) or own
                groups[name].append((record[0].replace(" / ", "/"), self._translated(record[1])))
        self.write_paragraph()
        first = min(max(cells(label) for rows in groups.values() for label, _about in rows), _LABEL) + 2
        value, noted = _("VALUE"), False
        for name in filter(groups.get, groups):
            has_values = any(label.endswith(value) for label, _about in groups[name])
            heading = _("{heading} (VALUE: the key, or a word for it in either language)")
            self.write_heading(heading.format(heading=_(name)) if has_values and not noted else name)
            noted = noted or has_values
            self.indent()
            self._write_rows(groups[name], first)
            self.dedent()

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        rows = [(name, self._translated(about)) for name, about in rows]
        first = min(max(cells(name) for name, _about in rows), col_max) + col_spacing
        for name, about in rows:
            self._write_row(name, about, first)

    def _translated(self, about: str) -> str:
        """The text about an option without the range of a number, which a refusal names. Typer puts two spaces between
        our text and its own."""
        return " ".join(self._(part) for part in about.split("  ") if not re.fullmatch(_RANGE, part))

    def _write_rows(self, rows: Sequence[tuple[str, str]], first: int) -> None:
        """Write names and what is said about each, two on a line where both are short; `first` is the width of the
        first column."""
        rest = deque(rows)
        while rest:
            name, about = rest.popleft()
            left = _padded(name, first) + about
            right = _padded(rest[0][0], _SHORT) + rest[0][1] if rest and cells(rest[0][0]) + 2 <= _SHORT else ""
            if right and cells(left) + 2 <= _BESIDE and _BESIDE + cells(right) <= self.width - self.current_indent:
                rest.popleft()
                self.write(f"{' ' * self.current_indent}{_padded(left, _BESIDE)}{right}\n")
            else:
                self._write_row(name, about, first)

    def _write_row(self, name: str, about: str, first: int) -> None:
        """Write a name and, in a column that begins after `first` cells, what is said about it."""
        indent = " " * self.current_indent
        lines = wrap(about, self.width - first - len(indent))
        head = _padded(name, first) if cells(name) + 2 <= first else f"{name}\n{indent}{' ' * first}"
        self.write(indent + head + f"\n{indent}{' ' * first}".join(lines) + "\n")


def _padded(text: str, width: int) -> str:
    """A text with spaces behind it, up to a width in cells."""
    return text + " " * (width - cells(text))
