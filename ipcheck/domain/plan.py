"""A plan as the list of plans contains it: what its document says of itself, and how many tasks and agencies it has."""

from typing import Any, NamedTuple

NATIONWIDE = "全国"  # the region of a plan of the state
STATE = "中华人民共和国"  # stands before titles of laws in documents, but not in the registry


class Plan(NamedTuple):
    """A plan without its sections. The fields up to `column`, the place of the plan's id, are stored.

    `dated` tasks have a last day of their own; `agencies` is the number of agencies that answer for at least one task;
    the last two count the tasks with a deadline, and with a responsibility phrase that no rule reads.
    Days are ISO text.
    """

    id: str
    title: str
    document_number: str | None
    issuer: str | None
    issued: str | None
    published: str | None
    period: str | None
    region: str | None
    publisher: str | None
    via: str | None
    url: str | None
    retrieved: str | None
    preamble: str | None
    closing: str | None
    line: int
    column: int
    path: str = ""
    tasks: int = 0
    dated: int = 0
    ongoing: int = 0
    agencies: int = 0
    unread_deadlines: int = 0
    unread_responsibilities: int = 0

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON answers contain it."""
        keys = ("id", "title", "issuer", "issued", "period", "tasks", "dated", "ongoing", "agencies", "path")
        return {key: getattr(self, key) for key in keys}
