"""The kinds of values that data files hold: what each looks like, and what is said of one that does not.

Imported only when something is compiled: pydantic takes as long to import as Typer.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from ipcheck.base.i18n import N_
from ipcheck.domain.compliance import FINDINGS
from ipcheck.domain.entry import EVENTS, MARKS, STEPS


class InvalidValueError(ValueError):
    """A value of the right type that says nothing valid; the message is translated when it is reported."""


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
    wanted = re.compile(pattern)

    def check(text: str) -> str:
        if not wanted.fullmatch(text):
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


def _in_editors(pattern: str, *types: str) -> WithJsonSchema:
    """How editors are told of a text that they may read as a number: `number: 1`, `period: 2025`."""
    return WithJsonSchema({"type": ["string", *types] if types else "string", "pattern": f"^(?:{pattern})$"})


_FILLED = AfterValidator(_filled)
_ANY_TEXT = WithJsonSchema({"type": "string", "minLength": 1})
Prose = Annotated[str, _FILLED, WithJsonSchema({"type": "string", "pattern": "^\\S(?:[\\s\\S]*\\S)?$"})]
# What people write in their own words, also below a |, which brings a line end along.
Told = Annotated[
    str, BeforeValidator(lambda text: text.rstrip("\n") if isinstance(text, str) else text), _FILLED, _ANY_TEXT
]
Line = Annotated[
    str, AfterValidator(_on_one_line), _FILLED, WithJsonSchema({"type": "string", "pattern": "^\\S(?:[^\\n]*\\S)?$"})
]
Day = Annotated[date, BeforeValidator(_day)]
PlanId = Annotated[
    str,
    _matching(_PLAN, N_("a plan's id has small letters, digits and single hyphens")),
    _in_editors(_PLAN, "integer"),
]
Number = Annotated[
    str, _matching(_NUMBER, N_("a number is written 12, 2.3.1, b1.2 or g1")), _in_editors(_NUMBER, "number")
]
TaskId = Annotated[str, _matching(_TASK, N_("a task's id is written 2025-8")), _in_editors(_TASK)]
TaskPart = Annotated[
    str,
    _matching(_PART, N_("a task's id is written 2025-8; 2022-29/2 is its second sentence")),
    _in_editors(_PART),
]
Part = Annotated[
    str,
    _matching(_SENTENCE_NUMBER, N_("a part is the number of a sentence: 2, or 2022-29/2")),
    _in_editors(_SENTENCE_NUMBER, "integer"),
]
Period = Annotated[str, _matching(_PERIOD, N_("a period is a year or 2021/2022")), _in_editors(_PERIOD, "integer")]
Sentence = Annotated[
    Line,
    _matching("(?s).*[。！？；”）]", N_("the text of a task ends with 。; is something missing?")),
    WithJsonSchema({"type": "string", "pattern": "^(?:\\S[^\\n]*)?[。！？；”）]$"}),
]
Digest = Annotated[
    str,
    _matching("[0-9a-f]{8}", N_("a digest is 8 hexadecimal digits; ipcheck validate tells the right one")),
    _in_editors("[0-9a-f]{8}", "number"),
]
RowDigest = Annotated[
    str, _matching("[0-9a-f]{8}", N_("a digest is 8 hexadecimal digits")), _in_editors("[0-9a-f]{8}", "number")
]
Before = Annotated[
    str,
    _matching("[1-9][0-9]{0,3}[dw]", N_("how long before is written 7d or 2w")),
    _in_editors("[1-9][0-9]{0,3}[dw]"),
]
Of = Annotated[Line, WithJsonSchema({"type": ["string", "number"], "minLength": 1})]
AgencyKind = Literal[
    "party", "legislature", "consultative", "court", "procuratorate", "ministry", "bureau", "institution",
    "military", "organisation", "local", "group", "international",
]  # fmt: skip
InstrumentKind = Literal["law", "regulation", "rule", "interpretation", "standard", "policy", "treaty"]


State: Any = Literal[MARKS]
Step: Any = Literal[STEPS]
Event: Any = Literal[EVENTS]
Found: Any = Literal[FINDINGS]


def is_number(text: str) -> bool:
    """Whether a task can have this number."""
    return re.fullmatch(_NUMBER, text) is not None


def is_plan_id(text: str) -> bool:
    """Whether a plan can have this id."""
    return re.fullmatch(_PLAN, text) is not None
