"""Translations in the catalogue: names of agencies and instruments, summaries of tasks and headings."""

import re
from functools import cache

from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.plan import STATE


def with_translations(catalogue: Catalogue, _: Translator, both: bool = False) -> Translator:
    """The translator with the names and summaries of this catalogue, which are read when the first is needed. With
    `both`, answers show the Chinese texts as well."""
    if not _.is_foreign:
        return _
    return Translator(
        _.language, cache(lambda: names(catalogue)), cache(lambda: abbreviations(catalogue)),
        lambda: english_texts(catalogue), both,
    )  # fmt: skip


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


def abbreviations(catalogue: Catalogue) -> dict[str, str]:
    """The English abbreviations of agencies by their uniform names; of two registries the later counts. An agency has
    one if its id, in capitals, is among its names: CNIPA."""
    return dict(
        catalogue.select(
            "SELECT g.name, upper(g.id) FROM agencies g JOIN active a ON a.file = g.file"
            " JOIN agency_names n ON n.file = g.file AND n.agency = g.name AND n.name = upper(g.id) ORDER BY a.rank"
        )
    )


def english_texts(catalogue: Catalogue) -> dict[str, str]:
    """The English summaries, by the id of the task or plan, or by `plan heading`; read only once.

    A summary of a task whose text has changed since is left out.
    """
    return catalogue.once(_read_english)


def summaries_with(catalogue: Catalogue, word: str) -> list[str]:
    """What the English summaries with a word at the beginning of one of theirs (trademark: trademarks) sum up: ids of
    tasks, and headings as plan and heading. None for a word that is no English."""
    if not word.isascii() or not any(map(str.isalpha, word)):
        return []
    begins = re.compile(r"\b" + r"\s+".join(map(re.escape, word.split())), re.IGNORECASE)
    return [name for name, text in english_texts(catalogue).items() if begins.search(text)]


def _read_english(catalogue: Catalogue) -> dict[str, str]:
    rows = catalogue.select(
        "SELECT g.name, g.gist, g.seen, (SELECT t.text FROM tasks t JOIN active ta ON ta.file = t.file"
        " WHERE t.id = g.name) FROM gists g JOIN active a ON a.file = g.file WHERE g.language = 'en' ORDER BY a.rank"
    )
    return {name: gist for name, gist, seen, text in rows if text is None or seen == digest(text)}
