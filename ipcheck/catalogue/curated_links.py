"""Curated links as the catalogue holds them; a link counts where both its ends exist."""

from collections.abc import Iterable, Iterator

from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.task import plan_of

_LINKS = """
    SELECT l.earlier, l.later, l.grade, l.why
    FROM links l JOIN active la ON la.file = l.file
    JOIN tasks e ON e.id = l.earlier JOIN active ea ON ea.file = e.file
    JOIN tasks t ON t.id = l.later JOIN active ta ON ta.file = t.file
"""
_IN_TIME = "ORDER BY ea.rank, e.position, ta.rank, t.position"


def links_between(catalogue: Catalogue, earlier: str, later: str) -> list[Link] | None:
    """The curated links from one plan to another, in document order; None where nobody has curated this pair."""
    pair = catalogue.select(
        "SELECT p.file FROM linked_plans p JOIN active USING (file) WHERE p.earlier = ? AND p.later = ?",
        (earlier, later),
    )
    file = next(pair, None)
    if file is None:
        return None
    return [Link(*row) for row in catalogue.select(f"{_LINKS} WHERE l.file = ? {_IN_TIME}", file)]


def links_with(catalogue: Catalogue, plan: str) -> dict[tuple[str, str], list[Link]]:
    """The curated links between a plan and each other with which a person has linked it, by (earlier, later), in
    document order."""
    found: dict[tuple[str, str], list[Link]] = {pair: [] for pair in linked_plans(catalogue) if plan in pair}
    rows = catalogue.select(
        f"{_LINKS} JOIN linked_plans p ON p.file = l.file WHERE p.earlier = ? OR p.later = ? {_IN_TIME}", (plan, plan)
    )
    for link in (Link(*row) for row in rows):
        found[plan_of(link.earlier), plan_of(link.later)].append(link)
    return found


def linked_plans(catalogue: Catalogue) -> set[tuple[str, str]]:
    """The pairs of plans, earlier and later, between which a person has curated links."""
    return set(catalogue.select("SELECT p.earlier, p.later FROM linked_plans p JOIN active USING (file)"))


def links_of(catalogue: Catalogue, task: str) -> list[Link]:
    """The curated links that lead to a task or from it."""
    rows = catalogue.select(f"{_LINKS} WHERE l.earlier = ? OR l.later = ? {_IN_TIME}", (task, task))
    return [Link(*row) for row in rows]


def links_among(catalogue: Catalogue, tasks: Iterable[str]) -> list[Link]:
    """The curated links of which both ends are among `tasks`; there are few links, and may be many tasks."""
    among = set(tasks)
    return [link for link in curated_links(catalogue) if link.earlier in among and link.later in among]


def curated_links(catalogue: Catalogue) -> Iterator[Link]:
    """All curated links, in document order."""
    return (Link(*row) for row in catalogue.select(f"{_LINKS} {_IN_TIME}"))
