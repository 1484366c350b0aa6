"""Loading the files that name plans and tasks, checked against the rows that are already compiled."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.tables import selection
from ipcheck.datafiles.discovery import BASELINE, GIST, LEDGER, LINKS, PLAN, REGISTRIES, DataFile
from ipcheck.datafiles.loaders.assignments import load_assignments
from ipcheck.datafiles.loaders.baseline import load_baseline, unknown_tasks
from ipcheck.datafiles.loaders.gists import KnownTexts, load_gists
from ipcheck.datafiles.loaders.ledger import load_ledger
from ipcheck.datafiles.loaders.links import KnownPlan, load_links
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskFacts, task_facts
from ipcheck.datafiles.rows import Row
from ipcheck.domain.measure import Measure
from ipcheck.domain.registry import Registry
from ipcheck.domain.task import Task, plan_of

Load = Callable[[DataFile, Any], tuple[Sequence[Row], list[Finding]]]


class CompiledFiles(Protocol):
    """The files of a call that are compiled so far, and what stays unsure because a file has errors."""

    connection: sqlite3.Connection

    def ids(self, roles: Sequence[str], shipped_only: bool = False) -> list[int]:
        """The row ids of the files with these roles, in the order of the call; files with errors have none."""

    def is_unsure(self, roles: Sequence[str]) -> bool:
        """Whether a registry with one of these roles has errors."""

    def knows_all_plans(self) -> bool:
        """Whether the id of every plan is known, also of the plans with errors."""

    def unsure_plans(self) -> set[str]:
        """The ids of the plans whose file has errors."""


def reference_loader(
    compiling: CompiledFiles, registry: Registry, with_shipped: bool, _: Translator, today: str | None
) -> Load:
    """A function that turns a file which names plans into rows and findings.

    The plans and tasks that the user's files name must exist. Shipped files name only shipped plans. Shipped links,
    ledgers, assignments and summaries are checked only `with_shipped`: before a release, not in every call. Nothing can
    have been searched for in vain after `today` (ISO text).
    """
    plans = cache(lambda shipped: _known_plans(compiling, shipped))
    texts = cache(lambda shipped: _known_texts(compiling, shipped))
    tasks = cache(lambda shipped: _known_tasks(compiling, registry, shipped))
    all_plans_known = compiling.knows_all_plans()

    def load(file: DataFile, content: Any) -> tuple[Sequence[Row], list[Finding]]:
        is_checked = with_shipped or not file.shipped
        if file.role == LINKS:
            return load_links(content, file.path, plans(file.shipped) if is_checked else None, _, all_plans_known)
        if file.role == GIST:
            return load_gists(content, file.path, texts(file.shipped) if is_checked else None, _, all_plans_known)
        if file.role == BASELINE:
            return _check_baseline(content, file, tasks(file.shipped), _)
        reference = tasks(file.shipped) if is_checked else None
        if file.role == LEDGER:
            return load_ledger(content, file.path, reference, _, today)
        return load_assignments(content, file.path, reference, _)

    return load


def _check_baseline(
    content: Any, file: DataFile, reference: ReferenceData, _: Translator
) -> tuple[Sequence[Row], list[Finding]]:
    """The findings of a baseline, also on tasks that do not exist. A baseline has no rows."""
    accepted, findings = load_baseline(content, file.path, _)
    missing = [entry.task for entry in accepted if reference.lacks(entry.task)]
    return [], findings + unknown_tasks(content, file.path, missing, reference.tasks, _)


def _known_plans(compiling: CompiledFiles, shipped_only: bool) -> dict[str, KnownPlan]:
    """The plans of this call by id. A user's plan replaces a shipped one with the same id, since its file comes later.

    Of a plan with errors, neither the day nor the tasks are known.
    """
    select = compiling.connection.execute
    plans = {}
    for file in compiling.ids([PLAN], shipped_only):
        [(plan, day)] = select("SELECT plan, day FROM plan_stats WHERE file = ?", (file,))
        tasks = select("SELECT id FROM tasks WHERE file = ?", (file,))
        plans[plan] = KnownPlan(day, {task for (task,) in tasks})
    return plans | {plan: KnownPlan(None, None) for plan in compiling.unsure_plans()}


def _known_texts(compiling: CompiledFiles, shipped_only: bool) -> dict[str, KnownTexts | None]:
    """The headings and task texts of this call's plans by plan id; None for a plan with errors.

    A user's plan replaces a shipped one with the same id.
    """
    select = compiling.connection.execute
    texts_by_plan: dict[str, KnownTexts | None] = {}
    for file in compiling.ids([PLAN], shipped_only):
        [(plan,)] = select("SELECT plan FROM plan_stats WHERE file = ?", (file,))
        headings = select("SELECT heading FROM sections WHERE file = ? ORDER BY position", (file,))
        tasks = select("SELECT number, text FROM tasks WHERE file = ? ORDER BY position", (file,))
        texts_by_plan[plan] = KnownTexts(dict.fromkeys(heading for (heading,) in headings), dict(tasks))
    return texts_by_plan | dict.fromkeys(sorted(compiling.unsure_plans()))


def _known_tasks(compiling: CompiledFiles, registry: Registry, shipped_only: bool) -> ReferenceData:
    """The reference data of this call's plans and registries. A task is read only when an entry names it."""
    select = compiling.connection.execute
    plans = {
        plan: file
        for file in compiling.ids([PLAN], shipped_only)
        for (plan,) in select("SELECT plan FROM plan_stats WHERE file = ?", (file,))
        if shipped_only or plan not in compiling.unsure_plans()
    }

    def task(name: str) -> TaskFacts | None:
        rows = select(
            f"SELECT {selection(Task, 't')} FROM tasks t WHERE id = ? AND file = ?", (name, plans.get(plan_of(name)))
        )
        return next((task_facts(Task(*row)) for row in rows), None)

    def tasks(plan: str) -> list[str]:
        rows = select("SELECT id FROM tasks WHERE file = ? ORDER BY position", (plans.get(plan),))
        return [name for (name,) in rows]

    registries = compiling.ids(REGISTRIES)
    groups = _groups(select, registries)
    measures = _measures(select, registries)
    return ReferenceData(
        task, tasks, list(plans), registry.agency, registry.agencies_like, registry.instrument,
        lambda agency: groups.get(agency, ()),
        compiling.unsure_plans(), compiling.knows_all_plans(), not compiling.is_unsure(REGISTRIES),
        _successors(select, registries),
        lambda name: measures.get(registry.measure(name) or ""), registry.measures_like,
    )  # fmt: skip


