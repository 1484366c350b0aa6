"""Names and words as people write them: what they mean, and under which forms a search finds them."""

from collections.abc import Sequence

from ipcheck.base.text import fold, nearest
from ipcheck.catalogue.conditions import DIRECT, AgencyFilter, placeholders
from ipcheck.catalogue.store import Catalogue


def word_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms under which a search finds `word`: as typed, in Simplified characters, and, where it is
    another name of an agency or instrument, also an English one, the name that plans print."""
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
    """The uniform and English names of agencies or instruments, where `word` may be one of the latter."""
    if not word.isascii():
        return []
    return list(
        catalogue.select(f"SELECT name, english FROM {table} JOIN active USING (file) WHERE english IS NOT NULL")
    )


def simplify(catalogue: Catalogue, word: str) -> str:
    """`word` with the Traditional characters that the registries teach turned into Simplified ones."""
    characters = sorted(set(word))
    places = placeholders(characters)
    table = catalogue.select(
        f"SELECT traditional, simplified FROM traditional JOIN active USING (file) WHERE traditional IN ({places})",
        characters,
    )
    return word.translate({ord(old): new for old, new in table})


def agency_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name in the registry or in a plan's responsibilities, with the uniform name that it means."""
    return list(
        catalogue.select(
            "SELECT n.name, n.agency FROM agency_names n JOIN active USING (file)"
            " UNION SELECT english, name FROM agencies JOIN active USING (file) WHERE english IS NOT NULL"
            " UNION SELECT r.agency, r.agency FROM roles r JOIN active USING (file)"
        )
    )


def agency_named(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an agency given by any of its names, in any width, case or script, or in English."""
    forms = spelling_forms(catalogue, name)
    places = placeholders(forms)
    rows = catalogue.select(  # where two registries give a name, the later counts, as when plans are read
        f"SELECT agency, rank FROM agency_names JOIN active USING (file) WHERE folded IN ({places})"
        f" UNION ALL SELECT agency, -1 FROM roles JOIN active USING (file) WHERE agency = ?"
        " ORDER BY 2 DESC LIMIT 1",
        [*forms, name.strip()],
    )
    for agency, _rank in rows:
        return str(agency)
    english = {agency for agency, other in english_names(catalogue, name, "agencies") if fold(other) in forms}
    return english.pop() if len(english) == 1 else None  # of two with one English name neither is meant


def groups_of(catalogue: Catalogue, agency: str) -> list[str]:
    """The groups that an agency belongs to or hosts."""
    rows = catalogue.select(
        "SELECT m.agency_group FROM members m JOIN active USING (file) WHERE m.agency = ?"
        " UNION SELECT g.name FROM agencies g JOIN active USING (file) WHERE g.hosted_by = ?",
        (agency, agency),
    )
    return [name for (name,) in rows]


def direct(roles: Sequence[str]) -> list[str]:
    """The roles in which an agency is named itself; without roles, those of who answers for a task."""
    return [role for role in roles or DIRECT if role != "group"]


def agency_filters(catalogue: Catalogue, agency: str, roles: Sequence[str]) -> list[AgencyFilter]:
    """The parts that make up `roles` of an agency; `group` stands for what its groups lead or share."""
    own = direct(roles)
    parts = [AgencyFilter([agency], own)] if own else []
    if "group" in roles:
        parts.append(AgencyFilter(groups_of(catalogue, agency)))
    return parts


def spelling_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms of a word: as typed, and in Simplified characters."""
    return list(dict.fromkeys((fold(word), fold(simplify(catalogue, word)))))


def instrument_named(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument given by any of its names, with or without 《》; None where there is none.

    A name may be English; a 《…》 that no registry knows but a task names is known by its own title.
    """
    from ipcheck.domain.registry import bare_title  # most questions name no instrument

    title = name.strip().removeprefix("《").removesuffix("》")
    forms = spelling_forms(catalogue, title) if title else []
    rows = catalogue.select(  # where two registries give a name, the later counts, as when plans are read
        "SELECT instrument FROM instrument_names JOIN active USING (file)"
        f" WHERE folded IN ({placeholders(forms)}) ORDER BY rank DESC LIMIT 1",
        forms,
    )
    for (instrument,) in rows:
        return str(instrument)
    wanted = {fold(bare_title(form)) for form in (title, *forms)}
    others = catalogue.select(
        "SELECT i.name, i.english FROM instruments i JOIN active USING (file) WHERE i.english IS NOT NULL"
        " UNION SELECT ti.instrument, ti.instrument FROM task_instruments ti JOIN active USING (file)"
    )
    return next((str(own) for own, other in others if fold(bare_title(other)) in wanted), None)


def instruments_like(catalogue: Catalogue, word: str) -> list[str]:
    """The instruments of which a name is most like a word that means none."""
    rows = catalogue.select(
        "SELECT name, instrument FROM instrument_names JOIN active USING (file)"
        " UNION SELECT english, name FROM instruments JOIN active USING (file) WHERE english IS NOT NULL"
    )
    names: dict[str, str] = dict(rows)
    return list(dict.fromkeys(names[name] for name in nearest(word, names)))


def derived_from(catalogue: Catalogue, name: str) -> list[str]:
    """The instruments that implement or interpret this one, and those that do so in turn."""
    rows = catalogue.select(
        "WITH RECURSIVE derived(name) AS ("
        " SELECT i.name FROM instruments i JOIN active USING (file) WHERE i.parent = ?"
        " UNION SELECT i.name FROM instruments i JOIN active USING (file) JOIN derived d ON i.parent = d.name)"
        " SELECT name FROM derived WHERE name != ? ORDER BY name",
        (name, name),
    )
    return [instrument for (instrument,) in rows]
