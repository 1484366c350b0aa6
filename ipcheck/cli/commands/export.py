"""ipcheck export: the catalogue as tables for other engines."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason
from ipcheck.catalogue.export.layout import FORMATS
from ipcheck.catalogue.resolve import resolve_plans
from ipcheck.cli.answer import open_context
from ipcheck.cli.destination import print_error
from ipcheck.cli.options import OfPlan
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session

HELP = N_("The plans, tasks, registries, links and ledgers as tables for other engines: Parquet, CSV or SQLite.")

Format: Any = Literal[FORMATS]


def command(
    session: Session,
    format: Annotated[  # noqa: A002  the name of the option
        Format, typer.Option("-f", "--format", help=N_("Format of the tables; parquet if not given."))
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar=N_("FOLDER"), help=N_("Write to this folder, a new one."))
    ] = None,
    plan: OfPlan = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the export that is in the folder."))] = False,
) -> None:
    """Write the plans in --plan (all if none is given), with all that belongs to them, as tables into a folder."""
    from ipcheck.base.atomic import replace_folder
    from ipcheck.catalogue.export.rows import ExportContent
    from ipcheck.catalogue.export.write import write

    _ = session.translator
    # format and output of the settings are for answers, not for a folder of tables
    name = _writable_format(format or session.given.format or FORMATS[0], _)
    folder = output or session.given.output
    if not folder or folder in ("-", "/dev/stdout"):
        raise UsageError(_("name the folder to write to: -o FOLDER"))
    _refuse_folder(folder, force, _)
    with open_context(session) as context, progress(_("Writing {path}").format(path=folder)) as tell:
        content = ExportContent(context.catalogue, context.judge, resolve_plans(context.catalogue, plan or (), _))
        counts: dict[str, int] = {}
        try:
            replace_folder(folder, lambda new: counts.update(write(content, name, new, tell, _)))
        except OSError as error:
            raise UsageError(f"{folder}: {reason(error, _)}") from None
    parts = [_.many("{n} plan", "{n} plans", counts["plans"]), _.many("{n} task", "{n} tasks", counts["tasks"])]
    print_error(_("Wrote {parts} to {path}.").format(parts=_.join(parts), path=folder))


def _writable_format(name: str, _: Translator) -> str:
    """The name, which must be a format of tables that can be written here. Raises UsageError for any other."""
    if name not in FORMATS:
        raise UsageError(_("tables are written as {known}, not as {name}").format(name=name, known=_.join([*FORMATS])))
    if name == "parquet":
        from ipcheck.catalogue.export.parquet import refuse_without_duckdb

        refuse_without_duckdb(_)
    return name


def _refuse_folder(folder: str, force: bool, _: Translator) -> None:
    """Raise UsageError for a file, for a folder that the program runs in, and for a folder with any content.

    With `force`, an earlier export is accepted as content.
    """
    from ipcheck.catalogue.export.write import foreign_names

    if not os.path.lexists(folder):
        return
    if not os.path.isdir(folder):
        raise UsageError(_("{path} is a file; name a folder").format(path=folder))
    if Path.cwd().is_relative_to(os.path.realpath(folder)):
        raise UsageError(_("{path} contains the folder in which ipcheck runs; name another").format(path=folder))
    if force and (others := foreign_names(folder)):
        template = _("{path} contains files that no export wrote ({names}); name another folder")
        raise UsageError(template.format(path=folder, names=_.join(others[:3])))
    if not force and os.listdir(folder):
        template = _("{path} is not empty; name another folder, or replace an export with --force")
        raise UsageError(template.format(path=folder))
