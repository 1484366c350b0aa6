"""JSON Schema of the data files, for editors that complete and check YAML (yaml-language-server)."""

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

# Each kind of file: its model, and whether the file is a list of such.
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
_DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that all such editors know


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of file, one of KINDS. What only the loaders see (phrases, names, order) is not in it.

    It allows for YAML readers that take `number: 1` for a number, where ours takes everything for text.
    """
    model, is_list = _MODELS[kind]
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    if is_list:
        schema = {"type": "array", "items": schema, "description": schema["description"]}
    if definitions:
        schema["definitions"] = definitions
    return {"$schema": _DRAFT, **_simple(schema)}


def _simple(node: Any, of_keys: bool = False) -> Any:
    """The schema without what says nothing (titles, defaults), as draft 7 has it: what stands beside a $ref counts only
    where that is wrapped. In a mapping `of_keys`, names are those of the file."""
    if isinstance(node, list):
        return [_simple(each) for each in node]
    if not isinstance(node, dict):
        return node
    if of_keys:
        return {key: _simple(value) for key, value in node.items()}
    simple = {
        key: _simple(value, key in ("properties", "definitions"))
        for key, value in node.items()
        if key not in ("title", "default", "$ref")
    }
    either = simple.get("anyOf", [])
    if len(either) == 2 and either[1] == {"type": "null"} and "type" in either[0] and "enum" not in either[0]:
        del simple["anyOf"]
        types = either[0]["type"]
        simple |= either[0] | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    if "$ref" in node:
        reference = {"$ref": node["$ref"].replace("#/$defs/", "#/definitions/")}
        return {"allOf": [reference], **simple} if simple else reference
    return simple
