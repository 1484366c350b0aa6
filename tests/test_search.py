"""Words in a plan that is one piece of bytes stand where they stand in its tasks."""

from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.search import find_positions, search_block
from ipcheck.base.text import fold

SECTIONS = [
    ("一、商标｜序言", ["推进商标法修改。", "做好工作。"]),
    ("二、专利", ["专利审查。", "“商标”品牌，\n开展ＡＢＣ。", "其他。"]),
]


def found(word: str) -> set[int]:
    return find_positions(search_block(SECTIONS), [fold(word)])


def test_a_word_is_found_in_the_texts_of_tasks() -> None:
    assert found("专利审查") == {2}
    assert found("abc") == {3}
    assert found("其他") == {4}
    assert found("没有") == set()


def test_a_word_of_a_section_finds_all_its_own_tasks() -> None:
    assert found("商标") == {0, 1, 3}
    assert found("二、") == {2, 3, 4}


def test_no_word_reaches_from_one_text_into_the_next() -> None:
    assert found("修改。做好") == set()
    assert found("其他。一、") == set()


def test_an_empty_word_is_in_everything() -> None:
    assert found("") == {0, 1, 2, 3, 4}


WORDS = st.text("商标专利A Ａａ。“”\n\x1e|", max_size=6)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4)), max_size=4), st.lists(WORDS, max_size=2))
def test_it_finds_what_looking_at_every_text_finds(sections: list[tuple[str, list[str]]], forms: list[str]) -> None:
    expected, position = set(), 0
    for own, texts in sections:
        for text in texts:
            if any(fold(form) in fold(own) or fold(form) in fold(text) for form in forms):
                expected.add(position)
            position += 1
    assert find_positions(search_block(sections), list(map(fold, forms))) == expected
