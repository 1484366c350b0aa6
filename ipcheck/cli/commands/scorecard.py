"""ipcheck scorecard: how many promises were kept."""

from ipcheck.base.i18n import N_
from ipcheck.cli.answer import answer
from ipcheck.cli.context import task_query
from ipcheck.cli.options import Filters, PlanIds
from ipcheck.cli.settings import Session
from ipcheck.reports.scorecard_document import scorecard_document

HELP = N_("How many promises of a plan were kept: on time, late, in part; by section and agency.")


def command(
    session: Session,
    filters: Filters,
    ids: PlanIds = None,
) -> None:
    """Sum up what became of the promises of the plans with these `ids` (and of --plan) that match the filters."""
    filters = filters.with_plans(ids)
    answer(
        session,
        lambda context: scorecard_document(context, task_query(context, filters)),
        filters=filters._replace(plan=None),
    )
