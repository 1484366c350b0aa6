"""The figures of the shipped plans: every number of every task is a promised figure, or is none for a reason; every
measure has both names, and every figure on record a source."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipcheck.base.dates import last_day
from ipcheck.base.text import is_chinese
from ipcheck.domain.measure import read_amount
from ipcheck.domain.phrases.target import read_targets
from tests.conftest import Run

DATA = Path(__file__).parents[2] / "data"
MEASURES = {
    each["id"]: each for each in yaml.safe_load((DATA / "measures.yaml").read_text(encoding="utf-8"))["measures"]
}
REPORTED = [
    entry
    for path in sorted((DATA / "ledgers" / "public").glob("*.yaml"))
    for entry in yaml.load(
        path.read_text(encoding="utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    )  # `on` is a word
    if "actual" in entry
]
DAY_OF_THE_RECORD = "2026-11-29"

# Every figure that the shipped plans promise: its task, measure, how it is meant, number, unit, and by when.
PROMISED = {
    ("2020-3.1.1", "high-value-patent-pendency", "at-most", "16", "个月", "2020-12-31"),
    ("2020-3.2.1", "trademark-examination", "at-most", "4", "个月", "2020-12-31"),
    ("2020-4.1.4", "ip-pledge-financing", "increase", "20", "%", "2020-12-31"),
    ("2020-5.2.2", "tisc", "increase", "30", "家", "2020-12-31"),
    ("2022-27", "invention-pendency", "at-most", "16.5", "个月", "2022-12-31"),
    ("2022-27", "trademark-registration", "stable", "7", "个月", "2022-12-31"),
    ("2022-27", "madrid-examination", "stable", "4", "个月", "2022-12-31"),
    ("2022-29", "plant-variety-applications", "at-least", "7000", "件", "2022-12-31"),
    ("2022-29", "plant-variety-grants", "at-least", "3000", "件", "2022-12-31"),
    ("2022-29", "plant-variety-pendency", "decrease", "15", "天", "2022-12-31"),
    ("demo-zones-g1", "demo-zones", "about", "20", "个", "2025-12-31"),
    ("protection-system-18.5", None, "at-least", "100", "名", None),
    ("protection-system-b3.1", "rapid-protection-coverage", "at-least", "90", "%", "2027-12-31"),
    ("protection-system-g4", "invention-pendency", "at-most", "15", "个月", "2025-12-31"),
    ("protection-system-g4", "trademark-registration", "stable", "7", "个月", "2025-12-31"),
    ("protection-system-g4", "patent-accuracy", "at-least", "95", "%", "2025-12-31"),
    ("protection-system-g4", "trademark-sampling", "at-least", "97", "%", "2025-12-31"),
}

# Numbers that promise nothing, with the words around them, by the reason why.
PROMISES_NOTHING = {
    "the year of a meeting, campaign or report": [
        ("2020-6.1.1", "办好2020年"), ("2022-85", "发布2022年"), ("2025-37", "“昆仑—2025”"), ("2025-38", "“剑网2025”"),
        ("2025-96", "发布2024年度"), ("2025-104", "办好2025年"), ("2025-106", "办好2025年"), ("2025-113", "筹备2025年"),
    ],
    "the years of a title": [("2022-114", "（2021—2035年）"), ("2025-20", "（2025—2030年）")],
    "by when, not how much": [
        ("demo-zones-g1", "到2025年"), ("protection-system-g1", "到2027年"), ("protection-system-g3", "到2035年"),
        ("protection-system-g4", "到2025年"), ("protection-system-b3.1", "到2027年"),
    ],
    "an anniversary": [("2025-93", "实施40周年"), ("2025-104", "合作40周年")],
    "how long a zone is built and named, which is a deadline": [
        ("demo-zones-4.2.2", "建设期为2年"), ("demo-zones-4.2.3", "示范有效期为3年"),
    ],
    "how many kinds of rights there are": [("protection-system-b5.2", "等4类")],
}  # fmt: skip

# Numbers of real plans of other offices, as far as they promise anything: the texts of the import corpus.
OF_OTHERS = {
    "到2020年，全市空气质量优良天数比例（AQI达标率）达到94%，细颗粒物（PM2.5）年均浓度控制在29微克每立方米以下，空气质量六项基本指标"
    "年评价浓度均达到国家二级标准。": [("at-least", "94", "%"), ("at-most", "29", "微克每立方米")],
    "到2020年，全市二氧化硫（SO2）、氮氧化物（NOx）和挥发性有机物（VOCs）排放总量比2015年分别下降15%、10%和26%。": [
        ("decrease", "15", "%"), ("decrease", "10", "%"), ("decrease", "26", "%"),
    ],
    "城市建成区原则上不再新建每小时35蒸吨以下燃煤锅炉，其他区域禁止新建每小时10蒸吨及以下燃煤锅炉。": [],
    "到2030年，本市数据要素市场规模达到2000亿元，形成一批先行先试的政策和标准。": [("at-least", "2000", "亿元")],
    # a slogan of service: no word says whether more or fewer is meant
    "9月底前，实现开办企业全流程（名称申报、公积金登记）1个环节、0成本、1天办结。": [],
    "全市工程建设项目审批时间缩短至100个工作日内。": [("at-most", "100", "个工作日")],
    "增加普惠性托育供给，新增托位数400个以上，公办园在园幼儿占比60%以上。": [
        ("increase", "400", "个"), ("at-least", "60", "%"),
    ],
    "2022年，全市新建5G基站2600个以上，新建市级及以上创新平台15个以上，加快推动数字基础设施与传统基础设施融合发展。": [
        ("increase", "2600", "个"), ("increase", "15", "个"),
    ],
    "到2024年，全市累计建成5G基站1万个，累计新建市级及以上创新平台50个以上，高水平推进5G、工业互联网建设。": [
        ("at-least", "1", "万个"), ("increase", "50", "个"),
    ],
    "开展第十一次打击网络侵权盗版专项治理，组织开展“2015红盾网剑”专项行动，研究进一步加大网络商业方法保护。": [],
    "营商环境竞争力在全国第一方阵中持续争先进位，清理一批隐形门槛和壁垒。": [],
    "实行每个阶段“一家牵头、并联审批、限时办结”。": [],
    "持续推进三大重点领域专项治理，进一步探索完善电子商务监管。": [],
}  # fmt: skip


@pytest.fixture
def tasks(run_shipped: Run) -> dict[str, Any]:
    return {task["id"]: task for task in json.loads(run_shipped("tasks", "-f", "json").raw)}


@pytest.fixture
def targets(run_shipped: Run) -> list[Any]:
    listed: list[Any] = json.loads(run_shipped("targets", "--as-of", DAY_OF_THE_RECORD, "-f", "json").raw)["targets"]
    return listed


def test_the_shipped_plans_promise_these_figures(targets: list[Any]) -> None:
    read = {(each["task"], each["measure"], each["comparison"], f"{each['value']}", each["unit"], each["by"])
            for each in targets}  # fmt: skip
    assert read == PROMISED


def test_every_number_of_the_shipped_plans_is_promised_or_none_for_a_reason(tasks: dict[str, Any]) -> None:
    """Every number in Arabic figures; those of the Chinese ones that count nothing are words: 一批, 进一步, 第二批."""
    reasons = {place for places in PROMISES_NOTHING.values() for place in places}
    told = set()
    unaccounted = []
    for id_, task in tasks.items():
        text = task["text"]
        promised = [(figure.start, figure.end) for figure in read_targets(text)]
        for number in re.finditer(r"[0-9０-９]+(?:\.[0-9]+)?", text):
            here = {
                (id_, words) for place, words in reasons if place == id_
                for found in re.finditer(re.escape(words), text)
                if found.start() <= number.start() < found.end()
            }  # fmt: skip
            is_promised = any(begin <= number.start() < end for begin, end in promised)
            if bool(here) == is_promised:
                unaccounted.append((id_, number[0]))
            told |= here
    assert unaccounted == []
    assert reasons - told == set()


@pytest.mark.parametrize("text", OF_OTHERS)
def test_the_numbers_of_other_offices_are_read_alike(text: str) -> None:
    assert [(each.comparison, each.value, each.unit) for each in read_targets(text)] == OF_OTHERS[text]


def test_what_the_record_says_of_the_promises(targets: list[Any]) -> None:
    found = {(each["task"], each["measure"]): (each["result"], each["reason"]) for each in targets}
    assert found["2022-27", "invention-pendency"] == ("met", None)
    assert found["protection-system-g4", "invention-pendency"] == ("met", None)
    assert found["2020-4.1.4", "ip-pledge-financing"] == ("met", None)
    assert found["2020-5.2.2", "tisc"] == ("not-known", "other-days")  # 51 were there only in April 2021
    assert found["2022-29", "plant-variety-grants"] == ("not-known", "other-days")
    assert found["demo-zones-g1", "demo-zones"] == ("not-known", "not-exact")
    assert found["protection-system-b3.1", "rapid-protection-coverage"] == ("not-known", "to-come")


def test_the_time_to_examine_an_invention_goes_through_the_years(run_shipped: Run) -> None:
    said = run_shipped("targets", "--measure", "invention-pendency", "--as-of", DAY_OF_THE_RECORD, "-f", "plain").out
    assert "22 → 20 → 18.5 → [16.5] → 16 → 15.5 → [15]" in said


def test_every_measure_has_both_names_and_both_units() -> None:
    for measure in MEASURES.values():
        assert is_chinese(measure["name"]), measure
        assert not is_chinese(measure["english"]), measure
        assert measure["unit_english"], measure
        assert measure["name"] not in measure.get("aliases", ())


def test_the_shipped_figures_name_their_measure_by_its_id_and_in_its_unit() -> None:
    """Shipped ledgers are read without looking names up."""
    for entry in REPORTED:
        measure = MEASURES[entry["actual"]["measure"]]
        of_measure, given = read_amount("1", measure["unit"]), read_amount("1", entry["actual"]["unit"])
        assert of_measure
        assert given
        assert of_measure.unit == given.unit, entry


def test_no_two_shipped_figures_of_one_measure_and_day_differ() -> None:
    values: dict[tuple[str, str], Any] = {}
    for entry in REPORTED:
        actual = entry["actual"]
        key = actual["measure"], last_day(str(actual["as_of"]))
        assert values.setdefault(key, actual["value"]) == actual["value"], entry


def test_every_shipped_figure_has_a_source_and_words_in_both_languages() -> None:
    for entry in REPORTED:
        assert entry["source"], entry
        assert is_chinese(entry["note"]), entry
        assert not is_chinese(entry["english"]), entry
        assert last_day(str(entry["actual"]["as_of"])) <= max(last_day(str(entry["on"])), DAY_OF_THE_RECORD)
