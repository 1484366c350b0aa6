"""Threads: tasks of several plans that carry each other on, one row for each thread; a plan without a task in the
thread shows as a gap."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import links_between
from ipcheck.domain.lineage.changes import REGRESSED, SLIPPED
from ipcheck.domain.lineage.link import STRONG, Link, threads
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column, Document, Field, Records, Row, Table
from ipcheck.reports.diff import filter_lines
from ipcheck.reports.due import bound_exclusions
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import section_column, text_columns, texts_in_columns
from ipcheck.reports.shared.link_facts import (
    FLAG_WORDS,
    ComparedLink,
    PlanLinks,
    compared_links,
    deadline_text,
    find_links,
    fitting_tasks,
    link_json,
    shared_object,
    tasks_by_id,
    tasks_of,
)
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview, SideBySide


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

    def tables() -> list[Table[_ThreadRow]]:
        single = [
            Table(
                _single_plan_columns(result, _), [row for row in rows if row.plans == 1 and row.ids[index]],
                _("Only in {plan}").format(plan=plan),
            )
            for index, plan in enumerate(result.plans)
        ]  # fmt: skip
        return [Table(_columns(result, _), joined), *single]

    def notes() -> list[str]:
        note = _("Strong links make the threads. Weakly linked tasks are named beside them.")
        unread = unread_lines(context, (result.query or TaskQuery())._replace(plans=result.plans))
        return [*unread, *bound_exclusions(context, result.query, result.plans), note]

    return Document(
        " → ".join(result.plans), tables,
        lambda: Records(_fields(result.plans), (_values(row, result) for row in rows)),
        data=lambda: as_json(result),
        facts=[template.format(threads=len(joined), alone=len(rows) - len(joined)), *facts, *origins,
               *filter_lines(result.query, _), as_of(context)],
        notes=notes, empty=_("No matches."),
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
    """A thread and what its links say: the strong `links` in it, the kinds of changes for the worse (`flags`), and the
    tasks outside that are weakly linked (`akin`), both joined by newlines."""

    number: int
    ids: list[list[str]]
    links: list[Link]
    flags: str
    akin: str

    @property
    def plans(self) -> int:
        """How many plans have tasks in the thread."""
        return sum(bool(ids) for ids in self.ids)

    def texts(self, index: int, result: Threads) -> str:
        """The texts of the tasks of the plan at `index`."""
        return "\n".join(result.tasks[task].text for task in self.ids[index])


def _build_row(number: int, thread: list[list[str]], result: Threads) -> _ThreadRow:
    inside = {task for ids in thread for task in ids}
    strong: list[Link] = []
    flags: list[str] = []
    akin: list[str] = []
    for pair in (pair for ids in thread for task in ids for pair in result.steps_of[task]):
        if pair.link.grade == STRONG:
            strong.append(pair.link)
            flags += [kind for kind in (REGRESSED, SLIPPED) if kind in pair.changes.kinds]
        else:
            akin.append(pair.link.later if pair.link.earlier in inside else pair.link.earlier)
    outside = (task for task in akin if task not in inside)
    return _ThreadRow(number, thread, strong, *("\n".join(dict.fromkeys(values)) for values in (flags, outside)))


def _columns(result: Threads, _: Translator) -> list[Column[_ThreadRow]]:
    def joined(values: Iterable[str]) -> str:
        return _("; ").join(values)

    def tasks(index: int) -> Callable[[_ThreadRow], str]:
        return lambda row: joined(_with_day(result.tasks[task], _) for task in row.ids[index]) or "–"

    def flags(row: _ThreadRow) -> str:
        return joined(_(FLAG_WORDS[flag]) for flag in row.flags.split("\n") if flag)

    def texts(plan: str, index: int) -> Iterator[Column[_ThreadRow]]:
        label = _("text of {plan}").format(plan=plan)
        yield from texts_in_columns(
            lambda row: row.texts(index, result),
            lambda row: "\n".join(_.gist(task, result.tasks[task].text) for task in row.ids[index]),
            lambda row: row.texts(index, result), _, label, roomy=True,
        )  # fmt: skip

    return [
        Column(_("what it is about"), lambda row: joined(dict.fromkeys(shared_object(link, _) for link in row.links))),
        *(Column(plan, tasks(index)) for index, plan in enumerate(result.plans)),
        Column(_("what changed"), flags, optional=True),
        Column(_("weakly linked"), lambda row: row.akin, "list", optional=True),
        *(column for index, plan in enumerate(result.plans) for column in texts(plan, index)),
    ]


def _with_day(task: Task, _: Translator) -> str:
    """The id of a task, with its day if the plan states one for the task."""
    if task.deadline_basis in ("none", "plan"):
        return task.id
    return _("{task} ({day})").format(task=task.id, day=deadline_text(task, _))


def _single_plan_columns(result: Threads, _: Translator) -> list[Column[_ThreadRow]]:
    """The columns of threads that are one task alone."""

    def task(row: _ThreadRow) -> Task:
        return next(result.tasks[task] for ids in row.ids for task in ids)

    return [
        Column(_("task"), lambda row: task(row).id, "id", facet="task"),
        Column(_("weakly linked"), lambda row: row.akin, "list", optional=True),
        *text_columns(lambda row: task(row).text, lambda row: task(row).id, _),
        Column(_("lead"), lambda row: task(row).leads, "agencies", roomy=True, facet="agency"),
        Column(_("participants"), lambda row: task(row).participants, "agencies", roomy=True, facet="agency"),
        section_column(task, _),
    ]


def _fields(plans: Sequence[str]) -> list[Field]:
    # no id of a plan has an underscore, so that no other field can have the name of a plan
    keys = [*plans, "links_why", "links_changes", "weakly_linked", *(f"text_{plan}" for plan in plans), "links_english"]
    return [Field("thread_number", "number"), *(Field(key, "list") for key in keys)]


def _values(row: _ThreadRow, result: Threads) -> Row:
    texts = (row.texts(index, result) for index in range(len(row.ids)))
    why = "\n".join(dict.fromkeys(link.why for link in row.links))
    english = "\n".join(dict.fromkeys(link.english for link in row.links if link.english))
    return (row.number, *("\n".join(ids) for ids in row.ids), why, row.flags, row.akin, *texts, english)
