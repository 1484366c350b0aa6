"""The documents that an answer is taken from, as they are cited."""

from collections.abc import Iterable

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import Plan, plans
from ipcheck.formats.document import Column, Table
from ipcheck.reports.shared.context import Context


def sources(context: Context, ids: Iterable[str]) -> list[str]:
    """The plans with these ids as they are cited, in time order."""
    return [citation(plan, context.translator) for plan in _plans(context, ids)]


def source_table(context: Context, ids: Iterable[str]) -> Table:
    """The same as a part of a report, so that it is passed on with it."""
    _ = context.translator
    columns = [Column("plan", _("plan"), "id", shown=1, data=False), Column("cited", _("source"), shown=2, data=False)]
    return Table(columns, [(plan.id, citation(plan, _)) for plan in _plans(context, ids)], _("Sources"))


def _plans(context: Context, ids: Iterable[str]) -> Iterable[Plan]:
    named = sorted(set(ids))
    return plans(context.catalogue, named) if named else ()


def citation(plan: Plan, _: Translator) -> str:
    """How to cite a plan: title, document number, issuer, day, source; what is not known is left out."""
    issuer, publisher = (_.name(name) if name else None for name in (plan.issuer, plan.publisher))
    via = _("via {name}").format(name=plan.via) if plan.via else None
    day = plan.issued or plan.published
    parts = [cite_title(plan.title), _.gist(plan.id), plan.document_number, issuer, day, publisher, via, plan.url]
    return _(", ").join(dict.fromkeys(part for part in parts if part))


def cite_title(title: str) -> str:
    """A title in 《》; titles inside it stand in 〈〉, as GB/T 15834 has it."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
