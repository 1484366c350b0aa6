"""A baseline: findings of `check` that somebody has accepted, each with the reason."""

from collections.abc import Set
from typing import Any

from ipcheck.compliance import Accepted
from ipcheck.findings import Finding
from ipcheck.schema import AcceptedEntry, check_list
from ipcheck.words import Words


def load_baseline(content: Any, path: str, _: Words) -> tuple[list[Accepted], list[Finding]]:
    """The accepted findings in `content` (from `source.read`), and the faults of the file."""
    entries, findings = check_list(AcceptedEntry, content, path, _)
    blocks = content or () if not findings else ()
    accepted: dict[tuple[str, str | None, str], Accepted] = {}
    for entry, block in zip(entries, blocks, strict=True):
        each = Accepted(entry.task, entry.subject, entry.finding, entry.reason, block.line)
        if first := accepted.get(each.key):
            said = _("this finding is accepted twice; first on line {line}").format(line=first.line)
            findings.append(Finding(path, block.line, block.column, "error", "baseline", said))
        accepted.setdefault(each.key, each)
    return list(accepted.values()), findings


def unknown_tasks(content: Any, path: str, known: Set[str], _: Words) -> list[Finding]:
    """A fault for each entry of a baseline whose task is not among `known` ids."""
    return [
        Finding(path, block["task"].line, block["task"].column, "error", "baseline",
                _("there is no task {task}").format(task=block["task"]))
        for block in content or () if block["task"] not in known
    ]  # fmt: skip
