"""The manual of the rules: what an entry holds, and how it is read from the docstring of a rule (a sentence, then the
lines `Good:` and `Bad:`)."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple


class Manual(NamedTuple):
    """The manual entry of a rule: what the rule demands (`meaning`, a message to be translated), and a good and a bad
    example.

    `file_kind` is the main kind of file that the rule applies to. The examples are YAML from such a file, without the
    rest that the file needs: `{…}` stands for keys of a mapping, `[…]` for entries of a list or for several files.
    """

    id: str
    level: str
    meaning: str
    good: str
    bad: str
    file_kind: str = "plan"


def rule_id(check: Callable[..., Any]) -> str:
    """The id of a rule: the name of its generator, with hyphens."""
    return check.__name__.replace("_", "-")


def manual(check: Callable[..., Any], level: str) -> Manual:
    """The manual entry of a rule, read from its docstring. Raises ValueError if `Good:` or `Bad:` is missing."""
    docstring = inspect.getdoc(check) or ""
    meaning, _separator, examples = docstring.partition("\n\n")
    good, bad = (line.partition(": ")[2].strip() for line in examples.strip().splitlines())
    return Manual(rule_id(check), level, " ".join(meaning.split()), good, bad)
