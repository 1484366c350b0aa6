"""ipcheck diff"""

from typing import Annotated, Any

import typer

from ipcheck.answers.asked import Asked, known_plans
from ipcheck.answers.diff import PARTS, diff, diff_document
from ipcheck.catalogue.lists import plan_ids
from ipcheck.cli.answer import answer, asking
from ipcheck.cli.exits import FINE, FOUND
from ipcheck.cli.options import Filters, Run, complete_plans, repeatable, values
from ipcheck.cli.output import complain, save
from ipcheck.cli.question import wanted
from ipcheck.documents import Document
from ipcheck.files import LINKS, role
from ipcheck.findings import Refused
from ipcheck.words import N_

HELP = N_("What became of the tasks of a plan in later ones: carried on and how, not listed again, new.")

Part: Any = repeatable("Part", PARTS)


def command(
    context: typer.Context,
    run: Run,
    filters: Filters,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar=N_("PLAN PLAN..."), help=N_("Two plans or more, by their ids."), autocompletion=complete_plans
        ),
    ],
    only: Annotated[
        list[Part] | None, typer.Option("--only", help=N_("Only this part, or links with this change. Repeatable."))
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help=N_("Show deletions and insertions in the texts."))] = False,
    suggest: Annotated[
        bool,
        typer.Option("--suggest", help=N_("Take the program's suggestions; with -o links.yaml, a draft to curate.")),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace a draft that is there already."))] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=N_("Exit with 1 where anything differs."))] = False,
) -> int:
    """See HELP."""
    session = context.obj
    _ = session.words
    output = session.setting(run, "output")
    draft = suggest and run.format is None and bool(output) and str(output).lower().endswith((".yaml", ".yml"))
    found = False

    def in_time(asked: Asked) -> list[str]:
        if len(names) < 2:
            raise Refused(
                _("name two plans or more; there are {known}").format(known=_.listed(plan_ids(asked.catalogue)))
            )
        rank = {plan: index for index, plan in enumerate(plan_ids(asked.catalogue))}
        return sorted(known_plans(asked, names), key=rank.__getitem__)

    def build(asked: Asked) -> Document:
        nonlocal found
        ordered = in_time(asked)
        facts = [_("Put in time order: {plans}.").format(plans=_.listed(ordered))] if ordered != names else []
        narrowed = wanted(asked, filters) if filters != Filters() else None
        if len(ordered) > 2:
            if only or detail:
                raise Refused(_("--only and --detail compare two plans; {n} are named").format(n=len(ordered)))
            from ipcheck.answers.threads import find_threads, threads_document

            threads = find_threads(asked, ordered, narrowed, suggest)
            found = threads.differs
            return threads_document(asked, threads, facts)
        earlier, later = ordered
        compared = diff(asked, earlier, later, narrowed, values(only), suggest)
        found = compared.differs
        return diff_document(asked, compared, facts, detail)

    if draft:
        from ipcheck.answers.draft import links_draft

        with asking(session, run) as asked:
            ordered = in_time(asked)
            if len(ordered) > 2:
                raise Refused(_("a draft links two plans; {n} are named").format(n=len(ordered)))
            save(output, links_draft(asked, *ordered), force, _)
        used = _("Wrote a draft to {path}. Curated, it is used with --plans {path}.")
        if role(output) != LINKS:
            used = _(
                "Wrote a draft to {path}. To use it, call it links.yaml or put it in a folder links: --plans links"
            )
        complain(used.format(path=output))
        return FINE
    answer(session, run, build)
    return FOUND if exit_code and found else FINE