def _groups(select: Callable[..., sqlite3.Cursor], registries: Sequence[int]) -> dict[str, list[str]]:
    """The groups that each agency belongs to or hosts, by uniform name; `registries` are row ids of files."""
    groups: dict[str, list[str]] = defaultdict(list)
    for file in registries:
        members = "SELECT agency, agency_group FROM members WHERE file = ?"
        hosts = "SELECT hosted_by, name FROM agencies WHERE file = ? AND hosted_by IS NOT NULL"
        for agency, group in select(f"{members} UNION {hosts}", (file, file)):
            groups[agency].append(group)
    return groups


def _measures(select: Callable[..., sqlite3.Cursor], registries: Sequence[int]) -> dict[str, Measure]:
    """The measures by their ids; `registries` are row ids of files, of which the later counts."""
    sql = f"SELECT {selection(Measure, 'm')} FROM measures m WHERE file = ?"
    return {row[0]: Measure(*row) for file in registries for row in select(sql, (file,))}


def _successors(select: Callable[..., sqlite3.Cursor], registries: Sequence[int]) -> dict[str, str]:
    """The agency that followed each former one, by uniform names."""
    sql = "SELECT name, counterpart FROM agencies WHERE file = ? AND kind = 'former'"
    return {name: successor for file in registries for name, successor in select(sql, (file,))}
