"""Whether a file has the shape that the published schema of its kind describes, told without the library that says what
is wrong where it has not: that takes longer to import than a changed plan takes to read.

The schema (data/schema/*.json) is made from `ipcheck.datafiles.schema`, the one place of these rules. What conforms has
no fault there; what does not is held against that. Tests hold the two to each other.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import schema_file
from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlList, YamlMapping, YamlText, read_yaml

Test = Callable[[Any], bool]

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache
def conforming(kind: str) -> Test:
    """Whether the content of a file (from `source.read`) of this kind, one of `json_schema.KINDS`, conforms to its
    schema. Scalars are texts, whatever a reader that guesses may take them for. Where the schema is not at hand,
    nothing conforms."""
    try:
        schema, _faults = read_yaml(Path(schema_file(kind)), Translator("en"))  # JSON is YAML
    except UnreadableFileError:
        return lambda _value: False
    return _Tests(schema).test(schema)


class _Tests:
    """The tests that a schema asks for; a definition that contains itself is made once."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._definitions = schema.get("definitions", {})
        self._made: dict[str, Test] = {}

    def test(self, node: Mapping[str, Any]) -> Test:
        """The test of one schema."""
        if references := [each["$ref"] for each in node.get("allOf", [node]) if "$ref" in each]:
            return self._defined(references[0].rpartition("/")[2])
        types = node["type"] if isinstance(node["type"], YamlList) else [node["type"]]
        if "object" in types:
            return self._of_object(node)
        test = self._of_array(node) if "array" in types else _of_text(node)
        return (lambda value: value is None or test(value)) if "null" in types else test

    def _defined(self, name: str) -> Test:
        if name not in self._made:
            self._made[name] = lambda value: self._made[name](value)  # until it is made: it may contain itself
            self._made[name] = self.test(self._definitions[name])
        return self._made[name]

    def _of_object(self, node: Mapping[str, Any]) -> Test:
        tests = {str(key): self.test(each) for key, each in node["properties"].items()}
        needed = frozenset(map(str, node.get("required", ())))

        def test(value: Any) -> bool:
            if not isinstance(value, YamlMapping) or not needed <= value.keys():
                return False
            for key, each in value.items():  # noqa: SIM110 (all() takes half as long again)
                if key not in tests or not tests[key](each):
                    return False
            return True

        return test

    def _of_array(self, node: Mapping[str, Any]) -> Test:
        test = self.test(node["items"])
        return lambda value: isinstance(value, YamlList) and all(map(test, value))


def _of_text(node: Mapping[str, Any]) -> Test:
    if node.get("format") == "date":
        return _is_day
    choice = [node["const"]] if "const" in node else node.get("enum")
    if choice is not None:
        return lambda value: isinstance(value, YamlText) and value in choice
    matches = re.compile(node["pattern"].removeprefix("^").removesuffix("$")).fullmatch
    return lambda value: isinstance(value, YamlText) and matches(value) is not None


def _is_day(value: Any) -> bool:
    if not isinstance(value, YamlText) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
