"""Load a baseline: the findings of `ipcheck check` that somebody has accepted, each with a reason."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import similar_names
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import BASELINE
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText, plain
from ipcheck.domain.compliance import AcceptedFinding
from ipcheck.domain.task import plan_of


def load_baseline(content: Any, path: str, _: Translator) -> tuple[list[AcceptedFinding], list[Finding]]:
    """The accepted findings in a baseline, and findings for faults of the file, such as a finding that is accepted
    twice. `content` comes from `yaml_reader.read_yaml`."""
    mappings, findings = check_content(BASELINE, content, path, _)
    accepted: dict[tuple[str, str | None, str], AcceptedFinding] = {}
    for mapping in mappings:
        values = plain(mapping)
        accepted_finding = AcceptedFinding(
            values["task"], values.get("subject"), values["finding"], values["reason"], mapping.line
        )
        if earlier := accepted.get(accepted_finding.key):
            message = _("this finding is accepted twice; first on line {line}").format(line=earlier.line)
            findings.append(Finding(path, mapping.line, mapping.column, "error", "baseline", message))
        accepted.setdefault(accepted_finding.key, accepted_finding)
    return list(accepted.values()), findings


def unknown_tasks(
    content: Any, path: str, missing: Collection[str], tasks: Callable[[str], Sequence[str]], _: Translator
) -> list[Finding]:
    """A finding for each entry of a baseline whose task is one of `missing`. `tasks` is a function from the id of a
    plan to the ids of its tasks, for suggestions."""
    findings = []
    for mapping in content if isinstance(content, YamlList) else ():
        task = mapping.get("task") if isinstance(mapping, YamlMapping) else None
        if isinstance(task, YamlText) and task in missing:
            message = _("there is no task {task}").format(task=task)
            message += _.did_you_mean(similar_names(task, tasks(plan_of(task)), 1))
            findings.append(Finding(path, task.line, task.column, "error", "baseline", message))
    return findings
