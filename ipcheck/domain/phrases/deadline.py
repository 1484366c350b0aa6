"""Reading deadline phrases: the last day, whether the work continues after that day, or a span after an event."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.numerals import numeral
from ipcheck.base.text import fold
from ipcheck.domain.phrases.times import NUMERAL, take_time
from ipcheck.domain.phrases.work import goes_on, read_work

WORKDAYS = "workdays"


class Relative(NamedTuple):
    """A span of `length` units ("days", "months", "years" or WORKDAYS) after an event. Of no length, it is the day of
    the event: what is to be done at once."""

    event: str
    length: int
    unit: str

    def due(self, event_day: date) -> date | None:
        """The last day, counted from the day of the event by the rules of the Civil Code (art. 201 and 202).

        The day of the event itself does not count. Where the month lacks that day, the last day of the month counts; at
        most, the last day of the calendar. None for working days: which days are such is decided anew for each year.
        """
        if self.unit == WORKDAYS:
            return None
        try:
            return event_day + relativedelta(**{self.unit: self.length})  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return date.max


class Milestone(NamedTuple):
    """An earlier day of a phrase in stages, and the words of that stage. The day is None for what is to be done at
    once: it is the day of issue."""

    day: date | None
    words: str


class Deadline(NamedTuple):
    """The meaning of a deadline phrase. Without a phrase, all fields have their defaults.

    `milestones` are the stages before the last day, in their order.
    """

    due: date | None = None
    ongoing: bool = False
    relative: Relative | None = None
    milestones: tuple[Milestone, ...] = ()


_LONGEST = 1000  # units in a span; a longer span is a typing error, and could end beyond the calendar
_LONGEST_YEARS = 10  # without an event: 25年内 could be the year 2025

_AT_ONCE = Relative("issued", 0, "days")
_AT_ONCE_WORDS = re.compile(
    "(?:(?:立[行知查整督审]立|即[行知查整督审]即)[改办]"
    "|(?:立即|马上|即时|即刻)(?:完成)?(?:整改|改正|纠正|办结)(?:到位|完成)?|马上就改)"
)
_BEGUN_AT_ONCE = re.compile("(?:立即|马上|即时|即刻)(?=启动|开展|实施|落实)")  # says when work begins, not when it ends
_TO_TIME = re.compile("^(?:力争|争取|确保|原则上|最迟|最晚)?(?:到|至|截至|截止到?|于|在|不晚于|不迟于)?")
_AFTER_TIME = re.compile("^(?:期间)?(?:止|为止)?(?:之前|以前|前)?")
_UNITS = {
    "年": ("years", 1),
    "月": ("months", 1),
    "季度": ("months", 3),
    "周": ("days", 7),
    "日": ("days", 1),
    "天": ("days", 1),
    "工作日": (WORKDAYS, 1),
}
_COUNT = f"(?P<count>{NUMERAL}|半)"
_SPAN = f"{_COUNT}个?(?P<unit>年|月|季度|周|日|天|工作日)"
# Only the issue of the plan itself counts: 国家方案印发后3个月内 depends on another document. No digits may stand
# before an event, since they could be a day.
_THIS = "(?:本)?(?:(?:实施|工作|建设|分工)?(?:方案|意见|办法|通知|计划|规划|规定|文件)|推进计划|行动计划|任务分工)?"
_AFTER_EVENT = re.compile(
    f"(?:自|从)?(?:{_THIS}(?P<issued>印发|发布|公布|下发)|[^,;:0-9]{{0,12}}?(?P<event>选定|遴选|入选|获批|批复|认定|命名))"
    f"(?:之日|之后)?(?:起|后)?(?:的)?{_SPAN}(?:之内|以内|内)"
)
# Without an event a span counts from the issue of the plan. 3月内 is March, and 25年内 could be the year 2025.
_FROM_ISSUE = re.compile(
    f"(?P<event>)在?{_COUNT}(?:个(?=[月季工]))?(?P<unit>年|(?<=个)月|(?<=个)季度|周|日|天|工作日)(?:之内|以内|内)"
)
_FURTHER = re.compile("(?:[并且后]|此后|之后|其后)+(?=.)")
_LASTING = re.compile(f"[^,;:]{{0,8}}?(?P<event>建设期|创建期|有效期)(?:限)?(?:为|是|:)?{_SPAN}")
_EVENT_OF = {
    "选定": "selected", "遴选": "selected", "入选": "selected", "获批": "selected", "批复": "selected",
    "建设期": "selected", "创建期": "selected",
    "认定": "designated", "命名": "designated", "有效期": "designated",
}  # fmt: skip
_OF_WORK = "(?:完成|整改|办结|办理|责任|工作|任务|落实|推进|实施|进度|截止|销号)"
# The words before a colon that say that a deadline stands behind it.
LABEL = (
    f"(?:(?:计划|预计|要求)?(?:{_OF_WORK}{{0,3}}(?:(?:时限|期限)(?:要求|节点|安排|进度)?"
    f"|(?:时间|日期|进度)(?:要求|节点|安排|进度|表))|{_OF_WORK}{{1,3}}(?:时间|日期)))"
)
# Elsewhere 时间： may announce the time of a meeting; before what is known to be a deadline it says no more than that.
_ANY_LABEL = f"(?:{LABEL}|(?:计划|预计|要求)?(?:时间|日期))"
_LABEL = re.compile(f"^(?:{_ANY_LABEL}[:：]|[【〔[]{_ANY_LABEL}[】〕\\]][:：]?)")
_WHOLE = re.compile("[(（]([^()（）]*)[)）]")
# A clause, or one in brackets; the bracket that has no partner makes a clause that no rule reads.
_CLAUSE = re.compile("[(（](?P<aside>[^()（）]*)[)）]|(?P<clause>[^,，;；。(（]+|[(（])")


@lru_cache(maxsize=4096)  # plans repeat a few phrases over and over
def read_deadline(phrase: str, year: int | None) -> Deadline:
    """The meaning of a deadline phrase, by the rules in docs/plans.md.

    `year` is the plan's own year (the last of its period), for phrases that name none (年底前, 6月底前, 上半年).
    A calendar phrase means the last day of the span that it names, that day included, whether it says 底前, 前, 到
    or 末. Of stages, each is in the year of the one before it unless it names another. Raises UnknownPhraseError for a
    phrase that no rule reads.
    """
    read, stage = Deadline(), ""
    for words, is_aside in _clauses(phrase):
        clause = _read_clause(fold(words), read.due.year if read.due else year, is_first=read == Deadline())
        joined = _join(read, stage, clause) if clause else None
        if not joined or (is_aside and read.due and joined.due != read.due):
            raise UnknownPhraseError(phrase)
        stage = f"{stage}，{words}" if joined.due == read.due and stage else words
        read = joined
    if read == Deadline():
        raise UnknownPhraseError(phrase)
    return read


def _clauses(phrase: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a phrase as it is written, without its label, and whether each stands in brackets behind
    another."""
    text = _LABEL.sub("", "".join(phrase.split()))
    if whole := _WHOLE.fullmatch(text):
        text = _LABEL.sub("", whole[1])
    for match in _CLAUSE.finditer(text.rstrip(".")):
        for part in _CLAUSE.finditer(match["aside"] or match[0]):
            yield part[0], match["aside"] is not None


