"""The curated links in the catalogue. A link counts only where both its tasks exist."""

from collections.abc import Iterable, Iterator

from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.task import plan_of

_LINKS = """
    SELECT l.earlier, l.later, l.grade, l.why, l.english
    FROM links l JOIN active la ON la.file = l.file
    JOIN tasks e ON e.id = l.earlier JOIN active ea ON ea.file = e.file
    JOIN tasks t ON t.id = l.later JOIN active ta ON ta.file = t.file
"""
_IN_TIME = "ORDER BY ea.rank, e.position, ta.rank, t.position"


def links_between(catalogue: Catalogue, earlier: str, later: str) -> list[Link] | None:
    """The curated links from one plan to another, in document order; None where nobody has curated the pair."""
    pair = catalogue.select(
        "SELECT p.file FROM linked_plans p JOIN active USING (file) WHERE p.earlier = ? AND p.later = ?",
        (earlier, later),
    )
    file = next(pair, None)
    if file is None:
        return None
    return [Link(*row) for row in catalogue.select(f"{_LINKS} WHERE l.file = ? {_IN_TIME}", file)]


def links_with(catalogue: Catalogue, plan: str) -> dict[tuple[str, str], list[Link]]:
    """The curated links of a plan, in document order, for each pair of plans: {(earlier, later): links}.

    A pair that a person has curated without any link is included.
    """
    links: dict[tuple[str, str], list[Link]] = {pair: [] for pair in linked_plans(catalogue) if plan in pair}
    rows = catalogue.select(
        f"{_LINKS} JOIN linked_plans p ON p.file = l.file WHERE p.earlier = ? OR p.later = ? {_IN_TIME}", (plan, plan)
    )
    for link in (Link(*row) for row in rows):
        links[plan_of(link.earlier), plan_of(link.later)].append(link)
    return links


def linked_plans(catalogue: Catalogue) -> set[tuple[str, str]]:
    """The pairs of plans (earlier, later) that a person has curated links for."""
    return set(catalogue.select("SELECT p.earlier, p.later FROM linked_plans p JOIN active USING (file)"))


def links_of(catalogue: Catalogue, task: str) -> list[Link]:
    """The curated links that lead to or from a task (by id), in document order."""
    rows = catalogue.select(f"{_LINKS} WHERE l.earlier = ? OR l.later = ? {_IN_TIME}", (task, task))
    return [Link(*row) for row in rows]


def links_among(catalogue: Catalogue, tasks: Iterable[str]) -> list[Link]:
    """The curated links with both ends among `tasks` (ids). All links are read: they are few, the tasks may be many."""
    among = set(tasks)
    return [link for link in curated_links(catalogue) if link.earlier in among and link.later in among]


def curated_links(catalogue: Catalogue) -> Iterator[Link]:
    """All curated links, in document order."""
    return (Link(*row) for row in catalogue.select(f"{_LINKS} {_IN_TIME}"))
