"""The figures that plans promise, and what was reached: judged one by one, and through the years."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.dates import last_day
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.domain.entry import Entry, as_number
from ipcheck.domain.measure import Measure
from ipcheck.domain.target import DECREASE, INCREASE, MET, NOT_KNOWN, NOT_MET, TO_COME
from ipcheck.formats.document import Column, Document, Field, Held, Hint, Records, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import linked_proof
from ipcheck.reports.shared.targets import (
    RESULT_WORDS,
    JudgedTarget,
    bare_promise,
    figure_json,
    judged_targets,
    measure_name,
    target_columns,
    target_json,
    target_lines,
)
from ipcheck.reports.shared.task_table import as_of, cite_plans

if TYPE_CHECKING:
    from ipcheck.formats.parts import Chart, Overview

_MOST_IN_LINE = 12  # figures of a measure in one line


class TargetsQuery(NamedTuple):
    """Which promised figures to list; an empty field allows all: those of the tasks that `tasks` selects, of one of
    `measures` (ids), with one of `results`."""

    tasks: TaskQuery
    measures: Collection[str] = ()
    results: Collection[str] = ()


class Course(NamedTuple):
    """A measure through the years: its figures on record, in the order of the days for which they hold, and the
    promises for it. Measures of two regions are two courses."""

    measure: Measure
    figures: Sequence[Entry]
    promises: Sequence[JudgedTarget]


def find_targets(context: Context, query: TargetsQuery) -> list[JudgedTarget]:
    """The promised figures that `query` selects, with whatever result, in document order (plans in time order)."""
    return [
        item for item in _judged(context, query.tasks)
        if not query.measures or (item.measure and item.measure.id in query.measures)
    ]  # fmt: skip


def _judged(context: Context, tasks: TaskQuery) -> list[JudgedTarget]:
    return judged_targets(context, find_published_tasks(context.catalogue, tasks._replace(targets=True), context.judge))


def find_courses(context: Context, judged: Sequence[JudgedTarget]) -> list[Course]:
    """The measures of promised figures through the years, in the order in which `judged` has them; only those of which
    a figure is on record. All plans' promises are marked, also those that a question leaves out."""
    wanted = {_course_key(item): item for item in judged if item.measure and item.figures}
    promises: dict[Any, list[JudgedTarget]] = defaultdict(list)
    for item in _judged(context, TaskQuery()) if wanted else ():
        promises[_course_key(item)].append(item)
    return [Course(item.measure, item.figures, promises[key]) for key, item in wanted.items() if item.measure]


def _course_key(item: JudgedTarget) -> Any:
    """What two targets have in common whose figures make one course: the figures themselves."""
    return item.target.measure, tuple((figure.path, figure.line) for figure in item.figures)


def targets_document(context: Context, query: TargetsQuery) -> Document:
    """The promised figures that `query` selects as a document. How many are met stands first: of all, since those with
    one result alone would tell nothing of the others."""
    _ = context.translator
    selected = find_targets(context, query)
    judged = [item for item in selected if not query.results or item.verdict.result in query.results]
    courses = cache(lambda: find_courses(context, judged))  # programs that read CSV have no use for them
    facts = [
        *target_lines(selected, _), *_listed_line(query, _), *silent_on_agencies(context, query.tasks),
        *bound_lines(query.tasks, _), as_of(context),
    ]  # fmt: skip
    return Document(
        _("Figures that plans promise, and what was reached"),
        lambda: list(_tables(judged, courses(), _)), lambda: Records(_FIELDS, map(_row, judged)),
        data=lambda: {
            "as_of": context.judge.on, "targets": [target_json(item) for item in judged],
            "measures": [_course_json(course) for course in courses()],
        },
        facts=facts, notes=lambda: [*_notes(judged, _), *bound_exclusions(context, query.tasks)],
        empty=_("No promised figure matches."), counted=_("{n} of {all} promised figures"),
        overview=lambda: _overview(judged, courses(), _),
        holds=lambda: Held(len(judged), _.many("{n} promised figure", "{n} promised figures", len(judged))),
        sources=lambda: cite_plans(context, sorted({item.task.plan for item in judged})),
    )  # fmt: skip


def _listed_line(query: TargetsQuery, _: Translator) -> list[str]:
    """The line that says with which results figures are listed; none where all are."""
    results = [_(words) for result, words in RESULT_WORDS.items() if result in query.results]
    return [_("Only these results are listed: {results}.").format(results=_.join(results))] if results else []


def _notes(judged: Sequence[JudgedTarget], _: Translator) -> list[str]:
    if not judged:
        return [Hint(_("Without filters: ipcheck targets"))]
    return [
        _(
            "Only a figure for the promised date counts (for a running total, also an earlier one); a later "
            "figure does not prove an earlier promise."
        ),
        _("A figure promised only approximately (about …) is not judged."),
        Hint(_("One task in full, with its figures: {command}").format(command=f"ipcheck show {judged[0].task.id}")),
    ]


def _tables(judged: Sequence[JudgedTarget], courses: Sequence[Course], _: Translator) -> Iterator[Table[Any]]:
    task: Column[JudgedTarget] = Column(_("task"), lambda item: item.task.id, "id", facet="task")
    columns: list[Column[Any]] = [
        task, *target_columns(_),
        Column(_("measure"), lambda item: item.measure.id if item.measure else None, "id", roomy=True),
        Column(_("words of the document"), lambda item: item.target.words if _.is_foreign else None, roomy=True),
        Column(
            _("lead"), lambda item: LINE_SEP.join(item.task.listed("leads")), "agencies", roomy=True, facet="agency"
        ),
        Column(_("plan"), lambda item: item.task.plan, "id", roomy=True, facet="plan"),
    ]  # fmt: skip
    yield Table(columns, judged, _("Promised figures"))
    yield Table(
        _line_columns(_),
        courses,
        _("Through the years"),
        where="glance",
        note=_("[ ]: the figure for a promised date. A figure that stays the same is not repeated."),
    )
    figures = [(course, figure) for course in courses for figure in course.figures]
    yield Table(_figure_columns(_), figures, _("Figures on record"), where="room")


