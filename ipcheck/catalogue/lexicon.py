"""Translations in the catalogue: names of agencies and instruments, summaries of tasks and headings."""

from functools import cache

from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.registry import STATE


def with_translations(catalogue: Catalogue, _: Translator) -> Translator:
    """The translator with the names and summaries of this catalogue, which are read when the first is needed."""
    if not _.is_foreign:
        return _
    return Translator(_.language, cache(lambda: names(catalogue)), cache(lambda: gists(catalogue, _.language)))


def names(catalogue: Catalogue) -> dict[str, str]:
    """The English names of agencies and instruments by each of their names; of two registries the later counts.

    Each name is also there with 中华人民共和国 before it.
    """
    rows = catalogue.select(
        "SELECT n.name, g.english, a.rank FROM agencies g JOIN active a ON a.file = g.file"
        " JOIN agency_names n ON n.file = g.file AND n.agency = g.name WHERE g.english IS NOT NULL"
        " UNION ALL SELECT n.name, i.english, a.rank FROM instruments i JOIN active a ON a.file = i.file"
        " JOIN instrument_names n ON n.file = i.file AND n.instrument = i.name WHERE i.english IS NOT NULL"
        " ORDER BY 3"
    )
    terms = {name: english for name, english, _rank in rows}
    return terms | {f"{STATE}{name}": english for name, english in terms.items() if f"{STATE}{name}" not in terms}


def gists(catalogue: Catalogue, language: str) -> dict[str, str]:
    """The summaries in a language, by the id of the task or plan, or by `plan heading`.

    A summary of a task whose text has changed since is left out.
    """
    rows = catalogue.select(
        "SELECT g.name, g.gist, g.seen, t.text FROM gists g JOIN active a ON a.file = g.file LEFT JOIN"
        " (tasks t JOIN active ta ON ta.file = t.file) ON t.id = g.name WHERE g.language = ? ORDER BY a.rank",
        (language,),
    )
    return {name: gist for name, gist, seen, text in rows if text is None or seen == digest(text)}
