"""Headings of plans: the tasks under headings that contain a text, and the tree of all headings."""

from collections.abc import Callable, Sequence
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.lists import Heading, headings
from ipcheck.formats.document import Column, Document, Field, Held, Records, Table
from ipcheck.reports.due import bounded_document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import english_of, texts_in_columns
from ipcheck.reports.shared.unread import unread_lines


def section_document(context: Context, query: TaskQuery, text: str) -> Document:
    """The tasks that `query` selects, as a document; `text` is what their headings contain (`query.section`)."""
    title = context.translator("Under headings that contain {text}").format(text=text)
    return bounded_document(context, query, title)


def sections_document(context: Context, query: TaskQuery) -> Document:
    """The tree of headings, each with the number of tasks under it and under its subheadings."""
    _ = context.translator
    rows = headings(context.catalogue, query.plans)
    # only a top heading names its plan
    plan_column: Column[Heading] = Column(_("plan"), lambda row: "" if row.depth else row.plan, "id")
    fields = [Field("plan"), Field("heading"), Field("depth", "number"), Field("tasks", "number"), Field("english")]
    english = english_of(context)
    return Document(
        _("Headings"), lambda: [Table([plan_column, *heading_columns(_)], rows)],
        lambda: Records(fields, ((row.plan, row.heading, row.depth, row.tasks, english(row.key)) for row in rows)),
        data=lambda: tree(rows, english), notes=lambda: unread_lines(context, query), empty=_("No headings."),
        holds=lambda: Held(len(rows), _.many("{n} heading", "{n} headings", len(rows))),
        counted=_("{n} of {all} headings"),
    )  # fmt: skip


def heading_columns(_: Translator) -> list[Column[Heading]]:
    """The columns of a tree of headings."""
    return [
        *texts_in_columns(indented, lambda row: _indent(row, _.gist(row.key, row.heading)), indented, _, _("heading")),
        Column(_("tasks"), lambda row: row.tasks, "number"),
    ]


def indented(row: Heading) -> str:
    """A heading, indented by its depth. The full-width space aligns with Chinese text and survives every format."""
    return _indent(row, row.heading)


def _indent(row: Heading, text: str) -> str:
    return "　" * row.depth + text


def tree(rows: Sequence[Heading], english: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """The headings as nested objects for JSON: {plan, heading, tasks, children, english}. Parents stand before their
    children in `rows`; `english` gives the summary of a heading by its key."""
    top: list[dict[str, Any]] = []
    nodes: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows:
        node = {
            "plan": row.plan, "heading": row.heading, "tasks": row.tasks, "children": [], "english": english(row.key),
        }  # fmt: skip
        nodes[row.plan, row.position] = node
        (top if row.parent is None else nodes[row.plan, row.parent]["children"]).append(node)
    return top
