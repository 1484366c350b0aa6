"""The words beside a number that say how it is meant: 压减至, 不低于, 增长, 新建, 以上.

They are compared as words, since a pattern of all of them would take longer to compile than a plan to read.
"""

import re
from typing import NamedTuple

from ipcheck.domain.target import ABOUT, AT_LEAST, AT_MOST, DECREASE, INCREASE, STABLE


class Meant(NamedTuple):
    """How a number is meant: the comparison, and the words of the clause that stand before those which say so. With
    `does`, these say what is to be done so many times (新建, 选派), and may be followed by what that is done to."""

    comparison: str
    before: str
    does: bool = False


def _joined(first: str, second: str) -> tuple[str, ...]:
    """Every word of the first list with every ending of the second, both set apart by spaces."""
    return tuple(word + ending for word in first.split() for ending in second.split())


_TO_FEWER = (
    *_joined("压缩 压减 缩短 缩减 缩小 减少 精简 降低 下降 压降 减 降 控制 稳控 限制", "到 至 在 为"),
    *_joined("不 不得 不能", "超过 高于 多于 大于 突破"), "低于", "少于", "小于",
)  # fmt: skip
_TO_MORE = (
    *_joined("提高 提升 增加 增长 上升 扩大 扩展 拓展 发展", "到 至 为"), *_joined("增 升 扩", "到 至"),
    *_joined("不 不得 不能", "低于 少于 小于"), "达到", "达", "超过", "超", "突破", "高于", "大于", "多于", "至少",
)  # fmt: skip
_HELD = ("稳定", "保持", "维持", *_joined("稳定 保持 维持", "在 于 为"))
_MORE_BY = tuple("增长 提高 提升 增加 上升 递增 扩大 增幅 增速".split())
_FEWER_BY = tuple("下降 降低 减少 缩短 压缩 压减 缩减 削减 精简 降幅".split())
_NEW = (
    *_joined(
        "新",
        "增 增加 建 建成 开工 改扩建 设 设立 认定 培育 获 获批 引进 发展 创建 布局 打造 评定 组建 开设"
        " 签 签约 申报 登记 注册 招",
    ),
    *_joined("再", "建 培育 认定 创建 新增"), "增设", "增建",
)  # fmt: skip
# What is to be done so many times, or to so many: the figure is the least that is promised.
_DOING = tuple(
    "培育 培育形成 培育壮大 培育认定 培育发展 建成 建设 认定 遴选 选派 选树 选育 评选 评定 打造"
    " 创建 建立 设立 布局 组建 引进 引育 发布 推出 出台 创办 开办 制定 制修订 制订 修订 举办"
    " 举行 开展 组织 实施 推广 落地 支持 扶持 培养 培训 完成 办理 查办 查处 审结 申报 获得 争创"
    " 争取 吸引 集聚 转化 许可 转让 孵化 服务 惠及 覆盖 形成 发展 拥有 储备 改造 改扩建 扩建"
    " 改建 整治 治理 淘汰 安排 投入 投放 发放 抽查 检查 抽检 走访 征集 编制 开设 配备 招聘 招收"
    " 选聘 选拔 聘任 开发 攻克 突破 取得 受理 授权 登记 注册".split()
)

# Words that may stand between those above and the number: 达到约, 增长不低于, 新建省级重点.
_BETWEEN = re.compile(
    "(?:力争|争取|确保|努力|实现|总数|累计|合计|共计?|各|分别|均|全部|至少|年均|每年|全年|不少于|不低于|超过?|约|近)*$"
)
_BY = re.compile("(?:幅度)?(?:达到?|超过?|不低于|不少于|为|在|约)?$")
_KIND_OF_THING = re.compile(
    "(?:[市省国县区州]家?级|全国|全省|全市|各类|重点|优质|高质量|不少于|至少|总数|累计|共|各|年均|每年|全年|约|近)*$"
)
_LEADING = re.compile(
    "力争|争取|确保|努力|实现|推动|推进|使|将|把|其中|并|且|再|也|各|到时|届时|预计|计划|累计|全年|年内|年均|每年|全面|基本|进一步|持续"
    "|稳步|不断|逐步|大力|积极|加快|着力|全[国省市区县州旗]|[我本][省市区县州]|平均|总"
)
_LEADING_TO = (*_DOING, *"扩大 提高 提升 增加 优化 加强 保障 保持 推动 的 了".split())
_APPROXIMATE = re.compile("(?:大约|约|接近|近)$")
_SHARE_OF = re.compile("(?:率|比例|占比|比重|覆盖面)$")

