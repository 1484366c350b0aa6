"""ipcheck schema: the JSON Schema of a kind of data file."""

from typing import Annotated, Any, Literal

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_
from ipcheck.cli.destination import chosen_format, ensure_writable, format_given, output_path, write
from ipcheck.cli.options import CommonOptions
from ipcheck.datafiles.schema import KINDS, json_schema
from ipcheck.formats.document import Document

HELP = N_("The JSON Schema of a kind of data file, for editors that complete and check YAML.")

Kind: Any = Literal[KINDS]


def command(
    ctx: typer.Context,
    common: CommonOptions,
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar=N_("KIND"), help=N_("plan, ledger, links, agencies, instruments, baseline, gist or assignments.")
        ),
    ],
) -> None:
    """Write the JSON Schema of `kind`; json is the only format."""
    session = ctx.obj
    output = output_path(session, common)
    if format_given(session, common) and (name := chosen_format(session, common, output)) != "json":
        raise UsageError(session.translator("this answer cannot be written as {format}").format(format=name))
    ensure_writable("json", output, session.translator)
    write(Document(kind, (), data=lambda: json_schema(kind)), "json", output, session.translator)
