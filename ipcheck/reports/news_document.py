"""The news of some days as a document."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Field, Held, Records, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.news import Happening, News, as_json
from ipcheck.reports.plans import scope_line
from ipcheck.reports.report_document import MOST_ROWS
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import texts_in_columns
from ipcheck.reports.shared.entry_table import (
    ENTRY_FIELDS,
    LedgerAge,
    document_in_words,
    entry_event,
    entry_note,
    entry_subject,
    entry_values,
    linked_proof,
)
from ipcheck.reports.shared.labels import COMING_STEP_WORDS, STEP_WORDS, task_name
from ipcheck.reports.shared.listing import agency_of, listing_command, quoted, rows_left_out, with_command
from ipcheck.reports.shared.task_table import as_of, cite_plans, task_fields
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.domain.task import Task
    from ipcheck.formats.parts import Linked, Overview

_MOST_LATE = 5  # rows of what was entered late, where room is short


def news_document(context: Context, result: News) -> Document:
    """News as a document: how much happened, and what was the newest; then each happening, once, the newest first."""
    _ = context.translator
    agencies = [name for part in result.query.parts for name in part.agencies]
    others = [*dict.fromkeys(agencies), *filter(None, [result.instrument])]
    first, last = (day.isoformat() for day in result.days)
    facts = [
        _headline(result, _),
        *_apart(result, _),
        *_searched(result, _),
        *unread_lines(context, result.query),
        *silent_on_agencies(context, result.query),
        *scope_line(context, result.query, list(map(_.name, others))),
        *([as_of(context)] if last != context.as_of.isoformat() else []),
        *LedgerAge(context).in_words(),
    ]
    return Document(
        _("What happened from {first} to {last}").format(first=first, last=last),
        lambda: list(_tables(result, _)), lambda: _records(context, result),
        data=lambda: as_json(context, result), facts=facts, counted=_("{n} of {all} events"),
        overview=lambda: _overview(result, _), holds=lambda: _held(result, _),
        sources=lambda: cite_plans(context, {task.plan for each in _all(result) for task in each.tasks}),
    )  # fmt: skip


def _held(result: News, _: Translator) -> Held:
    number = len(list(_all(result)))
    return Held(number, _.many("{n} event", "{n} events", number))


def _all(result: News) -> Iterator[Happening]:
    return chain(result.happened, result.entered_late, result.announced)


def _headline(result: News, _: Translator) -> str:
    """How much happened, to how many tasks and instruments, and what was the newest; where nothing did, when the newest
    before it was, with the command that shows it."""
    if not result.happened:
        nothing = _("The ledgers record nothing that happened in this period.")
        return _.sentences([nothing, _newest_before(result, _)])
    tasks = {task.id for each in result.happened for task in each.tasks}
    instruments = {each.instrument for each in result.happened if each.instrument}
    counts = [(_("tasks concerned: {n}"), len(tasks)), (_("laws and documents: {n}"), len(instruments))]
    about = _("; ").join(template.format(n=n) for template, n in counts if n)
    events = _.many("{n} event", "{n} events", len(result.happened))
    template = (
        _("{events}, newest first ({about}). The newest: {newest}.") if about else _("{events}. The newest: {newest}.")
    )
    return template.format(events=events, about=about, newest=_in_words(result.happened[0], _))


def _newest_before(result: News, _: Translator) -> str:
    if result.before is None:
        return _("Nothing before it either.")
    template = _("The newest before it: {newest}.")
    sentences = [template.format(newest=_in_words(result.before, _))]
    if command := _command(result, _, result.before.told[0][0].on_to):
        return with_command(sentences, _("List it: {command}").format(command=command), _)
    return _.sentences(sentences)


def _in_words(happening: Happening, _: Translator) -> str:
    """A happening in a few words: 2026-06-26 Trademark Law: adopted."""
    names = [task_name(task, _) for task in happening.tasks]
    about = _about(happening, _) if happening.instrument else _(", ").join(filter(None, [*names, _about(happening, _)]))
    event = _("; ").join(_steps(happening, STEP_WORDS, _)) or _event(happening, STEP_WORDS, _)
    return _("{day} {about}: {event}").format(day=happening.on, about=about, event=event)


def _command(result: News, _: Translator, since: str) -> str | None:
    """The command for the same question since another day; None where no name says which agency is meant."""
    agency = agency_of(result.query)
    if result.query.parts and agency is None:
        return None
    options = [("since", since), ("instrument", result.instrument), ("agency", _.as_typed(agency or ""))]
    options += [("plan", plan) for plan in result.query.plans]
    return "ipcheck news" + "".join(f" --{option} {quoted(value)}" for option, value in options if value)


def _apart(result: News, _: Translator) -> list[str]:
    """The line on what stands apart: entered in the days but of earlier ones, and announced; no line without any."""
    sentences = []
    if result.entered_late:
        template = _("Entered in this period for earlier days: {n} (entries and steps).")
        sentences.append(template.format(n=len(result.entered_late)))
    if result.announced:
        sentences.append(_("Announced for later: {n}.").format(n=len(result.announced)))
    return [_.sentences(sentences)] if sentences else []


def _searched(result: News, _: Translator) -> list[str]:
    """The line on what was looked for in vain, which is no news; no line where nothing was."""
    if not result.searched:
        return []
    sentences = [_("Tasks searched without result in this period: {n}.").format(n=len(result.searched))]
    if result.instrument:
        template = _("The status of each task on it: {command}")
        return [with_command(sentences, template.format(command=f"ipcheck trace {quoted(result.instrument)}"), _)]
    if command := listing_command(result.query._replace(outcomes=["no-record"]), _):
        template = _("Those with nothing on record: {command}")
        return [with_command(sentences, template.format(command=command), _)]
    return [_.sentences(sentences)]


def _tables(result: News, _: Translator) -> Iterator[Table[Happening]]:
    yield Table(_columns(STEP_WORDS, _), result.happened)
    late = _("Entered late ({n})").format(n=len(result.entered_late))
    yield Table(
        _columns(STEP_WORDS, _), result.entered_late, late, row_limit=_MOST_LATE, paper_row_limit=MOST_ROWS,
        left_out_note=rows_left_out(_),
    )  # fmt: skip
    yield Table(_columns(COMING_STEP_WORDS, _), result.announced, _("Announced"))


def _columns(words: Mapping[str, str], _: Translator) -> list[Column[Happening]]:
    """The columns of a table of happenings, whose steps are told in these words."""

    def chinese(each: Happening) -> str:
        return _of_each_task(each, lambda task: task.text)

    def english(each: Happening) -> str:
        return _of_each_task(each, lambda task: _.gist(task.id, task.text))

    text = texts_in_columns(chinese, english, chinese, _)
    return [
        Column(_("day"), lambda each: each.on, "day"),
        Column(_("about"), lambda each: _about(each, _), optional=True),
        Column(_("what happened"), lambda each: _event(each, words, _)),
        Column(_("task"), lambda each: "\n".join(task_name(task, _) for task in each.tasks), "list", optional=True),
        *(column._replace(optional=True) for column in text),
        Column(_("document"), lambda each: _distinct(document_in_words(entry, _) for entry in each.entries),
               optional=True),
        Column(_("evidence or source"), _proof, "links", optional=True),
        Column(_("note"), lambda each: _notes(each, _), optional=True),
    ]  # fmt: skip


def _about(happening: Happening, _: Translator) -> str:
    """What a happening is about: its instrument, and of its entries rounds, sentences, agencies and subjects."""
    details = [entry_subject(entry._replace(instrument=None), _) for entry in happening.entries]
    instrument = _.titles(f"《{happening.instrument}》") if happening.instrument else ""
    return _(", ").join(dict.fromkeys(filter(None, [instrument, *details])))


def _event(happening: Happening, words: Mapping[str, str], _: Translator) -> str:
    """What happened, in a few words: the steps, then what entries say of tasks. Of an instrument, an entry tells only
    what became of its part in a task, which may be no more than a share."""
    steps = _steps(happening, words, _)
    of_tasks: dict[str, list[str]] = defaultdict(list)
    for entry, task in happening.told:
        if task and (entry.state or entry.event or entry.measure):
            of_tasks[entry_event(entry._replace(step=None), _)].append(task_name(task, _))
    if not steps and len(of_tasks) < 2:
        return next(iter(of_tasks), _("noted"))
    template = _("as part of {tasks}: {event}")
    parts = [template.format(tasks=_.join(names), event=event) for event, names in of_tasks.items()]
    return _("; ").join([*steps, *parts])


def _steps(happening: Happening, words: Mapping[str, str], _: Translator) -> list[str]:
    return list(dict.fromkeys(_(words[str(entry.step)]) for entry in happening.entries if entry.step))


def _of_each_task(happening: Happening, value: Callable[["Task"], str]) -> str:
    """A value of the task; of several tasks, a line for each, behind its name."""
    tasks = happening.tasks
    if len(tasks) == 1:
        return value(tasks[0])
    return "\n".join(f"{task.id} {text}" for task in tasks if (text := value(task)))


def _notes(happening: Happening, _: Translator) -> str:
    """The notes, problems and next steps of the entries; of several entries, each behind the task that it is about."""
    texts: dict[str, list[str]] = defaultdict(list)
    for entry, task in happening.told:
        parts = [
            entry_note(entry, _),
            _("problem: {text}").format(text=entry.problem) if entry.problem else None,
            _("next: {text}").format(text=entry.next) if entry.next else None,
        ]  # fmt: skip
        if text := " ".join(filter(None, parts)):
            texts[text].append(task_name(task, _) if task else "")
    several = len(happening.told) > 1
    return "\n".join(
        (_.join(named) + _(": ") if several and (named := list(filter(None, names))) else "") + text
        for text, names in texts.items()
    )


def _proof(happening: Happening) -> "tuple[Linked, ...]":
    return tuple(dict.fromkeys(chain.from_iterable(linked_proof(entry) for entry in happening.entries)))


def _distinct(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _overview(result: News, _: Translator) -> "Overview":
    from ipcheck.reports.shared.charts import figures  # only for formats that draw

    return figures(
        (_("happened"), len(result.happened)), (_("entered late"), len(result.entered_late)),
        (_("announced"), len(result.announced)), (_("searched without result"), len(result.searched)),
    )  # fmt: skip


def _records(context: Context, result: News) -> Records:
    """A row for each entry and step; `item` numbers the happenings, so that what several tell counts once."""
    fields, values = task_fields(context)
    no_task = (None,) * len(fields)
    parts = (
        ("happened", result.happened), ("entered_late", result.entered_late), ("announced", result.announced),
    )  # fmt: skip

    def rows() -> Iterator[Row]:
        numbered = enumerate(((part, each) for part, listed in parts for each in listed), 1)
        for number, (part, happening) in numbered:
            for entry, task in happening.told:
                yield part, number, *(values(task) if task else no_task), *entry_values(entry)

    return Records([Field("part"), Field("item", "number"), *fields, *ENTRY_FIELDS], rows())