def _read_clause(key: str, year: int | None, is_first: bool) -> Deadline | None:
    """The meaning of a folded clause; Deadline() for one that only adds to another (并报审, 立即启动); None where
    no rule reads it. `year` is the year of what names none."""
    if goes_on(key) or key in ("全年", "全年度"):
        return Deadline(ongoing=is_first or key[0] != "全")  # 1—12月（全年） is no more than 1—12月
    if begun := _BEGUN_AT_ONCE.match(key):
        return None if read_work(key[begun.end() :]) is None else Deadline()
    if taken := take_time(_TO_TIME.sub("", key), year):
        meaning, words = Deadline(taken[0].last), _AFTER_TIME.sub("", taken[1])
    elif match := _AT_ONCE_WORDS.match(key):
        meaning, words = Deadline(relative=_AT_ONCE), key[match.end() :]
    elif match := _AFTER_EVENT.match(key) or _LASTING.match(key) or _FROM_ISSUE.match(key):
        relative = _relative(match)
        if not relative:
            return None
        meaning, words = Deadline(relative=relative), key[match.end() :]
    elif is_first or not (match := _FURTHER.match(key)):
        return None
    else:
        meaning, words = Deadline(), key[match.end() :]
    ongoing = read_work(words)
    return None if ongoing is None else meaning._replace(ongoing=ongoing)


def _join(read: Deadline, stage: str, clause: Deadline) -> Deadline | None:
    """The meaning of a clause together with that of the clauses before it, of which the last stage has the words
    `stage`; None where the two do not go together: stages rise, and nothing follows on work that goes on."""
    if not clause.due and not clause.relative:
        return read._replace(ongoing=read.ongoing or clause.ongoing)
    if read == Deadline():
        return clause
    if read.ongoing or clause.relative not in (None, read.relative) or read.relative not in (None, _AT_ONCE):
        return None
    if clause.due == read.due:
        return read._replace(ongoing=clause.ongoing)
    if not clause.due or (read.due and clause.due < read.due):
        return None
    return clause._replace(milestones=(*read.milestones, Milestone(read.due, stage)))


def _relative(match: re.Match[str]) -> Relative | None:
    named = match["event"]
    event = _EVENT_OF[named] if named else "issued"
    name, factor = _UNITS[match["unit"]]
    if match["count"] == "半":
        return Relative(event, 6, "months") if name == "years" else None
    length = (numeral(match["count"]) or 0) * factor
    longest = _LONGEST_YEARS if match.re is _FROM_ISSUE and name == "years" else _LONGEST
    return Relative(event, length, name) if 1 <= length <= longest else None
