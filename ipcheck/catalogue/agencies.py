"""The agencies that a name means, what they are to one another, and the nearest to a name that none has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ipcheck.base.errors import UsageError, unknown_name_error
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold, similar_names
from ipcheck.catalogue.conditions import DIRECT, OWN_ROLES, AgencyFilter, in_clause
from ipcheck.catalogue.spellings import english_names, spelling_forms
from ipcheck.catalogue.store import Catalogue

_GROUPS = (
    "SELECT m.agency_group FROM members m JOIN active USING (file) WHERE m.agency = ?"
    " UNION SELECT g.name FROM agencies g JOIN active USING (file) WHERE g.hosted_by = ?"
)
# What registries and plans say of local and former agencies; a registry may leave it to the plans.
_COUNTERPARTS = (
    "max(region), max(counterpart), max(kind = 'former') FROM agencies JOIN active USING (file)"
    " WHERE coalesce(region, counterpart) IS NOT NULL"
)


class Counterpart(NamedTuple):
    """The region of a local agency and the national body that it answers to (`name`); of a `former` one, the body that
    followed it."""

    region: str | None
    name: str | None
    former: int


class NamedAgency(NamedTuple):
    """An agency that a question names: its uniform name, the `roles` in which tasks must name it (none: they need not),
    and those of its `groups` (that it belongs to or hosts) whose tasks count as well.

    `local` are the local agencies that answer to it, whose tasks count as well. `others` are those of other regions
    that the same short name means (市市场监管局), `also` those that plans call by the name of a national body;
    `word` is that name. `counterparts` has those of the local and the former ones among them. `former` and `instead_of`
    are as `AgencyFilter` has them.
    """

    name: str
    roles: Sequence[str] = DIRECT
    groups: Sequence[str] = ()
    local: Sequence[str] = ()
    others: Sequence[str] = ()
    also: Sequence[str] = ()
    word: str = ""
    counterparts: Mapping[str, Counterpart] = {}
    former: Sequence[str] = ()
    instead_of: str = ""

    @property
    def filters(self) -> list[AgencyFilter]:
        """The filters that together match the tasks of the agency; at least one, so that none match if it has none."""
        own = [self.own_filter] if self.roles else []
        more = [
            AgencyFilter(names, kind=kind) for kind, names in (("group", self.groups), ("local", self.local)) if names
        ]
        return [*own, *more] or [AgencyFilter(())]

    @property
    def own_filter(self) -> AgencyFilter:
        """The filter that matches the tasks of the agency itself."""
        return AgencyFilter(
            [self.name, *self.others], self.roles, self.word, self.also, former=self.former, instead_of=self.instead_of
        )


class CalledAgencies(NamedTuple):
    """The agencies that have a name: several only if they are local ones of several regions (市市场监管局).

    `also` are the local agencies that plans of regions call by the short form of a national body (知识产权局). Where
    `is_lasting`, the agency neither is a former one nor followed one.
    """

    agencies: Sequence[str]
    also: Sequence[str] = ()
    is_lasting: bool = False


def resolve_agency(
    catalogue: Catalogue, name: str, roles: Sequence[str], _: Translator, plans: Sequence[str] = ()
) -> NamedAgency:
    """The agency called `name` in these roles, of which `group` adds its groups and `local` the local agencies that
    answer to it; it leads or takes part without any. For a former one that no task of the `plans` (ids; none: all)
    names so, the one that followed it.

    Raises UsageError if no agency is called so.
    """
    called = agencies_called(catalogue, name)
    if not called.agencies:
        raise _unknown_agency(catalogue, name, _)
    called_agency, *others = called.agencies
    own = [role for role in roles or DIRECT if role in OWN_ROLES]
    agency, former = called_agency, list[str]()
    if not called.is_lasting:
        agency, former = _of_its_time(catalogue, called_agency, own or DIRECT, plans)
    groups, counterparts = _relations(catalogue, [agency, *others]) if "group" in roles else ((), {})
    local = local_agencies(catalogue, agency) if "local" in roles else ()
    word = name.strip() if others or called.also else ""
    instead_of = called_agency if agency != called_agency else ""
    return NamedAgency(agency, own, groups, local, others, called.also, word, counterparts, former, instead_of)


def _unknown_agency(catalogue: Catalogue, name: str, _: Translator) -> UsageError:
    """The error for a name that no agency has, with the nearest that exist; for a local agency only local ones, no
    ministry."""
    from ipcheck.domain.local_agencies import LocalNames  # imported here because most names exist

    names, is_local = dict(agency_names(catalogue)), LocalNames().is_local
    likely: Iterable[str] = filter(is_local, names) if is_local(name) else names
    return unknown_name_error(_("no agency is called {name}"), name, likely, _)


def _of_its_time(
    catalogue: Catalogue, agency: str, roles: Sequence[str], plans: Sequence[str]
) -> tuple[str, list[str]]:
    """The agency, or the one that followed it if no task of the plans names it in the roles; and those bodies before
    the result that tasks do name."""
    of_roles, names = in_clause("r.role", roles)
    of_plans, ids = in_clause("p.plan", plans) if plans else ("1", [])
    rows = catalogue.select(
        "SELECT DISTINCT r.agency FROM agencies g JOIN active USING (file) JOIN roles r ON r.agency = g.name"
        " JOIN active a ON a.file = r.file JOIN plan_stats p ON p.file = r.file"
        f" WHERE g.kind = 'former' AND {of_roles} AND {of_plans}",
        [*names, *ids],
    )
    named, followers = {name for (name,) in rows}, successors(catalogue)
    shown = agency if agency in named else followers.get(agency, agency)
    return shown, [name for name, follower in followers.items() if follower == shown and name in named]


def agency_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name of an agency in a registry or in a plan's responsibilities, with the uniform name: (name, agency)."""
    return list(
        catalogue.select(
            "SELECT n.name, n.agency FROM agency_names n JOIN active USING (file)"
            " UNION SELECT english, name FROM agencies JOIN active USING (file) WHERE english IS NOT NULL"
            " UNION SELECT r.agency, r.agency FROM roles r JOIN active USING (file)"
        )
    )


