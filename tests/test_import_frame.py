"""What documents of cities and bureaus have around a plan, and tell about it: titles, numbers, signatures, regions and
years; lists of attachments, contents and captions; and documents that are no plans."""

import pytest

from ipcheck.importing.draft.plan import NoPlanError
from tests.test_draft import Draft, drafted

TITLE = "海州市2026年质量工作要点"
ITEMS = ("一、任务", "1.做好工作。（市司法局负责）", "二、保障", "2.做好宣传。（市公安局负责）")
IN_ITEMS = [("一、任务", "1", "做好工作。"), ("二、保障", "2", "做好宣传。")]
ABOUT_ID = "choose the id that people will type: lower-case letters, digits and hyphens"
NO_ISSUER, NO_DAY = "no issuer was found", "no day of issue was found"


def facts(draft: Draft) -> dict[str, str]:
    """What the draft says about the plan itself, less its id."""
    return {key: value for key, value in draft.plan.items() if key not in ("id", "contents")}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("海州市质量强市", "建设行动方案"), "海州市质量强市建设行动方案"),
        (("海州市2026年质量强市建设纲要", "实施方案"), "海州市2026年质量强市建设纲要实施方案"),
        (("关于贯彻落实", "海州市质量工作意见的", "实施方案"), "关于贯彻落实海州市质量工作意见的实施方案"),
        (("海州市质量行动计划", "（2026—2028年）"), "海州市质量行动计划（2026—2028年）"),
        (("海州市应急体系建设规划责任分解",), "海州市应急体系建设规划责任分解"),
        (("海州市质量规划任务分解表",), "海州市质量规划任务分解表"),
        (("海州市2026年质量工作任务",), "海州市2026年质量工作任务"),
        (("海州市质量整改方案（海政办〔2026〕3号）",), "海州市质量整改方案"),
    ],
)  # fmt: skip
def test_a_title_is_read_whole_whatever_lines_it_stands_on(lines: tuple[str, ...], title: str) -> None:
    letter = f"海州市人民政府关于印发《{title}》的通知" if len(lines) > 1 else "各区人民政府："
    draft = drafted(letter, *lines, *ITEMS)
    assert draft.plan["title"] == title
    assert "joined from two lines" not in draft.doubts
    assert draft.tasks() == IN_ITEMS


def test_a_title_that_nothing_else_names_is_put_together_only_with_a_question() -> None:
    draft = drafted("关于全面加强海州市质量工作", "促进高质量发展的实施方案", *ITEMS)
    assert draft.plan["title"].replace(" ", "") == "关于全面加强海州市质量工作促进高质量发展的实施方案"


def test_the_heading_of_a_letter_over_several_lines_names_plan_and_issuer() -> None:
    draft = drafted(
        "海州市人民政府关于印发", "《海州市质量强市", "建设行动方案》的通知", "海政发〔2026〕20号", "各区人民政府：",
        "海州市质量强市", "建设行动方案", *ITEMS,
    )  # fmt: skip
    assert facts(draft) == {
        "title": "海州市质量强市建设行动方案", "document_number": "海政发〔2026〕20号", "issuer": "海州市人民政府",
        "region": "海州市",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("海政办发〔2026〕20号", "海政办发〔2026〕20号"),
        ("海政 [2026] 20号", "海政〔2026〕20号"),
        ("海政（2026）20号", "海政〔2026〕20号"),
        ("文号：海政【2026】第20号", "海政〔2026〕20号"),
    ],
)
def test_the_number_of_a_document_is_read_from_its_line_and_from_the_title(written: str, number: str) -> None:
    assert drafted(written, TITLE, *ITEMS).plan["document_number"] == number
    in_title = drafted(f"海州市2026年质量工作方案（{number}）", *ITEMS).plan
    assert (in_title["title"], in_title["document_number"]) == ("海州市2026年质量工作方案", number)


