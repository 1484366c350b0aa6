"""The names in a question: to the uniform names that the catalogue knows, or refused with the nearest that exist."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ipcheck.base.errors import UsageError, unknown_name_error
from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import fold, similar_names
from ipcheck.catalogue.conditions import DIRECT, OWN_ROLES, AgencyFilter, in_clause
from ipcheck.catalogue.lists import heading_contains, headings, plan_ids
from ipcheck.catalogue.records import assignments_by_task, has_assignments
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, offices, persons

# With what a name of each kind is refused, and the names of that kind that exist.
_KINDS: dict[str, tuple[str, Callable[[Catalogue], Iterable[str]]]] = {
    "plan": (N_("no plan has the id {name}"), plan_ids),
    "agency": (N_("no agency is called {name}"), lambda catalogue: dict(agency_names(catalogue))),
    "instrument": (N_("no law or document is called {name}"), lambda catalogue: _instrument_names(catalogue)),
    "section": (N_("no heading contains {name}"), lambda catalogue: [row.heading for row in headings(catalogue)]),
    "office": (
        N_("no task is assigned to an office called {name}"), lambda catalogue: offices(_assignments(catalogue)),
    ),
    "person": (
        N_("no task is assigned to a person called {name}"), lambda catalogue: persons(_assignments(catalogue)),
    ),
}  # fmt: skip

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


class NamedWord(NamedTuple):
    """A word that a question follows through the years: the instrument that it names (uniform name), with those that
    are `derived` from it; or else the `forms` under which it stands in texts."""

    word: str
    instrument: str | None
    derived: Sequence[str] = ()
    forms: Sequence[str] = ()


def names_of(catalogue: Catalogue, kind: str) -> Iterable[str]:
    """The names of a kind that exist: of every plan, agency, instrument, section, office or person."""
    return _KINDS[kind][1](catalogue)


def _assignments(catalogue: Catalogue) -> Iterator[Assignment]:
    return chain.from_iterable(assignments_by_task(catalogue).values())


def _unknown(catalogue: Catalogue, kind: str, name: str, _: Translator) -> UsageError:
    """The error for a name that no plan, agency … has, with the nearest that exist; for a local agency only local ones,
    no ministry."""
    from ipcheck.domain.local_agencies import LocalNames  # imported here because most names exist

    names, is_local = names_of(catalogue, kind), LocalNames().is_local
    if kind == "agency" and is_local(name):
        names = filter(is_local, names)
    return unknown_name_error(_(_KINDS[kind][0]), name, names, _)


def resolve_plans(catalogue: Catalogue, ids: Sequence[str], _: Translator) -> list[str]:
    """The plans with these ids. Raises UsageError for an id that no plan has."""
    known = names_of(catalogue, "plan") if ids else ()
    for plan in ids:
        if plan not in known:
            raise _unknown(catalogue, "plan", plan, _)
    return list(ids)


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
        raise _unknown(catalogue, "agency", name, _)
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


def resolve_section(catalogue: Catalogue, text: str, _: Translator) -> list[str]:
    """The folded forms under which a search finds `text` in headings. Raises UsageError if no heading contains any."""
    forms = word_forms(catalogue, text)
    if not heading_contains(catalogue, forms):
        raise _unknown(catalogue, "section", text, _)
    return forms


def resolve_assigned(catalogue: Catalogue, kind: str, name: str, _: Translator) -> str:
    """The office or the person (`kind`) called `name`, as the assignments spell it.

    Raises UsageError if no file of assignments is read, or if none is for an office or person called so.
    """
    if not has_assignments(catalogue):
        template = _("{name}: nothing says who does what; name the file: --assignments assignments.yaml")
        raise UsageError(template.format(name=name))
    match = next((known for known in names_of(catalogue, kind) if fold(known) == fold(name)), None)
    if match is None:
        raise _unknown(catalogue, kind, name, _)
    return match


def resolve_instrument(catalogue: Catalogue, name: str, _: Translator) -> str:
    """The uniform name of the instrument called `name`. Raises UsageError if none is called so."""
    instrument = find_instrument(catalogue, name)
    if instrument is None:
        raise _unknown(catalogue, "instrument", name, _)
    return instrument


def resolve_word(catalogue: Catalogue, word: str) -> NamedWord:
    """What `word` means: the instrument that has it among its names or, if there is none, the text itself."""
    instrument = find_instrument(catalogue, word)
    if instrument is None:
        return NamedWord(word, None, forms=word_forms(catalogue, word))
    return NamedWord(word, instrument, derived_from(catalogue, instrument))


def word_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms that a search for `word` matches.

    These are the word as typed, the word in Simplified characters and, where the word is a name of an agency or
    instrument (an English one, too), the uniform name, which plans print; for a former agency, also that
    of the one that followed it.
    """
    forms = _spelling_forms(catalogue, word)
    rows = catalogue.select(
        "SELECT agency FROM agency_names JOIN active USING (file) WHERE folded IN (?, ?)"
        " UNION SELECT g.counterpart FROM agency_names n JOIN active USING (file)"
        " JOIN agencies g ON g.file = n.file AND g.name = n.agency WHERE n.folded IN (?, ?) AND g.kind = 'former'"
        " UNION SELECT instrument FROM instrument_names JOIN active USING (file) WHERE folded IN (?, ?)",
        [*forms, *forms, *forms],
    )
    names = [name for (name,) in rows] + [
        name
        for table in ("agencies", "instruments")
        for name, english in _english_names(catalogue, word, table)
        if fold(english) in forms
    ]
    return list(dict.fromkeys([*forms, *map(fold, names)]))


