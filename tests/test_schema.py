"""What data files may hold: the check of files and the published JSON Schemas say the same, and say it in full."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import files_at
from ipcheck.datafiles.loaders.ledger import entry_from, load_ledger
from ipcheck.datafiles.schema import ASSIGNMENT, ENTRY, FILES, KINDS, json_schema
from ipcheck.datafiles.shape import Choice, ListOf, OneOrMore, Record, Shape
from ipcheck.datafiles.yaml_reader import YamlReader, read_yaml
from ipcheck.domain.assignment import Assignment
from ipcheck.domain.entry import KEYS
from tests.conftest import SMALL

WORDS = Translator("en")
ROOT = Path(__file__).parent.parent
KIND = pytest.mark.parametrize("kind", KINDS)

TEXTS = [
    "", " ", "甲 ", " 甲", "甲\n", "甲\n乙", "\n", "甲\u3000", "\u3000甲", "甲\x1c", "。", "做好工作。", "做好\n工作。",
    "做好工作", "做好工作。\n", " 。", "1", "01", "1.", "b1.2", "g1", "２", "1\n", "2025", "2025/2026", "2025-1",
    "2025\n", "a-b", "A", "a--b", "2025-04-29", "2025-02-30", "2025-4-29", "２０２５-04-29", "2025-04-29\n", "first",
    "last", "task", "goal", "tasks", "0123abcd", "30d", "done", "公布", "2025-04", "2025-13", "press", "true",
    "https://www.gov.cn/a", "http://a", "javascript:alert(1)", "https://gov.cn/a b", "https://gov.cn/\"><",
]  # fmt: skip
NAMES = st.sampled_from(["id", "title", "number", "text", "kind", "source", "tasks", "contents", "on", "odd", ""])
VALUES = st.recursive(
    st.none() | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)


def whole(shape: Shape, depth: int = 0) -> Any:
    """A value with every key that there is, and without a fault."""
    if isinstance(shape, Record):
        return {name: whole(key.shape, depth + 1) for name, key in shape.keys.items()}
    if isinstance(shape, ListOf):
        return [whole(shape.item, depth + 1)] if depth < 5 else []
    if isinstance(shape, OneOrMore):
        return whole(shape.record, depth)
    if isinstance(shape, Choice):
        return shape.options[-1]
    return next(text for text in TEXTS if shape.fault_of(text) is None)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a value."""
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        found += [(value, key), *places(each)]
    return found


def accepts(schema: Mapping[str, Any], value: Any, definitions: Mapping[str, Any]) -> bool:
    """Whether a published JSON Schema allows a value, all of whose scalars are texts."""
    if reference := [part["$ref"] for part in schema.get("allOf", [schema]) if "$ref" in part]:
        return accepts(definitions[reference[0].rpartition("/")[2]], value, definitions)
    if "anyOf" in schema:
        return any(accepts(option, value, definitions) for option in schema["anyOf"])
    if value is None:
        return "null" in schema["type"]
    if schema["type"] == "object":
        keys, required = schema["properties"], {*schema.get("required", ())}
        if not isinstance(value, dict) or not required <= value.keys() <= keys.keys():
            return False
        return all(accepts(keys[key], item, definitions) for key, item in value.items())
    if schema["type"] == "array":
        if not isinstance(value, list) or len(value) < schema.get("minItems", 0):
            return False
        return all(accepts(schema["items"], item, definitions) for item in value)
    return isinstance(value, str) and accepts_text(schema, value)


