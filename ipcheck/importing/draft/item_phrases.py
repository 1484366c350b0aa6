"""The phrases of an item, in brackets or behind a label, that name its deadline and the agencies: where they stand, and
which stretches of the item they close."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.domain.phrases.deadline import LABEL as WHEN_LABEL
from ipcheck.domain.phrases.deadline import read_deadline
from ipcheck.domain.phrases.responsibility import LABEL as WHO_LABEL
from ipcheck.domain.phrases.responsibility import names_bodies, read_responsibility
from ipcheck.importing.draft.facts import first_leads

DEADLINE, RESPONSIBLE = "deadline", "responsible"

_LABEL = re.compile(f"(?:(?P<who>{WHO_LABEL})|(?P<when>{WHEN_LABEL}))：")
# Labels that stand in no sentence, so that they also count where the mark before them is missing.
PLAIN_LABEL = "(?:责任|牵头|配合|主办|协办)(?:责任)?(?:单位|部门|处室|科室)"
_PLAIN_LABEL = re.compile(f"{PLAIN_LABEL}|.*时限")
_SQUARE_LABEL = re.compile(f"【(?P<label>{WHO_LABEL}|{WHEN_LABEL})：?】：?")
_SENTENCE = re.compile("[^。（）]*(?:（[^（）]*）[^。（）]*)*(?:[（）][^。]*)?。?")
_ENDED = "。；！？）】〕…"  # marks behind which a phrase, or a sentence, may begin
_INNER = "[^（）【】]*(?:（[^（）]*）[^（）【】]*)*"
_BRACKETS = re.compile(f"（(?P<round>{_INNER})）|【(?P<square>{_INNER})】|〔(?P<shell>[^〔〕]*)〕")
_DASH = re.compile("——(?P<content>[^—。]+)[。；]?$")
_BY_SENTENCE = re.compile(
    "(?<=[。；，])由(?P<content>[^。；]+(?:负责|牵头|配合|落实|参与|参加|协助))[。；]?$"
)  # …，由甲牵头，乙配合。
_NEVER_CLOSED = re.compile("(?<=[。；！])[（【〔](?P<content>[^（）【】〔〕]*(?:（[^（）]*）[^（）]*)*)[。；]?$")
_LIKE_WHO = re.compile("负责|牵头|配合|协助|参与|会同|各?有关(?:部门|单位)$")
_LIKE_WHEN = re.compile("底前|[月日年]前|完成$|推进$|长期|[0-9]{4}年|季度|半年|适时|持续|立行立改|即知即改")
_LONGEST = 1200  # characters of a phrase; forty agencies take 400
# A rule for the whole plan, which is no part of a phrase: （列第一位的为牵头单位，下同）.
_RULE_OF_FIRST = re.compile("（(?:其中|以下)?(?:[列排]|首位|第一)[^（）：]*牵头[^（）：]*）")
_REMARK = re.compile(
    "[列排]名?在?(?:第一|首位)|首位|具体任务|下同|不再|上述|以上|以下|说明|其中|此件|注[：:]"
)  # words that are about several tasks
_LIKE_BODY = re.compile("[部委局办院署厅行会府门社]$")


class Stretch(NamedTuple):
    """A stretch of an item without the phrases that close it, and these phrases as the document words them.

    `unread` are the phrases that no rule reads, `remarks` what else a bracket says, `unclosed` the bracket that the
    document never closes, and `persons` what names persons behind a label of their own, which is no part of a phrase.
    """

    text: str
    deadline: str | None = None
    responsible: str | None = None
    unread: Sequence[str] = ()
    remarks: Sequence[str] = ()
    unclosed: str = ""
    persons: Sequence[str] = ()

    @property
    def has_phrase(self) -> bool:
        """Whether a phrase closes the stretch."""
        return bool(self.deadline or self.responsible)


class _Phrase(NamedTuple):
    """A phrase of one kind, and whether a rule reads it. A remark in the bracket is of no kind ("")."""

    kind: str
    text: str
    is_read: bool


class _Unit(NamedTuple):
    """A place in a text, `text[start:end]`, that holds nothing but phrases."""

    start: int
    end: int
    phrases: Sequence[_Phrase]
    unclosed: str = ""


def stretches_of(text: str, year: int | None, is_agency: Callable[[str], object]) -> list[Stretch]:
    """Cut an item behind each place that names agencies or a deadline: each closes a task of its own.

    `year` is the plan's, for phrases that name none. `is_agency` tells by a true value that a name is that of an
    agency; without that, a list of names in brackets could be anything. Text behind the last phrase is a stretch
    without one.
    """
    text = _with_plain_labels(_RULE_OF_FIRST.sub("", text))
    stretches: list[Stretch] = []
    begin = 0
    taken: list[_Unit] = []
    for unit in [*_units(text, year, is_agency), None]:
        between = text[taken[-1].end : unit.start if unit else len(text)] if taken else ""
        if taken and (unit is None or between.strip("。；， ")):
            stretches.append(_stretch(text[begin : taken[0].start], taken))
            begin, taken = taken[-1].end, []
            begin += len(text[begin:]) - len(text[begin:].lstrip("。；， "))
        if unit:
            taken.append(unit)
    if text[begin:].strip() or not stretches:
        stretches.append(Stretch(text[begin:].strip()))
    return stretches


def kind_of(phrase: str, year: int | None, is_agency: Callable[[str], object]) -> tuple[str, bool] | None:
    """The kind of a phrase (DEADLINE or RESPONSIBLE), and whether a rule reads the phrase; None where it is neither."""
    if _REMARK.match(phrase):
        return None
    if _finds_rule(lambda: read_deadline(phrase, year)):
        return DEADLINE, True
    if _finds_rule(lambda: read_responsibility(phrase)):
        names = read_responsibility(phrase).agencies
        if _LIKE_WHO.search(phrase) or any(is_agency(name) or _LIKE_BODY.search(name) for name in names):
            return RESPONSIBLE, True
        return None
    if _LIKE_WHO.search(phrase):
        return RESPONSIBLE, False
    return (DEADLINE, False) if _LIKE_WHEN.search(phrase) else None


def is_deadline(words: str, year: int | None) -> bool:
    """Whether a rule reads words as a deadline. `year` is the plan's, for words that name none."""
    return _finds_rule(lambda: read_deadline(words, year))


