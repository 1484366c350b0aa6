"""Plans as scraped pages and office programs have left them: other numbering, stray marks, pinyin, destroyed spots.
What can be mended is mended; what may have been something else is told."""

import re

import pytest

from tests.test_draft import drafted

TITLE = "海州市2026年质量工作要点"
TASKS = [
    ("一、完善制度", "（一）健全机制", "1", "修订甲条例。"), ("一、完善制度", "（一）健全机制", "2", "制定乙办法。"),
    ("一、完善制度", "（二）强化宣传", "3", "举办丙活动。"), ("二、强化保护", "（三）严格执法", "4", "开展丁行动。"),
]  # fmt: skip
PLAN = f"""{TITLE}
为做好工作，制定本要点。
一、完善制度
（一）健全机制
1.修订甲条例。（市司法局牵头，市财政局配合）
2.制定乙办法。（市公安局负责，6月底前完成）
（二）强化宣传
3.举办丙活动。（市教育局、市科技局负责）
二、强化保护
（三）严格执法
4.开展丁行动。（市公安局负责，长期坚持）
海州市人民政府办公室
2026年3月5日
"""
PHRASES = [
    (None, "市司法局牵头，市财政局配合"), ("6月底前完成", "市公安局负责"), (None, "市教育局、市科技局负责"),
    ("长期坚持", "市公安局负责"),
]  # fmt: skip
ON_ONE_LINE = PLAN.replace("\n海州市人民政府办公室", "@").replace("\n", "").replace("@", "\n海州市人民政府办公室\n")


def numbered(text: str, behind: str) -> str:
    """The text with something else behind the numbers 1 to 4 than a dot."""
    for number in range(1, 5):
        text = text.replace(f"\n{number}.", f"\n{number}{behind}")
    return text


def in_brackets(left: str, right: str) -> str:
    """The plan with its phrases in other brackets."""
    return re.sub("（(市[^）]*)）", rf"{left}\1{right}", PLAN)


LAYOUTS = {
    "numbers with an asterisk": numbered(PLAN, "*."),
    "numbers with an asterisk set apart": numbered(PLAN, " * ．"),
    "some numbers with an asterisk": PLAN.replace("\n3.", "\n3*."),
    "numbers with a comma": numbered(PLAN, "、"),
    "numbers with full-width dots": numbered(PLAN, "．"),
    "numerals without a comma on one line": ON_ONE_LINE.replace("一、", "一 ").replace("二、", "二 "),
    "everything on one line": ON_ONE_LINE,
    "at signs between words": PLAN.replace("市公安局", "市公安局@@").replace("甲条例", "@@甲@@条例"),
    "a comma before marks": PLAN.replace("。", "，。").replace("一、", "一，、").replace("（市", "（，市"),
    "commas behind marks of a list": PLAN.replace("、市", "、，市"),
    "half-width brackets and spaces": PLAN.replace("（", " (").replace("）", ") "),
    "square brackets of half width": in_brackets("[", "]"),
    "shell brackets": in_brackets("〔", "〕"),
    "captions of pictures between items": PLAN.replace("\n2.", "\n▲会议现场\n2."),
    "pinyin with tone marks": PLAN.replace("市公", "市(shì)公(gōng)"),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_scrape_did_to_a_plan_changes_nothing(layout: str) -> None:
    draft = drafted(LAYOUTS[layout])
    assert draft.tasks() == TASKS
    assert draft.phrases() == PHRASES
    assert draft.doubts == []
    facts = (draft.plan["title"], draft.plan["issuer"], draft.plan["issued"], draft.plan["preamble"])
    assert facts == (TITLE, "海州市人民政府办公室", "2026-03-05", "为做好工作，制定本要点。")


def test_marks_that_were_taken_out_are_told() -> None:
    assert drafted(LAYOUTS["at signs between words"]).notes == [
        "Marks that the page has put between words or doubled were taken out at 4 places."
    ]


PINYIN = PLAN.replace("司法局", "司(si)法(fa)局(ju)").replace("条例", "条(tiao)例(li)")


def test_pinyin_without_tone_marks_is_taken_out_and_asked() -> None:
    draft = drafted(PINYIN)
    assert (draft.tasks(), draft.phrases()) == (TASKS, PHRASES)
    assert draft.doubts == ["pinyin without tone marks was taken out of the text, and may have been something else"]
    assert draft.notes == ["Pinyin in brackets was taken out at 5 places."]


def test_a_single_word_in_brackets_is_no_pinyin() -> None:
    draft = drafted(PLAN.replace("条例", "条例(an)"))
    assert draft.tasks()[0][-1] == "修订甲条例（an）。"
    assert draft.notes == []


@pytest.mark.parametrize(
    ("whole", "spoilt"),
    [
        ("完善制度", "完ㄗ灾善制度"), ("完善制度", "完善\ue000制度"), ("质量工作要点", "质量工作ㄗ灾要点"),
        ("为做好工作", "为做好\ue123工作"), ("修订甲", "修订ㄗ灾甲"), ("市财政局", "市财ㄗ灾政局"),
    ],
)  # fmt: skip
def test_a_destroyed_spot_is_shown_in_headings_facts_and_tasks_alike(whole: str, spoilt: str) -> None:
    assert any(said.startswith("damaged text: ") for said in drafted(PLAN.replace(whole, spoilt)).doubts)


def test_a_numeral_without_its_comma_is_a_heading_only_where_the_next_ones_follow() -> None:
    lines = ("一 完善制度", "1.修订甲条例。（市司法局负责）", "2.制定乙办法。（市司法局负责）")
    draft = drafted(TITLE, *lines, "二 强化保护", "3.开展丁行动。（市公安局负责）")
    assert [task[0] for task in draft.tasks()] == ["一、完善制度", "一、完善制度", "二、强化保护"]
    draft = drafted(TITLE, "一、完善制度", *lines[1:], "一带一路建设", "3.开展丁行动。（市公安局负责）")
    assert {task[0] for task in draft.tasks()} == {"一、完善制度"}