def find_agency(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of the first agency with this name (`agencies_called`); None where none has it."""
    return next(iter(agencies_called(catalogue, name).agencies), None)


def agencies_called(catalogue: Catalogue, name: str) -> CalledAgencies:
    """The agencies called `name`, in any width, case or script, or by an English name.

    None where several share an English name.
    """
    forms = spelling_forms(catalogue, name)
    rows = catalogue.select(  # of two registries with the name, the later counts, as when plans are read
        "SELECT called.agency, in_texts, NOT EXISTS (SELECT 1 FROM agencies g JOIN active USING (file)"
        "  WHERE g.kind = 'former' AND called.agency IN (g.name, g.counterpart)) FROM ("
        " SELECT agency, rank, in_texts FROM agency_names JOIN active USING (file) WHERE folded IN (?, ?)"
        " UNION ALL SELECT agency, -1, 1 FROM roles JOIN active USING (file) WHERE agency = ?"
        " ORDER BY 2 DESC LIMIT 1) called",
        [*forms, name.strip()],
    )
    for agency, unmistakable, is_lasting in rows:
        also = () if unmistakable else _local_agencies_called(catalogue, name.strip())
        return CalledAgencies([agency], also, bool(is_lasting))
    if local := _local_agencies_called(catalogue, name.strip()):
        return CalledAgencies(local, is_lasting=True)
    agencies = {agency for agency, english in english_names(catalogue, name, "agencies") if fold(english) in forms}
    return CalledAgencies(list(agencies) if len(agencies) == 1 else [])  # an English name of several means none


def _local_agencies_called(catalogue: Catalogue, name: str) -> list[str]:
    """The local agencies that plans of any region call `name`, by whichever form: 市市场监管局, 市场监督管理局."""
    if name.isascii():
        return []
    rows = list(
        catalogue.select(
            "SELECT DISTINCT g.name, g.region FROM agencies g JOIN active USING (file) WHERE g.region IS NOT NULL"
        )
    )
    if not rows:
        return []
    from ipcheck.domain.local_agencies import LocalNames  # imported here because few questions are about local agencies

    functions = catalogue.select("SELECT name, shown, agency FROM functions JOIN active USING (file) ORDER BY rank")
    names = LocalNames(functions)

    def means(agency: str, region: str) -> bool:
        found, meant = names.read(name, region), names.read(agency, region)
        return bool(found and meant and found.name == meant.name)

    return sorted({agency for agency, region in rows if means(agency, region)})


def agencies_like(catalogue: Catalogue, name: str) -> list[str]:
    """The agencies with a name most similar to `name`, which no agency has; the most similar first."""
    names = dict(agency_names(catalogue))
    return list(dict.fromkeys(names[similar] for similar in similar_names(name, names)))


def local_agencies(catalogue: Catalogue, national: str) -> list[str]:
    """The local agencies that answer to a national body (uniform name), sorted by name."""
    rows = catalogue.select(
        "SELECT DISTINCT name FROM agencies JOIN active USING (file)"
        " WHERE counterpart = ? AND kind <> 'former' ORDER BY 1",
        (national,),
    )
    return [name for (name,) in rows]


def successors(catalogue: Catalogue) -> dict[str, str]:
    """The agency that followed each former one, by uniform names; of two registries that say it, the later counts."""
    return dict(
        catalogue.select(
            "SELECT name, counterpart FROM agencies JOIN active USING (file) WHERE kind = 'former' ORDER BY rank, name"
        )
    )


def counterparts(catalogue: Catalogue, agencies: Sequence[str]) -> dict[str, Counterpart]:
    """The counterparts of the local and the former ones among `agencies` (uniform names), in their order."""
    where, names = in_clause("name", agencies)
    rows = catalogue.select(f"SELECT name, {_COUNTERPARTS} AND {where} GROUP BY name", names)
    found = {name: Counterpart(*values) for name, *values in rows}
    return {name: found[name] for name in agencies if name in found}


def groups_of(catalogue: Catalogue, agency: str) -> list[str]:
    """The groups that an agency (uniform name) belongs to or hosts."""
    return [name for (name,) in catalogue.select(_GROUPS, (agency, agency))]


def _relations(catalogue: Catalogue, agencies: Sequence[str]) -> tuple[list[str], dict[str, Counterpart]]:
    """The groups that the first of `agencies` belongs to or hosts, and the counterparts of the local and former ones of
    them: all in one query."""
    where, names = in_clause("name", agencies)
    rows = list(
        catalogue.select(
            f"SELECT 0, agency_group, NULL, NULL, 0 FROM ({_GROUPS}) UNION ALL"
            f" SELECT * FROM (SELECT 1, name, {_COUNTERPARTS} AND {where} GROUP BY name ORDER BY name)",
            [agencies[0], agencies[0], *names],
        )
    )
    groups = [name for has_counterpart, name, *_values in rows if not has_counterpart]
    return groups, {name: Counterpart(*values) for has_counterpart, name, *values in rows if has_counterpart}
