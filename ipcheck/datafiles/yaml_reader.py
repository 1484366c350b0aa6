"""Data files as text with places: YAML read without guessing, every value and key with its line and column."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator, reason
from ipcheck.base.text import hidden_character, visible

MOST_BYTES = 8 * 1024 * 1024  # a plan of 100 tasks takes 40 KB
MOST_DEPTH = 40  # deeper than any document nests; a C parser's stack ends far later

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # some systems have no libyaml

_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class YamlText(str):
    """A scalar and where it begins (from 1)."""

    __slots__ = ("column", "event", "line")
    line: int
    column: int
    event: Any  # what the parser says of it; None for what was never in a file

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of the character at `at`, or of the beginning (of its line) where only that is known: where
        it is not written out on one line as it is (escapes, several lines)."""
        if self.event is None:
            return self.line, self.column
        if self.event.style == "|":
            return self.line + 1 + self.count("\n", 0, at), 1
        quotes = 1 if self.event.style in ("'", '"') else 0
        begin, end = self.event.start_mark, self.event.end_mark
        as_it_is = begin.line == end.line and end.column - begin.column == len(self) + 2 * quotes
        return self.line, self.column + quotes + at if as_it_is else self.column


class YamlMapping(dict[str, Any]):
    """A mapping and where it begins; its keys are Text."""

    __slots__ = ("_keys", "column", "line")
    line: int
    column: int

    def key(self, name: str) -> YamlText:
        """A key as it stands in the file. Raises KeyError for one that does not."""
        if not hasattr(self, "_keys"):
            self._keys = {key: key for key in self}
        return self._keys[name]  # type: ignore[return-value]


class YamlList(list[Any]):
    """A sequence and where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


Node = TypeVar("Node", YamlText, YamlMapping, YamlList)


class UnreadableFileError(Exception):
    """A file that cannot be read as YAML at all; `finding` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def read_yaml(path: Path, _: Translator) -> tuple[Any, list[Finding]]:
    """The content of a YAML file as Block, Row and Text, and the faults that do not keep it from being read.

    Everything is text: `2025-12`, `no` and `010` mean what they say; an empty value is None. Raises UnreadableFileError
    for a missing or foreign file, broken YAML, and whatever could harm the program (aliases, depth, size).
    """
    return YamlReader(path, _).content(_bytes(path, _))


