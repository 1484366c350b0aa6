"""How tasks stand, in words, tables and JSON: what is wrong, what was due and what became of it, which periods ended,
and what is counted apart."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.compliance import Rates
from ipcheck.domain.outcome import NOT_DONE
from ipcheck.formats.document import Column, Table
from ipcheck.reports.shared.labels import outcome_counts

Row = tuple[str, Rates]
MOST_NAMED = 3  # overdue tasks that a headline names
_OUTCOME_COLUMNS = {
    "partly": N_("partly done"),
    "begun": N_("begun"),
    "no-record": N_("none found"),
    "unknown": N_("not searched"),
}


def standing_in_words(
    by_plan: Mapping[str, Rates], ended_on: Mapping[str, str], overdue: Sequence[str], _: Translator, calm: str = "",
    unread: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    """How the tasks stand, in sentences: first what is overdue (`overdue` are the names of the tasks), blocked and
    unverified, and how many phrases nobody has read (`unread`, in words), then how much of what was due is done, then
    the periods that have ended (`ended_on`, by plan).

    Where nothing is overdue, blocked or unverified, every phrase is read, and nothing of an ended period was left
    undone, `calm` may say so in its own words.
    """
    whole = total(by_plan)
    troubles = _.join([*_troubles(whole, overdue, _), *unread])
    if not whole.tasks:
        return [*([_sentence([troubles], _)] if unread else ()), _("No task matches.")]
    ended = ended_in_words(by_plan, ended_on, _)
    if ended and not whole.due:  # there is nothing else of which one could say that it is fine
        to_come = [_sentence([_done_in_words(whole, _)], _)] if whole.to_come else []
        return [*([_sentence([troubles], _)] if troubles else ()), *ended, *to_come]
    fine = _("nothing is overdue, blocked or unverified")
    if calm and whole.ended == whole.ended_done:
        fine = calm
    return [_sentence([troubles or fine, _done_in_words(whole, _)], _), *ended]


def _sentence(parts: list[str], _: Translator) -> str:
    return _.sentence(_("; ").join(parts))


def _troubles(rates: Rates, overdue: Sequence[str], _: Translator) -> list[str]:
    """The counts of what is overdue, blocked and unverified; empty where all are zero. Few overdue tasks are named."""
    named = _("overdue {n} ({tasks})") if len(overdue) <= MOST_NAMED else _("overdue {n}")
    counts = [
        (named if overdue else _("overdue {n}"), rates.overdue),
        (_("blocked {n}"), rates.blocked),
        (_("unverified {n} ({counts})"), rates.unverified),
        (_("goals and conditions past their deadline {n}"), rates.past_goals),
    ]
    unverified = _outcomes_in_words(rates, "", _)
    tasks = _.join(list(overdue))
    return [template.format(n=n, counts=unverified, tasks=tasks) for template, n in counts if n]


def _outcomes_in_words(rates: Rates, prefix: str, _: Translator) -> str:
    """What is known to have become of tasks that are not done, from most to least: begun 2, none found 5."""
    return outcome_counts({outcome: _count(rates, prefix, outcome) for outcome in NOT_DONE}, _)


def _count(rates: Rates, prefix: str, outcome: str) -> int:
    count: int = getattr(rates, prefix + outcome.replace("-", "_"))
    return count


def _done_in_words(rates: Rates, _: Translator) -> str:
    if not rates.due:
        return _("no stated deadline has passed")
    if rates.rate is None:
        return _("known to be done: {done} of the {due} due").format(done=rates.done, due=rates.due)
    template = _("done: {done} of the {due} due ({percent} %)")
    return template.format(done=rates.done, due=rates.due, percent=f"{100 * rates.rate:.0f}")


def ended_in_words(by_plan: Mapping[str, Rates], ended_on: Mapping[str, str], _: Translator) -> list[str]:
    """The sentence on tasks of periods that have ended: how many there are, and what became of them; none without such
    tasks."""
    whole = total(by_plan)
    if not whole.ended:
        return []
    days = set(ended_on.values())
    opening = _("Period ended {day}").format(day=min(days))
    if len(days) > 1:
        opening = _("Periods of {n} plans ended").format(n=len(ended_on))
    tasks = _.many("{n} task", "{n} tasks", whole.ended)
    counts = [_("done {n}").format(n=whole.ended_done), _outcomes_in_words(whole, "ended_", _)]
    template = _("{opening}: {tasks}, {counts}.")
    return [template.format(opening=opening, tasks=tasks, counts=_.join([count for count in counts if count]))]


def rate_in_words(rates: Rates, _: Translator) -> str:
    """The completion rate (完成率) if it is known of every due task whether it is done; otherwise how many are known to
    be done. A dash if nothing was due."""
    if not rates.due:
        return "–"
    if rates.rate is not None:
        return share_in_words(rates.done, rates.due, _)
    return _("known to be done {done}/{due}").format(done=rates.done, due=rates.due)


def share_in_words(n: int, of: int, _: Translator) -> str:
    """The share `n` of `of`, with the per cent: 3/4 (75 %). A dash if `of` is 0."""
    return _("{done}/{due} ({percent} %)").format(done=n, due=of, percent=f"{100 * n / of:.0f}") if of else "–"


def rate_table(by_plan: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table[Row]:
    """A table of the counts and rates of the plans with due tasks, with a last row for all of them together."""
    rows = _with_sum(_with_due_tasks(by_plan), _)
    return Table([Column(_("plan"), itemgetter(0), "id"), *_rate_columns(_)], rows, title, empty)


def office_rate_table(by_office: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table[Row]:
    """A table of the counts and rates of offices with due tasks, without a sum: a task that several offices share
    counts for each of them."""
    return Table([Column(_("office"), itemgetter(0)), *_rate_columns(_)], _with_due_tasks(by_office), title, empty)


def ended_table(by_plan: Mapping[str, Rates], ended_on: Mapping[str, str], _: Translator) -> Table[Row]:
    """A table of the tasks of periods that have ended, by plan, with a last row for all of them together. No rate
    contains them."""
    rows = _with_sum([(plan, rates) for plan, rates in by_plan.items() if rates.ended], _)
    columns: list[Column[Row]] = [
        Column(_("plan"), itemgetter(0), "id"),
        Column(_("period ended"), lambda row: ended_on.get(row[0]), "day"),
        Column(_("tasks"), lambda row: row[1].ended, "number"),
        Column(_("done"), lambda row: row[1].ended_done, "number"),
        *_outcome_columns("ended_", _),
    ]
    return Table(columns, rows, _("Periods that have ended (not in the rates)"))


def _with_due_tasks(counts: Mapping[str, Rates]) -> list[Row]:
    return [(name, rates) for name, rates in counts.items() if rates.due]


def _with_sum(rows: list[Row], _: Translator) -> list[Row]:
    return [*rows, (_("all"), total(dict(rows)))] if len(rows) > 1 else rows


def _rate_columns(_: Translator) -> list[Column[Row]]:
    return [
        Column(_("was due"), lambda row: row[1].due, "number"),
        Column(_("done"), lambda row: row[1].done, "number"),
        Column(_("of which late"), lambda row: row[1].late, "number"),
        Column(_("overdue"), lambda row: row[1].overdue, "number"),
        Column(_("unverified"), lambda row: row[1].unverified, "number"),
        *_outcome_columns("", _),
        Column(_("rate"), lambda row: rate_in_words(row[1], _)),
    ]


def _outcome_columns(prefix: str, _: Translator) -> list[Column[Row]]:
    """Columns for what is known of tasks that are not done, each only where there is such a task."""

    def column(outcome: str) -> Column[Row]:
        return Column(
            _(_OUTCOME_COLUMNS[outcome]), lambda row: _count(row[1], prefix, outcome), "number", optional=True
        )

    return [column(outcome) for outcome in NOT_DONE]


def total(by_plan: Mapping[str, Rates]) -> Rates:
    """The sum of the counts of several plans."""
    return sum(by_plan.values(), Rates())


def counted_apart(rates: Rates, _: Translator) -> list[str]:
    """One line with the numbers of tasks that the rates leave out, by reason; no line if they leave out none."""
    parts = [
        (_("deadline to come {n}"), rates.to_come),
        (_("only ongoing {n}"), rates.ongoing),
        (_("only a plan period {n}"), rates.period),
        (_("no deadline {n}"), rates.undated),
        (_("deadline phrases not recognised {n}"), rates.unread),
        (_("goals {n}"), rates.goals),
        (_("conditions {n}"), rates.conditions),
        (_("withdrawn {n}"), rates.withdrawn),
    ]
    counts = [template.format(n=n) for template, n in parts if n]
    return [_("Not in the rates: {counts}.").format(counts=_.join(counts))] if counts else []


def rates_json(rates: Rates) -> dict[str, int | float | None]:
    """Counts as JSON answers give them, with the rate. `rate` is null if nothing was due, or if it is not known of
    every due task whether it is done."""
    return rates._asdict() | {"rate": rates.rate}
