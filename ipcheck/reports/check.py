"""The compliance check on a day: which tasks are findings, which findings are accepted, the rates, and the rule that
decides the exit code."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_published_tasks, find_tasks, find_tasks_earlier
from ipcheck.catalogue.unread import UnreadCounts, undecided, unread_counts
from ipcheck.domain.compliance import (
    FAIL_ON,
    FINDINGS,
    AcceptedFinding,
    Rates,
    finding_kind,
    is_open_after_period,
    rates,
)
from ipcheck.domain.outcome import NOT_DONE
from ipcheck.domain.situation import UNREAD, Judge
from ipcheck.domain.task import Task, due_order
from ipcheck.formats.document import Document, Held, Hint, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_exclusions, bound_lines
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.found_tasks import FoundTasks, situations_in_words
from ipcheck.reports.shared.labels import FINDING_WORDS
from ipcheck.reports.shared.rate_table import counted_apart, ended_table, rate_table, standing_in_words, total
from ipcheck.reports.shared.task_table import (
    as_of,
    cite_plans,
    last_day_cell,
    situation_cell,
    task_columns,
    task_json,
    task_records,
    tasks_overview,
)
from ipcheck.reports.shared.unread import responsibility_mark, unread_in_words, unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Case

MOST_ENDED = 20  # tasks of ended periods that are listed where room is short
NONE = "none"  # the value of --fail-on that looks for nothing


class CheckQuery(NamedTuple):
    """What a check looks for: findings of these `kinds` among the tasks of `query`, without those that `accepted`
    names. With `since`, the judge of an earlier day, tasks that were findings on that day do not count."""

    query: TaskQuery
    kinds: Sequence[str]
    since: Judge | None = None
    accepted: Sequence[AcceptedFinding] = ()


class CheckResult(NamedTuple):
    """What a check found.

    `findings` are (task, kind of finding) by plan, soonest last day first. `accepted` are tasks with the entry of the
    baseline that accepts the finding. `gone` are entries of the baseline whose task is no longer such a finding. `old`
    is the number of findings left out because the tasks were findings on the earlier day already. `tasks` are all tasks
    that were judged, which `by_plan` counts by plan. `ended_on` are the last days of the periods that have ended, by
    plan. `overdue` are the keys of the overdue tasks among those that `by_plan` counts as such. `unread` counts the
    phrases that no rule reads; `undecided` are tasks that may fit the query for that reason, as the findings hold them.
    """

    tasks: FoundTasks
    findings: Mapping[str, Sequence[tuple[Task, str]]]
    accepted: Sequence[tuple[Task, AcceptedFinding]]
    gone: Sequence[AcceptedFinding]
    old: int
    by_plan: Mapping[str, Rates]
    ended_on: Mapping[str, str]
    overdue: Sequence[tuple[str, str | None]]
    unread: UnreadCounts
    undecided: Sequence[Task]

    @property
    def all(self) -> list[tuple[Task, str]]:
        """The findings of all plans, as (task, kind)."""
        return [finding for findings in self.findings.values() for finding in findings]


def check(context: Context, check_query: CheckQuery) -> CheckResult:
    """Judge every task that the query selects, of the plans published by the day of the context."""
    old_keys = _keys_found_before(context, check_query)
    acceptances = {acceptance.key: acceptance for acceptance in check_query.accepted}
    findings: dict[str, list[tuple[Task, str]]] = defaultdict(list)
    accepted_findings: list[tuple[Task, AcceptedFinding]] = []
    seen: set[str] = set()
    by_plan: dict[str, Rates] = defaultdict(Rates)
    ended_on: dict[str, str] = {}
    overdue: list[tuple[str, str | None]] = []
    undecided_tasks: list[Task] = []
    old = 0
    tasks = FoundTasks(context, lambda: find_published_tasks(context.catalogue, check_query.query, context.judge))

    def judged() -> Iterator[tuple[Task, str | None]]:
        """Every task, which is counted, and what finding it is; then those that may fit."""
        for task in tasks:
            counted = rates(task, context.judge)
            by_plan[task.plan] += counted
            if counted.ended:
                ended_on[task.plan] = str(task.due)
            if counted.overdue:
                overdue.append(task.key)
            seen.add(task.id)
            yield task, finding_kind(task, check_query.kinds)
        may_fit = _undecided_tasks(context, check_query, context.judge)
        undecided_tasks.extend(task for task in may_fit if task.id not in seen)
        yield from ((task, UNREAD) for task in undecided_tasks)

    for task, kind in judged():
        if kind is None:
            continue
        if acceptance := acceptances.get((*task.key, kind)):
            accepted_findings.append((task, acceptance))
        elif task.key in old_keys:
            old += 1
        else:
            findings[task.plan].append((task, kind))
    for plan_findings in findings.values():
        plan_findings.sort(key=lambda finding: due_order(finding[0]))
    seen |= {task.id for task in undecided_tasks}
    used_keys = {acceptance.key for _task, acceptance in accepted_findings}
    relevant = [entry for entry in check_query.accepted if entry.task in seen and entry.finding in check_query.kinds]
    gone = [entry for entry in relevant if entry.key not in used_keys]
    unread = unread_counts(context.catalogue, check_query.query, context.judge, only_published=True)
    return CheckResult(
        tasks, findings, accepted_findings, gone, old, by_plan, ended_on, overdue, unread, undecided_tasks
    )  # fmt: skip


def _undecided_tasks(context: Context, check_query: CheckQuery, judge: Judge) -> Iterator[Task]:
    """The tasks with a phrase that no rule reads which the query selects, or may select for that reason; none if the
    check does not look for such phrases."""
    if UNREAD not in check_query.kinds:
        return iter(())
    return find_published_tasks(context.catalogue, undecided(check_query.query), judge)


def _keys_found_before(context: Context, check_query: CheckQuery) -> set[tuple[str, str | None]]:
    """The keys of the tasks that were findings of any of these kinds on the day of `since`; none without `since`."""
    if check_query.since is None:
        return set()
    tasks = find_tasks_earlier(context.catalogue, check_query.query, check_query.since)
    may_fit = _undecided_tasks(context, check_query, check_query.since)
    return {task.key for task in chain(tasks, may_fit) if finding_kind(task, check_query.kinds)}


def check_document(context: Context, check_query: CheckQuery, result: CheckResult) -> Document:
    """A check as a document: how things stand, the findings by plan, what is left of ended periods, the rates, and the
    rule that decided the exit code."""
    _ = context.translator
    columns = task_columns(_)

    def tables() -> list[Table[Any]]:
        titles = {plan.id: f"{plan.id} {_.gist(plan.id, plan.title)}" for plan in plans(context.catalogue)}
        by_plan = [
            Table(columns, sorted((task for task, _kind in plan_findings), key=_overdue_first), titles[plan])
            for plan, plan_findings in result.findings.items()
        ]
        return [
            *sorted(by_plan, key=lambda table: min(map(_overdue_first, table.items))),
            _ended(context, check_query, result),
            rate_table(result.by_plan, _("What was due"), _),
            ended_table(result.by_plan, result.ended_on, _),
        ]

    overdue = [" ".join(part for part in key if part) for key in result.overdue]
    unread = unread_in_words(result.unread, _)
    standing = standing_in_words(result.by_plan, result.ended_on, overdue, _, unread=unread)
    facts = [
        *unread_lines(context, check_query.query, result.unread),
        _.sentences([*_since(check_query, result, _), *standing]),
        *silent_on_agencies(context, check_query.query),
        *scope_line(context, check_query.query),
        *bound_lines(check_query.query, _),
        as_of(context),
        *LedgerAge(context).in_words(),
    ]
    return Document(
        _("Implementation check"), tables, lambda: task_records(context, (task for task, _kind in result.all)),
        data=lambda: map(task_json(context), (task for task, _kind in result.all)),
        facts=facts, notes=lambda: _notes(context, check_query, result), day=context.as_of.isoformat(),
        overview=lambda: tasks_overview(context, result.tasks), sources=lambda: cite_plans(context, result.by_plan),
        cases=lambda: _cases(result, _),
        holds=lambda: Held(len(result.all), _.many("{n} finding", "{n} findings", len(result.all))),
    )  # fmt: skip


def _overdue_first(task: Task) -> bool:
    """The sort key that puts what is overdue before all else, which keeps its order."""
    return task.situation.name != "overdue"


def _ended(context: Context, check_query: CheckQuery, result: CheckResult) -> Table[Task]:
    """The table of what was not done when the period of its plan ended, and is no finding: first that of which most is
    known; with an earlier day, only of periods that have ended since. Where room is short, it has MOST_ENDED rows."""
    _ = context.translator
    ended = [
        task for task in result.tasks
        if is_open_after_period(task, context.judge) and not finding_kind(task, check_query.kinds)
    ] if result.ended_on else []  # fmt: skip
    if check_query.since:
        ended = [task for task in ended if str(task.due) >= check_query.since.on]
    ended.sort(key=lambda task: (NOT_DONE.index(task.outcome), task.situation.name == "carried-on"))
    title = Hint(
        _("Period ended: not findings unless --fail-on period-ended is given ({n})").format(n=len(ended)),
        _("Period ended ({n})").format(n=len(ended)),
    )
    more = Hint(
        _("And {n} more; ipcheck tasks --situation period-ended --situation carried-on lists all."),
        _("And {n} more."),
    )
    return Table(task_columns(_), ended, title, row_limit=MOST_ENDED, left_out_note=more)


def _since(check_query: CheckQuery, result: CheckResult, _: Translator) -> list[str]:
    """The line that says how much is new, and how much was found on the earlier day already; none without such a
    day."""
    if check_query.since is None:
        return []
    new = _.many("{n} new finding since {{day}}", "{n} new findings since {{day}}", len(result.all))
    if not result.all:
        new = _("Nothing new since {day}")
    template = _("{new}; already found on that day: {n}.") if result.old else _("{new}.")
    return [template.format(new=new.format(day=check_query.since.on), n=result.old)]


def _notes(context: Context, check_query: CheckQuery, result: CheckResult) -> list[str]:
    _ = context.translator
    notes = [situations_in_words(result.tasks.situations, _), *counted_apart(total(result.by_plan), _)]
    notes += bound_exclusions(context, check_query.query)
    if result.accepted:
        notes.append(_("Accepted by the baseline: {n}.").format(n=len(result.accepted)))
    if result.gone:
        names = _.join(
            [
                _("{name} ({kind})").format(name=entry.task, kind=_(FINDING_WORDS[entry.finding]))
                for entry in result.gone
            ]
        )
        notes.append(_("Accepted by the baseline and no longer found; remove them there: {tasks}.").format(tasks=names))
    return [*notes, Hint(decision_rule(check_query, len(result.all), any(result.unread), _))]


def decision_rule(check_query: CheckQuery, count: int, has_unread: bool, _: Translator) -> str:
    """The line that says what the exit code is for `count` findings, and by which rule. `has_unread`: there are phrases
    that no rule reads."""
    if not check_query.kinds:
        return _("Exit code 0: no findings were asked for (--fail-on none).")
    kinds = ",".join(check_query.kinds)
    if not count and has_unread and UNREAD not in check_query.kinds:
        template = _(
            "Exit code 0: nothing found by --fail-on {kinds} among the phrases that are recognised; to fail for "
            "the others: --fail-on unread"
        )
        return template.format(kinds=kinds)
    if not count:
        return _("Exit code 0: nothing found by --fail-on {kinds}.").format(kinds=kinds)
    return _("Exit code 1: {n} found by --fail-on {kinds}.").format(n=count, kinds=kinds)


def _cases(result: CheckResult, _: Translator) -> Iterator["Case"]:
    """A case for every task that was judged: passed, accepted, or a finding."""
    from ipcheck.formats.parts import Case  # only for formats that report findings

    kinds = {task.key: kind for task, kind in result.all}
    acceptances = {task.key: entry for task, entry in result.accepted}
    for task in chain(result.tasks, result.undecided):
        acceptance = acceptances.get(task.key)
        finding = acceptance.finding if acceptance else kinds.get(task.key)
        parts = [
            situation_cell(task, _).words,
            str(last_day_cell(task, _) or ""),
            _.join_names(task.listed("leads")),
            responsibility_mark(task, _),
            task.text,
        ]
        yield Case(
            task.plan, " ".join(part for part in (task.id, task.subject) if part), task.path, task.line,
            finding or (UNREAD if task.unread else None), _("; ").join(part for part in parts if part),
            acceptance.reason if acceptance else None, task.column,
            level="error" if finding or not task.unread else "warning",  # what nobody has read has not passed
            title=f"{task.id} {situation_cell(task, _).label}",
        )  # fmt: skip


def acceptance_entries(result: CheckResult, reason: str, on: str) -> list[dict[str, str]]:
    """The findings as entries of a baseline that accepts them, for `reason`, from the day `on` (ISO text)."""
    return [_acceptance_entry(task, kind, reason, on) for task, kind in result.all]


def _acceptance_entry(task: Task, kind: str, reason: str, on: str) -> dict[str, str]:
    subject: dict[str, Any] = {"subject": task.subject} if task.subject else {}
    return {"task": task.id, **subject, "finding": kind, "reason": reason, "accepted": on}


def existing_ids(context: Context, ids: Collection[str]) -> set[str]:
    """Those of `ids` that are ids of tasks."""
    if not ids:
        return set()
    return {task.id for task in find_tasks(context.catalogue, TaskQuery(ids=list(ids)), context.judge)}


def task_ids(context: Context, plan: str) -> list[str]:
    """The ids of the tasks of a plan."""
    return [task.id for task in find_tasks(context.catalogue, TaskQuery(plans=[plan]), context.judge)]


def _kinds_in(text: str, _: Translator) -> list[str]:
    """The kinds that a text between two commas names: one kind, in words that may have spaces, or several kinds."""
    known, words = (*FINDINGS, NONE), text.split()
    if all(word in known for word in words):
        return words
    from ipcheck.reports.shared.value_words import read_value, value_meant  # imported here because most calls name keys

    kind = value_meant(text, known, "finding")
    return [kind] if kind else [read_value("--fail-on", part, known, "finding", _) for part in words]


def parse_kinds(values: Sequence[str] | None, _: Translator) -> tuple[str, ...]:
    """The kinds of findings to look for that the `values` of --fail-on name, each a kind or a list of kinds separated
    by commas, semicolons, colons or spaces, in words of either language; FAIL_ON without values (None). Raises
    UsageError for an unknown kind, for no kind at all, and for `none` beside a kind."""
    if values is None:
        return FAIL_ON
    parts = [part for value in values for part in re.split("[,，;；:、]", value) if part.strip()]
    names = [kind for part in parts for kind in _kinds_in(part, _)]
    if not names or (NONE in names and len(names) > 1):
        raise UsageError(_("--fail-on: name what to look for, or none alone"))
    return tuple(kind for kind in FINDINGS if kind in names)
