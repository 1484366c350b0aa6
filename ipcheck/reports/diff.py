"""What became of the tasks of a plan in a later plan: which are carried on and what changed, which are not listed
again, which are new."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.domain.lineage.changes import CHANGES, REGRESSED, SLIPPED
from ipcheck.domain.lineage.link import compare
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Held, Records, Row, Table
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import section_column, text_columns
from ipcheck.reports.shared.labels import outcome_counts, outcome_in_words
from ipcheck.reports.shared.link_facts import (
    FACTS,
    FACTS_OF_BOTH,
    FLAG_WORDS,
    LEADS_OF_BOTH,
    ComparedLink,
    PlanLinks,
    basis_in_words,
    changed_text,
    changes_in_words,
    compared_links,
    find_links,
    fitting_tasks,
    link_json,
    score,
    shared_object,
    task_values,
    tasks_by_id,
    tasks_of,
)
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, last_day_cell
from ipcheck.reports.shared.unread import responsibility_column, unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview, SideBySide

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
        f"{plan_links.earlier} → {plan_links.later}", lambda: _tables(result, detail, _),
        lambda: Records(_FIELDS, _rows(result)), data=lambda: as_json(result),
        facts=[*_counts(result, _), *facts, *plan_links.origin(_), *filter_lines(result.query, _), as_of(context)],
        notes=lambda: _notes(context, result), empty=_("No matches."),
        overview=lambda: _overview(result, _),
        sources=lambda: sources(context, [plan_links.earlier, plan_links.later]),
        side_by_side=lambda: _texts_side_by_side(result, _),
        holds=lambda: Held(len(result.steps), _.many("{n} link", "{n} links", len(result.steps))),
    )  # fmt: skip


def filter_lines(query: TaskQuery | None, _: Translator) -> list[str]:
    """Lines that say that filters cut down an answer about plans, and the bounds on the last day; no line without
    filters."""
    if query is None:
        return []
    return [_("Only what matches the filters."), *bound_lines(query, _)]


def as_json(result: Diff) -> dict[str, Any]:
    """A comparison as JSON answers give it."""
    return {
        "plans": [result.between.earlier, result.between.later],
        "links": [link_json(pair) for pair in result.steps],
        "only_earlier": [task.id for task in result.only_earlier],
        "only_later": [task.id for task in result.only_later],
        "only_earlier_outcomes": {task.id: task.outcome for task in result.only_earlier},
    }


def _counts(result: Diff, _: Translator) -> list[str]:
    """The line with the numbers of links and of tasks in each part, of links that slipped or regressed, and of what is
    known to have become of the tasks that are not listed again."""
    sentences = []
    if result.steps:
        template = _("Tasks carried on: {earlier} of plan {first}, in {later} of plan {second}; links: {links}.")
        counts = {
            "earlier": len({pair.link.earlier for pair in result.steps}), "first": result.between.earlier,
            "later": len({pair.link.later for pair in result.steps}), "second": result.between.later,
            "links": len(result.steps),
        }  # fmt: skip
        sentences.append(template.format(**counts))
    kinds = Counter(kind for pair in result.steps for kind in pair.changes.kinds)
    parts = [
        (_("Slipped: {n}."), kinds[SLIPPED]),
        (_("Promise lowered: {n}."), kinds[REGRESSED]),
        (_("Not listed again: {n}, of which {outcomes}."), len(result.only_earlier)),
        (_("New: {n}."), len(result.only_later)),
    ]
    outcomes = outcome_counts(Counter(task.outcome for task in result.only_earlier), _)
    sentences += [template.format(n=n, outcomes=outcomes) for template, n in parts if n]
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
    plans = [result.between.earlier, result.between.later]
    notes = [
        *unread_lines(context, (result.query or TaskQuery())._replace(plans=plans)),
        *bound_exclusions(context, result.query, plans),
    ]
    if result.only_earlier:
        notes.append(
            _("Not listed again does not mean abandoned: a task may be done, or go on without appearing in this plan.")
        )
    return notes


def _tables(result: Diff, detail: bool, _: Translator) -> list[Table[Any]]:
    plans = result.between

    def texts(plan: str, end: Callable[[ComparedLink], Task]) -> list[Column[ComparedLink]]:
        label = _("text of {plan}").format(plan=plan)
        return text_columns(lambda pair: end(pair).text, lambda pair: end(pair).id, _, label, roomy=True)

    with_text: list[Column[ComparedLink]] = [
        Column(_("changes in the text"), changed_text, "edits"),
        Column(_("in English"), lambda pair: _.gist(pair.link.later), "gist", optional=True),
    ]
    columns: list[Column[ComparedLink]] = [
        Column(plans.earlier, lambda pair: pair.link.earlier, "id", facet="task"),
        Column(plans.later, lambda pair: pair.link.later, "id", facet="task"),
        Column(_("link"), lambda pair: basis_in_words(pair.link, _)),
        Column(_("what they share"), lambda pair: shared_object(pair.link, _)),
        Column(_("what changed"), lambda pair: _("; ").join(changes_in_words(pair, _))),
        *(with_text if detail else ()),
        *texts(plans.earlier, lambda pair: pair.earlier),
        *texts(plans.later, lambda pair: pair.later),
    ]
    outcome: Column[Task] = Column(_("outcome"), lambda task: outcome_in_words(task, _))
    return [
        Table(columns, result.steps, _("Carried on")),
        Table(_task_columns(_, outcome), result.only_earlier, _("Not listed again")),
        Table(_task_columns(_), result.only_later, _("New")),
    ]


def _task_columns(_: Translator, *further: Column[Task]) -> list[Column[Task]]:
    return [
        Column(_("task"), lambda task: task.id, "id", facet="task"),
        Column(_("deadline"), lambda task: last_day_cell(task, _), "due", optional=True),
        *further,
        Column(_("lead"), lambda task: task.leads, "agencies", optional=True, facet="agency"),
        responsibility_column(_),
        *text_columns(attrgetter("text"), attrgetter("id"), _),
        Column(_("participants"), lambda task: task.participants, "agencies", roomy=True, facet="agency"),
        section_column(lambda task: task, _),
    ]


_FIELDS = (
    *(Field(key) for key in ("part", "earlier", "later", "grade", "basis")), Field("score", "number"), Field("why"),
    Field("changes", "list"), Field("similarity", "number"), Field("slipped_days", "number"), *FACTS_OF_BOTH,
    Field("state"), Field("outcome"), Field("done_on"), *LEADS_OF_BOTH, Field("english"),
)  # fmt: skip


def _rows(result: Diff) -> Iterator[Row]:
    """A row for each link and for each task without a link, with the same fields throughout; state and outcome
    are those of the earlier task, or of the only one."""
    for pair in result.steps:
        link, changed = pair.link, pair.changes
        yield (
            CARRIED_ON, link.earlier, link.later, link.grade, link.basis, score(pair), link.why,
            "\n".join(changed.kinds), round(changed.similarity, 2), changed.slipped_days,
            *task_values(pair.earlier), *task_values(pair.later), *_standing(pair.earlier),
            pair.earlier.leads, pair.later.leads, link.english,
        )  # fmt: skip
    nothing = [None] * len(FACTS)
    for task in result.only_earlier:
        facts = task_values(task)
        yield (NOT_LISTED, task.id, *[None] * 8, *facts, *nothing, *_standing(task), task.leads, None, None)
    for task in result.only_later:
        yield (NEW, None, task.id, *[None] * 7, *nothing, *task_values(task), *_standing(task), None, task.leads, None)


def _standing(task: Task) -> tuple[str, str, str | None]:
    return task.state.name, task.outcome, task.done_on
