"""The entry that makes the ledger say what a row says, and what a ledger would not take of it."""

from collections.abc import Mapping

from ipcheck.answers.in_house import Share
from ipcheck.answers.recording import Said, completed
from ipcheck.answers.sheet.filled import TEXTS, Filled
from ipcheck.answers.sheet.rows import Returned
from ipcheck.findings import Finding, InCell
from ipcheck.ledger import Entry
from ipcheck.load.known import Known
from ipcheck.load.ledger import load_ledger
from ipcheck.source import Block, Row, Text, placed
from ipcheck.words import Words


def entry_of(
    row: Returned, share: Share, before: Filled, after: Filled, today: str, known: Known, _: Words
) -> tuple[Said, list[Finding]]:
    """The entry that brings a share from `before` to `after`, whose day is its own, and the complaints about its cells;
    `today` is when it is entered."""
    said = {
        "task": share.id, "subject": share.task.subject or "", "state": _state_said(before, after), "on": after.on,
        "by": _by(row), **{key: getattr(after, key) for key in TEXTS},
    }  # fmt: skip
    written = completed({key: value for key, value in said.items() if value}, today, None, known)
    entry, findings = _understood(written, row, known, _)
    return Said(written, entry), findings


def says_too_little(after: Filled) -> str:
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
    person, office = row.text("person"), row.text("office")
    return f"{person}（{office}）" if person and office else person or office


def _understood(written: Mapping[str, str], row: Returned, known: Known, _: Words) -> tuple[Entry, list[Finding]]:
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