def _bytes(path: Path, _: Translator) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            said = _("larger than {n} MB, which no plan is").format(n=MOST_BYTES // 1024 // 1024)
            raise UnreadableFileError(Finding(str(path), 1, 1, "error", "size", said))
        return path.read_bytes()
    except OSError as error:
        said = _("cannot be read: {reason}").format(reason=reason(error, _))
        raise UnreadableFileError(Finding(str(path), 1, 1, "error", "file", said)) from None


class YamlReader:
    """One pass over the events of one YAML file."""

    def __init__(self, path: Path, _: Translator) -> None:
        self.path = str(path)
        self._ = _
        self.findings: list[Finding] = []

    def content(self, data: bytes) -> tuple[Any, list[Finding]]:
        """See `read`."""
        text = self._decoded(data)
        self._refuse_hidden(text)
        try:
            content = self._document(_events(text, Loader))
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem):
                # libyaml's own limit, met while it looked ahead; the other parser comes to ours, which is far lower
                self._document(_events(text, yaml.SafeLoader))
            raise self._broken(error, text) from None
        except (yaml.YAMLError, ValueError) as error:
            raise self._unreadable(1, 1, "yaml", visible(str(error))) from None
        return content, self.findings

    def _decoded(self, data: bytes) -> str:
        encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
            hint = self._("the file is not in UTF-8; save it as UTF-8")
            if _is_gb18030(data):
                hint = self._("the file is in GB18030 or GBK, not UTF-8; convert it: iconv -f gb18030 -t utf-8")
                at = next(index for index, byte in enumerate(data) if byte > 0x7F)  # some pairs are UTF-8 by chance
            before = data[:at].decode(encoding, "replace")
            line, column = _place(before, len(before))
            raise self._unreadable(line, column, "encoding", hint) from None

    def _refuse_hidden(self, text: str) -> None:
        at = hidden_character(text)
        if at is not None:
            said = self._("control or bidirectional character U+{code:04X}; remove it").format(code=ord(text[at]))
            raise self._unreadable(*_place(text, at), "hidden-character", said)

    def _broken(self, error: yaml.MarkedYAMLError, text: str) -> UnreadableFileError:
        """The parser's complaint, at one place whichever parser found it."""
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        rest = "\n".join(text.splitlines()[line - 1 :])[column - 1 :]
        said = self._("not valid YAML: {problem}").format(problem=visible(error.problem or str(error)))
        if rest.startswith("\t"):
            said = self._("a tab character; YAML is indented with spaces")
        elif not rest.strip():
            line, column = _place(text, len(text.rstrip()))
            said += self._("; the file seems to be cut off here")
        return self._unreadable(line, column, "yaml", said)

    def _unreadable(self, line: int, column: int, rule: str, message: str) -> UnreadableFileError:
        return UnreadableFileError(Finding(self.path, line, column, "error", rule, message))

    def _document(self, events: Iterator[Any]) -> Any:
        content = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if content is not None:
                    raise self._refused(event, self._("a second document (---); a file holds one"))
                content = self._node(next(events), events, 1)
        return content

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self._refused(event, self._("an alias (*); write the value out"))
        if event.tag not in _PLAIN_TAGS:
            raise self._refused(event, self._("the tag {tag}; values are plain text").format(tag=visible(event.tag)))
        if depth > MOST_DEPTH:
            raise self._refused(event, self._("nested more than {n} deep").format(n=MOST_DEPTH))
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return (self._row if kind is yaml.SequenceStartEvent else self._block)(event, events, depth)

    def _scalar(self, event: Any) -> YamlText | None:
        value = event.value
        if not value and event.implicit[0]:  # not quoted; the C parser gives both the style ""
            return None
        if "\\" in value or event.style == '"':  # escapes can bring in what the file does not show
            at = hidden_character(value)
            if at is not None:
                raise self._refused(event, self._("an escaped control character; remove it"), "hidden-character")
        text = YamlText(value)
        text.event = event
        mark = event.start_mark
        text.line, text.column = mark.line + 1, mark.column + 1
        return text

    def _row(self, start: Any, events: Iterator[Any], depth: int) -> YamlList:
        row = _at(YamlList(), start)
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                break
            row.append(self._node(event, events, depth + 1))
        return row

    def _block(self, start: Any, events: Iterator[Any], depth: int) -> YamlMapping:
        block = _at(YamlMapping(), start)
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, YamlText):
                raise self._refused(event, self._("a key that is no text"))
            if key in block:
                self.findings.append(
                    Finding(self.path, key.line, key.column, "error", "duplicate-key",
                            self._("the key {key} stands twice here").format(key=visible(key)))
                )  # fmt: skip
            block[key] = value
        return block

    def _refused(self, event: Any, said: str, rule: str = "yaml") -> UnreadableFileError:
        return self._unreadable(event.start_mark.line + 1, event.start_mark.column + 1, rule, said)


def _events(text: str, loader: Any) -> Iterator[Any]:
    """The events of a text. One call for each; yaml.parse takes two."""
    parser = loader(text)
    try:
        yield from iter(parser.get_event, None)
    finally:
        parser.dispose()


def placed(value: Any) -> Any:
    """Lists, mappings and texts as `read` gives them, for what was never in a file; it all stands at 1:1."""
    if isinstance(value, dict):
        node: Any = YamlMapping({placed(key): placed(item) for key, item in value.items()})
    elif isinstance(value, list):
        node = YamlList(map(placed, value))
    else:
        node = YamlText(value)
    if isinstance(node, YamlText):
        node.event = None
    node.line = node.column = 1
    return node


def _at(node: Node, event: Any) -> Node:
    node.line, node.column = event.start_mark.line + 1, event.start_mark.column + 1
    return node


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column (from 1) of the character at `at`."""
    ends = [match.end() for match in re.finditer("\r\n|\n|\r", text) if match.end() <= at]
    return len(ends) + 1, at - (ends[-1] if ends else 0) + 1


def _is_gb18030(data: bytes) -> bool:
    try:
        return bool(re.search("[\u4e00-\u9fff]{2}", data.decode("gb18030")))
    except UnicodeDecodeError:
        return False
