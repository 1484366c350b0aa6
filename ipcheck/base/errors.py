"""Exceptions: for calls that cannot be answered, which exit with code 2, and for phrases that no rule reads."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ipcheck.base.i18n import Translator
from ipcheck.base.text import similar_names

if TYPE_CHECKING:  # few calls have findings
    from ipcheck.base.findings import Finding


class UsageError(Exception):
    """The question cannot be answered as the user asked it; the message says what to try. Exit code 2."""


class UnknownNameError(UsageError):
    """A `name` in the question does not exist; `said` says so, and the whole message also suggests the `nearest`."""

    def __init__(self, said: str, name: str, nearest: Sequence[str], _: Translator) -> None:
        super().__init__(said + _.did_you_mean(list(nearest)))
        self.said, self.name, self.nearest = said, name, nearest


class InvalidDataError(Exception):
    """Data files contain errors, so no answer is given. Exit code 2; all `findings` are listed, sorted by place."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = sorted(findings)


class UnknownPhraseError(ValueError):
    """No rule reads the phrase. Loaders report the phrase as a finding; its meaning is never guessed."""


def unknown_name_error(message: str, name: str, names: Iterable[str], _: Translator) -> UnknownNameError:
    """The error for a name that does not exist: `message`, with the name in the place of {name}, and the nearest of
    `names`."""
    return UnknownNameError(message.format(name=name), name, similar_names(name, names), _)
