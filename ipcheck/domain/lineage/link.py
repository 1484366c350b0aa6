"""Links: a later task carries on an earlier one. What they divide two plans into, and the threads that they make."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

CURATED, SUGGESTED = "curated", "suggested"
STRONG, WEAK = "strong", "weak"


class Link(NamedTuple):
    """`later` carries on `earlier` (task ids); `why` names what they share.

    `basis`: made by a person (`curated`) or by the program (`suggested`). `score` is the program's own, from 0 to 1;
    None on a curated link.
    """

    earlier: str
    later: str
    grade: str
    why: str
    basis: str = CURATED
    score: float | None = None


class Comparison(NamedTuple):
    """Every task of two plans is in exactly one part: at an end of a link, not listed again, or new."""

    links: Sequence[Link]
    only_earlier: Sequence[str]
    only_later: Sequence[str]


def compare(earlier: Sequence[str], later: Sequence[str], links: Iterable[Link]) -> Comparison:
    """The tasks of two plans (ids in document order) by what the links say of them.

    Links stand in the order of the earlier plan, then of the later; those that lead elsewhere do not count.
    """
    place = {task: index for index, task in enumerate(earlier)}
    target = {task: index for index, task in enumerate(later)}
    between = sorted(
        (link for link in links if link.earlier in place and link.later in target),
        key=lambda link: (place[link.earlier], target[link.later]),
    )
    begun = {link.earlier for link in between}
    continued = {link.later for link in between}
    return Comparison(
        between, [task for task in earlier if task not in begun], [task for task in later if task not in continued]
    )


def threads(plans: Sequence[Sequence[str]], links: Mapping[tuple[int, int], Iterable[Link]]) -> list[list[list[str]]]:
    """The tasks of several plans in threads: for each, its ids by plan, in document order; a gap is an empty list.

    `links[i, j]` lead from plan i to plan j, both ends of each being tasks of these plans. What links join, directly
    or through others, is one thread. Threads stand in the order of their first tasks, earliest plan first.
    """
    parents: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        while node in parents:
            parents[node] = parents.get(parents[node], parents[node])  # halves the way for the next who asks
            node = parents[node]
        return node

    for (first, second), between in links.items():
        for link in between:
            one, other = root((first, link.earlier)), root((second, link.later))
            if one != other:
                parents[other] = one
    found: dict[tuple[int, str], list[list[str]]] = {}
    for index, plan in enumerate(plans):
        for task in plan:
            found.setdefault(root((index, task)), [[] for _plan in plans])[index].append(task)
    return list(found.values())
