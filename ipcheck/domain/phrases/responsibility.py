"""Reading responsibility phrases: which agencies lead a task, and which agencies take part."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ipcheck.base.errors import UnknownPhraseError
from ipcheck.base.text import HAN


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

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that lead, if any, then the participants."""
        return (*self.leads, *self.participants)


class _Part(NamedTuple):
    """The agencies that one stretch of a phrase names, all in one role. `open`: the stretch leaves others open."""

    role: str  # "leads", "helps" or "answers"
    names: list[str]
    open: bool


_LONGEST = 2000  # characters; the longest phrase of the shipped plans has 80
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "､": "、", "〔": "（", "〕": "）"})
# How the names of bodies end, where nothing else tells that a name is one. 科 is an office of a bureau (组干科).
_ENDS = "部委局办院署厅行会府位门关处室组台社军联队镇乡科团馆所站校协庭州盟旗企街班"
_END_WORDS = "街道|园区|中心|大学|集团|公司|各地|地方|地区|高校|企业|机构|中央|[市县区]|（[^（）]*）"
_BODY = re.compile(f".*(?:[{_ENDS}]|{_END_WORDS})")
_ROLE = (
    "牵头|负责|配合|协助|协同|协办|参与|参加|会同|共同|分别|各自|按照?(?:各自|部门)?职|依据?职|根据职|统筹|主办|主责|联合|组织|落实|实施|推进"
    "|等|和|与|及|以及|双牵头|总牵头|具体|承办|积极|主动|分工"
)
# A space behind the last character of one name and before another name separates them: 市司法局 市公安局.
_GAP = re.compile(f"(?<=[{_ENDS}市县区）])\\s+(?={HAN})(?!{_ROLE})")
_SPACE = re.compile(r"\s+")
_DIVIDED = re.compile(
    r"(?:按照?|依据?|根据)(?:各自|部门)?(?:职责|职能)(?:任务)?(?:分工)?(?:分别|各自|共同)?|分工(?=负责)|分别|各自"
)
_UNIT = "(?:责任|负责|实施|落实)?(?:单位|部门|处室|科室|机构|地区|主体)"
# Labels that name persons: their names are no agencies, and the label holds until the next one.
_PERSONS = (
    "(?:责任|负责|分管|牵头|包保|联系|主管|主要|市级|县级|区级|包抓|挂帅|督办)+(?:县|市|区|局|委|校)?领导|责任(?:人员?|领导)|(?:具体|直接|第一|主要)?(?:责任人|负责人|联系人|经办人)"
    "|(?:包保|联系|督办)人"
)
# The words before a colon that say who is named behind it; the groups say in which role.
LABEL = (
    f"(?:(?P<persons>{_PERSONS})"
    f"|(?P<lead>(?:主要|第一|总|双)?(?:责任)?(?:牵头|主办|主责)(?:组织)?(?:{_UNIT})?|(?:主要|第一)(?:责任|负责)(?:单位|部门))"
    f"|(?P<help>(?:责任)?(?:配合|参与|参加|协办|协同|协助|协作|会同|督导|指导)(?:{_UNIT})?)"
    "|(?:责任|负责|承办|落实|实施|承担|完成|任务)?(?:单位|部门|处室|科室|机构|主体)|(?:责任|任务)?分工(?:安排)?)"
)
_LABEL = re.compile(f"{LABEL}：")
# Where another label says who leads, these do not: 牵头部门：甲；主责单位：乙.
_MAIN = re.compile("主责|主办|主要|第一")
_LEAD_LABEL = re.compile("牵头[^，；、]{0,6}：")
# 联合 and 商 also stand inside names (残疾人联合会, 商标局, 商务部).
_TOGETHER = re.compile(
    r"(?P<who>.*?)(?:牵头)?(?:会同|(?<=[部委局办院署厅])(?:联合(?![会国体])|商(?![标务业会])))(?P<others>.+)"
)

