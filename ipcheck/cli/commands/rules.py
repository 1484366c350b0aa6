"""ipcheck rules: the rules of the data files."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.destination import chosen_format, chosen_width, ensure_writable, output_path, write
from ipcheck.cli.options import CommonOptions
from ipcheck.reports.rules import rule_document, rules_document

HELP = N_("The rules of the data files, each with a good and a bad example.")


def command(
    ctx: typer.Context,
    common: CommonOptions,
    rule: Annotated[
        str | None, typer.Argument(metavar=N_("[RULE]"), help=N_("Only this rule, by the id at the end of a finding."))
    ] = None,
) -> None:
    """Describe the rule with the id `rule`, or all rules."""
    session = ctx.obj
    output = output_path(session, common)
    name = chosen_format(session, common, output)
    width = chosen_width(session, common)
    ensure_writable(name, output, session.translator)
    document = rule_document(rule, session.translator) if rule is not None else rules_document(session.translator)
    write(document, name, output, session.translator, width)
