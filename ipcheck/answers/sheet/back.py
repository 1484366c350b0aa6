"""What workbooks that came back would add to the ledger: each row against the row as the ledger has it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.in_house import Share
from ipcheck.answers.recording import Said, known, record, tasks_by_id
from ipcheck.answers.sheet.about import Named, Stray, about, mistaken, named
from ipcheck.answers.sheet.columns import words_in
from ipcheck.answers.sheet.entries import entry_of, says_too_little
from ipcheck.answers.sheet.filled import TEXTS, Filled, filled, filled_on, own_entries, since
from ipcheck.answers.sheet.noted import Noted, changed_columns, missing_rows
from ipcheck.answers.sheet.rows import File, Returned, Understood, understood
from ipcheck.catalogue.entries import recorded
from ipcheck.catalogue.lexicon import speaking
from ipcheck.findings import Faulty, Finding
from ipcheck.ledger import Entry
from ipcheck.tasks import Task
from ipcheck.words import LANGUAGES, Words


class Change(NamedTuple):
    """A row that says something new: how it stood `before`, how it stands `after`, and the entry that says so."""

    row: Returned
    share: Share
    before: Filled
    after: Filled
    said: Said


class Reading(NamedTuple):
    """What came back in `files`: how many rows, the `changes` that they bring, how many say what the ledger says now
    (`same`), what it said on an earlier day or knows already (`known`), or nothing (`empty`); what is to be `noted`,
    with its place."""

    files: Sequence[str]
    rows: int
    changes: Sequence[Change]
    same: int
    known: int
    empty: int
    noted: Sequence[tuple[str, str]]


class Outcome(NamedTuple):
    """A reading as it stands beside a ledger: the changes of it that are new there; `line` is where the first of them
    was written, 0 where nothing was."""

    reading: Reading
    line: int = 0


def read_back(asked: Asked, files: Sequence[File], ledger: str, day: str | None, write: bool) -> Outcome:
    """What the files bring, added to `ledger` where `write` says so: all of it or nothing. `day` (ISO text) is that of
    rows that have changed and give none of their own.

    Raises Faulty with every cell that is wrong.
    """
    reading = _Reading(asked, files, day)
    found = reading.read()
    done = record(asked, ledger, [change.said for change in found.changes], reading.tasks, write)
    wrong: list[Finding] = [found.changes[index].row.finding("state", said) for index, said in done.complaints]
    if wrong:
        raise Faulty(wrong)
    new = [change for change, outcome in zip(found.changes, done.outcomes, strict=True) if outcome is None]
    more = len(found.changes) - len(new)
    return Outcome(found._replace(changes=new, known=found.known + more), done.at.line)


class _Reading:
    """One pass over the rows of all files."""

    def __init__(self, asked: Asked, files: Sequence[File], day: str | None) -> None:
        self._asked, self._files, self._day = asked, files, day
        self._rows = [(row, named(row)) for file in files for row in file.rows]
        ids = [name.task for _row, name in self._rows if name]
        ids += [name for row, _name in self._rows if (name := mistaken(row))]
        self.tasks: Mapping[str, Sequence[Task]] = tasks_by_id(asked, ids)
        self._known = known(asked, self.tasks)
        self._entries = recorded(asked.catalogue).by_task
        self._languages = [speaking(asked.catalogue, words_in(language)) for language in LANGUAGES]
        self._findings: list[Finding] = []
        self._noted: list[Noted] = []
        self._counts: Counter[str] = Counter()
        self._back: dict[str, list[tuple[str, Returned]]] = defaultdict(list)  # by file

    def read(self) -> Reading:
        """Everything that is new. Raises Faulty."""
        changes = [change for row, name in self._rows if (change := self._change(row, name))]
        self._refuse_two_states(changes)
        if self._findings:
            raise Faulty(self._findings)
        for file in self._files:
            back = self._back[file.path]
            self._note_doubled(back)
            self._noted += [*file.noted, *missing_rows(file, {name for name, _row in back}, self._)]
        return Reading(
            [file.path for file in self._files], len(self._rows), changes, self._counts["same"], self._counts["known"],
            self._counts["empty"], self._noted,
        )  # fmt: skip

    @property
    def _(self) -> Words:
        return self._asked.words

    def _change(self, row: Returned, name: Named | None) -> Change | None:
        """What a row says that the ledger does not; None, counted or complained of, where that is nothing."""
        try:
            share = about(self._asked, row, name, self.tasks, self._known)
        except Stray as error:
            self._complain(row, "task", str(error))
            return None
        self._back[row.file].append((share.name, row))
        self._noted += changed_columns(row, share, self._languages, self._)
        said, findings = understood(row, self._asked.as_of, self._)
        self._findings += findings
        return None if findings else self._compared(row, share, said)

    def _compared(self, row: Returned, share: Share, said: Understood) -> Change | None:
        today = self._asked.judge.on
        entries = [entry for entry in self._entries.get(share.task.id, ()) if entry.on <= today]
        now = filled(share, entries)
        after = _with_what_is_gone(said, now)
        if not any(said.values.values()):
            if said.on > now.on and any(now.texts):
                self._complain(row, "state", self._("a new day, and nothing else; fill in how the task stands"))
            self._counts["empty"] += 1
        elif after.says_the_same(now) and said.on <= now.on:
            self._counts["same"] += 1
        elif not after.says_the_same(now) and self._was_so(share, entries, after, said.on):
            self._counts["known"] += 1
        elif alone := says_too_little(after):
            said_of = self._("this alone says nothing of the task; fill in its status, or what has been done")
            self._complain(row, alone, said_of)
        elif day := self._day_of(row, said, share, entries):
            before = filled_on(share, entries, day)
            after = _with_what_is_gone(said, before)._replace(on=day)
            entry, findings = entry_of(row, share, before, after, today, self._known, self._)
            self._findings += findings
            return Change(row, share, before, after, entry)
        return None

    def _was_so(self, share: Share, entries: Sequence[Entry], after: Filled, day: str) -> bool:
        """Whether the ledger has said just this from the day of a row on: then the row was sent out so, or is recorded.

        A row without a day was sent out before there was an entry on just this. Else a person has cleared the day, or
        it never had one; that of --on then counts.
        """
        if day:
            return any(map(after.says_the_same, since(share, entries, day)))
        own = own_entries(share, entries)
        before = [entry for entry in entries if not own or entry.on < own[0].on]
        later = since(share, entries, self._day) if self._day else ()
        return any(map(after.says_the_same, chain(since(share, before, ""), later)))

    def _day_of(self, row: Returned, said: Understood, share: Share, entries: Sequence[Entry]) -> str | None:
        """The day of what a row says anew, or None, with a complaint."""
        day, used = said.on, {entry.on for entry in own_entries(share, entries)}
        if not day or day in used:
            if self._day and self._day >= day:
                return self._day
            said_of = self._("the row has changed and gives no day; write it, or give one for all such rows: --on DAY")
            if day:
                said_of = self._(
                    "the row has changed, and its day is still that of an entry in the ledger; write the new one, or"
                    " give one for all such rows: --on DAY"
                )
        elif day > self._asked.judge.on:
            said_of = self._("{day} is still to come").format(day=day)
        else:
            return day
        self._complain(row, "on", said_of)
        return None

    def _refuse_two_states(self, changes: Iterable[Change]) -> None:
        """Of one day a task is not done and blocked; whoever wrote both must say which."""
        first: dict[tuple[str, str], Change] = {}
        for change in changes:
            if change.after.state:
                other = first.setdefault((change.share.name, change.after.on), change)
                if change.after.state != other.after.state:
                    said = self._("{place} says something else of this day; only one of them can be so")
                    self._complain(change.row, "state", said.format(place=other.row.cell("state")))

    def _note_doubled(self, rows: Iterable[tuple[str, Returned]]) -> None:
        """Note the rows of a file that stand there twice; what several offices share stands in each of theirs."""
        first: dict[str, Returned] = {}
        for name, row in rows:
            other = first.setdefault(name, row)
            if other is not row:
                said = self._("stands here again; first in {place}").format(place=other.cell("task"))
                self._noted.append((row.cell("task"), said))

    def _complain(self, row: Returned, key: str, said: str) -> None:
        self._findings.append(row.finding(key, said))


def _with_what_is_gone(said: Understood, filled: Filled) -> Filled:
    """The office's columns of a row; columns that are gone say what they said."""
    return Filled(**{key: said.values.get(key, getattr(filled, key)) for key in ("state", *TEXTS)}, on=said.on)
