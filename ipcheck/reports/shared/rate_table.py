"""Rates in words and as a table: what was due, what became of it, what is counted apart."""

from collections.abc import Mapping

from ipcheck.base.i18n import Translator
from ipcheck.domain.compliance import Rates
from ipcheck.formats.document import Column, Table


def rate_in_words(rates: Rates, _: Translator) -> str:
    """完成率 where it is known of every task whether it is done; else how much is known to be."""
    if not rates.due:
        return "–"
    if rates.rate is not None:
        return share_in_words(rates.done, rates.due, _)
    form = _("known to be done {done}/{due}, {n} unverified")
    return form.format(done=rates.done, due=rates.due, n=rates.unverified)


def share_in_words(n: int, of: int, _: Translator) -> str:
    """How many of how many, and in per cent; of none, nothing."""
    return _("{done}/{due} ({percent} %)").format(done=n, due=of, percent=f"{100 * n / of:.0f}") if of else "–"


def rate_table(by_plan: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table:
    """The rates of the plans of which anything was due, and of all together."""
    return _rate_table(Column("plan", _("plan"), "id", shown=1, data=False), by_plan, title, _, empty, summed=True)


def office_rate_table(by_office: Mapping[str, Rates], title: str, _: Translator, empty: str = "") -> Table:
    """The same of offices; a task that several share counts for each, so they are not summed up."""
    return _rate_table(Column("office", _("office"), shown=1, data=False), by_office, title, _, empty, summed=False)


def _rate_table(of: Column, counts: Mapping[str, Rates], title: str, _: Translator, empty: str, summed: bool) -> Table:
    columns = [
        of,
        Column("due", _("was due"), "number", shown=2, data=False),
        Column("done", _("done"), "number", shown=3, data=False),
        Column("late", _("of these late"), "number", shown=4, data=False),
        Column("overdue", _("overdue"), "number", shown=5, data=False),
        Column("unverified", _("unverified"), "number", shown=6, data=False),
        Column("rate", _("rate"), shown=7, data=False),
    ]
    counted = {name: rates for name, rates in counts.items() if rates.due}
    if summed and len(counted) > 1:
        counted[_("all")] = total(counted)
    rows = [(name, *rates[:5], rate_in_words(rates, _)) for name, rates in counted.items()]
    return Table(columns, rows, title, empty=empty)


def total(by_plan: Mapping[str, Rates]) -> Rates:
    """The counts of several plans as one."""
    return sum(by_plan.values(), Rates())


def counted_apart(rates: Rates, _: Translator) -> list[str]:
    """What the rates leave out, in one line; nothing where they leave out nothing."""
    parts = [
        (_("last day still to come {n}"), rates.to_come),
        (_("only ongoing {n}"), rates.ongoing),
        (_("only a period {n}"), rates.period),
        (_("no day {n}"), rates.undated),
        (_("goals {n}"), rates.goals),
        (_("conditions {n}"), rates.conditions),
        (_("withdrawn {n}"), rates.withdrawn),
    ]
    said = [form.format(n=n) for form, n in parts if n]
    return [_("Counted apart: {counts}.").format(counts=_.listed(said))] if said else []


def rates_json(rates: Rates) -> dict[str, int | float | None]:
    """Counts as JSON answers give them; `rate` is null where it is not known of every task whether it is done."""
    return rates._asdict() | {"rate": rates.rate}
