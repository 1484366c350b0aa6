"""The scorecards of plans: what became of their promises, by day, section and agency; in words to be quoted, and as
JSON."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.domain.outcome import OUTCOMES
from ipcheck.domain.plan import Plan
from ipcheck.domain.scorecard import (
    DATED,
    GROUPS,
    IN_TIME,
    KEPT,
    LATE,
    MOST_UNKNOWN,
    PERIOD,
    RESULTS,
    Score,
    group_of,
    result_of,
)
from ipcheck.domain.target import RESULTS as FIGURE_RESULTS
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import OUTCOME_WORDS
from ipcheck.reports.shared.targets import JudgedTarget

RESULT_WORDS = {
    IN_TIME: N_("kept on time"),
    LATE: N_("kept late"),
    KEPT: N_("kept, no date to compare"),
    "partly": N_("kept in part"),
    "begun": OUTCOME_WORDS["begun"],
    "no-record": OUTCOME_WORDS["no-record"],
    "unknown": OUTCOME_WORDS["unknown"],
    "withdrawn": OUTCOME_WORDS["withdrawn"],
}
SHORT_WORDS = RESULT_WORDS | {KEPT: N_("kept"), "begun": N_("begun")}
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

    def with_result(self, result: str) -> list[Task]:
        """The promises of which `result` (one of RESULTS) became."""
        return [task for task in self.tasks if result_of(task) == result]


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
        by_load(agencies, plan.id),
    )  # fmt: skip


def by_load(scores: Mapping[str, Score], plan: str = "") -> list[Breakdown]:
    """The promises of each agency, the most first; those for which none is named last."""
    most_first = sorted(scores.items(), key=lambda item: (not item[0], -item[1].promises, item[0]))
    return [Breakdown(plan, name, score) for name, score in most_first]


def sentence(card: Card, narrowed: bool, _: Translator) -> str:
    """What became of the promises of a plan, in words that can be quoted by themselves. They say so where filters have
    `narrowed` the promises."""
    opening = _.many("Of the {n} promise of plan {{plan}}", "Of the {n} promises of plan {{plan}}", card.score.promises)
    if narrowed:
        opening = _.many(
            "Of the {n} promise of plan {{plan}} that matches the filters",
            "Of the {n} promises of plan {{plan}} that match the filters", card.score.promises,
        )  # fmt: skip
    return _in_words(opening.format(plan=card.plan.id), card.score, _)


def whole_sentence(all_cards: Sequence[Card], narrowed: bool, _: Translator) -> str:
    """What became of the promises of several plans together."""
    whole = sum((card.score for card in all_cards), Score())
    template = _("Of the {n} promises of {plans} plans")
    if narrowed:
        template = _("Of the {n} promises of {plans} plans that match the filters")
    return _in_words(template.format(n=whole.promises, plans=len(all_cards)), whole, _)


def _in_words(opening: str, score: Score, _: Translator) -> str:
    """What became of promises, in sentences: first how many are kept, last what is known to be overdue."""
    results = score.results
    timed = results[IN_TIME] or results[LATE]
    kept = _.many("{n} is known to have been kept", "{n} are known to have been kept", score.kept)
    how = [
        (_("{n} on time"), results[IN_TIME]), (_late(score, _), results[LATE]),
        (_("{n} with no date to compare"), results[KEPT] if timed else 0),
        (_("{n} of them after the period of the plan"), score.after_period),
    ]  # fmt: skip
    rest = [
        (_("{n} kept in part"), results["partly"]), (_("{n} begun (completion unknown)"), results["begun"]),
        (_("{n} withdrawn"), results["withdrawn"]), (_("{n} with nothing found"), results["no-record"]),
        (_("{n} not searched"), results["unknown"]),
    ]  # fmt: skip
    told, others = ([template.format(n=n) for template, n in counts if n] for counts in (how, rest))
    template = _("{opening}, {kept}.")
    if told:
        template = _("{opening}, {kept}: {how}.") if timed else _("{opening}, {kept}, {how}.")
    kept = kept if score.kept else _("none is known to have been kept")
    lines = [template.format(opening=opening, kept=kept, how=_.join(told))]
    if others:
        lines.append(_.sentence(_.join(others)))
    if score.overdue:
        template = _.many(
            "{n} is overdue: known to be open after its deadline{{named}}.",
            "{n} are overdue: known to be open after their deadlines{{named}}.", len(score.overdue),
        )  # fmt: skip
        named = _.many(" (task {{tasks}})", " (tasks {{tasks}})", len(score.overdue)).format(
            tasks=_.join(score.overdue)
        )
        lines.append(template.format(named=named if len(score.overdue) <= _MOST_NAMED else ""))
    return _.sentences(lines)


def _late(score: Score, _: Translator) -> str:
    """The words for what was kept late, with the median of the delays where there are enough."""
    if score.median_delay is None:
        return _("{n} late")
    days = _.many("{n} day", "{n} days", score.median_delay)
    template = _("{{n}} late (median delay: {days})")
    if len(score.delays) < score.results[LATE]:
        template = _("{{n}} late (median delay: {days}, for the {known} whose date is known)")
    return template.format(days=days, known=len(score.delays))


def details(card: Card, on: str, with_share: bool, _: Translator) -> list[str]:
    """Lines on the promises of one plan: what became of those with a last day that has passed, when its period ends,
    and, `with_share`, which share was kept, or why none is given."""
    lines = []
    dated = card.by_group.get(DATED)
    if dated and dated.promises < card.score.promises:
        template = _("Of the {n} whose deadline has passed: {counts}.")
        lines.append(template.format(n=dated.promises, counts=_counts(dated, _)))
    ends = next((task.period_end for task in card.tasks if group_of(task, on) == PERIOD), None)
    if ends:
        template = (
            _("The period of the plan ended on {day}.") if ends < on else _("The period of the plan ends on {day}.")
        )
        lines.append(template.format(day=ends))
    score = card.score
    if not with_share:
        return lines
    if score.share is not None:
        lines.append(_("Share kept: {percent}% of {n}.").format(percent=f"{100 * score.share:.0f}", n=score.promises))
    elif score.unknown > MOST_UNKNOWN * score.promises:
        template = _(
            "No share is given: nothing is known about {unknown} of the {n}, and not found does not mean not done."
        )
        lines.append(template.format(unknown=score.unknown, n=score.promises))
    return lines


def _counts(score: Score, _: Translator) -> str:
    counted = [(_(SHORT_WORDS[name]), n) for name in RESULTS if (n := score.results[name])]
    return _.join([_("{what} {n}").format(what=what, n=n) for what, n in counted])


def as_json(
    all_cards: Sequence[Card], judged: Iterable[JudgedTarget], on: str, narrowed: bool, _: Translator
) -> dict[str, Any]:
    """The scorecards, with the figures that their tasks promise, as JSON answers give them (docs/record.md)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in judged:
        counts[item.task.plan][item.verdict.result] += 1
    return {
        "as_of": on,
        "plans": [
            _card_json(card, sentence(card, narrowed, _))
            | {"figures": {result: counts[card.plan.id][result] for result in FIGURE_RESULTS}}
            for card in all_cards
        ],
    }


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "promises": score.promises, "all_kept": score.kept,
        "results": {result: score.results[result] for result in RESULTS},
        "overdue": len(score.overdue), "after_period": score.after_period,
        "median_days_late": score.median_delay, "known_delays": len(score.delays), "share_kept": score.share,
    }  # fmt: skip


def _card_json(card: Card, said: str) -> dict[str, Any]:
    """A scorecard as JSON answers give it (docs/record.md): `outcomes` and `tasks` are what `ipcheck tasks
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
