"""Deciding which files count in a call, and in which order: the rows of these files answer the call."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.calls import Call
from ipcheck.datafiles.discovery import DataFile


def resolve_call(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> Call:
    """Decide which of the files `ids` count, and their order: other files, then links, then plans in time order, where
    plans without a day come last.

    Shipped links lead only between shipped plans: a user who replaces such a plan must bring its links, too. Raises
    InvalidDataError where two plans have the same id, or two files link the same plans, and neither replaces the other.
    """
    effective = effective_files(connection, ids, _)
    if effective.findings:
        raise InvalidDataError(effective.findings)
    return Call(list(ids), [*effective.others, *effective.links, *effective.plans], sorted(effective.replaced))


class EffectiveFiles(NamedTuple):
    """The row ids of the files that count, of which no two have the same name; plans are in time order.

    `replaced` has the ids of the shipped plans that the user replaces; `findings` the names that are given twice.
    """

    plans: list[int]
    links: list[int]
    others: list[int]
    replaced: set[str]
    findings: list[Finding]


def effective_files(connection: sqlite3.Connection, ids: Mapping[int, DataFile], _: Translator) -> EffectiveFiles:
    """The files that count among `ids`. The user's plans and links replace the shipped ones of the same name.

    The name of a plan is its id, that of a links file the pair of its plans. Shipped links and summaries of a replaced
    plan do not count.
    """
    in_time = "SELECT file, plan, line, column FROM plan_stats ORDER BY coalesce(day, '9999'), plan"
    plans = {file: row for file, *row in connection.execute(in_time)}
    linked = {file: row for file, *row in connection.execute("SELECT * FROM linked_plans")}
    findings: list[Finding] = []
    template = _("the plan id {name} is given twice; also in {path}")
    chosen = _chosen(plans, ids, "duplicate-plan", template, findings)
    replaced = {plan for plan, file in chosen.items() if not ids[file].shipped}
    links = {
        file: (_.join(sorted((earlier, later))), line, column)
        for file, (earlier, later, line, column) in linked.items()
        if file in ids and not (ids[file].shipped and replaced & {earlier, later})
    }
    template = _("the links between {name} are given twice; also in {path}")
    chosen_links = _chosen(links, ids, "duplicate-links", template, findings)
    gist_plans = dict(connection.execute("SELECT DISTINCT file, plan FROM gists"))
    others = [
        file for file in ids
        if file not in plans and file not in linked and not (ids[file].shipped and gist_plans.get(file) in replaced)
    ]  # fmt: skip
    plan_files = set(chosen.values())
    return EffectiveFiles(
        [file for file in plans if file in plan_files], list(chosen_links.values()), others, replaced, findings
    )


def _chosen(
    named: Mapping[int, Sequence[Any]], ids: Mapping[int, DataFile], rule: str, template: str, findings: list[Finding]
) -> dict[str, int]:
    """The file that counts for each name, by row id; `named` has (name, line, column) for each file.

    A user's file replaces a shipped one. Two files of the user's, or two shipped ones, with the same name are a fault,
    which is added to `findings` with a message made from `template`.
    """
    chosen: dict[str, int] = {}
    for file in ids:
        if file not in named:
            continue
        name, line, column = named[file]
        rival = chosen.get(name)
        if rival is not None and ids[rival].shipped == ids[file].shipped:
            message = template.format(name=name, path=ids[rival].path)
            findings.append(Finding(ids[file].path, line, column, "error", rule, message))
        else:
            chosen[name] = file
    return chosen
