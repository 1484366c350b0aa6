"""Check the content of a data file against its pydantic model: findings with line and column for every fault, and the
content that remains usable without the faulty values."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import similar_names, visible
from ipcheck.datafiles.schema import Entry
from ipcheck.datafiles.values import InvalidValueError
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText, placed

Model = TypeVar("Model", bound=Entry)

# A message for each type of pydantic error that a data file can cause.
_FAULT_MESSAGES = {
    "missing": N_("{key} is missing"),
    "extra_forbidden": N_("unknown key {key}"),
    "string_type": N_("{key} must be text"),
    "date_type": N_("{key} must be a day, written 2025-04-29"),
    "list_type": N_("{key} must be a list (lines that begin with -)"),
    "model_type": N_("{key} must be a mapping (key: value)"),
    "literal_error": N_("{key} is {value}; expected {expected}"),
}


def check_shape(model: type[Model], content: Any, path: str, _: Translator) -> tuple[Model | None, Any, list[Finding]]:
    """Check `content` (from `yaml_reader.read_yaml`) against `model`: (model instance, content, findings).

    If `content` has faults, the returned content is a copy without the faulty values, and the instance is made from
    that copy, so that the rest of the file can be checked too. Values that this needs (`_PLACEHOLDERS`) are replaced by
    a placeholder on line 0. The instance is None if even the copy does not fit the model.
    """
    if not isinstance(content, YamlMapping):
        message = _("the file is empty") if content is None else _("the file holds no mapping (key: value)")
        line, column = (1, 1) if content is None else (content.line, content.column)
        return None, content, [Finding(path, line, column, "error", "schema", message)]
    try:
        return model.model_validate(content), content, []
    except ValidationError as error:
        remaining = _remove_faults([fault["loc"] for fault in error.errors(include_url=False)], content, model)
        findings = _findings(error, model, content, path, _)
    try:
        return model.model_validate(remaining), remaining, findings
    except ValidationError:
        return None, remaining, findings


def check_list_shape(
    model: type[Model], content: Any, path: str, _: Translator
) -> tuple[list[tuple[Model, YamlMapping]], list[Finding]]:
    """Check `content`, a list whose items must fit `model`: the faultless items as (instance, its YAML mapping), and a
    finding for every fault in the other items. An empty file counts as an empty list: it may hold only a comment that
    says what the file is for."""
    if content is None:
        return [], []
    if not isinstance(content, YamlList):
        message = _("the file holds no list (lines that begin with -)")
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    entries: list[tuple[Model, YamlMapping]] = []
    findings: list[Finding] = []
    for index, item in enumerate(content):
        try:
            entries.append((model.model_validate(item), item))
        except ValidationError as error:
            findings += _findings(error, model, content, path, _, prefix=(index,))
    return entries, findings


# Placeholders for missing or faulty values of a plan, so that the rest of the plan can be checked.
_PLACEHOLDERS = {"id": "x", "title": "x", "heading": "x", "number": "0", "text": "。", "period": "2000"}


def _remove_faults(fault_paths: Sequence[tuple[str | int, ...]], content: YamlMapping, model: type[Entry]) -> Any:
    """A copy of `content` without the faulty values at `fault_paths` (keys and indexes, as in pydantic's `loc`).

    For each path the smallest possible part is removed: the value itself, or the nearest enclosing value that is an
    item of a list or belongs to an optional key. Values of keys in `_PLACEHOLDERS` are replaced, not removed.
    """
    remaining = _copy(content)
    removed_items: list[tuple[YamlList, Any]] = []
    for path in fault_paths:
        for length in range(len(path), 0, -1):
            container, key = _follow(remaining, path[: length - 1]), path[length - 1]
            if isinstance(container, YamlList) and isinstance(key, int):
                removed_items.append((container, container[key]))
                break
            if isinstance(container, YamlMapping) and isinstance(key, str):
                if key in _PLACEHOLDERS and key in _keys(model, path[: length - 1]):
                    container[key] = _placeholder(_PLACEHOLDERS[key])
                    break
                if not _is_needed(model, path[:length]):
                    container.pop(key, None)
                    break
    for items, item in removed_items:
        items[:] = [other for other in items if other is not item]
    return remaining


def _copy(node: Any) -> Any:
    if isinstance(node, YamlMapping):
        copied: Any = YamlMapping({key: _copy(value) for key, value in node.items()})
    elif isinstance(node, YamlList):
        copied = YamlList(map(_copy, node))
    else:
        return node
    copied.line, copied.column = node.line, node.column
    return copied


def _follow(node: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(node, YamlMapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, YamlList) and isinstance(step, int):
            node = node[step]
    return node


def _placeholder(text: str) -> YamlText:
    node: YamlText = placed(text)
    node.line = 0
    return node


def _is_needed(model: type[Entry], path: tuple[str | int, ...]) -> bool:
    """Whether the last key of `path` is required in its mapping."""
    holder_model = _model_at(model, path[:-1])
    fields = {field.alias or name: field for name, field in holder_model.model_fields.items()} if holder_model else {}
    return path[-1] in fields and fields[str(path[-1])].is_required()


def _findings(
    error: ValidationError, model: type[Entry], content: Any, path: str, _: Translator, prefix: tuple[int, ...] = ()
) -> list[Finding]:
    """A finding for each fault in `error`. `prefix` is the path from `content` to the part that was validated."""
    faults = error.errors(include_url=False)
    return [_finding(fault | {"loc": prefix + fault["loc"]}, model, content, path, _) for fault in faults]


def _finding(fault: Any, model: type[Entry], content: Any, path: str, _: Translator) -> Finding:
    error_type, location = fault["type"], fault["loc"]
    line, column = place_of(content, location, at_key=error_type == "extra_forbidden")
    cause = fault.get("ctx", {}).get("error")
    key = _("item {n}").format(n=location[-1] + 1) if isinstance(location[-1], int) else visible(location[-1])
    if isinstance(cause, InvalidValueError):
        message = _("{key}: {said}").format(key=key, said=_(str(cause)))
    elif error_type in _FAULT_MESSAGES:
        value = _("empty") if fault["input"] is None else visible(str(fault["input"]))[:40]
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", _(" or "))
        message = _(_FAULT_MESSAGES[error_type]).format(key=key, value=value, expected=expected)
    else:  # no field of the models causes such an error today; pydantic's own message is better than none
        message = visible(fault["msg"])
    if error_type == "extra_forbidden":
        message += _suggestion(str(location[-1]), _keys(model, location[:-1]), _)
    return Finding(path, line, column, "error", "schema", message)


def _suggestion(key: str, keys: list[str], _: Translator) -> str:
    if key.startswith("\u3000"):
        return _("; it is indented with full-width spaces (U+3000), use ordinary ones")
    return _.did_you_mean(similar_names(key, keys, 1))


def _keys(model: type[Entry], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the mapping at `path` may have."""
    mapping_model = _model_at(model, path)
    return [field.alias or name for name, field in mapping_model.model_fields.items()] if mapping_model else []


def _model_at(model: type[Entry], path: tuple[str | int, ...]) -> type[Entry] | None:
    for step in path:
        if isinstance(step, str):
            nested = _nested_models(model.model_fields[step].annotation) if step in model.model_fields else []
            if not nested:
                return None
            model = nested[0]
    return model


def _nested_models(annotation: Any) -> list[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return [annotation]
    return [nested for part in getattr(annotation, "__args__", ()) for nested in _nested_models(part)]


def place_of(content: Any, path: tuple[str | int, ...], at_key: bool = False) -> tuple[int, int]:
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
