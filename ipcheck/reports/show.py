"""One task or one plan in full: text, phrases and their meaning, context, source."""

from collections.abc import Sequence

from ipcheck.base.errors import unknown_name_error
from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import links_of
from ipcheck.catalogue.lists import headings, introduction, plan_ids, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.plan import Plan
from ipcheck.domain.task import Task, plan_of
from ipcheck.formats.document import Column, Document, Table
from ipcheck.reports.section import heading_columns, heading_row, tree
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import entry_table
from ipcheck.reports.shared.labels import STAGE_WORDS
from ipcheck.reports.shared.link_facts import ComparedLink, basis_in_words, changes_in_words, compared_links, link_json
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.task_table import (
    as_of,
    gist_cells,
    gist_columns,
    last_day_cell,
    situation_cell,
    task_columns,
    task_row,
)

BASIS_WORDS = {
    "stated": N_("stated in the task"),
    "paragraph": N_("stated earlier in the paragraph"),
    "plan": N_("from the plan as a whole"),
    "none": N_("nothing stated"),
}
KIND_WORDS = {"task": N_("task"), "goal": N_("goal"), "condition": N_("condition")}
UNIT_WORDS = {"days": N_("{n} day(s)"), "months": N_("{n} month(s)"), "years": N_("{n} year(s)")}
EVENT_WORDS = {"issued": N_("its issue"), "selected": N_("the selection"), "designated": N_("the designation")}


def show_document(context: Context, name: str) -> Document:
    """The task or the plan with the id `name`, in full. Raises UsageError, with the nearest ids, if there is
    neither."""
    plan = next(plans(context.catalogue, [name]), None)
    if plan is not None:
        return _plan_document(context, plan)
    tasks = list(find_tasks(context.catalogue, TaskQuery(ids=[name]), context.judge))
    if tasks:
        return _task_document(context, tasks)
    ids = plan_ids(context.catalogue)
    plan_id = plan_of(name)
    if plan_id in ids:  # the plan exists, so the number must be wrong
        ids = [task.id for task in find_tasks(context.catalogue, TaskQuery(plans=[plan_id]), context.judge)]
    raise unknown_name_error(context.translator("no task or plan has the id {name}"), name, ids, context.translator)


def _task_document(context: Context, tasks: Sequence[Task]) -> Document:
    """A task in full. `tasks` holds it once or, if its last day counts from an event, once for each city or the like to
    which the event happened."""
    _ = context.translator
    task = tasks[0]
    plan = next(plans(context.catalogue, [task.plan]))
    place = f"{task.path}:{task.line}:{task.column}"
    facts: list[tuple[str, str | None]] = [
        (_("text"), task.text),
        (_("unofficial summary; the Chinese text prevails"), _.gist(task.id)),
        (_("kind"), _(KIND_WORDS[task.kind])),
        (_("section"), " > ".join(_with_gist(task.plan, heading, _) for heading in task.listed("headings"))),
        (_("introduction"), introduction(context.catalogue, task.id)),
        *(
            fact
            for variant in tasks
            for fact in (
                (_("situation"), situation_in_words(variant, _)),
                (_("last day"), str(last_day_cell(variant, _) or "")),
            )
        ),
        (_("deadline"), deadline_in_words(task, _)),
        (_("lead"), _.name(task.lead or "")),
        (_("participants"), _.join_names(task.listed("participants"))),
        (_("responsibility"), responsibility_in_words(task, _)),
        (_("mentions"), _.join_names(task.listed("mentions"))),
        (_("instruments"), _.join([_stage_in_words(name, stage, _) for name, stage in task.stages()])),
        (_("source"), citation(plan, _)),
        (_("place"), place),
    ]
    table = _facts_table([(label, value) for label, value in facts if value], _)
    columns = task_columns(context)
    row = Table([column._replace(shown=0) for column in columns], [task_row(variant, _) for variant in tasks])
    earlier, later = _lineage(context, task)
    assignment_table = _assignment_table(task.assigned, _)
    lineage = [
        _lineage_table([(pair, pair.earlier) for pair in earlier], _("Carries on"), _),
        _lineage_table([(pair, pair.later) for pair in later], _("Carried on by"), _),
    ]
    entries = entry_index(context.catalogue).by_task.get(task.id, ())
    data = task.as_json() | {
        "subjects": [
            {
                "subject": variant.subject, "due": variant.due, "state": variant.state.name,
                "situation": variant.situation.name,
            }
            for variant in tasks if variant.subject
        ],
        "earlier": list(map(link_json, earlier)), "later": list(map(link_json, later)),
        "entries": [entry.as_json() for entry in entries],
    }  # fmt: skip
    return Document(
        task.id,
        [table, assignment_table, *lineage, entry_table(entries, _("Entries"), _), row],
        data=lambda: data,
        facts=[as_of(context)],
    )


def situation_in_words(task: Task, _: Translator) -> str:
    """The situation of a task: light and words."""
    cell = situation_cell(task, _)
    return f"{cell.light} {cell.words}"


