"""Resolving names and words as people write them: to uniform names, and to the forms that a search matches."""

from collections.abc import Sequence

from ipcheck.base.text import fold, similar_names
from ipcheck.catalogue.conditions import DIRECT, AgencyFilter, placeholders
from ipcheck.catalogue.store import Catalogue


def word_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms that a search for `word` matches.

    These are the word as typed, the word in Simplified characters and, where the word is a name of an agency or
    instrument (an English one, too), the uniform name, which plans print.
    """
    forms = spelling_forms(catalogue, word)
    places = placeholders(forms)
    rows = catalogue.select(
        f"SELECT agency FROM agency_names JOIN active USING (file) WHERE folded IN ({places})"
        f" UNION SELECT instrument FROM instrument_names JOIN active USING (file) WHERE folded IN ({places})",
        [*forms, *forms],
    )
    names = [name for (name,) in rows] + [
        name
        for table in ("agencies", "instruments")
        for name, english in english_names(catalogue, word, table)
        if fold(english) in forms
    ]
    return list(dict.fromkeys([*forms, *map(fold, names)]))


def english_names(catalogue: Catalogue, word: str, table: str) -> list[tuple[str, str]]:
    """The pairs (uniform name, English name) of a table, `agencies` or `instruments`.

    The list is empty where `word` cannot be an English name because it is not in ASCII.
    """
    if not word.isascii():
        return []
    return list(
        catalogue.select(f"SELECT name, english FROM {table} JOIN active USING (file) WHERE english IS NOT NULL")
    )


def simplify(catalogue: Catalogue, word: str) -> str:
    """The word with Simplified characters in place of the Traditional ones that the registries list."""
    characters = sorted(set(word))
    places = placeholders(characters)
    table = catalogue.select(
        f"SELECT traditional, simplified FROM traditional JOIN active USING (file) WHERE traditional IN ({places})",
        characters,
    )
    return word.translate({ord(old): new for old, new in table})


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
    """The uniform name of an agency, by any of its names in any width, case or script, or by its English name.

    None where no agency has that name, or where several share it as their English name.
    """
    forms = spelling_forms(catalogue, name)
    places = placeholders(forms)
    rows = catalogue.select(  # of two registries with the name, the later counts, as when plans are read
        f"SELECT agency, rank FROM agency_names JOIN active USING (file) WHERE folded IN ({places})"
        f" UNION ALL SELECT agency, -1 FROM roles JOIN active USING (file) WHERE agency = ?"
        " ORDER BY 2 DESC LIMIT 1",
        [*forms, name.strip()],
    )
    for agency, _rank in rows:
        return str(agency)
    agencies = {agency for agency, english in english_names(catalogue, name, "agencies") if fold(english) in forms}
    return agencies.pop() if len(agencies) == 1 else None  # an English name of several agencies means none


def groups_of(catalogue: Catalogue, agency: str) -> list[str]:
    """The groups that an agency (uniform name) belongs to or hosts."""
    rows = catalogue.select(
        "SELECT m.agency_group FROM members m JOIN active USING (file) WHERE m.agency = ?"
        " UNION SELECT g.name FROM agencies g JOIN active USING (file) WHERE g.hosted_by = ?",
        (agency, agency),
    )
    return [name for (name,) in rows]


def direct_roles(roles: Sequence[str]) -> list[str]:
    """The roles in which a task names the agency itself, without `group`; if `roles` is empty, lead and participant."""
    return [role for role in roles or DIRECT if role != "group"]


def agency_filters(catalogue: Catalogue, agency: str, roles: Sequence[str]) -> list[AgencyFilter]:
    """The filters that together match an agency's tasks in `roles`; `group` adds what its groups lead or share."""
    own_roles = direct_roles(roles)
    parts = [AgencyFilter([agency], own_roles)] if own_roles else []
    if "group" in roles:
        parts.append(AgencyFilter(groups_of(catalogue, agency)))
    return parts


def spelling_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms of a word: as typed and in Simplified characters."""
    return list(dict.fromkeys((fold(word), fold(simplify(catalogue, word)))))


def find_instrument(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument, by any of its names, also an English one, with or without 《》.

    None where no instrument has that name. An instrument that a task names in 《…》 but no registry lists is found by
    its title.
    """
    from ipcheck.domain.registry import bare_title  # imported here because most questions name no instrument

    title = name.strip().removeprefix("《").removesuffix("》")
    forms = spelling_forms(catalogue, title) if title else []
    rows = catalogue.select(  # of two registries with the name, the later counts, as when plans are read
        "SELECT instrument FROM instrument_names JOIN active USING (file)"
        f" WHERE folded IN ({placeholders(forms)}) ORDER BY rank DESC LIMIT 1",
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
    rows = catalogue.select(
        "SELECT name, instrument FROM instrument_names JOIN active USING (file)"
        " UNION SELECT english, name FROM instruments JOIN active USING (file) WHERE english IS NOT NULL"
    )
    names: dict[str, str] = dict(rows)
    return list(dict.fromkeys(names[name] for name in similar_names(word, names)))


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
