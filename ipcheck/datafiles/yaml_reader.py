"""Read YAML without guessing types: every scalar is text, and every value and key knows its line and column."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator, reason
from ipcheck.base.text import hidden_character, visible

MOST_BYTES = 8 * 1024 * 1024  # a plan of 100 tasks takes 40 KB
MOST_DEPTH = 40  # deeper than any document nests, and far from the stack limit of the C parser

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # some systems have no libyaml

_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class YamlText(str):
    """A scalar as text, with the line and column where it begins (both from 1)."""

    __slots__ = ("column", "event", "line")
    line: int
    column: int
    event: Any  # the event of the parser; None for a text that does not come from a file

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of the character with the index `at`.

        The column is exact only for a scalar that is written on one line without escapes. In a | block the place is the
        beginning of the character's line, in all other cases the beginning of the scalar.
        """
        if self.event is None:
            return self.line, self.column
        if self.event.style == "|":
            return self.line + 1 + self.count("\n", 0, at), 1
        quotes = 1 if self.event.style in ("'", '"') else 0
        begin, end = self.event.start_mark, self.event.end_mark
        is_verbatim = begin.line == end.line and end.column - begin.column == len(self) + 2 * quotes
        return self.line, self.column + quotes + at if is_verbatim else self.column


class YamlMapping(dict[str, Any]):
    """A mapping, with the line and column where it begins (both from 1). Its keys are `YamlText`."""

    __slots__ = ("_keys", "column", "line")
    line: int
    column: int

    def key(self, name: str) -> YamlText:
        """The key `name` as a `YamlText` with its place in the file. Raises KeyError if the mapping lacks the key."""
        if not hasattr(self, "_keys"):
            self._keys = {key: key for key in self}
        return self._keys[name]  # type: ignore[return-value]


class YamlList(list[Any]):
    """A sequence, with the line and column where it begins (both from 1)."""

    __slots__ = ("column", "line")
    line: int
    column: int


Node = TypeVar("Node", YamlText, YamlMapping, YamlList)


