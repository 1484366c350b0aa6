"""Tasks at a glance: how they stand, when their last days come, and who answers for them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import AgencyLoad
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.domain.task import Task
from ipcheck.formats.overview import Chart, Figure, Overview, Series
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import SITUATION_WORDS

MOST_SPANS = 24  # bars side by side that a page of paper holds; beyond, spans grow longer
MOST_AGENCIES = 15
_SPANS = (
    (1, "{year}-{month:02}"),
    (3, "{year} Q{quarter}"),
    (12, "{year}"),
    (120, "{year}s"),
)  # months, and how such a span is named


def overview(context: Context, tasks: Iterable[Task]) -> Overview:
    """What a list of tasks comes to."""
    tasks = list(tasks)
    figures = situation_figures(Counter(task.situation.name for task in tasks), context.translator)
    return drawn(figures, timeline(tasks, context.translator), load(_loads(tasks), context.translator))


def drawn(figures: Sequence[Figure], *charts: Chart) -> Overview:
    """Figures, and the charts that have anything to show."""
    return Overview(figures, [chart for chart in charts if chart.labels])


def figures(*counts: tuple[str, int]) -> Overview:
    """Numbers alone, of these (label, number) those that are any."""
    return Overview([Figure(label, n) for label, n in counts if n])


def situation_figures(situations: Mapping[str, int], _: Translator) -> list[Figure]:
    """How many tasks there are, and how many in each situation."""
    standing = [
        Figure(_(SITUATION_WORDS[name]), situations[name], LIGHTS.get(name, "–"))
        for name in SITUATIONS
        if situations.get(name)
    ]
    return [Figure(_("tasks"), sum(situations.values())), *standing]


def timeline(tasks: Iterable[Task], _: Translator) -> Chart:
    """Stated last days, by how their tasks stand; the end of a plan's period is no last day of any task."""
    title = _("Last days that are stated")
    days = [(_months(task.due or ""), task.situation.name) for task in tasks if task.stated]
    if not days:
        return Chart(title, (), ())
    first, last = min(days)[0], max(days)[0]
    fitting = (span for span in _SPANS if last // span[0] - first // span[0] < MOST_SPANS)
    length, form = next(fitting, _SPANS[-1])
    counts: dict[str, Counter[int]] = {}
    for month, situation in days:
        counts.setdefault(situation, Counter())[month // length] += 1
    spans: Sequence[int] = range(first // length - (first == last), last // length + 1 + (first == last))
    if len(spans) > MOST_SPANS:
        spans = sorted({span for each in counts.values() for span in each})
    labels = [_named(span * length, form) for span in spans]
    series = [
        Series(_(SITUATION_WORDS[name]), name, [counts[name][span] for span in spans])
        for name in SITUATIONS
        if name in counts
    ]
    return Chart(title, labels, series)


def _months(day: str) -> int:
    """The month of an ISO day, counted from the year 0."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _named(month: int, form: str) -> str:
    return form.format(year=month // 12, month=month % 12 + 1, quarter=month % 12 // 3 + 1)


def load(loads: Sequence[AgencyLoad], _: Translator) -> Chart:
    """How many tasks agencies lead and take part in, those with most first."""
    most = sorted(loads, key=lambda each: (-each.leads - each.participates, -each.leads, each.name))[:MOST_AGENCIES]
    most = [each for each in most if each.leads or each.participates]
    series = [
        Series(_("leads"), "lead", [each.leads for each in most]),
        Series(_("takes part"), "participant", [each.participates for each in most]),
    ]
    title = _("Load by agency")
    if len(loads) > len(most):
        title = _("Load by agency: the {n} with most of {all}").format(n=len(most), all=len(loads))
    return Chart(title, [_.name(each.name) for each in most], series, across=True)


def _loads(tasks: Iterable[Task]) -> list[AgencyLoad]:
    leads: Counter[str] = Counter()
    shares: Counter[str] = Counter()
    for task in tasks:
        leads.update([task.lead] if task.lead else [])
        shares.update(task.listed("participants"))
    return [AgencyLoad(name, leads[name], shares[name], 0) for name in dict.fromkeys([*leads, *shares])]
