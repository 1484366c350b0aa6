"""What is still to be looked for, most telling first, with words and links to search with and commands to record."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.instruments import registered
from ipcheck.catalogue.query import find_published_tasks
from ipcheck.domain.search_words import Search, searches
from ipcheck.domain.task import Task
from ipcheck.domain.worklist import (
    DOCUMENT,
    IN_PART,
    LEAD,
    LONG_AGO,
    NO_WORK,
    NOT_LOOKED_FOR,
    OTHERS,
    PAST_DAY,
    TELLING,
    TOO_EARLY,
    worklist,
)
from ipcheck.formats.document import Column, Document, Field, Held, Records, Row, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import text_columns
from ipcheck.reports.shared.labels import OUTCOME_WORDS, task_name
from ipcheck.reports.shared.listing import listing_command
from ipcheck.reports.shared.search_links import ENGINES, search_links
from ipcheck.reports.shared.task_table import as_of, cite_plans, last_day_cell, task_fields, task_json
from ipcheck.reports.shared.unread import unread_lines

SHOWN = 20  # rows where there is little room, unless the call says how many

_WHY = {
    NOT_LOOKED_FOR: OUTCOME_WORDS["unknown"],
    LONG_AGO: N_("searched on {day}, over a year ago"),
    TOO_EARLY: N_("searched on {day}, before its deadline"),
    IN_PART: N_("searched on {day}, but only in part"),
}
_TELLING_COUNTS = {
    DOCUMENT: N_("{n} with a named document"),
    PAST_DAY: N_("{n} past a stated deadline"),
    LEAD: N_("{n} with a lead agency"),
    OTHERS: N_("{n} with no named document, no deadline passed and no lead agency"),
    NO_WORK: N_("{n} goals and conditions"),
}
_WHY_COUNTS = {
    LONG_AGO: N_("{n} over a year ago"),
    TOO_EARLY: N_("{n} before the deadline"),
    IN_PART: N_("{n} only in part"),
}


class Lookup(NamedTuple):
    """A task to be looked for: why it is listed, what is most telling of it, and the searches for it."""

    task: Task
    why: str
    telling: str
    searches: Sequence[Search]

    def why_in_words(self, _: Translator) -> str:
        """Why the task is listed, with the day of the newest search in vain."""
        return _(_WHY[self.why]).format(day=self.task.checked)

    @property
    def words(self) -> list[str]:
        """The words to search with, as a ledger keeps them."""
        return [search.words for search in self.searches]


class Worklist(NamedTuple):
    """What is to be looked for among `of` tasks, most telling first. `searched` is the day of the newest search in vain
    for any of the tasks."""

    lookups: Sequence[Lookup]
    of: int
    searched: str | None

    @property
    def looked_for(self) -> int:
        """How many tasks need not be looked for: of these something is recorded, or they were looked for."""
        return self.of - len(self.lookups)


def find_worklist(context: Context, query: TaskQuery) -> Worklist:
    """What is to be looked for among the tasks that `query` selects, of the plans published by the day."""
    tasks = list(find_published_tasks(context.catalogue, query, context.judge))
    kinds = {name: said.kind or "" for name, said in registered(context.catalogue).items()}
    lookups = [Lookup(*each, searches(each.task, kinds)) for each in worklist(tasks, context.as_of)]
    return Worklist(lookups, len(tasks), max((task.checked for task in tasks if task.checked), default=None))


def worklist_document(context: Context, query: TaskQuery, work: Worklist, most: int | None = None) -> Document:
    """The worklist as a document: first how much has been looked for, and where to begin. `most` is the number of rows
    that the answer has; without, formats with little room show SHOWN."""
    _ = context.translator
    lookups = work.lookups[:most]
    facts = [
        *meter_lines(work, _),
        *silent_on_agencies(context, query),
        *unread_lines(context, query),
        *scope_line(context, query),
    ]

    def table() -> Table[Lookup]:
        return Table(
            _columns(context), lookups, row_limit=SHOWN if most is None else 0,
            left_out_note=_("And {n} more; --limit shows as many as you say; HTML, the workbook and -f json list all."),
        )  # fmt: skip

    def records() -> Records:
        fields, values = task_fields(context)
        further = [Field("why"), Field("searched_before"), Field("search", "list"), Field("links", "list")]
        return Records([*fields, *further], ((*values(lookup.task), *_further_values(lookup)) for lookup in lookups))

    def notes() -> list[str]:
        left_out = [_("Rows: the first {n} of {all}.").format(n=most, all=len(work.lookups))]
        return [
            *(left_out if len(lookups) < len(work.lookups) else ()),
            *(_how_to_record(context, query) if lookups else ()),
            *bound_exclusions(context, query),
        ]  # fmt: skip

    return Document(
        _("Worklist: what is still to be searched"), lambda: [table()] if lookups else [], records,
        data=lambda: _as_json(context, work, lookups), day=context.as_of.isoformat(),
        facts=[*facts, *bound_lines(query, _), as_of(context)],
        notes=notes, empty=_("Nothing is left to be searched.") if work.of else _("No task matches."),
        sources=lambda: cite_plans(context, {lookup.task.plan for lookup in lookups}),
        holds=lambda: Held(len(lookups), _.many("{n} row", "{n} rows", len(lookups))),
    )  # fmt: skip


def meter_lines(work: Worklist, _: Translator) -> list[str]:
    """How much has been looked for, what is left, and what to look for first; no line where there is no task."""
    if not work.of:
        return []
    tasks = _.many("{n} task", "{n} tasks", work.of)
    meter = _("Searched: {n} of {tasks}.").format(n=work.looked_for, tasks=tasks)
    if not work.lookups:
        last = [_("The last search without result was on {day}.").format(day=work.searched)] if work.searched else []
        warning = _("Searched does not mean done: ipcheck check says what is overdue.")
        return [_.sentences([meter, *last]), warning]
    telling = Counter(lookup.telling for lookup in work.lookups)
    counts = [_(_TELLING_COUNTS[name]).format(n=telling[name]) for name in TELLING if telling[name]]
    left = _("Still to be searched: {n}, most important first ({counts}).").format(
        n=len(work.lookups), counts=_.join(counts)
    )
    lines = [_.sentences([meter, left])]
    why = Counter(lookup.why for lookup in work.lookups)
    again = [_(words).format(n=why[name]) for name, words in _WHY_COUNTS.items() if why[name]]
    if again:
        lines.append(_("Searched before, and listed again: {counts}.").format(counts=_.join(again)))
    first = work.lookups[0]
    begin = _("Begin with the first row, {task}: search for {words}.")
    return [*lines, begin.format(task=task_name(first.task, _), words=first.words[0])]


def _columns(context: Context) -> list[Column[Lookup]]:
    _, day = context.translator, context.as_of.isoformat()

    return [
        Column(_("task"), lambda lookup: task_name(lookup.task, _), "id", facet="task"),
        Column(_("why"), lambda lookup: lookup.why_in_words(_)),
        Column(_("deadline"), lambda lookup: last_day_cell(lookup.task, _), "due", optional=True),
        Column(_("lead"), lambda lookup: lookup.task.leads, "agencies", optional=True, facet="agency"),
        *text_columns(lambda lookup: lookup.task.text, lambda lookup: lookup.task.id, _),
        Column(_("search words"), lambda lookup: _("; ").join(lookup.words)),
        Column(_("plan"), lambda lookup: lookup.task.plan, "id", roomy=True, facet="plan"),
        Column(_("search for it"), lambda lookup: search_links(lookup.searches, _), "links", roomy=True),
        Column(_("if nothing is found"), lambda lookup: _command_for_nothing(lookup, day), "command", roomy=True),
        Column(_("if found to be done: fill in the blanks"), _command_for_done, "command", roomy=True),
    ]


def _command_for_nothing(lookup: Lookup, day: str) -> str:
    """The command that records that nothing was found on `day` (ISO text)."""
    words = [part for search in lookup.words for part in ("--searched", search)]
    return shlex.join([*_mark(lookup.task), *words, *_subject(lookup.task), "--on", day])


def _command_for_done(lookup: Lookup) -> str:
    """The command that records that a task is done. It is refused until somebody completes it: day and source are
    empty, so that no day is recorded that nobody knows."""
    empty = [part for option in ("--on", "--source", "--publisher", "--url") for part in (option, "")]
    return shlex.join([*_mark(lookup.task), "done", *_subject(lookup.task), *empty])


def _mark(task: Task) -> list[str]:
    return ["ipcheck", "mark", task.id]


def _subject(task: Task) -> list[str]:
    return ["--subject", task.subject] if task.subject else []


def _how_to_record(context: Context, query: TaskQuery) -> list[str]:
    """The lines that say how an answer is recorded, by a command or in a workbook."""
    _ = context.translator
    nothing = f'ipcheck mark {_("TASK")} --searched "{_("WORDS")}" --on {context.as_of.isoformat()}'
    found = f'ipcheck mark {_("TASK")} done --on {_("DAY")} --source "{_("TEXT")}" --publisher "{_("NAME")}"'
    return [
        _("If nothing is found: {command}").format(command=nothing),
        _("If found to be done: {command}").format(command=f'{found} --url "{_("ADDRESS")}"'),
        _("As a form to fill in: {command}; read it back with: {back}").format(
            command=f"{listing_command(query, _, name='worklist') or 'ipcheck worklist'} -o worklist.xlsx",
            back="ipcheck sheet --read --write worklist.xlsx",
        ),
    ]


def _further_values(lookup: Lookup) -> Row:
    """The values of a row for programs beside those of its task."""
    links = [engine.url(search) for search in lookup.searches for engine in ENGINES]
    return lookup.why, lookup.task.checked, "\n".join(lookup.words), "\n".join(links)


def _as_json(context: Context, work: Worklist, lookups: Sequence[Lookup]) -> dict[str, Any]:
    of_task = task_json(context)
    return {
        "as_of": context.as_of.isoformat(),
        "looked_for": work.looked_for,
        "of": work.of,
        "tasks": [
            {
                **of_task(lookup.task), "why": lookup.why, "searched_before": lookup.task.checked,
                "search": lookup.words,
                "links": [
                    {"engine": engine.key, "words": engine.words(search), "url": engine.url(search)}
                    for search in lookup.searches for engine in ENGINES
                ],
            }
            for lookup in lookups
        ],
    }  # fmt: skip
