"""Comparing and guarding text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.damage import PINYIN, traditional_positions
from ipcheck.base.text import fold, hidden_character, similar_names, visible

AGENCIES = [
    "国家知识产权局",
    "国家版权局",
    "市场监管总局",
    "海关总署",
    "最高人民法院",
    "最高人民检察院",
    "工业和信息化部",
]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ＰＣＴ", "pct"),
        ("Pph", "PPH"),
        ("２０２５年１２月", "2025年12月"),
        ("2025 年\u300012\u00a0月\n", "2025年12月"),
        ("专利法(修正)", "专利法（修正）"),
        ("甲,乙;丙:丁!", "甲，乙；丙：丁！"),
        ('"十四五"规划', "“十四五”规划"),
        ("'好差评'", "‘好差评’"),
        ("2021-2035年", "2021—2035年"),
        ("2021–2035年", "2021—2035年"),
        ("完成.", "完成。"),
        ("关於", "关于"),
    ],
)
def test_two_spellings_have_one_key(typed: str, printed: str) -> None:
    assert fold(typed) == fold(printed)


@pytest.mark.parametrize(
    ("one", "other"), [("专利", "專利"), ("甲、乙", "甲，乙"), ("《纲要》", "纲要"), ("2022-1", "2022-11"), ("", "甲")]
)
def test_what_differs_in_more_than_spelling_has_two_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(st.sampled_from('国家知识产权局　 Aa0Ｚｚ９，,。.（(）)“"—-《》、於')))
def test_a_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


HIDDEN = [
    *("\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b"),  # controls
    *("\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069"),  # marks of direction
    *("\u00ad", "\u200b", "\u200d", "\u2028", "\u2060", "\ufeff", "\ufff9"),  # what is not seen
]


@pytest.mark.parametrize("character", HIDDEN)
def test_a_hidden_character_is_found_and_shown(character: str) -> None:
    text = f"国家{character}局"
    assert (hidden_character(text), visible(text)) == (2, "国家\ufffd局")


@pytest.mark.parametrize(
    "text", ["", "国家知识产权局", "a\tb\r\nc", "甲\u3000乙\u00a0丙", "“五位一体”——《纲要》🟢 é", "\U00020000"]
)
def test_ordinary_text_hides_nothing(text: str) -> None:
    assert hidden_character(text) is None


def test_the_first_hidden_character_counts() -> None:
    assert hidden_character("一\u200b二\x00") == 1


def test_a_message_stays_on_one_line() -> None:
    assert visible("第一行\r\n第二行\x1b[31m") == "第一行  第二行\ufffd[31m"


@given(st.text())
def test_nothing_is_hidden_in_what_is_visible(text: str) -> None:
    assert hidden_character(visible(text)) is None


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("国家知识产权局", "国家知识产权局"),
        ("知识产权局", "国家知识产权局"),
        ("国家知识产权居", "国家知识产权局"),
        ("国家知识产权", "国家知识产权局"),
        ("版权局", "国家版权局"),
        ("海关总暑", "海关总署"),
        ("工信部", "工业和信息化部"),
        ("最高人民检查院", "最高人民检察院"),
        ("市场监管 总局", "市场监管总局"),
    ],
)
def test_the_name_that_was_meant_comes_first(typed: str, best: str) -> None:
    assert similar_names(typed, AGENCIES)[0] == best


def test_a_name_contained_whole_is_nearer_than_one_spelled_alike() -> None:
    assert similar_names("知识产权局", ["知识产业局", "国家知识产权局"]) == ["国家知识产权局", "知识产业局"]


def test_only_a_few_names_are_near_and_each_stands_once() -> None:
    names = ["甲一局", "甲二局", "甲三局", "甲四局", "甲一局"]
    assert similar_names("甲一局", names) == ["甲一局", "甲二局", "甲三局"]
    assert similar_names("甲一局", names, most=1) == ["甲一局"]


@pytest.mark.parametrize("typed", ["", "xyz", "完全不同"])
def test_nothing_is_near_to_what_is_like_nothing(typed: str) -> None:
    assert similar_names(typed, AGENCIES) == []


def test_of_names_that_differ_in_case_or_width_the_first_is_suggested() -> None:
    assert similar_names("cnpia", ["CNIPA", "cnipa", "ＣＮＩＰＡ"]) == ["CNIPA"]


def test_no_name_is_near_where_there_are_none() -> None:
    assert similar_names("国家知识产权局", []) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("加強知識產權保護", "強識產權護"),
        ("關於辦理", "關於辦"),
        ("加强知识产权保护", ""),
        ("昇腾、陶喆、王玥、李堃、张祎、沈璟、千瓩", ""),  # of names and units, with no Simplified form
        ("著作权、乾坤、后续、征求、夥伴", ""),  # GB 2312 holds what may be meant
        ("ＡＩ（PCT）2025—2030…①“”", ""),
        ("\U00020000\ud7a3カナ", ""),
    ],
)
def test_traditional_characters_are_told_from_those_of_both_scripts(text: str, found: str) -> None:
    assert "".join(text[at] for at in traditional_positions(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("聯(lián)席會(huì)議", ["(lián)", "(huì)"]),
        ("联（lián）席", ["（lián）"]),
        ("联(lia\u0301n)席", ["(lia\u0301n)"]),
        ("绿(lǜ)色女(nǚ)", ["(lǜ)", "(nǚ)"]),
        ("专利合作条约(PCT)、人工智能(AI)、应用(app)、体系(system)", []),
        ("(lián)", []),
        ("联(lián xí)席", []),
    ],
)
def test_pinyin_in_brackets_has_a_tone_mark(text: str, found: list[str]) -> None:
    assert PINYIN.findall(text) == found
