"""What the phrases of the plans mean. Pure functions: each rule about a phrase is read by one of them."""


class UnknownPhraseError(ValueError):
    """A phrase that no rule reads. It becomes a finding; its meaning is never guessed."""
