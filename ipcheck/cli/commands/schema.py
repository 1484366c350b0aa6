"""ipcheck schema"""

from typing import Annotated, Any, Literal

import typer

from ipcheck.base.findings import Refused
from ipcheck.base.i18n import N_
from ipcheck.cli.destination import certain, format_given, format_wanted, output_wanted, write
from ipcheck.cli.options import Run
from ipcheck.datafiles.json_schema import KINDS, json_schema
from ipcheck.formats.document import Document

HELP = N_("The JSON Schema of a kind of data file, for editors that complete and check YAML.")

Kind: Any = Literal[KINDS]


def command(
    context: typer.Context,
    run: Run,
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar=N_("KIND"), help=N_("plan, ledger, links, agencies, instruments, baseline, gist or assignments.")
        ),
    ],
) -> None:
    """See HELP."""
    session = context.obj
    output = output_wanted(session, run)
    if format_given(session, run) and (name := format_wanted(session, run, output)) != "json":
        raise Refused(session.words("this answer cannot be written as {format}").format(format=name))
    certain("json", output, session.words)
    write(Document(kind, (), data=lambda: json_schema(kind)), "json", output, session.words)
