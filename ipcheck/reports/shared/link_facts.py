"""Links in answers: which hold between two plans, what changed along them, in words and in JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_between
from ipcheck.catalogue.lists import plan_days
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.lineage.changes import AGENCIES, DEADLINE, REGRESSED, SLIPPED, TEXT, Changes, changes
from ipcheck.domain.lineage.link import CURATED, STRONG, Link
from ipcheck.domain.task import Task
from ipcheck.formats.document import Due, Kind
from ipcheck.reports.shared.context import Context, resolve_plans
from ipcheck.reports.shared.labels import STAGE_WORDS
from ipcheck.reports.shared.task_table import last_day

FLAG_WORDS = {REGRESSED: N_("regressed"), SLIPPED: N_("slipped")}
GRADE_WORDS = {"strong": N_("strong"), "weak": N_("weak")}

# What a table of links for machines says of the task at either end, and the kinds of its columns.
FACTS: Sequence[tuple[str, Kind]] = (
    ("text", "text"), ("due", "day"), ("ongoing", "flag"), ("lead", "text"), ("participants", "list"),
    ("stages", "list"),
)  # fmt: skip


class PlanLinks(NamedTuple):
    """The links between two plans. `curated`: made by a person; else suggested, `asked_for` where a person has curated
    the pair all the same."""

    earlier: str
    later: str
    links: Sequence[Link]
    curated: bool
    asked_for: bool = False

    def origin(self, _: Translator) -> list[str]:
        """Where the links come from; nothing for a plan beside itself."""
        names = {"earlier": self.earlier, "later": self.later}
        if self.earlier == self.later:
            return []
        if self.curated:
            strong = sum(link.grade == STRONG for link in self.links)
            form = _("Links between {earlier} and {later}: curated, {strong} strong and {weak} weak.")
            return [form.format(strong=strong, weak=len(self.links) - strong, **names)]
        if self.asked_for:
            form = _(
                "Links between {earlier} and {later}: suggested, from the texts alone, in place of the curated ones."
            )
            return [form.format(**names)]
        form = _(
            "Nobody has curated links between {earlier} and {later}: these are suggested, from the texts alone."
            " To curate them: ipcheck diff {earlier} {later} --suggest -o links.yaml"
        )
        return [form.format(**names)]


class ComparedLink(NamedTuple):
    """A link with the tasks at its ends and what changed along it."""

    link: Link
    earlier: Task
    later: Task
    changes: Changes


def plans_in_time(context: Context, names: Sequence[str]) -> list[str]:
    """The plans in time order; where days do not tell, as links between them are curated, else as they were named.

    A plan whose day is not known stays where it was named. Raises UsageError for a plan that does not exist.
    """
    resolve_plans(context, names)
    return in_time(names, plan_days(context.catalogue), linked_plans(context.catalogue))


def in_time(names: Sequence[str], days: Mapping[str, str | None], linked: Collection[tuple[str, str]]) -> list[str]:
    """The same, where the `days` of the plans are known, and between which of them links are curated."""
    dated = iter(sorted((name for name in names if days[name]), key=lambda name: days[name] or ""))
    ordered = [next(dated) if days[name] else name for name in names]
    if len(ordered) == 2 and (ordered[1], ordered[0]) in linked and (ordered[0], ordered[1]) not in linked:
        ordered.reverse()
    return ordered


def tasks_of(context: Context, plans: Sequence[str]) -> dict[str, list[Task]]:
    """All tasks of these plans by the plan's id, in document order; each once, for however many cities it counts."""
    tasks: dict[str, list[Task]] = {}
    for plan in dict.fromkeys(plans):
        tasks[plan] = once(find_tasks(context.catalogue, TaskQuery(plans=[plan]), context.judge))
    return tasks


