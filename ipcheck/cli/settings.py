"""Settings: an option beats the environment, which beats `ipcheck.toml`."""

import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ipcheck.findings import Faulty, Finding
from ipcheck.words import LANGUAGES, Words, reason

FILE = "ipcheck.toml"

# Each key with the type of its value; the environment's name is IPCHECK_ and the key in capitals.
KEYS: dict[str, type] = {
    "plans": list,
    "ledger": list,
    "no_public": bool,
    "as_of": str,
    "lang": str,
    "format": str,
    "output": str,
    "report_every": str,
    "plan": list,
    "fail_on": list,
    "baseline": str,
}
_PATHS = ("plans", "ledger", "output", "baseline")


class Settings(NamedTuple):
    """What the environment and the policy file say."""

    values: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """The setting, or None."""
        return self.values.get(key)


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


def load_settings(environ: Mapping[str, str], folder: str, _: Words) -> Settings:
    """The settings of a call in `folder`. Raises Faulty for a policy file with faults, each with its line."""
    path = find_file(folder)
    values: dict[str, Any] = _from_file(path, _) if path else {}
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
    return Settings(values)


def _from_file(path: str, _: Words) -> dict[str, Any]:
    import tomllib  # only where there is such a file

    try:
        with open(path, "rb") as file:
            data = file.read()
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (1, 1)
        said = _("not valid TOML: {problem}").format(problem=str(error).partition(" (at")[0])
        raise Faulty([Finding(path, line, column, "error", "toml", said)]) from None
    except OSError as error:
        said = _("cannot be read: {reason}").format(reason=reason(error, _))
        raise Faulty([Finding(path, 1, 1, "error", "toml", said)]) from None
    except UnicodeDecodeError:
        said = _("the file is not in UTF-8; save it as UTF-8")
        raise Faulty([Finding(path, 1, 1, "error", "toml", said)]) from None
    findings = [fault for key, value in content.items() if (fault := _fault(path, text, key, value, _))]
    if findings:
        raise Faulty(findings)
    base = os.path.dirname(path)
    return {key: _beside(base, value) if key in _PATHS else value for key, value in content.items()}


def _fault(path: str, text: str, key: str, value: Any, _: Words) -> Finding | None:
    where = re.search(rf"""^[ \t]*\[*["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    line = text.count("\n", 0, where.start()) + 1 if where else 1
    column = len(where[0]) - len(where[0].lstrip(" \t[\"'")) + 1 if where else 1
    if key not in KEYS:
        said = _("unknown key {key}; known are {known}").format(key=key, known=_.listed(list(KEYS)))
        return Finding(path, line, column, "error", "policy", said)
    expected = _expected(key, value, _)
    if expected is None:
        return None
    said = _("{key} must be {expected}").format(key=key, expected=expected)
    return Finding(path, line, column, "error", "policy", said)


def _expected(key: str, value: Any, _: Words) -> str | None:
    """What the value of a known key should be, or None where it is."""
    if KEYS[key] is list:
        right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        return None if right else _("a list of texts")
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
