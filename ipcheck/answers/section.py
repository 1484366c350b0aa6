"""Headings: the tasks under those that contain a text, and the tree of them all."""

from collections.abc import Sequence
from typing import Any

from ipcheck.answers.asked import Asked, unknown_name
from ipcheck.answers.task_table import task_document
from ipcheck.catalogue.query import Wanted, find_tasks, word_forms
from ipcheck.documents import Column, Document, Table


def section_document(asked: Asked, wanted: Wanted, text: str) -> Document:
    """The tasks under headings that contain `text`. Raises Refused, with the nearest headings, where none does."""
    _ = asked.words
    forms = word_forms(asked.catalogue, text)
    headings = [(row[4], row[5]) for row in section_rows(asked, wanted.plans)]
    if not any(form in searched for form in forms for _heading, searched in headings):
        raise unknown_name(_("no heading contains {name}"), text, (heading for heading, _s in headings), _)
    title = _("Under headings that contain {text}").format(text=text)
    tasks = find_tasks(asked.catalogue, wanted._replace(section=text), asked.judge)
    return task_document(title, [], tasks, asked)


def sections_document(asked: Asked, wanted: Wanted) -> Document:
    """The tree of headings with how many tasks stand under each, those of its own headings included."""
    _ = asked.words
    rows = section_rows(asked, wanted.plans)
    columns = [
        Column("plan", _("plan"), "id", shown=1),
        Column("heading", _("heading"), shown=2),
        Column("depth", _("depth"), "number"),
        Column("tasks", _("tasks"), "number", shown=3),
    ]
    for_people = [
        (plan if not depth else "", indented(depth, heading), depth, n) for plan, *__, depth, heading, __, n in rows
    ]
    for_machines = [(plan, heading, depth, n) for plan, *__, depth, heading, __, n in rows]
    tables = [
        Table([column._replace(data=False) for column in columns], for_people),
        Table([column._replace(shown=0) for column in columns], for_machines),
    ]
    return Document(_("Headings"), tables, data=lambda: tree(rows), empty=_("No heading."))


def indented(depth: int, heading: str) -> str:
    """A heading at its depth; the full-width space aligns with Chinese text and survives every format."""
    return "　" * depth + heading


def section_rows(asked: Asked, plans: Sequence[str]) -> list[tuple[Any, ...]]:
    """(plan, position, parent, depth, heading, folded heading, tasks) of every heading, in document order."""
    marks = ", ".join("?" * len(plans))
    return list(
        asked.catalogue.select(
            "SELECT p.id, s.position, s.parent, s.depth, s.heading, s.searched, s.last - s.first + 1"
            " FROM sections s JOIN active a ON a.file = s.file JOIN plans p ON p.file = s.file"
            f" {f'WHERE p.id IN ({marks})' if plans else ''} ORDER BY a.rank, s.position",
            list(plans),
        )
    )


def tree(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The headings as nested {plan, heading, tasks, children}."""
    top: list[dict[str, Any]] = []
    nodes: dict[tuple[str, int], dict[str, Any]] = {}
    for plan, position, parent, _depth, heading, _searched, count in rows:
        node = {"plan": plan, "heading": heading, "tasks": count, "children": []}
        nodes[plan, position] = node
        (nodes[plan, parent]["children"] if parent is not None else top).append(node)
    return top
