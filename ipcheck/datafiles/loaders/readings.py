"""Readings: what a person says that a phrase means which no rule reads. They stand in the task, beside the phrase."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.datafiles.yaml_reader import YamlMapping, YamlText
from ipcheck.domain.phrases.deadline import Deadline
from ipcheck.domain.phrases.responsibility import Responsibility
from ipcheck.domain.situation import UNREAD

READING = "reading"  # the key of who reads, and why; also the basis of what is read
_OF_DEADLINE = ("due", "ongoing")
_OF_RESPONSIBILITY = ("leads", "participants")
_KEYS = {*_OF_DEADLINE, *_OF_RESPONSIBILITY, READING}


class Phrase(NamedTuple):
    """A phrase, its meaning (a Deadline or Responsibility) and the basis of that meaning (docs/plans.md).

    The phrase is None if the meaning has another source. `reading` is who says what it means, and why, joined by
    LINE_SEP. `default` is the node of the phrase if it stands in the defaults of a plan or section.
    """

    phrase: str | None
    meaning: Any
    basis: str = "none"
    reading: str = ""
    default: YamlText | None = None


# A function that is told of a fault: the node at which it is, and the message.
Tell = Callable[[Any, str], None]


def with_readings(
    task: YamlMapping, deadline: Phrase, responsibility: Phrase, tell: Tell, _: Translator
) -> tuple[Phrase, Phrase]:
    """The phrases that govern a task, with the meaning that the task's own keys give to those that no rule reads.

    `tell` is told of a reading of a phrase that the rules read, or of none; of one without `reading`; and of a
    `reading` that says nothing. Such a reading counts for nothing.
    """
    if not _KEYS & task.keys():
        return deadline, responsibility
    parts = [
        (deadline, [task.key(key) for key in _OF_DEADLINE if key in task], _deadline),
        (responsibility, [task.key(key) for key in _OF_RESPONSIBILITY if key in task], _responsibility),
    ]
    is_needed = any(given and _is_unread(phrase) for phrase, given, _read in parts)
    read = []
    for phrase, given, meaning in parts:
        if given and not _is_unread(phrase):
            tell(given[0], _needless(phrase, given if is_needed or READING not in task else [*given, READING], _))
        elif given and READING not in task:
            template = _("{keys}: say who reads it so, and why: reading: {{by: …, why: …}}")
            tell(given[0], template.format(keys=_.join(list(given))))
        elif given:
            who = f"{task[READING]['by']}{LINE_SEP}{task[READING]['why']}"
            phrase = phrase._replace(meaning=meaning(task), basis=READING, reading=who)
        read.append(phrase)
    if READING in task and not any(given for _phrase, given, _read in parts):
        message = _("reading does not say what was read; give due, ongoing, leads or participants, or remove reading")
        tell(task.key(READING), message)
    return read[0], read[1]


def _is_unread(phrase: Phrase) -> bool:
    """Whether no rule reads a phrase; also where a person has read it already, for an earlier goal of the paragraph."""
    return phrase.basis in (UNREAD, READING)


def _needless(phrase: Phrase, keys: Sequence[str], _: Translator) -> str:
    template = _("there is no phrase here to read; remove {keys}")
    if phrase.phrase:
        template = _("{phrase} is recognised already, as {meaning}; remove {keys}")
    return template.format(phrase=phrase.phrase, meaning=_in_words(phrase.meaning), keys=_.join(list(keys)))


def _in_words(meaning: Deadline | Responsibility) -> str:
    """A meaning by the keys that JSON answers have for it, which are never translated."""
    if isinstance(meaning, Responsibility):
        values = {"leads": "、".join(meaning.leads), "participants": "、".join(meaning.participants)}
        flags = {"divided": meaning.divided, "others": meaning.others}
    else:
        values, flags = {"due": str(meaning.due or "")}, {"ongoing": meaning.ongoing}
        if relative := meaning.relative:
            values["relative"] = f"{relative.event} + {relative.length} {relative.unit}"
    values |= {key: "true" for key, flag in flags.items() if flag}
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value)


def _deadline(task: YamlMapping) -> Deadline:
    due = date.fromisoformat(task["due"]) if "due" in task else None
    return Deadline(due=due, ongoing=task.get("ongoing") == "true")


def _responsibility(task: YamlMapping) -> Responsibility:
    leads, participants = (tuple(map(str, task.get(key, ()))) for key in _OF_RESPONSIBILITY)
    return Responsibility(leads, participants)
