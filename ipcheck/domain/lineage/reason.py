"""The reason for a suggested link: what two tasks share, in a few characters, and never cut inside a word.

Chinese is written without spaces. Where a word ends is judged by common words of plans and, for all others, by the two
plans themselves: a character belongs to the neighbour with which it stands together more often. So 营商环境 is what
营商环境评价 and 营商环境评估 share, without 评.
"""

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from ipcheck.domain.lineage.signs import LONGEST, Signs, letters_in
from ipcheck.domain.task import Task

_FEW_CHARACTERS = 24  # the most characters of a reason in running text, unless its first word is longer
_SHORTEST = 2  # characters of a reason; one says nothing
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两第")
_MEASURES = frozenset("年月日天个批项件条次届家所名类种级期轮部份套处座起")

# Words of plans of which the parts stand in many other words too, so that two plans are too few to tell by counting.
_WORDS = frozenset(
    "高等 平等 目的 和谐 与会 及时 等级 等同 办案 办法 办公 办理 保护 保障 保险 标志 标准 标识 部门 部署 参与"
    " 参加 措施 创建 创新 创造 单位 地方 地理 地区 地域 调查 调解 调研 发布 发挥 发明 发现 发行 发展 法官 法规"
    " 法律 法院 法治 方案 方法 方式 防范 防控 风险 服务 改革 改进 改善 工程 工作 公布 公告 公开 公众 管理 管辖"
    " 规定 规范 规划 规律 规模 规则 规章 规制 国际 国家 国内 海外 合法 合规 合同 合作 机构 机关 机制 集聚 集群"
    " 集中 计划 计算 技能 技术 加工 加快 加强 监督 监测 监管 检测 检察 检查 检验 建成 建立 建设 建议 鉴定 交流"
    " 交易 教材 教学 教育 解决 解释 解读 经济 经营 开发 开放 开展 科技 科学 科研 立案 立法 联合 联盟 联席 履行"
    " 履职 纠纷 培训 培养 培育 评定 评估 评价 评审 评选 评议 品牌 品种 平台 企业 侵犯 侵权 区块 区域 人才 人民"
    " 人员 商标 商品 商业 涉外 设立 设施 审查 审定 审核 审理 审判 审批 审议 实践 实施 实现 实行 实用 示范 试点"
    " 试行 试验 市场 收益 收集 司法 诉讼 体系 体制 统筹 统计 统一 推动 推广 推荐 推进 维护 维权 文化 文件 系统"
    " 协定 协会 协商 协调 协同 协议 协作 信息 信用 行动 行为 行业 行政 宣传 宣讲 学科 学校 研究 研讨 业务 应对"
    " 应急 应用 预防 预警 援助 运行 运营 运用 责任 执法 执行 制裁 制定 制度 制造 制止 指标 指导 指南 指数 指引"
    " 质量 质押 治理 中心 仲裁 著作 专家 专利 专题 专项 专业 转化 转让 转移 资产 资金 资源 咨询 综合 组织 作品"
    " 作用".split()
)

# Verbs and particles at the edges of a shared run of words that do not tell what the run is about.
_LEADING = re.compile(
    "(?:[的和与及等]|(?:深入|进一步|持续|加快|大力|全面|积极|研究|扎实)*"
    "(?:推进|推动|加强|扩大|提升|开展|完善|优化|强化|组织|办好|做好|建立|健全|实施|制定))*"
)
_TRAILING = re.compile("(?:[的和与及等]|工作)*$")


