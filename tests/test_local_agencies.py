"""Local agencies: whose bureau a name means in the plan of a region, and to which national body it answers."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.domain.local_agencies import LocalNames
from ipcheck.domain.registry import Registry
from tests.conftest import Run, examples

ROOT = Path(__file__).parent.parent
FUNCTIONS = [
    *((name, "市场监管", "市场监管总局") for name in ("市场监管", "市场监督管理", "市监")),
    *((name, "发展改革", "国家发展改革委") for name in ("发展改革", "发展和改革", "发改")),
    *((name, "委宣传部", "中央宣传部") for name in ("委宣传部", "宣传部")),
    *((name, "委网信办", "中央网信办") for name in ("委网信办", "网信办")),
    *((name, "政府", "国务院") for name in ("政府", "人民政府")),
    *((name, "中级人民法院", "最高人民法院") for name in ("中级人民法院", "中院")),
    *((name, "法院", "最高人民法院") for name in ("法院", "人民法院")),
    ("委", "委", "党中央"), ("版权局", "版权局", "中央宣传部"), ("检察院", "检察院", "最高人民检察院"),
    ("公安", "公安", "公安部"), ("民政", "民政", "民政部"), ("自然资源", "自然资源", "自然资源部"),
    ("科技", "科技", "科技部"), ("知识产权", "知识产权", "国家知识产权局"), ("海关", "海关", "海关总署"),
    ("税务", "税务", "税务总局"), ("团委", "团委", "共青团中央"),
]  # fmt: skip
BODIES = {
    name: uniform
    for uniform, names in {
        "市场监管总局": ["市场监管总局", "国家市场监督管理总局", "市监总局"],
        "国家知识产权局": ["国家知识产权局", "知识产权局", "CNIPA"],
        "科技部": ["科技部"], "税务总局": ["税务总局", "国家税务总局"], "国务院": ["国务院"],
        "中国人民银行": ["中国人民银行", "人民银行"], "国管局": ["国管局"], "海关总署": ["海关总署"],
    }.items()
    for name in names
}  # fmt: skip
NAMES = LocalNames(FUNCTIONS, BODIES)
REGISTRY = Registry(BODIES, [name for name in BODIES if name not in ("知识产权局", "CNIPA")], {}, FUNCTIONS)


def meant(region: str | None, printed: str) -> tuple[str, str | None] | None:
    found = NAMES.read(printed, region)
    return (found.name, found.counterpart) if found else None


@pytest.mark.parametrize(
    ("region", "printed", "name", "counterpart"),
    [
        # the level stands for the region, or the region goes without saying
        ("海州市", "市市场监管局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "市场监管局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "本市市场监督管理局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "市监局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "市市监局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "市民政局", "海州市民政局", "民政部"),
        ("海州市", "自然资源局", "海州市自然资源局", "自然资源部"),
        ("海州市", "市发展和改革局", "海州市发展改革局", "国家发展改革委"),
        ("海州市", "市发展和改革委员会", "海州市发展改革委", "国家发展改革委"),
        ("广东省", "省公安厅", "广东省公安厅", "公安部"),
        ("大同县", "县公安局", "大同县公安局", "公安部"),
        ("西乌旗", "旗公安局", "西乌旗公安局", "公安部"),
        ("延边朝鲜族自治州", "州公安局", "延边朝鲜族自治州公安局", "公安部"),
        ("广西壮族自治区", "自治区公安厅", "广西壮族自治区公安厅", "公安部"),
        ("广西壮族自治区", "区公安厅", "广西壮族自治区公安厅", "公安部"),
        ("新疆生产建设兵团", "兵团公安局", "新疆生产建设兵团公安局", "公安部"),
        # a region with its cities and districts
        ("济南市钢城区", "区公安局", "济南市钢城区公安局", "公安部"),
        ("济南市钢城区", "公安局", "济南市钢城区公安局", "公安部"),
        ("济南市钢城区", "市公安局", "济南市公安局", "公安部"),
        ("济南市钢城区", "钢城区公安局", "济南市钢城区公安局", "公安部"),
        ("山东省济南市", "省公安厅", "山东省公安厅", "公安部"),
        ("山东省济南市", "市公安局", "济南市公安局", "公安部"),
        ("沙市区", "区公安局", "沙市区公安局", "公安部"),
        ("常德市津市市", "市公安局", "常德市津市市公安局", "公安部"),
        ("广州市", "市公安局", "广州市公安局", "公安部"),
        # in full, of any region and in any plan
        ("海州市", "海州市市场监督管理局", "海州市市场监管局", "市场监管总局"),
        ("海州市", "临江市市场监管局", "临江市市场监管局", "市场监管总局"),
        (None, "广东省公安厅", "广东省公安厅", "公安部"),
        ("全国", "北京市海淀区人民法院", "北京市海淀区法院", "最高人民法院"),
        # party, governments, courts, customs, tax, youth league
        ("海州市", "市委", "海州市委", "党中央"),
        ("海州市", "中共海州市委", "海州市委", "党中央"),
        ("海州市", "市委宣传部", "海州市委宣传部", "中央宣传部"),
        ("海州市", "宣传部", "海州市委宣传部", "中央宣传部"),
        ("海州市", "市网信办", "海州市委网信办", "中央网信办"),
        ("海州市", "市版权局", "海州市版权局", "中央宣传部"),
        ("广西壮族自治区", "自治区党委宣传部", "广西壮族自治区党委宣传部", "中央宣传部"),
        ("海州市", "市人民政府", "海州市政府", "国务院"),
        ("海州市", "市中院", "海州市中级人民法院", "最高人民法院"),
        ("海州市", "市法院", "海州市法院", "最高人民法院"),
        ("海州市", "检察院", "海州市检察院", "最高人民检察院"),
        ("海州市", "海关", "海州海关", "海关总署"),
        ("海州市", "海州海关", "海州海关", "海关总署"),
        ("海州市", "海口海关", "海口海关", "海关总署"),
        ("海州市", "国家税务总局海州市税务局", "海州市税务局", "税务总局"),
        ("海州市", "人民银行海州市分行", "人民银行海州市分行", "中国人民银行"),
        ("海州市", "团市委", "海州市团委", "共青团中央"),
        # the governments of all districts and the like, however they are written
        ("海州市", "各县（市、区）政府", "海州市各县（市、区）政府", None),
        ("海州市", "各县(市、区)人民政府", "海州市各县（市、区）政府", None),
        ("海州市", "各市县区", "海州市各县（市、区）政府", None),
        ("海州市", "各区县人民政府", "海州市各区县政府", None),
        ("海州市", "各县、区人民政府（管委会）", "海州市各区县政府（管委会）", None),
        ("广东省", "各市人民政府", "广东省各市政府", None),
        ("济南市钢城区", "各街道（功能区）", "济南市钢城区各街道（功能区）", None),
    ],
)
def test_a_region_and_a_function_name_an_agency(
    region: str | None, printed: str, name: str, counterpart: str | None
) -> None:
    assert meant(region, printed) == (name, counterpart)


@pytest.mark.parametrize(
    ("region", "printed"),
    [
        ("海州市", "省公安厅"),  # of which province?
        ("海州市", "区公安局"),
        ("泰州", "市公安局"),
        (None, "市公安局"),
        ("全国", "公安局"),
        ("全国", "各县（市、区）政府"),
        ("海州市", "国家公安局"),
        ("海州市", "公安部"),
        ("海州市", "市容管理局"),  # 市 is no level here
        ("海州市", "市场监官局"),
        ("海州市", "市各有关单位"),
        ("海州市", "各地"),
        ("海州市", "城管局"),
        ("海州市", ""),
    ],
)
def test_nothing_is_guessed(region: str | None, printed: str) -> None:
    assert meant(region, printed) is None


def test_an_unknown_function_of_a_certain_region_is_named_and_not_known() -> None:
    found = NAMES.read("市双打办", "海州市")
    assert found == ("海州市双打办", "海州市", None, False, False, False)
    assert NAMES.read("海州市双打办", "海州市") == found


@given(
    region=st.sampled_from("海州市 济南市钢城区 山东省济南市 广西壮族自治区 沙市区 津市市 广东省 全国".split()),
    place=st.sampled_from(["", *"市 省 区 县 自治区 海州市 临江市 济南市钢城区 广西壮族自治区 团 各".split()]),
    rest=st.sampled_from([
        *(f"{name}{ending}" for name, _shown, _national in FUNCTIONS for ending in ("", "局", "委员会")),
        "双打办", "县（市、区）政府", "市县区", "街道", "城管局", "市委",
    ]),
)  # fmt: skip
@settings(max_examples=examples(2000))
def test_a_name_that_was_given_means_itself(region: str, place: str, rest: str) -> None:
    found = NAMES.read(f"{place}{rest}", region)
    if found:
        again = NAMES.read(found.name, region)
        assert again
        assert (again.name, again.counterpart, again.known) == (found.name, found.counterpart, found.known)


@given(
    st.text("市省区县各团委局厅政府海州公安人民（）、国家税务总", max_size=12),
    st.text("海州市省区自治县旗兵团", max_size=8),
)
@settings(max_examples=examples(2000))
def test_no_name_and_no_region_breaks_the_reading(name: str, region: str) -> None:
    found = NAMES.read(name, region)
    assert found is None or found.name
    assert NAMES.missing_level(name, region) is None or found is None


def test_a_short_form_of_a_national_body_means_the_own_bureau_in_a_plan_of_a_region() -> None:
    assert REGISTRY.agency_in("知识产权局", "海州市") == "海州市知识产权局"
    assert REGISTRY.agency_in("知识产权局", "全国") == "国家知识产权局"
    assert REGISTRY.agency_in("知识产权局", None) == "国家知识产权局"
    for name in ("国家知识产权局", "CNIPA", "海关总署"):
        assert REGISTRY.agency_in(name, "海州市") == BODIES[name]


def test_a_registry_that_has_the_bureau_gives_its_name() -> None:
    own = dict.fromkeys(("市局", "海州市知识产权局", "市知识产权局", "海州局"), "市局")
    registry = Registry(BODIES | own, [], {}, FUNCTIONS)
    for name in ("知识产权局", "市知识产权局", "海州市知识产权局", "海州局"):
        assert registry.agency_in(name, "海州市") == "市局"
    local = registry.local_agency("知识产权局", "海州市")
    assert (local and local.counterpart) == "国家知识产权局"
    # another city's plan does not mean the bureau of 海州
    assert registry.agency_in("市知识产权局", "临江市") == "临江市知识产权局"


def test_a_registry_can_confirm_what_no_function_explains() -> None:
    own = {"海州市双打办": "海州市双打办", "海州市城管局": "海州市城管局"}
    registry = Registry(BODIES | own, [], {}, FUNCTIONS)
    for name in ("市双打办", "城管局", "市城管局"):
        assert registry.is_known_agency(name, "海州市")
        assert registry.agency_in(name, "海州市") == f"海州市{name.removeprefix('市')}"
        assert not registry.is_known_agency(name, "临江市")


@pytest.mark.parametrize(
    ("name", "region", "similar"),
    [
        ("市科技局", None, []),
        ("市城管局", "海州市", []),
        ("城管局", "海州市", []),  # not 国管局
        ("市市场监官局", "海州市", ["市市场监管局"]),
        ("市场监督管理剧", None, ["市场监管总局"]),
        ("科技布", "海州市", ["科技部"]),
    ],
)
def test_no_ministry_is_suggested_for_a_local_bureau(name: str, region: str | None, similar: list[str]) -> None:
    assert [like for like in REGISTRY.agencies_like(name, region) if like != name][:1] == similar


# What commands answer. The national bodies are invented, as are the cities.

AGENCIES = """\
agencies:
  - name: 丁总局
    official: 国家丁总局
    aliases: [丁务局]
    english: Administration D
    kind: ministry
    local:
      - {name: 丁务, also: [丁管]}
  - {name: 国家乙部, english: Ministry Y, kind: ministry, local: [{name: 乙}]}
