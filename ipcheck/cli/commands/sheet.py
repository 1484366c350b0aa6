"""ipcheck sheet: the ledger as a workbook, and back."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import read_day_option, task_query, writable_ledger
from ipcheck.cli.destination import Destination, print_error
from ipcheck.cli.filter_words import filters_in_words
from ipcheck.cli.options import Choice, Filters, given_filters
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session

if TYPE_CHECKING:
    from ipcheck.sheet.rows import ReturnedFile

HELP = N_("The ledger as a workbook for the offices to fill in; with --read, reads what they return.")

# What some system forbids in the name of a file, or drops from its end.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]|[. ]+$')

_LONGEST_NAME = 240  # bytes: systems allow 255, but a new file has a longer name until it is complete


def command(
    session: Session,
    filters: Filters,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("[FILE]..."), help=N_("With --read: the workbooks or CSV files returned.")),
    ] = None,
    split: Annotated[
        str | None,
        Choice(("office",), "split"),
        typer.Option("--split", help=N_("office: a workbook for each, FILE-office.xlsx.")),
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", help=N_("Show what the files would add to the ledger, old and new side by side."))
    ] = False,
    record: Annotated[bool, typer.Option("--write", help=N_("With --read: add it, all of it or nothing."))] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar=N_("DAY"), help=N_("With --read: the day for changed rows that give none.")),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the output file if it exists."))] = False,
) -> None:
    """Write a workbook of the tasks that match the filters; with --read, show or record what came back in `files`."""
    _ = session.translator
    if read:
        _refuse_options(_("with --read there are no filters; leave {options} out"), given_filters(filters), _)
        _refuse_options(_("{options} cannot be used with --read"), ["--split"] if split else [], _)
        _read_back(session, files or (), on, record, force)
        return
    without_read = [option for option, value in (("--write", record), ("--on", on)) if value]
    _refuse_options(_("{options} needs --read"), without_read, _)
    _refuse_options(_("to read {options}, add --read; to write a workbook, use -o FILE"), list(files or ()), _)
    _write_out(session, filters, split is not None, force)


def _refuse_options(template: str, options: Sequence[str], _: Translator) -> None:
    """Raise UsageError with the text `template` if there are `options`."""
    if options:
        raise UsageError(template.format(options=_.join(list(options))))


def _write_out(session: Session, filters: Filters, split: bool, force: bool) -> None:
    """Write the workbook, or with `split` one for each office in the folder of the output file."""
    from ipcheck.reports.shared.office_tasks import late_internal_days
    from ipcheck.sheet.write_out import by_office, office_in_words, sheet_document, sheet_shares

    _ = session.translator
    destination = Destination.of(session, of_call=True)
    if split and destination.path is None:
        raise UsageError(_("--split: name the file beside which those of the offices are written: -o ledger.xlsx"))
    destination.ensure_writable()
    with open_context(session, destination.format) as context:
        query = task_query(context, filters, session.settings.plan)
        shares, scope = sheet_shares(context, query), filters_in_words(filters, context.translator)
        for line in late_internal_days({share.whole.key: share.whole for share in shares}.values(), context.translator):
            print_error(line)
        offices = by_office(shares, query) if split else {}
        paths = _office_paths(str(destination.path), [office_in_words(office, _) for office in offices])
        destinations = [destination._replace(path=path) for path in paths] if split else [destination]
        for each in destinations:
            each.forbid_overwriting(files=context.catalogue.files)
            each.forbid_replacing(force)
        if not split:
            destination.write(sheet_document(context, query, shares, scope), context.translator)
            return
        for each, (office, office_shares) in zip(destinations, offices.items(), strict=True):
            office_query = query._replace(offices=[office]) if office else query
            document = sheet_document(context, office_query, office_shares, scope, office_in_words(office, _))
            each.write(document, context.translator)
        if not offices:
            print_error(_("No task matches."))


def _office_paths(output: str, offices: Sequence[str]) -> Iterator[str]:
    """A path for each office: ledger.xlsx becomes ledger-法规处.xlsx. Even without regard to case, no two are equal."""
    stem, suffix = os.path.splitext(output)
    taken: set[str] = set()
    for office in offices:
        label = _NOT_IN_NAMES.sub("_", office)
        while len(os.path.basename(f"{stem}-{label} 99{suffix}").encode()) > _LONGEST_NAME:
            label = label[:-1]
        name, number = label, 1
        while name.casefold() in taken:
            number += 1
            name = f"{label} {number}"
        taken.add(name.casefold())
        yield f"{stem}-{name}{suffix}"


def _read_back(session: Session, paths: Sequence[str], on: str | None, record: bool, force: bool) -> None:
    """Show what the files at `paths` would add to the ledger; with `record`, add it."""
    from ipcheck.sheet.read_back import read_back
    from ipcheck.sheet.read_back_document import read_back_document

    _ = session.translator
    if not paths:
        raise UsageError(_("--read: name the returned workbooks: ipcheck sheet --read FILE FILE"))
    ledger = writable_ledger(session)
    destination = Destination.of(session, of_call=True)
    destination.ensure_writable()
    destination.forbid_overwriting(ledger, *paths)
    destination.forbid_replacing(force)
    files = _read_files(list(dict.fromkeys(paths)), _)
    with open_context(session, destination.format, [ledger] if os.path.exists(ledger) else []) as context:
        destination.forbid_overwriting(files=context.catalogue.files)
        day = read_day_option("--on", on, context.as_of, _).isoformat() if on else None
        if day and day > context.judge.on:
            raise UsageError(_("--on: {day} is in the future").format(day=day))
        outcome = read_back(context, files, ledger, day, record)
        destination.write(read_back_document(context, outcome, ledger, record), context.translator)


def _read_files(paths: Sequence[str], _: Translator) -> list["ReturnedFile"]:
    """Read the workbooks or CSV files that came back."""
    from ipcheck.sheet.rows import read_file

    files = []
    with progress(_("Reading {file}").format(file=_.join(list(paths)))) as tell:
        for path in paths:
            files.append(read_file(path, _))
            tell(len(files), len(paths))
    return files