class Reasons(NamedTuple):
    """The reasons for links between tasks of two plans.

    `weights` holds the weight of each sign (a character or a pair of characters), `counts` the number of tasks with it.
    """

    weights: Mapping[str, int]
    counts: Mapping[str, int]

    def about(self, task: Task) -> str:
        """The subject of a task: the documents that it names, else its longest run of letters."""
        if documents := task.instrument_names:
            return _titled(documents)
        run = max(letters_in(task.text), key=len, default="")
        at = task.text.index(run)
        start = next((start for start in range(at, at + len(run)) if self._may_begin(task.text, start)), at)
        return self._shortened(task.text, *self._core(task.text, start, at + len(run)))

    def shared(self, task: Task, signs: Signs, other: Task, other_signs: Signs) -> str:
        """What two tasks share: documents, else quoted names, else the weightiest common words."""
        if documents := [name for name in signs.documents if name in other_signs.documents]:
            return _titled(documents)
        if quoted := sorted(signs.quoted & other_signs.quoted):
            return "".join(f"“{name}”" for name in quoted)
        return self._common_words(task.text[:LONGEST], other.text[:LONGEST])

    def _common_words(self, text: str, other: str) -> str:
        """The words in both texts whose pairs of characters have most weight, without verbs and particles at the edges.

        If the texts share parts of words only, the weightiest of these parts.
        """
        runs = sorted(self._common_runs(text, other), key=itemgetter(2), reverse=True)
        for start, end, _weight in runs:
            if self._tells(text, start, end) and self._stands_whole(text[start:end], other):
                return self._shortened(text, start, end)
        return self._shortened(text, *self._core(text, *runs[0][:2])) if runs else ""

    def _common_runs(self, text: str, other: str) -> Iterator[tuple[int, int, int]]:
        """The stretches text[start:end] of letters that the other text has as well, each with its weight."""
        at = 0
        for letters in letters_in(text):
            at = text.index(letters, at)
            for start in range(at, at + len(letters)):
                weight = 0
                for end in range(start + _SHORTEST, at + len(letters) + 1):
                    if text[start:end] not in other:
                        break
                    weight += self.weights.get(text[end - 2 : end], 0)
                    yield start, end, weight
            at += len(letters)

    def _tells(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] is made of whole words, and none at its edges is a mere verb or particle."""
        if not self._is_whole(text, start, end) or _LEADING.fullmatch(text, start, end):
            return False
        return self._core(text, start, end) == (start, end)

    def _stands_whole(self, words: str, text: str) -> bool:
        """Whether `words` stand somewhere in `text` without being cut out of longer words."""
        at = text.find(words)
        while at >= 0:
            if self._is_whole(text, at, at + len(words)):
                return True
            at = text.find(words, at + 1)
        return False

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] neither begins nor ends inside a word or number."""
        return self._may_begin(text, start) and self._may_end(text, end)

    def _may_begin(self, text: str, at: int) -> bool:
        before = text[at - 1 : at]
        if not before.isalnum():
            return True
        if (before in _NUMERALS and text[at] in _MEASURES) or _is_inside(before, text[at]):  # 个月 is half of 16个月
            return False
        return self._is_firmer(text[at : at + 2], before + text[at])

    def _may_end(self, text: str, at: int) -> bool:
        after = text[at : at + 1]
        if not after.isalnum():
            return True
        if _is_inside(text[at - 1], after):
            return False
        return self._is_firmer(text[at - 2 : at], text[at - 1] + after)

    def _is_firmer(self, kept: str, parted: str) -> bool:
        """Whether of two pairs with a character in common `kept` is a word rather than `parted`."""
        if (kept in _WORDS) != (parted in _WORDS):
            return kept in _WORDS
        return self._bond(kept) >= self._bond(parted)

    def _bond(self, pair: str) -> float:
        """How firmly two neighbouring characters belong together: 1 if neither ever stands without the other."""
        together = self.counts.get(pair, 0)
        return together * together / (self.counts[pair[0]] * self.counts[pair[1]]) if together else 0.0

    def _core(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The stretch text[start:end] without verbs and particles at its edges.

        An edge stays where a word would be cut or fewer than two characters would remain.
        """
        leading = _LEADING.match(text, start, end)
        if leading and end - leading.end() >= _SHORTEST and self._may_begin(text, leading.end()):
            start = leading.end()
        trailing = _TRAILING.search(text, start, end)
        if trailing and trailing.start() - start >= _SHORTEST and self._may_end(text, trailing.start()):
            end = trailing.start()
        return start, end

    def _shortened(self, text: str, start: int, end: int) -> str:
        """text[start:end] up to the last end of a word within _FEW_CHARACTERS."""
        if end - start > _FEW_CHARACTERS:
            most = start + _FEW_CHARACTERS
            nearest = (*range(most, start + 1, -1), *range(most + 1, end))
            end = next((at for at in nearest if self._may_end(text, at)), end)
        return text[start:end]


def _titled(documents: list[str]) -> str:
    return "".join(f"《{name}》" for name in documents)


def _is_inside(before: str, after: str) -> bool:
    """Whether two neighbouring characters belong to one word of an alphabet, such as 5G, or to one number."""
    if _is_alphabetic(after):
        return _is_alphabetic(before) or before.isdigit()
    return before in _NUMERALS and after in _NUMERALS


def _is_alphabetic(character: str) -> bool:
    """Whether a character is a letter of an alphabet; Chinese characters are letters without case."""
    return character.isalpha() and character.lower() != character.upper()
