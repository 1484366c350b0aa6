"""The texts of several plans side by side: which task carries on which, and how its wording changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ipcheck.base.i18n import Translator
from ipcheck.domain.lineage.changes import AGENCIES, DEADLINE, TEXT, Changes
from ipcheck.domain.lineage.link import STRONG, threads
from ipcheck.domain.task import Task
from ipcheck.formats.parts import Card, SideBySide, Stretches, Thread
from ipcheck.reports.shared.link_facts import (
    GRADE_WORDS,
    ComparedLink,
    changed_text,
    changes_in_words,
    deadline_text,
    shared_object,
)

_MOST_CHANGES = 3  # phrases on a thread at most; each link gives its worst first


def side_by_side_of_links(plans: Sequence[str], links: Sequence[ComparedLink], _: Translator) -> SideBySide:
    """The linked tasks of two plans as threads: strong links join tasks to one thread. Weak links join nothing; the
    cards only mention them."""
    tasks = {task.id: task for pair in links for task in (pair.earlier, pair.later)}
    earlier = dict.fromkeys(pair.link.earlier for pair in links)
    later = dict.fromkeys(pair.link.later for pair in links)
    strong_links = [pair.link for pair in links if pair.link.grade == STRONG]
    return side_by_side(plans, threads([list(earlier), list(later)], {(0, 1): strong_links}), tasks, links, _)


def side_by_side(
    plans: Sequence[str], threads_of_ids: Iterable[Sequence[Sequence[str]]], tasks: Mapping[str, Task],
    links: Iterable[ComparedLink], _: Translator,
) -> SideBySide:  # fmt: skip
    """Threads (task ids by plan) through several plans, with the links that lead to each task. Threads within one plan
    are left out."""
    leading_to: dict[str, list[ComparedLink]] = defaultdict(list)
    for pair in links:
        leading_to[pair.link.later].append(pair)
    through_several = [thread for thread in threads_of_ids if sum(map(bool, thread)) > 1]
    return SideBySide(_("Side by side"), plans, [_thread(thread, tasks, leading_to, _) for thread in through_several])


def _thread(
    thread: Sequence[Sequence[str]],
    tasks: Mapping[str, Task],
    leading_to: Mapping[str, Sequence[ComparedLink]],
    _: Translator,
) -> Thread:
    inside = {task for ids in thread for task in ids}
    links = [pair for task in inside for pair in leading_to.get(task, ()) if pair.link.grade == STRONG]
    strong_links = _sort_links(links, thread)
    shared_objects = dict.fromkeys(shared_object(pair.link, _) for pair in strong_links)
    phrases = dict.fromkeys(
        phrase
        for pair in strong_links
        for phrase in changes_in_words(pair._replace(changes=_changes_off_cards(pair)), _)
    )
    cards = [[_card(tasks[task], leading_to.get(task, ()), _) for task in ids] for ids in thread]
    return Thread(_("; ").join(shared_objects), _("; ").join(list(phrases)[:_MOST_CHANGES]), cards)


def _sort_links(links: Iterable[ComparedLink], thread: Sequence[Sequence[str]]) -> list[ComparedLink]:
    place = {task: index for index, task in enumerate(task for ids in thread for task in ids)}
    return sorted(links, key=lambda pair: (place[pair.link.later], place.get(pair.link.earlier, -1)))


def _changes_off_cards(pair: ComparedLink) -> Changes:
    """What changed along a link, without the kinds of changes that the cards show."""
    kinds = tuple(kind for kind in pair.changes.kinds if kind not in (TEXT, DEADLINE, AGENCIES))
    return pair.changes._replace(kinds=kinds)


def _card(task: Task, links: Sequence[ComparedLink], _: Translator) -> Card:
    facts = [deadline_text(task, _), _.join_names(task.listed("leads"))]
    carries_on = [
        (pair.link.earlier, "" if pair.link.grade == STRONG else _(GRADE_WORDS[pair.link.grade])) for pair in links
    ]
    return Card(
        task.id, " · ".join(fact for fact in facts if fact), _text(task, links), _.gist(task.id), carries_on,
        list(map(_.name, task.agencies)),
    )  # fmt: skip


def _text(task: Task, links: Sequence[ComparedLink]) -> Stretches:
    """The text of a task with the differences from the most similar task that it carries on by a strong link. The mere
    text if there is no such task, or if they have little in common."""
    strong_links = [pair for pair in links if pair.link.grade == STRONG]
    nearest = max(strong_links, key=lambda pair: pair.changes.similarity, default=None)
    return changed_text(nearest) if nearest else [("same", task.text)]
