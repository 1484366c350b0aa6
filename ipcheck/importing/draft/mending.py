"""A document with its characters mended: its lines, the asides of its page, and remarks on what was changed."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipcheck.base.damage import traditional_positions
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft.characters import Convert, Mended, has_plain_pinyin, mend_characters
from ipcheck.importing.draft.misread import is_misread, restore
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.readers.pieces import Doubt, Progress, ReadDocument

_BULLET = re.compile("^[ \u3000]*[•●▪■◆][ \u3000]*")
_STEP = 500  # pieces between two reports of progress
_MOST_PLACES = 8  # places that a remark names one by one
_MOST_MISREAD = 50  # pieces that are read again; with more, the whole file was read wrongly


class Document(NamedTuple):
    """The lines of a document, those of the page around it (`asides`), the stretches that were `restored` from misread
    bytes, and `notes` for the user and `doubts` about single tasks, in the language of the call. `plain_pinyin` says
    that pinyin without tone marks was taken out, which a person should check."""

    lines: Sequence[Line]
    asides: Sequence[Line]
    restored: Sequence[str]
    notes: Sequence[str]
    plain_pinyin: bool
    doubts: Sequence[Doubt]


def mend(document: ReadDocument, convert: Callable[[], Convert], progress: Progress, _: Translator) -> Document:
    """Mend the characters of every piece of a document.

    `convert` makes a converter to Simplified characters. It is called only where there are Traditional characters, and
    what it raises is passed on.
    """
    texts = [text for piece in document.pieces for text in (piece.text, *piece.cells)]
    conversion = convert() if any(map(traditional_positions, texts)) else None
    misread = [*filter(is_misread, dict.fromkeys(texts))][:_MOST_MISREAD]
    whole_document = fold("\n".join(texts)) if misread else ""
    plain_pinyin = has_plain_pinyin("\n".join(texts))
    by_misread_text = {text: restore(text, whole_document) for text in misread}
    mended_texts: list[Mended] = []
    restored_stretches: list[str] = []

    def mend_text(text: str) -> str:
        text, stretches = by_misread_text.get(text, (text, []))
        restored_stretches.extend(mend_characters(stretch, conversion).text for stretch in stretches)
        mended_texts.append(mend_characters(text, conversion, plain_pinyin))
        return mended_texts[-1].text

    lines: list[Line] = []
    asides: list[Line] = []
    converted_places: list[int] = []
    for count, piece in enumerate(document.pieces):
        if count % _STEP == 0:
            progress(count, len(document.pieces))
        before = len(mended_texts)
        cells = tuple(mend_text(cell.replace("\r", "\n")) for cell in piece.cells)
        text = mend_text(_BULLET.sub("", _on_one_line(piece.text)))
        line = Line(text, piece.at, cells, mended_texts[-1].spaced)
        if any(mended.traditional for mended in mended_texts[before:]):
            converted_places.append(piece.at)
        if line.text or any(line.cells):
            (asides if piece.aside else lines).append(line)
    return Document(
        lines,
        asides,
        restored_stretches,
        [*document.notes, *_notes(mended_texts, converted_places, len(document.pieces), _)],
        plain_pinyin,
        [doubt._replace(text=mend_characters(doubt.text, conversion).text) for doubt in document.doubts],
    )


def _on_one_line(text: str) -> str:
    return "".join(text.splitlines())


def _notes(mended_texts: Sequence[Mended], converted_places: Sequence[int], pieces: int, _: Translator) -> list[str]:
    """Remarks for the user on characters that were converted, at `converted_places`, or taken out of the texts."""
    notes = []
    if converted_places:
        template = _("Traditional characters were converted to Simplified ones: {places}.")
        places = _.many("{n} paragraph", "{n} paragraphs", len(converted_places))
        if len(converted_places) <= _MOST_PLACES and len(converted_places) * 2 < pieces:
            places = _.join([str(at) for at in converted_places])
        notes.append(template.format(places=places))
    if pinyin := sum(mended.pinyin for mended in mended_texts):
        notes.append(_.many("Pinyin in brackets was taken out at {n} place.",
                            "Pinyin in brackets was taken out at {n} places.", pinyin))  # fmt: skip
    if scraped := sum(mended.scraped for mended in mended_texts):
        notes.append(_.many("A mark that the page has put between words or doubled was taken out at {n} place.",
                            "Marks that the page has put between words or doubled were taken out at {n} places.",
                            scraped))  # fmt: skip
    if hidden := sum(mended.hidden for mended in mended_texts):
        notes.append(
            _.many("{n} invisible character was taken out.", "{n} invisible characters were taken out.", hidden)
        )
    return notes
