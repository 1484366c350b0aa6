"""Instruments as the catalogue holds them: their names, what derives from them, what is recorded of them."""

from collections.abc import Sequence
from typing import NamedTuple

from ipcheck.catalogue.query import spellings
from ipcheck.catalogue.store import Catalogue


class Happening(NamedTuple):
    """A step of an instrument, as a ledger records it: 公布 on a day, with its source or evidence."""

    instrument: str
    step: str
    on: str
    task: str
    source: str | None
    evidence: str | None


def instrument_named(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an instrument given by any of its names, with or without 《》; None where there is none.

    A 《…》 that no registry knows but a task names is known by its own title.
    """
    title = name.strip().removeprefix("《").removesuffix("》")
    forms = spellings(catalogue, title) if title else []
    marks = ", ".join("?" * len(forms))
    rows = catalogue.select(
        f"SELECT instrument FROM instrument_names JOIN active USING (file) WHERE folded IN ({marks})"
        " UNION SELECT instrument FROM task_instruments JOIN active USING (file) WHERE instrument = ?",
        [*forms, title],
    )
    return next((str(instrument) for (instrument,) in rows), None)


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


def happenings(catalogue: Catalogue, instruments: Sequence[str], until: str) -> list[Happening]:
    """What is recorded of these instruments up to a day, in time order; of one day as the ledgers have it."""
    marks = ", ".join("?" * len(instruments))
    rows = catalogue.select(
        "SELECT instrument, step, happened, task, source, evidence FROM entries JOIN active USING (file)"
        f" WHERE step IS NOT NULL AND instrument IN ({marks}) AND happened <= ? ORDER BY happened, rank, position",
        [*instruments, until],
    )
    return [Happening(*row) for row in rows]
