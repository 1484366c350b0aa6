"""Reading the figures that a text promises: 审查周期压减到16.5个月以内, 新增托位数400个以上, 全年增长20%以上."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ipcheck.base.numerals import numeral
from ipcheck.base.text import fold
from ipcheck.domain.phrases.comparison import (
    Meant,
    is_approximate,
    join_comparisons,
    names_share,
    read_before,
    read_bound,
    read_verb_first,
    without_lead,
)
from ipcheck.domain.phrases.times import take_time
from ipcheck.domain.target import AT_LEAST, AT_MOST, DECREASE, INCREASE, STABLE

PREVIOUS = "previous"  # in place of the year with which a text compares: the one before


class PromisedFigure(NamedTuple):
    """A figure that a text promises: `text[start:end]`, from the words for what is counted to the end of the figure.

    `subjects` are what is counted or measured, in the words of the text, and behind it further forms under which a
    registry may list it: an ellipsis completed (品种权授权 for 授权 behind 品种权受理7000件), or without a word that
    only leads to it (完成). `value` is a decimal, `unit` as written (个月, 亿元). `by` is the last day that the text
    itself gives for the figure, `base` the year with which it compares (PREVIOUS: the year before). A `yearly` figure
    holds for each year.
    """

    start: int
    end: int
    subjects: Sequence[str]
    comparison: str
    value: str
    unit: str
    by: date | None = None
    base: str | None = None
    yearly: bool = False


class _Quantity(NamedTuple):
    """A number with its unit at `text[start:end]`. `is_written` out in Chinese numerals."""

    start: int
    end: int
    value: str
    unit: str
    is_written: bool = False

    @property
    def is_time(self) -> bool:
        """Whether the unit is one of time."""
        return bool(_TIME.fullmatch(self.unit))


_ASCII = str.maketrans({chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"﹒": "."})
_QUOTED = re.compile("《[^》]*》|“[^”]*”|〔[^〕]*〕|第[0-9〇零一二三四五六七八九十百]+")
_ANY_NUMBER = re.compile("[0-9二三四五六七八九十两]|百分之")
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# Of Chinese numerals, 一 alone counts nothing: 一批, 一家牵头, 进一步. The longest run is 二十一.
_NUMBER = re.compile(
    f"(?<![A-Za-z0-9./])(?P<arabic>{_ARABIC})|百分之(?P<percent>[一二三四五六七八九十]{{1,3}})"
    "|(?<![一二三四五六七八九十百千万两])(?P<written>[一二三四五六七八九十]{2,3}|[二三四五六七八九十两])"
)
_TO_NUMBER = re.compile(f"(?:-+|—+|–|~|至|到){_ARABIC}")
_TIME = re.compile("个?工作日|个月|月|个?小时|分钟|天|日|年|周|秒")
_UNIT = re.compile(
    f"[十百千万亿]*(?:{_TIME.pattern}|个百分点|百分点|%|‰"
    "|人次|人|名|家|个|项|件|户|所|处|场次|场|次|支|批|种|条|份|篇|部|座|台|套|辆|位|起|例|宗|单|对|期|册|张|片|只|分|倍|床|岁"
    "|平方公里|公里|平方米|立方米|亩|公顷|吨标准煤|吨|美元|元|千瓦时|千瓦|微克每立方米|微克|毫克|米)"
    "(?:/[^，。；、0-9a-zA-Z以左]{1,6})?(?![A-Za-z])"
)
_CLAUSE_END, _SENTENCE_ENDS = re.compile("[，,。；;：:！？]"), "。！？"
_LONGEST_TIME = 24  # characters at the beginning of a clause that may say by when
_LONGEST_NAME = 60  # characters behind a figure that may say what it counts
_MOST_HEADS = 8  # forms of what was counted before, with which an ellipsis is completed
_FROM = re.compile("^[由从].*[0-9]")  # 由200个减至120个: what is counted stands before
_TO_TIME = re.compile("^(?:[、和及并且]|力争|争取|确保)*[到至截于在]*")
_BEFORE_SUBJECT = re.compile(
    "^(?:[、和及与并且将把使—-]|以及|(?:力争|确保|争取)?(?:到|至|截至)?[0-9]{4}年(?:[0-9]{1,2}月)?[底末前初]*|年底前?|以来)+"
)
_BEHIND_SUBJECT = re.compile(
    "(?:力争|争取|确保|努力|将|要|应|均|各|分别|年均|每年|全年|同比|[比较](?:上年|去年|上一年)度?(?:同期)?"
    "|进一步|稳步|持续|大?约|接?近|[的了、和及])*$"
)
_NEGATED = re.compile("(?:不再|禁止|严禁|不准|停止|杜绝|不予)[^，、]{0,8}$")
_PAST = re.compile("已|目前|去年|上年(?!同期|增|度?提)|以来|[了从由自]$")
_COMPARED = re.compile(
    "(?:[比较]|与|同)(?P<year>[0-9]{4})年[底末]?(?:相比|比|基础上)?|在(?P<basis>[0-9]{4})年[底末]?的?基础上"
)
_WITH_PREVIOUS = re.compile("同比|环比|[比较](?:上年|去年|上一年)度?(?:同期)?|全年(?=力争|增|下)|全年$")
_YEARLY = re.compile("每年")
_JOINT = re.compile("[、和及与]|以及")
_NOUN_STOP = re.compile("[，,。；;：:！？]|、(?=[^，。；]*[0-9])|[和及]一批|等|$")
_NAME_END = re.compile("[，,。；;：:！？、（(]|(?<=[)）])|和|及|与|等|$")


def read_targets(text: str, year: int | None = None) -> list[PromisedFigure]:
    """The figures that a text promises to reach, in order (rules: docs/targets.md).

    `year` is meant by times that name none (6月底前). A number promises something only beside a word that says how it
    is meant (以内, 以上, 达到, 压减至, 稳定在, 左右, 增长), or as what is to be done so many times (新建30家). Dates,
    ordinals, titles, results already reached (已), and bounds that only say which things are meant (10蒸吨以下的锅炉)
    promise nothing.
    """
    plain = text.translate(_ASCII)
    return _Reader(plain, year).read() if _ANY_NUMBER.search(plain) else []


class _Reader:
    """The figures of one text, read one after the other: what stands in a list depends on what stands before it."""

    def __init__(self, text: str, year: int | None) -> None:
        self.text, self.year = text, year
        self.found: list[PromisedFigure] = []
        self.shared: list[str] = []  # what A、B和C分别 speaks of, for the figures that follow
        self.heads: list[str] = []  # what the figures of the sentence count, which may complete an ellipsis behind them
        self.clauses: list[int] = []  # the beginnings of the last two clauses of the sentence
        self.by: date | None = None  # the last day that the sentence has given so far

    def read(self) -> list[PromisedFigure]:
        """All figures of the text."""
        read_to = 0
        self._begin_clause(0)
        for quantity in _quantities(self.text):
            for stop in _CLAUSE_END.finditer(self.text, read_to, quantity.start):
                if stop[0] in _SENTENCE_ENDS:
                    self.clauses, self.heads, self.by = [], [], None
                self._begin_clause(stop.end())
            begin = max(read_to, self.clauses[-1])
            figure = self._continue_list(begin, quantity) or self._read_figure(begin, quantity)
            if figure:
                self.found.append(figure)
            read_to = max(quantity.end, figure.end if figure else 0)
        return self.found

    def _begin_clause(self, at: int) -> None:
        """Note that a clause begins, and the last day if it begins with one: 到2025年，…."""
        self.clauses = [*self.clauses[-1:], at]
        opening = fold(_TO_TIME.sub("", self.text[at : at + _LONGEST_TIME].strip()))
        if taken := take_time(opening, self.year):
            self.by = taken[0].last

    def _continue_list(self, begin: int, quantity: _Quantity) -> PromisedFigure | None:
        """The figure of a list that is meant like the one before it: 分别下降15%、10%和26%."""
        if not self.found or not _JOINT.fullmatch(self.text, self.found[-1].end, quantity.start):
            return None
        last = self.found[-1]
        is_shared = last.subjects[0] in self.shared
        if begin != last.end or (last.unit != quantity.unit and not is_shared):
            return None
        subjects = last.subjects
        if is_shared:
            rest = self.shared[self.shared.index(subjects[0]) + 1 :]
            subjects = rest[:1] or subjects
        return last._replace(
            start=quantity.start, end=read_bound(self.text, quantity.end, False)[0], value=quantity.value,
            unit=quantity.unit, subjects=subjects,
        )  # fmt: skip

    def _read_figure(self, begin: int, quantity: _Quantity) -> PromisedFigure | None:
        """The figure that a quantity promises in the clause that begins at `begin`; None where it promises none."""
        before = self.text[begin : quantity.start]
        if _PAST.search(before) or _NEGATED.search(before):
            return None
        end, bound = read_bound(self.text, quantity.end, quantity.is_time)
        noun = self._noun(end)
        meant = read_before(before, quantity.is_time)
        verb_first = None
        if meant is None and not noun and not quantity.is_time and quantity.unit != "%":
            verb_first = read_verb_first(_BEFORE_SUBJECT.sub("", before))
        how = meant or verb_first
        said = how.comparison if how else None
        if how is None and quantity.unit == "%" and not noun and names_share(before):
            said = AT_LEAST
        comparison = join_comparisons(said, bound, is_approximate(before))
        does = meant is not None and meant.does
        if comparison is None or (noun and not does and (said is None or self.text[end] == "的")):
            return None  # 100亿元以上的企业: the bound says which things are meant
        if quantity.is_written and not bound and said not in (AT_MOST, STABLE):
            return None  # 两个, 一次 and the like count nothing that is promised
        found = self._find_subject(begin, quantity, end, noun, meant, verb_first)
        if found is None or (how is None and quantity.is_time and "、" in found[2][0]):
            return None  # 1个环节、0成本、1天办结 is a list of which not all is read
        start, end, subjects = found
        compared = _COMPARED.search(before)
        previous = _WITH_PREVIOUS.search(before)
        base = (compared["year"] or compared["basis"]) if compared else PREVIOUS if previous else None
        return PromisedFigure(
            start, end, subjects, comparison, quantity.value, quantity.unit, self.by,
            base if comparison in (INCREASE, DECREASE) else None, bool(_YEARLY.search(before)),
        )  # fmt: skip

    def _find_subject(
        self, begin: int, quantity: _Quantity, end: int, noun: str, meant: Meant | None, verb_first: Meant | None
    ) -> tuple[int, int, Sequence[str]] | None:
        """Where the words of a figure begin and end, and what it counts: a `noun` behind it, else words before it in
        its clause, else what the figures or the clause before it are about. None where nobody can tell."""
        before = self.text[begin : quantity.start]
        does = meant is not None and meant.does
        words = verb_first.before if verb_first else meant.before if meant else before
        if meant and does and not noun and meant.comparison == AT_LEAST:
            words = before  # 受理7000件: the verb is part of what is counted
        subject = "" if _FROM.match(words) else _subject(words)
        if noun and (does or not subject):
            start = begin + len(meant.before) if meant and does else quantity.start
            noun_end = end + self.text[end:].index(noun) + len(noun)
            return start, noun_end, self._subjects(noun, before, noun_end)
        if subject:
            start = begin + before.find(_BEFORE_SUBJECT.sub("", before) if verb_first else subject)
        elif "分别" in before and self.shared:
            start, subject = quantity.start, self.shared[0]
        elif self.found and self.found[-1].end == begin - 1:
            start, subject = quantity.start, self.found[-1].subjects[0]  # 比2015年下降15%，达到38微克以下
        else:
            start, subject = self._clause_before()
        return (start, end, self._subjects(subject, before)) if subject else None

    def _noun(self, end: int) -> str:
        """The words right behind a figure for what it counts; empty where a clause ends there."""
        begin = end + (self.text[end : end + 1] == "的")
        if self.text[begin : begin + 1] in "、（()）和及与":
            return ""
        stop = _NOUN_STOP.search(self.text, begin, begin + _LONGEST_NAME)
        return self.text[begin : stop.start() if stop else begin + _LONGEST_NAME]

    def _clause_before(self) -> tuple[int, str]:
        """The beginning and the words of the clause before the last one, in the same sentence; no words if it begins
        the sentence."""
        if len(self.clauses) == 1:
            return self.clauses[0], ""
        begin = max(self.clauses[0], self.found[-1].end if self.found else 0)
        clause = self.text[begin : self.clauses[1] - 1]
        subject = _subject(clause)
        return begin + max(0, clause.find(subject)), subject

    def _subjects(self, subject: str, before: str, noun_end: int | None = None) -> tuple[str, ...]:
        """The forms under which a registry may list what is counted, as written first."""
        if "分别" in before:
            if subject not in self.shared:
                self.shared = [part for part in _JOINT.split(subject) if part]
            if len(self.shared) > 1:
                return (self.shared[0],)
        forms = [subject]
        while (shorter := without_lead(forms[-1])) != forms[-1]:
            forms.append(shorter)
        if noun_end is not None:  # the name may end before the words do, or go on: 技术与创新支持中心(TISC)和一批…
            begin = noun_end - len(subject)
            clause = _CLAUSE_END.search(self.text, noun_end, begin + _LONGEST_NAME)
            until = clause.start() if clause else begin + _LONGEST_NAME
            ends = (stop.start() for stop in _NAME_END.finditer(self.text, begin, until))
            forms += [self.text[begin:end] for end in ends if end > begin]
        own = tuple(dict.fromkeys(forms))
        completed = (head[:length] + subject for head in self.heads for length in range(len(head) - 1, 1, -1))
        self.heads = [*self.heads, *own][-_MOST_HEADS:]
        return (*own, *completed)


def _quantities(text: str) -> Iterator[_Quantity]:
    """The numbers with a unit in a text, without those in titles and quotes, ordinals and dates."""
    text = _QUOTED.sub(lambda quoted: "·" * len(quoted[0]), text)
    read_to = 0
    for match in _NUMBER.finditer(text):
        if match.start() < read_to:
            continue
        unit_text, end = ("%", match.end()) if match["percent"] else _take_unit(text, match.end(), match["arabic"])
        written = None if match["arabic"] else numeral(match["percent"] or match["written"])
        value = match["arabic"].replace(",", "") if match["arabic"] else "" if written is None else str(written)
        if unit_text and value and not _is_date(text, match, unit_text):
            yield _Quantity(match.start(), end, value, unit_text, is_written=bool(match["written"]))
            read_to = end


def _take_unit(text: str, at: int, arabic: str | None) -> tuple[str, int]:
    """The unit behind a number that ends at `at`, and where it ends; empty if there is none. Of a range (10—15家) in
    Arabic figures it stands behind the second number."""
    unit = _UNIT.match(text, at)
    further = _TO_NUMBER.match(text, unit.end() if unit else at) if arabic else None
    if further:
        at = further.end()
    if text[at : at + 1] in ("多", "余"):
        at += 1
    unit = _UNIT.match(text, at)
    return (unit[0], unit.end()) if unit else ("", at)


def _is_date(text: str, number: re.Match[str], unit: str) -> bool:
    """Whether a number with its unit is a year, a month or a day, or part of one."""
    if unit not in ("月", "年", "日", "周"):
        return False
    return len(number[0]) == len("2025") or unit == "月" or text[number.start() - 1 : number.start()] == "月"


def _subject(words: str) -> str:
    """What is counted, from the words before those of comparison."""
    return _BEHIND_SUBJECT.sub("", _BEFORE_SUBJECT.sub("", _COMPARED.sub("", words))).strip()