def _english_names(catalogue: Catalogue, word: str, table: str) -> list[tuple[str, str]]:
    """The pairs (uniform name, English name) of a table, `agencies` or `instruments`.

    The list is empty where `word` cannot be an English name because it is not in ASCII.
    """
    if not word.isascii():
        return []
    return list(
        catalogue.select(f"SELECT name, english FROM {table} JOIN active USING (file) WHERE english IS NOT NULL")
    )


def _spelling_forms(catalogue: Catalogue, word: str) -> tuple[str, str]:
    """The two folded forms of a word: as typed, and with Simplified characters in place of Traditional ones."""
    if word.isascii():
        return fold(word), fold(word)
    rows = catalogue.select(
        "SELECT traditional, simplified FROM traditional CROSS JOIN active USING (file) WHERE instr(?, traditional)",
        (word,),
    )
    return fold(word), fold(word.translate({ord(traditional): simplified for traditional, simplified in rows}))


def agency_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name of an agency in a registry or in a plan's responsibilities, with the uniform name: (name, agency)."""
    return list(
        catalogue.select(
            "SELECT n.name, n.agency FROM agency_names n JOIN active USING (file)"
            " UNION SELECT english, name FROM agencies JOIN active USING (file) WHERE english IS NOT NULL"
            " UNION SELECT r.agency, r.agency FROM roles r JOIN active USING (file)"
        )
    )


class CalledAgencies(NamedTuple):
    """The agencies that have a name: several only if they are local ones of several regions (市市场监管局).

    `also` are the local agencies that plans of regions call by the short form of a national body (知识产权局). Where
    `is_lasting`, the agency neither is a former one nor followed one.
    """

    agencies: Sequence[str]
    also: Sequence[str] = ()
    is_lasting: bool = False


def find_agency(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of the first agency with this name (`agencies_called`); None where none has it."""
    return next(iter(agencies_called(catalogue, name).agencies), None)


def agencies_called(catalogue: Catalogue, name: str) -> CalledAgencies:
    """The agencies called `name`, in any width, case or script, or by an English name.

    None where several share an English name.
    """
    forms = _spelling_forms(catalogue, name)
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
    agencies = {agency for agency, english in _english_names(catalogue, name, "agencies") if fold(english) in forms}
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


def agencies_like(catalogue: Catalogue, name: str) -> list[str]:
    """The agencies with a name most similar to `name`, which no agency has; the most similar first."""
    names = dict(agency_names(catalogue))
    return list(dict.fromkeys(names[similar] for similar in similar_names(name, names)))


def groups_of(catalogue: Catalogue, agency: str) -> list[str]:
    """The groups that an agency (uniform name) belongs to or hosts."""
    return [name for (name,) in catalogue.select(_GROUPS, (agency, agency))]


def find_instrument(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument, by any of its names, also an English one, with or without 《》.

    None where no instrument has that name. An instrument that a task names in 《…》 but no registry lists is found by
    its title.
    """
    from ipcheck.domain.registry import bare_title  # imported here because most questions name no instrument

    title = name.strip().removeprefix("《").removesuffix("》")
    forms = _spelling_forms(catalogue, title)
    rows = catalogue.select(  # of two registries with the name, the later counts, as when plans are read
        "SELECT instrument FROM instrument_names JOIN active USING (file)"
        " WHERE folded IN (?, ?) ORDER BY rank DESC LIMIT 1",
        forms,
    )
    for (instrument,) in rows:
        return str(instrument)
    wanted = {fold(bare_title(form)) for form in (title, *forms)}
    names = catalogue.select(
        "SELECT i.name, i.english FROM instruments i JOIN active USING (file) WHERE i.english IS NOT NULL"
        " UNION SELECT ti.instrument, ti.instrument FROM task_instruments ti JOIN active USING (file)"
    )
    return next((str(instrument_name) for instrument_name, alias in names if fold(bare_title(alias)) in wanted), None)


def instruments_like(catalogue: Catalogue, word: str) -> list[str]:
    """The instruments with a name most similar to `word`, which names none itself; the most similar first."""
    names = _instrument_names(catalogue)
    return list(dict.fromkeys(names[name] for name in similar_names(word, names)))


def _instrument_names(catalogue: Catalogue) -> dict[str, str]:
    """Every name of an instrument in a registry, also an English one, with the uniform name."""
    rows = catalogue.select(
        "SELECT name, instrument FROM instrument_names JOIN active USING (file)"
        " UNION SELECT english, name FROM instruments JOIN active USING (file) WHERE english IS NOT NULL"
    )
    return dict(rows)


def derived_from(catalogue: Catalogue, name: str) -> list[str]:
    """The instruments that implement or interpret this one, directly or through another one, sorted by name."""
    rows = catalogue.select(
        "WITH RECURSIVE derived(name) AS ("
        " SELECT i.name FROM instruments i JOIN active USING (file) WHERE i.parent = ?"
        " UNION SELECT i.name FROM instruments i JOIN active USING (file) JOIN derived d ON i.parent = d.name)"
        " SELECT name FROM derived WHERE name != ? ORDER BY name",
        (name, name),
    )
    return [instrument for (instrument,) in rows]