def _line_columns(_: Translator) -> list[Column[Course]]:
    return [
        Column(_("measure"), lambda course: _course_name(course, _, _years(course))),
        Column(_("figures"), _line, "id"),  # which is never broken: the eye follows one line
    ]


def _course_name(course: Course, _: Translator, years: str = "") -> str:
    """The name of the measure, with the unit in which its figures are given, and its years."""
    unit = (course.measure.unit_english if _.is_foreign else None) or course.measure.unit
    note = _(", ").join(filter(None, [unit, years]))
    return _("{name} ({note})").format(name=measure_name(course.promises[0], _), note=note)


def _years(course: Course) -> str:
    first, last = (str(figure.as_of)[:4] for figure in (course.figures[0], course.figures[-1]))
    return first if first == last else f"{first}–{last}"


def _line(course: Course) -> str:
    """The figures of a measure one behind the other; those for a promised day in brackets. What stays as it was is not
    repeated."""
    promised = {item.target.by for item in course.promises}
    by_day: dict[str, dict[str, None]] = defaultdict(dict)
    for figure in course.figures:
        by_day[last_day(str(figure.as_of))][str(figure.value)] = None
    said: list[str] = []
    before = ""
    for day, values in by_day.items():
        value = "/".join(values)
        if day in promised or value != before:
            said.append(f"[{value}]" if day in promised else value)
        before = value
    more = ["…"] if len(said) > _MOST_IN_LINE else []
    return " → ".join([*more, *said[-_MOST_IN_LINE:]])


def _figure_columns(_: Translator) -> "list[Column[tuple[Course, Entry]]]":
    def promised(pair: tuple[Course, Entry]) -> str | None:
        course, figure = pair
        day = last_day(str(figure.as_of))
        said = [f"{bare_promise(item, _)} ({item.task.id})" for item in course.promises if item.target.by == day]
        return _.join(said) or None

    return [
        Column(_("measure"), lambda pair: _course_name(pair[0], _)),
        Column(_("as of"), lambda pair: pair[1].as_of),
        Column(_("figure"), lambda pair: as_number(str(pair[1].value)), "number"),
        Column(_("unit"), lambda pair: pair[1].unit),
        Column(_("promised for that date"), promised),
        Column(_("source"), lambda pair: linked_proof(pair[1]), "links"),
        Column(_("task"), lambda pair: pair[1].task, "id", facet="task"),
    ]


def _overview(judged: Sequence[JudgedTarget], courses: Sequence[Course], _: Translator) -> "Overview":
    """How many figures are met, and a line through the years for each measure with two figures or more."""
    from ipcheck.formats.parts import Figure  # only for formats that draw
    from ipcheck.reports.shared.charts import make_overview

    coming = N_("still to come")
    counts = Counter(coming if item.verdict.reason == TO_COME else RESULT_WORDS[item.verdict.result] for item in judged)
    lights = {RESULT_WORDS[MET]: "🟢", RESULT_WORDS[NOT_MET]: "🔴", coming: "", RESULT_WORDS[NOT_KNOWN]: ""}
    figures = [Figure(_(word), counts[word], light) for word, light in lights.items() if counts[word]]
    drawn = [_chart(course, _) for course in courses if len({figure.as_of for figure in course.figures}) > 1]
    return make_overview(figures, *drawn)


def _chart(course: Course, _: Translator) -> "Chart":
    """A line of the figures on record, and points for what was promised for a day; a promise to rise or fall by so much
    has no point."""
    from ipcheck.formats.parts import Chart, Series  # only for formats that draw

    reached = {last_day(str(figure.as_of)): as_number(str(figure.value)) for figure in course.figures}
    names = {last_day(str(figure.as_of)): str(figure.as_of) for figure in course.figures}
    promised = {
        str(item.target.by): as_number(item.target.value)
        for item in course.promises
        if item.target.by and item.target.comparison not in (INCREASE, DECREASE)
    }
    days = sorted({*reached, *promised})
    labels = [names.get(day, day[:4] if day.endswith("-12-31") else day) for day in days]
    series = [
        Series(_("what was reached"), "reached", [reached.get(day) for day in days]),
        Series(_("promised"), "promised", [promised.get(day) for day in days]),
    ]
    return Chart(_course_name(course, _), labels, series if promised else series[:1], lines=True)


def _course_json(course: Course) -> dict[str, Any]:
    measure = course.measure
    return {
        "id": measure.id, "name": measure.name, "english": measure.english, "unit": measure.unit,
        "better": measure.better, "kind": measure.kind, "figures": [figure_json(figure) for figure in course.figures],
    }  # fmt: skip


_FIELDS = (
    Field("task"), Field("plan"), Field("words"), Field("subject"), Field("measure"), Field("comparison"),
    Field("value", "number"), Field("unit"), Field("by"), Field("day_basis"), Field("base"), Field("yearly", "flag"),
    Field("result"), Field("reason"), Field("reached", "list"), Field("change", "number"), Field("source"),
)  # fmt: skip


def _row(item: JudgedTarget) -> Row:
    said = target_json(item)
    reached = LINE_SEP.join(f"{figure.value} {figure.unit} ({figure.as_of})" for figure in item.verdict.figures)
    source = "；".join(dict.fromkeys(figure.proof for figure in item.verdict.figures if figure.proof))
    return tuple({**said, "reached": reached, "source": source or None}[field.key] for field in _FIELDS)
