"""Ledger entries as tables, and how current the ledgers are."""

from collections.abc import Iterable
from datetime import date

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.records import entry_index
from ipcheck.domain.entry import KEYS, Entry
from ipcheck.formats.document import Column, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.labels import HAPPENED_WORDS, MARK_WORDS, STEP_WORDS

OLD = 60  # days without a new entry after which answers warn that the ledger may be out of date


def entry_table(entries: Iterable[Entry], title: str, _: Translator, empty: str = "") -> Table:
    """A table of entries for people, the task in the first column. The text `empty` stands where there is no entry."""
    columns = [
        Column("task", _("task"), "id", shown=1, data=False),
        Column("on", _("day"), "day", shown=2, data=False),
        Column("about", _("about"), shown=3, optional=True, data=False),
        Column("what", _("what happened"), shown=4, data=False),
        Column("proof", _("evidence or source"), shown=5, optional=True, data=False),
        Column("note", _("note"), shown=6, optional=True, data=False),
        Column("problem", _("problems"), shown=7, optional=True, data=False),
        Column("next", _("next step"), shown=8, optional=True, data=False),
        Column("by", _("by"), shown=9, optional=True, data=False),
    ]
    rows = (
        (
            entry.task,
            entry.on,
            entry_subject(entry, _),
            entry_event(entry, _),
            entry.proof,
            entry.note,
            entry.problem,
            entry.next,
            entry.by,
        )
        for entry in entries
    )
    return Table(columns, rows, title, empty=empty)


_ENTRY_KEYS = KEYS[1:]  # all but the first, the task


def entry_columns() -> list[Column]:
    """The columns of an entry for machines: one for each key of a ledger entry except its task."""
    return [Column(f"entry_{key}", "") for key in _ENTRY_KEYS]


def entry_cells(entry: Entry | None) -> list[str | None]:
    """The cells of an entry for machines: the values of its keys as text, without its task; all None without an
    entry."""
    values = (getattr(entry, key, None) for key in _ENTRY_KEYS)
    return [None if value is None else str(value) for value in values]


def entry_values(entries: Iterable[Entry]) -> Table:
    """A table of entries for machines: the task, then one column for each other key."""
    return Table([Column("task", "", "id"), *entry_columns()], ([entry.task, *entry_cells(entry)] for entry in entries))


def entry_subject(entry: Entry, _: Translator) -> str:
    """What of its task an entry is about: sentence, instrument, agency, subject; empty for the whole task."""
    parts = [
        _("sentence {n}").format(n=entry.part) if entry.part else None,
        _.titles(f"《{entry.instrument}》") if entry.instrument else None,
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
    ]
    return _(", ").join(part for part in parts if part) or _("noted")


class LedgerAge:
    """How current the ledgers are on the day of the context.

    `entries` is the number of entries about that day or an earlier one. `newest` is the latest day (ISO text), up to
    that day, on which any of them was recorded; None if there is no such day.
    """

    def __init__(self, context: Context) -> None:
        self._translator = context.translator
        self._day = context.as_of
        on = self._day.isoformat()
        counted = [entry for entry in entry_index(context.catalogue).entries if entry.on <= on]
        self.entries = len(counted)
        days = [entry.recorded for entry in counted if entry.recorded <= on]  # the others were recorded after that day
        self.newest = max(days, default=None)

    def in_words(self) -> list[str]:
        """Lines for people: how many entries there are, how old the newest is, and a warning if it is older than OLD
        days."""
        _ = self._translator
        if not self.entries:
            return [_("The ledger holds no entry: nobody has recorded anything.")]
        if self.newest is None:
            return [_("Entries in the ledger: {n}, all recorded later.").format(n=self.entries)]
        template = _("Entries in the ledger: {n}; the newest is of {day}.")
        lines = [template.format(n=self.entries, day=self.newest)]
        age = (self._day - date.fromisoformat(self.newest)).days
        if age > OLD:
            warning = _("Warning: for {n} days nothing has been recorded, so this may be out of date.")
            lines.append(warning.format(n=age))
        return lines
