"""Check the content of a data file against its declaration (`schema`): a finding with line and column for every fault,
and what of the content can be used without the faulty values."""

from collections.abc import Iterable, Set
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.schema import FILES, PLAN, SECTION, TASK
from ipcheck.datafiles.shape import Fault, KeyPath, ListOf, Record, Shape
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, placeholder

# Placeholders for missing or faulty values of a plan, so that the rest of the plan can be checked; by record and key.
_PLACEHOLDERS = {
    (PLAN.name, "id"): "x", (PLAN.name, "title"): "x", (PLAN.name, "period"): "2000", (SECTION.name, "heading"): "x",
    (TASK.name, "number"): "0", (TASK.name, "text"): "。",
}  # fmt: skip
_UNUSABLE = object()


def check_content(kind: str, content: Any, path: str, _: Translator) -> tuple[Any, list[Finding]]:
    """What can be used of the content of a file of the kind `kind` (from `yaml_reader.read_yaml`), and its faults.

    Of a list these are the entries without any fault. Of a mapping it is `content` itself, or a copy without the faulty
    values; None where a value is faulty that the file cannot do without.
    """
    shape = FILES[kind]
    if isinstance(shape, ListOf):
        return _check_list(shape, content, path, _)
    return _check_mapping(shape, content, path, _)


def _check_list(shape: ListOf[Record], content: Any, path: str, _: Translator) -> tuple[list[Any], list[Finding]]:
    if content is None:  # an empty list: the file may hold only a comment that says what it is for
        return [], []
    if not isinstance(content, YamlList):
        message = _("the file is not a list (lines that begin with -)")
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    faults = shape.faults(content, (), _)
    faulty_entries = {fault.path[0] for fault in faults}
    entries = [entry for index, entry in enumerate(content) if index not in faulty_entries]
    return entries, _findings(faults, content, path)


def _check_mapping(shape: Record, content: Any, path: str, _: Translator) -> tuple[Any, list[Finding]]:
    if not isinstance(content, YamlMapping):
        message = _("the file is empty") if content is None else _("the file is not a mapping (key: value)")
        line, column = (1, 1) if content is None else (content.line, content.column)
        return None, [Finding(path, line, column, "error", "schema", message)]
    faults = shape.faults(content, (), _)
    if not faults:
        return content, []
    usable = _usable(shape, content, (), {fault.path for fault in faults})
    return None if usable is _UNUSABLE else usable, _findings(faults, content, path)


def _findings(faults: Iterable[Fault], content: Any, path: str) -> list[Finding]:
    return [
        Finding(path, *place_of(content, fault.path, fault.at_key), "error", "schema", fault.message)
        for fault in faults
    ]  # fmt: skip


def _usable(shape: Shape, value: Any, path: KeyPath, faulty: Set[KeyPath]) -> Any:
    """What of `value`, which stands at `path`, can be used without the values at the `faulty` paths: of a list the
    usable items, of a record the usable keys. A record that lacks a required key is not usable."""
    if path in faulty:
        return _UNUSABLE
    if isinstance(shape, ListOf):
        items = [_usable(shape.item, item, (*path, index), faulty) for index, item in enumerate(value)]
        return _at_place_of(value, YamlList(item for item in items if item is not _UNUSABLE))
    if not isinstance(shape, Record):
        return value
    kept = YamlMapping()
    for name in dict.fromkeys((*value, *shape.keys)):
        key, at = shape.keys.get(name), (*path, name)
        if not key or (name not in value and at not in faulty):
            continue
        part = _usable(key.shape, value.get(name), at, faulty)
        if part is _UNUSABLE and (shape.name, name) in _PLACEHOLDERS:
            part = placeholder(_PLACEHOLDERS[shape.name, name])
        if part is not _UNUSABLE:
            kept[name] = part
        elif key.required:
            return _UNUSABLE
    return _at_place_of(value, kept)


def _at_place_of(original: Any, copy: Any) -> Any:
    copy.line, copy.column = original.line, original.column
    return copy


def place_of(content: Any, path: KeyPath, at_key: bool = False) -> tuple[int, int]:
    """Line and column (from 1) of the value at `path`, or of its nearest enclosing value that exists.

    So a missing key has the place of its mapping. With `at_key`, for unknown keys, the result is the place of the key.
    """
    line, column = content.line, content.column
    for index, step in enumerate(path):
        if isinstance(content, YamlMapping) and isinstance(step, str) and step in content:
            key = content.key(step)
            if at_key and index == len(path) - 1:
                return key.line, key.column
            line, column = key.line, key.column
            content = content[step]
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content = content[step]
        else:
            break
        if content is not None:
            line, column = content.line, content.column
    return line, column
