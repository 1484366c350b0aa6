"""The worklist as a workbook to fill in: rows as those of the ledger, with what to look for and where, and a column for
what was looked for in vain."""

from collections.abc import Sequence
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document, Form, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.office_tasks import office_task_of
from ipcheck.reports.shared.search_links import ENGINES, link_to
from ipcheck.reports.worklist import Lookup
from ipcheck.sheet.columns import AS_SENT_OUT, EXPLANATIONS, WORKLIST_HEADINGS
from ipcheck.sheet.write_out import (
    explanations,
    heading_columns,
    row_cells,
    rows_as_sent,
    sheet_rows,
    state_choices,
    text_label,
)


def worklist_form(
    context: Context, document: Document, lookups: Sequence[Lookup], scope: Sequence[str] = ()
) -> Document:
    """The worklist `document`, whose workbook has a row to fill in for each of `lookups`, in this order. `scope` are
    the filters as given, in words."""
    _ = context.translator
    rows = sheet_rows(context, [office_task_of(context, lookup.task, None) for lookup in lookups])
    facts = [*document.facts, *([_("Filters: {filters}").format(filters=_.join(list(scope)))] if scope else ())]

    def form() -> Form:
        cells = [{**row_cells(row, _), **_search_cells(lookup, _)} for row, lookup in zip(rows, lookups, strict=True)]
        return Form(
            _("Worklist"), Table(heading_columns(WORKLIST_HEADINGS, _), cells),
            [_(heading.label) for heading in WORKLIST_HEADINGS if heading.open], state_choices(_), text_label(_),
            [
                (_(EXPLANATIONS), explanations(WORKLIST_HEADINGS, document.title, facts, _)),
                (_(AS_SENT_OUT), [rows_as_sent(rows, _)]),
            ],
            [_(AS_SENT_OUT)],
        )  # fmt: skip

    return document._replace(form=form)


def _search_cells(lookup: Lookup, _: Translator) -> dict[str, Any]:
    """The cells of a row that only the worklist has, by the key of their heading."""
    links = {engine.key: (link_to(lookup.searches[0], engine, _),) for engine in ENGINES}
    return {"why": lookup.why_in_words(_), "search": "\n".join(lookup.words), "none_found": None, **links}
