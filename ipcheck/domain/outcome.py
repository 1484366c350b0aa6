"""The outcome of a task: what is known to have become of it, whatever its last day is."""

from collections.abc import Iterable, Sequence
from typing import Any

from ipcheck.domain.entry import Entry, applies_to
from ipcheck.domain.state import SHARES, State, TaskShares

OUTCOMES = ("withdrawn", "done", "partly", "begun", "no-record", "unknown")
NOT_DONE = OUTCOMES[2:]  # of a task that is neither done nor withdrawn, from most to least known


def outcome_of(state: State, milestone_met: bool, is_searched: bool) -> str:
    """The first of OUTCOMES that applies to a task in `state`; the table in docs/ledger.md.

    A task with a milestone that was met counts as done, whatever came later. `is_searched`: somebody looked for all of
    it after it was due, and found nothing.
    """
    if milestone_met:
        return "done"
    if state.name in ("withdrawn", "done"):
        return state.name
    if 0 < state.finished < state.shares:
        return "partly"
    if state.newest:
        return "begun"
    return "no-record" if is_searched else "unknown"


def newest_check(checks: Iterable[Entry], on: str, subject: str | None = None) -> str | None:
    """The day of the newest of `checks` up to the day `on` (ISO text), or None."""
    return max((check.on for check in checks if check.on <= on and applies_to(check, subject)), default=None)


def is_searched(
    checks: Sequence[Entry], whole: TaskShares, after: str | None, on: str, subject: str | None = None
) -> bool:
    """Whether the whole task, or every share of it, was looked for in vain later than the day `after` and up to the day
    `on` (ISO text). Without a day `after`, any search counts."""
    scopes = {
        check.scope[:3] for check in checks
        if (after or "") < check.on <= on and applies_to(check, subject)
    }  # fmt: skip
    if not scopes:
        return False
    return (None, None, None) in scopes or any(_cover(scopes, field, whole) for field in SHARES)


def _cover(scopes: set[tuple[Any, ...]], field: str, whole: TaskShares) -> bool:
    """Whether the scopes (part, instrument, agency) include every share of a task in a field."""
    shares = whole.shares(field)
    place = SHARES.index(field)
    return bool(shares) and all(tuple(share if at == place else None for at in range(3)) in scopes for share in shares)
