"""Figures and charts that sum up a list of tasks: situations, last days, and the load of each agency."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import AgencyLoad
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.domain.task import Task
from ipcheck.formats.parts import Chart, Figure, Overview, Series
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import SITUATION_WORDS

MOST_SPANS = 12  # bars that the eye takes in at once; for more, each bar covers a longer span
MOST_AGENCIES = 15  # bars of a chart by agency or plan
_SPANS = (
    (1, "{year:04}-{month:02}"),
    (3, "{year} Q{quarter}"),
    (12, "{year}"),
    (120, "{year}s"),
)  # months of a span, and the template of its label


def overview(context: Context, tasks: Iterable[Task]) -> Overview:
    """The figures and charts that sum up a list of tasks."""
    tasks = list(tasks)
    _ = context.translator
    figures = situation_figures(tasks, _)
    if unread := [task.id for task in tasks if task.unread]:
        figures.append(Figure(_("phrase not recognised"), len(unread), tasks=unread))
    return make_overview(figures, timeline(tasks, _), _load_of_tasks(tasks, _))


def make_overview(figures: Sequence[Figure], *charts: Chart) -> Overview:
    """An overview of the figures, and of those charts that have at least one bar."""
    return Overview(figures, [chart for chart in charts if chart.labels])


def figures(*counts: tuple[str, int]) -> Overview:
    """An overview without charts, of the (label, number) pairs whose number is not 0."""
    return Overview([Figure(label, n) for label, n in counts if n])


def situation_figures(tasks: Sequence[Task], _: Translator) -> list[Figure]:
    """The number of all tasks, then the number in each situation that occurs."""
    ids: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        ids[task.situation.name].append(task.id)
    by_situation = [
        Figure(_(SITUATION_WORDS[name]), len(ids[name]), LIGHTS.get(name, "–"), ids[name], name)
        for name in SITUATIONS
        if name in ids
    ]
    return [Figure(_("tasks"), len(tasks), tasks=[task.id for task in tasks]), *by_situation]


def timeline(tasks: Iterable[Task], _: Translator) -> Chart:
    """A chart of the deadlines that plans state for tasks, by span of time and by situation: the shortest span that
    takes few bars. Spans without a deadline are left out. So is a day that is only the end of a plan's period: it is
    not the deadline of any task."""
    title = _("Stated deadlines")
    stated = [(_months(task.due or ""), task.situation.name, task.id) for task in tasks if task.stated]
    if not stated:
        return Chart(title, (), ())
    months = {month for month, _situation, _task in stated}
    candidates = (span for span in _SPANS if len({month // span[0] for month in months}) <= MOST_SPANS)
    length, template = next(candidates, _SPANS[-1])
    ids: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for month, situation, task in stated:
        ids[situation][month // length].append(task)
    spans = sorted({month // length for month in months})
    labels = [_span_label(span * length, template) for span in spans]
    gaps = [at for at, (before, span) in enumerate(pairwise(spans), 1) if span - before > 1]
    series = [
        _counting(_(SITUATION_WORDS[name]), name, [ids[name][span] for span in spans])
        for name in SITUATIONS
        if name in ids
    ]
    return Chart(title, labels, series, gaps=gaps)


def _counting(label: str, tone: str, tasks: Sequence[Sequence[str]]) -> Series:
    """A series whose values count the tasks with these ids."""
    return Series(label, tone, list(map(len, tasks)), tasks)


def _months(day: str) -> int:
    """The month of an ISO day, counted from the year 0."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _span_label(month: int, template: str) -> str:
    return template.format(year=month // 12, month=month % 12 + 1, quarter=month % 12 // 3 + 1)


def load(loads: Sequence[AgencyLoad], _: Translator) -> Chart:
    """A chart of how many tasks each agency leads and takes part in, largest load first, of at most MOST_AGENCIES
    agencies."""
    most = _most_loaded(loads)
    series = [
        Series(_("leads"), "lead", [row.leads for row in most]),
        Series(_("takes part"), "participant", [row.participates for row in most]),
    ]
    return of_agencies(_load_title(len(most), len(loads), _), [row.name for row in most], series, _)


def _most_loaded(loads: Sequence[AgencyLoad]) -> list[AgencyLoad]:
    most = sorted(loads, key=lambda row: (-row.leads - row.participates, -row.leads, row.name))[:MOST_AGENCIES]
    return [row for row in most if row.leads or row.participates]


def _load_title(shown: int, known: int, _: Translator) -> str:
    if known > shown:
        return _("Tasks by agency: the {n} with most of {all}").format(n=shown, all=known)
    return _("Tasks by agency")


def of_agencies(title: str, agencies: Sequence[str], series: Sequence[Series], _: Translator) -> Chart:
    """A chart with a bar for each of the `agencies`, by their abbreviations."""
    labels, names = list(map(_.abbreviation, agencies)), list(map(_.name, agencies))
    return Chart(title, labels, series, across=True, facet="agency", choices=names)


def _load_of_tasks(tasks: Sequence[Task], _: Translator) -> Chart:
    """The chart of the load that these tasks are."""
    leads, participations = _by_agency(tasks, "leads"), _by_agency(tasks, "participants")
    known = dict.fromkeys([*leads, *participations])
    most = _most_loaded([AgencyLoad(name, len(leads[name]), len(participations[name]), 0) for name in known])
    names = [row.name for row in most]
    series = [
        _counting(_("leads"), "lead", [leads[name] for name in names]),
        _counting(_("takes part"), "participant", [participations[name] for name in names]),
    ]
    return of_agencies(_load_title(len(most), len(known), _), names, series, _)


def _by_agency(tasks: Sequence[Task], field: str) -> defaultdict[str, list[str]]:
    """The ids of the tasks that list each agency in a field."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for task in tasks:
        for name in task.listed(field):
            ids[name].append(task.id)
    return ids
