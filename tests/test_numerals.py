"""Numerals as documents write them: Arabic, with 十, and digit by digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.numerals import numeral

DIGITS = "〇一二三四五六七八九"


def with_tens(number: int) -> str:
    """A number below 100 as one says it: 十, 十二, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones or not tens else ''}"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("7", 7), ("12", 12), ("2025", 2025), ("００７", 7), ("１２", 12)),
        *(("〇", 0), ("○", 0), ("零", 0), ("一", 1), ("两", 2), ("九", 9)),
        *(
            ("十", 10),
            ("十一", 11),
            ("十九", 19),
            ("一十", 10),
            ("二十", 20),
            ("两十", 20),
            ("三十一", 31),
            ("九十九", 99),
        ),
        *(("二〇二五", 2025), ("二○二五", 2025), ("二零三五", 2035), ("一二三四五六七八九", 123456789), ("〇〇七", 7)),
        ("2〇25", 2025),
    ],
)
def test_a_numeral_is_read_in_every_way_of_writing(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "年", "一年", "十年", "-1", "1.5", "½", "²", "甲十", "十甲", "甲十乙"),
        *("十十", "十十一", "二十十", "二三十", "十二三", "1十", "十2", "12十", "一百", "百"),
    ],
)
def test_what_is_no_numeral_is_not_guessed(text: str) -> None:
    assert numeral(text) is None


@given(st.integers(0, 99))
def test_up_to_99_a_number_is_read_as_one_says_it(number: int) -> None:
    assert numeral(with_tens(number)) == number


@given(st.integers(0, 10**9))
def test_a_number_is_read_digit_by_digit(number: int) -> None:
    assert numeral(str(number).translate(str.maketrans("0123456789", DIGITS))) == numeral(str(number)) == number
