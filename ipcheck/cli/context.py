"""From options and settings to a question. Every name, span and day is resolved, or refused with UsageError."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ipcheck.base.dates import (
    CHINA,
    DAY_FORMS,
    FORMS,
    SINCE_FORMS,
    Span,
    SpanError,
    day_in_china,
    days_of,
    read_since,
    read_span,
)
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import ANY, TaskQuery
from ipcheck.catalogue.store import Catalogue, cache_folder
from ipcheck.cli.destination import print_warning
from ipcheck.cli.options import Filters
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session
from ipcheck.datafiles.discovery import DataFile, Tell, gather
from ipcheck.domain.situation import REPORT_EVERY, Judge
from ipcheck.reports.shared.context import Context

LEDGER_HERE, ASSIGNMENTS_HERE = "ledger.yaml", "assignments.yaml"  # read where no setting names any


def build_context(session: Session, ledgers: Sequence[str] | None = None) -> Context:
    """The context of a question; `ledgers` are read in place of those that the call names.

    Raises UsageError for a day, a path or a policy that cannot be used, and InvalidDataError for errors in data files.
    """
    _ = session.translator
    as_of = day_of_question(session.settings.as_of, _)
    files = data_files(session, ledgers, lambda message: print_warning(message, _))
    judge = build_judge(session, as_of)  # before the catalogue is opened, because it may raise UsageError
    with progress(_("Reading plans")) as tell:
        catalogue = Catalogue(files, cache_folder(os.environ, sys.platform), _, tell, day_of_reading(as_of))
    return Context(catalogue, as_of, judge, _)


def build_judge(session: Session, on: date) -> Judge:
    """The judge of tasks on a day, by `report_every` of the policy. Raises UsageError where that cannot be read."""
    return Judge(on, report_every(session.settings.report_every, session.translator))


def data_files(session: Session, ledgers: Sequence[str] | None = None, tell: Tell | None = None) -> list[DataFile]:
    """The data files of a call; `ledgers` are read in place of those that its settings name. `tell` is called for links
    that are left out.

    Raises UsageError for a path that cannot be used.
    """
    settings = session.settings
    if ledgers is None:
        ledgers = settings.ledger or _existing(LEDGER_HERE)
    assignments = settings.assignments or _existing(ASSIGNMENTS_HERE)
    return gather(settings.plans or (), session.translator, ledgers, assignments, not settings.no_public, tell)


def _existing(path: str) -> list[str]:
    return [path] if os.path.exists(path) else []


def writable_ledger(session: Session) -> str:
    """The ledger to write to, which need not exist yet. Raises UsageError where the settings name several."""
    paths = session.settings.ledger or [LEDGER_HERE]
    if len(paths) > 1:
        _ = session.translator
        template = _("several ledgers are named ({paths}); say which one: --ledger PATH")
        raise UsageError(template.format(paths=_.join(paths)))
    return paths[0]


def ensure_baseline(path: str, _: Translator) -> None:
    """Raise UsageError where there is no baseline at `path`."""
    if not os.path.exists(path):
        template = _("{path}: there is no such baseline; --write-baseline creates one")
        raise UsageError(template.format(path=path))


def task_query(context: Context, filters: Filters, default_plans: Sequence[str] | None = None) -> TaskQuery:
    """The query that the filters mean, with every name resolved; about `default_plans` (ids) if they name no plan.

    Raises UsageError for a name that does not exist, or an unreadable span.
    """
    catalogue, _ = context.catalogue, context.translator
    first, last = day_bounds(filters, context.as_of, _)
    query = TaskQuery(
        before=last.isoformat() if last else None,
        after=first.isoformat() if first else None,
        basis=filters.basis or ANY,
        kinds=filters.kind or (),
        states=filters.state or (),
        situations=filters.situation or (),
        outcomes=filters.outcome or (),
        late=filters.late,
    )
    plans = filters.plan or default_plans
    names = (filters.agency, filters.office, filters.person)  # an empty name is refused like any that does not exist
    if not any((plans, filters.section, filters.text)) and names == (None, None, None):
        return query
    # imported here because most questions name nothing
    from ipcheck.catalogue.agencies import resolve_agency
    from ipcheck.catalogue.resolve import resolve_assigned, resolve_plans, resolve_section, searched_word

    return query._replace(
        parts=resolve_agency(catalogue, filters.agency, filters.role or (), _, plans or ()).filters
        if filters.agency is not None
        else (),
        plans=resolve_plans(catalogue, plans, _) if plans else (),
        section=resolve_section(catalogue, filters.section, _) if filters.section else None,
        text=searched_word(catalogue, filters.text) if filters.text else None,
        offices=[resolve_assigned(catalogue, "office", filters.office, _)] if filters.office is not None else (),
        persons=[resolve_assigned(catalogue, "person", filters.person, _)] if filters.person is not None else (),
    )


def day_bounds(filters: Filters, today: date, _: Translator) -> tuple[date | None, date | None]:
    """The first and the last day that --within, --after and --before allow; None where there is no bound.

    Raises UsageError for a span that cannot be read, or if no day is left.
    """
    within = read_span_option("--within", filters.within, today, _)
    after = read_span_option("--after", filters.after, today, _)
    before = read_span_option("--before", filters.before, today, _)
    firsts = [span.first for span in (within, after) if span]
    lasts = [span.last for span in (within, before) if span]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first and last and first > last:
        template = _("no day is both on or after {first} and on or before {last}; are the bounds the wrong way round?")
        raise UsageError(template.format(first=first, last=last))
    return first, last


def read_span_option(option: str, text: str | None, today: date, _: Translator) -> Span | None:
    """The span in `text`, or None for None. Raises UsageError, which names `option` and the forms that can be read."""
    if text is None:
        return None
    try:
        return read_span(text, today)
    except SpanError as error:
        raise _span_error(option, text, error, FORMS, _) from None


def read_since_option(option: str, text: str, as_of: date, _: Translator) -> Span:
    """The days since what `text` names, the day of the answer being the last. Raises UsageError, which names `option`,
    for what cannot be read, and for a day after that of the answer."""
    try:
        span = read_since(text, as_of)
    except SpanError as error:
        raise _span_error(option, text, error, SINCE_FORMS, _) from None
    if span.first > as_of:
        template = _("{option}: {day} is after {as_of}, the day of the answer")
        raise UsageError(template.format(option=option, day=span.first.isoformat(), as_of=as_of.isoformat()))
    return span


def read_days_before(option: str, texts: Iterable[str], _: Translator) -> list[int]:
    """The numbers of days in spans (`7d`, `1w`), without duplicates, the greatest first.

    Raises UsageError, which names `option` and the forms that can be read.
    """
    days = set()
    for text in texts:
        try:
            days.add(days_of(text))
        except SpanError as error:
            raise _span_error(option, text, error, DAY_FORMS, _) from None
    return sorted(days, reverse=True)


def _span_error(option: str, text: str, error: SpanError, forms: str, _: Translator) -> UsageError:
    """The error for a `text` that cannot be read as a span; `forms` are the forms that can."""
    problem = _(str(error)).format(text=f"“{text}”")
    return UsageError(_("{option}: {said}; write {forms}").format(option=option, said=problem, forms=forms))


def read_day_option(option: str, text: str, today: date, _: Translator) -> date:
    """The single day in `text`. Raises UsageError, which names `option`, for anything else."""
    span = read_span_option(option, text, today, _)
    if span is None or span.first != span.last:
        template = _("{option}: cannot read “{text}” as a single day; write 2025-12-31")
        raise UsageError(template.format(option=option, text=text))
    return span.first


def read_time_option(option: str, text: str, today: date, _: Translator) -> str:
    """The day, month or year in `text`, as a ledger has it: 2025-12-20, 2025-12 or 2025.

    Raises UsageError, which names `option`, for anything else.
    """
    span = read_span_option(option, text, today, _)
    if span is not None and span.written:
        return span.written
    template = _("{option}: cannot read “{text}” as a day, month or year; write 2025-12-31, 2025-12 or 2025")
    raise UsageError(template.format(option=option, text=text))


def today() -> date:
    """The day that it is in China now."""
    return day_in_china(datetime.now(CHINA))


def day_of_reading(as_of: date) -> str:
    """The latest day that a file can tell of as past (ISO text): today or, if it is later, the day of the question."""
    return max(as_of, today()).isoformat()


def day_of_question(text: str | None, _: Translator) -> date:
    """The day in `text`, the value of --as-of; today in China for None.

    A moment with its offset is taken for the day in China. Raises UsageError for anything else.
    """
    if text is None:
        return today()
    if moment := _read_moment(text):
        return day_in_china(moment)
    return read_day_option("--as-of", text, today(), _)


def _read_moment(text: str) -> datetime | None:
    """A moment with its offset from UTC (2025-12-14T16:30Z), as CI systems write it; None for anything else."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def report_every(text: str | None, _: Translator) -> int | None:
    """The months in `report_every` of the policy, from 1m to 120m; None for off; REPORT_EVERY if it is not set.

    Raises UsageError for anything else.
    """
    if text is None:
        return REPORT_EVERY
    if text == "off":
        return None
    if text.endswith("m") and text[:-1].isdecimal() and 0 < int(text[:-1]) <= 120:
        return int(text[:-1])
    raise UsageError(_("report_every: cannot read “{text}” as a number of months; write 6m, or off").format(text=text))
