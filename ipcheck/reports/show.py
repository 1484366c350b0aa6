"""One task or one plan in full: text, phrases and their meaning, context, source."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ipcheck.base.errors import unknown_name_error
from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import links_of
from ipcheck.catalogue.lists import headings, introduction, plan_ids, plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index, instrument_steps
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.entry import Entry, announced_steps
from ipcheck.domain.plan import NATIONWIDE, Plan
from ipcheck.domain.task import Task, plan_of
from ipcheck.formats.document import Column, Document, Field, Hint, Kind, Original, Records, Table
from ipcheck.reports.agency import with_counterparts
from ipcheck.reports.plans import unread_of
from ipcheck.reports.section import heading_columns, indented, tree
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import english_of, headings_in_words, text_columns
from ipcheck.reports.shared.entry_table import check_table, entry_table, step_columns
from ipcheck.reports.shared.found_tasks import situations_in_words
from ipcheck.reports.shared.labels import (
    BASIS_WORDS,
    COMING_STEP_WORDS,
    EVENT_WORDS,
    KIND_WORDS,
    SOURCE_WORDS,
    STAGE_WORDS,
    delay_in_words,
    milestones_in_words,
    outcome_in_words,
)
from ipcheck.reports.shared.link_facts import (
    ComparedLink,
    basis_in_words,
    changes_in_words,
    compared_links,
    link_json,
    shared_object,
)
from ipcheck.reports.shared.sources import citation
from ipcheck.reports.shared.targets import judged_targets, target_json, target_table
from ipcheck.reports.shared.task_table import as_of, last_day_cell, situation_cell, task_json, task_records
from ipcheck.reports.shared.unread import marked, unread_lines

if TYPE_CHECKING:
    from ipcheck.catalogue.agencies import Counterpart

UNIT_WORDS = {
    "days": N_("{n} day(s)"), "months": N_("{n} month(s)"), "years": N_("{n} year(s)"),
    "workdays": N_("{n} working day(s)"),
}  # fmt: skip


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
    related = _counterparts(context, task)
    facts: list[tuple[str, str | None]] = [
        *_text_facts(task.id, _("text"), task.text, _),
        (_("kind"), _(KIND_WORDS[task.kind])),
        (_("section"), " > ".join(headings_in_words(task, _))),
        *_chinese_facts((_("introduction"), introduction(context.catalogue, task.id)), _),
        *(
            fact
            for variant in tasks
            for fact in (
                (_("status"), situation_in_words(variant, _)),
                *_outcome_facts(variant, _),
                (_("deadline"), str(last_day_cell(variant, _) or "")),
            )
        ),
        (_("deadline as stated"), deadline_in_words(task, _)),
        (_("earlier stages"), milestones_in_words(task, _)),
        (_("lead"), _.join_names(task.listed("leads"))),
        (_("participants"), _.join_names(task.listed("participants"))),
        (_("responsibility"), responsibility_in_words(task, _)),
        (_("local agencies"), with_counterparts(related, False, _)),
        (_("former agencies"), with_counterparts(related, True, _)),
        (_("also mentions"), _.join_names(task.listed("mentions"))),
        (_("laws and documents"), _.join([_stage_in_words(name, stage, _) for name, stage in task.stages()])),
        (_("source"), citation(plan, _)),
        (_("place in the data"), _place(task)),
    ]
    table = _facts_table(facts, task.id, _)
    earlier, later = _lineage(context, task)
    assignment_table = _assignment_table(task.assigned, _)
    lineage = [
        _lineage_table(earlier, lambda pair: pair.earlier, _("Carries on"), _),
        _lineage_table(later, lambda pair: pair.later, _("Carried on by"), _),
    ]
    index = entry_index(context.catalogue)
    entries, checks = index.told_of(task.id), index.checks.get(task.id, ())
    happened, announced = _steps(context, task)
    promised = judged_targets(context, [task])

    def data() -> dict[str, Any]:
        return task_json(context)(task) | {
            "subjects": [
                {
                    "subject": variant.subject, "due": variant.due, "state": variant.state.name,
                    "situation": variant.situation.name,
                }
                for variant in tasks if variant.subject
            ],
            "earlier": list(map(link_json, earlier)), "later": list(map(link_json, later)),
            "entries": [entry.as_json() for entry in entries], "checks": [check.as_json() for check in checks],
            "steps": [step.as_json() for step in (*happened, *announced)],
            "agencies": [
                {"name": name, "region": counterpart.region, "counterpart": counterpart.name}
                for name, counterpart in related.items()
            ],
            "targets": [target_json(item) for item in promised],
        }  # fmt: skip

    tables: list[Table[Any]] = [
        table, assignment_table, *lineage, target_table(promised, _),
        entry_table(context, entries, _("Entries")),
        check_table(checks, _("Searches without result"), _),
        Table(step_columns(_), happened, _("Steps of its laws and documents")),
        Table(step_columns(_, words=COMING_STEP_WORDS), announced, _("Steps announced")), _source_table(entries, _),
    ]  # fmt: skip
    return Document(
        task.id, lambda: tables, lambda: task_records(context, tasks), data=data,
        facts=[_standing(tasks, later, _), as_of(context)],
    )  # fmt: skip


def _standing(tasks: Sequence[Task], later: Sequence[ComparedLink], _: Translator) -> str:
    """How a task stands, its deadline and what carries it on. Of a task that is due in several cities: how many stand
    how."""
    if len(tasks) > 1:
        return situations_in_words(Counter((task.situation.name, task.outcome) for task in tasks), _)
    parts = [situation_in_words(tasks[0], _)]
    if deadline := last_day_cell(tasks[0], _):
        parts.append(_("deadline: {day}").format(day=deadline))
    if later:
        parts.append(_("carried on by {tasks}").format(tasks=_.join([pair.later.id for pair in later])))
    return _.sentence(_("; ").join(parts))


def _counterparts(context: Context, task: Task) -> Mapping[str, "Counterpart"]:
    """The counterparts of the local and the former agencies of a task."""
    if not task.agencies:
        return {}
    from ipcheck.catalogue.agencies import counterparts  # imported here because a task may name no agency

    return counterparts(context.catalogue, task.agencies)


def _outcome_facts(task: Task, _: Translator) -> list[tuple[str, str | None]]:
    """What is known to have become of a task: when it was done and how late, else its outcome, and the last search."""
    outcome = outcome_in_words(task, _) if task.outcome not in ("done", "unknown") else None
    return [
        (_("done on"), f"{task.done_on}{delay_in_words(task, _)}" if task.done_on else None),
        (_("outcome"), outcome),
        (_("searched without result"), task.checked),
    ]


def _steps(context: Context, task: Task) -> tuple[list[Entry], list[Entry]]:
    """The recorded steps of the instruments that a task promises, since its plan was published: those that have
    happened, and those announced."""
    recorded = [
        step for step in instrument_steps(context.catalogue, task.promised) if step.on_to >= (task.published or "")
    ]
    on = context.judge.on
    return [step for step in recorded if step.on_from <= on], announced_steps(recorded, on)


def _source_table(entries: Sequence[Entry], _: Translator) -> Table[dict[str, str]]:
    """The sources of entries that have a title and publisher, each once."""
    columns: list[Column[dict[str, str]]] = [
        Column(_("page or document"), lambda source: source.get("title")),
        Column(_("publisher"), lambda source: source.get("publisher")),
        Column(_("kind"), lambda source: _(SOURCE_WORDS[kind]) if (kind := source.get("kind")) else None),
        Column(_("accessed on"), lambda source: source.get("read"), "day", optional=True),
        Column(_("address"), lambda source: source.get("url"), optional=True),
    ]
    unique = {tuple(source.items()): source for entry in entries for source in entry.sources_as_json()}
    return Table(columns, list(unique.values()), _("Sources"))


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


def _assignment_table(assignments: Sequence[Assignment], _: Translator) -> Table[Assignment]:
    def reminders(assignment: Assignment) -> str:
        return _.join([_("{n} days before").format(n=days) for days in assignment.reminders])

    columns: list[Column[Assignment]] = [
        Column(_("sentence"), lambda assignment: assignment.part, "number", optional=True),
        Column(_("office"), lambda assignment: assignment.office),
        Column(_("person"), lambda assignment: assignment.person, optional=True),
        Column(_("internal deadline"), lambda assignment: assignment.internal_due, "day", optional=True),
        Column(_("reminders"), reminders, optional=True),
        Column(_("note"), lambda assignment: assignment.note, optional=True),
    ]
    return Table(columns, assignments, _("In-house"))


def _lineage_table(
    pairs: Sequence[ComparedLink], other: Callable[[ComparedLink], Task], title: str, _: Translator
) -> Table[ComparedLink]:
    """A table of links; `other` is the task at the end that is not the task shown."""
    columns: list[Column[ComparedLink]] = [
        Column(_("task"), lambda pair: other(pair).id, "id", facet="task"),
        Column(_("link"), lambda pair: basis_in_words(pair.link, _)),
        Column(_("what they share"), lambda pair: shared_object(pair.link, _)),
        Column(_("what changed"), lambda pair: _("; ").join(changes_in_words(pair, _))),
        *text_columns(lambda pair: other(pair).text, lambda pair: other(pair).id, _),
    ]
    return Table(columns, pairs, title)


def _plan_document(context: Context, plan: Plan) -> Document:
    _ = context.translator
    rows, english = headings(context.catalogue, [plan.id]), english_of(context)
    facts: list[tuple[str, str | None]] = [
        *_text_facts(plan.id, _("title"), plan.title, _),
        (_("document number"), plan.document_number),
        (_("issuer"), _.name(plan.issuer or "")),
        (_("issued"), plan.issued),
        (_("published"), plan.published),
        (_("period"), plan.period),
        (_("region"), _("the whole country") if plan.region == NATIONWIDE and _.is_foreign else plan.region),
        (_("tasks"), str(plan.tasks)),
        *_chinese_facts((_("preamble"), plan.preamble), _),
        *_chinese_facts((_("closing"), plan.closing), _),
        (_("source"), citation(plan, _)),
        (_("place in the data"), _place(plan)),
    ]

    def data() -> dict[str, Any]:
        return {
            "id": plan.id, "title": plan.title, "document_number": plan.document_number, "issuer": plan.issuer,
            "issued": plan.issued, "published": plan.published, "period": plan.period, "region": plan.region,
            "source": {"publisher": plan.publisher, "via": plan.via, "url": plan.url, "retrieved": plan.retrieved},
            "preamble": plan.preamble, "closing": plan.closing, "tasks": plan.tasks, "sections": tree(rows, english),
            "place": {"path": plan.path, "line": plan.line, "column": plan.column}, "english": english(plan.id),
        }  # fmt: skip

    tables: list[Table[Any]] = [
        _facts_table(facts, plan.id, _),
        Table(heading_columns(_), rows, _("Headings")),
    ]
    fields = [Field("heading"), Field("tasks", "number")]
    return Document(
        plan.id, lambda: tables, lambda: Records(fields, ((indented(row), row.tasks) for row in rows)),
        data=data, notes=lambda: unread_lines(context, TaskQuery(plans=[plan.id]), unread_of([plan])),
    )  # fmt: skip


def deadline_in_words(task: Task, _: Translator) -> str:
    """The deadline phrase, the span from an event that it means, if any, and the basis of the last day."""
    parts = _phrase(task.deadline_phrase, task.deadline_basis, task.deadline_reading, _)
    if task.deadline_reading and task.ongoing:  # which no word of the phrase says
        parts.append(_("ongoing"))
    if task.relative_event and task.relative_unit:
        span = _(UNIT_WORDS[task.relative_unit]).format(n=task.relative_count)
        parts.append(_(_span_template(task)).format(span=span, event=_(EVENT_WORDS[task.relative_event])))
    return _("; ").join([*parts, *_basis(task.deadline_basis, _)])


def _span_template(task: Task) -> str:
    """The message for a deadline that counts from an event; it says why the last day is unknown, where it is."""
    if task.relative_unit == "workdays":
        return N_("{span} after {event}; working days are not converted to a date: the deadline is unknown")
    if not task.relative_count:
        if task.due:
            return N_("at once: on the day of {event}")
        return N_("at once: on the day of {event}, which neither the plan nor a ledger gives: the deadline is unknown")
    if task.due:
        return N_("{span} after {event}")
    if task.relative_event == "issued":
        return N_("{span} after {event}, whose date neither the plan nor a ledger gives: the deadline is unknown")
    return N_("{span} after {event}, whose date no ledger records: the deadline is unknown")


def responsibility_in_words(task: Task, _: Translator) -> str:
    """The responsibility phrase, what it says beyond names (shares, further agencies), and the basis of the roles."""
    parts = _phrase(task.responsibility_phrase, task.responsibility_basis, task.responsibility_reading, _)
    if task.divided:
        parts.append(_("each for its own share"))
    if task.others:
        parts.append(_("and others, not named"))
    return _("; ").join([*parts, *_basis(task.responsibility_basis, _)])


def _phrase(phrase: str | None, basis: str, reading: str, _: Translator) -> list[str]:
    return [marked(phrase, basis, reading, _)] if phrase else []


def _basis(basis: str, _: Translator) -> list[str]:
    """The basis in words; none for a phrase that is marked."""
    return [_(BASIS_WORDS[basis])] if basis in BASIS_WORDS else []


def _stage_in_words(name: str, stage: str, _: Translator) -> str:
    return _("{name} ({stage})").format(name=_.name(name), stage=_(STAGE_WORDS[stage]))


def _text_facts(key: str, label: str, text: str, _: Translator) -> list[tuple[str, str | None]]:
    """A text; for readers of another language its summary, where there is one, and then the Chinese."""
    english = _.gist(key)
    return [(label, english), (_("Chinese text"), Original(text))] if english else [(label, text)]


def _place(of: Task | Plan) -> Hint:
    """Where a task or plan stands in the data of whoever calls the program."""
    return Hint(f"{of.path}:{of.line}:{of.column}")


def _chinese_facts(fact: tuple[str, str | None], _: Translator) -> list[tuple[str, str | None]]:
    """A fact of which there is no English: for readers of another language only where Chinese is asked for as well."""
    return [fact] if _.both or not _.is_foreign else []


def _facts_table(facts: Sequence[tuple[str, str | None]], key: str, _: Translator) -> Table[tuple[str, str]]:
    """The facts of which there is something to say, about the task or plan with the id `key`."""
    kind: Kind = "gist" if _.gist(key) else "text"
    said = [(label, value) for label, value in facts if value]
    return Table([Column(_("item"), itemgetter(0)), Column(_("content"), itemgetter(1), kind)], said, pairs=True)
