"""The facts about plans that ledgers and assignments are checked against: which tasks exist, how many sentences they
have, which agencies and instruments they name, their last days."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.text import similar_names
from ipcheck.domain.measure import Measure
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.state import TaskShares
from ipcheck.domain.task import Task, plan_of


class TaskFacts(NamedTuple):
    """The facts of a task: the number of its sentences, its instruments and agencies by uniform names, the last day
    that the document states for it (ISO text), and whether it has any last day, one that counts from an event, or one
    in a phrase that no rule reads.

    `agencies` is empty if the task names none or does not name all of them (等部门). `names` maps the names of those
    that it names, uniform or, of local ones, as the plan prints them, to the uniform ones.
    """

    sentences: int
    instruments: Sequence[str]
    agencies: Sequence[str] = ()
    stated: str | None = None
    has_day: bool = True
    names: Mapping[str, str] = {}


def task_facts(task: Task) -> TaskFacts:
    """The facts of a task."""
    return TaskFacts(
        sentences=len(TaskShares(task.text).shares("part")),
        instruments=task.instrument_names,
        agencies=() if task.others else task.agencies,
        stated=task.due if task.stated else None,
        has_day=task.due is not None or task.relative_event is not None or task.deadline_basis == UNREAD,
        names=dict(zip(task.agencies, task.agencies, strict=True))
        | {printed: name for name, printed in task.printed_names().items()},
    )


def _no_measure(_name: str) -> Measure | None:
    return None


def _nothing_like(_name: str) -> list[str]:
    return []


class ReferenceData(NamedTuple):
    """The tasks, plans and names that the files of this call define.

    `task` gives the facts of a task by its id, `tasks` the ids of the tasks of a plan. `agency` and `instrument` give
    the uniform name of a name, None if the registries do not have it. `agencies_like` gives the agencies with a similar
    name. `groups` gives the groups that an agency belongs to or hosts, `successors` has the agency that followed each
    former one. `measure` gives the measure of a name, `measures_like` the names of those with a similar one.
    """

    task: Callable[[str], TaskFacts | None]
    tasks: Callable[[str], Sequence[str]]
    plans: Sequence[str]
    agency: Callable[[str], str | None]
    agencies_like: Callable[[str], list[str]]
    instrument: Callable[[str], str | None]
    groups: Callable[[str], Sequence[str]]
    # Gaps because of files with errors:
    unsure: Collection[str] = ()  # plans whose tasks are unknown
    whole: bool = True  # false if a plan may exist whose id is unknown
    names: bool = True  # false if the names of the registries are incomplete
    successors: Mapping[str, str] = {}
    measure: Callable[[str], Measure | None] = _no_measure
    measures_like: Callable[[str], list[str]] = _nothing_like

    def agency_of(self, task: str, name: str) -> str | None:
        """The uniform name of an agency that is named in connection with a task (by its id); None if there is none.

        A former agency and the one that followed it mean the one of them that the task names; where it names neither,
        the one that followed.
        """
        facts = self.task(task)
        names = facts.names if facts else {}
        agency = names.get(name) or self.agency(name)
        if agency is None or agency in names:
            return agency
        former = (named for named in names.values() if self.successors.get(named) == agency)
        return next(former, self.successors.get(agency, agency))

    def lacks(self, task: str) -> bool:
        """Whether it is certain that the task does not exist: False if its plan may be in a file with errors."""
        plan = plan_of(task)
        return self.task(task) is None and plan not in self.unsure and (plan in self.plans or self.whole)


class TaskReference(NamedTuple):
    """A reference to a task or one of its sentences: the values of the keys `task` (`text`) and `part` (`part_text`) of
    an entry. Either key can give the sentence: `task: 2022-29/2`, `part: 2`, `part: 2022-29/2`."""

    text: str
    part_text: str | None

    @property
    def task(self) -> str:
        """The id of the task."""
        return self.text.partition("/")[0]

    @property
    def part(self) -> int | None:
        """The number of the sentence (from 1), or None if the reference is to the whole task."""
        part = self.text.partition("/")[2] or (self.part_text or "").rpartition("/")[2]
        return int(part) if part else None

    def faults(self, reference: ReferenceData | None, _: Translator) -> Iterator[tuple[str, str]]:
        """Pairs (key of the entry, message) for a task or sentence that does not exist, and for a part that contradicts
        the task. Without `reference` only the latter is checked."""
        task_pieces, part_pieces = self.text.partition("/"), (self.part_text or "").rpartition("/")
        if part_pieces[2] and (
            (task_pieces[2] and task_pieces[2] != part_pieces[2])
            or (part_pieces[0] and part_pieces[0] != task_pieces[0])
        ):
            yield "part", _("part {part} does not belong to {task}").format(part=self.part_text, task=self.text)
        if reference is None:
            return
        if reference.lacks(self.task):
            yield "task", self._unknown_task_message(reference, _)
        task = reference.task(self.task)
        if task and self.part and self.part > task.sentences:
            sentences = _.many("{n} sentence", "{n} sentences", task.sentences)
            message = _("{task} has {sentences}, so there is no part {part}")
            message = message.format(task=self.task, sentences=sentences, part=self.part)
            yield "part" if self.part_text else "task", message

    def _unknown_task_message(self, reference: ReferenceData, _: Translator) -> str:
        plan = plan_of(self.task)
        if plan in reference.plans:
            message, task_ids = _("there is no task {task}").format(task=self.task), reference.tasks(plan)
            return message + _.did_you_mean(similar_names(self.task, task_ids, 1))
        message = _("no plan has the id {name}").format(name=plan)
        return message + _.did_you_mean(similar_names(plan, reference.plans, 1))