class UnreadableFileError(Exception):
    """A file that cannot be read as YAML at all; `finding` holds place and reason."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def read_yaml(path: Path, _: Translator) -> tuple[Any, list[Finding]]:
    """The content of a YAML file as YamlMapping, YamlList and YamlText, and findings for faults that do not prevent
    reading (duplicate keys).

    Every scalar stays text: `2025-12`, `no` and `010` are not converted. An empty value is None. Raises
    UnreadableFileError for a file that is missing, in another encoding or not valid YAML, and for content that could
    harm the program (aliases, excessive depth or size).
    """
    return YamlReader(path, _).content(_file_bytes(path, _))


def _file_bytes(path: Path, _: Translator) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            message = _("larger than {n} MB; no plan is that large").format(n=MOST_BYTES // 1024 // 1024)
            raise UnreadableFileError(Finding(str(path), 1, 1, "error", "size", message))
        return path.read_bytes()
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=reason(error, _))
        raise UnreadableFileError(Finding(str(path), 1, 1, "error", "file", message)) from None


class YamlReader:
    """A reader that builds the content of one YAML file in a single pass over the events of the parser."""

    def __init__(self, path: Path, _: Translator) -> None:
        self.path = str(path)
        self._ = _
        self.findings: list[Finding] = []

    def content(self, data: bytes) -> tuple[Any, list[Finding]]:
        """The content of the file whose bytes are `data`, and findings for duplicate keys. Raises UnreadableFileError
        for bytes in another encoding, broken YAML, hidden characters, aliases, tags and excessive depth."""
        text = self._decode(data)
        self._refuse_hidden(text)
        try:
            content = self._read_document(_events(text, Loader))
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem):
                # libyaml reached its own limit while looking ahead; the Python parser stops at MOST_DEPTH, far lower
                self._read_document(_events(text, yaml.SafeLoader))
            raise self._syntax_error(error, text) from None
        except (yaml.YAMLError, ValueError) as error:
            raise self._unreadable(1, 1, "yaml", visible(str(error))) from None
        return content, self.findings

    def _decode(self, data: bytes) -> str:
        encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
            hint = self._("the file is not in UTF-8; save it as UTF-8")
            if _is_gb18030(data):
                hint = self._("the file is in GB18030 or GBK, not UTF-8; convert it: iconv -f gb18030 -t utf-8")
                # the first byte that is not ASCII: some GB18030 pairs before the error are valid UTF-8 by chance
                at = next(index for index, byte in enumerate(data) if byte > 0x7F)
            text_before = data[:at].decode(encoding, "replace")
            line, column = _line_and_column(text_before, len(text_before))
            raise self._unreadable(line, column, "encoding", hint) from None

    def _refuse_hidden(self, text: str) -> None:
        at = hidden_character(text)
        if at is not None:
            message = self._("control or bidirectional character U+{code:04X}; remove it").format(code=ord(text[at]))
            raise self._unreadable(*_line_and_column(text, at), "hidden-character", message)

    def _syntax_error(self, error: yaml.MarkedYAMLError, text: str) -> UnreadableFileError:
        """The error for a complaint of the parser, at the same place whether the C or the Python parser complains."""
        position = error.problem_mark or error.context_mark
        line, column = (position.line + 1, position.column + 1) if position else (1, 1)
        remaining_text = "\n".join(text.splitlines()[line - 1 :])[column - 1 :]
        message = self._("not valid YAML: {problem}").format(problem=visible(error.problem or str(error)))
        if remaining_text.startswith("\t"):
            message = self._("a tab character; YAML is indented with spaces")
        elif not remaining_text.strip():
            line, column = _line_and_column(text, len(text.rstrip()))
            message += self._("; the file seems to be cut off here")
        return self._unreadable(line, column, "yaml", message)

    def _unreadable(self, line: int, column: int, rule: str, message: str) -> UnreadableFileError:
        return UnreadableFileError(Finding(self.path, line, column, "error", rule, message))

    def _read_document(self, events: Iterator[Any]) -> Any:
        content = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if content is not None:
                    raise self._refused(event, self._("a second document (---); a file contains only one"))
                content = self._read_node(next(events), events, 1)
        return content

    def _read_node(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self._refused(event, self._("an alias (*); write the value out"))
        if event.tag not in _PLAIN_TAGS:
            raise self._refused(event, self._("the tag {tag}; values are plain text").format(tag=visible(event.tag)))
        if depth > MOST_DEPTH:
            raise self._refused(event, self._("nested more than {n} deep").format(n=MOST_DEPTH))
        if kind is yaml.ScalarEvent:
            return self._read_scalar(event)
        return (self._read_sequence if kind is yaml.SequenceStartEvent else self._read_mapping)(event, events, depth)

    def _read_scalar(self, event: Any) -> YamlText | None:
        value = event.value
        if not value and event.implicit[0]:  # not quoted; the style does not tell: the C parser gives "" for both
            return None
        if "\\" in value or event.style == '"':  # an escape can stand for a character that the file does not show
            at = hidden_character(value)
            if at is not None:
                raise self._refused(event, self._("an escaped control character; remove it"), "hidden-character")
        text = YamlText(value)
        text.event = event
        start = event.start_mark
        text.line, text.column = start.line + 1, start.column + 1
        return text

    def _read_sequence(self, start: Any, events: Iterator[Any], depth: int) -> YamlList:
        items = _with_place(YamlList(), start)
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._read_node(event, events, depth + 1))
        return items

    def _read_mapping(self, start: Any, events: Iterator[Any], depth: int) -> YamlMapping:
        mapping = _with_place(YamlMapping(), start)
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self._read_node(event, events, depth + 1)
            value = self._read_node(next(events), events, depth + 1)
            if not isinstance(key, YamlText):
                raise self._refused(event, self._("a key that is not text"))
            if key in mapping:
                self.findings.append(
                    Finding(self.path, key.line, key.column, "error", "duplicate-key",
                            self._("the key {key} appears twice here").format(key=visible(key)))
                )  # fmt: skip
            mapping[key] = value
        return mapping

    def _refused(self, event: Any, message: str, rule: str = "yaml") -> UnreadableFileError:
        return self._unreadable(event.start_mark.line + 1, event.start_mark.column + 1, rule, message)


def _events(text: str, loader: Any) -> Iterator[Any]:
    """The parser events of a text, with one call of the parser for each event: yaml.parse needs two."""
    parser = loader(text)
    try:
        yield from iter(parser.get_event, None)
    finally:
        parser.dispose()


def placeholder(text: str) -> YamlText:
    """A text in place of one that a file lacks; its line is 0, since it stands nowhere."""
    node = YamlText(text)
    node.event = None
    node.line, node.column = 0, 1
    return node


def plain(content: Any) -> Any:
    """Content as plain texts, lists and dicts, without places. Keys that stand empty are left out, and so are the line
    ends that block scalars (|) end with."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items() if value is not None}
    return list(map(plain, content)) if isinstance(content, list) else str(content).rstrip("\n")


def _with_place(node: Node, event: Any) -> Node:
    node.line, node.column = event.start_mark.line + 1, event.start_mark.column + 1
    return node


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    """Line and column (from 1) of the character of `text` with the index `at`."""
    ends = [match.end() for match in re.finditer("\r\n|\n|\r", text) if match.end() <= at]
    return len(ends) + 1, at - (ends[-1] if ends else 0) + 1


def _is_gb18030(data: bytes) -> bool:
    try:
        return bool(re.search("[\u4e00-\u9fff]{2}", data.decode("gb18030")))
    except UnicodeDecodeError:
        return False
