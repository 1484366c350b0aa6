"""ipcheck check: compliance on a day."""

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import build_judge, ensure_baseline, read_since_option, task_query
from ipcheck.cli.destination import Destination, print_error
from ipcheck.cli.exit_codes import FINE, FOUND
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.domain.situation import Judge
from ipcheck.reports.check import (
    CheckQuery,
    acceptance_entries,
    check,
    check_document,
    existing_ids,
    parse_kinds,
    task_ids,
)
from ipcheck.reports.shared.context import Context

HELP = N_(
    "How far the plans are implemented on a day: what is overdue or unverified, and the rates; exit code 1 "
    "if anything is found."
)

_HEAD = N_("Findings of ipcheck check that are accepted, each with the reason. Remove what is no longer found.")


def command(
    session: Session,
    filters: Filters,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar=N_("KINDS"),
            help=N_(
                "What to look for, separated by commas: overdue, unverified (these two if not given), stale, "
                "due-soon, blocked, period-ended, unread; or none."
            ),
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar=N_("SPAN"),
            help=N_("Only what is new since: 7d, 4w or 3m ago, last-week (from its Monday), or 2025-12-31."),
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar=N_("FILE"), help=N_("Findings that are accepted, each with its reason.")),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help=N_("Accept what is found now: add it to the baseline."))
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar=N_("TEXT"), help=N_("Why it is accepted (with --write-baseline)."))
    ] = None,
) -> int:
    """Report findings of the kinds in --fail-on that no baseline accepts; with --write-baseline, accept them first."""
    _ = session.translator
    destination = Destination.of(session)
    kinds = parse_kinds(fail_on or session.settings.fail_on, _)
    path = baseline or session.settings.baseline
    if write_baseline and not path:
        raise UsageError(_("--write-baseline: name the file: --baseline FILE"))
    if write_baseline and not (reason and reason.strip()):
        raise UsageError(_("--write-baseline: say why this is accepted: --reason TEXT"))
    if reason and not write_baseline:
        raise UsageError(_("--reason needs --write-baseline"))
    destination.ensure_writable(offers=["cases"])
    with open_context(session, destination.format) as context:
        destination.forbid_overwriting(*filter(None, [path]), files=context.catalogue.files)
        query = CheckQuery(
            task_query(context, filters, session.settings.plan), kinds,
            _judge_since(session, since, context) if since else None,
            _load_accepted(context, path, missing_is_fine=write_baseline) if path else (),
        )  # fmt: skip
        result = check(context, query)
        if write_baseline and path:
            _write_accepted(path, acceptance_entries(result, str(reason).strip(), context.judge.on), _)
            query = query._replace(accepted=_load_accepted(context, path, missing_is_fine=True))
            result = check(context, query)
        destination.write(check_document(context, query, result), context.translator, filters)
    return FOUND if result.all else FINE


def _judge_since(session: Session, text: str, context: Context) -> Judge:
    """The judge of the first day in --since."""
    return build_judge(session, read_since_option("--since", text, context.as_of, context.translator).first)


def _load_accepted(context: Context, path: str, missing_is_fine: bool) -> Any:
    """The accepted findings in the baseline at `path`; none for a missing file if `missing_is_fine`, else UsageError.

    Raises InvalidDataError for faults of the baseline, also for tasks that do not exist.
    """
    from ipcheck.datafiles.loaders.baseline import load_baseline, unknown_tasks
    from ipcheck.datafiles.yaml_append import read_content

    _ = context.translator
    if missing_is_fine and not os.path.exists(path):
        return ()
    ensure_baseline(path, _)
    content = read_content(path, _)
    accepted, findings = load_baseline(content, path, _)
    tasks = {finding.task for finding in accepted}
    findings += unknown_tasks(
        content, path, tasks - existing_ids(context, tasks), lambda plan: task_ids(context, plan), _
    )
    if findings:
        raise InvalidDataError(findings)
    return accepted


def _write_accepted(path: str, entries: Sequence[dict[str, str]], _: Translator) -> None:
    """Add entries to the baseline at `path`, and report on stderr how many were new."""
    from ipcheck.datafiles.yaml_append import append_entries

    new_entries: list[dict[str, str]] = []

    def choose(rows: Sequence[Any]) -> Sequence[dict[str, str]]:
        nonlocal new_entries
        new_entries = [entry for entry in entries if not _is_among(entry, rows)]
        return new_entries

    if entries:
        append_entries(path, f"# {_(_HEAD)}\n", choose, _)
    if not new_entries:
        print_error(_("Nothing new to accept; {path} stays as it is.").format(path=path))
        return
    template = _("Accepted in {path}: {n}. Review them: each should have its own reason.")
    print_error(template.format(path=path, n=len(new_entries)))


def _is_among(entry: dict[str, str], rows: Sequence[Any]) -> bool:
    """Whether `rows`, the entries now in the baseline, include one for the same finding."""
    return any(
        isinstance(row, dict) and all(row.get(key) == entry.get(key) for key in ("task", "subject", "finding"))
        for row in rows
    )
