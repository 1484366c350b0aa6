"""PDF files: the characters on each page with their places, and the lines drawn on it.

The text is made of them in `ipcheck.importing.readers.pdf.layout`.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.encoding import tidy
from ipcheck.importing.readers.pdf.fonts import lost_pieces
from ipcheck.importing.readers.pdf.layout import Page, pieces
from ipcheck.importing.readers.pdf.lines import Glyph
from ipcheck.importing.readers.pdf.ruling import Rule
from ipcheck.importing.readers.pieces import Progress, ReadDocument

MOST_PAGES = 500
MOST_GLYPHS = 60_000  # on a page; a full one has 2,000
MOST_RULES = 1_500  # on a page; more are a drawing, no tables
LEAST_CHARACTERS = 20  # on a page, on average; a file with fewer is a scan, and so is a page that is a picture
_PICTURE = 0.3  # share of a page that the pictures of a scan take up at least
MOST_UNNAMED = 0.2  # share of characters that the file does not identify

_THIN = 3.0  # points; an area that is no thicker is a line
# Radicals that NFKC leaves alone although they are drawn like these characters (EquivalentUnifiedIdeograph.txt).
_SAME = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰", "民虎西见角贝车长门青页风飞马骨鬼鱼鸟麦黄齐齿龙"
)
# What programs put in the place of a title: the name of the file.
_FILE_NAME = re.compile(r"(?i)microsoft word - .*|.*\.(?:docx?|wps|et|xlsx?|html?|pdf|txt|rtf|ofd)")
_GENERATED, _PASSWORD, _PATH, _IMAGE = 1, 4, 2, 3  # pdfium's constants


def read_pdf(data: bytes, path: str, _: Translator, progress: Progress) -> ReadDocument:
    """Read a PDF into paragraphs and rows of tables. Raises UsageError for a scan, a locked or damaged file, and for
    more than MOST_PAGES pages."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _opening_error(getattr(error, "err_code", None), path, _) from None
    with closing(document):
        count = len(document)
        if count > MOST_PAGES:
            raise UsageError(_("{path}: more than {n} pages; no plan is that long").format(path=path, n=MOST_PAGES))
        pages = []
        for at in range(count):
            progress(at, count)
            try:
                pages.append(_read_page(document[at], path, _))
            except pdfium.PdfiumError:
                raise _damage_error(path, _) from None
        progress(count, count)
        title = _FILE_NAME.sub("", tidy(document.get_metadata_dict().get("Title", "")))
    _refuse_scans(pages, path, _)
    content, doubts = pieces(pages, _)
    return ReadDocument(
        content,
        "page",
        title or None,
        notes=[*_notes_on_fonts(pages, _), *_notes_on_scans(pages, _)],
        doubts=tuple(doubts),
    )


def _opening_error(code: int | None, path: str, _: Translator) -> UsageError:
    """The error for a file that pdfium does not open; `code` is pdfium's error code."""
    if code == _PASSWORD:
        message = _("{path}: it is locked with a password; remove it, for instance with qpdf --decrypt --password=…")
        return UsageError(message.format(path=path))
    return _damage_error(path, _)


def _damage_error(path: str, _: Translator) -> UsageError:
    return UsageError(_("{path}: it begins like a PDF but is damaged or cut off; fetch it again").format(path=path))


