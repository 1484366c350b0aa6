"""The registries of agencies and instruments: uniform names, and finding names in a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ipcheck.base.text import fold, in_gb2312, similar_names
from ipcheck.domain.phrases.responsibility import Responsibility
from ipcheck.domain.phrases.stage import Mention
from ipcheck.domain.plan import NATIONWIDE, STATE

if TYPE_CHECKING:
    from ipcheck.domain.local_agencies import LocalAgency, LocalNames

_AND_ITS = re.compile("》?及其(实施条例|实施细则)")
_DEFINED = re.compile("《(?P<title>[^《》]+)》（以下简称《(?P<short>[^《》]+)》）")
_MOST_SUGGESTIONS = 200  # a file with more unknown names has another fault than misspelling
_SHORTEST_BARE = 3  # characters of a title that is found without 《》; two are a word, not a title
# 商标法、著作权法相关司法解释 names the interpretations of each law, not the laws. A verb between two names ends the
# list (专利法、商标法修改和著作权法相关司法解释制定).
_INTERPRETATIONS = re.compile(
    "(?:[、和及]《?(?:(?!修改|修订|制定|制订|完善|出台|起草|实施|落实)[^《》、，。]){2,20}》?)*》?相关(司法解释)"
)
_OF_SOME_PLACE = re.compile("[省市区县州旗盟][^市省区县]")
_QUOTED = "《[^《》]+》"
# A name must not end inside a longer word: 法 also begins 法律 and 法院, 部 begins 部门 (司法部门 is not 司法部).
_WORDS = {f"法{after}" for after in "律规院治庭官制定系"} | {"部门"}


class ResolvedAgencies(NamedTuple):
    """The agencies responsible for a task, by uniform names.

    A name that neither the registry nor the region explains stays as written. `unknown` lists, as written, the names
    that the registry does not know and that have no function it knows. `printed` has the written form of each name that
    only the region explains: {海州市司法局: 市司法局}.
    """

    leads: Sequence[str]
    participants: Sequence[str]
    unknown: Sequence[str]
    printed: Mapping[str, str]


class Registry:
    """The uniform names of agencies, instruments and measures, found by any of their names. In a text the longest name
    wins."""

    def __init__(
        self, agencies: Mapping[str, str], named_in_texts: Iterable[str], instruments: Mapping[str, str],
        functions: Iterable[tuple[str, str, str]] = (), only_typed: Iterable[str] = (),
        measures: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`agencies` and `instruments` map every name to the uniform name.

        `named_in_texts` holds the names of agencies that are unmistakable in running text; short forms such as
        知识产权局 are not. `functions` are those of local agencies, as `LocalNames` takes them. `only_typed` holds
        the names of instruments that are not looked for in running text: their ids. `measures` maps every folded name
        of a measure to its id.
        """
        self._agency_names = agencies
        self._answering: dict[tuple[Responsibility, str | None], ResolvedAgencies] = {}
        self._local: dict[tuple[str, str | None], LocalAgency | None] = {}
        self._functions = list(functions)
        self._suggestions: dict[tuple[str, str], list[str]] = {}
        self._unmistakable = {name for name in named_in_texts if name in agencies}
        self._agencies_in_texts = _NameFinder(self._unmistakable)
        self._instrument_names = instruments
        self._measures = measures or {}
        in_texts = instruments.keys() - set(only_typed)
        bare = {name for name in map(bare_title, in_texts) if len(name) >= _SHORTEST_BARE}
        self._instruments_in_texts = _NameFinder(bare | {f"{STATE}{name}" for name in bare}, quoted=True)

    @cached_property
    def _local_names(self) -> "LocalNames":
        # imported here because some only want names of the registry
        from ipcheck.domain.local_agencies import LocalNames

        return LocalNames(self._functions, self._agency_names)

    @cached_property
    def _agencies(self) -> dict[str, str]:  # built on demand: most names are found as written
        return {fold(name): uniform for name, uniform in self._agency_names.items()}

    @cached_property
    def _instruments(self) -> dict[str, str]:
        return {fold(bare_title(name)): uniform for name, uniform in self._instrument_names.items()}

    def agency(self, name: str) -> str | None:
        """The uniform name of an agency, or None where the registry does not know it."""
        return self._agency_names.get(name) or self._agencies.get(fold(name))

    def instrument(self, name: str) -> str | None:
        """The uniform name of an instrument, or None where the registry does not know it."""
        return self._instrument_names.get(name) or self._instruments.get(fold(bare_title(name)))

    def measure(self, name: str) -> str | None:
        """The id of a measure by any of its names, or None where the registry does not know it."""
        return self._measures.get(fold(name))

    def measures_like(self, name: str) -> list[str]:
        """The names of the measures that resemble an unknown name, best first; cached."""
        return self._suggest("measure", name, lambda: _similar_uniform(name, self._measures))

    def local_agency(self, name: str, region: str | None) -> "LocalAgency | None":
        """The local agency that `name` means in a plan of `region`; cached, as plans repeat names.

        None where the name is that of a national body. But by a short form that the registry has for one (知识产权局),
        a plan of a region means its own bureau. A registry that has the bureau gives its name.
        """
        key = name, region
        if key not in self._local:
            self._local[key] = self._find_local(name, region)
        return self._local[key]

    def _find_local(self, name: str, region: str | None) -> "LocalAgency | None":
        uniform = self.agency(name)
        if uniform and region in (None, NATIONWIDE):
            return None
        found = self._local_names.read(name, region)
        if found is None and not uniform:
            found = self._local_names.bare(name, region)
            own_name = self.agency(found.name) if found else None
            return found._replace(name=own_name, known=True, registered=True) if found and own_name else None
        if found is None:
            return None
        own_name = self.agency(found.name)
        if uniform and uniform != own_name:
            if found.counterpart == uniform:
                if name in self._unmistakable:
                    return None
            elif not self._local_names.is_local(uniform):
                return None
            elif not self._is_elsewhere(uniform, found):
                own_name = uniform
        return found._replace(name=own_name, known=True, registered=True) if own_name else found

    def _is_elsewhere(self, uniform: str, agency: "LocalAgency") -> bool:
        """Whether an entry is that of the same function in another region than `agency`, by the names of the entry."""
        names = (name for name, other in self._agency_names.items() if other == uniform)
        regions = {found.region for name in names if (found := self._local_names.read(name, None)) and found.region}
        return bool(regions) and not any(str(agency.region).endswith(region) for region in regions)

    def is_known_agency(self, name: str, region: str | None = None) -> bool:
        """Whether the registry knows an agency, or its function where the region is that of a plan."""
        local = self.local_agency(name, region)
        return local.known if local else self.agency(name) is not None

    def agency_in(self, name: str, region: str | None) -> str:
        """The uniform name of an agency in a plan of `region`; the name as written where nothing explains it."""
        local = self.local_agency(name, region)
        return local.name if local else self.agency(name) or name

    def answering(self, who: Responsibility, region: str | None = None) -> ResolvedAgencies:
        """The agencies responsible by a phrase in a plan of `region`, under their uniform names.

        Two names of one agency count once, and a lead is not also a participant. Results are cached, since plans
        repeat their phrases.
        """
        key = who, region
        if key not in self._answering:
            names = who.agencies
            uniform = {name: self.agency_in(name, region) for name in names}
            if region is None and any(map(_OF_SOME_PLACE.match, names)):
                # beside 市公安局, in a plan of an unknown region, 发展改革委 is the city's too
                uniform |= {
                    name: name for name in names
                    if not _OF_SOME_PLACE.match(name) and self.agency(name) not in (None, name)
                }  # fmt: skip
            leads = tuple(dict.fromkeys(map(uniform.__getitem__, who.leads)))
            others = dict.fromkeys(map(uniform.__getitem__, who.participants))
            participants = tuple(name for name in others if name not in leads)
            unknown = tuple(name for name in names if not self.is_known_agency(name, region))
            printed: dict[str, str] = {}
            for name in names:
                local = self.local_agency(name, region)
                if local and not (local.registered and self.agency(name)):
                    printed.setdefault(local.name, name)
            self._answering[key] = ResolvedAgencies(leads, participants, unknown, printed)
        return self._answering[key]

    def full_name(self, name: str, region: str | None) -> str:
        """The name of an unknown agency in full, as far as a plan of `region` tells it."""
        local = self.local_agency(name, region) or self._local_names.bare(name, region)
        return local.name if local else name

    def is_local(self, name: str, region: str | None) -> bool:
        """Whether a name is that of a local body, in a plan of `region`, even if nothing tells which."""
        return self._local_names.is_local(name, region)

    def missing_level(self, name: str, region: str | None) -> str | None:
        """The level (省, 市 …) with which an unknown name begins and of which `region` names no place; else None."""
        return self._local_names.missing_level(name, region)

    def agencies_like(self, name: str, region: str | None = None) -> list[str]:
        """The uniform names of agencies that resemble an unknown name, best first; cached, as plans repeat names.

        For the name of a local body, in a plan of `region`, only local names: none of a ministry.
        """
        if self._local_names.is_local(name, region):
            return self._suggest("local", name, lambda: self._local_names.similar(name, self._agency_names))
        return self._suggest("agency", name, lambda: _similar_uniform(name, self._agency_names))

    def instruments_like(self, name: str) -> list[str]:
        """The uniform names of the instruments that resemble an unknown name, best first; cached."""
        return self._suggest("instrument", name, lambda: _similar_uniform(name, self._instrument_names))

    def _suggest(self, kind: str, name: str, find: Callable[[], list[str]]) -> list[str]:
        if (kind, name) not in self._suggestions and len(self._suggestions) < _MOST_SUGGESTIONS:
            self._suggestions[kind, name] = find()
        return self._suggestions.get((kind, name), [])

    def agencies_in(self, text: str) -> list[str]:
        """The uniform names of the agencies that a text names, each once, in order of appearance."""
        return list(dict.fromkeys(self._agency_names[name] for _at, name in self._agencies_in_texts.find_in(text)))

    def instruments_in(self, text: str, abbreviations: Mapping[str, str] | None = None) -> list[Mention]:
        """Every instrument that a text names, in 《》 or bare, in order and without overlap.

        An unknown title in 《》 is its own uniform name. 《甲》及其实施条例 names two instruments. `abbreviations` maps
        the short titles that the document defines to names, as `abbreviations_in` returns them.
        """
        mentions: list[Mention] = []
        for at, written in self._instruments_in_texts.find_in(text):
            title = written.strip("《》")
            name = (abbreviations or {}).get(title) or self.instrument(title) or bare_title(title)
            end = at + len(written)
            if interpretations := _INTERPRETATIONS.match(text, end):
                name = f"{name}相关{interpretations[1]}"
                name = self.instrument(name) or name
            mentions.append(Mention(at, end, name))
            if rules := _AND_ITS.match(text, end):
                name_of_rules = f"{name}{rules[1]}"
                mentions.append(Mention(end, rules.end(), self.instrument(name_of_rules) or name_of_rules))
        return mentions

    def abbreviations_in(self, text: str) -> dict[str, str]:
        """The short titles that a document defines for itself: 《甲》（以下简称《乙》） gives {乙: name of 甲}."""
        return {
            match["short"]: self.instrument(match["title"]) or bare_title(match["title"])
            for match in _DEFINED.finditer(text)
        }


