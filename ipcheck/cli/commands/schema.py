"""ipcheck schema: the JSON Schema of a kind of data file."""

from typing import Annotated, Any, Literal

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.destination import Destination
from ipcheck.cli.settings import Session
from ipcheck.datafiles.schema import KINDS, json_schema
from ipcheck.formats.document import Document

HELP = N_("The JSON Schema of a kind of data file, for editors that complete and check YAML.")

Kind: Any = Literal[KINDS]


def command(
    session: Session,
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar=N_("KIND"), help=N_("plan, ledger, links, agencies, instruments, baseline, gist or assignments.")
        ),
    ],
) -> None:
    """Write the JSON Schema of `kind`; json is the only format."""
    destination = Destination.of(session, only="json")
    destination.ensure_writable()
    destination.write(Document(kind, data=lambda: json_schema(kind)), session.translator)
