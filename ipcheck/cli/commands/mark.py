"""ipcheck mark: record what became of a task."""

import os
from typing import Annotated, Any, Literal

import typer

from ipcheck.base.i18n import N_
from ipcheck.base.text import fold
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import data_files, read_day_option, writable_ledger
from ipcheck.cli.destination import Destination
from ipcheck.cli.settings import Session
from ipcheck.domain.entry import EVENTS, MARKS, STEPS

HELP = N_("Record what became of a task: an entry of a ledger, with its evidence.")

Mark: Any = Literal[MARKS]
Step: Any = Literal[STEPS]
Event: Any = Literal[EVENTS]


def command(
    session: Session,
    task: Annotated[
        str, typer.Argument(metavar=N_("TASK"), help=N_("The task's id; 2022-29/2 is its second sentence."))
    ],
    state: Annotated[
        Mark, typer.Argument(metavar=N_("STATE"), help=N_("started, progress, blocked, done or withdrawn."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar=N_("DAY"), help=N_("When it happened; today if not given."))
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar=N_("TEXT"), help=N_("What shows it: a file, an address, a number.")),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar=N_("TEXT"), help=N_("Who says so, and where."))
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar=N_("NAME"), help=N_("Who records it."))] = None,
    note: Annotated[str | None, typer.Option("--note", metavar=N_("TEXT"), help=N_("Anything else."))] = None,
    problem: Annotated[
        str | None, typer.Option("--problem", metavar=N_("TEXT"), help=N_("What stands in the way."))
    ] = None,
    next_step: Annotated[
        str | None, typer.Option("--next", metavar=N_("TEXT"), help=N_("What is to be done next."))
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar=N_("N"), help=N_("Only this sentence of the task."))
    ] = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", metavar=N_("NAME"), help=N_("Only this law or document of the task."))
    ] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", metavar=N_("NAME"), help=N_("Only this agency's share."))
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar=N_("NAME"), help=N_("Only for this city or the like."))
    ] = None,
    step: Annotated[Step, typer.Option("--step", help=N_("What has happened to a law or document."))] = None,
    event: Annotated[
        Event, typer.Option("--event", help=N_("What a span of the plan counts from (with --subject)."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Record a day that is still to come."))] = False,
) -> None:
    """Append an entry made from the options to the ledger, then show the task with that entry."""
    from ipcheck.reports.mark import mark, mark_document

    _ = session.translator
    ledger = writable_ledger(session)
    entry = {
        "task": fold(task), "part": part, "instrument": instrument, "agency": agency, "subject": subject,
        "state": state, "step": step, "event": event, "evidence": evidence, "source": source, "by": by,
        "note": note, "problem": problem, "next": next_step,
    }  # fmt: skip
    destination = Destination.of(session)
    destination.ensure_writable()
    destination.forbid_overwriting(ledger)
    with open_context(session, destination.format, [ledger] if os.path.exists(ledger) else []) as context:
        if on is not None:
            entry["on"] = read_day_option("--on", on, context.as_of, _).isoformat()
        result = mark(context, ledger, {key: value for key, value in entry.items() if value is not None}, force)
        context.catalogue.reread(data_files(session, [ledger]))
        destination.write(mark_document(context, ledger, result), context.translator)
