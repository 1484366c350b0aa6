"""ipcheck section: tasks under headings."""

from typing import Annotated

import typer

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.reports.section import section_document, sections_document
from ipcheck.reports.shared.context import Context

HELP = N_("Tasks under headings that contain a text; without one, the tree of headings.")


def command(
    session: Session,
    filters: Filters,
    heading: Annotated[str | None, typer.Argument(metavar=N_("TEXT"), help=N_("Part of a heading."))] = None,
) -> None:
    """List the tasks under headings that contain `heading` (or --section); without such a text, list all headings."""

    def build(context: Context) -> Document:
        text = heading or filters.section
        query = task_query(context, filters._replace(section=text))
        return section_document(context, query, text) if text else sections_document(context, query)

    answer(session, build, filters=filters)
