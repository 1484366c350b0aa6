"""Generate plans by the thousand, as if every city published one each year.

    python -m benchmarks.plans FOLDER [PLANS [TASKS]]

The generator is seeded: the same numbers give the same bytes. Every plan passes `ipcheck validate` without a warning.
A plan is that of a city for one year from 2025 to 2034. Its tasks have the wording of the field, name agencies and laws
of the shipped registries, and state deadlines as plans do. So that some questions have few answers among many tasks,
few headings name 跟踪问效, an agency that leads few tasks leads the last task of a plan, only one plan in four speaks
of trade marks, and only one task in eleven is due on a day in September.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA = Path(__file__).parent.parent / "data"
YEARS = 10
FIRST_YEAR = 2025
IN_A_SECTION = 10  # tasks
_RARE = "商标"

_PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "重庆 四川 贵州 "
    "云南 西藏 陕西 甘肃 青海 宁夏 新疆"
).split()
_AREAS = "东 南 西 北 中 江东 江西 河南 河北 山阳 海阳 平原 高新".split()
_PARTS = "完善制度 强化保护 促进运用 优化服务 培养人才 扩大开放 加强宣传 夯实基础 改革创新 组织实施".split()
_HOW = "深入 持续 加快 扎实 全面 积极 稳步 统筹".split()
_VERBS = "推进 开展 加强 完善 优化 健全 建设 推动 强化 落实 组织 支持".split()
_WHAT = (
    "专利导航 专利转化运用 地理标志保护 商业秘密保护 数据知识产权登记 知识产权质押融资 知识产权证券化 "
    "知识产权保险 "
    "快速协同保护 行政裁决 纠纷多元化解 海外纠纷应对指导 非正常专利申请治理 展会知识产权保护 "
    "电商领域执法 "
    "植物新品种培育 集成电路布图设计保护 传统文化保护 版权示范创建 软件正版化 公共服务网点布局 信息分析利用 "
    "代理行业监管 "
    "信用分级监管 高价值专利培育 专利开放许可 标准必要专利研究 知识产权学院建设 职称评审 中小学普及教育 "
    "执业人员培训 宣传周活动 "
    "国际合作交流 自由贸易试验区改革 强国建设试点 示范区创建 产业联盟建设 专利密集型产业统计"
).split()
_WHERE = (
    "重点产业 中小企业 高等院校 科研机构 产业园区 自由贸易片区 专业市场 电商平台 农业领域 生物医药产业 "
    "新能源汽车产业 集成电路产业 "
    "人工智能领域 低空经济 绿色低碳产业 文化产业 外向型企业 专精特新企业 开发区 县域"
).split()
_HOW_MUCH = (
    "形成一批可复制可推广的经验 建立跨部门会商机制 完善工作台账 打造一批典型案例 提升办理效率 健全考核评价办法 "
    "引导社会力量参与 推动信息共享和业务协同 培育一批示范单位 压实各方责任 定期通报进展情况 加大政策支持力度"
).split()
_ON_LAWS = "推进《{}》修改", "研究论证《{}》修订", "做好《{}》宣传解读", "指导适用《{}》", "制定《{}》配套措施"
_DEADLINES = (
    "{year}年9月{day}日前完成",
    "{year}年{month}月底前完成", "{year}年{month}月底前完成并持续推进", "{year}年底前完成", "{year}年第{quarter}季度末",
    "持续推进", "长期坚持", "印发后{span}个月内", "", "", "",
)  # fmt: skip
_RESPONSIBLE = "{}负责", "{}、{}负责", "{}、{}按职责分工负责", "{}、{}、{}按职责分工负责", "{}牵头，{}、{}配合"


def write_plans(folder: Path, plans: int = 3000, tasks: int = 100, seed: int = 8) -> list[Path]:
    """Write so many plans with so many tasks each, as files `<id>.yaml` in `folder`. Returns the paths, city by city
    and for each city in the order of the years."""
    folder.mkdir(parents=True, exist_ok=True)
    agencies, laws = _names("agencies", "name"), _names("instruments", "title")
    paths = []
    for number in range(plans):
        city, year = divmod(number, YEARS)
        year += FIRST_YEAR
        path = folder / f"c{city:03}-{year}.yaml"
        lines = _plan(Random(f"{seed} {number}"), city, year, tasks, agencies, laws)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        paths.append(path)
    return paths


def city_name(city: int) -> str:
    """The name of a city by its number, such as 广东高新市."""
    area, province = divmod(city, len(_PROVINCES))
    return f"{_PROVINCES[province]}{_AREAS[area % len(_AREAS)]}{'' if area < len(_AREAS) else area}市"


@cache
def _names(registry: str, key: str) -> list[str]:
    """The names in a registry, without those of bodies that are there only for the local agencies below them."""
    entries = yaml.safe_load((DATA / f"{registry}.yaml").read_text("utf-8"))[registry]
    printed = "".join(path.read_text("utf-8") for path in sorted((DATA / "plans").glob("*.yaml")))

    def is_named(entry: dict[str, Any]) -> bool:
        return any(name in printed for name in (entry[key], entry.get("official", entry[key]), *entry["aliases"]))

    wanted = [entry for entry in entries if entry["kind"] not in ("group", "local", "treaty")]
    names = [entry[key] for entry in wanted if "local" not in entry or is_named(entry)]
    return [name for name in names if _RARE not in name]


def _plan(random: Random, city: int, year: int, tasks: int, agencies: list[str], laws: list[str]) -> Iterator[str]:
    name = city_name(city)
    yield f"id: c{city:03}-{year}"
    yield f"title: {name}{year}年知识产权强市建设推进计划"
    yield f"document_number: {name[:-1]}知发〔{year}〕{random.randint(1, 90)}号"
    yield f"issuer: {name}知识产权局"
    yield f"issued: {year}-0{random.randint(5, 8)}-{random.randint(10, 28)}"
    yield f"period: {year}"
    yield f"region: {name}"
    yield f"source: {{publisher: {name}知识产权局}}"
    yield "lead: first"
    yield f"preamble: 为贯彻落实国家和省知识产权强国建设部署，结合{name}实际，制定本计划。"
    yield "contents:"
    leading_agencies, rare_agencies = agencies[: len(agencies) // 2], agencies[len(agencies) // 2 :]
    sections = range(0, tasks, IN_A_SECTION)
    for index, first in enumerate(sections):
        part = _PARTS[index % len(_PARTS)]
        last = index == len(sections) - 1
        ending = f"，建设{name}{'，加强跟踪问效' if city % 50 == 0 else ''}" if last else ""
        yield f"  - heading: {_numeral(index + 1)}、{part}{ending}"
        yield f"    intro: 坚持以{part}为重点，{random.choice(_HOW)}{random.choice(_VERBS)}{random.choice(_WHAT)}。"
        yield "    tasks:"
        for number in range(first + 1, min(first + IN_A_SECTION, tasks) + 1):
            phrase = random.choice(_DEADLINES).format(
                year=year,
                month=random.randint(9, 12),
                quarter=random.choice("三四"),
                day=random.randint(1, 30),
                span=random.randint(2, 6),
            )
            agencies_of_task, text = random.sample(leading_agencies, 3), _text(random, laws)
            if number == tasks:
                agencies_of_task[0] = rare_agencies[city % len(rare_agencies)]
                text = f"推进《{_RARE}法》修改，加强{_RARE}品牌建设，{text}" if city % 4 == 0 else text
            yield f"      - number: {number}"
            yield f"        text: {text}"
            if phrase:
                yield f"        deadline: {phrase}"
            yield f"        responsible: {random.choice(_RESPONSIBLE).format(*agencies_of_task)}"


def _text(random: Random, laws: list[str]) -> str:
    clauses = [
        f"{random.choice(_HOW)}{random.choice(_VERBS)}{random.choice(_WHERE)}{random.choice(_WHAT)}",
        *random.sample(_HOW_MUCH, random.randint(1, 3)),
    ]
    if random.random() < 0.15:
        clauses.insert(0, random.choice(_ON_LAWS).format(random.choice(laws)))
    return "，".join(clauses) + "。"


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return f"{'' if tens == 1 else digits[tens]}十{digits[ones] if ones else ''}" if tens else digits[ones]


if __name__ == "__main__":
    folder, *numbers = sys.argv[1:]
    print(len(write_plans(Path(folder), *map(int, numbers))))
