"""Reading the figures that texts promise: what is a promise, of what, by when, and what promises nothing."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.phrases.target import PREVIOUS, PromisedFigure, read_targets
from ipcheck.domain.target import COMPARISONS

# What is read, in the words of the text: how it is meant, the number, the unit, and what it counts.
READ = {
    "专利审查周期压减到16.5个月以内。": [("at-most", "16.5", "个月", "专利审查周期")],
    "审批时间缩短至100个工作日内。": [("at-most", "100", "个工作日", "审批时间")],
    "浓度控制在29微克每立方米以下。": [("at-most", "29", "微克每立方米", "浓度")],
    "结案准确率95%以上。": [("at-least", "95", "%", "结案准确率")],
    "合格率不低于97%。": [("at-least", "97", "%", "合格率")],
    "覆盖度达90%。": [("at-least", "90", "%", "覆盖度")],
    "市场规模达到2000亿元。": [("at-least", "2000", "亿元", "市场规模")],
    "水质达标率100%。": [("at-least", "100", "%", "水质达标率")],
    "注册周期稳定在7个月。": [("stable", "7", "个月", "注册周期")],
    "遴选20个左右的城市。": [("about", "20", "个", "城市")],
    "托位数约400个。": [("about", "400", "个", "托位数")],
    "出口额增长20%以上。": [("increase", "20", "%", "出口额")],
    "比重提高3个百分点。": [("increase", "3", "个百分点", "比重")],
    "新建30家中心。": [("increase", "30", "家", "中心")],
    "新增托位数400个以上。": [("increase", "400", "个", "托位数")],
    "审查周期缩短15天。": [("decrease", "15", "天", "审查周期")],
    "选派100名以上审查员。": [("at-least", "100", "名", "审查员")],
    "累计建成5G基站1万个。": [("at-least", "1", "万个", "5G基站")],
    "受理７０００件以上、授权3,000件以上。": [("at-least", "7000", "件", "受理"), ("at-least", "3000", "件", "授权")],
    "培育企业10—15家以上。": [("at-least", "10", "家", "企业")],
    "甲、乙和丙排放量比2015年分别下降15%、10%和26%。": [
        ("decrease", "15", "%", "甲"),
        ("decrease", "10", "%", "乙"),
        ("decrease", "26", "%", "丙排放量"),
    ],
    "收入比上年增长5%，达到300亿元。": [("increase", "5", "%", "收入"), ("at-least", "300", "亿元", "收入")],
    "合格率和满意率分别达到90%、80%，2030年分别达到95%、90%。": [
        ("at-least", "90", "%", "合格率"),
        ("at-least", "80", "%", "满意率"),
        ("at-least", "95", "%", "合格率"),
        ("at-least", "90", "%", "满意率"),
    ],
    "覆盖率百分之九十以上。": [("at-least", "90", "%", "覆盖率")],
    "培养三十名以上骨干。": [("at-least", "30", "名", "骨干")],
    "企业达到100多家。": [("at-least", "100", "家", "企业")],
    "企业由5家增加到10家。": [],  # what is counted stands before what it starts from
    "许可事项3天办结。": [("at-most", "3", "天", "许可事项")],
    "保有量3万件以上、8万人以上。": [("at-least", "3", "万件", "保有量")],
    "加强治理，浓度比2015年下降15%，达到38微克以下。": [
        ("decrease", "15", "%", "浓度"),
        ("at-most", "38", "微克", "浓度"),
    ],
    "扩大融资规模，力争全年增长20%以上。": [("increase", "20", "%", "扩大融资规模")],
}

# What promises nothing, and why.
NOTHING = {
    "联合16个部门开展检查。": "no word says how the number is meant",
    "做好专利法第4次修改。": "an ordinal",
    "办好2025年年会，印发〔2022〕27号文件。": "a year and the number of a document",
    "组织“剑网2025”专项行动，落实《纲要（2021—2035年）》。": "names and titles",
    "建设期为2年，有效期为3年。": "how long something lasts",
    "不再新建每小时35蒸吨以下燃煤锅炉。": "what is not to be done, and a bound that says to what that applies",
    "服务营业收入超过100亿元的企业。": "a bound that says which enterprises are meant",
    "推动实现4类权属信息的核验。": "how many kinds there are",
    "全市专利已达到9829件。": "a result",
    "制定了26条措施。": "a result",
    "由200个工作日办结。": "where something starts from",
    "推进5G、PM2.5和12345热线。": "names",
    "增长20%以内。": "the two words do not go together",
    "力争达到80%以上。": "nothing says of what",
    "开展3年。": "how long something is done",
    "办理一批案件，进一步加强保护。": "一 in a word",
    "2021年12月底前完成。": "a day",
    "增长率控制。": "no number",
}


def as_told(figure: PromisedFigure) -> tuple[str, str, str, str]:
    return figure.comparison, figure.value, figure.unit, figure.subjects[0]


@pytest.mark.parametrize("text", READ)
def test_a_figure_is_read_with_what_it_counts(text: str) -> None:
    assert [as_told(figure) for figure in read_targets(text)] == READ[text]


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_promise_nothing(text: str) -> None:
    assert read_targets(text) == [], NOTHING[text]


def test_the_words_of_a_figure_are_those_of_the_text() -> None:
    text = "持续提升能力，到2025年，将审查周期压减至15个月，新建30家中心（甲）和一批站点。"
    assert [text[figure.start : figure.end] for figure in read_targets(text)] == [
        "审查周期压减至15个月", "新建30家中心（甲）",
    ]  # fmt: skip


def test_an_ellipsis_is_completed_from_what_stands_before_it_in_the_sentence() -> None:
    _first, second, third = read_targets("完成品种权受理7000件以上、授权3000件以上，审查周期缩短15天。")
    assert second.subjects[0] == "授权"
    assert "品种权授权" in second.subjects
    assert "品种权审查周期" in third.subjects
    [alone] = read_targets("完成品种权受理。授权3000件以上。")
    assert "品种权授权" not in alone.subjects


def test_a_word_that_only_leads_to_what_is_counted_may_be_left_out() -> None:
    [figure] = read_targets("全市完成品种权受理700件以上。")
    assert "品种权受理" in figure.subjects


def test_a_name_may_end_before_the_words_do() -> None:
    [figure] = read_targets("新建30家技术与创新支持中心（TISC）和一批站点。")
    assert {"技术与创新支持中心", "技术与创新支持中心(TISC)"} <= {*figure.subjects}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("到2025年，周期压减至15个月，合格率97%以上。", [date(2025, 12, 31)] * 2),
        ("2022年，新建基站2600个以上。到2024年，建成基站1万个。", [date(2022, 12, 31), date(2024, 12, 31)]),
        ("6月底前，周期压减至15个月。", [date(2030, 6, 30)]),
        ("到2025年，体系更加完善。周期压减至15个月。", [None]),  # the day is that of another sentence
        ("排放量比2015年下降15%。", [None]),  # the year compared with is none by which anything is due
    ],
)
def test_the_sentence_may_say_by_when(text: str, by: list[date | None]) -> None:
    assert [figure.by for figure in read_targets(text, 2030)] == by


@pytest.mark.parametrize(
    ("text", "base", "yearly"),
    [
        ("排放量比2015年下降15%。", "2015", False),
        ("出口额在2020年基础上增长20%。", "2020", False),
        ("出口额同比增长20%。", PREVIOUS, False),
        ("出口额全年增长20%。", PREVIOUS, False),
        ("出口额增长20%。", None, False),
        ("出口额年均增长20%。", None, False),  # an average over years, which a weak year does not miss
        ("出口额每年增长20%。", None, True),
        ("每年选派100名审查员。", None, True),
        ("颗粒物年均浓度控制在29微克以下。", None, False),
    ],
)
def test_what_an_increase_compares_with_and_whether_it_is_for_each_year(
    text: str, base: str | None, yearly: bool
) -> None:
    [figure] = read_targets(text)
    assert (figure.base, figure.yearly) == (base, yearly)


PIECES = st.sampled_from(
    "到2025年 审查周期 压减至 达到 增长 新建 1 16.5 三 个月 % 家 以上 以内 左右 ， 。 、 的 企业 《 》 分别 和 比2015年"
    " 已 每年 （ ） 万 ５ - 至".split()
)  # fmt: skip


@given(st.lists(PIECES, max_size=24).map("".join))
def test_whatever_stands_in_a_text_its_figures_are_words_of_it_in_order(text: str) -> None:
    read = read_targets(text, 2025)
    ends = [0]
    for figure in read:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.end > ends[-1]
        assert figure.comparison in COMPARISONS
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", figure.value)
        assert figure.subjects[0]
        ends.append(figure.end)
