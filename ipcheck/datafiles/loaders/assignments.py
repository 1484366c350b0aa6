"""A file of assignments becomes rows: each is of a task that exists, once for an office, and its day can be met."""

from collections.abc import Iterator
from typing import Any

from ipcheck.base.dates import days_of
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskReference
from ipcheck.datafiles.rows import LINE_SEP, AssignmentRow, Row
from ipcheck.datafiles.schema import AssignmentEntry
from ipcheck.datafiles.shape import check_list_shape
from ipcheck.datafiles.yaml_reader import YamlMapping


def load_assignments(
    content: Any, path: str, known: ReferenceData | None, _: Translator
) -> tuple[list[Row], list[Finding]]:
    """The rows of a file of assignments (from `source.read`), and its faults.

    `known` says what the plans of the call hold; None takes every task as it stands.
    """
    entries, findings = check_list_shape(AssignmentEntry, content, path, _)
    rows: list[AssignmentRow] = []
    first: dict[tuple[str, int | None, str], int] = {}
    for entry, block in entries:
        spoken = TaskReference(entry.task, entry.part)
        row = _row(entry, spoken, block)
        rows.append(row)
        findings += _faults(row, spoken, block, path, known, _)
        key = (row.task, row.part, row.office)
        if key in first:
            said = _("{task} is given to {office} twice; first on line {line}")
            said = said.format(task=entry.task, office=row.office, line=first[key])
            findings.append(Finding(path, block.line, block.column, "error", "duplicate-assignment", said))
        first.setdefault(key, block.line)
    return list(rows), findings


def _row(entry: AssignmentEntry, spoken: TaskReference, block: YamlMapping) -> AssignmentRow:
    before = sorted({days_of(span) for span in entry.remind}, reverse=True)
    return AssignmentRow(
        spoken.task, spoken.part, entry.office, entry.person,
        entry.internal_due.isoformat() if entry.internal_due else None, LINE_SEP.join(map(str, before)), entry.note,
        block.line, block.column,
    )  # fmt: skip


def _faults(
    row: AssignmentRow, spoken: TaskReference, block: YamlMapping, path: str, known: ReferenceData | None, _: Translator
) -> Iterator[Finding]:
    for key, said in spoken.faults(known, _):
        at = block[key]
        yield Finding(path, at.line, at.column, "error", "assignment-name", said)
    task = known.task(row.task) if known else None
    if task is None:
        return
    if row.internal_due and task.stated and row.internal_due > task.stated:
        at = block["internal_due"]
        said = _("the internal day is later than {day}, the last day stated for {task}")
        said = said.format(day=task.stated, task=row.task)
        yield Finding(path, at.line, at.column, "error", "assignment-day", said)
    if row.remind and not row.internal_due and not task.has_day:
        at = block["remind"]
        said = _("{task} has no last day from which to count; give an internal one: internal_due: 2025-11-30")
        yield Finding(path, at.line, at.column, "error", "assignment-day", said.format(task=row.task))