def _lineage(context: Context, task: Task) -> tuple[list[ComparedLink], list[ComparedLink]]:
    """The curated links that lead to a task from earlier ones, and those that lead from it to later ones."""
    links = links_of(context.catalogue, task.id)
    if not links:
        return [], []
    ends = dict.fromkeys(end for link in links for end in (link.earlier, link.later))
    tasks = find_tasks(context.catalogue, TaskQuery(ids=list(ends)), context.judge)
    pairs = compared_links(links, {end.id: end for end in tasks})
    return [pair for pair in pairs if pair.later.id == task.id], [pair for pair in pairs if pair.earlier.id == task.id]


def _assignment_table(assignments: Sequence[Assignment], _: Translator) -> Table:
    columns = [
        Column("part", _("sentence"), "number", shown=1, optional=True, data=False),
        Column("office", _("office"), shown=2, data=False),
        Column("person", _("person"), shown=3, optional=True, data=False),
        Column("internal_due", _("internal day"), "day", shown=4, optional=True, data=False),
        Column("remind", _("reminders"), shown=5, optional=True, data=False),
        Column("note", _("note"), shown=6, optional=True, data=False),
    ]
    rows = [
        (
            assignment.part, assignment.office, assignment.person, assignment.internal_due,
            _.join([_("{n} days before").format(n=days) for days in assignment.reminders]), assignment.note,
        )
        for assignment in assignments
    ]  # fmt: skip
    return Table(columns, rows, _("In the house"))


def _lineage_table(pairs: list[tuple[ComparedLink, Task]], title: str, _: Translator) -> Table:
    columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("link", _("link"), shown=2, data=False),
        Column("why", _("what they share"), shown=3, data=False),
        Column("changes", _("what changed"), shown=4, data=False),
        Column("text", _("text"), shown=5, data=False),
        *gist_columns(_, shown=6),
    ]
    rows = [
        (
            other.id, basis_in_words(pair.link, _), _.titles(pair.link.why), _("; ").join(changes_in_words(pair, _)),
            other.text, *gist_cells(other.id, _),
        )
        for pair, other in pairs
    ]  # fmt: skip
    return Table(columns, rows, title)


def _plan_document(context: Context, plan: Plan) -> Document:
    _ = context.translator
    rows = headings(context.catalogue, [plan.id])
    facts = [
        (_("title"), plan.title),
        (_("unofficial summary; the Chinese text prevails"), _.gist(plan.id)),
        (_("document number"), plan.document_number),
        (_("issuer"), _.name(plan.issuer or "")),
        (_("issued"), plan.issued),
        (_("published"), plan.published),
        (_("period"), plan.period),
        (_("region"), plan.region),
        (_("tasks"), str(plan.tasks)),
        (_("preamble"), plan.preamble),
        (_("closing"), plan.closing),
        (_("source"), citation(plan, _)),
        (_("place"), f"{plan.path}:{plan.line}:{plan.column}"),
    ]
    tree_of_headings = Table(
        [column._replace(data=column.kind != "gist") for column in heading_columns(_) if column.key != "plan"],
        [heading_row(row, _)[1:] for row in rows],
        _("Headings"),
    )
    data = {
        "id": plan.id, "title": plan.title, "document_number": plan.document_number, "issuer": plan.issuer,
        "issued": plan.issued, "published": plan.published, "period": plan.period, "region": plan.region,
        "source": {"publisher": plan.publisher, "via": plan.via, "url": plan.url, "retrieved": plan.retrieved},
        "preamble": plan.preamble, "closing": plan.closing, "tasks": plan.tasks, "sections": tree(rows),
        "place": {"path": plan.path, "line": plan.line, "column": plan.column},
    }  # fmt: skip
    table = _facts_table([(label, value) for label, value in facts if value], _)
    return Document(plan.id, [table, tree_of_headings], data=lambda: data)


def deadline_in_words(task: Task, _: Translator) -> str:
    """The deadline phrase, the span from an event that it means, if any, and the basis of the last day."""
    parts = [task.deadline_phrase] if task.deadline_phrase else []
    if task.relative_event and task.relative_unit:
        span = _(UNIT_WORDS[task.relative_unit]).format(n=task.relative_count)
        template = _("{span} after {event}, whose day no ledger records: the last day is unknown")
        if task.due:
            template = _("{span} after {event}")
        parts.append(template.format(span=span, event=_(EVENT_WORDS[task.relative_event])))
    parts.append(_(BASIS_WORDS[task.deadline_basis]))
    return _("; ").join(parts)


def responsibility_in_words(task: Task, _: Translator) -> str:
    """The responsibility phrase, what it says beyond names (shares, further agencies), and the basis of the roles."""
    parts = [task.responsibility_phrase] if task.responsibility_phrase else []
    if task.divided:
        parts.append(_("each for its own share"))
    if task.others:
        parts.append(_("and others, not named"))
    parts.append(_(BASIS_WORDS[task.responsibility_basis]))
    return _("; ").join(parts)


def _stage_in_words(name: str, stage: str, _: Translator) -> str:
    return _("{name} ({stage})").format(name=_.name(name), stage=_(STAGE_WORDS[stage]))


def _with_gist(plan: str, heading: str, _: Translator) -> str:
    gist = _.gist(f"{plan} {heading}")
    return f"{heading} ({gist})" if gist else heading


def _facts_table(facts: list[tuple[str, str]], _: Translator) -> Table:
    columns = [Column("what", _("what"), shown=1, data=False), Column("says", _("says"), shown=2, data=False)]
    return Table(columns, facts)
