"""Reading stages: how far a task promises to bring a law or document that it names."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ipcheck.domain.task import APPLIED, DRAFTING, ISSUED, MENTIONED, STAGES, STUDY


class Mention(NamedTuple):
    """A place where a text names an instrument: `text[start:end]`, and the uniform `name` of the instrument."""

    start: int
    end: int
    name: str


# The words that promise each stage. 推进, 推动 and 做好 promise nothing by themselves.
_PROMISES = {
    ISSUED: "出台|颁布|发布|印发|公布|施行|生效|完成|制定实施|制订实施|修订实施",
    STUDY: "研究论证|论证|预研|研究",
    DRAFTING: "起草|制定|制订|制修订|修改|修订|编制|拟订|草案|立法|完善|磋商|谈判",
    APPLIED: "贯彻|落实|落地|实施|适用|执行|履行|推广|遵守|用好",
}
_PROMISE_OF = {word: stage for stage, words in _PROMISES.items() for word in words.split("|")}
# 修订后, 实施后 and 立法后评估 speak of the past and promise nothing.
_PROMISE = re.compile(f"(?:{'|'.join(sorted(_PROMISE_OF, key=len, reverse=True))})(?!后(?!续))")

_CLAUSE_END = re.compile("[。；，：！？]")
# What stands between two names that share a verb: 《甲》《乙》, 《甲》、《乙》, 甲及其实施条例.
_JOINED = re.compile("[、和及与]?|以及|及其")
# 甲印发的《乙》, 新修订的《乙》 and 按照《乙》 only refer to 乙.
_ATTRIBUTE = re.compile("(?:印发|发布|制定|出台|公布|修订|修改|施行|实施|生效)后?的$")
_REFERRING = re.compile("(?:^|.*[，、])(?:严格)?(?:按照|依照|依据|根据|遵照|聚焦|围绕|结合|对照|参照|以)[^，]{0,20}$")
_AS_BASIS = re.compile("[^，]{0,12}为(?:依托|导向|基础|指导|依据|遵循|重点)")
# Words about the life of an issued document promise nothing for the document: 实施40周年, 贯彻落实成效, 实施总结评估.
# Nor do words about its cases, explanations and lists: 发布《商标法》典型案例, 协定第二批产品清单生效.
_ABOUT = re.compile(
    "(?:贯彻|落实|实施|执行|五年)+(?:[0-9]+周年|成效|情况|效果|进展|经验|总结|评估|年度)"
    "|的?(?:典型|指导性)?案例|的?(?:宣传|培训|解读|释义)|第[一二三四五六七八九十]+批"
)
# In 制定《甲》配套措施 the measures are drafted, and 甲 is applied.
_COMPANION = re.compile("的?(?:配套|实施(?:意见|方案|细则|办法|措施))")
# A finished or published draft, or one handed up for approval, is not issued: 完成《甲》起草, 完成《甲》修改，提请审议.
_ONLY_A_DRAFT = re.compile(
    "(?:及时|[^，、和及与]){0,8}?(?:起草|草案|草稿|送审稿|征求意见|按程序报批|(?:报请|报送|提请|提交|上报)[^，]{0,12}(?:批准|审[批议定查核]))"
)
# A clause that only says that the document named before it is to be issued: 制定《甲》，并推动出台.
_ONLY_ISSUING = re.compile(
    "并?(?:适时|尽快|加快|抓紧|推动|推进|力争|按程序|正式|对外)*(?:出台|发布|印发|公布|施行|颁布实施)"
)
# The name is not the first object of its verb: 完善评价体系和《甲》.
_JOINED_TO_OTHERS = re.compile("(?:以及|[、和及与])$")
# Characters: between the words of a chain; from a word to the name after it, also over other objects; after the name.
_CHAIN_GAP, _REACH_BEFORE, _REACH_OVER_OTHERS, _REACH_AFTER = 2, 8, 16, 16


def read_stages(text: str, mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """What `text` promises for each instrument, as (name, stage) in order of first mention (rules: docs/plans.md).

    In the clause around a name, the nearest words decide: 研究论证《甲》 promises `study`; 推进《甲》修改 `drafting`;
    制定《甲》并推动出台 `issued`; 指导适用《甲》 `applied`; a clause without such words `mentioned`. An instrument
    that is named twice keeps the furthest stage. `mentions` must be in order and must not overlap.
    """
    furthest: dict[str, str] = {}
    runs = _runs(text, mentions)
    for index, run in enumerate(runs):
        left = runs[index - 1][-1].end if index else 0
        right = runs[index + 1][0].start if index + 1 < len(runs) else len(text)
        stage = _stage(*_clause(text, left, run[0].start, run[-1].end, right))
        for mention in run:
            previous = furthest.get(mention.name, MENTIONED)
            furthest[mention.name] = max(previous, stage, key=STAGES.index)
    return list(furthest.items())


def _runs(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions in runs of names that stand together, so that one verb governs all names of a run."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        if runs and _JOINED.fullmatch(text[runs[-1][-1].end : mention.start]):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _clause(text: str, left: int, start: int, end: int, right: int) -> tuple[str, str]:
    """The words before and after a run in its clause, without words that belong to the runs beside it."""
    before = _CLAUSE_END.split(text[left:start])[-1]
    after = text[end:right]
    if stop := _CLAUSE_END.search(after):
        following, *ended = _CLAUSE_END.split(after[stop.end() :], maxsplit=1)
        after = after[: stop.start()]
        is_complete = bool(ended) or right == len(text)  # in 起草《甲》，出台《乙》 the next clause is about 乙
        if is_complete and (_ONLY_ISSUING.fullmatch(following) or _ONLY_A_DRAFT.fullmatch(following)):
            after += following  # 制定《甲》，并推动出台。
    return before, after


def _stage(before: str, after: str) -> str:
    """The stage that the words before and after a name promise for the instrument."""
    if _AS_BASIS.match(after) or _ABOUT.match(after):
        return MENTIONED
    before = _ATTRIBUTE.sub("", before)
    earlier, later = _chain_before(before), _chain_after(after)
    if not earlier and _REFERRING.fullmatch(before):
        return MENTIONED
    if _COMPANION.match(after):
        return APPLIED
    if ISSUED in earlier or ISSUED in later:
        return DRAFTING if _ONLY_A_DRAFT.match(after) else ISSUED
    if earlier[-1:] == [APPLIED]:
        return APPLIED  # 制定贯彻落实《甲》的措施: the measures are drafted, 甲 is applied
    if STUDY in (*earlier, *later):
        return DRAFTING if earlier[-2:] == [STUDY, DRAFTING] else STUDY  # 研究制定, but 研究推动…修改
    if DRAFTING in earlier:
        return ISSUED if APPLIED in later else DRAFTING
    return later[0] if later else MENTIONED


def _chain_before(before: str) -> list[str]:
    """The stages that the chain of words right before a name promises."""
    words = list(_PROMISE.finditer(before))
    reach = _REACH_BEFORE
    if joint := _JOINED_TO_OTHERS.search(before):
        reach = _REACH_OVER_OTHERS
        if words and words[-1].end() == joint.start():  # in 甲实施和《乙》制定 the word 实施 is about 甲
            words.pop()
    if not words or len(before) - words[-1].end() > reach:
        return []
    chain = [words[-1]]
    for word in reversed(words[:-1]):
        if chain[0].start() - word.end() > _CHAIN_GAP:
            break
        chain.insert(0, word)
    if chain[0].group() == "研究论证" or chain[0].group() == "论证":
        return [STUDY]  # 研究论证制订…: drafting is what is being considered
    return [_PROMISE_OF[word.group()] for word in chain]


def _chain_after(after: str) -> list[str]:
    """The stages that the words after a name promise; words too far away to be about that name do not count."""
    return [_PROMISE_OF[word.group()] for word in _PROMISE.finditer(after[: _REACH_AFTER + 4])]
