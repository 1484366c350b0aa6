"""Checking `ipcheck.toml`, also for values that only the command which uses them would refuse."""

import os
from typing import Any

from ipcheck.base.errors import UsageError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.cli.context import day_of_question, ensure_baseline, report_every
from ipcheck.cli.destination import ensure_output, known_format, known_width
from ipcheck.cli.policy import Policy
from ipcheck.cli.settings import FILE, Session
from ipcheck.datafiles.discovery import assignments_file, files_at, ledger_file
from ipcheck.reports.check import parse_kinds


def policy_files(path: str) -> list[str]:
    """The resolved policy files at a path: the file itself, or all in a folder at any depth outside hidden folders."""
    if os.path.isdir(path):
        walked = ((root, names) for root, folders, names in os.walk(path) if _drop_hidden(folders))
        return [os.path.realpath(os.path.join(root, FILE)) for root, names in walked if FILE in names]
    return [os.path.realpath(path)] if path.endswith(".toml") and os.path.exists(path) else []


def _drop_hidden(folders: list[str]) -> bool:
    """Remove hidden folders from the list of a walk, and sort it; True always, for use as a condition."""
    folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
    return True


def policy_findings(policy: Policy, _: Translator) -> list[Finding]:
    """Every fault of a policy file: of its form, and of values that commands refuse."""
    refusals = [
        Finding(policy.path, *policy.places[key], "error", "policy", message)
        for key, message in _refusals(policy, _).items()
    ]
    return [*policy.faults, *refusals]


def without_invalid_values(session: Session) -> Session:
    """The session without the policy's values that commands refuse. Another value from the environment stays."""
    if session.policy is None:
        return session
    policy, settings = session.policy, session.settings
    refused = [key for key in _refusals(policy, session.translator) if getattr(settings, key) == policy.values[key]]
    unset: dict[str, Any] = dict.fromkeys(refused)
    return session._replace(settings=settings._replace(**unset))


def _refusals(policy: Policy, _: Translator) -> dict[str, str]:
    """The messages with which commands refuse values of the policy, by key."""
    messages = {}
    for key, value in policy.values.items():
        try:
            _try_value(key, value, _)
        except UsageError as error:
            messages[key] = str(error)
    return messages


def _try_value(key: str, value: object, _: Translator) -> None:
    """Raise UsageError for a value that has the right type but that commands refuse."""
    match key, value:
        case "as_of", str(day):
            day_of_question(day, _)
        case "report_every", str(span):
            report_every(span, _)
        case "format", str(name):
            known_format(name, _)
        case "width", int(width):
            known_width(width, _)
        case "output", str(path):
            ensure_output(path, _)
        case "fail_on", list(kinds):
            parse_kinds(kinds, _)
        case "plans", list(paths):
            for path in paths:
                files_at(path, _)
        case "ledger", list(paths):
            for path in paths:
                ledger_file(path, _)
        case "assignments", list(paths):
            for path in paths:
                assignments_file(path, _)
        case "baseline", str(path):
            ensure_baseline(path, _)
