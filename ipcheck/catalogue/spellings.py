"""The forms under which a name is looked for: as typed, in Simplified characters, and in English."""

from ipcheck.base.text import fold
from ipcheck.catalogue.store import Catalogue


def spelling_forms(catalogue: Catalogue, word: str) -> tuple[str, str]:
    """The two folded forms of a word: as typed, and with Simplified characters in place of Traditional ones."""
    if word.isascii():
        return fold(word), fold(word)
    rows = catalogue.select(
        "SELECT traditional, simplified FROM traditional CROSS JOIN active USING (file) WHERE instr(?, traditional)",
        (word,),
    )
    return fold(word), fold(word.translate({ord(traditional): simplified for traditional, simplified in rows}))


def english_names(catalogue: Catalogue, word: str, table: str) -> list[tuple[str, str]]:
    """The pairs (uniform name, English name) of a table, `agencies` or `instruments`.

    The list is empty where `word` cannot be an English name because it is not in ASCII.
    """
    if not word.isascii():
        return []
    return list(
        catalogue.select(f"SELECT name, english FROM {table} JOIN active USING (file) WHERE english IS NOT NULL")
    )
