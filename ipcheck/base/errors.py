"""Why a call gives no answer: each of these ends it with exit code 2."""

from collections.abc import Sequence

from ipcheck.base.findings import Finding


class UsageError(Exception):
    """The question cannot be answered as it was asked; the message says what to try. Exit code 2."""


class InvalidDataError(Exception):
    """Data files hold errors, so no answer is given. Exit code 2, with all of `findings` listed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = sorted(findings)


class UnknownPhraseError(ValueError):
    """A phrase that no rule reads. It becomes a finding; its meaning is never guessed."""
