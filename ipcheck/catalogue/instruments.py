"""Instruments as the catalogue holds them: their names, what derives from them, what is recorded of them."""

from collections.abc import Sequence

from ipcheck.base.text import fold, nearest
from ipcheck.catalogue.conditions import placeholders
from ipcheck.catalogue.entries import entry_index
from ipcheck.catalogue.resolve import spellings
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.entry import Entry
from ipcheck.domain.registry import bare_title


def instrument_named(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument given by any of its names, with or without 《》; None where there is none.

    A name may be English; a 《…》 that no registry knows but a task names is known by its own title.
    """
    title = name.strip().removeprefix("《").removesuffix("》")
    forms = spellings(catalogue, title) if title else []
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


def happenings(catalogue: Catalogue, instruments: Sequence[str], until: str) -> list[Entry]:
    """The steps of these instruments that are recorded up to a day, in time order."""
    return [
        entry
        for entry in entry_index(catalogue).entries
        if entry.step and entry.instrument in instruments and entry.on <= until
    ]