def test_who_signs_without_a_day_above_the_title_is_asked() -> None:
    draft = drafted("海州市质量工作联席会议办公室", TITLE, *ITEMS)
    assert draft.plan["issuer"] == "海州市质量工作联席会议办公室"
    assert draft.doubts == ["no signature with a day names it; is it the issuer?", NO_DAY]


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("盐城市2026年工作要点", "盐城市"),
        ("2026年度海州市工作要点", "海州市"),
        ("二〇二六年海州市工作要点", "海州市"),
        ("江海省海州市2026年工作要点", "江海省海州市"),
        ("海州市云台区2026年工作要点", "海州市云台区"),
        ("云台区2026年工作要点", "云台区"),
        ("海州新区2026年工作要点", "海州新区"),
        ("中共江海省委办公厅2026年工作要点", "江海省"),
        ("关于海州市2026年质量提升的实施方案", "海州市"),
        ("关于印发海州市质量行动方案的通知", "海州市"),
        ("全市2026年工作要点", None),
        ("市质量局2026年工作要点", None),
        ("2026年示范城市创建工作要点", None),
    ],
)
def test_the_region_is_the_place_with_which_the_title_begins(title: str, region: str | None) -> None:
    assert drafted(title, *ITEMS).plan.get("region") == region


def test_a_short_name_of_a_city_that_says_our_city_is_its_region() -> None:
    draft = drafted("海州关于印发2026年质量工作要点的通知", "为加强我市质量工作，制定本要点。", *ITEMS)
    assert draft.plan["region"] == "海州市"


def test_a_province_that_only_the_number_of_the_document_names_is_asked() -> None:
    draft = drafted("鄂政发〔2026〕3号", "2026年质量工作要点", *ITEMS)
    assert draft.plan["region"] == "湖北省"
    assert "the number of the document begins like those of this province; is it the region?" in draft.doubts


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("海州市2026年质量工作要点", "2026"),
        ("海州市2026年质量提升工作方案", "2026"),
        ("海州市质量工作要点（2026年）", "2026"),
        ("海州市二〇二六年质量工作要点", "2026"),
        ("海州市质量行动方案（2026—2028年）", "2026/2028"),
        ("海州市质量行动方案（2026年-2028年）", "2026/2028"),
        ("海州市“十四五”质量规划", "2021/2025"),
        ("海州市“十五五”质量规划", "2026/2030"),
        ("海州市2026年“十四五”质量规划实施方案", "2026"),
        ("海州市“十四五”质量规划实施方案", None),
        ("海州市2030年前碳达峰行动方案", None),
        ("海州市质量规划（2035年远景目标）实施方案", None),
        ("海州市质量工作要点", None),
    ],
)
def test_the_period_is_what_the_title_names_as_the_years_of_the_work(title: str, period: str | None) -> None:
    assert drafted(title, *ITEMS).plan.get("period") == period


def test_a_year_that_only_the_preamble_names_is_taken_with_a_question() -> None:
    draft = drafted("海州市质量工作要点", "为做好2026年质量工作，制定本要点。", *ITEMS)
    assert draft.plan["period"] == "2026"
    assert draft.doubts == [NO_ISSUER, NO_DAY, "the title names no year; this one comes from the text before the tasks"]


@pytest.mark.parametrize(
    "attachments", [("附件：1.任务分工表", "2.考核办法"), ("附件:1.任务清单", "2.重点工作方案", "3.统计表")]
)
def test_the_list_of_attachments_is_left_out_wherever_it_stands(attachments: tuple[str, ...]) -> None:
    signed = ("海州市人民政府", "2026年3月5日")
    for lines in ((TITLE, *ITEMS, *attachments, *signed), (*attachments, TITLE, *ITEMS, *signed)):
        draft = drafted(*lines)
        assert draft.tasks() == IN_ITEMS
        assert {line.replace(":", "：") for line in attachments} <= {*draft.left_out}
        assert draft.doubts == []


