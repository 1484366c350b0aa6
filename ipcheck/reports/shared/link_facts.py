"""Links between the tasks of two plans: which there are, and what changed along each, in words, tables and JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_between
from ipcheck.catalogue.lists import plan_days
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.lineage.changes import AGENCIES, DEADLINE, REGRESSED, SLIPPED, TEXT, Changes, changes, edits
from ipcheck.domain.lineage.link import CURATED, STRONG, Link
from ipcheck.domain.task import Task
from ipcheck.formats.document import Due, Field
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import STAGE_WORDS, outcome_in_words
from ipcheck.reports.shared.task_table import last_day_cell

FLAG_WORDS = {REGRESSED: N_("promise lowered"), SLIPPED: N_("slipped")}
_WHOLE = 2  # days by which so many months or years may differ from their average
GRADE_WORDS = {"strong": N_("strong"), "weak": N_("weak")}

# The fields of a task at an end of a link, in records of links.
FACTS = (
    Field("text"), Field("due"), Field("ongoing", "flag"), Field("lead"), Field("participants", "list"),
    Field("stages", "list"),
)  # fmt: skip
LEADS_OF_BOTH = (Field("earlier_leads", "list"), Field("later_leads", "list"))  # the last fields: they came later
FACTS_OF_BOTH = tuple(field._replace(key=f"{side}_{field.key}") for side in ("earlier", "later") for field in FACTS)

_LEAST_IN_COMMON = 0.5  # share of common characters from which marking the changes helps a reader


class PlanLinks(NamedTuple):
    """The links between two plans. `curated`: a person made them; otherwise the program suggests them. `asked_for`: a
    person has curated this pair of plans, but suggestions were asked for."""

    earlier: str
    later: str
    links: Sequence[Link]
    curated: bool
    asked_for: bool = False

    def origin(self, _: Translator) -> list[str]:
        """The line that says where the links come from; no line if a plan is compared with itself."""
        names = {"earlier": self.earlier, "later": self.later}
        if self.earlier == self.later:
            return []
        if self.curated:
            strong = sum(link.grade == STRONG for link in self.links)
            template = _("Links between {earlier} and {later}: curated, {strong} strong and {weak} weak.")
            return [template.format(strong=strong, weak=len(self.links) - strong, **names)]
        if self.asked_for:
            template = _(
                "Links between {earlier} and {later}: suggested, from the texts alone, instead of the curated ones."
            )
            return [template.format(**names)]
        template = _(
            "Nobody has curated links between {earlier} and {later}: these are suggested, from the texts alone."
            " To curate them: ipcheck diff {earlier} {later} --suggest -o links.yaml"
        )
        return [template.format(**names)]


class ComparedLink(NamedTuple):
    """A link with the tasks at its two ends, and what changed from the earlier to the later."""

    link: Link
    earlier: Task
    later: Task
    changes: Changes


def plans_in_time(context: Context, names: Sequence[str]) -> list[str]:
    """The plans in time order. A plan without a known day keeps its place among `names`. If there are just two plans,
    and a person has curated links between them in one direction only, they stand in that direction."""
    return in_time(names, plan_days(context.catalogue), linked_plans(context.catalogue))


def in_time(names: Sequence[str], days: Mapping[str, str | None], linked: Collection[tuple[str, str]]) -> list[str]:
    """The plans in `names` (ids) in time order. `days` holds the day of each plan, None if it is not known: then the
    plan keeps its place. `linked` holds the pairs (earlier, later) of plans with curated links. If `names` are just two
    plans that are such a pair in one direction only, they stand in that direction."""
    dated = iter(sorted((name for name in names if days[name]), key=lambda name: days[name] or ""))
    ordered = [next(dated) if days[name] else name for name in names]
    if len(ordered) == 2 and (ordered[1], ordered[0]) in linked and (ordered[0], ordered[1]) not in linked:
        ordered.reverse()
    return ordered


def tasks_of(context: Context, plans: Sequence[str]) -> dict[str, list[Task]]:
    """All tasks of these plans by plan id, in document order. A task with a last day for each of several cities comes
    once."""
    tasks: dict[str, list[Task]] = {}
    for plan in dict.fromkeys(plans):
        tasks[plan] = unique_tasks(find_tasks(context.catalogue, TaskQuery(plans=[plan]), context.judge))
    return tasks


def unique_tasks(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, each id once. `tasks` holds a task with a last day for each of several cities once for each city."""
    by_id: dict[str, Task] = {}
    for task in tasks:
        by_id.setdefault(task.id, task)
    return list(by_id.values())


