"""One plan against many, as a document: coverage by plan and by task, and the links themselves."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.lists import Plan
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.against import AgainstResult, Coverage, Linked, Uptake, as_json
from ipcheck.reports.diff import filtered
from ipcheck.reports.due import excluded_by
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import FACTS, basis_in_words, facts_of
from ipcheck.reports.shared.rate_table import share_in_words
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, gist_cells, gist_columns

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview

MOST_PLANS, MOST_LINKS = 20, 50  # rows that a terminal, a mail or a wiki shows
MOST_AT_ONCE = 2000  # that a page or a document does
_MOST_SOURCES = 20


def against_document(context: Context, found: AgainstResult, facts: Sequence[str] = ()) -> Document:
    """The comparison as a document: coverage of the plan named, then of each other, then the links."""
    _ = context.translator
    return Document(
        _("Coverage of {plan}").format(plan=found.named),
        [_coverage_table(found, _), *_uptake_tables(found, _), _link_table(found, _), _for_machines(found)],
        data=lambda: as_json(found),
        facts=[*_counts(found, _), *facts, *_origin(found, _), *filtered(found.query, _), as_of(context)],
        notes=lambda: _notes(context, found),
        overview=lambda: _overview(found, _),
        sources=lambda: sources(context, [found.named, *_cited(found)]),
    )  # fmt: skip


def _counts(found: AgainstResult, _: Translator) -> list[str]:
    """How much of the plan is taken up, and how much of the others stands at links."""
    taken_up = sum(bool(each.plans) for each in found.uptakes)
    plans = sum(bool(each.links) for each in found.coverages)
    form = _("Taken up: {share} of the tasks of {plan}, in {plans} of the plans. In none: {n}.")
    first = form.format(
        share=share_in_words(taken_up, len(found.uptakes), _), plan=found.named,
        plans=share_in_words(plans, len(found.coverages), _), n=len(found.uptakes) - taken_up,
    )  # fmt: skip
    linked, tasks = (sum(getattr(each, name) for each in found.coverages) for name in ("linked", "tasks"))
    strong, weak = (sum(getattr(each, name) for each in found.coverages) for name in ("strong", "weak"))
    form = _("Of the tasks of these plans linked: {share}. Links: {n}, strong {strong}, weak {weak}.")
    second = form.format(share=share_in_words(linked, tasks, _), n=strong + weak, strong=strong, weak=weak)
    return [first, second]


def _origin(found: AgainstResult, _: Translator) -> list[str]:
    """Where the links come from."""
    curated = sum(each.curated for each in found.coverages)
    parts = [
        (_("Links suggested, from the texts alone: with {n} of the plans."), len(found.coverages) - curated),
        (_("Links curated: with {n} of the plans."), curated),
        (_("In place of curated ones: with {n}."), sum(each.asked_for for each in found.coverages)),
    ]
    return [_.sentences(form.format(n=n) for form, n in parts if n)]


def _notes(context: Context, found: AgainstResult) -> list[str]:
    _ = context.translator
    ids = [each.plan.id for each in found.coverages]
    said = excluded_by(context, found.query, [found.named, *ids])
    if earlier := [each.plan.id for each in found.coverages if each.earlier]:
        form = _("Plans older than {plan}, which carries on tasks of theirs: {n}, the first of them {first}.")
        said.append(form.format(plan=found.named, n=len(earlier), first=earlier[0]))
    if any(not each.plans for each in found.uptakes):
        said.append(_("Taken up in none does not mean neglected: it may go on without standing in any of these plans."))
    form = _("What changed along the links with a plan: ipcheck diff {plan} {other} --plans PATH")
    return [*said, form.format(plan=found.named, other=ids[0])]


def _overview(found: AgainstResult, _: Translator) -> "Overview":
    """How many tasks of the plan others take up, and of the plans that reach most of them how many."""
    from ipcheck.formats.overview import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, drawn

    tasks = len(found.uptakes)
    taken_up = sum(bool(each.plans) for each in found.uptakes)
    most = _by_coverage(found)[:MOST_AGENCIES]
    series = [
        Series(_("reached"), "lead", [coverage.reached for coverage in most]),
        Series(_("not reached"), "participant", [tasks - coverage.reached for coverage in most]),
    ]
    figures = [
        Figure(_("plans compared"), len(found.coverages)),
        Figure(_("tasks taken up"), taken_up),
        Figure(_("taken up in none"), tasks - taken_up),
    ]
    title = _("Tasks of {plan} reached").format(plan=found.named)
    return drawn(figures, Chart(title, [coverage.plan.id for coverage in most], series, across=True))


def _by_coverage(found: AgainstResult) -> list[Coverage]:
    """The plans that reach most first; of one coverage in time order."""
    return sorted(found.coverages, key=lambda each: (-each.reached, -each.linked))


def _cited(found: AgainstResult) -> list[str]:
    """The plans to cite beside the one named: of many, none."""
    ids = [each.plan.id for each in found.coverages]
    return ids if len(ids) <= _MOST_SOURCES else []


def _coverage_table(found: AgainstResult, _: Translator) -> Table:
    columns = [
        Column("plan", _("plan"), "id", shown=1, data=False, facet="plan"),
        Column("title", _("title"), shown=2, data=False),
        *gist_columns(_, shown=3),
        Column("own", _("its tasks linked"), shown=4, data=False),
        Column("share", _("tasks of {plan} reached").format(plan=found.named), shown=5, data=False),
        Column("links", _("links strong + weak"), shown=6, data=False),
        Column("region", _("region"), roomy=True, data=False),
        Column("date", _("date"), "day", roomy=True, data=False),
        *(
            Column(name, label, "number", roomy=True, data=False)
            for name, label in (
                ("linked", _("linked")),
                ("tasks", _("tasks")),
                ("reached", _("reached")),
                ("strong", _("strong")),
                ("weak", _("weak")),
            )
        ),
    ]
    rest = _("And {n} plans more: -o coverage.xlsx or -f json holds all.")
    rows = (_coverage_cells(each, len(found.uptakes), _) for each in _by_coverage(found))
    return Table(columns, rows, _("Coverage by plan, most first"), most=MOST_PLANS, rest=rest, at_once=MOST_AT_ONCE)


def _coverage_cells(each: Coverage, own: int, _: Translator) -> Row:
    plan = each.plan
    return (
        plan.id, plan.title, *gist_cells(plan.id, _), share_in_words(each.linked, each.tasks, _),
        share_in_words(each.reached, own, _), f"{each.strong} + {each.weak}", plan.region,
        plan.issued or plan.published, each.linked, each.tasks, each.reached, each.strong, each.weak,
    )  # fmt: skip


def _uptake_tables(found: AgainstResult, _: Translator) -> Iterator[Table]:
    """The tasks that no plan takes up, in document order, and the others, those in most plans first."""
    columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("plans", _("plans"), "number", shown=2, optional=True, data=False),
        Column("tasks", _("their tasks"), "number", shown=3, optional=True, data=False),
        Column("lead", _("lead"), "agency", roomy=True, data=False, facet="agency"),
        Column("participants", _("participants"), "agencies", roomy=True, data=False, facet="agency"),
        Column("section", _("section"), "path", roomy=True, data=False, facet="section"),
        Column("text", _("text"), shown=4, data=False),
        *gist_columns(_, shown=5),
    ]
    none = [each for each in found.uptakes if not each.plans]
    some = sorted((each for each in found.uptakes if each.plans), key=lambda each: (-each.plans, -each.tasks))
    for rows, title in (
        (none, _("Tasks of {plan} that no plan takes up")),
        (some, _("Tasks of {plan} by the plans that take them up")),
    ):
        yield Table(columns, (_uptake_cells(each, _) for each in rows), title.format(plan=found.named))


def _uptake_cells(each: Uptake, _: Translator) -> Row:
    task = each.task
    return (
        task.id, each.plans or None, each.tasks or None, task.lead, task.participants, task.headings, task.text,
        *gist_cells(task.id, _),
    )  # fmt: skip


def _link_table(found: AgainstResult, _: Translator) -> Table:
    columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("own", found.named, "id", shown=2, data=False),
        Column("link", _("link"), shown=3, data=False),
        Column("why", _("what they share"), shown=4, data=False),
        Column("plan", _("plan"), "id", roomy=True, data=False, facet="plan"),
        Column("score", _("score"), "number", roomy=True, data=False),
        Column("region", _("region"), roomy=True, data=False),
        Column("text", _("text"), roomy=True, data=False),
        Column("own_text", _("text of {plan}").format(plan=found.named), roomy=True, data=False),
    ]
    texts = {each.task.id: each.task.text for each in found.uptakes}

    def cells(plan: Plan, each: Linked) -> Row:
        link = each.link
        return (
            each.task, each.own, basis_in_words(link, _), _.titles(link.why), plan.id, each.score, plan.region,
            each.facts[0], texts[each.own],
        )  # fmt: skip

    rows = (cells(each.plan, link) for each in found.coverages for link in each.links)
    rest = _("And {n} links more: -o links.csv or -o links.xlsx holds all.")
    return Table(columns, rows, _("Links"), most=MOST_LINKS, rest=rest, at_once=MOST_AT_ONCE)


def _for_machines(found: AgainstResult) -> Table:
    kinds: dict[str, Any] = {
        "plan": "id", "region": "text", "earlier": "id", "later": "id", "grade": "id", "basis": "id", "score": "number",
        "why": "text", **{f"{side}_{key}": kind for side in ("earlier", "later") for key, kind in FACTS},
    }  # fmt: skip
    return Table([Column(key, "", kind) for key, kind in kinds.items()], _values(found))


def _values(found: AgainstResult) -> Iterator[Row]:
    """A row for each link, as a comparison of two has it."""
    own = {each.task.id: facts_of(each.task) for each in found.uptakes}
    for each in found.coverages:
        for link, score, named, _task, facts in each.links:
            ends = (facts, own[named]) if each.earlier else (own[named], facts)
            yield (
                each.plan.id, each.plan.region, link.earlier, link.later, link.grade, link.basis, score, link.why,
                *ends[0], *ends[1],
            )  # fmt: skip
