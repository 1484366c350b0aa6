"""What workbooks that came back would add to the ledger: each row against the row as the ledger has it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ipcheck.base.errors import InvalidDataError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import LANGUAGES, Translator
from ipcheck.base.text import fold
from ipcheck.base.uncollected import uncollected
from ipcheck.catalogue.entries import entry_index
from ipcheck.catalogue.lexicon import with_translations
from ipcheck.domain.entry import Entry, sort_by_day
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.office_tasks import OfficeTask
from ipcheck.reports.shared.recording import NewEntry, record_entries, reference_data, tasks_by_id
from ipcheck.sheet.columns import CHOICES, words_in
from ipcheck.sheet.row_entry import entry_of, seen_as
from ipcheck.sheet.row_state import RowState, alike, own_entries, row_state, row_state_on, row_states_since
from ipcheck.sheet.row_subject import RowName, StrayRowError, mistaken, name_of_row, subject_of_row
from ipcheck.sheet.rows import ReturnedFile, ReturnedRow, UnderstoodRow, as_sent, understand_row
from ipcheck.sheet.warnings import Noted, changed_columns, missing_rows


class RowChange(NamedTuple):
    """A row that says something new: how it stood `before`, how it stands `after`, and the entry that says so."""

    row: ReturnedRow
    share: OfficeTask
    before: RowState
    after: RowState
    said: NewEntry


class ReturnedChanges(NamedTuple):
    """What came back in `files`: how many rows, the `changes` that they bring, how many say what the ledger says now
    (`same`), what it said on an earlier day or knows already (`known`), or nothing (`empty`); what is to be `noted`,
    with its place."""

    files: Sequence[str]
    rows: int
    changes: Sequence[RowChange]
    same: int
    known: int
    empty: int
    noted: Sequence[tuple[str, str]]


class ReadBackResult(NamedTuple):
    """A reading as it stands beside a ledger: the changes of it that are new there; `line` is where the first of them
    was written, 0 where nothing was."""

    reading: ReturnedChanges
    line: int = 0


def read_back(
    context: Context, files: Sequence[ReturnedFile], ledger: str, day: str | None, write: bool
) -> ReadBackResult:
    """What the files bring, added to `ledger` where `write` says so: all of it or nothing. `day` (ISO text) is that of
    rows that have changed and give none of their own.

    Raises InvalidDataError with every cell that is wrong.
    """
    with uncollected():
        reading = _WorkbookReader(context, files, day)
        found = reading.read()
        done = record_entries(
            context, ledger, [change.said for change in found.changes], reading.tasks, reading.known, write
        )
    wrong: list[Finding] = [found.changes[index].row.finding("state", said) for index, said in done.complaints]
    if wrong:
        raise InvalidDataError(wrong)
    new = [change for change, outcome in zip(found.changes, done.outcomes, strict=True) if outcome is None]
    more = len(found.changes) - len(new)
    return ReadBackResult(found._replace(changes=new, known=found.known + more), done.at.line)


class _WorkbookReader:
    """One pass over the rows of all files."""

    def __init__(self, context: Context, files: Sequence[ReturnedFile], day: str | None) -> None:
        self._context, self._files, self._day = context, files, day
        self._rows = [(row, name_of_row(row)) for file in files for row in file.rows]
        ids = [name.task for _row, name in self._rows if name]
        ids += [name for row, _name in self._rows if (name := mistaken(row))]
        self.tasks: Mapping[str, Sequence[Task]] = tasks_by_id(context, ids)
        self.known = reference_data(context, self.tasks)
        self._recorded = entry_index(context.catalogue)
        self._languages = [with_translations(context.catalogue, words_in(language)) for language in LANGUAGES]
        self._findings: list[Finding] = []
        self._noted: list[Noted] = []
        self._counts: Counter[str] = Counter()
        self._sent = {file.path: file.sent for file in files}
        self._seen: set[str] = set()
        self._back: dict[str, list[tuple[str, ReturnedRow]]] = defaultdict(list)  # by file

    def read(self) -> ReturnedChanges:
        """Everything that is new. Raises InvalidDataError."""
        changes = self._in_time([each for row, name in self._rows if (each := self._looked_at(row, name))])
        self._refuse_two_states(changes)
        if self._findings:
            raise InvalidDataError(self._findings)
        for file in self._files:
            back = self._back[file.path]
            self._note_doubled(back)
            self._noted += [*file.noted, *missing_rows(file, {key for key, _row in back}, self._)]
        return ReturnedChanges(
            [file.path for file in self._files], len(self._rows), changes, self._counts["same"], self._counts["known"],
            self._counts["empty"], self._noted,
        )  # fmt: skip

    def _in_time(self, rows: Sequence["_Row"]) -> list[RowChange]:
        """The changes of these rows, in their order; each made on what the ledger says and the earlier ones add to it,
        by their days."""
        changes: dict[int, RowChange] = {}
        added: dict[str, list[Entry]] = defaultdict(list)
        for index in sorted(range(len(rows)), key=lambda index: rows[index].day):
            each = rows[index]
            before = added[each.share.task.id]
            change, findings = self._changing(each, sort_by_day([*each.entries, *before]))
            self._findings += findings
            if not findings:
                before.append(change.said.entry)
                changes[index] = change
        return [changes[index] for index in sorted(changes)]

    @property
    def _(self) -> Translator:
        return self._context.translator

    def _looked_at(self, row: ReturnedRow, name: RowName | None) -> "_Row | None":
        """A row that says what is new; None, counted, noted or complained of, where there is none."""
        sent = self._sent_as(row, fold(row.id))
        said, findings = understand_row(row, self._context.as_of, self._)
        try:
            share = subject_of_row(self._context, row, name, self.tasks, self.known)
        except StrayRowError as error:
            self._stray(row, name, str(error), sent, said, bool(findings))
            return None
        self._back[row.file].append((fold(share.name), row))
        self._noted += changed_columns(row, share, self._languages, self._)
        self._findings += findings
        sent = sent or self._sent_as(row, fold(share.name))  # the id may have been typed anew
        if sent is None and self._sent[row.file]:
            self._noted.append(
                (row.cell("task"), self._("this was not sent out; it is compared with the ledger alone"))
            )
        seen = seen_as(row, sent, self._day or "")
        if findings or self._is_old(share.task.id, said, sent, seen):
            return None
        entries = self._recorded.on_task(share.task.id, self._context.judge.on)
        now = row_state(share, entries)
        each = _Row(row, share, said, sent, _changed(said, sent or now), seen, entries, now)
        if not self._is_new(each) or not (day := self._day_of(each)):
            return None
        self._seen.add(seen)
        return each._replace(day=day)

    def _sent_as(self, row: ReturnedRow, key: str) -> RowState | None:
        sent = self._sent[row.file].get(key)
        return as_sent(sent) if sent else None

    def _is_old(self, task: str, said: UnderstoodRow, sent: RowState | None, seen: str) -> bool:
        """Whether nobody touched a row, or it is recorded; counted where it is so."""
        if sent and not _changed(said, sent) and said.on in ("", sent.on):
            self._counts["same"] += 1
            return True
        if seen in self._seen or any(entry.row == seen for entry in self._recorded.by_task.get(task, ())):
            self._counts["known"] += 1
            return True
        return False

    def _stray(
        self, row: ReturnedRow, name: RowName | None, why: str, sent: RowState | None, said: UnderstoodRow, faulty: bool
    ) -> None:
        """A row about nothing that there is. What nobody has filled in, or what is recorded, refuses nothing: when it
        was sent out it may have been about something."""
        self._back[row.file].append((fold(row.id), row))
        if faulty or not self._is_old(name.task if name else "", said, sent, seen_as(row, sent, self._day or "")):
            if faulty or any(said.values.values()):
                self._complain(row, "task", why)
            else:
                self._counts["empty"] += 1
                self._noted.append((row.cell("task"), why))

    def _is_new(self, each: "_Row") -> bool:
        """Whether a row says what is new; counted, and noted, where it does not."""
        said, now = each.said, each.now
        if not any(said.values.values()) and not (each.sent and each.changed):
            if said.on > (each.sent or now).on:
                self._noted.append((each.row.cell("on"), self._("a day, and nothing else: nothing is recorded")))
            self._counts["empty"] += 1
        elif each.sent is None and not each.changed and said.on <= now.on:
            self._counts["same"] += 1
        elif each.sent is None and each.changed and self._was_so(each):
            self._counts["known"] += 1
        elif not each.changed and said.on < (each.sent or now).on:
            said_of = self._("only the day is another, and an earlier one: nothing is recorded")
            self._noted.append((each.row.cell("on"), said_of))
            self._counts["same"] += 1
        else:
            return True
        return False

    def _changing(self, each: "_Row", entries: Sequence[Entry]) -> tuple[RowChange, list[Finding]]:
        """The change that a row brings to how its share stood on its day by these entries: in the columns that the
        office has changed, or, where nobody knows how it was sent out, in all; and what is wrong with it."""
        before = row_state_on(each.share, entries, each.day)
        keys = each.changed if each.sent else list(each.said.values)
        values = {key: each.said.values[key] for key in keys if key != "state" or each.said.values[key]}
        after = before._replace(**values, on=each.day)
        stated = values.get("state", "")
        if each.sent is None and stated == before.state:
            stated = ""
        today = self._context.judge.on
        said, findings = entry_of(each.row, each.share, after, stated, each.seen, today, self.known, self._)
        return RowChange(each.row, each.share, before, after, said), findings

    def _was_so(self, each: "_Row") -> bool:
        """Whether the ledger has said just this from the day of a row on: of a row of which nobody knows how it was
        sent out, that is taken for what it said then.

        A row without a day was sent out before there was an entry on just this. Else a person has cleared the day, or
        it never had one; that of --on then counts.
        """
        row, share, entries = each.now._replace(**each.said.values), each.share, each.entries
        if each.said.on:
            return any(map(row.says_the_same, row_states_since(share, entries, each.said.on)))
        own = own_entries(share, entries)
        before = [entry for entry in entries if not own or entry.on < own[0].on]
        later = row_states_since(share, entries, self._day) if self._day else ()
        return any(map(row.says_the_same, chain(row_states_since(share, before, ""), later)))

    def _day_of(self, each: "_Row") -> str | None:
        """The day of what a row says anew, or None, with a complaint."""
        on = each.said.on
        old = {each.sent.on} if each.sent else {entry.on for entry in own_entries(each.share, each.entries)}
        if not on or on in old:
            if self._day and self._day >= max(on, each.sent.on if each.sent else ""):
                return self._day
            said = self._("the row has changed and gives no day; write it, or give one for all such rows: --on DAY")
            if on:
                said = self._(
                    "the row has changed, and its day is still the old one; write the new one, or give one for all such"
                    " rows: --on DAY"
                )
        elif on > self._context.judge.on:
            said = self._("{day} is still to come").format(day=on)
        else:
            return on
        self._complain(each.row, "on", said)
        return None

    def _refuse_two_states(self, changes: Iterable[RowChange]) -> None:
        """Of one day a task is not done and blocked; whoever wrote both must say which."""
        first: dict[tuple[str, str], RowChange] = {}
        for change in changes:
            if change.said.entry.state in CHOICES:
                other = first.setdefault((change.share.name, change.after.on), change)
                if change.said.entry.state != other.said.entry.state:
                    said = self._("{place} says something else of this day; only one of them can be so")
                    self._complain(change.row, "state", said.format(place=other.row.cell("state")))

    def _note_doubled(self, rows: Iterable[tuple[str, ReturnedRow]]) -> None:
        """Note the rows of a file that stand there twice; what several offices share stands in each of theirs."""
        first: dict[str, ReturnedRow] = {}
        for name, row in rows:
            other = first.setdefault(name, row)
            if other is not row:
                said = self._("stands here again; first in {place}").format(place=other.cell("task"))
                self._noted.append((row.cell("task"), said))

    def _complain(self, row: ReturnedRow, key: str, said: str) -> None:
        self._findings.append(row.finding(key, said))


class _Row(NamedTuple):
    """A row that came back, what it is about and says, what it said when it was `sent` out (None where nobody knows),
    the columns in which that is `changed` (against what is known `now` where nobody knows), what tells it from every
    other row, the `entries` about its task up to the day of the question, and the `day` of what it says."""

    row: ReturnedRow
    share: OfficeTask
    said: UnderstoodRow
    sent: RowState | None
    changed: Sequence[str]
    seen: str
    entries: Sequence[Entry]
    now: RowState
    day: str = ""


def _changed(said: UnderstoodRow, sent: RowState) -> list[str]:
    """The columns in which a row says something else than it did; a state that is left empty says nothing."""
    return [
        key for key, value in said.values.items()
        if not alike(value, getattr(sent, key)) and (value or key != "state")
    ]  # fmt: skip
