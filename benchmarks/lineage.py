"""How well ipcheck suggests links between plans, measured by the curated links, beside other methods.

    python -m benchmarks.lineage

Precision, recall and F1 are given for strong links alone (a weak link then counts as wrong) and for all links. ipcheck
suggests with one fixed setting. The other methods link each earlier task to its best match alone, above the threshold
that gives the best F1 on the very links by which they are measured, chosen for strong and for all links apart. That is
an advantage for them, since in use nobody knows this threshold.

A second table gives, by score, how many of the suggested links a person has curated, and as strong: from which score a
suggestion may be called strong (docs/links.md).
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from difflib import SequenceMatcher
from math import log, sqrt
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rapidfuzz import fuzz
from tabulate import tabulate

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.curated_links import links_between
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.store import Catalogue
from ipcheck.datafiles.discovery import gather
from ipcheck.domain.lineage.link import STRONG
from ipcheck.domain.lineage.suggest import suggest
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task

PAIRS = (("2022", "2025"), ("2020", "2022"), ("2020", "2025"))
TARGETS = {("2022", "2025"): 0.78, ("2020", "2022"): 0.72}  # F1 on strong links

Pair = tuple[str, str]
Scores = dict[Pair, float]


class Measure(NamedTuple):
    """How well predicted pairs agree with the true ones; each number is from 0 to 1."""

    precision: float
    recall: float
    f1: float


def main() -> int:
    """Print one table with a row for each pair of plans and method."""
    words = Translator("en")
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(gather([], words), folder, words)
        rows = [row for earlier, later in PAIRS for row in measured(catalogue, earlier, later)]
        scored = [link for earlier, later in PAIRS for link in graded(catalogue, earlier, later)]
        catalogue.close()
    figures = ["strong P", "strong R", "all P", "all R", "strong F1", "all F1", "target"]
    head = ["plans", "method", "ms", "links", *figures]
    print(tabulate(rows, head, floatfmt=".2f"))
    print()
    print(tabulate(by_score(scored), ["score from", "suggested", "curated", "strong P", "all P"], floatfmt=".2f"))
    return 0


def graded(catalogue: Catalogue, earlier: str, later: str) -> Iterator[tuple[float, str | None]]:
    """The score of each link suggested between two plans, and the grade of the curated link, or None."""
    grades = {(link.earlier, link.later): link.grade for link in links_between(catalogue, earlier, later) or []}
    for link in suggest(*tasks_of_both(catalogue, earlier, later)).links:
        yield round(link.score or 0, 2), grades.get((link.earlier, link.later))


def by_score(scored: list[tuple[float, str | None]]) -> Iterator[list[object]]:
    """A row for each band of scores, 0.05 wide."""
    for least in (least / 100 for least in range(50, 100, 5)):
        grades = [grade for score, grade in scored if least <= score < least + 0.05 or (least == 0.95 and score == 1)]
        curated = sum(map(bool, grades))
        if grades:
            yield [least, len(grades), curated, grades.count(STRONG) / len(grades), curated / len(grades)]


def tasks_of_both(catalogue: Catalogue, earlier: str, later: str) -> tuple[list[Task], list[Task]]:
    """The tasks of two plans, given by id."""
    judge = Judge(date(2026, 1, 1))
    first, second = (list(find_tasks(catalogue, TaskQuery(plans=[plan]), judge)) for plan in (earlier, later))
    return first, second


def measured(catalogue: Catalogue, earlier: str, later: str) -> Iterator[list[object]]:
    """The rows of the table for two plans, given by id: one for each method."""
    earlier_tasks, later_tasks = tasks_of_both(catalogue, earlier, later)
    curated = links_between(catalogue, earlier, later) or []
    all_pairs = {(link.earlier, link.later) for link in curated}
    strong_pairs = {(link.earlier, link.later) for link in curated if link.grade == STRONG}
    plans = f"{earlier} → {later}"
    start = time.perf_counter()
    suggested = {(link.earlier, link.later) for link in suggest(earlier_tasks, later_tasks).links}
    seconds = time.perf_counter() - start
    yield row(
        plans,
        "ipcheck",
        seconds,
        len(suggested),
        measure(suggested, strong_pairs),
        measure(suggested, all_pairs),
        TARGETS.get((earlier, later)),
    )
    for name, method in METHODS.items():
        start = time.perf_counter()
        scores = best_of_each(method(earlier_tasks, later_tasks))
        seconds = time.perf_counter() - start
        yield row(plans, name, seconds, None, at_best(scores, strong_pairs), at_best(scores, all_pairs), None)


def row(
    plans: str, method: str, seconds: float, links: int | None, strong: Measure, every: Measure, target: float | None
) -> list[object]:
    """The cells of the row for one method."""
    return [plans, method, round(1000 * seconds), links, *strong[:2], *every[:2], strong.f1, every.f1, target]


def measure(predicted: set[Pair], true: set[Pair]) -> Measure:
    """Precision, recall and F1 of predicted pairs."""
    right = len(predicted & true)
    return Measure(
        right / len(predicted) if predicted else 0.0,
        right / len(true),
        2 * right / (len(predicted) + len(true)) if predicted else 0.0,
    )


def best_of_each(scores: Scores) -> Scores:
    """The scores of the pairs in which an earlier task is with the later task most like it."""
    best: dict[str, tuple[float, Pair]] = {}
    for pair, score in scores.items():
        if pair[0] not in best or score > best[pair[0]][0]:
            best[pair[0]] = (score, pair)
    return {pair: score for score, pair in best.values()}


def at_best(scores: Scores, true: set[Pair]) -> Measure:
    """The measure at the threshold that gives the best F1."""
    predictions = ({pair for pair, score in scores.items() if score >= least} for least in set(scores.values()))
    return max((measure(predicted, true) for predicted in predictions), key=lambda result: result.f1)


def by_text(ratio: Callable[[str, str], float]) -> Callable[[list[Task], list[Task]], Scores]:
    """A method that scores each pair of tasks by the likeness of their two texts."""
    return lambda one, other: {(a.id, b.id): ratio(a.text, b.text) for a in one for b in other}


def tf_idf(earlier_tasks: list[Task], later_tasks: list[Task]) -> Scores:
    """The cosine similarity of tasks by character 2- and 3-grams, each weighted by how few tasks hold it (TF-IDF)."""
    counts = {
        task.id: Counter(task.text[at : at + n] for n in (2, 3) for at in range(len(task.text) - n + 1))
        for task in (*earlier_tasks, *later_tasks)
    }
    task_counts = Counter(gram for grams in counts.values() for gram in grams)
    rarity = {gram: log((1 + len(counts)) / (1 + number)) + 1 for gram, number in task_counts.items()}
    vectors = {}
    for name, grams in counts.items():
        weights = {gram: number * rarity[gram] for gram, number in grams.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        vectors[name] = {gram: weight / length for gram, weight in weights.items()}
    holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for task in later_tasks:
        for gram, weight in vectors[task.id].items():
            holders[gram].append((task.id, weight))
    scores: Scores = defaultdict(float)
    for task in earlier_tasks:
        for gram, weight in vectors[task.id].items():
            for holder, their_weight in holders[gram]:
                scores[task.id, holder] += weight * their_weight
    return scores


METHODS: dict[str, Callable[[list[Task], list[Task]], Scores]] = {
    "TF-IDF": tf_idf,
    "rapidfuzz": by_text(fuzz.token_set_ratio),
    "rapidfuzz partial": by_text(fuzz.partial_ratio),
    "difflib": by_text(lambda a, b: SequenceMatcher(None, a, b, autojunk=False).ratio()),
}

if __name__ == "__main__":
    sys.exit(main())
