"""The words to look for a task with: the title of each document that it promises, else its lead and its main words."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ipcheck.domain.task import Task

# What a page says when an instrument of a kind has come: a law is promulgated, a policy document is issued.
STEPS_BY_KIND = {
    "law": "公布 施行",
    "regulation": "公布 施行",
    "rule": "公布",
    "interpretation": "发布",
    "standard": "发布",
    "policy": "印发",
    "treaty": "生效",
}
_ANY_STEP = "印发 发布"  # of a document that no registry lists
_LONGEST, _SHORTEST = 30, 6  # characters of the main words of a text
_LEAST = 2  # characters that are left of a clause
# With these a clause begins that could be about any task.
_OPENINGS = """
    各[^，要]{1,14}要 会同有关部门 要 应当? 对(?!于) 依法依规 依法 将 把 的 一批 并?和 与 及时 进一步 持续 继续
    积极 大力 深入 全面 不断 切实 加快 扎实 严格 有效 认真 视情 稳步 逐步 统筹 充分 动态 严厉 广泛 综合运用
    综合利用 推进 推动 推广 加强 加大 强化 完善 优化 健全 建立 构建 开展 组织 探索 鼓励 支持 引导 指导 落实 贯彻
    实施 深化 提升 提高 促进 规范 做好 发挥 研究 制定 编制 印发 发布 出台 修订 修改 办理 举办 召开 参与 倡导
    培育 拓展 拓宽 整合 使用 运用 用好 延伸 适用
"""
_OPENING = re.compile("|".join(sorted(_OPENINGS.split(), key=len, reverse=True)))
# With these a clause begins that only says how, or when, another is done.
_CIRCUMSTANCE = re.compile("按照|根据|结合|围绕|聚焦|适应|面向|依托|通过|利用|对于|在|到20[0-9]{2}年")
_TITLE = re.compile("《([^》]+)》")
_PLACES = re.compile("地方|各地|地区|城市")  # in the name of a lead that is no agency, which no page names
_BREAKS = re.compile("、|以及|和|与|及")  # where main words that are too long may end


class Search(NamedTuple):
    """What to look for: a `subject`, and words that a page says `beside` it. The subject `is_title` where it is the
    title of a document."""

    subject: str
    beside: str = ""
    is_title: bool = False

    @property
    def words(self) -> str:
        """The words as a ledger keeps them."""
        return " ".join(filter(None, (self.subject, self.beside)))

    @property
    def exact(self) -> str:
        """The words for a search engine, with a title in quotes, so that it is found as it is written."""
        return " ".join(filter(None, (f'"{self.subject}"', self.beside))) if self.is_title else self.words


def searches(task: Task, kinds: Mapping[str, str]) -> list[Search]:
    """The searches for a task, one at least: one for each document that it promises, or one for its text. `kinds` are
    the kinds of the instruments in the registries, by uniform name."""
    titles = [_title(name) for name in task.promised]
    if titles:
        steps = [STEPS_BY_KIND.get(kinds.get(name, ""), _ANY_STEP) for name in task.promised]
        return [Search(title, step, is_title=True) for title, step in zip(titles, steps, strict=True)]
    lead = lead_of(task)
    words = main_words(task.text, task.lead or "")
    if named := _TITLE.match(words):
        return [Search(_title(named[1]), is_title=True)]
    return [Search(_cut(words), "" if lead in task.text else lead)]


def lead_of(task: Task) -> str:
    """The agency that leads, or the first of several; empty where nobody leads, or all places do (各地), of which none
    can be asked."""
    return next((name for name in task.listed("leads") if not _PLACES.search(name)), "")


def main_words(text: str, lead: str = "") -> str:
    """What a text is about: its first clause that tells, without the lead and the openings
    that could stand anywhere; one that then says too little is followed by the next."""
    words = ""
    clauses = [_without_openings(clause.removeprefix(lead)) for clause in re.split("[，。；：]", text)]
    for at, clause in enumerate(clauses):
        if _CIRCUMSTANCE.match(clause) and any(clauses[at + 1 :]):
            continue
        words = f"{words} {clause}".strip()
        if len(words) >= _SHORTEST:
            break
    return words


def _cut(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    ends = [match.start() for match in _BREAKS.finditer(words, 2 * _SHORTEST, _LONGEST + 2)]
    return words[: ends[-1] if ends else _LONGEST]


def _without_openings(clause: str) -> str:
    while (opening := _OPENING.match(clause)) and len(clause) - opening.end() >= _LEAST:
        clause = clause[opening.end() :]
    return clause


def _title(name: str) -> str:
    """A title as it stands between quotes: without marks of titles around it, and quotes of ASCII in it."""
    bare = name[1:-1] if name.startswith("《") and name.endswith("》") else name
    return bare.replace('"', "")
