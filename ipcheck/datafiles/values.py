"""The kinds of texts in data files: lines, prose, days, ids, numbers …"""

import re
from datetime import date
from typing import Any

from ipcheck.base.dates import first_day
from ipcheck.base.i18n import N_
from ipcheck.base.text import ADDRESS_PATTERN, is_address
from ipcheck.datafiles.shape import Text

_PLAN = "[a-z0-9]+(-[a-z0-9]+)*"
_NUMBER = "[a-z]?[0-9]+(\\.[0-9]+)*"
# Begins with a letter, so that none is taken for a year or for a task.
_ID = "(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*"
_TASK = f"{_PLAN}-{_NUMBER}"
_DIGEST = "[0-9a-f]{8}"


def _filled(text: str) -> str | None:
    stripped = text.strip()
    if not stripped:
        return N_("empty; leave the key out instead")
    if stripped == text:
        return None
    if text.endswith("\n"):
        return N_("ends with a line break; write |- instead of |, >- instead of >")
    return N_("begins or ends with a space")


def _on_one_line(text: str) -> str | None:
    return N_("is on several lines; write it on one") if "\n" in text else _filled(text)


def _full_sentence(text: str) -> str | None:
    if fault := _on_one_line(text):
        return fault
    return None if text[-1] in "。！？；”）" else N_("the text of a task ends with 。; is something missing?")


def _calendar_day(text: str) -> str | None:
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text):
            return None
    except ValueError:
        pass
    return N_("not a day of the calendar; write it as 2025-04-29")


def _span(text: str) -> str | None:
    try:
        if re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text) and date.fromisoformat(first_day(text)):
            return None
    except ValueError:
        pass
    return N_("not a day, month or year of the calendar; write it as 2025-04-29, 2025-04 or 2025")


def _matching(pattern: str, message: str, *types: str) -> Text:
    """A text that matches `pattern`. `types` are the other types that an editor may read the text as: `number: 1` as a
    number, `period: 2025` as an integer."""
    matches = re.compile(pattern).fullmatch
    return Text(_schema(f"^(?:{pattern})$", *types), lambda text: None if matches(text) else message)


def _schema(pattern: str, *types: str) -> dict[str, Any]:
    return {"pattern": pattern, "type": ["string", *types] if types else "string"}


PROSE = Text(_schema("^\\S(?:[\\s\\S]*\\S)?$"), _filled)
LINE = Text(_schema("^\\S(?:[^\\n]*\\S)?$"), _on_one_line)
SENTENCE = Text(_schema("^(?:\\S[^\\n]*)?[。！？；”）]$"), _full_sentence)
# Free text, on one line or several. A block scalar (|) ends with a line end, which does not count.
FREE_TEXT = Text({"minLength": 1, "type": "string"}, lambda text: _filled(text.rstrip("\n")))
TASK_OR_HEADING = Text({"minLength": 1, "type": ["string", "number"]}, _on_one_line)
DAY = Text({"format": "date", "type": "string"}, _calendar_day, N_("{key} must be a day, written 2025-04-29"))
# A day, or a month or year where no more is known.
SPAN = Text(
    _schema("^[0-9]{4}(-[0-9]{2}){0,2}$", "integer"),
    _span,
    N_("{key} must be a day, written 2025-04-29, a month or a year"),
)
ADDRESS = Text(
    _schema(f"^(?:{ADDRESS_PATTERN})$"),
    lambda text: None if is_address(text) else N_("not an address; write it as https://www.gov.cn/…"),
)
PLAN_ID = _matching(_PLAN, N_("a plan's id consists of lower-case letters, digits and single hyphens"), "integer")
ID = _matching(
    _ID,
    N_(
        "an id consists of lower-case letters, digits and single hyphens, begins with a letter and has at most"
        " 40 characters: trademark-law"
    ),
)
NUMBER = _matching(_NUMBER, N_("a number is written 12, 2.3.1, b1.2 or g1"), "number")
TASK_ID = _matching(_TASK, N_("a task's id is written 2025-8"))
TASK_PART = _matching(f"{_TASK}(/[1-9][0-9]*)?", N_("a task's id is written 2025-8; 2022-29/2 is its second sentence"))
PART = _matching(
    "([a-z0-9-]+[0-9.]+/)?[1-9][0-9]*", N_("a part is the number of a sentence: 2, or 2022-29/2"), "integer"
)
PERIOD = _matching("[0-9]{4}(/[0-9]{4})?", N_("a period is a year or 2021/2022"), "integer")
DIGEST = _matching(_DIGEST, N_("a digest is 8 hexadecimal digits; ipcheck validate gives the right one"), "number")
ROW_DIGEST = _matching(_DIGEST, N_("a digest is 8 hexadecimal digits"), "number")
FLAG = _matching("true|false", N_("write true or false"), "boolean")
DECIMAL = _matching(
    "-?[0-9]+(\\.[0-9]+)?", N_("not a number; write 7000 or 16.5, with the unit as a key of its own"), "number"
)
OFFSET = _matching("[1-9][0-9]{0,3}[dw]", N_("write how long before as 7d or 2w"))


def is_number(text: str) -> bool:
    """Whether `text` is a valid number of a task: 12, 2.3.1, b1.2, g1."""
    return NUMBER.fault_of(text) is None


def is_plan_id(text: str) -> bool:
    """Whether `text` is a valid plan id: small letters, digits and single hyphens."""
    return PLAN_ID.fault_of(text) is None
