"""Settings: an option counts before the environment, which counts before the policy file `ipcheck.toml`."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator, reason
from ipcheck.base.text import visible
from ipcheck.cli.options import Settings, ValueKind

FILE = "ipcheck.toml"


class Policy(NamedTuple):
    """The content of `ipcheck.toml`: values (paths from its folder), the line and column of each key, and faults.

    A value with a fault is not among the values.
    """

    path: str
    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    faults: Sequence[Finding] = ()


class Session(NamedTuple):
    """A call: its translator, its settings, the settings that its own options have given, and the policy file."""

    translator: Translator
    settings: Settings = Settings()
    given: Settings = Settings()
    policy: Policy | None = None

    @property
    def faults(self) -> Sequence[Finding]:
        """The faults of the policy file."""
        return self.policy.faults if self.policy else ()

    def with_options(self, options: Settings) -> "Session":
        """The session in which these options of the call count before all other settings."""
        given = {key: value for key, value in options._asdict().items() if value not in (None, [], False)}
        return self._replace(settings=self.settings._replace(**given), given=self.given._replace(**given))


def load_session(environ: Mapping[str, str], folder: str, _: Translator) -> Session:
    """The session of a call in `folder`, without its options."""
    path = find_file(folder)
    policy = read_policy(path, _) if path else None
    values = dict(policy.values) if policy else {}
    for key in Settings._fields:
        if text := environ.get(f"IPCHECK_{key.upper()}"):
            values[key] = _kind(key).read(text)
    return Session(_, Settings(**values), policy=policy)


def _kind(key: str) -> ValueKind:
    """The kind of the values of a setting."""
    return next(extra for extra in get_args(Settings.__annotations__[key]) if isinstance(extra, ValueKind))


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
        key: _joined_to(base, value) if _kind(key).is_path else value
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
    if _kind(key).fits(value):
        return None
    return _("{key} must be {expected}").format(key=key, expected=_kind(key).expected(_))


def _joined_to(base: str, value: Any) -> Any:
    """A path or list of paths from a policy file, joined to `base`, the folder of that file."""
    if isinstance(value, list):
        return [os.path.join(base, part) for part in value]
    return value if value == "-" else os.path.join(base, value)  # standard output is in no folder
