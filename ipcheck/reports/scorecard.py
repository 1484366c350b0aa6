"""The scorecard: how many promises of a plan were kept, in a sentence, by section and by agency, with the tasks behind
each figure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.domain.outcome import OUTCOMES
from ipcheck.domain.plan import Plan
from ipcheck.domain.scorecard import (
    ALL_KEPT,
    CONDITION,
    DATED,
    GOAL,
    GROUPS,
    IN_TIME,
    KEPT,
    LATE,
    PERIOD,
    RESULTS,
    STANDING,
    TO_COME,
    Score,
    group_of,
    result_of,
)
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Records, Row, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.labels import OUTCOME_WORDS, delay_in_words
from ipcheck.reports.shared.listing import listing_command
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.task_table import as_of, gist_column, last_day_cell
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Chart, Overview

RESULT_WORDS = {
    IN_TIME: N_("kept in time"),
    LATE: N_("kept late"),
    KEPT: N_("kept, no last day to judge by"),
    "partly": N_("in part"),
    **{result: OUTCOME_WORDS[result] for result in RESULTS if result in OUTCOME_WORDS and result != "partly"},
}
_SHORT_WORDS = RESULT_WORDS | {KEPT: N_("kept"), "begun": N_("begun")}
_GROUP_WORDS = {
    DATED: N_("last day passed"),
    TO_COME: N_("last day to come"),
    PERIOD: N_("of the period"),
    STANDING: N_("no last day"),
    GOAL: N_("goals"),
    CONDITION: N_("conditions"),
}
_MOST_AGENCIES = 10  # on a terminal
_MOST_ON_PAPER = 5  # rows of a table in a document that is to stay on one page
_MOST_NAMED = 3  # overdue tasks that a sentence names


class Breakdown(NamedTuple):
    """The promises of a section or an agency (`name`; empty for promises for which the plan names none)."""

    plan: str
    name: str
    score: Score


class Card(NamedTuple):
    """The scorecard of a plan: its promises (`tasks`), their score as a whole, by group, by section and by agency.

    A promise counts for each agency that leads or, where none does, for each that answers for it.
    """

    plan: Plan
    tasks: Sequence[Task]
    score: Score
    by_group: Mapping[str, Score]
    sections: Sequence[Breakdown]
    agencies: Sequence[Breakdown]

    def with_result(self, *results: str) -> list[Task]:
        """The promises that became one of `results`."""
        return [task for task in self.tasks if result_of(task) in results]


def cards(context: Context, query: TaskQuery) -> list[Card]:
    """The scorecards of the plans of `query` that were published by the day of the context, in time order; of the plans
    that have a task which fits."""
    by_plan: dict[str, list[Task]] = defaultdict(list)
    for task in find_published_tasks(context.catalogue, query, context.judge):
        by_plan[task.plan].append(task)
    listed = plans(context.catalogue, list(by_plan)) if by_plan else ()
    return [_card(plan, by_plan[plan.id], context.judge.on) for plan in listed]


def _card(plan: Plan, tasks: Sequence[Task], on: str) -> Card:
    groups, sections, agencies = (defaultdict[str, Score](Score) for _each in range(3))
    for task in tasks:
        groups[group_of(task, on)].add(task)
        sections[task.headings.partition(LINE_SEP)[0]].add(task)
        for agency in task.listed("leads") or task.agencies or [""]:
            agencies[agency].add(task)
    return Card(
        plan, tasks, Score(tasks), {group: groups[group] for group in GROUPS if group in groups},
        [Breakdown(plan.id, name, score) for name, score in sections.items()],
        _by_load(agencies, plan.id),
    )  # fmt: skip


def _by_load(scores: Mapping[str, Score], plan: str = "") -> list[Breakdown]:
    """The promises of each agency, the most first; those for which none is named last."""
    by_load = sorted(scores.items(), key=lambda item: (not item[0], -item[1].promises, item[0]))
    return [Breakdown(plan, name, score) for name, score in by_load]


def scorecard_document(context: Context, query: TaskQuery) -> Document:
    """The scorecards of the plans of `query` as a document. What can be quoted stands first: sentences on each plan."""
    _ = context.translator
    all_cards = cards(context, query)
    sentences = {card.plan.id: sentence(card, _) for card in all_cards}
    of_one = all_cards[0] if len(all_cards) == 1 else None
    facts = [
        *sentences.values(), *unread_lines(context, query),
        *(_details(of_one, context.judge.on, _) if of_one else ()), *bound_lines(query, _), as_of(context),
    ]  # fmt: skip
    title = _("How many promises of {plan} were kept?").format(plan=of_one.plan.id) if of_one else ""
    return Document(
        title or _("How many promises were kept?"),
        lambda: list(_tables(all_cards, query, _)), lambda: Records(_FIELDS, _rows(all_cards)),
        data=lambda: {
            "as_of": context.judge.on, "plans": [_card_json(card, sentences[card.plan.id]) for card in all_cards]
        },
        facts=facts,
        notes=lambda: [
            *_list_note(all_cards, query, _), *_silent_on_agencies(all_cards, _), *LedgerAge(context).in_words()[1:],
            *bound_exclusions(context, query),
        ],
        empty=_("No task matches."), overview=lambda: _overview(all_cards, _),
        sources=lambda: [citation(card.plan, _) for card in all_cards], tight=True,
    )  # fmt: skip


def sentence(card: Card, _: Translator) -> str:
    """What became of the promises of a plan, in words that can be quoted by themselves: first how many are kept, last
    what is known to be overdue."""
    score = card.score
    results = score.results
    opening = _.many("Of {n} promise of {{plan}}", "Of {n} promises of {{plan}}", score.promises)
    kept = _.many("{n} is known to be kept", "{n} are known to be kept", score.kept)
    how = [
        (_("{n} in time"), results[IN_TIME]), (_late(score, _), results[LATE]),
        (_("{n} without a last day to judge by"), results[KEPT] if results[IN_TIME] or results[LATE] else 0),
        (_("{n} of them after the period of the plan"), score.after_period),
    ]  # fmt: skip
    rest = [
        (_("{n} kept in part"), results["partly"]), (_("{n} begun with no end known"), results["begun"]),
        (_("{n} withdrawn"), results["withdrawn"]), (_("nothing found for {n}"), results["no-record"]),
        (_("nobody has looked for {n}"), results["unknown"]),
    ]  # fmt: skip
    told, others = ([template.format(n=n) for template, n in counts if n] for counts in (how, rest))
    template = _("{opening}, {kept}: {how}.") if results[IN_TIME] or results[LATE] else _("{opening}, {kept}, {how}.")
    template = template if told else _("{opening}, {kept}.")
    lines = [template.format(opening=opening.format(plan=card.plan.id), kept=kept, how=_.join(told))]
    if others:
        words = _.join(others)
        lines.append(_("{words}.").format(words=words[:1].upper() + words[1:]))
    if score.overdue:
        named = _(" ({tasks})").format(tasks=_.join(score.overdue)) if len(score.overdue) <= _MOST_NAMED else ""
        template = _.many(
            "{n} is overdue: known to be open after its last day{{named}}.",
            "{n} are overdue: known to be open after their last day{{named}}.", len(score.overdue),
        )  # fmt: skip
        lines.append(template.format(named=named))
    return _.sentences(lines)


def _late(score: Score, _: Translator) -> str:
    """The words for what was kept late, with the median of the delays where there are enough."""
    if score.median_delay is None:
        return _("{n} late")
    template = _("{{n}} late (by {days} days at the median)")
    if len(score.delays) < score.results[LATE]:
        template = _("{{n}} late (by {days} days at the median of the {known} whose day is known)")
    return template.format(days=score.median_delay, known=len(score.delays))


def _details(card: Card, on: str, _: Translator) -> list[str]:
    """Lines on the promises of one plan: what became of those with a last day that has passed, when its period ends,
    and which share was kept, or why none is given."""
    lines = []
    dated = card.by_group.get(DATED)
    if dated and dated.promises < card.score.promises:
        template = _("With a last day that has passed: {n}, of these {counts}.")
        lines.append(template.format(n=dated.promises, counts=_counts(dated, _)))
    ends = next((task.period_end for task in card.tasks if group_of(task, on) == PERIOD), None)
    if ends:
        template = (
            _("The period of the plan ended on {day}.") if ends < on else _("The period of the plan ends on {day}.")
        )
        lines.append(template.format(day=ends))
    score = card.score
    if score.share is not None:
        lines.append(_("Share kept: {percent} % of {n}.").format(percent=f"{100 * score.share:.0f}", n=score.promises))
    elif score.unknown:
        template = _("No share is given: of {unknown} of {n} nothing is known, and not found does not mean not done.")
        lines.append(template.format(unknown=score.unknown, n=score.promises))
    return lines


def _counts(score: Score, _: Translator) -> str:
    counted = [(_(_SHORT_WORDS[name]), n) for name in RESULTS if (n := score.results[name])]
    return _.join([_("{what} {n}").format(what=what, n=n) for what, n in counted])


def _list_note(all_cards: Sequence[Card], query: TaskQuery, _: Translator) -> list[str]:
    """The line that says how to list the tasks behind a figure."""
    if not all_cards:
        return []
    command = listing_command(query._replace(plans=[all_cards[-1].plan.id], outcomes=["no-record"]))
    template = _("The tasks behind a figure: {command} (or done, partly, begun, unknown; kept late: --late)")
    return [template.format(command=command)] if command else []


def _silent_on_agencies(all_cards: Sequence[Card], _: Translator) -> list[str]:
    """The line that names the plans in which no agency answers for any promise; no line where there is none."""
    silent = [card.plan.id for card in all_cards if not any(row.name for row in card.agencies)]
    return [_("Without any agency: {plans}.").format(plans=_.join_some(silent))] if silent else []


def _tables(all_cards: Sequence[Card], query: TaskQuery, _: Translator) -> Iterator[Table[Any]]:
    if not all_cards:
        return
    if len(all_cards) == 1:
        yield _results(all_cards[0], _)
    else:
        rows = [Breakdown(card.plan.id, card.plan.id, card.score) for card in all_cards]
        plan: Column[Breakdown] = Column(_("plan"), lambda row: row.name, "id", facet="plan")
        yield Table(_columns(plan, rows, _), rows, _("By plan"))
    several = len(all_cards) > 1
    sections = [row for card in all_cards for row in card.sections]
    columns = _columns(Column(_("section"), lambda row: _heading(row, _)), sections, _)
    if several:
        columns.insert(0, Column(_("plan"), lambda row: row.plan, "id", facet="plan"))
    yield Table(columns, sections, _("By section"), paper_row_limit=2 * _MOST_ON_PAPER,
                where="room" if several else "everywhere",
                left_out_note=_("And {n} more; -f csv has all."))  # fmt: skip
    yield _agencies(all_cards, _)
    yield from _lists(all_cards, query, _)


def _heading(section: Breakdown, _: Translator) -> str:
    """The heading of a section; for readers of another language its summary, where there is one."""
    return _.gist(f"{section.plan} {section.name}") or section.name


def _agencies(all_cards: Sequence[Card], _: Translator) -> Table[Breakdown]:
    """The table of the promises of each agency, of all plans together; none where no plan names any."""
    scores: dict[str, Score] = defaultdict(Score)
    for card in all_cards:
        for row in card.agencies:
            scores[row.name] += row.score
    rows = _by_load(scores) if any(scores) else []
    name: Column[Breakdown] = Column(_("agency"), lambda row: _.name(row.name) or _("(none is named)"))
    return Table(
        _columns(name, rows, _), rows, _("By agency that leads or, where none does, answers for it"),
        row_limit=_MOST_AGENCIES, left_out_note=_("And {n} more; -f csv has all."), paper_row_limit=_MOST_ON_PAPER,
    )  # fmt: skip


def _results(card: Card, _: Translator) -> Table[str]:
    """The table of what became of the promises of one plan: a row for each result, a column for each group."""
    groups = card.by_group if len(card.by_group) > 1 else {}
    words = RESULT_WORDS if card.score.results[IN_TIME] or card.score.results[LATE] else _SHORT_WORDS

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
        return Column(_(_SHORT_WORDS[result]), lambda row: row.score.results[result], "number", roomy=roomy)

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
    command = listing_command(query)
    yield _short_list(overdue, _("Overdue"), f"{command} --situation overdue" if command else "", _)
    yield _short_list(late, _(RESULT_WORDS[LATE]), f"{command} --late" if command else "", _)
    yield _list(overdue, _("Overdue"), _)
    for result in (LATE, IN_TIME, KEPT, *RESULTS[len(ALL_KEPT) :]):
        yield _list([task for card in all_cards for task in card.with_result(result)], _(RESULT_WORDS[result]), _)


def _short_list(tasks: Sequence[Task], heading: str, command: str, _: Translator) -> Table[Task]:
    """A table of tasks for a glance; for readers of another language the summary stands for the text. `command` lists
    all (empty: none does)."""
    more = _("And {n} more; -f csv has all.")
    if command:
        more = _("And {{n}} more: {command}").format(command=command.replace("{", "{{").replace("}", "}}"))
    columns: list[Column[Task]] = [
        *_day_columns(_), Column(_("text"), lambda task: _.gist(task.id) or task.text)
    ]  # fmt: skip
    return Table(
        columns, tasks, _with_count(heading, tasks, _), where="glance", row_limit=5, paper_row_limit=3,
        left_out_note=more,
    )  # fmt: skip


def _list(tasks: Sequence[Task], heading: str, _: Translator) -> Table[Task]:
    columns: list[Column[Task]] = [
        *_day_columns(_),
        Column(_("searched in vain"), lambda task: None if task.done_on else task.checked, "day", optional=True),
        Column(_("agency"), lambda task: LINE_SEP.join(task.listed("leads") or task.agencies), "agencies", roomy=True),
        Column(_("text"), lambda task: task.text),
        gist_column(lambda task: task.id, _),
        Column(_("plan"), lambda task: task.plan, "id", roomy=True, facet="plan"),
        Column(_("section"), lambda task: task.headings, "path", roomy=True, facet="section"),
        Column(_("evidence"), lambda task: task.state.evidence, roomy=True),
    ]
    return Table(columns, tasks, _with_count(heading, tasks, _), where="room")


def _day_columns(_: Translator) -> list[Column[Task]]:
    def done(task: Task) -> str | None:
        return f"{task.done_on}{delay_in_words(task, _)}" if task.done_on else None

    return [
        Column(_("task"), lambda task: task.id, "id"),
        Column(_("last day"), lambda task: last_day_cell(task, _), "due", optional=True),
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


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "promises": score.promises, "all_kept": score.kept,
        "results": {result: score.results[result] for result in RESULTS},
        "overdue": len(score.overdue), "after_period": score.after_period,
        "median_days_late": score.median_delay, "known_delays": len(score.delays), "share_kept": score.share,
    }  # fmt: skip


def _card_json(card: Card, said: str) -> dict[str, Any]:
    """A scorecard as JSON answers give it (docs/scorecard.md): `outcomes` and `tasks` are what `ipcheck tasks
    --outcome` lists."""
    outcomes = [task.outcome for task in card.tasks]
    return {
        "plan": card.plan.id, "title": card.plan.title, "sentence": said, **_score_json(card.score),
        "outcomes": {outcome: outcomes.count(outcome) for outcome in OUTCOMES},
        "by_day": {group: _score_json(score) for group, score in card.by_group.items()},
        "by_section": [{"section": row.name, **_score_json(row.score)} for row in card.sections],
        "by_agency": [{"agency": row.name or None, **_score_json(row.score)} for row in card.agencies],
        "tasks": {result: [task.id for task in card.with_result(result)] for result in RESULTS},
        "overdue_tasks": card.score.overdue,
    }  # fmt: skip


def _overview(all_cards: Sequence[Card], _: Translator) -> "Overview":
    """A bar of what became of the promises of each plan, and bars by section and by agency of a single one."""
    from ipcheck.reports.shared.charts import make_overview  # only for formats that draw

    whole = [Breakdown(card.plan.id, card.plan.id, card.score) for card in all_cards]
    charts = [_chart(_("What became of them"), whole, [row.name for row in whole], _)]
    if len(all_cards) == 1:
        [card] = all_cards
        headings = [_heading(row, _) for row in card.sections]
        agencies = [row for row in card.agencies if row.name][:_MOST_AGENCIES]
        charts += [
            _chart(_("By section"), card.sections, headings, _),
            _chart(_("By agency"), agencies, [_.name(row.name) for row in agencies], _),
        ]
    return make_overview([], *charts)


def _chart(title: str, rows: Sequence[Breakdown], labels: Sequence[str], _: Translator) -> "Chart":
    from ipcheck.formats.parts import Chart, Series  # only for formats that draw

    series = [
        Series(_(_SHORT_WORDS[result]), result, [row.score.results[result] for row in rows])
        for result in RESULTS
        if any(row.score.results[result] for row in rows)
    ]
    return Chart(title, labels, series, across=True)