_BOUND = re.compile("(?:及|或)?(?P<word>以内|之内|以下|以上|左右|上下|内(?![部外在容]))")
_BOUNDS = dict.fromkeys(("以内", "之内", "以下", "内"), AT_MOST) | {"以上": AT_LEAST, "左右": ABOUT, "上下": ABOUT}
_DONE = re.compile("[内里]?(?:办结|审结|结案|办理完毕|完成办理)")  # 3天办结 is 3天以内


def read_before(words: str, is_time: bool = False) -> Meant | None:
    """How the words of a clause before a number say that it is meant; None where none does. A number `is_time` where
    its unit is one: what is done for so long is no figure (开展3年)."""
    found = []
    for text in (words, _BETWEEN.sub("", words)):
        by = _BY.sub("", text)
        for verbs, comparison, of in (
            (_TO_FEWER, AT_MOST, text), (_TO_MORE, AT_LEAST, text), (_HELD, STABLE, text),
            (_MORE_BY, INCREASE, by), (_FEWER_BY, DECREASE, by),
        ):  # fmt: skip
            if verb := _ending(of, verbs):
                found.append(Meant(comparison, of.removesuffix(verb)))
    of = _KIND_OF_THING.sub("", words)
    for verbs, comparison in ((_NEW, INCREASE), (_DOING, AT_LEAST)):
        verb = _ending(of, verbs)
        if verb and not (is_time and verbs is _DOING):
            found.append(Meant(comparison, of.removesuffix(verb), does=True))
    return min(found, key=lambda meant: len(meant.before), default=None)


def read_verb_first(words: str) -> Meant | None:
    """How a verb at the beginning of a clause says that a number at its end is meant: 新建5G基站2600个. `before` is
    then what stands behind the verb."""
    while lead := _LEADING.match(words):
        words = words[lead.end() :]
    for verbs, comparison in ((_NEW, INCREASE), (_DOING, AT_LEAST)):
        verb = _beginning(words, verbs)
        if verb and verb != words:
            return Meant(comparison, words.removeprefix(verb))
    return None


def is_approximate(words: str) -> bool:
    """Whether the words before a number say that it is no exact one."""
    return bool(_APPROXIMATE.search(words))


def names_share(words: str) -> bool:
    """Whether words name a share, of which a number of percent needs no word of comparison: 达标率100%."""
    return bool(_SHARE_OF.search(words))


def read_bound(text: str, at: int, is_time: bool) -> tuple[int, str | None]:
    """Where a bound behind a number ends (以内, 以上, 左右), and the comparison that it means; of none, `at` and None.
    What is done in a time (3天办结) is done within it."""
    if bound := _BOUND.match(text, at):
        return bound.end(), _BOUNDS[bound["word"]]
    if is_time and (done := _DONE.match(text, at)):
        return done.end(), AT_MOST
    return at, None


def join_comparisons(before: str | None, bound: str | None, approximate: bool) -> str | None:
    """The comparison that the words before a number and the bound behind it mean together; None where they mean none,
    or do not go together."""
    if bound == ABOUT or approximate:
        return ABOUT
    if before in (INCREASE, DECREASE):
        return None if bound == AT_MOST else before
    return bound or before


def without_lead(words: str) -> str:
    """Words without a first one that only leads to what is counted (完成品种权受理, 全市水质); the same where none
    does."""
    if lead := _LEADING.match(words):
        return words[lead.end() :] or words
    return words.removeprefix(_beginning(words, _LEADING_TO)) or words


def _ending(words: str, verbs: tuple[str, ...]) -> str:
    """The longest of `verbs` with which words end; empty if with none."""
    return max((verb for verb in verbs if words.endswith(verb)), key=len) if words.endswith(verbs) else ""


def _beginning(words: str, verbs: tuple[str, ...]) -> str:
    """The longest of `verbs` with which words begin; empty if with none."""
    return max((verb for verb in verbs if words.startswith(verb)), key=len) if words.startswith(verbs) else ""
