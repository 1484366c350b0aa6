"""The width of text in cells and ems, and lines that fit into a width."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from ipcheck.base.width import FIXED, LIGHT_MARKS, PAPER, SCREEN, SHEET, Face, cells, ems, wrap
from ipcheck.domain.situation import LIGHTS
from ipcheck.formats.cells import GROUNDS
from tests.conftest import examples

CHECKED = settings(max_examples=examples(200))
FACES = pytest.mark.parametrize("face", [SCREEN, PAPER, SHEET, FIXED], ids=["SCREEN", "PAPER", "SHEET", "FIXED"])
OPENING, CLOSING = "（《“〔【", "，。；：、？！）》”’〕】"
HAN, LATIN = "国家知识产权局年底前完成", "AMpatentill0159-."

PLAIN = st.text(HAN + LATIN + " ", max_size=40)
ANYTHING = st.text(HAN + LATIN + OPENING + CLOSING + " \n—…é·🔴⚪", max_size=60)
WORDS = st.sampled_from([*HAN, "PCT", "2025", "patents"])
MARKED = st.tuples(st.text(OPENING, max_size=2), WORDS, st.text(CLOSING, max_size=2), st.sampled_from(["", " "]))
PUNCTUATED = st.lists(MARKED.map("".join), max_size=30).map("".join)
WIDTHS = st.integers(min_value=2, max_value=30)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("plans", 5),
        ("国家", 4),
        ("2025年", 6),
        ("“好”", 4),
        ("，。", 4),
        ("🔴 逾期", 7),
        ("e\u0301", 1),
        ("\n", 0),
    ],
)
def test_a_chinese_character_takes_two_cells_and_an_accent_or_a_line_end_none(text: str, width: int) -> None:
    assert cells(text) == width


@CHECKED
@given(PLAIN, PLAIN)
def test_two_texts_take_as_many_cells_together_as_apart(one: str, other: str) -> None:
    assert cells(one + other) == cells(one) + cells(other)


@CHECKED
@given(PLAIN)
def test_cells_are_what_a_terminal_shows(text: str) -> None:
    assert cells(text) == wcswidth(text)


@FACES
def test_a_chinese_character_is_one_em_and_a_latin_letter_is_less(face: Face) -> None:
    assert {ems(each, face) for each in HAN + "，。（）《》"} == {1}
    assert all(0 < ems(each, face) < 1 for each in map(chr, range(0x20, 0x7F)))


@FACES
@CHECKED
@given(text=ANYTHING, more=ANYTHING)
def test_a_text_with_more_behind_it_is_no_narrower(face: Face, text: str, more: str) -> None:
    assert ems(text, face) <= ems(text + more, face)


@pytest.mark.parametrize(
    ("face", "letter", "capital", "quotation_mark", "light"),
    [(SCREEN, 0.55, 0.55, 0.55, 1), (PAPER, 0.5, 0.7, 1, 1), (SHEET, 0.5, 0.5, 1, 1.25), (FIXED, 0.5, 0.5, 1, 1)],
    ids=["SCREEN", "PAPER", "SHEET", "FIXED"],
)
def test_each_face_has_letters_of_its_own(
    face: Face, letter: float, capital: float, quotation_mark: float, light: float
) -> None:
    assert [ems(each, face) for each in ("a", "A", "“", "🔴")] == [letter, capital, quotation_mark, light]


def test_the_lights_are_those_of_situations() -> None:
    assert {*LIGHT_MARKS} == {*LIGHTS.values()} >= {*GROUNDS}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("国家知识产权局", 6, ["国家知", "识产权", "局"]),
        ("完成修改。", 8, ["完成修", "改。"]),
        ("推进（专利）审查", 6, ["推进", "（专", "利）审", "查"]),
        ("what is due, and by whom", 12, ["what is due,", "and by whom"]),
        ("see https://example.org/a-long-address now", 10, ["see", "https://example.org/a-long-address", "now"]),
        ("2025年12月底前", 8, ["2025年12", "月底前"]),
    ],
)
def test_lines_are_broken_between_words_and_between_chinese_characters(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@CHECKED
@given(ANYTHING, WIDTHS)
def test_no_character_is_lost_but_spaces_at_the_breaks(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
    assert all(line == line.strip() for line in wrap(text, width))


@CHECKED
@given(ANYTHING, WIDTHS)
def test_a_line_is_wider_than_asked_only_where_it_is_one_word(text: str, width: int) -> None:
    for line in wrap(text, width):
        word = line.lstrip(OPENING).rstrip(CLOSING)
        assert cells(line) <= width or len(word) <= 1 or not any(each in HAN or each.isspace() for each in word)


@CHECKED
@given(PUNCTUATED, WIDTHS)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert not line.startswith(tuple(CLOSING))
        assert not line.endswith(tuple(OPENING))
