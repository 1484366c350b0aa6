"""The plans, each with what can be asked of it."""

from typing import Any

from ipcheck.answers.asked import Asked
from ipcheck.catalogue.query import Wanted
from ipcheck.documents import Column, Document, Table

_PLANS = """
    SELECT p.id, p.title, p.issuer, coalesce(p.issued, p.published), p.period, count(*),
        sum(t.due IS NOT NULL AND t.deadline_basis IN ('stated', 'paragraph')), sum(t.ongoing),
        (SELECT count(DISTINCT r.agency) FROM responsibilities r WHERE r.file = p.file AND r.role != 'mentioned'),
        p.issued, f.path
    FROM plans p JOIN active a ON a.file = p.file JOIN files f ON f.id = p.file JOIN tasks t ON t.file = p.file
    {where} GROUP BY p.file ORDER BY a.rank
"""


def plans_document(asked: Asked, wanted: Wanted) -> Document:
    """The plans with period, issuer and counts, in time order."""
    _ = asked.words
    marks = ", ".join("?" * len(wanted.plans))
    where = f"WHERE p.id IN ({marks})" if wanted.plans else ""
    rows = list(asked.catalogue.select(_PLANS.format(where=where), list(wanted.plans)))
    columns = [
        Column("id", _("plan"), "id", shown=1),
        Column("title", _("title"), shown=2),
        Column("issuer", _("issuer")),
        Column("issued", _("date"), "day", shown=3, data=False),
        Column("period", _("period"), "id", shown=4, optional=True),
        Column("tasks", _("tasks"), "number", shown=5),
        Column("dated", _("dated"), "number", shown=6),
        Column("ongoing", _("ongoing"), "number", shown=7),
        Column("agencies", _("agencies"), "number", shown=8),
        Column("issued", _("issued"), "day"),
        Column("path", _("file")),
    ]
    return Document(
        _("Plans"), [Table(columns, rows)], data=lambda: (_as_json(row) for row in rows),
        notes=lambda: [_("Plans: {plans}. Tasks: {tasks}.").format(plans=len(rows), tasks=sum(row[5] for row in rows))],
        empty=_("No plan."),
    )  # fmt: skip


def _as_json(row: tuple[Any, ...]) -> dict[str, Any]:
    plan, title, issuer, _day, period, tasks, dated, ongoing, agencies, issued, path = row
    return {
        "id": plan, "title": title, "issuer": issuer, "issued": issued, "period": period,
        "tasks": tasks, "dated": dated, "ongoing": ongoing, "agencies": agencies, "path": path,
    }  # fmt: skip
