"""Suggested links: which later tasks probably carry on which earlier tasks, judged by the tasks alone.

Two tasks are alike if they share rare signs (characters and pairs of characters). The fewer tasks of both plans have a
sign, the more the sign weighs: words of every task (推进, 知识产权, 工作机制) count for little. The comparison also
uses what readers of plans know:

* Titles are names. Two different 《…》 are two documents, however alike the titles are, so signs inside titles are
  compared with running text only. One document in both tasks, under any of its names, counts by itself.
* A long task bundles several works. Tasks are compared as wholes and by their most alike clauses.
* Names in quotation marks (“剑网”) and a shared agency point to the same work.
* A task resembles many tasks and carries on few, so a pair counts for more if it is more alike than its rivals. Tasks
  of one plan are rivals too: they are different works by design, and show how alike two different works can read.

The numbers below are one setting for all plans; `benchmarks/lineage.py` measures the setting on curated links.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappush, heappushpop
from itertools import chain
from math import log, sqrt
from typing import NamedTuple

from ipcheck.domain.lineage.link import STRONG, SUGGESTED, WEAK, Link
from ipcheck.domain.lineage.reason import Reasons
from ipcheck.domain.lineage.signs import Signs, signs_of
from ipcheck.domain.task import MENTIONED, Task

LEAST = 0.5  # the score from which a link is suggested
SURE = 0.65  # the score from which a suggested link may be strong (docs/links.md says what this was measured on)
NEAR = 0.42  # the score from which a pair is worth the look of a curator

_RARITY = 1.5  # the exponent of a sign's rarity in its weight
_COMMON, _MOST, _FEW = 0.2, 100, 8  # a sign is compared if at most this share and number of tasks, or 8, have it
_CANDIDATES = 5  # the number of tasks with which a task is compared closely: those most alike as wholes
_CLAUSES = 0.25  # the weight of the most alike clauses; the whole texts have the rest
_SIGNS, _DOCUMENT, _MENTIONED, _QUOTED = 0.73, 1.4, 0.28, 0.28  # the weights of what tasks share
_AGENCY = 0.15  # a common agency raises the likeness by this share
_RIVALS = 0.75  # the exponent for being more alike than the rivals
_EXACT = 1000  # weights are whole numbers, in units of 1/1000

Pair = tuple[int, int]


class Suggestions(NamedTuple):
    """Suggested links in document order; `near` holds the pairs that just miss (score from NEAR to below LEAST)."""

    links: list[Link]
    near: list[Link]


def suggest(earlier: Sequence[Task], later: Sequence[Task], known: Mapping[str, Signs] | None = None) -> Suggestions:
    """The links that probably lead from tasks of one plan to tasks of a later plan.

    Tasks with the same text in both plans are linked with score 1, and are not compared further. Exchanging the plans
    reverses every link and changes nothing else. `known` holds signs, by task id, that need not be computed again.
    """
    signs = {task.id: signs_of(task) for task in (*earlier, *later) if not known or task.id not in known}
    signs.update(known or {})
    same = _word_for_word(earlier, later, signs)
    taken = {task.id for pair in same for task in pair}
    left, left_later = ([task for task in plan if task.id not in taken] for plan in (earlier, later))
    pair_scores = _PairScores(left, left_later, signs)
    counts = pair_scores.counts
    if taken:
        counts = counts + Counter(chain.from_iterable(signs[task].every for task in taken))
    reasons = Reasons(pair_scores.weights, counts)
    candidates = [Link(one.id, other.id, STRONG, reasons.about(one), basis=SUGGESTED, score=1.0) for one, other in same]
    likenesses = pair_scores.likenesses()
    best: dict[int, float] = defaultdict(float)
    for pair, likeness in likenesses.items():
        for task in pair:
            best[task] = max(best[task], likeness)
    for (one, other), likeness in likenesses.items():
        score = round(likeness / (likeness + 1), 3)
        if score >= NEAR:
            first, second = pair_scores.tasks[one], pair_scores.tasks[other]
            grade = _grade(score, likeness in (best[one], best[other]))
            why = reasons.shared(first, signs[first.id], second, signs[second.id])
            candidates.append(Link(first.id, second.id, grade, why, basis=SUGGESTED, score=score))
    place = {task.id: index for plan in (earlier, later) for index, task in enumerate(plan)}
    candidates.sort(key=lambda link: (place[link.earlier], place[link.later]))
    links = [link for link in candidates if (link.score or 0) >= LEAST]
    near = [link for link in candidates if (link.score or 0) < LEAST]
    return Suggestions(links, near)


def _grade(score: float, is_best: bool) -> str:
    """The grade of a suggested link; `is_best`: one of its tasks is the best match of the other.

    The score counts as answers show it, with two decimals, so that 0.65 is never seen on both sides of the boundary.
    """
    return STRONG if is_best and round(score, 2) >= SURE else WEAK


def _word_for_word(
    earlier: Sequence[Task], later: Sequence[Task], signs: Mapping[str, Signs]
) -> list[tuple[Task, Task]]:
    """Pairs of tasks with the same text. Repeats of a text are paired in order: the first with the first."""
    waiting: dict[str, list[Task]] = defaultdict(list)
    for task in reversed(later):
        waiting[signs[task.id].folded].append(task)
    return [(task, same.pop()) for task in earlier if (same := waiting.get(signs[task.id].folded))]


class _PairScores:
    """The scores of pairs of tasks of two plans. A task is its index in `tasks`, which are sorted by id.

    So nothing depends on which plan is the earlier one, nor on the order of tasks in a plan.
    """

    def __init__(self, earlier: Sequence[Task], later: Sequence[Task], signs: Mapping[str, Signs]) -> None:
        self.tasks = sorted([*earlier, *later], key=lambda task: task.id)
        self.total = len(self.tasks)
        early = {task.id for task in earlier}
        self.is_earlier = [task.id in early for task in self.tasks]
        self.signs = [signs[task.id] for task in self.tasks]
        self.counts = counts = Counter(chain.from_iterable(signs.every for signs in self.signs))
        # whole numbers, whose sums are the same in any order
        by_count = {count: round(_EXACT * self._rarity(count) ** _RARITY) for count in set(counts.values())}
        self.weights = {sign: by_count[count] for sign, count in counts.items()}
        self.most = max(min(_COMMON * self.total, _MOST), _FEW)
        self.compared = {sign for sign, count in counts.items() if 1 < count <= self.most}
        self.sizes = [self._size(signs.every) for signs in self.signs]
        self.clause_sizes = [list(map(self._size, signs.clauses)) for signs in self.signs]
        self.prose = [self.compared & signs.prose.keys() for signs in self.signs]
        self.titles = [self.compared & signs.titles.keys() for signs in self.signs]

    def likenesses(self) -> dict[Pair, float]:
        """The likeness of pairs (index in the earlier plan, in the later), weighed against that of their rivals.

        Pairs that share nothing rare are left out.
        """
        by_names = self._likeness_by_names()
        pairs = {
            pair: (_SIGNS * self._likeness_by_signs(*pair) + by_names.get(pair, 0.0)) * self._agency_factor(*pair)
            for pair in self._candidates() | by_names.keys()
        }
        best, second = [0.0] * self.total, [0.0] * self.total
        for pair, likeness in pairs.items():
            for task in pair:
                if likeness > best[task]:
                    best[task], second[task] = likeness, best[task]
                elif likeness > second[task]:
                    second[task] = likeness
        likenesses = {}
        for (one, other), likeness in pairs.items():
            if not likeness or self.is_earlier[one] == self.is_earlier[other]:
                continue
            share = 1.0
            for task in (one, other):
                rival = second[task] if likeness >= best[task] else best[task]
                share *= 2 * likeness / (likeness + rival)  # 1 with an equal rival, 2 without a rival
            likenesses[(one, other) if self.is_earlier[one] else (other, one)] = likeness * share**_RIVALS
        return likenesses

    def _rarity(self, count: int) -> float:
        """The rarity of what `count` tasks share, in plans of any size: nearly 0 for all tasks, 1 for one task."""
        return log((self.total + 1) / count) / log(self.total + 1)

    def _candidates(self) -> set[Pair]:
        """Each task paired with the few tasks of either plan that share most rare signs, as (lower index, higher)."""
        closest: list[list[tuple[float, int, int]]] = [[] for _task in self.tasks]
        least = [0.0] * self.total  # the likeness that a pair needs to be among the closest of a task

        def keep(task: int, entry: tuple[float, int, int]) -> None:
            near = closest[task]
            if len(near) < _CANDIDATES:
                heappush(near, entry)
            else:
                heappushpop(near, entry)
            if len(near) == _CANDIDATES:
                least[task] = near[0][0]

        sizes = self.sizes
        for other, shared in enumerate(self._shared()):
            size = sizes[other]
            for one, weight in shared.items():
                likeness = weight / (sizes[one] * size)
                if likeness >= least[one]:
                    keep(one, (likeness, one, other))
                if likeness >= least[other]:
                    keep(other, (likeness, one, other))
        return {(one, other) for near in closest for _likeness, one, other in near}

    def _shared(self) -> Iterator[dict[int, int]]:
        """For each task in turn: {index of a task before it: the weight of the rare signs that the two share}.

        Signs that are only in titles in both tasks do not count.
        """
        prose: dict[str, list[int]] = defaultdict(list)
        titles: dict[str, list[int]] = defaultdict(list)
        weights = self.weights
        for task in range(self.total):
            shared: dict[int, int] = defaultdict(int)
            for sign in self.prose[task]:
                weight, holders = weights[sign], prose[sign]
                for one in holders:
                    shared[one] += weight
                for one in titles.get(sign, ()):
                    shared[one] += weight
                holders.append(task)
            for sign in self.titles[task] - self.prose[task]:
                weight = weights[sign]
                for one in prose.get(sign, ()):
                    shared[one] += weight
                titles[sign].append(task)
            yield shared

    def _likeness_by_signs(self, one: int, other: int) -> float:
        """The likeness of two tasks by shared signs: as wholes, and in the two clauses that are most alike."""
        mine, theirs = self.signs[one], self.signs[other]
        common_signs: set[str] = set()
        clauses: dict[Pair, int] = defaultdict(int)
        for common, places, their_places in (
            (self.prose[one] & self.prose[other], mine.prose, theirs.prose),
            (self.prose[one] & self.titles[other], mine.prose, theirs.titles),
            (self.titles[one] & self.prose[other], mine.titles, theirs.prose),
        ):
            common_signs |= common
            for sign in common:
                weight = self.weights[sign]
                for clause in places[sign]:
                    for their_clause in their_places[sign]:
                        clauses[clause, their_clause] += weight
        if not common_signs:
            return 0.0
        sizes, other_sizes = self.clause_sizes[one], self.clause_sizes[other]
        closest: float = max(weight / (sizes[a] * other_sizes[b]) for (a, b), weight in clauses.items())
        shared: float = sum(map(self.weights.__getitem__, common_signs)) / (self.sizes[one] * self.sizes[other])
        return (1 - _CLAUSES) * shared + _CLAUSES * closest

    def _size(self, signs: Iterable[str]) -> float:
        """The size by which likenesses to a text are divided: the square root of its length in the space of weights.

        So a long text, which may bundle several works, is at a smaller disadvantage than by the cosine.
        """
        return sqrt(_EXACT * sqrt(sum(map(self.weights.__getitem__, signs)) / _EXACT)) or 1.0

    def _likeness_by_names(self) -> dict[Pair, float]:
        """What shared documents and names in quotation marks add to the likeness of pairs of tasks."""
        holders: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for index, signs in enumerate(self.signs):
            for name in signs.documents:
                holders[True, name].append(index)
            for name in signs.quoted:
                holders[False, name].append(index)
        added: dict[Pair, float] = defaultdict(float)
        for (is_document, name), tasks in sorted(holders.items()):
            if len(tasks) > self.most:
                continue
            rarity = self._rarity(len(tasks))
            for index, other in enumerate(tasks):
                for one in tasks[:index]:
                    added[one, other] += rarity * (self._document_weight(name, one, other) if is_document else _QUOTED)
        return added

    def _document_weight(self, name: str, one: int, other: int) -> float:
        stages = (self.signs[one].documents[name], self.signs[other].documents[name])
        return _MENTIONED if MENTIONED in stages else _DOCUMENT

    def _agency_factor(self, one: int, other: int) -> float:
        return 1.0 if self.signs[one].agencies.isdisjoint(self.signs[other].agencies) else 1.0 + _AGENCY
