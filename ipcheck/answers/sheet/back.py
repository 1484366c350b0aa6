"""What workbooks that came back would add to the ledger: each row against the row as the ledger has it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.answers.asked import Asked
from ipcheck.answers.in_house import Share, share_of
from ipcheck.answers.recording import Said, completed, known, record, tasks_by_id
from ipcheck.answers.sheet.columns import BY_KEY, words_in
from ipcheck.answers.sheet.filled import TEXTS, Filled, filled, filled_on, own_entries, since
from ipcheck.answers.sheet.out import plans_columns
from ipcheck.answers.sheet.rows import File, Named, Returned, Understood, mistaken, named, understood
from ipcheck.catalogue.entries import recorded
from ipcheck.catalogue.lexicon import speaking
from ipcheck.findings import Faulty, Finding, InCell
from ipcheck.ledger import Entry
from ipcheck.load.known import Known, Spoken
from ipcheck.load.ledger import load_ledger
from ipcheck.source import Block, Row, Text, placed
from ipcheck.tasks import Task
from ipcheck.text import fold, without_hidden
from ipcheck.words import LANGUAGES, Words

_BETWEEN = re.compile(r"[、；;，,\s]")  # names in a row


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
        ids = [name.task for _row, name in self._rows if name] + [
            name for row, _name in self._rows if (name := mistaken(row))
        ]
        self.tasks: Mapping[str, Sequence[Task]] = tasks_by_id(asked, ids)
        self._known = known(asked, self.tasks)
        self._entries = recorded(asked.catalogue).by_task
        self._findings: list[Finding] = []
        self._noted: list[tuple[str, str]] = []
        self._counts: Counter[str] = Counter()
        self._spoken = [speaking(asked.catalogue, words_in(language)) for language in LANGUAGES]

    def read(self) -> Reading:
        """Everything that is new. Raises Faulty."""
        changes = []
        found: dict[tuple[str, Named], Returned] = {}
        for row, name in self._rows:
            share = self._share(row, name)
            if share is None or name is None:
                continue
            file = row.sheet.rpartition("!")[0]
            if first := found.setdefault((file, name), row) if (file, name) in found else None:
                self._note(
                    row, "task", self._("stands here again; first in {place}").format(place=_cell(first, "task"))
                )
            found.setdefault((file, name), row)
            self._compare_with_the_plan(row, share)
            if change := self._change(row, share):
                changes.append(change)
        self._refuse_two_states(changes)
        if self._findings:
            raise Faulty(self._findings)
        for each in self._files:
            self._noted += each.noted
            self._note_missing(each)
        return Reading(
            [file.path for file in self._files], len(self._rows), changes, self._counts["same"], self._counts["known"],
            self._counts["empty"], self._noted,
        )  # fmt: skip

    @property
    def _(self) -> Words:
        return self._asked.words

    def _note(self, row: Returned, key: str, said: str) -> None:
        self._noted.append((_cell(row, key), said))

    def _complain(self, row: Returned, key: str, said: str) -> None:
        self._findings.append(row.finding(key, said))

    def _share(self, row: Returned, name: Named | None) -> Share | None:
        """What a row is about, or None, with a complaint."""
        if name is None:
            self._complain(row, "task", self._("something is filled in, and no id says of which task"))
            return None
        if name.task not in self.tasks and (month := mistaken(row)) in self.tasks:
            once = self.tasks[str(month)][0]
            if fold(row.text("text")) == fold(once.text):  # without it nobody could tell
                return share_of(self._asked, once, None)
        part = name.part if name.part and re.fullmatch("[1-9][0-9]{0,3}", name.part) else None
        if name.part and part is None:
            self._complain(row, "task", self._("a part is the number of a sentence: 2, or 2022-29/2"))
            return None
        spoken = Spoken(f"{name.task}/{part}" if part else name.task, None)
        faults = list(spoken.faults(self._known, self._))
        for _key, said in faults:
            self._complain(row, "task", said)
        if faults:
            return None
        tasks = self.tasks[name.task]
        task = next((each for each in tasks if each.subject == name.subject), None)
        if task is None:
            subjects = self._.listed([each.subject for each in tasks if each.subject])
            said = self._("{task} stands once for each of {names}; say which after the id, with a space between")
            if not subjects:
                said = self._("{task} stands for all alike; leave out what follows the id")
            self._complain(row, "task", said.format(task=name.task, names=subjects))
            return None
        return share_of(self._asked, task, spoken.part)

    def _change(self, row: Returned, share: Share) -> Change | None:
        """What a row says that the ledger does not; None, counted, where that is nothing."""
        said, findings = understood(row, self._asked.as_of, self._)
        self._findings += findings
        if findings:
            return None
        today = self._asked.judge.on
        entries = [entry for entry in self._entries.get(share.task.id, ()) if entry.on <= today]
        now = filled(share, entries)
        after = Filled(**{key: said.values.get(key, getattr(now, key)) for key in ("state", *TEXTS)}, on=said.on)
        if not any(said.values.values()):
            self._counts["empty"] += 1
        elif after.says_the_same(now) and said.on <= now.on:
            self._counts["same"] += 1
        elif not after.says_the_same(now) and any(map(after.says_the_same, since(share, entries, said.on))):
            self._counts["known"] += 1
        elif alone := _says_too_little(after):
            said_of = self._("this alone says nothing of the task; fill in its status, or what has been done")
            self._complain(row, alone, said_of)
        elif day := self._day_of(row, said, share, entries):
            before = filled_on(share, entries, day)
            return Change(row, share, before, after._replace(on=day), self._said(row, share, before, after, day))
        return None

    def _day_of(self, row: Returned, said: Understood, share: Share, entries: Sequence[Entry]) -> str | None:
        """The day of what a row says anew, or None, with a complaint."""
        day, used = said.on, {entry.on for entry in own_entries(share, entries)}
        if (not day or day in used) and self._day:
            return self._day
        if not day:
            said_of = self._("the row has changed and gives no day; write it, or give one for all such rows: --on DAY")
        elif day in used:
            said_of = self._(
                "the row has changed, and its day is still that of an entry in the ledger; write the new one, or give"
                " one for all such rows: --on DAY"
            )
        elif day > self._asked.judge.on:
            said_of = self._("{day} is still to come").format(day=day)
        else:
            return day
        self._complain(row, "on", said_of)
        return None

    def _said(self, row: Returned, share: Share, before: Filled, after: Filled, day: str) -> Said:
        """The entry that makes the ledger say what the row says."""
        said = {
            "task": share.id, "subject": share.task.subject or "",
            "state": _state_said(before, after), "on": day, "by": _by(row),
            **{key: getattr(after, key) for key in TEXTS},
        }  # fmt: skip
        given = {key: value for key, value in said.items() if value}
        written = completed(given, self._asked.judge.on, None, self._known)
        entry, findings = _as_entry(written, row, self._known, self._)
        self._findings += findings
        return Said(written, entry)

    def _refuse_two_states(self, changes: Iterable[Change]) -> None:
        """Of one day a task is not done and blocked; whoever wrote both must say which."""
        first: dict[Any, Change] = {}
        for change in changes:
            key = (change.share.name, change.after.on)
            other = first.setdefault(key, change)
            if {change.after.state, other.after.state} - {""} and change.after.state != other.after.state:
                said = self._("{place} says something else of this day; only one of them can be so")
                self._complain(change.row, "state", said.format(place=_cell(other.row, "state")))

    def _compare_with_the_plan(self, row: Returned, share: Share) -> None:
        """Note what came back changed in the columns that are not the office's."""
        if all(row.text(key) == "" for key in _KEPT if key in row.columns):
            return  # only the id was typed: a row of a person's own
        forms = [plans_columns(share, _) for _ in self._spoken]
        for key, shown_as in _KEPT.items():
            if key in row.columns and not any(
                _same_cell(row, key, form[shown_as], _) for form, _ in zip(forms, self._spoken, strict=True)
            ):
                said = self._("{column} of {task} is not as it was sent out; nothing of it is taken over")
                self._note(row, key, said.format(column=self._(BY_KEY[key].label), task=share.name))

    def _note_missing(self, file: File) -> None:
        """Note the rows that were sent out and did not come back."""
        back = {" ".join(row.text("task").split()) for row in file.rows}
        if file.sent_out:
            gone = [name for name in dict.fromkeys(file.sent_out) if name not in back]
            said = self._("rows that were sent out are missing: {names}")
        else:
            numbers = {int(text) for row in file.rows if (text := row.text("no")).isdecimal()}
            gone = [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]
            said = self._("rows are missing; their numbers: {names}")
        if gone:
            self._noted.append((file.path, said.format(names=self._.listed(gone))))


