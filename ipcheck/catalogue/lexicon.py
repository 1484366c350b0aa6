"""What readers of another language see: names of agencies and instruments, summaries of tasks and headings."""

from functools import cache

from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.registry import STATE


def with_translations(catalogue: Catalogue, _: Translator) -> Translator:
    """The words of a call with what this catalogue knows in their language; it is asked when the first is needed."""
    if not _.foreign:
        return _
    return Translator(_.language, cache(lambda: names(catalogue)), cache(lambda: gists(catalogue, _.language)))


def names(catalogue: Catalogue) -> dict[str, str]:
    """The English names of agencies and instruments by all their names; of two registries the later counts."""
    rows = catalogue.select(
        "SELECT n.name, g.english, a.rank FROM agencies g JOIN active a ON a.file = g.file"
        " JOIN agency_names n ON n.file = g.file AND n.agency = g.name WHERE g.english IS NOT NULL"
        " UNION ALL SELECT n.name, i.english, a.rank FROM instruments i JOIN active a ON a.file = i.file"
        " JOIN instrument_names n ON n.file = i.file AND n.instrument = i.name WHERE i.english IS NOT NULL"
        " ORDER BY 3"
    )
    known = {name: english for name, english, _rank in rows}
    return known | {f"{STATE}{name}": english for name, english in known.items() if f"{STATE}{name}" not in known}


def gists(catalogue: Catalogue, language: str) -> dict[str, str]:
    """The summaries by what they sum up; not those of a text that has changed since."""
    rows = catalogue.select(
        "SELECT g.name, g.gist, g.seen, t.text FROM gists g JOIN active a ON a.file = g.file LEFT JOIN"
        " (tasks t JOIN active ta ON ta.file = t.file) ON t.id = g.name WHERE g.language = ? ORDER BY a.rank",
        (language,),
    )
    return {name: gist for name, gist, seen, text in rows if text is None or seen == digest(text)}
