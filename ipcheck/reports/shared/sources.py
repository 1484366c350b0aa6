"""Citations of the plans that an answer is taken from."""

from collections.abc import Iterable

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import plans
from ipcheck.domain.plan import Plan
from ipcheck.formats.document import Column, Table
from ipcheck.reports.shared.context import Context


def sources(context: Context, ids: Iterable[str]) -> list[str]:
    """The citations of the plans with these ids, in time order."""
    return [citation(plan, context.translator) for plan in _plans(context, ids)]


def source_table(context: Context, ids: Iterable[str]) -> Table[Plan]:
    """A table of the plans with these ids and their citations, for a report that is passed on and must name its sources
    in every format."""
    _ = context.translator
    columns: list[Column[Plan]] = [
        Column(_("plan"), lambda plan: plan.id, "id"), Column(_("source"), lambda plan: citation(plan, _)),
    ]  # fmt: skip
    return Table(columns, list(_plans(context, ids)), _("Sources"))


def _plans(context: Context, ids: Iterable[str]) -> Iterable[Plan]:
    unique_ids = sorted(set(ids))
    return plans(context.catalogue, unique_ids) if unique_ids else ()


def citation(plan: Plan, _: Translator) -> str:
    """The citation of a plan: title, document number, issuer, day, publisher, the site it was taken from, address. What
    is not known is left out."""
    issuer, publisher = (_.name(name) if name else None for name in (plan.issuer, plan.publisher))
    via = _("via {name}").format(name=plan.via) if plan.via else None
    day = plan.issued or plan.published
    parts = [cite_title(plan.title), _.gist(plan.id), plan.document_number, issuer, day, publisher, via, plan.url]
    return _(", ").join(dict.fromkeys(part for part in parts if part))


def cite_title(title: str) -> str:
    """A title in 《》; titles inside the title stand in 〈〉 (GB/T 15834)."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
