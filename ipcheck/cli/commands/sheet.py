"""ipcheck sheet: the ledger as a workbook, and back."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.cli.answer import open_context
from ipcheck.cli.context import read_day_option, task_query, writable_ledger
from ipcheck.cli.destination import (
    chosen_format,
    chosen_width,
    ensure_writable,
    forbid_overwriting_inputs,
    forbid_replacing,
    print_error,
    write,
)
from ipcheck.cli.options import CommonOptions, Filters, given_filters
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session

if TYPE_CHECKING:
    from ipcheck.sheet.rows import ReturnedFile

HELP = N_("The ledger as a workbook for the offices to fill in; with --read, what came back.")

Split: Any = Literal["office"]
# What some system forbids in the name of a file, or drops from its end.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]|[. ]+$')

_LONGEST_NAME = 240  # bytes: systems allow 255, but a new file has a longer name until it is complete


def command(
    ctx: typer.Context,
    common: CommonOptions,
    filters: Filters,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("[FILE]..."), help=N_("With --read: the workbooks or CSV files that came back.")),
    ] = None,
    split: Annotated[Split, typer.Option("--split", help=N_("A workbook for each office: FILE-office.xlsx."))] = None,
    read: Annotated[
        bool, typer.Option("--read", help=N_("Show what the files would add to the ledger, old and new side by side."))
    ] = False,
    record: Annotated[bool, typer.Option("--write", help=N_("With --read: add it, all of it or nothing."))] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar=N_("DAY"), help=N_("With --read: the day of rows that have changed and give none.")
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the output file where there is one."))] = False,
) -> None:
    """Write a workbook of the tasks that match the filters; with --read, show or record what came back in `files`."""
    session = ctx.obj
    _ = session.translator
    if read:
        _refuse_options(_("with --read there are no filters; leave {options} out"), given_filters(filters), _)
        _refuse_options(_("{options} goes without --read"), ["--split"] if split else [], _)
        _read_back(session, common, files or (), on, record, force)
        return
    without_read = [option for option, value in (("--write", record), ("--on", on)) if value]
    _refuse_options(_("{options} goes with --read"), without_read, _)
    _refuse_options(_("to read {options}, say --read; a workbook is written with -o FILE"), list(files or ()), _)
    _write_out(session, common, filters, split is not None, force)


def _refuse_options(template: str, options: Sequence[str], _: Translator) -> None:
    """Raise UsageError with the text `template` if there are `options`."""
    if options:
        raise UsageError(template.format(options=_.join(list(options))))


def _write_out(session: Session, common: CommonOptions, filters: Filters, split: bool, force: bool) -> None:
    """Write the workbook, or with `split` one for each office in the folder of the output file."""
    from ipcheck.reports.shared.office_tasks import late_internal_days
    from ipcheck.sheet.write_out import by_office, office_in_words, sheet_document, sheet_shares

    _ = session.translator
    output = _output_file(session, common)
    name = chosen_format(session, common, output)
    width = chosen_width(session, common)
    if split and output is None:
        raise UsageError(_("--split: name the file beside which those of the offices are written: -o ledger.xlsx"))
    ensure_writable(name, output, _)
    with open_context(session, common, name) as context:
        query = task_query(context, filters, session.settings.get("plan"))
        shares, scope = sheet_shares(context, query), given_filters(filters)
        for line in late_internal_days({share.whole.key: share.whole for share in shares}.values(), context.translator):
            print_error(line)
        if not split or output is None:
            _refuse_existing(output, context.catalogue.files, force, _)
            write(sheet_document(context, query, shares, scope), name, output, context.translator, width)
            return
        offices = by_office(shares, query)
        paths = list(_office_paths(output, [office_in_words(office, _) for office in offices]))
        for path in paths:
            _refuse_existing(path, context.catalogue.files, force, _)
        for path, (office, office_shares) in zip(paths, offices.items(), strict=True):
            office_query = query._replace(offices=[office]) if office else query
            document = sheet_document(context, office_query, office_shares, scope, office_in_words(office, _))
            write(document, name, path, context.translator, width)
            print_error(f"{path}: " + _.many("{n} row", "{n} rows", len(office_shares)))
        if not paths:
            print_error(_("No task matches."))


def _output_file(session: Session, common: CommonOptions) -> str | None:
    """The file that this call names. The output of the settings is for answers, not for workbooks to be filled in."""
    output = common.output or session.options.get("output")
    return None if output in ("-", "/dev/stdout") else output


def _refuse_existing(output: str | None, files: Sequence[Any], force: bool, _: Translator) -> None:
    """Raise UsageError where the output is one of the input `files`, or exists and `force` is not given."""
    forbid_overwriting_inputs(output, (file.path for file in files), _)
    forbid_replacing(output, force, _)


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


def _read_back(
    session: Session, common: CommonOptions, paths: Sequence[str], on: str | None, record: bool, force: bool
) -> None:
    """Show what the files at `paths` would add to the ledger; with `record`, add it."""
    from ipcheck.sheet.read_back import read_back
    from ipcheck.sheet.read_back_document import read_back_document

    _ = session.translator
    if not paths:
        raise UsageError(_("--read: name the workbooks that came back: ipcheck sheet --read FILE FILE"))
    ledger = writable_ledger(session, common)
    output = _output_file(session, common)
    name = chosen_format(session, common, output)
    width = chosen_width(session, common)
    ensure_writable(name, output, _)
    forbid_overwriting_inputs(output, map(os.path.realpath, [ledger, *paths]), _)
    forbid_replacing(output, force, _)
    files = _read_files(list(dict.fromkeys(paths)), _)
    with open_context(session, common, name, [ledger] if os.path.exists(ledger) else []) as context:
        forbid_overwriting_inputs(output, (file.path for file in context.catalogue.files), _)
        day = read_day_option("--on", on, context.as_of, _).isoformat() if on else None
        if day and day > context.judge.on:
            raise UsageError(_("--on: {day} is still to come").format(day=day))
        outcome = read_back(context, files, ledger, day, record)
        write(read_back_document(context, outcome, ledger, record), name, output, context.translator, width)


def _read_files(paths: Sequence[str], _: Translator) -> list["ReturnedFile"]:
    """Read the workbooks or CSV files that came back."""
    from ipcheck.sheet.rows import read_file

    files = []
    with progress(_("Reading {file}").format(file=_.join(list(paths)))) as tell:
        for path in paths:
            files.append(read_file(path, _))
            tell(len(files), len(paths))
    return files
