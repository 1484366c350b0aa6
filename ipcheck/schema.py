"""The shape of the data files. Imported only when something is compiled: pydantic takes as long to import as Typer."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ipcheck.compliance import FINDINGS
from ipcheck.findings import Finding
from ipcheck.ledger import EVENTS, MARKS, STEPS
from ipcheck.source import Block, Row, Text, placed
from ipcheck.text import nearest, visible
from ipcheck.words import N_, Words


class Wrong(ValueError):
    """A value of the right type that says nothing valid; the message is translated when it is reported."""


def _filled(text: str) -> str:
    if not text.strip():
        raise Wrong(N_("empty; leave the key out instead"))
    if text.endswith("\n"):
        raise Wrong(N_("ends with a line end; write |- where | stands, >- where > does"))
    if text != text.strip():
        raise Wrong(N_("begins or ends with a space"))
    return text


def _on_one_line(text: str) -> str:
    if "\n" in text:
        raise Wrong(N_("stands on several lines; write it on one"))
    return text


def _matching(pattern: str, message: str) -> AfterValidator:
    wanted = re.compile(pattern)

    def check(text: str) -> str:
        if not wanted.fullmatch(text):
            raise Wrong(message)
        return text

    return AfterValidator(check)


def _day(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(N_("no day of the calendar; written 2025-04-29")) from None


_FILLED = AfterValidator(_filled)
Prose = Annotated[str, _FILLED]
# What people write in their own words, also below a |, which brings a line end along.
Told = Annotated[str, BeforeValidator(lambda text: text.rstrip("\n") if isinstance(text, str) else text), _FILLED]
Line = Annotated[str, AfterValidator(_on_one_line), AfterValidator(_filled)]
Day = Annotated[date, BeforeValidator(_day)]
PlanId = Annotated[
    str, _matching("[a-z0-9]+(-[a-z0-9]+)*", N_("a plan's id has small letters, digits and single hyphens"))
]
Number = Annotated[str, _matching("[a-z]?[0-9]+(\\.[0-9]+)*", N_("a number is written 12, 2.3.1, b1.2 or g1"))]
TaskId = Annotated[
    str, _matching("[a-z0-9]+(-[a-z0-9]+)*-[a-z]?[0-9]+(\\.[0-9]+)*", N_("a task's id is written 2025-8"))
]
TaskPart = Annotated[
    str,
    _matching(
        "[a-z0-9]+(-[a-z0-9]+)*-[a-z]?[0-9]+(\\.[0-9]+)*(/[1-9][0-9]*)?",
        N_("a task's id is written 2025-8; 2022-29/2 is its second sentence"),
    ),
]
Part = Annotated[
    str, _matching("([a-z0-9-]+[0-9.]+/)?[1-9][0-9]*", N_("a part is the number of a sentence: 2, or 2022-29/2"))
]
Period = Annotated[str, _matching("[0-9]{4}(/[0-9]{4})?", N_("a period is a year or 2021/2022"))]
Sentence = Annotated[
    Line, _matching("(?s).*[。！？；”）]", N_("the text of a task ends with 。; is something missing?"))
]
AgencyKind = Literal[
    "party", "legislature", "consultative", "court", "procuratorate", "ministry", "bureau", "institution",
    "military", "organisation", "local", "group", "international",
]  # fmt: skip
InstrumentKind = Literal["law", "regulation", "rule", "interpretation", "standard", "policy", "treaty"]


State: Any = Literal[MARKS]
Step: Any = Literal[STEPS]
Event: Any = Literal[EVENTS]
Found: Any = Literal[FINDINGS]


class Entry(BaseModel):
    """What all data files share: known keys only, text as text."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


class Defaults(Entry):
    """Phrases that hold for the tasks below which state none of their own."""

    responsible: Line | None = None
    deadline: Line | None = None


class TaskEntry(Entry):
    """One task, goal or condition, as the document words it."""

    number: Number
    kind: Literal["task", "goal", "condition"] = "task"
    text: Sentence
    deadline: Line | None = None
    responsible: Line | None = None


