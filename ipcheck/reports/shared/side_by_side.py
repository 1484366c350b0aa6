"""Texts of several plans side by side: what carries what on, and what changed in the words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ipcheck.base.i18n import Translator
from ipcheck.domain.lineage.changes import AGENCIES, DEADLINE, TEXT, Changes, edits
from ipcheck.domain.lineage.link import STRONG, threads
from ipcheck.domain.task import Task
from ipcheck.formats.overview import Card, SideBySide, Stretches, Thread
from ipcheck.reports.shared.link_facts import GRADE_WORDS, ComparedLink, changes_in_words, day_in_words

_SAME_WORDS = 0.35  # share of characters in common from which marking what changed helps to read a text
_MOST_CHANGES = 3  # said of a thread; of one with more, what is worst


def of_links(plans: Sequence[str], steps: Sequence[ComparedLink], _: Translator) -> SideBySide:
    """The tasks of two plans that are linked, each group of them a thread; weak links are said, and join nothing."""
    tasks = {task.id: task for step in steps for task in (step.earlier, step.later)}
    earlier = dict.fromkeys(step.link.earlier for step in steps)
    later = dict.fromkeys(step.link.later for step in steps)
    strong = [step.link for step in steps if step.link.grade == STRONG]
    return side_by_side(plans, threads([list(earlier), list(later)], {(0, 1): strong}), tasks, steps, _)


def side_by_side(
    plans: Sequence[str], found: Iterable[Sequence[Sequence[str]]], tasks: Mapping[str, Task],
    steps: Iterable[ComparedLink], _: Translator,
) -> SideBySide:  # fmt: skip
    """Threads (ids by plan) through several plans, with the links that lead to their tasks; what stands in one plan
    only is left out."""
    leading_to: dict[str, list[ComparedLink]] = defaultdict(list)
    for step in steps:
        leading_to[step.link.later].append(step)
    joined = [thread for thread in found if sum(map(bool, thread)) > 1]
    return SideBySide(_("Side by side"), plans, [_thread(thread, tasks, leading_to, _) for thread in joined])


def _thread(
    thread: Sequence[Sequence[str]],
    tasks: Mapping[str, Task],
    leading_to: Mapping[str, Sequence[ComparedLink]],
    _: Translator,
) -> Thread:
    inside = {task for ids in thread for task in ids}
    steps = [step for task in inside for step in leading_to.get(task, ()) if step.link.grade == STRONG]
    strong = _in_order(steps, thread)
    about = dict.fromkeys(_.titles(step.link.why) for step in strong)
    changed = dict.fromkeys(
        said for step in strong for said in changes_in_words(step._replace(changes=_out_of_sight(step)), _)
    )
    cards = [[_card(tasks[task], leading_to.get(task, ()), _) for task in ids] for ids in thread]
    return Thread(_("; ").join(about), _("; ").join(list(changed)[:_MOST_CHANGES]), cards)


def _in_order(steps: Iterable[ComparedLink], thread: Sequence[Sequence[str]]) -> list[ComparedLink]:
    place = {task: index for index, task in enumerate(task for ids in thread for task in ids)}
    return sorted(steps, key=lambda step: (place[step.link.later], place.get(step.link.earlier, -1)))


def _out_of_sight(step: ComparedLink) -> Changes:
    """The changes without those that the cards show."""
    kinds = tuple(kind for kind in step.changes.kinds if kind not in (TEXT, DEADLINE, AGENCIES))
    return step.changes._replace(kinds=kinds)


def _card(task: Task, steps: Sequence[ComparedLink], _: Translator) -> Card:
    facts = [day_in_words(task, _), _.name(task.lead) if task.lead else ""]
    carries_on = [
        (step.link.earlier, "" if step.link.grade == STRONG else _(GRADE_WORDS[step.link.grade])) for step in steps
    ]
    return Card(
        task.id, " · ".join(fact for fact in facts if fact), _text(task, steps), _.gist(task.id), carries_on,
        list(map(_.name, task.agencies)),
    )  # fmt: skip


def _text(task: Task, steps: Sequence[ComparedLink]) -> Stretches:
    """The text of a task, against the one most like it of those that it carries on; whole where none is."""
    strong = [step for step in steps if step.link.grade == STRONG]
    nearest = max(strong, key=lambda step: step.changes.similarity, default=None)
    if nearest is None or nearest.changes.similarity < _SAME_WORDS:
        return [("same", task.text)]
    return edits(nearest.earlier.text, task.text)
