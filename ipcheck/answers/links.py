"""Links in answers: which hold between two plans, what changed along them, in words and in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.task_table import STAGE_WORDS, last_day
from ipcheck.catalogue.links import links_between
from ipcheck.catalogue.query import Wanted, find_tasks
from ipcheck.lineage.changes import AGENCIES, DEADLINE, REGRESSED, SLIPPED, TEXT, Changes, changes
from ipcheck.lineage.links import CURATED, Link
from ipcheck.tasks import Task
from ipcheck.words import N_, Words

FLAG_WORDS = {REGRESSED: N_("regressed"), SLIPPED: N_("slipped")}
GRADE_WORDS = {"strong": N_("strong"), "weak": N_("weak")}


class Step(NamedTuple):
    """A link with the tasks at its ends and what changed along it."""

    link: Link
    earlier: Task
    later: Task
    changes: Changes


def tasks_of(asked: Asked, plan: str) -> list[Task]:
    """All tasks of a plan, in document order."""
    return list(find_tasks(asked.catalogue, Wanted(plans=[plan]), asked.judge))


def find_links(
    asked: Asked, earlier: str, later: str, tasks: Mapping[str, Sequence[Task]], suggest: bool = False
) -> list[Link]:
    """The links between two plans: the curated ones, else (or where `suggest` asks) those that the program suggests.

    `tasks` are those of the plans, by plan id.
    """
    curated = None if suggest else links_between(asked.catalogue, earlier, later)
    if curated is not None:
        return curated
    from ipcheck.lineage.suggest import suggest as suggested  # only where nobody has curated the pair

    return suggested(tasks[earlier], tasks[later]).links


def steps(links: Iterable[Link], tasks: Iterable[Task]) -> list[Step]:
    """The links with their tasks, which `tasks` holds, and what changed."""
    by_id = {task.id: task for task in tasks}
    ends = ((link, by_id[link.earlier], by_id[link.later]) for link in links)
    return [Step(link, earlier, later, changes(earlier, later)) for link, earlier, later in ends]


def score(step: Step) -> float:
    """How sure the program is of a link that it suggests; for a curated one, how similar the two texts are."""
    value = step.link.score
    return round(step.changes.similarity if value is None else value, 2)


def link_json(step: Step) -> dict[str, Any]:
    """A link as JSON answers give it (design section 5)."""
    link = step.link
    return {
        "earlier": link.earlier, "later": link.later, "grade": link.grade, "basis": link.basis, "score": score(step),
        "why": link.why, "changes": list(step.changes.kinds), "similarity": round(step.changes.similarity, 2),
        "slipped_days": step.changes.slipped_days,
    }  # fmt: skip


def basis_in_words(link: Link, _: Words) -> str:
    """How a link came about and how much it says; the score where the program suggests it."""
    said = _(GRADE_WORDS[link.grade])
    if link.basis == CURATED:
        return said
    return _("{grade}, suggested ({score})").format(grade=said, score=f"{link.score:.2f}")


def changes_in_words(step: Step, _: Words) -> list[str]:
    """What changed along a link, worst first."""
    kinds = step.changes.kinds
    said = []
    if REGRESSED in kinds:
        said.append(_(FLAG_WORDS[REGRESSED]))
    if SLIPPED in kinds:
        days = step.changes.slipped_days
        said.append(_.many("slipped by {n} day", "slipped by {n} days", days) if days else _(FLAG_WORDS[SLIPPED]))
    for stage in step.changes.stages:
        several = len(step.changes.stages) > 1
        form = _("{name}: {earlier} → {later}") if several else _("stage: {earlier} → {later}")
        words = {"earlier": _(STAGE_WORDS[stage.earlier]), "later": _(STAGE_WORDS[stage.later])}
        said.append(form.format(name=f"《{stage.instrument}》", **words))
    if DEADLINE in kinds:
        said.append(
            _("day: {earlier} → {later}").format(
                earlier=day_in_words(step.earlier, _), later=day_in_words(step.later, _)
            )
        )
    if AGENCIES in kinds:
        names = {"earlier": _agencies(step.earlier, _), "later": _agencies(step.later, _)}
        said.append(_("agencies: {earlier} → {later}").format(**names))
    if TEXT in kinds:
        said.append(_("text: {percent} % alike").format(percent=round(100 * step.changes.similarity)))
    return said


def day_in_words(task: Task, _: Words) -> str:
    """The day of a task for people, in a few characters: its last day, that it goes on, or that none is stated."""
    said = [day] if (day := last_day(task, _)) else []
    if task.ongoing:
        said.append(_("ongoing"))
    return _(", ").join(said) or _("none stated")


def _agencies(task: Task, _: Words) -> str:
    return _.listed([name for name in (task.lead, *task.listed("participants")) if name])
