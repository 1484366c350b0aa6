"""What can be set, and the filters that commands share. Each is declared once, as a field of the NamedTuple that holds
its value."""

import os
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import typer

from ipcheck.base.i18n import LANGUAGES, N_, Translator
from ipcheck.catalogue.conditions import BASES, KINDS, ROLES
from ipcheck.domain.outcome import OUTCOMES
from ipcheck.domain.situation import SITUATIONS
from ipcheck.domain.state import STATES
from ipcheck.formats.format import FORMATS


class ValueKind(NamedTuple):
    """A kind of setting: the values of the policy file that it takes, in words and as a test, how the text of an
    environment variable is read, and whether the value is a path."""

    expected: Callable[[Translator], str]
    fits: Callable[[Any], bool]
    read: Callable[[str], Any] = str
    is_path: bool = False


TEXT = ValueKind(lambda _: _("a text"), lambda value: isinstance(value, str))
TEXTS = ValueKind(
    lambda _: _("a list of texts"),
    lambda value: isinstance(value, list) and all(isinstance(part, str) for part in value),
    lambda text: [part for part in text.split(os.pathsep) if part],
)
PATH, PATHS = TEXT._replace(is_path=True), TEXTS._replace(is_path=True)
FLAG = ValueKind(
    lambda _: _("true or false"), lambda value: isinstance(value, bool),
    lambda text: text.lower() not in ("0", "false", "no"),
)  # fmt: skip
NUMBER = ValueKind(  # a text of the environment is read where it is used, since other calls do not mind a wrong one
    lambda _: _("a number"), lambda value: type(value) is int and value >= 0,
)  # fmt: skip
LANGUAGE = ValueKind(lambda _: _.join(list(LANGUAGES)), lambda value: value in LANGUAGES)

LEAST_WIDTH = 20  # cells: ten Chinese characters
MOST_WIDTH = 10_000
LATE, IN_TIME = "--late", "--in-time"
# The groups of options on a help page, in their order; an option that names none stands before them.
ASKED, FILTERS, OUTPUT, FILES = GROUPS = N_("What is asked"), N_("Filters"), N_("Output"), N_("Files")


class Choice(NamedTuple):
    """The values that an option or argument takes. `words` names the table of `reports.shared.value_words` with the
    words of either language that mean them; the command is given the value."""

    values: Sequence[str]
    words: str

    def read(self, name: str, text: str, _: Translator) -> str:
        """The value that the text given for `name` means. Raises UsageError where it means none."""
        if text in self.values:
            return text
        from ipcheck.reports.shared.value_words import read_value  # imported here because most calls give the value

        return read_value(name, text, self.values, self.words, _)

    def beginning(self, incomplete: str) -> list[str]:
        """The values that begin with the word typed so far, for a shell to offer."""
        return [value for value in self.values if value.startswith(incomplete)]


# The values come from the modules that define them.
Lang: Any = Literal[LANGUAGES]
Format: Any = Literal[tuple(FORMATS)]

NamesThatBegin = Callable[[str, str], list[str]]
_completing: list[NamesThatBegin] = []


def register_completion(names_that_begin: NamesThatBegin) -> None:
    """Let a shell complete names: the function takes a kind of name and the word typed so far.

    The program registers it, since it reads the catalogue, which this module must not import.
    """
    _completing.append(names_that_begin)


def completed(kind: str) -> Callable[[str], list[str]]:
    """The function that Typer calls with the beginning of a name of this kind: plan, agency, instrument, office or
    person."""

    def complete(incomplete: str) -> list[str]:
        return [name for names_that_begin in _completing for name in names_that_begin(kind, incomplete)]

    return complete


