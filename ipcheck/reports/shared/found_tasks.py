"""The tasks of an answer: found once, counted while they are read, and kept for all parts of the answer."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from ipcheck.base.i18n import Translator
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.domain.task import Task
from ipcheck.formats.document import Held
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import situation_with_counts

_FIRST = ("overdue", "unverified", "due-soon", "stale")  # what somebody must look at
_ORDER = (*_FIRST, *(name for name in SITUATIONS if name not in _FIRST))


class FoundTasks:
    """The tasks that `find` gives, for every part of an answer, in any order and as often as needed.

    They are found once, by the part that is asked for first, and kept. In an answer that streams (`Context.streams`),
    which may hold more tasks than memory, none is kept: the one part that such a format reads hands them through, and
    what follows needs only their counts. Another part would find them anew.
    """

    def __init__(self, context: Context, find: Callable[[], Iterable[Task]]) -> None:
        self._find = find
        self._streams = context.streams
        self._kept: list[Task] | None = None
        self._counts: Counter[tuple[str, str, str]] | None = None  # by plan, situation and outcome

    def __iter__(self) -> Iterator[Task]:
        if self._kept is None and not self._streams:
            self._kept = list(self._find())
        counts: Counter[tuple[str, str, str]] = Counter()
        for task in self._find() if self._kept is None else self._kept:
            counts[task.plan, task.situation.name, task.outcome] += 1
            yield task
        self._counts = counts

    @property
    def situations(self) -> Counter[tuple[str, str]]:
        """How many tasks are in each situation with each outcome."""
        situations: Counter[tuple[str, str]] = Counter()
        for (_plan, situation, outcome), count in self._counted().items():
            situations[situation, outcome] += count
        return situations

    @property
    def by_plan(self) -> dict[str, Counter[str]]:
        """How many tasks of each plan are in each situation."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for (plan, situation, _outcome), count in self._counted().items():
            counts[plan][situation] += count
        return counts

    def held(self, _: Translator) -> Held:
        """How many tasks there are."""
        return tasks_held(self.situations.total(), _)

    @property
    def plans(self) -> set[str]:
        """The ids of the plans that the tasks are from."""
        return {plan for plan, _situation, _outcome in self._counted()}

    def _counted(self) -> Counter[tuple[str, str, str]]:
        if self._counts is None:
            deque(self, maxlen=0)  # reads all
        return self._counts or Counter()


def tasks_held(number: int, _: Translator) -> Held:
    """How much an answer with so many tasks holds."""
    return Held(number, _.many("{n} task", "{n} tasks", number) if number else _("no task matches"))


def situations_in_words(situations: Counter[tuple[str, str]], _: Translator) -> str:
    """The number of tasks, and the number in each situation: 57 tasks: 🔴 overdue 2, ⚪ unverified 55 (begun 10, none
    found 45); or that there is none."""
    if not situations:
        return _("No task matches.")
    total = _.many("{n} task", "{n} tasks", situations.total())
    by_situation = each_situation(situations, _)
    return total + (_(": ") + by_situation if by_situation else "")


def each_situation(situations: Mapping[tuple[str, str], int], _: Translator) -> str:
    """The number of tasks in each situation, first what somebody must look at; empty where there are none."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for (situation, outcome), count in situations.items():
        outcomes[situation][outcome] += count
    return _.join(
        [
            f"{LIGHTS.get(name, '–')} {situation_with_counts(name, outcomes[name], _)}"
            for name in _ORDER
            if name in outcomes
        ]
    )
