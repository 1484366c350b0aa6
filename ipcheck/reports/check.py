"""Compliance on a day: which tasks are findings, what was accepted, the rates, and the rule that decides."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.query import find_tasks
from ipcheck.domain.compliance import FAIL_ON, FINDINGS, AcceptedFinding, Rates, finding_kind, rates
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task, due_order
from ipcheck.formats.document import Case, Document, Table
from ipcheck.reports.agency import silent_on_agencies
from ipcheck.reports.due import bound_of, excluded_by
from ipcheck.reports.plans import scope_line
from ipcheck.reports.shared.context import Context, unknown_name_error
from ipcheck.reports.shared.entry_table import LedgerAge
from ipcheck.reports.shared.labels import SITUATION_WORDS
from ipcheck.reports.shared.published_tasks import published_tasks, published_tasks_on
from ipcheck.reports.shared.rate_table import counted_apart, rate_table, total
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import (
    as_of,
    at_a_glance,
    last_day,
    situations_in_words,
    standing,
    task_columns,
    task_rows,
)

NONE = "none"  # what --fail-on takes for nothing to look for
FINDING_WORDS = {**SITUATION_WORDS, "blocked": N_("blocked")}


class CheckQuery(NamedTuple):
    """What is looked for: kinds of findings among the tasks `query`; with `since`, only what was none on that day;
    `accepted` ones do not count."""

    query: TaskQuery
    kinds: Sequence[str]
    since: Judge | None = None
    accepted: Sequence[AcceptedFinding] = ()


class CheckResult(NamedTuple):
    """What was found: `findings` by plan (soonest last day first) with their kinds, those `accepted`, baseline entries
    that are `gone`, how many findings are `old`, and counts of all tasks by plan and situation."""

    findings: Mapping[str, Sequence[tuple[Task, str]]]
    accepted: Sequence[tuple[Task, AcceptedFinding]]
    gone: Sequence[AcceptedFinding]
    old: int
    by_plan: Mapping[str, Rates]
    situations: Counter[str]

    @property
    def all(self) -> list[tuple[Task, str]]:
        """The findings of all plans."""
        return [found for each in self.findings.values() for found in each]


def check(context: Context, asking: CheckQuery) -> CheckResult:
    """Judge every task that is wanted."""
    before = _found_before(context, asking)
    accepted = {each.key: each for each in asking.accepted}
    findings: dict[str, list[tuple[Task, str]]] = defaultdict(list)
    known: list[tuple[Task, AcceptedFinding]] = []
    seen: set[str] = set()
    by_plan: dict[str, Rates] = defaultdict(Rates)
    situations: Counter[str] = Counter()
    old = 0
    for task in published_tasks(context, asking.query):
        by_plan[task.plan] += rates(task, context.judge)
        situations[task.situation.name] += 1
        seen.add(task.id)
        kind = finding_kind(task, asking.kinds)
        if kind is None:
            continue
        if reason := accepted.get((*task.key, kind)):
            known.append((task, reason))
        elif task.key in before:
            old += 1
        else:
            findings[task.plan].append((task, kind))
    for each in findings.values():
        each.sort(key=lambda found: due_order(found[0]))
    held = {reason.key for _task, reason in known}
    looked_for = [each for each in asking.accepted if each.task in seen and each.finding in asking.kinds]
    gone = [each for each in looked_for if each.key not in held]
    return CheckResult(findings, known, gone, old, by_plan, situations)


def _found_before(context: Context, asking: CheckQuery) -> set[tuple[str, str | None]]:
    """The tasks that were findings of any of these kinds on the day of `since`."""
    if asking.since is None:
        return set()
    return {
        task.key for task in published_tasks_on(context, asking.query, asking.since) if finding_kind(task, asking.kinds)
    }


def check_document(context: Context, asking: CheckQuery, checked: CheckResult) -> Document:
    """A check as a document: findings by plan, then rates, then the rule that decided the exit code."""
    _ = context.translator
    columns = task_columns(context)
    titles = {plan.id: f"{plan.id} {plan.title}" for plan in plans(context.catalogue)}
    tables = [
        Table(columns, task_rows((task for task, _kind in found), _), titles[plan])
        for plan, found in checked.findings.items()
    ]
    facts = [
        *scope_line(context, asking.query),
        *bound_of(asking.query, _),
        as_of(context),
        *_since(asking, _),
        *LedgerAge(context).said(),
    ]
    return Document(
        _("Compliance check"),
        [*(tables or [Table(columns, ())]), rate_table(checked.by_plan, _("What was due"), _)],
        data=lambda: (task.as_json() for task, _kind in checked.all),
        facts=facts, notes=lambda: _notes(context, asking, checked),
        overview=lambda: at_a_glance(context, published_tasks(context, asking.query)),
        sources=lambda: sources(context, checked.by_plan),
        cases=lambda: _cases(context, asking, checked),
    )  # fmt: skip


def _since(asking: CheckQuery, _: Translator) -> list[str]:
    return [_("Only what was not so on {day}.").format(day=asking.since.on)] if asking.since else []


def _notes(context: Context, asking: CheckQuery, checked: CheckResult) -> list[str]:
    _ = context.translator
    said = [situations_in_words(checked.situations, _), *counted_apart(total(checked.by_plan), _)]
    said += [*excluded_by(context, asking.query), *silent_on_agencies(context, asking.query)]
    if checked.accepted:
        said.append(_("Accepted by the baseline: {n}.").format(n=len(checked.accepted)))
    if checked.gone:
        names = _.listed(
            [_("{name} ({kind})").format(name=each.task, kind=_(FINDING_WORDS[each.finding])) for each in checked.gone]
        )
        said.append(_("Accepted by the baseline, and found no longer; strike them there: {tasks}.").format(tasks=names))
    if checked.old:
        said.append(_("So already on {day}: {n}.").format(day=asking.since.on if asking.since else "", n=checked.old))
    return [*said, decision_rule(asking, len(checked.all), _)]


def decision_rule(asking: CheckQuery, found: int, _: Translator) -> str:
    """The rule that decides the exit code, and what it decided."""
    if not asking.kinds:
        return _("Exit code 0: nothing was to fail (--fail-on none).")
    kinds = ",".join(asking.kinds)
    if not found:
        return _("Exit code 0: nothing found by --fail-on {kinds}.").format(kinds=kinds)
    return _("Exit code 1: found {n} by --fail-on {kinds}.").format(n=found, kinds=kinds)


def _cases(context: Context, asking: CheckQuery, checked: CheckResult) -> Iterator[Case]:
    """Every task that was judged: passed, accepted, or a finding."""
    _ = context.translator
    kinds = {task.key: kind for task, kind in checked.all}
    reasons = {task.key: each for task, each in checked.accepted}
    for task in published_tasks(context, asking.query):
        reason = reasons.get(task.key)
        said = [standing(task, _).words, str(last_day(task, _) or ""), _.name(task.lead or ""), task.text]
        yield Case(
            task.plan, " ".join(part for part in (task.id, task.subject) if part), task.path, task.line,
            reason.finding if reason else kinds.get(task.key), _("; ").join(part for part in said if part),
            reason.reason if reason else None, task.column, title=f"{task.id} {standing(task, _).words}",
        )  # fmt: skip


def acceptance_entries(checked: CheckResult, reason: str, on: str) -> list[dict[str, str]]:
    """The findings as entries of a baseline that accepts them."""
    return [_accepted(task, kind, reason, on) for task, kind in checked.all]


def _accepted(task: Task, kind: str, reason: str, on: str) -> dict[str, str]:
    subject: dict[str, Any] = {"subject": task.subject} if task.subject else {}
    return {"task": task.id, **subject, "finding": kind, "reason": reason, "accepted": on}


def known_ids(context: Context, ids: Collection[str]) -> set[str]:
    """Those of `ids` that tasks have."""
    if not ids:
        return set()
    return {task.id for task in find_tasks(context.catalogue, TaskQuery(ids=list(ids)), context.judge)}


def ids_of(context: Context, plan: str) -> list[str]:
    """The ids of a plan's tasks."""
    return [task.id for task in find_tasks(context.catalogue, TaskQuery(plans=[plan]), context.judge)]


def kinds_of(given: Sequence[str] | None, _: Translator) -> tuple[str, ...]:
    """What to look for. Raises UsageError for what is nothing to look for."""
    if given is None:
        return FAIL_ON
    named = [kind for each in given for kind in re.split(r"[,，;；:\s]+", each) if kind]
    for kind in named:
        if kind not in FINDINGS and kind != NONE:
            said = _("--fail-on: there is no {name}; there are {known}").format(
                name="{name}", known=_.listed([*FINDINGS, NONE])
            )
            raise unknown_name_error(said, kind, FINDINGS, _)
    if not named or (NONE in named and len(named) > 1):
        raise UsageError(_("--fail-on: name what to look for, or none alone"))
    return tuple(kind for kind in FINDINGS if kind in named)
