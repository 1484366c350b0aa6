"""Adding entries to a YAML list that people keep by hand: a ledger, a baseline.

Everything that stands in the file stays as it is, comments included; new entries follow its indent and line ends. No
two calls write at once, and a call that is killed leaves the file as it was or with its entries whole.
"""

import glob
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ipcheck.atomic import prefix, replace
from ipcheck.findings import Faulty, Finding, Refused
from ipcheck.source import Reading, Row, Unreadable, read
from ipcheck.words import Words, reason

PATIENCE = 30.0  # seconds that a call waits for another that writes

# What any YAML reader takes as the text that it is: begins like a word, and holds nothing that ends a plain scalar.
_PLAIN = re.compile(r"[\w（《“/](?:[^\s#:,\[\]{}\"'&*!|>%@`]|:(?=\S)|[ ](?![#\s]))*[^\s:]|\w")
_TAKEN = re.compile("(?i)null|true|false|yes|no|on|off|y|n|[0-9.eE+_-]*")  # taken for no text by some readers
_DAY_OR_ID = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+-[a-z]?[0-9.]+")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Appended(NamedTuple):
    """Where the first new entry stands (line, from 1), and whether the file is new. No line: nothing was added."""

    line: int | None
    created: bool


# Given what stands in the list, the entries to add; what it raises leaves the file alone.
Choose = Callable[[Sequence[Any]], Sequence[Mapping[str, str]]]


def append(path: str, head: str, choose: Choose, _: Words) -> Appended:
    """Add the entries that `choose` wants to the list in `path`; a file that is not there begins with the comment
    `head`.

    Raises Faulty for a file that cannot be read, Refused for one that cannot be written or is no list of lines that
    begin with -.
    """
    from filelock import FileLock, Timeout  # only where something is written

    path = os.path.realpath(path)
    if os.path.exists(path) and not os.stat(path).st_mode & 0o222:
        raise Refused(_("{path} is read-only; nothing was written").format(path=path))
    lock = os.path.join(os.path.dirname(path), f"{prefix(path)}lock")
    try:
        with FileLock(lock, timeout=PATIENCE):
            for leftover in glob.glob(glob.escape(os.path.join(os.path.dirname(path), prefix(path))) + "*.tmp"):
                os.unlink(leftover)  # of a call that was killed: only who holds the lock writes
            for _attempt in range(10):
                try:
                    return _append(path, head, choose, _)
                except _Changed:
                    continue
            raise Refused(_("{path} keeps changing while it is written; try again").format(path=path))
    except Timeout:
        said = _("{path}: another call has been writing for {n} seconds; try again")
        raise Refused(said.format(path=path, n=round(PATIENCE))) from None
    except OSError as error:
        raise Refused(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


class _Changed(Exception):
    """Something that knows no lock, an editor, wrote the file in between."""


def _append(path: str, head: str, choose: Choose, _: Words) -> Appended:
    data = _bytes(path)
    file = _List(path, head if data is None else "", data or b"", _)
    entries = choose(file.rows)
    if not entries:
        return Appended(None, created=False)
    new, line = file.with_entries(entries)

    def unchanged() -> None:
        if _bytes(path) != data:
            raise _Changed

    replace(path, lambda out: out.write(new), unchanged)
    return Appended(line, created=data is None)


def _bytes(path: str) -> bytes | None:
    return Path(path).read_bytes() if os.path.exists(path) else None


class _List:
    """The text of a YAML list, and how its entries are written."""

    def __init__(self, path: str, head: str, data: bytes, _: Words) -> None:
        self.path = path
        self._ = _
        self._mark, self._encoding = next((each for each in _MARKS if data.startswith(each[0])), (b"", "utf-8"))
        content = self._content(data)
        if content is not None and not isinstance(content, Row):
            self._refuse(content.line, content.column)
        self.rows: Sequence[Any] = content or ()
        self.text = data.removeprefix(self._mark).decode(self._encoding) or head
        if content is not None and not content:  # an empty list, written []: the entries take its place
            self._cut_brackets(content)
        self.line_end = "\r\n" if "\r\n" in self.text else "\n"
        self._last = self.rows[-1] if self.rows else None

    def with_entries(self, entries: Sequence[Mapping[str, str]]) -> tuple[bytes, int]:
        """The whole file with these entries at its end, and the line on which the first begins."""
        dash, key = self._columns()
        text = self.text if not self.text or self.text.endswith("\n") else self.text + self.line_end
        line = text.count("\n") + 1
        for entry in entries:
            for index, (name, value) in enumerate(entry.items()):
                indent = " " * dash + "-" + " " * (key - dash - 1) if not index else " " * key
                text += f"{indent}{name}: {scalar(value)}{self.line_end}"
        new = self._mark + text.encode(self._encoding)
        self._certain(new, entries)
        return new, line

    def _content(self, data: bytes) -> Any:
        try:
            content, faults = Reading(Path(self.path), self._).content(data)
        except Unreadable as error:
            raise Faulty([error.finding]) from None
        if faults:
            raise Faulty(faults)
        return content

    def _columns(self) -> tuple[int, int]:
        """How far the dash and the keys of an entry are indented, as the last entry has them."""
        if self._last is None:
            return 0, 2
        lines = self.text.splitlines()
        before = lines[self._last.line - 1][: self._last.column - 1]
        dash = before.rfind("-")
        if dash < 0 or before.strip() != "-":
            self._refuse(self._last.line, self._last.column)
        return dash, self._last.column - 1

    def _cut_brackets(self, content: Row) -> None:
        lines = self.text.splitlines(keepends=True)
        begin = sum(map(len, lines[: content.line - 1])) + content.column - 1
        if found := re.compile(r"\[\s*\]").match(self.text, begin):
            self.text = self.text[:begin] + self.text[found.end() :].lstrip(" \r\n")

    def _certain(self, new: bytes, entries: Sequence[Mapping[str, str]]) -> None:
        """The new text must say what the old one said, and the new entries: whatever odd way the file is written in."""
        if self._content(new) != [*self.rows, *entries]:
            line = self._last.line if self._last else 1
            self._refuse(line, 1)

    def _refuse(self, line: int, column: int) -> None:
        said = self._("entries are added to a list of lines that begin with -; this is written in another way")
        raise Faulty([Finding(self.path, line, column, "error", "ledger-form", said)])


def scalar(text: str) -> str:
    """`text` as a YAML scalar on one line, quoted where any reader could take it for something else."""
    plain = _PLAIN.fullmatch(text) and (not _TAKEN.fullmatch(text) or _DAY_OR_ID.fullmatch(text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def read_list(path: str, _: Words) -> Any:
    """The content of such a file. Raises Faulty where it cannot be read."""
    try:
        content, faults = read(Path(path), _)
    except Unreadable as error:
        raise Faulty([error.finding]) from None
    if faults:
        raise Faulty(faults)
    return content
