"""Reading deadline phrases: the last day, whether the work continues after that day, or a span after an event."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.numerals import numeral
from ipcheck.base.text import fold


class Relative(NamedTuple):
    """A span of `length` units ("days", "months" or "years") after an event that the ledger records."""

    event: str
    length: int
    unit: str

    def due(self, event_day: date) -> date:
        """The last day, counted from the day of the event by the rules of the Civil Code (art. 201 and 202).

        The day of the event itself does not count. Where the month lacks that day, the last day of the month counts.
        """
        return event_day + relativedelta(**{self.unit: self.length})  # type: ignore[arg-type]


class Deadline(NamedTuple):
    """The meaning of a deadline phrase. Without a phrase, all three fields have their defaults."""

    due: date | None = None
    ongoing: bool = False
    relative: Relative | None = None


_NUMERAL = "[0-9〇○零一二三四五六七八九十两]{1,4}"
_LONGEST = 1000  # units in a span; a longer span is a typing error, and could end beyond the calendar

_VERB = (
    "(?:前|之前|以前)?(?:力争|争取|确保|基本|全部|全面|初步)*"
    "(?:完成|制定|修订|出台|印发|发布|公布|建成|建立|形成|实现|达到|启动|实施|上线|落实|报送|见效"
    "|取得(?:明显|积极|阶段性)?(?:成效|成果|进展)){0,2}"
)
_ONGOING = (
    "(?:(?:持续|长期|常态化|不断|继续|滚动|逐年|全年)(?:深入)?(?:推进|推动|实施|开展|坚持|落实|加强|完善|优化|深化|进行)"
    "|常态化|长期|每年|每半年|每季度|每月|逐年|全年|每年[^，,;]{0,6}(?:一次|[0-9]+次)|持续)"
)
_YEAR = f"(?:(?P<year>{_NUMERAL})年度?|(?P<this>今年|本年度|本年|当年|年(?=[底末内])))"
_MONTH = f"(?P<month>{_NUMERAL})月份?"
_DAY = f"(?P<day>{_NUMERAL})[日号]"
_QUARTER = "第?(?P<quarter>[1-4一二三四])季度"
_HALF = "(?P<half>[上下])半年"

_THEN = f"(?P<ongoing>[,;]?(?:并|且|后)?{_ONGOING})?"

# One pattern for each shape of the folded phrase. A phrase without a year means the plan's own year.
_WITHIN = f"(?:{_MONTH}(?:{_DAY}|(?P<third>[上中下])旬)?|{_QUARTER}|{_HALF})"
_CALENDAR = re.compile(
    f"(?:力争|争取|确保)?(?:到|至|截至|于|在)?(?=.)(?:{_YEAR})?(?:{_WITHIN})?(?:年?[底末内])?{_VERB}{_THEN}"
)
_SPANS_OF_TIME = ("year", "this", "month", "quarter", "half")
_YEARS = re.compile(f"(?P<first>{_NUMERAL})年?(?:-|至|到)(?P<year>{_NUMERAL})年(?:[底末])?(?:期间)?{_VERB}{_THEN}")
_ONLY_ONGOING = re.compile(_ONGOING)
_LABEL = re.compile("^(?:完成)?(?:时限|时间|期限):")
_UNITS = {
    "年": ("years", 1),
    "个月": ("months", 1),
    "月": ("months", 1),
    "季度": ("months", 3),
    "周": ("days", 7),
    "日": ("days", 1),
    "天": ("days", 1),
}
_SPAN = f"(?P<count>{_NUMERAL}|半)个?(?P<unit>年|个月|月|季度|周|日|天)"
# Only the issue of the plan itself counts: 国家方案印发后3个月内 depends on another document. No digits may stand
# before an event, since they could be a day.
_THIS = "(?:本)?(?:(?:实施|工作|建设|分工)?(?:方案|意见|办法|通知|计划|规划|规定|文件)|推进计划|行动计划|任务分工)?"
_AFTER = re.compile(
    f"(?:自|从)?(?:{_THIS}(?P<issued>印发|发布|公布|下发)|[^,;:0-9]{{0,12}}?(?P<event>选定|遴选|入选|获批|批复|认定|命名))"
    f"(?:之日|之后)?(?:起|后)?(?:的)?{_SPAN}(?:之内|以内|内){_VERB}"
)
_LASTING = re.compile(f"[^,;:]{{0,8}}?(?P<event>建设期|创建期|有效期)(?:限)?(?:为|是|:)?{_SPAN}")
_EVENT_OF = {
    "选定": "selected", "遴选": "selected", "入选": "selected", "获批": "selected", "批复": "selected",
    "建设期": "selected", "创建期": "selected",
    "认定": "designated", "命名": "designated", "有效期": "designated",
}  # fmt: skip


@lru_cache(maxsize=4096)  # plans repeat a few phrases over and over
def read_deadline(phrase: str, year: int | None) -> Deadline:
    """The meaning of a deadline phrase, by the rules in docs/plans.md.

    `year` is the plan's own year (the last of its period), for phrases that name none (年底前, 6月底前, 上半年).
    A calendar phrase means the last day of the span that it names, that day included, whether it says 底前, 前, 到
    or 末. Raises UnknownPhraseError for a phrase that no rule reads.
    """
    key = _LABEL.sub("", fold(phrase)).removesuffix(".")
    if _ONLY_ONGOING.fullmatch(key):
        return Deadline(ongoing=True)
    if match := _AFTER.fullmatch(key) or _LASTING.fullmatch(key):
        event = _EVENT_OF[match["event"]] if match["event"] else "issued"
        return Deadline(relative=_relative(event, match["count"], match["unit"], phrase))
    if match := _YEARS.fullmatch(key):
        if _read_number(match["first"], phrase) > _read_number(match["year"], phrase):
            raise UnknownPhraseError(phrase)
        return Deadline(_year_end(_read_number(match["year"], phrase), phrase), bool(match["ongoing"]))
    if (match := _CALENDAR.fullmatch(key)) and any(match[name] for name in _SPANS_OF_TIME):
        return Deadline(_last_day(match, year, phrase), bool(match["ongoing"]))
    raise UnknownPhraseError(phrase)


def _last_day(match: re.Match[str], plan_year: int | None, phrase: str) -> date:
    year = _read_number(match["year"], phrase) if match["year"] else plan_year
    if year is None:
        raise UnknownPhraseError(phrase)
    last = _year_end(year, phrase)
    month = 12
    if match["month"]:
        month = _read_number(match["month"], phrase)
    elif match["quarter"]:
        month = 3 * _read_number(match["quarter"], phrase)
    elif match["half"] == "上":
        month = 6
    if not 1 <= month <= 12:
        raise UnknownPhraseError(phrase)
    end = last + relativedelta(month=month, day=31)
    if match["day"]:
        day = _read_number(match["day"], phrase)
        if not 1 <= day <= end.day:
            raise UnknownPhraseError(phrase)
        return end.replace(day=day)
    if match["third"] in ("上", "中"):
        return end.replace(day=10 if match["third"] == "上" else 20)
    return end


def _year_end(year: int, phrase: str) -> date:
    if not 1949 <= year <= 2199:
        raise UnknownPhraseError(phrase)
    return date(year, 12, 31)


def _relative(event: str, count: str, unit: str, phrase: str) -> Relative:
    name, factor = _UNITS[unit]
    if count == "半":
        if unit != "年":
            raise UnknownPhraseError(phrase)
        return Relative(event, 6, "months")
    length = _read_number(count, phrase) * factor
    if not 1 <= length <= _LONGEST:
        raise UnknownPhraseError(phrase)
    return Relative(event, length, name)


def _read_number(text: str, phrase: str) -> int:
    value = numeral(text)
    if value is None:
        raise UnknownPhraseError(phrase)
    return value
