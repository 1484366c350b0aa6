"""What workbooks that came back would add to the ledger: each row is compared with the ledger's state of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ipcheck.base.dates import is_day, last_day
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import LANGUAGES, Translator, translator_for
from ipcheck.base.processes import gc_paused
from ipcheck.base.text import fold
from ipcheck.catalogue.lexicon import with_translations
from ipcheck.catalogue.records import entry_index
from ipcheck.datafiles.loaders.ledger import figure_to_come
from ipcheck.domain.entry import Entry, sort_by_day
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.office_tasks import OfficeTask
from ipcheck.reports.shared.recording import (
    NewEntry,
    find_tasks_by_id,
    read_actual,
    record_entries,
    reference_data,
)
from ipcheck.sheet.columns import CHOICES
from ipcheck.sheet.row_entry import digest_row, entry_of, figure_of, search_of
from ipcheck.sheet.row_state import (
    ON_ONE_LINE,
    RowState,
    named_sources,
    own_entries,
    row_state,
    row_state_on,
    row_states_since,
    same_words,
)
from ipcheck.sheet.row_subject import RowName, StrayRowError, id_from_month, name_of_row, subject_of_row
from ipcheck.sheet.rows import ReturnedFile, ReturnedRow, UnderstoodRow, as_sent, no_day, understand_row
from ipcheck.sheet.warnings import RowWarning, changed_columns, missing_rows


class RowChange(NamedTuple):
    """A row that says something new: its state `before` and `after`, and the entry that records the change. Of a search
    in vain the entry is a check, and the state of the row stays as it was but for its note; so it does where the entry
    only reports a figure."""

    row: ReturnedRow
    share: OfficeTask
    before: RowState
    after: RowState
    entry: NewEntry

    @property
    def is_search(self) -> bool:
        """Whether the row says that somebody looked and found nothing."""
        return self.entry.entry.checked is not None

    @property
    def is_figure(self) -> bool:
        """Whether the row reports a figure that was reached."""
        return self.entry.entry.measure is not None


class ReturnedChanges(NamedTuple):
    """What came back in `files`: the number of rows, the `changes`, and how many rows say what the ledger says now
    (`same`), what the ledger said on an earlier day or has recorded already (`known`), or nothing (`empty`). `warnings`
    holds remarks as (place, message)."""

    files: Sequence[str]
    rows: int
    changes: Sequence[RowChange]
    same: int
    known: int
    empty: int
    warnings: Sequence[tuple[str, str]]


class ReadBackResult(NamedTuple):
    """What came back (`reading`), with only those changes that the ledger lacks. `line` is the line of the first entry
    written into the ledger, 0 where nothing was written."""

    reading: ReturnedChanges
    line: int = 0


def read_back(
    context: Context, files: Sequence[ReturnedFile], ledger: str, day: str | None, write: bool
) -> ReadBackResult:
    """Compare the files with the catalogue, and with `write` add what is new to the file `ledger`: all or nothing.
    `day` (ISO text) is the day of changed rows that give no new day of their own.

    Raises InvalidDataError with every cell that is wrong.
    """
    with gc_paused():
        reader = _WorkbookReader(context, files, day)
        result = reader.read()
        entries = [change.entry for change in result.changes]
        recorded = record_entries(context, ledger, entries, reader.tasks, reader.reference, write)
    findings: list[Finding] = [result.changes[index].row.finding("state", text) for index, text in recorded.complaints]
    if findings:
        raise InvalidDataError(findings)
    new = [change for change, outcome in zip(result.changes, recorded.outcomes, strict=True) if outcome is None]
    already_recorded = len(result.changes) - len(new)
    return ReadBackResult(result._replace(changes=new, known=result.known + already_recorded), recorded.at.line)


class _WorkbookReader:
    """One pass over the rows of all files."""

    def __init__(self, context: Context, files: Sequence[ReturnedFile], day: str | None) -> None:
        self._context, self._files, self._day = context, files, day
        self._rows = [(row, name_of_row(row)) for file in files for row in file.rows]
        ids = [name.task for _row, name in self._rows if name]
        ids += [month_id for row, _name in self._rows if (month_id := id_from_month(row))]
        self.tasks: Mapping[str, Sequence[Task]] = find_tasks_by_id(context, ids)
        self.reference = reference_data(context, self.tasks)
        self._recorded = entry_index(context.catalogue)
        self._languages = [with_translations(context.catalogue, translator_for(language)) for language in LANGUAGES]
        self._findings: list[Finding] = []
        self._warnings: list[RowWarning] = []
        self._counts: Counter[str] = Counter()
        self._sent = {file.path: file.sent for file in files}
        self._digests: set[str] = set()
        self._further: list[RowChange] = []  # searches in vain, and figures
        self._returned: dict[str, list[tuple[str, ReturnedRow]]] = defaultdict(list)  # by file

    def read(self) -> ReturnedChanges:
        """The changes, counts and remarks of all files. Raises InvalidDataError with every cell that is wrong."""
        changes = self._changes_by_day([filled for row, name in self._rows if (filled := self._examine(row, name))])
        self._refuse_two_states(changes)
        changes += self._further
        if self._findings:
            raise InvalidDataError(self._findings)
        for file in self._files:
            returned = self._returned[file.path]
            self._note_duplicates(returned)
            self._warnings += [*file.warnings, *missing_rows(file, {key for key, _row in returned}, self._)]
        return ReturnedChanges(
            [file.path for file in self._files], len(self._rows), changes, self._counts["same"], self._counts["known"],
            self._counts["empty"], self._warnings,
        )  # fmt: skip

    def _changes_by_day(self, rows: Sequence["_FilledRow"]) -> list[RowChange]:
        """The changes of these rows, in their order. Each builds on the ledger and on the changes of earlier days."""
        changes: dict[int, RowChange] = {}
        added: dict[str, list[Entry]] = defaultdict(list)
        for index in sorted(range(len(rows)), key=lambda index: rows[index].day):
            filled = rows[index]
            earlier = added[filled.share.task.id]
            if change := self._change_of(filled, sort_by_day([*filled.entries, *earlier])):
                earlier.append(change.entry.entry)
                changes[index] = change
        return [changes[index] for index in sorted(changes)]

    @property
    def _(self) -> Translator:
        return self._context.translator

    def _examine(self, row: ReturnedRow, name: RowName | None) -> "_FilledRow | None":
        """The row, if it says something new. Else None, and the row has been counted, noted or complained of."""
        sent = self._sent_as(row, fold(row.id))
        cells, findings = understand_row(row, self._context.as_of, self._)
        try:
            share = subject_of_row(self._context, row, name, self.tasks, self.reference)
        except StrayRowError as error:
            self._handle_stray(row, name, str(error), sent, cells, bool(findings))
            return None
        self._returned[row.file].append((fold(share.name), row))
        self._warnings += changed_columns(row, share, self._languages, self._)
        self._findings += findings
        sent = sent or self._sent_as(row, fold(share.name))  # the id may have been typed anew
        if sent is None and self._sent[row.file]:
            message = self._("this row was not sent out; it is compared with the ledger alone")
            self._warnings.append((row.cell("task"), message))
        digest = digest_row(row, sent, self._day or "")
        if findings or self._is_old(share.task.id, cells, sent, digest):
            return None
        entries = self._recorded.on_task(share.task.id, self._context.judge.on)
        now = row_state(share, entries)
        filled = _FilledRow(row, share, cells, sent, _changed(cells, sent or now), digest, entries, now)
        if cells.none_found:
            self._digests.add(digest)
            self._add_search(filled)
            return None
        if cells.actual:
            self._digests.add(digest)
            self._add_figure(filled)
            if {*filled.changed} <= {*ON_ONE_LINE}:  # which show the figure
                return None
        if not self._is_new(filled) or not (day := self._day_of(filled)):
            return None
        self._digests.add(digest)
        return filled._replace(day=day)

    def _sent_as(self, row: ReturnedRow, key: str) -> RowState | None:
        sent_row = self._sent[row.file].get(key)
        return as_sent(sent_row) if sent_row else None

    def _is_old(self, task: str, cells: UnderstoodRow, sent: RowState | None, digest: str) -> bool:
        """Whether nobody has changed a row, or it has been recorded already. Counts such a row."""
        says_more = cells.none_found or cells.actual
        if sent and not _changed(cells, sent) and cells.on in ("", sent.on) and not says_more:
            self._counts["same"] += 1
            return True
        recorded = (*self._recorded.told_of(task), *self._recorded.checks.get(task, ()))
        if digest in self._digests or any(entry.row == digest for entry in recorded):
            self._counts["known"] += 1
            return True
        return False

    def _handle_stray(
        self, row: ReturnedRow, name: RowName | None, why: str, sent: RowState | None, cells: UnderstoodRow, wrong: bool
    ) -> None:
        """Complain of a row about no existing task. Count it instead where nobody has filled it in or the ledger has it
        already: its task may have existed when the workbook was sent out."""
        self._returned[row.file].append((fold(row.id), row))
        if wrong or not self._is_old(name.task if name else "", cells, sent, digest_row(row, sent, self._day or "")):
            if wrong or cells.none_found or cells.actual or any(cells.values.values()):
                self._complain(row, "task", why)
            else:
                self._counts["empty"] += 1
                self._warnings.append((row.cell("task"), why))

    def _add_search(self, filled: "_FilledRow") -> None:
        """Add the search in vain that a row tells of; or complain of a row that also says what was found, or gives no
        usable day."""
        row, share, cells, today = filled.row, filled.share, filled.cells, self._context.judge.on
        for key in filled.changed:
            if key != "note":  # which says more of the search
                message = self._(
                    "this says that something was found, and {cell} that nothing was; only one can be true"
                )
                self._complain(row, key, message.format(cell=row.cell("none_found").rpartition("!")[2]))
                return
        if cells.searched_on > today:
            self._complain(row, "none_found", self._("{day} is in the future").format(day=cells.searched_on))
            return
        day = cells.searched_on or self._day_of(filled)
        if not day:
            return
        note = cells.values["note"] if "note" in filled.changed else ""
        entry, findings = search_of(row, share, day, note, filled.seen, today, self.reference, self._)
        self._findings += findings
        if entry:
            after = filled.now._replace(note=note or filled.now.note, on=day)
            self._further.append(RowChange(row, share, filled.now, after, entry))

    def _add_figure(self, filled: "_FilledRow") -> None:
        """Add the figure that a row reports; or complain of one that cannot be read, or of a row without a usable
        day."""
        row, share, cells, today = filled.row, filled.share, filled.cells, self._context.judge.on
        try:
            actual = read_actual(self._context, cells.actual)
        except UsageError as error:
            self._complain(row, "actual", str(error))
            return
        if not (day := self._day_of(filled)):
            return
        proof = {key: cells.values.get(key, "") for key in ON_ONE_LINE}
        entry, findings = figure_of(row, share, day, proof, actual, filled.seen, today, self.reference, self._)
        self._findings += findings
        if entry and (fault := figure_to_come(entry.entry, today, self._)):
            self._complain(row, "actual", fault)
        elif entry:
            self._further.append(RowChange(row, share, filled.now, filled.now._replace(on=day), entry))

    def _is_new(self, filled: "_FilledRow") -> bool:
        """Whether a row says something new. Counts a row that does not, and notes why where that may surprise."""
        cells, now = filled.cells, filled.now
        if not any(cells.values.values()) and not (filled.sent and filled.changed):
            if cells.on > (filled.sent or now).on:
                self._warnings.append((filled.row.cell("on"), self._("only a date is filled in: nothing is recorded")))
            self._counts["empty"] += 1
        elif filled.sent is None and not filled.changed and _last(cells.on) <= _last(now.on):
            self._counts["same"] += 1
        elif filled.sent is None and filled.changed and self._was_recorded(filled):
            self._counts["known"] += 1
        elif not filled.changed and _last(cells.on) < _last((filled.sent or now).on):
            message = self._("only the date has changed, to an earlier one: nothing is recorded")
            self._warnings.append((filled.row.cell("on"), message))
            self._counts["same"] += 1
        else:
            return True
        return False

    def _change_of(self, filled: "_FilledRow", entries: Sequence[Entry]) -> RowChange | None:
        """The change that a row makes to the state that `entries` give for its day; None, after complaints, where the
        ledger would refuse it. Only columns that the office has edited count, or all where nobody knows how the row was
        sent out."""
        before = row_state_on(filled.share, entries, filled.day)
        keys = filled.changed if filled.sent else list(filled.cells.values)
        values = {key: filled.cells.values[key] for key in keys if key != "state" or filled.cells.values[key]}
        after = before._replace(**values, on=filled.day)
        stated = values.get("state", "")
        if filled.sent is None and stated == before.state:
            stated = ""
        today = self._context.judge.on
        sources = named_sources(filled.share, entries, after.source)
        entry, findings = entry_of(
            filled.row, filled.share, after, stated, sources, filled.seen, today, self.reference, self._
        )
        self._findings += findings
        return RowChange(filled.row, filled.share, before, after, entry) if entry else None

    def _was_recorded(self, filled: "_FilledRow") -> bool:
        """Whether the ledger has held what a row says at any time since the row's day. Such a row counts as unchanged
        where nobody knows how it was sent out.

        A row without a day was sent out before the first entry about it, or a person cleared the day or never wrote
        one: then the time since the day of --on counts as well.
        """
        returned, share, entries = filled.now._replace(**filled.cells.values), filled.share, filled.entries
        if filled.cells.on:
            return any(map(returned.says_the_same, row_states_since(share, entries, filled.cells.on)))
        entries_of_row = own_entries(share, entries)
        earlier = [entry for entry in entries if not entries_of_row or entry.on_to < entries_of_row[0].on_to]
        later = row_states_since(share, entries, self._day) if self._day else ()
        return any(map(returned.says_the_same, chain(row_states_since(share, earlier, ""), later)))

    def _day_of(self, filled: "_FilledRow") -> str | None:
        """The day (ISO text) of what is new in a row; None, after a complaint, where there is no usable one."""
        on = filled.cells.on
        days = {filled.sent.on} if filled.sent else {entry.on for entry in own_entries(filled.share, filled.entries)}
        if not on or on in days:
            if self._day and self._day >= max(on, filled.sent.on if filled.sent else ""):
                return self._day
            message = self._(
                "the row has changed but gives no date; write one, or give one for all such rows: --on DAY"
            )
            if on:
                message = self._(
                    "the row has changed but its date has not; write the new one, or give one for all such rows: "
                    "--on DAY"
                )
        elif not is_day(on):
            message = no_day(filled.row, self._)
        elif on > self._context.judge.on:
            message = self._("{day} is in the future").format(day=on)
        else:
            return on
        self._complain(filled.row, "on", message)
        return None

    def _refuse_two_states(self, changes: Iterable[RowChange]) -> None:
        """Complain of rows that give a task different states on one day: whoever wrote both must say which holds."""
        first_changes: dict[tuple[str, str], RowChange] = {}
        for change in changes:
            if change.entry.entry.state in CHOICES:
                first_change = first_changes.setdefault((change.share.name, change.after.on), change)
                if change.entry.entry.state != first_change.entry.entry.state:
                    message = self._("{place} says something else for this day; only one can be true")
                    self._complain(change.row, "state", message.format(place=first_change.row.cell("state")))

    def _note_duplicates(self, rows: Iterable[tuple[str, ReturnedRow]]) -> None:
        """Note rows that stand twice in one file. In two files they may: each office gets the tasks that it shares."""
        first_rows: dict[str, ReturnedRow] = {}
        for name, row in rows:
            first_row = first_rows.setdefault(name, row)
            if first_row is not row:
                message = self._("appears here again; first in {place}").format(place=first_row.cell("task"))
                self._warnings.append((row.cell("task"), message))

    def _complain(self, row: ReturnedRow, key: str, message: str) -> None:
        self._findings.append(row.finding(key, message))


class _FilledRow(NamedTuple):
    """A row that came back and the task that it is about; what it holds (`cells`), what it held when it was `sent` out
    (None where nobody knows), and what the ledger holds `now`; the columns `changed` from `sent`, or else from `now`;
    its digest (`seen`); the `entries` about its task up to the day of the question; the `day` of its change."""

    row: ReturnedRow
    share: OfficeTask
    cells: UnderstoodRow
    sent: RowState | None
    changed: Sequence[str]
    seen: str
    entries: Sequence[Entry]
    now: RowState
    day: str = ""


def _last(on: str) -> str:
    """The last day of the day, month or year of a row; empty where it has none."""
    return on and last_day(on)


def _changed(cells: UnderstoodRow, sent: RowState) -> list[str]:
    """The columns in which a row differs from what was sent out. A state that is left empty is no difference."""
    return [
        key for key, value in cells.values.items()
        if not same_words(value, getattr(sent, key)) and (value or key != "state")
    ]  # fmt: skip
