"""What became of the tasks of a plan in a later plan: which are carried on and what changed, which are not listed
again, which are new."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.domain.lineage.changes import CHANGES, REGRESSED, SLIPPED, edits
from ipcheck.domain.lineage.link import compare
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import STATE_WORDS
from ipcheck.reports.shared.link_facts import (
    FACTS,
    FLAG_WORDS,
    ComparedLink,
    PlanLinks,
    basis_in_words,
    changes_in_words,
    compared_links,
    find_links,
    fitting_tasks,
    link_json,
    score,
    task_values,
    tasks_by_id,
    tasks_of,
)
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, gist_cells, gist_columns, last_day_cell

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview, SideBySide

CARRIED_ON, NOT_LISTED, NEW, CHANGED = "carried-on", "not-listed", "new", "changed"
PARTS = (CARRIED_ON, NOT_LISTED, NEW, CHANGED, *CHANGES)


class Diff(NamedTuple):
    """Two plans compared, cut down to what passes the filters. `steps` are the links with what changed along each;
    `only_earlier` and `only_later` are the tasks of either plan without a link."""

    between: PlanLinks  # all links, also those that the filters leave out
    query: TaskQuery | None
    steps: Sequence[ComparedLink]
    only_earlier: Sequence[Task]
    only_later: Sequence[Task]

    @property
    def differs(self) -> bool:
        """Whether any task without a link, or any change along a link, passes the filters."""
        return bool(self.only_earlier or self.only_later or any(pair.changes.kinds for pair in self.steps))


def diff(
    context: Context, earlier: str, later: str, query: TaskQuery | None = None, only: Collection[str] = (),
    suggest: bool = False,
) -> Diff:  # fmt: skip
    """Compare two plans.

    `query` keeps the links with at least one end that fits, and the tasks without a link that fit. `only` keeps the
    named parts (PARTS). `suggest` takes the links that the program suggests, also where a person has curated this pair
    of plans.
    """
    tasks = tasks_of(context, [earlier, later])
    plan_links = find_links(context, earlier, later, tasks, suggest)
    comparison = compare([task.id for task in tasks[earlier]], [task.id for task in tasks[later]], plan_links.links)
    fitting = fitting_tasks(context, query, [earlier, later])
    by_id = tasks_by_id(tasks)

    def rest(part: str, ids: Sequence[str]) -> list[Task]:
        if only and part not in only:
            return []
        return [by_id[task] for task in ids if fitting is None or task in fitting]

    pairs = [pair for pair in compared_links(comparison.links, by_id) if _fits(pair, fitting, only)]
    return Diff(plan_links, query, pairs, rest(NOT_LISTED, comparison.only_earlier), rest(NEW, comparison.only_later))


def _fits(pair: ComparedLink, fitting: Collection[str] | None, only: Collection[str]) -> bool:
    if fitting is not None and pair.link.earlier not in fitting and pair.link.later not in fitting:
        return False
    kinds = pair.changes.kinds
    return not only or CARRIED_ON in only or bool(kinds and CHANGED in only) or any(kind in only for kind in kinds)


def diff_document(context: Context, result: Diff, facts: Sequence[str] = (), detail: bool = False) -> Document:
    """A comparison as a document. `detail` adds the text of each link with what was deleted and inserted."""
    _ = context.translator
    plan_links = result.between
    return Document(
        f"{plan_links.earlier} → {plan_links.later}",
        [*_for_people(result, detail, _), Table(_columns(), _rows(result))],
        data=lambda: as_json(result),
        facts=[*facts, *plan_links.origin(_), *filter_lines(result.query, _), as_of(context), *_counts(result, _)],
        notes=lambda: _notes(context, result), empty=_("Nothing of what was asked for."),
        overview=lambda: _overview(result, _),
        sources=lambda: sources(context, [plan_links.earlier, plan_links.later]),
        side_by_side=lambda: _texts_side_by_side(result, _),
    )  # fmt: skip


def filter_lines(query: TaskQuery | None, _: Translator) -> list[str]:
    """Lines that say that filters cut down an answer about plans, and the bounds on the last day; no line without
    filters."""
    if query is None:
        return []
    return [_("Only what fits the filters."), *bound_lines(query, _)]


def as_json(result: Diff) -> dict[str, Any]:
    """A comparison as JSON answers give it."""
    return {
        "plans": [result.between.earlier, result.between.later],
        "links": [link_json(pair) for pair in result.steps],
        "only_earlier": [task.id for task in result.only_earlier],
        "only_later": [task.id for task in result.only_later],
    }


def _counts(result: Diff, _: Translator) -> list[str]:
    """The line with the numbers of links and of tasks in each part, and of links that slipped or regressed."""
    sentences = []
    if result.steps:
        template = _("Carried on: {earlier} of {first} in {later} of {second}, links: {links}.")
        counts = {
            "earlier": len({pair.link.earlier for pair in result.steps}), "first": result.between.earlier,
            "later": len({pair.link.later for pair in result.steps}), "second": result.between.later,
            "links": len(result.steps),
        }  # fmt: skip
        sentences.append(template.format(**counts))
    kinds = Counter(kind for pair in result.steps for kind in pair.changes.kinds)
    parts = [
        (_("Slipped: {n}."), kinds[SLIPPED]),
        (_("Regressed: {n}."), kinds[REGRESSED]),
        (_("Not listed again: {n}."), len(result.only_earlier)),
        (_("New: {n}."), len(result.only_later)),
    ]
    sentences += [template.format(n=n) for template, n in parts if n]
    return [_.sentences(sentences)] if sentences else []


def _overview(result: Diff, _: Translator) -> "Overview":
    from ipcheck.reports.shared.charts import figures  # only for formats that draw

    kinds = Counter(kind for pair in result.steps for kind in pair.changes.kinds)
    return figures(
        (_("Carried on"), len({pair.link.earlier for pair in result.steps})),
        (_(FLAG_WORDS[SLIPPED]), kinds[SLIPPED]),
        (_(FLAG_WORDS[REGRESSED]), kinds[REGRESSED]),
        (_("Not listed again"), len(result.only_earlier)),
        (_("New"), len(result.only_later)),
    )


def _texts_side_by_side(result: Diff, _: Translator) -> "SideBySide":
    from ipcheck.reports.shared.side_by_side import side_by_side_of_links  # only for the page

    return side_by_side_of_links([result.between.earlier, result.between.later], result.steps, _)


def _notes(context: Context, result: Diff) -> list[str]:
    _ = context.translator
    notes = bound_exclusions(context, result.query, [result.between.earlier, result.between.later])
    if result.only_earlier:
        notes.append(
            _("Not listed again does not mean abandoned: it may be done, or go on without standing in this plan.")
        )
    return notes


def _for_people(result: Diff, detail: bool, _: Translator) -> Iterator[Table]:
    columns = [
        Column("earlier", result.between.earlier, "id", shown=1, data=False),
        Column("later", result.between.later, "id", shown=2, data=False),
        Column("link", _("link"), shown=3, data=False),
        Column("why", _("what they share"), shown=4, data=False),
        Column("changes", _("what changed"), shown=5, data=False),
        Column("text", _("text, as it changed"), "edits", shown=6 if detail else 0, data=False),
        *gist_columns(_, shown=7 if detail else 0),
        Column("earlier_text", _("text of {plan}").format(plan=result.between.earlier), roomy=True, data=False),
        Column("later_text", _("text of {plan}").format(plan=result.between.later), roomy=True, data=False),
    ]
    yield Table(columns, (_cells(pair, detail, _) for pair in result.steps), _("Carried on"))
    task_columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("last_day", _("last day"), "due", shown=2, optional=True, data=False),
        Column("state", _("state"), shown=3, optional=True, data=False),
        Column("lead", _("lead"), "agency", shown=4, optional=True, data=False, facet="agency"),
        Column("participants", _("participants"), "agencies", roomy=True, data=False, facet="agency"),
        Column("section", _("section"), "path", roomy=True, data=False, facet="section"),
        Column("text", _("text"), shown=5, data=False),
        *gist_columns(_, shown=6),
    ]

    def row(task: Task, state: str | None) -> Row:
        responsibility, headings = (task.lead, task.participants), task.headings
        return task.id, last_day_cell(task, _), state, *responsibility, headings, task.text, *gist_cells(task.id, _)

    not_listed = (row(task, _(STATE_WORDS[task.state.name])) for task in result.only_earlier)
    yield Table(task_columns, not_listed, _("Not listed again"))
    yield Table(task_columns, (row(task, None) for task in result.only_later), _("New"))


def _cells(pair: ComparedLink, detail: bool, _: Translator) -> Row:
    link, changed = pair.link, _("; ").join(changes_in_words(pair, _))
    text = edits(pair.earlier.text, pair.later.text) if detail else None
    return (
        link.earlier, link.later, basis_in_words(link, _), _.titles(link.why), changed, text,
        *gist_cells(link.later, _), pair.earlier.text, pair.later.text,
    )  # fmt: skip


def _columns() -> list[Column]:
    kinds: dict[str, Any] = {
        "part": "id", "earlier": "id", "later": "id", "grade": "id", "basis": "id", "score": "number", "why": "text",
        "changes": "list", "similarity": "number", "slipped_days": "number",
        **{f"{side}_{key}": kind for side in ("earlier", "later") for key, kind in FACTS},
        "state": "id",
    }  # fmt: skip
    return [Column(key, "", kind) for key, kind in kinds.items()]


def _rows(result: Diff) -> Iterator[Row]:
    """The rows for spreadsheets: one for each link and for each task without a link, with the same columns
    throughout."""
    for pair in result.steps:
        link, changed = pair.link, pair.changes
        yield (
            CARRIED_ON, link.earlier, link.later, link.grade, link.basis, score(pair), link.why,
            "\n".join(changed.kinds), round(changed.similarity, 2), changed.slipped_days,
            *task_values(pair.earlier), *task_values(pair.later), pair.earlier.state.name,
        )  # fmt: skip
    for task in result.only_earlier:
        yield (NOT_LISTED, task.id, *[None] * 8, *task_values(task), *[None] * len(FACTS), task.state.name)
    for task in result.only_later:
        yield (NEW, None, task.id, *[None] * 7, *[None] * len(FACTS), *task_values(task), task.state.name)
