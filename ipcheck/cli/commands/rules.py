"""ipcheck rules: the rules of the data files."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.destination import Destination
from ipcheck.cli.settings import Session
from ipcheck.reports.rules import rule_document, rules_document

HELP = N_("The rules of the data files, each with a good and a bad example.")


def command(
    session: Session,
    rule: Annotated[
        str | None, typer.Argument(metavar=N_("[RULE]"), help=N_("Only this rule, by the id at the end of a finding."))
    ] = None,
) -> None:
    """Describe the rule with the id `rule`, or all rules."""
    _ = session.translator
    destination = Destination.of(session)
    destination.ensure_writable()
    destination.write(rules_document(_) if rule is None else rule_document(rule, _), _)