def label_kind(text: str) -> str | None:
    """The kind of phrase that the label at the beginning of a text announces (责任单位：…); None without a label."""
    label = _LABEL.match(text)
    if not label:
        return None
    return DEADLINE if label["when"] else RESPONSIBLE


def _with_plain_labels(text: str) -> str:
    """The text with 【责任单位】甲【完成时限】乙 written as 责任单位：甲；完成时限：乙."""

    def plain(match: re.Match[str]) -> str:
        gap = "" if match.start() == 0 or text[match.start() - 1] in _ENDED else "；"
        return f"{gap}{match['label']}："

    return _SQUARE_LABEL.sub(plain, text)


def _units(text: str, year: int | None, is_agency: Callable[[str], object]) -> list[_Unit]:
    """The places of a text that hold nothing but phrases, in order and without overlap."""
    brackets = [*_BRACKETS.finditer(text)]
    phrases_of = cache(lambda content, after_end: _phrases(content, year, is_agency, after_end))  # they repeat
    labelled = [*_labelled(text, [bracket.span() for bracket in brackets], year, is_agency)]
    units = [*labelled]
    for bracket in brackets:
        start, end = bracket.span()
        if any(unit.start < end and start < unit.end for unit in labelled) or end - start > _LONGEST:
            continue
        content = next(group for group in bracket.groups() if group is not None).strip()
        after_end = start == 0 or text[start - 1] in _ENDED
        if not after_end and text[end : end + 1] not in ("", *"。；（【〔"):
            continue
        if phrases := phrases_of(content, after_end):
            units.append(_Unit(start, end, phrases))
    for pattern in (_DASH, _NEVER_CLOSED, _BY_SENTENCE):
        if (ending := pattern.search(text, max(0, len(text) - _LONGEST))) and not any(
            unit.end > ending.start() for unit in units
        ):
            phrases = _phrases(ending["content"].strip(), year, is_agency, after_end=True)
            is_led = any(phrase.kind == RESPONSIBLE and _LIKE_WHO.search(phrase.text) for phrase in phrases)
            after_end = ending.start() == 0 or text[ending.start() - 1] in _ENDED
            if phrases and all(phrase.is_read for phrase in phrases) and (after_end or is_led):
                unclosed = ending[0] if pattern is _NEVER_CLOSED else ""
                units.append(_Unit(ending.start(), len(text), phrases, unclosed))
    return sorted(units)


def _labelled(
    text: str, brackets: Sequence[tuple[int, int]], year: int | None, is_agency: Callable[[str], object]
) -> Iterator[_Unit]:
    """The places that begin with a label outside `brackets`, behind a sentence: 责任单位：甲；完成时限：乙。"""
    end = 0
    for label in _LABEL.finditer(text):
        start = label.start()
        if start < end or any(a < start < b for a, b in brackets):
            continue
        after_end = start == 0 or text[start - 1] in _ENDED
        if not after_end and not _PLAIN_LABEL.match(label[0]):
            continue
        end = _SENTENCE.match(text, start).end()  # type: ignore[union-attr]
        while _LABEL.match(text, end):
            end = _SENTENCE.match(text, end).end()  # type: ignore[union-attr]
        if end - start <= _LONGEST and (phrases := _phrases(text[start:end], year, is_agency, after_end)):
            opened = start - (text[start - 1 : start] in ("（", "【", "〔"))
            unclosed = text[opened:end] if opened < start else ""
            yield _Unit(opened - 2 * text.endswith("——", 0, start), end, phrases, unclosed)


