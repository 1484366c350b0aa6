"""Ledger entries, steps and searches as tables and records, and how current the ledgers are."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.measures import measures
from ipcheck.catalogue.records import entry_index
from ipcheck.domain.entry import KEYS, Entry, source_in_words
from ipcheck.formats.document import Column, Field, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.figures import figure_in_words
from ipcheck.reports.shared.labels import HAPPENED_WORDS, MARK_WORDS, STEP_WORDS

if TYPE_CHECKING:
    from ipcheck.formats.parts import Linked

OLD = 60  # days without a new entry after which answers warn that the ledger may be out of date


def entry_table(context: Context, entries: Sequence[Entry], title: str, empty: str = "") -> Table[Entry]:
    """A table of entries, the task in the first column. The text `empty` stands where there is no entry."""
    _ = context.translator

    def figure(entry: Entry) -> str | None:
        return figure_in_words(entry, measures(context.catalogue), _) if entry.measure else None

    columns: list[Column[Entry]] = [
        Column(_("task"), lambda entry: entry.task, "id", optional=True, facet="task"),
        Column(_("day"), lambda entry: entry.on, "day"),
        Column(_("about"), lambda entry: entry_subject(entry, _), optional=True),
        Column(_("what happened"), lambda entry: entry_event(entry, _)),
        Column(_("document"), lambda entry: document_in_words(entry, _), optional=True),
        Column(_("figure"), figure, optional=True),
        Column(_("evidence or source"), linked_proof, "links", optional=True),
        Column(_("note"), lambda entry: entry_note(entry, _), optional=True),
        Column(_("problems"), lambda entry: entry.problem, optional=True),
        Column(_("next step"), lambda entry: entry.next, optional=True),
        Column(_("recorded by"), lambda entry: entry.by, optional=True),
    ]
    return Table(columns, entries, title, empty)


def step_columns(
    _: Translator, understood: str | None = None, words: Mapping[str, str] = STEP_WORDS
) -> list[Column[Entry]]:
    """The columns of a table of steps of instruments, each in these words (STEP_WORDS or COMING_STEP_WORDS). The
    instrument that is `understood` is not named in each row."""

    def instrument(entry: Entry) -> str | None:
        return None if entry.instrument == understood else _.name(entry.instrument or "")

    return [
        Column(_("law or document"), instrument, optional=True),
        Column(_("step"), lambda entry: _(words[str(entry.step)])),
        Column(_("day"), lambda entry: entry.on, "day"),
        Column(_("round"), lambda entry: entry.round, optional=True),
        Column(_("number"), lambda entry: document_in_words(entry, _), optional=True),
        Column(_("task"), lambda entry: entry.task, "id", optional=True, facet="task"),
        Column(_("source"), linked_sources, "links", optional=True),
        Column(_("evidence"), lambda entry: entry.evidence, optional=True),
        Column(_("note"), lambda entry: entry_note(entry, _), optional=True),
    ]


def check_table(checks: Sequence[Entry], title: str, _: Translator) -> Table[Entry]:
    """A table of searches in vain, the newest first."""
    columns: list[Column[Entry]] = [
        Column(_("searched on"), lambda check: check.checked, "day"),
        Column(_("about"), lambda check: entry_subject(check, _), optional=True),
        Column(_("note"), lambda check: entry_note(check, _), optional=True),
        Column(_("words searched for"), lambda check: check.searched, "list"),
    ]
    return Table(columns, sorted(checks, key=lambda check: check.on, reverse=True), title)


def linked_proof(entry: Entry) -> "tuple[Linked, ...]":
    """The evidence of an entry, and its sources, which link to their addresses. A source that is a text only stands
    where there is no evidence."""
    from ipcheck.formats.parts import Linked  # imported here because few answers have entries

    sources = linked_sources(entry)
    if entry.evidence:
        return (Linked(entry.evidence), *(sources if entry.sources else ()))
    return sources


def linked_sources(entry: Entry) -> "tuple[Linked, ...]":
    """The sources of an entry, which link to their addresses; one that is a text only is a text."""
    from ipcheck.formats.parts import Linked  # imported here because few answers have entries

    if entry.sources:
        return tuple(Linked(source_in_words(source), source.get("url", "")) for source in entry.sources_as_json())
    return (Linked(entry.source),) if entry.source else ()


def entry_note(entry: Entry, _: Translator) -> str | None:
    """The note of an entry: for readers of another language its English form, where it has one."""
    return (entry.english if _.is_foreign else None) or entry.note


def document_in_words(entry: Entry, _: Translator) -> str:
    """The document that an entry is about, where it names one: its title, and its number."""
    title = f"《{entry.document_title}》" if entry.document_title else None
    until = _("until {day}").format(day=entry.until) if entry.until else None
    return _(", ").join(part for part in (title, entry.document_number or entry.number, until) if part)


_ENTRY_KEYS = KEYS[1:-1]  # all but the first, the task, and the last, which came when entry_urls was there
ENTRY_FIELDS = (
    *(Field(f"entry_{key}", "list" if key == "searched" else "text") for key in _ENTRY_KEYS),
    Field("entry_urls", "list"), Field("entry_actual"),
)  # fmt: skip


def entry_values(entry: Entry | None) -> list[str | None]:
    """The values of an entry for ENTRY_FIELDS, as text; all None without an entry."""
    values = entry.as_json() if entry else {}
    urls = [source["url"] for source in values.get("sources", ()) if "url" in source]
    return [*(_as_text(values.get(key)) for key in _ENTRY_KEYS), _as_text(urls), _as_text(values.get("actual"))]


def _as_text(value: Any) -> str | None:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return LINE_SEP.join(value) or None
    return None if value is None else str(value)


def entry_subject(entry: Entry, _: Translator) -> str:
    """What of its task an entry is about: sentence, instrument, agency, subject; empty for the whole task."""
    parts = [
        _("sentence {n}").format(n=entry.part) if entry.part else None,
        _.titles(f"《{entry.instrument}》") if entry.instrument else None,
        entry.round,
        _.name(entry.agency or ""),
        entry.subject,
    ]
    return _(", ").join(part for part in parts if part)


def entry_event(entry: Entry, _: Translator) -> str:
    """What happened according to an entry, in a few words."""
    parts = [
        _(MARK_WORDS[entry.state]) if entry.state else None,
        _(STEP_WORDS[entry.step]) if entry.step else None,
        _(HAPPENED_WORDS[entry.event]) if entry.event else None,
        _("figure reported") if entry.is_figure_alone else None,
    ]
    return _(", ").join(part for part in parts if part) or _("noted")


class LedgerAge:
    """How current the ledgers are on the day of the context.

    `entries` is the number of entries on the work about that day or an earlier one. `newest` is the latest day (ISO
    text), up to that day, on which any of them was recorded, `searched` that on which somebody last looked in vain for
    a task of the shipped record; None if there is no such day.
    """

    def __init__(self, context: Context) -> None:
        self._translator = context.translator
        self._day = context.as_of
        on = self._day.isoformat()
        index = entry_index(context.catalogue)
        counted = [entry for entry in index.entries if entry.on_from <= on]
        self.entries = len(counted)
        days = [entry.recorded for entry in counted if entry.recorded <= on]  # the others were recorded after that day
        self.newest = max(days, default=None)
        searches = [check.on for check in chain.from_iterable(index.checks.values()) if check.shipped]
        self.searched = max((day for day in searches if day <= on), default=None)
        self._searched_later = min((day for day in searches if day > on), default=None)

    def in_words(self) -> list[str]:
        """Lines for people: how many entries there are, how old the newest is, a warning if it is older than OLD days,
        and when the public record was last searched."""
        _ = self._translator
        lines = self._entries_in_words()
        if self.searched:
            lines.append(_("The public record was last searched on {day}.").format(day=self.searched))
        elif self._searched_later:
            later = _(
                "The public record was first searched later, on {day}: what had not been searched by then may "
                "have been since."
            )
            lines.append(later.format(day=self._searched_later))
        return lines

    def _entries_in_words(self) -> list[str]:
        _ = self._translator
        if not self.entries:
            return [_("The ledger has no entries: nobody has recorded anything.")]
        if self.newest is None:
            return [_("Entries in the ledger: {n}, all recorded later.").format(n=self.entries)]
        template = _("Entries in the ledger: {n}; the newest is dated {day}.")
        lines = [template.format(n=self.entries, day=self.newest)]
        age = (self._day - date.fromisoformat(self.newest)).days
        if age > OLD:
            warning = _("Warning: nothing has been recorded for {n} days, so this may be out of date.")
            lines.append(warning.format(n=age))
        return lines