def task_values(task: Task) -> tuple[Any, ...]:
    """The values of a task for the fields in FACTS."""
    return (task.text, task.due, task.ongoing, task.lead, task.participants, task.instruments)


def tasks_by_id(plans: Mapping[str, Sequence[Task]]) -> dict[str, Task]:
    """The tasks of several plans by task id."""
    return {task.id: task for tasks in plans.values() for task in tasks}


def fitting_tasks(context: Context, query: TaskQuery | None, plans: Sequence[str]) -> set[str] | None:
    """The ids of the tasks of these plans that `query` selects; None without a query."""
    if query is None:
        return None
    plans = [plan for plan in plans if not query.plans or plan in query.plans]
    return {task.id for task in find_tasks(context.catalogue, query._replace(plans=plans), context.judge)}


def find_links(
    context: Context, earlier: str, later: str, tasks: Mapping[str, Sequence[Task]], suggest: bool = False
) -> PlanLinks:
    """The links between two plans: the curated ones or, if there are none or `suggest` is true, those that the program
    suggests. `tasks` holds the tasks of both plans by plan id."""
    curated = links_between(context.catalogue, earlier, later)
    if curated is not None and not suggest:
        return PlanLinks(earlier, later, curated, curated=True)
    from ipcheck.domain.lineage.suggest import suggest as suggested  # only if needed

    links = suggested(tasks[earlier], tasks[later]).links
    return PlanLinks(earlier, later, links, curated=False, asked_for=curated is not None)


def compared_links(links: Iterable[Link], tasks: Mapping[str, Task]) -> list[ComparedLink]:
    """Each link with its two tasks, taken from `tasks` by id, and what changed along it."""
    ends = ((link, tasks[link.earlier], tasks[link.later]) for link in links)
    return [ComparedLink(link, earlier, later, changes(earlier, later)) for link, earlier, later in ends]


def score(pair: ComparedLink) -> float:
    """How sure the program is of a link that it suggests or, for a curated link, how similar the two texts are: from 0
    to 1, two decimals."""
    suggested_score = pair.link.score
    return round(pair.changes.similarity if suggested_score is None else suggested_score, 2)


def shared_object(link: Link, _: Translator) -> str:
    """What two linked tasks share, as people read it."""
    return link.english if _.is_foreign and link.english else _.titles(link.why)


def link_fields(link: Link, score: float) -> dict[str, Any]:
    """A link itself as an object of JSON answers, without what changed along it."""
    return {
        "earlier": link.earlier, "later": link.later, "grade": link.grade, "basis": link.basis, "score": score,
        "why": link.why, "english": link.english,
    }  # fmt: skip


def link_json(pair: ComparedLink) -> dict[str, Any]:
    """A link as an object of JSON answers, with what changed along it."""
    return {
        **link_fields(pair.link, score(pair)),
        "changes": list(pair.changes.kinds), "similarity": round(pair.changes.similarity, 2),
        "slipped_days": pair.changes.slipped_days,
        "stages": [stage._asdict() for stage in pair.changes.stages],
    }  # fmt: skip


def basis_in_words(link: Link, _: Translator) -> str:
    """The grade of a link; for a suggested link also that it is suggested, and its score."""
    grade = _(GRADE_WORDS[link.grade])
    if link.basis == CURATED:
        return grade
    return _("{grade}, suggested ({score})").format(grade=grade, score=f"{link.score:.2f}")


