"""The days that the times of phrases name, from the first to the last, and what stands behind them."""

from datetime import date

import pytest

from ipcheck.domain.phrases.times import Time, take_time


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年", "2026-01-01", "2026-12-31"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2026年2月3日", "2026-02-03", "2026-02-03"),
        ("2026年2月上旬", "2026-02-01", "2026-02-10"),
        ("2026年2月初", "2026-02-01", "2026-02-10"),
        ("2026年2月中旬", "2026-02-01", "2026-02-20"),
        ("2026年2月中", "2026-02-01", "2026-02-20"),
        ("2026年2月下旬", "2026-02-01", "2026-02-28"),
        ("2026年第三季度", "2026-07-01", "2026-09-30"),
        ("2026-q1", "2026-01-01", "2026-03-31"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026年下半年", "2026-07-01", "2026-12-31"),
        ("2026年初", "2026-01-01", "2026-01-31"),
        ("2026年中", "2026-01-01", "2026-06-30"),
        ("2026.2", "2026-02-01", "2026-02-28"),
        ("2026/2/3", "2026-02-03", "2026-02-03"),
        ("今年", "2025-01-01", "2025-12-31"),
        ("明年2月", "2026-02-01", "2026-02-28"),
        ("十四五期间", "2021-01-01", "2025-12-31"),
        ("2026年2月至4月", "2026-02-01", "2026-04-30"),
        ("2026年1-12月", "2026-01-01", "2026-12-31"),
        ("2月至2026年4月", "2025-02-01", "2026-04-30"),
        ("上半年至三季度", "2025-01-01", "2025-09-30"),
        ("2026年2月3日-2月3日", "2026-02-03", "2026-02-03"),
        ("即日起至2月3日", "2025-02-03", "2025-02-03"),
    ],
)
def test_a_time_has_all_the_days_that_its_text_names(text: str, first: str, last: str) -> None:
    time = Time(date.fromisoformat(first), date.fromisoformat(last))
    assert take_time(text, 2025) == (time, "")
    assert take_time(f"{text}完成", 2025) == (time, "完成")


@pytest.mark.parametrize(
    "text", ["", "完成", "底", "初", "完成2026年", "自2026年即日起至底", "2026年2月30日", "12月至2月"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert take_time(text, 2025) is None


def test_a_time_without_a_year_needs_that_of_the_plan() -> None:
    assert take_time("2月", None) is None
    assert take_time("2月至2026年4月", None) is None
    assert take_time("即日起至2月", None) is None
