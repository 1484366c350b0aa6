"""Links (a later task carries on an earlier one), the comparison of two plans by links, and threads of linked tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

CURATED, SUGGESTED = "curated", "suggested"
STRONG, WEAK = "strong", "weak"


class Link(NamedTuple):
    """The task `later` carries on the task `earlier` (both are ids); `why` names what the two tasks share, and
    `english` says so in English, where somebody has written it.

    `grade` is STRONG or WEAK. `basis` tells who made the link: CURATED, a person; SUGGESTED, the program. `score` is
    the program's own score, from 0 to 1; None on a curated link.
    """

    earlier: str
    later: str
    grade: str
    why: str
    english: str | None = None
    basis: str = CURATED
    score: float | None = None


class Comparison(NamedTuple):
    """Two plans compared: each task (by id) is at an end of a link, or in one of the plans only."""

    links: Sequence[Link]
    only_earlier: Sequence[str]
    only_later: Sequence[str]


def compare(earlier: Sequence[str], later: Sequence[str], links: Iterable[Link]) -> Comparison:
    """Compare two plans, given as task ids in document order, by the links between them.

    The links are sorted by the order of the earlier plan, then of the later. Links to other plans are left out.
    """
    place = {task: index for index, task in enumerate(earlier)}
    target = {task: index for index, task in enumerate(later)}
    between = sorted(
        (link for link in links if link.earlier in place and link.later in target),
        key=lambda link: (place[link.earlier], target[link.later]),
    )
    linked_earlier = {link.earlier for link in between}
    linked_later = {link.later for link in between}
    return Comparison(
        between,
        [task for task in earlier if task not in linked_earlier],
        [task for task in later if task not in linked_later],
    )


def threads(plans: Sequence[Sequence[str]], links: Mapping[tuple[int, int], Iterable[Link]]) -> list[list[list[str]]]:
    """The tasks of several plans as threads: groups of tasks that links join, directly or through other tasks.

    Each thread has one list of task ids for each plan, in document order, empty where the plan has no task in it.
    `links[i, j]` lead from plan i to plan j; both ends must be tasks of these plans. Threads are sorted by their first
    tasks, earliest plan first.
    """
    parents: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        while node in parents:
            parents[node] = parents.get(parents[node], parents[node])  # shortens the way for later calls
            node = parents[node]
        return node

    for (first, second), between in links.items():
        for link in between:
            one, other = root((first, link.earlier)), root((second, link.later))
            if one != other:
                parents[other] = one
    by_root: dict[tuple[int, str], list[list[str]]] = {}
    for index, plan in enumerate(plans):
        for task in plan:
            by_root.setdefault(root((index, task)), [[] for _plan in plans])[index].append(task)
    return list(by_root.values())