class SectionEntry(Entry):
    """A heading, the prose under it, its tasks and its own sections."""

    heading: Line
    defaults: Defaults = Defaults()
    intro: Prose | None = None
    tasks: list[TaskEntry] = Field(default_factory=list)
    contents: list["SectionEntry"] = Field(default_factory=list)


class SourceEntry(Entry):
    """Where the text was found."""

    publisher: Line | None = None
    via: Line | None = None
    url: Line | None = None
    retrieved: Day | None = None


class PlanFile(Entry):
    """A published plan, copied whole."""

    id: PlanId
    title: Line
    document_number: Line | None = None
    issuer: Line | None = None
    issued: Day | None = None
    published: Day | None = None
    period: Period | None = None
    region: Line | None = None
    source: SourceEntry = SourceEntry()
    lead: Literal["first"] | None = None
    defaults: Defaults = Defaults()
    preamble: Prose | None = None
    contents: list[SectionEntry]
    closing: Prose | None = None


class AgencyEntry(Entry):
    """An agency, or a group of agencies."""

    name: Line
    official: Line | None = None
    aliases: list[Line] = Field(default_factory=list)
    english: Line | None = None
    abbreviation: Line | None = None
    kind: AgencyKind
    plates: list[Line] = Field(default_factory=list)
    hosted_by: Line | None = None
    members: list[Line] = Field(default_factory=list)
    source: Line | None = None


class AgenciesFile(Entry):
    """data/agencies.yaml"""

    agencies: list[AgencyEntry]


class InstrumentEntry(Entry):
    """A law, regulation, interpretation, standard, policy document or treaty."""

    title: Line
    short: Line | None = None
    former: list[Line] = Field(default_factory=list)
    aliases: list[Line] = Field(default_factory=list)
    english: Line | None = None
    kind: InstrumentKind
    parent: Line | None = None

    @property
    def name(self) -> str:
        """The form that output shows."""
        return self.short or self.title


class InstrumentsFile(Entry):
    """data/instruments.yaml"""

    instruments: list[InstrumentEntry]


class LinkEntry(Entry):
    """A later task that carries on an earlier one; `why` names what they share."""

    earlier: TaskId = Field(alias="from")
    later: TaskId = Field(alias="to")
    grade: Literal["strong", "weak"]
    why: Line


class LedgerEntry(Entry):
    """What became of a task: a dated entry of data/ledgers/*.yaml or of the user's ledger."""

    task: TaskPart
    part: Part | None = None
    instrument: Line | None = None
    agency: Line | None = None
    subject: Line | None = None
    state: State | None = None
    step: Step | None = None
    event: Event | None = None
    on: Day
    recorded: Day | None = None
    evidence: Line | None = None
    source: Line | None = None
    by: Line | None = None
    note: Told | None = None
    next: Told | None = None


class AcceptedEntry(Entry):
    """A finding of `check` that a baseline accepts, and why."""

    task: TaskId
    subject: Line | None = None
    finding: Found
    reason: Line
    accepted: Day | None = None


class LinksFile(Entry):
    """data/links/*.yaml: which tasks of one plan carry on which of an earlier one."""

    earlier: PlanId
    later: PlanId
    links: list[LinkEntry]


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


def check(model: type[Model], content: Any, path: str, _: Words) -> tuple[Model | None, Any, list[Finding]]:
    """`content` (from `source.read`) as a model, and every fault of its shape with its place.

    With faults, the model holds what can be looked at all the same, and the content returned is what it was made of:
    whatever is faulty is left out, or (what a file cannot do without) has something stand in for it that stands on line
    0. None where not even that is left.
    """
    if not isinstance(content, Block):
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


