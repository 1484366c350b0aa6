"""The workbook for the offices: a row for each task, or sentence assigned by itself, with its state in the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.measures import targets_by_task
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index
from ipcheck.domain.assignment import filter_assignments, internal_days, offices, persons
from ipcheck.domain.compliance import Rates, rates
from ipcheck.formats.cells import ENGLISH_NOTICE
from ipcheck.formats.document import Column, Document, Field, Form, Held, Records, Row, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.labels import STATE_WORDS, outcome_word
from ipcheck.reports.shared.link_facts import deadline_cell
from ipcheck.reports.shared.office_tasks import OfficeTask, office_tasks
from ipcheck.reports.shared.rate_table import counted_apart, office_rate_table, rate_table, total
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, internal_day, situation_cell, tasks_overview
from ipcheck.reports.shared.unread import deadline_mark, unread_lines
from ipcheck.sheet.columns import (
    AS_SENT_OUT,
    BY_KEY,
    CHOICES,
    ENGLISH,
    EXPLANATIONS,
    FIGURE_HEADINGS,
    HEADINGS,
    OPEN,
    RATES,
    SENT_OUT,
    Heading,
)
from ipcheck.sheet.row_state import TEXTS, RowState, row_state

FILLED_BY = {
    "plan": N_("the plan; not to be changed"),
    "house": N_("the file of assignments; not to be changed here"),
    "office": N_("the office"),
    "searcher": N_("whoever searches"),
    "program": N_("the program; not to be changed"),
}


class SheetRow(NamedTuple):
    """A row of the workbook: its number (from 1), its task or sentence, what the ledger says of that (`state`), and the
    figures that the task promises, in the words of the plan."""

    number: int
    share: OfficeTask
    state: RowState
    promised: Sequence[str] = ()


def sheet_shares(context: Context, query: TaskQuery) -> list[OfficeTask]:
    """The tasks and sentences that get a row in the workbook, in document order."""
    return list(office_tasks(context, find_tasks(context.catalogue, query, context.judge), query))


def by_office(shares: Iterable[OfficeTask], query: TaskQuery) -> dict[str, list[OfficeTask]]:
    """The tasks and sentences of each office. One that several offices share is listed for each of them; those of no
    office come last, under the empty name."""
    rows: dict[str, list[OfficeTask]] = defaultdict(list)
    unassigned: list[OfficeTask] = []
    for share in shares:
        names = [name for name in offices(share.assigned) if not query.offices or name in query.offices]
        for name in names:
            rows[name].append(share._replace(assigned=filter_assignments(share.assigned, [name], query.persons)))
        if not names:
            unassigned.append(share)
    return dict(rows) | ({"": unassigned} if unassigned else {})


def office_in_words(office: str, _: Translator) -> str:
    """The name of an office, or the word for having none."""
    return office or _("unassigned")


def sheet_document(
    context: Context, query: TaskQuery, shares: Sequence[OfficeTask], scope: Sequence[str] = (), office: str = ""
) -> Document:
    """The workbook with a row for each of `shares`. `scope` are the filters as given, in words; `office` is
    the only office that the workbook is for, empty where it is for all."""
    _ = context.translator
    lines = sheet_rows(context, shares)
    headings = form_headings(lines)
    tasks = {share.whole.key: share.whole for share in shares}
    filters = [_("Filters: {filters}").format(filters=_.join(list(scope)))] if scope else []
    scoped = scope_line(context, query, [office] if office else [])
    facts = [*unread_lines(context, query), *scoped, *bound_lines(query, _), *filters, as_of(context)]

    def table() -> Table[dict[str, Any]]:
        return Table(heading_columns(headings, _), [row_cells(line, _) for line in lines])

    def rate_tables() -> list[Table[Any]]:
        return list(_rates(context, shares, query))

    return Document(
        _("Ledger of tasks"), lambda: [table(), *rate_tables()], lambda: Records(_FIELDS, map(_values, lines)),
        data=lambda: map(_as_json, lines), facts=[*facts, *LedgerAge(context).in_words()],
        notes=lambda: [_.many("{n} row", "{n} rows", len(lines)), *bound_exclusions(context, query)],
        empty=_("No task matches."),
        overview=lambda: tasks_overview(context, tasks.values()),
        sources=lambda: sources(context, {share.task.plan for share in shares}),
        holds=lambda: Held(len(lines), _.many("{n} row", "{n} rows", len(lines))),
        form=lambda: Form(
            _("Ledger"), table(), [_(heading.label) for heading in headings if heading.open],
            state_choices(_), text_label(_),
            [
                (_(RATES), rate_tables()),
                (_(EXPLANATIONS), explanations(headings, _("Ledger of tasks"), facts, _)),
                (_(AS_SENT_OUT), [rows_as_sent(lines, _)]),
            ],
            [_(AS_SENT_OUT)],
        ),
    )  # fmt: skip


def sheet_rows(context: Context, shares: Iterable[OfficeTask]) -> list[SheetRow]:
    """The rows of these tasks and sentences, in their order."""
    recorded, promised = entry_index(context.catalogue), targets_by_task(context.catalogue)
    return [
        SheetRow(
            number, share, row_state(share, recorded.on_task(share.task.id, context.judge.on)),
            [target.words for target in promised.get(share.task.id, ()) if target.words in share.task.text],
        )
        for number, share in enumerate(shares, 1)
    ]  # fmt: skip


def form_headings(lines: Sequence[SheetRow]) -> list[Heading]:
    """The columns of the workbook: those for figures, before the proof, only where a task in it promises one."""
    further = FIGURE_HEADINGS if any(line.promised for line in lines) else ()
    at = HEADINGS.index(BY_KEY["evidence"])
    return [*HEADINGS[:at], *further, *HEADINGS[at:]]


def heading_columns(headings: Sequence[Heading], _: Translator) -> list[Column[dict[str, Any]]]:
    """A column for each heading, and for readers of another language that of summaries before the text; it has the
    Chinese where there is no summary, so that what stays in sight always says what the row is about."""
    columns: list[Column[dict[str, Any]]] = []
    for heading in headings:
        optional = heading.by in ("house", "office") or heading.key in ("done_on", "late", "checked")
        if heading.key == "text" and _.is_foreign:
            columns.append(Column(_(ENGLISH), lambda cells: _.gist(cells["gist"], cells["text"]), "gist"))
        columns.append(Column(_(heading.label), itemgetter(heading.key), heading.kind, optional))
    return columns


def text_label(_: Translator) -> str:
    """The heading of the column in which the reader sees what a row is about."""
    return _(ENGLISH) if _.is_foreign else _(BY_KEY["text"].label)


def row_cells(line: SheetRow, _: Translator) -> dict[str, Any]:
    """The cells of a row for people, by the key of their heading, and what its summary is of."""
    share, task = line.share, line.share.task
    return {
        "no": line.number, "task": share.name, **plans_columns(share, _), **line.state._asdict(),
        "state": _state(line, _), "light": situation_cell(task, _), "outcome": outcome_word(task, _),
        "done_on": task.done_on, "late": task.late, "checked": task.checked, "gist": "" if share.part else task.id,
        "promised": LINE_SEP.join(line.promised), "actual": None,
    }  # fmt: skip


_LISTS = ("lead", "participants", "office", "person", "internal_due")
_FIELDS = tuple(
    Field(
        heading.key, "list" if heading.key in _LISTS else heading.kind if heading.kind in ("number", "flag") else "text"
    )
    for heading in (*HEADINGS, *FIGURE_HEADINGS)
)


def _values(line: SheetRow) -> Row:
    """The values of a row for programs, one for each heading."""
    share, task = line.share, line.share.task
    values: dict[str, Any] = {
        "no": line.number, "task": share.name, **_alike_for_all(share), "due": task.due,
        "internal_due": "\n".join(internal_days(share.assigned)), **line.state._asdict(),
        "light": task.situation.name, "outcome": task.outcome, "done_on": task.done_on, "late": task.late,
        "checked": task.checked, "promised": LINE_SEP.join(line.promised), "actual": None,
    }  # fmt: skip
    return [values[heading.key] for heading in (*HEADINGS, *FIGURE_HEADINGS)]


def plans_columns(share: OfficeTask, _: Translator) -> dict[str, Any]:
    """What the plan and the file of assignments say of a row, by the key of the heading. Offices should not change any
    of it."""
    task = share.task
    has_deadline = task.due or task.ongoing or deadline_mark(task, _)
    return {
        **_alike_for_all(share), "due": deadline_cell(task, _) if has_deadline else None,
        "internal_due": internal_day(internal_days(share.assigned), _),
    }  # fmt: skip


def _alike_for_all(share: OfficeTask) -> dict[str, Any]:
    """What the plan and the file of assignments say of a row alike for people and programs."""
    return {
        "text": share.task.text, "lead": share.task.leads, "participants": share.task.participants,
        "office": "\n".join(offices(share.assigned)), "person": "\n".join(persons(share.assigned)),
    }  # fmt: skip


def _as_json(line: SheetRow) -> dict[str, Any]:
    """A row for programs: names as in the data, days as ISO text, lists as lists."""
    share, task = line.share, line.share.task
    return {
        "no": line.number, "task": task.id, "part": share.part, "subject": task.subject, "text": task.text,
        "lead": task.lead, "leads": task.listed("leads"), "participants": task.listed("participants"),
        "office": offices(share.assigned), "person": persons(share.assigned), "due": task.due,
        "ongoing": bool(task.ongoing),
        "internal_due": internal_days(share.assigned), "state": task.state.name,
        **{name: getattr(line.state, name) or None for name in (*TEXTS, "on")}, "situation": task.situation.name,
        "outcome": task.outcome, "done_on": task.done_on, "late": task.late,
        "after_period": task.situation.after_period, "checked": task.checked, "promised": list(line.promised),
    }  # fmt: skip


def _rates(context: Context, shares: Sequence[OfficeTask], query: TaskQuery) -> Iterator[Table[Any]]:
    """The rates by plan, which count whole tasks, and by office, which count the tasks and sentences given to it."""
    _ = context.translator
    by_plan: dict[str, Rates] = defaultdict(Rates)
    for task in {share.whole.key: share.whole for share in shares}.values():
        by_plan[task.plan] += rates(task, context.judge)
    empty = _("No stated deadline has passed.")
    table = rate_table(by_plan, _("What was due, by plan"), _, empty)
    yield table._replace(note=_.sentences(counted_apart(total(by_plan), _)))
    if any(share.assigned for share in shares):
        of_offices = {
            office_in_words(name, _): sum((rates(share.task, context.judge) for share in office_shares), Rates())
            for name, office_shares in by_office(shares, query).items()
        }
        yield office_rate_table(of_offices, _("What was due, by office"), _, empty)


def state_choices(_: Translator) -> dict[str, list[str]]:
    """The states to choose from, by the label of their column."""
    return {_(BY_KEY["state"].label): [_(STATE_WORDS[name]) for name in CHOICES]}


def explanations(headings: Sequence[Heading], title: str, facts: Sequence[str], _: Translator) -> list[Table[Any]]:
    """The tables that explain a workbook: what it is about, and what each column holds."""
    columns: list[Column[Heading]] = [
        Column(_("column"), lambda heading: _(heading.label)),
        Column(_("filled in by"), lambda heading: _(FILLED_BY[heading.by])),
        Column(_("what it contains"), lambda heading: _(heading.explanation)),
    ]
    reminder = _("A hidden sheet keeps what was sent out, to hold against it what comes back; leave it as it is.")
    notice = [_(ENGLISH_NOTICE)] if _.is_foreign else []
    return [
        Table([Column(title, str)], [*facts, reminder, *notice]),
        Table(columns, headings),
    ]


def rows_as_sent(lines: Sequence[SheetRow], _: Translator) -> Table[SheetRow]:
    """The rows as they are sent out: their ids and the office's columns, to compare with what comes back."""
    columns: list[Column[SheetRow]] = [
        Column(_(SENT_OUT), lambda line: line.share.name, "id"),
        Column(_(BY_KEY["state"].label), lambda line: _state(line, _), BY_KEY["state"].kind),
        *(
            Column(_(BY_KEY[key].label), attrgetter(f"state.{key}"), BY_KEY[key].kind)
            for key in OPEN if key != "state"
        ),
    ]  # fmt: skip
    return Table(columns, lines)


def _state(line: SheetRow, _: Translator) -> str:
    return _(STATE_WORDS[line.state.state]) if line.state.state else ""