@pytest.mark.parametrize(
    "contents",
    [
        ("目录", "一、任务……1", "二、保障……3", "三、其他……5"),
        ("目录", "一、任务 - 1 -", "二、保障 - 2 -", "三、其他 - 5 -"),
        ("第一章 任务....1", "第二章 保障....2", "第三章 其他....3"),
    ],
)
def test_a_table_of_contents_with_pages_is_not_the_plan(contents: tuple[str, ...]) -> None:
    draft = drafted(TITLE, *contents, *ITEMS)
    assert (draft.plan["title"], draft.tasks()) == (TITLE, IN_ITEMS)
    assert draft.left_out == [line.replace("章 ", "章") for line in contents]


PREAMBLE = "为提高质量水平，根据上级部署，制定本要点。"


@pytest.mark.parametrize("caption", ["具体任务安排如下", "▲质量工作会议现场"])
def test_a_caption_between_the_preamble_and_the_first_heading_costs_no_preamble(caption: str) -> None:
    draft = drafted(TITLE, PREAMBLE, caption, *ITEMS)
    assert (draft.plan["preamble"], draft.left_out, draft.tasks()) == (PREAMBLE, [caption], IN_ITEMS)


RUN_ON = {
    "the title runs on into the first heading": (f"{TITLE}一、任务", *ITEMS[1:]),
    "title, preamble and items in one line": (f"{TITLE}{PREAMBLE}{''.join(ITEMS)}",),
    "title and items in one line": (f"{TITLE}{''.join(ITEMS)}",),
}


@pytest.mark.parametrize("form", RUN_ON)
def test_a_title_that_runs_on_ends_where_the_text_begins(form: str) -> None:
    draft = drafted(*RUN_ON[form])
    assert (draft.plan["title"], draft.tasks()) == (TITLE, IN_ITEMS)


def test_a_letter_its_signature_and_the_title_on_one_line_are_taken_apart() -> None:
    letter = "各区人民政府：现将行动方案印发给你们，请认真贯彻执行。海州市人民政府办公室2026年3月5日（此件公开发布）"
    draft = drafted("海州市人民政府办公室关于印发行动方案的通知", f"{letter}海州市质量行动方案{''.join(ITEMS)}")
    assert facts(draft) == {
        "title": "海州市质量行动方案", "issuer": "海州市人民政府办公室", "issued": "2026-03-05", "region": "海州市",
    }  # fmt: skip
    assert draft.tasks() == IN_ITEMS


def refused(*lines: str) -> str:
    """Why these lines are refused."""
    with pytest.raises(NoPlanError) as refusal:
        drafted(*lines)
    return str(refusal.value)


def test_a_guide_to_a_service_is_refused_as_one() -> None:
    assert refused(
        "海州市专利资助办事指南", "一、办理依据", "《专利法》有规定。", "二、申请材料", "1.申请书一份。",
        "三、办理流程", "1.受理申请。",
    ) == "it explains how to apply for a service (办理流程, 申请材料); is this a plan?"  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "海州市2025年质量工作总结",
        "关于2025年质量工作情况的报告",
        "海州市质量行动方案解读",
        "《海州市质量行动方案》政策解读",
    ],
)
def test_reports_and_explanations_are_refused_as_such(title: str) -> None:
    said = refused(title, "一、情况", "1.完成了各项工作。", "二、内容", "2.仍有不足之处。")
    assert said.startswith("it is a report or an explanation, not a plan: ")


@pytest.mark.parametrize(
    "lines",
    [
        ("海州市工作要点", "一、总体要求"),
        ("海州市工作要点", "一、总体要求", "以上。"),
        ("会议要求做好：一、保护工作。",),
        ("会议听取了汇报（一）完善制度2.强化保护",),
    ],
)
def test_it_is_never_said_of_a_numbered_text_that_nothing_is_numbered(lines: tuple[str, ...]) -> None:
    assert refused(*lines) == "it has headings, but nothing below them that could be a task; is this a plan?"


def test_of_a_text_without_numbers_it_is_said() -> None:
    assert refused("海州市", "会议圆满结束。") == (
        "nothing in it is numbered (一、 （一） 1.) and no table contains tasks; is this a plan?"
    )
