"""A baseline: findings of `check` that somebody has accepted, each with the reason."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import nearest
from ipcheck.datafiles.schema import AcceptedEntry
from ipcheck.datafiles.shape import check_list_shape
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText
from ipcheck.domain.compliance import AcceptedFinding
from ipcheck.domain.task import plan_of


def load_baseline(content: Any, path: str, _: Translator) -> tuple[list[AcceptedFinding], list[Finding]]:
    """The accepted findings in `content` (from `source.read`), and the faults of the file."""
    entries, findings = check_list_shape(AcceptedEntry, content, path, _)
    accepted: dict[tuple[str, str | None, str], AcceptedFinding] = {}
    for entry, block in entries:
        each = AcceptedFinding(entry.task, entry.subject, entry.finding, entry.reason, block.line)
        if first := accepted.get(each.key):
            said = _("this finding is accepted twice; first on line {line}").format(line=first.line)
            findings.append(Finding(path, block.line, block.column, "error", "baseline", said))
        accepted.setdefault(each.key, each)
    return list(accepted.values()), findings


def unknown_tasks(
    content: Any, path: str, missing: Collection[str], tasks: Callable[[str], Sequence[str]], _: Translator
) -> list[Finding]:
    """A fault for each entry of a baseline whose task is `missing`; `tasks` gives the ids of a plan's tasks."""
    findings = []
    for block in content if isinstance(content, YamlList) else ():
        task = block.get("task") if isinstance(block, YamlMapping) else None
        if isinstance(task, YamlText) and task in missing:
            said = _("there is no task {task}").format(task=task)
            said += _.did_you_mean(nearest(task, tasks(plan_of(task)), 1))
            findings.append(Finding(path, task.line, task.column, "error", "baseline", said))
    return findings
