"""JSON Schemas of the data files, for editors that complete and check YAML (with yaml-language-server)."""

from typing import Any

from ipcheck.datafiles.schema import (
    AcceptedEntry,
    AgenciesFile,
    AssignmentEntry,
    Entry,
    GistsFile,
    InstrumentsFile,
    LedgerEntry,
    LinksFile,
    PlanFile,
)

# For each kind of file its model, and whether the file is a list of entries of that model.
_MODELS: dict[str, tuple[type[Entry], bool]] = {
    "plan": (PlanFile, False),
    "ledger": (LedgerEntry, True),
    "links": (LinksFile, False),
    "agencies": (AgenciesFile, False),
    "instruments": (InstrumentsFile, False),
    "baseline": (AcceptedEntry, True),
    "gist": (GistsFile, False),
    "assignments": (AssignmentEntry, True),
}
KINDS = tuple(_MODELS)
_DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest draft that all such editors support


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema for a kind of file (one of KINDS), in draft 7.

    The schema does not cover what only the loaders check: phrases, names, the order of numbers. It accepts numbers
    where editors may read a text as a number (`number: 1`), although `yaml_reader` reads every scalar as text.
    """
    model, is_list = _MODELS[kind]
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    if is_list:
        schema = {"type": "array", "items": schema, "description": schema["description"]}
    if definitions:
        schema["definitions"] = definitions
    return {"$schema": _DRAFT, **_simplified(schema)}


def _simplified(node: Any, keys_are_names: bool = False) -> Any:
    """Simplify a schema of pydantic and convert it to draft 7.

    Titles and defaults are removed. A $ref with other keys beside it is wrapped in allOf: in draft 7 those keys would
    otherwise be ignored. `X or null` becomes a list of types. With `keys_are_names` the keys of `node` are keys of the
    data file or names of definitions, not keywords of JSON Schema; all of them are kept.
    """
    if isinstance(node, list):
        return [_simplified(item) for item in node]
    if not isinstance(node, dict):
        return node
    if keys_are_names:
        return {key: _simplified(value) for key, value in node.items()}
    simplified = {
        key: _simplified(value, key in ("properties", "definitions"))
        for key, value in node.items()
        if key not in ("title", "default", "$ref")
    }
    options = simplified.get("anyOf", [])
    if len(options) == 2 and options[1] == {"type": "null"} and "type" in options[0] and "enum" not in options[0]:
        del simplified["anyOf"]
        types = options[0]["type"]
        simplified |= options[0] | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    if "$ref" in node:
        reference = {"$ref": node["$ref"].replace("#/$defs/", "#/definitions/")}
        return {"allOf": [reference], **simplified} if simplified else reference
    return simplified
