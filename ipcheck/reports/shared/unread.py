"""Phrases that no rule reads, and those that a person has read: how every answer tells of them."""

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import split_list
from ipcheck.catalogue.conditions import TaskQuery
from ipcheck.catalogue.unread import UnreadCounts, undecided, unread_counts
from ipcheck.domain.situation import UNREAD
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.listing import agency_of, listing_command, with_command


def unread_lines(context: Context, query: TaskQuery, counts: UnreadCounts | None = None) -> list[str]:
    """The line that says how many tasks have a phrase that no rule reads, with the command that lists them: of those
    that `query` selects, or may select; no line where there are none. `counts` are given where they are known."""
    _ = context.translator
    counts = counts or unread_counts(context.catalogue, query, context.judge)
    words = []
    if counts.deadlines:
        words.append(
            _.many(
                "{n} task has a deadline phrase that is not recognised",
                "{n} tasks have a deadline phrase that is not recognised",
                counts.deadlines,
            )
        )
    if counts.responsibilities:
        words.append(
            _.many(
                "{n} task has a responsibility phrase that is not recognised",
                "{n} tasks have a responsibility phrase that is not recognised",
                counts.responsibilities,
            )
        )
    sentences = [_("{words}.").format(words=part) for part in words]
    if counts.responsibilities and (agency := agency_of(query)):
        sentences[-1] = _("{words}, and may be for {agency} too.").format(words=words[-1], agency=_.name(agency))
    if not sentences or query.basis == UNREAD:
        return sentences and [_.sentences(sentences)]
    command = listing_command(undecided(query), _, UNREAD) or f"ipcheck tasks --basis {UNREAD}"
    return [with_command(sentences, _("List them: {command}").format(command=command), _)]


def unread_in_words(counts: UnreadCounts, _: Translator) -> list[str]:
    """The same in few words, for a headline that must not be quiet about it."""
    parts = [
        (_("deadline phrases not recognised {n}"), counts.deadlines),
        (_("responsibility phrases not recognised {n}"), counts.responsibilities),
    ]
    return [template.format(n=n) for template, n in parts if n]


def marked(phrase: str, basis: str, reading: str, _: Translator) -> str:
    """A phrase with a mark: that no rule reads it, or who says what it means, and why."""
    if basis == UNREAD:
        return _("{phrase} (not recognised)").format(phrase=phrase)
    if reading:
        by, why = split_list(reading)
        return _("{phrase} (interpreted by {by}: {why})").format(phrase=phrase, by=by, why=why)
    return phrase


def responsibility_column(_: Translator) -> Column[Task]:
    """The column that marks the responsibility phrases that no rule reads, or that a person has read; empty for all
    others."""
    return Column(_("responsible"), lambda task: responsibility_mark(task, _), optional=True)


def responsibility_mark(task: Task, _: Translator) -> str | None:
    """The responsibility phrase of a task with a brief mark, if no rule reads it; else None."""
    return _brief(task.responsibility_phrase, task.responsibility_basis, task.responsibility_reading, _)


def deadline_mark(task: Task, _: Translator) -> str | None:
    """The deadline phrase of a task with a brief mark, if no rule reads it; else None."""
    return _brief(task.deadline_phrase, task.deadline_basis, task.deadline_reading, _)


def _brief(phrase: str | None, basis: str, reading: str, _: Translator) -> str | None:
    if basis == UNREAD:
        return _("{phrase} (not recognised)").format(phrase=phrase)
    return _("{phrase} (interpreted by {by})").format(phrase=phrase, by=split_list(reading)[0]) if reading else None
