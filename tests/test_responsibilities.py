"""Responsibility phrases: who leads and who takes part, in every form that plans write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.domain.phrases.responsibility import Responsibility, is_body, leads_only_by_helpers, read_responsibility

words = str.split  # of a literal: one word, one case


def led_by(lead: str, *participants: str, divided: bool = False, others: bool = False) -> Responsibility:
    return Responsibility((lead,), participants, divided, others)


def jointly_led_by(leads: str, *participants: str, divided: bool = False, others: bool = False) -> Responsibility:
    return Responsibility(tuple(leads.split("、")), participants, divided, others)


def shared_by(*participants: str, divided: bool = False, others: bool = False) -> Responsibility:
    return Responsibility((), participants, divided, others)


# Every kind of bracket of the plan 2025, whose closing line says that the first leads.
IN_2025 = [
    ("海关总署负责", led_by("海关总署")),
    ("工业和信息化部、科技部负责", led_by("工业和信息化部", "科技部")),
    ("国家知识产权局、司法部负责", led_by("国家知识产权局", "司法部")),
    ("农业农村部、国家林草局、司法部负责", led_by("农业农村部", "国家林草局", "司法部")),
    ("市场监管总局、国家知识产权局按职责分工负责", led_by("市场监管总局", "国家知识产权局", divided=True)),
    (
        "文化和旅游部、中央宣传部、市场监管总局、国家知识产权局负责",
        led_by("文化和旅游部", "中央宣传部", "市场监管总局", "国家知识产权局"),
    ),
    ("财政部、国家知识产权局、中央宣传部等部门负责", led_by("财政部", "国家知识产权局", "中央宣传部", others=True)),
    (
        "中央宣传部、工业和信息化部、国管局等单位按职责分工负责",
        led_by("中央宣传部", "工业和信息化部", "国管局", divided=True, others=True),
    ),
    ("国家知识产权局、联席会议有关成员单位负责", led_by("国家知识产权局", "联席会议有关成员单位")),
    ("联席会议办公室、联席会议成员单位负责", led_by("联席会议办公室", "联席会议成员单位")),
    ("联席会议办公室负责", led_by("联席会议办公室")),
    ("科技部、各项目主管部门按职责分工负责", led_by("科技部", "各项目主管部门", divided=True)),
    ("国家林草局、中国人民银行负责", led_by("国家林草局", "中国人民银行")),
    ("科技部、中国科协负责", led_by("科技部", "中国科协")),
    ("中央军委装备发展部、国家国防科工局负责", led_by("中央军委装备发展部", "国家国防科工局")),
]

# The other plans do not say that the first leads.
IN_OTHER_PLANS = [
    ("国家知识产权局", led_by("国家知识产权局")),
    ("国家知识产权局配合", shared_by("国家知识产权局")),
    ("国家知识产权局会同有关部门", led_by("国家知识产权局", others=True)),
    ("各地", led_by("各地")),
    ("各有关地方", led_by("各有关地方")),
    ("有条件的地方", led_by("有条件的地方")),
    ("示范区", led_by("示范区")),
    ("各有关地区", led_by("各有关地区")),
    ("申报城市（地区）", led_by("申报城市（地区）")),
    ("申报城市（地区）人民政府", led_by("申报城市（地区）人民政府")),
    ("示范区建设城市（地区）人民政府", led_by("示范区建设城市（地区）人民政府")),
    ("认定为示范区的城市（地区）", led_by("认定为示范区的城市（地区）")),
    ("国家知识产权局统筹协调，各有关部门积极配合", led_by("国家知识产权局", others=True)),
]

# Words of role decide, whatever the plan says of the first.
WITH_ROLES = [
    ("甲局负责、乙部配合、丙委参与", led_by("甲局", "乙部", "丙委")),
    ("甲局（牵头部门）、乙部", led_by("甲局", "乙部")),
    ("配合单位：乙部，丙委", shared_by("乙部", "丙委")),
    ("甲局负责，各有关部门配合", led_by("甲局", others=True)),
    ("牵头单位:甲局;配合单位:乙部,丙委", led_by("甲局", "乙部", "丙委")),
    ("甲局牵头，乙部、丙委配合", led_by("甲局", "乙部", "丙委")),
    ("甲局、乙部参与", shared_by("甲局", "乙部")),
    ("牵头单位：甲局；配合单位：乙部、丙委", led_by("甲局", "乙部", "丙委")),
    ("牵头单位：甲局，参加单位：乙部", led_by("甲局", "乙部")),
    ("牵头部门：甲局；责任部门：乙部、丙委", led_by("甲局", "乙部", "丙委")),
    ("主办单位：甲局；协办单位：乙部等有关部门", led_by("甲局", "乙部", others=True)),
    ("牵头责任单位：甲局；配合单位：各有关部门", led_by("甲局", others=True)),
    ("责任单位：甲局牵头，乙部、丙委配合", led_by("甲局", "乙部", "丙委")),
    ("责任单位：甲局", led_by("甲局")),
    ("配合单位：乙部", shared_by("乙部")),
    ("甲局牵头、乙部、丙委配合", led_by("甲局", "乙部", "丙委")),
    ("由甲局牵头，乙部参加", led_by("甲局", "乙部")),
    ("甲局牵头负责，乙部协同配合，丙委参与", led_by("甲局", "乙部", "丙委")),
    ("甲局负责牵头，乙部、丙委按职责分工负责", led_by("甲局", "乙部", "丙委", divided=True)),
    ("甲局牵头组织实施，各市人民政府配合落实", led_by("甲局", "各市人民政府")),
    ("甲局、乙部共同牵头，丙委配合", jointly_led_by("甲局、乙部", "丙委")),
    ("甲局、乙部牵头", jointly_led_by("甲局、乙部")),
    ("甲局、乙部、丙委牵头，丁厅、乙部配合", jointly_led_by("甲局、乙部、丙委", "丁厅")),
    ("甲局、乙部双牵头，丙委配合", jointly_led_by("甲局、乙部", "丙委")),
    ("甲局、乙部联合牵头", jointly_led_by("甲局、乙部")),
    ("甲局、乙部分别牵头，丙委配合", jointly_led_by("甲局、乙部", "丙委", divided=True)),
    ("由甲局、乙部按职责分别牵头负责", jointly_led_by("甲局、乙部", divided=True)),
    ("甲局和乙部等部门牵头", jointly_led_by("甲局、乙部", others=True)),
    ("甲局牵头，乙部牵头", jointly_led_by("甲局、乙部")),
    ("甲局、乙部会同丙委", jointly_led_by("甲局、乙部", "丙委")),
    ("牵头单位：甲局、乙部；配合单位：丙委", jointly_led_by("甲局、乙部", "丙委")),
    ("甲局（牵头）、乙部（牵头）、丙委负责", jointly_led_by("甲局、乙部", "丙委")),
    ("甲局牵头；各区人民政府负责落实", led_by("甲局", "各区人民政府")),
    ("甲局牵头，有关部门参加", led_by("甲局", others=True)),
    ("甲局（牵头）、乙部、丙委负责", led_by("甲局", "乙部", "丙委")),
    ("责任单位：乙部、甲局（牵头单位）、丙委", led_by("甲局", "乙部", "丙委")),
    ("甲局负责，乙部配合", led_by("甲局", "乙部")),
    ("牵头单位：甲局；责任单位：乙部、丙委", led_by("甲局", "乙部", "丙委")),
    ("牵头单位：甲局，责任单位：区政府有关部门，各街道（功能区）", led_by("甲局", "各街道（功能区）", others=True)),
    ("牵头单位：甲局 责任单位：乙部 丙委", led_by("甲局", "乙部", "丙委")),
    ("责任领导：张三；责任单位：甲局", led_by("甲局")),
    ("责任单位：甲局；责任人：张三", led_by("甲局")),
    ("甲局牵头乙部、丙委配合", led_by("甲局", "乙部", "丙委")),
    ("甲局牵头督导，乙部负责落实", led_by("甲局", "乙部")),
    ("由甲局牵头，会同乙部、丙委", led_by("甲局", "乙部", "丙委")),
    ("甲局负责。", led_by("甲局")),
    ("甲局负责，乙部指导", led_by("甲局", "乙部")),
    ("★甲局、乙部", led_by("甲局", "乙部")),
    ("责任单位：★甲局、★乙部、丙委", jointly_led_by("甲局、乙部", "丙委")),
    ("甲局牵头，各镇（街）参照落实", led_by("甲局", "各镇（街）")),
    ("牵头部门：甲局；主责单位：乙部；协办单位：丙委", led_by("甲局", "乙部", "丙委")),
    ("甲局、丙委等省社会信用体系建设联席会议相关成员单位牵头", jointly_led_by("甲局、丙委", others=True)),
    ("甲局会同乙部", led_by("甲局", "乙部")),
    ("甲局会同乙部、丙委负责", led_by("甲局", "乙部", "丙委")),
    ("甲局会同国务院有关部门负责", led_by("甲局", others=True)),
    ("甲局联合乙部负责", led_by("甲局", "乙部")),
    ("甲局商乙部负责", led_by("甲局", "乙部")),
    ("甲局商商务部负责", led_by("甲局", "商务部")),
    ("甲局具体负责", led_by("甲局")),
    ("甲局组织实施", led_by("甲局")),
    ("牵头单位：甲局；参与单位：SpaceX", led_by("甲局", "SpaceX")),
]

# Of several in a row the first leads only where the plan says so.
IN_A_ROW = [
    ("各地区、各有关部门", ("各地区",), False, True),
    ("甲局等有关部门负责", ("甲局",), False, True),
    ("甲局、乙部负责", ("甲局", "乙部"), False, False),
    ("甲局、乙部", ("甲局", "乙部"), False, False),
    ("甲局，乙部共同负责", ("甲局", "乙部"), False, False),
    ("甲局、乙部按职责分别负责", ("甲局", "乙部"), True, False),
    ("甲局、乙部按照各自职责负责", ("甲局", "乙部"), True, False),
    ("甲局、乙部等10个部门负责", ("甲局", "乙部"), False, True),
    ("甲局、乙部等国务院有关部门负责", ("甲局", "乙部"), False, True),
    ("甲局、乙部等按职责分工负责", ("甲局", "乙部"), True, True),
    ("甲局、乙部等国务院相关部门及各地区", ("甲局", "乙部", "各地区"), False, True),
    ("甲局、区政府有关部门、各街道", ("甲局", "各街道"), False, True),
    (
        "责任单位：市卫生健康委，各县（市、区）政府（管委会）",
        ("市卫生健康委", "各县（市、区）政府（管委会）"),
        False,
        False,
    ),
    (
        "市交警支队、云台街道、组干科、建设兵团、高新园区",
        ("市交警支队", "云台街道", "组干科", "建设兵团", "高新园区"),
        False,
        False,
    ),
    ("省高等法院、各中等学校负责", ("省高等法院", "各中等学校"), False, False),
    ("甲局 乙部　丙委", ("甲局", "乙部", "丙委"), False, False),
    ("甲局\n乙部负责", ("甲局", "乙部"), False, False),
    ("甲局、乙部、有关部门和单位按职责分工负责", ("甲局", "乙部"), True, True),
    ("甲局、乙部及其他相关部门负责", ("甲局", "乙部"), False, True),
    ("各设区市人民政府、省各有关部门、省税务局负责", ("各设区市人民政府", "省税务局"), False, True),
    ("省委宣传部、省贸促会、南京海关负责", ("省委宣传部", "省贸促会", "南京海关"), False, False),
    ("甲局、各省、自治区、直辖市人民政府负责", ("甲局", "各省、自治区、直辖市人民政府"), False, False),
    ("全国总工会、共青团中央、全国妇联", ("全国总工会", "共青团中央", "全国妇联"), False, False),
    ("工业和信息化部和文化和旅游部负责", ("工业和信息化部", "文化和旅游部"), False, False),
    ("国家发展和改革委员会、司法部", ("国家发展和改革委员会", "司法部"), False, False),
    ("南京海关和省税务局负责", ("南京海关", "省税务局"), False, False),
    ("省市场监管局(知识产权局)、省司法厅", ("省市场监管局（知识产权局）", "省司法厅"), False, False),
    (
        "中央宣传部（国家版权局、国家电影局）、司法部负责",
        ("中央宣传部（国家版权局、国家电影局）", "司法部"),
        False,
        False,
    ),
]

# One name, although a word that elsewhere separates or joins stands in it.
ONE_NAME = [
    "工业和信息化部",
    "文化和旅游部",
    "人力资源和社会保障部",
    "中国残疾人联合会",
    "联合国教科文组织中国委员会",
    "国家知识产权局商标局",
    "商务部",
    "省市场监管局（省知识产权局）",
    "各省（自治区、直辖市）人民政府",
    "各省、自治区、直辖市人民政府",
    "各市、县、区人民政府",
    "各市、县政府",
    "各省、自治区、直辖市及省会城市",
    "各区、县（市）人民政府",
    "国务院知识产权战略实施工作部际联席会议成员单位",
    "联席会议办公室",
    "机构编制委员会办公室",
]

NOBODY_BY_NAME = ["有关部门", "各有关部门", "各部门", "各相关单位负责", "国务院有关部门", "省级有关部门负责"]


@pytest.mark.parametrize(("phrase", "meaning"), IN_2025)
def test_the_first_leads_where_the_plan_says_so(phrase: str, meaning: Responsibility) -> None:
    assert read_responsibility(phrase, first_leads=True) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), [*IN_OTHER_PLANS, *WITH_ROLES])
def test_roles_and_single_bodies_mean_the_same_in_every_plan(phrase: str, meaning: Responsibility) -> None:
    assert (read_responsibility(phrase), read_responsibility(phrase, first_leads=True)) == (meaning, meaning)


@pytest.mark.parametrize(("phrase", "names", "divided", "others"), IN_A_ROW)
def test_none_of_several_in_a_row_leads_unless_the_plan_says_so(
    phrase: str, names: tuple[str, ...], divided: bool, others: bool
) -> None:
    assert read_responsibility(phrase) == Responsibility((), names, divided, others)
    assert read_responsibility(phrase, first_leads=True) == Responsibility(names[:1], names[1:], divided, others)


@pytest.mark.parametrize("phrase", ["甲局、乙部负责，丙委配合", "责任单位：甲局、乙部；配合单位：丙委"])
def test_all_who_are_responsible_lead_those_who_only_help(phrase: str) -> None:
    assert read_responsibility(phrase) == jointly_led_by("甲局、乙部", "丙委")
    assert read_responsibility(phrase, first_leads=True) == led_by("甲局", "乙部", "丙委")
    assert leads_only_by_helpers(phrase)


@pytest.mark.parametrize(
    "phrase", ["甲局负责，丙委配合", "甲局、乙部牵头，丙委配合", "甲局、乙部负责", "配合单位：甲局、乙部"]
)
def test_a_phrase_that_says_who_leads_leaves_no_question(phrase: str) -> None:
    assert not leads_only_by_helpers(phrase)


@pytest.mark.parametrize("verb", words("牵头 总牵头 牵头负责 牵头组织 牵头落实 负责牵头 统筹 统筹协调 主办 主责"))
def test_every_word_for_leading_gives_the_lead(verb: str) -> None:
    assert read_responsibility(f"甲局{verb}，乙部负责") == led_by("甲局", "乙部")


@pytest.mark.parametrize(
    "verb",
    words("配合 积极配合 主动配合 配合推进 配合实施 协同配合 协同 协助 协办 参与 共同参与 参与落实 参加"),
)
def test_every_word_for_helping_leaves_the_lead_to_others(verb: str) -> None:
    assert read_responsibility(f"乙部{verb}，甲局负责") == led_by("甲局", "乙部")
    assert read_responsibility(f"乙部{verb}", first_leads=True) == shared_by("乙部")


@pytest.mark.parametrize("verb", words("负责 共同负责 负责落实 负责推进 负责实施 组织实施 推进落实 落实 实施 推进"))
def test_every_word_for_answering_leaves_the_order_to_the_plan(verb: str) -> None:
    assert read_responsibility(f"甲局、乙部{verb}") == shared_by("甲局", "乙部")


@pytest.mark.parametrize(
    ("leads", "helps"),
    [
        ("牵头单位", "配合单位"),
        ("主办部门", "参与部门"),
        ("主责责任单位", "参加责任单位"),
        ("牵头负责部门", "协办负责部门"),
        ("主责", "协同"),
    ],
)
def test_labels_say_the_roles(leads: str, helps: str) -> None:
    assert read_responsibility(f"{leads}：甲局；{helps}：乙部") == led_by("甲局", "乙部")


@pytest.mark.parametrize("label", words("单位 部门 责任单位 责任部门 负责单位"))
def test_a_label_without_a_role_leaves_the_order_to_the_plan(label: str) -> None:
    assert read_responsibility(f"{label}：甲局、乙部") == shared_by("甲局", "乙部")


@pytest.mark.parametrize(
    "words",
    words("按职责 按照职责 依职责 依据职责 根据职责分工 按部门职责 按各自职责分工 按职责共同 按职责分工各自 各自 分别"),
)
def test_every_word_for_a_share_of_ones_own_is_understood(words: str) -> None:
    assert read_responsibility(f"甲局、乙部{words}负责") == shared_by("甲局", "乙部", divided=True)


@pytest.mark.parametrize(
    "end",
    words(
        "等 等部门 等相关单位 等多个部门 等部委 等有关机构 等中央和国家机关有关部门 "
        "等十二个部门 、其他有关部门 、其它有关部委 及各机构 、有关方面 和各部门 与相关单位 "
        "以及其他有关部门和机构 、各有关单位和部门"
    ),
)
def test_every_open_end_of_a_list_is_understood(end: str) -> None:
    assert read_responsibility(f"甲局、乙部{end}负责") == shared_by("甲局", "乙部", others=True)


@pytest.mark.parametrize("joint", words("、 ， 和 与 及 以及"))
def test_names_are_separated_by_signs_and_words(joint: str) -> None:
    assert read_responsibility(f"甲局{joint}乙部负责") == shared_by("甲局", "乙部")
    assert read_responsibility(f"各地{joint}有关部门负责") == shared_by("各地", others=True)


@pytest.mark.parametrize("name", words("甲部 甲委 甲办 甲院 甲署 甲厅 甲银行 甲会 甲省政府 甲单位 甲部门 甲海关"))
def test_a_word_separates_after_the_end_of_a_body(name: str) -> None:
    assert read_responsibility(f"{name}和乙部负责") == shared_by(name, "乙部")


@pytest.mark.parametrize(
    "name",
    words(
        "甲处 甲室 甲组 甲台 甲社 甲军 甲海关 甲联 中国科协 甲中央 甲中心 甲大学 甲集团 "
        "甲公司 甲总队 甲主管部门 甲市 甲县 甲区 甲（地区）"
    ),
)
def test_bodies_are_known_by_their_ends_where_no_verb_stands(name: str) -> None:
    assert read_responsibility(name) == led_by(name)
    assert is_body(name)


@pytest.mark.parametrize("name", words("张三 完成路面改造 待定 月底前"))
def test_other_words_are_no_bodies(name: str) -> None:
    assert not is_body(name)


@pytest.mark.parametrize("name", ONE_NAME)
@pytest.mark.parametrize("verb", ["", "负责", "负责。"])
def test_a_name_is_not_cut_in_two(name: str, verb: str) -> None:
    assert read_responsibility(name + verb) == led_by(name)


@pytest.mark.parametrize("phrase", NOBODY_BY_NAME)
def test_those_concerned_are_nobody_by_name(phrase: str) -> None:
    assert read_responsibility(phrase, first_leads=True) == shared_by(others=True)


@pytest.mark.parametrize("space", [" ", "\u3000", "\t", "\n  "])
def test_a_phrase_may_be_spaced(space: str) -> None:
    assert read_responsibility(f"甲{space}局牵头，{space}乙部、丙委{space}配合{space}") == led_by(
        "甲局", "乙部", "丙委"
    )


def test_a_phrase_of_thousands_of_characters_is_no_phrase() -> None:
    longest = "甲局、" * 666 + "甲局"
    assert (len(longest), read_responsibility(longest)) == (2000, led_by("甲局"))
    with pytest.raises(UnknownPhraseError) as unknown:
        read_responsibility(longest + "。")
    assert str(unknown.value) == longest + "。"


def test_a_body_named_twice_counts_once_and_by_its_highest_role() -> None:
    assert read_responsibility("甲局牵头，甲局、乙部、乙部配合") == led_by("甲局", "乙部")


@pytest.mark.parametrize(
    "phrase",
    [
        *("", " ", "。", "、", "负责", "牵头", "配合", "、负责", "按职责分工负责", "等部门负责", "牵头单位："),
        *("待定", "暂无", "另行确定", "大家努力", "张三", "推进知识产权保护", "加快出台商标侵权判断标准"),
        *(
            "甲局、、乙部负责",
            "甲局、负责",
            "甲局负责，",
            "甲局/乙部负责",
            "（甲局负责）",
            "牵头单位：；配合单位：乙部",
        ),
        # another word of role than those that are known must not become part of a name
        *(
            "甲局主要负责",
            "甲局、乙部联合负责",
            "责任人：张三",
            "甲局配合乙部",
            "乙部协助甲局负责",
            "甲局为主",
            "甲局会同",
        ),
        *("甲局配合牵头", "甲局牵头单位：乙部", "甲局（牵头）工作组负责", "甲局/乙部（牵头）、丙委负责"),
        "甲局、、丙委会同乙部负责",
        *("甲局职责、乙部负责", "甲局负责指导乙部落实", "甲局具体、乙部负责", "甲局商、乙部负责"),
        "甲局负责，2025年底前完成",
    ],
)
def test_what_no_rule_reads_is_not_guessed(phrase: str) -> None:
    with pytest.raises(UnknownPhraseError) as unknown:
        read_responsibility(phrase, first_leads=True)
    assert str(unknown.value) == phrase


made_up = st.builds(
    "{}{}".format,
    st.text("东南西北江河海山文化科技农林医药", min_size=1, max_size=8),
    st.sampled_from(["局", "部", "委", "厅", "总署", "委员会", "办公室", "（地区）", "和信息部"]),
)
_PIECES = [
    *"甲乙丙局部委，；：、（）等和由",
    "国家知识产权局",
    "负责",
    "牵头",
    "配合",
    "会同",
    "联合",
    "商",
    "按职责分工",
]
_PIECES += ["有关部门", "各地", "牵头单位：", "责任单位：", "（牵头）", "、自治区", "统筹协调"]
phrases = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))


@given(st.lists(made_up, min_size=1, max_size=6, unique=True), st.sampled_from(["负责", "按职责分工负责", ""]))
def test_a_list_gives_exactly_its_bodies(names: list[str], verb: str) -> None:
    lead, *participants = names
    meaning = read_responsibility("、".join(names) + verb, first_leads=True)
    assert meaning == led_by(lead, *participants, divided="职责" in verb)


@given(st.lists(made_up, min_size=2, max_size=6), st.integers(1, 5))
def test_names_stand_once_in_their_order_and_no_lead_takes_part(names: list[str], cut: int) -> None:
    cut = min(cut, len(names) - 1)
    meaning = read_responsibility(f"{'、'.join(names[:cut])}牵头，{'、'.join(names[cut:])}配合")
    assert meaning.leads == tuple(dict.fromkeys(names[:cut]))
    assert [*meaning.leads, *meaning.participants] == list(dict.fromkeys(names))


@given(phrases, st.booleans())
def test_any_text_is_read_or_unknown(text: str, first_leads: bool) -> None:
    try:
        meaning = read_responsibility(text, first_leads)
    except UnknownPhraseError:
        return
    named = [*meaning.leads, *meaning.participants]
    assert named or meaning.others
    assert len(named) == len(set(named))
    assert not [name for name in named if name.endswith(("负责", "牵头", "配合", "会同"))]


@given(phrases, st.lists(st.integers(0, 30), max_size=4))
def test_spaces_change_nothing_but_between_names(phrase: str, places: list[int]) -> None:
    def outcome(text: str) -> Responsibility | None:
        try:
            return read_responsibility(text, first_leads=True)
        except UnknownPhraseError:
            return None

    spaced = phrase
    for place in places:
        if not is_body(spaced[:place].rstrip()[-6:]):
            spaced = spaced[:place] + " " + spaced[place:]
    assert outcome(spaced) == outcome(phrase)
