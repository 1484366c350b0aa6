"""Append entries to a YAML list that people edit by hand: a ledger or a baseline.

The existing text stays as it is, comments included. New entries follow its indentation, line ends and blank lines.
A lock keeps two calls from writing at once. A call that is killed leaves the file unchanged or with all its entries.
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

PATIENCE = 30.0  # seconds to wait for the lock while another call writes

# Texts that need no quotes in any YAML reader: they begin like a word and hold nothing that ends a plain scalar.
_UNQUOTED = re.compile(r"[\w（《“/](?:[^\s#:,\[\]{}\"'&*!|>%@`]|:(?=\S)|[ ](?![#\s]))*[^\s:]|\w")
# Texts that some readers convert: booleans, null, numbers (also 0x1F, 1e3, 12:30), dates and times.
_CONVERTED = re.compile("(?i)null|true|false|yes|no|on|off|y|n|[0-9_][0-9a-fox_.:+tz -]*")
_TASK_ID = re.compile("[0-9]+-[a-z]?[0-9.]+")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Appended(NamedTuple):
    """The result of appending: line and column of the first new entry (from 1; 0 if nothing was added), and whether
    the file was created."""

    line: int = 0
    column: int = 0
    created: bool = False


# A function from the present entries of the list to the entries to add. If it raises, the file is not changed.
Choose = Callable[[YamlList], Sequence[Mapping[str, Any]]]


def append_entries(path: str, head: str, choose: Choose, _: Translator, write: bool = True) -> Appended:
    """Append the entries that `choose` returns to the list in the file `path`. A file that does not exist is created
    and begins with the comment `head`. Without `write` the checks are made but nothing is written.

    Raises InvalidDataError for a file that cannot be read or is not a list of lines that begin with -, and UsageError
    for a file that cannot be written. In both cases nothing is written.
    """
    from filelock import FileLock, Timeout  # imported here because most calls write nothing

    path = os.path.realpath(path)
    _refuse_unwritable(path, _)
    if not write:
        return _append(path, head, choose, _, write)
    try:
        # mode 0o666: everybody who may write to the folder may use the lock file, whoever created it
        with FileLock(os.path.join(os.path.dirname(path), f"{prefix(path)}lock"), timeout=PATIENCE, mode=0o666):
            remove_leftovers(path)
            for _attempt in range(10):
                try:
                    return _append(path, head, choose, _, write)
                except _FileChangedError:
                    continue
            raise UsageError(_("{path} keeps changing while it is written; try again").format(path=path))
    except Timeout:
        template = _("{path}: another call has been writing for {n} seconds; try again")
        raise UsageError(template.format(path=path, n=round(PATIENCE))) from None
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


def _refuse_unwritable(path: str, _: Translator) -> None:
    """Raise UsageError for a path that must not be written, even where replacing the file would succeed: a read-only
    file (also for root), a folder, a device, or a file in a missing folder, which locking would create."""
    if not os.path.exists(path):
        folder = os.path.dirname(path)
        if not os.path.isdir(folder):
            template = _("{path}: there is no folder {folder}; create it, or name another file")
            raise UsageError(template.format(path=path, folder=folder))
    elif os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=path))
    elif not os.path.isfile(path):
        raise UsageError(_("{path} is not an ordinary file; nothing was written").format(path=path))
    elif not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        raise UsageError(_("{path} is read-only; nothing was written").format(path=path))


class _FileChangedError(Exception):
    """The file was changed after it was read, by a program that does not use the lock, such as an editor."""


def _append(path: str, head: str, choose: Choose, _: Translator, write: bool) -> Appended:
    data = _file_bytes(path)
    list_text = _ListText(path, head if data is None else "", data or b"", _)
    entries = choose(list_text.rows)
    if not entries or not write:
        return Appended()
    new_data, line, column = list_text.with_entries(entries)

    def unchanged() -> None:
        if _file_bytes(path) != data:
            raise _FileChangedError

    replace(path, lambda out: out.write(new_data), unchanged)
    return Appended(line, column, created=data is None)


def _file_bytes(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


class _ListText:
    """The text of a YAML list, and the style of its entries: indentation, line ends, blank lines, encoding.

    Raises InvalidDataError for a text that is not a faultless YAML list of lines that begin with -.
    """

    def __init__(self, path: str, head: str, data: bytes, _: Translator) -> None:
        self.path = path
        self._ = _
        self._bom, self._encoding = next((bom for bom in _BYTE_ORDER_MARKS if data.startswith(bom[0])), (b"", "utf-8"))
        content = self._read_content(data)
        self.text = data.removeprefix(self._bom).decode(self._encoding) or head
        self.rows = YamlList() if content is None else content
        self._dash_column, self._key_column = 0, 2
        if content:
            self._dash_column, self._key_column = self._columns(content)
        elif content is not None:
            self._remove_brackets(content)
        self.line_end = re.findall("\r\n|\n|\r", "\n" + self.text)[-1]
        self._spaced = self._has_blank_lines()

    def with_entries(self, entries: Sequence[Mapping[str, Any]]) -> tuple[bytes, int, int]:
        """The bytes of the file with `entries` at its end, and line and column (from 1) of the first new entry. Raises
        InvalidDataError if the list would not be read back with these entries, UsageError if it would be too large."""
        text = self.text if not self.text or self.text.endswith(("\n", "\r")) else self.text + self.line_end
        if self._spaced and text.splitlines()[-1].strip():
            text += self.line_end
        separator = self.line_end if self._spaced else ""
        new = self._bom + (text + separator.join(map(self._formatted, entries))).encode(self._encoding)
        self._check_result(new, entries)
        return new, len(text.splitlines()) + 1, self._key_column + 1

    def _formatted(self, entry: Mapping[str, Any]) -> str:
        lines = [
            f"{' ' * self._key_column}{name}: {_yaml_value(value)}{self.line_end}" for name, value in entry.items()
        ]
        return " " * self._dash_column + "-" + "".join(lines)[self._dash_column + 1 :]

    def _read_content(self, data: bytes) -> Any:
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
        """The columns (from 0) of the dashes and of the keys, the latter as in the last entry."""
        lines = self.text.splitlines()
        dash_column = content.column - 1
        if lines[content.line - 1][dash_column] != "-":
            self._refuse_form(content.line, content.column)
        last = content[-1]
        is_beside_dash = last is not None and lines[last.line - 1][: last.column - 1].strip() == "-"
        return dash_column, last.column - 1 if is_beside_dash else dash_column + 2

    def _has_blank_lines(self) -> bool:
        """Whether there is a blank line before every entry except the first; False for a list of fewer than two."""
        lines = self.text.splitlines()
        later_rows = self.rows[1:]
        return bool(later_rows) and all(row is not None and not lines[row.line - 2].strip() for row in later_rows)

    def _remove_brackets(self, content: YamlList) -> None:
        """Remove the brackets of an empty list that is written [], so that entries can follow below. A comment beside
        the brackets stays."""
        lines = self.text.splitlines(keepends=True)
        begin = sum(map(len, lines[: content.line - 1])) + content.column - 1
        brackets = re.compile(r"\[\s*\] *").match(self.text, begin)
        if not brackets:
            self._refuse_form(content.line, content.column)
        before, after = self.text[:begin], self.text[brackets.end() :]
        if not before.strip(" ") or before.rstrip(" ").endswith(("\n", "\r")):  # nothing stands before the brackets
            before, after = before.rstrip(" "), re.sub("^(\r\n|\n|\r)", "", after)
        self.text = before + after

    def _check_result(self, new: bytes, entries: Sequence[Mapping[str, Any]]) -> None:
        """Check that `new` reads back as the old entries followed by `entries`, however the file is written."""
        if len(new) > MOST_BYTES:
            text = self._("{path} would exceed {n} MB, too large to be read; start another")
            raise UsageError(text.format(path=self.path, n=MOST_BYTES // 1024 // 1024))
        try:
            if self._read_content(new) == [*self.rows, *entries]:
                return
        except InvalidDataError:
            pass
        line = max((n for n, line in enumerate(self.text.splitlines(), 1) if line.strip()), default=1)
        text = self._("an entry added below this line would be misread, or change this line; rewrite the line")
        self._refuse(line, 1, text)

    def _refuse_form(self, line: int, column: int) -> NoReturn:
        message = self._(
            "entries can only be added to a list of lines that begin with -; this file is written differently"
        )
        self._refuse(line, column, message)

    def _refuse(self, line: int, column: int, message: str) -> NoReturn:
        raise InvalidDataError([Finding(self.path, line, column, "error", "ledger-form", message)])


def _yaml_value(value: Any, inside: bool = False) -> str:
    """A text, or a list or mapping of such values, as YAML on one line. `inside` a list or mapping some readers take ?
    for the sign of a key, as in the address of a source."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_yaml_value(inner, True)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_yaml_value(inner, True) for inner in value)}]"
    return json.dumps(value, ensure_ascii=False) if inside and "?" in value else yaml_scalar(value)


def yaml_scalar(text: str) -> str:
    """`text` as a YAML scalar on one line, quoted if any YAML reader could take it for something other than text. Days
    (2025-12-20) are not quoted: readers that know dates may read them as dates."""
    is_plain = _UNQUOTED.fullmatch(text) and (
        not _CONVERTED.fullmatch(text) or _TASK_ID.fullmatch(text) or _is_day(text)
    )
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_content(path: str, _: Translator) -> Any:
    """The content of the YAML file at `path`. Raises InvalidDataError for a file that cannot be read or has faults."""
    try:
        content, faults = read_yaml(Path(path), _)
    except UnreadableFileError as error:
        raise InvalidDataError([error.finding]) from None
    if faults:
        raise InvalidDataError(faults)
    return content
