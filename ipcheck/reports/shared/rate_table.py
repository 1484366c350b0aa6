"""Completion rates in words, tables and JSON: what was due, what became of it, what is counted apart."""

from collections.abc import Mapping

from ipcheck.base.i18n import Translator
from ipcheck.domain.compliance import Rates
from ipcheck.formats.document import Column, Table


def rate_in_words(rates: Rates, _: Translator) -> str:
    """The completion rate (完成率) if it is known of every due task whether it is done; otherwise how many are known to
    be done, and how many are unverified. A dash if nothing was due."""
    if not rates.due:
        return "–"
    if rates.rate is not None:
        return share_in_words(rates.done, rates.due, _)
    template = _("known to be done {done}/{due}, {n} unverified")
    return template.format(done=rates.done, due=rates.due, n=rates.unverified)


def share_in_words(n: int, of: int, _: Translator) -> str:
    """The share `n` of `of`, with the per cent: 3/4 (75 %). A dash if `of` is 0."""
    return _("{done}/{due} ({percent} %)").format(done=n, due=of, percent=f"{100 * n / of:.0f}") if of else "–"


def rate_table(by_plan: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table:
    """A table of the counts and rates of the plans with due tasks, with a last row for all of them together."""
    return _rate_table(Column("plan", _("plan"), "id", shown=1, data=False), by_plan, title, _, empty, summed=True)


def office_rate_table(by_office: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table:
    """A table of the counts and rates of offices with due tasks, without a sum: a task that several offices share
    counts for each of them."""
    return _rate_table(Column("office", _("office"), shown=1, data=False), by_office, title, _, empty, summed=False)


def _rate_table(
    name_column: Column, counts: Mapping[str, Rates], title: str, _: Translator, empty: str, summed: bool
) -> Table:
    columns = [
        name_column,
        Column("due", _("was due"), "number", shown=2, data=False),
        Column("done", _("done"), "number", shown=3, data=False),
        Column("late", _("of these late"), "number", shown=4, data=False),
        Column("overdue", _("overdue"), "number", shown=5, data=False),
        Column("unverified", _("unverified"), "number", shown=6, data=False),
        Column("rate", _("rate"), shown=7, data=False),
    ]
    with_due_tasks = {name: rates for name, rates in counts.items() if rates.due}
    if summed and len(with_due_tasks) > 1:
        with_due_tasks[_("all")] = total(with_due_tasks)
    rows = [(name, *rates[:5], rate_in_words(rates, _)) for name, rates in with_due_tasks.items()]
    return Table(columns, rows, title, empty=empty)


def total(by_plan: Mapping[str, Rates]) -> Rates:
    """The sum of the counts of several plans."""
    return sum(by_plan.values(), Rates())


def counted_apart(rates: Rates, _: Translator) -> list[str]:
    """One line with the numbers of tasks that the rates leave out, by reason; no line if they leave out none."""
    parts = [
        (_("last day still to come {n}"), rates.to_come),
        (_("only ongoing {n}"), rates.ongoing),
        (_("only a period {n}"), rates.period),
        (_("no day {n}"), rates.undated),
        (_("goals {n}"), rates.goals),
        (_("conditions {n}"), rates.conditions),
        (_("withdrawn {n}"), rates.withdrawn),
    ]
    counts = [template.format(n=n) for template, n in parts if n]
    return [_("Counted apart: {counts}.").format(counts=_.join(counts))] if counts else []


def rates_json(rates: Rates) -> dict[str, int | float | None]:
    """Counts as JSON answers give them, with the rate. `rate` is null if nothing was due, or if it is not known of
    every due task whether it is done."""
    return rates._asdict() | {"rate": rates.rate}
