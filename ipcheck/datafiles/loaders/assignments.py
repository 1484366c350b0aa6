"""Load a file of assignments: make rows, and check that each task exists, that no task is assigned to an office twice,
and that internal days and reminders fit the last day of the task."""

from collections.abc import Iterator, Mapping
from typing import Any

from ipcheck.base.dates import days_of
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import ASSIGNMENTS
from ipcheck.datafiles.loaders.reference import ReferenceData, TaskReference
from ipcheck.datafiles.rows import Row
from ipcheck.datafiles.yaml_reader import YamlMapping, plain
from ipcheck.domain.assignment import Assignment


def load_assignments(
    content: Any, path: str, reference: ReferenceData | None, _: Translator
) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a file of assignments; `content` comes from `yaml_reader.read_yaml`.

    `reference` holds the tasks of the plans of this call. Without it no task is looked up.
    """
    mappings, findings = check_content(ASSIGNMENTS, content, path, _)
    rows: list[Assignment] = []
    first_lines: dict[tuple[str, int | None, str], int] = {}
    for mapping in mappings:
        values = plain(mapping)
        task_reference = TaskReference(values["task"], values.get("part"))
        row = _assignment(values, task_reference, mapping)
        rows.append(row)
        findings += _check_names_and_days(row, task_reference, mapping, path, reference, _)
        key = (row.task, row.part, row.office)
        if key in first_lines:
            message = _("{task} is assigned to {office} twice; first on line {line}")
            message = message.format(task=task_reference.text, office=row.office, line=first_lines[key])
            findings.append(Finding(path, mapping.line, mapping.column, "error", "duplicate-assignment", message))
        first_lines.setdefault(key, mapping.line)
    return list(rows), findings


def _assignment(values: Mapping[str, Any], of: TaskReference, place: YamlMapping) -> Assignment:
    days_before = sorted({days_of(span) for span in values.get("remind", ())}, reverse=True)
    named = {**values, "task": of.task, "part": of.part, "remind": LINE_SEP.join(map(str, days_before))}
    named |= {"line": place.line, "column": place.column}
    return Assignment(**{**dict.fromkeys(Assignment._fields), **named})


def _check_names_and_days(
    row: Assignment,
    task_reference: TaskReference,
    mapping: YamlMapping,
    path: str,
    reference: ReferenceData | None,
    _: Translator,
) -> Iterator[Finding]:
    for key, message in task_reference.faults(reference, _):
        value = mapping[key]
        yield Finding(path, value.line, value.column, "error", "assignment-name", message)
    task = reference.task(row.task) if reference else None
    if task is None:
        return
    if row.internal_due and task.stated and row.internal_due > task.stated:
        value = mapping["internal_due"]
        message = _("the internal deadline is later than {day}, the deadline stated for {task}")
        message = message.format(day=task.stated, task=row.task)
        yield Finding(path, value.line, value.column, "error", "assignment-day", message)
    if row.remind and not row.internal_due and not task.has_day:
        value = mapping["remind"]
        message = _("{task} has no deadline to count back from; give an internal one: internal_due: 2025-11-30")
        yield Finding(path, value.line, value.column, "error", "assignment-day", message.format(task=row.task))
