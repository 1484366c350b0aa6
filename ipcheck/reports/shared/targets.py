"""The figures that tasks promise beside those on record: judged, in words, as a table, and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import fold
from ipcheck.catalogue.measures import figures, measures, plan_scopes, targets_by_task
from ipcheck.domain.entry import Entry, as_number
from ipcheck.domain.measure import PERCENT, Measure, base_unit
from ipcheck.domain.target import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    DECREASE,
    DIFFERING,
    INCREASE,
    MET,
    NO_BASE,
    NO_DAY,
    NO_FIGURE,
    NO_MEASURE,
    NOT_EXACT,
    NOT_KNOWN,
    NOT_MET,
    OF_PLAN,
    OTHER_DAYS,
    OTHER_UNIT,
    STABLE,
    TO_COME,
    Target,
    Verdict,
    judge_target,
    known_figures,
)
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Due, Standing, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import linked_proof
from ipcheck.reports.shared.figures import amount_in_words, name_of_measure

if TYPE_CHECKING:
    from ipcheck.formats.parts import Linked

RESULT_WORDS = {MET: N_("met"), NOT_MET: N_("not met"), NOT_KNOWN: N_("not known")}
_LIGHTS = {MET: "🟢", NOT_MET: "🔴", NOT_KNOWN: "–"}
REASON_WORDS = {
    NOT_EXACT: N_("only an approximate figure is promised"),
    NO_MEASURE: N_("it belongs to no measure in the registry"),
    OTHER_UNIT: N_("its unit differs from that of the measure"),
    NO_DAY: N_("no date is given by which it is promised"),
    DIFFERING: N_("the figures on record differ"),
    NO_BASE: N_("no figure to compare with is on record"),
    TO_COME: N_("its date is in the future"),
    OTHER_DAYS: N_("only figures for other dates are on record"),
    NO_FIGURE: N_("no figure is on record"),
}
_COMPARISON_WORDS = {
    AT_MOST: N_("at most {amount}"),
    AT_LEAST: N_("at least {amount}"),
    STABLE: N_("held at {amount}"),
    ABOUT: N_("about {amount}"),
    INCREASE: N_("up by {amount}"),
    DECREASE: N_("down by {amount}"),
}


class JudgedTarget(NamedTuple):
    """A figure that a task promises, its measure, whether it is met, and all figures of the measure that were on record
    by the day of the answer, in the order of the days for which they hold."""

    task: Task
    target: Target
    measure: Measure | None
    verdict: Verdict
    figures: Sequence[Entry]


def judged_targets(context: Context, tasks: Iterable[Task]) -> list[JudgedTarget]:
    """The figures that `tasks` promise, judged on the day of the context, in the order of the tasks. A task that comes
    once for each of several cities promises its figures once."""
    by_id = {task.id: task for task in tasks}
    if not by_id:
        return []
    catalogue, on = context.catalogue, context.judge.on
    promised = targets_by_task(catalogue, sorted({task.plan for task in by_id.values()}))
    if not by_id.keys() & promised.keys():
        return []
    known, recorded, scopes = measures(catalogue), figures(catalogue), plan_scopes(catalogue)
    judged = []
    for id_, task in by_id.items():
        for target in promised.get(id_, ()):
            measure = known.get(target.measure or "")
            found = known_figures(recorded.get((measure.id, scopes[task.plan]), ()), on) if measure else []
            judged.append(JudgedTarget(task, target, measure, judge_target(target, measure, found, on), found))
    return judged


def target_lines(judged: Sequence[JudgedTarget], _: Translator) -> list[str]:
    """How many of the promised figures are met, in a sentence: first how many, then what is missed, by name. No line
    where none is promised."""
    if not judged:
        return []
    counts = Counter(item.verdict.result for item in judged)
    template = _.many("{{met}} of {n} promised figure met", "{{met}} of {n} promised figures met", len(judged))
    said = template.format(met=counts[MET])
    rest = []
    if counts[NOT_MET]:
        missed = [item.task.id for item in judged if item.verdict.result == NOT_MET]
        rest.append(
            _("{n} not met ({tasks})").format(n=counts[NOT_MET], tasks=_.join_some(list(dict.fromkeys(missed))))
        )
    coming = sum(item.verdict.reason == TO_COME for item in judged)
    if coming:
        rest.append(_("{n} still to come").format(n=coming))
    if unknown := counts[NOT_KNOWN] - coming:
        rest.append(_("{n} not known").format(n=unknown))
    return [_.sentence(_("{first}; {rest}").format(first=said, rest=_(", ").join(rest)) if rest else said)]


def measure_name(item: JudgedTarget, _: Translator) -> str:
    """What a figure counts: the name of its measure, else the words of the document."""
    return name_of_measure(item.measure, _) if item.measure else item.target.subject


def promise_in_words(item: JudgedTarget, _: Translator) -> str:
    """A promised figure: for readers of Chinese in the words of the document, else its measure and how it is meant; in
    the words of the document too where no registry has the measure."""
    target, measure = item.target, item.measure
    if measure is None or not _.is_foreign:
        is_whole = fold(target.subject) in fold(target.words)  # 授权3000件以上 leaves out of what
        return target.words if is_whole else _("{name} ({note})").format(name=target.words, note=target.subject)
    amount = amount_in_words(target.value, target.unit, measure, _)
    return _("{measure}: {promised}").format(measure=measure_name(item, _), promised=_promised(target, amount, _))


def bare_promise(item: JudgedTarget, _: Translator) -> str:
    """A promised figure without what it counts: at most 16.5 months."""
    return _promised(item.target, amount_in_words(item.target.value, item.target.unit, item.measure, _), _)


def _promised(target: Target, amount: str, _: Translator) -> str:
    words = _(_COMPARISON_WORDS[target.comparison]).format(amount=amount)
    if target.base:
        words = _("{promised} compared with {year}").format(promised=words, year=target.base)
    return _("{promised}, each year").format(promised=words) if target.yearly else words


def reached_in_words(item: JudgedTarget, _: Translator) -> str | None:
    """The figures on record that decide a target, or are nearest to its day: 16.5 months (2022)."""
    found = list(dict.fromkeys((figure.value, figure.unit, figure.as_of) for figure in item.verdict.figures))
    said = [
        _("{amount} ({day})").format(amount=amount_in_words(str(value), str(unit), item.measure, _), day=as_of)
        for value, unit, as_of in found
    ]
    if item.verdict.change is not None and len(said) == 2:
        return _(", ").join([" → ".join(said), _change_in_words(item, item.verdict.change, _)])
    return _.join(said) or None


def _change_in_words(item: JudgedTarget, change: Decimal, _: Translator) -> str:
    """A change in the unit of the target, with its sign: +43.9%, +30 centres."""
    if base_unit(item.target.unit) == PERCENT:
        return f"{change:+.1f}%"
    amount = amount_in_words(f"{abs(change):f}", item.target.unit, item.measure, _)
    return f"{'-' if change < 0 else '+'}{amount}"


def result_cell(item: JudgedTarget, _: Translator) -> Standing:
    """Whether a target is met, as a cell; with the reason where nobody can say."""
    result, reason = item.verdict.result, item.verdict.reason
    label = _(RESULT_WORDS[result])
    words = _("{result}: {reason}").format(result=label, reason=_(REASON_WORDS[reason])) if reason else label
    return Standing(result, _LIGHTS[result], words, label)


def target_columns(_: Translator) -> list[Column[JudgedTarget]]:
    """The columns of a table of promised figures, without the task."""

    def by(item: JudgedTarget) -> Due | None:
        if not item.target.by:
            return None
        return Due(item.target.by, _("{day} (period)") if item.target.day_basis == OF_PLAN else "{day}")

    return [
        Column(_("promised"), lambda item: promise_in_words(item, _)),
        Column(_("by when"), by, "due"),
        Column(_("what was reached"), lambda item: reached_in_words(item, _)),
        Column(_("met?"), lambda item: result_cell(item, _), "situation"),
        Column(_("source"), _sources, "links", roomy=True),
    ]


def _sources(item: JudgedTarget) -> "tuple[Linked, ...]":
    return tuple(dict.fromkeys(link for figure in item.verdict.figures for link in linked_proof(figure)))


def target_table(judged: Sequence[JudgedTarget], _: Translator) -> Table[JudgedTarget]:
    """A table of the figures that one task promises."""
    return Table(target_columns(_), judged, _("Promised figures"))


def target_json(item: JudgedTarget) -> dict[str, Any]:
    """A promised figure as JSON answers give it (docs/targets.md)."""
    target, measure, verdict = item.target, item.measure, item.verdict
    return {
        "task": item.task.id, "plan": item.task.plan, "words": target.words, "subject": target.subject,
        "measure": measure.id if measure else None, "comparison": target.comparison,
        "value": as_number(target.value), "unit": target.unit, "by": target.by, "day_basis": target.day_basis,
        "base": target.base, "yearly": bool(target.yearly), "result": verdict.result, "reason": verdict.reason,
        "change": round(float(verdict.change), 4) if verdict.change is not None else None,
        "reached": [figure_json(figure) for figure in verdict.figures],
    }  # fmt: skip


def figure_json(entry: Entry) -> dict[str, Any]:
    """A figure on record as JSON answers give it."""
    return {
        "value": as_number(str(entry.value)), "unit": entry.unit, "as_of": entry.as_of, "task": entry.task,
        "on": entry.on, "source": entry.proof, "sources": entry.sources_as_json(),
        "place": {"path": entry.path, "line": entry.line, "column": entry.column},
    }  # fmt: skip
