"""What became of the tasks of a plan in a later one: carried on and how, not listed again, new."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.domain.lineage.changes import CHANGES, REGRESSED, SLIPPED, edits
from ipcheck.domain.lineage.link import compare
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.due import bound_of, excluded_by
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
    facts_of,
    find_links,
    fitting_tasks,
    link_json,
    score,
    tasks_by_id,
    tasks_of,
)
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, gist_cells, gist_columns, last_day

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview, SideBySide

CARRIED_ON, NOT_LISTED, NEW, CHANGED = "carried-on", "not-listed", "new", "changed"
PARTS = (CARRIED_ON, NOT_LISTED, NEW, CHANGED, *CHANGES)


class Diff(NamedTuple):
    """Two plans compared, cut down to what was asked for: links as steps, and the rests as tasks."""

    between: PlanLinks  # all links, whatever was asked for
    query: TaskQuery | None
    steps: Sequence[ComparedLink]
    only_earlier: Sequence[Task]
    only_later: Sequence[Task]

    @property
    def differs(self) -> bool:
        """Whether anything that was asked for is not the same in both plans."""
        return bool(self.only_earlier or self.only_later or any(step.changes.kinds for step in self.steps))


def diff(
    context: Context, earlier: str, later: str, query: TaskQuery | None = None, only: Collection[str] = (),
    suggest: bool = False,
) -> Diff:  # fmt: skip
    """Compare two plans.

    `query` keeps the links of which either end fits, and of the rests the tasks that fit; `only` keeps the named
    PARTS. `suggest` takes the program's links even where a person has curated the pair.
    """
    tasks = tasks_of(context, [earlier, later])
    between = find_links(context, earlier, later, tasks, suggest)
    found = compare([task.id for task in tasks[earlier]], [task.id for task in tasks[later]], between.links)
    fitting = fitting_tasks(context, query, [earlier, later])
    by_id = tasks_by_id(tasks)

    def rest(part: str, ids: Sequence[str]) -> list[Task]:
        if only and part not in only:
            return []
        return [by_id[task] for task in ids if fitting is None or task in fitting]

    linked = [step for step in compared_links(found.links, by_id) if _fits(step, fitting, only)]
    return Diff(between, query, linked, rest(NOT_LISTED, found.only_earlier), rest(NEW, found.only_later))


def _fits(step: ComparedLink, fitting: Collection[str] | None, only: Collection[str]) -> bool:
    if fitting is not None and step.link.earlier not in fitting and step.link.later not in fitting:
        return False
    kinds = step.changes.kinds
    return not only or CARRIED_ON in only or bool(kinds and CHANGED in only) or any(kind in only for kind in kinds)


def diff_document(context: Context, found: Diff, facts: Sequence[str] = (), detail: bool = False) -> Document:
    """A comparison as a document; `detail` adds the text of each link with deletions and insertions in place."""
    _ = context.translator
    between = found.between
    return Document(
        f"{between.earlier} → {between.later}",
        [*_for_people(found, detail, _), Table(_columns(), _rows(found))],
        data=lambda: as_json(found),
        facts=[*facts, *between.origin(_), *filtered(found.query, _), as_of(context), *_counts(found, _)],
        notes=lambda: _notes(context, found), empty=_("Nothing of what was asked for."),
        overview=lambda: _overview(found, _),
        sources=lambda: sources(context, [between.earlier, between.later]),
        side_by_side=lambda: _beside(found, _),
    )  # fmt: skip


def filtered(query: TaskQuery | None, _: Translator) -> list[str]:
    """That an answer about plans was cut down by filters, and the bound that they hold."""
    if query is None:
        return []
    return [_("Only what fits the filters."), *bound_of(query, _)]


def as_json(found: Diff) -> dict[str, Any]:
    """A comparison as JSON gives it (design section 5)."""
    return {
        "plans": [found.between.earlier, found.between.later],
        "links": [link_json(step) for step in found.steps],
        "only_earlier": [task.id for task in found.only_earlier],
        "only_later": [task.id for task in found.only_later],
    }


def _counts(found: Diff, _: Translator) -> list[str]:
    """How many tasks and links each part has, and how many of the links slipped or regressed."""
    said = []
    if found.steps:
        form = _("Carried on: {earlier} of {first} in {later} of {second}, links: {links}.")
        counts = {
            "earlier": len({step.link.earlier for step in found.steps}), "first": found.between.earlier,
            "later": len({step.link.later for step in found.steps}), "second": found.between.later,
            "links": len(found.steps),
        }  # fmt: skip
        said.append(form.format(**counts))
    kinds = Counter(kind for step in found.steps for kind in step.changes.kinds)
    parts = [
        (_("Slipped: {n}."), kinds[SLIPPED]),
        (_("Regressed: {n}."), kinds[REGRESSED]),
        (_("Not listed again: {n}."), len(found.only_earlier)),
        (_("New: {n}."), len(found.only_later)),
    ]
    said += [form.format(n=n) for form, n in parts if n]
    return [_.sentences(said)] if said else []


def _overview(found: Diff, _: Translator) -> "Overview":
    from ipcheck.reports.shared.charts import figures  # only for formats that draw

    kinds = Counter(kind for step in found.steps for kind in step.changes.kinds)
    return figures(
        (_("Carried on"), len({step.link.earlier for step in found.steps})),
        (_(FLAG_WORDS[SLIPPED]), kinds[SLIPPED]),
        (_(FLAG_WORDS[REGRESSED]), kinds[REGRESSED]),
        (_("Not listed again"), len(found.only_earlier)),
        (_("New"), len(found.only_later)),
    )


def _beside(found: Diff, _: Translator) -> "SideBySide":
    from ipcheck.reports.shared.side_by_side import of_links  # only for the page

    return of_links([found.between.earlier, found.between.later], found.steps, _)


def _notes(context: Context, found: Diff) -> list[str]:
    _ = context.translator
    said = excluded_by(context, found.query, [found.between.earlier, found.between.later])
    if found.only_earlier:
        said.append(
            _("Not listed again does not mean abandoned: it may be done, or go on without standing in this plan.")
        )
    return said


def _for_people(found: Diff, detail: bool, _: Translator) -> Iterator[Table]:
    columns = [
        Column("earlier", found.between.earlier, "id", shown=1, data=False),
        Column("later", found.between.later, "id", shown=2, data=False),
        Column("link", _("link"), shown=3, data=False),
        Column("why", _("what they share"), shown=4, data=False),
        Column("changes", _("what changed"), shown=5, data=False),
        Column("text", _("text, as it changed"), "edits", shown=6 if detail else 0, data=False),
        *gist_columns(_, shown=7 if detail else 0),
        Column("earlier_text", _("text of {plan}").format(plan=found.between.earlier), roomy=True, data=False),
        Column("later_text", _("text of {plan}").format(plan=found.between.later), roomy=True, data=False),
    ]
    yield Table(columns, (_cells(step, detail, _) for step in found.steps), _("Carried on"))
    rest = [
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
        who, where = (task.lead, task.participants), task.headings
        return task.id, last_day(task, _), state, *who, where, task.text, *gist_cells(task.id, _)

    gone = (row(task, _(STATE_WORDS[task.state.name])) for task in found.only_earlier)
    yield Table(rest, gone, _("Not listed again"))
    yield Table(rest, (row(task, None) for task in found.only_later), _("New"))


def _cells(step: ComparedLink, detail: bool, _: Translator) -> Row:
    link, changed = step.link, _("; ").join(changes_in_words(step, _))
    text = edits(step.earlier.text, step.later.text) if detail else None
    return (
        link.earlier, link.later, basis_in_words(link, _), _.titles(link.why), changed, text,
        *gist_cells(link.later, _), step.earlier.text, step.later.text,
    )  # fmt: skip


def _columns() -> list[Column]:
    kinds: dict[str, Any] = {
        "part": "id", "earlier": "id", "later": "id", "grade": "id", "basis": "id", "score": "number", "why": "text",
        "changes": "list", "similarity": "number", "slipped_days": "number",
        **{f"{side}_{key}": kind for side in ("earlier", "later") for key, kind in FACTS},
        "state": "id",
    }  # fmt: skip
    return [Column(key, "", kind) for key, kind in kinds.items()]


def _rows(found: Diff) -> Iterator[Row]:
    """One row for each link and each task without one, the same columns throughout: for spreadsheets."""
    for step in found.steps:
        link, changed = step.link, step.changes
        yield (
            CARRIED_ON, link.earlier, link.later, link.grade, link.basis, score(step), link.why,
            "\n".join(changed.kinds), round(changed.similarity, 2), changed.slipped_days,
            *facts_of(step.earlier), *facts_of(step.later), step.earlier.state.name,
        )  # fmt: skip
    for task in found.only_earlier:
        yield (NOT_LISTED, task.id, *[None] * 8, *facts_of(task), *[None] * len(FACTS), task.state.name)
    for task in found.only_later:
        yield (NEW, None, task.id, *[None] * 7, *[None] * len(FACTS), *facts_of(task), task.state.name)
