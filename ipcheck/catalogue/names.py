"""The registry of a call: every name of agencies and instruments that its files hold."""

from ipcheck.catalogue.store import Catalogue
from ipcheck.registry import Registry


def registry(catalogue: Catalogue) -> Registry:
    """The registry with which plans are read; where two files give a name, the later counts."""
    names = catalogue.select("SELECT name, agency, in_texts FROM agency_names JOIN active USING (file) ORDER BY rank")
    agencies = {name: (agency, in_texts) for name, agency, in_texts in names}
    instruments = catalogue.select(
        "SELECT name, instrument FROM instrument_names JOIN active USING (file) ORDER BY rank"
    )
    return Registry(
        {name: agency for name, (agency, _in_texts) in agencies.items()},
        [name for name, (_agency, in_texts) in agencies.items() if in_texts],
        dict(instruments),
    )
