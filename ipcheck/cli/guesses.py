"""The calls that answer what a call that is not understood may have meant. Loaded only after a faulty call.

A word leads to a call only if `named_words` knows what it names, or if it stands in the table for a command.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import takewhile
from typing import Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import fold
from ipcheck.cli.named_words import VALUES, Word, known_words
from ipcheck.cli.settings import Session
from ipcheck.domain.situation import SITUATIONS
from ipcheck.reports.shared.value_words import value_meant

MOST = 3  # calls that are named in one message

# The words by which people look for a command or a call; a word may stand for several.
_WORDS = {
    "--help": "help usage commands ? 帮助 命令",
    "--version": "version 版本",
    "check": "status compliance stats overdue late 检查 核查 合规 督查 落实情况 状况 逾期",
    "due": "deadline deadlines upcoming 截止 截止日期 时限 期限 到期 完成时限",
    "agency": "agencies department departments ministry ministries office 部门 单位 机构 牵头单位",
    "tasks": "task list items 任务 任务清单 清单",
    "tasks --text": "search find grep query 搜索 查找 检索 查询",
    "plans": "plan list 计划 列表 计划清单",
    "show": "view open get detail details info 查看 显示 详情",
    "section": "sections heading headings chapter 章节 标题",
    "trace": "track follow history law 追踪 跟踪 沿革",
    "instruments": "instrument laws law legislation regulations documents 法规 法律 立法 文件 法规文件",
    "diff": "compare comparison changes lineage 对比 比较 差异 变化 承接",
    "targets": "target figures figure numbers indicators goals kpi 指标 数字 目标",
    "scorecard": "stats statistics score scores rate rates 统计 完成率 评分 得分",
    "news": "new latest updates recent 动态 最新 新闻 近况",
    "report": "weekly week summary reports docx word 周报 报告 报表",
    "worklist": "todo research lookup 核实 待查 核实清单",
    "calendar": "ics reminder reminders ical 日历 日程 提醒",
    "sheet": "ledger workbook excel xlsx spreadsheet 台账 表格 工作簿",
    "mark": "ledger record log update done 登记 记录 标记 完成",
    "validate": "lint verify test 校验 验证",
    "rules": "rule 规则",
    "import": "add read 导入",
    "export": "csv json parquet sqlite dump download 导出 下载",
}
# What has to follow a command; a call without it would be refused.
_NEEDS = {
    "show": N_("ID"),
    "trace": N_("WORD"),
    "diff": N_("PLAN PLAN..."),
    "mark": N_("TASK STATE"),
    "import": N_("FILE"),
    "export": N_("-o FOLDER"),
    "schema": N_("KIND"),
    "tasks --text": N_("TEXT"),
}
_TAKING_PLANS = ("diff", "targets", "scorecard")
_DATED = ("overdue", "unverified", "due-soon")  # the situations that only a task with a deadline has


def calls_instead(error: Any, arguments: Sequence[str]) -> list[str]:
    """The calls that answer in place of one with a command that does not exist, or with an argument that its command
    does not take; none where no such call is known, and for any other fault."""
    ctx, message = getattr(error, "ctx", None), error.format_message()
    if ctx is None or not isinstance(ctx.obj, Session):
        return []
    group = ctx.find_root().command
    if match := re.match(r"No such command '(.*?)'\.", message):
        at = [*arguments, match[1]].index(match[1])
        rest = list(takewhile(lambda argument: not argument.startswith("-"), arguments[at + 1 :]))
        return calls_instead_of_command(match[1], rest, group, ctx.obj)
    if match := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        return calls_with_options(ctx.info_name, match[1], group, ctx.obj)
    return []


def commands_called(word: str, commands: Collection[str]) -> list[str]:
    """The commands that a word means; for a word in letters, also those that the nearest word means."""
    named = {fold(name): [name] for name in commands}
    for command, words in _WORDS.items():
        for each in words.split():
            named.setdefault(fold(each), []).append(command)
    if fold(word) in named:
        return named[fold(word)]
    near = get_close_matches(fold(word), named, 1, 0.8) if word.isascii() else []
    return [command for form in near for command in named[form]]


def calls_instead_of_command(name: str, rest: Sequence[str], group: Any, session: Session) -> list[str]:
    """The calls that answer where `name` is no command and `rest` follows it."""
    commands = commands_called(name, group.commands)
    if not commands:
        return _first(call for word in known_words([name], session) for call in _calls_for_word(word))
    if "--help" in commands and rest:
        return _first(f"ipcheck {command} --help" for command in commands_called(rest[0], group.commands))
    if not rest:
        calls = [_bare(command, session.translator) for command in commands]
        key = value_meant(name, SITUATIONS, "situation")
        return _first([*calls, *([_call_for_value("situation", key)] if key else ())])
    words = known_words(rest, session)
    calls = [call for command in commands for call in _calls_of_command(command, words, group)]
    calls += [call for word in words for call in _calls_for_word(word) if not calls]
    return _first(calls or [_bare(command, session.translator) for command in commands])


def calls_with_options(command: str, text: str, group: Any, session: Session) -> list[str]:
    """The calls that answer where `command` does not take the argument `text`."""
    if text in getattr(_options(command, group).get("format"), "choices", ()):
        return [f"{_bare(command, session.translator)} -f {text}"]
    words = known_words([text], session)
    if not any(words[0][1:]):
        words = known_words(text.split(), session)
    calls = list(_calls_of_command(command, words, group))
    if not calls or not words[0].is_plan:
        calls += [call for word in words for call in _calls_for_word(word.as_name)]
    return _first(calls)


def calls_for_name(name: str, session: Session, search: bool) -> list[str]:
    """The calls that answer about a name that is not what the command needs; with `search` also the search for a text
    that tasks contain."""
    words = known_words([name], session)
    return _first(call for word in words if search or not word.in_texts for call in _calls_for_word(word.as_name))


def _first(calls: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(calls))[:MOST]


def _bare(command: str, _: Translator) -> str:
    """A call of a command, with what has to follow in place of what the user knows."""
    return " ".join(filter(None, ["ipcheck", command, _(_NEEDS.get(command, ""))]))


def _calls_of_command(command: str, words: Sequence[Word], group: Any) -> Iterator[str]:
    """The calls of a command that ask about all of `words`: as its arguments, or else by its filters."""
    takes = {
        "agency": all(word.is_agency for word in words),
        "show": all(word.is_plan or word.is_task for word in words) and len(words) == 1,
        "trace": all(word.is_instrument or word.in_texts for word in words) and len(words) == 1,
        "tasks --text": len(words) == 1,
        **dict.fromkeys(_TAKING_PLANS, all(word.is_plan for word in words)),
    }
    if takes.get(command):
        yield " ".join(["ipcheck", command, *(word.quoted for word in words)])
    elif command in group.commands:
        options = _options(command, group)
        filters = [dict(_filters(word)) for word in words]
        for name in [name for name in filters[0] if name in options and all(name in given for given in filters)]:
            if len(words) == 1 or name in ("plan", *VALUES):  # the other filters take one value
                yield " ".join(["ipcheck", command, *(f"--{name} {given[name]}" for given in filters)])


def _options(command: str, group: Any) -> dict[str, Any]:
    """The type of each option and argument of a command, by name."""
    return {parameter.name: parameter.type for parameter in group.commands[command].params}


def _filters(word: Word) -> Iterator[tuple[str, str]]:
    """The filters that let through what a word names, each with its value."""
    if word.is_plan:
        yield "plan", word.quoted
    if word.is_span:
        yield "within", word.quoted
    if word.is_agency:
        yield "agency", word.quoted
    if word.value:
        yield word.value
    if word.is_instrument or word.in_texts:
        yield "text", word.quoted


def _calls_for_word(word: Word) -> Iterator[str]:
    """The calls that answer about a word alone."""
    if word.is_agency:
        yield f"ipcheck agency {word.quoted}"
    if word.is_plan or word.is_task:
        yield f"ipcheck show {word.quoted}"
    if word.is_plan:
        yield f"ipcheck tasks --plan {word.quoted}"
    if word.value:
        yield _call_for_value(*word.value)
    if word.is_instrument:
        yield f"ipcheck trace {word.quoted}"
    if word.is_span:
        yield f"ipcheck due --within {word.quoted}"
    if word.is_instrument or word.in_texts:
        yield f"ipcheck tasks --text {word.quoted}"


def _call_for_value(name: str, key: str) -> str:
    return f"ipcheck {'due' if key in _DATED else 'tasks'} --{name} {key}"
