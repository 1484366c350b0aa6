"""Figures and charts that sum up a list of tasks: situations, last days, and the load of each agency."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import AgencyLoad
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.domain.task import Task
from ipcheck.formats.parts import Chart, Figure, Overview, Series
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import SITUATION_WORDS

MOST_SPANS = 24  # bars that fit side by side on a page of paper; for more, each bar covers a longer span
MOST_AGENCIES = 15  # bars of a chart by agency or plan
_SPANS = (
    (1, "{year}-{month:02}"),
    (3, "{year} Q{quarter}"),
    (12, "{year}"),
    (120, "{year}s"),
)  # months of a span, and the template of its label


def overview(context: Context, tasks: Iterable[Task]) -> Overview:
    """The figures and charts that sum up a list of tasks."""
    tasks = list(tasks)
    _ = context.translator
    figures = situation_figures(Counter(task.situation.name for task in tasks), _)
    if unread := sum(task.unread for task in tasks):
        figures.append(Figure(_("with a phrase that no rule reads"), unread))
    return make_overview(figures, timeline(tasks, _), load(_loads(tasks), _))


def make_overview(figures: Sequence[Figure], *charts: Chart) -> Overview:
    """An overview of the figures, and of those charts that have at least one bar."""
    return Overview(figures, [chart for chart in charts if chart.labels])


def figures(*counts: tuple[str, int]) -> Overview:
    """An overview without charts, of the (label, number) pairs whose number is not 0."""
    return Overview([Figure(label, n) for label, n in counts if n])


def situation_figures(situations: Mapping[str, int], _: Translator) -> list[Figure]:
    """The number of all tasks, then the number in each situation that occurs."""
    by_situation = [
        Figure(_(SITUATION_WORDS[name]), situations[name], LIGHTS.get(name, "–"))
        for name in SITUATIONS
        if situations.get(name)
    ]
    return [Figure(_("tasks"), sum(situations.values())), *by_situation]


def timeline(tasks: Iterable[Task], _: Translator) -> Chart:
    """A chart of the last days that plans state for tasks, by span of time and by situation. A day that is only the end
    of a plan's period is left out: it is not the last day of any task."""
    title = _("Last days that are stated")
    days = [(_months(task.due or ""), task.situation.name) for task in tasks if task.stated]
    if not days:
        return Chart(title, (), ())
    first, last = min(days)[0], max(days)[0]
    candidates = (span for span in _SPANS if last // span[0] - first // span[0] < MOST_SPANS)
    length, template = next(candidates, _SPANS[-1])
    counts: dict[str, Counter[int]] = {}
    for month, situation in days:
        counts.setdefault(situation, Counter())[month // length] += 1
    spans: Sequence[int] = range(first // length - (first == last), last // length + 1 + (first == last))
    if len(spans) > MOST_SPANS:
        spans = sorted({span for by_span in counts.values() for span in by_span})
    labels = [_span_label(span * length, template) for span in spans]
    series = [
        Series(_(SITUATION_WORDS[name]), name, [counts[name][span] for span in spans])
        for name in SITUATIONS
        if name in counts
    ]
    return Chart(title, labels, series)


def _months(day: str) -> int:
    """The month of an ISO day, counted from the year 0."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _span_label(month: int, template: str) -> str:
    return template.format(year=month // 12, month=month % 12 + 1, quarter=month % 12 // 3 + 1)


def load(loads: Sequence[AgencyLoad], _: Translator) -> Chart:
    """A chart of how many tasks each agency leads and takes part in, largest load first, of at most MOST_AGENCIES
    agencies."""
    most = sorted(loads, key=lambda row: (-row.leads - row.participates, -row.leads, row.name))[:MOST_AGENCIES]
    most = [row for row in most if row.leads or row.participates]
    series = [
        Series(_("leads"), "lead", [row.leads for row in most]),
        Series(_("takes part"), "participant", [row.participates for row in most]),
    ]
    title = _("Load by agency")
    if len(loads) > len(most):
        title = _("Load by agency: the {n} with most of {all}").format(n=len(most), all=len(loads))
    return Chart(title, [_.name(row.name) for row in most], series, across=True)


def _loads(tasks: Iterable[Task]) -> list[AgencyLoad]:
    leads: Counter[str] = Counter()
    participations: Counter[str] = Counter()
    for task in tasks:
        leads.update(task.listed("leads"))
        participations.update(task.listed("participants"))
    return [AgencyLoad(name, leads[name], participations[name], 0) for name in dict.fromkeys([*leads, *participations])]
