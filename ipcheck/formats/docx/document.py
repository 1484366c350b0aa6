"""DOCX: a report as an office document, to be passed on and filed, which looks as GB/T 9704-2012 has it."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import Shown, values_for_people
from ipcheck.formats.document import Document
from ipcheck.formats.docx.elements import element, paragraph, run
from ipcheck.formats.docx.styles import ACROSS, UPRIGHT, dress, title_size
from ipcheck.formats.docx.table import figures, is_cramped, table
from ipcheck.formats.docx.widths import on_paper
from ipcheck.formats.format import Page

_ONES = ("", *"一二三四五六七八九")
_TENS = ("", "十", *(f"{ones}十" for ones in "二三四五六七八九"))
_BRACKETED = re.compile(r"(.+?)\s*([（(][^（()）]+[)）])")
# what the library's template says of itself, and what Word of 2010 needs
_NEEDLESS = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
_MOST_TITLE = 255  # characters that the library takes for a property


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document; what the data hold is text in it, never a field, a link or a macro.

    The page lies on its side where a table has no room else.
    """
    tables = values_for_people(document, _, whole=True, at_once=True)
    across = any(is_cramped(shown, UPRIGHT, _) for shown in tables)
    word = docx.Document()
    dress(word, _, across)
    end = word.element.body.sectPr
    for part in _parts(document, tables, ACROSS if across else UPRIGHT, _):
        end.addprevious(part)
    _say_what_it_is(word, document.title, _)
    _drop_needless(word)
    packed = io.BytesIO()
    word.save(packed)
    _repack(packed, out)


def _parts(document: Document, tables: Sequence[Shown[Any]], room: int, _: Translator) -> Iterator[Any]:
    """All that the document says, in its order: the conclusion opens it."""
    yield _title(document.title, room, _)
    for index, fact in enumerate(document.facts):
        yield paragraph("Fact" if index else "Body Text", run(fact))
    yield from _figures(document, tables, room)
    sections = list(_sections(document, tables, room, _))
    numbered = len([title for title, _parts in sections if title]) > 1
    number = 0
    for title, parts in sections:
        if title:
            number += 1
            yield paragraph("Heading 1", run(_numbered(number, title, _) if numbered else title))
        yield from parts


def _title(title: str, room: int, _: Translator) -> Any:
    """A title that is too long for a line breaks before what stands in brackets at its end, as 7.3.1 has it: where
    its sense does."""
    bracketed = _BRACKETED.fullmatch(title)
    if not bracketed or on_paper(title) * title_size(_) * 20 <= room:
        return paragraph("Title", run(title))
    below = run(bracketed[2], style="Subtitle Char")
    return paragraph("Title", run(bracketed[1]), element("r", element("br")), below)


def _figures(document: Document, tables: Sequence[Shown[Any]], room: int) -> Iterator[Any]:
    """The figures of the overview, unless a table of numbers says them."""
    told = any(all(column.kind == "number" for column in shown.columns) for shown in tables if shown.rows)
    numbers = document.overview().figures if document.overview and not told else ()
    if numbers:
        yield from (paragraph("Table Gap"), figures(numbers, room), paragraph("Table Gap"))


def _sections(
    document: Document, tables: Sequence[Shown[Any]], room: int, _: Translator
) -> Iterator[tuple[str, list[Any]]]:
    """Titles, empty for none, with what stands below each. Notes and sources are asked for when the rows are read."""
    for shown in tables:
        yield shown.title or "", _below(shown, room, _)
    if not tables and document.empty:
        yield "", [paragraph("Body Text", run(document.empty))]
    yield "", [paragraph("Small Print", run(note)) for note in document.notes()]
    if sources := document.sources():
        yield _("Sources"), [paragraph("Small Print", run(source)) for source in sources]


def _below(shown: Shown[Any], room: int, _: Translator) -> list[Any]:
    """A table and its note, or words for having no rows. Word takes tables for one that no paragraph parts."""
    if not shown.rows:
        return [paragraph("Body Text", run(shown.note))]
    note = [paragraph("Small Print", run(shown.note))] if shown.note else []
    return [table(shown, room, _), *note, paragraph("Table Gap")]


def _numbered(number: int, title: str, _: Translator) -> str:
    """一、 before a heading of the first level, as GB/T 9704-2012 has it (7.3.3)."""
    return f"{number}. {title}" if _.foreign else f"{_chinese(number)}、{title}"


def _chinese(number: int) -> str:
    """A number as Chinese headings have it: 十二; from a hundred in digits."""
    tens, ones = divmod(number, 10)
    return str(number) if tens > 9 else _TENS[tens] + _ONES[ones]


def _say_what_it_is(word: Any, title: str, _: Translator) -> None:
    """The properties that programs show; without a time, so that the same answer gives the same file."""
    properties = word.core_properties
    properties.title = title[:_MOST_TITLE]
    properties.author = properties.last_modified_by = "ipcheck"
    properties.language = "en-US" if _.foreign else "zh-CN"
    properties.comments = ""
    for time in properties._element.xpath("dcterms:created | dcterms:modified"):
        properties._element.remove(time)


def _drop_needless(word: Any) -> None:
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(_NEEDLESS)]:
            del relations[key]


def _repack(packed: BinaryIO, out: BinaryIO) -> None:
    """The same package without the time at which it was made, and with nothing that differs between systems."""
    with ZipFile(packed) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            member = ZipInfo(name)  # of 1980-01-01, where the calendar of ZIP begins
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            kept.writestr(member, made.read(name))
