"""One plan (the named plan) compared with many, as a document: coverage by plan and by task, and the links."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.domain.plan import Plan
from ipcheck.formats.document import Column, Document, Row, Table
from ipcheck.reports.against import AgainstResult, Coverage, CrossLink, Uptake, as_json
from ipcheck.reports.diff import filter_lines
from ipcheck.reports.due import bound_exclusions
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import FACTS, basis_in_words, task_values
from ipcheck.reports.shared.rate_table import share_in_words
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of, gist_cells, gist_columns

if TYPE_CHECKING:
    from ipcheck.formats.overview import Overview

MOST_PLANS, MOST_LINKS = 20, 50  # rows that a terminal, a mail or a wiki shows at most
MOST_AT_ONCE = 2000  # rows that a page or a document shows at most
_MOST_SOURCES = 20  # plans that are cited at most


def against_document(context: Context, result: AgainstResult, facts: Sequence[str] = ()) -> Document:
    """The comparison as a document: coverage of the named plan as a whole, then by each other plan, then the links."""
    _ = context.translator
    return Document(
        _("Coverage of {plan}").format(plan=result.named),
        [_coverage_table(result, _), *_uptake_tables(result, _), _link_table(result, _), _for_machines(result)],
        data=lambda: as_json(result),
        facts=[*_counts(result, _), *facts, *_origin(result, _), *filter_lines(result.query, _), as_of(context)],
        notes=lambda: _notes(context, result),
        overview=lambda: _overview(result, _),
        sources=lambda: sources(context, [result.named, *_cited(result)]),
    )  # fmt: skip


def _counts(result: AgainstResult, _: Translator) -> list[str]:
    """Lines that say how much of the named plan is taken up, and how much of the other plans is linked."""
    taken_up = sum(bool(uptake.plans) for uptake in result.uptakes)
    plans = sum(bool(coverage.links) for coverage in result.coverages)
    template = _("Taken up: {share} of the tasks of {plan}, in {plans} of the plans. In none: {n}.")
    uptake_line = template.format(
        share=share_in_words(taken_up, len(result.uptakes), _), plan=result.named,
        plans=share_in_words(plans, len(result.coverages), _), n=len(result.uptakes) - taken_up,
    )  # fmt: skip
    linked, tasks = (sum(getattr(coverage, name) for coverage in result.coverages) for name in ("linked", "tasks"))
    strong, weak = (sum(getattr(coverage, name) for coverage in result.coverages) for name in ("strong", "weak"))
    template = _("Of the tasks of these plans linked: {share}. Links: {n}, strong {strong}, weak {weak}.")
    link_line = template.format(share=share_in_words(linked, tasks, _), n=strong + weak, strong=strong, weak=weak)
    return [uptake_line, link_line]


def _origin(result: AgainstResult, _: Translator) -> list[str]:
    """The line that says where the links come from: curated by a person, or suggested by the program."""
    curated = sum(coverage.curated for coverage in result.coverages)
    parts = [
        (_("Links suggested, from the texts alone: with {n} of the plans."), len(result.coverages) - curated),
        (_("Links curated: with {n} of the plans."), curated),
        (_("In place of curated ones: with {n}."), sum(coverage.asked_for for coverage in result.coverages)),
    ]
    return [_.sentences(template.format(n=n) for template, n in parts if n)]


def _notes(context: Context, result: AgainstResult) -> list[str]:
    _ = context.translator
    ids = [coverage.plan.id for coverage in result.coverages]
    notes = bound_exclusions(context, result.query, [result.named, *ids])
    if earlier := [coverage.plan.id for coverage in result.coverages if coverage.earlier]:
        template = _("Plans older than {plan}, which carries on tasks of theirs: {n}, the first of them {first}.")
        notes.append(template.format(plan=result.named, n=len(earlier), first=earlier[0]))
    if any(not uptake.plans for uptake in result.uptakes):
        notes.append(
            _("Taken up in none does not mean neglected: it may go on without standing in any of these plans.")
        )
    template = _("What changed along the links with a plan: ipcheck diff {plan} {other} --plans PATH")
    return [*notes, template.format(plan=result.named, other=ids[0])]


def _overview(result: AgainstResult, _: Translator) -> "Overview":
    """How many tasks of the named plan others take up, and a chart of the tasks that each plan reaches, of the plans
    that reach most."""
    from ipcheck.formats.overview import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, make_overview

    tasks = len(result.uptakes)
    taken_up = sum(bool(uptake.plans) for uptake in result.uptakes)
    most = _by_coverage(result)[:MOST_AGENCIES]
    series = [
        Series(_("reached"), "lead", [coverage.reached for coverage in most]),
        Series(_("not reached"), "participant", [tasks - coverage.reached for coverage in most]),
    ]
    figures = [
        Figure(_("plans compared"), len(result.coverages)),
        Figure(_("tasks taken up"), taken_up),
        Figure(_("taken up in none"), tasks - taken_up),
    ]
    title = _("Tasks of {plan} reached").format(plan=result.named)
    return make_overview(figures, Chart(title, [coverage.plan.id for coverage in most], series, across=True))


def _by_coverage(result: AgainstResult) -> list[Coverage]:
    """The plans that reach most tasks first, of these the plans with most linked tasks first, then in time order."""
    return sorted(result.coverages, key=lambda coverage: (-coverage.reached, -coverage.linked))


def _cited(result: AgainstResult) -> list[str]:
    """The plans to cite beside the named plan; none if there are more than _MOST_SOURCES."""
    ids = [coverage.plan.id for coverage in result.coverages]
    return ids if len(ids) <= _MOST_SOURCES else []


def _coverage_table(result: AgainstResult, _: Translator) -> Table:
    columns = [
        Column("plan", _("plan"), "id", shown=1, data=False, facet="plan"),
        Column("title", _("title"), shown=2, data=False),
        *gist_columns(_, shown=3),
        Column("own", _("its tasks linked"), shown=4, data=False),
        Column("share", _("tasks of {plan} reached").format(plan=result.named), shown=5, data=False),
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
    rows = (_coverage_cells(coverage, len(result.uptakes), _) for coverage in _by_coverage(result))
    return Table(columns, rows, _("Coverage by plan, most first"), most=MOST_PLANS, rest=rest, at_once=MOST_AT_ONCE)


def _coverage_cells(coverage: Coverage, named_tasks: int, _: Translator) -> Row:
    plan = coverage.plan
    return (
        plan.id, plan.title, *gist_cells(plan.id, _), share_in_words(coverage.linked, coverage.tasks, _),
        share_in_words(coverage.reached, named_tasks, _), f"{coverage.strong} + {coverage.weak}", plan.region,
        plan.issued or plan.published, coverage.linked, coverage.tasks, coverage.reached, coverage.strong,
        coverage.weak,
    )  # fmt: skip


def _uptake_tables(result: AgainstResult, _: Translator) -> Iterator[Table]:
    """The tasks that no plan takes up, in document order; then the others, those in most plans first."""
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
    not_taken_up = [uptake for uptake in result.uptakes if not uptake.plans]
    taken_up = sorted(
        (uptake for uptake in result.uptakes if uptake.plans), key=lambda uptake: (-uptake.plans, -uptake.tasks)
    )
    for rows, title in (
        (not_taken_up, _("Tasks of {plan} that no plan takes up")),
        (taken_up, _("Tasks of {plan} by the plans that take them up")),
    ):
        yield Table(columns, (_uptake_cells(uptake, _) for uptake in rows), title.format(plan=result.named))


def _uptake_cells(uptake: Uptake, _: Translator) -> Row:
    task = uptake.task
    return (
        task.id, uptake.plans or None, uptake.tasks or None, task.lead, task.participants, task.headings, task.text,
        *gist_cells(task.id, _),
    )  # fmt: skip


def _link_table(result: AgainstResult, _: Translator) -> Table:
    columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("own", result.named, "id", shown=2, data=False),
        Column("link", _("link"), shown=3, data=False),
        Column("why", _("what they share"), shown=4, data=False),
        Column("plan", _("plan"), "id", roomy=True, data=False, facet="plan"),
        Column("score", _("score"), "number", roomy=True, data=False),
        Column("region", _("region"), roomy=True, data=False),
        Column("text", _("text"), roomy=True, data=False),
        Column("own_text", _("text of {plan}").format(plan=result.named), roomy=True, data=False),
    ]
    texts = {uptake.task.id: uptake.task.text for uptake in result.uptakes}

    def cells(plan: Plan, cross_link: CrossLink) -> Row:
        link = cross_link.link
        return (
            cross_link.task, cross_link.own, basis_in_words(link, _), _.titles(link.why), plan.id, cross_link.score,
            plan.region, cross_link.facts[0], texts[cross_link.own],
        )  # fmt: skip

    rows = (cells(coverage.plan, link) for coverage in result.coverages for link in coverage.links)
    rest = _("And {n} links more: -o links.csv or -o links.xlsx holds all.")
    return Table(columns, rows, _("Links"), most=MOST_LINKS, rest=rest, at_once=MOST_AT_ONCE)


def _for_machines(result: AgainstResult) -> Table:
    kinds: dict[str, Any] = {
        "plan": "id", "region": "text", "earlier": "id", "later": "id", "grade": "id", "basis": "id", "score": "number",
        "why": "text", **{f"{side}_{key}": kind for side in ("earlier", "later") for key, kind in FACTS},
    }  # fmt: skip
    return Table([Column(key, "", kind) for key, kind in kinds.items()], _values(result))


def _values(result: AgainstResult) -> Iterator[Row]:
    """A row for each link, with the columns that a comparison of two plans has for a link."""
    named_facts = {uptake.task.id: task_values(uptake.task) for uptake in result.uptakes}
    for coverage in result.coverages:
        for link, score, named_task, _task, facts in coverage.links:
            ends = (facts, named_facts[named_task]) if coverage.earlier else (named_facts[named_task], facts)
            yield (
                coverage.plan.id, coverage.plan.region, link.earlier, link.later, link.grade, link.basis, score,
                link.why, *ends[0], *ends[1],
            )  # fmt: skip
