"""What a published plan becomes as a draft: headings, tasks, phrases, facts; what is left out, and what is doubted."""

from typing import Any, NamedTuple

import pytest
import yaml

from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft.characters import converter
from ipcheck.importing.draft.draft import draft_as_yaml
from ipcheck.importing.draft.plan import NoPlanError, read_plan
from ipcheck.importing.readers.pieces import Piece, ReadDocument

WORDS = Translator("en")
AGENCIES = {"国家知识产权局", "知识产权局", "司法部", "国资委", "中科院", "林草局", "农业部", "公安部"}


class Draft(NamedTuple):
    """A draft as any reader of YAML has it, the doubts in it, what was left out and what was noted."""

    plan: Any
    doubts: list[str]
    left_out: list[str]
    notes: list[str]

    def tasks(self, node: Any = None, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        """(headings…, number, text) of each task."""
        found = []
        for section in (node or self.plan)["contents"]:
            within = (*path, section["heading"])
            found += [(*within, task["number"], task["text"]) for task in section.get("tasks", ())]
            if section.get("contents"):
                found += self.tasks(section, within)
        return found

    def phrases(self) -> list[tuple[str | None, str | None]]:
        """(deadline, responsible) of each task."""
        return [(task.get("deadline"), task.get("responsible")) for task in _all_tasks(self.plan)]


def _all_tasks(node: Any) -> list[Any]:
    own = list(node.get("tasks", ()))
    return own + [task for section in node.get("contents", ()) for task in _all_tasks(section)]


def silent(_done: int, _total: int) -> None:
    """For work that nobody watches."""


def knows_agency(name: str, region: str | None) -> bool:
    """The agencies that are known, one of them in 海州市 alone."""
    return name in AGENCIES or (name, region) == ("创新论坛", "海州市")


def drafted(*pieces: str | Piece, title: str | None = None, wrapped: bool = True) -> Draft:
    """The draft of a document whose lines these are."""
    lines = [line for piece in pieces for line in (piece.splitlines() if isinstance(piece, str) else [piece])]
    placed = [Piece(line.strip(), n) if isinstance(line, str) else line for n, line in enumerate(lines, 1)]
    found = ReadDocument([piece for piece in placed if piece.text or piece.cells], "line", title, wrapped)
    reading = read_plan(found, None, lambda: converter(WORDS), knows_agency, silent, WORDS)
    text, doubts = draft_as_yaml(reading.plan, [], WORDS)
    left_out = [line.text or " | ".join(line.cells) for line in reading.left_out]
    return Draft(yaml.load(text, yaml.BaseLoader), [said for _at, said in doubts], left_out, list(reading.notes))


PLAN = """2025年知识产权工作推进计划
为贯彻落实决策部署，制定本计划。
一、完善制度
（一）完善法律法规
1.加快推进《商标法》修改。（国家知识产权局、司法部负责）
2.研究论证《专利法》。（2025年12月底前完成）
（二）改革政策
3.打通全链条。健全机制。（国家知识产权局负责，持续推进）
二、强化保护
4.严厉打击侵权。（公安部负责）
上述任务由多个部门负责的，列第一位的部门为牵头部门。
"""
TASKS = [
    ("一、完善制度", "（一）完善法律法规", "1", "加快推进《商标法》修改。"),
    ("一、完善制度", "（一）完善法律法规", "2", "研究论证《专利法》。"),
    ("一、完善制度", "（二）改革政策", "3", "打通全链条。健全机制。"),
    ("二、强化保护", "4", "严厉打击侵权。"),
]
PHRASES = [
    (None, "国家知识产权局、司法部负责"), ("2025年12月底前完成", None), ("持续推进", "国家知识产权局负责"),
    (None, "公安部负责"),
]  # fmt: skip


def test_a_plan_is_read_with_its_headings_tasks_phrases_and_facts() -> None:
    draft = drafted(PLAN)
    assert draft.tasks() == TASKS
    assert draft.phrases() == PHRASES
    facts = {key: value for key, value in draft.plan.items() if key != "contents"}
    assert facts == {
        "id": "2025", "title": "2025年知识产权工作推进计划", "period": "2025", "lead": "first",
        "preamble": "为贯彻落实决策部署，制定本计划。",
        "closing": "上述任务由多个部门负责的，列第一位的部门为牵头部门。",
    }  # fmt: skip
    assert draft.left_out == []


LAYOUTS = {
    "half-width punctuation": PLAN.translate(str.maketrans("，（）", ",()")),
    "a space for the comma behind the numeral": PLAN.replace("一、", "一 ").replace("二、", "二 "),
    "no comma behind the numeral": PLAN.replace("\n一、", "\n一").replace("\n二、", "\n二"),
    "numerals on lines of their own": PLAN.replace("\n一、", "\n一\n").replace("\n二、", "\n二\n"),
    "numbers with full-width dots": PLAN.replace("1.", "1．").replace("3.", "3．"),
    "numbers with a comma": PLAN.replace("1.", "1、").replace("2.", "2、").replace("3.", "3、").replace("4.", "4、"),
    "phrases on lines of their own": PLAN.replace("。（", "。\n（"),
    "the end behind the bracket": PLAN.replace("。（", "（").replace("）\n", "）。\n"),
    "indented with full-width spaces": PLAN.replace("\n", "\n　　"),
    "lines broken inside sentences": PLAN.replace("《商标法》修", "《商标\n法》修").replace(
        "部门负责的，列", "部门负责的，\n列"
    ),
    "numbers of pages inside sentences": PLAN.replace("《商标法》", "《商标\n— 3 —\n法》").replace(
        "研究论证", "研究论证\n第4页 共9页\n"
    ),
    "no line breaks at all": PLAN.replace("\n", ""),
    "no line breaks and no commas": PLAN.replace("一、", "一").replace("二、", "二").replace("\n", ""),
    "pinyin in brackets": PLAN.replace("权局", "权(quán)局").replace("严厉", "严(yán)厉（lì）"),
    "spaces around numbers": PLAN.replace("2025年12月", " 2025 年 12 月 ").replace("2025年知", "2025 年知"),
    "radicals and invisible characters": PLAN.replace("人民", "⼈⺠").replace("修改", "修\u200b改").replace("门", "⻔"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_a_plan_changes_nothing(layout: str) -> None:
    draft = drafted(LAYOUTS[layout])
    assert [task for task in draft.tasks() if "（" in task[1]] == [task for task in TASKS if "（" in task[1]]
    assert draft.tasks() == TASKS
    assert draft.phrases() == PHRASES
    assert draft.plan["title"] == "2025年知识产权工作推进计划"
    assert draft.plan["preamble"] == "为贯彻落实决策部署，制定本计划。"
    assert draft.plan["lead"] == "first"


def test_traditional_characters_become_simplified_ones_and_that_is_told() -> None:
    draft = drafted("一、完善知識產權制度", "1.加快修訂條例。(國家知識產權局負責)", "二、強化保護", "2.嚴厲打擊侵權。")
    assert draft.tasks() == [
        ("一、完善知识产权制度", "1", "加快修订条例。"), ("二、强化保护", "2", "严厉打击侵权。"),
    ]  # fmt: skip
    assert draft.notes == ["Traditional characters were converted to Simplified ones: 4 paragraphs."]


def test_abbreviations_in_brackets_are_no_pinyin() -> None:
    draft = drafted(
        "一、合作", "1.加强世界知识产权组织(WIPO)合作,用好(PCT)和(AI)与(de)体系。", "二、保障", "2.做好保障。"
    )
    assert draft.tasks()[0][-1] == "加强世界知识产权组织（WIPO）合作，用好（PCT）和（AI）与（de）体系。"


@pytest.mark.parametrize(
    ("written", "deadline", "responsible"),
    [
        (
            "（知识产权局、国资委、中科院、林草局按职责分别负责）",
            None,
            "知识产权局、国资委、中科院、林草局按职责分别负责",
        ),
        ("（农业部牵头，公安部配合；2025年6月底前完成）", "2025年6月底前完成", "农业部牵头，公安部配合"),
        ("（公安部等部门负责）（持续推进）", "持续推进", "公安部等部门负责"),
        ("责任单位：公安部、司法部。完成时限：2025年12月底前", "2025年12月底前", "公安部、司法部"),
        ("牵头单位：公安部；配合单位：司法部；完成时限：年底前", "年底前", "牵头单位：公安部；配合单位：司法部"),
        ("责任单位：公安部。截止日期：年底前", "年底前", "公安部"),
        ("责任单位：公安部。计划完成时间：年底前", "年底前", "公安部"),
        ("【责任单位：公安部】", None, "公安部"),
        ("（公安部、司法部）", None, "公安部、司法部"),
        ("（市市场监督管理局、各区人民政府）", None, "市市场监督管理局、各区人民政府"),
    ],
)
def test_phrases_are_taken_from_the_end_of_a_task(written: str, deadline: str | None, responsible: str | None) -> None:
    draft = drafted(
        "2025年工作要点", "一、任务", f"1.做好工作。{written}", f"2.做好工作{written}。", "二、保障", "3.做好保障。"
    )
    assert draft.phrases()[0] == (deadline, responsible)
    assert draft.tasks()[0][-1] == "做好工作。"
    assert draft.doubts == ["no issuer was found", "no day of issue was found"]


def test_agencies_are_known_in_the_region_that_the_document_tells() -> None:
    doubt = "is 创新论坛 an agency? It does not end like one"
    tasks = ("一、任务", "1.做好工作。（创新论坛牵头，公安部配合）", "二、保障", "2.做好保障。")
    assert doubt in drafted("临江市2025年工作要点", *tasks).doubts
    assert doubt not in drafted("海州市2025年工作要点", *tasks).doubts
    rows = [("任务", "牵头单位"), ("做好工作。", "创新论坛"), ("做好保障。", "创新论坛")]
    for region, told in (("临江市", True), ("海州市", False)):
        draft = drafted(f"{region}2025年工作要点", *(Piece("", at, cells) for at, cells in enumerate(rows, 9)))
        assert (doubt in draft.doubts) is told


@pytest.mark.parametrize(
    "text", ["推广《标准（试行）》。", "支持设立仲裁院（中心）。", "推动建设服务站（点）。", "完成升级（一期）。"]
)
def test_brackets_that_are_no_phrases_stay(text: str) -> None:
    draft = drafted("一、任务", f"1.{text}（公安部负责）", f"2.{text}", "二、保障", "3.做好保障。（公安部负责）")
    assert draft.tasks()[0][-1] == text
    assert draft.tasks()[1][-1] == text


def test_a_sentence_about_time_limits_goes_on_to_the_next_line() -> None:
    draft = drafted(
        "一、任务", "1.优化服务。办结时限再压缩", "三分之一。（公安部负责）", "二、保障", "2.做好保障。（持续推进）"
    )
    assert draft.tasks()[0][-1] == "优化服务。办结时限再压缩三分之一。"
    assert not [doubt for doubt in draft.doubts if "lines below" in doubt]


def test_the_time_of_a_meeting_is_no_deadline() -> None:
    draft = drafted(
        "一、任务", "1.召开会议。时间：6月5日上午9时", "二、保障", "2.做好保障。（持续推进）", title="2026年要点"
    )
    assert draft.phrases()[0] == (None, None)


def test_a_phrase_that_no_rule_reads_is_kept_and_doubted() -> None:
    draft = drafted("一、任务", "1.做好工作。（后年底前完成）", "二、保障", "2.做好保障。（持续推进）")
    assert draft.phrases()[0] == ("后年底前完成", None)
    assert "the phrase 后年底前完成 is not recognised" in draft.doubts


PROSE = """海州市知识产权保护工作方案
一、总体要求
（一）指导思想。坚持以人民为中心，全面加强保护。
（二）工作目标。到2027年，保护水平明显提高。满意度稳步提升。
二、重点任务
全市上下要聚焦以下任务。到2026年，建成中心。
1.完善法规。修订《海州市专利条例》。出台办法。
2.强化执法。开展专项行动。每年通报典型案例。
专栏1 重点项目
建设一批项目。
三、组织实施
（一）加强领导
各区要落实责任。加强统筹。
（二）创建条件
具备工作基础。
"""


def test_of_a_plan_in_prose_each_sentence_is_a_task_under_its_heading() -> None:
    assert drafted(PROSE).tasks() == [
        ("一、总体要求", "（二）工作目标。", "g1", "到2027年，保护水平明显提高。"),
        ("一、总体要求", "（二）工作目标。", "g2", "满意度稳步提升。"),
        ("二、重点任务", "g3", "到2026年，建成中心。"),
        ("二、重点任务", "1. 完善法规。", "1.1", "修订《海州市专利条例》。"),
        ("二、重点任务", "1. 完善法规。", "1.2", "出台办法。"),
        ("二、重点任务", "2. 强化执法。", "2.1", "开展专项行动。"),
        ("二、重点任务", "2. 强化执法。", "2.2", "每年通报典型案例。"),
        ("二、重点任务", "专栏1 重点项目", "b1.1", "建设一批项目。"),
        ("三、组织实施", "（一）加强领导", "o1.1", "各区要落实责任。"),
        ("三、组织实施", "（一）加强领导", "o1.2", "加强统筹。"),
        ("三、组织实施", "（二）创建条件", "o2.1", "具备工作基础。"),
    ]


def test_prose_goals_and_conditions_are_told_apart() -> None:
    draft = drafted(PROSE)
    kinds = {task["number"]: task.get("kind", "task") for task in _all_tasks(draft.plan)}
    assert {number for number, kind in kinds.items() if kind == "goal"} == {"g1", "g2", "g3"}
    assert {number for number, kind in kinds.items() if kind == "condition"} == {"o2.1"}
    assert draft.plan["contents"][0]["contents"][0]["intro"] == "坚持以人民为中心，全面加强保护。"
    assert draft.plan["contents"][1]["intro"] == "全市上下要聚焦以下任务。"


def test_what_a_sentence_says_of_time_and_people_is_asked_and_not_decided() -> None:
    draft = drafted(PROSE)
    assert not [doubt for doubt in draft.doubts if "每年" in doubt]  # it sets no last day
    assert "who is responsible? It begins with 各区要" in draft.doubts
    assert (None, None) in draft.phrases()


def test_paragraphs_that_open_with_a_heading_sentence_are_sections() -> None:
    draft = drafted(
        "（一）加强设计。", "制定纲要。完成编制工作，报请批准。推进改革。", "做好规划。开展评估。",
        "（二）强化保护。", "完善制度。修订条例。", "（三）保障。", "加强宣传。办好活动。",
    )  # fmt: skip
    assert draft.tasks() == [
        ("（一）加强设计。", "制定纲要。", "1.1.1", "完成编制工作，报请批准。"),
        ("（一）加强设计。", "制定纲要。", "1.1.2", "推进改革。"),
        ("（一）加强设计。", "做好规划。", "1.2.1", "开展评估。"),
        ("（二）强化保护。", "完善制度。", "2.1.1", "修订条例。"),
        ("（三）保障。", "加强宣传。", "3.1.1", "办好活动。"),
    ]


def test_numbers_that_begin_again_in_each_section_give_way_to_places() -> None:
    draft = drafted(
        "一、甲", "（一）乙", "1.做好子。（公安部负责）", "2.做好丑。（公安部负责）",
        "（二）丙", "1.做好寅。（公安部负责）", "二、丁", "1.做好卯。（公安部负责）",
    )  # fmt: skip
    assert [task[-2:] for task in draft.tasks()] == [
        ("1.1.1", "做好子。"), ("1.1.2", "做好丑。"), ("1.2.1", "做好寅。"), ("2.1", "做好卯。"),
    ]  # fmt: skip


def test_a_gap_in_the_numbers_and_a_lost_dot_are_doubted() -> None:
    draft = drafted(
        "一、甲",
        "1.做好子。（公安部负责）",
        "3.做好寅。（公安部负责）",
        "4做好卯。（公安部负责）",
        "二、乙",
        "5.做好辰。（公安部负责）",
    )
    assert [task[-2] for task in draft.tasks()] == ["1", "3", "4", "5"]
    assert "the numbers go from 1 to 3; is something missing?" in draft.doubts
    assert "the number 4 has lost its dot" in draft.doubts


@pytest.mark.parametrize(
    "text", ["压减到16.5个月以内。", "新建30家中心（一期）。", "2025年办好会议。", "完成第1、2批清单。"]
)
def test_numbers_inside_a_sentence_begin_no_item(text: str) -> None:
    draft = drafted("一、甲", f"1.{text}（公安部负责）", "二、乙", "2.做好保障。（公安部负责）")
    assert [task[-1] for task in draft.tasks()] == [text, "做好保障。"]


LETTER = """首页 > 政策文件
海州市人民政府办公室关于印发《海州市知识产权行动计划（2026—2028年）》的通知
海府办[2026]12号
发布时间：2026-03-09 来源：海州市人民政府 字体：大 中 小
各区人民政府：
《海州市知识产权行动计划（2026—2028年）》已经市政府同意，现印发给你们，请认真贯彻执行。
海州市人民政府办公室
二〇二六年三月五日
海州市知识产权行动计划
（2026—2028年）
根据上级部署，制定本行动计划。
一、任务
1.修订条例。（市司法局负责，2026年6月底前完成）
二、保障
2.加强统筹。（市政府办公室负责）
（此件公开发布）
责任编辑：王某
上一篇：1.某某活动举行。
"""


def test_the_letter_around_a_plan_gives_its_facts_and_is_left_out() -> None:
    draft = drafted(LETTER)
    facts = {key: value for key, value in draft.plan.items() if key not in ("contents", "id")}
    assert facts == {
        "title": "海州市知识产权行动计划（2026—2028年）", "document_number": "海府办〔2026〕12号",
        "issuer": "海州市人民政府办公室", "issued": "2026-03-05", "published": "2026-03-09", "period": "2026/2028",
        "region": "海州市", "source": {"publisher": "海州市人民政府"}, "preamble": "根据上级部署，制定本行动计划。",
    }  # fmt: skip
    assert [task[-1] for task in draft.tasks()] == ["修订条例。", "加强统筹。"]
    assert draft.left_out[:2] == [
        "首页 > 政策文件", "海州市人民政府办公室关于印发《海州市知识产权行动计划（2026—2028年）》的通知",
    ]  # fmt: skip
    assert draft.left_out[-3:] == ["（此件公开发布）", "责任编辑：王某", "上一篇：1.某某活动举行。"]


def test_the_organiser_of_a_web_page_below_a_plan_is_nobodys_lead() -> None:
    items = ("2025年工作要点", "一、制度", "1.修订条例。", "2.开展行动。")
    draft = drafted(*items, "主办单位：某某局")
    assert draft.phrases() == [(None, None), (None, None)]
    assert draft.left_out == ["主办单位：某某局"]


def test_the_organisers_below_several_tasks_are_their_leads() -> None:
    draft = drafted(
        "2025年工作要点", "一、制度", "1.修订条例。", "主办单位：公安部", "2.开展行动。", "主办单位：司法部"
    )
    assert draft.phrases() == [(None, "主办单位：公安部"), (None, "主办单位：司法部")]
    assert draft.left_out == []


def test_every_line_is_in_the_draft_or_among_what_was_left_out() -> None:
    for text in (PLAN, PROSE, LETTER):
        draft = drafted(text)
        whole = fold(str(draft.plan) + "".join(draft.left_out))
        lost = [line for line in text.splitlines()[1:] if fold(line)[-5:].rstrip(").") not in whole]
        assert lost == []


def test_a_news_article_with_points_of_its_own_is_not_taken_for_the_plan_in_it() -> None:
    draft = drafted(
        "新闻",
        "计划有两个特点：",
        "一、重点突出。",
        "二、分工明确。",
        "以下是《2025年海州市知识产权推进计划》全文：",
        PLAN,
    )
    assert draft.tasks() == TASKS
    assert "一、重点突出。" in draft.left_out


def test_a_plan_without_a_title_of_its_own_is_named_as_the_page_names_it() -> None:
    draft = drafted("以下是《2025年海州市知识产权推进计划》全文", *PLAN.splitlines()[1:])
    assert draft.plan["title"] == "2025年海州市知识产权推进计划"
    assert "the text has no title; this is what the page calls it" in draft.doubts


ROWS = [
    ("序号", "重点任务", "具体内容", "责任单位", "完成时限", "备注"),
    ("1", "完善制度", "修订《专利条例》", "公安部、司法部", "2025年6月底前", ""),
    ("2", "完善制度", "出台办法。", "司法部", "持续推进", "争取提前"),
    ("3", "强化保护", "开展行动。", "公安部牵头，司法部配合", "年底前", ""),
]


def test_a_table_of_tasks_is_read_by_the_heads_of_its_columns() -> None:
    draft = drafted("2025年海州市任务分工表", *(Piece("", n, row) for n, row in enumerate(ROWS, 2)), "填表人：王某")
    assert draft.tasks() == [
        ("完善制度", "1", "修订《专利条例》。"), ("完善制度", "2", "出台办法。"), ("强化保护", "3", "开展行动。"),
    ]  # fmt: skip
    assert draft.phrases() == [
        ("2025年6月底前", "公安部、司法部"), ("持续推进", "司法部"), ("年底前", "公安部牵头，司法部配合"),
    ]  # fmt: skip
    assert "the table also says: 争取提前" in draft.doubts
    assert draft.left_out == [" | ".join(ROWS[0]), "填表人：王某"]


def test_columns_of_leads_and_participants_become_one_phrase() -> None:
    rows = [("任务", "牵头单位", "配合单位"), ("修订条例。", "公安部", "司法部、农业部"), ("出台办法。", "司法部", "")]
    draft = drafted("2025年任务清单", *(Piece("", 2, row) for row in rows))
    assert draft.phrases() == [(None, "牵头单位：公安部；配合单位：司法部、农业部"), (None, "牵头单位：司法部")]


def test_a_merged_row_of_a_table_heads_those_below_it() -> None:
    head = ("序号", "任务", "责任单位")
    rows = [
        head,
        ("一、制度",) * 3,
        ("1", "修订条例。", "公安部"),
        head,
        ("二、保护",) * 3,
        ("2", "开展行动。", "司法部"),
    ]
    draft = drafted("2025年任务清单", *(Piece("", 2, row) for row in rows))
    assert draft.tasks() == [("一、制度", "1", "修订条例。"), ("二、保护", "2", "开展行动。")]


def test_a_cell_of_several_lines_is_a_list_of_names_or_of_tasks() -> None:
    rows = [
        ("序号", "具体\n措施", "责任单位"), ("1", "1.修订条例；\n2.出台办法，\n完善制度。", "公安部\n司法部"),
        ("2", "开展\n专项行动。", "司法部"),
    ]  # fmt: skip
    draft = drafted("2025年任务清单", *(Piece("", 2, row) for row in rows))
    assert [task[1:] for task in draft.tasks()] == [
        ("1.1", "修订条例。"), ("1.2", "出台办法，完善制度。"), ("2", "开展专项行动。"),
    ]  # fmt: skip
    assert draft.phrases() == [(None, "公安部、司法部"), (None, "公安部、司法部"), (None, "司法部")]


def test_a_table_without_heads_is_read_by_what_its_cells_hold() -> None:
    rows = [("1", "修订条例。", "公安部、司法部", "2025年6月底前"), ("2", "开展专项行动。", "司法部", "持续推进")]
    draft = drafted("2025年任务清单", *(Piece("", 2, row) for row in rows))
    assert [task[1:] for task in draft.tasks()] == [("1", "修订条例。"), ("2", "开展专项行动。")]
    assert draft.phrases() == [("2025年6月底前", "公安部、司法部"), ("持续推进", "司法部")]


def test_misread_bytes_are_read_again_where_the_document_shows_what_was_lost() -> None:
    spoilt = "经所属省（自治区、直辖市）人民政府审核。".encode("gbk").decode("gbk").replace("省（自治区", "?。ㄗ灾吻^")
    assert "ㄗ" in spoilt
    garbled = b"\xa1\xa3\xa8\xd7\xd4\xd6\xce\x85\x5e".decode("gbk")
    draft = drafted(
        "一、程序", f"1.經所屬?{garbled}、直轄市)人民政府審核。", "二、保障", "2.所屬省(自治區、直轄市)要配合。"
    )
    assert draft.tasks()[0][-1] == "经所属省（自治区、直辖市）人民政府审核。"
    assert "省（自治区 was restored from misread bytes; compare it with the document" in draft.doubts


def test_a_destroyed_spot_is_shown() -> None:
    draft = drafted("一、程序", "1.经所属ㄗ灾人民政府审核。（公安部负责）", "二、保障", "2.做好保障。（公安部负责）")
    assert any(said.startswith("damaged text: ") for said in draft.doubts)


@pytest.mark.parametrize("text", ["今天天气很好。", "一、只有一个标题", "通知\n各单位：", "1. First\n2. Second"])
def test_a_text_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(NoPlanError):
        drafted(text)


def test_a_day_without_its_year_is_that_of_the_year_of_issue_and_doubted() -> None:
    article = (
        "5月7日，《2025年海州市推进计划》在海州市网站公布。",
        "以下是《2025年海州市推进计划》全文",
        "海州市人民政府",
        "2025年4月29日",
    )
    draft = drafted(*article, *PLAN.splitlines()[1:])
    assert (draft.plan["issued"], draft.plan["published"]) == ("2025-04-29", "2025-05-07")
    assert "the page leaves out the year; the year of issue was used" in draft.doubts


def test_a_headline_names_a_plan_before_a_document_that_is_cited() -> None:
    draft = drafted(
        "强化保护——2025年工作重点之一", "会议强调高标准落实《关于强化保护的意见》。", "图", *PLAN.splitlines()[1:]
    )
    assert draft.plan["title"] == "强化保护——2025年工作重点之一"
    assert draft.plan["id"] == "2025"


def test_chapters_and_their_sections_nest() -> None:
    draft = drafted(
        "第一章 总体要求", "第一节 指导思想", "坚持以人民为中心。", "第二章 任务",
        "第一节 完善制度", "1.修订条例；（公安部负责）", "第二节 强化保护", "1.开展行动。（公安部负责）",
    )  # fmt: skip
    assert draft.tasks() == [
        ("第二章 任务", "第一节 完善制度", "2.1.1", "修订条例。"),
        ("第二章 任务", "第二节 强化保护", "2.2.1", "开展行动。"),
    ]  # fmt: skip


def test_a_title_on_two_lines_is_one_where_the_letter_names_it_so() -> None:
    letter = "海州市人民政府关于印发《2025年海州市知识产权强市建设纲要推进计划》的通知"
    draft = drafted(letter, "2025年海州市知识产权强市建设纲要", "推进计划", *PLAN.splitlines()[1:])
    assert draft.plan["title"] == "2025年海州市知识产权强市建设纲要推进计划"
    assert "joined from two lines" not in draft.doubts


def test_a_remark_in_brackets_on_all_tasks_closes_the_plan() -> None:
    remark = "（上述任务中，由多个部门负责的，列第一位的为牵头部门）"
    draft = drafted(*PLAN.splitlines()[:-1], remark)
    assert (draft.plan["closing"], draft.plan["lead"]) == (remark, "first")
    assert draft.tasks() == TASKS


def test_a_goal_that_leads_into_a_list_takes_its_first_line() -> None:
    draft = drafted("一、目标", "到2027年，取得明显成效：", "——质量提升。", "——保护加强。", "二、任务", "1.做好工作。")
    assert [task[1:] for task in draft.tasks()][:2] == [
        ("g1", "到2027年，取得明显成效：——质量提升。"), ("g2", "——保护加强。"),
    ]  # fmt: skip


def test_a_table_of_contents_is_not_the_plan() -> None:
    contents = ("目录", "一、完善制度……1", "二、强化保护……3")
    draft = drafted(*contents, PLAN)
    assert draft.tasks() == TASKS
    assert draft.left_out == list(contents)


def test_a_table_behind_a_plan_says_who_and_when_for_its_tasks() -> None:
    text = ("2025年工作要点", "一、制度", "1.修订条例。", "二、保护", "2.开展行动。", "附件：任务分工表")
    rows = [
        ("序号", "任务", "牵头单位", "完成时限"), ("1", "修订条例", "公安部", "6月底前"),
        ("2", "开展行动", "司法部", ""),
        ("3", "别的事", "司法部", ""),
    ]  # fmt: skip
    draft = drafted(*text, *(Piece("", 7, row) for row in rows))
    assert draft.phrases() == [("6月底前", "牵头单位：公安部"), (None, "牵头单位：司法部")]
    assert draft.notes == ["For 2 tasks, the table that follows the plan says who and by when."]
    assert draft.left_out == ["附件：任务分工表", " | ".join(rows[0]), " | ".join(rows[3])]


def test_headings_without_numbers_between_numbered_tasks_are_headings() -> None:
    draft = drafted(
        "2025年推进计划", "为贯彻落实部署，制定本计划。", "01", "完善知识产权制度", "1.修订条例。（公安部负责）", "02",
        "强化知识产权保护", "2.开展行动。（司法部负责）",
    )  # fmt: skip
    assert draft.tasks() == [
        ("完善知识产权制度", "1", "修订条例。"), ("强化知识产权保护", "2", "开展行动。"),
    ]  # fmt: skip
    assert (draft.plan["preamble"], draft.left_out) == ("为贯彻落实部署，制定本计划。", ["01", "02"])


def test_one_part_is_enough_to_divide_a_plan() -> None:
    draft = drafted(
        "2025年推进计划", "一、完善制度", "1.修订条例。（公安部负责）", "2.6月底前，出台办法。（公安部负责）"
    )
    assert draft.tasks() == [("一、完善制度", "1", "修订条例。"), ("一、完善制度", "2", "6月底前，出台办法。")]
    assert draft.phrases() == [(None, "公安部负责"), ("6月底前", "公安部负责")]


def test_a_text_read_character_by_character_loses_its_spaces() -> None:
    draft = drafted("\n".join(" ".join(line) for line in PLAN.splitlines()))
    assert (draft.tasks(), draft.phrases()) == (TASKS, PHRASES)


def test_each_phrase_inside_an_item_closes_a_task_of_its_own() -> None:
    draft = drafted("一、任务", "1.开展行动。（公安部负责）加强监管。（司法部负责）", "二、保障", "2.做好保障。")
    assert [task[1:] for task in draft.tasks()] == [("1.1", "开展行动。"), ("1.2", "加强监管。"), ("2", "做好保障。")]
    assert draft.phrases() == [(None, "公安部负责"), (None, "司法部负责"), (None, None)]


def test_a_phrase_inside_a_sentence_is_doubted() -> None:
    draft = drafted("一、任务", "1.推进平台（公安部负责）建设。（司法部负责）", "二、保障", "2.做好保障。")
    assert "（公安部负责） is inside the text; does it apply to only part of the text?" in draft.doubts


def test_a_text_that_begins_in_the_middle_keeps_its_numbers() -> None:
    draft = drafted("二、保护", "8.开展行动。（公安部负责）", "9.加强监管。（公安部负责）")
    assert [task[1] for task in draft.tasks()] == ["8", "9"]
    assert "the numbers begin with 8; is something missing?" in draft.doubts


def test_numbered_principles_are_no_tasks() -> None:
    draft = drafted(
        "一、基本原则", "1.坚持质量优先。强化导向。", "2.坚持改革驱动。深化改革。",
        "二、任务", "3.修订条例。（公安部负责）", "4.开展行动。（公安部负责）",
    )  # fmt: skip
    assert draft.tasks() == [("二、任务", "3", "修订条例。"), ("二、任务", "4", "开展行动。")]
    assert [section["intro"] for section in draft.plan["contents"][0]["contents"]] == ["强化导向。", "深化改革。"]


TITLE = "2024年宁波市工作要点"
PARTS = ("一、提升质量", "1.出台办法。（市科技局）", "二、强化保护", "2.开展执法。（市公安局）")
IN_PARTS = [("一、提升质量", "1", "出台办法。"), ("二、强化保护", "2", "开展执法。")]


@pytest.mark.parametrize(
    "lines",
    [
        (f"{TITLE} 一、提升质量 1.出台办法。（市科技局）二、强化保护 2.开展执法。（市公安局）",),
        (TITLE, "一、提升质量", "1 出台办法。（市科技局）", "二、强化保护", "2 开展执法。（市公安局）"),
        (TITLE, "一、提升质量", "1.出台办法", "责任单位：市科技局", "二、强化保护", "2.开展执法", "责任单位：市公安局"),
        (TITLE, *PARTS, "热点排行", "1.2024年政府工作报告", "2.人才新政"),
        (TITLE, *PARTS, "附件2", "任务清单", "1.出台办法。市科技局。", "2.开展执法。市公安局。"),
        (TITLE, *PARTS, "附件：任务清单", "抄送：市委各部门，市人大常委会，市中级人民法院。"),
        ("2024年宁波市", "工作要点", *PARTS),
    ],
)
def test_what_stands_around_and_between_items_changes_no_task(lines: tuple[str, ...]) -> None:
    draft = drafted(*lines)
    assert (draft.plan["title"], draft.tasks()) == (TITLE, IN_PARTS)
    assert draft.phrases() == [(None, "市科技局"), (None, "市公安局")]


@pytest.mark.parametrize(
    ("above", "below", "facts"),
    [
        (
            (Piece("", 1, ("发文机关：", "宁波市人民政府办公室", "成文日期：", "2024年4月1日")),
             Piece("", 1, ("发文字号：", "甬政办发〔2024〕15号", "发布日期：", "2024年4月8日"))),
            (),
            {"issuer": "宁波市人民政府办公室", "issued": "2024-04-01", "published": "2024-04-08",
             "document_number": "甬政办发〔2024〕15号"},
        ),
        (("发布时间：2024-05-20 10:20　来源：宁波市科技局", "甬知〔2024〕5号"), (),
         {"published": "2024-05-20", "document_number": "甬知〔2024〕5号"}),
        ((), ("宁波市知识产权局", "2024年4月1日"), {"issuer": "宁波市知识产权局", "issued": "2024-04-01"}),
        (("国家知识产权局　教育部　科技部", "国资委", "2024年4月1日"), (),
         {"issuer": "国家知识产权局、教育部、科技部、国资委", "issued": "2024-04-01"}),
    ],
)  # fmt: skip
def test_facts_are_found_where_pages_and_documents_have_them(
    above: tuple[str | Piece, ...], below: tuple[str, ...], facts: dict[str, str]
) -> None:
    draft = drafted(*above, TITLE, *PARTS, *below)
    assert {key: draft.plan[key] for key in facts} == facts
    assert draft.tasks() == IN_PARTS


def test_siblings_keep_their_order_where_only_some_hold_others() -> None:
    draft = drafted(
        TITLE, "一、提升质量", "（一）健全制度。出台办法。（市科技局）",
        "（二）深化合作", "1.推进甲合作。（市科技局）", "2.推进乙合作。（市科技局）",
        "（三）强化保护。加强执法。（市公安局）", "二、保障", "（四）加强领导。（市公安局）",
    )  # fmt: skip
    assert [task[-1] for task in draft.tasks()][:4] == [
        "健全制度。出台办法。", "推进甲合作。", "推进乙合作。", "强化保护。加强执法。",
    ]  # fmt: skip


def test_agencies_behind_a_list_in_small_numbers_are_those_of_all() -> None:
    draft = drafted(
        TITLE, "一、质量", "1.实施培育工程：", "①建设平台10个；", "②培育组合50项。", "责任单位：市科技局",
        "2.实施品牌工程：", "①培育品牌5个；", "②建设站20个。", "责任单位：市公安局",
    )  # fmt: skip
    items = draft.plan["contents"][0]["contents"]
    assert [item["defaults"] for item in items] == [{"responsible": "市科技局"}, {"responsible": "市公安局"}]
    assert draft.phrases() == [(None, None)] * 4


def test_a_heading_on_two_lines_is_one() -> None:
    heading = "二、强化知识产权保护，建设知识产权保护高地，营造一流营商"
    draft = drafted(TITLE, *PARTS[:2], heading, "环境", PARTS[3])
    assert draft.tasks()[1][0] == heading + "环境"


def test_numbers_that_come_next_are_items_also_before_digits() -> None:
    draft = drafted(
        TITLE, "一、质量", "1.出台办法。（市科技局）", "2.30家企业贯标。（市科技局）", "3.5G领域培育。（市科技局）"
    )
    assert [task[1:] for task in draft.tasks()] == [
        ("1", "出台办法。"), ("2", "30家企业贯标。"), ("3", "5G领域培育。"),
    ]  # fmt: skip


def test_numbers_keep_their_commas_and_points() -> None:
    draft = drafted(TITLE, "一、质量", "1.完成1,000件申请,占比12.5%.(市科技局)", *PARTS[2:])
    assert draft.tasks()[0][-1] == "完成1,000件申请，占比12.5%。"


def test_a_table_with_two_rows_of_heads_and_rows_that_are_headings_is_read() -> None:
    rows = [
        ("序号", "任务", "责任分工", "责任分工", "完成时间"), ("序号", "任务", "牵头单位", "配合单位", "完成时间"),
        ("一", "提升质量", "", "", ""), ("1", "出台办法", "市科技局", "市财政局", "2024年6月"),
    ]  # fmt: skip
    draft = drafted("2024年任务分工表", *(Piece("", 2, row) for row in rows))
    assert draft.tasks() == [("一、提升质量", "1", "出台办法。")]
    assert draft.phrases() == [("2024年6月", "牵头单位：市科技局；配合单位：市财政局")]


def test_a_table_of_figures_is_left_out_whole() -> None:
    rows = [("序号", "指标", "2020年", "2025年"), ("1", "高价值发明专利拥有量（件）", "6.3", "12")]
    draft = drafted(TITLE, "专栏1 主要指标", *(Piece("", 2, row) for row in rows), *PARTS)
    assert draft.tasks() == IN_PARTS
    assert [line for line in draft.left_out if "指标 |" in line or "6.3" in line] == [" | ".join(row) for row in rows]
