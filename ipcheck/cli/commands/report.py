"""ipcheck report: the weekly report."""

from datetime import date
from typing import Annotated

import typer

from ipcheck.base.dates import SpanError, read_span
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.cli.answer import answer
from ipcheck.cli.context import build_judge, task_query
from ipcheck.cli.filter_words import filters_in_words
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.report import Week, judged_on, report, week_of
from ipcheck.reports.report_document import report_document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.value_words import value_meant

WEEKS = ("this", "last")

HELP = N_("The weekly report: what is new, what is still open, what comes next; for the last complete week.")


def command(
    session: Session,
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
    """Write the report on --week for tasks that match the filters; judge on the day after it, or today if earlier."""

    def build(context: Context) -> Document:
        chosen = _week(week, context.as_of, context.translator)
        day = judged_on(chosen, context.as_of)
        dated_context = context._replace(as_of=day, judge=build_judge(session, day))
        query = task_query(dated_context, filters, session.settings.plan)
        result = report(dated_context, query, chosen, build_judge(session, chosen.first))
        other_filters = filters._replace(plan=None, agency=None, before=None, after=None, within=None)
        return report_document(dated_context, result, filters_in_words(other_filters, context.translator))

    answer(session, build)


def _week(text: str, today: date, _: Translator) -> Week:
    """The week in `text`: this, last, a word for either, or 2025-W50. Raises UsageError for anything else, or a week
    that has not begun."""
    this, named = week_of(today), value_meant(text, WEEKS, "week")
    if named == "this":
        return this
    if named == "last":
        return week_of(date.fromordinal(max(1, this.first.toordinal() - 7)))
    try:
        span = read_span(text, today)
    except SpanError:
        span = None
    if span is None or week_of(span.first) != (span.first, span.last):
        raise UsageError(_("--week: cannot read “{text}” as a week; write this, last or 2025-W50").format(text=text))
    if span.first > today:
        raise UsageError(_("--week: {text} has not begun; today is {day}").format(text=text, day=today.isoformat()))
    return Week(*span)
