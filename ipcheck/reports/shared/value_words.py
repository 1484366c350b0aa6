"""The words that mean a value: of an option, of a list in `ipcheck.toml`, of a cell in a workbook that came back.

Answers, ledgers and programs know a value by its key (`overdue`). People may write the word that an answer prints for
it, in either language, or another usual one; case, width, spaces and hyphens make no difference.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import LANGUAGES, N_, Translator, translator_for
from ipcheck.base.text import fold, similar_names
from ipcheck.reports.shared.labels import (
    BASIS_WORDS,
    COMING_STEP_WORDS,
    EVENT_WORDS,
    FINDING_WORDS,
    HAPPENED_WORDS,
    INSTRUMENT_KIND_WORDS,
    KIND_WORDS,
    MARK_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    SITUATION_WORDS,
    SOURCE_WORDS,
    STAGE_WORDS,
    STATE_WORDS,
    STEP_WORDS,
)
from ipcheck.reports.shared.link_facts import FLAG_WORDS
from ipcheck.reports.shared.targets import RESULT_WORDS
from ipcheck.reports.shared.track_words import STANDING_WORDS

# The words that answers print for the values of each choice. Of two for one value, a message shows the first.
_PRINTED: Mapping[str, Sequence[Mapping[str, str]]] = {
    "role": [ROLE_WORDS],
    "kind": [KIND_WORDS],
    "basis": [
        {
            "stated": BASIS_WORDS["stated"],
            "plan": BASIS_WORDS["plan"],
            "unread": FINDING_WORDS["unread"],
            "any": N_("any day"),
        }
    ],
    "state": [STATE_WORDS],
    "mark": [MARK_WORDS],
    "situation": [SITUATION_WORDS],
    "outcome": [OUTCOME_WORDS],
    "finding": [{**FINDING_WORDS, "none": N_("nothing")}],
    "part": [
        {
            **FLAG_WORDS,
            "carried-on": SITUATION_WORDS["carried-on"],
            "not-listed": N_("not listed again"),
            "new": N_("new"),
            "changed": N_("changed"),
            "text": N_("text"),
            "deadline": N_("deadline as stated"),
            "agencies": N_("agencies"),
            "stage": N_("stage"),
        }
    ],
    "result": [RESULT_WORDS],
    "standing": [STANDING_WORDS],
    "stage": [STAGE_WORDS],
    "instrument-kind": [INSTRUMENT_KIND_WORDS],
    "step": [{**STEP_WORDS, "none": N_("no step")}, COMING_STEP_WORDS],
    "event": [EVENT_WORDS, HAPPENED_WORDS],
    "source-kind": [SOURCE_WORDS],
    "split": [{"office": N_("office")}],
    "week": [{"last": N_("last week"), "this": N_("this week")}],
}
_STATES = {
    "unknown": "无公开记录 没有记录 未登记 no_record no_public_record not_recorded",
    "started": "启动 已开始 开始 begun",
    "blocked": "遇阻 受阻中 stuck",
    "done": "完成 办结 已办结 completed complete finished",
    "withdrawn": "撤销 已取消 取消 cancelled canceled",
}
_UNDER_WAY = "进行中 正在推进 推进中 正在进行 在办 in_progress under_way"
# Other usual words for them, each with _ for a space.
_MORE: Mapping[str, Mapping[str, str]] = {
    "role": {
        "lead": "牵头单位 负责 主办 leader leading",
        "participant": "参加 参与单位 配合 协办 participates participates_in takes_part_in",
        "mentioned": "提到 被提及 mention",
        "group": "统称 groups",
        "local": "地方 地方单位 locally",
    },
    "kind": {"task": "tasks", "goal": "goals", "condition": "申报条件 conditions"},
    "basis": {
        "stated": "写明 明确写明 own",
        "plan": "计划 推定 计划期 the_plan",
        "unread": "未识别 不能识别 unreadable",
        "any": "不限 任何 all",
    },
    # the ledger's `progress` opens nothing and ends nothing: a task that is under way stands as started
    "state": {**_STATES, "started": f"{_STATES['started']} 有进展 {_UNDER_WAY} progress"},
    "mark": {**_STATES, "progress": f"进展 {_UNDER_WAY}"},
    "situation": {
        "withdrawn": _STATES["withdrawn"],
        "done": _STATES["done"],
        "done-late": "逾期办结 超期完成 late",
        "overdue": "已逾期 超期 已超期 past_due",
        "unverified": "未经核实 待核实 not_verified",
        "carried-on": "已承接 已被承接 carried_over",
        "period-ended": "期满 计划期满 period_over",
        "due-soon": "快到期 临近到期 soon",
        "stale": "久无进展 长期无进展 no_news",
        "ongoing": "长期推进 持续 continuing",
    },
    "outcome": {
        "withdrawn": _STATES["withdrawn"],
        "done": _STATES["done"],
        "partly": "部分 部分办结 partial partially_done in_part",
        "begun": f"有进展 {_STATES['started']} started {_UNDER_WAY}",
        "no-record": "查无 没查到 searched_in_vain found_nothing",
        "unknown": "未查找 没有查 not_searched",
    },
    "finding": {
        "overdue": "已逾期 超期 past_due",
        "unverified": "待核实 not_verified",
        "stale": "久无进展 no_news",
        "due-soon": "快到期 临近到期 soon",
        "blocked": _STATES["blocked"],
        "period-ended": "期满 计划期满 period_over",
        "unread": "未识别 不能识别 unreadable",
        "none": "无 不检查",
    },
    "part": {
        "carried-on": "承接 已承接 carried_over",
        "not-listed": "未列入 不再列入 not_listed dropped",
        "new": "新增任务",
        "changed": "变化 变更 变动 any_change",
        "text": "文字变化 正文 wording",
        "deadline": "完成时限 时限变化 last_day",
        "agencies": "责任单位 单位变化 agency",
        "stage": "阶段变化 stages",
        "slipped": "推迟 延后 后延 延期 postponed delayed",
        "regressed": "降低要求 weakened",
    },
    "result": {
        "not-met": "未达标 没有达到 未实现 missed",
        "not-known": "未知 不知道 不清楚 unknown",
        "met": "达到 达标 已达标 已实现 reached",
    },
    "standing": {
        "announced": "宣布 已公告 to_come",
        "moving": "有进展 进行中 正在推进 in_progress",
        "on-hold": "停滞中 搁置 已停滞 stalled stuck",
        "no-step": "没有步骤 无步骤 无记录 no_step",
        "settled": "已出台 已施行 出台 施行 issued in_force",
        "repealed": "已废止",
    },
    "stage": {
        "study": "研究 论证 studied",
        "drafting": "起草 修改 修订 制定 制修订 drafted revised revision",
        "issued": "印发 发布 issue",
        "applied": "实施 贯彻 贯彻落实 apply",
        "mentioned": "提及 提到 mention is_mentioned",
    },
    "instrument-kind": {
        "law": "法 laws",
        "regulation": "法规 regulations administrative_regulation",
        "rule": "规章 rules department_rule",
        "interpretation": "解释 interpretations",
        "standard": "国家标准 standards",
        "policy": "政策 文件 policies policy_documents",
        "treaty": "国际条约 公约 treaties",
    },
    "step": {
        "公开征求意见": "consultation consulted",
        "审议": "审议中 is_being_deliberated deliberation",
        "审议通过": "adoption",
        "公布": "已公布 发布 印发 promulgation published issued",
        "施行": "已施行 实施 生效 effective takes_force",
        "废止": "已废止 repeal",
        "none": "无 没有步骤 无步骤 无步骤记录 no_step_on_record",
    },
    "event": {
        "selected": "入选 选定之日 selection",
        "designated": "认定之日 designation",
        "issued": "印发之日 发布 issue",
    },
    "source-kind": {
        "official": "官网 政府 government",
        "press": "报刊 新闻 news",
        "firm": "律所 代理机构 law_firm",
        "repost": "转发 reposted",
    },
    "split": {"office": "处室 按处室 offices"},
    "week": {"last": "上一周 previous", "this": "这周 这一周 current"},
}


def value_meant(text: str, values: Collection[str], choice: str) -> str | None:
    """The key among `values` that a text means, a key itself or a word for it; None where it means none."""
    key = _by_spelling(choice).get(_spelling(text))
    return key if key in values else None


def read_value(option: str, text: str, values: Sequence[str], choice: str, _: Translator) -> str:
    """The key among `values` that the text given for an option means. Raises UsageError, which lists the keys with
    their words and suggests the nearest."""
    if key := value_meant(text, values, choice):
        return key
    template = _("{name} cannot be {value}; choose from {known}")
    known = _.join(values_in_words(values, choice, _))
    raise UsageError(template.format(name=option, value=text, known=known) + _.did_you_mean(near(text, values, choice)))


def values_in_words(values: Iterable[str], choice: str, _: Translator) -> list[str]:
    """The keys, each with the word for it in the language of the reader: done-late (done late)."""
    template = _("{name} ({note})")
    words = ((value, word_for(value, choice, _)) for value in values)
    return [template.format(name=value, note=word) if word != value else value for value, word in words]


def word_for(value: str, choice: str, _: Translator) -> str:
    """The word that answers print for a value; the value itself where there is none, or no such choice."""
    return next((_(printed[value]) for printed in _PRINTED.get(choice, ()) if value in printed), value)


def near(text: str, values: Sequence[str], choice: str) -> list[str]:
    """The key among `values` that is meant by the word nearest to a text; empty where none is near."""
    spellings = {form: key for form, key in _by_spelling(choice).items() if key in values}
    return [spellings[form] for form in similar_names(_spelling(text), spellings, 1)]


def words_for(value: str, choice: str) -> list[str]:
    """Every word for a value: its key, what answers print for it in each language, and other usual ones."""
    printed = [words[value] for words in _PRINTED[choice] if value in words]
    translated = [translator_for(language)(word) for word in printed for language in LANGUAGES]
    more = [word.replace("_", " ") for word in _MORE[choice].get(value, "").split()]
    return list(dict.fromkeys([value, *translated, *more]))


@cache
def _by_spelling(choice: str) -> Mapping[str, str]:
    """The key by every spelling of its words, for all values of a choice."""
    keys = dict.fromkeys(key for words in (*_PRINTED[choice], _MORE[choice]) for key in words)
    return {_spelling(word): key for key in keys for word in words_for(key, choice)}


def _spelling(text: str) -> str:
    return fold(text).replace("-", "").replace("_", "")
