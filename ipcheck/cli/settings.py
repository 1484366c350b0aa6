"""Settings: an option counts before the environment, which counts before the policy file `ipcheck.toml`."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import LANGUAGES, Translator, reason
from ipcheck.base.text import visible
from ipcheck.cli.options import CommonOptions

FILE = "ipcheck.toml"

# Each key with the type of its value. Its environment variable is IPCHECK_ and the key in capitals.
KEYS: dict[str, type] = {
    "plans": list,
    "ledger": list,
    "assignments": list,
    "no_public": bool,
    "as_of": str,
    "lang": str,
    "format": str,
    "output": str,
    "width": int,
    "report_every": str,
    "plan": list,
    "fail_on": list,
    "baseline": str,
}
_PATHS = ("plans", "ledger", "assignments", "output", "baseline")


class Policy(NamedTuple):
    """The content of `ipcheck.toml`: values (paths from its folder), the line and column of each key, and faults."""

    path: str
    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    faults: Sequence[Finding] = ()


class Settings(NamedTuple):
    """The settings from the environment and the policy file."""

    values: Mapping[str, Any]
    policy: Policy | None = None

    def get(self, key: str) -> Any:
        """The value of a setting, or None."""
        return self.values.get(key)

    @property
    def faults(self) -> Sequence[Finding]:
        """The faults of the policy file; values with a fault are not in `values`."""
        return self.policy.faults if self.policy else ()


def find_file(folder: str) -> str | None:
    """The path of `ipcheck.toml` in `folder` or the nearest parent, up to the one with `.git`; None if missing."""
    while True:
        path = os.path.join(folder, FILE)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = parent


def load_settings(environ: Mapping[str, str], folder: str, _: Translator) -> Settings:
    """The settings of a call in `folder`, with the faults of its policy file."""
    path = find_file(folder)
    policy = read_policy(path, _) if path else None
    values: dict[str, Any] = dict(policy.values) if policy else {}
    for key, kind in KEYS.items():
        text = environ.get(f"IPCHECK_{key.upper()}")
        if not text:
            continue
        if kind is list:
            values[key] = [part for part in text.split(os.pathsep) if part]
        elif kind is bool:
            values[key] = text.lower() not in ("0", "false", "no")
        else:
            values[key] = text
    return Settings(values, policy)


def read_policy(path: str, _: Translator) -> Policy:
    """Read the policy file at `path`; each fault has its line and column."""
    import tomllib  # imported here because few calls have a policy file

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
        key: _joined_to(base, value) if key in _PATHS else value for key, value in content.items() if key not in faults
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
    if key not in KEYS:
        return _("unknown key {key}; known are {known}").format(key=visible(key), known=_.join(list(KEYS)))
    expected = _expected(key, value, _)
    return _("{key} must be {expected}").format(key=key, expected=expected) if expected else None


def _expected(key: str, value: Any, _: Translator) -> str | None:
    """What the value of a known key must be; None if the value is right."""
    if KEYS[key] is list:
        is_right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        return None if is_right else _("a list of texts")
    if KEYS[key] is int:
        is_right = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return None if is_right else _("a number")
    if KEYS[key] is bool:
        return None if isinstance(value, bool) else _("true or false")
    if key == "lang":
        return None if value in LANGUAGES else _.join(list(LANGUAGES))
    return None if isinstance(value, str) else _("a text")


def _joined_to(base: str, value: Any) -> Any:
    """A path or list of paths from a policy file, joined to `base`, the folder of that file."""
    if isinstance(value, list):
        return [os.path.join(base, part) for part in value]
    return value if value == "-" else os.path.join(base, value)  # standard output is in no folder


class Session(NamedTuple):
    """A call's translator, its settings, and the options given before the command."""

    translator: Translator
    settings: Settings
    options: dict[str, Any]

    def setting(self, common: CommonOptions, key: str) -> Any:
        """The value of a common option: from after the command, else before it, else the environment or the policy."""
        values = (getattr(common, key), self.options.get(key), self.settings.get(key))
        return next((value for value in values if value not in (None, [], False)), None)
