"""The scorecard as a document: what can be quoted, figures by section and by agency, and the tasks behind them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.domain.scorecard import (
    ALL_KEPT,
    CONDITION,
    DATED,
    GOAL,
    IN_TIME,
    KEPT,
    LATE,
    PERIOD,
    RESULTS,
    STANDING,
    TO_COME,
    Score,
)
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Hint, Records, Row, Table
from ipcheck.reports.agency import silent_plans_note
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.scorecard import (
    RESULT_WORDS,
    SHORT_WORDS,
    Breakdown,
    Card,
    as_json,
    by_load,
    cards,
    details,
    sentence,
    whole_sentence,
)
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import section_column, text_columns
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.labels import delay_in_words
from ipcheck.reports.shared.listing import listing_command
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.targets import judged_targets, target_lines
from ipcheck.reports.shared.task_table import as_of, last_day_cell
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Chart, Overview, Series

_GROUP_WORDS = {
    DATED: N_("deadline passed"),
    TO_COME: N_("deadline to come"),
    PERIOD: N_("plan period only"),
    STANDING: N_("no deadline"),
    GOAL: N_("goals"),
    CONDITION: N_("conditions"),
}
_MOST_AGENCIES = 10  # on a terminal
_MOST_ON_PAPER = 5  # rows of a table in a document that is to stay on one page


def scorecard_document(context: Context, query: TaskQuery) -> Document:
    """The scorecards of the plans of `query` as a document. What can be quoted stands first: sentences on each plan."""
    _ = context.translator
    all_cards, narrowed = cards(context, query), query._replace(plans=()) != TaskQuery()
    judged = judged_targets(context, (task for card in all_cards for task in card.tasks))
    of_one = all_cards[0] if len(all_cards) == 1 else None
    with_share = query == query.whatever_became()
    facts = [
        *([whole_sentence(all_cards, narrowed, _)] if len(all_cards) > 1 else ()),
        *(sentence(card, narrowed, _) for card in all_cards), *_silent(context, all_cards, query),
        *unread_lines(context, query), *(details(of_one, context.judge.on, with_share, _) if of_one else ()),
        *target_lines(judged, _),
        *bound_lines(query, _), as_of(context),
    ]  # fmt: skip
    title = _("How many promises of plan {plan} were kept?").format(plan=of_one.plan.id) if of_one else ""
    return Document(
        title or _("How many promises were kept?"),
        lambda: list(_tables(all_cards, query, _)), lambda: Records(_FIELDS, _rows(all_cards)),
        data=lambda: as_json(all_cards, judged, context.judge.on, narrowed, _),
        facts=facts,
        notes=lambda: [
            *_list_note(all_cards, query, _), *LedgerAge(context).in_words()[1:],
            *bound_exclusions(context, query),
        ],
        empty=_("No task matches."), overview=lambda: _overview(all_cards, _),
        sources=lambda: [citation(card.plan, _) for card in all_cards], tight=True,
    )  # fmt: skip


def _list_note(all_cards: Sequence[Card], query: TaskQuery, _: Translator) -> list[str]:
    """The line that says how to list the tasks behind a figure."""
    if not all_cards:
        return []
    command = listing_command(query._replace(outcomes=["no-record"]), _)
    template = _("The tasks behind a figure: {command} (or done, partly, begun, unknown; kept late: --late)")
    return [Hint(template.format(command=command))] if command else []


def _silent(context: Context, all_cards: Sequence[Card], query: TaskQuery) -> list[str]:
    """The line that names the plans in which no agency answers for any promise, and of which a question for an agency
    therefore tells nothing; no line where there is none."""
    if query.parts:
        return silent_plans_note(context, query)
    _ = context.translator
    silent = [card.plan.id for card in all_cards if not any(row.name for row in card.agencies)]
    return [_("Plans that name no agency: {plans}.").format(plans=_.join_some(silent))] if silent else []


def _tables(all_cards: Sequence[Card], query: TaskQuery, _: Translator) -> Iterator[Table[Any]]:
    if not all_cards:
        return
    if len(all_cards) == 1:
        yield _results(all_cards[0], _)
    else:
        rows = _by_plan(all_cards)
        plan: Column[Breakdown] = Column(_("plan"), lambda row: row.name, "id", facet="plan")
        yield Table(_columns(plan, rows, _), rows, _("By plan"))
    several = len(all_cards) > 1
    sections = [row for card in all_cards for row in card.sections]
    columns = _columns(Column(_("section"), lambda row: _heading(row, _)), sections, _)
    if several:
        columns.insert(0, Column(_("plan"), lambda row: row.plan, "id", facet="plan"))
    yield Table(columns, sections, _("By section"), paper_row_limit=2 * _MOST_ON_PAPER,
                where="room" if several else "everywhere",
                left_out_note=_rows_left_out(_))  # fmt: skip
    yield _agencies(all_cards, _)
    yield from _lists(all_cards, query, _)


def _by_plan(all_cards: Sequence[Card]) -> list[Breakdown]:
    return [Breakdown(card.plan.id, card.plan.id, card.score) for card in all_cards]


def _heading(section: Breakdown, _: Translator) -> str:
    """The heading of a section; for readers of another language its summary, where there is one."""
    return _.gist(f"{section.plan} {section.name}", section.name)


def _agencies(all_cards: Sequence[Card], _: Translator) -> Table[Breakdown]:
    """The table of the promises of each agency, of all plans together; none where no plan names any."""
    scores: dict[str, Score] = defaultdict(Score)
    for card in all_cards:
        for row in card.agencies:
            scores[row.name] += row.score
    rows = by_load(scores) if any(scores) else []
    name: Column[Breakdown] = Column(_("agency"), lambda row: _.name(row.name) or _("(none is named)"))
    return Table(
        _columns(name, rows, _), rows, _("By lead agency (or, where there is none, responsible agency)"),
        row_limit=_MOST_AGENCIES, left_out_note=_rows_left_out(_), paper_row_limit=_MOST_ON_PAPER,
    )  # fmt: skip


def _results(card: Card, _: Translator) -> Table[str]:
    """The table of what became of the promises of one plan: a row for each result, a column for each group."""
    groups = card.by_group if len(card.by_group) > 1 else {}
    has_days = card.score.results[IN_TIME] or card.score.results[LATE]
    words = RESULT_WORDS if has_days else RESULT_WORDS | {KEPT: SHORT_WORDS[KEPT]}

    def column(label: str, score: Score) -> Column[str]:
        return Column(label, lambda result: score.promises if not result else score.results[result], "number")

    columns: list[Column[str]] = [
        Column(_("what became of it"), lambda result: _(words[result]) if result else _("all")),
        column(_("promises"), card.score),
        *(column(_(_GROUP_WORDS[group]), score) for group, score in groups.items()),
    ]
    return Table(columns, [*(result for result in RESULTS if card.score.results[result]), ""], _("What became of them"))


def _columns(name: Column[Breakdown], rows: Sequence[Breakdown], _: Translator) -> list[Column[Breakdown]]:
    """The columns of a breakdown. What became of no promise has none; where there is little room, all that was kept has
    one, and stands for its parts."""

    def count(result: str, roomy: bool) -> Column[Breakdown]:
        return Column(_(SHORT_WORDS[result]), lambda row: row.score.results[result], "number", roomy=roomy)

    found = [result for result in RESULTS if any(row.score.results[result] for row in rows)]
    return [
        name, Column(_("all"), lambda row: row.score.promises, "number"),
        Column(_("kept"), lambda row: row.score.kept, "number"),
        *(count(result, False) for result in found if result not in ALL_KEPT),
        Column(_("overdue"), lambda row: len(row.score.overdue) or None, "number", roomy=True),
        *(count(result, True) for result in found if result in (IN_TIME, LATE)),
    ]  # fmt: skip


def _lists(all_cards: Sequence[Card], query: TaskQuery, _: Translator) -> Iterator[Table[Task]]:
    """The tasks behind the figures. What is overdue and what was kept late is listed everywhere, the rest where there
    is room: on pages and in workbooks."""
    overdue = [task for card in all_cards for task in card.tasks if task.situation.name == "overdue"]
    late = [task for card in all_cards for task in card.with_result(LATE)]
    command = listing_command(query, _)
    yield _short_list(overdue, _("Overdue"), f"{command} --situation overdue" if command else "", _)
    yield _short_list(late, _(RESULT_WORDS[LATE]), f"{command} --late" if command else "", _)
    yield _list(overdue, _("Overdue"), _)
    for result in (LATE, IN_TIME, KEPT, *RESULTS[len(ALL_KEPT) :]):
        yield _list([task for card in all_cards for task in card.with_result(result)], _(RESULT_WORDS[result]), _)


def _rows_left_out(_: Translator) -> Hint:
    return Hint(_("And {n} more; -f csv lists all."), _("And {n} more."))


def _short_list(tasks: Sequence[Task], heading: str, command: str, _: Translator) -> Table[Task]:
    """A table of tasks for a glance. `command` lists all (empty: none does)."""
    more = _rows_left_out(_)
    if command:
        more = Hint(
            _("And {{n}} more: {command}").format(command=command.replace("{", "{{").replace("}", "}}")), more.rest
        )
    columns = [*_day_columns(_), *text_columns(attrgetter("text"), attrgetter("id"), _)]
    return Table(
        columns, tasks, _with_count(heading, tasks, _), where="glance", row_limit=5, paper_row_limit=3,
        left_out_note=more,
    )  # fmt: skip


def _list(tasks: Sequence[Task], heading: str, _: Translator) -> Table[Task]:
    columns: list[Column[Task]] = [
        *_day_columns(_),
        Column(_("searched without result"), lambda task: None if task.done_on else task.checked, "day", optional=True),
        Column(_("agency"), lambda task: LINE_SEP.join(task.listed("leads") or task.agencies), "agencies", roomy=True),
        *text_columns(attrgetter("text"), attrgetter("id"), _),
        Column(_("plan"), lambda task: task.plan, "id", roomy=True, facet="plan"),
        section_column(lambda task: task, _),
        Column(_("evidence"), lambda task: task.state.evidence, roomy=True),
    ]
    return Table(columns, tasks, _with_count(heading, tasks, _), where="room")


def _day_columns(_: Translator) -> list[Column[Task]]:
    def done(task: Task) -> str | None:
        return f"{task.done_on}{delay_in_words(task, _)}" if task.done_on else None

    return [
        Column(_("task"), lambda task: task.id, "id", facet="task"),
        Column(_("deadline"), lambda task: last_day_cell(task, _), "due", optional=True),
        Column(_("done on"), done, optional=True),
    ]


def _with_count(heading: str, tasks: Sequence[Task], _: Translator) -> str:
    return _("{heading} ({n})").format(heading=heading[:1].upper() + heading[1:], n=len(tasks))


_COUNTED = tuple(result.replace("-", "_") for result in RESULTS)
_FIELDS = (
    Field("plan"), Field("by"), Field("name"), Field("promises", "number"), Field("all_kept", "number"),
    *(Field(key, "number") for key in _COUNTED), Field("overdue", "number"), Field("after_period", "number"),
    Field("median_days_late", "number"), Field("known_delays", "number"), Field("share_kept"),
)  # fmt: skip


def _rows(all_cards: Sequence[Card]) -> Iterator[Row]:
    """A row for each plan as a whole, and for each of its groups, sections and agencies."""
    for card in all_cards:
        plan = card.plan.id
        yield _row(plan, "plan", card.plan.title, card.score)
        yield from (_row(plan, "day", group, score) for group, score in card.by_group.items())
        yield from (_row(plan, "section", row.name, row.score) for row in card.sections)
        yield from (_row(plan, "agency", row.name, row.score) for row in card.agencies)


def _row(plan: str, by: str, name: str, score: Score) -> Row:
    share = None if score.share is None else f"{score.share:.3f}"
    return (
        plan, by, name, score.promises, score.kept, *(score.results[result] for result in RESULTS),
        len(score.overdue), score.after_period, score.median_delay, len(score.delays), share,
    )  # fmt: skip


def _overview(all_cards: Sequence[Card], _: Translator) -> "Overview":
    """A bar of what became of the promises of each plan, and bars by section and by agency of a single one."""
    from ipcheck.reports.shared.charts import make_overview, of_agencies  # only for formats that draw

    whole = _by_plan(all_cards)
    charts = [_chart(_("What became of them"), whole, [row.name for row in whole], _)]
    if len(all_cards) == 1:
        [card] = all_cards
        headings = [_heading(row, _) for row in card.sections]
        by_section = _chart(_("By section"), card.sections, headings, _)
        agencies = [row for row in card.agencies if row.name][:_MOST_AGENCIES]
        charts += [
            by_section._replace(facet="section", choices=headings),
            of_agencies(_("By agency"), [row.name for row in agencies], _series(agencies, _), _),
        ]
    return make_overview([], *charts)


def _chart(title: str, rows: Sequence[Breakdown], labels: Sequence[str], _: Translator) -> "Chart":
    from ipcheck.formats.parts import Chart  # only for formats that draw

    return Chart(title, labels, _series(rows, _), across=True)


def _series(rows: Sequence[Breakdown], _: Translator) -> list["Series"]:
    """The series of a chart with a bar for each of these: how many promises became what."""
    from ipcheck.formats.parts import Series  # only for formats that draw

    return [
        Series(_(SHORT_WORDS[result]), result, [row.score.results[result] for row in rows])
        for result in RESULTS
        if any(row.score.results[result] for row in rows)
    ]
