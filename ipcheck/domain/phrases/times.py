"""Reading the times that deadline phrases name: 2026年6月底, 第三季度, 1-12月, 2026.12.31, “十五五”期末."""

import re
from datetime import date
from typing import NamedTuple

from ipcheck.base.dates import month_end
from ipcheck.base.numerals import numeral

NUMERAL = "[0-9〇○零一二三四五六七八九十两]{1,4}"

_YEAR = (
    f"(?:(?P<year>{NUMERAL})年度?"
    "|(?P<this>今年|本年度?|当年|全年度?|年度?(?=[底末内初中]))|(?P<next>明年|来年|下一?年)度?)"
)
MONTH, DAY = f"{NUMERAL}月份?", f"{NUMERAL}[日号]"
_WITHIN = (
    f"(?:(?P<month>{MONTH})(?:(?P<day>{DAY})|(?P<third>[上中下](?=旬)|初(?!旬|步)|中(?!旬))旬?)?"
    f"|第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年)"
)
_FIGURES = (
    "(?P<figures>[0-9]{4}(?:[-年]?q[1-4]|"
    + "|".join(f"{mark}[0-9]{{1,2}}(?:{mark}[0-9]{{1,2}}日?|月)?" for mark in (r"\.", "/", "-"))
    + "))[底末]?"
)
# From 十一五 to 十九五, and only with a word that names the whole time or its end.
_FIVE_YEARS = "[\"']?十(?P<plan>[一二三四五六七八九])五[\"']?(?:规划)?(?:(?:时期|期间)[末内]?|期?[末底]|期内)"
# 全年推进 is work that goes on.
_OF_YEAR = "(?:年?(?P<edge>初(?!步)|中)|年?[底末内]|全年(?!推))?"
_POINT = re.compile(f"{_FIGURES}|{_FIVE_YEARS}|{_YEAR}?(?:{_WITHIN}[底末内]?|{_OF_YEAR})")
_TO = re.compile("--?|~|至|到")
_BARE = re.compile(  # 1 in 1-12月, 2026年1 in 2026年1-12月, 2023 in 2023-2025年
    f"(?P<first>(?:{NUMERAL}年)?第?{NUMERAL})(?:{_TO.pattern})(?=第?{NUMERAL}(?P<unit>月|季度|年))"
)
_FROM_NOW = re.compile(
    "(?:自|从)?(?:即日|现在|本?(?:方案|通知|意见|计划)?(?:印发|发布)之日)起?(?:--?|~|至|到)"  # the beginning is no day
)


class Time(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date


def take_time(text: str, year: int | None) -> tuple[Time, str] | None:
    """The time that a folded text begins with, and the text behind it; None where it begins with none, or with a day
    that does not exist.

    `year` is the year that is meant where the text names none. Of a span between two times, the second is in the year
    of the first; a span that ends before it begins is none.
    """
    if now := _FROM_NOW.match(text):
        return _take_point(text[now.end() :], year)
    if bare := _BARE.match(text):
        begin = _take_point(bare["first"] + bare["unit"], year)
        if begin:
            return _take_end(begin[0], text[bare.end() :])
    begin = _take_point(text, year)
    if begin and (to := _TO.match(begin[1])):
        return _take_end(begin[0], begin[1][to.end() :])
    return begin


def _take_end(begin: Time, text: str) -> tuple[Time, str] | None:
    end = _take_point(text, begin.last.year)
    return (Time(begin.first, end[0].last), end[1]) if end and begin.first <= end[0].first else None


def _take_point(text: str, year: int | None) -> tuple[Time, str] | None:
    match = _POINT.match(text)
    time = _point(match, year) if match else None
    return (time, text[match.end() :]) if match and time else None


def _point(match: re.Match[str], plan_year: int | None) -> Time | None:
    try:
        if match["figures"]:
            numbers = map(int, re.findall("[0-9]+", match["figures"]))
            return _quarter(*numbers) if "q" in match["figures"] else _of_numbers(*numbers)
        if match["plan"]:
            last_year = 1955 + 5 * (10 + _number(match["plan"]))  # the thirteenth five years ended in 2020
            return Time(date(last_year - 4, 1, 1), date(last_year, 12, 31))
        return _dated(match, plan_year)
    except ValueError:
        return None


def _dated(match: re.Match[str], plan_year: int | None) -> Time | None:
    names_time = ("year", "this", "next", "month", "quarter", "half")
    year = _number(match["year"]) if match["year"] else plan_year
    if year is None or not any(match[name] for name in names_time):
        return None
    if match["next"]:
        year += 1
    if match["month"]:
        month = _number(match["month"].rstrip("月份"))
        if match["day"]:
            return _of_numbers(year, month, _number(match["day"].rstrip("日号")))
        time = _of_numbers(year, month)
        third = {"上": 10, "初": 10, "中": 20}.get(match["third"] or "")
        return time._replace(last=time.last.replace(day=third)) if third else time
    if match["quarter"]:
        return _quarter(year, _number(match["quarter"]))
    if match["half"]:
        return _months(year, 1, 6) if match["half"] == "上" else _months(year, 7, 12)
    if match["edge"]:
        return _months(year, 1, 1) if match["edge"] == "初" else _months(year, 1, 6)
    return _of_numbers(year)


def _of_numbers(year: int, month: int | None = None, day: int | None = None) -> Time:
    """A year, a month or a day. Raises ValueError where there is none, or where the year must be a typing error."""
    if month is None:
        return _months(year, 1, 12)
    if day is None:
        return _months(year, month, month)
    _months(year, month, month)
    return Time(date(year, month, day), date(year, month, day))


def _quarter(year: int, number: int) -> Time:
    return _months(year, 3 * number - 2, 3 * number)


def _months(year: int, first: int, last: int) -> Time:
    if not 1949 <= year <= 2199:
        raise ValueError
    return Time(date(year, first, 1), month_end(year, last))


def _number(text: str) -> int:
    value = numeral(text)
    if value is None:
        raise ValueError
    return value
