"""Settings: an option counts before the environment, which counts before the policy file `ipcheck.toml`."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.cli.options import Settings, kind_of

if TYPE_CHECKING:
    from ipcheck.base.findings import Finding
    from ipcheck.cli.policy import Policy

FILE = "ipcheck.toml"


class Session(NamedTuple):
    """A call: its translator, its settings, the settings that its own options have given, and the policy file."""

    translator: Translator
    settings: Settings = Settings()
    given: Settings = Settings()
    policy: "Policy | None" = None

    @property
    def faults(self) -> "Sequence[Finding]":
        """The faults of the policy file."""
        return self.policy.faults if self.policy else ()

    def with_options(self, options: Settings) -> "Session":
        """The session in which these options of the call count before all other settings."""
        values = options._asdict().items()
        given = {key: value for key, value in values if value is not None and value is not False and value != []}
        return self._replace(settings=self.settings._replace(**given), given=self.given._replace(**given))


def load_session(environ: Mapping[str, str], folder: str, _: Translator) -> Session:
    """The session of a call in `folder`, without its options."""
    policy = None
    values: dict[str, Any] = {}
    if path := find_file(folder):
        from ipcheck.cli.policy import read_policy  # imported here because few calls have a policy file

        policy = read_policy(path, _)
        values |= policy.values
    for key in Settings._fields:
        if text := environ.get(f"IPCHECK_{key.upper()}"):
            values[key] = kind_of(key).read(text)
    return Session(_, Settings(**values), policy=policy)


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
