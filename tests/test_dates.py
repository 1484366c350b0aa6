"""Spans of days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.dates import Span, SpanError, month_end, read_since, read_span

TODAY = date(2025, 1, 31)
NOT_IN_THE_CALENDAR = "{text} does not exist in the calendar"
UNREADABLE = "cannot read {text} as a date"


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025年", "2025-01-01", "2025-12-31"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-1", "2025-01-01", "2025-01-31"),
        ("2025/06", "2025-06-01", "2025-06-30"),
        ("2025.6", "2025-06-01", "2025-06-30"),
        ("2025年6月", "2025-06-01", "2025-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-W50", "2025-12-08", "2025-12-14"),
        ("2025W50", "2025-12-08", "2025-12-14"),
        ("2025-w01", "2024-12-30", "2025-01-05"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2022-Q4", "2022-10-01", "2022-12-31"),
        ("2022Q1", "2022-01-01", "2022-03-31"),
        ("2022年Q2", "2022-04-01", "2022-06-30"),
        ("2022年第四季度", "2022-10-01", "2022-12-31"),
        ("2022年四季度", "2022-10-01", "2022-12-31"),
        ("2022年第3季度", "2022-07-01", "2022-09-30"),
        ("２０２２－ｑ４", "2022-10-01", "2022-12-31"),
        ("2025-12-31", "2025-12-31", "2025-12-31"),
        ("2025-4-9", "2025-04-09", "2025-04-09"),
        ("2025/12/31", "2025-12-31", "2025-12-31"),
        ("2025.12.31", "2025-12-31", "2025-12-31"),
        ("2025年12月31日", "2025-12-31", "2025-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("0d", "2025-01-31", "2025-01-31"),
        ("1d", "2025-01-31", "2025-02-01"),
        ("30d", "2025-01-31", "2025-03-02"),
        ("4w", "2025-01-31", "2025-02-28"),
        ("1m", "2025-01-31", "2025-02-28"),
        ("3M", "2025-01-31", "2025-04-30"),
        ("12m", "2025-01-31", "2026-01-31"),
        ("２０２５－１２", "2025-12-01", "2025-12-31"),
        ("２０２５年１２月", "2025-12-01", "2025-12-31"),
        ("３０Ｄ", "2025-01-31", "2025-03-02"),
        (" 2025 - 12 ", "2025-12-01", "2025-12-31"),
        ("2025—12", "2025-12-01", "2025-12-31"),
    ],
)
def test_a_span_has_all_the_days_that_its_text_names(text: str, first: str, last: str) -> None:
    assert read_span(text, TODAY) == span(first, last)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-13", NOT_IN_THE_CALENDAR),
        ("2025-00", NOT_IN_THE_CALENDAR),
        ("2025-02-30", NOT_IN_THE_CALENDAR),
        ("2025-02-29", NOT_IN_THE_CALENDAR),
        ("2025年4月31日", NOT_IN_THE_CALENDAR),
        ("2025-12-00", NOT_IN_THE_CALENDAR),
        ("2025-W54", NOT_IN_THE_CALENDAR),
        ("2025-W53", NOT_IN_THE_CALENDAR),
        ("2025-W00", NOT_IN_THE_CALENDAR),
        ("9999-W52", NOT_IN_THE_CALENDAR),
        ("0000", NOT_IN_THE_CALENDAR),
        ("0000-Q4", NOT_IN_THE_CALENDAR),
        *((text, UNREADABLE) for text in ("", " ", "昨天", "今天", "2025年底", "二〇二五年", "25-12", "12025", "soon")),
        # could be read in two ways
        *((text, UNREADABLE) for text in ("202512", "20251231", "2025-111", "2025-1231", "2025年121", "2025-12日")),
        *((text, UNREADABLE) for text in ("2025-Q5", "2025-Q0", "2025第四季度", "2025年第五季度", "Q4", "第四季度")),
        *((text, UNREADABLE) for text in ("2025-", "2025-12-", "2025-012", "2025-W5", "2025-12-31T00:00")),
        *((text, UNREADABLE) for text in ("0w", "0m", "00d", "007d", "99999d", "-30d", "30", "30days", "1y", "d")),
    ],
)
def test_what_is_no_span_is_refused(text: str, message: str) -> None:
    with pytest.raises(SpanError) as refused:
        read_span(text, TODAY)
    assert str(refused.value) == message


def test_a_span_to_come_must_end_within_the_calendar() -> None:
    with pytest.raises(SpanError):
        read_span("9999d", date(9990, 1, 1))
    with pytest.raises(SpanError):
        read_span("9999m", date(9990, 1, 1))


@given(st.dates())
def test_a_month_ends_the_day_before_the_next_begins(day: date) -> None:
    month = read_span(f"{day.year:04}-{day.month:02}", TODAY)
    assert month.first <= day <= month.last == month_end(day.year, day.month)
    assert (month.first.day, month.last.month) == (1, day.month)
    assert month.last == date.max or (month.last + timedelta(days=1)).day == 1


@given(st.integers(1, 9999), st.integers(1, 4), st.sampled_from(["{0:04}-Q{1}", "{0:04}Q{1}", "{0:04}年第{1}季度"]))
def test_a_quarter_is_its_three_months(year: int, number: int, form: str) -> None:
    months = [read_span(f"{year:04}-{3 * number - before:02}", TODAY) for before in (2, 1, 0)]
    assert read_span(form.format(year, number), TODAY) == Span(months[0].first, months[2].last)


@given(st.dates(date(1, 1, 1), date(9999, 12, 26)))
def test_a_day_lies_in_its_iso_week(day: date) -> None:
    year, week, weekday = day.isocalendar()
    monday, sunday = read_span(f"{year:04}-W{week:02}", TODAY)
    assert (day - monday).days == weekday - 1
    assert (sunday - monday).days == 6


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}年{0.month}月{0.day}日"]))
def test_a_day_is_a_span_of_one_day(day: date, form: str) -> None:
    assert read_span(form.format(day), TODAY) == Span(day, day)


@given(st.integers(1, 9999), st.sampled_from("dwm"), st.dates(max_value=date(2200, 1, 1)))
def test_a_span_to_come_begins_today_and_is_longer_than_a_day(count: int, unit: str, today: date) -> None:
    first, last = read_span(f"{count}{unit}", today)
    assert first == today < last


@given(st.one_of(st.text(max_size=12), st.text("0123456789-/.年月日wWdm ", max_size=12)))
def test_any_text_is_a_span_or_refused(text: str) -> None:
    try:
        first, last = read_span(text, TODAY)
    except SpanError:
        return
    assert first <= last


# since when


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("7d", "2025-01-24"),
        ("4w", "2025-01-03"),
        ("2m", "2024-11-30"),  # November has 30 days
        ("11m", "2024-02-29"),
        ("0d", "2025-01-31"),
        ("２Ｗ", "2025-01-17"),
        ("2025-01-20", "2025-01-20"),
        ("2024-12", "2024-12-01"),
        ("2024-Q4", "2024-10-01"),
        ("2024年第四季度", "2024-10-01"),
        ("2025-W02", "2025-01-06"),
        ("2024", "2024-01-01"),
        ("2025-01", "2025-01-01"),
    ],
)
def test_since_a_span_is_from_its_first_day_until_today(text: str, first: str) -> None:
    assert read_since(text, TODAY) == span(first, "2025-01-31")


@pytest.mark.parametrize("text", ["last-week", "Last week", "LAST-WEEK", "last—week", "上周", " 上 周"])
def test_last_week_ends_on_its_sunday(text: str) -> None:
    assert read_since(text, TODAY) == span("2025-01-20", "2025-01-26")


@given(st.dates(date(1, 1, 15), date(9999, 12, 31)))
def test_last_week_is_the_last_complete_one(today: date) -> None:
    first, last = read_since("last-week", today)
    assert (first.weekday(), last.weekday()) == (0, 6)
    assert 1 <= (today - last).days <= 7


@pytest.mark.parametrize("text", ["last", "week", "this-week", "d", "-7d", "7", "下周", ""])
def test_since_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(SpanError, match=UNREADABLE):
        read_since(text, TODAY)


@pytest.mark.parametrize("text", ["20d", "4w", "1m", "last-week"])
def test_since_before_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(SpanError, match=NOT_IN_THE_CALENDAR):
        read_since(text, date(1, 1, 3))