# The words of role at the end of a stretch, longest first, and the role that they give.
_VERBS = (
    (
        re.compile(
            r"(?:共同|联合|负责|总|双)?(?:牵头(?:负责|组织实施|组织|落实|督导|推进|实施|协调|统筹|抓总)?|统筹(?:协调|推进)|统筹|主办|主责|负总责)$"
        ),
        "leads",
    ),
    (
        re.compile(
            r"(?:积极|主动|共同|密切)?(?:协同配合|配合(?:落实|推进|实施|做好)?|协助|参与|参加|协同|协办|督导|指导|监督|支持)(?:负责|落实|推进|实施)?$"
        ),
        "helps",
    ),
    (
        re.compile(
            r"(?:共同|具体|分级|抓好|组织|贯彻|参照)?(?:负责(?:落实|推进|实施|组织实施)?|组织实施|组织落实|推进落实|推动落实|落实|实施|推进|承办|执行)$"
        ),
        "answers",
    ),
)
# Who is meant where a phrase speaks of agencies without naming them.
_LEVEL = "(?:国务院|中央(?:和国家机关)?|[省市区县州盟旗乡镇]{0,2}(?:级|直|政府|委)?)?"
# 有关部门 and the like name no agency: they leave the list open. A group whose members are known
# (联席会议有关成员单位), or a name for one agency at a time (各项目主管部门), is a name like any other.
_NOBODY = re.compile(
    f"(?:等|及)?{_LEVEL}(?:其他|其它)?(?:各(?:职能|责任|直属)?(?:部门|单位|部委|机构|方面)|各?(?:有关|相关)(?:职能|责任)?(?:部门|单位|部委|机构|方面|处室|科室))"
    r"|单位|部门|机构"  # the rest of 有关部门和单位 after splitting at 和
)
_AND_OTHERS = re.compile(
    f"(?<![高中初同])等(?:{_LEVEL}各?(?:有关|相关|多个|[0-9一二三四五六七八九十]+个?)?"
    "(?:部门|单位|部委|机构|处室|科室)?(?:和单位)?|[^、]{2,24}成员单位)$"
)
# 各省、自治区、直辖市人民政府 is one name. 和 also stands inside names (工业和信息化部), so 和 separates names only
# after the last character of a name, or before 各 and 有关.
_LEVELS = "(?<=[省市州区县])、(?=(?:自治区|直辖市|[市州区县])(?:、|（|及|人民政府|政府))"
_BETWEEN = re.compile(
    f"(?!{_LEVELS})、(?![^（）]*）)|(?<=[部委局办院署厅行会府位门关])(?:以及|和|与|及)|(?:以及|和|与|及)(?=各|有关|相关|其他)"
)
# A word of role inside a name means that the phrase was not understood.
_NAME = re.compile(
    r"(?!.*(?:牵头|配合|会同|负责|协助|职责)|.*(?:共同|具体|主要|联合|商)$)(?:[\w·—“”-]|（[^（）]*）|(?<=[省市州区县])、){1,40}"
)
_MARKED = re.compile(r"(?P<name>.+)（牵头(?:单位|部门)?）|[★☆*＊▲](?P<starred>.+)")
_STRETCHES = re.compile(r"(?:[，；。]|(?<=牵头|负责|配合)、)(?![^（）]*）)")
# Two clauses without a sign between them: 甲局牵头乙部、丙委配合.
_CLAUSES = re.compile("(?<=牵头)(?=[^，；、：]+[^：]*(?:配合|参与|参加|协助|协同|协办)$)")


@lru_cache(maxsize=1 << 15)  # plans repeat phrases; thousands of plans have some thousands of phrases
def read_responsibility(phrase: str, first_leads: bool = False) -> Responsibility:
    """The leads and the participants that a responsibility phrase names, by the rules in docs/plans.md.

    Words of role (牵头, 会同, 配合, 牵头单位：) decide in any plan: all whom they name as leading lead (甲、乙牵头); a
    label (牵头单位：) applies until the next label. Without such words a single agency leads. Of several in a row,
    where 各有关部门 counts as one, the first leads if the plan says so (`first_leads`: 列第一位的部门为牵头部门);
    otherwise none of them leads, unless others only help them. Persons behind a label of their own (责任人：) are no
    agencies. Raises UnknownPhraseError for a phrase that no rule reads.
    """
    if len(phrase) > _LONGEST:
        raise UnknownPhraseError(phrase)
    parts, divided = _parts(_folded(phrase), phrase)
    leads = _without_repeats(name for part in parts if part.role == "leads" for name in part.names)
    answers = _without_repeats(name for part in parts if part.role == "answers" for name in part.names)
    helps = _without_repeats(name for part in parts if part.role == "helps" for name in part.names)
    others = any(part.open for part in parts)
    if not (leads or helps or answers or others):
        raise UnknownPhraseError(phrase)
    if not leads and answers:
        helped = any(part.role == "helps" for part in parts)
        alone = len(answers) == 1 and not others
        if first_leads:
            leads = answers[:1]
        elif helped or alone:
            leads = answers
    participants = _without_repeats(name for name in (*answers, *helps) if name not in leads)
    return Responsibility(leads, participants, divided, others)


