"""Adding entries to a YAML list that people keep by hand: a ledger, a baseline.

Everything that stands in the file stays as it is, comments included; new entries follow its indent, line ends and
blank lines. No two calls write at once, and a call that is killed leaves the file as it was or with its entries whole.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ipcheck.base.atomic import prefix, remove_leftovers, replace
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator, reason
from ipcheck.datafiles.yaml_reader import MOST_BYTES, UnreadableFileError, YamlList, YamlReader, read_yaml

PATIENCE = 30.0  # seconds that a call waits for another that writes

# What any YAML reader takes as the text that it is: begins like a word, and holds nothing that ends a plain scalar.
_PLAIN = re.compile(r"[\w（《“/](?:[^\s#:,\[\]{}\"'&*!|>%@`]|:(?=\S)|[ ](?![#\s]))*[^\s:]|\w")
# Taken for no text by some readers: truth values, nothing, numbers (0x1F, 1e3, 12:30 too), days and moments.
_TAKEN = re.compile("(?i)null|true|false|yes|no|on|off|y|n|[0-9_][0-9a-fox_.:+tz -]*")
_ID = re.compile("[0-9]+-[a-z]?[0-9.]+")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Appended(NamedTuple):
    """Where the first new entry stands (from 1; 0 where nothing was added), and whether the file is new."""

    line: int = 0
    column: int = 0
    created: bool = False


# Given what stands in the list, the entries to add; what it raises leaves the file alone.
Choose = Callable[[YamlList], Sequence[Mapping[str, str]]]


def append_entries(path: str, head: str, choose: Choose, _: Translator, write: bool = True) -> Appended:
    """Add the entries that `choose` wants to the list in `path`; a file that is not there begins with the comment
    `head`. Without `write` nothing is added, and only what cannot be is refused.

    Raises InvalidDataError for a file that cannot be read or is no list of lines that begin with -, UsageError for one
    that cannot be written. Nothing is written then.
    """
    from filelock import FileLock, Timeout  # only where something is written

    path = os.path.realpath(path)
    _refuse_unwritable(path, _)
    if not write:
        return _append(path, head, choose, _, write)
    try:
        # whoever may write beside the file may lock it, whoever locked it first
        with FileLock(os.path.join(os.path.dirname(path), f"{prefix(path)}lock"), timeout=PATIENCE, mode=0o666):
            remove_leftovers(path)
            for _attempt in range(10):
                try:
                    return _append(path, head, choose, _, write)
                except _FileChangedError:
                    continue
            raise UsageError(_("{path} keeps changing while it is written; try again").format(path=path))
    except Timeout:
        said = _("{path}: another call has been writing for {n} seconds; try again")
        raise UsageError(said.format(path=path, n=round(PATIENCE))) from None
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


def _refuse_unwritable(path: str, _: Translator) -> None:
    """What replacing would get past: a file that says it is not to be written, also to root; a device; a folder that
    locking would create."""
    if not os.path.exists(path):
        folder = os.path.dirname(path)
        if not os.path.isdir(folder):
            said = _("{path}: there is no folder {folder}; create it, or name another file")
            raise UsageError(said.format(path=path, folder=folder))
    elif os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=path))
    elif not os.path.isfile(path):
        raise UsageError(_("{path} is no ordinary file; nothing was written").format(path=path))
    elif not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        raise UsageError(_("{path} is read-only; nothing was written").format(path=path))


class _FileChangedError(Exception):
    """Something that knows no lock, an editor, wrote the file in between."""


def _append(path: str, head: str, choose: Choose, _: Translator, write: bool) -> Appended:
    data = _bytes(path)
    file = _List(path, head if data is None else "", data or b"", _)
    entries = choose(file.rows)
    if not entries or not write:
        return Appended()
    new, line, column = file.with_entries(entries)

    def unchanged() -> None:
        if _bytes(path) != data:
            raise _FileChangedError

    replace(path, lambda out: out.write(new), unchanged)
    return Appended(line, column, created=data is None)


def _bytes(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


class _List:
    """The text of a YAML list, and how its entries are written."""

    def __init__(self, path: str, head: str, data: bytes, _: Translator) -> None:
        self.path = path
        self._ = _
        self._mark, self._encoding = next((each for each in _MARKS if data.startswith(each[0])), (b"", "utf-8"))
        content = self._content(data)
        self.text = data.removeprefix(self._mark).decode(self._encoding) or head
        self.rows = YamlList() if content is None else content
        self._dash, self._key = 0, 2
        if content:
            self._dash, self._key = self._columns(content)
        elif content is not None:
            self._cut_brackets(content)
        self.line_end = re.findall("\r\n|\n|\r", "\n" + self.text)[-1]
        self._spaced = self._has_blank_lines()

    def with_entries(self, entries: Sequence[Mapping[str, str]]) -> tuple[bytes, int, int]:
        """The whole file with these entries at its end, and the line and column at which the first begins."""
        text = self.text if not self.text or self.text.endswith(("\n", "\r")) else self.text + self.line_end
        if self._spaced and text.splitlines()[-1].strip():
            text += self.line_end
        between = self.line_end if self._spaced else ""
        new = self._mark + (text + between.join(map(self._written, entries))).encode(self._encoding)
        self._certain(new, entries)
        return new, len(text.splitlines()) + 1, self._key + 1

    def _written(self, entry: Mapping[str, str]) -> str:
        lines = [f"{' ' * self._key}{name}: {yaml_scalar(value)}{self.line_end}" for name, value in entry.items()]
        return " " * self._dash + "-" + "".join(lines)[self._dash + 1 :]

    def _content(self, data: bytes) -> Any:
        try:
            content, faults = YamlReader(Path(self.path), self._).content(data)
        except UnreadableFileError as error:
            raise InvalidDataError([error.finding]) from None
        if faults:
            raise InvalidDataError(faults)
        if content is not None and not isinstance(content, YamlList):
            self._refuse_form(content.line, content.column)
        return content

    def _columns(self, content: YamlList) -> tuple[int, int]:
        """How far the dash and the keys of an entry are indented, as the last entry has them."""
        lines = self.text.splitlines()
        dash = content.column - 1
        if lines[content.line - 1][dash] != "-":
            self._refuse_form(content.line, content.column)
        last = content[-1]
        with_dash = last is not None and lines[last.line - 1][: last.column - 1].strip() == "-"
        return dash, last.column - 1 if with_dash else dash + 2

    def _has_blank_lines(self) -> bool:
        """Whether a blank line stands before every entry but the first."""
        lines = self.text.splitlines()
        later = self.rows[1:]
        return bool(later) and all(row is not None and not lines[row.line - 2].strip() for row in later)

    def _cut_brackets(self, content: YamlList) -> None:
        """An empty list, written []: the entries come below what stands beside it."""
        lines = self.text.splitlines(keepends=True)
        begin = sum(map(len, lines[: content.line - 1])) + content.column - 1
        found = re.compile(r"\[\s*\] *").match(self.text, begin)
        if not found:
            self._refuse_form(content.line, content.column)
        before, after = self.text[:begin], self.text[found.end() :]
        if not before.strip(" ") or before.rstrip(" ").endswith(("\n", "\r")):  # nothing is left of its line
            before, after = before.rstrip(" "), re.sub("^(\r\n|\n|\r)", "", after)
        self.text = before + after

    def _certain(self, new: bytes, entries: Sequence[Mapping[str, str]]) -> None:
        """The new text must say what the old one said, and the new entries: whatever odd way the file is written in."""
        if len(new) > MOST_BYTES:
            said = self._("{path} would be larger than {n} MB, which is not read any more; begin another")
            raise UsageError(said.format(path=self.path, n=MOST_BYTES // 1024 // 1024))
        try:
            if self._content(new) == [*self.rows, *entries]:
                return
        except InvalidDataError:
            pass
        line = max((n for n, line in enumerate(self.text.splitlines(), 1) if line.strip()), default=1)
        said = self._("an entry below this line would not be read as one, or change what stands here; rewrite the line")
        self._refuse(line, 1, said)

    def _refuse_form(self, line: int, column: int) -> NoReturn:
        said = self._("entries are added to a list of lines that begin with -; this is written in another way")
        self._refuse(line, column, said)

    def _refuse(self, line: int, column: int, said: str) -> NoReturn:
        raise InvalidDataError([Finding(self.path, line, column, "error", "ledger-form", said)])


def yaml_scalar(text: str) -> str:
    """`text` as a YAML scalar on one line, quoted where any reader could take it for something else. Only what is a day
    stays one for those who know days."""
    plain = _PLAIN.fullmatch(text) and (not _TAKEN.fullmatch(text) or _ID.fullmatch(text) or _is_day(text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_list(path: str, _: Translator) -> Any:
    """The content of such a file. Raises InvalidDataError where it cannot be read."""
    try:
        content, faults = read_yaml(Path(path), _)
    except UnreadableFileError as error:
        raise InvalidDataError([error.finding]) from None
    if faults:
        raise InvalidDataError(faults)
    return content