def once(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, each once, for however many cities it counts."""
    found: dict[str, Task] = {}
    for task in tasks:
        found.setdefault(task.id, task)
    return list(found.values())


def facts_of(task: Task) -> tuple[Any, ...]:
    """The cells for FACTS."""
    return (task.text, task.due, task.ongoing, task.lead, task.participants, task.instruments)


def tasks_by_id(plans: Mapping[str, Sequence[Task]]) -> dict[str, Task]:
    """The tasks of several plans by their own ids."""
    return {task.id: task for tasks in plans.values() for task in tasks}


def fitting_tasks(context: Context, query: TaskQuery | None, plans: Sequence[str]) -> set[str] | None:
    """The ids of the tasks of these plans that filters let through; None where there are no filters."""
    if query is None:
        return None
    plans = [plan for plan in plans if not query.plans or plan in query.plans]
    return {task.id for task in find_tasks(context.catalogue, query._replace(plans=plans), context.judge)}


def find_links(
    context: Context, earlier: str, later: str, tasks: Mapping[str, Sequence[Task]], suggest: bool = False
) -> PlanLinks:
    """The links between two plans: the curated ones, else (or where `suggest` asks) those that the program suggests.

    `tasks` are those of the plans, by plan id.
    """
    curated = links_between(context.catalogue, earlier, later)
    if curated is not None and not suggest:
        return PlanLinks(earlier, later, curated, curated=True)
    from ipcheck.domain.lineage.suggest import suggest as suggested  # only where nobody has curated the pair

    links = suggested(tasks[earlier], tasks[later]).links
    return PlanLinks(earlier, later, links, curated=False, asked_for=curated is not None)


def compared_links(links: Iterable[Link], tasks: Mapping[str, Task]) -> list[ComparedLink]:
    """The links with their tasks, by id among `tasks`, and what changed."""
    ends = ((link, tasks[link.earlier], tasks[link.later]) for link in links)
    return [ComparedLink(link, earlier, later, changes(earlier, later)) for link, earlier, later in ends]


def score(step: ComparedLink) -> float:
    """How sure the program is of a link that it suggests; for a curated one, how similar the two texts are."""
    value = step.link.score
    return round(step.changes.similarity if value is None else value, 2)


def link_facts(link: Link, score: float) -> dict[str, Any]:
    """What JSON answers say of a link itself."""
    return {
        "earlier": link.earlier, "later": link.later, "grade": link.grade, "basis": link.basis, "score": score,
        "why": link.why,
    }  # fmt: skip


def link_json(step: ComparedLink) -> dict[str, Any]:
    """A link as JSON answers give it (design section 5)."""
    return {
        **link_facts(step.link, score(step)),
        "changes": list(step.changes.kinds), "similarity": round(step.changes.similarity, 2),
        "slipped_days": step.changes.slipped_days, "stages": [stage._asdict() for stage in step.changes.stages],
    }  # fmt: skip


def basis_in_words(link: Link, _: Translator) -> str:
    """How a link came about and how much it says; the score where the program suggests it."""
    said = _(GRADE_WORDS[link.grade])
    if link.basis == CURATED:
        return said
    return _("{grade}, suggested ({score})").format(grade=said, score=f"{link.score:.2f}")


def changes_in_words(step: ComparedLink, _: Translator) -> list[str]:
    """What changed along a link, worst first."""
    kinds = step.changes.kinds
    said = []
    if REGRESSED in kinds:
        said.append(_(FLAG_WORDS[REGRESSED]))
    if SLIPPED in kinds:
        days = step.changes.slipped_days
        said.append(_.many("slipped by {n} day", "slipped by {n} days", days) if days else _(FLAG_WORDS[SLIPPED]))
    for stage in step.changes.stages:
        known = step.link.why == f"《{stage.instrument}》"
        form = _("stage: {earlier} → {later}") if known else _("{name}: {earlier} → {later}")
        words = {"earlier": _(STAGE_WORDS[stage.earlier]), "later": _(STAGE_WORDS[stage.later])}
        said.append(form.format(name=_.titles(f"《{stage.instrument}》"), **words))
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


def day_in_words(task: Task, _: Translator) -> str:
    """The day of a task for people, in a few characters: its last day, that it goes on, or that none is stated."""
    return str(day_or_none(task, _))


def day_or_none(task: Task, _: Translator) -> Due:
    """The same as a cell."""
    day = last_day(task, _)
    said = [day.form] if day else []
    if task.ongoing:
        said.append(_("ongoing"))
    return Due(day.day if day else None, _(", ").join(said) or _("none stated"))


def _agencies(task: Task, _: Translator) -> str:
    return _.named(task.agencies)
