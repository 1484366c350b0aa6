"""The registries: uniform names, and where running text names an agency or an instrument."""

import pytest

from ipcheck.domain.phrases.stage import Mention
from ipcheck.domain.registry import Registry, traditional_characters

AGENCIES = {
    "国家知识产权局": "国家知识产权局",
    "中华人民共和国国家知识产权局": "国家知识产权局",
    "知识产权局": "国家知识产权局",
    "CNIPA": "国家知识产权局",
    "國家知識產權局": "国家知识产权局",
    "中央宣传部": "中央宣传部",
    "国家版权局": "中央宣传部",
    "国务院": "国务院",
    "国务院办公厅": "国务院办公厅",
    "人大": "全国人大常委会",
}
NAMED_IN_TEXTS = [
    *("国家知识产权局", "中华人民共和国国家知识产权局", "中央宣传部", "国家版权局"),
    *("国务院", "国务院办公厅", "不在册的局"),
]
INSTRUMENTS = {
    "中华人民共和国专利法": "专利法",
    "专利法": "专利法",
    "中华人民共和国商标法": "商标法",
    "商标法": "商标法",
    "著作权法": "著作权法",
    "中华人民共和国商标法实施条例": "商标法实施条例",
    "商标法实施条例": "商标法实施条例",
    "专利法实施细则": "专利法实施细则",
    "著作权法相关司法解释": "关于著作权的司法解释",
    "知识产权强国建设纲要（2021—2035年）": "知识产权强国建设纲要",
    "“十四五”国家知识产权保护和运用规划": "“十四五”国家知识产权保护和运用规划",
    "“十四五”规划": "“十四五”国家知识产权保护和运用规划",
    "关于强化知识产权保护的意见": "关于强化知识产权保护的意见",
    "深入实施《关于强化知识产权保护的意见》推进计划": "推进计划",
    "条例": "某条例",
}
REGISTRY = Registry(AGENCIES, NAMED_IN_TEXTS, INSTRUMENTS)


