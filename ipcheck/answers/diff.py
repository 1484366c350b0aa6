"""What became of the tasks of a plan in a later one: carried on and how, not listed again, new."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.links import (
    Step,
    basis_in_words,
    changes_in_words,
    find_links,
    link_json,
    score,
    steps,
    tasks_of,
)
from ipcheck.answers.task_table import STATE_WORDS, as_of, last_day
from ipcheck.catalogue.query import Wanted, find_tasks
from ipcheck.documents import Column, Document, Row, Table
from ipcheck.lineage.changes import CHANGES, REGRESSED, SLIPPED, edits
from ipcheck.lineage.links import CURATED, STRONG, Link, compare
from ipcheck.tasks import Task
from ipcheck.words import Words

CARRIED_ON, NOT_LISTED, NEW, CHANGED = "carried-on", "not-listed", "new", "changed"
PARTS = (CARRIED_ON, NOT_LISTED, NEW, CHANGED, *CHANGES)


class Diff(NamedTuple):
    """Two plans compared, cut down to what was asked for: links as steps, and the rests as tasks."""

    earlier: str
    later: str
    links: Sequence[Link]  # all of them, whatever was asked for
    steps: Sequence[Step]
    only_earlier: Sequence[Task]
    only_later: Sequence[Task]

    @property
    def differs(self) -> bool:
        """Whether anything that was asked for is not the same in both plans."""
        return bool(self.only_earlier or self.only_later or any(step.changes.kinds for step in self.steps))


def diff(
    asked: Asked, earlier: str, later: str, wanted: Wanted | None = None, only: Collection[str] = (),
    suggest: bool = False,
) -> Diff:  # fmt: skip
    """Compare two plans.

    `wanted` keeps the links of which either end fits, and of the rests the tasks that fit; `only` keeps the named
    PARTS. `suggest` takes the program's links even where a person has curated the pair.
    """
    tasks = {plan: tasks_of(asked, plan) for plan in dict.fromkeys((earlier, later))}
    links = find_links(asked, earlier, later, tasks, suggest)
    found = compare([task.id for task in tasks[earlier]], [task.id for task in tasks[later]], links)
    fitting = fitting_tasks(asked, wanted, [earlier, later])
    by_id = {task.id: task for plan in tasks.values() for task in plan}

    def rest(part: str, ids: Sequence[str]) -> list[Task]:
        if only and part not in only:
            return []
        return [by_id[task] for task in ids if fitting is None or task in fitting]

    linked = [step for step in steps(found.links, by_id.values()) if _fits(step, fitting, only)]
    return Diff(earlier, later, found.links, linked, rest(NOT_LISTED, found.only_earlier), rest(NEW, found.only_later))


def fitting_tasks(asked: Asked, wanted: Wanted | None, plans: Sequence[str]) -> set[str] | None:
    """The ids of the tasks of these plans that filters let through; None where there are no filters."""
    if wanted is None:
        return None
    plans = [plan for plan in plans if not wanted.plans or plan in wanted.plans]
    found = find_tasks(asked.catalogue, wanted._replace(plans=plans), asked.judge) if plans else ()
    return {task.id for task in found}


def _fits(step: Step, fitting: Collection[str] | None, only: Collection[str]) -> bool:
    if fitting is not None and step.link.earlier not in fitting and step.link.later not in fitting:
        return False
    kinds = step.changes.kinds
    return not only or CARRIED_ON in only or bool(kinds and CHANGED in only) or any(kind in only for kind in kinds)


def diff_document(asked: Asked, found: Diff, facts: Sequence[str] = (), detail: bool = False) -> Document:
    """A comparison as a document; `detail` adds the text of each link with deletions and insertions in place."""
    _ = asked.words
    return Document(
        f"{found.earlier} → {found.later}",
        [*_for_people(found, detail, _), Table(_columns(), list(_rows(found)))],
        data=lambda: as_json(found), facts=[*facts, *_origin(found, _), as_of(asked), *_counts(found, _)],
        notes=lambda: _notes(found, _), empty=_("Nothing of what was asked for."),
    )  # fmt: skip


def as_json(found: Diff) -> dict[str, Any]:
    """A comparison as JSON gives it (design section 5)."""
    return {
        "plans": [found.earlier, found.later],
        "links": [link_json(step) for step in found.steps],
        "only_earlier": [task.id for task in found.only_earlier],
        "only_later": [task.id for task in found.only_later],
    }


def origin(earlier: str, later: str, links: Sequence[Link], _: Words) -> str:
    """Where the links between two plans come from."""
    if any(link.basis != CURATED for link in links):
        form = _(
            "Nobody has curated links between {earlier} and {later}: these are suggested, from the texts alone."
            " To curate them: ipcheck diff {earlier} {later} --suggest -o links.yaml"
        )
        return form.format(earlier=earlier, later=later)
    strong = sum(link.grade == STRONG for link in links)
    form = _("Links between {earlier} and {later}: curated, {strong} strong and {weak} weak.")
    return form.format(earlier=earlier, later=later, strong=strong, weak=len(links) - strong)


def _origin(found: Diff, _: Words) -> list[str]:
    return [] if found.earlier == found.later else [origin(found.earlier, found.later, found.links, _)]


def _counts(found: Diff, _: Words) -> list[str]:
    """How many tasks and links each part has, and how many of the links slipped or regressed."""
    said = []
    if found.steps:
        form = _("Carried on: {earlier} of {first} in {later} of {second}, links: {links}.")
        counts = {
            "earlier": len({step.link.earlier for step in found.steps}), "first": found.earlier,
            "later": len({step.link.later for step in found.steps}), "second": found.later,
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


def _notes(found: Diff, _: Words) -> list[str]:
    if not found.only_earlier:
        return []
    return [_("Not listed again does not mean abandoned: it may be done, or go on without standing in this plan.")]


def _for_people(found: Diff, detail: bool, _: Words) -> Iterator[Table]:
    columns = [
        Column("earlier", found.earlier, "id", shown=1, data=False),
        Column("later", found.later, "id", shown=2, data=False),
        Column("link", _("link"), shown=3, data=False),
        Column("why", _("what they share"), shown=4, data=False),
        Column("changes", _("what changed"), shown=5, data=False),
        Column("text", _("text, as it changed"), "edits", shown=6 if detail else 0, data=False),
    ]
    rows = [
        (step.link.earlier, step.link.later, basis_in_words(step.link, _), step.link.why,
         _("; ").join(changes_in_words(step, _)), edits(step.earlier.text, step.later.text) if detail else None)
        for step in found.steps
    ]  # fmt: skip
    yield Table(columns, rows, _("Carried on"))
    rest = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("last_day", _("last day"), shown=2, optional=True, data=False),
        Column("state", _("state"), shown=3, data=False),
        Column("lead", _("lead"), shown=4, optional=True, data=False),
        Column("text", _("text"), shown=5, data=False),
    ]
    gone = [
        (task.id, last_day(task, _), _(STATE_WORDS[task.state.name]), task.lead, task.text)
        for task in found.only_earlier
    ]
    yield Table(rest, gone, _("Not listed again"))
    new = [(task.id, last_day(task, _), None, task.lead, task.text) for task in found.only_later]
    yield Table([column._replace(optional=True) for column in rest], new, _("New"))


def _columns() -> list[Column]:
    kinds: dict[str, Any] = {
        "part": "id", "earlier": "id", "later": "id", "grade": "id", "basis": "id", "score": "number", "why": "text",
        "changes": "list", "similarity": "number", "slipped_days": "number",
        **{f"{side}_{key}": kind for side in ("earlier", "later") for key, kind in _OF_A_TASK},
        "state": "id",
    }  # fmt: skip
    return [Column(key, "", kind) for key, kind in kinds.items()]


_OF_A_TASK: Sequence[tuple[str, Any]] = (
    ("text", "text"), ("due", "day"), ("ongoing", "flag"), ("lead", "text"), ("participants", "list"),
    ("stages", "list"),
)  # fmt: skip


def _rows(found: Diff) -> Iterator[Row]:
    """One row for each link and each task without one, the same columns throughout: for spreadsheets."""
    for step in found.steps:
        link, changed = step.link, step.changes
        yield (
            CARRIED_ON, link.earlier, link.later, link.grade, link.basis, score(step), link.why,
            "\n".join(changed.kinds), round(changed.similarity, 2), changed.slipped_days,
            *_cells(step.earlier), *_cells(step.later), step.earlier.state.name,
        )  # fmt: skip
    for task in found.only_earlier:
        yield (NOT_LISTED, task.id, *[None] * 8, *_cells(task), *[None] * len(_OF_A_TASK), task.state.name)
    for task in found.only_later:
        yield (NEW, None, task.id, *[None] * 7, *[None] * len(_OF_A_TASK), *_cells(task), task.state.name)


def _cells(task: Task) -> tuple[Any, ...]:
    return (task.text, task.due, task.ongoing, task.lead, task.participants, task.instruments)
