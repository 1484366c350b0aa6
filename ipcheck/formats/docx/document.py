"""DOCX: a report as an office document to pass on and file, laid out after GB/T 9704-2012."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml.ns import qn

from ipcheck.base.i18n import Translator
from ipcheck.formats.cells import Shown, notices, unlit, values_for_people
from ipcheck.formats.document import Document
from ipcheck.formats.docx.elements import element, paragraph, relate, run
from ipcheck.formats.docx.styles import apply_styles, text_width, title_size
from ipcheck.formats.docx.table import figures, is_cramped, letter_size, table
from ipcheck.formats.docx.widths import SIZES, on_paper
from ipcheck.formats.format import Page

_ONES = ("", *"一二三四五六七八九")
_TENS = ("", "十", *(f"{ones}十" for ones in "二三四五六七八九"))
_BRACKETED = re.compile(r"(.+?)\s*([（(][^（()）]+[)）])")
# parts of the library's template that describe the template, or that only Word 2010 needs
_NEEDLESS = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
_MOST_TITLE = 255  # characters that the library accepts in a property


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document. Data become text in it, never a field or a macro, and a link only in cells of links.

    The page is landscape where Chinese texts stand beside the English, or a table is unreadable on an upright one.
    """
    tables = values_for_people(document, on_paper=True)
    across = not document.tight and any(_is_wide(shown, _) for shown in tables)
    word = docx.Document()
    apply_styles(word, _, across, document.tight)
    end = word.element.body.sectPr
    for part in _parts(document, tables, text_width(_, across, document.tight), _):
        end.addprevious(part)
    relate(word.element.body.iter(qn("w:hyperlink")), word.part)
    _set_properties(word, document.title, _)
    _drop_template_parts(word)
    packed = io.BytesIO()
    word.save(packed)
    _repack(packed, out)


def _is_wide(shown: Shown[Any], _: Translator) -> bool:
    return any(column.kind == "original" for column in shown.columns) or is_cramped(shown, text_width(_), _)


def _parts(document: Document, tables: Sequence[Shown[Any]], room: int, _: Translator) -> Iterator[Any]:
    """The elements of the Word document in order: title, facts (the first is the conclusion), figures, sections."""
    yield _title(document, room, _)
    for index, fact in enumerate(document.facts):
        yield paragraph("Fact" if index else "Body Text", run(unlit(fact)))
    yield from _figures(document, room)
    sections = list(_sections(document, tables, room, _))
    numbered = len([title for title, _parts in sections if title]) > 1
    number = 0
    for title, parts in sections:
        if title:
            number += 1
            yield paragraph("Heading 1", run(_number_title(number, title, _) if numbered else title))
        yield from parts


def _title(document: Document, room: int, _: Translator) -> Any:
    """The title. If it is too long for a line, it breaks before the brackets at its end, since GB/T 9704-2012 (7.3.1)
    asks for a break where the sense has one."""
    title = document.title
    bracketed = _BRACKETED.fullmatch(title)
    if not bracketed or on_paper(title) * title_size(_, document.tight) * 20 <= room:
        return paragraph("Title", run(title))
    below = run(bracketed[2], style="Subtitle Char")
    return paragraph("Title", run(bracketed[1]), element("r", element("br")), below)


def _figures(document: Document, room: int) -> Iterator[Any]:
    numbers = document.overview().figures if document.overview else ()
    if numbers:
        yield from (paragraph("Table Gap"), figures(numbers, room), paragraph("Table Gap"))


def _sections(
    document: Document, tables: Sequence[Shown[Any]], room: int, _: Translator
) -> Iterator[tuple[str, list[Any]]]:
    """The sections: a title (empty for none) and the elements below it. What is said for tables without rows stands
    together below the others."""
    filled = [shown for shown in tables if shown.rows]
    size = SIZES[-1] if document.tight else letter_size(filled, room, _)
    for shown in filled:
        yield shown.title or "", _table_and_note(shown, table(shown, room, size, _, document.tight))
    if nothing := _.sentences([shown.note for shown in tables if not shown.rows]) or ("" if filled else document.empty):
        yield "", [paragraph("Small Print" if filled else "Body Text", run(nothing))]
    yield "", [paragraph("Small Print", run(note)) for note in (*document.notes(), *notices(tables, _, on_page=True))]
    if sources := document.sources():
        yield "" if document.tight else _("Sources"), [paragraph("Small Print", run(source)) for source in sources]


def _table_and_note(shown: Shown[Any], rows: Any) -> list[Any]:
    """A table and its note. An empty paragraph ends it: without a paragraph between them, Word would join two
    tables."""
    note = [paragraph("Small Print", run(shown.note))] if shown.note else []
    return [rows, *note, paragraph("Table Gap")]


def _number_title(number: int, title: str, _: Translator) -> str:
    """A heading of the first level with its number, in Chinese 一、 as in GB/T 9704-2012 (7.3.3)."""
    return f"{number}. {title}" if _.is_foreign else f"{_chinese_number(number)}、{title}"


def _chinese_number(number: int) -> str:
    """A number as Chinese headings write it: 十二; in digits from a hundred on."""
    tens, ones = divmod(number, 10)
    return str(number) if tens > 9 else _TENS[tens] + _ONES[ones]


def _set_properties(word: Any, title: str, _: Translator) -> None:
    """Set the properties that programs show. No time is among them, so that the same answer gives the same file."""
    properties = word.core_properties
    properties.title = title[:_MOST_TITLE]
    properties.author = properties.last_modified_by = "ipcheck"
    properties.language = "en-US" if _.is_foreign else "zh-CN"
    properties.comments = ""
    for time in properties._element.xpath("dcterms:created | dcterms:modified"):
        properties._element.remove(time)


def _drop_template_parts(word: Any) -> None:
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_NEEDLESS)]:
            del relations[key]


def _repack(packed: BinaryIO, out: BinaryIO) -> None:
    """Copy a package without the time of its creation, and without anything that differs between systems."""
    with ZipFile(packed) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            member = ZipInfo(name)  # its time is 1980-01-01, the first day that ZIP knows
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            kept.writestr(member, made.read(name))
