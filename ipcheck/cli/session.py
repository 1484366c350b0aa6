"""A call of the program, as its commands see it."""

from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.cli.options import CommonOptions
from ipcheck.cli.settings import Settings


class Session(NamedTuple):
    """The words of a call, its settings, and the options given before the command."""

    translator: Translator
    settings: Settings
    options: dict[str, Any]

    def setting(self, common: CommonOptions, key: str) -> Any:
        """An option of every command: given after the command, before it, in the environment or in the policy."""
        said = (getattr(common, key), self.options.get(key), self.settings.get(key))
        return next((value for value in said if value not in (None, [], False)), None)
