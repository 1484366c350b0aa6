"""What is wrong in `ipcheck.toml`, also where a value shows only in its use."""

import os

from ipcheck.base.errors import UsageError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.cli.context import day_of_question, report_every
from ipcheck.cli.destination import known_format
from ipcheck.cli.settings import FILE, Policy, Session
from ipcheck.datafiles.discovery import assignments_file, files_at, ledger_file
from ipcheck.reports.check import kinds_of


def own_policy(session: Session) -> list[Policy]:
    """The policy file of a call, if it has one."""
    return [session.settings.policy] if session.settings.policy else []


def policy_files(path: str) -> list[str]:
    """The policy files at a path: itself, or those of a folder at any depth."""
    if os.path.isdir(path):
        walked = ((root, names) for root, folders, names in os.walk(path) if _visible(folders))
        return [os.path.realpath(os.path.join(root, FILE)) for root, names in walked if FILE in names]
    return [os.path.realpath(path)] if path.endswith(".toml") and os.path.exists(path) else []


def _visible(folders: list[str]) -> bool:
    """Leaves hidden folders out of a walk."""
    folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
    return True


def policy_findings(policy: Policy, _: Translator) -> list[Finding]:
    """Every fault of a policy file: of its form, and of values that every command that uses them refuses."""
    refused = [
        Finding(policy.path, *policy.places[key], "error", "policy", said) for key, said in _refusals(policy, _).items()
    ]
    return [*policy.faults, *refused]


def without_invalid_values(session: Session) -> Session:
    """The session without the values of its policy that would be refused; the environment may say otherwise."""
    policy = session.settings.policy
    if policy is None:
        return session
    refused = _refusals(policy, session.translator)
    values = {
        key: value
        for key, value in session.settings.values.items()
        if key not in refused or value != policy.values.get(key)
    }
    return session._replace(settings=session.settings._replace(values=values))


def _refusals(policy: Policy, _: Translator) -> dict[str, str]:
    """What is said where a value is used, by its key."""
    said = {}
    for key, value in policy.values.items():
        try:
            _use(key, value, _)
        except UsageError as error:
            said[key] = str(error)
    return said


def _use(key: str, value: object, _: Translator) -> None:
    """Raises UsageError for a value that is of the right type and yet of no use."""
    match key, value:
        case "as_of", str(day):
            day_of_question(day, _)
        case "report_every", str(span):
            report_every(span, _)
        case "format", str(name):
            known_format(name, _)
        case "fail_on", list(kinds):
            kinds_of(kinds, _)
        case "plans", list(paths):
            for path in paths:
                files_at(path, _)
        case "ledger", list(paths):
            for path in paths:
                ledger_file(path, _)
        case "assignments", list(paths):
            for path in paths:
                assignments_file(path, _)
        case "baseline", str(path) if not os.path.exists(path):
            said = _("{path}: there is no such baseline; --write-baseline begins one")
            raise UsageError(said.format(path=path))
