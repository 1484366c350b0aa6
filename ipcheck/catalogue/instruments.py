"""The instruments that a name means, those derived from one, and the nearest to a name that none has."""

from typing import NamedTuple

from ipcheck.base.text import fold, similar_names
from ipcheck.catalogue.spellings import spelling_forms
from ipcheck.catalogue.store import Catalogue


def find_instrument(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument, by any of its names, also an English one, with or without 《》.

    None where no instrument has that name. An instrument that a task names in 《…》 but no registry lists is found by
    its title.
    """
    from ipcheck.domain.registry import bare_title  # imported here because most questions name no instrument

    title = name.strip().removeprefix("《").removesuffix("》")
    forms = spelling_forms(catalogue, title)
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


class Registered(NamedTuple):
    """What a registry says of an instrument; None where it says nothing, or lists none of that name."""

    kind: str | None = None
    id: str | None = None


def registered(catalogue: Catalogue) -> dict[str, Registered]:
    """What the registries say of instruments, by uniform name; of two registries the later counts."""
    rows = catalogue.select(
        "SELECT i.name, i.kind, i.id FROM instruments i JOIN active a ON a.file = i.file ORDER BY a.rank"
    )
    return {name: Registered(kind, id_) for name, kind, id_ in rows}


def instruments_like(catalogue: Catalogue, word: str) -> list[str]:
    """The instruments with a name most similar to `word`, which names none itself; the most similar first."""
    names = instrument_names(catalogue)
    return list(dict.fromkeys(names[name] for name in similar_names(word, names)))


def instrument_names(catalogue: Catalogue) -> dict[str, str]:
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
