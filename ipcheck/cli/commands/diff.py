"""ipcheck diff: what became of the tasks of a plan in later plans."""

from collections.abc import Collection, Sequence
from typing import Annotated

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.lists import plan_ids
from ipcheck.catalogue.resolve import resolve_plans
from ipcheck.cli.answer import answer, open_context
from ipcheck.cli.context import task_query
from ipcheck.cli.destination import Destination, output_path, print_error
from ipcheck.cli.exit_codes import FINE, FOUND
from ipcheck.cli.options import FILTERS, Choice, Filters, completed
from ipcheck.cli.settings import Session
from ipcheck.datafiles.discovery import LINKS, PATH_MARKS, is_path, role_of
from ipcheck.formats.document import Document
from ipcheck.reports.diff import PARTS, diff, diff_document
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import plans_in_time

HELP = N_("What became of the tasks of a plan in later ones: carried on and how, not listed again, new.")


def command(
    session: Session,
    filters: Filters,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar=N_("PLAN PLAN..."),
            help=N_("Two plans or more, by their ids; one with --against."),
            autocompletion=completed("plan"),
        ),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar=N_("PATH|PLAN"),
            help=N_(
                "Plan files, folders or ids of plans to compare one plan with: which of their tasks are linked, "
                "coverage. Repeatable; further paths may follow."
            ),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        Choice(PARTS, "part"),
        typer.Option(
            "--only",
            help=N_(
                "Only carried-on, not-listed, new or changed tasks, or links with this change: text, deadline,"
                " agencies, stage, slipped (due later), regressed (promises less). Repeatable."
            ),
            rich_help_panel=FILTERS,
        ),
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help=N_("Show deletions and insertions in the texts."))] = False,
    suggest: Annotated[
        bool,
        typer.Option("--suggest", help=N_("Take the program's suggestions; with -o links.yaml, a draft to curate.")),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace a draft that is there already."))] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=N_("Exit with 1 if anything differs."))] = False,
) -> int:
    """Compare the plans in `names` in time order, or one plan with those at --against; or write a draft of links."""
    _ = session.translator
    output = output_path(session)
    if against:
        plans, more = split_names(names)
        if only or detail or exit_code:
            raise UsageError(_("--against lists links, not what changed; leave out --only, --detail and --exit-code"))
        return _against(session, filters, plans, [*against, *more], suggest)
    draft = output if output and not session.given.format and output.endswith((".yaml", ".yml")) else None
    if draft and not suggest:
        raise UsageError(_("-o {path}: a file of links is written with --suggest").format(path=draft))
    if draft and (filters != Filters() or only or detail or exit_code):
        raise UsageError(
            _("a draft contains every suggestion; leave out the filters, --only, --detail and --exit-code")
        )
    differs = False

    def in_time(context: Context) -> list[str]:
        if len(names) < 2:
            existing = _.join_some(plan_ids(context.catalogue))
            raise UsageError(_("name two plans or more; there are {known}").format(known=existing))
        ordered = plans_in_time(context, resolve_plans(context.catalogue, names, _))
        if len(set(names)) < len(names) and (draft or len(names) > 2):
            raise UsageError(_("name each plan once: {plans}").format(plans=_.join(ordered)))
        _refuse_other_plans(filters.plan, names, _)
        return ordered

    def build(context: Context) -> Document:
        nonlocal differs
        ordered = in_time(context)
        facts = [_("Put in time order: {plans}.").format(plans=_.join(ordered))] if ordered != names else []
        query = task_query(context, filters) if filters != Filters() else None
        if len(ordered) > 2:
            if only or detail:
                raise UsageError(_("--only and --detail compare two plans; {n} are named").format(n=len(ordered)))
            from ipcheck.reports.threads import find_threads, threads_document

            threads = find_threads(context, ordered, query, suggest)
            differs = threads.differs
            return threads_document(context, threads, facts)
        earlier, later = ordered
        result = diff(context, earlier, later, query, only or (), suggest)
        differs = result.differs
        return diff_document(context, result, facts, detail)

    if draft:
        with open_context(session) as context:
            _write_draft(context, in_time(context), draft, force)
        return FINE
    answer(session, build, filters=filters)
    return FOUND if exit_code and differs else FINE


def split_names(names: list[str]) -> tuple[list[str], list[str]]:
    """Split arguments into ids of plans and paths, which are those with a dot or a slash.

    Where a shell expands --against cities/*.yaml, all paths but the first arrive as arguments.
    """
    paths = [name for name in names if any(mark in name for mark in PATH_MARKS)]
    return [name for name in names if name not in paths], paths


def _against(session: Session, filters: Filters, names: list[str], others: list[str], suggest: bool) -> int:
    """Compare the one plan in `names` with `others` (paths or ids), and write which tasks are linked."""
    from ipcheck.cli.progress import progress
    from ipcheck.reports.against import against, other_plans
    from ipcheck.reports.against_document import against_document

    _ = session.translator
    if len(names) != 1:
        template = _("--against compares one plan with others; {n} are named. Put --against before each other one")
        raise UsageError(template.format(n=len(names)))
    [plan_id] = names

    def build(context: Context) -> Document:
        resolve_plans(context.catalogue, names, _)
        found = other_plans(context, plan_id, others)
        _refuse_other_plans(filters.plan, [plan_id, *(plan.id for plan in found.plans)], _)
        query = task_query(context, filters) if filters != Filters() else None
        with progress(_("Comparing {plan}").format(plan=plan_id)) as tell:
            result = against(context, plan_id, found.plans, query, suggest, tell)
        facts = [
            _(
                "--against {name} is read as a path; the plan with this id is compared only if there is no such "
                "file or folder."
            ).format(name=name)
            for name in found.ambiguous
        ]
        if found.with_named:
            facts.append(_("{plan} itself is among them, and is not compared.").format(plan=plan_id))
        return against_document(context, result, facts)

    # the files at the paths are read with those of the call
    paths = [name for name in others if is_path(name)]
    settings = session.settings._replace(plans=[*(session.settings.plans or ()), *paths])
    answer(session._replace(settings=settings), build, filters=filters)
    return FINE


def _refuse_other_plans(chosen: Sequence[str] | None, compared: Collection[str], _: Translator) -> None:
    """Raise UsageError where --plan names a plan that is not compared."""
    if others := [plan for plan in chosen or () if plan not in compared]:
        raise UsageError(_("--plan {plan} is not one of the plans that are compared").format(plan=others[0]))


def _write_draft(context: Context, plans: list[str], path: str, force: bool) -> None:
    """Write the suggested links between two plans to `path`, as a draft of a links file."""
    from ipcheck.reports.links_draft import links_draft

    _ = context.translator
    if len(plans) > 2:
        raise UsageError(_("a draft links two plans; {n} are named").format(n=len(plans)))
    destination, draft = Destination(path, "plain", _), links_draft(context, *plans)
    destination.forbid_replacing(force)
    destination.write_text(draft)
    template = _("Wrote a draft to {path}. Curated, it is used with --plans {path}.")
    if role_of(path) != LINKS:
        template = _(
            "Wrote a draft to {path}. To use it, call it links.yaml or put it in a folder links: --plans links"
        )
    print_error(template.format(path=path))
