"""Local agencies: whose bureau a name such as 市市场监管局 means in the plan of a region, and which national body that
bureau answers to.

A local name is a place with a function behind it. The place stands in full (海州市市场监管局), by its level alone
(市市场监管局), or not at all (市场监管局); then the plan's own region is meant. The functions are those that the
registry lists with the national bodies (key `local`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from ipcheck.base.text import HAN


class LocalAgency(NamedTuple):
    """A local agency, or a group of local governments.

    `name` is unambiguous: region and function. `region` is the place with which `name` begins; None for the branch of a
    national body (中国人民银行海州市分行), whose own name says where it is. `counterpart` is the national body (uniform
    name) that it answers to, None for a group. Where the function is not `known`, only the region is certain. A
    `registered` agency has an entry of its own in the registry, which gives the name.
    """

    name: str
    region: str | None
    counterpart: str | None = None
    known: bool = True
    is_group: bool = False
    registered: bool = False


class _Function(NamedTuple):
    """What stands behind a place: the form that answers show, and the national body above it."""

    shown: str
    national: str


class _Unit(NamedTuple):
    """A unit of a region: its own name (钢城区), and that name with the city above it (济南市钢城区)."""

    name: str
    shown: str


_REGION = re.compile(
    f"(?P<province>{HAN}{{2,12}}?(?:省|自治区|特别行政区|兵团))?"
    f"(?P<city>{HAN}+?(?:自治州|地区|盟|市|州(?!市)))?"
    f"(?P<district>{HAN}+?[县区旗市])?"
)
_LEVEL = re.compile("本?(?P<level>自治[区州县旗]|新区|地区|兵团|[省市州县区旗盟])(?P<rest>.+)(?<!总[局署])$")
# Words that begin like a level: 市场监管局 is no bureau 场监管局 of a city.
_NO_LEVEL = re.compile(
    "市(?:场|容|级|内|外|域|直|属|政(?!府|协|法|务|研))|[县区](?:域|级|块|间|内|外|直|属)|省(?:级|际|内|外|直|属)"
)
_NO_PLACE = re.compile(
    "^(?:国家|中国|中央|全|各|本|有关|相关|所有|[省市县区两三]级?[省市县区])"
    "|^(?:开发|高新|经开|园|新|辖|城|市|功能|示范|试验|景|自治|地|主城)区$"
    "|[委局厅署]"  # the name of another body: 市发展改革委市市场监管局 is two names, run together
)
_ENDS_AS_BODY = re.compile("(?:[局厅委办部院府会署室处科组团联队站]|中心|公司|集团|银行)$")
_NATIONAL = re.compile("^(?:国家|中国|中华|中央|中共中央|全国|国务院|最高)|(?:部|总局|总署)$")
_BRANCH = re.compile("(?:分行|支行|中支|营业管理部|分局|监管局|税务局|调查总?队|专员办|办事处|代办处)$")
_LEAGUE = re.compile("(?:共青)?团(?P<place>.+)委")  # 团市委 is the 团委 of the city
_CUSTOMS = "海关"  # 海州海关 is the customs house of 海州市

_WHOLE = re.compile("[局厅委办部院府会署室处联协关行队团大]$")
_BEHIND = {"局": "局", "厅": "厅", "委": "委", "委员会": "委"}  # behind a function: as printed, as shown

_BELOW = "设区的?市|地级市|县级市|乡镇|镇街|街镇|街道|功能区|开发区|高新区|经开区|园区|新区|[市县区州旗盟乡镇]"
_GROUP = re.compile(
    f"各级?(?P<levels>(?:{_BELOW})(?:[、（）和/]|{_BELOW})*?)(?P<government>(?:人民)?政府)?"
    "(?P<more>(?:[、（和及]*(?:管委会|管理委员会|街道办事处|办事处)）?)*)"
)
_LEVELS_BELOW = "州盟市县区旗"
_SHOWN_LEVELS = {"市县区": "县（市、区）", "市区": "市（区）", "州市": "市（州）", "县区": "区县"}


_ALIKE = 0.75  # the share of characters in common from which one function is taken for another, misspelt
_TO_FULL_WIDTH = str.maketrans("()", "（）")


class LocalNames:
    """The reading of local names, with the functions and the national bodies that the registry lists."""

    def __init__(self, functions: Iterable[tuple[str, str, str]] = (), bodies: Mapping[str, str] | None = None) -> None:
        """`functions` are triples: a name of a function, the name that answers show for it, and the national body.

        A name that ends like a body (人民法院) is whole; behind another (市场监管) stands 局, 厅, 委 or 委员会.
        `bodies` maps the names of agencies to uniform names.
        """
        self._given = list(functions)
        self._bodies = bodies or {}

    @cached_property
    def _functions(self) -> Mapping[str, _Function]:
        """What can stand behind a place."""
        functions: dict[str, _Function] = {}
        for name, shown, national in self._given:
            for printed, ending in {"": ""}.items() if _WHOLE.search(name) else _BEHIND.items():
                functions[f"{name}{printed}"] = _Function(f"{shown}{ending}", national)
        return functions

    def read(self, name: str, region: str | None) -> LocalAgency | None:
        """What `name` means in a plan of `region` (None or 全国: of no region).

        None for a name that is not local, and where the region does not tell whose it is: 省财政厅 in the plan of a
        city whose province is not named.
        """
        if league := _LEAGUE.fullmatch(name):
            name = f"{league['place']}团委"
        if name.startswith("中共") and name.endswith("委"):  # 中共海州市委
            name = name.removeprefix("中共")
        units = _units(region or "")
        in_full = [(unit, name[len(place) :]) for place, unit in _beginnings(units) if name.startswith(place)]
        by_level = _by_level(name, units)
        bare = [(unit, name) for unit in units[-1:]]
        of_region = filter(None, (self._agency(unit, rest) for unit, rest in (*in_full, *by_level, *bare)))
        if found := next(of_region, None) or self._elsewhere(name) or self._branch(name, region):
            return found
        for unit, rest in (*in_full, *(by_level if _level_of(name) else ())):
            if len(rest) > 1 and _ENDS_AS_BODY.search(rest):  # of a certain place, with an unknown function: 市双打办
                return LocalAgency(f"{unit.shown}{rest}", unit.shown, known=False)
        return None

    def bare(self, name: str, region: str | None) -> LocalAgency | None:
        """The agency that a name without a place means in a plan of `region`, if it is local: 城管局 is 海州市城管局.
        Its function is not known, so that only a registry can confirm it."""
        units = _units(region or "")
        if not units or _NATIONAL.search(name) or not _ENDS_AS_BODY.search(name) or _level_of(name):
            return None
        return LocalAgency(f"{units[-1].shown}{name}", units[-1].shown, known=False)

    def is_local(self, name: str, region: str | None = None) -> bool:
        """Whether a name is that of a local body, even if nothing tells which: then no ministry is meant by it."""
        if self.read(name, region):
            return True
        if match := _level_of(name):
            return bool(_ENDS_AS_BODY.search(match["rest"])) or match["rest"] in self._functions
        return bool(_units(region or "") and _ENDS_AS_BODY.search(name)) and not _NATIONAL.search(name)

    def missing_level(self, name: str, region: str | None) -> str | None:
        """The level (省, 市 …) that a local name begins with and of which `region` names no place; None otherwise."""
        match = _level_of(name)
        return match["level"] if match and self.is_local(name) and not self.read(name, region) else None

    def similar(self, name: str, registered: Iterable[str] = ()) -> list[str]:
        """The local name that an unknown one resembles: one of the `registered`, or one whose function resembles that
        of `name`, at the same place. Empty where there is none."""
        from difflib import get_close_matches  # only for names that are unknown

        if registered_like := get_close_matches(name, filter(self.is_local, registered), 1, _ALIKE):
            return registered_like
        match = _level_of(name)
        begin = match.start("rest") if match else 0
        return [f"{name[:begin]}{like}" for like in get_close_matches(name[begin:], self._functions, 1, _ALIKE)]

    def _agency(self, unit: _Unit, rest: str) -> LocalAgency | None:
        """The agency of a unit with the function `rest`, or the group of governments below the unit."""
        place = unit.shown
        if function := self._function(rest):
            shown, national = function
            if shown == _CUSTOMS:
                place = place.removesuffix("市")
            elif shown.startswith("委") and place.endswith("自治区"):
                shown = f"党{shown}"  # 自治区党委宣传部, but 省委宣传部
            return LocalAgency(f"{place}{shown}", unit.shown, national)
        if group := _GROUP.fullmatch(rest.translate(_TO_FULL_WIDTH)):
            return LocalAgency(f"{place}各{_shown_group(group)}", place, is_group=True)
        return None

    def _function(self, rest: str) -> _Function | None:
        return self._functions.get(rest.removeprefix("党") if rest.startswith("党委") else rest)

    def _elsewhere(self, name: str) -> LocalAgency | None:
        """The agency of any other place that the name gives in full: 临江市市场监管局, 海口海关."""
        for at in range(2, len(name) - 1):
            place, rest = name[:at], name[at:]
            function = self._function(rest)
            if function and not _NO_PLACE.search(place):
                if units := _units(place):
                    return self._agency(units[-1], rest)
                if rest == _CUSTOMS and not _LEVEL.match(name):
                    return LocalAgency(name, place, function.national)
        return None

    def _branch(self, name: str, region: str | None) -> LocalAgency | None:
        """A branch that bears its national body in front: 中国人民银行海州市分行, and 国家税务总局海州市税务局, which
        is also called 海州市税务局."""
        for at in range(len(name) - 2, 2, -1) if _BRANCH.search(name) else ():
            if national := self._bodies.get(name[:at]):
                rest = self.read(name[at:], region)
                return rest if rest and rest.counterpart == national else LocalAgency(name, None, national)
        return None


@lru_cache(maxsize=1 << 10)
def _units(region: str) -> Sequence[_Unit]:
    """The units that a region names, the outermost first: 山东省济南市钢城区 names three, 全国 none."""
    match = _REGION.fullmatch(region)
    if not match:
        return ()
    province, city, district = match.groups()
    names = [province, city, district]
    shown = [province, city, f"{city or ''}{district}"]
    return [_Unit(name, full) for name, full in zip(names, shown, strict=True) if name]


def _beginnings(units: Sequence[_Unit]) -> Iterator[tuple[str, _Unit]]:
    """The places that a name can begin with, each with the unit it means; longer ones first."""
    for last in range(len(units), 0, -1):
        for first in range(last):
            yield "".join(unit.name for unit in units[first:last]), units[last - 1]
        yield units[last - 1].name.removesuffix("市"), units[last - 1]


def _by_level(name: str, units: Sequence[_Unit]) -> list[tuple[_Unit, str]]:
    """The unit whose level a name begins with, and the rest of the name; of two such units the inner one."""
    match = _LEVEL.match(name)
    if not match:
        return []
    level = match["level"] if match["level"] == "自治区" else match["level"].removeprefix("自治")
    of_level = [unit for unit in units if unit.name.endswith(level)]
    if level == "区":  # 区 is short for 自治区 only in a plan of the 自治区 itself
        of_level = [unit for unit in of_level if not unit.name.endswith("自治区") or unit == units[-1]]
    return [(of_level[-1], match["rest"])] if of_level else []


def _level_of(name: str) -> re.Match[str] | None:
    """The level with which a name begins, and what follows; None where the name only begins with such a word."""
    return None if _NO_LEVEL.match(name) else _LEVEL.match(name)


def _shown_group(group: re.Match[str]) -> str:
    """A group of governments as answers show it: the same for each order and punctuation of its levels."""
    levels, more = group["levels"], group["more"]
    if set(levels) <= {*_LEVELS_BELOW, *"、（）和/"}:
        named = "".join(level for level in _LEVELS_BELOW if level in levels)
        return f"{_SHOWN_LEVELS.get(named, named)}政府{more}"
    return f"{levels}{'政府' if group['government'] else ''}{more}"