"""
PLAN = """\
id: {id}
title: 计划
issuer: {region}丁务局
period: 2026
region: {region}
contents:
  - heading: 一、任务
    tasks:
      - {{number: 1, text: 做好工作。, responsible: 市丁务局牵头，市乙局、市双打办配合}}
      - {{number: 2, text: 做好工作。, responsible: 丁管局、市双打办、省乙厅}}
      - {{number: 3, text: 做好工作。, responsible: 各县（市、区）政府负责}}
"""


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    """A folder with a registry and the plans of two cities."""
    folder = tmp_path / "cities"
    folder.mkdir()
    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    for name, region in (("haizhou", "海州市"), ("linjiang", "临江市")):
        (folder / f"{name}.yaml").write_text(PLAN.format(id=name, region=region), encoding="utf-8")
    return folder


@pytest.fixture
def ids(run: Run, cities: Path) -> Callable[..., list[str]]:
    def ask(*arguments: str) -> list[str]:
        answer = run(*arguments, "--plans", str(cities), "-f", "json")
        assert answer.code == FINE, answer.err
        return [task["id"] for task in json.loads(answer.raw)]

    return ask


def test_any_form_of_the_name_finds_the_tasks(ids: Callable[..., list[str]]) -> None:
    own, both = ["haizhou-1", "haizhou-2"], ["haizhou-1", "haizhou-2", "linjiang-1", "linjiang-2"]
    assert ids("tasks", "--agency", "海州市丁务局") == own
    assert ids("tasks", "--agency", "海州市丁管局") == own
    assert sorted(ids("tasks", "--agency", "市丁务局")) == both
    assert sorted(ids("tasks", "--agency", "丁管局")) == both
    assert ids("tasks", "--agency", "市丁务局", "--plan", "haizhou") == own
    assert ids("agency", "海州市丁务局", "--role", "lead") == ["haizhou-1"]
    assert ids("tasks", "--agency", "海州市各县（市、区）政府") == ["haizhou-3"]
    assert sorted(ids("tasks", "--agency", "市双打办")) == both


def test_where_several_regions_match_the_answer_says_which(run: Run, cities: Path) -> None:
    line = "市丁务局 is the name of several agencies here: 临江市丁务局, 海州市丁务局"
    for command in (("tasks", "--agency"), ("due", "--agency"), ("agency",)):
        assert line in run(*command, "市丁务局", "--plans", str(cities)).out.splitlines()
    assert "several" not in run("tasks", "--agency", "海州市丁务局", "--plans", str(cities)).out


def test_a_national_body_comes_without_local_ones_unless_they_are_asked_for(
    run: Run, cities: Path, ids: Callable[..., list[str]]
) -> None:
    assert ids("tasks", "--agency", "丁总局") == []
    assert ids("agency", "丁总局") == []
    assert sorted(ids("agency", "丁总局", "--role", "local")) == ["haizhou-1", "haizhou-2", "linjiang-1", "linjiang-2"]
    assert ids("tasks", "--agency", "丁总局", "--role", "local", "--plan", "haizhou") == ["haizhou-1", "haizhou-2"]
    said = run("agency", "丁总局", "--role", "local", "--plans", str(cities), "--plan", "haizhou").out
    assert "Tasks of the local agencies that report to it" in said
    # its short form is that of the bureaus, too
    line = "丁务局 is read as Administration D. Regional plans also use it for: 临江市丁务局, 海州市丁务局"
    assert line in run("tasks", "--agency", "丁务局", "--plans", str(cities)).out.splitlines()


def test_the_command_that_lists_what_is_left_out_asks_for_the_local_agencies_too(run: Run, cities: Path) -> None:
    asked = (
        "due",
        "--agency",
        "丁总局",
        "--role",
        "lead",
        "--role",
        "local",
        "--before",
        "2026-06",
        "--plan",
        "haizhou",
    )
    said = run(*asked, "--plans", str(cities)).out
    assert "ipcheck tasks --plan haizhou --agency 丁总局 --role lead --role local" in said


def test_an_agency_is_shown_with_its_national_body(run: Run, cities: Path) -> None:
    said = run("agency", "海州市丁务局", "--plans", str(cities)).out
    assert "Local: 海州市丁务局 (reports to Administration D)" in said.splitlines()
    shown = json.loads(run("show", "haizhou-1", "--plans", str(cities), "-f", "json").raw)
    assert shown["agencies"] == [
        {"name": "海州市丁务局", "region": "海州市", "counterpart": "丁总局"},
        {"name": "海州市乙局", "region": "海州市", "counterpart": "国家乙部"},
        {"name": "海州市双打办", "region": "海州市", "counterpart": None},
    ]
    assert "海州市丁务局 (reports to Administration D)" in run("show", "haizhou-1", "--plans", str(cities)).out
    loads = json.loads(run("agency", "--plans", str(cities), "--plan", "haizhou", "-f", "json").raw)
    assert loads[0] == {
        "name": "海州市丁务局", "leads": 1, "participates": 1, "mentioned": 0,
        "counterpart": "丁总局", "region": "海州市", "id": None,
    }  # fmt: skip


def test_json_has_the_names_that_the_plan_prints_and_the_full_ones(run: Run, cities: Path) -> None:
    tasks = json.loads(run("tasks", "--plans", str(cities), "--plan", "haizhou", "-f", "json").raw)
    assert tasks[0]["responsibility"]["lead"] == "市丁务局"
    assert tasks[0]["responsibility"]["participants"] == ["市乙局", "市双打办"]
    assert tasks[0]["responsibility"]["local"] == {
        "市丁务局": "海州市丁务局", "市乙局": "海州市乙局", "市双打办": "海州市双打办",
    }  # fmt: skip
    rows = list(csv.DictReader(run("tasks", "--plans", str(cities), "--plan", "haizhou", "-f", "csv").out.splitlines()))
    assert rows[0]["lead"] == "海州市丁务局"
    national = json.loads(run("tasks", "--plan", "dated", "-f", "json").raw)
    assert all("local" not in task["responsibility"] for task in national)


def test_several_leads_and_readings_are_named_by_the_same_rule(
    run: Run, cities: Path, ids: Callable[..., list[str]]
) -> None:
    (cities / "haizhou.yaml").write_text(
        PLAN.format(id="haizhou", region="海州市")
        + "      - {number: 4, text: 做好工作。, responsible: 丁务局、市乙局牵头，市双打办配合}\n"
        "      - number: 5\n        text: 做好工作。\n        responsible: 大家一起努力\n"
        "        leads: [市丁管局, 市乙局]\n        participants: [省乙厅, 市双打办]\n"
        "        reading: {by: 张三, why: 电话答复}\n",
        encoding="utf-8",
    )
    tasks = json.loads(run("tasks", "--plans", str(cities), "--plan", "haizhou", "-f", "json").raw)
    several, read = (task["responsibility"] for task in tasks[3:])
    assert (several["lead"], several["leads"], several["participants"]) == (
        "丁务局",
        ["丁务局", "市乙局"],
        ["市双打办"],
    )
    assert several["local"] == {"丁务局": "海州市丁务局", "市乙局": "海州市乙局", "市双打办": "海州市双打办"}
    assert (read["basis"], read["leads"], read["participants"]) == (
        "reading",
        ["市丁管局", "市乙局"],
        ["省乙厅", "市双打办"],
    )
    assert read["local"] == {"市丁管局": "海州市丁务局", "市乙局": "海州市乙局", "市双打办": "海州市双打办"}
    assert ids("tasks", "--agency", "海州市乙局", "--role", "lead") == ["haizhou-4", "haizhou-5"]
    assert ids("tasks", "--agency", "海州市丁务局", "--role", "lead") == ["haizhou-1", "haizhou-4", "haizhou-5"]
    shown = json.loads(run("show", "haizhou-5", "--plans", str(cities), "-f", "json").raw)
    assert [agency["name"] for agency in shown["agencies"]] == ["海州市丁务局", "海州市乙局", "海州市双打办"]
    said = run("validate", str(cities / "haizhou.yaml"), str(cities / "agencies.yaml")).out
    assert "市双打办 (4 tasks)" in said
    assert "省乙厅 (2 tasks)" in said


def test_an_unknown_agency_of_a_reading_is_told_at_its_place(run: Run, cities: Path) -> None:
    text = PLAN.format(id="haizhou", region="海州市").replace("市双打办", "市乙局").replace("、省乙厅", "")
    reading = "leads: [市双打办], reading: {by: 张三, why: 电话答复}"
    text += f"      - {{number: 4, text: 做好工作。, responsible: 大家一起努力, {reading}}}\n"
    (cities / "haizhou.yaml").write_text(text, encoding="utf-8")
    said = run("validate", str(cities / "haizhou.yaml"), str(cities / "agencies.yaml")).out
    line = text.splitlines()[-1]
    assert f"haizhou.yaml:12:{line.index('市双打办') + 1}: warning: unknown agency 市双打办 (1 task)" in said


def test_a_ledger_may_name_the_agency_as_the_plan_prints_it(run: Run, cities: Path) -> None:
    for name in ("市丁务局", "海州市丁务局"):
        marked = ("mark", "haizhou-1", "started", "--on", "2026-03-01", "--agency", name, "--note", f"{name}已开始")
        answer = run(*marked, "--plans", str(cities))
        assert answer.code == FINE, answer.err
    entries = yaml.load(Path("ledger.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {entry["agency"] for entry in entries} == {"海州市丁务局"}
    Path("ledger.yaml").write_text("- {task: haizhou-1, agency: 市丁务局, on: 2026-03-01, note: 已开会}\n", "utf-8")
    shown = json.loads(run("show", "haizhou-1", "--plans", str(cities), "-f", "json").raw)
    assert [entry["agency"] for entry in shown["entries"]] == ["海州市丁务局"]


def test_an_export_has_the_local_agencies_with_region_and_counterpart(run: Run, cities: Path) -> None:
    assert run("export", "-f", "csv", "-o", "out", "--plans", str(cities)).code == FINE
    [path] = Path("out").rglob("agencies*.csv")
    rows = {row["agency"]: row for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())}
    assert list(rows["海州市丁务局"])[-3:] == ["counterpart", "region", "id"]
    assert [rows["海州市丁务局"][key] for key in ("kind", "counterpart", "region")] == ["local", "丁总局", "海州市"]
    assert rows["海州市各县（市、区）政府"]["kind"] == "group"
    assert rows["丁总局"]["counterpart"] == ""


def test_an_unknown_local_name_is_refused_without_a_ministry(run: Run, cities: Path) -> None:
    answer = run("tasks", "--agency", "市乙部局", "--plans", str(cities))
    assert answer.code == UNABLE
    assert "Ministry" not in answer.err
    assert "国家乙部" not in answer.err


# Real calls


def call(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IPCHECK_", "LC_", "LANG"))}
    kept |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "IPCHECK_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "ipcheck", *arguments],
        cwd=folder, env=kept, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_validate_tells_of_each_unknown_name_once_with_its_tasks(cities: Path) -> None:
    done = call(cities, "validate", "haizhou.yaml", "agencies.yaml")
    assert done.returncode == FINE
    place, once = cities / "haizhou.yaml", "warning: unknown agency"
    missing = "the region of the plan does not tell which 省 is meant"
    assert done.stdout.splitlines() == [
        f"{place}:9:58: {once} 市双打办 (2 tasks) [unknown-agency]",
        f"{place}:10:56: {once} 省乙厅 (1 task); {missing} [unknown-agency]",
        "2 warnings in 2 files.",
    ]


DOCUMENT = """\
海州市知识产权局
2026年2月10日
2026年海州市知识产权工作要点
一、示范区建设
1.制定建设实施方案。（市知识产权局牵头，市司法局配合，3月底前完成）
2.健全指导工作体系。（市知识产权局、市双打办、省市场监管局、城管局负责，12月底前完成）
3.开展专项行动。（市双打办牵头，公暑部配合，年底前完成）
"""


@pytest.mark.slow
def test_import_drafts_the_registry_of_what_nothing_explains(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(DOCUMENT, encoding="utf-8")
    done = call(tmp_path, "import", "plan.txt", "--id", "own", "-o", "own.yaml", "--agencies", "agencies.yaml")
    assert done.returncode == FINE, done.stderr
    assert "Wrote a draft registry to agencies.yaml: 4 agencies." in done.stderr.splitlines()
    draft = (tmp_path / "agencies.yaml").read_text(encoding="utf-8")
    assert draft.startswith("# Draft, made from plan.txt.")
    assert draft.splitlines()[2:] == [
        "agencies:",
        "  - name: 海州市双打办",
        "    kind: local",
        "    region: 海州市",
        "  # check: which 省 is meant? Put the name of its region in front",
        "  - name: 省市场监管局",
        "    kind: local",
        "  # check: the plan says 城管局; is that of 海州市 meant?",
        "  - name: 海州市城管局",
        "    kind: local",
        "  # check: is 公暑部 a misspelling of 公安部? Then correct it in the plan",
        "  # check: what kind of body is it? ipcheck schema agencies lists the kinds",
        "  - name: 公暑部",
        "    kind: organisation",
    ]
    assert (
        "agencies.yaml:7:1: warning: which 省 is meant? Put the name of its region in front [check]"
        in done.stderr.splitlines()
    )
    done = call(tmp_path, "validate", "own.yaml", "agencies.yaml", "--strict")
    assert (done.returncode, done.stdout) == (FINE, "No faults in 2 files.\n"), done.stdout
    again = call(
        tmp_path, "import", "plan.txt", "--id", "own", "--plans", "agencies.yaml", "--agencies", "agencies.2.yaml"
    )
    assert "No agency is unknown; agencies.2.yaml is not written." in again.stderr.splitlines()
    assert not (tmp_path / "agencies.2.yaml").exists()


@pytest.mark.slow
def test_a_registry_is_never_overwritten_unless_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "agencies.yaml").write_text("agencies: []\n", encoding="utf-8")

    def refused(*arguments: str) -> str:
        done = call(tmp_path, "import", "plan.txt", *arguments)
        assert (done.returncode, done.stdout) == (UNABLE, "")
        return done.stderr

    assert "agencies.yaml exists already" in refused("--agencies", "agencies.yaml")
    assert "a file that this answer is read from" in refused("--agencies", "agencies.yaml", "--force", "--plans", ".")
    assert "a registry is called agencies.yaml" in refused("--agencies", "own.yaml")
    assert "is the document or the draft" in refused("--agencies", "agencies.1.yaml", "-o", "agencies.1.yaml")
    assert (tmp_path / "agencies.yaml").read_text(encoding="utf-8") == "agencies: []\n"
    assert call(tmp_path, "import", "plan.txt", "--agencies", "agencies.yaml", "--force").returncode == FINE
    assert "海州市双打办" in (tmp_path / "agencies.yaml").read_text(encoding="utf-8")


def test_an_entry_of_a_registry_may_say_region_and_counterpart(run: Run, cities: Path) -> None:
    def checked(**said: Any) -> int:
        entry = {"name": "海州市双打办", "kind": "local", **said}
        text = json.dumps({"agencies": [entry]}, ensure_ascii=False)
        (cities / "agencies.more.yaml").write_text(text, encoding="utf-8")
        return run("validate", str(cities / "agencies.more.yaml")).code

    assert checked(region="海州市", counterpart="丁总局") == FINE
    shown = json.loads(run("show", "haizhou-1", "--plans", str(cities), "-f", "json").raw)
    assert {"name": "海州市双打办", "region": "海州市", "counterpart": "丁总局"} in shown["agencies"]
    assert checked(local=[{"also": ["双打"]}]) == FOUND
    assert checked(local="双打") == FOUND
