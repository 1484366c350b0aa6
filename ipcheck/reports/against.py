"""One plan against many: which tasks of theirs are linked with which of its own, and how far each goes (coverage)."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import linked_plans, links_with
from ipcheck.catalogue.lists import Plan, plan_days, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.datafiles.discovery import PLAN, files_at
from ipcheck.domain.lineage.changes import similarity
from ipcheck.domain.lineage.link import CURATED, STRONG, SUGGESTED, Link, compare
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context, resolve_plans
from ipcheck.reports.shared.link_facts import facts_of, fitting_tasks, in_time, link_facts, once, tasks_of

Tell = Callable[[int, int], None]  # how much is done, and of how much


class OtherPlans(NamedTuple):
    """The plans at some paths, in time order, and whether the plan that they are compared with lies among them."""

    plans: Sequence[Plan]
    with_named: bool


class Linked(NamedTuple):
    """A link between the plan named and another: `own` is the task of the plan named, `task` the other one, with what
    tables say of it (see `facts_of`): memory holds a hundred thousand of these, and no whole tasks."""

    link: Link
    score: float
    own: str
    task: str
    facts: tuple[Any, ...]


class Coverage(NamedTuple):
    """A plan compared with the one named. Of `tasks` that were asked for, `linked` stand at links, `strong` and `weak`
    ones, which lead to `reached` tasks of the plan named. `earlier`: it is that plan which carries on this one.
    `curated`: its links are made by a person; else suggested, `asked_for` where a person has made others."""

    plan: Plan
    earlier: bool
    curated: bool
    asked_for: bool
    tasks: int
    links: Sequence[Linked]

    @property
    def linked(self) -> int:
        """How many of its tasks stand at links."""
        return len({link.task for link in self.links})

    @property
    def reached(self) -> int:
        """How many tasks of the plan named they are linked with."""
        return len({link.own for link in self.links})

    @property
    def strong(self) -> int:
        """How many of its links are strong."""
        return sum(each.link.grade == STRONG for each in self.links)

    @property
    def weak(self) -> int:
        """How many of its links are weak."""
        return len(self.links) - self.strong


class Uptake(NamedTuple):
    """A task of the plan named: in how many plans, and with how many of their tasks, it is linked."""

    task: Task
    plans: int
    tasks: int


class AgainstResult(NamedTuple):
    """A plan compared with others, which stand in time order; of its own tasks those that were asked for, in document
    order."""

    named: str
    query: TaskQuery | None
    coverages: Sequence[Coverage]
    uptakes: Sequence[Uptake]

    @property
    def links(self) -> Iterator[Linked]:
        """All links, plan by plan, each plan's in document order."""
        return (link for each in self.coverages for link in each.links)


def other_plans_at(context: Context, named: str, paths: Sequence[str]) -> OtherPlans:
    """The plans that the data files at `paths` (files or folders) hold, without the one named. Raises UsageError for a
    plan that does not exist, a path that holds none, and where none is left to compare with."""
    _ = context.translator
    resolve_plans(context, [named])
    by_path = {plan.path: plan for plan in plans(context.catalogue)}
    found: dict[str, Plan] = {}
    for path in paths:
        here = [by_path[file.path] for file in files_at(path, _) if file.role == PLAN and file.path in by_path]
        if not here:
            raise UsageError(_("--against {path}: there is no plan to compare with").format(path=path))
        if [plan.id for plan in here] == [named]:
            said = _("--against {path} is {plan} itself; name other plans")
            raise UsageError(said.format(path=path, plan=named))
        found.update({plan.id: plan for plan in here})
    others = [plan for plan in by_path.values() if plan.id in found and plan.id != named]
    return OtherPlans(others, named in found)


