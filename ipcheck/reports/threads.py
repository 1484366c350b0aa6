"""Threads: tasks of several plans that carry each other on, one row for each thread; a plan without a task in the
thread shows as a gap."""

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
from ipcheck.reports.diff import filter_lines
from ipcheck.reports.due import bound_exclusions
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import (
    FLAG_WORDS,
    ComparedLink,
    PlanLinks,
    compared_links,
    deadline_text,
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
    """The threads through several plans that `query` selects.

    Each thread holds its task ids by plan. `between` holds the links between the plans. `tasks` are all tasks of the
    plans by id; `steps_of` has the compared links at each task by its id, also those to tasks of threads that were not
    selected.
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
        ids_in_threads = {task for thread in self.threads for ids in thread for task in ids}
        return [
            pair
            for thread in self.threads for ids in thread for task in ids
            for pair in self.steps_of[task]
            if pair.link.earlier == task and pair.link.later in ids_in_threads
        ]  # fmt: skip

    @property
    def differs(self) -> bool:
        """Whether any thread has a gap, or anything changed along a link."""
        gap = any(not ids for thread in self.threads for ids in thread)
        return gap or any(pair.changes.kinds for pair in self.compared_links)


def find_threads(
    context: Context, plans: Sequence[str], query: TaskQuery | None = None, suggest: bool = False
) -> Threads:
    """The threads through `plans`, which stand in time order, each once.

    Strong links join tasks to threads: links between plans that follow each other, and curated links that leap over a
    plan. `query` keeps the threads with at least one task that fits. With `suggest` the links are those of the program,
    also where a person has curated some, and none leaps over a plan.
    """
    tasks = tasks_of(context, plans)
    by_id = tasks_by_id(tasks)
    links_by_places: dict[tuple[int, int], PlanLinks] = {}
    for first, second in combinations(range(len(plans)), 2):
        earlier, later = plans[first], plans[second]
        if second == first + 1:
            links_by_places[first, second] = find_links(context, earlier, later, tasks, suggest)
        elif not suggest and (links := links_between(context.catalogue, earlier, later)) is not None:
            links_by_places[first, second] = PlanLinks(earlier, later, links, curated=True)
    strong = {
        places: [link for link in plan_links.links if link.grade == STRONG]
        for places, plan_links in links_by_places.items()
    }
    selected = threads([[task.id for task in tasks[plan]] for plan in plans], strong)
    fitting = fitting_tasks(context, query, plans)
    if fitting is not None:
        selected = [thread for thread in selected if any(task in fitting for ids in thread for task in ids)]
    steps_of: dict[str, list[ComparedLink]] = defaultdict(list)
    for pair in compared_links((link for plan_links in links_by_places.values() for link in plan_links.links), by_id):
        steps_of[pair.link.earlier].append(pair)
        steps_of[pair.link.later].append(pair)
    return Threads(plans, query, list(links_by_places.values()), selected, by_id, steps_of)


def threads_document(context: Context, result: Threads, facts: Sequence[str] = ()) -> Document:
    """Threads as a document: first the threads through several plans, then the tasks that stand in one plan only."""
    _ = context.translator
    origins = [line for plan_links in result.between for line in plan_links.origin(_)]
    rows = [_build_row(number, thread, result) for number, thread in enumerate(result.threads, 1)]
    joined = [row for row in rows if row.plans > 1]
    template = _("Threads through several plans: {threads}. Tasks in one plan only: {alone}.")
    tables = [Table(_for_people(result.plans, _), (_cells(row, result, _) for row in joined))]
    for index, plan in enumerate(result.plans):
        single_rows = [row for row in rows if row.plans == 1 and row.ids[index]]
        cells = [_single_plan_cells(row, result.tasks[row.ids[index][0]], _) for row in single_rows]
        tables.append(Table(_single_plan_columns(_), cells, _("Only in {plan}").format(plan=plan)))

    def notes() -> list[str]:
        note = _("Strong links make the threads. What a task is only weakly linked with is named beside it.")
        return [*bound_exclusions(context, result.query, result.plans), note]

    return Document(
        " → ".join(result.plans), [*tables, Table(_for_machines(result.plans), (_values(row, result) for row in rows))],
        data=lambda: as_json(result),
        facts=[*facts, *origins, *filter_lines(result.query, _), as_of(context),
               template.format(threads=len(joined), alone=len(rows) - len(joined))],
        notes=notes, empty=_("Nothing of what was asked for."),
        overview=lambda: _overview(len(joined), len(rows) - len(joined), _),
        sources=lambda: sources(context, result.plans),
        side_by_side=lambda: _texts_side_by_side(result, _),
    )  # fmt: skip


def _overview(joined: int, alone: int, _: Translator) -> "Overview":
    from ipcheck.reports.shared.charts import figures  # only for formats that draw

    return figures((_("threads"), joined), (_("in one plan only"), alone))


def _texts_side_by_side(result: Threads, _: Translator) -> "SideBySide":
    from ipcheck.reports.shared.side_by_side import side_by_side  # only for the page

    by_ends = {(pair.link.earlier, pair.link.later): pair for links in result.steps_of.values() for pair in links}
    return side_by_side(result.plans, result.threads, result.tasks, by_ends.values(), _)


def as_json(result: Threads) -> dict[str, Any]:
    """Threads as JSON answers give them. `only_earlier` are tasks that no later plan carries on (those of the last plan
    left out), `only_later` are tasks that carry on none (those of the first plan left out)."""
    by_plan = [[task for thread in result.threads for task in thread[index]] for index in range(len(result.plans))]

    def linked(task: str, end: int) -> bool:
        return any(pair.link[end] == task for pair in result.steps_of[task])

    return {
        "plans": list(result.plans),
        "links": [link_json(pair) for pair in result.compared_links],
        "only_earlier": [task for ids in by_plan[:-1] for task in ids if not linked(task, 0)],
        "only_later": [task for ids in by_plan[1:] for task in ids if not linked(task, 1)],
        "threads": list(result.threads),
    }


class _ThreadRow(NamedTuple):
    """A thread and what its links say. `why` holds the shared objects, `flags` the kinds of changes for the worse,
    `akin` the tasks outside that are weakly linked, each joined by newlines."""

    number: int
    ids: list[list[str]]
    why: str
    flags: str
    akin: str

    @property
    def plans(self) -> int:
        """How many plans have tasks in the thread."""
        return sum(bool(ids) for ids in self.ids)


def _build_row(number: int, thread: list[list[str]], result: Threads) -> _ThreadRow:
    inside = {task for ids in thread for task in ids}
    why: list[str] = []
    flags: list[str] = []
    akin: list[str] = []
    for pair in (pair for ids in thread for task in ids for pair in result.steps_of[task]):
        if pair.link.grade == STRONG:
            why.append(pair.link.why)
            flags += [kind for kind in (REGRESSED, SLIPPED) if kind in pair.changes.kinds]
        else:
            akin.append(pair.link.later if pair.link.earlier in inside else pair.link.earlier)
    lists = [list(dict.fromkeys(values)) for values in (why, flags, [task for task in akin if task not in inside])]
    return _ThreadRow(number, thread, *("\n".join(values) for values in lists))


def _for_people(plans: Sequence[str], _: Translator) -> list[Column]:
    return [
        Column("why", _("what it is about"), shown=1, data=False),
        *(Column(plan, plan, shown=index, data=False) for index, plan in enumerate(plans, 2)),
        Column("flags", _("what changed"), shown=len(plans) + 2, optional=True, data=False),
        Column("akin", _("weakly linked"), "list", shown=len(plans) + 3, optional=True, data=False),
        *(Column(f"text_{plan}", _("text of {plan}").format(plan=plan), roomy=True, data=False) for plan in plans),
    ]


def _cells(row: _ThreadRow, result: Threads, _: Translator) -> tuple[str, ...]:
    def joined(values: Iterable[str]) -> str:
        return _("; ").join(values)

    def tasks(ids: Sequence[str]) -> str:
        return joined(_with_day(result.tasks[task], _) for task in ids) or "–"

    texts = ("\n".join(result.tasks[task].text for task in ids) for ids in row.ids)
    flags = joined(_(FLAG_WORDS[flag]) for flag in row.flags.split("\n") if flag)
    return (_.titles(joined(row.why.split("\n"))), *map(tasks, row.ids), flags, row.akin, *texts)


def _with_day(task: Task, _: Translator) -> str:
    """The id of a task, with its day if the plan states one for the task."""
    if task.deadline_basis in ("none", "plan"):
        return task.id
    return _("{task} ({day})").format(task=task.id, day=deadline_text(task, _))


def _single_plan_columns(_: Translator) -> list[Column]:
    return [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("akin", _("weakly linked"), "list", shown=2, optional=True, data=False),
        Column("lead", _("lead"), "agency", roomy=True, data=False, facet="agency"),
        Column("participants", _("participants"), "agencies", roomy=True, data=False, facet="agency"),
        Column("section", _("section"), "path", roomy=True, data=False, facet="section"),
        Column("text", _("text"), shown=3, data=False),
        *gist_columns(_, shown=4),
    ]


def _single_plan_cells(row: _ThreadRow, task: Task, _: Translator) -> Row:
    return task.id, row.akin, task.lead, task.participants, task.headings, task.text, *gist_cells(task.id, _)


def _for_machines(plans: Sequence[str]) -> list[Column]:
    # no id of a plan has an underscore, so that no other column can have the name of a plan
    return [
        Column("thread_number", "", "number"),
        *(Column(plan, "", "list") for plan in plans),
        *(Column(key, "", "list") for key in ("links_why", "links_changes", "weakly_linked")),
        *(Column(f"text_{plan}", "", "list") for plan in plans),
    ]


def _values(row: _ThreadRow, result: Threads) -> tuple[Any, ...]:
    texts = ("\n".join(result.tasks[task].text for task in ids) for ids in row.ids)
    return (row.number, *("\n".join(ids) for ids in row.ids), row.why, row.flags, row.akin, *texts)
