"""Tasks by filters, and last days soonest first, with what such a question leaves out."""

from collections.abc import Sequence

from ipcheck.base.i18n import Words
from ipcheck.catalogue.conditions import ANY, STATED, Wanted
from ipcheck.catalogue.excluded import LeftOut, left_out
from ipcheck.catalogue.query import find_tasks
from ipcheck.formats.document import Document
from ipcheck.reports.shared.context import Asked
from ipcheck.reports.shared.task_table import at_a_glance, task_document

AHEAD = 90  # days that `due` looks ahead where no bound is given


def tasks_document(asked: Asked, wanted: Wanted) -> Document:
    """Tasks by any filters, in document order."""
    _ = asked.words
    return bounded_document(asked, wanted, _("Tasks"))


def due_document(asked: Asked, wanted: Wanted) -> Document:
    """Last days, soonest first. A plan that only has a period is summed up unless `wanted` asks for it."""
    _ = asked.words
    wanted = wanted._replace(dated=True, soonest_first=True)
    return task_document(
        _("What is due"), [bounds(wanted, _)], find_tasks(asked.catalogue, wanted, asked.judge), asked,
        notes=lambda: what_was_left_out(asked, wanted),
        overview=lambda: at_a_glance(asked, find_tasks(asked.catalogue, wanted, asked.judge)),
    )  # fmt: skip


def bounds(wanted: Wanted, _: Words) -> str:
    """The bound that an answer used."""
    if wanted.after and wanted.before:
        said = _("Last day from {first} to {last}, both included.")
    elif wanted.before:
        said = _("Last day on or before {last}.")
    else:
        said = _("Last day on or after {first}.") if wanted.after else _("Any last day.")
    return said.format(first=wanted.after, last=wanted.before)


def bounded_document(asked: Asked, wanted: Wanted, title: str) -> Document:
    """The tasks that `wanted` asks for, in document order; a bound is said, with what it leaves out."""
    return task_document(
        title, bound_of(wanted, asked.words), find_tasks(asked.catalogue, wanted, asked.judge), asked,
        notes=lambda: left_out_by(asked, wanted),
        overview=lambda: at_a_glance(asked, find_tasks(asked.catalogue, wanted, asked.judge)),
    )  # fmt: skip


def bound_of(wanted: Wanted, _: Words) -> list[str]:
    """The bound that an answer used; nothing where it had none."""
    return [bounds(wanted, _)] if wanted.bounded else []


def left_out_by(asked: Asked, wanted: Wanted | None, plans: Sequence[str] = ()) -> list[str]:
    """What a bound leaves out, of these plans or of those that `wanted` names; nothing without a bound."""
    if wanted is None or not wanted.bounded:
        return []
    return what_was_left_out(asked, wanted._replace(plans=plans or wanted.plans))


def what_was_left_out(asked: Asked, wanted: Wanted, by_name: bool = True) -> list[str]:
    """The tasks without a day that could be listed, and the plans that only have a period, which are listed `by_name`
    too where the command has it so (`default_basis`)."""
    left = left_out(asked.catalogue, wanted, asked.judge.on)
    return [*_without_a_day(left, asked.words), *_only_a_period(left, by_name, asked.words)]


def _without_a_day(left: LeftOut, _: Words) -> Sequence[str]:
    parts = [
        (left.ongoing, _("{n} only ongoing")),
        (left.undated, _("{n} without any day")),
        (left.relative, _("{n} counted from an event")),
    ]
    said = [form.format(n=count) for count, form in parts if count]
    if not said:
        return []
    return [_("Left out: {counts}. List them: ipcheck tasks").format(counts=_.listed(said))]


def _only_a_period(left: LeftOut, by_name: bool, _: Words) -> Sequence[str]:
    if not left.period:
        return []
    form = _("{name} ({count})")
    plans = _.some(list(left.period.items()), lambda plan: form.format(name=plan[0], count=plan[1]), left.periods)
    form = _("Plans with a period but no stated day: {plans}. List them: --basis {any}")
    if by_name:
        form = _("Plans with a period but no stated day: {plans}. List them: --plan {first}, or --basis {any}")
    return [form.format(plans=plans, first=next(iter(left.period)), any=ANY)]


def default_basis(plans: Sequence[str]) -> str:
    """`due` is about stated days; who names a plan wants its period too."""
    return ANY if plans else STATED
