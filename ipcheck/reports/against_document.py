"""One plan (the named plan) compared with many, as a document: coverage by plan and by task, and the links."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.domain.plan import Plan
from ipcheck.formats.document import Column, Document, Field, Hint, Records, Row, Table
from ipcheck.reports.against import AgainstResult, Coverage, CrossLink, Uptake, as_json
from ipcheck.reports.diff import filter_lines
from ipcheck.reports.due import bound_exclusions
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.english import section_column, text_columns
from ipcheck.reports.shared.link_facts import FACTS_OF_BOTH, LEADS_OF_BOTH, basis_in_words, shared_object, task_values
from ipcheck.reports.shared.rate_table import share_in_words
from ipcheck.reports.shared.sources import sources
from ipcheck.reports.shared.task_table import as_of
from ipcheck.reports.shared.unread import unread_lines

if TYPE_CHECKING:
    from ipcheck.formats.parts import Overview

MOST_PLANS, MOST_LINKS = 20, 50  # rows that a terminal, a mail or a wiki shows at most
MOST_AT_ONCE = 2000  # rows that a page or a document shows at most
_MOST_SOURCES = 20  # plans that are cited at most


def against_document(context: Context, result: AgainstResult, facts: Sequence[str] = ()) -> Document:
    """The comparison as a document: coverage of the named plan as a whole, then by each other plan, then the links."""
    _ = context.translator
    return Document(
        _("Coverage of {plan}").format(plan=result.named),
        lambda: [_coverage_table(result, _), *_uptake_tables(result, _), _link_table(result, _)],
        lambda: Records(_FIELDS, _values(result)),
        data=lambda: as_json(result),
        facts=[*_counts(result, _), *facts, *_origin(result, _), *filter_lines(result.query, _), as_of(context)],
        notes=lambda: _notes(context, result),
        overview=lambda: _overview(result, _),
        sources=lambda: sources(context, [result.named, *_cited(result)]),
    )  # fmt: skip


def _counts(result: AgainstResult, _: Translator) -> list[str]:
    """Lines that say how much of the named plan is taken up, and how much of the other plans is linked."""
    plans = sum(bool(coverage.links) for coverage in result.coverages)
    template = _("Taken up: {share} of the tasks of {plan}, by {plans} of the plans. Not taken up: {n}.")
    uptake_line = template.format(
        share=share_in_words(result.taken_up, result.counted, _), plan=result.named,
        plans=share_in_words(plans, len(result.coverages), _), n=result.counted - result.taken_up,
    )  # fmt: skip
    linked, tasks = (sum(getattr(coverage, name) for coverage in result.coverages) for name in ("linked", "tasks"))
    strong, weak = (sum(getattr(coverage, name) for coverage in result.coverages) for name in ("strong", "weak"))
    template = _("Tasks of these plans that are linked: {share}. Links: {n}, strong {strong}, weak {weak}.")
    link_line = template.format(share=share_in_words(linked, tasks, _), n=strong + weak, strong=strong, weak=weak)
    lines = [uptake_line, link_line]
    if uncounted := len(result.uptakes) - result.counted:
        template = _(
            "Not counted: {n} that only promise laws, ministry rules, judicial interpretations or treaties, "
            "which are not made locally. They are listed under “{title}”; in JSON, counted is false."
        )
        lines.insert(1, template.format(n=uncounted, title=_uncounted_title(result, _)))
    return lines


def _uncounted_title(result: AgainstResult, _: Translator) -> str:
    return _("Tasks of {plan} that are not counted").format(plan=result.named)


def _origin(result: AgainstResult, _: Translator) -> list[str]:
    """The line that says where the links come from: curated by a person, or suggested by the program."""
    curated = sum(coverage.curated for coverage in result.coverages)
    parts = [
        (_("Links suggested, from the texts alone: with {n} of the plans."), len(result.coverages) - curated),
        (_("Links curated: with {n} of the plans."), curated),
        (_("Instead of curated ones: with {n}."), sum(coverage.asked_for for coverage in result.coverages)),
    ]
    return [_.sentences(template.format(n=n) for template, n in parts if n)]


def _notes(context: Context, result: AgainstResult) -> list[str]:
    _ = context.translator
    ids = [coverage.plan.id for coverage in result.coverages]
    notes = [
        *unread_lines(context, (result.query or TaskQuery())._replace(plans=[result.named, *ids])),
        *bound_exclusions(context, result.query, [result.named, *ids]),
    ]
    if earlier := [coverage.plan.id for coverage in result.coverages if coverage.earlier]:
        template = _("Plans older than {plan}, which carries on some of their tasks: {n}, beginning with {first}.")
        notes.append(template.format(plan=result.named, n=len(earlier), first=earlier[0]))
    if result.counted > result.taken_up:
        notes.append(
            _("Not taken up does not mean neglected: the work may go on without appearing in any of these plans.")
        )
    template = _("What changed between linked tasks: ipcheck diff {plan} {other} --plans PATH")
    return [*notes, Hint(template.format(plan=result.named, other=ids[0]))]


def _overview(result: AgainstResult, _: Translator) -> "Overview":
    """How many tasks of the named plan others take up, and a chart of the tasks that each plan reaches, of the plans
    that reach most."""
    from ipcheck.formats.parts import Chart, Figure, Series  # only for formats that draw
    from ipcheck.reports.shared.charts import MOST_AGENCIES, make_overview

    tasks = result.counted
    most = _by_coverage(result)[:MOST_AGENCIES]
    series = [
        Series(_("reached"), "lead", [coverage.reached for coverage in most]),
        Series(_("not reached"), "participant", [tasks - coverage.reached for coverage in most]),
    ]
    figures = [
        Figure(_("plans compared"), len(result.coverages)),
        Figure(_("tasks taken up"), result.taken_up),
        Figure(_("not taken up"), tasks - result.taken_up),
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


def _coverage_table(result: AgainstResult, _: Translator) -> Table[Coverage]:
    named_tasks = result.counted
    reached = _("tasks of {plan} reached").format(plan=result.named)
    columns: list[Column[Coverage]] = [
        Column(_("plan"), lambda coverage: coverage.plan.id, "id", facet="plan"),
        *text_columns(lambda coverage: coverage.plan.title, lambda coverage: coverage.plan.id, _, _("title")),
        Column(_("its tasks linked"), lambda coverage: share_in_words(coverage.linked, coverage.tasks, _)),
        Column(reached, lambda coverage: share_in_words(coverage.reached, named_tasks, _)),
        Column(_("links strong + weak"), lambda coverage: f"{coverage.strong} + {coverage.weak}"),
        Column(_("region"), lambda coverage: coverage.plan.region, roomy=True),
        Column(_("date"), lambda coverage: coverage.plan.issued or coverage.plan.published, "day", roomy=True),
        Column(_("linked"), lambda coverage: coverage.linked, "number", roomy=True),
        Column(_("tasks"), lambda coverage: coverage.tasks, "number", roomy=True),
        Column(_("reached"), lambda coverage: coverage.reached, "number", roomy=True),
        Column(_("strong"), lambda coverage: coverage.strong, "number", roomy=True),
        Column(_("weak"), lambda coverage: coverage.weak, "number", roomy=True),
    ]
    return Table(
        columns, _by_coverage(result), _("Coverage by plan, highest first"), row_limit=MOST_PLANS,
        page_row_limit=MOST_AT_ONCE,
        left_out_note=Hint(
            _("And {n} more plans; -o coverage.xlsx and -f json list all."), _("And {n} plans more.")
        ),
    )  # fmt: skip


def _uptake_tables(result: AgainstResult, _: Translator) -> list[Table[Uptake]]:
    """The tasks that plans take up, those in most plans first; then the others in document order, those that are not
    counted last."""
    columns: list[Column[Uptake]] = [
        Column(_("task"), lambda uptake: uptake.task.id, "id", facet="task"),
        Column(_("plans"), lambda uptake: uptake.plans or None, "number", optional=True),
        Column(_("their tasks"), lambda uptake: uptake.tasks or None, "number", optional=True),
        *text_columns(lambda uptake: uptake.task.text, lambda uptake: uptake.task.id, _),
        Column(_("lead"), lambda uptake: uptake.task.leads, "agencies", roomy=True, facet="agency"),
        Column(_("participants"), lambda uptake: uptake.task.participants, "agencies", roomy=True, facet="agency"),
        section_column(lambda uptake: uptake.task, _),
    ]
    taken_up = sorted(
        (uptake for uptake in result.uptakes if uptake.plans), key=lambda uptake: (-uptake.plans, -uptake.tasks)
    )
    not_taken_up = [uptake for uptake in result.uptakes if uptake.counted and not uptake.plans]
    uncounted = [uptake for uptake in result.uptakes if not uptake.counted]
    titles = (_("Tasks of {plan} by the plans that take them up"), _("Tasks of {plan} that no plan takes up"))
    tables = [
        Table(columns, uptakes, title.format(plan=result.named))
        for uptakes, title in zip((taken_up, not_taken_up), titles, strict=True)
    ]
    return [*tables, Table(columns, uncounted, _uncounted_title(result, _))] if uncounted else tables


def _link_table(result: AgainstResult, _: Translator) -> Table[tuple[Plan, CrossLink]]:
    texts = {uptake.task.id: uptake.task.text for uptake in result.uptakes}
    text_of_named = _("text of {plan}").format(plan=result.named)
    columns: list[Column[tuple[Plan, CrossLink]]] = [
        Column(_("task"), lambda pair: pair[1].task, "id", facet="task"),
        Column(result.named, lambda pair: pair[1].own, "id", facet="task"),
        Column(_("link"), lambda pair: basis_in_words(pair[1].link, _)),
        Column(_("what they share"), lambda pair: shared_object(pair[1].link, _)),
        Column(_("plan"), lambda pair: pair[0].id, "id", roomy=True, facet="plan"),
        Column(_("score"), lambda pair: pair[1].score, "number", roomy=True),
        Column(_("region"), lambda pair: pair[0].region, roomy=True),
        *text_columns(lambda pair: pair[1].facts[0], lambda pair: pair[1].task, _, roomy=True),
        *text_columns(lambda pair: texts[pair[1].own], lambda pair: pair[1].own, _, text_of_named, roomy=True),
    ]
    pairs = [(coverage.plan, link) for coverage in result.coverages for link in coverage.links]
    return Table(
        columns, pairs, _("Links"), row_limit=MOST_LINKS, page_row_limit=MOST_AT_ONCE,
        left_out_note=Hint(
            _("Links not shown here: {n}; -o links.csv and -o links.xlsx list all."), _("Links not shown here: {n}.")
        ),
    )  # fmt: skip


_FIELDS = (
    *(Field(key) for key in ("plan", "region", "earlier", "later", "grade", "basis")), Field("score", "number"),
    Field("why"), *FACTS_OF_BOTH, *LEADS_OF_BOTH, Field("english"),
)  # fmt: skip


def _values(result: AgainstResult) -> Iterator[Row]:
    """A row for each link, with the fields that a comparison of two plans has for a link."""
    named = {uptake.task.id: (task_values(uptake.task), uptake.task.leads) for uptake in result.uptakes}
    for coverage in result.coverages:
        for link, score, named_task, _task, *other in coverage.links:
            ends = (other, named[named_task]) if coverage.earlier else (named[named_task], other)
            (earlier, earlier_leads), (later, later_leads) = ends
            yield (
                coverage.plan.id, coverage.plan.region, link.earlier, link.later, link.grade, link.basis, score,
                link.why, *earlier, *later, earlier_leads, later_leads, link.english,
            )  # fmt: skip