def check_list(
    model: type[Model], content: Any, path: str, _: Words
) -> tuple[list[tuple[Model, Block]], list[Finding]]:
    """The entries of `content`, a list of `model`s, that have no fault, each with what it was made of; and every fault
    of the others with its place. A file without entries is a list without any: it may hold a comment that says what it
    is for."""
    if content is None:
        return [], []
    if not isinstance(content, Row):
        said = _("the file holds no list (lines that begin with -)")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    entries: list[tuple[Model, Block]] = []
    findings: list[Finding] = []
    for index, item in enumerate(content):
        try:
            entries.append((model.model_validate(item), item))
        except ValidationError as error:
            findings += _findings(error, model, content, path, _, within=(index,))
    return entries, findings


# What stands in for a faulty value of a plan, so that the rest of it can be looked at.
_STAND_INS = {"id": "x", "title": "x", "heading": "x", "number": "0", "text": "。", "period": "2000"}


def _without(wheres: Sequence[tuple[str | int, ...]], content: Block, model: type[Entry]) -> Any:
    """A copy of `content` without the values at `wheres`, each time the least that can be left out."""
    rest = _copy(content)
    cut: list[tuple[Row, Any]] = []
    for where in wheres:
        for length in range(len(where), 0, -1):
            holder, key = _follow(rest, where[: length - 1]), where[length - 1]
            if isinstance(holder, Row) and isinstance(key, int):
                cut.append((holder, holder[key]))
                break
            if isinstance(holder, Block) and isinstance(key, str):
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
    if isinstance(node, Block):
        copied: Any = Block({key: _copy(value) for key, value in node.items()})
    elif isinstance(node, Row):
        copied = Row(map(_copy, node))
    else:
        return node
    copied.line, copied.column = node.line, node.column
    return copied


def _follow(node: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        if isinstance(node, Block) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Row) and isinstance(step, int):
            node = node[step]
    return node


def _stand_in(text: str) -> Text:
    node: Text = placed(text)
    node.line = 0
    return node


def _is_needed(model: type[Entry], where: tuple[str | int, ...]) -> bool:
    """Whether the mapping around `where` must have the key at its end."""
    holder = _model_at(model, where[:-1])
    named = {field.alias or name: field for name, field in holder.model_fields.items()} if holder else {}
    return where[-1] in named and named[str(where[-1])].is_required()


def _findings(
    error: ValidationError, model: type[Entry], content: Any, path: str, _: Words, within: tuple[int, ...] = ()
) -> list[Finding]:
    """The faults of a model as findings; `within` leads to it from the whole `content`."""
    faults = error.errors(include_url=False)
    return [_finding(fault | {"loc": within + fault["loc"]}, model, content, path, _) for fault in faults]


def _finding(fault: Any, model: type[Entry], content: Any, path: str, _: Words) -> Finding:
    kind, where = fault["type"], fault["loc"]
    line, column = place(content, where, at_key=kind == "extra_forbidden")
    wrong = fault.get("ctx", {}).get("error")
    if isinstance(wrong, Wrong):
        said = _("{key}: {said}").format(key=where[-1], said=_(str(wrong)))
    elif kind in _SAID:
        value = _("empty") if fault["input"] is None else visible(str(fault["input"]))[:40]
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", _(" or "))
        key = _("item {n}").format(n=where[-1] + 1) if isinstance(where[-1], int) else visible(where[-1])
        said = _(_SAID[kind]).format(key=key, value=value, expected=expected)
    else:  # a kind of fault that no field of ours can have; better pydantic's words than none
        said = visible(fault["msg"])
    if kind == "extra_forbidden":
        said += _hint(str(where[-1]), _keys(model, where[:-1]), _)
    return Finding(path, line, column, "error", "schema", said)


def _hint(key: str, known: list[str], _: Words) -> str:
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


def place(content: Any, where: tuple[str | int, ...], at_key: bool = False) -> tuple[int, int]:
    """Line and column of the value at `where`, or of the nearest thing around it that exists.

    A missing key is reported at its mapping, an unknown one (`at_key`) at itself.
    """
    line, column = content.line, content.column
    for index, step in enumerate(where):
        if isinstance(content, Block) and isinstance(step, str) and step in content:
            key: Any = next(key for key in content if key == step)
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
