"""A document with its characters mended: its lines and those beside it, and what was done to them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipcheck.base.damage import traditional_positions
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft.characters import Convert, Mended, mend_characters
from ipcheck.importing.draft.misread import is_misread, restored
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.readers.pieces import Progress, ReadDocument

_STEP = 500  # pieces between two words on how far the work has come
_MOST_PLACES = 8  # that are named one by one
_MOST_MISREAD = 50  # pieces that are worth reading again; with more the file as a whole was read wrongly


class Document(NamedTuple):
    """The lines of a document, those of the page around it (`asides`), the stretches that were `restored` from misread
    bytes, and what a person should know, in the language of the call."""

    lines: Sequence[Line]
    asides: Sequence[Line]
    restored: Sequence[str]
    notes: Sequence[str]


def mend(found: ReadDocument, convert: Callable[[], Convert], progress: Progress, _: Translator) -> Document:
    """A document with the characters of every piece mended. `convert` is asked for only where there are Traditional
    characters; what it raises goes through."""
    texts = [text for piece in found.pieces for text in (piece.text, *piece.cells)]
    conversion = convert() if any(map(traditional_positions, texts)) else None
    misread = [*filter(is_misread, dict.fromkeys(texts))][:_MOST_MISREAD]
    whole = fold("\n".join(texts)) if misread else ""
    again = {text: restored(text, whole) for text in misread}
    done: list[Mended] = []
    spots: list[str] = []

    def mend_text(text: str) -> str:
        text, stretches = again.get(text, (text, []))
        spots.extend(mend_characters(each, conversion).text for each in stretches)
        done.append(mend_characters(text, conversion))
        return done[-1].text

    lines: list[Line] = []
    asides: list[Line] = []
    converted: list[int] = []
    for count, piece in enumerate(found.pieces):
        if count % _STEP == 0:
            progress(count, len(found.pieces))
        before = len(done)
        cells = tuple(mend_text(cell.replace("\r", "\n")) for cell in piece.cells)
        line = Line(mend_text(_on_one_line(piece.text)), piece.at, cells, piece.text)
        if any(each.traditional for each in done[before:]):
            converted.append(piece.at)
        if line.text or any(line.cells):
            (asides if piece.aside else lines).append(line)
    return Document(lines, asides, spots, [*found.notes, *_notes(done, converted, len(found.pieces), _)])


def _on_one_line(text: str) -> str:
    return "".join(text.splitlines())


def _notes(done: Sequence[Mended], converted: Sequence[int], pieces: int, _: Translator) -> list[str]:
    notes = []
    if converted:
        said = _("Traditional characters were converted to Simplified ones: {places}.")
        places = _.many("{n} paragraph", "{n} paragraphs", len(converted))
        if len(converted) <= _MOST_PLACES and len(converted) * 2 < pieces:
            places = _.listed([str(at) for at in converted])
        notes.append(said.format(places=places))
    if pinyin := sum(each.pinyin for each in done):
        notes.append(_.many("Pinyin in brackets was taken out at {n} place.",
                            "Pinyin in brackets was taken out at {n} places.", pinyin))  # fmt: skip
    if hidden := sum(each.hidden for each in done):
        notes.append(
            _.many("{n} invisible character was taken out.", "{n} invisible characters were taken out.", hidden)
        )
    return notes
