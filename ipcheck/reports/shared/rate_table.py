"""Completion rates in words, tables and JSON: what was due, what became of it, what is counted apart."""

from collections.abc import Mapping
from operator import itemgetter

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


def rate_table(by_plan: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table[tuple[str, Rates]]:
    """A table of the counts and rates of the plans with due tasks, with a last row for all of them together."""
    rows = _with_due_tasks(by_plan)
    if len(rows) > 1:
        rows.append((_("all"), total(dict(rows))))
    return Table([Column(_("plan"), itemgetter(0), "id"), *_rate_columns(_)], rows, title, empty)


def office_rate_table(
    by_office: Mapping[str, Rates], title: str, _: Translator, empty: str = ""
) -> Table[tuple[str, Rates]]:
    """A table of the counts and rates of offices with due tasks, without a sum: a task that several offices share
    counts for each of them."""
    return Table([Column(_("office"), itemgetter(0)), *_rate_columns(_)], _with_due_tasks(by_office), title, empty)


def _with_due_tasks(counts: Mapping[str, Rates]) -> list[tuple[str, Rates]]:
    return [(name, rates) for name, rates in counts.items() if rates.due]


def _rate_columns(_: Translator) -> list[Column[tuple[str, Rates]]]:
    return [
        Column(_("was due"), lambda row: row[1].due, "number"),
        Column(_("done"), lambda row: row[1].done, "number"),
        Column(_("of these late"), lambda row: row[1].late, "number"),
        Column(_("overdue"), lambda row: row[1].overdue, "number"),
        Column(_("unverified"), lambda row: row[1].unverified, "number"),
        Column(_("rate"), lambda row: rate_in_words(row[1], _)),
    ]


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
