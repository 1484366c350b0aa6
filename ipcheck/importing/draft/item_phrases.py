"""The phrases at the end of an item, in brackets or behind a label, that name its deadline and the agencies."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.domain.phrases.deadline import read_deadline
from ipcheck.domain.phrases.responsibility import read_responsibility

DEADLINE, RESPONSIBLE = "deadline", "responsible"

_INNER = "[^（）【】]*(?:（[^（）]*）[^（）【】]*)*"
_BRACKETS = re.compile(
    f"(?:（(?P<round>{_INNER})）|【(?P<square>{_INNER})】|(?<=[。；])——(?P<dash>[^—。]+(?:负责|牵头|配合)))[。；]?$"
)
_LABEL = re.compile(
    "(?P<who>(?:牵头|责任|负责|主办|主责|配合|参与|参加|协办)(?:责任)?(?:单位|部门|处室|科室)|(?:责任|任务)?分工)[：:]?"
    "|(?P<when>(?:完成|办结|推进)?时限(?:要求)?|(?:完成|推进)时间|时间(?:要求|节点|安排|进度))[：:]?"
)
_LABELLED = re.compile(f"(?:^|(?<=[。；！）]))(?:{_LABEL.pattern.replace('[：:]?', '：')})")
_LIKE_WHO = re.compile("负责|牵头|配合|协助|参与|会同|各有关(?:部门|单位)$")
_LIKE_WHEN = re.compile("底前|[月日年]前|完成$|推进$|长期|[0-9]{4}年|季度|半年|适时|持续")
_LONGEST = 1200  # characters at the end of a text that can be phrases; forty agencies take 400
_REMARK = re.compile("上述|以上|说明|其中|此件|注[：:]")  # a bracket that begins like this is about several tasks
_LIKE_BODY = re.compile("[部委局办院署厅行会府门社]$")


class TakenPhrases(NamedTuple):
    """A text without the phrases at its end, and these phrases as the document words them. `unread` are the phrases
    that no rule reads."""

    text: str
    deadline: str | None = None
    responsible: str | None = None
    unread: Sequence[str] = ()


def take_phrases(text: str, year: int | None, is_agency: Callable[[str], object]) -> TakenPhrases:
    """Take the phrases from the end of an item.

    `year` is the plan's, for phrases that name none. `is_agency` tells by a true value that a name is that of an
    agency; without that, a list of names in brackets could be anything.
    """
    before, text = text[:-_LONGEST], text[-_LONGEST:]
    taken: list[tuple[str, str]] = []
    unread: list[str] = []
    while bracket := _BRACKETS.search(text):
        content = next(group for group in bracket.groups() if group is not None).strip()
        rest = text[: bracket.start()].rstrip()
        phrases = list(_phrases(content, year, is_agency, after_end=rest.endswith(("。", "）", "】", "；"))))
        if not phrases:
            break
        taken = [(kind, phrase) for kind, phrase, _read in phrases] + taken
        unread += [phrase for _kind, phrase, is_read in phrases if not is_read]
        text = rest
    if (label := _LABELLED.search(text)) and len(text) - label.start() < 400:
        phrases = list(_phrases(text[label.start() :], year, is_agency, after_end=True))
        if phrases:
            taken = [(kind, phrase) for kind, phrase, _read in phrases] + taken
            unread += [phrase for _kind, phrase, is_read in phrases if not is_read]
            text = text[: label.start()].rstrip()
    deadlines = [phrase for kind, phrase in taken if kind == DEADLINE]
    responsibilities = [phrase for kind, phrase in taken if kind == RESPONSIBLE]
    text = before + (_with_full_stop(text) if taken else text)
    return TakenPhrases(text, "，".join(deadlines) or None, "；".join(responsibilities) or None, unread)


def kind_of(phrase: str, year: int | None, is_agency: Callable[[str], object]) -> tuple[str, bool] | None:
    """The kind of a phrase (DEADLINE or RESPONSIBLE), and whether a rule reads the phrase; None where it is neither."""
    if _REMARK.match(phrase):
        return None
    if _finds_rule(lambda: read_deadline(phrase, year)):
        return DEADLINE, True
    if _finds_rule(lambda: read_responsibility(phrase)):
        responsibility = read_responsibility(phrase)
        names = (*responsibility.leads, *responsibility.participants)
        if _LIKE_WHO.search(phrase) or (names and any(is_agency(name) or _LIKE_BODY.search(name) for name in names)):
            return RESPONSIBLE, True
        return None
    if _LIKE_WHO.search(phrase):
        return RESPONSIBLE, False
    return (DEADLINE, False) if _LIKE_WHEN.search(phrase) else None


def _phrases(
    content: str, year: int | None, is_agency: Callable[[str], object], after_end: bool
) -> Iterator[tuple[str, str, bool]]:
    """(kind, phrase, whether a rule reads it) of each phrase in a bracket or behind labels, neighbours of a kind
    joined.

    Where the phrases are not `after_end` of a sentence, they count only if a rule reads all of them: （试行） ends a
    title.
    """
    if _REMARK.match(content):
        return
    joined: list[tuple[str, str]] = []
    for kind, part in map(_without_label, _split(content)):
        recognised = kind_of(part, year, is_agency)
        if not kind and not recognised and not (joined and after_end):
            return
        kind = kind or (recognised[0] if recognised else joined[-1][0])  # a part of no kind continues the part before
        if joined and joined[-1][0] == kind:
            part = f"{joined.pop()[1]}{'；' if '：' in part else '，'}{part}"
        joined.append((kind, part))
    phrases = [(kind, phrase, _is_read(kind, phrase, year)) for kind, phrase in joined]
    if after_end or all(is_read for _kind, _phrase, is_read in phrases):
        yield from phrases


def _is_read(kind: str, phrase: str, year: int | None) -> bool:
    """Whether the rule for this kind reads a phrase."""
    return _finds_rule(lambda: read_deadline(phrase, year) if kind == DEADLINE else read_responsibility(phrase))


def _split(content: str) -> list[str]:
    """Split the content of a bracket at its semicolons and commas and before each label, but not inside inner
    brackets."""
    content = _LABEL.sub(lambda match: f"；{match[0]}" if match[0].endswith("：") else match[0], content)
    parts = (part.strip("。；， ") for part in re.split("[；，](?![^（]*）)", content))
    return [part for part in parts if part]


def _without_label(part: str) -> tuple[str | None, str]:
    """(kind, phrase) without its label: 完成时限：2025年底 is the deadline 2025年底. A label that says who leads is
    kept: 牵头单位：甲. The kind is None without a label."""
    label = _LABEL.match(part)
    if not label or not label[0].endswith(("：", ":")):
        return None, part
    rest = part[label.end() :].strip()
    if label["when"]:
        return DEADLINE, rest
    return RESPONSIBLE, part if rest and re.match("牵头|主办|主责|配合|参与|参加|协办", part) else rest


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
