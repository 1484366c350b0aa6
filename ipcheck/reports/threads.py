"""Threads: the tasks of several plans that carry each other on, one row for each, gaps visible."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import links_between
from ipcheck.domain.lineage.changes import REGRESSED, SLIPPED
from ipcheck.domain.lineage.link import STRONG, threads
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.diff import filtered
from ipcheck.reports.due import excluded_by
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import (
    FLAG_WORDS,
    ComparedLink,
    PlanLinks,
    compared_links,
    day_in_words,
    find_links,
    fitting_tasks,
    link_json,
    tasks_by_id,
    tasks_of,
)
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, gist_cells, gist_columns

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview, SideBySide


class Threads(NamedTuple):
    """The threads through several plans that were asked for.

    `tasks` are all of these plans by id, `steps_of` the steps of each, those to tasks of threads that were not asked
    for included.
    """

    plans: Sequence[str]
    query: TaskQuery | None
    between: Sequence[PlanLinks]
    threads: Sequence[list[list[str]]]
    tasks: Mapping[str, Task]
    steps_of: Mapping[str, Sequence[ComparedLink]]

    @property
    def compared_links(self) -> list[ComparedLink]:
        """The links that lead from task to task of these threads, each once."""
        own = {task for thread in self.threads for ids in thread for task in ids}
        return [
            step
            for thread in self.threads for ids in thread for task in ids
            for step in self.steps_of[task] if step.link.earlier == task and step.link.later in own
        ]  # fmt: skip

    @property
    def differs(self) -> bool:
        """Whether any thread has a gap, or anything changed along a link."""
        gap = any(not ids for thread in self.threads for ids in thread)
        return gap or any(step.changes.kinds for step in self.compared_links)


def find_threads(
    context: Context, plans: Sequence[str], query: TaskQuery | None = None, suggest: bool = False
) -> Threads:
    """The threads through plans in time order, each named once.

    They are joined by strong links: between plans that follow each other, and curated ones that leap over a plan.
    `query` keeps the threads of which any task fits.
    """
    tasks = tasks_of(context, plans)
    by_id = tasks_by_id(tasks)
    between: dict[tuple[int, int], PlanLinks] = {}
    for first, second in combinations(range(len(plans)), 2):
        earlier, later = plans[first], plans[second]
        if second == first + 1:
            between[first, second] = find_links(context, earlier, later, tasks, suggest)
        elif not suggest and (links := links_between(context.catalogue, earlier, later)) is not None:
            between[first, second] = PlanLinks(earlier, later, links, curated=True)
    strong = {pair: [link for link in each.links if link.grade == STRONG] for pair, each in between.items()}
    found = threads([[task.id for task in tasks[plan]] for plan in plans], strong)
    fitting = fitting_tasks(context, query, plans)
    if fitting is not None:
        found = [thread for thread in found if any(task in fitting for ids in thread for task in ids)]
    steps_of: dict[str, list[ComparedLink]] = defaultdict(list)
    for step in compared_links((link for each in between.values() for link in each.links), by_id):
        steps_of[step.link.earlier].append(step)
        steps_of[step.link.later].append(step)
    return Threads(plans, query, list(between.values()), found, by_id, steps_of)


def threads_document(context: Context, found: Threads, facts: Sequence[str] = ()) -> Document:
    """Threads as a document: those through several plans first, then what stands in one plan only."""
    _ = context.translator
    origins = [said for each in found.between for said in each.origin(_)]
    rows = [_row(number, thread, found) for number, thread in enumerate(found.threads, 1)]
    joined = [row for row in rows if row.plans > 1]
    counts = _("Threads through several plans: {threads}. Tasks in one plan only: {alone}.")
    tables = [Table(_for_people(found.plans, _), (_cells(row, found, _) for row in joined))]
    for index, plan in enumerate(found.plans):
        alone = [row for row in rows if row.plans == 1 and row.ids[index]]
        cells = [_alone(row, found.tasks[row.ids[index][0]], _) for row in alone]
        tables.append(Table(_only_here(_), cells, _("Only in {plan}").format(plan=plan)))

    def notes() -> list[str]:
        said = _("Strong links make the threads. What a task is only weakly linked with is named beside it.")
        return [*excluded_by(context, found.query, found.plans), said]

    return Document(
        " → ".join(found.plans), [*tables, Table(_for_machines(found.plans), (_values(row, found) for row in rows))],
        data=lambda: as_json(found),
        facts=[*facts, *origins, *filtered(found.query, _), as_of(context),
               counts.format(threads=len(joined), alone=len(rows) - len(joined))],
        notes=notes, empty=_("Nothing of what was asked for."),
        overview=lambda: _overview(len(joined), len(rows) - len(joined), _),
        sources=lambda: sources(context, found.plans),
        side_by_side=lambda: _beside(found, _),
    )  # fmt: skip


def _overview(joined: int, alone: int, _: Translator) -> "Overview":
    from ipcheck.reports.shared.charts import figures  # only for formats that draw

    return figures((_("threads"), joined), (_("in one plan only"), alone))


def _beside(found: Threads, _: Translator) -> "SideBySide":
    from ipcheck.reports.shared.side_by_side import side_by_side  # only for the page

    compared_links = {(step.link.earlier, step.link.later): step for each in found.steps_of.values() for step in each}
    return side_by_side(found.plans, found.threads, found.tasks, compared_links.values(), _)


def as_json(found: Threads) -> dict[str, Any]:
    """Threads as JSON gives them: `only_earlier` are the tasks (but the last plan's) that no later plan carries on,
    `only_later` those (but the first plan's) that carry on none."""
    by_plan = [[task for thread in found.threads for task in thread[index]] for index in range(len(found.plans))]

    def linked(task: str, end: int) -> bool:
        return any(step.link[end] == task for step in found.steps_of[task])

    return {
        "plans": list(found.plans),
        "links": [link_json(step) for step in found.compared_links],
        "only_earlier": [task for ids in by_plan[:-1] for task in ids if not linked(task, 0)],
        "only_later": [task for ids in by_plan[1:] for task in ids if not linked(task, 1)],
        "threads": list(found.threads),
    }


class _Row(NamedTuple):
    """A thread with what its links say; lists are joined by newlines."""

    number: int
    ids: list[list[str]]
    why: str
    flags: str
    akin: str

    @property
    def plans(self) -> int:
        """In how many plans it stands."""
        return sum(bool(ids) for ids in self.ids)


def _row(number: int, thread: list[list[str]], found: Threads) -> _Row:
    inside = {task for ids in thread for task in ids}
    why: list[str] = []
    flags: list[str] = []
    akin: list[str] = []
    for step in (step for ids in thread for task in ids for step in found.steps_of[task]):
        if step.link.grade == STRONG:
            why.append(step.link.why)
            flags += [kind for kind in (REGRESSED, SLIPPED) if kind in step.changes.kinds]
        else:
            akin.append(step.link.later if step.link.earlier in inside else step.link.earlier)
    lists = [list(dict.fromkeys(each)) for each in (why, flags, [task for task in akin if task not in inside])]
    return _Row(number, thread, *("\n".join(each) for each in lists))


def _for_people(plans: Sequence[str], _: Translator) -> list[Column]:
    return [
        Column("why", _("what it is about"), shown=1, data=False),
        *(Column(plan, plan, shown=index, data=False) for index, plan in enumerate(plans, 2)),
        Column("flags", _("what changed"), shown=len(plans) + 2, optional=True, data=False),
        Column("akin", _("weakly linked"), "list", shown=len(plans) + 3, optional=True, data=False),
        *(Column(f"text_{plan}", _("text of {plan}").format(plan=plan), roomy=True, data=False) for plan in plans),
    ]


def _cells(row: _Row, found: Threads, _: Translator) -> tuple[str, ...]:
    def joined(values: Iterable[str]) -> str:
        return _("; ").join(values)

    def tasks(ids: Sequence[str]) -> str:
        return joined(_with_day(found.tasks[task], _) for task in ids) or "–"

    texts = ("\n".join(found.tasks[task].text for task in ids) for ids in row.ids)
    flags = joined(_(FLAG_WORDS[flag]) for flag in row.flags.split("\n") if flag)
    return (_.titles(joined(row.why.split("\n"))), *map(tasks, row.ids), flags, row.akin, *texts)


def _with_day(task: Task, _: Translator) -> str:
    """A task's id, with its day where one is stated for it."""
    if task.deadline_basis in ("none", "plan"):
        return task.id
    return _("{task} ({day})").format(task=task.id, day=day_in_words(task, _))


def _only_here(_: Translator) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("akin", _("weakly linked"), "list", shown=2, optional=True, data=False),
        Column("lead", _("lead"), "agency", roomy=True, data=False, facet="agency"),
        Column("participants", _("participants"), "agencies", roomy=True, data=False, facet="agency"),
        Column("section", _("section"), "path", roomy=True, data=False, facet="section"),
        Column("text", _("text"), shown=3, data=False),
        *gist_columns(_, shown=4),
    ]


def _alone(row: _Row, task: Task, _: Translator) -> Row:
    return task.id, row.akin, task.lead, task.participants, task.headings, task.text, *gist_cells(task.id, _)


def _for_machines(plans: Sequence[str]) -> list[Column]:
    # no id of a plan has an underscore: the other columns cannot be taken for one
    return [
        Column("thread_number", "", "number"),
        *(Column(plan, "", "list") for plan in plans),
        *(Column(key, "", "list") for key in ("links_why", "links_changes", "weakly_linked")),
        *(Column(f"text_{plan}", "", "list") for plan in plans),
    ]


def _values(row: _Row, found: Threads) -> tuple[Any, ...]:
    texts = ("\n".join(found.tasks[task].text for task in ids) for ids in row.ids)
    return (row.number, *("\n".join(ids) for ids in row.ids), row.why, row.flags, row.akin, *texts)
