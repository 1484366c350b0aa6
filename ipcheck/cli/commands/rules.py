"""ipcheck rules"""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.destination import certain, format_wanted, output_wanted, width_wanted, write
from ipcheck.cli.options import Run
from ipcheck.reports.rules import rule_document, rules_document

HELP = N_("The rules of the data files, each with a good and a bad example.")


def command(
    context: typer.Context,
    run: Run,
    rule: Annotated[
        str | None, typer.Argument(metavar=N_("[RULE]"), help=N_("Only this rule, by the id at the end of a finding."))
    ] = None,
) -> None:
    """See HELP."""
    session = context.obj
    output = output_wanted(session, run)
    name = format_wanted(session, run, output)
    width = width_wanted(session, run)
    certain(name, output, session.words)
    document = rule_document(rule, session.words) if rule is not None else rules_document(session.words)
    write(document, name, output, session.words, width)
