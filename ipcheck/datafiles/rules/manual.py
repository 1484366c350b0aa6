"""The manual entry of a rule: of a generator its docstring, a sentence and then the lines `Good:` and `Bad:`."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple


class Manual(NamedTuple):
    """What a rule wants, and an example on either side. `says` is a message to be translated.

    `of` is the kind of file in which it is found first of all; an example is YAML that stands there in its place, with
    whatever else the file needs around it (`{…}`: keys, `[…]`: entries, or files).
    """

    id: str
    level: str
    says: str
    good: str
    bad: str
    of: str = "plan"


def rule_id(check: Callable[..., Any]) -> str:
    """The id of the rule that a generator is."""
    return check.__name__.replace("_", "-")


def manual(check: Callable[..., Any], level: str) -> Manual:
    """The manual entry in the docstring of a rule."""
    text = inspect.getdoc(check) or ""
    says, _line, examples = text.partition("\n\n")
    good, bad = (line.partition(": ")[2].strip() for line in examples.strip().splitlines())
    return Manual(rule_id(check), level, " ".join(says.split()), good, bad)