class _NameFinder:
    """A finder of names in running text: at each place the longest, in time linear in the length of the text.

    A regular expression of all names would try every name at every character. Here a pattern of first and second
    characters finds the few places where a name may begin, and only there are names compared.
    """

    def __init__(self, names: Iterable[str], quoted: bool = False) -> None:
        """With `quoted`, every 《…》 counts as a name too, with its brackets."""
        self._by_beginning: dict[str, list[str]] = {}
        for name in sorted(set(names), key=len, reverse=True):
            self._by_beginning.setdefault(name[:2], []).append(name)
        firsts, seconds = ("".join({name[at] for name in self._by_beginning if name[at:]}) for at in (0, 1))
        beginning = f"[{re.escape(firsts)}](?=[{re.escape(seconds)}])" if firsts and seconds else "(?!)"
        self._pattern = re.compile(f"{_QUOTED}|{beginning}" if quoted else beginning)

    def find_in(self, text: str) -> Iterator[tuple[int, str]]:
        """The names in `text` as (index, name), in order and without overlap."""
        end = 0
        for match in self._pattern.finditer(text):
            at = match.start()
            if at < end:
                continue
            name = match[0] if len(match[0]) > 1 else self._longest_at(text, at)
            if name:
                yield at, name
                end = at + len(name)

    def _longest_at(self, text: str, at: int) -> str:
        for name in self._by_beginning.get(text[at : at + 2], ()):
            if text.startswith(name, at) and (name[-1] + text[at + len(name) :][:1]) not in _WORDS:
                return name
        return ""


def _similar_uniform(name: str, names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names[other] for other in similar_names(name, names)))


def bare_title(title: str) -> str:
    """A title without 《》 and without 中华人民共和国 before it."""
    return title.strip("《》").removeprefix(STATE)


def traditional_characters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A map from Traditional to Simplified characters, learned from names that the registries hold in both forms.

    A pair (alias, name) of equal length counts where no differing character of the alias is in GB 2312, the character
    set of the Simplified forms: 國家知識產權局 teaches 國, 識, 產 and 權. With this map, a search in Traditional
    characters needs no conversion library.
    """
    learned: dict[str, str] = {}
    for alias, name in pairs:
        if len(alias) != len(name):
            continue
        # 於 is the one Traditional form in GB 2312 that is frequent in titles; `fold` replaces it too.
        alike = alias.replace("於", "于")
        differing = [(old, new) for old, new in zip(alike, name, strict=True) if old != new]
        if differing and not any(in_gb2312(old) for old, _ in differing):
            learned.update(differing)
    return learned
