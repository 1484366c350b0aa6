"""Deadline and responsibility phrases at the end of an item: in brackets, or after a label."""

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
_LONGEST = 1200  # characters at the end of a text in which its phrases stand; forty agencies take 400
_REMARK = re.compile("上述|以上|说明|其中|此件|注[：:]")  # what begins so is about more than one task
_LIKE_BODY = re.compile("[部委局办院署厅行会府门社]$")


class TakenPhrases(NamedTuple):
    """A text without the phrases at its end, and these as the document words them. `unread` are those of them that no
    rule reads."""

    text: str
    deadline: str | None = None
    responsible: str | None = None
    unread: Sequence[str] = ()


def take_phrases(text: str, year: int | None, known: Callable[[str], object]) -> TakenPhrases:
    """Take the phrases from the end of an item. `year` is the plan's, for phrases that name none; `known` tells (by a
    true value) a name of an agency, without which a list in brackets could be anything."""
    before, text = text[:-_LONGEST], text[-_LONGEST:]
    found: list[tuple[str, str]] = []
    unread: list[str] = []
    while bracket := _BRACKETS.search(text):
        content = next(each for each in bracket.groups() if each is not None).strip()
        rest = text[: bracket.start()].rstrip()
        phrases = list(_phrases(content, year, known, after_end=rest.endswith(("。", "）", "】", "；"))))
        if not phrases:
            break
        found = [(kind, phrase) for kind, phrase, _read in phrases] + found
        unread += [phrase for _kind, phrase, read in phrases if not read]
        text = rest
    if (label := _LABELLED.search(text)) and len(text) - label.start() < 400:
        phrases = list(_phrases(text[label.start() :], year, known, after_end=True))
        if phrases:
            found = [(kind, phrase) for kind, phrase, _read in phrases] + found
            unread += [phrase for _kind, phrase, read in phrases if not read]
            text = text[: label.start()].rstrip()
    whens = [phrase for kind, phrase in found if kind == DEADLINE]
    whos = [phrase for kind, phrase in found if kind == RESPONSIBLE]
    text = before + (_closed(text) if found else text)
    return TakenPhrases(text, "，".join(whens) or None, "；".join(whos) or None, unread)


def kind_of(phrase: str, year: int | None, known: Callable[[str], object]) -> tuple[str, bool] | None:
    """What a phrase is about, and whether a rule reads it; None where it is no such phrase."""
    if _REMARK.match(phrase):
        return None
    if _reads(lambda: read_deadline(phrase, year)):
        return DEADLINE, True
    if _reads(lambda: read_responsibility(phrase)):
        named = read_responsibility(phrase)
        names = [name for name in (named.lead, *named.participants) if name]
        if _LIKE_WHO.search(phrase) or (names and any(known(name) or _LIKE_BODY.search(name) for name in names)):
            return RESPONSIBLE, True
        return None
    if _LIKE_WHO.search(phrase):
        return RESPONSIBLE, False
    return (DEADLINE, False) if _LIKE_WHEN.search(phrase) else None


def _phrases(
    content: str, year: int | None, known: Callable[[str], object], after_end: bool
) -> Iterator[tuple[str, str, bool]]:
    """(kind, phrase, read by a rule) of each phrase in a bracket or behind labels, neighbours of a kind together.

    In the middle of a sentence (not `after_end`) only what a rule reads counts: （试行） ends a title.
    """
    if _REMARK.match(content):
        return
    whole: list[tuple[str, str]] = []
    for kind, part in map(_unlabelled, _parts(content)):
        read = kind_of(part, year, known)
        if not kind and not read and not (whole and after_end):
            return
        kind = kind or (read[0] if read else whole[-1][0])  # what is like nothing goes on with what stands before it
        if whole and whole[-1][0] == kind:
            part = f"{whole.pop()[1]}{'；' if '：' in part else '，'}{part}"
        whole.append((kind, part))
    found = [(kind, phrase, _is_read(kind, phrase, year)) for kind, phrase in whole]
    if after_end or all(read for _kind, _phrase, read in found):
        yield from found


def _is_read(kind: str, phrase: str, year: int | None) -> bool:
    """Whether the rule for its kind reads a phrase."""
    return _reads(lambda: read_deadline(phrase, year) if kind == DEADLINE else read_responsibility(phrase))


def _parts(content: str) -> list[str]:
    """A bracket's content at its semicolons and commas, and before each label; not within brackets of its own."""
    content = _LABEL.sub(lambda found: f"；{found[0]}" if found[0].endswith("：") else found[0], content)
    parts = (part.strip("。；， ") for part in re.split("[；，](?![^（]*）)", content))
    return [part for part in parts if part]


def _unlabelled(part: str) -> tuple[str | None, str]:
    """(kind, phrase): 完成时限：2025年底 is a deadline, 2025年底; 牵头单位：甲 keeps its label: it says who leads."""
    label = _LABEL.match(part)
    if not label or not label[0].endswith(("：", ":")):
        return None, part
    rest = part[label.end() :].strip()
    if label["when"]:
        return DEADLINE, rest
    return RESPONSIBLE, part if rest and re.match("牵头|主办|主责|配合|参与|参加|协办", part) else rest


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except UnknownPhraseError:
        return False
    return True


def _closed(text: str) -> str:
    """The text of a task ends with 。, also where the document sets that behind the bracket."""
    text = text.rstrip("；，、 ")
    return text if not text or text.endswith(("。", "！", "？", "”", "…")) else f"{text}。"
