"""Which task, sentence or city a row of a workbook that came back is about."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.text import fold
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskReference
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.office_tasks import OfficeTask, office_task_of
from ipcheck.sheet.rows import ReturnedRow

# Where somebody types the id 2025-8, or it is in a CSV file, Excel takes it for the first day of August 2025 and shows
# Aug-25.
_AS_A_MONTH = re.compile("([0-9]{4})[-/年]([0-9]{1,2})(?:月|(?:[-/月]0?1日?))?")
_AS_A_NAME = re.compile("([a-z]{3})-([0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class RowName(NamedTuple):
    """What the id of a row names: a task, and where given the number of a sentence and a subject (a city)."""

    task: str
    part: str | None
    subject: str | None


def name_of_row(row: ReturnedRow) -> RowName | None:
    """Read the id of a row (2022-29, 2022-29/2, demo-zones-2.1 广州市); None where it names no task."""
    first, *rest = row.text("task").split(maxsplit=1) or [""]
    task, _slash, part = fold(first).partition("/")
    return RowName(task, part or None, rest[0] if rest else None) if task else None


def id_from_month(row: ReturnedRow) -> str | None:
    """The id that a spreadsheet may have turned into a month: 2025-8 for 2025年8月; None where the cell holds none."""
    text = fold(row.text("task"))
    if (match := _AS_A_NAME.fullmatch(text)) and match[1] in _MONTHS:
        return f"20{match[2]}-{_MONTHS.index(match[1]) + 1}"
    match = _AS_A_MONTH.fullmatch(text)
    return f"{match[1]}-{int(match[2])}" if match else None


class StrayRowError(Exception):
    """The id of a row names no task, sentence or subject that exists; `str()` says why."""


def subject_of_row(
    context: Context,
    row: ReturnedRow,
    name: RowName | None,
    tasks: Mapping[str, Sequence[Task]],
    reference: ReferenceData,
) -> OfficeTask:
    """The task or sentence that a row is about, among `tasks` (by id). Raises StrayRowError if there is none."""
    _ = context.translator
    if name is None:
        raise StrayRowError(_("something is filled in, but there is no id to say for which task"))
    if name.task not in tasks and (month := id_from_month(row)) in tasks:
        original = tasks[str(month)][0]
        if fold(row.text("text")) == fold(original.text):  # only the text shows that the month was this id
            return office_task_of(context, original, None)
    if name.part and not re.fullmatch("[1-9][0-9]{0,3}", name.part):
        raise StrayRowError(_("a part is the number of a sentence: 2, or 2022-29/2"))
    task_reference = TaskReference(name.task, name.part)
    for _key, message in task_reference.faults(reference, _):
        raise StrayRowError(message)
    matching = [task for task in tasks[name.task] if task.subject == name.subject]
    if matching:
        return office_task_of(context, matching[0], task_reference.part)
    subjects = [task.subject for task in tasks[name.task] if task.subject]
    if not subjects:
        raise StrayRowError(_("{task} is the same for all; leave out what follows the id").format(task=name.task))
    template = _("{task} has a row for each of {names}; say which after the id, separated by a space")
    raise StrayRowError(template.format(task=name.task, names=_.join(subjects)))
