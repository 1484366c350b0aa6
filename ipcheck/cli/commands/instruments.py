"""ipcheck instruments: where every law and document stands that a plan promises."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import read_since_option, task_query
from ipcheck.cli.options import FILTERS, Choice, Filters, OfAgency, OfPlan
from ipcheck.cli.settings import Session
from ipcheck.domain.task import PROMISED, STAGES
from ipcheck.domain.track import INSTRUMENT_KINDS, STANDINGS
from ipcheck.formats.document import Document
from ipcheck.reports.instruments import LAST_STEPS, InstrumentsQuery, instruments_document
from ipcheck.reports.shared.context import Context

HELP = N_("The status of every promised law and document: last step, next step, months without a step.")


def command(
    session: Session,
    plan: OfPlan = None,
    agency: OfAgency = None,
    kind: Annotated[
        list[str] | None,
        Choice(INSTRUMENT_KINDS, "instrument-kind"),
        typer.Option(
            "--kind",
            help=N_("Only law, regulation, rule, interpretation, standard, policy or treaty. Repeatable."),
            rich_help_panel=FILTERS,
        ),
    ] = None,
    stage: Annotated[
        list[str] | None,
        Choice(tuple(reversed(STAGES)), "stage"),
        typer.Option(
            "--stage",
            help=N_(
                "Only what a plan promises so: issued, drafting, study (these three if not given), applied,"
                " mentioned. Repeatable."
            ),
            rich_help_panel=FILTERS,
        ),
    ] = None,
    step: Annotated[
        list[str] | None,
        Choice(LAST_STEPS, "step"),
        typer.Option(
            "--step",
            help=N_(
                "Only with this last step: 公开征求意见 (consulted), 审议 (deliberated), 审议通过 (adopted), 公布"
                " (promulgated), 施行 (in force), 废止 (repealed) or none. Repeatable."
            ),
            rich_help_panel=FILTERS,
        ),
    ] = None,
    standing: Annotated[
        list[str] | None,
        Choice(STANDINGS, "standing"),
        typer.Option(
            "--standing",
            help=N_(
                "Only announced, moving, on-hold, no-step (none on record), settled (issued or in force) or repealed."
                " Repeatable."
            ),
            rich_help_panel=FILTERS,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar=N_("SPAN"), help=N_("Only what has progressed since: 2026-06-01, 2025, 7d, 3m.")
        ),
    ] = None,
) -> None:
    """List the instruments that plans promise and that match the options."""

    def build(context: Context) -> Document:
        tasks = task_query(context, Filters(plan=plan, agency=agency))
        first = read_since_option("--since", since, context.as_of, context.translator).first if since else None
        query = InstrumentsQuery(
            tasks, stage or PROMISED, kind or (), step or (), standing or (), first.isoformat() if first else None
        )
        return instruments_document(context, query)

    answer(session, build)