def named(text: str, abbreviations: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What a text names: (as written, uniform name)."""
    return [(text[start:end], name) for start, end, name in REGISTRY.instruments_in(text, abbreviations)]


@pytest.mark.parametrize(
    ("name", "uniform"),
    [
        ("国家知识产权局", "国家知识产权局"),
        ("知识产权局", "国家知识产权局"),
        ("cnipa", "国家知识产权局"),
        ("ＣＮＩＰＡ", "国家知识产权局"),
        ("國家知識產權局", "国家知识产权局"),
        ("国家 知识产权局", "国家知识产权局"),
        ("国家版权局", "中央宣传部"),
        ("国家知识产权居", None),
        ("", None),
    ],
)
def test_any_name_of_an_agency_gives_the_uniform_one(name: str, uniform: str | None) -> None:
    assert REGISTRY.agency(name) == uniform


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("专利法", "专利法"),
        ("《专利法》", "专利法"),
        ("《中华人民共和国专利法》", "专利法"),
        ("中华人民共和国著作权法", "著作权法"),
        ("知识产权强国建设纲要(2021-2035年)", "知识产权强国建设纲要"),
        ('"十四五"规划', "“十四五”国家知识产权保护和运用规划"),
        ("专利审查指南", None),
    ],
)
def test_any_title_of_an_instrument_gives_the_uniform_name(title: str, name: str | None) -> None:
    assert REGISTRY.instrument(title) == name


def test_an_unknown_agency_is_answered_with_uniform_names_each_once() -> None:
    assert REGISTRY.agencies_like("国家知识产权居") == ["国家知识产权局"]
    assert REGISTRY.agencies_like("国务院办公室") == ["国务院办公厅", "国务院"]


def test_an_unknown_name_is_answered_with_those_that_resemble_it() -> None:
    assert REGISTRY.agencies_like("国家知识产权居") == ["国家知识产权局"]
    assert REGISTRY.instruments_like("商标发") == ["商标法", "商标法实施条例"]
    assert REGISTRY.agencies_like("商标法") == []


def test_a_file_of_unknown_names_is_not_taken_for_misspelt() -> None:
    registry = Registry(AGENCIES, NAMED_IN_TEXTS, INSTRUMENTS)
    for number in range(200):
        registry.agencies_like(f"某某{number}")
    assert registry.agencies_like("国家知识产权居") == []


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("国家知识产权局会同中央宣传部负责，国家知识产权局牵头。", ["国家知识产权局", "中央宣传部"]),
        ("国家版权局、国务院办公厅和国务院", ["中央宣传部", "国务院办公厅", "国务院"]),
        ("中华人民共和国国家知识产权局", ["国家知识产权局"]),
        ("各省知识产权局、CNIPA、全国人大和國家知識產權局", []),
        ("不在册的局", []),
        ("", []),
    ],
)
def test_a_text_names_agencies_by_their_unmistakable_names_only(text: str, agencies: list[str]) -> None:
    assert REGISTRY.agencies_in(text) == agencies


@pytest.mark.parametrize(
    ("text", "instruments"),
    [
        ("推进《中华人民共和国专利法》修改。", [("《中华人民共和国专利法》", "专利法")]),
        ("推进中华人民共和国专利法修改。", [("中华人民共和国专利法", "专利法")]),
        ("修改专利法，实施商标法。", [("专利法", "专利法"), ("商标法", "商标法")]),
        # the longest name that stands there
        ("推进专利法实施细则修订。", [("专利法实施细则", "专利法实施细则")]),
        (
            "深入实施《关于强化知识产权保护的意见》推进计划",
            [("深入实施《关于强化知识产权保护的意见》推进计划", "推进计划")],
        ),
        (
            "落实《关于强化知识产权保护的意见》推进计划",
            [("《关于强化知识产权保护的意见》", "关于强化知识产权保护的意见")],
        ),
        ("衔接“十四五”规划。", [("“十四五”规划", "“十四五”国家知识产权保护和运用规划")]),
        # 法 begins other words too
        ("商标法律、专利法院、著作权法治、商标法规、专利法庭、著作权法制", []),
        ("商标法和专利法的修改", [("商标法", "商标法"), ("专利法", "专利法")]),
        # a word of two characters is no title unless it is quoted
        ("完善有关条例和规章。", []),
        ("完善《条例》。", [("《条例》", "某条例")]),
        # what the registry does not know goes by its own title
        (
            "制定《中华人民共和国民法典》《甲〈乙〉办法》。",
            [("《中华人民共和国民法典》", "民法典"), ("《甲〈乙〉办法》", "甲〈乙〉办法")],
        ),
        ("《未写完的书名", []),
        ("《》", []),
        ("", []),
    ],
)
def test_instruments_are_found_quoted_and_bare(text: str, instruments: list[tuple[str, str]]) -> None:
    assert named(text) == instruments


@pytest.mark.parametrize(
    ("text", "instruments"),
    [
        ("推进商标法及其实施条例修改。", [("商标法", "商标法"), ("及其实施条例", "商标法实施条例")]),
        ("修改《商标法》及其实施条例。", [("《商标法》", "商标法"), ("及其实施条例", "商标法实施条例")]),
        ("修改《专利法》及其实施细则。", [("《专利法》", "专利法"), ("及其实施细则", "专利法实施细则")]),
        ("修改《种子法》及其实施条例。", [("《种子法》", "种子法"), ("及其实施条例", "种子法实施条例")]),
        # a name from the registry where there is one, else one that is made
        ("推进著作权法相关司法解释修改。", [("著作权法相关司法解释", "关于著作权的司法解释")]),
        ("推进商标法相关司法解释修改。", [("商标法", "商标法相关司法解释")]),
        (
            "推进商标法、著作权法相关司法解释修改。",
            [("商标法", "商标法相关司法解释"), ("著作权法相关司法解释", "关于著作权的司法解释")],
        ),
        (
            "推进《商标法》和《著作权法》相关司法解释修改。",
            [("《商标法》", "商标法相关司法解释"), ("《著作权法》", "关于著作权的司法解释")],
        ),
        ("修改商标法，完善专利法相关司法解释。", [("商标法", "商标法"), ("专利法", "专利法相关司法解释")]),
        ("修改商标法、制定专利法相关司法解释。", [("商标法", "商标法"), ("专利法", "专利法相关司法解释")]),
        (
            "推进专利法、商标法修改和著作权法相关司法解释制定。",
            [("专利法", "专利法"), ("商标法", "商标法"), ("著作权法相关司法解释", "关于著作权的司法解释")],
        ),
        ("修改商标法及相关司法解释。", [("商标法", "商标法")]),
    ],
)
def test_what_belongs_to_a_law_is_an_instrument_of_its_own(text: str, instruments: list[tuple[str, str]]) -> None:
    assert named(text) == instruments


def test_mentions_stand_in_order_at_their_places() -> None:
    assert REGISTRY.instruments_in("《专利法》和商标法") == [Mention(0, 5, "专利法"), Mention(6, 9, "商标法")]


def test_a_document_defines_its_own_short_titles() -> None:
    preamble = (
        "为贯彻落实《知识产权强国建设纲要（2021—2035年）》（以下简称《纲要》）和《“十四五”国家知识产权保护和运用规划》"
        "（以下简称《规划》）、《中华人民共和国某法》（以下简称《某法》），按照《关于强化知识产权保护的意见》制定本计划。"
    )
    own = REGISTRY.abbreviations_in(preamble)
    assert own == {
        "纲要": "知识产权强国建设纲要",
        "规划": "“十四五”国家知识产权保护和运用规划",
        "某法": "某法",
    }
    text = "开展《纲要》和《规划》五年总结评估。"
    assert named(text, own) == [("《纲要》", own["纲要"]), ("《规划》", own["规划"])]
    assert named(text) == [("《纲要》", "纲要"), ("《规划》", "规划")]
    assert named("落实纲要和规划。", own) == []


def test_an_empty_registry_still_finds_quoted_titles() -> None:
    empty = Registry({}, [], {})
    assert empty.instruments_in("修改专利法和《专利法》。") == [Mention(6, 11, "专利法")]
    assert (empty.agencies_in("国务院"), empty.agencies_like("国务院")) == ([], [])


@pytest.mark.parametrize(
    ("pairs", "learned"),
    [
        ([("國家知識產權局", "国家知识产权局")], {"國": "国", "識": "识", "產": "产", "權": "权"}),
        ([("關於強化", "关于强化")], {"關": "关", "強": "强"}),
        ([("專利法", "专利法"), ("商標法", "商标法")], {"專": "专", "標": "标"}),
        # another name of the same length teaches nothing, not even by its Traditional characters
        ([("中宣部", "外交部"), ("國新辦", "外交部")], {}),
        ([("国新办", "国家局"), ("NCAC", "版权局长")], {}),
        # nor does a name of another length, or the same name
        ([("知識產權局", "国家知识产权局"), ("国务院", "国务院"), ("", "")], {}),
    ],
)
def test_traditional_characters_are_learned_from_twins(pairs: list[tuple[str, str]], learned: dict[str, str]) -> None:
    assert traditional_characters(pairs) == learned
