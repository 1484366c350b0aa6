"""Typer's own texts (headings of help pages, faults of a call) translated, with lines folded by terminal cells."""

import re
from typing import Any

import typer

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import similar_names
from ipcheck.base.width import cells, wrap

_Formatter: Any = typer.Context.formatter_class

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
        N_("{name} cannot be {value}; there are {known}"),
    ),
    (
        r"Invalid value for '(?P<name>.*)': (?P<value>.*) is not in the range (?P<least>.*)<=x<=(?P<most>.*)\.",
        N_("{name} cannot be {value}; it is from {least} to {most}"),
    ),
    (
        r"Invalid value for '(?P<name>.*)': '(?P<value>.*)' is not a valid int(?:eger| range)\.",
        N_("{name}: {value} is no number"),
    ),
)


def error_message(error: typer.TyperException, _: Translator, suggesting: bool = True) -> str:
    """The message of a fault in the call: our text where _FAULTS has one, else Typer's. With `suggesting`, the nearest
    command, option or value stands behind it."""
    message: str = error.format_message()
    for pattern, template in _FAULTS:
        if match := re.fullmatch(pattern, message):
            parts = {key: (value or "").replace("'", "") for key, value in match.groupdict().items()}
            near = [parts["near"]] if parts.get("near") else []
            if "known" in parts:
                near = similar_names(parts["value"], parts["known"].split(", "), 1)
            return _(template).format(**parts) + (_.did_you_mean(near) if suggesting else "")
    return message


class HelpFormatter(_Formatter):  # type: ignore[misc]
    """Typer's formatter of help pages with translated texts, whose lines are wrapped by terminal cells."""

    def __init__(self, _: Translator, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._ = _

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{self._(prefix or 'Usage: ')}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{self._(heading)}{self._(': ')}".rstrip() + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in wrap(text, self.width - len(indent))))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        indent = " " * self.current_indent
        first = min(max(cells(name) for name, _about in rows), col_max) + col_spacing
        for name, about in rows:
            about = " ".join(self._(part) for part in about.split("  "))
            lines = wrap(about, self.width - first - len(indent))
            gap = first - cells(name)
            head = name + (" " * gap if gap >= col_spacing else f"\n{indent}{' ' * first}")
            self.write(indent + head + f"\n{indent}{' ' * first}".join(lines) + "\n")
