"""From options and settings to a question: every name, span and day in them understood, or refused."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

from ipcheck.base.dates import DAY_FORMS, FORMS, Span, SpanError, days_of, read_span
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, TaskQuery
from ipcheck.catalogue.resolve import agency_filters, word_forms
from ipcheck.catalogue.store import Catalogue, cache_folder
from ipcheck.cli.options import CommonOptions, Filters, chosen_values
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session
from ipcheck.datafiles.discovery import gather
from ipcheck.domain.situation import REPORT_EVERY, Judge
from ipcheck.reports.shared.context import (
    Context,
    resolve_agency,
    resolve_office,
    resolve_person,
    resolve_plans,
    resolve_section,
)

LEDGER_HERE, ASSIGNMENTS_HERE = "ledger.yaml", "assignments.yaml"
CHINA = timezone(timedelta(hours=8))  # one zone, no summer time


def build_context(session: Session, common: CommonOptions, own: Sequence[str] | None = None) -> Context:
    """What every question brings along; `own` are the ledgers to read in place of those that the call names.

    Raises UsageError for a bad day, InvalidDataError for bad data.
    """
    _ = session.translator
    as_of = day_of_question(session.setting(common, "as_of"), _)
    public = not session.setting(common, "no_public")
    books = ledger_paths(session, common) if own is None else own
    files = gather(session.setting(common, "plans") or (), _, books, assignment_paths(session, common), public)
    judges = build_judge(session, as_of)  # before the catalogue is opened, since it may refuse
    with progress(_("Reading plans")) as tell:
        catalogue = Catalogue(files, cache_folder(os.environ, sys.platform), _, tell)
    return Context(catalogue, as_of, judges, _)


def build_judge(session: Session, on: date) -> Judge:
    """Who judges tasks on a day, by the policy. Raises UsageError for a policy that cannot be read."""
    return Judge(on, report_every(session.settings.get("report_every"), session.translator))


def ledger_paths(session: Session, common: CommonOptions) -> list[str]:
    """The ledgers of a call: of --ledger, the environment or the policy, else ./ledger.yaml where there is one."""
    return _given_or_here(session, common, "ledger", LEDGER_HERE)


def writable_ledger(session: Session, common: CommonOptions) -> str:
    """The one ledger that is written to; it need not be there yet. Raises UsageError where several are named."""
    own = session.setting(common, "ledger") or [LEDGER_HERE]
    if len(own) > 1:
        _ = session.translator
        said = _("several ledgers are named ({paths}); say which one: --ledger PATH")
        raise UsageError(said.format(paths=_.listed(own)))
    return str(own[0])


def assignment_paths(session: Session, common: CommonOptions) -> list[str]:
    """The files of assignments of a call: of --assignments, the environment or the policy, else ./assignments.yaml
    where there is one."""
    return _given_or_here(session, common, "assignments", ASSIGNMENTS_HERE)


def _given_or_here(session: Session, common: CommonOptions, key: str, here: str) -> list[str]:
    own = session.setting(common, key)
    return list(own) if own else [here] if os.path.exists(here) else []


def with_default_plans(session: Session, filters: Filters) -> Filters:
    """The filters, with the plans that the policy answers for (`plan`) where none is named."""
    return filters if filters.plan else filters._replace(plan=session.settings.get("plan"))


def task_query(context: Context, filters: Filters) -> TaskQuery:
    """The filters with every name and span in them understood. Raises UsageError for one that is not."""
    first, last = day_bounds(filters, context.as_of, context.translator)
    parts = (
        agency_filters(context.catalogue, resolve_agency(context, filters.agency), chosen_values(filters.role))
        if filters.agency
        else ()
    )
    return TaskQuery(
        plans=resolve_plans(context, filters.plan or ()),
        parts=parts,
        section=resolve_section(context, filters.section) if filters.section else (),
        before=last.isoformat() if last else None,
        after=first.isoformat() if first else None,
        basis=filters.basis or ANY,
        text=word_forms(context.catalogue, filters.text) if filters.text else (),
        kinds=chosen_values(filters.kind),
        states=chosen_values(filters.state),
        situations=chosen_values(filters.situation),
        offices=[resolve_office(context, filters.office)] if filters.office else (),
        persons=[resolve_person(context, filters.person)] if filters.person else (),
    )


def day_bounds(filters: Filters, today: date, _: Translator) -> tuple[date | None, date | None]:
    """The first and the last day that the filters allow. Raises UsageError for a span that cannot be read."""
    within = read_span_option("--within", filters.within, today, _)
    after = read_span_option("--after", filters.after, today, _)
    before = read_span_option("--before", filters.before, today, _)
    firsts = [found.first for found in (within, after) if found]
    lasts = [found.last for found in (within, before) if found]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first and last and first > last:
        said = _("nothing can be due from {first} on and by {last}; are the bounds the wrong way round?")
        raise UsageError(said.format(first=first, last=last))
    return first, last


def read_span_option(option: str, text: str | None, today: date, _: Translator) -> Span | None:
    """A span given by a person, or None where none was. Raises UsageError, with the forms that are understood."""
    if text is None:
        return None
    try:
        return read_span(text, today)
    except SpanError as error:
        raise _unreadable(option, text, error, FORMS, _) from None


def read_days_before(option: str, texts: Iterable[str], _: Translator) -> list[int]:
    """The days of spans given by a person (`7d`, `1w`), each number once, the greatest first. Raises UsageError, with
    the forms that are understood."""
    found = set()
    for text in texts:
        try:
            found.add(days_of(text))
        except SpanError as error:
            raise _unreadable(option, text, error, DAY_FORMS, _) from None
    return sorted(found, reverse=True)


def _unreadable(option: str, text: str, error: SpanError, forms: str, _: Translator) -> UsageError:
    said = _(str(error)).format(text=f"“{text}”")
    return UsageError(_("{option}: {said}; write {forms}").format(option=option, said=said, forms=forms))


def read_day_option(option: str, text: str, today: date, _: Translator) -> date:
    """A day given by a person. Raises UsageError for anything else."""
    found = read_span_option(option, text, today, _)
    if found is None or found.first != found.last:
        said = _("{option}: {text} is no single day; write 2025-12-31")
        raise UsageError(said.format(option=option, text=text))
    return found.first


def day_in_china(moment: datetime) -> date:
    """The day that it is in China (UTC+8) at a moment that knows its own offset."""
    return moment.astimezone(CHINA).date()


def day_of_question(text: str | None, _: Translator) -> date:
    """The day that a question is asked for. Raises UsageError for what is no day."""
    today = day_in_china(datetime.now(CHINA))
    if text is None:
        return today
    if moment := _moment(text):
        return day_in_china(moment)
    return read_day_option("--as-of", text, today, _)


def _moment(text: str) -> datetime | None:
    """A moment that knows its offset (2025-12-14T16:30Z), as CI systems have it; None for anything else."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def report_every(text: str | None, _: Translator) -> int | None:
    """`report_every` of the policy: months as 6m, or off. Raises UsageError for anything else."""
    if text is None:
        return REPORT_EVERY
    if text == "off":
        return None
    if text.endswith("m") and text[:-1].isdecimal() and 0 < int(text[:-1]) <= 120:
        return int(text[:-1])
    raise UsageError(_("report_every: {text} is no number of months; write 6m, or off").format(text=text))
