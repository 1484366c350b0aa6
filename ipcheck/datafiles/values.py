"""The pydantic types of the values in data files (texts, days, ids, phrases …), with their patterns, the messages for
values that do not match, and their JSON Schemas.

Imported only when files are compiled or checked: pydantic takes as long to import as Typer.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from ipcheck.base.i18n import N_
from ipcheck.domain.compliance import FINDINGS
from ipcheck.domain.entry import EVENTS, MARKS, STEPS


class InvalidValueError(ValueError):
    """A value of the right type whose content is not valid. The message is translated when the fault is reported."""


def _filled(text: str) -> str:
    if not text.strip():
        raise InvalidValueError(N_("empty; leave the key out instead"))
    if text.endswith("\n"):
        raise InvalidValueError(N_("ends with a line end; write |- where | stands, >- where > does"))
    if text != text.strip():
        raise InvalidValueError(N_("begins or ends with a space"))
    return text


def _on_one_line(text: str) -> str:
    if "\n" in text:
        raise InvalidValueError(N_("stands on several lines; write it on one"))
    return text


def _matching(pattern: str, message: str) -> AfterValidator:
    regex = re.compile(pattern)

    def check(text: str) -> str:
        if not regex.fullmatch(text):
            raise InvalidValueError(message)
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
        raise InvalidValueError(N_("no day of the calendar; written 2025-04-29")) from None


_PLAN = "[a-z0-9]+(-[a-z0-9]+)*"
_NUMBER = "[a-z]?[0-9]+(\\.[0-9]+)*"
_TASK = f"{_PLAN}-{_NUMBER}"
_PART = f"{_TASK}(/[1-9][0-9]*)?"
_SENTENCE_NUMBER = "([a-z0-9-]+[0-9.]+/)?[1-9][0-9]*"
_PERIOD = "[0-9]{4}(/[0-9]{4})?"


def _json_schema(pattern: str, *types: str) -> WithJsonSchema:
    """The JSON Schema of a text with this pattern. `types` are the other types that an editor may read the text as:
    `number: 1` as a number, `period: 2025` as an integer."""
    return WithJsonSchema({"type": ["string", *types] if types else "string", "pattern": f"^(?:{pattern})$"})


_FILLED = AfterValidator(_filled)
_ANY_TEXT = WithJsonSchema({"type": "string", "minLength": 1})
Prose = Annotated[str, _FILLED, WithJsonSchema({"type": "string", "pattern": "^\\S(?:[\\s\\S]*\\S)?$"})]
# Free text, on one line or several. A block scalar (|) ends with a line end, which is removed.
FreeText = Annotated[
    str, BeforeValidator(lambda text: text.rstrip("\n") if isinstance(text, str) else text), _FILLED, _ANY_TEXT
]
Line = Annotated[
    str, AfterValidator(_on_one_line), _FILLED, WithJsonSchema({"type": "string", "pattern": "^\\S(?:[^\\n]*\\S)?$"})
]
Day = Annotated[date, BeforeValidator(_day)]
PlanId = Annotated[
    str,
    _matching(_PLAN, N_("a plan's id has small letters, digits and single hyphens")),
    _json_schema(_PLAN, "integer"),
]
Number = Annotated[
    str, _matching(_NUMBER, N_("a number is written 12, 2.3.1, b1.2 or g1")), _json_schema(_NUMBER, "number")
]
TaskId = Annotated[str, _matching(_TASK, N_("a task's id is written 2025-8")), _json_schema(_TASK)]
TaskPart = Annotated[
    str,
    _matching(_PART, N_("a task's id is written 2025-8; 2022-29/2 is its second sentence")),
    _json_schema(_PART),
]
Part = Annotated[
    str,
    _matching(_SENTENCE_NUMBER, N_("a part is the number of a sentence: 2, or 2022-29/2")),
    _json_schema(_SENTENCE_NUMBER, "integer"),
]
Period = Annotated[str, _matching(_PERIOD, N_("a period is a year or 2021/2022")), _json_schema(_PERIOD, "integer")]
Sentence = Annotated[
    Line,
    _matching("(?s).*[。！？；”）]", N_("the text of a task ends with 。; is something missing?")),
    WithJsonSchema({"type": "string", "pattern": "^(?:\\S[^\\n]*)?[。！？；”）]$"}),
]
Digest = Annotated[
    str,
    _matching("[0-9a-f]{8}", N_("a digest is 8 hexadecimal digits; ipcheck validate tells the right one")),
    _json_schema("[0-9a-f]{8}", "number"),
]
RowDigest = Annotated[
    str, _matching("[0-9a-f]{8}", N_("a digest is 8 hexadecimal digits")), _json_schema("[0-9a-f]{8}", "number")
]
Offset = Annotated[
    str,
    _matching("[1-9][0-9]{0,3}[dw]", N_("how long before is written 7d or 2w")),
    _json_schema("[1-9][0-9]{0,3}[dw]"),
]
TaskOrHeading = Annotated[Line, WithJsonSchema({"type": ["string", "number"], "minLength": 1})]
AgencyKind = Literal[
    "party", "legislature", "consultative", "court", "procuratorate", "ministry", "bureau", "institution",
    "military", "organisation", "local", "group", "international",
]  # fmt: skip
InstrumentKind = Literal["law", "regulation", "rule", "interpretation", "standard", "policy", "treaty"]


State: Any = Literal[MARKS]
Step: Any = Literal[STEPS]
Event: Any = Literal[EVENTS]
FindingKind: Any = Literal[FINDINGS]


def is_number(text: str) -> bool:
    """Whether `text` is a valid number of a task: 12, 2.3.1, b1.2, g1."""
    return re.fullmatch(_NUMBER, text) is not None


def is_plan_id(text: str) -> bool:
    """Whether `text` is a valid plan id: small letters, digits and single hyphens."""
    return re.fullmatch(_PLAN, text) is not None
