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
    lambda _: _("a number"), lambda value: type(value) is int and value > 0,
)  # fmt: skip
LANGUAGE = ValueKind(lambda _: _.join(list(LANGUAGES)), lambda value: value in LANGUAGES)

LEAST_WIDTH = 20  # cells: ten Chinese characters
MOST_WIDTH = 10_000
LATE, IN_TIME = "--late", "--in-time"


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
            help=N_("More plan files or folders; an id given there replaces a shipped one. Repeatable."),
        ),
    ] = None
    ledger: Annotated[
        list[str] | None,
        PATHS,
        typer.Option(
            "--ledger",
            metavar=N_("PATH"),
            help=N_("Ledger file; ./ledger.yaml, where there is one, if not given. Repeatable."),
        ),
    ] = None
    assignments: Annotated[
        list[str] | None,
        PATHS,
        typer.Option(
            "--assignments",
            metavar=N_("PATH"),
            help=N_("Who in the house does what; ./assignments.yaml, where there is one, if not given. Repeatable."),
        ),
    ] = None
    no_public: Annotated[
        bool, FLAG, typer.Option("--no-public", help=N_("Leave out the ledger of public facts that is shipped."))
    ] = False
    as_of: Annotated[
        str | None,
        TEXT,
        typer.Option("--as-of", metavar=N_("DAY"), help=N_("The day to judge by; today in China if not given.")),
    ] = None
    lang: Annotated[Lang, LANGUAGE, typer.Option("--lang", help=N_("Language of the answer."))] = None
    format: Annotated[
        Format,
        TEXT,
        typer.Option("-f", "--format", help=N_("Format of the answer; rich on a terminal, else plain, if not given.")),
    ] = None
    output: Annotated[
        str | None,
        PATH,
        typer.Option("-o", "--output", metavar=N_("FILE"), help=N_("Write to this file; its suffix tells the format.")),
    ] = None
    width: Annotated[
        int | None,
        NUMBER,
        typer.Option(
            "--width",
            metavar=N_("CELLS"),
            min=LEAST_WIDTH,
            max=MOST_WIDTH,
            help=N_("How wide a table of -f rich may be; as wide as the terminal if not given."),
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
    typer.Option("--plan", metavar=N_("ID"), help=N_("Only this plan. Repeatable."), autocompletion=completed("plan")),
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
        help=N_("Only tasks of this agency, by any of its names."),
        autocompletion=completed("agency"),
    ),
]


class Filters(NamedTuple):
    """The filters of every command that lists tasks."""

    plan: OfPlan = None
    agency: OfAgency = None
    role: Annotated[
        list[str] | None,
        Choice(ROLES, "role"),
        typer.Option("--role", help=N_("What the agency does; leads or takes part if not given.")),
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
            help=N_("Last day within or before: 2025, 2025-Q4, 2025-12, 2025-W50, 2025-12-31, 30d."),
        ),
    ] = None
    after: Annotated[
        str | None, typer.Option("--after", metavar=N_("SPAN"), help=N_("Last day within or after such a span."))
    ] = None
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            metavar=N_("SPAN"),
            help=N_("Last day within such a span: 30d, 4w, 3m to come, 0d for today."),
        ),
    ] = None
    basis: Annotated[
        str | None,
        Choice(BASES, "basis"),
        typer.Option(
            "--basis",
            help=N_("Days stated for the task, days of the plan as a whole, phrases that no rule reads, or any."),
        ),
    ] = None
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar=N_("TEXT"), help=N_("Only tasks whose text, heading or introduction contains this.")
        ),
    ] = None
    kind: Annotated[
        list[str] | None, Choice(KINDS, "kind"), typer.Option("--kind", help=N_("Only this kind. Repeatable."))
    ] = None
    state: Annotated[
        list[str] | None, Choice(STATES, "state"), typer.Option("--state", help=N_("Only in this state. Repeatable."))
    ] = None
    situation: Annotated[
        list[str] | None,
        Choice(SITUATIONS, "situation"),
        typer.Option("--situation", help=N_("Only in this situation. Repeatable.")),
    ] = None
    outcome: Annotated[
        list[str] | None,
        Choice(OUTCOMES, "outcome"),
        typer.Option("--outcome", help=N_("Only with this outcome: what is known to have become of it. Repeatable.")),
    ] = None
    late: Annotated[
        bool | None,
        typer.Option(f"{LATE}/{IN_TIME}", help=N_("Only what was done after its stated last day, or by that day.")),
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
