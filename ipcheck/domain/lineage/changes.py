"""What changed from an earlier task to the later task that carries it on (docs/links.md)."""

from datetime import date
from typing import NamedTuple

from ipcheck.base.text import fold
from ipcheck.domain.lineage.signs import LONGEST
from ipcheck.domain.situation import OWN_BASES, UNREAD
from ipcheck.domain.task import ISSUED, MENTIONED, PROMISED, Task

TEXT, DEADLINE, AGENCIES, STAGE, SLIPPED, REGRESSED = "text", "deadline", "agencies", "stage", "slipped", "regressed"
CHANGES = (TEXT, DEADLINE, AGENCIES, STAGE, SLIPPED, REGRESSED)

_SAME_WORDS = 0.9  # similarity from which two texts promise the same, where they share no instrument


class StageChange(NamedTuple):
    """The stages that an earlier and a later task promise for an instrument that both name."""

    instrument: str
    earlier: str
    later: str

    @property
    def regressed(self) -> bool:
        """Whether the later task promises less, such as 推进立法进程 after 出台."""
        both = self.earlier in PROMISED and self.later in PROMISED
        return both and PROMISED.index(self.later) < PROMISED.index(self.earlier)


class Changes(NamedTuple):
    """What changed along a link.

    `kinds` are those of CHANGES that happened, in that order. `similarity` is the share of characters that both texts
    have in common, in order, from 0 to 1. `stages` lists the instruments whose stage changed. `slipped_days` counts
    from the promised day to the later task's last day; None where nothing slipped or the later task has no last day.
    """

    kinds: tuple[str, ...]
    similarity: float
    stages: tuple[StageChange, ...]
    slipped_days: int | None


def changes(earlier: Task, later: Task) -> Changes:
    """What changed from the task `earlier` to the task `later`, by the rules in docs/links.md.

    Agencies are compared only where both tasks name any: a plan that names none has not taken a task from an agency.
    Deadlines are compared only where both are read.
    """
    stages = _stages_in_both(earlier, later)
    changed = tuple(stage for stage in stages if stage.earlier != stage.later)
    alike = similarity(earlier.text, later.text)
    has_slipped = slipped(earlier, later, stages, alike)
    happened = {
        TEXT: fold(earlier.text) != fold(later.text),
        DEADLINE: UNREAD not in (earlier.deadline_basis, later.deadline_basis)
        and _deadline(earlier) != _deadline(later),
        AGENCIES: bool(_agencies(earlier) and _agencies(later)) and _agencies(earlier) != _agencies(later),
        STAGE: bool(changed),
        SLIPPED: has_slipped,
        REGRESSED: any(stage.regressed for stage in changed),
    }
    days = None
    if has_slipped and earlier.due and later.due:
        days = (date.fromisoformat(later.due) - date.fromisoformat(earlier.due)).days
    return Changes(tuple(kind for kind in CHANGES if happened[kind]), alike, changed, days)


def slipped(earlier: Task, later: Task, stages: tuple[StageChange, ...], alike: float) -> bool:
    """Whether a promised day has passed and the later task promises the same or less.

    Only a day stated for the task is a promise, and the day has passed if the later plan was published after that day.
    Promises are compared by the stages of instruments that both tasks name (`stages`). Where there is none, only nearly
    the same words (`alike` is the similarity) promise the same. Work that goes on after its day (并持续推进) may be
    promised again without having slipped, unless the promise was to issue something, which need not be promised twice.
    """
    promised = earlier.due if earlier.deadline_basis in OWN_BASES else None
    if promised is None or later.published is None or promised >= later.published:
        return False
    if later.published <= (earlier.published or "") or (later.due and later.due <= promised):
        return False  # not put off: both tasks of one plan or day, the later plan older, or its last day no later
    if not any({stage.earlier, stage.later} - {MENTIONED} for stage in stages):
        return not earlier.ongoing and alike >= _SAME_WORDS
    comparable = [stage for stage in stages if stage.earlier in PROMISED and stage.later in PROMISED]
    if earlier.ongoing:
        comparable = [stage for stage in comparable if stage.earlier == ISSUED]
    return any(stage.regressed or stage.earlier == stage.later for stage in comparable)


def similarity(one: str, other: str) -> float:
    """The share of characters that two texts have in common, in order, from 0 to 1.

    Characters after the first LONGEST are not compared, and count as different.
    """
    from difflib import SequenceMatcher  # here, since only the comparison of links needs it

    if one == other:
        return 1.0
    first, second = sorted((one[:LONGEST], other[:LONGEST]))  # the matcher is not symmetrical
    alike = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return alike * (len(first) + len(second)) / (len(one) + len(other))


def edits(one: str, other: str) -> list[tuple[str, str]]:
    """The stretches that turn `one` into `other`, in order, as ("same", "gone" or "new", text).

    Texts longer than LONGEST are not compared: all of `one` is gone, all of `other` is new.
    """
    from difflib import SequenceMatcher

    if one == other:
        return [("same", one)] if one else []
    if max(len(one), len(other)) > LONGEST:
        return [(name, text) for name, text in (("gone", one), ("new", other)) if text]
    stretches: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            stretches.append(("same", one[a:b]))
            continue
        stretches += [(name, text) for name, text in (("gone", one[a:b]), ("new", other[c:d])) if text]
    return stretches


def _stages_in_both(earlier: Task, later: Task) -> tuple[StageChange, ...]:
    promised = dict(later.stages())
    return tuple(StageChange(name, stage, promised[name]) for name, stage in earlier.stages() if name in promised)


def _deadline(task: Task) -> tuple[object, ...]:
    days = [day for day, _words in task.earlier_days()]
    return task.due, bool(task.ongoing), task.relative_event, task.relative_count, task.relative_unit, tuple(days)


def _agencies(task: Task) -> tuple[frozenset[str], frozenset[str]] | None:
    leads, participants = task.listed("leads"), task.listed("participants")
    return (frozenset(leads), frozenset(participants)) if leads or participants else None