class Settings(NamedTuple):
    """What can be set: by an option of every command, which is declared here, or else by an environment variable
    (IPCHECK_ and the name in capitals), or else by the key of the name in the policy file. The last four are for some
    commands only, and have no option here."""

    plans: Annotated[
        list[str] | None,
        PATHS,
        typer.Option(
            "--plans",
            metavar=N_("PATH"),
            help=N_("More plan files."),
            rich_help_panel=FILES,
        ),
    ] = None
    ledger: Annotated[
        list[str] | None,
        PATHS,
        typer.Option(
            "--ledger",
            metavar=N_("PATH"),
            help=N_("Your ledger.yaml."),
            rich_help_panel=FILES,
        ),
    ] = None
    assignments: Annotated[
        list[str] | None,
        PATHS,
        typer.Option(
            "--assignments",
            metavar=N_("PATH"),
            help=N_("Who in the house does what: your assignments.yaml."),
            rich_help_panel=FILES,
        ),
    ] = None
    no_public: Annotated[
        bool,
        FLAG,
        typer.Option("--no-public", help=N_("Leave out the public record that is shipped."), rich_help_panel=FILES),
    ] = False
    as_of: Annotated[
        str | None,
        TEXT,
        typer.Option(
            "--as-of",
            metavar=N_("DAY"),
            help=N_("The day for which to judge; today in China if not given."),
            rich_help_panel=ASKED,
        ),
    ] = None
    lang: Annotated[
        Lang, LANGUAGE, typer.Option("--lang", help=N_("The answer's language."), rich_help_panel=OUTPUT)
    ] = None
    both: Annotated[bool, FLAG, typer.Option("--both", help=N_("Chinese texts too."), rich_help_panel=OUTPUT)] = False
    format: Annotated[
        Format,
        TEXT,
        typer.Option(
            "-f",
            "--format",
            metavar=N_("NAME"),
            help=N_(
                "rich (default on a terminal), plain (default), markdown, html, csv, json, xlsx, docx, mail, junit,"
                " github, ics."
            ),
            rich_help_panel=OUTPUT,
        ),
    ] = None
    output: Annotated[
        str | None,
        PATH,
        typer.Option(
            "-o",
            "--output",
            metavar=N_("FILE"),
            help=N_("Write to this file; its suffix decides the format."),
            rich_help_panel=OUTPUT,
        ),
    ] = None
    width: Annotated[
        int | None,
        NUMBER,
        typer.Option(
            "--width",
            metavar=N_("COLUMNS"),
            min=0,
            max=MOST_WIDTH,
            help=N_("Width of tables; else the terminal's or 120; 0: any."),
            rich_help_panel=OUTPUT,
        ),
    ] = None
    limit: Annotated[
        int | None,
        NUMBER,
        typer.Option(
            "--limit",
            metavar=N_("ROWS"),
            min=1,
            help=N_("At most this many rows of each list."),
            rich_help_panel=OUTPUT,
        ),
    ] = None
    report_every: Annotated[str | None, TEXT] = None
    plan: Annotated[list[str] | None, TEXTS] = None
    fail_on: Annotated[list[str] | None, TEXTS] = None
    baseline: Annotated[str | None, PATH] = None


def kind_of(key: str) -> ValueKind:
    """The kind of the values of a setting."""
    return next(extra for extra in Settings.__annotations__[key].__metadata__ if isinstance(extra, ValueKind))


OfPlan = Annotated[
    list[str] | None,
    typer.Option(
        "--plan",
        metavar=N_("ID"),
        help=N_("This plan. Repeatable."),
        autocompletion=completed("plan"),
        rich_help_panel=ASKED,
    ),
]

PlanIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=N_("[PLAN]..."),
        help=N_("The plans, by their ids; all if none is given."),
        autocompletion=completed("plan"),
    ),
]

OfAgency = Annotated[
    str | None,
    typer.Option(
        "--agency",
        metavar=N_("NAME"),
        help=N_("Any of its names."),
        autocompletion=completed("agency"),
        rich_help_panel=ASKED,
    ),
]


