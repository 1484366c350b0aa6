"""A fast check whether a data file conforms to the published JSON Schema of its kind, without importing pydantic:
that import takes longer than reading a changed plan.

The schemas (data/schema/*.json) are generated from the models in `ipcheck.datafiles.schema`, the only source of the
rules. A file that conforms has no fault by the models either. A file that does not conform must be checked against its
model, which tells what is wrong. Tests make sure that both checks agree.
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
    """A test whether the content of a file (from `yaml_reader.read_yaml`) conforms to the schema of the kind `kind`
    (one of `json_schema.KINDS`). Every scalar must be a text, even where the schema also accepts a number for editors.
    If the schema file cannot be read, the test is always false."""
    try:
        schema, _faults = read_yaml(Path(schema_file(kind)), Translator("en"))  # JSON is YAML
    except UnreadableFileError:
        return lambda _value: False
    return _TestBuilder(schema).test(schema)


class _TestBuilder:
    """A builder of test functions from a JSON Schema. Each definition is built once, even if it contains itself."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._definitions = schema.get("definitions", {})
        self._tests: dict[str, Test] = {}

    def test(self, node: Mapping[str, Any]) -> Test:
        """The test for values of the schema `node`."""
        if references := [schema["$ref"] for schema in node.get("allOf", [node]) if "$ref" in schema]:
            return self._definition_test(references[0].rpartition("/")[2])
        types = node["type"] if isinstance(node["type"], YamlList) else [node["type"]]
        if "object" in types:
            return self._object_test(node)
        test = self._array_test(node) if "array" in types else _text_test(node)
        return (lambda value: value is None or test(value)) if "null" in types else test

    def _definition_test(self, name: str) -> Test:
        if name not in self._tests:
            self._tests[name] = lambda value: self._tests[name](value)  # the definition may refer to itself
            self._tests[name] = self.test(self._definitions[name])
        return self._tests[name]

    def _object_test(self, node: Mapping[str, Any]) -> Test:
        tests = {str(key): self.test(item) for key, item in node["properties"].items()}
        required = frozenset(map(str, node.get("required", ())))

        def test(value: Any) -> bool:
            if not isinstance(value, YamlMapping) or not required <= value.keys():
                return False
            for key, item in value.items():  # noqa: SIM110 (all() takes half as long again)
                if key not in tests or not tests[key](item):
                    return False
            return True

        return test

    def _array_test(self, node: Mapping[str, Any]) -> Test:
        test = self.test(node["items"])
        return lambda value: isinstance(value, YamlList) and all(map(test, value))


def _text_test(node: Mapping[str, Any]) -> Test:
    if node.get("format") == "date":
        return _is_day
    allowed = [node["const"]] if "const" in node else node.get("enum")
    if allowed is not None:
        return lambda value: isinstance(value, YamlText) and value in allowed
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
