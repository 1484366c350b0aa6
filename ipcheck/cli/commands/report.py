"""ipcheck report"""

from datetime import date
from typing import Annotated

import typer

from ipcheck.base.dates import BadSpan, read_span
from ipcheck.base.findings import Refused
from ipcheck.base.i18n import N_, Words
from ipcheck.cli.answer import answer
from ipcheck.cli.context import answering_for, judge, wanted
from ipcheck.cli.options import Filters, Run, said
from ipcheck.formats.document import Document
from ipcheck.reports.report import Week, judged_on, report, week_of
from ipcheck.reports.report_document import report_document
from ipcheck.reports.shared.context import Asked

HELP = N_("The weekly report: what is new, what is still open, what comes next; of the last complete week.")


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    week: Annotated[
        str,
        typer.Option(
            "--week",
            show_default=False,
            metavar=N_("WEEK"),
            help=N_("last (the last complete one), this, or 2025-W50."),
        ),
    ] = "last",
) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        chosen = _week(week, asked.as_of, asked.words)
        day = judged_on(chosen, asked.as_of)
        then = asked._replace(as_of=day, judge=judge(context.obj, day))
        asking = wanted(then, answering_for(context.obj, filters))
        found = report(then, asking, chosen, judge(context.obj, chosen.first))
        named = filters._replace(plan=None, agency=None, before=None, after=None, within=None)
        return report_document(then, found, said(named))

    answer(context.obj, run, build)


def _week(text: str, today: date, _: Words) -> Week:
    """The week that a person names. Raises Refused for what is none, or has not begun."""
    this = week_of(today)
    if text == "this":
        return this
    if text == "last":
        return week_of(date.fromordinal(max(1, this.first.toordinal() - 7)))
    try:
        span = read_span(text, today)
    except BadSpan:
        span = None
    if span is None or week_of(span.first) != (span.first, span.last):
        raise Refused(_("--week: “{text}” is no week; write this, last or 2025-W50").format(text=text))
    if span.first > today:
        raise Refused(_("--week: {text} has not begun; today is {day}").format(text=text, day=today.isoformat()))
    return Week(*span)
