"""Settings: an option beats the environment, which beats `ipcheck.toml`."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import LANGUAGES, Translator, reason
from ipcheck.base.text import visible
from ipcheck.cli.options import CommonOptions

FILE = "ipcheck.toml"

# Each key with the type of its value; the environment's name is IPCHECK_ and the key in capitals.
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
    """What `ipcheck.toml` says: its values (paths resolved), the line and column of each key, and its faults."""

    path: str
    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    faults: Sequence[Finding] = ()


class Settings(NamedTuple):
    """What the environment and the policy file say."""

    values: Mapping[str, Any]
    policy: Policy | None = None

    def get(self, key: str) -> Any:
        """The setting, or None."""
        return self.values.get(key)

    @property
    def faults(self) -> Sequence[Finding]:
        """The faults of the policy file; a value with one is left out."""
        return self.policy.faults if self.policy else ()


def find_file(folder: str) -> str | None:
    """`ipcheck.toml` in `folder` or a parent, up to the one that holds `.git`."""
    while True:
        path = os.path.join(folder, FILE)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = parent


def load_settings(environ: Mapping[str, str], folder: str, _: Translator) -> Settings:
    """The settings of a call in `folder`, with what is wrong in its policy file."""
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
    """What the policy file at `path` says; every fault with its line."""
    import tomllib  # only where there is such a file

    def unreadable(line: int, column: int, rule: str, said: str) -> Policy:
        return Policy(path, {}, {}, [Finding(path, line, column, "error", rule, said)])

    try:
        with open(path, "rb") as file:
            data = file.read()
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (max(1, len(text.splitlines())), 1)
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
    faults = {key: said for key, value in content.items() if (said := _fault(key, value, _))}
    findings = [Finding(path, *places[key], "error", "policy", said) for key, said in faults.items()]
    base = os.path.dirname(path)
    values = {
        key: _beside(base, value) if key in _PATHS else value for key, value in content.items() if key not in faults
    }
    return Policy(path, values, places, findings)


def _place(text: str, key: str) -> tuple[int, int]:
    where = re.search(rf"""^[ \t]*\[*["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    if not where:
        return 1, 1
    return text.count("\n", 0, where.start()) + 1, len(where[0]) - len(where[0].lstrip(" \t[\"'")) + 1


def _fault(key: str, value: Any, _: Translator) -> str | None:
    if key not in KEYS:
        return _("unknown key {key}; known are {known}").format(key=visible(key), known=_.listed(list(KEYS)))
    expected = _expected(key, value, _)
    return _("{key} must be {expected}").format(key=key, expected=expected) if expected else None


def _expected(key: str, value: Any, _: Translator) -> str | None:
    """What the value of a known key should be, or None where it is."""
    if KEYS[key] is list:
        right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        return None if right else _("a list of texts")
    if KEYS[key] is int:
        right = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return None if right else _("a number")
    if KEYS[key] is bool:
        return None if isinstance(value, bool) else _("true or false")
    if key == "lang":
        return None if value in LANGUAGES else _.listed(list(LANGUAGES))
    return None if isinstance(value, str) else _("a text")


def _beside(base: str, value: Any) -> Any:
    """Paths in the policy file count from its own folder."""
    if isinstance(value, list):
        return [os.path.join(base, part) for part in value]
    return value if value == "-" else os.path.join(base, value)  # standard output lies nowhere


class Session(NamedTuple):
    """The words of a call, its settings, and the options given before the command."""

    translator: Translator
    settings: Settings
    options: dict[str, Any]

    def setting(self, common: CommonOptions, key: str) -> Any:
        """An option of every command: given after the command, before it, in the environment or in the policy."""
        said = (getattr(common, key), self.options.get(key), self.settings.get(key))
        return next((value for value in said if value not in (None, [], False)), None)