def against(
    context: Context, named: str, others: Sequence[Plan], query: TaskQuery | None, suggest: bool, tell: Tell
) -> AgainstResult:
    """Compare a plan with others, given in time order, each as `diff` compares the two.

    `query` keeps the links of which either end fits, and counts the tasks that fit or stand at these. `suggest` takes
    the program's links also where a person has curated a pair. `tell` is told how many plans are done.
    """
    from ipcheck.domain.lineage.suggest_many import OtherPlan, processes_for, suggest_each

    own = tasks_of(context, [named])[named]
    fitting = fitting_tasks(context, query, [named, *(plan.id for plan in others)])
    waiting: deque[_Pair] = deque()  # those that have been read, and not yet compared

    def read() -> Iterator[OtherPlan]:
        for pair in _pairs(context, named, others):
            waiting.append(pair)
            yield OtherPlan(pair.tasks, pair.earlier, None if suggest else pair.curated)

    coverages: list[Coverage] = []
    processes = processes_for(sum(plan.tasks for plan in others))
    with closing(suggest_each(own, read(), processes)) as found:
        for links in found:
            coverages.append(_coverage(own, waiting.popleft(), links, fitting, suggest))
            tell(len(coverages), len(others))
    return AgainstResult(named, query, coverages, _uptakes(own, coverages, fitting))


class _Pair(NamedTuple):
    """A plan to compare with the one named: whether it is the earlier of both, and the links that a person has curated
    between them, if any has."""

    plan: Plan
    tasks: Sequence[Task]
    earlier: bool
    curated: list[Link] | None


def _pairs(context: Context, named: str, others: Sequence[Plan]) -> Iterator[_Pair]:
    """The others with their tasks, one at a time, read in one go."""
    days, linked = plan_days(context.catalogue), linked_plans(context.catalogue)
    curated = links_with(context.catalogue, named)
    by_id = {plan.id: plan for plan in others}
    tasks = find_tasks(context.catalogue, TaskQuery(plans=list(by_id)), context.judge)
    for plan, group in groupby(tasks, attrgetter("plan")):
        earlier, later = in_time([named, plan], days, linked)
        yield _Pair(by_id[plan], once(group), earlier == plan, curated.get((earlier, later)))


def _coverage(
    own: Sequence[Task], pair: _Pair, links: Iterable[Link], fitting: Collection[str] | None, suggest: bool
) -> Coverage:
    """What links there are with a plan, of those that were asked for, and how many of its tasks were."""
    earlier, later = (pair.tasks, own) if pair.earlier else (own, pair.tasks)
    tasks = {task.id: task for task in (*earlier, *later)}
    between = compare([task.id for task in earlier], [task.id for task in later], links).links
    found = [
        _linked(link, tasks, pair.earlier)
        for link in between
        if fitting is None or link.earlier in fitting or link.later in fitting
    ]
    at_links = {link.task for link in found}
    in_view = sum(fitting is None or task.id in fitting or task.id in at_links for task in pair.tasks)
    curated = pair.curated is not None
    return Coverage(pair.plan, pair.earlier, curated and not suggest, curated and suggest, in_view, found)


def _linked(link: Link, tasks: Mapping[str, Task], earlier: bool) -> Linked:
    task, own = (link.earlier, link.later) if earlier else (link.later, link.earlier)
    # as in a comparison of two: how sure the program is, and of a curated link how similar the two texts are
    score = similarity(tasks[link.earlier].text, tasks[link.later].text) if link.score is None else link.score
    return Linked(link, round(score, 2), own, task, facts_of(tasks[task]))


def _uptakes(own: Sequence[Task], coverages: Sequence[Coverage], fitting: Collection[str] | None) -> list[Uptake]:
    in_plans = Counter(task for each in coverages for task in {link.own for link in each.links})
    in_tasks = Counter(link.own for each in coverages for link in each.links)
    return [
        Uptake(task, in_plans[task.id], in_tasks[task.id])
        for task in own
        if fitting is None or task.id in fitting or in_plans[task.id]
    ]


def as_json(found: AgainstResult) -> dict[str, Any]:
    """The comparison as JSON gives it; its lists are read as they are written."""
    return {
        "plan": found.named,
        "against": map(_coverage_json, found.coverages),
        "tasks": ({"id": each.task.id, "plans": each.plans, "tasks": each.tasks} for each in found.uptakes),
        "links": (link_facts(each.link, each.score) for each in found.links),
    }


def _coverage_json(each: Coverage) -> dict[str, Any]:
    plan = each.plan
    return {
        "plan": plan.id, "title": plan.title, "region": plan.region, "issued": plan.issued, "tasks": each.tasks,
        "linked": each.linked, "reached": each.reached, "strong": each.strong, "weak": each.weak,
        "basis": CURATED if each.curated else SUGGESTED,
    }  # fmt: skip