class Filters(NamedTuple):
    """The filters of every command that lists tasks."""

    plan: OfPlan = None
    agency: OfAgency = None
    role: Annotated[
        list[str] | None,
        Choice(ROLES, "role"),
        typer.Option(
            "--role",
            help=N_(
                "lead, participant (default: both), mentioned, group (as one of a group), local (local bodies under"
                " it)."
            ),
            rich_help_panel=ASKED,
        ),
    ] = None
    office: Annotated[
        str | None,
        typer.Option(
            "--office",
            metavar=N_("NAME"),
            help=N_("Of this office."),
            autocompletion=completed("office"),
            rich_help_panel=FILTERS,
        ),
    ] = None
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar=N_("NAME"),
            help=N_("Of this person."),
            autocompletion=completed("person"),
            rich_help_panel=FILTERS,
        ),
    ] = None
    section: Annotated[
        str | None,
        typer.Option(
            "--section", metavar=N_("TEXT"), help=N_("Only under headings that contain this."), rich_help_panel=ASKED
        ),
    ] = None
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar=N_("SPAN"),
            help=N_("Due by then: 2025, 2025-Q4, 2025-12, 2025-W50, 2025-12-31; 30d, 4w, 3m from today; 0d is today."),
            rich_help_panel=ASKED,
        ),
    ] = None
    after: Annotated[
        str | None,
        typer.Option("--after", metavar=N_("SPAN"), help=N_("Due then or later."), rich_help_panel=ASKED),
    ] = None
    within: Annotated[
        str | None,
        typer.Option("--within", metavar=N_("SPAN"), help=N_("Due in that time."), rich_help_panel=ASKED),
    ] = None
    basis: Annotated[
        str | None,
        Choice(BASES, "basis"),
        typer.Option(
            "--basis",
            help=N_("Deadline: stated, plan (as a whole), unread, or any."),
            rich_help_panel=FILTERS,
        ),
    ] = None
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar=N_("TEXT"),
            help=N_("Where text, heading, introduction or summary has this."),
            rich_help_panel=ASKED,
        ),
    ] = None
    kind: Annotated[
        list[str] | None,
        Choice(KINDS, "kind"),
        typer.Option(
            "--kind", help=N_("task, goal, or condition (what applicants must meet)."), rich_help_panel=FILTERS
        ),
    ] = None
    state: Annotated[
        list[str] | None,
        Choice(STATES, "state"),
        typer.Option(
            "--state",
            help=N_("By ledger: unknown, started, blocked, done, withdrawn."),
            rich_help_panel=FILTERS,
        ),
    ] = None
    situation: Annotated[
        list[str] | None,
        Choice(SITUATIONS, "situation"),
        typer.Option(
            "--situation",
            help=N_(
                "overdue (known to be open), unverified (past due, not known to be done), due-soon (in 30 days), stale"
                " (no news), ongoing, open, done, done-late, withdrawn; of a plan that is over: carried-on,"
                " period-ended."
            ),
            rich_help_panel=FILTERS,
        ),
    ] = None
    outcome: Annotated[
        list[str] | None,
        Choice(OUTCOMES, "outcome"),
        typer.Option(
            "--outcome",
            help=N_("done, partly, begun, no-record (searched in vain), unknown (nobody searched), withdrawn."),
            rich_help_panel=FILTERS,
        ),
    ] = None
    late: Annotated[
        bool | None,
        typer.Option(
            f"{LATE}/{IN_TIME}", help=N_("Done after its stated deadline, or by it."), rich_help_panel=FILTERS
        ),
    ] = None

    def with_plans(self, ids: Sequence[str] | None) -> "Filters":
        """The same filters for the plans with these `ids` beside those of --plan, each once."""
        return self._replace(plan=list(dict.fromkeys([*(ids or ()), *(self.plan or ())])) or None)


def given_filters(filters: Filters) -> list[str]:
    """The filters of a call written as options (`--plan 2025`), for an answer to state them."""
    given = filters._replace(late=None)._asdict()
    chosen = {name: value if isinstance(value, list) else [value] for name, value in given.items() if value}
    flags = [] if filters.late is None else [LATE if filters.late else IN_TIME]
    return [*(f"--{name} {value}" for name, values in chosen.items() for value in values), *flags]
