"""ipcheck validate: every fault of every data file."""

import os
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.compile import examine
from ipcheck.cli.context import data_files, day_of_question, day_of_reading
from ipcheck.cli.destination import Destination, print_warning
from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.cli.policy import read_policy
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session
from ipcheck.cli.settings_check import policy_files, policy_findings, without_invalid_values
from ipcheck.datafiles.discovery import BASELINE, PLAN, DataFile, Tell, file_of, files_at, has_data
from ipcheck.datafiles.loaders.file import kind_of_list
from ipcheck.datafiles.rules.run import rule_findings
from ipcheck.reports.validate import ValidationResult, findings_document

HELP = N_("Every fault in the data files, as file:line:column; exit code 1 if any is an error.")


def command(
    session: Session,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=N_("[PATH]..."),
            help=N_(
                "Files or folders to validate, read together with what is shipped and configured; if none is "
                "given, the latter is validated."
            ),
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=N_("Warnings count as errors."))] = False,
) -> int:
    """Report every fault of the data and policy files at `paths`; without paths, of all files that the call reads."""
    _ = session.translator
    session = without_invalid_values(session)
    destination = Destination.of(session)
    destination.ensure_writable(offers=["cases"])
    files, reported_paths = _files(session, paths or (), _)
    call_policies = [session.policy] if session.policy else []
    policies = (
        [read_policy(policy_file, _) for path in paths for policy_file in policy_files(path)]
        if paths
        else call_policies
    )
    destination.forbid_overwriting(*(policy.path for policy in policies), files=files.values())
    as_of = day_of_question(session.settings.as_of, _)
    with progress(_("Reading plans")) as tell:
        findings = examine(list(files.values()), partial(rule_findings, _=_), _, tell, day_of_reading(as_of))
    for policy in {policy.path: policy for policy in (*call_policies, *policies)}.values():
        findings += policy_findings(policy, _)
    reported_paths |= {policy.path for policy in policies}
    reported = sorted(finding for finding in findings if finding.path in reported_paths)
    elsewhere = sum(finding.refuses and finding.path not in reported_paths for finding in findings)
    result = ValidationResult(sorted(reported_paths), reported, strict, elsewhere)
    destination.write(findings_document(result, _), _)
    if any(finding.rule == "file" for finding in reported):
        return UNABLE
    return FOUND if result.failing else FINE


def _files(session: Session, paths: Sequence[str], _: Translator) -> tuple[dict[str, DataFile], set[str]]:
    """The files to read, by path, and the paths to report on. Raises UsageError for a path without data files."""
    baseline = session.settings.baseline
    left_out: list[str] = []
    read_files = [*data_files(session, tell=left_out.append), *([file_of(baseline, BASELINE)] if baseline else [])]
    given_files = [file for path in paths for file in _files_at(path, _, left_out.append)]
    for message in dict.fromkeys(left_out):
        print_warning(message, _)
    files: dict[str, DataFile] = {}
    for file in (*read_files, *given_files):
        files.setdefault(file.path, file)
    return files, {file.path for file in given_files} if paths else set(files)


def _files_at(path: str, _: Translator, tell: Tell) -> list[DataFile]:
    """The data files at a path of the call. A file named like a plan may turn out to be a list of entries."""
    if policy_files(path) and (not os.path.isdir(path) or not has_data(path)):
        return []
    [*files] = files_at(path, _, tell)
    if not os.path.isdir(path) and files[0].role == PLAN:
        return [file._replace(role=kind_of_list(path, _) or PLAN) for file in files]
    return files
