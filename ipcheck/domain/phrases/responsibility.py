"""Reading responsibility phrases: which agencies lead a task, and which take part."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ipcheck.base.errors import UnknownPhraseError


class Responsibility(NamedTuple):
    """The agencies responsible for a task. Names stand as in the phrase; the registry maps them to uniform names.

    `leads`: the agencies that lead, mostly one; none of them is among the `participants`. `divided`: each agency is
    responsible for its own share (按职责分工, 分别牵头). `others`: the phrase leaves open which other agencies there
    are (等部门, 有关部门).
    """

    leads: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    divided: bool = False
    others: bool = False

    @property
    def lead(self) -> str | None:
        """The agency that leads, or the first of several; None where none does."""
        return self.leads[0] if self.leads else None


class _Part(NamedTuple):
    """The agencies that one stretch of a phrase names, all in one role. `open`: the stretch leaves others open."""

    role: str  # "leads", "helps" or "answers"
    names: list[str]
    open: bool


_LONGEST = 2000  # characters; the longest phrase of the shipped plans has 80
_SPACE = re.compile(r"\s+")
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "､": "、"})
_DIVIDED = re.compile(r"(?:按照?|依据?|根据)(?:各自|部门)?职责(?:分工)?(?:分别|各自|共同)?|分别|各自")
_LABEL = re.compile(
    r"(?:(?P<lead>牵头|主办|主责)|(?P<help>配合|参与|参加|协办|协同))(?:责任|负责)?(?:单位|部门)?：|(?:责任|负责)?(?:单位|部门)："
)
# 联合 and 商 also stand inside names (残疾人联合会, 商标局, 商务部).
_TOGETHER = re.compile(
    r"(?P<who>.*?)(?:牵头)?(?:会同|(?<=[部委局办院署厅])(?:联合(?![会国体])|商(?![标务业会])))(?P<others>.+)"
)

# The words of role at the end of a stretch, longest first, and the role that they give.
_VERBS = (
    (re.compile(r"(?:共同|联合|双|负责|总)?(?:牵头(?:负责|组织实施|组织|落实)?|统筹协调|统筹|主办|主责)$"), "leads"),
    (
        re.compile(r"(?:积极|主动|共同)?(?:协同配合|配合(?:落实|推进|实施)?|协助|参与|参加|协同|协办)(?:负责|落实)?$"),
        "helps",
    ),
    (re.compile(r"(?:共同|具体)?(?:负责(?:落实|推进|实施)?|组织实施|推进落实|落实|实施|推进)$"), "answers"),
)
# 有关部门 and the like name no agency: they leave the list open. A group whose members are known
# (联席会议有关成员单位), or a name for one agency at a time (各项目主管部门), is a name like any other.
_NOBODY = re.compile(
    r"(?:等|及)?(?:国务院|中央(?:和国家机关)?|[省市区县]级?)?(?:其他|其它)?(?:各|各?(?:有关|相关))(?:部门|单位|部委|机构|方面)"
    r"|单位|部门|机构"  # the rest of 有关部门和单位 after splitting at 和
)
_AND_OTHERS = re.compile(
    r"等(?:国务院|中央和国家机关)?(?:有关|相关|多个|[0-9一二三四五六七八九十]+个?)?(?:部门|单位|部委|机构)?(?:和单位)?$"
)
# 各省、自治区、直辖市人民政府 is one name. 和 also stands inside names (工业和信息化部), so 和 separates names only
# after the last character of a name, or before 各 and 有关.
_LEVELS = "(?<=[省市州区县])、(?=(?:自治区|直辖市|[市州区县])(?:、|（|及|人民政府|政府))"
_BETWEEN = re.compile(
    f"(?!{_LEVELS})、(?![^（）]*）)|(?<=[部委局办院署厅行会府位门关])(?:以及|和|与|及)|(?:以及|和|与|及)(?=各|有关|相关|其他)"
)
_BODY = re.compile(
    r".*(?:[部委局办院署厅行会府处室组台社军关联]|科协|中央|中心|大学|集团|公司|总队|单位|部门|各地|地方|[市县区]|（[^（）]*）)"
)
# A word of role inside a name means that the phrase was not understood.
_NAME = re.compile(
    r"(?!.*(?:牵头|配合|会同|负责|协助|职责)|.*(?:共同|具体|主要|联合|商)$)(?:[\w·—“”-]|（[^（）]*）|(?<=[省市州区县])、){1,40}"
)
_MARKED = re.compile(r"(?P<name>.+)（牵头(?:单位|部门)?）")
_STRETCHES = re.compile(r"(?:[，；]|(?<=牵头|负责|配合)、)(?![^（）]*）)")


@lru_cache(maxsize=1 << 15)  # plans repeat phrases; thousands of plans have some thousands of phrases
def read_responsibility(phrase: str, first_leads: bool = False) -> Responsibility:
    """The leads and the participants that a responsibility phrase names, by the rules in docs/plans.md.

    Words of role (牵头, 会同, 配合, 牵头单位：) decide in any plan: all whom they name as leading lead (甲、乙牵头); a
    label (牵头单位：) applies until the next label. Without such words a single agency leads. Of several in a row,
    where 各有关部门 counts as one, the first leads if the plan says so (`first_leads`: 列第一位的部门为牵头部门);
    otherwise none of them leads. Raises UnknownPhraseError for a phrase that no rule reads.
    """
    if len(phrase) > _LONGEST:
        raise UnknownPhraseError(phrase)
    text = _SPACE.sub("", phrase).translate(_WIDE).rstrip("。；")
    text, divided = _DIVIDED.subn("", text)
    parts: list[_Part] = []
    role = ""
    for stretch in _STRETCHES.split(text):
        if label := _LABEL.match(stretch):
            stretch = stretch[label.end() :]
            role = "leads" if label["lead"] else "helps" if label["help"] else "answers"
        parts += _read_stretch(stretch, role, phrase)
    leads = _without_repeats(name for part in parts if part.role == "leads" for name in part.names)
    helps = _without_repeats(name for part in parts if part.role == "helps" for name in part.names)
    answers = _without_repeats(name for part in parts if part.role == "answers" for name in part.names)
    others = any(part.open for part in parts)
    if not (leads or helps or answers or others):
        raise UnknownPhraseError(phrase)
    helped = any(part.role == "helps" for part in parts)
    alone = len(answers) == 1 and not others
    if not leads and answers and (first_leads or helped or alone):
        leads = answers[:1]
    participants = _without_repeats(name for name in (*answers, *helps) if name not in leads)
    return Responsibility(leads, participants, bool(divided), others)


def _read_stretch(stretch: str, role: str, phrase: str) -> Iterator[_Part]:
    """The parts of one stretch between commas, such as 乙、丙配合 or 甲会同乙. `role` is that of a label before it."""
    stretch = stretch.removeprefix("由")
    for verb, verb_role in _VERBS:
        if match := verb.search(stretch):
            stretch, role = stretch[: match.start()], verb_role
            break
    if together := _TOGETHER.fullmatch(stretch):
        if together["who"]:
            yield from _read_list("leads", together["who"], phrase)
        yield from _read_list("helps", together["others"], phrase)
        return
    for part in _read_list(role or "answers", stretch, phrase):
        if not role and not all(map(_BODY.fullmatch, part.names)):
            raise UnknownPhraseError(phrase)  # without a word of role, every name must look like an agency
        yield part


def _read_list(role: str, text: str, phrase: str) -> Iterator[_Part]:
    """The agencies of a list in `role`, then those that the list marks as leading: 甲（牵头）、乙."""
    text, left_open = _AND_OTHERS.subn("", text)
    names: list[str] = []
    marked: list[str] = []
    for name in _BETWEEN.split(text):
        if _NOBODY.fullmatch(name):
            left_open = True
        elif (mark := _MARKED.fullmatch(name)) and _NAME.fullmatch(mark["name"]):
            marked.append(mark["name"])
        elif _NAME.fullmatch(name):
            names.append(name)
        else:
            raise UnknownPhraseError(phrase)
    yield _Part(role, names, bool(left_open))
    yield _Part("leads", marked, False)


def _without_repeats(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
