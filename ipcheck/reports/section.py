"""Headings of plans: the tasks under headings that contain a text, and the tree of all headings."""

from collections.abc import Sequence
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import Heading, headings
from ipcheck.formats.document import Column, Document, Field, Records, Table
from ipcheck.reports.due import bounded_document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.task_table import gist_column
from ipcheck.reports.shared.unread import unread_lines


def section_document(context: Context, query: TaskQuery, text: str) -> Document:
    """The tasks that `query` selects, as a document; `text` is what their headings contain (`query.section` holds its
    folded forms)."""
    title = context.translator("Under headings that contain {text}").format(text=text)
    return bounded_document(context, query, title)


def sections_document(context: Context, query: TaskQuery) -> Document:
    """The tree of headings, each with the number of tasks under it and under its subheadings."""
    _ = context.translator
    rows = headings(context.catalogue, query.plans)
    # only a top heading names its plan
    plan_column: Column[Heading] = Column(_("plan"), lambda row: "" if row.depth else row.plan, "id")
    fields = [Field("plan"), Field("heading"), Field("depth", "number"), Field("tasks", "number")]
    return Document(
        _("Headings"), lambda: [Table([plan_column, *heading_columns(_)], rows)],
        lambda: Records(fields, ((row.plan, row.heading, row.depth, row.tasks) for row in rows)),
        data=lambda: tree(rows), notes=lambda: unread_lines(context, query), empty=_("No heading."),
    )  # fmt: skip


def heading_columns(_: Translator) -> list[Column[Heading]]:
    """The columns of a tree of headings."""
    return [
        Column(_("heading"), indented),
        gist_column(lambda row: f"{row.plan} {row.heading}", _),
        Column(_("tasks"), lambda row: row.tasks, "number"),
    ]


def indented(row: Heading) -> str:
    """A heading, indented by its depth. The full-width space aligns with Chinese text and survives every format."""
    return "　" * row.depth + row.heading


def tree(rows: Sequence[Heading]) -> list[dict[str, Any]]:
    """The headings as nested objects for JSON: {plan, heading, tasks, children}. Parents stand before their children in
    `rows`."""
    top: list[dict[str, Any]] = []
    nodes: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows:
        node = {"plan": row.plan, "heading": row.heading, "tasks": row.tasks, "children": []}
        nodes[row.plan, row.position] = node
        (top if row.parent is None else nodes[row.plan, row.parent]["children"]).append(node)
    return top
