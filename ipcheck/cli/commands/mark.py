"""ipcheck mark: record what became of a task."""

import os
from typing import Annotated, Any

import typer

from ipcheck.base.i18n import N_
from ipcheck.base.text import fold
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import data_files, read_day_option, read_time_option, writable_ledger
from ipcheck.cli.destination import Destination
from ipcheck.cli.options import Choice
from ipcheck.cli.settings import Session
from ipcheck.domain.entry import EVENTS, MARKS, SOURCE_KINDS, STEPS

HELP = N_("Record what became of a task: an entry of a ledger, with its evidence.")


def command(
    session: Session,
    task: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("TASK"),
            help=N_("The task's id; 2022-29/2 is its second sentence. A step of a law or document needs none."),
        ),
    ] = None,
    state: Annotated[
        str | None,
        Choice(MARKS, "mark"),
        typer.Argument(metavar=N_("STATE"), help=N_("started, progress, blocked, done or withdrawn.")),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar=N_("DAY"), help=N_("When it happened: a day, month or year; today if not given.")),
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar=N_("TEXT"), help=N_("What shows it: a file, an address, a number.")),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar=N_("TEXT"), help=N_("Who says so, and where; with --publisher, the title of the page.")
        ),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar=N_("NAME"), help=N_("Who published the source."))
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar=N_("ADDRESS"), help=N_("The address of the source."))
    ] = None,
    source_kind: Annotated[
        str | None,
        Choice(SOURCE_KINDS, "source-kind"),
        typer.Option("--source-kind", help=N_("Its publisher: official, press, firm (a law or IP firm), repost.")),
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
    step: Annotated[
        str | None,
        Choice(STEPS, "step"),
        typer.Option(
            "--step",
            help=N_(
                "What has happened to a law or document: 公开征求意见 (consulted), 审议 (deliberated), 审议通过"
                " (adopted), 公布 (promulgated), 施行 (in force), 废止 (repealed)."
            ),
        ),
    ] = None,
    round_: Annotated[
        str | None,
        typer.Option(
            "--round", metavar=N_("NAME"), help=N_("Which drafting or revision the step belongs to: 2023年修改.")
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar=N_("DAY"), help=N_("The closing date of a consultation."))
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar=N_("TEXT"), help=N_("The number of the order or document."))
    ] = None,
    searched: Annotated[
        list[str] | None,
        typer.Option(
            "--searched",
            metavar=N_("WORDS"),
            help=N_("Record that a search for these words on the day of --on found nothing. Repeatable."),
        ),
    ] = None,
    actual: Annotated[
        str | None,
        typer.Option(
            "--actual",
            metavar=N_("FIGURE"),
            help=N_(
                "A figure that was reached: measure, number with unit, and the day, month or year to which it "
                "refers: invention-pendency 15个月 2025."
            ),
        ),
    ] = None,
    event: Annotated[
        str | None,
        Choice(EVENTS, "event"),
        typer.Option(
            "--event", help=N_("What a span of the plan counts from (with --subject): selected, designated or issued.")
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help=N_("Record a day in the future, or reopen what is done.")),
    ] = False,
) -> None:
    """Append an entry made from the options to the ledger, then show the task with that entry."""
    from ipcheck.reports.mark import mark, mark_document
    from ipcheck.reports.shared.recording import read_actual

    _ = session.translator
    ledger = writable_ledger(session)
    entry: dict[str, Any] = {
        "task": fold(task) if task is not None else None, "part": part, "instrument": instrument, "agency": agency,
        "subject": subject, "state": state, "step": step, "round": round_, "event": event, "number": number,
        "evidence": evidence, "source": _source(source, publisher, url, source_kind), "by": by, "note": note,
        "problem": problem, "next": next_step, "searched": searched,
    }  # fmt: skip
    destination = Destination.of(session)
    destination.ensure_writable()
    destination.forbid_overwriting(ledger)
    with open_context(session, destination.format, [ledger] if os.path.exists(ledger) else []) as context:
        if searched:
            day = read_day_option("--on", on, context.as_of, _) if on is not None else context.as_of
            entry["checked"] = day.isoformat()
        elif on is not None:
            entry["on"] = read_time_option("--on", on, context.as_of, _)
        if actual is not None:
            entry["actual"] = read_actual(context, actual)
        if until is not None:
            entry["until"] = read_day_option("--until", until, context.as_of, _).isoformat()
        if isinstance(entry["source"], dict):
            entry["source"]["read"] = context.as_of.isoformat()
        result = mark(context, ledger, {key: value for key, value in entry.items() if value is not None}, force)
        context.catalogue.reread(data_files(session, [ledger]))
        destination.write(mark_document(context, ledger, result), context.translator)


def _source(title: str | None, publisher: str | None, url: str | None, kind: str | None) -> Any:
    """The source of an entry: a text or, where a publisher, an address or a kind is given, these with its title."""
    more = {"publisher": publisher, "url": url, "kind": kind}
    if not any(more.values()):
        return title
    return {key: value for key, value in {"title": title, **more}.items() if value is not None}