def leads_only_by_helpers(phrase: str) -> bool:
    """Whether several agencies lead only because others help them (甲、乙负责，丙配合), and no word says that they do.
    Raises UnknownPhraseError."""
    if len(read_responsibility(phrase).leads) < 2:
        return False
    return "leads" not in [part.role for part in _parts(_folded(phrase), phrase)[0] if part.names]


def is_body(name: str) -> bool:
    """Whether a name ends as the names of agencies, offices and other bodies do."""
    return bool(_BODY.fullmatch(name))


def names_bodies(phrase: str) -> bool:
    """Whether a rule reads a phrase, and every name in it ends as those of bodies do."""
    try:
        return all(map(is_body, read_responsibility(phrase).agencies))
    except UnknownPhraseError:
        return False


def _folded(phrase: str) -> str:
    """A phrase with full-width punctuation and without spaces; those between two names become 、."""
    return _SPACE.sub("", _GAP.sub("、", phrase.translate(_WIDE).strip())).rstrip("。；")


def _parts(text: str, phrase: str) -> tuple[list[_Part], bool]:
    """(the parts of a folded phrase, whether it divides the work)."""
    text, divided = _DIVIDED.subn("", text)
    parts: list[_Part] = []
    labels = [*_LABEL.finditer(text)]
    begin, role = 0, ""
    for label in (*labels, None):
        run = text[begin : label.start() if label else len(text)]
        names = run.rstrip("，；、。") if label else run
        if (not names and (begin or not labels)) or (label and not begin and names == run != ""):
            raise UnknownPhraseError(phrase)  # a label without a name, or a name that runs into a label
        if role == "persons" and re.search("[0-9]", names):
            raise UnknownPhraseError(phrase)  # a day behind the name of a person
        if role != "persons" and names:
            for stretch in _STRETCHES.split(names):
                for clause in _CLAUSES.split(stretch):
                    parts += _read_stretch(clause, role, phrase)
        if label:
            begin = label.end()
            role = _role_of(label, text)
    return parts, bool(divided)


def _role_of(label: re.Match[str], text: str) -> str:
    """The role that a label gives to the names behind it, or "persons"."""
    if label["lead"] and not (_MAIN.match(label["lead"]) and _LEAD_LABEL.search(text)):
        return "leads"
    return "persons" if label["persons"] else "helps" if label["help"] else "answers"


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
        if not role and not all(map(is_body, part.names)):
            raise UnknownPhraseError(phrase)  # without a word of role, every name must look like an agency
        yield part


def _read_list(role: str, text: str, phrase: str) -> Iterator[_Part]:
    """The agencies of a list in `role`, then those that the list marks as leading: 甲（牵头）、乙 or ★甲、乙."""
    left_open = False
    names: list[str] = []
    marked: list[str] = []
    for listed in _BETWEEN.split(text):
        name, ends_open = _AND_OTHERS.subn("", listed)
        left_open = left_open or bool(ends_open)
        if _NOBODY.fullmatch(name):
            left_open = True
        elif (mark := _MARKED.fullmatch(name)) and _NAME.fullmatch(mark["name"] or mark["starred"]):
            marked.append(mark["name"] or mark["starred"])
        elif _NAME.fullmatch(name):
            names.append(name)
        else:
            raise UnknownPhraseError(phrase)
    yield _Part(role, names, left_open)
    yield _Part("leads", marked, False)


def _without_repeats(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
