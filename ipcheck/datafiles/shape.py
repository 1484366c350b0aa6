"""Shapes: what a value of a data file may be – a text, one of several texts, a list, or a record (a mapping with known
keys). Each shape tells the faults of a value, and its own JSON Schema.

Values are str, list and dict, from a file or from elsewhere: a shape knows nothing of lines and columns.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import similar_names, visible

KeyPath = tuple[str | int, ...]
Item = TypeVar("Item", bound="Shape")


class Fault(NamedTuple):
    """A fault of the value at `path`: the keys and indexes that lead to it. `at_key`: the key itself is at fault."""

    path: KeyPath
    message: str
    at_key: bool = False


class Text(NamedTuple):
    """A text. `schema` is its JSON Schema, for editors that may read a text as a number. `fault_of` tells what is wrong
    with a text, None for a valid one; `expected` is said of what is no text at all."""

    schema: Mapping[str, Any]
    fault_of: Callable[[str], str | None]
    expected: str = N_("{key} must be text")

    def faults(self, value: Any, path: KeyPath, _: Translator) -> list[Fault]:
        """The faults of a value at `path`."""
        if not isinstance(value, str):
            return [Fault(path, _(self.expected).format(key=_name(path, _)))]
        if fault := self.fault_of(value):
            return [Fault(path, _("{key}: {said}").format(key=_name(path, _), said=_(fault)))]
        return []

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the text."""
        return dict(self.schema)


class Choice(NamedTuple):
    """One of several texts."""

    options: tuple[str, ...]

    def faults(self, value: Any, path: KeyPath, _: Translator) -> list[Fault]:
        """The faults of a value at `path`."""
        if value in self.options:
            return []
        said = _("empty") if value is None else visible(str(value))[:40]
        *others, last = self.options
        expected = ", ".join(others) + _(" or ") + last if others else last
        message = _("{key} is {value}; expected {expected}")
        return [Fault(path, message.format(key=_name(path, _), value=said, expected=expected))]

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the choice."""
        options = {"enum": list(self.options)} if len(self.options) > 1 else {"const": self.options[0]}
        return {**options, "type": "string"}


class ListOf(NamedTuple, Generic[Item]):
    """A list whose items all have one shape. A `filled` list has at least one."""

    item: Item
    filled: bool = False

    def faults(self, value: Any, path: KeyPath, _: Translator) -> list[Fault]:
        """The faults of a value at `path`, item by item."""
        if not isinstance(value, list):
            return [Fault(path, _("{key} must be a list (lines that begin with -)").format(key=_name(path, _)))]
        if self.filled and not value:
            return [Fault(path, _("{key} is an empty list; leave the key out instead").format(key=_name(path, _)))]
        return [fault for index, item in enumerate(value) for fault in self.item.faults(item, (*path, index), _)]

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the list."""
        least = {"minItems": 1} if self.filled else {}
        return {"items": self.item.json_schema(), **least, "type": "array"}


class OneOrMore(NamedTuple):
    """A text, or a record, or a list of at least one such record."""

    text: Text
    record: "Record"

    def faults(self, value: Any, path: KeyPath, _: Translator) -> list[Fault]:
        """The faults of a value at `path`, by the shape that fits its type."""
        return self._shape_of(value).faults(value, path, _)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the three forms."""
        return {"anyOf": [shape.json_schema() for shape in (self.text, self.record, self._several)]}

    @property
    def _several(self) -> "ListOf[Record]":
        return ListOf(self.record, filled=True)

    def _shape_of(self, value: Any) -> "Shape":
        return self.record if isinstance(value, dict) else self._several if isinstance(value, list) else self.text


class Key(NamedTuple):
    """A key of a record. An `emptiable` key may stand without a value."""

    name: str
    shape: "Shape"
    description: str
    required: bool
    emptiable: bool

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the key's value. A $ref stands in allOf: in draft 7 keys beside it are ignored."""
        description, schema = {"description": self.description}, self.shape.json_schema()
        if "$ref" in schema:
            return {"allOf": [schema], **description}
        if "anyOf" in schema:
            nothing = [{"type": "null"}] if self.emptiable else []
            return {"anyOf": [*schema["anyOf"], *nothing], **description}
        if not self.emptiable:
            return dict(sorted((description | schema).items()))
        if "enum" in schema:
            return {"anyOf": [schema, {"type": "null"}], **description}
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return description | schema | {"type": [*types, "null"]}


class Record:
    """A mapping with known keys. `name` is what the JSON Schema calls it."""

    def __init__(self, name: str, description: str, *keys: Key) -> None:
        self.name = name
        self.description = description
        self.keys = {key.name: key for key in keys}

    def faults(self, value: Any, path: KeyPath, _: Translator) -> list[Fault]:
        """The faults of a value at `path`: key by key as declared, then unknown keys as they stand."""
        if not isinstance(value, dict):
            return [Fault(path, _("{key} must be a mapping (key: value)").format(key=_name(path, _)))]
        faults: list[Fault] = []
        for name, key in self.keys.items():
            if name in value:
                if value[name] is not None or not key.emptiable:
                    faults += key.shape.faults(value[name], (*path, name), _)
            elif key.required:
                faults.append(Fault((*path, name), _("{key} is missing").format(key=name)))
        for name in value:
            if name not in self.keys:
                message = _("unknown key {key}").format(key=visible(name)) + self._suggestion(name, _)
                faults.append(Fault((*path, name), message, at_key=True))
        return faults

    def json_schema(self) -> dict[str, Any]:
        """A reference to the record in a JSON Schema."""
        return {"$ref": f"#/definitions/{self.name}"}

    def definition(self) -> dict[str, Any]:
        """The JSON Schema of the record itself."""
        required = [key.name for key in self.keys.values() if key.required]
        return {
            "additionalProperties": False,
            "description": self.description,
            "properties": {key.name: key.json_schema() for key in self.keys.values()},
            **({"required": required} if required else {}),
            "type": "object",
        }

    def _suggestion(self, unknown: str, _: Translator) -> str:
        if unknown.startswith("\u3000"):
            return _("; it is indented with full-width spaces (U+3000), use ordinary ones")
        return _.did_you_mean(similar_names(unknown, self.keys, 1))


Shape = Text | Choice | ListOf[Any] | OneOrMore | Record


def _name(path: KeyPath, _: Translator) -> str:
    """What messages call the value at `path`: its key, or its number in a list."""
    return _("item {n}").format(n=path[-1] + 1) if isinstance(path[-1], int) else visible(path[-1])
