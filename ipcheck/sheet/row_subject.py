"""Which task, sentence or city a row that came back is about."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.text import fold
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskReference
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.office_tasks import OfficeTask, office_task_of
from ipcheck.sheet.rows import ReturnedRow

# What Excel makes of the id 2025-8 when a CSV file is opened or an id is typed anew: the first day of a month, shown as
# Aug-25.
_AS_A_MONTH = re.compile("([0-9]{4})[-/年]([0-9]{1,2})(?:月|(?:[-/月]0?1日?))?")
_AS_A_NAME = re.compile("([a-z]{3})-([0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class RowName(NamedTuple):
    """What a row is about, as its id says it."""

    task: str
    part: str | None
    subject: str | None


def name_of_row(row: ReturnedRow) -> RowName | None:
    """What a row is about; None where it does not say."""
    first, *rest = row.text("task").split(maxsplit=1) or [""]
    task, _slash, part = fold(first).partition("/")
    return RowName(task, part or None, rest[0] if rest else None) if task else None


def mistaken(row: ReturnedRow) -> str | None:
    """The id that a cell with a month in it may once have been: 2025年8月 is 2025-8."""
    text = fold(row.text("task"))
    if (found := _AS_A_NAME.fullmatch(text)) and found[1] in _MONTHS:
        return f"20{found[2]}-{_MONTHS.index(found[1]) + 1}"
    found = _AS_A_MONTH.fullmatch(text)
    return f"{found[1]}-{int(found[2])}" if found else None


class StrayRowError(Exception):
    """The row is about nothing that there is; `str()` says why."""


def subject_of_row(
    context: Context, row: ReturnedRow, name: RowName | None, tasks: Mapping[str, Sequence[Task]], known: ReferenceData
) -> OfficeTask:
    """What a row is about, among these tasks by id. Raises Stray."""
    _ = context.translator
    if name is None:
        raise StrayRowError(_("something is filled in, and no id says of which task"))
    if name.task not in tasks and (month := mistaken(row)) in tasks:
        once = tasks[str(month)][0]
        if fold(row.text("text")) == fold(once.text):  # without it nobody could tell
            return office_task_of(context, once, None)
    if name.part and not re.fullmatch("[1-9][0-9]{0,3}", name.part):
        raise StrayRowError(_("a part is the number of a sentence: 2, or 2022-29/2"))
    spoken = TaskReference(name.task, name.part)
    for _key, said in spoken.faults(known, _):
        raise StrayRowError(said)
    fitting = [each for each in tasks[name.task] if each.subject == name.subject]
    if fitting:
        return office_task_of(context, fitting[0], spoken.part)
    subjects = [each.subject for each in tasks[name.task] if each.subject]
    if not subjects:
        raise StrayRowError(_("{task} stands for all alike; leave out what follows the id").format(task=name.task))
    said = _("{task} stands once for each of {names}; say which after the id, with a space between")
    raise StrayRowError(said.format(task=name.task, names=_.listed(subjects)))
