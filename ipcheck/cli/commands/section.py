"""ipcheck section"""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import wanted
from ipcheck.cli.options import Filters, Run
from ipcheck.formats.document import Document
from ipcheck.reports.section import section_document, sections_document
from ipcheck.reports.shared.context import Asked

HELP = N_("Tasks under headings that contain a text; without one, the tree of headings.")


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    heading: Annotated[str | None, typer.Argument(metavar=N_("TEXT"), help=N_("Part of a heading."))] = None,
) -> None:
    """See HELP."""

    def build(asked: Asked) -> Document:
        text = heading or filters.section
        asking = wanted(asked, filters._replace(section=text))
        return section_document(asked, asking, text) if text else sections_document(asked, asking)

    answer(context.obj, run, build, filters=filters)