def _phrases(content: str, year: int | None, is_agency: Callable[[str], object], after_end: bool) -> list[_Phrase]:
    """The phrases in a bracket or behind labels, neighbours of a kind joined; none where it holds something else.

    Where the phrases are not `after_end` of a sentence, they count only if a rule reads all of them: （试行） ends a
    title.
    """
    if _REMARK.match(content):
        return []
    if after_end and not _LABEL.search(content) and _is_list(content):
        return [_Phrase(RESPONSIBLE, content, True)]
    joined: list[tuple[str, str]] = []
    remark = ""
    for sign, part in _split(content):
        if remark or _REMARK.match(part):  # what follows a remark belongs to it
            if not remark and first_leads([part]):
                continue  # a rule for the whole plan
            remark += f"{sign}{part}" if remark else part
            continue
        label = label_kind(part)
        recognised = kind_of(part, year, is_agency)
        if not label and not recognised and not (joined and after_end):
            return []
        kind = label or (recognised[0] if recognised else joined[-1][0])  # a part of no kind continues the part before
        if kind == DEADLINE and label:
            part = _LABEL.sub("", part, count=1)
        if joined and joined[-1][0] == kind:
            part = f"{joined.pop()[1]}{sign}{part}"
        joined.append((kind, part))
    phrases = [_Phrase(kind, phrase, is_read(kind, phrase, year)) for kind, phrase in joined if phrase]
    if not (after_end or all(phrase.is_read for phrase in phrases)):
        return []
    if remark and phrases:
        phrases.append(_Phrase("", remark, True))
    return phrases


def _is_list(part: str) -> bool:
    """Whether a text is a list of bodies, such as 市交警支队、云台街道, or the name of one."""
    return names_bodies(part) and bool(read_responsibility(part).agencies)


def is_read(kind: str, phrase: str, year: int | None) -> bool:
    """Whether the rule for this kind reads a phrase."""
    return is_deadline(phrase, year) if kind == DEADLINE else _finds_rule(lambda: read_responsibility(phrase))


def _split(content: str) -> Iterator[tuple[str, str]]:
    """(the sign before it, the part) of each part of a bracket, which is split at signs and before labels, but not
    inside inner brackets. Between parts without a sign, and before a label, the sign is ；."""
    content = _LABEL.sub(lambda match: f"；{match[0]}", content)
    sign = ""
    for piece in re.split("([；，。])(?![^（]*）)", content):
        if piece in ("；", "，", "。"):
            sign = "；" if piece == "。" or sign == "；" else piece
        elif part := piece.strip("。；， "):
            yield sign or "；", part
            sign = ""


def _stretch(text: str, units: Sequence[_Unit]) -> Stretch:
    """A stretch of an item and the phrases of the places behind it. The only label of agencies is left out where it
    says no more than that they are responsible: 责任单位：甲."""
    phrases = [phrase for unit in units for phrase in unit.phrases]
    deadlines = [phrase.text for phrase in phrases if phrase.kind == DEADLINE]
    responsibilities = [phrase.text for phrase in phrases if phrase.kind == RESPONSIBLE]
    responsible, persons = without_persons("；".join(responsibilities))
    labels = [*_LABEL.finditer(responsible)]
    if len(labels) == 1 and labels[0].start() == 0 and not any(labels[0][name] for name in ("lead", "help")):
        responsible = responsible[labels[0].end() :]
    return Stretch(
        _with_full_stop(text.strip()),
        "，".join(deadlines) or None,
        responsible or None,
        [phrase.text for phrase in phrases if not phrase.is_read],
        [phrase.text for phrase in phrases if not phrase.kind],
        next((unit.unclosed for unit in units if unit.unclosed), ""),
        persons,
    )


def without_persons(phrase: str) -> tuple[str, list[str]]:
    """(a phrase without the parts that name persons, those parts): 责任领导：甲某；责任单位：乙局."""
    labels = [*_LABEL.finditer(phrase)]
    parts = [phrase[: labels[0].start()] if labels else phrase]
    persons: list[str] = []
    for label, end in zip(labels, [*(label.start() for label in labels[1:]), len(phrase)], strict=False):
        (persons if label["persons"] else parts).append(phrase[label.start() : end].strip("；，、 "))
    if not persons:
        return phrase, []
    return "；".join(part for part in (part.strip("；，、 ") for part in parts) if part), persons


def _finds_rule(read: Callable[[], object]) -> bool:
    """Whether `read` finds a rule for its phrase; it raises UnknownPhraseError where there is none."""
    try:
        read()
    except UnknownPhraseError:
        return False
    return True


def _with_full_stop(text: str) -> str:
    """The text with 。 at its end, unless it is empty or ends with another mark. Documents can have the 。 behind the
    bracket that was taken away."""
    text = text.rstrip("；，、 ")
    return text if not text or text.endswith(("。", "！", "？", "”", "…")) else f"{text}。"