def _refuse_scans(pages: list[Page], path: str, _: Translator) -> None:
    """Raise UsageError where pages have too few characters, or too many that the file does not identify."""
    characters = [glyph.text for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    unnamed = sum(
        unicodedata.category(character[0]) in ("Cn", "Co") or character == "\ufffd" for character in characters
    )
    if len(characters) < LEAST_CHARACTERS * len(pages) and any(page.lost for page in pages):
        message = _(
            "{path}: its fonts are not embedded, and no Chinese font is installed here, so it cannot be read; "
            "install one, for instance fonts-noto-cjk"
        )
        raise UsageError(message.format(path=path))
    if len(characters) < LEAST_CHARACTERS * len(pages):
        message = _(
            "{path}: a scan: its pages are pictures without text; run text recognition (OCR) first, for instance "
            "with ocrmypdf -l chi_sim, or take the text from the page that offers the file"
        )
        raise UsageError(message.format(path=path))
    if unnamed > MOST_UNNAMED * len(characters):
        message = _(
            "{path}: its fonts do not say which characters they show; run text recognition (OCR), for instance "
            "with ocrmypdf --force-ocr -l chi_sim, or take the text from the page that offers the file"
        )
        raise UsageError(message.format(path=path))


def _notes_on_fonts(pages: list[Page], _: Translator) -> list[str]:
    """A remark on characters that may be lost, since the file does not hold its fonts."""
    lost = sum(page.lost for page in pages)
    if not lost:
        return []
    template = _(
        "The PDF does not embed its fonts, and no Chinese font is installed here: single characters, such as "
        "numbers, may be lost ({n}). Install one, for instance fonts-noto-cjk, and import again."
    )
    return [template.format(n=lost)]


def _notes_on_scans(pages: list[Page], _: Translator) -> list[str]:
    """A remark on the pages that are pictures, where others hold text."""
    scanned = [str(at) for at, page in enumerate(pages, 1) if page.is_scan and len(page.glyphs) < LEAST_CHARACTERS]
    if not scanned:
        return []
    template = _("Pages that are pictures, whose text was not read: {pages}. ocrmypdf -l chi_sim can recognise it.")
    return [template.format(pages=_.join_some(scanned))]


def _read_page(page: Any, path: str, _: Translator) -> Page:
    """Read the characters and lines of a page, turned as the page is shown. Raises UsageError for too many
    characters."""
    with closing(page):
        turn = page.get_rotation()
        left, bottom, right, top = page.get_mediabox()
        with closing(page.get_textpage()) as text:
            if text.count_chars() > MOST_GLYPHS:
                message = _("{path}: more characters on one page than a page can show")
                raise UsageError(message.format(path=path))
            lost = lost_pieces(page, text)
            glyphs = [Glyph(glyph.text, *_turned(glyph, turn), glyph.apart) for glyph in _glyphs(text)]
        rules = [Rule(*_turned(rule, turn)) for rule in _rules(page)]
        across, up = right - left, top - bottom
        is_scan = _pictured(page) > _PICTURE * across * up
        return Page(up if turn % 180 else across, across if turn % 180 else up, glyphs, rules, is_scan, lost)


def _pictured(page: Any) -> float:
    """The area of the pictures on a page, in square points."""
    bounds = (picture.get_bounds() for picture in page.get_objects(filter=[_IMAGE], max_depth=2))
    return float(sum((right - left) * (top - bottom) for left, bottom, right, top in bounds))


def _turned(box: Glyph | Rule, turn: int) -> tuple[float, float, float, float]:
    """The left, bottom, right and top of a box on a page that is shown turned clockwise by `turn` degrees. The results
    may be negative, since only distances matter."""
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    match turn:
        case 90:
            left, bottom, right, top = bottom, -right, top, -left
        case 180:
            left, bottom, right, top = -right, -top, -left, -bottom
        case 270:
            left, bottom, right, top = -top, left, -bottom, right
    return left, bottom, right, top


def _glyphs(text: Any) -> Iterator[Glyph]:
    """The characters of a page that have a box, in the order of the file."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    generated = False  # whether pdfium has put a space before the character, because of a gap
    high = 0  # the first half of a surrogate pair
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if raw.FPDFText_IsGenerated(text.raw, at) == _GENERATED:
            generated = code == 32
            continue
        if 0xD800 <= code < 0xDC00:  # a character beyond 16 bits takes two codes
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        if code in (0, 2, 0xFFFE) or not raw.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            continue
        yield Glyph(_character(code), box.left, box.bottom, box.right, box.top, generated)
        generated, high = False, 0


def _character(code: int) -> str:
    """The character with a code point: � for an invalid one, and for a radical the character that looks the same."""
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return unicodedata.normalize("NFKC", chr(code).translate(_SAME)) if 0x2E80 <= code < 0x2FE0 else chr(code)


def _rules(page: Any) -> list[Rule]:
    """The horizontal and vertical lines drawn on a page, frames included, but not inside embedded objects; none where
    there are more than MOST_RULES."""
    import pypdfium2.raw as raw

    rules: list[Rule] = []
    for path in page.get_objects(filter=[_PATH], max_depth=1):
        left, bottom, right, top = path.get_bounds()
        if right - left <= _THIN or top - bottom <= _THIN:
            rules.append(Rule(left, bottom, right, top))
        else:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fill), ctypes.byref(stroke))
            if stroke.value and raw.FPDFPath_CountSegments(path.raw) <= 6:  # a frame
                rules += (Rule(left, bottom, left, top), Rule(right, bottom, right, top))
                rules += (Rule(left, bottom, right, bottom), Rule(left, top, right, top))
        if len(rules) > MOST_RULES:
            return []
    return rules
