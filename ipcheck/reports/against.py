"""One plan compared with many: which of their tasks are linked with which of its tasks, and how far these links go
(coverage). The one plan is called the named plan."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.text import sentences, similar_names
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_with
from ipcheck.catalogue.instruments import registered
from ipcheck.catalogue.lists import plan_days, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.datafiles.discovery import PLAN, files_at, is_path
from ipcheck.domain.lineage.changes import similarity
from ipcheck.domain.lineage.link import CURATED, STRONG, SUGGESTED, Link, compare
from ipcheck.domain.plan import NATIONWIDE, Plan
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import fitting_tasks, in_time, link_fields, task_values, tasks_of, unique_tasks

# Kinds of instruments that only the state and its ministries make. A standard or policy has its like in a city.
_LAWS = ("law", "regulation", "rule", "interpretation", "treaty")

Tell = Callable[[int, int], None]  # called with how many plans are done, and how many there are


class OtherPlans(NamedTuple):
    """The plans at some paths or with some ids, in time order, without the named plan.

    `with_named`: the named plan lies there too. `ambiguous`: the paths that are also the id of a plan.
    """

    plans: Sequence[Plan]
    with_named: bool
    ambiguous: Sequence[str]


class CrossLink(NamedTuple):
    """A link between the named plan and another: `own` is the id of the task of the named plan, `task` the id of the
    other task, `facts` and `leads` the values of the other task for tables of links. A hundred thousand of these fit
    into memory; whole tasks would not."""

    link: Link
    score: float
    own: str
    task: str
    facts: tuple[Any, ...]
    leads: str


class Coverage(NamedTuple):
    """A plan compared with the named plan.

    `earlier`: this plan is the older one, which the named plan carries on. `curated`: a person made the links;
    otherwise the program suggests them, `asked_for` if a person has made others. `tasks` is the number of tasks of this
    plan that fit the query or are linked.
    """

    plan: Plan
    earlier: bool
    curated: bool
    asked_for: bool
    tasks: int
    links: Sequence[CrossLink]

    @property
    def linked(self) -> int:
        """How many tasks of this plan are linked."""
        return len({link.task for link in self.links})

    @property
    def reached(self) -> int:
        """How many tasks of the named plan are linked with tasks of this plan."""
        return len({link.own for link in self.links})

    @property
    def strong(self) -> int:
        """How many of the links are strong."""
        return sum(cross_link.link.grade == STRONG for cross_link in self.links)

    @property
    def weak(self) -> int:
        """How many of the links are weak."""
        return len(self.links) - self.strong


class Uptake(NamedTuple):
    """A task of the named plan, with the number of plans and the number of their tasks with which it is linked.

    `counted`: it is one of the tasks of which shares are counted.
    """

    task: Task
    plans: int
    tasks: int
    counted: bool


class AgainstResult(NamedTuple):
    """The named plan compared with others: `coverages` has one for each, in time order. `uptakes` are the tasks of the
    named plan that fit the query or are linked, in document order."""

    named: str
    query: TaskQuery | None
    coverages: Sequence[Coverage]
    uptakes: Sequence[Uptake]

    @property
    def links(self) -> Iterator[CrossLink]:
        """All links, plan by plan, those of each plan in document order."""
        return (link for coverage in self.coverages for link in coverage.links)

    @property
    def counted(self) -> int:
        """The number of tasks of the named plan of which shares are counted."""
        return sum(uptake.counted for uptake in self.uptakes)

    @property
    def taken_up(self) -> int:
        """The number of tasks of the named plan that are linked."""
        return sum(bool(uptake.plans) for uptake in self.uptakes)


def other_plans(context: Context, named: str, names: Sequence[str]) -> OtherPlans:
    """The plans at paths (files or folders) or with ids, without the named plan.

    Raises UsageError for a path that holds no plan, or only the named plan, and for a name that is neither path nor id.
    """
    _ = context.translator
    every = list(plans(context.catalogue))
    by_id, by_path = {plan.id: plan for plan in every}, {plan.path: plan for plan in every}
    found: dict[str, Plan] = {}
    for name in names:
        if is_path(name):
            at_name = [by_path[file.path] for file in files_at(name, _) if file.role == PLAN and file.path in by_path]
        elif name in by_id:
            at_name = [by_id[name]]
        else:
            template = _("--against {name}: there is no such file or folder, and no plan has this id")
            raise UsageError(template.format(name=name) + _.did_you_mean(similar_names(name, by_id)))
        if not at_name:
            raise UsageError(_("--against {path}: there is no plan to compare with").format(path=name))
        if [plan.id for plan in at_name] == [named]:
            template = _("--against {path} is {plan} itself; name other plans")
            raise UsageError(template.format(path=name, plan=named))
        found.update({plan.id: plan for plan in at_name})
    others = [plan for plan in every if plan.id in found and plan.id != named]
    return OtherPlans(others, named in found, [name for name in names if name in by_id and is_path(name)])


def against(
    context: Context, named: str, others: Sequence[Plan], query: TaskQuery | None, suggest: bool, tell: Tell
) -> AgainstResult:
    """Compare the named plan with each of the others, which stand in time order.

    `query` keeps the links with at least one end that fits, and counts the tasks that fit or are linked. `suggest`
    takes the links that the program suggests, also where a person has curated a pair of plans. `tell` is called after
    each plan with how many are done and how many there are.
    """
    from ipcheck.domain.lineage.suggest_many import OtherPlan, processes_for, suggest_each

    named_tasks = tasks_of(context, [named])[named]
    fitting = fitting_tasks(context, query, [named, *(plan.id for plan in others)])
    pairs: deque[_Pair] = deque()  # plans that have been read, but not compared yet

    def read_pairs() -> Iterator[OtherPlan]:
        for pair in _pairs(context, named, others):
            pairs.append(pair)
            yield OtherPlan(pair.tasks, pair.earlier, None if suggest else pair.curated)

    coverages: list[Coverage] = []
    processes = processes_for(sum(plan.tasks for plan in others))
    with closing(suggest_each(named_tasks, read_pairs(), processes)) as links_by_plan:
        for links in links_by_plan:
            coverages.append(_coverage(named_tasks, pairs.popleft(), links, fitting, suggest))
            tell(len(coverages), len(others))
    uncounted = _laws_promised(context, named, others, named_tasks)
    return AgainstResult(named, query, coverages, _uptakes(named_tasks, coverages, fitting, uncounted))


def _laws_promised(context: Context, named: str, others: Sequence[Plan], tasks: Iterable[Task]) -> set[str]:
    """The ids of the tasks that no locality can take up, since they are the making of a law (docs/links.md).

    Only where the named plan holds nationwide and none of the others does.
    """
    [plan] = plans(context.catalogue, [named])
    if plan.region != NATIONWIDE or any(other.region == NATIONWIDE for other in others):
        return set()
    laws = {name for name, said in registered(context.catalogue).items() if said.kind in _LAWS}
    return {
        task.id for task in tasks if task.promised and laws.issuperset(task.promised) and len(sentences(task.text)) == 1
    }


class _Pair(NamedTuple):
    """A plan to compare with the named plan: its tasks, whether it is the earlier of both, and the links that a person
    has curated between them (None if nobody has)."""

    plan: Plan
    tasks: Sequence[Task]
    earlier: bool
    curated: list[Link] | None


def _pairs(context: Context, named: str, others: Sequence[Plan]) -> Iterator[_Pair]:
    """The other plans with their tasks, one at a time, from one query."""
    days, linked_pairs = plan_days(context.catalogue), linked_plans(context.catalogue)
    curated = links_with(context.catalogue, named)
    by_id = {plan.id: plan for plan in others}
    tasks = find_tasks(context.catalogue, TaskQuery(plans=list(by_id)), context.judge)
    for plan, group in groupby(tasks, attrgetter("plan")):
        earlier, later = in_time([named, plan], days, linked_pairs)
        yield _Pair(by_id[plan], unique_tasks(group), earlier == plan, curated.get((earlier, later)))


def _coverage(
    named_tasks: Sequence[Task], pair: _Pair, links: Iterable[Link], fitting: Collection[str] | None, suggest: bool
) -> Coverage:
    """Compare the named plan with the plan of `pair`: keep the links with an end in `fitting` (all links if that is
    None), and count the tasks of the plan that are in `fitting` or are linked."""
    earlier, later = (pair.tasks, named_tasks) if pair.earlier else (named_tasks, pair.tasks)
    tasks = {task.id: task for task in (*earlier, *later)}
    plan_links = compare([task.id for task in earlier], [task.id for task in later], links).links
    cross_links = [
        _cross_link(link, tasks, pair.earlier)
        for link in plan_links
        if fitting is None or link.earlier in fitting or link.later in fitting
    ]
    linked_tasks = {link.task for link in cross_links}
    count = sum(fitting is None or task.id in fitting or task.id in linked_tasks for task in pair.tasks)
    curated = pair.curated is not None
    return Coverage(pair.plan, pair.earlier, curated and not suggest, curated and suggest, count, cross_links)


def _cross_link(link: Link, tasks: Mapping[str, Task], earlier: bool) -> CrossLink:
    other_task, named_task = (link.earlier, link.later) if earlier else (link.later, link.earlier)
    # as in a comparison of two plans: how sure the program is or, for a curated link, how similar the texts are
    score = similarity(tasks[link.earlier].text, tasks[link.later].text) if link.score is None else link.score
    other = tasks[other_task]
    return CrossLink(link, round(score, 2), named_task, other_task, task_values(other), other.leads)


def _uptakes(
    named_tasks: Sequence[Task],
    coverages: Sequence[Coverage],
    fitting: Collection[str] | None,
    uncounted: Collection[str],
) -> list[Uptake]:
    """The tasks of the named plan that fit or are linked. One in `uncounted` counts all the same if it is linked."""
    in_plans = Counter(task for coverage in coverages for task in {link.own for link in coverage.links})
    in_tasks = Counter(link.own for coverage in coverages for link in coverage.links)
    return [
        Uptake(task, in_plans[task.id], in_tasks[task.id], task.id not in uncounted or bool(in_plans[task.id]))
        for task in named_tasks
        if fitting is None or task.id in fitting or in_plans[task.id]
    ]


def as_json(result: AgainstResult) -> dict[str, Any]:
    """The comparison as JSON answers give it. Its lists are iterators, read while they are written."""
    return {
        "plan": result.named,
        "against": map(_coverage_json, result.coverages),
        "tasks": (
            {"id": uptake.task.id, "plans": uptake.plans, "tasks": uptake.tasks, "counted": uptake.counted}
            for uptake in result.uptakes
        ),
        "links": (link_fields(cross_link.link, cross_link.score) for cross_link in result.links),
    }


def _coverage_json(coverage: Coverage) -> dict[str, Any]:
    plan = coverage.plan
    return {
        "plan": plan.id, "title": plan.title, "region": plan.region, "issued": plan.issued, "tasks": coverage.tasks,
        "linked": coverage.linked, "reached": coverage.reached, "strong": coverage.strong, "weak": coverage.weak,
        "basis": CURATED if coverage.curated else SUGGESTED,
    }  # fmt: skip
