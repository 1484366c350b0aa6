"""Holding the content of a data file against its model: every fault with its place, and what is left without them."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import nearest, visible
from ipcheck.datafiles.schema import Entry
from ipcheck.datafiles.values import InvalidValueError
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText, placed

Model = TypeVar("Model", bound=Entry)

# pydantic's kinds of fault, in our words.
_SAID = {
    "missing": N_("{key} is missing"),
    "extra_forbidden": N_("unknown key {key}"),
    "string_type": N_("{key} must be text"),
    "date_type": N_("{key} must be a day, written 2025-04-29"),
    "list_type": N_("{key} must be a list (lines that begin with -)"),
    "model_type": N_("{key} must be a mapping (key: value)"),
    "literal_error": N_("{key} is {value}; expected {expected}"),
}


def check_shape(model: type[Model], content: Any, path: str, _: Translator) -> tuple[Model | None, Any, list[Finding]]:
    """`content` (from `source.read`) as a model, and every fault of its shape with its place.

    With faults, the model holds what can be looked at all the same, and the content returned is what it was made of:
    whatever is faulty is left out, or (what a file cannot do without) has something stand in for it that stands on line
    0. None where not even that is left.
    """
    if not isinstance(content, YamlMapping):
        said = _("the file is empty") if content is None else _("the file holds no mapping (key: value)")
        line, column = (1, 1) if content is None else (content.line, content.column)
        return None, content, [Finding(path, line, column, "error", "schema", said)]
    try:
        return model.model_validate(content), content, []
    except ValidationError as error:
        rest = _without([fault["loc"] for fault in error.errors(include_url=False)], content, model)
        findings = _findings(error, model, content, path, _)
    try:
        return model.model_validate(rest), rest, findings
    except ValidationError:
        return None, rest, findings


def check_list_shape(
    model: type[Model], content: Any, path: str, _: Translator
) -> tuple[list[tuple[Model, YamlMapping]], list[Finding]]:
    """The entries of `content`, a list of `model`s, that have no fault, each with what it was made of; and every fault
    of the others with its place. A file without entries is a list without any: it may hold a comment that says what it
    is for."""
    if content is None:
        return [], []
    if not isinstance(content, YamlList):
        said = _("the file holds no list (lines that begin with -)")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    entries: list[tuple[Model, YamlMapping]] = []
    findings: list[Finding] = []
    for index, item in enumerate(content):
        try:
            entries.append((model.model_validate(item), item))
        except ValidationError as error:
            findings += _findings(error, model, content, path, _, within=(index,))
    return entries, findings


# What stands in for a faulty value of a plan, so that the rest of it can be looked at.
_STAND_INS = {"id": "x", "title": "x", "heading": "x", "number": "0", "text": "。", "period": "2000"}


def _without(wheres: Sequence[tuple[str | int, ...]], content: YamlMapping, model: type[Entry]) -> Any:
    """A copy of `content` without the values at `wheres`, each time the least that can be left out."""
    rest = _copy(content)
    cut: list[tuple[YamlList, Any]] = []
    for where in wheres:
        for length in range(len(where), 0, -1):
            holder, key = _follow(rest, where[: length - 1]), where[length - 1]
            if isinstance(holder, YamlList) and isinstance(key, int):
                cut.append((holder, holder[key]))
                break
            if isinstance(holder, YamlMapping) and isinstance(key, str):
                if key in _STAND_INS and key in _keys(model, where[: length - 1]):
                    holder[key] = _stand_in(_STAND_INS[key])
                    break
                if not _is_needed(model, where[:length]):
                    holder.pop(key, None)
                    break
    for row, item in cut:
        row[:] = [each for each in row if each is not item]
    return rest


def _copy(node: Any) -> Any:
    if isinstance(node, YamlMapping):
        copied: Any = YamlMapping({key: _copy(value) for key, value in node.items()})
    elif isinstance(node, YamlList):
        copied = YamlList(map(_copy, node))
    else:
        return node
    copied.line, copied.column = node.line, node.column
    return copied


def _follow(node: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        if isinstance(node, YamlMapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, YamlList) and isinstance(step, int):
            node = node[step]
    return node


def _stand_in(text: str) -> YamlText:
    node: YamlText = placed(text)
    node.line = 0
    return node


def _is_needed(model: type[Entry], where: tuple[str | int, ...]) -> bool:
    """Whether the mapping around `where` must have the key at its end."""
    holder = _model_at(model, where[:-1])
    named = {field.alias or name: field for name, field in holder.model_fields.items()} if holder else {}
    return where[-1] in named and named[str(where[-1])].is_required()


def _findings(
    error: ValidationError, model: type[Entry], content: Any, path: str, _: Translator, within: tuple[int, ...] = ()
) -> list[Finding]:
    """The faults of a model as findings; `within` leads to it from the whole `content`."""
    faults = error.errors(include_url=False)
    return [_finding(fault | {"loc": within + fault["loc"]}, model, content, path, _) for fault in faults]


def _finding(fault: Any, model: type[Entry], content: Any, path: str, _: Translator) -> Finding:
    kind, where = fault["type"], fault["loc"]
    line, column = place_of(content, where, at_key=kind == "extra_forbidden")
    wrong = fault.get("ctx", {}).get("error")
    key = _("item {n}").format(n=where[-1] + 1) if isinstance(where[-1], int) else visible(where[-1])
    if isinstance(wrong, InvalidValueError):
        said = _("{key}: {said}").format(key=key, said=_(str(wrong)))
    elif kind in _SAID:
        value = _("empty") if fault["input"] is None else visible(str(fault["input"]))[:40]
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", _(" or "))
        said = _(_SAID[kind]).format(key=key, value=value, expected=expected)
    else:  # a kind of fault that no field of ours can have; better pydantic's words than none
        said = visible(fault["msg"])
    if kind == "extra_forbidden":
        said += _hint(str(where[-1]), _keys(model, where[:-1]), _)
    return Finding(path, line, column, "error", "schema", said)


def _hint(key: str, known: list[str], _: Translator) -> str:
    if key.startswith("\u3000"):
        return _("; it is indented with full-width spaces (U+3000), use ordinary ones")
    return _.did_you_mean(nearest(key, known, 1))


def _keys(model: type[Entry], where: tuple[str | int, ...]) -> list[str]:
    """The keys that the mapping at `where` may have."""
    holder = _model_at(model, where)
    return [field.alias or name for name, field in holder.model_fields.items()] if holder else []


def _model_at(model: type[Entry], where: tuple[str | int, ...]) -> type[Entry] | None:
    for step in where:
        if isinstance(step, str):
            inner = _models(model.model_fields[step].annotation) if step in model.model_fields else []
            if not inner:
                return None
            model = inner[0]
    return model


def _models(annotation: Any) -> list[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models(part)]


def place_of(content: Any, where: tuple[str | int, ...], at_key: bool = False) -> tuple[int, int]:
    """Line and column of the value at `where`, or of the nearest thing around it that exists.

    A missing key is reported at its mapping, an unknown one (`at_key`) at itself.
    """
    line, column = content.line, content.column
    for index, step in enumerate(where):
        if isinstance(content, YamlMapping) and isinstance(step, str) and step in content:
            key = content.key(step)
            if at_key and index == len(where) - 1:
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
