"""ipcheck news: what happened since a day."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.catalogue.resolve import resolve_instrument
from ipcheck.cli.answer import answer
from ipcheck.cli.context import read_since_option, task_query
from ipcheck.cli.options import Filters, OfAgency, OfPlan, completed
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.news import news
from ipcheck.reports.news_document import news_document
from ipcheck.reports.shared.context import Context

HELP = N_("What has happened since a day to the tasks and the laws that they name, according to the ledgers.")


def command(
    session: Session,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            show_default=False,
            metavar=N_("SPAN"),
            help=N_("Since when: 7d, 4w (if not given), 3m, last-week (that week alone), 2026, 2026-06, 2026-06-01."),
        ),
    ] = "4w",
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument",
            metavar=N_("NAME"),
            help=N_("Only on this law or document, by any of its names."),
            autocompletion=completed("instrument"),
        ),
    ] = None,
    agency: OfAgency = None,
    plan: OfPlan = None,
) -> None:
    """Tell what happened in the days of --since: entries on tasks that match the filters, steps of instruments that
    these name."""

    def build(context: Context) -> Document:
        _ = context.translator
        days = read_since_option("--since", since, context.as_of, _)
        query = task_query(context, Filters(plan=plan, agency=agency), session.settings.plan)
        name = None if instrument is None else resolve_instrument(context.catalogue, instrument, _)
        return news_document(context, news(context, query, days, name))

    answer(session, build)
