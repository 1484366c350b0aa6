"""What files that speak of tasks must fit: the tasks that there are, their sentences, what they name, their days."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.text import nearest
from ipcheck.domain.state import TaskShares
from ipcheck.domain.task import plan_of


class TaskFacts(NamedTuple):
    """What may be said of a task: how many sentences it has, its instruments and agencies by uniform names, the last
    day that is stated for it (ISO text), and whether it has a day at all, or one that counts from an event.

    No agencies where the task names none, or leaves open who else there is (等部门).
    """

    sentences: int
    instruments: Sequence[str]
    agencies: Sequence[str] = ()
    stated: str | None = None
    has_day: bool = True


# The columns of the catalogue that `known_task` takes, in its order.
TASK_FACTS_COLUMNS = (
    "text", "instruments", "lead", "participants", "others", "due", "deadline_basis", "relative_event",
)  # fmt: skip


def task_facts(
    text: str, instruments: str, lead: str | None, participants: str, others: bool, due: str | None, basis: str,
    event: str | None,
) -> TaskFacts:  # fmt: skip
    """A task as the catalogue holds it: `instruments` are lines of stage and name, `participants` lines of names."""
    names = [line.partition(" ")[2] for line in instruments.split("\n") if line]
    agencies = [name for name in (lead, *participants.split("\n")) if name]
    stated = due if basis in ("stated", "paragraph") else None
    return TaskFacts(
        len(TaskShares(text).shares("part")),
        names,
        () if others else agencies,
        stated,
        due is not None or event is not None,
    )


class ReferenceData(NamedTuple):
    """Tasks by id, the ids of a plan's tasks, the plans; names made uniform by the registries, None for one that is not
    known; the groups that an agency belongs to."""

    task: Callable[[str], TaskFacts | None]
    tasks: Callable[[str], Sequence[str]]
    plans: Sequence[str]
    agency: Callable[[str], str | None]
    agencies_like: Callable[[str], list[str]]
    instrument: Callable[[str], str | None]
    groups: Callable[[str], Sequence[str]]
    # What faults of other files keep from being known: these plans, plans of which not even the id is, names.
    unsure: Collection[str] = ()
    whole: bool = True
    names: bool = True

    def lacks(self, task: str) -> bool:
        """Whether a task surely does not exist."""
        plan = plan_of(task)
        return self.task(task) is None and plan not in self.unsure and (plan in self.plans or self.whole)


class TaskReference(NamedTuple):
    """The task that an entry speaks of as it is written there: `2022-29/2` may stand as the task or as the part."""

    said: str
    part_said: str | None

    @property
    def task(self) -> str:
        """The task by its id."""
        return self.said.partition("/")[0]

    @property
    def part(self) -> int | None:
        """The number of its sentence, where the entry is about one."""
        part = self.said.partition("/")[2] or (self.part_said or "").rpartition("/")[2]
        return int(part) if part else None

    def faults(self, known: ReferenceData | None, _: Translator) -> Iterator[tuple[str, str]]:
        """(key, complaint) of a task or part that does not exist, or a part of another task."""
        own, part = self.said.partition("/"), (self.part_said or "").rpartition("/")
        if part[2] and ((own[2] and own[2] != part[2]) or (part[0] and part[0] != own[0])):
            yield "part", _("part {part} is none of {task}").format(part=self.part_said, task=self.said)
        if known is None:
            return
        if known.lacks(self.task):
            yield "task", self._no_task(known, _)
        task = known.task(self.task)
        if task and self.part and self.part > task.sentences:
            sentences = _.many("{n} sentence", "{n} sentences", task.sentences)
            said = _("{task} has {sentences}, so there is no part {part}")
            said = said.format(task=self.task, sentences=sentences, part=self.part)
            yield "part" if self.part_said else "task", said

    def _no_task(self, known: ReferenceData, _: Translator) -> str:
        plan = plan_of(self.task)
        if plan in known.plans:
            said, names = _("there is no task {task}").format(task=self.task), known.tasks(plan)
            return said + _.did_you_mean(nearest(self.task, names, 1))
        said = _("no plan has the id {name}").format(name=plan)
        return said + _.did_you_mean(nearest(plan, known.plans, 1))
