"""Reading the policy file `ipcheck.toml`."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator, reason
from ipcheck.base.text import visible
from ipcheck.cli.options import Settings, kind_of


class Policy(NamedTuple):
    """The content of `ipcheck.toml`: values (paths from its folder), the line and column of each key, and faults.

    A value with a fault is not among the values.
    """

    path: str
    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    faults: Sequence[Finding] = ()


def read_policy(path: str, _: Translator) -> Policy:
    """Read the policy file at `path`; each fault has its line and column."""

    def unreadable(line: int, column: int, rule: str, message: str) -> Policy:
        return Policy(path, {}, {}, [Finding(path, line, column, "error", rule, message)])

    try:
        with open(path, "rb") as file:
            data = file.read()
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(match[1]), int(match[2])) if match else (max(1, len(text.splitlines())), 1)
        problem = visible(str(error).partition(" (at")[0])
        return unreadable(line, column, "toml", _("not valid TOML: {problem}").format(problem=problem))
    except RecursionError:
        return unreadable(1, 1, "toml", _("nested too deep"))
    except OSError as error:
        return unreadable(1, 1, "file", _("cannot be read: {reason}").format(reason=reason(error, _)))
    except UnicodeDecodeError:
        return unreadable(1, 1, "encoding", _("the file is not in UTF-8; save it as UTF-8"))
    except ValueError as error:  # a number longer than Python reads
        return unreadable(1, 1, "toml", _("not valid TOML: {problem}").format(problem=visible(str(error))))
    places = {key: _place(text, key) for key in content}
    faults = {key: message for key, value in content.items() if (message := _key_fault(key, value, _))}
    findings = [Finding(path, *places[key], "error", "policy", message) for key, message in faults.items()]
    base = os.path.dirname(path)
    values = {
        key: _joined_to(base, value) if kind_of(key).is_path else value
        for key, value in content.items()
        if key not in faults
    }
    return Policy(path, values, places, findings)


def _place(text: str, key: str) -> tuple[int, int]:
    """The line and column of a key in the text of a TOML file; 1, 1 if it is not found."""
    match = re.search(rf"""^[ \t]*\[*["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    if not match:
        return 1, 1
    return text.count("\n", 0, match.start()) + 1, len(match[0]) - len(match[0].lstrip(" \t[\"'")) + 1


def _key_fault(key: str, value: Any, _: Translator) -> str | None:
    """The fault of a key or its value; None if there is none."""
    if key not in Settings._fields:
        return _("unknown key {key}; known are {known}").format(key=visible(key), known=_.join(list(Settings._fields)))
    if kind_of(key).fits(value):
        return None
    return _("{key} must be {expected}").format(key=key, expected=kind_of(key).expected(_))


def _joined_to(base: str, value: Any) -> Any:
    """A path or list of paths from a policy file, joined to `base`, the folder of that file."""
    if isinstance(value, list):
        return [os.path.join(base, part) for part in value]
    return value if value == "-" else os.path.join(base, value)  # standard output is in no folder
