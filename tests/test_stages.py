"""Stages: how far a task promises to bring what it names, as IP counsel would read it. 〔…〕 marks a bare name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.phrases.stage import Mention, read_stages
from ipcheck.domain.task import STAGES

words = str.split  # of a literal: one word, one case
_MARKED = re.compile("《[^》]+》|〔[^〕]+〕")


def named_in(clause: str) -> list[str]:
    return [name[1:-1] for name in _MARKED.findall(clause)]


def stages(clause: str) -> list[tuple[str, str]]:
    """What a marked clause promises; the name of an instrument is what stands between the marks."""
    text, mentions, at = "", [], 0
    for found in _MARKED.finditer(clause):
        text += clause[at : found.start()]
        written = found.group() if found.group()[0] == "《" else found.group()[1:-1]
        mentions.append(Mention(len(text), len(text) + len(written), found.group()[1:-1]))
        text, at = text + written, found.end()
    return read_stages(text + clause[at:], mentions)


STUDY = [
    ("2020-1.3.4", "加强〔知识产权基本法〕研究。"),
    ("2022-8", "研究推动〔电子商务法〕知识产权条款修订。"),
    ("2025-4", "研究论证《生物遗传资源获取和惠益分享管理条例》。"),
    ("protection-system-o2.1", "夯实〔知识产权基础性法律〕立法研究基础。"),
    ("protection-system-o2.4", "研究建立健全〔符合知识产权审判规律的特别程序法律制度〕。"),
    ("protection-system-o2.7", "研究论证制订〔官方标志保护规章〕。"),
]

DRAFTING = [
    ("2020-1.1.1", "完成〔纲要文本〕编制工作，按程序报请中央批准，完善知识产权强国建设协调机制和支撑体系。"),
    ("2020-1.3.1", "积极配合做好〔专利法〕修改，同步推进〔专利法实施细则〕修订。"),
    ("2020-1.3.2", "以强化知识产权保护为导向，做好《专利审查指南》新一轮全面修改，完善相关领域审查标准。"),
    ("2020-2.5.1", "研究制定〔地理标志审查指南〕，健全地理标志产品保护标准化体系。"),
    ("2020-4.2.7", "编制《创新过程知识产权管理规范》国家标准草案。"),
    ("2022-1", "研究论证〔知识产权基础性法律〕重点问题，形成〔知识产权基础性法律〕草案建议稿。"),
    ("2022-2", "推进《中华人民共和国专利法实施细则》《专利审查指南》修改。"),
    ("2022-3", "进一步修改完善《中华人民共和国商标法》《中华人民共和国商标法实施条例》及相关法律规范。"),
    ("2022-4", "推进《著作权法实施条例》《著作权集体管理条例》《计算机软件保护条例》《信息网络传播权保护条例》修订。"),
    ("2022-5", "制定《军用计算机软件著作权登记暂行规定》、〔以无障碍方式向阅读障碍者提供作品的相关规定〕。"),
    ("2022-7", "推进《中华人民共和国反不正当竞争法》修改。"),
    ("2022-9", "形成《中华人民共和国植物新品种保护条例》修订草案。"),
    ("2022-12", "修改《关于规范申请专利行为的若干规定》。"),
    ("2022-15", "制定〔侵犯知识产权犯罪案件公诉工作证据审查指引〕。"),
    ("2022-16", "制定〔知识产权检察办案规定〕，建立完善知识产权检察办案制度。"),
    ("2022-18", "研究制定〔文化市场综合执法跨区域执法联动协作管理办法〕。"),
    ("2022-19", "研究制定〔商标行政执法指导手册〕。深入开展调研，进一步完善调查取证规则。"),
    ("2022-20", "修订完善〔企业知识产权管理规范国家标准〕。"),
    ("2022-21", "推进《展会知识产权保护办法》修改。"),
    ("2022-29", "编制〔农业植物新品种保护审查指南〕，完成农业植物新品种权受理7000件以上、授权3000件以上。"),
    ("2022-37", "制定《关于加强中医药知识产权司法保护的意见》，促进中医药传承创新发展。"),
    ("2022-67", "推进专利、商标侵权纠纷检验鉴定试点，制定〔知识产权鉴定规范系列国家标准〕，优化评估方法。"),
    ("2022-94", "研究制定〔知识产权保护体系建设工程实施方案〕，协同推动知识产权保护体系建设。"),
    ("2025-1", "加快推进《中华人民共和国商标法》《集成电路布图设计保护条例》修改。"),
    ("2025-2", "推进《著作权法实施条例》修订，加快修订《作品自愿登记试行办法》，推进制定《民间文学艺术作品条例》。"),
    ("2025-3", "推进《中华人民共和国植物新品种保护条例》修订。"),
    ("2025-5", "推进修订《中华人民共和国知识产权海关保护条例》。"),
    ("2025-6", "推进《中医药传统知识保护条例》立法进程。"),
    ("2025-7", "推进修订《国防专利条例》。"),
    ("2025-9", "推进〔商标法〕、〔著作权法相关司法解释〕修改。"),
    ("2025-11", "做好〔“十五五”知识产权规划〕编制工作。"),
    ("2025-14", "制定《关于加快推进版权工作高质量发展指导意见》。"),
    ("2025-17", "研究制定〔关于加强商业秘密保护的意见〕。"),
    ("2025-22", "开展《专利审查指南》修改，完善新领域新业态专利审查标准。"),
    ("2025-28", "研究制定〔关于加强文化和旅游领域知识产权工作的指导意见〕。"),
    ("2025-33", "制定《关于办理侵犯知识产权刑事案件适用法律若干问题的解释》。"),
    ("2025-35", "制定《技术调查官管理办法》，完善知识产权检察专业人员辅助办案制度。"),
    ("2025-54", "依法管理知识产权对外转让行为，研究制定〔技术出口中专利权对外转让审查指引〕。"),
    ("2025-74", "加快推动实质性派生品种制度实施，制定〔实质性派生品种判定指南〕和〔首批实施目录〕，初步遴选一批机构。"),
    ("2025-84", "研究制定《知识产权信息分析利用指南》。"),
    ("2025-98", "完善知识产权人才评价体系和〔知识产权专业人员职称评价办法〕。"),
    ("2025-103", "推动新领域新业态知识产权国际规则制定，推进〔马德里体系〕纳入中文语言磋商。"),
    ("2025-107", "推进《保护广播组织条约》《保护传统文化表现形式条约》等国际条约实质性磋商。"),
    (
        "demo-zones-4.2.1",
        "申报城市（地区）人民政府制定〔示范区建设实施方案〕，经所属省人民政府审核后报送至国家知识产权局。",
    ),
    ("protection-system-1.5", "修订〔展会知识产权保护指引〕，研究制定〔大型赛会知识产权保护指南〕。"),
    ("protection-system-b1.3", "推进〔地理标志保护基础通用国家标准〕制定。"),
    ("protection-system-4.11", "制定〔行政执法指导手册〕，完善案例指导制度，建立国家、省、市、县执法指导工作体系。"),
    ("protection-system-9.2", "完善〔知识产权保护中心和快速维权中心管理办法〕。"),
    ("protection-system-12.3", "研究制定〔企业、服务机构知识产权信用评价国家标准〕，培育信用评价第三方服务机构。"),
    ("protection-system-15.1", "适时修订〔知识产权对外转让有关工作办法〕。"),
    ("protection-system-o2.2", "推进〔商标法〕〔及其实施条例〕修改。"),
    ("protection-system-o2.5", "推进〔著作权法实施条例〕等法规规章修订和〔民间文学艺术作品著作权保护条例〕制订。"),
    ("protection-system-o2.6", "完善〔集成电路布图设计法规〕。"),
]

ISSUED = [
    ("2020-1.1.2", "制定实施〔年度知识产权战略推进计划〕和〔高质量发展工作指引〕，深化知识产权强省建设。"),
    ("2020-2.1.1", "制定实施〔落实意见的推进计划〕，完善工作机制，加强统筹协调，强化督促指导和绩效考核。"),
    ("2020-2.3.2", "加快出台〔商标侵权判断标准〕。"),
    ("2020-4.4.6", "出台〔专利导航项目实施指南〕，协调推进重点产业专利导航工作。"),
    ("2022-6", "制定《民间文学艺术作品著作权保护条例》并推动出台。"),
    ("2022-10", "推动出台《商业秘密保护规定》。"),
    ("2022-13", "发布《关于办理侵犯知识产权刑事案件适用法律若干问题的解释》，进一步明确法律适用标准。"),
    ("2022-14", "制定发布《最高人民检察院关于全面加强新时代知识产权检察工作的意见》。"),
    ("2022-17", "制定出台《公证行业电子存证业务服务规范（试行）》。"),
    ("2022-28", "加快重点申请审查进程。制定实施《商标注册申请快速审查办法（试行）》。"),
    ("2022-30", "依法查处恶意申请注册商标和专利代理机构违法行为。印发〔种业监管执法年度活动方案〕。"),
    ("2022-34", "制定出台〔关于做好新时代打击侵权假冒工作的指导意见〕。"),
    ("2022-36", "出台〔关于第一审知识产权民事、行政案件管辖的若干规定〕，优化技术类案件管辖布局。"),
    ("2022-53", "出台〔知识产权维权援助工作规范〕，鼓励支持志愿者参与知识产权保护治理。"),
    ("2025-8", "修订出台《商业秘密保护规定》。"),
    ("2025-13", "研究总结世界银行营商环境评估结果，印发实施《关于进一步优化知识产权领域营商环境的意见》。"),
    ("2025-18", "制定出台《关于加强公安机关知识产权保护工作的意见》。"),
    ("2025-19", "加快推动《人工智能生成合成内容标识办法》及配套强制性国家标准出台。"),
    ("2025-30", "出台《最高人民法院关于以高质量审判服务保障科技创新的意见》，发布典型案例。"),
    ("protection-system-4.3", "制定实施〔全国知识产权行政保护工作方案〕。"),
]

APPLIED = [
    ("2020-4.2.3", "全面落实〔知识产权服务民营企业创新发展的若干措施〕。"),
    ("2020-5.1.1", "落实好〔关于深化知识产权领域“放管服”改革，营造良好营商环境的实施意见〕，着力解决突出问题。"),
    ("2022-38", "严格落实〔行政执法机关移送涉嫌犯罪案件的规定〕，完善案件移送标准和程序，办理一批典型案件。"),
    ("2022-39", "指导适用《关于审理申请注册的药品相关的专利权纠纷民事案件适用法律若干问题的规定》。"),
    ("2022-40", "指导适用《适用惩罚性赔偿的解释》《审理侵犯商业秘密民事案件适用法律若干问题的规定》。"),
    ("2022-63", "落实《药品专利纠纷早期解决机制实施办法（试行）》，加强药品专利纠纷早期解决机制建设。"),
    ("2022-64", "指导适用〔技术调查官司法解释〕。"),
    ("2025-12", "推进《知识产权领域中央与地方财政事权和支出责任划分改革方案》贯彻落实。"),
    ("2025-90", "推广使用《专利商标代理服务政府采购需求标准（试行）》。"),
    ("2025-107", "做好《视听表演北京条约》《马拉喀什条约》等重点国际版权条约的落地实施。"),
    ("2025-108", "认真履行〔国际植物新品种保护公约〕，深化多双边技术交流合作，参与相关国际标准制定。"),
    ("protection-system-b1.2", "贯彻实施《商品交易市场知识产权保护规范》《电子商务平台知识产权保护管理》国家标准。"),
    ("protection-system-8.1", "落实〔党和国家机构改革方案〕部署要求，建立符合地方实际的知识产权保护管理体系。"),
    ("protection-system-10.4", "推广使用〔知识产权维权援助指引〕，鼓励各地积极开展公益性维权援助。"),
]

MENTIONED = [
    # what takes effect is a list under the agreement, which itself is long in force
    ("2025-105", "积极推进自贸协定知识产权议题谈判和〔中欧地理标志协定〕第二批产品清单生效。"),
    ("2022-114", "聚焦《知识产权强国建设纲要》《“十四五”规划》贯彻落实成效，通过多种方式，做好宣传报道和政策解读。"),
    ("2025-93", "举办《中华人民共和国专利法》实施40周年相关活动。"),
    ("2025-114", "开展《纲要》和《规划》五年总结评估，对工作任务落实情况开展督促检查。"),
    ("protection-system-12.5", "将知识产权领域公共信用信息纳入〔全国公共信用信息基础目录〕，并适时更新。"),
    ("protection-system-o4.1", "以〔知识产权强国建设纲要和“十四五”规划实施年度推进计划〕为依托，明确年度重点任务。"),
    ("demo-zones", "按照中共中央办公厅、国务院办公厅印发的《关于强化知识产权保护的意见》等要求，制定以下方案。"),
]

SEVERAL = [
    (  # 2020-1.2.1
        "开展《“十三五”规划》实施总结评估，做好〔“十四五”规划〕编制工作，加强与〔强国战略纲要〕的有机衔接。",
        ["mentioned", "drafting", "mentioned"],
    ),
    (  # 2025-16
        "制定〔高质量推进快速协同保护政策文件〕，研究出台〔仲裁工作的指导意见〕，制定〔行政裁决和调解办案指南〕。",
        ["drafting", "issued", "drafting"],
    ),
    (  # 2022-43
        "制定〔商品交易市场知识产权保护规范〕，新认定一批市场。贯彻落实《电子商务知识产权保护管理》国家标准。",
        ["drafting", "applied"],
    ),
    ("推进《甲条例》修改和《乙条例》出台。", ["drafting", "issued"]),
    ("推进《甲条例》实施和《乙条例》制定。", ["applied", "drafting"]),
    ("贯彻落实《甲纲要》，制定《乙方案》。", ["applied", "drafting"]),
    ("依据《甲法》制定《乙指南》。", ["mentioned", "drafting"]),
    ("制定《甲条例》，适时出台。研究论证《乙条例》。", ["issued", "study"]),
    ("研究论证《甲法》，起草《乙条例》，并推动《丙规定》尽快出台。", ["study", "drafting", "issued"]),
]

# One clause for each way of saying it that the five plans do not use.
OTHERWISE = [
    ("issued", "完成《专利法实施细则》修改。"),
    ("issued", "推动完成《商标法》修订。"),
    ("issued", "修订《商业秘密保护规定》，适时出台。"),
    ("issued", "发布施行《专利审查指南》。"),
    ("issued", "制定《商业秘密保护规定》，适时出台"),
    ("issued", "完成《商标法》修改，起草配套措施。"),
    ("issued", "完成《商标法》修改和配套制度起草。"),
    ("drafting", "完成《专利法实施细则》修改，提请国务院审议。"),
    ("drafting", "完成《地理标志条例》起草工作。"),
    ("drafting", "发布《商业秘密保护规定》征求意见稿。"),
    ("drafting", "启动《商标法》修订工作。"),
    ("drafting", "研究起草《商业秘密保护规定》。"),
    ("drafting", "修改、研究制定《商业秘密保护规定》。"),
    ("drafting", "制定《商业秘密保护规定》，发布典型案例。"),
    ("drafting", "起草《商业秘密保护规定》后开展案例宣传。"),
    ("study", "研究《商标法》修改。"),
    ("study", "论证制定《商业秘密保护规定》。"),
    ("study", "研究论证制定《商业秘密保护规定》的必要性。"),
    ("applied", "贯彻实施新修订的《反不正当竞争法》。"),
    ("applied", "做好《反不正当竞争法》修订后的贯彻实施。"),
    ("applied", "制定贯彻落实《知识产权强国建设纲要》的措施。"),
    ("applied", "制定《关于强化知识产权保护的意见》配套措施。"),
    ("mentioned", "发布《商标法》典型案例。"),
    ("mentioned", "开展《专利法》立法后评估。"),
    ("mentioned", "做好《反不正当竞争法》宣传解读。"),
    ("mentioned", "按照《知识产权强国建设纲要》要求，健全工作机制。"),
    ("mentioned", "完善工作机制。《商标法》另有规定。"),
]


@pytest.mark.parametrize(
    ("stage", "clause"),
    [
        pytest.param(stage, clause, id=task)
        for stage, clauses in zip(STAGES, (MENTIONED, APPLIED, STUDY, DRAFTING, ISSUED), strict=True)
        for task, clause in clauses
    ],
)
def test_a_task_promises_one_stage_for_all_that_it_names(stage: str, clause: str) -> None:
    assert stages(clause) == [(name, stage) for name in dict.fromkeys(named_in(clause))]


@pytest.mark.parametrize(("clause", "promised"), SEVERAL)
def test_each_instrument_is_read_by_its_own_clause(clause: str, promised: list[str]) -> None:
    assert stages(clause) == list(zip(named_in(clause), promised, strict=True))


@pytest.mark.parametrize(("stage", "clause"), OTHERWISE)
def test_a_stage_can_be_said_in_other_words(stage: str, clause: str) -> None:
    assert [promised for _name, promised in stages(clause)] == [stage]


@pytest.mark.parametrize(
    ("stage", "word"),
    [
        *(("study", word) for word in words("研究 论证 研究论证 预研")),
        *(("drafting", word) for word in words("起草 制定 制订 制修订 修改 修订 编制 拟订 立法 完善 磋商 谈判")),
        *(("issued", word) for word in words("出台 颁布 发布 印发 公布 施行 生效 完成 制定实施 制订实施 修订实施")),
        *(("applied", word) for word in words("贯彻 落实 落地 实施 适用 执行 履行 推广 遵守 用好")),
    ],
)
def test_a_word_promises_the_same_before_and_after_the_name(stage: str, word: str) -> None:
    assert stages(f"推动{word}《甲》。推动《乙》{word}。") == [("甲", stage), ("乙", stage)]


@pytest.mark.parametrize(
    "frame",
    [
        *(f"{as_in}《甲》修改精神，健全机制。" for as_in in words("按照 依照 依据 根据 遵照 聚焦 围绕")),
        *(f"{as_in}《甲》修改精神，健全机制。" for as_in in words("结合 对照 参照 以")),
        *(f"实施以《甲》为{basis}的工程。" for basis in words("依托 导向 基础 指导 依据 遵循 重点")),
        *(f"发布《甲》{said}。" for said in words("典型案例 指导性案例 案例 宣传材料 培训教材 解读 释义")),
        *(f"发布《甲》{life}。" for life in words("实施情况 贯彻落实成效 执行效果 实施进展 落实经验")),
        *(f"发布《甲》{life}。" for life in words("五年总结 实施评估 实施年度报告")),
    ],
)
def test_what_only_refers_or_reports_promises_nothing(frame: str) -> None:
    assert stages(frame) == [("甲", "mentioned")]


@pytest.mark.parametrize("made", words("印发 发布 制定 出台 公布 修订 修改 施行 实施 生效 修订后"))
def test_how_a_document_came_about_promises_nothing(made: str) -> None:
    assert stages(f"落实国务院{made}的《甲》。") == [("甲", "applied")]


@pytest.mark.parametrize("what", words("配套制度 实施意见 实施方案 实施细则 实施办法 实施措施 的实施意见"))
def test_what_carries_a_document_out_is_drafted_for_its_application(what: str) -> None:
    assert stages(f"制定《甲》{what}。") == [("甲", "applied")]


@pytest.mark.parametrize(
    "end",
    words(
        "起草 修订草案 修改草稿 修改送审稿 修改征求意见 修改，按程序报批 修改，报请国务院批准 "
        "修改，报送司法部审查 修改，提请审议 修改，提交会议审定 修改并上报审核 修改，及时报请审批"
    ),
)
def test_a_draft_that_is_finished_or_handed_up_is_not_issued(end: str) -> None:
    assert stages(f"完成《甲》{end}。") == [("甲", "drafting")]


@pytest.mark.parametrize(
    "later",
    words(
        "适时出台 尽快发布 加快印发 抓紧公布 推动施行 推进颁布实施 并力争出台 按程序印发 "
        "正式发布 对外公布 并推动尽快出台"
    ),
)
def test_a_clause_of_its_own_can_say_that_the_draft_is_issued(later: str) -> None:
    assert stages(f"制定《甲》，{later}。") == [("甲", "issued")]


@pytest.mark.parametrize("between", ["，出台", "；出台", "。出台", "，并推动出台"])
def test_a_clause_that_goes_on_to_another_name_says_nothing_of_the_one_before(between: str) -> None:
    assert stages(f"起草《甲》{between}《乙》。") == [("甲", "drafting"), ("乙", "issued")]


@pytest.mark.parametrize("joint", ["", "、", "和", "及", "与", "以及"])
def test_names_that_stand_together_share_their_verb(joint: str) -> None:
    assert stages(f"推进《甲》{joint}《乙》修改。") == [("甲", "drafting"), ("乙", "drafting")]


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        # from a word before a name
        (f"修改{'有关' * 4}《甲》。", "drafting"),
        (f"修改{'有关' * 4}的《甲》。", "mentioned"),
        (f"修改{'有关' * 4}印发的《甲》。", "drafting"),
        # over other objects of the word
        (f"完善{'有关' * 7}的和《甲》。", "drafting"),
        (f"完善{'有关' * 8}和《甲》。", "mentioned"),
        # to a word after it
        (f"推动《甲》{'有关' * 9}修改。", "drafting"),
        (f"推动《甲》{'有关' * 9}的修改。", "mentioned"),
        (f"修改《甲》{'有关' * 6}为依托。", "mentioned"),
        (f"修改《甲》{'有关' * 6}的为依托。", "drafting"),
        # between the words of a chain
        ("完成有关修改《甲》。", "issued"),
        ("完成有关的修改《甲》。", "drafting"),
        ("完成有关制定有关修改《甲》。", "issued"),
        ("完成有关的制定有关修改《甲》。", "drafting"),
    ],
)
def test_a_word_promises_nothing_for_a_name_far_away(clause: str, stage: str) -> None:
    assert stages(clause) == [("甲", stage)]


def test_what_was_to_be_issued_in_2022_is_only_drafted_in_2025() -> None:
    (_name, earlier), *_rest = stages("制定《中医药传统知识保护条例》并推动出台。")
    (_name, later), *_rest = stages("推进《中医药传统知识保护条例》立法进程。")
    assert STAGES.index(later) < STAGES.index(earlier)


def test_an_instrument_named_twice_keeps_the_furthest_stage() -> None:
    assert stages("起草《甲》。出台《甲》。按照《甲》要求，研究《乙》。") == [("甲", "issued"), ("乙", "study")]


def test_a_text_that_names_nothing_promises_nothing() -> None:
    assert read_stages("推进实用新型制度改革，引入明显不具备创造性审查。", []) == []


_PIECES = [
    "《甲》",
    "《乙法》",
    "〔丙〕",
    *"和、，。的后与及以好",
    "研究",
    "论证",
    "制定",
    "修改",
    "出台",
    "完成",
    "实施",
    "贯彻",
]
_PIECES += ["推动", "按照", "草案", "配套", "征求意见", "典型案例", "为依托", "提请审议", "报送"]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_any_text_gives_each_name_one_stage_in_order(clause: str) -> None:
    promised = stages(clause)
    assert [name for name, _stage in promised] == list(dict.fromkeys(named_in(clause)))
    assert {stage for _name, stage in promised} <= set(STAGES)