# The columns that are not the office's, and under which key plans_columns has them.
_KEPT = {
    "text": "text", "lead": "lead", "participants": "participants", "office": "office", "person": "person",
    "due": "last_day", "internal_due": "internal_day",
}  # fmt: skip


def _same_cell(row: Returned, key: str, expected: Any, _: Words) -> bool:
    """Whether a cell still says what was written there, in the words of one language."""
    came, said = row.text(key), str(expected or "")
    if came == said:  # as nearly all do; to fold them takes time
        return True
    named = "".join(map(_.name, said.split("\n")))
    return _plain(came) in {_plain(said), _plain(named), getattr(expected, "day", None) or ""}


def _plain(text: str) -> str:
    return _BETWEEN.sub("", fold(text))


def _says_too_little(after: Filled) -> str:
    """The column of a row that says no more than who states something, or what comes next; empty for any other row."""
    if after.state or after.note or after.problem or after.evidence:
        return ""
    return "next" if after.next else "source"


def _state_said(before: Filled, after: Filled) -> str:
    """The state that an entry says: the new one; progress where work goes on as before; else none, unless the entry
    would say nothing at all without it."""
    if after.state != before.state:
        return after.state
    if after.state == "started":
        return "progress"
    return "" if after.note or after.problem or after.evidence else after.state


def _by(row: Returned) -> str:
    """Who says it: the person and the office of the row, as they came back."""
    person, office = (without_hidden(row.text(key))[0] for key in ("person", "office"))
    return f"{person}（{office}）" if person and office else person or office


def _as_entry(written: Mapping[str, str], row: Returned, known: Known, _: Words) -> tuple[Entry, list[Finding]]:
    """An entry as the ledger's own loader reads it, each key with the place of its cell."""
    block: Block = placed(dict(written))
    block.line = row.number
    for key, value in block.items():
        _place(value, row, key)
        _place(block.key(key), row, key)
    content = Row([block])
    content.line, content.column = row.number, 1
    rows, findings = load_ledger(content, row.sheet, known, _)
    told: list[Finding] = [InCell(*finding) for finding in findings]
    entry = Entry._make((*rows[0], row.sheet)) if rows else Entry._make((None,) * len(Entry._fields))
    return entry, told


def _place(text: Text, row: Returned, key: str) -> None:
    text.line = row.number
    text.column = row.columns.get(key, row.columns["task"])


def _cell(row: Returned, key: str) -> str:
    """A cell as complaints name it."""
    return str(row.finding(key, "")).removesuffix(": ")