def changes_in_words(pair: ComparedLink, _: Translator) -> list[str]:
    """What changed along a link, one phrase for each change, the worst first. Where a later plan names a later
    day, that follows which may make up for it: that the earlier task is known to be done."""
    kinds = pair.changes.kinds
    phrases = []
    if REGRESSED in kinds:
        phrases.append(_(FLAG_WORDS[REGRESSED]))
    if SLIPPED in kinds:
        days = pair.changes.slipped_days
        phrases.append(_slipped_in_words(days, _) if days else _(FLAG_WORDS[SLIPPED]))
        if pair.earlier.outcome == "done":
            phrases.append(outcome_in_words(pair.earlier, _))
    for stage in pair.changes.stages:
        is_shared = pair.link.why == f"《{stage.instrument}》"
        template = _("stage: {earlier} → {later}") if is_shared else _("{name}: {earlier} → {later}")
        words = {"earlier": _(STAGE_WORDS[stage.earlier]), "later": _(STAGE_WORDS[stage.later])}
        phrases.append(template.format(name=_.titles(f"《{stage.instrument}》"), **words))
    if DEADLINE in kinds:
        phrases.append(
            _("deadline: {earlier} → {later}").format(
                earlier=deadline_text(pair.earlier, _), later=deadline_text(pair.later, _)
            )
        )
    if AGENCIES in kinds:
        phrases += _agencies_in_words(pair.earlier, pair.later, _)
    if TEXT in kinds:
        phrases.append(_("wording {percent} % similar").format(percent=round(100 * pair.changes.similarity)))
    return phrases


def _slipped_in_words(days: int, _: Translator) -> str:
    """By how much a deadline slipped: in years or months where it is whole ones, as plans count, else in days."""
    years, months = round(days / 365.25), round(days / 30.44)
    if years and abs(days - 365.25 * years) <= _WHOLE:
        return _.many("slipped by {n} year", "slipped by {n} years", years)
    if months and abs(days - 30.44 * months) <= _WHOLE:
        return _.many("slipped by {n} month", "slipped by {n} months", months)
    return _.many("slipped by {n} day", "slipped by {n} days", days)


def changed_text(pair: ComparedLink) -> list[tuple[str, str]]:
    """The text of the later task as stretches that mark what changed; unmarked where the texts have little in common,
    because marks would then only hide it."""
    if pair.changes.similarity < _LEAST_IN_COMMON:
        return [("same", pair.later.text)]
    return edits(pair.earlier.text, pair.later.text)


def deadline_text(task: Task, _: Translator) -> str:
    """The deadline of a task in a few characters: its last day, that it is ongoing, or that neither is stated."""
    return str(deadline_cell(task, _))


def deadline_cell(task: Task, _: Translator) -> Due:
    """The deadline of a task as a cell of kind `due`: its last day, that it is ongoing, or that neither is stated."""
    day = last_day_cell(task, _)
    parts = [day.form] if day else []
    if task.ongoing:
        parts.append(_("ongoing"))
    return Due(day.day if day else None, _(", ").join(parts) or _("none stated"))


def _agencies_in_words(earlier: Task, later: Task, _: Translator) -> list[str]:
    """What changed of who leads and who takes part. Of a list of agencies the first is understood to lead: who leads is
    said apart where the lists are of the same agencies, or where several lead."""
    phrases = []
    leads, later_leads = earlier.listed("leads"), later.listed("leads")
    same_names = {*earlier.agencies} == {*later.agencies}
    if {*leads} != {*later_leads} and (same_names or max(len(leads), len(later_leads)) > 1):
        names = [_.join_names(listed) or _("none named") for listed in (leads, later_leads)]
        phrases.append(_("lead: {earlier} → {later}").format(earlier=names[0], later=names[1]))
    if not same_names:
        names = [_.join_names(task.agencies) for task in (earlier, later)]
        phrases.append(_("agencies: {earlier} → {later}").format(earlier=names[0], later=names[1]))
    return phrases