def accepts_text(schema: Mapping[str, Any], text: str) -> bool:
    if "enum" in schema or "const" in schema:
        return text in schema.get("enum", [schema.get("const")])
    if "pattern" in schema:
        return re.fullmatch(schema["pattern"], text) is not None
    if "minLength" in schema:
        return len(text) > 0
    try:
        return re.fullmatch("[0-9-]{10}", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


@pytest.mark.slow
@KIND
def test_the_published_schema_and_the_check_of_files_agree_on_every_text_at_every_place(kind: str) -> None:
    content = whole(FILES[kind])
    agree(kind, content)
    for holder, key in places(content):
        kept = holder[key]
        values: tuple[Any, ...] = (*TEXTS, None, [], {})
        for value in values:
            holder[key] = value
            agree(kind, content)
        holder[key] = kept


@KIND
@given(st.data())
def test_they_agree_on_several_changes_at_once(kind: str, data: st.DataObject) -> None:
    content = whole(FILES[kind])
    for _change in range(data.draw(st.integers(0, 3))):
        holder, key = data.draw(st.sampled_from(places(content)))
        change = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if change == "replace":
            holder[key] = data.draw(VALUES)
        elif change == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder[data.draw(NAMES)] = data.draw(VALUES)
        if not places(content):
            break
    agree(kind, content)


@KIND
@given(VALUES)
def test_they_also_agree_on_what_is_no_such_file_at_all(kind: str, value: Any) -> None:
    agree(kind, value)


def agree(kind: str, content: Any) -> None:
    """A value without faults is one that the schema accepts. The schema leaves blank texts and line ends of free texts
    to the check: it has no pattern for them."""
    faults, schema = FILES[kind].faults(content, ("content",), WORDS), json_schema(kind)
    accepted = accepts(schema, content, schema.get("definitions", {}))
    assert accepted or faults
    assert not accepted or not faults or kind in ("ledger", "assignments", "gist")


@KIND
def test_every_key_has_a_description(kind: str) -> None:
    def described(schema: Mapping[str, Any]) -> Iterator[bool]:
        yield bool(schema["description"])
        for inner in schema.get("properties", {}).values():
            yield bool(inner["description"])
        for definition in schema.get("definitions", {}).values():
            yield from described(definition)

    schema = json_schema(kind)
    assert all(described(schema))
    assert all(described(schema.get("items", schema)))


def test_the_keys_of_entries_and_assignments_are_those_of_the_classes_that_are_made_of_them() -> None:
    assert [*ENTRY.keys] == sorted(KEYS, key=[*ENTRY.keys].index)
    assert (*ASSIGNMENT.keys, "line", "column") == Assignment._fields


@pytest.mark.parametrize("path", [ROOT / "data", SMALL, ROOT / "examples" / "team"], ids=lambda path: path.name)
def test_files_that_are_read_every_day_have_no_fault(path: Path) -> None:
    for file in files_at(str(path), WORDS):
        content, findings = read_yaml(Path(file.path), WORDS)
        usable, faults = check_content(file.role, content, file.path, WORDS)
        assert usable == (content or [])
        assert findings == faults == []


@pytest.mark.parametrize(
    "values",
    [
        {"task": "2025-8", "on": "2025-12-20", "state": "done", "evidence": "公告"},
        {"task": "2022-29/2", "on": "2025-12-20", "note": "一\n二\n", "agency": "《甲局》"},
        {"task": "2022-29/2", "part": "3", "on": "2025-12-20", "state": "done", "step": "公布"},
        {"task": "2025-8", "on": "2025-12-20"},
        {"task": "2025", "on": "2025-02-30", "sate": "done"},
        {"on": "2025-12-20", "state": "finished"},
    ],
)
def test_an_entry_is_the_same_from_values_and_from_a_ledger(values: dict[str, str]) -> None:
    entry, faults = entry_from(values, None, WORDS)
    content, _faults = YamlReader(Path("ledger.yaml"), WORDS).content(json.dumps([values]).encode())  # JSON is YAML
    entries, findings = load_ledger(content, "ledger.yaml", None, WORDS)
    assert [(fault.rule, fault.message) for fault in faults] == [(found.rule, found.message) for found in findings]
    assert [entry for entry in [entry] if entry] == [entry._replace(line=0, column=0, path="") for entry in entries]
